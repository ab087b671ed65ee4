"""The ballot box: batches of ballots, failures of the database in a batch, and long outages."""

import asyncio
import itertools
import json
import math
import re
import secrets
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import httpx2
import pytest
import sqlalchemy as sa
import uvicorn
from fastapi import FastAPI

from app.bulk_sql import increment, insert_rows
from app.database import Database
from app.polls.errors import PollNotFound
from app.polls.models import Choice, Question
from app.voters.models import Participation
from app.voting import ballot_box
from app.voting.ballot_box import BallotBox, CastResult
from app.voting.errors import AlreadyVoted, BadChoices, PaperChanged, ReceiptTaken
from app.voting.models import Vote
from app.voting.rules import Ballot
from tests.at_once import at_once
from tests.factories.polls import ballot, make_poll
from tests.serving import free_port
from tests.statements import plans, statements

on_postgresql = pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")

# Votes in a table of a size that PostgreSQL would scan with its default `random_page_cost`.
MANY_VOTES = 10_000

TABLE_SCAN = re.compile("SCAN|Seq Scan")


def make_ballot(
    poll: Question,
    *positions: int,
    voter: str = "",
    receipt: uuid.UUID | None = None,
    paper: str | None = None,
) -> Ballot:
    choices = [poll.choices[position].id for position in positions]
    return Ballot(poll.slug, choices, receipt or uuid.uuid4(), voter or uuid.uuid4().hex, paper)


def cast_batch(app: FastAPI, ballots: Sequence[Ballot]) -> list[CastResult | BaseException]:
    """Cast the ballots in one batch. Return the results and the errors."""
    box: BallotBox = app.state.ballot_box

    async def cast_concurrently() -> list[CastResult | BaseException]:
        return await asyncio.gather(*map(box.cast, ballots), return_exceptions=True)

    return asyncio.run(cast_concurrently())


def outcomes(results: Sequence[CastResult | BaseException]) -> list[object]:
    """For each ballot, True if it is new, False if it was counted before, or the class of the error."""
    return [result.is_new if isinstance(result, CastResult) else type(result) for result in results]


def count_ballots(database: Database) -> int:
    with database.begin() as session:
        return session.scalars(sa.select(sa.func.sum(Question.ballots))).one() or 0


@contextmanager
def before_commits(database: Database, call: Callable[[sa.Connection, int], None]) -> Iterator[None]:
    """Call `call` before each commit, with the connection and the number of the commit, from 1."""
    numbers = itertools.count(1)

    def listener(connection: sa.Connection) -> None:
        call(connection, next(numbers))

    sa.event.listen(database.engine, "commit", listener)
    yield
    sa.event.remove(database.engine, "commit", listener)


def terminate(database: Database, connection: sa.Connection) -> None:
    """End the connection on the side of the server."""
    process_id = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with Database(database.engine.url).begin() as session:
        session.execute(sa.select(sa.func.pg_terminate_backend(process_id, 5000)))


