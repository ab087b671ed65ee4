"""Whatever happens in whatever order: each answer is what the rules say, and no vote is lost or doubled.

Two workers of one database take the ballots, and lose their connections in the middle of a batch.
"""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient, Response
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.config import Settings
from app.database import Database
from app.main import add_services, create_app
from app.polls.models import Choice, Question
from app.voters.models import Participation
from app.voting.models import Vote
from tests.factories.polls import AN_HOUR_AGO, YESTERDAY, ballot, make_poll
from tests.voting.connection_failures import acknowledgement_lost, broken_at
from tests.voting.reference_poll import Reference

# What a voter may name though no poll has it.
NO_CHOICE = 2**40


@dataclass(frozen=True)
class Cast:
    """A ballot, in numbers that stand for ids; the newest poll is 0, and so is the paper seen last."""

    poll: int
    voter: int
    receipt: int
    choices: list[int]
    paper: int | None
    worker: int


# Few of each, so that they meet: ballots that are sent again, second ones, receipts with other choices.
recent = st.integers(0, 2)
worker = st.integers(0, 1)
choices = st.lists(st.integers(0, 3), max_size=3)
batches = st.lists(
    st.builds(Cast, recent, st.integers(0, 3), st.integers(0, 5), choices, st.none() | recent, worker),
    min_size=1,
    max_size=8,
)
kinds = st.builds(
    lambda voting, check: {**voting, "voter_check": check},
    st.sampled_from([{"voting": "single"}, {"voting": "multiple"}, {"voting": "multiple", "max_choices": 2}]),
    st.sampled_from(["browser", "none"]),
)
edits = st.sampled_from(
    [
        {"question_text": "Juice?"},
        {"choices": [{"choice_text": "Juice"}, {"choice_text": "Milk"}]},
        {"choices": "reversed"},
        {"choices": "swapped"},
        {"voting": "multiple"},
        {"voting": "single"},
        {"max_choices": 1},
        {"max_choices": None},
        {"results_visibility": "staff"},
        {"listed": False},
        {"closes_at": None},
        {"closes_at": AN_HOUR_AGO.isoformat()},
    ]
)

# An order of a batch that explains its answers: what is refused for itself changes nothing, those that are
# counted are in no other's way, and only then comes what was counted before.
ORDER = [
    "poll_not_found",
    "poll_closed",
    "paper_changed",
    "bad_choices",
    201,
    200,
    "already_voted",
    "receipt_taken",
]


def place(answer: Response) -> int:
    return ORDER.index(answer.status_code if answer.is_success else answer.json()["code"])


