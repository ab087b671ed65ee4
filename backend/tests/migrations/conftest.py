"""Fixtures: each test gets its own copy of a database that has rows in every table."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import migrations, seed
from app.accounts.models import SignInAttempts, UserSession
from app.database import Base, Database
from app.history.models import Change
from app.mail.models import Kind, Mailing, Message, Pace
from app.rolls.models import Delivery, Roll, Voter
from tests.factories import make_poll, make_user
from tests.factories.polls import NOW
from tests.migrations.project import Project, copied, rows


@pytest.fixture(scope="session")
def filled(new_database: Callable[[], sa.URL]) -> sa.URL:
    return fill(new_database())


@pytest.fixture(scope="session")
def filled_sqlite(tmp_path_factory: pytest.TempPathFactory) -> sa.URL:
    return fill(sa.URL.create("sqlite", database=str(tmp_path_factory.mktemp("filled") / "polls.sqlite3")))


def fill(url: sa.URL) -> sa.URL:
    """Migrate the database and add the example polls. The rows with the highest ids are deleted again."""
    migrations.upgrade(url)
    database = Database(url)
    asyncio.run(seed.add_polls(database))
    user, gone = make_user(database, "ann"), make_poll(database)
    with database.begin() as session:
        times = dict.fromkeys(("created_at", "last_used_at", "expires_at"), NOW)
        session.add(UserSession(token_digest=b"t" * 32, user_id=user.id, **times))
        session.add(
            Change(
                actor="ann", resource="questions", record="Tea?", action="edit", fields=["listed"], after={}
            )
        )
        roll = Roll(name="Members")
        session.add(roll)
        session.flush()
        for delivery in (Delivery.new, Delivery.queued, Delivery.sent):
            key = delivery.encode().ljust(32)
            values = {"number": delivery.value, "key": key, "code_digest": key, "delivery": delivery}
            session.add(Voter(roll_id=roll.id, revoked_at=NOW, **values))
        mailing = Mailing(roll_id=roll.id, kind=Kind.invitation, subject="Vote", text="{link}", people=3)
        session.add(mailing)
        session.flush()
        invited = session.scalars(sa.select(Voter).where(Voter.delivery == Delivery.queued)).one()
        session.add(Message(mailing_id=mailing.id, voter_id=invited.id, due_at=NOW))
        session.add(Pace(id=1, next_at=NOW, error="553 not yours", error_at=NOW))
        session.add(SignInAttempts(key=b"k" * 32, attempts=3, ends_at=NOW))
        session.delete(session.merge(gone))
    database.engine.dispose()
    assert all(rows(url)[table.name] for table in Base.metadata.sorted_tables)
    return url


@pytest.fixture
def project(filled: sa.URL, request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    if filled.get_backend_name() == "sqlite":
        return copied(filled, None, tmp_path)
    return copied(filled, request.getfixturevalue("postgres_server"), tmp_path)


@pytest.fixture
def sqlite(filled_sqlite: sa.URL, tmp_path: Path) -> Project:
    """A project on SQLite, whatever the database of the test run is."""
    return copied(filled_sqlite, None, tmp_path)
