"""Mailings in the dashboard: who gets one, what it may say, stopping it, and what the history keeps."""

from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx2 import Response

from app.config import Language, MailSettings
from app.database import Database
from app.history.models import Change
from app.mail.message import EXAMPLE_CODE
from app.mail.models import Mailing, Message
from app.rolls.models import Delivery, Voter
from tests.factories.polls import AN_HOUR_AGO
from tests.factories.rolls import make_people, make_poll_of
from tests.mail.conftest import MailServer, parts_of

MAIL, MAILINGS, VOTERS = "/api/admin/mail", "/api/admin/mailings", "/api/admin/voters"
TEXT = "Dear {name},\n\nvote at {link} with {code}."


def create(
    client: TestClient, roll_id: int, kind: str = "invitation", call: str = "", **values: Any
) -> Response:
    body = {
        "roll_id": roll_id,
        "kind": kind,
        "language": "en",
        "subject": "Please vote",
        "text": TEXT,
    } | values
    return client.post(f"{MAILINGS}{call}", json=body)


def deliveries(database: Database) -> list[str]:
    with database.begin() as session:
        return [*session.scalars(sa.select(Voter.delivery).order_by(Voter.id))]


def set_values(database: Database, voter: Voter, **values: Any) -> None:
    with database.begin() as session:
        session.execute(sa.update(Voter).where(Voter.id == voter.id).values(values))


def counts(database: Database) -> tuple[int, int]:
    """The numbers of mailings and of messages."""
    with database.begin() as session:
        mailings, messages = (
            session.scalars(sa.select(sa.func.count()).select_from(model)).one()
            for model in (Mailing, Message)
        )
    return mailings, messages


@pytest.mark.usefixtures("mail")
def test_an_invitation_goes_to_everyone_with_an_address_who_has_none(
    database: Database, editor: TestClient
) -> None:
    roll, voters, _ = make_people(database, 5)
    set_values(database, voters[0], email=None)
    set_values(database, voters[1], delivery=Delivery.sent)
    editor.post(f'{VOTERS}:revoke?filter={{"id":{voters[2].id}}}')

    created = create(editor, roll.id)

    mailing = created.json()
    assert (created.status_code, mailing["people"], mailing["left"]) == (201, 2, 2)
    assert editor.get(f"{MAILINGS}/{mailing['id']}").json() == mailing
    assert deliveries(database) == ["new", "sent", "new", "queued", "queued"]
    refused = [create(editor, roll.id), *(create(editor, roll.id, voter_id=voters[i].id) for i in (0, 2))]
    assert {(each.status_code, each.json()["code"]) for each in refused} == {(409, "nobody_to_mail")}
    assert counts(database) == (1, 2)

    # To one person, whatever the delivery.
    assert create(editor, roll.id, voter_id=voters[1].id).json()["people"] == 1
    assert create(editor, roll.id, "replacement", voter_id=voters[3].id).json()["people"] == 1
    assert deliveries(database) == ["new", "queued", "new", "queued", "queued"]