class Polls(RuleBasedStateMachine):
    def __init__(self, workers: Sequence[FastAPI], url: sa.URL, session: str) -> None:
        super().__init__()
        self.workers, self.session = workers, session
        self.runner = asyncio.Runner()
        self.databases = [Database(url) for _ in workers]
        for app, database in zip(workers, self.databases, strict=True):
            add_services(app, database)
        self.polls: list[Reference] = []

    def teardown(self) -> None:
        self.runner.close()
        for database in self.databases:
            database.engine.dispose()

    @initialize(kinds=st.tuples(kinds, kinds, kinds))
    def open_polls(self, kinds: Sequence[dict[str, Any]]) -> None:
        for kind in kinds:
            self.open_poll(kind)

    def open_poll(self, kind: dict[str, Any]) -> None:
        texts = [{"choice_text": text} for text in ("Tea", "Coffee", "Water")]
        values = {"question_text": "Tea?", "choices": texts, "pub_date": YESTERDAY.isoformat(), **kind}
        made = self.edit_as_staff("POST", "", values).json()
        choices = {choice["id"]: choice["choice_text"] for choice in made["choices"]}
        rules = (made["voting"], made["max_choices"], made["voter_check"])
        self.polls.append(Reference(made["id"], made["slug"], choices, *rules))
        self.look(0)

    @rule(number=recent)
    def look(self, number: int) -> None:
        """A voter opens the page. Its paper is one that was seen before just where it says the same."""
        poll = self.polls[-1 - number]
        answer = self.runner.run(ask(self.workers[0], "GET", f"/api/polls/{poll.slug}", "", None))
        assert answer.status_code == (404 if poll.is_deleted else 200)
        if not poll.is_deleted:
            paper, content = answer.json()["paper"], poll.paper()
            assert [paper == other for other, _ in poll.seen] == [content == other for _, other in poll.seen]
            poll.seen.append((paper, content))

    @rule(batch=batches)
    def cast(self, batch: list[Cast]) -> None:
        self.cast_all(batch, nullcontext())

    @rule(batch=batches, worker=worker, statement=st.integers(0, 10))
    def cast_while_a_connection_breaks(self, batch: list[Cast], worker: int, statement: int) -> None:
        self.cast_all(batch, broken_at(self.databases[worker], statement))

    @rule(batch=batches, worker=worker)
    def cast_while_an_acknowledgement_is_lost(self, batch: list[Cast], worker: int) -> None:
        self.cast_all(batch, acknowledgement_lost(self.databases[worker]), may_be_counted=True)

    def cast_all(
        self, batch: list[Cast], failure: AbstractContextManager[None], *, may_be_counted: bool = False
    ) -> None:
        """Cast them at the same time; a worker that tries again may find that they are counted."""

        async def send_all() -> list[Response]:
            return await asyncio.gather(*map(self.send, batch))

        with failure:
            answers = self.runner.run(send_all())
        for answer, cast in sorted(zip(answers, batch, strict=True), key=lambda each: place(each[0])):
            poll, voter, receipt, choices, (_, paper) = self.ballot(cast)
            status, expected = answer.status_code, poll.cast(voter, receipt, choices, paper)
            assert status == expected or (may_be_counted and (status, expected) == (200, 201))

    async def send(self, cast: Cast) -> Response:
        poll, voter, receipt, choices, (paper, _) = self.ballot(cast)
        path, body = f"/api/polls/{poll.slug}/ballots", {"choices": choices, "receipt": receipt}
        if paper is not None:
            body["paper"] = paper
        return await ask(self.workers[cast.worker], "POST", path, f"voter={voter}", body)

    def ballot(self, cast: Cast) -> tuple[Reference, str, str, list[int], tuple[str | None, Any]]:
        poll = self.polls[-1 - cast.poll]
        ids = [*poll.choices, *[NO_CHOICE] * 4]
        receipt = str(uuid.UUID(int=cast.receipt, version=4))
        paper = (None, None) if cast.paper is None else poll.seen[-1 - cast.paper % len(poll.seen)]
        return poll, f"{cast.voter:043}", receipt, [ids[choice] for choice in cast.choices], paper

    @rule(number=recent, values=edits)
    def edit(self, number: int, values: dict[str, Any]) -> None:
        poll = self.polls[-1 - number]
        answer = self.edit_as_staff("PUT", f"/{poll.id}", values | self.other_choices(poll, values))
        assert answer.status_code == poll.edit(values)
        if answer.status_code == 200:
            poll.choices = {choice["id"]: choice["choice_text"] for choice in answer.json()["choices"]}

    def other_choices(self, poll: Reference, values: dict[str, Any]) -> dict[str, Any]:
        """The poll's own choices in another order, or with their texts moved on."""
        ids, texts = [*poll.choices], [*poll.choices.values()]
        match values.get("choices"):
            case "reversed":
                ids, texts = ids[::-1], texts[::-1]
            case "swapped":
                texts = [*texts[1:], *texts[:1]]
            case _:
                return {}
        pairs = zip(ids, texts, strict=True)
        return {"choices": [{"id": id_, "choice_text": text} for id_, text in pairs]}

    @rule(number=recent, kind=kinds)
    def delete(self, number: int, kind: dict[str, Any]) -> None:
        poll = self.polls[-1 - number]
        assert self.edit_as_staff("DELETE", f"/{poll.id}").status_code == poll.delete()
        self.open_poll(kind)

    def edit_as_staff(self, method: str, path: str, values: Any = None) -> Response:
        path = f"/api/admin/questions{path}"
        return self.runner.run(ask(self.workers[0], method, path, f"session={self.session}", values))

    @invariant()
    def what_is_stored_is_what_was_counted(self) -> None:
        with self.databases[0].begin() as session:
            for poll in self.polls:
                of_poll = Vote.question_id == poll.id
                votes = defaultdict(set)
                for receipt, choice in session.execute(
                    sa.select(Vote.receipt, Vote.choice_id).where(of_poll)
                ):
                    votes[str(receipt)].add(choice)
                tallies = sa.select(Choice.id, Choice.votes).where(Choice.question_id == poll.id)
                voters = sa.select(sa.func.count()).where(Participation.question_id == poll.id)
                ballots = sa.select(Question.ballots).where(Question.id == poll.id)

                assert votes == poll.ballots
                assert {row.id: row.votes for row in session.execute(tallies)} == poll.tallies()
                assert session.scalar(voters) == len(poll.ballots)
                assert session.scalar(ballots) == (None if poll.is_deleted else len(poll.ballots))


async def ask(app: FastAPI, method: str, path: str, cookie: str, json: Any) -> Response:
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://testserver") as client:
        return await client.request(method, path, headers={"Cookie": cookie}, json=json)


@pytest.fixture(scope="module")
def workers(warm_app: FastAPI, migrated: sa.URL) -> Sequence[FastAPI]:
    return warm_app, create_app(Settings(database_url=migrated.render_as_string(hide_password=False)))


def test_answers_and_votes_follow_the_rules(
    workers: Sequence[FastAPI], migrated: sa.URL, editor: TestClient
) -> None:
    run_state_machine_as_test(
        lambda: Polls(workers, migrated, editor.cookies["session"]),  # type: ignore[arg-type] # it may be a function
        settings=settings(
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=12,
            stateful_step_count=20,
            suppress_health_check=[*HealthCheck],
        ),
    )


def test_two_workers_at_once_lose_no_vote(
    workers: Sequence[FastAPI], migrated: sa.URL, database: Database
) -> None:
    poll = make_poll(database)
    for app in workers:
        add_services(app, Database(migrated))

    async def vote(number: int) -> int:
        path, voter = f"/api/polls/{poll.slug}/ballots", f"voter={number:043}"
        return (await ask(workers[number % 2], "POST", path, voter, ballot(poll, number % 3))).status_code

    async def vote_at_once() -> list[int]:
        return await asyncio.gather(*map(vote, range(200)))

    assert asyncio.run(vote_at_once()) == [201] * 200
    for app in workers:
        app.state.database.engine.dispose()
