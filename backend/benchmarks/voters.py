"""The requests of voters and readers. Each has a new cookie, and each ballot a new receipt."""

import json
import random
import uuid
from collections.abc import Sequence

from app.accounts.security import new_token
from app.polls.models import Question
from benchmarks.load import Target

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

DRAW = random.Random()  # noqa: S311 - test votes need no secure randomness


def ballots(port: int, polls: Sequence[Question]) -> Target:
    """Ballots with a random choice of a random one of these polls, as the voter's page sends them."""
    papers = {poll.slug: poll.paper for poll in polls}

    def request() -> bytes:
        poll = DRAW.choice(polls)
        return _ballot(poll, papers[poll.slug], f"voter={new_token()}")

    return Target(port, request, 201)


def roll_ballots(port: int, poll: Question, passes: Sequence[str]) -> Target:
    """Ballots of the people on a roll, each with the pass of another person."""
    paper, people = poll.paper, iter(passes)
    return Target(port, lambda: _ballot(poll, paper, f"pass={next(people)}"), 201)


def django_votes(port: int, poll: Question) -> Target:
    """Votes as the tutorial's form sends them. The redirect in the response is not followed."""
    return Target(port, lambda: _post(f"/polls/{poll.id}/vote/", f"choice={_random_choice(poll)}", FORM), 302)


def plain_votes(port: int, poll: Question) -> Target:
    def request() -> bytes:
        return _post(f"/polls/{poll.id}/vote", json.dumps({"choice": _random_choice(poll)}), JSON)

    return Target(port, request, 201)


def reads(port: int, path: str) -> Target:
    return Target(port, lambda: _request("GET", path), 200)


def _ballot(poll: Question, paper: str, cookie: str) -> bytes:
    body = {"choices": [_random_choice(poll)], "receipt": str(uuid.uuid4()), "paper": paper}
    return _post(f"/api/polls/{poll.slug}/ballots", json.dumps(body), JSON, cookie)


def _random_choice(poll: Question) -> int:
    return DRAW.choice(poll.choices).id


def _post(path: str, body: str, content_type: str, cookie: str = "") -> bytes:
    headers = f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
    return _request("POST", path, headers, body, cookie)


def _request(method: str, path: str, headers: str = "", body: str = "", cookie: str = "") -> bytes:
    cookie = f"Cookie: {cookie or f'voter={new_token()}'}\r\n"
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}{headers}\r\n{body}".encode()
