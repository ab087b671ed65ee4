"""Every call of the API, and to whom its answer may tell of the votes on a poll: design.md as one table."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.polls.models import Question
from tests.factories.polls import ballot


@dataclass(frozen=True)
class Situation:
    """A poll, and who asks about it. `voted`: this browser has, and still holds its receipt."""

    visibility: str
    check: str
    state: str
    role: str | None
    voted: bool

    @property
    def is_closed(self) -> bool:
        return self.state.startswith("closed")

    @property
    def is_known(self) -> bool:
        """Whether the poll knows that this browser has voted."""
        return self.voted and self.check == "browser"

    def may_see(self, *, voted: bool) -> bool:
        """The one rule. The role of whoever is signed in is no part of it."""
        if self.state == "scheduled":
            return False
        return {
            "always": True,
            "after_vote": voted or self.is_closed,
            "after_close": self.is_closed,
            "staff": False,
        }[self.visibility]


Rule = Callable[[Situation], bool]


def nobody(_: Situation) -> bool:
    return False


def all_alike(asked: Situation) -> bool:
    return asked.may_see(voted=False)


def this_voter(asked: Situation) -> bool:
    return asked.may_see(voted=asked.is_known)


def this_voter_live(asked: Situation) -> bool:
    return this_voter(asked) and not asked.is_closed


def this_voter_once_closed(asked: Situation) -> bool:
    return this_voter(asked) and asked.is_closed


def who_votes_now(asked: Situation) -> bool:
    return asked.may_see(voted=True) and not asked.is_closed and not asked.is_known


def whose_receipt_is_known(asked: Situation) -> bool:
    return asked.may_see(voted=True) and (asked.voted or not asked.is_closed)


def signed_in(asked: Situation) -> bool:
    return asked.role is not None


def who_may_edit(asked: Situation) -> bool:
    return asked.role in ("editor", "admin")


# What is sent: of the poll, the receipt of the caller's ballot, and one for a new ballot.
Body = Callable[[Question, str, str], Any]


@dataclass(frozen=True)
class Channel:
    """A call, and whom it tells. In a query, ID stands for the poll's."""

    call: str
    tells: Rule
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Body | None = None
    id: Callable[[Question], int] = lambda poll: poll.id


def choosing(*positions: int) -> Body:
    return lambda poll, _, new: ballot(poll, *positions, receipt=new)


def again(*positions: int) -> Body:
    return lambda poll, mine, _: ballot(poll, *positions, receipt=mine)


def nothing(*_: object) -> dict[str, object]:
    return {}


POLLS, QUESTIONS = "/api/polls", "/api/admin/questions"
STALE = {"If-Match": '"0"'}
THIS = {"filter": '{"id":[ID]}'}


def setting(**values: object) -> Channel:
    return Channel(f"PUT {QUESTIONS}/{{id}}", who_may_edit, body=lambda *_: values)


# About one poll; the votes come last, because they change who has voted.
OF_POLL = [
    Channel(f"GET {POLLS}/{{slug}}", all_alike),
    Channel(f"GET {POLLS}/{{slug}}/me", this_voter),
    Channel(f"GET {POLLS}/{{slug}}/results", this_voter),
    Channel(f"GET {POLLS}/{{slug}}/results/stream", this_voter_live),
    Channel(f"GET {POLLS}/{{slug}}/ballots", this_voter_once_closed),
    Channel(f"GET {POLLS}/{{slug}}/ballots", this_voter_once_closed, query={"format": "csv"}),
    Channel(f"POST {POLLS}/{{slug}}/ballots/lookup", nobody, body=lambda _, mine, __: {"receipt": mine}),
    Channel(f"POST {POLLS}/{{slug}}/ballots/lookup", nobody, body=lambda _, __, new: {"receipt": new}),
    Channel(
        f"POST {POLLS}/{{slug}}/ballots", nobody, body=lambda _, __, new: {"choices": [], "receipt": new}
    ),
    Channel(f"POST {POLLS}/{{slug}}/ballots", who_votes_now, body=choosing(0)),
    Channel(f"POST {POLLS}/{{slug}}/ballots", whose_receipt_is_known, body=again(0)),
    Channel(f"POST {POLLS}/{{slug}}/ballots", nobody, body=again(1)),
]

# About the dashboard's records of that poll, whoever may see its result elsewhere.
OF_RECORD = [
    Channel(f"GET {QUESTIONS}", signed_in),
    Channel(f"GET {QUESTIONS}", signed_in, query={"sort": '["ballots","DESC"]'}),
    Channel(f"GET {QUESTIONS}/{{id}}", signed_in),
    Channel(f"GET {QUESTIONS}/{{id}}", signed_in, query={"embed": '["choices"]'}),
    Channel(f"PUT {QUESTIONS}/{{id}}", who_may_edit, body=nothing),
    Channel(f"PUT {QUESTIONS}/{{id}}", who_may_edit, headers=STALE, body=nothing),
    Channel(f"DELETE {QUESTIONS}/{{id}}", who_may_edit, headers=STALE),
    Channel(f"PUT {QUESTIONS}", who_may_edit, THIS, STALE, nothing),
    Channel(f"DELETE {QUESTIONS}", who_may_edit, THIS, STALE),
    Channel(f"POST {QUESTIONS}", nobody, body=nothing),
    Channel("GET /api/admin/choices", signed_in),
    Channel("GET /api/admin/choices", signed_in, query={"embed": '["question"]'}),
    Channel("GET /api/admin/choices/{id}", signed_in, id=lambda poll: poll.choices[0].id),
]

NO_ONE = {"filter": '{"id":[0]}'}


def no_one(_: Question) -> int:
    return 0


# About no single poll, or nothing that has to do with votes.
OTHERS = [
    Channel(f"GET {POLLS}", nobody),
    Channel("GET /api/admin", nobody),
    Channel("GET /api/admin/users", nobody),
    Channel("POST /api/admin/users", nobody, body=nothing),
    Channel("PUT /api/admin/users", nobody, NO_ONE, body=nothing),
    Channel("DELETE /api/admin/users", nobody, NO_ONE),
    Channel("GET /api/admin/users/{id}", nobody, id=no_one),
    Channel("PUT /api/admin/users/{id}", nobody, body=nothing, id=no_one),
    Channel("DELETE /api/admin/users/{id}", nobody, headers=STALE, id=no_one),
    Channel("POST /api/auth/login", nobody, body=nothing),
    Channel("GET /api/auth/me", nobody),
    Channel("GET /api/site", nobody),
    Channel("GET /api/health", nobody),
    Channel("GET /api/ready", nobody),
    Channel("GET /api/docs", nobody),
    Channel("GET /api/openapi.json", nobody),
    Channel("HEAD /api/openapi.json", nobody),
    Channel("POST /api/auth/logout", nobody),  # the last, which signs out
]
