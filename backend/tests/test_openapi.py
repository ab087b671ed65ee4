"""The API does what its OpenAPI document says: schemathesis asks what that allows and what it doesn't, and
holds each answer to all of its checks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from sqlalchemy import insert

from app.accounts.models import Role, User, UserSession
from app.accounts.security import digest
from app.config import Settings
from app.database import SAFE_METHODS, Base, Database
from app.main import create_app
from app.polls.models import Choice, Question
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, YESTERDAY

TOKEN = "an admin's"
OPEN, CLOSED = "teatea2345", "cake234567"
# Far from the ids that a database gives by itself.
FIRST = 1_000_001

# What a valid request may be answered with: schemathesis' own list, and 412.
ACCEPTED = ["2xx", "401", "403", "404", "409", "412", "429"]


def configured(**more: Any) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            # The same requests in every run.
            "generation": {"deterministic": True, "database": "none", "max-examples": 10},
            "suppress-health-check": ["all"],
            # Records that are there are asked for more often than others.
            "dictionaries": {"ids": {"values": [FIRST, FIRST + 1]}, "slugs": {"values": [OPEN, CLOSED]}},
            "parameters": {
                "id": {"dictionary": "ids", "probability": 0.8},
                "slug": {"dictionary": "slugs", "probability": 0.8},
            },
            "checks": accepted(),
            "operations": [
                # JSON Schema can't say that a range ends after its start, and not how far after it.
                {"include-name": [f"GET {path}" for path in LISTS], "checks": accepted("400")},
                # Nor that a poll closes after it opens, which choices it has, or that a text is visible.
                {"include-name-regex": "(POST|PUT).*/(questions|users|ballots$)", "checks": accepted("422")},
                # One list and one record try each parameter by itself. The others have the same code.
                {
                    "include-name": [
                        *(f"GET {path}" for path in LISTS[:2]),
                        *(f"PUT {path}" for path in LISTS),
                    ],
                    "phases": {"coverage": {"enabled": False}},
                },
            ],
            **more,
        }
    )


def accepted(*statuses: str) -> dict[str, Any]:
    return {"positive_data_acceptance": {"expected-statuses": [*ACCEPTED, *statuses]}}


PROTECTED = "^/api/(admin|auth/me$)"
PUBLIC = "^/api/(?!admin|auth/me$)"
SIGNED_IN = {"openapi": {"session": {"api_key": TOKEN}}}
LISTS = ["/api/admin/questions", "/api/admin/choices", "/api/admin/users"]

schemathesis.openapi.format("uuid4", st.uuids(version=4).map(str))
document = create_app(Settings(database_url="sqlite:///document-only")).openapi()
# A stream ends when whoever watches leaves, which schemathesis does late: polls/test_live.py asks for it.
everything = schemathesis.openapi.from_dict(document, config=configured(auth=SIGNED_IN)).exclude(
    path_regex="/stream$"
)
public = everything.exclude(path_regex=PROTECTED)
as_admin = everything.exclude(path_regex=PUBLIC)
# Without a session the answer doesn't depend on the rest, which need not be gone through one by one.
as_nobody = schemathesis.openapi.from_dict(
    document, config=configured(phases={"coverage": {"enabled": False}})
).exclude(path_regex=PUBLIC)


def stage(database: Database) -> None:
    """Two polls, an account, and the admin who asks: nothing else."""
    polls = [(FIRST, OPEN, None), (FIRST + 1, CLOSED, AN_HOUR_AGO)]
    with database.begin() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
        session.execute(
            insert(User),
            [
                {
                    "id": FIRST,
                    "username": "someone",
                    "username_key": "someone",
                    "password_hash": "",
                    "role": Role.editor,
                },
                {
                    "id": FIRST + 9,
                    "username": "admin",
                    "username_key": "admin",
                    "password_hash": "",
                    "role": Role.admin,
                },
            ],
        )
        session.execute(
            insert(UserSession), {"token_digest": digest(TOKEN), "user_id": FIRST + 9, "expires_at": TOMORROW}
        )
        session.execute(
            insert(Question),
            [
                {"id": id_, "slug": slug, "question_text": "Tea?", "pub_date": YESTERDAY, "closes_at": end}
                for id_, slug, end in polls
            ],
        )
        session.execute(
            insert(Choice),
            [
                {"id": id_ + 2 * n, "question_id": id_, "choice_text": "yes", "position": n}
                for id_, *_ in polls
                for n in (0, 1)
            ],
        )


def ask(case: Case[Any], app: FastAPI, database: Database) -> None:
    case.operation.schema.app = case.operation.app = app
    if case.method not in SAFE_METHODS:
        stage(database)
    case.call_and_validate()


@asynccontextmanager
async def requests_alone(_: FastAPI) -> AsyncIterator[None]:
    yield


@pytest.fixture
def staged(app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    # schemathesis starts the application for each request, which would look for polls to seal each time.
    monkeypatch.setattr(app.router, "lifespan_context", requests_alone)
    stage(database)
    return database


@public.parametrize()
def test_what_voters_ask(case: Case[Any], app: FastAPI, staged: Database) -> None:
    ask(case, app, staged)


@as_admin.parametrize()
def test_what_an_admin_asks(case: Case[Any], app: FastAPI, staged: Database) -> None:
    ask(case, app, staged)


@as_nobody.parametrize()
def test_what_nobody_may_ask(case: Case[Any], app: FastAPI, staged: Database) -> None:
    ask(case, app, staged)


def test_what_was_made_is_there_until_it_is_deleted(app: FastAPI, staged: Database) -> None:
    everything.app = app

    class Visits(everything.as_state_machine()):  # type: ignore[misc] # made of the document
        def setup(self) -> None:
            stage(staged)

    Visits.run(
        settings=settings(
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=10,
            stateful_step_count=8,
            suppress_health_check=[*HealthCheck],
        )
    )
