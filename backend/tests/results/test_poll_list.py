"""The public list of polls."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.database import Database, utcnow
from app.polls.models import Question
from app.voting import sealing
from tests.factories.polls import AN_HOUR_AGO, NOW, TOMORROW, YESTERDAY, make_poll, vote
from tests.factories.rolls import enter, make_people, make_poll_of

LONG = "Which of the proposals? " * 8 + "Or none?"


def in_json(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def slugs(client: TestClient, **query: Any) -> list[str]:
    response = client.get("/api/polls", params=query)
    assert response.status_code == 200
    return [item["slug"] for item in response.json()["items"]]


def found(client: TestClient, search: str) -> list[str]:
    """The questions that a search finds."""
    page = client.get("/api/polls", params={"search": search}).json()
    assert page["total"] == len(page["items"])
    return sorted(item["question_text"] for item in page["items"])


def close(database: Database, poll: Question, *, seal: bool = True) -> None:
    with database.begin() as session:
        session.execute(sa.update(Question).where(Question.id == poll.id).values(closes_at=utcnow()))
        if seal:
            assert sealing.seal(session, poll.id)


def leading(client: TestClient, poll: Question) -> Any:
    """The leading choices of a poll in the list, or None if the list has none for it."""
    items = client.get("/api/polls").json()["items"]
    [item] = (item for item in items if item["slug"] == poll.slug)
    return item.get("leading")


def test_open_polls_come_first_and_each_page_continues_the_one_before(
    client: TestClient, database: Database
) -> None:
    def opened(days: int, closes_at: datetime | None = None) -> str:
        return make_poll(database, pub_date=NOW - timedelta(days=days), closes_at=closes_at).slug

    closed_first = opened(2, NOW - timedelta(hours=30))
    closed_last = opened(9, NOW - timedelta(minutes=1))
    closed_also = opened(1, AN_HOUR_AGO)
    old = opened(8)
    new = opened(1, TOMORROW)
    newest = opened(0, NOW + timedelta(hours=1))
    as_old = opened(8, TOMORROW)
    listed = [newest, new, old, as_old, closed_last, closed_also, closed_first]

    for size in range(1, 8):
        pages = [client.get(f"/api/polls?page={page}&size={size}").json() for page in range(1, 9)]
        assert [item["slug"] for page in pages for item in page.pop("items")] == listed
        last = -(-7 // size)
        assert pages == [{"total": 7, "page": page, "size": size, "pages": last} for page in range(1, 9)]


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
        {"draft": True},
        {"listed": False},
        {"archived": True},
        {"choices": [{"choice_text": "Tea"}]},
        {"choices": []},
    ],
)
def test_a_poll_that_is_unpublished_unlisted_archived_or_without_two_choices_is_not_found(
    client: TestClient, database: Database, values: dict[str, Any]
) -> None:
    make_poll(database, **values)
    if "pub_date" not in values and "draft" not in values:
        make_poll(database, **values, closes_at=AN_HOUR_AGO)
    assert client.get("/api/polls").json()["total"] == 0
    assert found(client, "coffee") == []


def test_a_search_finds_polls_by_their_question(client: TestClient, database: Database) -> None:
    texts = [
        "100% of the café?",
        "Ein Café in Ägypten?",
        "Über 50_000 Straßen?",
        "Which cat 🐈, or a dog?",
        "ماذا نأكل اليوم؟",
        LONG,
    ]
    for number, text in enumerate(texts):
        make_poll(database, question_text=text, closes_at=AN_HOUR_AGO if number % 2 else None)
    percent, cafe, streets, cat, arabic, long = texts

    assert found(client, "") == found(client, "  ") == sorted(texts)
    for search, expected in {
        "CAFÉ": [percent, cafe],
        "cafe\u0301": [percent, cafe],
        "cafe": [],
        " ägypten ": [cafe],
        "STRASSEN": [streets],
        "%": [percent],
        "_": [streets],
        "50_0": [streets],
        "5__000": [],
        "\\": [],
        "'": [],
        "🐈": [cat],
        "🐕": [],
        "نأكل": [arabic],
        "or": [cat, long],
        "r": [],
        LONG: [long],
    }.items():
        assert found(client, search) == sorted(expected), search


def test_a_search_has_pages_in_the_order_of_the_list(client: TestClient, database: Database) -> None:
    make_poll(database, question_text="Coffee?")
    polls = [
        make_poll(database, question_text=f"Tea {number}?", closes_at=close)
        for number, close in enumerate((AN_HOUR_AGO, None, TOMORROW))
    ]
    closed, first, second = (poll.slug for poll in polls)

    assert slugs(client, search="tea", size=2) == [first, second]
    assert slugs(client, search="tea", size=2, page=2) == [closed]
    assert slugs(client, search="tea", size=2, page=3) == []


@pytest.mark.parametrize("visibility", ["always", "after_vote", "after_close", "staff"])
def test_a_closed_poll_has_its_leading_choices_once_it_is_sealed_if_everyone_may_see_them(
    client: TestClient, database: Database, visibility: str
) -> None:
    rules = {"voter_check": "none", "results_visibility": visibility}
    poll, tied, unused = (make_poll(database, **rules) for _ in range(3))
    several = make_poll(database, **rules, voting="multiple")
    for position in (1, 0, 1):
        vote(client, poll, position)
        vote(client, several, position, 2)
    for position in (2, 0):
        vote(client, tied, position)
    polls = (poll, tied, several, unused)

    assert [leading(client, each) for each in polls] == [None] * 4
    for each in polls:
        close(database, each, seal=False)
    assert [leading(client, each) for each in polls] == [None] * 4
    for each in polls:
        close(database, each)

    expected = [
        {"choices": ["Coffee"], "votes": [1, 2, 0], "ballots": 3},
        {"choices": ["Tea", "Water"], "votes": [1, 0, 1], "ballots": 2},
        {"choices": ["Water"], "votes": [1, 2, 3], "ballots": 3},
        None,
    ]
    assert [leading(client, each) for each in polls] == ([None] * 4 if visibility == "staff" else expected)


def test_a_poll_that_missed_its_quorum_has_no_leading_choice(client: TestClient, database: Database) -> None:
    people = make_people(database, 2)
    missed, reached = (make_poll_of(database, people.roll, quorum=share, listed=True) for share in (1, 0.5))
    voter = enter(client, people.codes[0]).json()["voter"]
    for poll in (missed, reached):
        body = {"choices": [poll.choices[0].id], "receipt": f"{poll.id:08}-0000-4000-8000-000000000000"}
        assert client.post(f"/api/polls/{poll.slug}/ballots", json=body | {"voter": voter}).status_code == 201
        close(database, poll)

    assert leading(client, missed) is None
    assert leading(client, reached) == {"choices": ["Tea"], "votes": [1, 0, 0], "ballots": 1}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("size=0", "size"),
        ("size=101", "size"),
        ("page=x", "page"),
        ("page=9" + "9" * 30, "page"),
        ("search=" + "x" * 201, "search"),
        ("search=%00", "search"),
    ],
)
def test_an_invalid_page_size_or_search_is_refused(client: TestClient, query: str, field: str) -> None:
    response = client.get(f"/api/polls?{query}")
    assert response.status_code == 422
    assert list(response.json()["errors"]) == [field]
