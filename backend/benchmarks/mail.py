"""`make bench-mail`: 25,000 invitations to a real mail server, in one go and with ten kills of the sender.

The mail server runs in this process, on the same cores. Set `PEOPLE` in the environment to a smaller number
for a trial.
"""

import json
import os
import re
import secrets
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

import sqlalchemy as sa
from aiosmtpd.smtp import SMTP, Envelope, Session

from app import migrations
from app.config import MailSettings, SmtpServer, sender
from app.database import Database
from app.mail.models import Message, Pace
from app.mail.schemas import MailingCreate
from app.mail.service import create_mailing, share_mail
from app.rolls.codes import Codes, share_codes
from app.rolls.models import Delivery, Roll, Voter
from benchmarks.client import Client
from benchmarks.printing import judge, step
from tests.mail.conftest import MailServer, OnAnyPort
from tests.postgres import create_database, postgres
from tests.serving import await_answer, free_port, start, stop

PEOPLE = int(os.environ.get("PEOPLE", 25_000))
KILLS = 10

# MB by which the sender may grow from a tenth of the messages to the last.
MAX_GROWTH = 10

# Codes that are entered at `/api/vote`.
ENTERED = 25

# The first code in a message is that of its text, on one line with the link.
CODE = re.compile("/vote#([a-z0-9-]{14})")
MESSAGE_ID = re.compile("Message-ID: <([^>]+)>")

SECRET_KEY = secrets.token_urlsafe(32)
PUBLIC_URL = "https://polls.test"
MAIL_FROM = "Polls <polls@example.org>"
TEXT = "Dear {name},\n\nplease vote: {link}\n\nYour code is {code}.\n"


@dataclass
class Inboxes(MailServer):
    """A server that keeps, by address, the codes and the Message-IDs."""

    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    arrived: int = 0

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = str(envelope.content)
        [[code], [id_]] = (pattern.findall(content)[:1] for pattern in (CODE, MESSAGE_ID))
        for address in envelope.rcpt_tos:
            self.codes[address].add(code)
            self.ids[address].add(id_)
        self.arrived += 1
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[Inboxes]:
    inboxes = Inboxes()
    controller = OnAnyPort(inboxes, hostname="127.0.0.1", port=0)
    controller.start()
    inboxes.port = controller.port
    yield inboxes
    controller.stop()


class Installation:
    """A database with a roll of PEOPLE, and `polls serve`, which can be killed and started again."""

    def __init__(self, url: sa.URL, inboxes: Inboxes, log: Path) -> None:
        self.url, self.log, self.port = url, log, free_port()
        migrations.upgrade(url)
        self.database = Database(url)
        self.codes = Codes(SECRET_KEY.encode)
        share_codes(self.database, self.codes)
        server = SmtpServer("127.0.0.1", inboxes.port, is_tls=False)
        share_mail(self.database, MailSettings(server, sender(MAIL_FROM), PUBLIC_URL, 1_000_000))
        self.settings = {
            "SECRET_KEY": SECRET_KEY,
            "PUBLIC_URL": PUBLIC_URL,
            "SMTP_URL": f"smtp://127.0.0.1:{inboxes.port}",
            "MAIL_FROM": MAIL_FROM,
            "MAIL_RATE": "1000000",
        }

    def fill(self) -> None:
        with self.database.begin() as session:
            session.add(Roll(name="Members"))
            session.flush()
            roll_id = session.scalars(sa.select(Roll.id)).one()
            rows = []
            for number in range(PEOPLE):
                key = secrets.token_bytes(32)
                digest = self.codes.digest(self.codes.code(key, 1))
                address = f"person{number}@x.test"
                rows.append(
                    {"roll_id": roll_id, "name": f"Person {number}", "email": address, "key": key}
                    | {"generation": 1, "code_digest": digest, "delivery": Delivery.new, "version": 1}
                )
            session.connection().execute(sa.insert(Voter), rows)

    def invite_all(self) -> None:
        with self.database.begin() as session:
            session.connection().execute(sa.update(Voter).values(delivery=Delivery.new))
            roll_id = session.scalars(sa.select(Roll.id)).one()
            data = {"roll_id": roll_id, "kind": "invitation", "language": "en", "subject": "Your vote"}
            create_mailing(session, MailingCreate.model_validate(data | {"text": TEXT}))

    def start(self) -> subprocess.Popen[str]:
        with self.log.open("a") as output:
            process = start(self.url, self.port, output, **self.settings)
        await_answer(process, self.port)
        return process

    def make_due(self) -> None:
        """Make all messages due, as the end of their deadline does."""
        past = datetime.now(UTC) - timedelta(hours=1)
        with self.database.begin() as session:
            session.execute(sa.update(Message).values(due_at=past))
            session.execute(sa.update(Pace).values(next_at=past))

    def left(self) -> int:
        with self.database.begin() as session:
            return session.scalars(sa.select(sa.func.count()).select_from(Message)).one()

    def digests(self) -> dict[str | None, bytes]:
        with self.database.begin() as session:
            return dict(iter(session.execute(sa.select(Voter.email, Voter.code_digest))))

    def deliveries(self) -> set[Delivery]:
        with self.database.begin() as session:
            return {*session.scalars(sa.select(Voter.delivery).distinct())}


