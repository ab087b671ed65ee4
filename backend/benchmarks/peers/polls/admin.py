"""The tutorial's admin at the end of its part 7, with the page size of the other contenders."""

from django.contrib import admin

from . import facets  # noqa: F401 - registers the admin of another model
from .models import Choice, Question


class ChoiceInline(admin.TabularInline):
    model = Choice
    extra = 3


class QuestionAdmin(admin.ModelAdmin):
    fieldsets = [
        (None, {"fields": ["question_text"]}),
        ("Date information", {"fields": ["pub_date"], "classes": ["collapse"]}),
    ]
    inlines = [ChoiceInline]
    list_display = ["question_text", "pub_date", "was_published_recently"]
    list_filter = ["pub_date"]
    list_per_page = 25
    search_fields = ["question_text"]


admin.site.register(Question, QuestionAdmin)
