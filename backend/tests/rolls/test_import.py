"""People are imported from a file: matched with those on the roll, and all or nobody."""

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
from app.rolls.models import Delivery, Roll, Voter
from app.rolls.service import revoke
from tests.factories.rolls import make_people
from tests.statements import statements

Fault = tuple[int, str | None, str]
Unchanged = Callable[[], AbstractContextManager[None]]

VOTERS = "/api/admin/voters"


def import_people(editor: TestClient, roll: Roll, file: str | bytes, *, preview: bool = False) -> Response:
    return editor.post(
        f"{VOTERS}:import",
        params={"values": json.dumps({"roll_id": roll.id}), "preview": str(preview).lower()},
        content=file.encode() if isinstance(file, str) else file,
        headers={"Content-Type": "text/csv"},
    )


def outcome(response: Response) -> Any:
    assert response.status_code == 202, response.text
    return json.loads(response.text.splitlines()[-1])


def listed(found: list[Any]) -> list[Fault]:
    return [(each["line"], each["field"], each["message"]) for each in found]


def people(database: Database) -> list[tuple[str | None, str | None, str | None]]:
    with database.begin() as session:
        rows = session.scalars(sa.select(Voter).order_by(Voter.id)).all()
        return [(row.name, row.number, row.email) for row in rows]


def refused(editor: TestClient, roll: Roll, file: str, unchanged: Unchanged) -> list[Fault]:
    """The faults of a file: the preview and the import find the same ones, and write nothing."""
    with unchanged():
        preview = import_people(editor, roll, file, preview=True).json()
        response = import_people(editor, roll, file)
    assert (response.status_code, response.json()["code"]) == (422, "faulty_file")
    assert response.json()["faults"] == preview["faults"]
    return listed(preview["faults"])


def test_a_line_updates_the_person_with_its_number_or_else_with_its_name_and_address(
    editor: TestClient, database: Database
) -> None:
    roll, voters, _ = make_people(database, 3)
    other = make_people(database, 2, "Board")
    with database.begin() as session:
        known = session.scalars(sa.select(Voter).where(Voter.roll_id == roll.id).order_by(Voter.id)).all()
        for voter in known:
            voter.delivery = Delivery.sent
        known[2].number = None
        revoke(session, known[2])
        secrets = [(voter.key, voter.generation, voter.code_digest) for voter in known]
    file = (
        "name,number,email\n"
        "Anne 0,0,\n"  # by the number; an empty cell changes nothing
        "Ann 1,1,new@x.test\n"
        "ANN 2,22,Ann2@X.test\n"  # by the name and the address, and gets a number
        "Ann 1,111,ann1@x.test\n"  # another number: another person
        "Bob,,\n"
    )
    preview = import_people(editor, roll, file, preview=True).json()
    assert (preview["records"], preview["updated"], preview["faults"]) == (5, 3, [])
    assert listed(preview["notices"]) == [
        (4, "number", "This person may no longer vote, and an import does not change that."),
        (5, "email", "Someone else on the roll has this address."),
    ]

    assert outcome(import_people(editor, roll, file)) == {"created": 2, "updated": 3}

    assert people(database) == [
        ("Anne 0", "0", "ann0@x.test"),
        ("Ann 1", "1", "new@x.test"),
        ("ANN 2", "22", "Ann2@X.test"),
        *((voter.name, voter.number, voter.email) for voter in other.voters),
        ("Ann 1", "111", "ann1@x.test"),
        ("Bob", None, None),
    ]
    with database.begin() as session:
        found = session.scalars(sa.select(Voter).where(Voter.id <= voters[2].id).order_by(Voter.id)).all()
        assert [(voter.key, voter.generation, voter.code_digest) for voter in found] == secrets
        # Nothing was sent to the new addresses.
        assert [(voter.delivery.value, voter.revoked_at is None) for voter in found] == [
            ("sent", True),
            ("new", True),
            ("new", False),
        ]
        changes = session.scalars(sa.select(Change).where(Change.action == "import"))
        assert sorted((change.record, *sorted(change.fields)) for change in changes) == [
            ("ANN 2", "email", "name", "number"),
            ("Ann 1",),
            ("Ann 1", "email"),
            ("Anne 0", "name"),
            ("Bob",),
        ]

    exported = editor.get(
        VOTERS, params={"filter": json.dumps({"roll_id": roll.id})}, headers={"Accept": "text/csv"}
    ).content
    before = people(database)
    assert outcome(import_people(editor, roll, exported)) == {
        "created": 1,
        "updated": 4,
    }  # Bob has no address
    assert people(database)[:-1] == before
    with database.begin() as session:
        assert session.scalar(sa.select(Voter.version).where(Voter.id == voters[0].id)) == 2


DOUBLES = [
    ("name,number\nAnn,7\nBob,8\nCid,7\n", (4, "number", "Line 2 has this number, too.")),
    ("name,email\nAnn,a@x.test\nANN,A@x.test\n", (3, None, "Line 2 is about the same person.")),
    ("email\na@x.test\na@x.test\n", (3, None, "Line 2 is about the same person.")),
    ("name,number,email\nAnn,7,a@x.test\nAnn,,a@x.test\n", (3, None, "Line 2 is about the same person.")),
    # By the number, and by the name and the address that this person has on the roll.
    (
        "name,number,email\nZoe,0,z@x.test\nAnn 0,,ann0@x.test\n",
        (3, None, "Line 2 is about the same person."),
    ),
]