@pytest.mark.usefixtures("mail")
def test_a_reminder_needs_an_open_poll_and_touches_no_delivery(
    database: Database, editor: TestClient
) -> None:
    roll, voters, _ = make_people(database, 3)
    set_values(database, voters[0], delivery=Delivery.refused)
    set_values(database, voters[1], email=None)
    make_poll_of(database, roll, closes_at=AN_HOUR_AGO)
    make_poll_of(database, roll, draft=True)

    refused = create(editor, roll.id, "reminder")
    make_poll_of(database, roll)
    created = create(editor, roll.id, "reminder")

    assert (refused.status_code, refused.json()["code"]) == (409, "no_open_poll")
    assert (created.status_code, created.json()["people"]) == (201, 2)
    assert deliveries(database) == ["refused", "new", "new"]


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"text": "Dear {nmae}, {link}"}, "text", "There is no {nmae}. The placeholders are {name}, "),
    ({"text": "{}{code}"}, "text", "There is no {}."),
    ({"text": "Dear {name}"}, "text", "People need {link} or {code} to vote."),
    ({"text": "{link}" + "x" * 10_000}, "text", "This is too long"),
    ({"text": " "}, "text", "Required."),
    ({"subject": "Vote\nBcc: eve@x.test"}, "subject", "A subject is one line."),
    ({"subject": "Vote\x0bnow"}, "subject", "A subject is one line."),
    ({"subject": "x" * 201}, "subject", "This is too long"),
    ({"subject": "Code {code}"}, "subject", "There is no {code}."),
    ({"subject": "\u200b"}, "subject", "This has no visible character."),
    ({"kind": "replacement"}, "voter_id", "A replacement goes to one person."),
    ({"kind": "reminder", "voter_id": 1}, "voter_id", "A reminder goes to everyone"),
    ({"voter_id": 2**31 - 1}, "voter_id", "This person is not on the roll."),
    ({"roll_id": 2**31 - 1}, "roll_id", "This record does not exist."),
    ({"kind": "advert"}, "kind", ""),
    ({"language": "it"}, "language", ""),
    ({"language": None}, "language", ""),
    ({"people": 3, "sender": "eve@x.test"}, "sender", ""),
]


@pytest.mark.usefixtures("mail")
def test_a_faulty_mailing_is_refused_at_its_field(database: Database, editor: TestClient) -> None:
    roll, *_ = make_people(database, 1)
    make_people(database, 1, "Others")

    for (values, field, problem), call in product(FAULTS, ("", ":preview", ":test")):
        body = values | ({"to": "me@x.test"} if call == ":test" else {})
        response = create(editor, **{"roll_id": roll.id, "call": call} | body)
        errors = response.json()["errors"]
        assert (response.status_code, [*errors]) == (422, [field])
        assert problem in errors[field]
    assert (counts(database), deliveries(database)) == ((0, 0), ["new", "new"])


def test_without_settings_nothing_is_sent(database: Database, editor: TestClient) -> None:
    roll, *_ = make_people(database, 1)
    app: Any = editor.app
    app.state.settings = app.state.settings.model_copy(update={"default_language": Language.ar})

    state = editor.get(MAIL).json()
    calls = [create(editor, roll.id, call=call) for call in ("", ":preview")]
    calls.append(create(editor, roll.id, call=":test", to="me@x.test"))

    assert state.pop("default_language") == "ar"
    assert state == {"is_set_up": False, "sender": None, "per_minute": 0, "error": None, "error_at": None}
    assert {(call.status_code, call.json()["code"]) for call in calls} == {(409, "mail_not_set_up")}
    assert deliveries(database) == ["new"]


