"""The polls and choices in the dashboard."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.database import Database
from app.polls.models import Choice, Question
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, edit_poll, make_poll, vote
from tests.statements import statements

QUESTIONS = "/api/admin/questions"


def create(editor: TestClient, *choices: str, **values: Any) -> dict[str, Any]:
    body = {"question_text": "Tea?", "choices": [{"choice_text": text} for text in choices]} | values
    response = editor.post(QUESTIONS, json=body)
    assert response.status_code == 201, response.text
    return dict(response.json())


def choice_texts(record: dict[str, Any]) -> list[str]:
    assert [choice["position"] for choice in record["choices"]] == [*range(len(record["choices"]))]
    return [choice["choice_text"] for choice in record["choices"]]


def test_a_new_poll_has_defaults(editor: TestClient) -> None:
    record = create(editor, " Yes ", "No", pub_date="2026-01-01T00:00:00Z")
    assert re.fullmatch("[2-9a-hjkmnp-z]{10}", record["slug"])
    yes, no = (choice["id"] for choice in record["choices"])
    assert record == {
        "id": record["id"],
        "slug": record["slug"],
        "question_text": "Tea?",
        "pub_date": "2026-01-01T00:00:00Z",
        "closes_at": None,
        "voting": "single",
        "max_choices": None,
        "voter_check": "browser",
        "roll_id": None,
        "quorum": None,
        "eligible": None,
        "results_visibility": "always",
        "listed": True,
        "draft": False,
        "archived": False,
        "ballots": 0,
        "version": 1,
        "sealed_at": None,
        "status": "open",
        "choice_count": 2,
        "choices": [
            {"id": yes, "choice_text": "Yes", "position": 0, "votes": 0},
            {"id": no, "choice_text": "No", "position": 1, "votes": 0},
        ],
    }
    assert editor.get(f"{QUESTIONS}/{record['id']}").json() == record


def test_a_poll_without_an_opening_time_opens_now(editor: TestClient) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    record = create(editor, pub_date=None)
    assert before <= datetime.fromisoformat(record["pub_date"]) <= datetime.now(UTC)
    assert (record["status"], record["choices"]) == ("open", [])


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("2026-03-01T12:00:00+05:30", "2026-03-01T06:30:00Z"),
        ("2026-03-01T12:00:00.123456-08:00", "2026-03-01T20:00:00.123456Z"),
        ("2026-03-01T12:00:00.000Z", "2026-03-01T12:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_times_are_read_in_utc(editor: TestClient, sent: str, read: str) -> None:
    record = create(editor, pub_date=sent)
    assert record["pub_date"] == read
    assert editor.get(QUESTIONS, params={"filter": f'{{"pub_date": "{sent}"}}'}).json() == [record]


def test_the_status_depends_on_the_opening_and_closing_times(editor: TestClient, database: Database) -> None:
    values: list[dict[str, Any]] = [
        {"pub_date": TOMORROW},
        {},
        {"closes_at": TOMORROW},
        {"closes_at": AN_HOUR_AGO},
    ]
    for fields in values:
        make_poll(database, **fields)
    statuses = [record["status"] for record in editor.get(QUESTIONS).json()]
    assert statuses == ["scheduled", "open", "open", "closed"]
    closed = editor.get(QUESTIONS, params={"filter": '{"status": "closed"}'})
    assert closed.headers["content-range"] == "questions 0-0/1"
    by_status = editor.get(QUESTIONS, params={"sort": '["status", "DESC"]'}).json()
    assert [record["status"] for record in by_status] == ["scheduled", "open", "open", "closed"]


def test_a_record_can_be_sent_back_as_it_was_read(editor: TestClient, database: Database) -> None:
    path = f"{QUESTIONS}/{make_poll(database, voting='multiple', max_choices=2).id}"
    record = editor.get(path).json()
    response = editor.put(path, json=record)
    assert response.status_code == 200
    assert response.json() == record | {"version": 2}


def test_fields_that_are_not_sent_do_not_change(editor: TestClient, database: Database) -> None:
    path = f"{QUESTIONS}/{make_poll(database, closes_at=TOMORROW).id}"
    record = editor.get(path).json()
    assert editor.put(path, json={"listed": False}).json() == record | {"listed": False, "version": 2}
    changed = editor.put(path, json={"closes_at": None, "question_text": " Juice? "}).json()
    expected = {"listed": False, "closes_at": None, "question_text": "Juice?", "version": 3}
    assert changed == editor.get(path).json() == record | expected


def test_read_only_fields_in_an_update_are_ignored(editor: TestClient, database: Database) -> None:
    path = f"{QUESTIONS}/{make_poll(database).id}"
    record = editor.get(path).json()
    read_only = {"id": 99, "slug": "x", "ballots": 5, "sealed_at": 1, "status": "closed"}
    choices = [choice | {"votes": 9, "position": 9} for choice in record["choices"]]
    response = editor.put(path, json=read_only | {"choices": choices})
    assert response.json() == record | {"version": 2}


def test_choices_are_added_renamed_reordered_and_removed(editor: TestClient) -> None:
    record = create(editor, "A", "B", "C")
    first, second, third = record["choices"]
    path = f"{QUESTIONS}/{record['id']}"
    reordered = editor.put(path, json={"choices": [third, first, second]}).json()
    assert choice_texts(reordered) == ["C", "A", "B"]
    written = [{"choice_text": "D"}, first | {"choice_text": "A!"}, {"id": third["id"], "choice_text": "C"}]
    changed = editor.put(path, json={"choices": written}).json()
    assert choice_texts(changed) == ["D", "A!", "C"]
    assert [choice["id"] for choice in changed["choices"][1:]] == [first["id"], third["id"]]
    assert changed["choices"][0]["id"] > third["id"]
    assert editor.get(path).json() == changed
    assert choice_texts(editor.put(path, json={"choices": []}).json()) == []


def test_two_choices_can_change_places(editor: TestClient) -> None:
    record = create(editor, "A", "B")
    first, second = record["choices"]
    swapped = [first | {"choice_text": "B"}, second | {"choice_text": "A"}]
    assert choice_texts(editor.put(f"{QUESTIONS}/{record['id']}", json={"choices": swapped}).json()) == [
        "B",
        "A",
    ]


def test_choices_have_a_read_only_list_of_their_own(viewer: TestClient, database: Database) -> None:
    make_poll(database)
    poll = make_poll(database, "Yes", "No")
    yes, no = (
        {
            "id": choice.id,
            "question_id": poll.id,
            "choice_text": choice.choice_text,
            "position": position,
            "votes": 0,
        }
        for position, choice in enumerate(poll.choices)
    )
    query = {"filter": f'{{"question_id": {poll.id}}}', "sort": '["position", "DESC"]', "range": "[0, 9]"}
    response = viewer.get("/api/admin/choices", params=query)
    assert response.json() == [no, yes]
    assert response.headers["content-range"] == "choices 0-1/2"
    assert viewer.get(f"/api/admin/choices/{yes['id']}").json() == yes
    for request in (viewer.put, viewer.delete):
        assert request(f"/api/admin/choices/{yes['id']}").status_code == 405
    assert viewer.post("/api/admin/choices", json={}).status_code == 405


def test_a_vote_does_not_raise_the_version(
    client: TestClient, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    vote(client, poll, 1)
    record = editor.get(f"{QUESTIONS}/{poll.id}").json()
    assert (record["version"], record["ballots"]) == (1, 1)
    assert [choice["votes"] for choice in record["choices"]] == [0, 1, 0]


def test_staff_see_tallies_that_are_hidden_from_voters(
    client: TestClient, viewer: TestClient, database: Database
) -> None:
    poll = make_poll(database, results_visibility="staff")
    vote(client, poll, 0)
    assert viewer.get(f"{QUESTIONS}/{poll.id}").json()["choices"][0]["votes"] == 1


def test_deleting_a_poll_returns_the_record_and_deletes_its_choices(
    client: TestClient, editor: TestClient, database: Database
) -> None:
    poll, other = make_poll(database), make_poll(database)
    vote(client, poll, 0)
    vote(client, other, 0)
    path = f"{QUESTIONS}/{poll.id}"
    record = editor.get(path).json()
    response = editor.delete(path)
    assert (response.status_code, response.json()) == (200, record)
    assert [request(path).status_code for request in (editor.get, editor.delete)] == [404, 404]
    assert editor.put(path, json={}).status_code == 404
    choices = editor.get("/api/admin/choices", params={"sort": '["id", "ASC"]'}).json()
    assert [choice["id"] for choice in choices] == [choice.id for choice in other.choices]


def test_responses_to_the_dashboard_are_not_cached(viewer: TestClient, database: Database) -> None:
    make_poll(database)
    assert viewer.get(QUESTIONS).headers["cache-control"] == "no-store"


def test_only_editors_can_write_and_only_staff_can_read(
    client: TestClient, viewer: TestClient, database: Database
) -> None:
    path = f"{QUESTIONS}/{make_poll(database).id}"
    for reader, status in ((client, 401), (viewer, 403)):
        refused = [reader.post(QUESTIONS, json={}), reader.put(path, json={}), reader.delete(path)]
        assert [response.status_code for response in refused] == [status] * 3
    assert client.get(QUESTIONS).status_code == 401
    assert viewer.get(path).status_code == 200


def test_a_closed_poll_can_be_opened_again(editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    edit_poll(database, poll, closes_at=AN_HOUR_AGO)
    path = f"{QUESTIONS}/{poll.id}"
    assert editor.get(path).json()["status"] == "closed"
    assert editor.put(path, json={"closes_at": None}).json()["status"] == "open"


ZWSP, RLO = "\u200b", "\u202e"
DUPLICATE, INVISIBLE = "There is a choice like this already.", "This has no visible character."
REVERSES = "This has a character that reverses the text around it (U+202A to 202E, or U+2066 to 2069)."


def test_texts_are_normalized_before_they_are_stored(editor: TestClient) -> None:
    record = create(editor, f"Cafe\u0301{ZWSP}", "Tea\u00a0", question_text=f"{ZWSP}What?\u3000")

    assert (record["question_text"], choice_texts(record)) == ("What?", ["Caf\u00e9", "Tea"])


def test_the_maximum_length_applies_to_the_stored_text(editor: TestClient) -> None:
    typed = "e\u0301" * 200 + ZWSP
    lengthened = "\u0958" * 101  # Each becomes two characters in NFC.

    assert create(editor, question_text=typed)["question_text"] == "\u00e9" * 200
    response = editor.post(QUESTIONS, json={"question_text": lengthened})
    assert response.json()["errors"] == {"question_text": "This is too long: at most 200 characters."}


@pytest.mark.parametrize(
    ("choices", "errors"),
    [
        (["A", f"A{ZWSP}"], {"1": DUPLICATE}),
        (["\u00e9", "e\u0301"], {"1": DUPLICATE}),
        (["New York", "New  York", "New\u2003York"], {"1": DUPLICATE, "2": DUPLICATE}),
        (["fi", "\ufb01"], {"1": DUPLICATE}),
        (["A", ZWSP, "\u3164"], {"1": INVISIBLE, "2": INVISIBLE}),
        ([f"{RLO}sey", "Tea"], {"0": REVERSES}),
        (["Tea\U000e0041"], {"0": "This has invisible tag characters (U+E0000 to E007F)."}),
    ],
)
def test_choices_that_look_alike_are_refused(
    editor: TestClient, choices: list[str], errors: dict[str, str]
) -> None:
    response = editor.post(
        QUESTIONS, json={"question_text": "Tea?", "choices": [{"choice_text": text} for text in choices]}
    )

    expected = {position: {"choice_text": text} for position, text in errors.items()}
    assert (response.status_code, response.json()["errors"]) == (422, {"choices": expected})


def test_the_response_has_all_errors_together(editor: TestClient) -> None:
    body = {"question_text": ZWSP, "closes_at": "2020-01-01T00:00:00Z", "choices": [{"choice_text": RLO}]}

    assert editor.post(QUESTIONS, json=body).json()["errors"] == {
        "question_text": INVISIBLE,
        "closes_at": "Choose a time after the opening.",
        "choices": {"0": {"choice_text": REVERSES}},
    }


def test_choices_that_look_different_are_accepted(editor: TestClient) -> None:
    choices = ["A", "a", "x2", "x\u00b2", "x\u2082", "1/2", "\u00bd", "\U0001f44d", "\U0001f44d\U0001f3fd"]

    assert choice_texts(create(editor, *choices)) == choices


def test_an_unreadable_question_text_is_refused(editor: TestClient) -> None:
    for text, error in ((ZWSP, INVISIBLE), (f"Tea{RLO}?", REVERSES)):
        response = editor.post(QUESTIONS, json={"question_text": text})
        assert (response.status_code, response.json()["errors"]) == (422, {"question_text": error})


def test_an_unchanged_text_is_not_validated_again(editor: TestClient, database: Database) -> None:
    record = create(editor, "Tea", "Coffee", "Water")
    path = f"{QUESTIONS}/{record['id']}"
    old_texts = ["e\u0301", "e\u0301", f"{RLO}Water"]
    with database.begin() as session:
        session.execute(sa.update(Question).values(question_text=f"Tea{RLO}?\u0301"))
        for choice, text in zip(record["choices"], old_texts, strict=True):
            session.execute(sa.update(Choice).where(Choice.id == choice["id"]).values(choice_text=text))

    old = editor.get(path).json()
    closed = editor.put(path, json=old | {"closes_at": TOMORROW.isoformat()})
    assert (closed.status_code, closed.json()["question_text"]) == (200, old["question_text"])
    reversed_ = editor.put(path, json={"choices": old["choices"][::-1]})
    assert choice_texts(reversed_.json()) == old_texts[::-1]

    # A changed text is compared with the unchanged ones.
    choices = reversed_.json()["choices"]
    choices[0] |= {"choice_text": "\u00e9"}
    refused = editor.put(path, json={"choices": choices})
    assert (refused.status_code, refused.json()["errors"]) == (
        422,
        {"choices": {"0": {"choice_text": DUPLICATE}}},
    )
    choices[0] |= {"choice_text": "Juice"}
    assert choice_texts(editor.put(path, json={"choices": choices}).json()) == ["Juice", *old_texts[1::-1]]


def test_a_poll_with_votes_and_old_texts_can_be_closed_with_a_full_record(
    editor: TestClient, client: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    with database.begin() as session:
        session.execute(sa.update(Question).values(question_text="Cafe\u0301?"))
        session.execute(sa.update(Choice).where(Choice.position == 0).values(choice_text=f"Tea{RLO}"))
    assert vote(client, poll, 0).status_code == 201

    path = f"{QUESTIONS}/{poll.id}"
    closed = editor.put(path, json=editor.get(path).json() | {"closes_at": AN_HOUR_AGO.isoformat()})

    assert (closed.status_code, closed.json()["status"]) == (200, "closed")
    assert (closed.json()["question_text"], choice_texts(closed.json())[0]) == ("Cafe\u0301?", f"Tea{RLO}")


def test_a_page_of_polls_takes_three_statements_regardless_of_its_length(
    database: Database, editor: TestClient
) -> None:
    """They read the session of the user, the polls, and the choices of all polls."""
    for number in range(4):
        choices = [{"choice_text": text} for text in "abc"[:number]]
        editor.post("/api/admin/questions", json={"question_text": "Tea?", "choices": choices})
    for range_ in ("[3,3]", "[0,3]"):
        with statements(database) as executed:
            editor.get("/api/admin/questions", params={"range": range_})
        assert len(executed) == 3, executed


def test_polls_always_include_choices_and_choices_embed_their_poll(editor: TestClient) -> None:
    choices = [{"choice_text": "Yes"}, {"choice_text": "No"}]
    poll = editor.post("/api/admin/questions", json={"question_text": "Tea?", "choices": choices}).json()
    for params in ({}, {"embed": '["choices"]'}):
        assert editor.get("/api/admin/questions", params=params).json() == [poll]

    path = "/api/admin/choices"
    embedded = editor.get(path, params={"embed": '["question"]'}).json()
    assert [choice["question"] for choice in embedded] == [poll, poll]
    assert all("question" not in choice for choice in editor.get(path).json())
