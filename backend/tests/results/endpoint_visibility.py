"""A table of every endpoint of the API, and of the callers to whom its response may reveal votes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.polls.admin_api import questions
from app.polls.models import Question
from tests.factories.polls import ballot


@dataclass(frozen=True)
class Situation:
    """A poll and a caller. `voted`: the caller's browser has voted, and still has its receipt."""

    visibility: str
    voter_check: str
    state: str
    role: str | None
    voted: bool

    @property
    def is_closed(self) -> bool:
        return self.state.startswith("closed")

    @property
    def is_known_voter(self) -> bool:
        """True if the server can tell that this browser has voted."""
        return self.voted and self.voter_check != "none"

    def may_see(self, *, voted: bool) -> bool:
        """The visibility rule. It does not depend on the role."""
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


def everyone(situation: Situation) -> bool:
    return situation.may_see(voted=False)


def everyone_once_sealed(situation: Situation) -> bool:
    return situation.state == "closed and sealed" and everyone(situation)


def this_voter(situation: Situation) -> bool:
    return situation.may_see(voted=situation.is_known_voter)


def this_voter_before_close(situation: Situation) -> bool:
    return this_voter(situation) and not situation.is_closed


def this_voter_after_close(situation: Situation) -> bool:
    return this_voter(situation) and situation.is_closed


def new_voter(situation: Situation) -> bool:
    return situation.may_see(voted=True) and not situation.is_closed and not situation.is_known_voter


def voter_with_receipt(situation: Situation) -> bool:
    return situation.may_see(voted=True) and (situation.voted or not situation.is_closed)


def staff(situation: Situation) -> bool:
    return situation.role is not None


def editors(situation: Situation) -> bool:
    return situation.role in ("editor", "admin")


def staff_as_voters(situation: Situation) -> bool:
    return staff(situation) and everyone(situation)


# Makes the body of a request from the poll, the receipt of the caller's ballot, and a new receipt.
Body = Callable[[Question, str, str], Any]


@dataclass(frozen=True)
class Call:
    """A request, and the rule for the callers to whom its response reveals votes.

    In the values of `query`, `ID` stands for the id of the poll, and `TEXT` for its question.
    """

    endpoint: str
    reveals_to: Rule
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Body | None = None
    id: Callable[[Question], int] = lambda poll: poll.id


def new_ballot(*positions: int) -> Body:
    return lambda poll, _, new_receipt: ballot(poll, *positions, receipt=new_receipt)


def repeated_ballot(*positions: int) -> Body:
    return lambda poll, own_receipt, _: ballot(poll, *positions, receipt=own_receipt)


def empty_body(*_: object) -> dict[str, object]:
    return {}


POLLS, QUESTIONS = "/api/polls", "/api/admin/questions"
CSV = {"Accept": "text/csv"}
OUTDATED = {"If-Match": '"0"'}
THIS_POLL = {"filter": '{"id":[ID]}'}
# Exports and looks are recorded while the calls are made.
NO_CHANGE = {"filter": '{"resource":"none"}'}
NO_POLL = {"filter": '{"id":[]}'}
ALL = {"filter": "{}"}
ACTIONS = [action.name for action in questions.actions]


def settings_edit(**values: object) -> Call:
    return Call(f"PUT {QUESTIONS}/{{id}}", editors, body=lambda *_: values)


# Endpoints of one poll. The votes come last, because they change who has voted.
POLL_CALLS = [
    Call(f"GET {POLLS}", everyone_once_sealed, query={"search": "TEXT"}),
    Call(f"GET {POLLS}/{{slug}}", everyone),
    Call(f"GET {POLLS}/{{slug}}/picture.png", everyone),
    Call(f"GET {POLLS}/{{slug}}/qr.svg", nobody),
    Call(f"GET {POLLS}/{{slug}}/me", this_voter),
    Call(f"GET {POLLS}/{{slug}}/results", this_voter),
    Call(f"GET {POLLS}/{{slug}}/results/stream", this_voter_before_close),
    Call(f"GET {POLLS}/{{slug}}/ballots", this_voter_after_close),
    Call(f"GET {POLLS}/{{slug}}/ballots", this_voter_after_close, query={"format": "csv"}),
    Call(
        f"POST {POLLS}/{{slug}}/ballots/lookup",
        nobody,
        body=lambda _, own_receipt, __: {"receipt": own_receipt},
    ),
    Call(
        f"POST {POLLS}/{{slug}}/ballots/lookup",
        nobody,
        body=lambda _, __, new_receipt: {"receipt": new_receipt},
    ),
    Call(
        f"POST {POLLS}/{{slug}}/ballots",
        nobody,
        body=lambda _, __, new_receipt: {"choices": [], "receipt": new_receipt},
    ),
    Call(f"POST {POLLS}/{{slug}}/ballots", new_voter, body=new_ballot(0)),
    Call(f"POST {POLLS}/{{slug}}/ballots", voter_with_receipt, body=repeated_ballot(0)),
    Call(f"POST {POLLS}/{{slug}}/ballots", nobody, body=repeated_ballot(1)),
]