@pytest.mark.parametrize(("file", "fault"), DOUBLES)
def test_a_person_is_in_a_file_once(
    editor: TestClient,
    database: Database,
    unchanged: Unchanged,
    file: str,
    fault: Fault,
) -> None:
    roll = make_people(database).roll
    assert refused(editor, roll, file, unchanged) == [fault]


BAD_LINES = [
    ("Bob,2,bob", "email", "This is not an e-mail address, such as ann@example.org."),
    ("=1+1,2,", "name", "A spreadsheet takes this for a formula. Write it without the “=”."),
    ("'=1+1,2,", "name", "A spreadsheet takes this for a formula. Write it without the “=”."),
    ("@SUM(A1),2,", "name", "A spreadsheet takes this for a formula. Write it without the “@”."),
    ("Bob,-2,", "number", "A spreadsheet takes this for a formula. Write it without the “-”."),
    ("Bob,+A1,", "number", "A spreadsheet takes this for a formula. Write it without the “+”."),
    (",,,x", None, "This line has no name, no number and no address."),
]


@pytest.mark.parametrize(("line", "field", "message"), BAD_LINES)
def test_a_faulty_line_is_named_and_nobody_is_imported(
    editor: TestClient, database: Database, unchanged: Unchanged, line: str, field: str | None, message: str
) -> None:
    file = f'name,number,email,note\n"Ann\nLee",+49 30 (7),ann@x.test,\n{line}\n'
    roll = make_people(database, 0).roll
    assert refused(editor, roll, file, unchanged) == [(4, field, message)]
    assert outcome(import_people(editor, roll, file.replace(line, "Bob,2,b@x.test"))) == {"created": 2}
    assert [number for _, number, _ in people(database)] == ["+49 30 (7)", "2"]


def test_a_shared_address_and_a_namesake_are_notices(editor: TestClient, database: Database) -> None:
    roll = make_people(database).roll
    file = "name,number,email\nCid,5,c@x.test\nEve,6,C@x.test\nAnn 0,,\nEve,,\nFay,7,ann0@x.test\n"
    preview = import_people(editor, roll, file, preview=True).json()
    namesake = (
        "Someone on the roll has this name. Without a number or an address, this line adds another person."
    )
    assert listed(preview["notices"]) == [
        (3, "email", "Line 2 has this address, too."),
        (4, "name", namesake),
        (5, "name", namesake),
        (6, "email", "Someone else on the roll has this address."),
    ]
    assert (preview["faults"], preview["notice_count"], preview["updated"]) == ([], 4, 0)
    assert outcome(import_people(editor, roll, file)) == {"created": 5}


def test_a_roll_in_the_file_counts_unless_one_is_given(editor: TestClient, database: Database) -> None:
    members, board = make_people(database, 0).roll, make_people(database, 0, "Board").roll
    assert outcome(import_people(editor, board, f"roll_id;name\n{members.id};Ann\n")) == {"created": 1}
    file = f"roll_id;number\n{members.id};1\n{board.id};1\n"
    response = editor.post(f"{VOTERS}:import", content=file, headers={"Content-Type": "text/csv"})
    assert outcome(response) == {"created": 2}
    assert [voter["roll_id"] for voter in editor.get(VOTERS, params={"sort": '["id","ASC"]'}).json()] == [
        board.id,
        members.id,
        board.id,
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_a_file_in_any_encoding_is_read(editor: TestClient, database: Database, encoding: str) -> None:
    file = 'name;number;email\r\n"Änne\r\n""Mia"" Müller";7;änne@müller.example\r\n'
    roll = make_people(database, 0).roll
    assert outcome(import_people(editor, roll, file.encode(encoding))) == {"created": 1}
    [(name, number, email)] = people(database)
    assert (name.split(), number, email) == (["Änne", '"Mia"', "Müller"], "7", "änne@müller.example")  # type: ignore[union-attr] # it has a name


@pytest.mark.parametrize(
    ("file", "status", "code"),
    [
        (b"", 422, "unreadable_file"),
        (b"name\n", 422, "nothing_to_import"),
        (b"\x00\x01\x02\xff" * 100, 422, "unreadable_file"),
        (b"PK\x03\x04" + b"\0" * 100, 422, "unreadable_file"),
        (b'name\nAnn\n"Bob\n', 422, "unreadable_file"),
        (b"name\n" + b"x\n" * 50_001, 422, "too_many_records"),
        (b"x" * 5_300_000, 413, "file_too_large"),
    ],
    ids=["empty", "no people", "binary", "workbook", "open quote", "too many", "too large"],
)
def test_a_file_that_is_no_table_is_refused(
    editor: TestClient, database: Database, unchanged: Unchanged, file: bytes, status: int, code: str
) -> None:
    roll = make_people(database).roll
    with unchanged():
        response = import_people(editor, roll, file)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["message"].endswith(".")


def test_no_query_is_made_per_line(editor: TestClient, database: Database) -> None:
    """The statements of a preview, and of an import that updates, by the number of people."""
    roll = make_people(database, 0).roll
    counts = []
    for size in (100, 400):
        file = "name,number,email\n" + "".join(f"Ann {n},{n},ann{n}@x.test\n" for n in range(size))
        outcome(import_people(editor, roll, file))
        with statements(database) as made:
            import_people(editor, roll, file, preview=True)
            assert outcome(import_people(editor, roll, file.replace("Ann", "Anne"))) == {
                "created": 0,
                "updated": size,
            }
        counts.append(sum(statement.startswith("SELECT") for statement in made))
    assert counts[0] == counts[1]
