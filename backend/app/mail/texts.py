"""The placeholders in the subject and the text of a mailing."""

import re
from collections.abc import Iterator, Mapping

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")

# The placeholders of a text, and those of a subject: a code does not belong on a locked screen.
IN_TEXT = ("name", "number", "roll", "code", "link")
IN_SUBJECT = ("name", "number", "roll")

# The placeholders of which a text needs one, so that people can vote.
WAYS_IN = ("link", "code")


def check_placeholders(text: str, known: tuple[str, ...]) -> str:
    """`text`. Raises ValueError if it has a placeholder that is not `known`."""
    for name in PLACEHOLDER.findall(text):
        if name not in known:
            listed = ", ".join(f"{{{each}}}" for each in known)
            raise ValueError(f"There is no {{{name}}}. The placeholders are {listed}.")
    return text


def has_way_in(text: str) -> bool:
    return any(name in WAYS_IN for name in PLACEHOLDER.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with values in place of its placeholders. Braces in a value stay as they are."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)


def typed(text: str) -> str:
    """`text` without its placeholders."""
    return PLACEHOLDER.sub("", text)


def parts(text: str) -> Iterator[tuple[str, str | None]]:
    """The pieces of `text`, each with the placeholder that follows it. The last one has none."""
    pieces = PLACEHOLDER.split(text)
    yield from zip(pieces[::2], [*pieces[1::2], None], strict=True)
