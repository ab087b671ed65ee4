"""Counts beside the list and its drill-down by date, compared with Django's admin on the same table.

Django's page has the list, the counts and the dates in one response. The dashboard asks for them one by one,
and the times of its requests are added up.
"""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.lists.contenders import Django, Polls
from benchmarks.lists.measure import Times, WrongRows, timed
from benchmarks.lists.questions import PAGE, Questions

ROUNDS = 10
WARM_UP = 2

# Counts of Polls are exact up to this number.
MOST = 10_000

QUESTIONS = "/api/admin/questions"
NEWEST_FIRST = {"sort": '["pub_date","DESC"]', "range": f"[0,{PAGE - 1}]"}


@dataclass(frozen=True)
class Case:
    """A filter as both applications take it, and the period whose parts Polls counts."""

    name: str
    filter: Mapping[str, object]
    django: Mapping[str, object]
    within: str | None = None

    def polls_paths(self) -> list[str]:
        """The list, its facets and its dates."""
        filter_ = {"filter": json.dumps(self.filter)}
        within = {"within": self.within} if self.within else {}
        return [
            f"{QUESTIONS}?{urlencode(NEWEST_FIRST | filter_)}",
            f"{QUESTIONS}:facets?{urlencode(filter_)}",
            f"{QUESTIONS}:dates?{urlencode({'field': 'pub_date'} | within | filter_)}",
        ]

    def django_path(self) -> str:
        return f"/admin/polls/poll/?{urlencode(self.django)}"


def facet_cases(questions: Questions) -> list[Case]:
    *_, many = questions.words()
    month = {"pub_date_gte": "2026-01-01T00:00Z", "pub_date_lt": "2026-02-01T00:00Z"}
    return [
        Case("counts of all polls", {}, {}),
        Case("counts of one poll in ten", {"voting": "multiple"}, {"voting__exact": "multiple"}),
        Case(
            "counts with two filters",
            {"listed": False, "results_visibility": "always"},
            {"listed__exact": 0, "results_visibility__exact": "always"},
        ),
        Case("counts of a search", {"q": many[0]}, {"q": many[0]}),
        Case("the days of a month", month, {"pub_date__year": 2026, "pub_date__month": 1}, within="2026-01"),
    ]


def measure_facets(polls: Polls, django: Django | None, questions: Questions) -> Times:
    """Time all cases round by round. Raises WrongRows if the two show other rows or counts."""
    times: Times = defaultdict(list)
    all_cases = facet_cases(questions)
    for number in range(WARM_UP + ROUNDS):
        for case in all_cases:
            answers = [timed(polls.client, path) for path in case.polls_paths()]
            measured = {polls.name: sum(milliseconds for milliseconds, _ in answers)}
            if django:
                measured[django.name], page = timed(django.client, case.django_path())
                if number == 0:
                    _compare(case, polls.ids(answers[0][1]), answers[1][1], django.ids(page), page)
            if number >= WARM_UP:
                for name, milliseconds in measured.items():
                    times[case.name, name].append(milliseconds)
        print(f"   round {number + 1} of {WARM_UP + ROUNDS}", flush=True)
    return times


def _compare(case: Case, ids: Sequence[int], counts: bytes, django_ids: Sequence[int], page: bytes) -> None:
    """Django's own filter on a field limits its counts too, so those of other fields are compared."""
    if ids != django_ids:
        raise WrongRows(f"{case.name}: {ids} instead of {django_ids}")
    found = re.findall(rb">(\w+):(\w+) \((\d+)\)<", page)
    theirs = {(field.decode(), value.decode()): int(rows) for field, value, rows in found}
    ours = {
        (field, each["value"]): each["count"]
        for field, buckets in json.loads(counts)["facets"].items()
        for each in buckets
    }
    compared = {key: rows for key, rows in theirs.items() if key[0] not in case.filter}
    if not compared or any(ours[key] != min(rows, MOST) for key, rows in compared.items()):
        raise WrongRows(f"{case.name}: {ours} instead of {compared}")
