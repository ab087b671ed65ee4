"""The admin of the table of Polls, with the filters of the dashboard's list, their counts and its dates.

The filter on the status is left out. Django counts the rows of a filter of one's own by a subquery for each
value, and PostgreSQL needs minutes for these in a table of a million rows.
"""

from django.contrib import admin
from django.db import models


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


@admin.register(Poll)
class PollAdmin(admin.ModelAdmin):
    list_display = ["question_text", "pub_date"]
    list_filter = [
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
