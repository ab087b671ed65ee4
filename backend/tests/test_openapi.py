"""The API conforms to its OpenAPI document.

Schemathesis sends requests that the document allows and requests that it does not, and checks each response.
"""

import json
import re
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
from app.api import RESOURCES, changes
from app.config import Settings
from app.database import SAFE_METHODS, Base, Database
from app.main import create_app
from app.polls.models import Choice, Question
from app.rolls.models import Roll, Voter
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, YESTERDAY

TOKEN = "an admin's"
OPEN, CLOSED = "teatea2345", "cake234567"
# Outside the range of ids that the database generates in these tests.
FIRST_ID = 1_000_001

# Statuses of responses to valid requests: the default of schemathesis, and 412.
ACCEPTED = ["2xx", "401", "403", "404", "409", "412", "429"]


def schemathesis_config(**options: Any) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            # Every run sends the same requests.
            "generation": {"deterministic": True, "database": "none", "max-examples": 5},
            "suppress-health-check": ["all"],
            # Requests name existing records more often than others.
            "dictionaries": {
                "ids": {"values": [FIRST_ID, FIRST_ID + 1]},
                "slugs": {"values": [OPEN, CLOSED]},
            },
            "parameters": {
                "id": {"dictionary": "ids", "probability": 0.8},
                "slug": {"dictionary": "slugs", "probability": 0.8},
            },
            "checks": accepted_statuses(),
            "operations": [
                # JSON Schema can't express that a range ends after its start, and within a maximum of rows. A
                # text may be no time zone and no year.
                {
                    "include-name-regex": rf"^GET ({'|'.join(LISTS)})(:facets|:dates)?$",
                    "checks": accepted_statuses("400"),
                },
                # JSON Schema can't express that a poll closes after it opens, which choices it has, or that a
                # text is visible, what the current password is, what is a code or an address, or which
                # placeholders a mailing has.
                {
                    "include-name-regex": "(POST|PUT).*/"
                    "((questions|rolls|voters)(?!:)|mailings|users|password|ballots$|vote$)",
                    "checks": accepted_statuses("422"),
                },
                # Nor what a file contains, or how many columns it has.
                {"include-name-regex": "POST .*:import", "checks": accepted_statuses("400", "422")},
                # The coverage phase tries each parameter. One list and one record suffice: the others share
                # their code.
                {
                    "include-name": [
                        *(f"{method} {path}" for path in TRIED_ACTIONS for method in ("GET", "POST")),
                        *(f"GET {path}" for path in LISTS if path != COVERED_LIST),
                        *(f"GET {path}:{counts}" for path in LISTS for counts in ("facets", "dates")),
                        "POST /api/admin/questions:import",
                        "POST /api/admin/voters:import",
                        *(f"PUT {path}" for path in LISTS),
                    ],
                    "phases": {"coverage": {"enabled": False}},
                },
            ],
            **options,
        }
    )


def accepted_statuses(*statuses: str) -> dict[str, Any]:
    return {"positive_data_acceptance": {"expected-statuses": [*ACCEPTED, *statuses]}}


# Statuses of requests that don't conform to the document. They are refused before anything is written.
REFUSED_UNREAD = {400, 405, 415, 422}

PROTECTED = "^/api/(admin|auth/(me|password|sessions))"
PUBLIC = "^/api/(?!admin|auth/(me|password|sessions))"
SIGNED_IN = {"openapi": {"session": {"api_key": TOKEN}}}
BULK_ACTIONS = [
    f"/api/admin/{resource.name}:{action}"
    for resource in RESOURCES
    for action in (*(action.name for action in resource.actions), *({"delete"} & resource.roles.keys()))
]
# Bulk actions share their routes, so one action and one delete suffice.
TRIED_ACTIONS = ["/api/admin/questions:close", "/api/admin/users:delete"]
REPEATED_ACTIONS = [path for path in BULK_ACTIONS if path not in TRIED_ACTIONS]
LISTS = [f"/api/admin/{resource.name}" for resource in (*RESOURCES, changes)]
COVERED_LIST = "/api/admin/users"

