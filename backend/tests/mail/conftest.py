"""A real mail server that does what a test wants, and the worker that sends to it."""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from inspect import isawaitable
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from app.config import MailSettings, SmtpServer, sender
from app.database import Database
from app.mail.models import Message, Pace
from app.mail.sending import send_some
from app.mail.service import share_mail


@dataclass
class MailServer:
    """A server that keeps what it accepts. `answers` are its answers by address: a text, or a function."""

    port: int = 0
    received: list[tuple[str, EmailMessage]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    # The answers to senders, and to each message when it is received.
    to_sender: str = "250 OK"
    on_message: Callable[[], Any] | None = None
    connections: int = 0
    is_ascii_only: bool = False

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's names
        self, _: SMTP, session: Session, __: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return [line for line in responses if not (self.is_ascii_only and "SMTPUTF8" in line)]

    async def handle_MAIL(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.to_sender

    async def handle_RCPT(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if callable(answer):
            answer = answer()
        if isawaitable(answer):
            answer = await answer
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return str(answer)

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        if self.on_message:
            await asyncio.to_thread(self.on_message)
        self.received += [(address, message) for address in envelope.rcpt_tos]
        return "250 OK"

    @property
    def recipients(self) -> list[str]:
        return [address for address, _ in self.received]


def parts_of(message: EmailMessage) -> tuple[str, str]:
    """The text and the HTML of a message."""
    plain, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    return plain, html


def code_in(message: EmailMessage) -> str:
    """The code in the link of a message."""
    [code] = re.findall("/vote#([a-z0-9-]{14})", parts_of(message)[0])
    return str(code)


class OnAnyPort(Controller):
    """aiosmtpd's controller on a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr] # started
        super()._trigger_server()  # type: ignore[no-untyped-call] # aiosmtpd has no types


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    handler = MailServer()
    controller = OnAnyPort(handler, hostname="127.0.0.1", port=0, enable_SMTPUTF8=True)
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


@pytest.fixture
def mail(database: Database, mail_server: MailServer) -> MailSettings:
    """Settings that the sessions of `database` find, with a rate that slows nothing down."""
    server = SmtpServer("127.0.0.1", mail_server.port, is_tls=False)
    sent_by = sender("Polls <polls@example.org>")
    settings = MailSettings(server, sent_by, "https://polls.test", 1_000_000)
    share_mail(database, settings)
    return settings


@pytest.fixture
def send_all(database: Database, mail: MailSettings) -> Callable[[], None]:
    """A function that lets the worker send what is due, until it has to wait."""

    async def send() -> None:
        while await send_some(database, mail, asyncio.Event()) < 0.5:
            pass

    return lambda: asyncio.run(send())


@pytest.fixture
def pass_time(database: Database) -> Callable[[], None]:
    """A function that makes all messages due, as time does."""

    def make_due() -> None:
        with database.begin() as session:
            connection = session.connection()
            past = sa.func.datetime("now", "-1 hour") if connection.dialect.name == "sqlite" else None
            moment = past if past is not None else sa.text("now() - interval '1 hour'")
            connection.execute(sa.update(Message.__table__).values(due_at=moment))  # type: ignore[arg-type]
            connection.execute(sa.update(Pace.__table__).values(next_at=moment))  # type: ignore[arg-type]

    return make_due
