"""Random sequences of votes and edits: each response follows the rules, and no vote is lost or doubled.

Hypothesis runs the sequences on two workers that share a database, and compares them with `ReferencePoll`.
Connections break in the middle of a batch.
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
from app.rolls.codes import Codes
from app.voters.models import Participation
from app.voters.passes import new_pass, write_pass
from app.voting.models import Vote
from tests.conftest import SECRET_KEY
from tests.factories.polls import AN_HOUR_AGO, YESTERDAY, ballot, make_poll
from tests.factories.rolls import People, make_people
from tests.voting.connection_failures import commit_response_lost, connection_broken_at
from tests.voting.reference_poll import ReferencePoll

# The id of a choice that no poll has.
UNKNOWN_CHOICE = 2**40


@dataclass(frozen=True)
class CastBallot:
    """A ballot. Its numbers are positions: 0 is the newest poll, and the paper that was seen last."""

    poll: int
    voter: int
    receipt: int
    choices: list[int]
    paper: int | None
    worker: int


# Few values, so that they collide: repeated ballots, second ballots, receipts with other choices.
recent = st.integers(0, 2)
worker = st.integers(0, 1)
choices = st.lists(st.integers(0, 3), max_size=3)
batches = st.lists(
    st.builds(CastBallot, recent, st.integers(0, 3), st.integers(0, 5), choices, st.none() | recent, worker),
    min_size=1,
    max_size=8,
)
settings_of_polls = st.builds(
    lambda voting, check: {**voting, "voter_check": check},
    st.sampled_from([{"voting": "single"}, {"voting": "multiple"}, {"voting": "multiple", "max_choices": 2}]),
    st.sampled_from(["browser", "none", "roll"]),
)
edits = st.sampled_from(
    [
        {"question_text": "Juice?"},
        {"choices": [{"choice_text": "Juice"}, {"choice_text": "Milk"}]},
        {"choices": "reversed"},
        {"choices": "rotated"},
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

# The reference polls replay a concurrent batch in this order of outcomes, which is valid for every batch:
# refusals that do not depend on other ballots, then counted ballots, then whatever a counted ballot causes.
REPLAY_ORDER = [
    "poll_not_found",
    "poll_closed",
    "code_needed",
    "paper_changed",
    "bad_choices",
    201,
    200,
    "already_voted",
    "receipt_taken",
]


def cookie_of(voter: int) -> str:
    return f"{voter:043}"


def replay_position(response: Response) -> int:
    return REPLAY_ORDER.index(response.status_code if response.is_success else response.json()["code"])


class PollsMachine(RuleBasedStateMachine):
    def __init__(self, workers: Sequence[FastAPI], url: sa.URL, session: str, people: People) -> None:
        super().__init__()
        self.workers, self.session = workers, session
        self.roll_id = people.roll.id
        codes = Codes(SECRET_KEY.encode)
        # The passes of those with a code, by the cookies of their browsers.
        self.passes = {
            cookie_of(number): write_pass(codes, new_pass(codes, voter.id, voter.generation))
            for number, voter in enumerate(people.voters)
        }
        self.runner = asyncio.Runner()
        self.databases = [Database(url) for _ in workers]
        for app, database in zip(workers, self.databases, strict=True):
            add_services(app, database)
        self.polls: list[ReferencePoll] = []

    def teardown(self) -> None:
        self.runner.close()
        for database in self.databases:
            database.engine.dispose()

    @initialize(settings_of_all=st.tuples(settings_of_polls, settings_of_polls, settings_of_polls))
    def open_polls(self, settings_of_all: Sequence[dict[str, Any]]) -> None:
        for poll_settings in settings_of_all:
            self.open_poll(poll_settings)

    def open_poll(self, poll_settings: dict[str, Any]) -> None:
        texts = [{"choice_text": text} for text in ("Tea", "Coffee", "Water")]
        values = {
            "question_text": "Tea?",
            "choices": texts,
            "pub_date": YESTERDAY.isoformat(),
            **poll_settings,
        }
        if values["voter_check"] == "roll":
            values["roll_id"] = self.roll_id
        created = self.edit_as_staff("POST", "", values).json()
        choices = {choice["id"]: choice["choice_text"] for choice in created["choices"]}
        rules = (created["voting"], created["max_choices"], created["voter_check"])
        self.polls.append(ReferencePoll(created["id"], created["slug"], choices, *rules, self.passes))
        self.view(0)

    @rule(number=recent)
    def view(self, number: int) -> None:
        """A voter opens the page. Its paper equals an earlier one if and only if the content is the same."""
        poll = self.polls[-1 - number]
        response = self.runner.run(send_request(self.workers[0], "GET", f"/api/polls/{poll.slug}", "", None))
        assert response.status_code == (404 if poll.is_deleted else 200)
        if not poll.is_deleted:
            paper, content = response.json()["paper"], poll.paper()
            assert [paper == seen for seen, _ in poll.seen_papers] == [
                content == seen for _, seen in poll.seen_papers
            ]
            poll.seen_papers.append((paper, content))

    @rule(batch=batches)
    def cast(self, batch: list[CastBallot]) -> None:
        self.cast_all(batch, nullcontext())

    @rule(batch=batches, worker=worker, statement=st.integers(0, 10))
    def cast_while_a_connection_breaks(self, batch: list[CastBallot], worker: int, statement: int) -> None:
        self.cast_all(batch, connection_broken_at(self.databases[worker], statement))

    @rule(batch=batches, worker=worker)
    def cast_while_the_response_to_a_commit_is_lost(self, batch: list[CastBallot], worker: int) -> None:
        self.cast_all(batch, commit_response_lost(self.databases[worker]), may_be_counted=True)

    def cast_all(
        self, batch: list[CastBallot], failure: AbstractContextManager[None], *, may_be_counted: bool = False
    ) -> None:
        """Cast a batch concurrently.

        `may_be_counted`: a response may be 200 instead of 201, because the worker repeats a commit that
        succeeded.
        """

        async def send_all() -> list[Response]:
            return await asyncio.gather(*map(self.send, batch))

        with failure:
            responses = self.runner.run(send_all())
        for response, cast in sorted(
            zip(responses, batch, strict=True), key=lambda pair: replay_position(pair[0])
        ):
            poll, voter, receipt, choices, (_, paper) = self.look_up(cast)
            status, expected = response.status_code, poll.cast(voter, receipt, choices, paper)
            assert status == expected or (may_be_counted and (status, expected) == (200, 201))

    async def send(self, cast: CastBallot) -> Response:
        poll, voter, receipt, choices, (paper, _) = self.look_up(cast)
        path, body = f"/api/polls/{poll.slug}/ballots", {"choices": choices, "receipt": receipt}
        if paper is not None:
            body["paper"] = paper
        cookies = f"voter={voter}; pass={self.passes.get(voter, '')}"
        return await send_request(self.workers[cast.worker], "POST", path, cookies, body)

    def look_up(self, cast: CastBallot) -> tuple[ReferencePoll, str, str, list[int], tuple[str | None, Any]]:
        """Return the poll, the voter's cookie, the receipt, the ids of the choices, and the paper."""
        poll = self.polls[-1 - cast.poll]
        ids = [*poll.choices, *[UNKNOWN_CHOICE] * 4]
        receipt = str(uuid.UUID(int=cast.receipt, version=4))
        seen = poll.seen_papers
        paper = (None, None) if cast.paper is None else seen[-1 - cast.paper % len(seen)]
        return poll, cookie_of(cast.voter), receipt, [ids[choice] for choice in cast.choices], paper

    @rule(number=recent, values=edits)
    def edit(self, number: int, values: dict[str, Any]) -> None:
        poll = self.polls[-1 - number]
        response = self.edit_as_staff("PUT", f"/{poll.id}", values | self.changed_choices(poll, values))
        assert response.status_code == poll.edit(values)
        if response.status_code == 200:
            poll.choices = {choice["id"]: choice["choice_text"] for choice in response.json()["choices"]}

    def changed_choices(self, poll: ReferencePoll, values: dict[str, Any]) -> dict[str, Any]:
        """The poll's choices in reverse order, or with their texts rotated."""
        ids, texts = [*poll.choices], [*poll.choices.values()]
        match values.get("choices"):
            case "reversed":
                ids, texts = ids[::-1], texts[::-1]
            case "rotated":
                texts = [*texts[1:], *texts[:1]]
            case _:
                return {}
        pairs = zip(ids, texts, strict=True)
        return {"choices": [{"id": id_, "choice_text": text} for id_, text in pairs]}

    @rule(number=recent, poll_settings=settings_of_polls)
    def delete(self, number: int, poll_settings: dict[str, Any]) -> None:
        poll = self.polls[-1 - number]
        assert self.edit_as_staff("DELETE", f"/{poll.id}").status_code == poll.delete()
        self.open_poll(poll_settings)

    def edit_as_staff(self, method: str, path: str, values: Any = None) -> Response:
        path = f"/api/admin/questions{path}"
        return self.runner.run(send_request(self.workers[0], method, path, f"session={self.session}", values))

    @invariant()
    def stored_votes_equal_the_reference(self) -> None:
        with self.databases[0].begin() as session:
            for poll in self.polls:
                votes = defaultdict(set)
                rows = sa.select(Vote.receipt, Vote.choice_id).where(Vote.question_id == poll.id)
                for receipt, choice in session.execute(rows):
                    votes[str(receipt)].add(choice)
                tallies = sa.select(Choice.id, Choice.tally).where(Choice.question_id == poll.id)
                voters = sa.select(sa.func.count()).where(Participation.question_id == poll.id)
                ballots = sa.select(Question.ballots).where(Question.id == poll.id)

                assert votes == poll.ballots
                assert {row.id: row.tally for row in session.execute(tallies)} == poll.tallies()
                assert session.scalar(voters) == len(poll.ballots)
                assert session.scalar(ballots) == (None if poll.is_deleted else len(poll.ballots))