def test_the_preview_and_the_test_show_an_example_of_a_code(
    database: Database, editor: TestClient, mail: MailSettings, mail_server: MailServer
) -> None:
    roll, voters, codes = make_people(database, 2, "Board & “friends”")
    set_values(database, voters[0], name="<Ann>\n{code}")
    body = {
        "subject": "{name}: {roll}",
        "text": "Hi {name} of {roll}\n\n\n{link}\nor {code} ({number})\n.\n..x",
    }

    shown = create(editor, roll.id, call=":preview", **body).json()
    of_person = create(editor, roll.id, call=":preview", voter_id=voters[1].id, **body).json()
    sent = create(editor, roll.id, call=":test", to="me@x.test", **body)

    link = f"https://polls.test/vote#{EXAMPLE_CODE}"
    assert shown["subject"] == "<Ann> {code}: Board & “friends”"
    assert (
        shown["text"] == f"Hi <Ann> {{code}} of Board & “friends”\n\n\n{link}\nor {EXAMPLE_CODE} (0)\n.\n..x"
    )
    assert shown["html"].count('<p dir="auto"') == 2
    assert "<bdi>&lt;Ann&gt; {code}</bdi> of <bdi>Board &amp; “friends”</bdi></p>" in shown["html"]
    assert f'<a href="{link}" dir="ltr"' in shown["html"]
    assert f">{EXAMPLE_CODE}</strong> (<bdi>0</bdi>)<br>\n.<br>\n..x</p>" in shown["html"]
    assert of_person["subject"] == "Ann 1: Board & “friends”"
    assert sent.status_code == 204
    [(recipient, message)] = mail_server.received
    assert (recipient, message["To"], message["Subject"]) == ("me@x.test", "me@x.test", shown["subject"])
    assert parts_of(message) == (shown["text"] + "\n", shown["html"])
    assert not any(code in str((shown, message)) for code in codes)
    assert (counts(database), deliveries(database)) == ((0, 0), ["new", "new"])

    mail_server.answers["me@x.test"] = "550 No such user"
    refused = create(editor, roll.id, call=":test", to="me@x.test")
    assert (refused.status_code, refused.json()["code"]) == (502, "mail_refused")
    assert refused.json()["message"] == "550 No such user"
    state = editor.get(MAIL).json()
    assert (state["is_set_up"], state["sender"]) == (True, "Polls <polls@example.org>")
    assert (state["per_minute"], state["error"]) == (mail.per_minute, None)


@pytest.mark.usefixtures("mail")
def test_a_stopped_mailing_sends_nothing_and_is_recorded(database: Database, editor: TestClient) -> None:
    roll, voters, codes = make_people(database, 3)
    set_values(database, voters[0], delivery=Delivery.sent)
    first = create(editor, roll.id).json()["id"]
    other = create(editor, roll.id, voter_id=voters[2].id).json()["id"]
    this = {"filter": f'{{"id":[{first}]}}'}

    assert editor.get(f"{MAILINGS}:stop", params=this).json() == {"records": 1, "applicable": 1}
    stopped = editor.post(f"{MAILINGS}:stop", params=this).json()
    again = editor.post(f"{MAILINGS}:stop", params=this).json()

    assert (stopped["changed"], again["changed"]) == (1, 0)
    # The last one still waits for the other mailing.
    assert deliveries(database) == ["sent", "new", "queued"]
    listed = editor.get(MAILINGS, params={"sort": '["id","ASC"]'}).json()
    assert [(each["id"], each["people"], each["left"]) for each in listed] == [(first, 2, 0), (other, 1, 1)]
    assert [each["stopped_at"] is None for each in listed] == [False, True]
    with database.begin() as session:
        recorded = sa.select(Change).where(Change.resource == "mailings").order_by(Change.id)
        changes = session.scalars(recorded).all()
        kept = [(change.action, change.record_id, change.fields) for change in changes]
        assert kept == [
            ("create", str(first), []),
            ("create", str(other), []),
            ("stop", str(first), ["stopped"]),
        ]
        stored = str([(change.before, change.after, change.note) for change in changes])
    assert not any(known in stored for known in (*codes, "Ann", "@x.test"))
    # A roll that is deleted takes its mailings with it.
    assert editor.delete(f"/api/admin/rolls/{roll.id}").status_code == 200
    assert counts(database) == (0, 0)


@pytest.mark.parametrize(
    ("before", "after"), [("sent", "new"), ("refused", "new"), ("queued", "queued"), ("new", "new")]
)
def test_a_new_address_has_not_been_written_to(
    database: Database, editor: TestClient, before: str, after: str
) -> None:
    _, [voter], _ = make_people(database, 1)
    set_values(database, voter, delivery=Delivery(before))

    editor.put(f"{VOTERS}/{voter.id}", json={"name": "Bob", "email": "ann0@x.test"})
    assert deliveries(database) == [before]
    editor.put(f"{VOTERS}/{voter.id}", json={"email": "bob@x.test"})
    assert deliveries(database) == [after]
