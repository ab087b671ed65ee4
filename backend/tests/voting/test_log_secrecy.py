"""Nothing that a server prints holds a receipt, a voter's cookie or, where ballots are cast, an address."""

import uuid
from collections.abc import Callable

import httpx2
import pytest
import sqlalchemy as sa

from app import migrations
from app.accounts.security import digest
from app.database import Database
from app.polls.models import Question
from tests.factories import make_poll
from tests.factories.polls import ballot, new_receipt
from tests.serving import await_answer, free_port, start, stop

ADDRESS = "203.0.113.7"

# What makes the database refuse a ballot at its last step, with all of the row in PostgreSQL's error.
REFUSE_VOTES = {
    "sqlite": "CREATE TRIGGER refuse BEFORE INSERT ON poll_vote BEGIN SELECT RAISE(ABORT, 'refused'); END",
    "postgresql": "ALTER TABLE poll_vote ADD CONSTRAINT refused CHECK (choice_id < 0) NOT VALID",
}

# What no code foresees: a poll that votes in no way that there is.
ALLOW_NONSENSE = {
    "sqlite": "PRAGMA ignore_check_constraints = ON",
    "postgresql": "ALTER TABLE poll_question DROP CONSTRAINT ck_poll_question_voting",
}


@pytest.fixture
def place(new_database: Callable[[], sa.URL]) -> Database:
    """A database of its own, which is broken meanwhile."""
    url = new_database()
    migrations.upgrade(url)
    return Database(url)


def run(place: Database, *statements: str) -> None:
    with place.begin() as session:
        for statement in statements:
            session.execute(sa.text(statement))


def statuses_of_all_that_fails(place: Database, poll: Question, server: str) -> tuple[list[int], set[str]]:
    """The statuses of ballots that go well and wrong; and what was in them that is nobody's business."""
    kind = place.engine.dialect.name
    secrets = {ADDRESS}
    with httpx2.Client(
        base_url=f"{server}/api/polls/{poll.slug}", headers={"X-Forwarded-For": ADDRESS}
    ) as voter:

        def post(path: str, *positions: int, receipt: str) -> int:
            body = (
                {"receipt": receipt}
                if path == "/ballots/lookup"
                else ballot(poll, *positions, receipt=receipt)
            )
            secrets.update((receipt, receipt.replace("-", "")))
            return voter.post(path, json=body).status_code

        voter.get("/me")
        cookie = voter.cookies["voter"]
        secrets.update((cookie, digest(poll.slug, cookie).hex()))
        kept = new_receipt()
        statuses = [
            post("/ballots", 0, receipt=kept),
            post("/ballots", 0, receipt=kept),
            post("/ballots", 1, receipt=kept),
            post("/ballots", 1, receipt=new_receipt()),
            post("/ballots", receipt=new_receipt()),
            post("/ballots", 0, receipt=str(uuid.uuid1())),
            post("/ballots/lookup", receipt=kept),
            post("/ballots/lookup", receipt=new_receipt()),
        ]
        voter.cookies.clear()
        run(place, REFUSE_VOTES[kind])
        statuses.append(post("/ballots", 0, receipt=new_receipt()))
        run(place, ALLOW_NONSENSE[kind], "UPDATE poll_question SET voting = 'nonsense'")
        statuses.append(post("/ballots", 0, receipt=new_receipt()))
    return statuses, secrets


def test_no_log_tells_a_receipt_a_voter_or_an_address(place: Database) -> None:
    poll = make_poll(place)
    port = free_port()
    process = start(place.engine.url, port)
    try:
        await_answer(process, port)
        statuses, secrets = statuses_of_all_that_fails(place, poll, f"http://127.0.0.1:{port}")
    finally:
        printed = stop(process)

    assert statuses == [201, 200, 409, 409, 422, 422, 200, 404, 409, 500]
    # It did tell what went wrong.
    assert "the database reported a conflict" in printed
    assert "refused" in printed
    assert "'nonsense' is not among the defined enum values" in printed
    assert {secret for secret in {*secrets, "127.0.0.1"} if secret in printed} == set()
