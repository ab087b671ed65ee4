"""The people of a roll are forgotten: in the tables, in the history and in the files."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx2 import Response

from app.database import Database
from app.history.models import Change
from app.mail.models import Kind, Mailing
from app.rolls.models import Roll, Voter
from app.voting import sealing
from tests.factories.polls import ballot
from tests.factories.rolls import enter, make_people, make_poll_of
from tests.rolls.test_admin_api import everything_stored

Unchanged = Callable[[], AbstractContextManager[None]]

ROLLS, VOTERS = "/api/admin/rolls", "/api/admin/voters"


def forget(editor: TestClient, roll: Roll) -> Response:
    return editor.post(f"{ROLLS}:forget", params={"filter": json.dumps({"id": [roll.id]})})


def stored_in_files(database: Database) -> bytes:
    """The files of the database: on PostgreSQL, those of the tables that name people, and their indexes."""
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            file = Path(str(database.engine.url.database))
            log = file.with_name(file.name + "-wal")
            return file.read_bytes() + (log.read_bytes() if log.exists() else b"")
        connection.execute(sa.text("CHECKPOINT"))
        files = (
            "SELECT pg_read_binary_file(pg_relation_filepath(relation)) FROM ("
            " SELECT oid AS relation, oid AS owner FROM pg_class"
            " UNION SELECT indexrelid, indrelid FROM pg_index"
            ") AS relations WHERE owner = ANY(CAST(:tables AS regclass[]))"
        )
        return b"".join(map(bytes, connection.scalars(sa.text(files), {"tables": sealing.naming_tables()})))


def statistics(database: Database) -> str:
    """The values that PostgreSQL's planner keeps, or nothing on SQLite."""
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            return ""
        values = "SELECT concat(most_common_vals, histogram_bounds) FROM pg_stats WHERE schemaname = 'public'"
        return "\n".join(connection.scalars(sa.text(values)))


def secrets_of(voters: list[Voter]) -> list[bytes]:
    return [secret for voter in voters for secret in (voter.key, voter.code_digest)]


def test_nothing_names_the_people_of_a_forgotten_roll(
    editor: TestClient, client: TestClient, database: Database, unchanged: Unchanged
) -> None:
    roll, voters, codes = make_people(database, 4, "Members")
    other = make_people(database, 0, "Board").roll
    editor.post(VOTERS, json={"roll_id": other.id, "name": "Zoe", "number": "Z-1"})
    texts = ["Quentin", "Q-17", "quentin@x.test", "Renate", "Ysolde"]
    editor.put(f"{VOTERS}/{voters[0].id}", json=dict(zip(("name", "number", "email"), texts, strict=False)))
    editor.put(f"{VOTERS}/{voters[1].id}", json={"name": texts[3]})
    editor.delete(f"{VOTERS}/{voters[1].id}")
    editor.post(f"{VOTERS}/{voters[2].id}/code")
    query = {"filter": json.dumps({"roll_id": roll.id, "q": "Quentin"})}
    assert editor.get(VOTERS, params=query, headers={"Accept": "text/csv"}).status_code == 200
    with database.begin() as session:
        session.add(Mailing(roll_id=roll.id, kind=Kind.invitation, subject="Vote", text="Ysolde: {link}"))
    poll = make_poll_of(database, roll)
    voter = enter(client, codes[0]).json()["voter"]
    cast = client.post(f"/api/polls/{poll.slug}/ballots", json=ballot(poll, 0) | {"voter": voter})
    assert cast.status_code == 201
    with database.begin() as session:
        secrets = secrets_of([*session.scalars(sa.select(Voter).where(Voter.roll_id == roll.id))])

    with unchanged():
        refused = forget(editor, roll)
    assert (refused.status_code, refused.json()["code"]) == (409, "roll_still_used")

    closed = editor.post("/api/admin/questions:close", params={"filter": json.dumps({"id": [poll.id]})})
    assert closed.json()["changed"] == 1
    assert forget(editor, roll).json()["code"] == "roll_still_used"
    with database.begin() as session:
        assert sealing.seal(session, poll.id)
    assert sealing.scrub(database)
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect() as connection:
            connection.execute(sa.text("ANALYZE poll_voter, history_change"))
            connection.commit()
        assert all(text in statistics(database) for text in texts[:3])
    found, files = everything_stored(database), stored_in_files(database)
    assert all(text in found and text.encode() in files for text in texts)
    assert all(secret.hex() in found and secret in files for secret in secrets)

    assert forget(editor, roll).json() == {"records": 1, "changed": 1}
    with database.engine.connect():  # so that SQLite keeps its log, which the last connection deletes
        assert sealing.scrub(database, sealing.naming_tables())
        found, files = everything_stored(database), stored_in_files(database)
    assert [text for text in texts if text in found or text.encode() in files] == []
    assert [text for text in texts if text in statistics(database)] == []
    assert [secret for secret in secrets if secret.hex() in found or secret in files] == []
    assert "Zoe" in found
    assert b"Zoe" in files

    stays = editor.get(f"/api/admin/questions/{poll.id}").json()
    assert (stays["ballots"], stays["eligible"], stays["roll_id"]) == (1, 3, roll.id)
    assert [choice["votes"] for choice in stays["choices"]] == [1, 0, 0]
    assert client.get(f"/api/polls/{poll.slug}/results").json()["ballots"] == 1
    assert enter(client, codes[0]).status_code == 401
    with database.begin() as session:
        recorded = session.scalars(sa.select(Change).where(Change.resource != "users").order_by(Change.id))
        assert [(change.resource, change.action, change.record, change.note) for change in recorded] == [
            ("rolls", "create", "Members", None),
            ("rolls", "create", "Board", None),
            ("voters", "create", "Zoe", None),
            ("voters", "export", "", "csv, 1 records"),
            ("questions", "create", "Tea or coffee?", None),
            ("questions", "close", "Tea or coffee?", None),
            ("rolls", "forget", "Members", "3 people"),
        ]

    # The roll can be used again, and its old results stay.
    editor.post(VOTERS, json={"roll_id": roll.id, "name": "Una"})
    assert editor.get(f"{ROLLS}/{roll.id}").json()["people"] == 1
    assert editor.get(f"/api/admin/questions/{poll.id}").json()["eligible"] == 3
