"""The log of a server contains no receipt, no cookie of a voter and no address of a voter."""

import uuid
from collections.abc import Callable

import httpx2
import pytest
import sqlalchemy as sa

from app import migrations
from app.accounts.security import digest
from app.database import Database
from app.polls.models import Question
from app.rolls.codes import Codes, share_codes
from tests.factories import make_poll
from tests.factories.polls import ballot, new_receipt
from tests.factories.rolls import make_people, make_poll_of
from tests.serving import await_answer, free_port, start, stop

ADDRESS = "203.0.113.7"
SECRET_KEY = "the key of this server"
WRONG = "k3x9-mwp2-abcd"

# Make the database refuse a vote as it is inserted. PostgreSQL's error contains the whole row.
REFUSE_VOTES = {
    "sqlite": "CREATE TRIGGER refuse BEFORE INSERT ON poll_vote BEGIN SELECT RAISE(ABORT, 'refused'); END",
    "postgresql": "ALTER TABLE poll_vote ADD CONSTRAINT refused CHECK (choice_id < 0) NOT VALID",
}

# Allow an invalid value of `voting`, which causes an unexpected error.
ALLOW_INVALID_VOTING = {
    "sqlite": "PRAGMA ignore_check_constraints = ON",
    "postgresql": "ALTER TABLE poll_question DROP CONSTRAINT ck_poll_question_voting",
}


@pytest.fixture
def own_database(new_database: Callable[[], sa.URL]) -> Database:
    """A database for this test alone, because the test breaks it."""
    url = new_database()
    migrations.upgrade(url)
    database = Database(url)
    share_codes(database, Codes(SECRET_KEY.encode))
    return database


def execute(database: Database, *statements: str) -> None:
    with database.begin() as session:
        for statement in statements:
            session.execute(sa.text(statement))


def send_ballots(database: Database, poll: Question, server: str) -> tuple[list[int], set[str]]:
    """Send valid and invalid ballots. Return the statuses, and the secrets that the log must not contain."""
    dialect = database.engine.dialect.name
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

        people = make_people(database)
        roll_poll = make_poll_of(database, people.roll)
        entered = [
            voter.post(f"{server}/api/vote", json={"code": code})
            for code in (people.codes[0], WRONG, people.codes[0][:-1])
        ]
        name = entered[0].json()["voter"]
        secrets.update((people.codes[0], people.codes[0].replace("-", ""), WRONG, WRONG.replace("-", "")))
        secrets.update((voter.cookies["pass"], people.voters[0].key.hex(), name))
        with_code = [
            voter.post(
                f"{server}/api/polls/{roll_poll.slug}/ballots", json=ballot(roll_poll, 0) | {"voter": named}
            )
            for named in (name, name, "another")
        ]
        voter.get("/me")
        cookie = voter.cookies["voter"]
        secrets.update((cookie, digest(poll.slug, cookie).hex()))
        counted = new_receipt()
        statuses = [
            *(response.status_code for response in (*entered, *with_code)),
            post("/ballots", 0, receipt=counted),
            post("/ballots", 0, receipt=counted),
            post("/ballots", 1, receipt=counted),
            post("/ballots", 1, receipt=new_receipt()),
            post("/ballots", receipt=new_receipt()),
            post("/ballots", 0, receipt=str(uuid.uuid1())),
            post("/ballots/lookup", receipt=counted),
            post("/ballots/lookup", receipt=new_receipt()),
        ]
        voter.cookies.clear()
        execute(database, REFUSE_VOTES[dialect])
        statuses.append(post("/ballots", 0, receipt=new_receipt()))
        execute(database, ALLOW_INVALID_VOTING[dialect], "UPDATE poll_question SET voting = 'nonsense'")
        statuses.append(post("/ballots", 0, receipt=new_receipt()))
    return statuses, secrets


def test_the_log_contains_no_receipt_voter_or_address(own_database: Database) -> None:
    poll = make_poll(own_database)
    port = free_port()
    process = start(own_database.engine.url, port, SECRET_KEY=SECRET_KEY)
    try:
        await_answer(process, port)
        statuses, secrets = send_ballots(own_database, poll, f"http://127.0.0.1:{port}")
    finally:
        log = stop(process)

    assert statuses[:6] == [200, 401, 422, 201, 409, 409]
    assert statuses[6:] == [201, 200, 409, 409, 422, 422, 200, 404, 409, 500]
    # The errors themselves are logged.
    assert "the database reported a conflict" in log
    assert "refused" in log
    assert "'nonsense' is not among the defined enum values" in log
    assert {secret for secret in {*secrets, "127.0.0.1"} if secret in log} == set()
