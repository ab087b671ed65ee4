"""The tutorial's models, mapped to tables of their own or to the tables of Polls."""

import datetime
import os

from django.contrib import admin
from django.db import models
from django.utils import timezone

OWN_TABLES = os.environ["OWN_TABLES"] == "yes"


class Question(models.Model):
    question_text = models.CharField(max_length=200)
    pub_date = models.DateTimeField("date published")

    class Meta:
        managed = OWN_TABLES
        db_table = "polls_question" if OWN_TABLES else "poll_question"

    def __str__(self):
        return self.question_text

    @admin.display(boolean=True, ordering="pub_date", description="Published recently?")
    def was_published_recently(self):
        now = timezone.now()
        return now - datetime.timedelta(days=1) <= self.pub_date <= now


class Choice(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    choice_text = models.CharField(max_length=200)
    votes = models.IntegerField(default=0)

    class Meta:
        managed = OWN_TABLES
        db_table = "polls_choice" if OWN_TABLES else "poll_choice"

    def __str__(self):
        return self.choice_text
