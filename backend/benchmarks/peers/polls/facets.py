"""The admin of the table of Polls, with the filters of the dashboard's list, their counts and its dates."""

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.utils import timezone


def choices(field, *values):
    """Each value with the name of its field, so that the page tells the counts apart."""
    return [(value, f"{field}:{value}") for value in values]


class Poll(models.Model):
    question_text = models.CharField(max_length=200)
    pub_date = models.DateTimeField("date published")
    closes_at = models.DateTimeField(null=True)
    voting = models.CharField(choices=choices("voting", "single", "multiple"))
    voter_check = models.CharField(choices=choices("voter_check", "none", "browser"))
    results_visibility = models.CharField(
        choices=choices("results_visibility", "always", "after_vote", "after_close", "staff")
    )
    listed = models.BooleanField()

    class Meta:
        app_label = "polls"
        managed = False
        db_table = "poll_question"


class StatusFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request, model_admin):  # noqa: ARG002 - Django's signature
        return choices("status", "scheduled", "open", "closed")

    def queryset(self, request, queryset):  # noqa: ARG002 - Django's signature
        now = timezone.now()
        opened, not_closed = Q(pub_date__lte=now), Q(closes_at__isnull=True) | Q(closes_at__gt=now)
        conditions = {
            "scheduled": Q(pub_date__gt=now),
            "open": opened & not_closed,
            "closed": opened & Q(closes_at__lte=now),
        }
        return queryset.filter(conditions[self.value()]) if self.value() else queryset


@admin.register(Poll)
class PollAdmin(admin.ModelAdmin):
    list_display = ["question_text", "pub_date"]
    list_display = ["question_text", "pub_date"]
    list_filter = [
        StatusFilter,
        "voting",
        "results_visibility",
        "voter_check",
        "listed",
        "pub_date",
        "closes_at",
    ]
    show_facets = admin.ShowFacets.ALWAYS
    date_hierarchy = "pub_date"
    list_per_page = 25
    search_fields = ["question_text"]