schemathesis.openapi.format("uuid4", st.uuids(version=4).map(str))
document = create_app(Settings(database_url="sqlite:///document-only")).openapi()
# Excluded are streams, which end when the client disconnects: schemathesis does so late. results/test_live.py
# tests them.
all_operations = (
    schemathesis.openapi.from_dict(document, config=schemathesis_config(auth=SIGNED_IN))
    .exclude(path_regex="/stream$")
    .exclude(path=REPEATED_ACTIONS)
)
public_operations = all_operations.exclude(path_regex=PROTECTED)
admin_operations = all_operations.exclude(path_regex=PUBLIC)
# The coverage phase sends thousands of requests, so it runs on PostgreSQL only, which refuses more values.
# Generated values reach both.
admin_operations_on_sqlite = (
    schemathesis.openapi.from_dict(
        document,
        config=schemathesis_config(auth=SIGNED_IN, phases={"coverage": {"enabled": False}}),
    )
    .exclude(path_regex="/stream$")
    .exclude(path=REPEATED_ACTIONS)
    .exclude(path_regex=PUBLIC)
)
# Without a session, the response does not depend on the parameters, so the coverage phase is not needed.
operations_without_a_session = (
    schemathesis.openapi.from_dict(
        document, config=schemathesis_config(phases={"coverage": {"enabled": False}})
    )
    .exclude(path_regex=PUBLIC)
    .exclude(path=REPEATED_ACTIONS)
)


def reset_database(database: Database) -> None:
    """Replace all records with two polls, a roll, a person, an account, and the signed-in admin."""
    polls = [(FIRST_ID, OPEN, None), (FIRST_ID + 1, CLOSED, AN_HOUR_AGO)]
    with database.engine.begin() as connection:  # past the session, which would record each row
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
        connection.execute(
            insert(User),
            [
                {
                    "id": FIRST_ID,
                    "username": "someone",
                    "username_key": "someone",
                    "password_hash": "",
                    "role": Role.editor,
                },
                {
                    "id": FIRST_ID + 9,
                    "username": "admin",
                    "username_key": "admin",
                    "password_hash": "",
                    "role": Role.admin,
                },
            ],
        )
        connection.execute(
            insert(UserSession),
            {
                "token_digest": digest(TOKEN),
                "user_id": FIRST_ID + 9,
                "created_at": YESTERDAY,
                "last_used_at": AN_HOUR_AGO,
                "expires_at": TOMORROW,
            },
        )
        connection.execute(insert(Roll), {"id": FIRST_ID, "name": "Members", "name_key": "members"})
        connection.execute(
            insert(Voter), {"id": FIRST_ID, "roll_id": FIRST_ID, "key": b"k" * 32, "code_digest": b"d" * 32}
        )
        connection.execute(
            insert(Question),
            [
                {"id": id_, "slug": slug, "question_text": "Tea?", "pub_date": YESTERDAY, "closes_at": end}
                for id_, slug, end in polls
            ],
        )
        connection.execute(
            insert(Choice),
            [
                {"id": id_ + 2 * position, "question_id": id_, "choice_text": "yes", "position": position}
                for id_, *_ in polls
                for position in (0, 1)
            ],
        )


def send(case: Case[Any], app: FastAPI, database: Database) -> None:
    case.operation.schema.app = case.operation.app = app
    response = case.call_and_validate()
    if case.method not in SAFE_METHODS and response.status_code not in REFUSED_UNREAD:
        reset_database(database)


@asynccontextmanager
async def empty_lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield


@pytest.fixture
def prepared_database(app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    # Schemathesis starts the application for each request, and each start would look for polls to seal.
    monkeypatch.setattr(app.router, "lifespan_context", empty_lifespan)
    reset_database(database)
    return database


def test_each_reference_of_the_document_leads_to_a_schema() -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    references = {*re.findall(r'"\$ref": "([^"]+)"', json.dumps(document))}
    assert references
    assert references <= known


@public_operations.parametrize()
def test_the_public_api_conforms_to_the_document(
    case: Case[Any], app: FastAPI, prepared_database: Database
) -> None:
    send(case, app, prepared_database)


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")
@admin_operations.parametrize()
def test_the_admin_api_conforms_to_the_document(
    case: Case[Any], app: FastAPI, prepared_database: Database
) -> None:
    send(case, app, prepared_database)


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True, scope="session")
@admin_operations_on_sqlite.parametrize()
def test_the_admin_api_conforms_to_the_document_on_sqlite(
    case: Case[Any], app: FastAPI, prepared_database: Database
) -> None:
    send(case, app, prepared_database)


# No request gets as far as the database's own behaviour.
@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True, scope="session")
@operations_without_a_session.parametrize()
def test_the_admin_api_without_a_session_conforms_to_the_document(
    case: Case[Any], app: FastAPI, prepared_database: Database
) -> None:
    send(case, app, prepared_database)


def test_sequences_of_requests_conform_to_the_document(app: FastAPI, prepared_database: Database) -> None:
    all_operations.app = app

    class RequestSequences(all_operations.as_state_machine()):  # type: ignore[misc] # a class that is made at run time
        def setup(self) -> None:
            reset_database(prepared_database)

    RequestSequences.run(
        settings=settings(
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=10,
            stateful_step_count=8,
            suppress_health_check=[*HealthCheck],
        )
    )
