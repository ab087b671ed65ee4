"""Each way to change a record leaves one entry, in the transaction of the change."""

import json
import re
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.config import CHECKOUT
from app.database import Base, Database
from app.polls.admin_api import questions
from app.polls.models import Choice, Question
from react_admin import name_change, record_event
from tests.factories import make_poll, make_user
from tests.factories.polls import TOMORROW
from tests.history.changes import as_text, changes, forget

QUESTIONS = "/api/admin/questions"


def test_a_created_poll_is_recorded_with_its_choices(editor: TestClient, database: Database) -> None:
    forget(database)
    body = {"question_text": "Tea?", "pub_date": "2026-01-01T00:00:00Z", "choices": [{"choice_text": "Yes"}]}
    record = editor.post(QUESTIONS, json=body).json()

    [change] = changes(database)
    assert (change.actor, change.resource, change.record_id) == ("editor", "questions", str(record["id"]))
    assert (change.record, change.action, change.fields, change.before) == ("Tea?", "create", [], None)
    assert change.after == {
        "question_text": "Tea?",
        "pub_date": "2026-01-01T00:00:00Z",
        "closes_at": None,
        "voting": "single",
        "max_choices": None,
        "voter_check": "browser",
        "roll_id": None,
        "quorum": None,
        "results_visibility": "always",
        "listed": True,
        "draft": False,
        "archived": False,
        "choices": [{"id": record["choices"][0]["id"], "choice_text": "Yes"}],
    }


def test_an_edit_is_recorded_from_state_to_state(editor: TestClient, database: Database) -> None:
    poll = make_poll(database, "Yes", "No")
    yes, no = poll.choices
    forget(database)
    choices = [{"id": no.id, "choice_text": "Never"}, {"choice_text": "Soon"}]
    editor.put(f"{QUESTIONS}/{poll.id}", json={"listed": False, "choices": choices})

    [change] = changes(database)
    assert change.before is not None
    assert change.after is not None
    assert (change.action, sorted(change.fields)) == ("edit", ["choices", "listed"])
    assert (change.before["listed"], change.after["listed"]) == (True, False)
    assert change.before["choices"] == [
        {"id": yes.id, "choice_text": "Yes"},
        {"id": no.id, "choice_text": "No"},
    ]
    [kept, added] = change.after["choices"]
    assert (kept, added["choice_text"]) == ({"id": no.id, "choice_text": "Never"}, "Soon")