# Endpoints of the dashboard, which shows staff the tallies whatever the rule for voters says. With
# `after_close`, only a look shows them until the close.
DASHBOARD_CALLS = [
    Call(f"GET {QUESTIONS}", staff),
    Call(f"GET {QUESTIONS}", staff, query={"sort": '["ballots","DESC"]'}),
    Call(f"GET {QUESTIONS}", staff, headers={"Accept": "text/csv"}),
    Call(f"GET {QUESTIONS}/{{id}}", staff),
    Call(f"GET {QUESTIONS}/{{id}}", staff, query={"embed": '["choices"]'}),
    Call(f"PUT {QUESTIONS}/{{id}}", editors, body=empty_body),
    Call(f"PUT {QUESTIONS}/{{id}}", editors, headers=OUTDATED, body=empty_body),
    Call(f"DELETE {QUESTIONS}/{{id}}", editors, headers=OUTDATED),
    Call(f"PUT {QUESTIONS}", editors, THIS_POLL, OUTDATED, empty_body),
    Call(f"DELETE {QUESTIONS}", editors, THIS_POLL, OUTDATED),
    Call(f"POST {QUESTIONS}", nobody, body=empty_body),
    *(Call(f"GET {QUESTIONS}:{action}", nobody, THIS_POLL) for action in ACTIONS),
    *(Call(f"POST {QUESTIONS}:{action}", nobody, NO_POLL) for action in (*ACTIONS, "delete")),
    Call(f"GET {QUESTIONS}:delete", editors, THIS_POLL),  # says how many ballots go with the poll
    Call(f"POST {QUESTIONS}/{{id}}/look", editors),
    Call(f"GET {QUESTIONS}/{{id}}/preview", staff_as_voters),
    Call(f"GET {QUESTIONS}/{{id}}/qr.svg", nobody),
    Call(f"GET {QUESTIONS}/{{id}}/participants", nobody),
    Call(f"GET {QUESTIONS}/{{id}}/participants", nobody, query={"format": "csv"}),
    Call(f"GET {QUESTIONS}/{{id}}/stream", staff),
    Call(f"POST {QUESTIONS}/{{id}}/correct", nobody, body=empty_body),
    Call(f"POST {QUESTIONS}/{{id}}/correct", editors, headers=OUTDATED, body=empty_body),
    Call(f"POST {QUESTIONS}/{{id}}/reset", nobody, body=empty_body),
    Call(f"POST {QUESTIONS}/{{id}}/reset", editors, body=lambda *_: {"ballots": 999}),
    Call(f"GET {QUESTIONS}", staff, headers=CSV),
    Call("GET /api/admin/choices", staff, headers=CSV),
    Call("GET /api/admin/choices", staff, query={"sort": '["votes","DESC"]'}),
    Call("GET /api/admin/choices", staff, query={"filter": '{"votes_gte":3}'}),
    Call(f"POST {QUESTIONS}:import", nobody, query={"preview": "true"}, body=empty_body),
    Call("GET /api/admin/choices", staff),
    Call("GET /api/admin/choices", staff, query={"embed": '["question"]'}),
    Call("GET /api/admin/choices/{id}", staff, id=lambda poll: poll.choices[0].id),
]
NO_USER = {"filter": '{"id":[0]}'}


def unknown_id(_: Question) -> int:
    return 0


# The roll of a poll, and a person on it, as tests create them. Other polls have none.
def roll_of(poll: Question) -> int:
    return poll.roll_id or 0


def person_of(poll: Question) -> int:
    return PEOPLE.get(poll.id, 0)


# The first person on the roll of each poll, by the poll's id.
PEOPLE: dict[int, int] = {}


