"""Sending to a real mail server: what arrives, and what becomes of people whom it refuses."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses
from itertools import count
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.config import MailSettings, SmtpServer
from app.database import Database, now
from app.mail import outbox, smtp
from app.mail.models import Message, Pace
from app.mail.sending import send_in_background, send_some
from app.mail.service import share_mail
from app.rolls.models import Voter
from tests.factories.polls import vote
from tests.factories.rolls import enter, make_people, make_poll_of
from tests.mail.conftest import MailServer, parts_of
from tests.mail.test_admin_api import MAIL, MAILINGS, create, deliveries, set_values

Act = Callable[[], None]


def waiting(database: Database) -> list[tuple[int, int]]:
    """The messages that wait, each with its person and the number of temporary failures."""
    with database.begin() as session:
        rows = session.execute(sa.select(Message.voter_id, Message.attempts).order_by(Message.voter_id))
        return [(voter_id, attempts) for voter_id, attempts in rows]


def set_digests(database: Database, digests: dict[int, bytes]) -> None:
    with database.begin() as session:
        for id_, digest in digests.items():
            session.execute(sa.update(Voter).where(Voter.id == id_).values(code_digest=digest))


def raw(message: EmailMessage, name: str) -> str:
    """A header as it was sent. The parser of `email` adds spaces between encoded words in names."""
    value: str = dict(message.raw_items())[name]
    return value.encode(errors="surrogateescape").decode()


def test_a_message_carries_the_code_and_the_link(
    database: Database, editor: TestClient, client: TestClient, mail_server: MailServer, send_all: Act
) -> None:
    roll, _, [code] = make_people(database, 1)
    make_poll_of(database, roll)
    create(editor, roll.id)

    send_all()

    [(address, message)] = mail_server.received
    assert (address, message["To"]) == ("ann0@x.test", "Ann 0 <ann0@x.test>")
    assert (message["From"], message["Subject"]) == ("Polls <polls@example.org>", "Please vote")
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = parts_of(message)
    assert plain == f"Dear Ann 0,\n\nvote at https://polls.test/vote#{code} with {code}.\n"
    assert f'<a href="https://polls.test/vote#{code}"' in html
    assert enter(client, code).status_code == 200
    assert (deliveries(database), waiting(database)) == (["sent"], [])
    assert editor.get(MAILINGS).json()[0]["left"] == 0


def test_a_message_is_in_its_language_and_keeps_codes_and_names_in_order(
    database: Database, editor: TestClient, client: TestClient, mail_server: MailServer, send_all: Act
) -> None:
    """In Arabic, isolates keep a code together. It works with them, as a reader may copy it."""
    roll, [voter], [code] = make_people(database, 1, "Members (2026)")
    make_poll_of(database, roll)
    set_values(database, voter, name="مريم", number=None)
    text = "مرحبًا {name}،\n\n{link}\n\nأو الرمز {code} ({roll}{number})"
    create(editor, roll.id, language="ar", subject="صوتك: {roll}", text=text)
    create(editor, roll.id, language="de", subject="Bitte wählen Sie, {name}", voter_id=voter.id)

    send_all()

    link = f"https://polls.test/vote#{code}"
    (_, arabic), (_, german) = mail_server.received
    assert (arabic["Content-Language"], german["Content-Language"]) == ("ar", "de")
    assert arabic["Subject"] == "صوتك: \u2068Members (2026)\u2069"
    assert raw(arabic, "Subject").isascii()
    assert german["Subject"] == "Bitte wählen Sie, \u2068مريم\u2069"
    plain, html = parts_of(arabic)
    shown = f"\u2066{code}\u2069"
    assert plain == (f"مرحبًا \u2068مريم\u2069،\n\n{link}\n\nأو الرمز {shown} (\u2068Members (2026)\u2069)\n")
    assert enter(client, shown).status_code == 200
    assert '<html lang="ar" dir="rtl">' in html
    assert '<div lang="ar" dir="rtl" style="' in html
    # A paragraph without letters, such as a link, is on the side of the others.
    assert [direction for direction, _ in re.findall(r"<p( dir=\S+)?( style)", html)] == [
        ' dir="auto"',
        "",
        ' dir="auto"',
    ]
    assert f'<a href="{link}" dir="ltr"' in html
    assert re.search(rf'<strong dir="ltr"[^>]*>{code}</strong> \(<bdi>Members \(2026\)</bdi>', html)
    plain, html = parts_of(german)
    assert plain == f"Dear \u2068مريم\u2069,\n\nvote at {link} with {code}.\n"
    assert '<html lang="de" dir="ltr">' in html


NAMES = [
    "אבי 🗳️ כהן",
    "👩‍👩‍👧‍👦" * 25,
    "د. مريم، <eve@x.test>, " * 8,
    'Müller, "Ann" \\ (x) <eve@x.test>',
    "Ann\r\nBcc: eve@x.test\r\n\r\nHi",
    "=?utf-8?q?x=0D=0ABcc:_eve@x.test?= <eve@x.test>",
    "A" * 200,
    "Ann\u2028Bcc: eve@x.test",
    "Ann\u200f 12",
]


def test_no_name_adds_a_header_or_a_recipient(
    database: Database, editor: TestClient, mail_server: MailServer, send_all: Act
) -> None:
    roll, voters, _ = make_people(database, len(NAMES), "Vorstand 🗳️\r\nCc: eve@x.test")
    for voter, name in zip(voters, NAMES, strict=True):
        set_values(database, voter, name=name)
    create(editor, roll.id, subject="{name}, {roll}")

    send_all()

    names = "From To Subject Date Message-ID Content-Language Auto-Submitted MIME-Version Content-Type"
    assert len(mail_server.received) == len(NAMES)
    for (recipient, message), voter, name in zip(mail_server.received, voters, NAMES, strict=True):
        shown = " ".join(name.split())
        assert message.keys() == names.split()
        [(to, address)] = getaddresses([raw(message, "To")])
        assert (str(make_header(decode_header(to))), address) == (shown, voter.email)
        named = f"\u2068{shown}\u2069" if re.search("[א-ת]|[م-ي]|\u200f", shown) else shown
        assert (recipient, message["Subject"]) == (voter.email, f"{named}, Vorstand 🗳️ Cc: eve@x.test")
        plain, html = parts_of(message)
        assert plain.startswith(f"Dear {named},\n")
        assert 'dir="auto"' in html
        assert "<eve" not in html


def test_an_address_in_another_script_needs_a_server_that_knows_it(
    database: Database, editor: TestClient, mail_server: MailServer, send_all: Act
) -> None:
    roll, [voter], _ = make_people(database, 1)
    set_values(database, voter, email="änn@bücher.test")
    create(editor, roll.id)
    send_all()
    [(recipient, message)] = mail_server.received
    assert (recipient, raw(message, "To")) == ("änn@bücher.test", "Ann 0\r\n <änn@bücher.test>")

    mail_server.is_ascii_only = True
    create(editor, roll.id, voter_id=voter.id)
    send_all()
    assert (len(mail_server.received), deliveries(database)) == (1, ["refused"])


def test_a_server_that_refuses_some_and_stalls_gets_all_others(
    database: Database,
    editor: TestClient,
    mail_server: MailServer,
    send_all: Act,
    pass_time: Act,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Person 1 is refused, 2 is greylisted once, 3 for ever, at 4 the server stalls, at 5 it hangs up."""
    monkeypatch.setattr(smtp, "TIMEOUT", 0.6)
    caplog.set_level(logging.DEBUG)
    roll, _, codes = make_people(database, 45)
    greylisted, hung_up = iter(["451 later", "250 OK"]), iter(["421 bye", "250 OK"])

    async def stall() -> str:
        await asyncio.sleep(1.2)
        return "250 OK"

    mail_server.answers = {
        "ann1@x.test": "550 unknown",
        "ann2@x.test": lambda: next(greylisted),
        "ann3@x.test": "450 later",
        "ann4@x.test": stall,
        "ann5@x.test": lambda: next(hung_up),
    }
    create(editor, roll.id)

    send_all()
    states = deliveries(database)
    assert (states[0], states[1], states[2:]) == ("sent", "refused", ["queued"] * 43)
    # Only the message that was being sent is put off. The others do not count as tried.
    tried = [attempts for _, attempts in waiting(database)]
    assert tried == [1, 1, 1] + [0] * 40
    state = editor.get(MAIL).json()
    assert state["error"] == "The mail server stopped answering within a message."
    assert state["error_at"] is not None

    for _ in range(6):
        pass_time()
        send_all()

    assert deliveries(database) == ["sent", "refused", "sent", "refused", "refused"] + ["sent"] * 40
    assert waiting(database) == []
    assert editor.get(MAIL).json()["error"] is None
    everyone = [f"ann{number}@x.test" for number in range(45) if number not in (1, 3, 4)]
    assert Counter(mail_server.recipients) == Counter(everyone)
    logged = "".join(
        record.getMessage() for record in caplog.records if record.name != "mail.log"
    )  # the server's
    assert not any(known in logged for known in (*codes, "@x.test", "Ann"))


