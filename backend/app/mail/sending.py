"""Sending: a worker of each process takes messages from the outbox to the mail server.

No transaction and no lock is held while the worker talks to the server.
"""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial

from aiosmtplib import SMTP

from app.config import MailSettings
from app.database import DATABASE_AWAY, Database
from app.mail import outbox
from app.mail.outbox import DEADLINE, Letter, Outcome
from app.mail.smtp import (
    BROKE,
    GRACE,
    TIMEOUT,
    Answer,
    ConnectionBroke,
    ConnectionFailed,
    connected,
    send,
    send_nothing,
)
from app.rolls.errors import CodesLost

logger = logging.getLogger(__name__)

# Seconds between two looks at the outbox: after a failure, too.
INTERVAL = 1

# Seconds of a batch after which no further message is begun. One that is begun by then is over at half of the
# deadline, whatever the server does.
BATCH_SECONDS = DEADLINE.total_seconds() / 2 - 2 * TIMEOUT - 2 * GRACE

# Seconds that a shutdown waits for the message that is being sent. The stack kills the process after 15.
SHUTDOWN = 5

# Attempts to write the outcomes of a batch, INTERVAL seconds apart, if the database is away. Messages whose
# outcome is lost are sent again.
RECORDINGS = 30

OUTCOMES = {
    Answer.accepted: Outcome.sent,
    Answer.later: Outcome.later,
    Answer.never: Outcome.refused,
}


@asynccontextmanager
async def send_in_background(database: Database, mail: MailSettings | None) -> AsyncIterator[None]:
    """Send the messages of the outbox, in the background of this context."""
    if mail is None:
        yield
        return
    stopping = asyncio.Event()
    task = asyncio.create_task(_keep_sending(database, mail, stopping))
    try:
        yield
    finally:
        stopping.set()
        await asyncio.wait([task], timeout=SHUTDOWN)
        task.cancel()
        await asyncio.wait([task])


async def _keep_sending(database: Database, mail: MailSettings, stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        wait: float = INTERVAL
        with _errors_logged():
            wait = await send_some(database, mail, stopping)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), min(wait, INTERVAL))


async def send_some(database: Database, mail: MailSettings, stopping: asyncio.Event) -> float:
    """Send a batch, if one is due. Returns the seconds after which there may be another."""
    wait = await database.read(outbox.seconds_until_due)
    if wait is None or wait > 0:
        return INTERVAL if wait is None else wait
    ids = await database.write(partial(outbox.claim, per_minute=mail.per_minute))
    if not ids:
        return INTERVAL
    try:
        letters = await database.read(partial(outbox.read_letters, mail=mail, ids=ids))
    except CodesLost as error:  # the messages stay claimed until their deadline
        await _record(database, [], error.message)
        return INTERVAL
    if letters:
        outcomes, failure = await deliver(mail, letters, stopping)
        await _record(database, outcomes, failure)
    return 0


async def deliver(
    mail: MailSettings, letters: Sequence[Letter], stopping: asyncio.Event
) -> tuple[list[tuple[Letter, Outcome]], str | None]:
    """Send letters over one connection. Returns the outcome of each, and what is wrong with the server."""
    clock = asyncio.get_running_loop().time
    end = clock() + BATCH_SECONDS
    outcomes: list[Outcome] = []
    failure = None
    try:
        async with connected(mail) as client:
            for letter in letters:
                if stopping.is_set() or clock() > end:
                    break
                outcomes.append(await _outcome(client, mail, letter))
    except ConnectionFailed as error:
        # A server may take some messages per connection only.
        failure = None if outcomes else str(error)
    except Exception as error:
        # The server may stall on this message only, so it counts as one that is not taken for now. So it does
        # if the fault is ours: what was sent before it must not be sent again.
        if not isinstance(error, ConnectionBroke):
            _log(error)
        failure = BROKE
        outcomes.append(Outcome.later)
    outcomes += [Outcome.given_back] * (len(letters) - len(outcomes))
    return [*zip(letters, outcomes, strict=True)], failure


async def _outcome(client: SMTP, mail: MailSettings, letter: Letter) -> Outcome:
    if letter.content is None:
        await send_nothing(client, mail)
        return Outcome.skipped
    return OUTCOMES[await send(client, mail, letter.address, letter.content)]


async def _record(
    database: Database, outcomes: Sequence[tuple[Letter, Outcome]], failure: str | None
) -> None:
    write = partial(outbox.record, outcomes=outcomes, failure=failure)
    for _ in range(RECORDINGS - 1):
        try:
            return await database.write(write)
        except DATABASE_AWAY:
            await asyncio.sleep(INTERVAL)
    return await database.write(write)


@contextmanager
def _errors_logged() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        _log(error)


def _log(error: Exception) -> None:
    """Log where an error came from, without its text, which may contain an address."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("mail could not be sent, trying again: %s\n%s", type(error).__name__, where)
