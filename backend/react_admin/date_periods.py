"""Days, months and years as people in a time zone see them.

A day begins at local midnight. The day on which the clocks change has 23 or 25 hours.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from functools import cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from react_admin.errors import BadQuery

Unit = Literal["year", "month", "day"]


# The recent periods of Django's admin, by which its lists are filtered.
RECENT = ("today", "past_7_days", "this_month", "this_year")


class Period(NamedTuple):
    """The days from `first` to the one before `end`, which is None if no date comes after the period."""

    value: str
    first: date
    end: date | None


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo:
    """Raises BadQuery unless `name` is an IANA name such as Europe/Berlin."""
    if name not in _zone_names():
        raise BadQuery("zone", f"names “{name}”, which is no time zone such as Europe/Berlin")
    return ZoneInfo(name)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The beginning of a day, in UTC. Where the clocks skip midnight, it is the moment at which they do.

    The first day begins with the first moment that a datetime can have.
    """
    if day == date.min:
        return datetime.combine(day, time(), UTC)
    return datetime.combine(day, time(), zone).astimezone(UTC)


def recent_periods(today: date) -> list[Period]:
    """The periods RECENT. Seven days have passed before today."""
    tomorrow = _after(today)
    week = today - timedelta(7)
    this_month, this_year = month(today.year, today.month), year(today.year)
    bounds = (today, tomorrow), (week, tomorrow), this_month[1:], this_year[1:]
    return [Period(name, *days) for name, days in zip(RECENT, bounds, strict=True)]


def parts(within: str) -> tuple[Unit, list[Period]]:
    """The months of a year such as 2026, or the days of a month such as 2026-11. Raises BadQuery."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?", within, re.ASCII)
    of_year, of_month = (int(number or 0) for number in found.groups()) if found else (0, 0)
    if of_year < MINYEAR or of_month > 12 or (within[4:] and not of_month):
        raise BadQuery("within", "is a year such as 2026 or a month such as 2026-11")
    if of_month:
        return "day", [*_days(of_year, of_month)]
    return "month", [month(of_year, number) for number in range(1, 13)]


def year(number: int) -> Period:
    return Period(f"{number:04}", date(number, 1, 1), _first_of(number + 1, 1))


def month(of_year: int, number: int) -> Period:
    end = _first_of(of_year + number // 12, number % 12 + 1)
    return Period(f"{of_year:04}-{number:02}", date(of_year, number, 1), end)


def _days(of_year: int, of_month: int) -> Iterator[Period]:
    for number in range(1, monthrange(of_year, of_month)[1] + 1):
        day = date(of_year, of_month, number)
        yield Period(day.isoformat(), day, _after(day))


def _first_of(of_year: int, of_month: int) -> date | None:
    return date(of_year, of_month, 1) if of_year <= MAXYEAR else None


def _after(day: date) -> date | None:
    return day + timedelta(1) if day < date.max else None
