"""Text in lines of a picture: widths, direction, and where a line breaks.

The widths are estimates for a bold Helvetica, slightly too wide, so that no line leaves its box. A library
that measures text would be larger than the rest of the drawing.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import bidirectional, category, east_asian_width
from xml.sax.saxutils import escape

from app.text_rules import EMOJI, VARIATION_SELECTOR, ZWJ

NARROW, WIDE = frozenset("fijlrtI.,:;'|!()[]{}/\\-` "), frozenset("mwMW@%&—…ЖШЩЮФМжшщюфмыЫ")

# The distance of two baselines, in font sizes.
LINE_HEIGHT = 1.16

ELLIPSIS = "…"
# Start and end of a text from right to left. The renderer takes every line for one from left to right.
RIGHT_TO_LEFT, END = "\u2067", "\u2069"

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+")
IDEOGRAPH = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]")

# Control characters, surrogates and unassigned ones, which XML forbids or no font has.
UNDRAWABLE = {"Cc", "Cs", "Cn", "Co"}
SKIN_TONE = re.compile("[\U0001f3fb-\U0001f3ff]")
FLAG_TAG = re.compile("[\U000e0000-\U000e007f]")


@dataclass(frozen=True)
class Block:
    """Lines of text, all of one font size."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE_HEIGHT


def is_right_to_left(text: str) -> bool:
    """True if the first letter with a direction is of a script from right to left, as for `dir="auto"`."""
    directions = (bidirectional(character) for character in text)
    return next((found in ("R", "AL") for found in directions if found in ("L", "R", "AL")), False)


def drawable(text: str) -> str:
    """`text` with single spaces, and emoji without what combines them: the renderer fails on sequences."""
    spaced = " ".join(text.split())
    return "".join(
        character
        for before, character in zip(" " + spaced, spaced, strict=False)
        if category(character) not in UNDRAWABLE
        and not VARIATION_SELECTOR.match(character)
        and not SKIN_TONE.match(character)
        and not FLAG_TAG.match(character)
        and not (character == ZWJ and (EMOJI.match(before) or VARIATION_SELECTOR.match(before)))
    )


@lru_cache(maxsize=4096)
def _width_of(character: str) -> float:
    kind = category(character)
    if kind in ("Mn", "Me", "Cf"):
        return 0
    if character in NARROW:
        return 0.335
    if character in WIDE:
        return 0.95
    if east_asian_width(character) in "WF":
        return 1.05
    if kind == "Lu":
        return 0.74
    return 0.6


def width(text: str) -> float:
    """The width of a line in font sizes."""
    return sum(map(_width_of, text))


def wrapped(text: str, limit: float) -> list[str]:
    """`text` in lines that are at most `limit` font sizes wide."""
    lines: list[str] = []
    line, taken = "", 0.0
    for piece in _pieces(text, limit):
        if line and taken + width(piece.rstrip()) > limit:
            lines.append(line.rstrip())
            line, taken = "", 0
        line, taken = line + piece, taken + width(piece)
    return [*lines, line.rstrip()] if line else lines


def _pieces(text: str, limit: float) -> list[str]:
    """The parts of `text` between which a line may break: words, ideographs, and parts of a long word."""
    pieces: list[str] = []
    word, taken = "", 0.0
    for character in text:
        added = _width_of(character)
        may_break = IDEOGRAPH.match(character) or IDEOGRAPH.match(word) or taken + added > limit
        # Marks stay with their letter, and closing punctuation with what it closes.
        if word and added and may_break and category(character) not in ("Zs", "Pe", "Pf", "Po"):
            pieces.append(word)
            word, taken = "", 0
        word, taken = word + character, taken + added
        if character == " ":
            pieces.append(word)
            word, taken = "", 0
    return [*pieces, word] if word else pieces


def fitted(text: str, sizes: tuple[float, ...], box: tuple[float, float]) -> Block:
    """`text` in the first of `sizes` in which it fits a box. In the last, it is cut off with an ellipsis."""
    across, down = box
    for size in sizes:
        lines = wrapped(text, across / size)
        if len(lines) * size * LINE_HEIGHT <= down:
            return Block(tuple(_balanced(text, lines)), size)
    kept = lines[: max(1, int(down / (size * LINE_HEIGHT)))]
    return Block((*kept[:-1], _cut(kept[-1] + ELLIPSIS, across / size)), size)


def _balanced(text: str, lines: list[str]) -> list[str]:
    """As many lines as `lines`, all of about the same width."""
    longest = max(map(width, lines), default=0)
    for narrower in (longest * step / 20 for step in range(10, 20)):
        if len(narrow := wrapped(text, narrower)) == len(lines):
            return narrow
    return lines


def shortened(text: str, limit: float) -> str:
    """`text` on one line that is at most `limit` font sizes wide."""
    return text if width(text) <= limit else _cut(text, limit)


def _cut(text: str, limit: float) -> str:
    total, kept = width(ELLIPSIS), ""
    for character in text:
        total += _width_of(character)
        if total > limit:
            break
        kept += character
    return kept.rstrip(f" {ELLIPSIS}") + ELLIPSIS


def as_svg(line: str, *, right_to_left: bool) -> str:
    """A line as the content of an SVG's text.

    By itself, the renderer finds a font for Arabic, but not the weight.
    """
    shown = ARABIC.sub(r'<tspan font-family="Noto Sans Arabic">\g<0></tspan>', escape(line))
    return f"{RIGHT_TO_LEFT}{shown}{END}" if right_to_left else shown
