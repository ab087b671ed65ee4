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

from app.config import Language, MailSettings
from app.mail.schemas import Preview
from app.mail.texts import filled, parts, typed

# Stands for the code of a person in previews and tests.
EXAMPLE_CODE = "abcd-efgh-jkmn"

# A text that needs no encoding in a header, wherever it stands.
PLAIN = re.compile("[A-Za-z0-9][A-Za-z0-9 '-]{0,59}")

# Bytes of an encoded word's text. In base64 and with its frame, it has up to 75 characters.
ENCODED_WORD = 45

# The letters of Hebrew, Arabic and the other right-to-left scripts, and the right-to-left mark.
RIGHT_TO_LEFT = re.compile(
    "[\u200f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

# LEFT-TO-RIGHT ISOLATE, FIRST STRONG ISOLATE, and POP DIRECTIONAL ISOLATE, which ends both.
LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"

# The colours are those of the reader's program, which are light or dark. The language is given twice, because
# some programs drop everything around the content of the body.
PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width">
<title>{subject}</title>
</head>
<body style="margin:0;padding:24px 16px">
<div lang="{language}" dir="{direction}" style="{style}">
{paragraphs}
</div>
</body>
</html>
"""
STYLE = "max-width:34em;margin:0 auto;font:16px/1.6 system-ui,-apple-system,'Segoe UI',sans-serif"
PARAGRAPH = '<p{direction} style="margin:0 0 1.2em;overflow-wrap:anywhere">{lines}</p>'
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


def render(subject: str, text: str, language: Language, values: Mapping[str, str]) -> Preview:
    subject = filled(subject, _isolated(subject, values))
    text = text.replace("\r\n", "\n")
    paragraphs = (_paragraph(each, values) for each in re.split(r"\n\s*\n", text.strip()))
    html = PAGE.format(
        language=language,
        direction=language.direction,
        style=STYLE,
        subject=escape(subject),
        paragraphs="\n".join(paragraphs),
    )
    return Preview(subject=subject, text=filled(text, _isolated(text, values)), html=html)


def compose(
    mail: MailSettings, content: Preview, language: Language, person: Person, message_id: str
) -> bytes:
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
        "Content-Language": language,
        "Auto-Submitted": "auto-generated",
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return head.encode() + body.as_bytes()


def _isolated(text: str, values: Mapping[str, str]) -> Mapping[str, str]:
    """The values for `text` without markup, isolated where letters from right to left would reorder them.

    After Arabic, the code 2345-efgh-jkmn would be shown as efgh-jkmn-2345. A link keeps its order, because it
    begins with a letter, and mail programs would take an invisible character after it for a part of it.
    """
    is_mixed = RIGHT_TO_LEFT.search(text)

    def isolated(name: str, value: str) -> str:
        if name == "link" or not value or not (is_mixed or RIGHT_TO_LEFT.search(value)):
            return value
        return f"{LRI if name == 'code' else FSI}{value}{PDI}"

    return {name: isolated(name, value) for name, value in values.items()}


def _paragraph(text: str, values: Mapping[str, str]) -> str:
    """A paragraph with the direction of what was typed. Without letters, it has that of the message."""
    direction = ' dir="auto"' if any(map(str.isalpha, typed(text))) else ""
    lines = "".join(_marked_up(text, values)).replace("\n", "<br>\n")
    return PARAGRAPH.format(direction=direction, lines=lines)


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
