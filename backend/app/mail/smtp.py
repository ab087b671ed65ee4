"""Talking to the mail server: one connection, and one message after the other.

Nothing here touches the database, and nothing that the server says about a recipient is kept.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum

from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPRecipientRefused, SMTPResponseException

from app.config import Language, MailSettings
from app.mail.errors import MailRefused
from app.mail.message import Person, compose
from app.mail.models import MAX_ERROR
from app.mail.schemas import Preview

# Seconds that the server may take for the connection with its sign-in, for the sender of a message, and for
# the rest of it.
TIMEOUT = 30

# Seconds that the server may take for a goodbye, on which nothing depends.
GRACE = 2

# The answer of a server that closes the connection.
CLOSING = 421

# Errors of a connection. An OSError is one of TLS, or that the server can't be reached.
FAILURES = (SMTPException, OSError, TimeoutError)


class Answer(Enum):
    """The server's answer to a message."""

    accepted = "accepted"
    later = "later"
    never = "never"


class ConnectionFailed(Exception):
    """No message can be sent: the server can't be reached, or refuses the sign-in or the sender."""


class ConnectionBroke(Exception):
    """The connection ended or stalled within a message."""


@asynccontextmanager
async def connected(mail: MailSettings) -> AsyncIterator[SMTP]:
    """A connection that is signed in. Raises ConnectionFailed."""
    client = _client(mail)
    try:
        async with asyncio.timeout(TIMEOUT):
            await client.connect()
            await client.ehlo()
    except (*FAILURES, ValueError) as error:  # ValueError if the name of the host is none
        client.close()
        raise ConnectionFailed(said(error)) from None
    try:
        yield client
    finally:
        with suppress(Exception):  # the messages have their outcomes
            async with asyncio.timeout(GRACE):
                await client.quit()
        client.close()


async def send(client: SMTP, mail: MailSettings, recipient: str, message: bytes) -> Answer:
    """Send a message. Raises ConnectionFailed or ConnectionBroke; the connection is then of no use."""
    try:
        return await _send(client, mail, recipient, message)
    except (SMTPRecipientRefused, SMTPDataError) as refusal:
        if refusal.code == CLOSING:
            raise ConnectionBroke from None
        await _give_up(client)
        return Answer.never if refusal.code >= 500 else Answer.later


async def send_nothing(client: SMTP, mail: MailSettings) -> None:
    """Begin a message and give it up, so that a batch takes its course whoever is skipped."""
    await _begin(client, mail)
    await _give_up(client)


async def send_test(mail: MailSettings, content: Preview, language: Language, recipient: str) -> None:
    """Send a message to its author. Raises MailRefused with what the server said."""
    message = compose(mail, content, language, Person(None, None, recipient), secrets.token_hex(16))
    try:
        async with asyncio.timeout(TIMEOUT), connected(mail) as client:
            if await _send(client, mail, recipient, message) is Answer.never:
                raise MailRefused("The mail server takes no addresses in other scripts.")
    except (SMTPResponseException, TimeoutError) as refusal:
        raise MailRefused(said(refusal)) from None
    except ConnectionFailed as failure:
        raise MailRefused(str(failure)) from None
    except ConnectionBroke:
        raise MailRefused(BROKE) from None


BROKE = "The mail server stopped answering within a message."


async def _send(client: SMTP, mail: MailSettings, recipient: str, message: bytes) -> Answer:
    is_utf8 = not recipient.isascii()
    if is_utf8 and not client.supports_extension("smtputf8"):
        return Answer.never
    await _begin(client, mail, *(["SMTPUTF8", "BODY=8BITMIME"] if is_utf8 else []))
    try:
        async with asyncio.timeout(TIMEOUT):
            await client.rcpt(recipient, encoding="utf-8")
            await client.data(message)
    except (SMTPRecipientRefused, SMTPDataError):
        raise
    except ValueError:  # an address that the client can't write
        await _give_up(client)
        return Answer.never
    except FAILURES:
        raise ConnectionBroke from None
    return Answer.accepted


async def _begin(client: SMTP, mail: MailSettings, *options: str) -> None:
    try:
        async with asyncio.timeout(TIMEOUT):
            await client.mail(mail.sender.address, options=options)
    except FAILURES as error:
        raise ConnectionFailed(said(error)) from None


async def _give_up(client: SMTP) -> None:
    """Give up a message that was begun. If that fails, the next message finds out."""
    with suppress(*FAILURES):
        async with asyncio.timeout(GRACE):
            await client.rset()


def said(error: Exception) -> str:
    """The words of the server, or what is wrong with the connection, on one line."""
    if isinstance(error, SMTPResponseException):
        text = f"{error.code} {error.message}"
    elif isinstance(error, TimeoutError):
        text = f"The mail server did not answer within {TIMEOUT} seconds."
    else:
        text = str(error) or type(error).__name__
    return " ".join(text.split())[:MAX_ERROR]


def _client(mail: MailSettings) -> SMTP:
    """A client that signs in over TLS only, unless the server is on this machine.

    Without a sign-in, TLS is used if the server offers it. Its certificate is then not checked, because a
    listener in between could as well hide the offer.
    """
    server = mail.server
    signs_in = server.username is not None
    return SMTP(
        hostname=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        timeout=TIMEOUT,
        use_tls=server.is_tls,
        start_tls=False if server.is_tls or server.is_local else (signs_in or None),
        validate_certs=server.is_tls or signs_in,
        local_hostname=mail.sender.domain,
    )
