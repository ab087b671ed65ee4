"""Mailings in the dashboard: who gets one, what it may say, stopping it, and what the history keeps."""

from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx2 import Response

from app.database import Database
from app.rolls.models import Delivery, Voter
from tests.factories.rolls import make_people

MAILINGS = "/api/admin/mailings"
TEXT = "Dear {name},\n\nvote at {link} with {code}."


def create(
    client: TestClient, roll_id: int, kind: str = "invitation", call: str = "", **values: Any
) -> Response:
    body = {"roll_id": roll_id, "kind": kind, "subject": "Please vote", "text": TEXT} | values
    return client.post(f"{MAILINGS}{call}", json=body)


def deliveries(database: Database) -> list[str]:
    with database.begin() as session:
        return [*session.scalars(sa.select(Voter.delivery).order_by(Voter.id))]


@pytest.mark.usefixtures("mail")
def test_an_invitation_goes_to_everyone_with_an_address_who_has_none(
    database: Database, editor: TestClient
) -> None:
    roll, voters, _ = make_people(database, 5)
    for id_, values in (
        (voters[0].id, {"email": None}),
        (voters[1].id, {"delivery": Delivery.sent}),
    ):
        with database.begin() as session:
            session.execute(sa.update(Voter).where(Voter.id == id_).values(values))
    editor.post(f'/api/admin/voters:revoke?filter={{"id":{voters[2].id}}}')

    created = create(editor, roll.id)

    assert created.status_code == 201, created.text
    mailing = created.json()
    assert (mailing["people"], mailing["left"], mailing["kind"]) == (2, 2, "invitation")
    assert deliveries(database) == ["new", "sent", "new", "queued", "queued"]
    assert create(editor, roll.id).json()["code"] == "nobody_to_mail"
    assert create(editor, roll.id, voter_id=voters[1].id).json()["people"] == 1
    assert create(editor, roll.id, voter_id=voters[2].id).json()["code"] == "nobody_to_mail"
    assert deliveries(database) == ["new", "queued", "new", "queued", "queued"]
