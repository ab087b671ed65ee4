"""What a voter finds by a receipt, and what anyone can count again."""

import asyncio
import json
import subprocess
import sys
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update

from app.config import CHECKOUT
from app.database import Database
from app.polls.models import Question
from app.voting.recount import recount
from tests.factories import make_poll
from tests.serving import serving


def vote(client: TestClient, poll: Question, *choices: int) -> str:
    receipt = str(uuid.uuid4())
    ids = [poll.choices[choice].id for choice in choices]
    answer = client.post(f"/api/polls/{poll.slug}/ballots", json={"choices": ids, "receipt": receipt})
    assert answer.status_code == 201
    return receipt


def close(database: Database, poll: Question) -> None:
    with database.begin() as session:
        session.execute(
            update(Question)
            .where(Question.id == poll.id)
            .values(closes_at=datetime.now(UTC) - timedelta(hours=1))
        )


def test_a_receipt_finds_its_vote_and_no_other(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voter_check="none", voting="multiple")
    receipt = vote(client, poll, 2, 0)
    vote(client, poll, 1)

    found = client.post(f"/api/polls/{poll.slug}/ballots/lookup", json={"receipt": receipt})

    assert (found.status_code, found.json()) == (200, {"choices": [poll.choices[0].id, poll.choices[2].id]})
    unknown = client.post(f"/api/polls/{poll.slug}/ballots/lookup", json={"receipt": str(uuid.uuid4())})
    assert unknown.status_code == 404
    other = make_poll(database)
    assert (
        client.post(f"/api/polls/{other.slug}/ballots/lookup", json={"receipt": receipt}).status_code == 404
    )


@pytest.mark.parametrize(
    ("hyphen", "written"),
    [
        ("\u2010", "{}"),
        ("\u2011", "{}"),
        ("\u2013", "{}"),
        ("\u2212", "{}"),
        ("\uff0d", "{}"),
        ("\u30fc", "{}"),
        ("\u00ad", "{}"),
        ("", "{}"),
        (" - ", " {}\n"),
        ("-", "\ufeff{}\u200b"),
        ("-", "{{{}}}"),
        ("-", "urn:uuid:{}"),
        ("", "URN:UUID:{}"),
    ],
)
def test_a_receipt_is_found_however_it_is_written(
    client: TestClient, database: Database, hyphen: str, written: str
) -> None:
    poll = make_poll(database)
    receipt = vote(client, poll, 0).replace("-", hyphen)
    for text in (receipt, receipt.upper()):
        found = client.post(f"/api/polls/{poll.slug}/ballots/lookup", json={"receipt": written.format(text)})
        assert (found.status_code, found.json()) == (200, {"choices": [poll.choices[0].id]})


@pytest.mark.parametrize(
    "receipt",
    ["", "-", "receipt", "3f2a9c04", "g" * 32, "a" * 32, "1" * 1000, "{}", 7, None, ["a"], "\u30fc" * 32],
)
def test_a_text_that_is_no_receipt_is_refused(
    client: TestClient, database: Database, receipt: object
) -> None:
    path = f"/api/polls/{make_poll(database).slug}/ballots/lookup"
    answer = client.post(path, json={"receipt": receipt})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["receipt"])


def test_the_ballots_of_a_closed_poll_can_be_counted_again(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voter_check="none", voting="multiple")
    ballots = {vote(client, poll, *choices): choices for choices in [(0,), (0, 2), (1,), (2,)]}
    path = f"/api/polls/{poll.slug}/ballots"
    assert client.get(path).status_code == 403
    close(database, poll)

    as_json = client.get(path)
    as_csv = client.get(path, params={"format": "csv"})

    expected = {
        receipt: [poll.choices[choice].id for choice in ballots[receipt]] for receipt in sorted(ballots)
    }
    assert as_json.json() == [{"receipt": key, "choices": choices} for key, choices in expected.items()]
    lines = [f"{receipt},{choice}" for receipt, choices in expected.items() for choice in choices]
    assert as_csv.text == "\r\n".join(["receipt,choice_id", *lines, ""])
    assert as_csv.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert as_json.headers["Cache-Control"] == as_csv.headers["Cache-Control"] == "private, no-store"


