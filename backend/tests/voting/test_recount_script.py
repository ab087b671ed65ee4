"""The script `docs/recount.py`, with which anyone can recount the published ballots of a closed poll."""

import json
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.config import CHECKOUT
from app.database import Database
from tests.factories.polls import AN_HOUR_AGO, edit_poll, make_poll, vote
from tests.serving import serving

SCRIPT = CHECKOUT / "docs" / "recount.py"


def run_script(*files: Path) -> tuple[int, str]:
    """Run the script in a Python without packages. Return its exit status and its output."""
    process = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-I", "-S", SCRIPT, *files], capture_output=True, text=True, check=False
    )
    return process.returncode, process.stdout + process.stderr


@pytest.mark.parametrize("query", ["", "?format=csv"])
def test_the_script_recounts_the_list_of_a_server(
    client: TestClient, database: Database, tmp_path: Path, query: str
) -> None:
    poll = make_poll(database, voter_check="none", voting="multiple")
    for choices in [(0,), (0, 2), (0,), (2,)]:
        assert vote(client, poll, *choices).status_code == 201
    edit_poll(database, poll, closes_at=AN_HOUR_AGO)
    ballots, results = tmp_path / "ballots", tmp_path / "results"
    with serving(database.engine.url) as server:
        ballots.write_bytes(httpx2.get(f"{server}/api/polls/{poll.slug}/ballots{query}").content)
        results.write_bytes(httpx2.get(f"{server}/api/polls/{poll.slug}/results").content)

    tea, coffee, water = (choice.id for choice in poll.choices)
    counted = f"ballots: 4\n{tea}: 3\n{water}: 2\nEvery receipt is there once.\n"
    assert run_script(ballots) == (0, counted)
    compared = f"ballots: 4\n{tea}: 3  Tea\n{coffee}: 0  Coffee\n{water}: 2  Water\n"
    verdict = "Every receipt is there once. The published result is right.\n"
    assert run_script(ballots, results) == (0, compared + verdict)


@pytest.mark.parametrize("as_format", ["json", "csv"])
def test_the_script_recounts_a_list_in_parts(
    client: TestClient, database: Database, tmp_path: Path, as_format: str
) -> None:
    poll = make_poll(database, voter_check="none", voting="multiple")
    responses = [vote(client, poll, *choices) for choices in [(0,), (0, 2), (0,), (2,)]]
    receipts = sorted(response.json()["receipt"] for response in responses)
    edit_poll(database, poll, closes_at=AN_HOUR_AGO)
    path = f"/api/polls/{poll.slug}"
    files: list[Path] = []
    for after in ({}, *({"after": receipt} for receipt in receipts)):
        query = {"format": as_format, "limit": "1", **after}
        files.append(tmp_path / f"part {len(files)}")
        files[-1].write_bytes(client.get(f"{path}/ballots", params=query).content)
    results = tmp_path / "results"
    results.write_bytes(client.get(f"{path}/results").content)

    status, output = run_script(*files, results)

    assert (status, output.splitlines()[0]) == (0, "ballots: 4")
    assert output.splitlines()[-1] == "Every receipt is there once. The published result is right."
    assert run_script(*files[1:], results)[0] == 1
    status, output = run_script(*files, files[0])
    assert (status, output.splitlines()[-1]) == (1, f"The receipt {receipts[0]} is there 2 times.")


DUPLICATE = "4d2c1c58-9bd7-4d37-b1b8-3f8a1a5e6f01"
RECEIPT = "9a7f4c52-1d0e-4c2a-8a64-7c1b2e0d5a02"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            json.dumps(
                [{"receipt": receipt, "choices": [1]} for receipt in (DUPLICATE, RECEIPT, DUPLICATE.upper())]
            ),
            f"The receipt {DUPLICATE} is there 2 times.",
        ),
        (
            f"receipt,choice_id\r\n{DUPLICATE},1\r\n{RECEIPT},1\r\n{DUPLICATE},2\r\n",
            f"The receipt {DUPLICATE} is there 2 times.",
        ),
        (
            f"receipt,choice_id\n{DUPLICATE},1\n{DUPLICATE},1\n",
            f"The ballot {DUPLICATE} names a choice twice.",
        ),
        (json.dumps([{"receipt": RECEIPT, "choices": []}]), f"The ballot {RECEIPT} is empty."),
        *(
            (text, "This can't be read as a list of ballots")
            for text in (
                "",
                "[{}]",
                "[" * 100_000,
                "receipt,choice_id\nnone,1\n",
                f"receipt,choice_id\n{RECEIPT},1,2\n",
                f"receipt,choice_id\n{RECEIPT}\n",
                f"receipt,choice_id\n{RECEIPT},1{'0' * 200_000}\n",
                *(
                    json.dumps([{"receipt": RECEIPT, "choices": choices}])
                    for choices in ([1, "2"], "12", [1.5], [True], [[1]], {"1": 2}, None)
                ),
            )
        ),
    ],
)
def test_the_script_reports_an_invalid_list(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "ballots"
    file.write_text(text)

    status, output = run_script(file)

    assert status == 1
    assert output.splitlines()[-1].startswith(problem)
    assert "Traceback" not in output


def test_the_script_reports_a_result_that_differs_from_the_list(tmp_path: Path) -> None:
    ballots, results = tmp_path / "ballots", tmp_path / "results"
    ballots.write_text(json.dumps([{"receipt": RECEIPT, "choices": [7]}]))
    choices = [{"id": 7, "choice_text": "Tea", "votes": 0}, {"id": 8, "choice_text": "Coffee", "votes": 1}]
    results.write_text(json.dumps({"ballots": 2, "choices": choices}))

    status, output = run_script(ballots, results)

    assert status == 1
    assert output.splitlines()[-3:] == [
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
def test_the_script_reports_an_incomplete_or_invalid_result(
    tmp_path: Path, results: object, problem: str
) -> None:
    ballots, file = tmp_path / "ballots", tmp_path / "results"
    ballots.write_text(json.dumps([{"receipt": RECEIPT, "choices": [7]}]))
    file.write_text(json.dumps(results))

    status, output = run_script(ballots, file)

    assert status == 1
    assert output.splitlines()[-1].startswith(problem)
    assert "Traceback" not in output


def test_the_script_escapes_characters_that_a_terminal_cannot_show(tmp_path: Path) -> None:
    ballots, results = tmp_path / "ballots", tmp_path / "results"
    ballots.write_text(json.dumps([{"receipt": RECEIPT, "choices": [7]}]))
    results.write_text(json.dumps({"ballots": 1, "choices": [TEA | {"choice_text": "Tea \ud83c"}]}))

    status, output = run_script(ballots, results)

    assert (status, output.splitlines()[1]) == (0, r"7: 1  Tea \ud83c")
