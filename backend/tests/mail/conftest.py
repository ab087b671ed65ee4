"""Settings of mail, and a real mail server."""

import pytest

from app.config import MailSettings, SmtpServer, sender
from app.database import Database
from app.mail.service import share_mail


@pytest.fixture
def mail(database: Database) -> MailSettings:
    """Settings that the sessions of `database` find. No server listens at the port."""
    server = SmtpServer("127.0.0.1", 1, is_tls=False)
    settings = MailSettings(server, sender("Polls <polls@example.org>"), "https://polls.test", 60_000)
    share_mail(database, settings)
    return settings
