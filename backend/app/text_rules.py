"""Texts that people write: how they are stored, which are refused, and when two look alike.

docs/decisions/texts.md has the reasons. Unicode properties come from `unicodedata`. Those that it lacks are
listed here, from DerivedCoreProperties.txt (Default_Ignorable_Code_Point) and UTS #51 (emoji tag sequences).
"""

import re
from unicodedata import category, combining, decomposition, normalize

from pydantic import BeforeValidator

# 31 characters that are hard to confuse when a link or a code is read aloud or copied by hand.
DISTINCT = "23456789abcdefghjkmnpqrstuvwxyz"

# Control characters other than spaces, Default_Ignorable_Code_Point without the tag characters of flags, and
# the annotation marks U+FFF9 to U+FFFB.
IGNORABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e0fff]"
)
# The braille pattern without dots and the null notehead are not spaces in Unicode, but look like one.
BLANK = re.compile("[\u2800\U0001d159]")
BIDI_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")
TAG = re.compile("[\U000e0000-\U000e007f]")
# A black flag, the tags of a region and of its subdivision, and a closing tag. Longer sequences hide text.
DIGIT, LETTER = "\U000e0030-\U000e0039", "\U000e0061-\U000e007a"
FLAG = re.compile(f"\U0001f3f4(?:[{LETTER}]{{2}}|[{DIGIT}]{{3}})[{DIGIT}{LETTER}]{{1,4}}\U000e007f")
# Blocks with emoji that joiners combine. The category is no guide: U+2194 is a mathematical symbol.
EMOJI = re.compile("[\u2190-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
VARIATION_SELECTOR = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
ZWNJ, ZWJ = "\u200c", "\u200d"
# Characters that word processors, mail programs and keyboards add to receipts and codes: hyphens, spaces and
# invisible characters. A Japanese keyboard has U+30FC in place of the hyphen.
SEPARATORS = {"Pd", "Cf", "Cc", "Zs", "Zl", "Zp"}
HYPHENS = "\u02d7\u2043\u2212\u30fc"

# Compatibility decompositions that look like the character. <super>, <sub>, <fraction> and <circle> look
# different.
LOOKALIKES = {
    "",  # canonical
    "<compat>",
    "<final>",
    "<font>",
    "<initial>",
    "<isolated>",
    "<medial>",
    "<narrow>",
    "<noBreak>",
    "<small>",
    "<square>",
    "<vertical>",
    "<wide>",
}


def normalized(text: str) -> str:
    """`text` as it is stored: in NFC, without invisible characters at its ends.

    A text without a visible character is returned in NFC, for `flaw` to refuse.
    """
    text = normalize("NFC", text)
    shown = [index for index, character in enumerate(text) if not _is_invisible(character)]
    if not shown:
        return text
    first, last = shown[0], shown[-1]
    if first and text[first - 1] == ZWJ and _joins(text[first]):
        first -= 1
    after = text[last + 1 : last + 2]
    if after and _belongs(after, text[last]):
        last += 1
    return text[first : last + 1]


# For a schema, before its limit on the length, which is about the form that is stored.
Normalized = BeforeValidator(lambda value: normalized(value) if isinstance(value, str) else value)


def flaw(text: str) -> str | None:
    """Return why `text` is refused, as a sentence for a form, or None."""
    if all(_is_invisible(character) for character in text):
        return "This has no visible character."
    if BIDI_CONTROL.search(text):
        return "This has a character that reverses the text around it (U+202A to 202E, or U+2066 to 2069)."
    if TAG.search(FLAG.sub("", text)):
        return "This has invisible tag characters (U+E0000 to E007F)."
    return None


def choice_key(text: str) -> str:
    """Equal for choices that look alike on a ballot paper.

    Case, superscripts, subscripts, fractions and emoji sequences distinguish. Width, ligatures, spaces and
    other invisible characters do not.
    """
    return _spaced(normalize("NFC", _without_ignorable("".join(map(_alike, normalize("NFC", text))))))


def name_key(text: str) -> str:
    """Equal for names that look alike: NFKC_Casefold of UAX #31, with one space in place of several."""
    while (key := _spaced(normalize("NFKC", IGNORABLE.sub("", normalize("NFKC", text)).casefold()))) != text:
        text = key
    return key


def without_separators(text: str) -> str:
    """A receipt or a code as it was typed: in NFKC and small letters, without hyphens and spaces."""
    text = normalize("NFKC", text).lower()
    return "".join(
        character for character in text if character not in HYPHENS and category(character) not in SEPARATORS
    )


def _is_invisible(character: str) -> bool:
    return (
        character.isspace()
        or BLANK.match(character) is not None
        or (
            # Bidirectional controls are refused rather than trimmed.
            IGNORABLE.match(character) is not None and not BIDI_CONTROL.match(character)
        )
    )


def _joins(character: str) -> bool:
    """True if a joiner next to `character` changes its shape: an Indic virama, or an Arabic letter."""
    return combining(character) == 9 or ("\u0620" <= character <= "\u08ff" and category(character) == "Lo")


def _belongs(invisible: str, character: str) -> bool:
    """True if a script or an emoji uses `invisible` after `character`, at the end of a text."""
    if VARIATION_SELECTOR.match(invisible):
        return not character.isascii()
    return (invisible == ZWJ and _joins(character)) or (invisible == ZWNJ and combining(character) == 9)


def _alike(character: str) -> str:
    tag, _, rest = decomposition(character).rpartition("> ")
    kind = f"{tag}>" if tag else ""
    is_framed = kind == "<square>" and character > "\uffff"  # a letter in a box, not a unit such as kg
    if not rest or kind not in LOOKALIKES or is_framed:
        return character
    return "".join(_alike(chr(int(code, 16))) for code in rest.split())


def _without_ignorable(text: str) -> str:
    """`text` without its ignorable characters, except joiners within emoji."""
    kept = "".join(character for character in text if character == ZWJ or not IGNORABLE.match(character))
    return "".join(
        character
        for before, character, after in zip(" " + kept, kept, kept[1:] + " ", strict=False)
        if character != ZWJ or (EMOJI.match(before) and EMOJI.match(after))
    )


def _spaced(text: str) -> str:
    return " ".join(BLANK.sub(" ", text).split())
