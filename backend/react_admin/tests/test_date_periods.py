"""Periods in a time zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from react_admin.date_periods import midnight, month, parts, recent_periods, year, zone_named
from react_admin.errors import BadQuery


@pytest.mark.parametrize(
    ("zone", "day", "beginning", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), "2026-03-28T23:00:00", 23),
        ("Europe/Berlin", date(2026, 10, 25), "2026-10-24T22:00:00", 25),
        ("Asia/Kathmandu", date(2026, 1, 1), "2025-12-31T18:15:00", 24),
        # Midnight itself is skipped: the day begins at one o'clock.
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04T03:00:00", 23),
        # Midnight happens twice: the day begins with the first.
        ("America/Havana", date(2026, 11, 1), "2026-11-01T04:00:00", 25),
        # Samoa moved across the date line and had no such day.
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00:00", 0),
    ],
)
def test_a_day_begins_at_local_midnight(zone: str, day: date, beginning: str, hours: int) -> None:
    first, following = (midnight(day + timedelta(days), ZoneInfo(zone)) for days in (0, 1))
    assert first == datetime.fromisoformat(beginning).replace(tzinfo=UTC)
    assert following - first == timedelta(hours=hours)


def test_recent_periods_end_with_today() -> None:
    assert [tuple(map(str, period)) for period in recent_periods(date(2026, 12, 3))] == [
        ("today", "2026-12-03", "2026-12-04"),
        ("past_7_days", "2026-11-26", "2026-12-04"),
        ("this_month", "2026-12-01", "2027-01-01"),
        ("this_year", "2026-01-01", "2027-01-01"),
    ]


def test_a_year_has_months_and_a_month_has_days() -> None:
    unit, months = parts("2024")
    assert (unit, len(months)) == ("month", 12)
    assert months[11] == ("2024-12", date(2024, 12, 1), date(2025, 1, 1))
    unit, days = parts("2024-02")
    assert (unit, len(days)) == ("day", 29)
    assert days[28] == ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1))


def test_the_last_periods_have_no_end() -> None:
    assert year(9999).end is None
    assert month(9999, 12).end is None
    assert parts("9999-12")[1][30] == ("9999-12-31", date(9999, 12, 31), None)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_the_first_day_begins_with_the_first_moment(zone: str) -> None:
    assert midnight(date.min, ZoneInfo(zone)) == datetime(1, 1, 1, tzinfo=UTC)
    assert midnight(date.max, ZoneInfo(zone)).date() in (date(9999, 12, 30), date.max)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe", "europe/berlin\0"])
def test_an_unknown_zone_is_named(name: str) -> None:
    with pytest.raises(BadQuery, match=f"“{name}”"):
        zone_named(name)


@pytest.mark.parametrize("within", ["0000", "2026-13", "2026-00", "26", "2026-11-03", "2026-", "٢٠٢٦"])
def test_other_periods_are_refused(within: str) -> None:
    with pytest.raises(BadQuery, match="is a year such as 2026"):
        parts(within)
