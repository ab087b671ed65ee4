"""The public list of polls."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, YESTERDAY, make_poll


def in_json(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def test_polls_are_listed_in_pages_newest_first(client: TestClient, database: Database) -> None:
    polls = [make_poll(database, pub_date=YESTERDAY - timedelta(days=age)) for age in (2, 0, 0, 1)]
    oldest, second, newest, third = (poll.slug for poll in polls)

    pages = [client.get(f"/api/polls?page={page}&size=2").json() for page in (1, 2, 3)]

    slugs = [[item["slug"] for item in page.pop("items")] for page in pages]
    assert slugs == [[newest, second], [third, oldest], []]
    assert pages == [{"total": 4, "page": page, "size": 2, "pages": 2} for page in (1, 2, 3)]


def test_the_list_has_the_text_and_the_dates_of_a_poll(client: TestClient, database: Database) -> None:
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    assert client.get("/api/polls").json() == {
        "items": [
            {
                "slug": poll.slug,
                "question_text": "Tea or coffee?",
                "pub_date": in_json(YESTERDAY),
                "closes_at": in_json(AN_HOUR_AGO),
                "is_open": False,
            }
        ],
        "total": 1,
        "page": 1,
        "size": 20,
        "pages": 1,
    }


@pytest.mark.parametrize(
    "values",
    [
        {"pub_date": TOMORROW},
        {"listed": False},
        {"choices": [{"choice_text": "Tea"}]},
        {"choices": []},
    ],
)
def test_a_poll_that_is_scheduled_unlisted_or_without_two_choices_is_not_listed(
    client: TestClient, database: Database, values: dict[str, Any]
) -> None:
    make_poll(database, **values)
    assert client.get("/api/polls").json()["items"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("size=0", "size"),
        ("size=101", "size"),
        ("page=x", "page"),
        ("page=9" + "9" * 30, "page"),
    ],
)
def test_an_invalid_page_or_size_is_refused(client: TestClient, query: str, field: str) -> None:
    response = client.get(f"/api/polls?{query}")
    assert response.status_code == 422
    assert list(response.json()["errors"]) == [field]
