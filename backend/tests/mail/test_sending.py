"""Sending to a real mail server: what arrives, and what becomes of people whom it refuses."""

from collections.abc import Callable

from fastapi.testclient import TestClient

from app.database import Database
from tests.factories.rolls import enter, make_people, make_poll_of
from tests.mail.conftest import MailServer, parts_of
from tests.mail.test_admin_api import create, deliveries


def test_a_message_carries_the_code_and_the_link(
    database: Database,
    editor: TestClient,
    client: TestClient,
    mail_server: MailServer,
    send_all: Callable[[], None],
) -> None:
    roll, _, [code] = make_people(database, 1)
    make_poll_of(database, roll)
    create(editor, roll.id)

    send_all()

    [(address, message)] = mail_server.received
    assert (address, message["To"], message["From"]) == (
        "ann0@x.test",
        "Ann 0 <ann0@x.test>",
        "Polls <polls@example.org>",
    )
    assert (message["Subject"], message["Auto-Submitted"]) == ("Please vote", "auto-generated")
    plain, html = parts_of(message)
    assert plain == f"Dear Ann 0,\n\nvote at https://polls.test/vote#{code} with {code}.\n"
    assert f'<a href="https://polls.test/vote#{code}"' in html
    assert enter(client, code).status_code == 200
    assert deliveries(database) == ["sent"]