def test_a_save_that_changes_nothing_is_not_recorded(editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    forget(database)
    record = editor.get(f"{QUESTIONS}/{poll.id}").json()

    assert editor.put(f"{QUESTIONS}/{poll.id}", json=record).json()["version"] == 2
    assert changes(database) == []


@pytest.mark.parametrize("bulk", [False, True])
def test_a_deletion_is_recorded_with_what_was_deleted(
    editor: TestClient, database: Database, *, bulk: bool
) -> None:
    polls = [make_poll(database), make_poll(database, "Only")]
    created = [change.after for change in changes(database) if change.resource == "questions"]
    forget(database)
    if bulk:
        editor.delete(QUESTIONS, params={"filter": json.dumps({"id": [poll.id for poll in polls]})})
    else:
        for poll in polls:
            editor.delete(f"{QUESTIONS}/{poll.id}")

    found = changes(database)
    assert [(change.action, change.before, change.after) for change in found] == [
        ("delete", state, None) for state in created
    ]
    assert all(change.restorable_until and change.restored_as is None for change in found)


def test_a_bulk_edit_has_an_entry_for_each_record(editor: TestClient, database: Database) -> None:
    polls = [make_poll(database), make_poll(database, listed=False), make_poll(database)]
    forget(database)
    ids = json.dumps({"id": [poll.id for poll in polls]})
    assert editor.put(QUESTIONS, params={"filter": ids}, json={"listed": False}).status_code == 200

    assert [(change.record_id, change.fields) for change in changes(database)] == [
        (str(polls[0].id), ["listed"]),
        (str(polls[2].id), ["listed"]),
    ]


def test_a_password_is_named_and_not_kept(admin: TestClient, database: Database) -> None:
    user = make_user(database, "ann")
    forget(database)
    change = {"password": "another secret", "role": "viewer"}
    assert admin.put(f"/api/admin/users/{user.id}", json=change).status_code == 200
    admin.put(f"/api/admin/users/{user.id}", json={"password": "a third secret"})

    both, password = changes(database)
    assert (both.actor, sorted(both.fields)) == ("admin", ["password", "role"])
    assert both.before == {"username": "ann", "role": "editor", "active": True}
    assert both.after == {"username": "ann", "role": "viewer", "active": True}
    assert (password.fields, password.before) == (["password"], password.after)
    assert "secret" not in as_text(both) + as_text(password)
    assert "argon2" not in as_text(both) + as_text(password)


def test_a_refused_change_is_not_recorded(editor: TestClient, admin: TestClient, database: Database) -> None:
    poll, user = make_poll(database, "Tea"), make_user(database, "ann")
    forget(database)
    alike = {"choices": [{"choice_text": "Tea"}, {"choice_text": "tea"}, {"choice_text": "tea"}]}
    assert editor.put(f"{QUESTIONS}/{poll.id}", json=alike).status_code == 422
    assert editor.put(f"{QUESTIONS}/{poll.id}", json={"listed": False, "version": 9}).status_code == 412
    assert admin.put(f"/api/admin/users/{user.id}", json={"username": "admin"}).status_code == 409
    assert editor.delete(QUESTIONS, params={"filter": f'{{"id": [{poll.id}, 999]}}'}).status_code == 404

    assert changes(database) == []


def test_a_transaction_that_is_rolled_back_is_not_recorded(database: Database) -> None:
    poll = make_poll(database)
    forget(database)

    def fail() -> None:
        with database.begin() as session:
            session.get_one(Question, poll.id).listed = False
            session.flush()
            session.execute(sa.delete(Choice).where(Choice.question_id == poll.id))
            name_change(session, "archive")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert changes(database) == []


def test_flushes_of_a_transaction_are_one_entry(database: Database) -> None:
    poll = make_poll(database, "Tea")
    forget(database)
    with database.begin() as session:
        question = session.get_one(Question, poll.id)
        for text in ("One?", "Two?", "Three?"):
            question.question_text = text
            session.flush()
        undone = session.begin_nested()
        question.question_text = "Four?"
        session.flush()
        undone.rollback()
        with session.begin_nested():
            question.listed = False
        question.question_text = "Last?"

    [change] = changes(database)
    assert change.before is not None
    assert change.after is not None
    assert (change.before["question_text"], change.after["question_text"]) == ("Tea or coffee?", "Last?")
    assert (change.after["listed"], change.record) == (False, "Last?")


def test_a_change_that_is_undone_is_not_recorded(database: Database) -> None:
    poll = make_poll(database)
    forget(database)
    with database.begin() as session:
        question = session.get_one(Question, poll.id)
        for listed in (False, True):
            question.listed = listed
            session.flush()
        gone = Question(question_text="Gone", pub_date=TOMORROW, choices=[])
        session.add(gone)
        session.flush()
        session.delete(gone)

    assert changes(database) == []


QUESTION = Base.metadata.tables["poll_question"]
STATEMENTS: dict[str, Any] = {
    "update": lambda poll: (sa.update(Question).where(Question.id == poll.id).values(listed=False), None),
    "update of the table": lambda poll: (
        sa.update(QUESTION).where(QUESTION.c.id == sa.bindparam("key")),
        [{"key": poll.id, "listed": False}],
    ),
    "update by key": lambda poll: (sa.update(Question), [{"id": poll.id, "listed": False}]),
    "update of all": lambda _: (sa.update(Question).values(listed=False), None),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_an_update_statement_is_recorded(database: Database, name: str) -> None:
    poll = make_poll(database)
    forget(database)
    with database.begin() as session:
        session.execute(*STATEMENTS[name](poll))

    [change] = changes(database)
    assert (change.record_id, change.action, change.fields) == (str(poll.id), "edit", ["listed"])
    assert (change.actor, change.actor_id) == ("server", None)


def test_statements_on_choices_are_edits_of_their_question(database: Database) -> None:
    poll = make_poll(database, "Tea", "Coffee")
    tea, coffee = poll.choices
    forget(database)
    with database.begin() as session:
        session.execute(sa.update(Choice).where(Choice.id == tea.id).values(choice_text="Mint"))
        session.execute(sa.delete(Choice).where(Choice.id == coffee.id))
        session.execute(
            sa.insert(Choice),
            [{"question_id": poll.id, "choice_text": "Water", "position": 1, "id": 999_999}],
        )

    [change] = changes(database)
    assert change.after is not None
    assert (change.action, change.fields) == ("edit", ["choices"])
    assert change.after["choices"] == [
        {"id": tea.id, "choice_text": "Mint"},
        {"id": 999_999, "choice_text": "Water"},
    ]


def test_a_choice_that_is_added_or_moved_alone_is_an_edit_of_its_questions(database: Database) -> None:
    one, other = make_poll(database, "Tea"), make_poll(database, "Water")
    forget(database)
    with database.begin() as session:
        session.add(Choice(question_id=one.id, choice_text="Coffee", position=1))
        session.flush()
        session.get_one(Choice, one.choices[0].id).question_id = other.id

    found = {change.record_id: change.after or {} for change in changes(database)}
    texts = {id_: [choice["choice_text"] for choice in state["choices"]] for id_, state in found.items()}
    assert texts == {str(one.id): ["Coffee"], str(other.id): ["Tea", "Water"]}


def test_inserted_rows_are_recorded(database: Database) -> None:
    rows = [
        {"username": name, "username_key": name, "password_hash": "", "role": "viewer"} for name in ("a", "b")
    ]
    with database.begin() as session:
        session.execute(sa.insert(User), rows)

    assert [(change.record, change.action) for change in changes(database)] == [
        ("a", "create"),
        ("b", "create"),
    ]


def test_an_insert_whose_records_can_not_be_told_is_refused(database: Database) -> None:
    with database.begin() as session:
        with pytest.raises(TypeError, match="add objects"):
            session.execute(sa.insert(User).returning(User.id), [{"username": "a"}])
        with pytest.raises(TypeError, match="pass them as parameters"):
            session.execute(sa.insert(Choice).values(question_id=1, choice_text="a", position=1))


def test_tallies_and_seals_are_not_recorded(database: Database) -> None:
    poll = make_poll(database)
    forget(database)
    with database.begin() as session:
        session.get_one(Question, poll.id).sealed_at = TOMORROW
        session.execute(sa.update(Choice).where(Choice.question_id == poll.id).values(votes=3))
        session.execute(sa.update(Question).where(Question.id == poll.id).values(ballots=3))

    assert changes(database) == []


def test_a_transaction_can_name_what_it_does(database: Database) -> None:
    poll = make_poll(database)
    forget(database)
    with database.begin() as session:
        name_change(session, "import", note="polls.csv")
        session.get_one(Question, poll.id).listed = False
    with database.begin() as session:
        session.get_one(Question, poll.id).listed = True

    assert [(change.action, change.note) for change in changes(database)] == [
        ("import", "polls.csv"),
        ("edit", None),
    ]


def test_an_event_without_a_change_is_recorded(database: Database) -> None:
    poll = make_poll(database)
    forget(database)
    with database.begin() as session:
        record_event(session, questions, poll.id, "look")
        record_event(session, questions, None, "export", note='{"status": "closed"}')

    look, export = changes(database)
    assert (look.record_id, look.record, look.action) == (str(poll.id), "Tea or coffee?", "look")
    assert (look.before, look.after, look.fields) == (None, None, [])
    assert (export.record_id, export.action, export.note) == (None, "export", '{"status": "closed"}')


def test_an_unknown_action_is_a_note(database: Database) -> None:
    poll = make_poll(database)
    forget(database)
    with database.begin() as session:
        name_change(session, "melt")
        session.get_one(Question, poll.id).listed = False

    assert [(change.action, change.note) for change in changes(database)] == [("edit", "melt")]


def test_an_event_that_would_be_lost_is_refused(database: Database) -> None:
    with database.begin() as session, pytest.raises(TypeError, match="knows the action 'melt'"):
        record_event(session, questions, None, "melt")
    # A session that only reads is never committed.
    with Session(database.engine) as session, pytest.raises(TypeError, match="would be lost"):
        record_event(session, questions, None, "export")


# Ways past the session's events, which its history does not see.
PAST_THE_SESSION = re.compile(
    r"connection\(\)\.(execute|scalars)|bulk_(save|insert|update)|\.begin\(\) as conn"
)


def test_only_known_code_goes_past_the_session() -> None:
    """Each file here has a comment that says why no edit by a person bypasses the session in it."""
    app = CHECKOUT / "backend" / "app"
    found = {
        str(path.relative_to(app)) for path in app.rglob("*.py") if PAST_THE_SESSION.search(path.read_text())
    }
    assert found == {
        "accounts/sessions.py",  # reads who is signed in
        "bulk_sql.py",  # raises tallies
        "history/service.py",  # writes the history itself
        "mail/outbox.py",  # records what the mail server said
        "mail/service.py",  # queues messages, which are no records, and sets the deliveries of people
        "rolls/service.py",  # forgets people, whose deletion the history must not name
    }
