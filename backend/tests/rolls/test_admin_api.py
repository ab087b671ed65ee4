"""Rolls and their people in the dashboard, and their codes."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx2 import Response

from app.database import Database
from app.history.models import Change
from app.rolls.codes import codes_of
from app.rolls.models import Delivery, Voter
from tests.factories.polls import vote
from tests.factories.rolls import People, enter, make_people, make_poll_of

Unchanged = Callable[[], AbstractContextManager[None]]

ROLLS, VOTERS = "/api/admin/rolls", "/api/admin/voters"


def create_roll(editor: TestClient, name: str = "Members") -> int:
    response = editor.post(ROLLS, json={"name": name})
    assert response.status_code == 201
    id_: int = response.json()["id"]
    return id_


def create_voter(editor: TestClient, roll_id: int, **values: Any) -> Response:
    return editor.post(VOTERS, json={"roll_id": roll_id} | values)


def changes(database: Database) -> list[tuple[str, str, str, list[str]]]:
    """The history as (resource, action, label, fields)."""
    with database.begin() as session:
        of_rolls = sa.select(Change).where(Change.resource != "users").order_by(Change.id)
        rows = session.scalars(of_rolls).all()
        return [(row.resource, row.action, row.record, row.fields) for row in rows]


def everything_stored(database: Database) -> str:
    """All tables as text, bytes as hex."""
    with database.engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        rows = [
            row
            for name in names
            for row in connection.execute(sa.text(f"SELECT * FROM {name}"))  # noqa: S608 - our own
        ]
    values = (value for row in rows for value in row)
    return "\n".join(
        bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value) for value in values
    )


def test_a_roll_is_created_renamed_and_deleted(editor: TestClient, database: Database) -> None:
    id_ = create_roll(editor, " The  members ")
    assert editor.get(f"{ROLLS}/{id_}").json() == {
        "id": id_,
        "name": "The  members",
        "people": 0,
        "public_turnout": False,
        "version": 1,
    }
    create_voter(editor, id_, name="Ann")
    renamed = editor.put(f"{ROLLS}/{id_}", json={"name": "All members"}).json()
    assert (renamed["name"], renamed["people"], renamed["version"]) == ("All members", 1, 2)

    assert editor.get(f"{ROLLS}:delete", params={"filter": "{}"}).json() == {
        "records": 1,
        "applicable": 1,
        "related": [{"resource": "people", "count": 1}],
    }
    assert editor.delete(f"{ROLLS}/{id_}").status_code == 200
    assert (editor.get(ROLLS).json(), editor.get(VOTERS).json()) == ([], [])
    assert changes(database) == [
        ("rolls", "create", "The  members", []),
        ("voters", "create", "Ann", []),
        ("rolls", "edit", "All members", ["name"]),
        ("rolls", "delete", "All members", []),
        ("voters", "delete", "Ann", []),
    ]


def test_rolls_whose_names_look_alike_are_refused(editor: TestClient, unchanged: Unchanged) -> None:
    create_roll(editor, "Members")
    other = create_roll(editor, "Board")
    for name in ("members", "\uff2dEMBERS", "Mem\u00adbers"):
        with unchanged():
            created = editor.post(ROLLS, json={"name": name})
            renamed = editor.put(f"{ROLLS}/{other}", json={"name": name})
        for response in (created, renamed):
            assert (response.status_code, response.json()["code"]) == (409, "roll_name_taken")
            assert list(response.json()["errors"]) == ["name"]


BAD_ROLLS: list[tuple[dict[str, Any], str]] = [
    ({}, "name"),
    ({"name": ""}, "name"),
    ({"name": None}, "name"),
    ({"name": "\u200b"}, "name"),
    ({"name": "a\u202eb"}, "name"),
    ({"name": "x" * 151}, "name"),
    ({"name": "\ufdfa" * 150}, "name"),
    ({"name": "x", "colour": "red"}, "colour"),
]


@pytest.mark.parametrize(("body", "field"), BAD_ROLLS)
def test_a_bad_roll_is_refused(
    editor: TestClient, unchanged: Unchanged, body: dict[str, Any], field: str
) -> None:
    with unchanged():
        response = editor.post(ROLLS, json=body)
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])


def test_a_new_person_has_defaults_and_no_secret_is_shown(editor: TestClient, database: Database) -> None:
    roll_id = create_roll(editor)
    record = create_voter(editor, roll_id, name=" Ann ", number=" 7 ", email="ann@example.org").json()

    assert record == {
        "id": record["id"],
        "roll_id": roll_id,
        "name": "Ann",
        "number": "7",
        "email": "ann@example.org",
        "status": "new",
        "created_at": record["created_at"],
        "revoked_at": None,
        "version": 1,
    }
    with database.begin() as session:
        voter = session.scalars(sa.select(Voter)).one()
        codes = codes_of(session)
        assert (len(voter.key), voter.generation) == (32, 1)
        assert voter.code_digest == codes.digest(codes.code(voter.key, 1))


BAD_PEOPLE: list[tuple[dict[str, Any], str]] = [
    ({"roll_id": None}, "roll_id"),
    ({"roll_id": 0}, "roll_id"),
    ({"roll_id": "one"}, "roll_id"),
    ({"roll_id": 2**31 - 1}, "roll_id"),
    ({"name": ""}, "name"),
    ({"name": "\u200b"}, "name"),
    ({"name": "a\u202eb"}, "name"),
    ({"name": "x" * 201}, "name"),
    *(({"name": name}, "name") for name in ("=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1")),
    *(({"number": number}, "number") for number in ("=1+1", "+A1", "-1", "@1")),
    ({"number": 7}, "number"),
    ({"number": " "}, "number"),
    ({"number": "x" * 51}, "number"),
    ({"key": "x"}, "key"),
    ({"generation": 2}, "generation"),
    ({"code_digest": "x"}, "code_digest"),
    *(
        ({"email": email}, "email")
        for email in (
            "ann",
            "ann@",
            "@example.org",
            "ann@example",
            "ann@@example.org",
            "ann@exa mple.org",
            "ann@example..org",
            ".ann@example.org",
            "Ann <ann@example.org>",
            "ann@example.org,bob@example.org",
            "ann@example.org\nBcc: bob@example.org",
            "a" * 65 + "@example.org",
            "a@" + "b" * 250 + ".org",
        )
    ),
]


@pytest.mark.parametrize(("values", "field"), BAD_PEOPLE)
def test_a_bad_person_is_refused(
    editor: TestClient, unchanged: Unchanged, values: dict[str, Any], field: str
) -> None:
    roll_id = create_roll(editor)
    with unchanged():
        response = editor.post(VOTERS, json={"roll_id": roll_id} | values)
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])


@pytest.mark.parametrize(
    "email", ["ann@example.org", "a.b+c@x-y.example", "änne@müller.example", "o'hara@a.b.c", "x_1@例え.jp"]
)
def test_an_address_in_any_script_is_accepted(editor: TestClient, email: str) -> None:
    assert create_voter(editor, create_roll(editor), email=email).json()["email"] == email


def test_a_number_is_unique_within_its_roll(editor: TestClient, unchanged: Unchanged) -> None:
    members, board = create_roll(editor), create_roll(editor, "Board")
    assert create_voter(editor, members, number="7").status_code == 201
    assert create_voter(editor, board, number="7").status_code == 201
    other = create_voter(editor, members, number="8", email="shared@x.test").json()
    assert create_voter(editor, members, email="shared@x.test").status_code == 201
    with unchanged():
        created = create_voter(editor, members, number="7")
        changed = editor.put(f"{VOTERS}/{other['id']}", json={"number": "7"})
    for response in (created, changed):
        assert (response.status_code, response.json()["code"]) == (409, "taken")
        assert "number" in response.json()["errors"]


def test_a_person_keeps_the_roll_and_the_status_when_a_record_is_saved(editor: TestClient) -> None:
    members, board = create_roll(editor), create_roll(editor, "Board")
    record = create_voter(editor, members, name="Ann").json()
    sent = record | {
        "name": "Anne",
        "roll_id": board,
        "status": "revoked",
        "revoked_at": record["created_at"],
    }

    response = editor.put(f"{VOTERS}/{record['id']}", json=sent)

    assert (response.status_code, response.json()) == (200, record | {"name": "Anne", "version": 2})


def test_people_are_filtered_by_status_and_searched(editor: TestClient, database: Database) -> None:
    people = make_people(database, 3)
    with database.begin() as session:
        session.merge(people.voters[1]).delivery = Delivery.sent
    editor.post(f"{VOTERS}:revoke", params={"filter": json.dumps({"id": [people.voters[2].id]})})

    def names(**filters: Any) -> list[str]:
        response = editor.get(VOTERS, params={"filter": json.dumps(filters), "sort": '["id","ASC"]'})
        return [voter["name"] for voter in response.json()]

    assert names(roll_id=people.roll.id) == ["Ann 0", "Ann 1", "Ann 2"]
    assert [names(status=status) for status in ("new", "sent", "revoked")] == [
        ["Ann 0"],
        ["Ann 1"],
        ["Ann 2"],
    ]
    assert names(status=["new", "revoked"]) == ["Ann 0", "Ann 2"]
    assert names(q="ann1@") == ["Ann 1"]
    counts = editor.get(f"{VOTERS}:facets", params={"filter": "{}"}).json()["facets"]["status"]
    assert {bucket["value"]: bucket["count"] for bucket in counts} == {
        "new": 1,
        "queued": 0,
        "sent": 1,
        "refused": 0,
        "revoked": 1,
    }
    for hidden in ("key", "code_digest", "generation", "voted"):
        assert editor.get(VOTERS, params={"filter": json.dumps({hidden: 1})}).status_code == 400
        assert editor.get(VOTERS, params={"sort": json.dumps([hidden, "ASC"])}).status_code == 400


def test_viewers_see_rolls_and_no_people(viewer: TestClient, editor: TestClient, database: Database) -> None:
    people = make_people(database, 2)
    editor.put(f"{VOTERS}/{people.voters[0].id}", json={"name": "Grace"})

    assert [roll["people"] for roll in viewer.get(ROLLS).json()] == [2]
    for path in (VOTERS, f"{VOTERS}/{people.voters[0].id}", f"{VOTERS}:facets"):
        assert viewer.get(path).status_code == 403
    changes = viewer.get("/api/admin/changes").text
    assert "Members" in changes
    assert "Grace" not in changes
    assert "Ann" not in changes
    assert "Grace" in editor.get("/api/admin/changes").text


def test_anonymous_people_get_codes_that_nothing_stores(
    editor: TestClient, client: TestClient, database: Database
) -> None:
    roll_id = create_roll(editor)

    response = editor.post(f"{ROLLS}/{roll_id}/codes", json={"count": 25})

    codes = response.json()["codes"]
    assert (response.status_code, response.headers["Cache-Control"]) == (201, "no-store")
    assert (len({*codes}), editor.get(f"{ROLLS}/{roll_id}").json()["people"]) == (25, 25)
    for code in (codes[0], codes[-1].upper()):
        assert enter(client, code).json()["roll"] == {"name": "Members"}
    stored = everything_stored(database)
    assert not [code for code in codes if code in stored or code.replace("-", "") in stored]
    assert {voter["name"] for voter in editor.get(VOTERS).json()} == {None}
    assert changes(database)[1:] == [("voters", "create", "", [])] * 25


BAD_COUNTS: list[Any] = [{}, {"count": 0}, {"count": -1}, {"count": 10_001}, {"count": "5"}, {"count": 1.5}]


@pytest.mark.parametrize("body", BAD_COUNTS)
def test_a_bad_number_of_codes_is_refused(editor: TestClient, unchanged: Unchanged, body: Any) -> None:
    roll_id = create_roll(editor)
    with unchanged():
        response = editor.post(f"{ROLLS}/{roll_id}/codes", json=body)
    assert (response.status_code, list(response.json()["errors"])) == (422, ["count"])
    assert editor.post(f"{ROLLS}/{roll_id + 1}/codes", json={"count": 1}).status_code == 404


def replace(editor: TestClient, people: People, index: int = 0) -> Response:
    return editor.post(f"{VOTERS}/{people.voters[index].id}/code")


def test_a_replaced_code_ends_and_is_recorded_without_it(
    editor: TestClient, client: TestClient, database: Database
) -> None:
    people = make_people(database, 2)
    first, second = (replace(editor, people).json()["code"] for _ in range(2))

    statuses = [enter(client, code).status_code for code in (people.codes[0], first, second, people.codes[1])]
    assert statuses == [401, 401, 200, 200]
    assert editor.get(f"{VOTERS}/{people.voters[0].id}").json()["version"] == 3
    assert changes(database)[3:] == [("voters", "replace_code", "Ann 0", ["code"])] * 2
    stored = everything_stored(database)
    with database.begin() as session:
        replaced = Change.action == "replace_code"
        history = session.execute(sa.select(Change.before, Change.after).where(replaced)).all()
    assert (
        history
        == [({"roll_id": people.roll.id, "name": "Ann 0", "number": "0", "email": "ann0@x.test"},) * 2] * 2
    )
    for code in (first, second):
        assert code not in stored
        assert code.replace("-", "") not in stored
    assert editor.post(f"{VOTERS}/{people.voters[1].id + 1}/code").status_code == 404


def test_a_revoked_person_gets_no_code_and_is_recorded(
    editor: TestClient, client: TestClient, database: Database
) -> None:
    people = make_people(database, 2)
    response = editor.post(f"{VOTERS}:revoke", params={"filter": json.dumps({"name": "Ann 0"})})

    assert response.json() == {"records": 1, "changed": 1}
    record = editor.get(f"{VOTERS}/{people.voters[0].id}").json()
    assert (record["status"], record["revoked_at"] is None, record["version"]) == ("revoked", False, 2)
    assert [enter(client, code).status_code for code in people.codes] == [401, 200]
    assert (replace(editor, people).status_code, replace(editor, people).json()["code"]) == (
        409,
        "code_revoked",
    )
    assert editor.get(f"{ROLLS}/{people.roll.id}").json()["people"] == 1
    assert changes(database)[3:] == [("voters", "revoke", "Ann 0", ["revoked"])]
    # A second time changes nothing.
    again = editor.post(f"{VOTERS}:revoke", params={"filter": "{}"})
    assert again.json() == {"records": 2, "changed": 1}


def test_a_roll_that_a_poll_uses_can_not_be_deleted(
    editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    people = make_people(database)
    poll = make_poll_of(database, people.roll)
    with unchanged():
        one = editor.delete(f"{ROLLS}/{people.roll.id}")
        all_ = editor.post(f"{ROLLS}:delete", params={"filter": "{}"})
    assert [(response.status_code, response.json()["code"]) for response in (one, all_)] == [
        (409, "roll_in_use")
    ] * 2
    editor.delete(f"/api/admin/questions/{poll.id}")
    assert editor.delete(f"{ROLLS}/{people.roll.id}").status_code == 200


def test_people_are_added_and_revoked_after_a_vote_and_not_deleted(
    editor: TestClient, client: TestClient, database: Database
) -> None:
    people = make_people(database, 2)
    poll, other = make_poll_of(database, people.roll), make_people(database, 1, "Board")
    assert editor.delete(f"{VOTERS}/{people.voters[1].id}").status_code == 200
    enter(client, people.codes[0])
    assert vote(client, poll, 0).status_code == 201

    assert create_voter(editor, people.roll.id, name="Late").status_code == 201
    one_of_them = {"filter": json.dumps({"name": "Late"})}
    for response in (
        editor.delete(f"{VOTERS}/{people.voters[0].id}"),
        editor.post(f"{VOTERS}:delete", params=one_of_them),
    ):
        assert (response.status_code, response.json()["code"]) == (409, "roll_voted_with")
    assert editor.post(f"{VOTERS}:revoke", params=one_of_them).json() == {"records": 1, "changed": 1}
    assert editor.delete(f"{VOTERS}/{other.voters[0].id}").status_code == 200


def test_an_export_has_no_secret_and_its_formulas_are_escaped(editor: TestClient) -> None:
    create_voter(editor, create_roll(editor), name="Ann", number="+49 30 7")
    exported = editor.get(VOTERS, headers={"Accept": "text/csv"}).text.splitlines()
    assert exported[0].lstrip("\ufeff").split(",") == [
        "id",
        "roll_id",
        "name",
        "number",
        "email",
        "status",
        "created_at",
        "revoked_at",
        "version",
    ]
    assert exported[1].split(",")[2:4] == ["Ann", "'+49 30 7"]