def test_ballots_are_hidden_where_the_result_is(
    client: TestClient, new_client: Callable[[], TestClient], database: Database
) -> None:
    staff = make_poll(database, results_visibility="staff")
    voters = make_poll(database, results_visibility="after_vote")
    vote(client, staff, 0)
    vote(client, voters, 0)
    close(database, staff)
    close(database, voters)

    assert client.get(f"/api/polls/{staff.slug}/ballots").status_code == 403
    assert client.get(f"/api/polls/{voters.slug}/ballots").status_code == 200
    assert new_client().get(f"/api/polls/{voters.slug}/ballots").status_code == 200


SCRIPT = CHECKOUT / "docs" / "recount.py"


def run_script(*files: Path) -> tuple[int, str]:
    """Its status and what it prints, by a Python that has no packages."""
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-I", "-S", SCRIPT, *files], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("query", ["", "?format=csv"])
def test_the_script_recounts_what_a_server_publishes(
    client: TestClient, database: Database, tmp_path: Path, query: str
) -> None:
    poll = make_poll(database, voter_check="none", voting="multiple")
    for choices in [(0,), (0, 2), (0,), (2,)]:
        vote(client, poll, *choices)
    close(database, poll)
    ballots, results = tmp_path / "ballots", tmp_path / "results"
    with serving(database.engine.url) as server:
        ballots.write_bytes(httpx2.get(f"{server}/api/polls/{poll.slug}/ballots{query}").content)
        results.write_bytes(httpx2.get(f"{server}/api/polls/{poll.slug}/results").content)

    tea, coffee, water = (choice.id for choice in poll.choices)
    counted = f"ballots: 4\n{tea}: 3\n{water}: 2\nEvery receipt is there once.\n"
    assert run_script(ballots) == (0, counted)
    compared = f"ballots: 4\n{tea}: 3  Tea\n{coffee}: 0  Coffee\n{water}: 2  Water\n"
    said = "Every receipt is there once. The published result is right.\n"
    assert run_script(ballots, results) == (0, compared + said)


@pytest.mark.parametrize("as_format", ["json", "csv"])
def test_the_script_recounts_a_list_in_parts(
    client: TestClient, database: Database, tmp_path: Path, as_format: str
) -> None:
    poll = make_poll(database, voter_check="none", voting="multiple")
    receipts = sorted(vote(client, poll, *choices) for choices in [(0,), (0, 2), (0,), (2,)])
    close(database, poll)
    path = f"/api/polls/{poll.slug}"
    files: list[Path] = []
    for after in ({}, *({"after": receipt} for receipt in receipts)):
        query = {"format": as_format, "limit": "1", **after}
        files.append(tmp_path / f"part {len(files)}")
        files[-1].write_bytes(client.get(f"{path}/ballots", params=query).content)
    results = tmp_path / "results"
    results.write_bytes(client.get(f"{path}/results").content)

    status, said = run_script(*files, results)

    assert (status, said.splitlines()[0]) == (0, "ballots: 4")
    assert said.splitlines()[-1] == "Every receipt is there once. The published result is right."
    assert run_script(*files[1:], results)[0] == 1
    status, said = run_script(*files, files[0])
    assert (status, said.splitlines()[-1]) == (1, f"The receipt {receipts[0]} is there 2 times.")


