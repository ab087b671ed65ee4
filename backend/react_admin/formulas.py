"""Texts that a spreadsheet would run as a formula are written behind an apostrophe, and read without it.

https://owasp.org/www-community/attacks/CSV_Injection. A text that has the apostrophe already gets a second
one, so that a file that is exported and imported again holds the same texts.
"""

import re

FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def with_apostrophe(text: str) -> str:
    return f"'{text}" if _is_formula(text.lstrip("'")) else text


def without_apostrophe(text: str) -> str:
    return text[1:] if text.startswith("'") and _is_formula(text.lstrip("'")) else text


def _is_formula(text: str) -> bool:
    return text.startswith(FORMULA) and not NUMBER.fullmatch(text)
