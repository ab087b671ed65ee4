"""An import: every record of a file is checked before any is written, and all are written or none."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import event
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from react_admin import crud
from react_admin.constraint_violations import save
from react_admin.default_writers import writers_of
from react_admin.errors import ApiError, NotFound
from react_admin.import_fields import guess_columns
from react_admin.import_file import open_file
from react_admin.import_records import Draft, Fault, ImportPlan
from react_admin.import_values import Reading
from react_admin.messages import REFUSED
from react_admin.resource import Match, Resource
from react_admin.schemas import Write
from react_admin.stale_saves import increment_version
from react_admin.unstorable_values import refuse_unstorable

# Most records of a file.
MAX_RECORDS = 50_000

# Most faults, and most notices, that a response lists.
MAX_FAULTS = 100

UTC = ZoneInfo("UTC")

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
        self.faults = faults[:MAX_FAULTS]
        listed = [fault.model_dump() for fault in self.faults]
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
    updated: int = 0
    is_wanted: bool = True


class Prepared(NamedTuple):
    """A record of a file: how it is read, and the record that it updates, if any."""

    draft: Draft
    data: Write | list[Fault]
    match: Match = Match()


class Reader:
    """Reads the records of a file in one pass, and matches them with those that exist."""

    def __init__(self, plan: ImportPlan) -> None:
        self._plan, self._drafts = plan, plan.drafts()
        declared = plan.resource.imports
        self._match = declared.matcher() if declared and declared.matcher else None

    def some(self, session: Session) -> list[Prepared]:
        """The next records. None after the last."""
        return [self._prepared(session, draft) for draft in islice(self._drafts, BATCH)]

    def _prepared(self, session: Session, draft: Draft) -> Prepared:
        data = self._plan.data(draft)
        if self._match is None or isinstance(data, list):
            return Prepared(draft, data)
        try:
            return Prepared(draft, data, self._match(session, draft.line, data))
        except ApiError as error:
            return Prepared(draft, self._plan.refusal(draft, error))


class FileCheck:
    """Reads the records of a file as an import would, without writing one, and finds their faults.

    What only the database refuses, such as a name that is taken, is not found here.
    """

    def __init__(self, plan: ImportPlan) -> None:
        self.records = self.updated = 0
        self.sample: list[dict[str, Any]] = []
        self.faults: list[Fault] = []
        self.fault_count = 0
        self.notices: list[Fault] = []
        self.notice_count = 0
        self._plan, self._reader = plan, Reader(plan)
        self._note(plan.missing)

    def some(self, session: Session) -> bool:
        """Check the next records. False after the last."""
        batch = self._reader.some(session)
        self.records += len(batch)
        if self.records > MAX_RECORDS:
            raise TooManyRecords
        if self._plan.missing:  # at the first line once, rather than at every line
            return bool(batch)
        with _flushes_refused(session):
            for record in batch:
                self._check(session, record)
        return bool(batch)

    def refuse_faulty(self) -> None:
        """Raise FaultyFile or NothingToImport."""
        if self.faults:
            raise FaultyFile(self.faults, self.fault_count)
        if not self.records:
            raise NothingToImport

    def _check(self, session: Session, record: Prepared) -> None:
        draft, data, match = record
        if len(self.sample) < SAMPLE:
            self.sample.append({"line": draft.line, "values": _shown(draft, data)})
        if isinstance(data, list):
            self._note(data)
            return
        notices = self._plan.faults(draft, match.notices)
        self.notice_count += len(notices)
        self.notices += notices[: MAX_FAULTS - len(self.notices)]
        if match.id is not None:
            self.updated += 1
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


def import_file(
    session: Session, resource: Resource, body: bytes, given: Mapping[str, Any]
) -> tuple[FileCheck, Progress]:
    """Check the records of a file and write them, without a request. Raises what the route answers with."""
    file = open_file(body)
    plan = ImportPlan(resource, file, guess_columns(resource, file.header, {}, given), Reading(UTC), given)
    check = FileCheck(plan)
    while check.some(session):
        pass
    check.refuse_faulty()
    progress = Progress(check.records)
    write(session, plan, progress)
    return check, progress


def write(session: Session, plan: ImportPlan, progress: Progress) -> None:
    """Write the records of a file.

    Raises FaultyFile, with the lines that the database refuses. The search for them ends with the batch in
    which there are enough to list.
    """
    faults: list[Fault] = []
    reader = Reader(plan)
    while len(faults) < MAX_FAULTS and (batch := reader.some(session)):
        if not progress.is_wanted:
            raise Abandoned
        faults += _write_batch(session, plan, batch)
        progress.done += len(batch)
        progress.updated += sum(record.match.id is not None for record in batch)
    if faults:
        raise FaultyFile(faults, len(faults))


def _write_batch(session: Session, plan: ImportPlan, batch: list[Prepared]) -> list[Fault]:
    """Write records in one flush, or in a flush each to find those that are refused."""
    if faults := [fault for record in batch if isinstance(record.data, list) for fault in record.data]:
        return faults
    try:
        with session.begin_nested():
            rows = _matched(session, plan.resource, batch)
            for record in batch:
                refuse_unstorable(session, _write_record(session, plan.resource, record, rows))
            session.flush()
    except (ApiError, IntegrityError, DataError):
        return [fault for record in batch for fault in _write_alone(session, plan, record)]
    return []


def _write_alone(session: Session, plan: ImportPlan, record: Prepared) -> list[Fault]:
    savepoint = session.begin_nested()
    faults = []
    try:
        rows = _matched(session, plan.resource, [record])
        save(session, _write_record(session, plan.resource, record, rows), savepoint.rollback)
    except ApiError as error:
        faults = plan.refusal(record.draft, error)
    except (IntegrityError, DataError):
        faults = [Fault(line=record.draft.line, field=None, message=REFUSED)]
    if savepoint.is_active:
        savepoint.rollback() if faults else savepoint.commit()
    return faults


def _matched(session: Session, resource: Resource, batch: Iterable[Prepared]) -> dict[Any, Any]:
    """The objects that records of a file update, by id."""
    ids = [record.match.id for record in batch if record.match.id is not None]
    return {row.id: row for row in crud.lock_known(session, resource, ids)} if ids else {}


def _write_record(session: Session, resource: Resource, record: Prepared, rows: Mapping[Any, Any]) -> Any:
    """Create a record, or update the one that it matches, and return its object."""
    writers: Any = writers_of(resource)
    data: Any = record.data
    if record.match.id is None:
        return writers.create(session, data)
    if (row := rows.get(record.match.id)) is None:  # deleted in the meantime
        raise NotFound
    writers.update(session, row, writers.update_schema.model_validate(data.model_dump(exclude_unset=True)))
    if session.is_modified(row):
        increment_version(resource, row)
    return row


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