def send_in_one_go(name: str, polls: Installation, inboxes: Inboxes) -> None:
    process = polls.start()
    client = Client(polls.port, process.pid)
    idle, sizes = client.own_memory(), []
    polls.invite_all()
    started = perf_counter()
    for tenth in range(1, 11):
        while inboxes.arrived < PEOPLE * tenth // 10:
            sleep(0.05)
        sizes.append(client.own_memory())
    took = perf_counter() - started
    while polls.left():
        sleep(0.05)
    shown = ", ".join(f"{size:.1f}" for size in sizes)
    print(f"   memory of the sender: {idle:.1f} MB before, {shown} MB after each tenth", flush=True)
    judge(sizes[-1] - sizes[0] <= MAX_GROWTH, f"{name}: memory grew by {sizes[-1] - sizes[0]:.1f} MB")
    judge(inboxes.arrived == PEOPLE, f"{name}: {inboxes.arrived:,} messages, {PEOPLE / took:.0f} a second")
    some = [*inboxes.codes.values()][:: max(1, PEOPLE // ENTERED)]
    for [code] in some:  # raises an error if it is refused
        client.post("/api/vote", json.dumps({"code": code}), "application/json")
    judge(len(some) >= ENTERED, f"{name}: {len(some)} of the codes were entered at /api/vote")
    stop(process)
    judge_codes(name, polls, inboxes)


def send_with_kills(name: str, polls: Installation, inboxes: Inboxes) -> None:
    polls.invite_all()
    before = inboxes.arrived
    for kill in range(1, KILLS + 1):
        process = polls.start()
        while inboxes.arrived - before < PEOPLE * kill // (KILLS + 1):
            sleep(0.001)
        process.kill()
        process.wait()
        polls.make_due()
    process = polls.start()
    while polls.left():
        sleep(0.05)
    stop(process)
    twice = inboxes.arrived - before - PEOPLE
    judge(0 <= twice <= 20 * KILLS, f"{name}: {KILLS} kills, {twice} messages arrived twice")
    judge_codes(name, polls, inboxes)


def judge_codes(name: str, polls: Installation, inboxes: Inboxes) -> None:
    """Everyone has one code, which is the right one, and the messages that arrived twice have one id."""
    found = {address: polls.codes.digest(*codes) for address, codes in inboxes.codes.items()}
    judge(found == polls.digests(), f"{name}: {len(found):,} people have a code, and it is theirs")
    ids = {len(ids) for ids in inboxes.ids.values()}
    judge(ids == {1}, f"{name}: one Message-ID for each of them")
    judge(polls.deliveries() == {Delivery.sent}, f"{name}: everyone's status is “sent”")
    inboxes.codes.clear()
    inboxes.ids.clear()


def run(url: sa.URL, folder: Path) -> None:
    name = url.get_backend_name()
    with mail_server() as inboxes:
        polls = Installation(url, inboxes, folder / f"{name}.log")
        with step(f"Filling {name} with {PEOPLE:,} people"):
            polls.fill()
        with step(f"{name}: sending {PEOPLE:,} invitations"):
            send_in_one_go(name, polls, inboxes)
        with step(f"{name}: sending them again, with {KILLS} kills"):
            send_with_kills(name, polls, inboxes)
        logged = polls.log.read_text()
        judge("@x.test" not in logged and "Person" not in logged, f"{name}: no name or address in the log")
        polls.database.engine.dispose()


if __name__ == "__main__":
    with TemporaryDirectory(prefix="polls-") as folder:
        run(sa.URL.create("sqlite", database=str(Path(folder) / "polls.sqlite3")), Path(folder))
        with postgres(durable=True) as server:
            run(create_database(server), Path(folder))
