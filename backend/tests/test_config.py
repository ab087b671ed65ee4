"""The settings: the database's address, secrets, and invalid values."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import make_dsn, parse_dsn
from pydantic import ValidationError

from app import config
from app.config import CHECKOUT, Settings, SmtpServer
from app.engine import create_engine

PARTS: dict[str, Any] = {
    "postgres_user": "ann",
    "postgres_password": "p@s:/%",
    "postgres_host": "db",
    "postgres_database": "polls",
}


def error_message(**values: Any) -> str:
    """The message of the single error that these settings cause."""
    with pytest.raises(ValidationError) as raised:
        Settings(**values)
    (error,) = raised.value.errors()
    return error["msg"].removeprefix("Value error, ")


def test_the_default_database_is_a_sqlite_file() -> None:
    url = Settings().sqlalchemy_url

    assert (url.drivername, url.database) == ("sqlite", str(CHECKOUT / "var" / "polls.sqlite3"))


def test_the_postgres_settings_make_an_address() -> None:
    url = Settings(**PARTS).sqlalchemy_url

    assert (url.drivername, url.username, url.host, url.port, url.database) == (
        "postgresql+psycopg2",
        "ann",
        "db",
        5432,
        "polls",
    )


@pytest.mark.parametrize("password", ["p@s:/%", "%41", "a b?c#d&e=f", "'\\", "päß", "x" * 500])
def test_the_driver_receives_any_password_unchanged(password: str) -> None:
    by_parts = Settings(**PARTS | {"postgres_password": password}).sqlalchemy_url
    by_url = Settings(database_url=by_parts.render_as_string(hide_password=False)).sqlalchemy_url

    for url in (by_parts, by_url):
        arguments = create_engine(url).dialect.create_connect_args(url)[1]
        assert parse_dsn(make_dsn(**arguments)) == {
            "user": "ann",
            "password": password,
            "host": "db",
            "port": "5432",
            "dbname": "polls",
        }


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_the_postgresql_driver_is_always_psycopg2(scheme: str) -> None:
    url = Settings(database_url=f"{scheme}://ann:secret@db:5433/polls?sslmode=require").sqlalchemy_url

    assert url.render_as_string(hide_password=False) == (
        "postgresql+psycopg2://ann:secret@db:5433/polls?sslmode=require"
    )


def test_database_url_takes_precedence_over_the_postgres_settings() -> None:
    assert Settings(database_url="sqlite:////x.sqlite3", **PARTS).sqlalchemy_url.database == "/x.sqlite3"


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (["user"], "POSTGRES_PASSWORD, POSTGRES_HOST, POSTGRES_DATABASE"),
        (["password", "host", "database"], "POSTGRES_USER"),
        (["user", "host", "database"], "POSTGRES_PASSWORD"),
        (["user", "password", "database"], "POSTGRES_HOST"),
        (["user", "password", "host"], "POSTGRES_DATABASE"),
    ],
)
def test_the_message_names_the_missing_postgres_settings(names: list[str], missing: str) -> None:
    values = {f"postgres_{name}": PARTS[f"postgres_{name}"] for name in names}

    assert error_message(**values) == f"PostgreSQL needs all of its settings: {missing} missing"


def test_empty_environment_variables_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "ADMIN_PASSWORD", "PUBLIC_URL", "PORT", *map(str.upper, PARTS)):
        monkeypatch.setenv(name, "")

    settings = Settings()

    assert settings.sqlalchemy_url.drivername == "sqlite"
    assert (settings.admin_password, settings.public_url, settings.port) == (None, None, 8000)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("polls", "DATABASE_URL is not a URL such as postgresql://…"),
        ("postgresql://ann:p@s:/%@db/polls", "DATABASE_URL is not a URL such as postgresql://…"),
        ("mysql://db/polls", "DATABASE_URL names mysql; Polls runs on postgresql or sqlite"),
        ("sqlite+aiosqlite:///x", "DATABASE_URL names sqlite+aiosqlite; Polls runs on postgresql or sqlite"),
        ("sqlite://", "DATABASE_URL names no file, and votes must not be kept in memory"),
        ("sqlite:///:memory:", "DATABASE_URL names no file, and votes must not be kept in memory"),
    ],
)
def test_an_invalid_database_url_is_refused(url: str, problem: str) -> None:
    assert error_message(database_url=url) == problem


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_an_invalid_port_is_refused(port: str) -> None:
    assert error_message(port=port).startswith("Input should be ")


@pytest.mark.parametrize("sample", ["admin", "change-me", "password", "polls", "postgres"])
def test_production_refuses_sample_secrets(sample: str) -> None:
    problem = "sample secrets are not allowed in production: "

    assert error_message(environment="production", admin_password=sample) == f"{problem}ADMIN_PASSWORD"
    assert (
        error_message(environment="production", **PARTS | {"postgres_password": sample})
        == error_message(environment="production", database_url=f"postgresql://ann:{sample}@db/polls")
        == f"{problem}the database's password"
    )
    assert Settings(admin_password=sample).environment == "development"


@pytest.mark.parametrize("url", ["postgresql://ann@db/polls", "postgres:///polls"])
def test_production_refuses_a_database_without_a_password(url: str) -> None:
    assert error_message(environment="production", database_url=url) == (
        "the database's password is missing; production has no default"
    )
    assert Settings(database_url=url).sqlalchemy_url.database == "polls"


@pytest.mark.parametrize("database", [PARTS, {}])
def test_production_accepts_other_secrets(database: dict[str, Any]) -> None:
    settings = Settings(
        environment="production", admin_password="of its own", secret_key="x" * 32, **database
    )

    assert settings.environment == "production"


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        (None, "SECRET_KEY is missing; production has no default"),
        ("", "SECRET_KEY is missing; production has no default"),
        ("development-only", "sample secrets are not allowed in production: SECRET_KEY"),
        ("x" * 31, "SECRET_KEY is too short for production: at least 32 characters"),
    ],
)
def test_production_needs_a_secret_key(key: str | None, problem: str) -> None:
    assert error_message(environment="production", secret_key=key) == problem
    assert Settings(environment="production", secret_key="x" * 32).signing_key() == b"x" * 32


def test_a_desk_makes_its_secret_key_once_and_keeps_it_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "var" / "secret_key"
    monkeypatch.setattr(config, "SECRET_KEY_FILE", file)

    with ThreadPoolExecutor(8) as threads:
        keys = {*threads.map(lambda _: Settings().signing_key(), range(40))}

    (key,) = keys
    assert len(key) == 43
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]
    assert Settings(secret_key="given").signing_key() == b"given"
    file.write_text(" \n")
    with pytest.raises(ValueError, match="is empty"):
        Settings().signing_key()


def test_production_refuses_the_password_in_postgres_env() -> None:
    lines = (CHECKOUT / "postgres.env").read_text().splitlines()
    sample = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))

    assert error_message(
        environment="production", **PARTS | {"postgres_password": sample["POSTGRES_PASSWORD"]}
    )
    assert sample["POSTGRES_DB"] == sample["POSTGRES_DATABASE"]


def test_printed_settings_and_errors_contain_no_secrets() -> None:
    settings = Settings(database_url="postgresql://ann:s3cret@db/polls", admin_password="s3cret")
    with pytest.raises(ValidationError) as raised:
        Settings(database_url="mysql://ann:s3cret@db/polls", admin_password="s3cret")

    for text in (repr(settings), str(settings), str(settings.sqlalchemy_url), str(raised.value)):
        assert "s3cret" not in text


@pytest.mark.parametrize(
    "address",
    [
        "polls.example.org",
        "ftp://polls.test",
        "https://",
        "https://me@polls.test",
        "https://polls.test?a",
        "https://a b",
    ],
)
def test_an_invalid_public_url_is_refused(address: str) -> None:
    assert error_message(public_url=address) == "not a URL such as https://polls.example.org"


MAIL: dict[str, Any] = {
    "smtp_url": "smtp://user:p%40s%2Fs@mail.example.org",
    "mail_from": '"Polls, Inc" <polls@example.org>',
    "public_url": "https://polls.example.org/",
}


def test_the_settings_of_mail() -> None:
    mail = Settings(**MAIL).mail
    over_tls = Settings(**MAIL | {"smtp_url": "smtps://[::1]", "mail_from": "p@x.org", "mail_rate": 7}).mail

    assert (Settings().mail, Settings(public_url="https://x.test").mail) == (None, None)
    assert mail
    assert mail.server == SmtpServer("mail.example.org", 587, is_tls=False, username="user", password="p@s/s")
    assert (str(mail.sender), mail.public_url, mail.per_minute) == (
        "Polls, Inc <polls@example.org>",
        "https://polls.example.org",
        120,
    )
    assert "p@s/s" not in repr(mail)
    assert over_tls
    assert over_tls.server == SmtpServer("::1", 465, is_tls=True)
    assert (over_tls.server.is_local, mail.server.is_local) == (True, False)
    assert (over_tls.sender.name, over_tls.per_minute) == ("", 7)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"smtp_url": None}, "SMTP_URL and MAIL_FROM go together: SMTP_URL is missing"),
        ({"mail_from": None}, "SMTP_URL and MAIL_FROM go together: MAIL_FROM is missing"),
        ({"public_url": None}, "mail needs PUBLIC_URL, the address that its links start with"),
        *(
            ({"smtp_url": url}, "not a URL such as smtp://user:password@mail.example.org:587")
            for url in (
                "mail.example.org:587",
                "http://user:s3cret@mail.example.org",
                "smtp://user:s3cret@",
                "smtp://user:s3/cret@mail.example.org",
                "smtp://user:s3cret@mail.example.org:x",
                "smtp://user:s3cret@mail.example.org?starttls=no",
                "smtp://user:s3cret#@mail.example.org",
            )
        ),
        ({"smtp_url": "smtp://user@mail.example.org"}, "a user name and a password go together"),
        *(
            ({"mail_from": text}, "not an address such as Polls <polls@example.org>")
            for text in (
                "Polls",
                "polls@",
                "Polls <polls@example.org>, x@y.org",
                "pölls@example.org",
                "Polls <polls@example.org>\r\nBcc: eve@x.test",
                "Polls\nBcc: eve@x.test <polls@example.org>",
                "<polls@example.org",
                "",
            )
        ),
        ({"mail_rate": 0}, "Input should be greater than or equal to 1"),
    ],
)
def test_faulty_settings_of_mail_are_refused_without_the_password(
    values: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError) as raised:
        Settings(**MAIL | values)

    assert message in str(raised.value)
    assert "cret" not in str(raised.value)