@pytest.mark.parametrize("fault", ["down", "sender", "sign-in", "no TLS", "another SECRET_KEY"])
def test_a_failure_of_the_server_is_nobodys(
    database: Database,
    editor: TestClient,
    mail: MailSettings,
    mail_server: MailServer,
    send_all: Act,
    pass_time: Act,
    fault: str,
) -> None:
    roll, voters, _ = make_people(database, 3)
    create(editor, roll.id)
    broken, words = mail, "553 not yours"
    if fault == "down":
        broken, words = replace(mail, server=SmtpServer("127.0.0.1", 1, is_tls=False)), "Error connecting to"
    if fault == "sender":
        mail_server.to_sender = words
    if fault == "sign-in":
        server = replace(mail.server, username="ann", password="s3cret")
        broken, words = replace(mail, server=server), "AUTH"
    if fault == "another SECRET_KEY":
        words = "SECRET_KEY"
        set_digests(database, {voter.id: voter.code_digest[::-1] for voter in voters})
    if fault == "no TLS":  # another name of this machine, so that it does not count as local
        server = replace(mail.server, host="127.1", username="ann", password="s3cret")
        broken, words = replace(mail, server=server), "STARTTLS"

    for _ in range(6):
        asyncio.run(send_some(database, broken, asyncio.Event()))
        state = editor.get(MAIL).json()
        assert words in state["error"]
        assert "s3cret" not in str(state)
        with database.begin() as session:
            wait = session.scalars(sa.select(Pace.next_at)).one() - now(session)
        assert 55 < wait.total_seconds() <= 60
        assert waiting(database) == [(voter.id, 0) for voter in voters]
        pass_time()
    mail_server.to_sender = "250 OK"
    set_digests(database, {voter.id: voter.code_digest for voter in voters})
    send_all()

    assert (editor.get(MAIL).json()["error"], deliveries(database)) == (None, ["sent"] * 3)


