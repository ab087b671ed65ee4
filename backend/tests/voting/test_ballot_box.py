"""Ballots that are settled together: each for itself, whatever becomes of the others or of the database."""

import asyncio
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

from app.bulk import increment, insert_rows
from app.database import Database
from app.polls.errors import PollNotFound
from app.polls.models import Choice, Question
from app.voters.models import Participation
from app.voting import ballot_box
from app.voting.ballot_box import BallotBox, Cast
from app.voting.counting import Ballot
from app.voting.errors import AlreadyVoted, BadChoices, PaperChanged, ReceiptTaken
from app.voting.models import Vote
from tests.at_once import at_once
from tests.factories.polls import ballot, make_poll
from tests.serving import free_port
from tests.statements import plans, statements

on_sqlite = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True, scope="session")
on_postgresql = pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")


# Votes in a table that PostgreSQL would scan if it took its disk to be slow at seeking.
MANY = 10_000

SCAN = re.compile("SCAN|Seq Scan")


def sent(
    poll: Question,
    *positions: int,
    voter: str = "",
    receipt: uuid.UUID | None = None,
    paper: str | None = None,
) -> Ballot:
    choices = [poll.choices[position].id for position in positions]
    return Ballot(poll.slug, choices, receipt or uuid.uuid4(), voter or uuid.uuid4().hex, paper)


def cast(app: FastAPI, ballots: Sequence[Ballot]) -> list[Cast | BaseException]:
    """Cast all of them in one batch."""
    box: BallotBox = app.state.ballot_box

    async def all_at_once() -> list[Cast | BaseException]:
        return await asyncio.gather(*map(box.cast, ballots), return_exceptions=True)

    return asyncio.run(all_at_once())


def outcomes(answers: Sequence[Cast | BaseException]) -> list[object]:
    """Whether each is new, or the class of what refused it."""
    return [answer.is_new if isinstance(answer, Cast) else type(answer) for answer in answers]


def ballots(database: Database) -> int:
    with database.begin() as session:
        return session.scalars(sa.select(sa.func.sum(Question.ballots))).one() or 0


@contextmanager
def commits(database: Database, act: Callable[[sa.Connection, int], None]) -> Iterator[None]:
    """Have `act` told of each commit before it is made, and of its number."""
    made = iter(range(1, 1000))

    def note(connection: sa.Connection) -> None:
        act(connection, next(made))

    sa.event.listen(database.engine, "commit", note)
    yield
    sa.event.remove(database.engine, "commit", note)


def terminate(database: Database, connection: sa.Connection) -> None:
    process = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with Database(database.engine.url).begin() as session:
        session.execute(sa.select(sa.func.pg_terminate_backend(process, 5000)))