TWICE = "4d2c1c58-9bd7-4d37-b1b8-3f8a1a5e6f01"
ONCE = "9a7f4c52-1d0e-4c2a-8a64-7c1b2e0d5a02"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            json.dumps([{"receipt": one, "choices": [1]} for one in (TWICE, ONCE, TWICE.upper())]),
            f"The receipt {TWICE} is there 2 times.",
        ),
        (
            f"receipt,choice_id\r\n{TWICE},1\r\n{ONCE},1\r\n{TWICE},2\r\n",
            f"The receipt {TWICE} is there 2 times.",
        ),
        (f"receipt,choice_id\n{TWICE},1\n{TWICE},1\n", f"The ballot {TWICE} names a choice twice."),
        (json.dumps([{"receipt": ONCE, "choices": []}]), f"The ballot {ONCE} is empty."),
        *(
            (text, "This can't be read as a list of ballots")
            for text in (
                "",
                "[{}]",
                "[" * 100_000,
                "receipt,choice_id\nnone,1\n",
                f"receipt,choice_id\n{ONCE},1,2\n",
                f"receipt,choice_id\n{ONCE}\n",
                f"receipt,choice_id\n{ONCE},1{'0' * 200_000}\n",
                *(
                    json.dumps([{"receipt": ONCE, "choices": choices}])
                    for choices in ([1, "2"], "12", [1.5], [True], [[1]], {"1": 2}, None)
                ),
            )
        ),
    ],
)
def test_the_script_finds_what_no_list_may_hold(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "ballots"
    file.write_text(text)

    status, said = run_script(file)

    assert status == 1
    assert said.splitlines()[-1].startswith(problem)
    assert "Traceback" not in said


def test_the_script_finds_a_result_that_says_something_else(tmp_path: Path) -> None:
    ballots, results = tmp_path / "ballots", tmp_path / "results"
    ballots.write_text(json.dumps([{"receipt": ONCE, "choices": [7]}]))
    choices = [{"id": 7, "choice_text": "Tea", "votes": 0}, {"id": 8, "choice_text": "Coffee", "votes": 1}]
    results.write_text(json.dumps({"ballots": 2, "choices": choices}))

    status, said = run_script(ballots, results)

    assert status == 1
    assert said.splitlines()[-3:] == [
        "The result says 2 ballots, and the list holds 1.",
        "The result says 0 votes for 7, and the list holds 1.",
        "The result says 1 votes for 8, and the list holds 0.",
    ]


TEA: dict[str, object] = {"id": 7, "choice_text": "Tea", "votes": 1}


@pytest.mark.parametrize(
    ("results", "problem"),
    [
        ({"ballots": 7, "choices": []}, "The result says 0 votes for 7, and the list holds 1."),
        ({"ballots": 1, "choices": []}, "The result says 0 votes for 7, and the list holds 1."),
        *(
            (damaged, "This can't be read as a list of ballots, and a result: ")
            for damaged in (
                {"ballots": 1, "choices": [TEA | {"votes": 5}, TEA]},
                {"ballots": 1, "choices": [TEA, TEA | {"id": True}]},
                {"ballots": 1, "choices": [TEA, TEA | {"id": "8", "votes": 0}]},
                {"ballots": 1, "choices": [TEA | {"votes": True}]},
                {"ballots": True, "choices": [TEA]},
                {"ballots": 1},
                [TEA],
            )
        ),
    ],
)
def test_the_script_compares_any_result_that_it_is_given(
    tmp_path: Path, results: object, problem: str
) -> None:
    ballots, file = tmp_path / "ballots", tmp_path / "results"
    ballots.write_text(json.dumps([{"receipt": ONCE, "choices": [7]}]))
    file.write_text(json.dumps(results))

    status, said = run_script(ballots, file)

    assert status == 1
    assert said.splitlines()[-1].startswith(problem)
    assert "Traceback" not in said


def test_the_script_prints_what_a_terminal_can_not_show(tmp_path: Path) -> None:
    ballots, results = tmp_path / "ballots", tmp_path / "results"
    ballots.write_text(json.dumps([{"receipt": ONCE, "choices": [7]}]))
    results.write_text(json.dumps({"ballots": 1, "choices": [TEA | {"choice_text": "Tea \ud83c"}]}))

    status, said = run_script(ballots, results)

    assert (status, said.splitlines()[1]) == (0, r"7: 1  Tea \ud83c")


def test_a_recount_while_votes_come_in_finds_nothing(app: FastAPI, database: Database) -> None:
    poll = make_poll(database, voter_check="none")

    async def run() -> None:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as client:

            async def cast(number: int) -> int:
                choices = [poll.choices[number % 3].id]
                body = {"choices": choices, "receipt": str(uuid.uuid4())}
                answer = await client.post(f"/api/polls/{poll.slug}/ballots", json=body)
                return answer.status_code

            voting = [asyncio.create_task(cast(number)) for number in range(100)]
            while not all(task.done() for task in voting):
                async for step in recount(database, None, repair=True):
                    assert step.found == []
            assert {task.result() for task in voting} == {201}

    asyncio.run(run())