def test_people_who_are_revoked_or_lose_their_address_are_skipped(
    database: Database, editor: TestClient, mail_server: MailServer, send_all: Act
) -> None:
    roll, voters, _ = make_people(database, 4)
    create(editor, roll.id)
    editor.post(f'/api/admin/voters:revoke?filter={{"id":{voters[0].id}}}')
    for voter, address in ((voters[1], None), (voters[2], "new@x.test")):
        editor.put(f"/api/admin/voters/{voter.id}", json={"email": address})
    # The address of the last one changes while the old one is written to.
    mail_server.on_message = lambda: set_values(database, voters[3], email="late@x.test")

    send_all()

    assert mail_server.recipients == ["new@x.test", "ann3@x.test"]
    assert (deliveries(database), waiting(database)) == (["new", "new", "sent", "new"], [])


def test_a_reminder_skips_those_who_have_voted_without_showing_it(
    database: Database,
    editor: TestClient,
    new_client: Callable[[], TestClient],
    mail_server: MailServer,
    send_all: Act,
    pass_time: Act,
) -> None:
    """Of two rolls alike, one has people who have voted. All that the dashboard says is the same."""
    monitored: list[list[Any]] = []
    greylisted = [f"ann{number}@x.test" for number in (1, 4)]
    mail_server.answers = dict.fromkeys(greylisted, "450 later")
    for name, voting in (("Some have voted", True), ("Nobody has voted", False)):
        roll, _, codes = make_people(database, 6, name)
        polls = [make_poll_of(database, roll) for _ in range(2)]
        for code, votes in ((codes[0], polls), (codes[1], polls), (codes[2], polls[:1])):
            for poll in votes if voting else ():
                client = new_client()
                enter(client, code)
                assert vote(client, poll, 0).status_code == 201
        id_ = create(editor, roll.id, "reminder").json()["id"]
        shown: list[Any] = []
        for _ in range(6):
            send_all()
            mailing = editor.get(f"{MAILINGS}/{id_}").json()
            stop = editor.get(f"{MAILINGS}:stop", params={"filter": f'{{"id":{id_}}}'}).json()
            people = editor.get("/api/admin/voters", params={"filter": f'{{"roll_id":{roll.id}}}'}).json()
            known = [(person["name"], person["status"], person["version"]) for person in people]
            shown.append((mailing["people"], mailing["left"], mailing["stopped_at"], stop, known))
            shown.append(editor.get(MAIL).json())
            pass_time()
        monitored.append(shown)
        reminded = [2, 3, 5] if voting else [0, 2, 3, 5]
        assert mail_server.recipients == [f"ann{number}@x.test" for number in reminded]
        assert waiting(database) == []
        mail_server.received.clear()
    assert monitored[0] == monitored[1]
    assert monitored[0][0][:2] == (6, 0)
    assert mail_server.connections > 0


