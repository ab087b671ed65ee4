"""An import: every record of a file is checked before any is written, and all are written or none."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from react_admin.constraint_violations import save
from react_admin.default_writers import writers_of
from react_admin.errors import ApiError
from react_admin.import_records import Draft, Fault, ImportPlan
from react_admin.messages import REFUSED
from react_admin.schemas import Write
from react_admin.unstorable_values import refuse_unstorable

# Most records of a file.
MAX_RECORDS = 50_000

# Most faults that a response lists.
MAX_FAULTS = 100

# Records that a preview shows.
SAMPLE = 10

# Records that are checked, or written, at a time. More take longer between two signs of progress.
BATCH = 500


class TooManyRecords(ApiError):
    status = 422
    code = "too_many_records"
    message = f"This file has more than {MAX_RECORDS:,} records. Import it in parts."


class NothingToImport(ApiError):
    status = 422
    code = "nothing_to_import"
    message = "This file has no records below its first line."


class FaultyFile(ApiError):
    """A file with lines that can't be imported. No record was created. The body lists `faults`."""

    status = 422
    code = "faulty_file"

    def __init__(self, faults: list[Fault], count: int) -> None:
        noun = "1 fault" if count == 1 else f"{count:,} faults"
        listed = [fault.model_dump() for fault in faults[:MAX_FAULTS]]
        super().__init__(
            f"Nothing was imported: the file has {noun}.", body={"faults": listed, "fault_count": count}
        )


class Abandoned(Exception):
    """The client left before the import was committed."""


@dataclass
class Progress:
    """The progress of an import in records. An import that is no longer wanted is rolled back."""

    total: int
    done: int = 0
    is_wanted: bool = True


class FileCheck:
    """Reads the records of a file as an import would, without writing one, and finds their faults.

    What only the database refuses, such as a name that is taken, is not found here.
    """

    def __init__(self, plan: ImportPlan) -> None:
        self.records = 0
        self.sample: list[dict[str, Any]] = []
        self.faults: list[Fault] = []
        self.fault_count = 0
        self._plan, self._drafts = plan, plan.drafts()
        self._note(plan.missing)

    def some(self, session: Session) -> bool:
        """Check the next records. False after the last."""
        batch = [*islice(self._drafts, BATCH)]
        self.records += len(batch)
        if self.records > MAX_RECORDS:
            raise TooManyRecords
        if self._plan.missing:  # at the first line once, rather than at every line
            return bool(batch)
        with _flushes_refused(session):
            for draft in batch:
                self._check(session, draft)
        return bool(batch)

    def refuse_faulty(self) -> None:
        """Raise FaultyFile or NothingToImport."""
        if self.faults:
            raise FaultyFile(self.faults, self.fault_count)
        if not self.records:
            raise NothingToImport

    def _check(self, session: Session, draft: Draft) -> None:
        data = self._plan.data(draft)
        if len(self.sample) < SAMPLE:
            self.sample.append({"line": draft.line, "values": _shown(draft, data)})
        if isinstance(data, list):
            self._note(data)
            return
        try:
            row = writers_of(self._plan.resource).create(session, data)
            refuse_unstorable(session, row)
        except ApiError as error:
            self._note(self._plan.refusal(draft, error))
        except _Flushes:
            pass
        finally:
            session.expunge_all()

    def _note(self, faults: list[Fault]) -> None:
        self.fault_count += len(faults)
        self.faults += faults[: MAX_FAULTS - len(self.faults)]


def write(session: Session, plan: ImportPlan, progress: Progress) -> int:
    """Create the records of a file, and return their number.

    Raises FaultyFile, with the lines that the database refuses. The search for them ends with the batch in
    which there are enough to list.
    """
    faults: list[Fault] = []
    drafts = plan.drafts()
    while len(faults) < MAX_FAULTS and (batch := [*islice(drafts, BATCH)]):
        if not progress.is_wanted:
            raise Abandoned
        faults += _write_batch(session, plan, batch)
        progress.done += len(batch)
    if faults:
        raise FaultyFile(faults, len(faults))
    return progress.done


def _write_batch(session: Session, plan: ImportPlan, batch: list[Draft]) -> list[Fault]:
    """Write records in one flush, or in a flush each to find those that are refused."""
    bodies = [(draft, plan.data(draft)) for draft in batch]
    if faults := [fault for _, data in bodies if isinstance(data, list) for fault in data]:
        return faults
    create = writers_of(plan.resource).create
    try:
        with session.begin_nested():
            for _, data in bodies:
                refuse_unstorable(session, create(session, data))
            session.flush()
    except (ApiError, IntegrityError, DataError):
        return [fault for draft, data in bodies for fault in _write_alone(session, plan, draft, data)]
    return []


def _write_alone(session: Session, plan: ImportPlan, draft: Draft, data: Any) -> list[Fault]:
    savepoint = session.begin_nested()
    faults = []
    try:
        save(session, writers_of(plan.resource).create(session, data), savepoint.rollback)
    except ApiError as error:
        faults = plan.refusal(draft, error)
    except (IntegrityError, DataError):
        faults = [Fault(line=draft.line, field=None, message=REFUSED)]
    if savepoint.is_active:
        savepoint.rollback() if faults else savepoint.commit()
    return faults


def _shown(draft: Draft, data: Write | list[Fault]) -> dict[str, Any]:
    """The values of a record in a preview: as they will be stored, or as they are written."""
    if isinstance(data, list):
        return draft.values
    return data.model_dump(mode="json", include={*draft.values}, exclude_unset=True)


class _Flushes(Exception):
    """A writer flushes by itself."""


@contextmanager
def _flushes_refused(session: Session) -> Iterator[None]:
    """Keep the writers of the domain from writing: what they check before their first flush is checked."""

    def refuse(*_: object) -> None:
        raise _Flushes

    event.listen(session, "before_flush", refuse)
    try:
        with session.no_autoflush:
            yield
    finally:
        event.remove(session, "before_flush", refuse)