def test_many_ballots_are_few_statements(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    with statements(database) as found:
        answers = cast(app, [sent(poll, number % 3) for number in range(300)])
    assert outcomes(answers) == [True] * 300
    assert len(found) < 20
    assert ballots(database) == 300


def test_a_batch_reads_no_whole_table(app: FastAPI, database: Database) -> None:
    poll, other = make_poll(database), make_poll(database)
    with database.begin() as session:
        insert_rows(session, Participation, [(other.id, secrets.token_bytes(32)) for _ in range(MANY)])
        insert_rows(session, Vote, [(other.id, uuid.uuid4(), 0, other.choices[0].id) for _ in range(MANY)])
        increment(session, Question.ballots, {other.id: MANY})
        increment(session, Choice.votes, {other.choices[0].id: MANY})

    with plans(database) as found:
        answers = cast(app, [sent(poll, 0) for _ in range(64)])

    assert outcomes(answers) == [True] * 64
    for table in ("poll_vote", "poll_ballot"):
        steps = [step for step in found if table in step]
        assert steps
        assert not [step for step in steps if SCAN.search(step)]


def test_bad_ballots_do_not_spoil_their_batch(app: FastAPI, database: Database) -> None:
    poll, other = make_poll(database), make_poll(database, voting="multiple")
    receipt = uuid.uuid4()
    unknown = Ballot("2345678923", [1], uuid.uuid4(), "voter")
    malformed = Ballot("\0", [1], uuid.uuid4(), "voter")
    answers = cast(
        app,
        [
            sent(poll, 0),
            sent(poll, 1, voter="ann", receipt=receipt),
            unknown,
            sent(poll, 1, voter="ann", receipt=receipt),
            malformed,
            sent(poll, 2, voter="bob", receipt=receipt),
            sent(poll, 2, voter="ann"),
            sent(other, 2, 0, voter="ann", receipt=receipt),
            sent(poll),
            sent(poll, 0, 1),
            sent(poll, 0, paper=other.paper),
            sent(other, 0, 1, paper=other.paper),
        ],
    )
    assert outcomes(answers) == [
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
    assert ballots(database) == 4


def test_an_answer_holds_the_votes_of_its_whole_batch(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    answers = cast(app, [sent(poll, 0) for _ in range(10)])
    shown = [answer.snapshot.question.ballots for answer in answers if isinstance(answer, Cast)]
    assert shown == [10] * 10


def test_a_refusal_in_a_batch_leaves_the_batch_its_result(app: FastAPI, database: Database) -> None:
    """Its body shows the poll with the whole batch, as the other answers do."""
    poll = make_poll(database)
    good, bad, *_ = cast(app, [sent(poll, 0), sent(poll, 0, paper="another"), sent(poll, 1)])

    assert isinstance(good, Cast)
    poll_json = json.loads(good.snapshot.poll_json)
    assert poll_json["results"]["ballots"] == 2
    assert isinstance(bad, PaperChanged)
    assert bad.body == {"current": poll_json}


REFUSE = {
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
ALLOW = {"sqlite": ["DROP TRIGGER refuse"], "postgresql": ["DROP FUNCTION refuse CASCADE"]}


def test_what_the_database_refuses_does_not_spoil_its_batch(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    batch = [sent(poll, 0) for _ in range(6)]
    dialect = database.engine.dialect.name
    with database.begin() as session:
        for statement in REFUSE[dialect]:
            session.execute(sa.text(statement.format(hex=batch[3].receipt.hex)))

    answers = cast(app, batch)

    with database.begin() as session:
        for statement in ALLOW[dialect]:
            session.execute(sa.text(statement))
    assert outcomes(answers) == [True, True, True, sa.exc.IntegrityError, True, True]
    assert ballots(database) == 5


@on_postgresql
@pytest.mark.parametrize("is_committed", [False, True])
def test_a_connection_that_is_lost_loses_no_vote_and_doubles_none(
    app: FastAPI, database: Database, is_committed: bool
) -> None:
    poll = make_poll(database)

    def lose(connection: sa.Connection, number: int) -> None:
        if number == 1:
            if is_committed:
                connection.exec_driver_sql("COMMIT")
            terminate(database, connection)

    with commits(database, lose):
        answers = cast(app, [sent(poll, 0)])

    assert outcomes(answers) == [not is_committed]
    assert ballots(database) == 1


@on_postgresql
def test_a_database_that_stays_away_is_an_answer(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    monkeypatch.setattr(ballot_box, "DEADLINE", 0.2)

    with commits(database, lambda connection, _: terminate(database, connection)):
        answers = at_once(
            app,
            3,
            lambda client, _: client.post(f"/api/polls/{poll.slug}/ballots", json=ballot(poll, 0)),
        )

    assert answers == [503] * 3
    assert ballots(database) == 0


class Outage:
    """A database that takes no commit `until` the clock says so, in seconds. Pauses move the clock on."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database = database
        self.now = 1000.0
        self.until = math.inf
        self.commits = 0
        monkeypatch.setattr(ballot_box, "monotonic", lambda: self.now)
        monkeypatch.setattr(asyncio, "sleep", self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.now += seconds

    def refuse(self, _: sa.Connection, __: int) -> None:
        self.commits += 1
        if self.now < self.until:
            raise sa.exc.OperationalError("COMMIT", {}, ConnectionResetError())

    def cast(self, app: FastAPI, ballot: Ballot) -> object:
        with commits(self.database, self.refuse):
            [outcome] = outcomes(cast(app, [ballot]))
        return outcome


@pytest.mark.parametrize(("seconds", "outcome"), [(9, True), (11, sa.exc.OperationalError)])
def test_ballots_wait_for_a_database_until_the_deadline_and_not_long_after_it_is_back(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch, seconds: float, outcome: object
) -> None:
    outage = Outage(database, monkeypatch)
    began = outage.now
    outage.until = began + seconds
    assert outage.cast(app, sent(make_poll(database), 0)) is outcome
    waited = outage.now - began
    assert min(seconds, ballot_box.DEADLINE) - 0.5 <= waited <= min(seconds + 0.5, ballot_box.DEADLINE)


def test_while_a_database_stays_away_each_batch_is_tried_once(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll, outage = make_poll(database), Outage(database, monkeypatch)
    outage.cast(app, sent(poll, 0))
    for _ in range(3):
        before = outage.commits
        outage.now += ballot_box.DEADLINE / 2
        assert outage.cast(app, sent(poll, 0)) is sa.exc.OperationalError
        assert outage.commits - before == 1


def test_an_outage_whose_end_nobody_saw_takes_nothing_from_the_next(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll, outage = make_poll(database), Outage(database, monkeypatch)
    assert outage.cast(app, sent(poll, 0)) is sa.exc.OperationalError
    outage.now += ballot_box.DEADLINE + 1
    outage.until = outage.now + 9
    assert outage.cast(app, sent(poll, 0)) is True


def test_a_server_that_stops_settles_what_waits(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical"))
    address = f"http://127.0.0.1:{port}/api/polls/{poll.slug}/ballots"

    async def stop_while_ten_wait() -> list[httpx2.Response]:
        async with asyncio.timeout(20), httpx2.AsyncClient() as client:
            serving = asyncio.create_task(server.serve())
            await _until(lambda: server.started)
            with database.begin() as holder:
                holder.execute(sa.select(Question.id).with_for_update())
                voting = [asyncio.create_task(client.post(address, json=ballot(poll, 0))) for _ in range(10)]
                await _until(lambda: len(server.server_state.tasks) == 10)
                server.should_exit = True
                await _until(lambda: not server.servers[0].is_serving())
            answers = await asyncio.gather(*voting)
            await serving
            return answers

    assert [answer.status_code for answer in asyncio.run(stop_while_ten_wait())] == [201] * 10
    assert ballots(database) == 10


async def _until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - uvicorn has no events for these
        await asyncio.sleep(0)