# Endpoints that never reveal votes.
OTHER_CALLS = [
    Call(f"GET {POLLS}", nobody),
    Call("GET /api/admin", nobody),
    Call(f"GET {QUESTIONS}:facets", nobody),
    Call(f"GET {QUESTIONS}:dates", nobody, query={"field": "pub_date"}),
    Call("GET /api/admin/choices:facets", nobody),
    Call("POST /api/vote", nobody, body=empty_body),
    Call("GET /api/vote", nobody),
    Call("GET /api/admin/rolls", nobody),
    Call("GET /api/admin/rolls:facets", nobody),
    Call("POST /api/admin/rolls", nobody, body=empty_body),
    Call("PUT /api/admin/rolls", nobody, NO_POLL, body=empty_body),
    Call("DELETE /api/admin/rolls", nobody, NO_POLL),
    *(
        Call(f"{method} /api/admin/rolls:{action}", nobody, query)
        for action in ("forget", "delete")
        for method, query in (("GET", ALL), ("POST", NO_POLL))
    ),
    Call("GET /api/admin/rolls/{id}", nobody, id=roll_of),
    Call("PUT /api/admin/rolls/{id}", nobody, headers=OUTDATED, body=empty_body, id=roll_of),
    Call("DELETE /api/admin/rolls/{id}", nobody, headers=OUTDATED, id=roll_of),
    Call("POST /api/admin/rolls/{id}/codes", nobody, body=empty_body, id=roll_of),
    Call("GET /api/admin/rolls/{id}/cards", nobody, id=roll_of),
    Call("GET /api/admin/rolls/{id}/cards", nobody, {"people": "all", "format": "csv"}, id=roll_of),
    Call("GET /api/admin/voters", nobody),
    Call("GET /api/admin/voters", nobody, headers=CSV),
    Call("GET /api/admin/voters", nobody, query={"sort": '["status","DESC"]'}),
    Call("GET /api/admin/voters", nobody, query={"filter": '{"voted":true}'}),
    Call("GET /api/admin/voters:facets", nobody),
    Call("POST /api/admin/voters", nobody, body=empty_body),
    Call("PUT /api/admin/voters", nobody, NO_POLL, body=empty_body),
    Call("DELETE /api/admin/voters", nobody, NO_POLL),
    Call("POST /api/admin/voters:import", nobody, query={"preview": "true"}, body=empty_body),
    *(
        Call(f"{method} /api/admin/voters:{action}", nobody, query)
        for action in ("revoke", "delete")
        for method, query in (("GET", ALL), ("POST", NO_POLL))
    ),
    Call("GET /api/admin/voters/{id}", nobody, id=person_of),
    Call("PUT /api/admin/voters/{id}", nobody, headers=OUTDATED, body=empty_body, id=person_of),
    Call("DELETE /api/admin/voters/{id}", nobody, headers=OUTDATED, id=person_of),
    Call("POST /api/admin/voters/{id}/code", nobody, id=unknown_id),
    Call("GET /api/admin/mail", nobody),
    Call("GET /api/admin/mailings", nobody),
    Call("GET /api/admin/mailings", nobody, headers=CSV),
    Call("GET /api/admin/mailings", nobody, query={"filter": '{"left_gt":0}'}),
    Call("GET /api/admin/mailings:facets", nobody),
    Call("POST /api/admin/mailings", nobody, body=empty_body),
    Call("GET /api/admin/mailings/{id}", nobody, id=unknown_id),
    Call("GET /api/admin/mailings:stop", nobody, ALL),
    Call("POST /api/admin/mailings:stop", nobody, NO_POLL),
    Call("POST /api/admin/mailings:preview", nobody, body=empty_body),
    Call("POST /api/admin/mailings:test", nobody, body=empty_body),
    Call("GET /api/admin/users", nobody),
    Call("GET /api/admin/users:facets", nobody),
    Call("POST /api/admin/users", nobody, body=empty_body),
    Call("PUT /api/admin/users", nobody, NO_USER, body=empty_body),
    Call("DELETE /api/admin/users", nobody, NO_USER),
    *(
        Call(f"{method} /api/admin/users:{action}", nobody, NO_USER)
        for action in ("activate", "deactivate", "delete")
        for method in ("GET", "POST")
    ),
    Call("GET /api/admin/users/{id}", nobody, id=unknown_id),
    Call("PUT /api/admin/users/{id}", nobody, body=empty_body, id=unknown_id),
    Call("DELETE /api/admin/users/{id}", nobody, headers=OUTDATED, id=unknown_id),
    Call("GET /api/admin/sessions", nobody, NO_USER),
    Call("GET /api/admin/sessions:facets", nobody, NO_USER),
    Call("GET /api/admin/sessions:delete", nobody, NO_USER),
    Call("POST /api/admin/sessions:delete", nobody, NO_USER),
    Call("DELETE /api/admin/sessions", nobody, NO_USER),
    Call("DELETE /api/admin/sessions/{id}", nobody, id=unknown_id),
    Call("GET /api/admin/changes", nobody, NO_CHANGE),
    Call("GET /api/admin/changes:facets", nobody, NO_CHANGE),
    Call("GET /api/admin/changes:dates", nobody, {**NO_CHANGE, "field": "at"}),
    Call("GET /api/admin/changes/{id}", nobody, id=unknown_id),
    Call("POST /api/admin/changes/{id}/restore", nobody, body=lambda *_: {"state": "before"}, id=unknown_id),
    Call("POST /api/auth/login", nobody, body=empty_body),
    Call("POST /api/auth/password", nobody, body=empty_body),
    Call("GET /api/auth/sessions", nobody),
    Call("DELETE /api/auth/sessions", nobody),
    Call("DELETE /api/auth/sessions/{id}", nobody, id=unknown_id),
    Call("GET /api/auth/me", nobody),
    Call("GET /api/site", nobody),
    Call("GET /api/health", nobody),
    Call("GET /api/ready", nobody),
    Call("GET /api/docs", nobody),
    Call("GET /api/openapi.json", nobody),
    Call("HEAD /api/openapi.json", nobody),
    Call("DELETE /api/vote", nobody),
    Call("POST /api/auth/logout", nobody),  # last, because it signs out
]