def test_a_server_that_fails_does_not_show_who_has_voted(
    database: Database,
    editor: TestClient,
    client: TestClient,
    mail_server: MailServer,
    send_all: Act,
    pass_time: Act,
) -> None:
    """The only person on a roll has voted, or has not. The failure and its end look the same."""
    monitored = []
    for name, voting in (("Has voted", True), ("Has not", False)):
        roll, _, [code] = make_people(database, 1, name)
        poll = make_poll_of(database, roll)
        if voting:
            enter(client, code)
            assert vote(client, poll, 0).status_code == 201
        id_ = create(editor, roll.id, "reminder").json()["id"]
        for answer in ("553 not yours", "250 OK"):
            mail_server.to_sender = answer
            send_all()
            error = editor.get(MAIL).json()["error"]
            monitored.append((editor.get(f"{MAILINGS}/{id_}").json()["left"], error))
            pass_time()

    assert monitored == [(1, "553 not yours"), (0, None)] * 2
    assert mail_server.recipients == ["ann0@x.test"]


def test_no_transaction_is_open_while_the_server_is_talked_to(
    database: Database, editor: TestClient, mail_server: MailServer, send_all: Act
) -> None:
    roll, *_ = make_people(database, 3)
    create(editor, roll.id)
    other = Database(database.engine.url)
    in_use = []

    def look() -> None:
        in_use.append(database.engine.pool.checkedout())  # type: ignore[attr-defined] # a QueuePool
        with other.begin() as session:  # waits for locks that anyone holds
            session.execute(sa.update(Voter).values(name="Bob"))
            session.execute(sa.update(Message).values(attempts=Message.attempts))
            session.execute(sa.update(Pace).values(error=Pace.error))

    mail_server.on_message = look
    send_all()
    other.engine.dispose()

    assert (in_use, deliveries(database)) == ([0] * 3, ["sent"] * 3)


def test_two_workers_send_nothing_twice_and_keep_the_rate(
    database: Database, editor: TestClient, mail: MailSettings, mail_server: MailServer
) -> None:
    """At ten messages a second, one of ten claims at once gets messages, and the next waits two seconds."""
    slow = replace(mail, per_minute=600)
    roll, *_ = make_people(database, 300)
    create(editor, roll.id)
    other = Database(database.engine.url)
    share_mail(other, slow)
    other.share("codes", _codes_of(database))

    async def claim_all() -> tuple[int, list[int]]:
        claims = [
            each.write(lambda session: outbox.claim(session, slow.per_minute))
            for each in (database, other) * 5
        ]
        found = await asyncio.gather(*claims)
        return sum(map(bool, found)), [id_ for ids in found for id_ in ids]

    batches, ids = asyncio.run(claim_all())
    with database.begin() as session:
        moment = now(session)
        pause = (session.scalars(sa.select(Pace.next_at)).one() - moment).total_seconds()
        claimed = session.scalars(sa.select(Message.due_at).where(Message.id.in_(ids))).all()
    assert (batches, len(ids)) == (1, outbox.BATCH)
    assert 1.5 < pause <= 2  # 20 messages at 10 a second
    assert all(280 < (due_at - moment).total_seconds() <= 300 for due_at in claimed)

    done, rest = Event(), count(1)
    mail_server.on_message = lambda: done.set() if next(rest) == 280 else None

    async def send_with_both() -> None:
        async with send_in_background(database, mail), send_in_background(other, mail):
            await asyncio.to_thread(done.wait, 20)

    asyncio.run(send_with_both())
    other.engine.dispose()
    assert len({*mail_server.recipients}) == len(mail_server.received) == 280
    assert Counter(deliveries(database)) == {"sent": 280, "queued": outbox.BATCH}


def _codes_of(database: Database) -> Any:
    with database.begin() as session:
        return session.info["codes"]


def test_a_shutdown_ends_after_the_message_that_is_being_sent(
    database: Database, editor: TestClient, mail: MailSettings, mail_server: MailServer
) -> None:
    roll, *_ = make_people(database, 5)
    create(editor, roll.id)
    begun, let_go = Event(), Event()

    def hold() -> None:
        begun.set()
        let_go.wait(5)

    mail_server.on_message = hold

    async def run() -> None:
        async with send_in_background(database, mail):
            await asyncio.to_thread(begun.wait, 5)
            asyncio.get_running_loop().call_later(0.1, let_go.set)

    asyncio.run(run())

    assert (len(mail_server.received), deliveries(database)) == (1, ["sent"] + ["queued"] * 4)
    assert [attempts for _, attempts in waiting(database)] == [0] * 4


def test_a_mailing_that_is_stopped_meanwhile_tells_the_truth(
    database: Database, editor: TestClient, mail_server: MailServer, send_all: Act
) -> None:
    roll, *_ = make_people(database, 30)
    id_ = create(editor, roll.id).json()["id"]

    def stop() -> None:
        mail_server.on_message = None
        stopped = editor.post(f"{MAILINGS}:stop", params={"filter": f'{{"id":{id_}}}'})
        assert stopped.json()["changed"] == 1

    mail_server.on_message = stop
    send_all()

    sent = len(mail_server.received)
    assert sent == outbox.BATCH
    assert (deliveries(database), waiting(database)) == (["sent"] * sent + ["new"] * (30 - sent), [])
