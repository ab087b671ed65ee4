"""Messages: a text with the values of one person, as plain text and HTML, and the headers around it.

The headers are written here. `email.headerregistry` decodes encoded words in its input, so a name such as
`=?utf-8?q?x=0D=0ABcc:_eve@x.org?=` would add a header.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from app.config import MailSettings
from app.mail.schemas import Preview
from app.mail.texts import filled, parts

# Stands for the code of a person in previews and tests.
EXAMPLE_CODE = "abcd-efgh-jkmn"

# A text that needs no encoding in a header, wherever it stands.
PLAIN = re.compile("[A-Za-z0-9][A-Za-z0-9 '-]{0,59}")

# Bytes of an encoded word's text. In base64 and with its frame, it has up to 75 characters.
ENCODED_WORD = 45

# The colours are those of the reader's program, which are light or dark.
PAGE = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width">
<title>{subject}</title>
</head>
<body style="margin:0;padding:24px 16px">
<div style="max-width:34em;margin:0 auto;font:16px/1.6 system-ui,-apple-system,'Segoe UI',sans-serif">
{paragraphs}
</div>
</body>
</html>
"""
PARAGRAPH = '<p dir="auto" style="margin:0 0 1.2em;overflow-wrap:anywhere">{lines}</p>'
LINK = '<a href="{value}" dir="ltr" style="font-weight:600">{value}</a>'
CODE = (
    '<strong dir="ltr" style="font:600 1.15em/1.4 ui-monospace,Menlo,Consolas,monospace;'
    'letter-spacing:.04em;white-space:nowrap">{value}</strong>'
)
OTHER = "<bdi>{value}</bdi>"
MARKUP = {"link": LINK, "code": CODE}


@dataclass(frozen=True)
class Person:
    """Someone on a roll whom a message addresses."""

    name: str | None
    number: str | None
    email: str


def values_of(mail: MailSettings, roll: str, person: Person, code: str) -> Mapping[str, str]:
    """The values of the placeholders. Someone without a name is addressed by the number, or the address."""
    return {
        "name": _on_one_line(person.name or person.number or person.email),
        "number": _on_one_line(person.number or ""),
        "roll": _on_one_line(roll),
        "code": code,
        "link": f"{mail.public_url}/vote#{code}",
    }


def render(subject: str, text: str, values: Mapping[str, str]) -> Preview:
    subject = filled(subject, values)
    text = text.replace("\r\n", "\n")
    paragraphs = re.split(r"\n\s*\n", "".join(_marked_up(text, values)).strip())
    lines = (PARAGRAPH.format(lines=paragraph.replace("\n", "<br>\n")) for paragraph in paragraphs)
    html = PAGE.format(subject=escape(subject), paragraphs="\n".join(lines))
    return Preview(subject=subject, text=filled(text, values), html=html)


def compose(mail: MailSettings, content: Preview, person: Person, message_id: str) -> bytes:
    """The message to `person`. `message_id` is the part of the Message-ID before the @."""
    body = EmailMessage(policy=SMTP)
    body.set_content(content.text, cte="quoted-printable")
    body.add_alternative(content.html, subtype="html", cte="quoted-printable")
    sender = mail.sender
    headers = {
        "From": _mailbox(sender.name, sender.address),
        "To": _mailbox(_on_one_line(person.name or ""), person.email),
        "Subject": _encoded(_on_one_line(content.subject)),
        "Date": format_datetime(datetime.now(UTC)),
        "Message-ID": f"<{message_id}@{sender.domain}>",
        "Auto-Submitted": "auto-generated",
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return head.encode() + body.as_bytes()


def _marked_up(text: str, values: Mapping[str, str]) -> Iterator[str]:
    for piece, placeholder in parts(text):
        yield escape(piece)
        if placeholder is not None:
            yield MARKUP.get(placeholder, OTHER).format(value=escape(values[placeholder]))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _mailbox(name: str, address: str) -> str:
    return f"{_encoded(name)}\r\n <{address}>" if name else address


def _encoded(text: str) -> str:
    """`text` in a header: as it is, or as encoded words, which no character of it can end."""
    return text if PLAIN.fullmatch(text) else "\r\n ".join(_encoded_words(text))


def _encoded_words(text: str) -> Iterator[str]:
    word = b""
    for character in text:
        encoded = character.encode()
        if len(word) + len(encoded) > ENCODED_WORD:
            yield _encoded_word(word)
            word = b""
        word += encoded
    yield _encoded_word(word)


def _encoded_word(word: bytes) -> str:
    return f"=?utf-8?b?{b64encode(word).decode()}?="
