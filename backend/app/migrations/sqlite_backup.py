"""Back up a SQLite file before a migration rewrites or deletes anything in it."""

import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import typer
from alembic.util import CommandError
from sqlalchemy import event

# Statements that can lose data. Rebuilding a table begins with a RENAME.
DESTRUCTIVE = re.compile(
    r"(\s|--[^\n]*\n|/\*.*?\*/)*"
    r"(ALTER\s.*\s(RENAME|DROP)|DROP\s+TABLE|DELETE|UPDATE|(INSERT\s+OR\s+)?REPLACE|WITH)\s",
    re.IGNORECASE | re.DOTALL,
)

# Pages, of 4 KiB by default, that are copied per step of the progress bar.
PAGES_PER_STEP = 4096


@contextmanager
def backed_up(connection: sa.Connection, say: Callable[[str], None]) -> Iterator[None]:
    """Copy the file before the first destructive statement. Delete the copy if the migration fails."""
    copies: list[Path] = []

    @event.listens_for(connection, "before_cursor_execute")
    def copy_first(_: Any, cursor: sqlite3.Cursor, statement: str, *__: Any) -> None:
        if not copies and DESTRUCTIVE.match(statement) and "alembic_version" not in statement:
            copies.extend(_copy(cursor.connection))

    try:
        yield
    except BaseException:
        for copy in copies:
            copy.unlink()
        raise
    for copy in copies:
        say(
            f"Backup from before the migration: {copy}. It holds every ballot, so delete it when all is well."
        )


def _copy(connection: sqlite3.Connection) -> list[Path]:
    """Copy the committed state, which is that from before the migration. Return the path of the copy.

    A database in memory or without a revision is not copied.
    """
    file = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    if not file.name:
        return []
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source:
        revision = _revision(source)
        if not revision:
            return []
        copy = _free_name(file, revision)
        _require_space(source, file)
        unfinished = file.with_name(f"{file.name}.unfinished")
        try:
            _write(source, file, unfinished)
            unfinished.rename(copy)
        except (OSError, sqlite3.Error) as error:
            unfinished.unlink(missing_ok=True)
            raise CommandError(
                f"Nothing was changed: {file} can't be backed up ({error}). Fix that, then migrate again."
            ) from error
    _sync(file.parent)
    return [copy]


def _revision(source: sqlite3.Connection) -> str:
    if not source.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        return ""
    rows = source.execute("SELECT version_num FROM alembic_version ORDER BY version_num")
    return "-".join(revision for (revision,) in rows)


def _free_name(file: Path, revision: str) -> Path:
    names = (f"{file.name}.{revision}{f'.{number}' if number > 1 else ''}.backup" for number in count(1))
    return next(path for name in names if not (path := file.with_name(name)).exists())


def _require_space(source: sqlite3.Connection, file: Path) -> None:
    pages, size = (source.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    needed, free = pages * size, shutil.disk_usage(file.parent).free
    if free < needed:
        raise CommandError(
            f"Nothing was changed: a backup of {file} needs {needed / 1e6:,.0f} MB in the same folder, and "
            f"{free / 1e6:,.0f} MB are free. Free some space, then migrate again."
        )


def _write(source: sqlite3.Connection, file: Path, unfinished: Path) -> None:
    # Left by a process that was killed. No other process can be writing it: this one holds the lock.
    unfinished.unlink(missing_ok=True)
    original = file.stat()
    handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        if os.geteuid() == 0:
            os.fchown(handle, original.st_uid, original.st_gid)
        os.fchmod(handle, original.st_mode & 0o777)
    finally:
        os.close(handle)
    with (
        closing(sqlite3.connect(unfinished)) as target,
        typer.progressbar(length=0, label="Backing up the database", file=sys.stderr) as bar,
    ):

        def show(_: int, remaining: int, total: int) -> None:
            bar.length = total
            bar.update(total - remaining - bar.pos)

        source.backup(target, pages=PAGES_PER_STEP, progress=show)


def _sync(folder: Path) -> None:
    """Write the folder's entries to the disk, so that a power failure can't undo the renaming."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