def test_300_ballots_take_fewer_than_20_statements(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    with statements(database) as queries:
        results = cast_batch(app, [make_ballot(poll, number % 3) for number in range(300)])
    assert outcomes(results) == [True] * 300
    assert len(queries) < 20
    assert count_ballots(database) == 300


def test_a_batch_scans_no_table(app: FastAPI, database: Database) -> None:
    poll, other = make_poll(database), make_poll(database)
    with database.begin() as session:
        insert_rows(session, Participation, [(other.id, secrets.token_bytes(32)) for _ in range(MANY_VOTES)])
        insert_rows(
            session, Vote, [(other.id, uuid.uuid4(), 0, other.choices[0].id) for _ in range(MANY_VOTES)]
        )
        increment(session, Question.ballots, {other.id: MANY_VOTES})
        increment(session, Choice.tally, {other.choices[0].id: MANY_VOTES})
        if database.engine.dialect.name == "postgresql":
            # The plan depends on statistics, which autovacuum may have taken while the tables were empty.
            session.execute(sa.text("ANALYZE poll_ballot, poll_vote"))

    with plans(database) as lines:
        results = cast_batch(app, [make_ballot(poll, 0) for _ in range(64)])

    assert outcomes(results) == [True] * 64
    for table in ("poll_vote", "poll_ballot"):
        steps = [line for line in lines if table in line]
        assert steps
        assert not [step for step in steps if TABLE_SCAN.search(step)]


def test_refused_ballots_do_not_affect_the_rest_of_the_batch(app: FastAPI, database: Database) -> None:
    poll, other = make_poll(database), make_poll(database, voting="multiple")
    receipt = uuid.uuid4()
    unknown = Ballot("2345678923", [1], uuid.uuid4(), "voter")
    malformed = Ballot("\0", [1], uuid.uuid4(), "voter")
    results = cast_batch(
        app,
        [
            make_ballot(poll, 0),
            make_ballot(poll, 1, voter="ann", receipt=receipt),
            unknown,
            make_ballot(poll, 1, voter="ann", receipt=receipt),
            malformed,
            make_ballot(poll, 2, voter="bob", receipt=receipt),
            make_ballot(poll, 2, voter="ann"),
            make_ballot(other, 2, 0, voter="ann", receipt=receipt),
            make_ballot(poll),
            make_ballot(poll, 0, 1),
            make_ballot(poll, 0, paper=other.paper),
            make_ballot(other, 0, 1, paper=other.paper),
        ],
    )
    assert outcomes(results) == [
        True,
        True,
        PollNotFound,
        False,
        PollNotFound,
        ReceiptTaken,
        AlreadyVoted,
        True,
        BadChoices,
        BadChoices,
        PaperChanged,
        True,
    ]
    assert count_ballots(database) == 4


def test_the_result_after_a_vote_includes_the_whole_batch(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    results = cast_batch(app, [make_ballot(poll, 0) for _ in range(10)])
    counts = [result.snapshot.question.ballots for result in results if isinstance(result, CastResult)]
    assert counts == [10] * 10


def test_a_refusal_shows_the_same_poll_as_the_rest_of_the_batch(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    counted, refused, *_ = cast_batch(
        app, [make_ballot(poll, 0), make_ballot(poll, 0, paper="another"), make_ballot(poll, 1)]
    )

    assert isinstance(counted, CastResult)
    poll_json = json.loads(counted.snapshot.poll_json)
    assert poll_json["results"]["ballots"] == 2
    assert isinstance(refused, PaperChanged)
    assert refused.body == {"current": poll_json}


CREATE_TRIGGER = {
    "sqlite": [
        "CREATE TRIGGER refuse BEFORE INSERT ON poll_vote WHEN NEW.receipt = '{hex}'"
        " BEGIN SELECT RAISE(ABORT, 'no'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF NEW.receipt = '{hex}' THEN RAISE 'no' USING ERRCODE = 'check_violation'; END IF;"
        " RETURN NEW; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON poll_vote FOR EACH ROW EXECUTE FUNCTION refuse()",
    ],
}
DROP_TRIGGER = {"sqlite": ["DROP TRIGGER refuse"], "postgresql": ["DROP FUNCTION refuse CASCADE"]}


def test_a_row_that_the_database_refuses_does_not_affect_the_rest_of_the_batch(
    app: FastAPI, database: Database
) -> None:
    poll = make_poll(database)
    batch = [make_ballot(poll, 0) for _ in range(6)]
    dialect = database.engine.dialect.name
    with database.begin() as session:
        for statement in CREATE_TRIGGER[dialect]:
            session.execute(sa.text(statement.format(hex=batch[3].receipt.hex)))

    results = cast_batch(app, batch)

    with database.begin() as session:
        for statement in DROP_TRIGGER[dialect]:
            session.execute(sa.text(statement))
    assert outcomes(results) == [True, True, True, sa.exc.IntegrityError, True, True]
    assert count_ballots(database) == 5


@on_postgresql
@pytest.mark.parametrize("is_committed", [False, True])
def test_a_lost_connection_neither_loses_nor_repeats_a_vote(
    app: FastAPI, database: Database, is_committed: bool
) -> None:
    poll = make_poll(database)

    def lose_connection(connection: sa.Connection, number: int) -> None:
        if number == 1:
            if is_committed:
                connection.exec_driver_sql("COMMIT")
            terminate(database, connection)

    with before_commits(database, lose_connection):
        results = cast_batch(app, [make_ballot(poll, 0)])

    assert outcomes(results) == [not is_committed]
    assert count_ballots(database) == 1


@on_postgresql
def test_votes_during_an_outage_are_answered_with_503(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    monkeypatch.setattr(ballot_box, "DEADLINE", 0.2)

    with before_commits(database, lambda connection, _: terminate(database, connection)):
        statuses = at_once(
            app,
            3,
            lambda client, _: client.post(f"/api/polls/{poll.slug}/ballots", json=ballot(poll, 0)),
        )

    assert statuses == [503] * 3
    assert count_ballots(database) == 0


class Outage:
    """A database that refuses commits until the time `until`, in seconds on a fake clock.

    `asyncio.sleep` advances the clock and returns at once.
    """

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database = database
        self.now = 1000.0
        self.until = math.inf
        self.commits = 0
        monkeypatch.setattr(ballot_box, "monotonic", lambda: self.now)
        monkeypatch.setattr(asyncio, "sleep", self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.now += seconds

    def refuse_commit(self, _: sa.Connection, __: int) -> None:
        self.commits += 1
        if self.now < self.until:
            raise sa.exc.OperationalError("COMMIT", {}, ConnectionResetError())

    def cast(self, app: FastAPI, ballot: Ballot) -> object:
        with before_commits(self.database, self.refuse_commit):
            [outcome] = outcomes(cast_batch(app, [ballot]))
        return outcome


@pytest.mark.parametrize(("seconds", "outcome"), [(9, True), (11, sa.exc.OperationalError)])
def test_a_ballot_waits_for_the_end_of_an_outage_or_the_deadline(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch, seconds: float, outcome: object
) -> None:
    outage = Outage(database, monkeypatch)
    start = outage.now
    outage.until = start + seconds
    assert outage.cast(app, make_ballot(make_poll(database), 0)) is outcome
    waited = outage.now - start
    assert min(seconds, ballot_box.DEADLINE) - 0.5 <= waited <= min(seconds + 0.5, ballot_box.DEADLINE)


def test_during_a_long_outage_each_batch_is_tried_once(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll, outage = make_poll(database), Outage(database, monkeypatch)
    outage.cast(app, make_ballot(poll, 0))
    for _ in range(3):
        before = outage.commits
        outage.now += ballot_box.DEADLINE / 2
        assert outage.cast(app, make_ballot(poll, 0)) is sa.exc.OperationalError
        assert outage.commits - before == 1


def test_a_new_outage_has_a_deadline_of_its_own(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll, outage = make_poll(database), Outage(database, monkeypatch)
    assert outage.cast(app, make_ballot(poll, 0)) is sa.exc.OperationalError
    outage.now += ballot_box.DEADLINE + 1
    outage.until = outage.now + 9
    assert outage.cast(app, make_ballot(poll, 0)) is True


def test_a_server_that_shuts_down_counts_waiting_ballots_first(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical"))
    address = f"http://127.0.0.1:{port}/api/polls/{poll.slug}/ballots"

    async def stop_while_ten_ballots_wait() -> list[httpx2.Response]:
        async with asyncio.timeout(20), httpx2.AsyncClient() as client:
            serving = asyncio.create_task(server.serve())
            await wait_until(lambda: server.started)
            with database.begin() as lock_holder:
                lock_holder.execute(sa.select(Question.id).with_for_update())
                voting = [asyncio.create_task(client.post(address, json=ballot(poll, 0))) for _ in range(10)]
                await wait_until(lambda: len(server.server_state.tasks) == 10)
                server.should_exit = True
                await wait_until(lambda: not server.servers[0].is_serving())
            responses = await asyncio.gather(*voting)
            await serving
            return responses

    assert [response.status_code for response in asyncio.run(stop_while_ten_ballots_wait())] == [201] * 10
    assert count_ballots(database) == 10


async def wait_until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - uvicorn has no events to wait for
        await asyncio.sleep(0)
