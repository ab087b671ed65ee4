"""Codes on cards to print, and in a table for a mail merge."""

import csv
import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
import segno
from fastapi.testclient import TestClient
from sqlalchemy import update

from app.database import Database
from app.rolls import cards
from app.rolls.models import Voter
from tests.factories.rolls import enter, make_people
from tests.history.changes import as_text, changes, forget
from tests.rolls.test_admin_api import Unchanged

ROLLS, VOTERS = "/api/admin/rolls", "/api/admin/voters"

PEOPLE: list[dict[str, Any]] = [
    {"name": "Zoë", "number": "1"},
    {"name": "Ben", "number": "2", "email": "ben@x.test"},
    {"name": "Ann", "number": "4"},
    {"name": "Cem", "number": "5", "revoked": True},
    {"number": "7"},
    {},
    {"name": "Ann", "number": "3"},
    {},
    {"name": "Formula"},
    {"name": "Ann"},
]
PRINTED = [("=1+1", None), ("Ann", "3"), ("Ann", "4"), ("Ann", None), ("Zoë", "1"), (None, "7")]


@pytest.fixture
def roll(editor: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch) -> int:
    """A roll whose list takes several pages."""
    monkeypatch.setattr(cards, "PAGE_PEOPLE", 2)
    make_people(database, 2, name="Others")
    id_: int = editor.post(ROLLS, json={"name": "Members"}).json()["id"]
    for values in PEOPLE:
        fields = {name: value for name, value in values.items() if name != "revoked"}
        voter = editor.post(VOTERS, json={"roll_id": id_} | fields).json()
        if "revoked" in values:
            editor.post(f"{VOTERS}:revoke", params={"filter": json.dumps({"id": voter["id"]})})
    with database.begin() as session:  # a name that an earlier version accepted
        session.execute(update(Voter).where(Voter.name == "Formula").values(name="=1+1"))
    forget(database)
    return id_


def path_of(qr_code: str) -> str:
    """The line that draws a QR code."""
    path: str
    [path] = re.findall(r"<path[^>]* d=['\"]([^'\"]+)", qr_code)
    return path


def test_cards_are_for_the_people_without_an_address_who_may_vote(
    editor: TestClient, client: TestClient, database: Database, roll: int
) -> None:
    response = editor.get(f"{ROLLS}/{roll}/cards", headers={"Host": "polls.test:8080"})

    assert response.headers.get_list("Cache-Control") == ["no-store"]
    found = response.json()
    assert [(card["name"], card["number"]) for card in found] == [*PRINTED, (None, None), (None, None)]
    assert found[-2]["id"] < found[-1]["id"]
    for card in found:
        assert enter(client, card["code"].upper()).json()["roll"] == {"name": "Members"}
        assert card["link"] == f"http://polls.test:8080/vote#{card['code']}"
        code = segno.make_qr(card["link"], error="m", mask=cards.MASK)
        assert path_of(unquote(card["qr"])) == path_of(code.svg_inline())
    assert len({card["code"] for card in found}) == len(found)

    everyone = editor.get(f"{ROLLS}/{roll}/cards", params={"people": "all"}).json()
    assert sorted(everyone, key=lambda card: card["id"])[1]["name"] == "Ben"
    assert len(everyone) == len(found) + 1
    recorded = changes(database)
    assert [
        (
            change.actor_id is not None,
            change.resource,
            change.record_id,
            change.record,
            change.action,
            change.note,
        )
        for change in recorded
    ] == [(True, "rolls", str(roll), "Members", "print", f"{count} codes") for count in (8, 9)]
    stored = "".join(map(as_text, recorded))
    assert not [card for card in everyone if card["code"] in stored]
    assert "Zo" not in stored


def test_codes_that_open_nothing_are_not_printed(
    editor: TestClient, database: Database, roll: int, unchanged: Unchanged
) -> None:
    with database.begin() as session:  # as if SECRET_KEY had changed since
        session.execute(update(Voter).where(Voter.name == "=1+1").values(code_digest=b"d" * 32))

    with unchanged():
        response = editor.get(f"{ROLLS}/{roll}/cards")

    assert (response.status_code, response.json()["code"]) == (409, "codes_lost")


def test_a_table_for_a_mail_merge_has_everyone_and_runs_no_formula(
    editor: TestClient, database: Database, roll: int
) -> None:
    by_id = {card["id"]: card for card in editor.get(f"{ROLLS}/{roll}/cards?people=all").json()}
    forget(database)
    response = editor.get(f"{ROLLS}/{roll}/cards", params={"people": "all", "format": "csv"})

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.text[0] == "\ufeff"
    header, *rows = csv.reader(response.text[1:].splitlines())
    assert header == ["name", "number", "email", "code", "link"]
    assert [(name, number, email) for name, number, email, *_ in rows] == [
        ("'=1+1", "", ""),
        ("Ann", "3", ""),
        ("Ann", "4", ""),
        ("Ann", "", ""),
        ("Ben", "2", "ben@x.test"),
        ("Zoë", "1", ""),
        ("", "7", ""),
        ("", "", ""),
        ("", "", ""),
    ]
    assert [(code, link) for *_, code, link in rows] == [
        (card["code"], card["link"]) for card in by_id.values()
    ]
    assert [(change.action, change.note) for change in changes(database)] == [("export", "9 codes")]


def test_a_roll_without_people_has_no_cards_and_an_unknown_one_is_not_found(
    editor: TestClient, database: Database, roll: int
) -> None:
    empty = editor.post(ROLLS, json={"name": "Board"}).json()["id"]
    forget(database)
    assert editor.get(f"{ROLLS}/{empty}/cards").json() == []
    assert editor.get(f"{ROLLS}/{empty}/cards?format=csv").text == "\ufeffname,number,email,code,link\r\n"
    assert changes(database) == []
    assert editor.get(f"{ROLLS}/{empty + 1}/cards").status_code == 404
    for wrong in ("people=some", "format=xlsx"):
        assert editor.get(f"{ROLLS}/{roll}/cards?{wrong}").status_code == 422
    assert changes(database) == []
