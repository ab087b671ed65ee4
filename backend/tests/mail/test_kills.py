"""`polls serve` is killed while it sends: nobody is missed, and what arrives twice is the same."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from subprocess import TimeoutExpired
from threading import Event

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.config import MailSettings
from app.database import Database
from app.rolls.codes import codes_of
from app.rolls.models import Voter
from tests.conftest import SECRET_KEY
from tests.factories.rolls import make_people
from tests.mail.conftest import MailServer, code_in
from tests.mail.test_admin_api import create, deliveries
from tests.serving import await_answer, free_port, start, stop

PEOPLE = 400
KILLS = 5


def test_nobody_is_missed_when_the_server_is_killed(
    database: Database,
    editor: TestClient,
    mail: MailSettings,
    mail_server: MailServer,
    pass_time: Callable[[], None],
    tmp_path: Path,
) -> None:
    make = make_people(database, PEOPLE)
    create(editor, make.roll.id)
    settings = {
        "SECRET_KEY": SECRET_KEY,
        "PUBLIC_URL": mail.public_url,
        "SMTP_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "MAIL_FROM": str(mail.sender),
        "MAIL_RATE": str(mail.per_minute),
    }
    log = tmp_path / "log"

    for kill in range(KILLS + 1):
        arrived, until = Event(), (kill + 1) * PEOPLE // (KILLS + 2)

        def notice(arrived: Event = arrived, until: int = until) -> None:
            if len(mail_server.received) >= until:
                arrived.set()

        mail_server.on_message = notice if kill < KILLS else None
        port = free_port()
        with log.open("a") as output:
            process = start(database.engine.url, port, output, **settings)
        if kill < KILLS:
            assert arrived.wait(20), log.read_text()
            process.kill()
            process.wait()
            pass_time()
    await_answer(process, port)
    while {*deliveries(database)} != {"sent"}:
        with pytest.raises(TimeoutExpired):
            process.wait(0.05)
    stop(process)

    codes, ids = defaultdict(set), defaultdict(set)
    for address, message in mail_server.received:
        codes[address].add(code_in(message))
        ids[address].add(message["Message-ID"])
    assert {len(of_person) for of_person in (*codes.values(), *ids.values())} == {1}
    assert len({id_ for of_person in ids.values() for id_ in of_person}) == PEOPLE
    with database.begin() as session:
        digests = dict(iter(session.execute(sa.select(Voter.email, Voter.code_digest))))
        assert {address: codes_of(session).digest(*code) for address, code in codes.items()} == digests
    assert 0 < len(mail_server.received) - PEOPLE < KILLS * 20
    logged = log.read_text()
    assert not any(known in logged for known in ("@x.test", "Ann", make.codes[0]))