async def send_request(app: FastAPI, method: str, path: str, cookie: str, json: Any) -> Response:
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://testserver") as client:
        return await client.request(method, path, headers={"Cookie": cookie}, json=json)


@pytest.fixture(scope="module")
def workers(warm_app: FastAPI, migrated: sa.URL) -> Sequence[FastAPI]:
    url = migrated.render_as_string(hide_password=False)
    return warm_app, create_app(Settings(database_url=url, secret_key=SECRET_KEY))


def test_responses_and_votes_follow_the_rules(
    workers: Sequence[FastAPI], migrated: sa.URL, database: Database, editor: TestClient
) -> None:
    people = make_people(database, 3)  # the fourth voter has no code
    run_state_machine_as_test(
        lambda: PollsMachine(workers, migrated, editor.cookies["session"], people),  # type: ignore[arg-type] # a factory is accepted too
        settings=settings(
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=12,
            stateful_step_count=20,
            suppress_health_check=[*HealthCheck],
        ),
    )


def test_two_concurrent_workers_lose_no_vote(
    workers: Sequence[FastAPI], migrated: sa.URL, database: Database
) -> None:
    poll = make_poll(database)
    for app in workers:
        add_services(app, Database(migrated))

    async def vote(number: int) -> int:
        path, voter = f"/api/polls/{poll.slug}/ballots", f"voter={number:043}"
        return (
            await send_request(workers[number % 2], "POST", path, voter, ballot(poll, number % 3))
        ).status_code

    async def vote_concurrently() -> list[int]:
        return await asyncio.gather(*map(vote, range(200)))

    assert asyncio.run(vote_concurrently()) == [201] * 200
    for app in workers:
        app.state.database.engine.dispose()
