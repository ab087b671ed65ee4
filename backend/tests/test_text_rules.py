"""Normalized texts, refused characters, and the keys of texts that look alike."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text_rules import choice_key, flaw, name_key, normalized

ZWSP, ZWNJ, ZWJ, LRM, RLM = "\u200b", "\u200c", "\u200d", "\u200e", "\u200f"


def flag(region: str) -> str:
    return "\U0001f3f4" + "".join(chr(0xE0000 + ord(character)) for character in region) + "\U000e007f"


ENGLAND = flag("gbeng")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Cafe\u0301", "Caf\u00e9"),
        (f"{ZWSP}\ufeff Tea \u3000{RLM}\u00ad", "Tea"),
        ("\u2800Tea\u3164\uffa0\u180e", "Tea"),
        (f"A{ZWSP}B", f"A{ZWSP}B"),
        ("Tea\ufe0f", "Tea"),
        (f"Tea{ZWJ}", "Tea"),
        # Invisible characters that a script or an emoji uses are kept, also at the end.
        ("\u2764\ufe0f", "\u2764\ufe0f"),
        (f"\U0001f469{ZWJ}\U0001f4bb", f"\U0001f469{ZWJ}\U0001f4bb"),
        (f"\u0647{ZWJ}", f"\u0647{ZWJ}"),
        (f"\u0915\u094d{ZWJ}", f"\u0915\u094d{ZWJ}"),
        (f"\u0915\u094d{ZWNJ}", f"\u0915\u094d{ZWNJ}"),
        ("\u845b\U000e0100", "\u845b\U000e0100"),
        (f"\u0645\u06cc{ZWNJ}\u062e", f"\u0645\u06cc{ZWNJ}\u062e"),
        (ENGLAND, ENGLAND),
        # `normalized` leaves a text without visible characters as it is, and `flaw` refuses it.
        (f" {ZWSP}", f" {ZWSP}"),
    ],
)
def test_a_text_is_stored_in_nfc_without_invisible_ends(typed: str, stored: str) -> None:
    assert normalized(typed) == stored


@pytest.mark.parametrize(
    "character", "\u0000\t\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u2028\u2060\u206f"
)
def test_a_text_of_one_invisible_character_is_refused(character: str) -> None:
    assert flaw(character) == "This has no visible character."


@pytest.mark.parametrize(
    "character", "\u2800\u3000\u3164\ufe0f\ufeff\uffa0\ufff9\U0001d159\U0001d173\U000e0100"
)
def test_a_text_of_several_invisible_characters_is_refused(character: str) -> None:
    assert flaw(f"{ZWSP}{character} ") == "This has no visible character."


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_a_character_that_reverses_text_is_refused_anywhere(code: int) -> None:
    for text in (f"{chr(code)}Tea", f"Te{chr(code)}a", f"Tea{chr(code)}"):
        assert (
            flaw(text)
            == "This has a character that reverses the text around it (U+202A to 202E, or U+2066 to 2069)."
        )


@pytest.mark.parametrize(
    "text",
    [
        "Tea\U000e0041",
        "\U000e0001Tea",
        "Tea\U000e007f",
        ENGLAND[:-1],  # without the end tag
        ENGLAND + "\U000e0067",
        "\U0001f600" + ENGLAND[1:],  # not after a flag
        flag("voteforbob"),  # not a region
        flag("1gb"),
        flag(""),
    ],
)
def test_a_tag_outside_a_flag_is_refused(text: str) -> None:
    assert flaw(text) == "This has invisible tag characters (U+E0000 to E007F)."


@pytest.mark.parametrize(
    "text", ["0", "?", "é", "\u0301", "ال\u200fم", f"a{LRM}b", "میخ", ENGLAND, "\u0600", "👍🏽", flag("usca")]
)
def test_other_texts_are_accepted(text: str) -> None:
    assert flaw(text) is None


@pytest.mark.parametrize(
    ("text", "other_text"),
    [
        ("A", f"A{ZWSP}"),
        ("Tea", f"T{ZWJ}e\u00ada"),
        ("Tea", f"T{LRM}ea\u2060\u034f"),
        ("é", "e\u0301"),
        ("é", "e\u034f\u0301"),
        ("New York", "New\u00a0 \u2003York"),
        ("New York", "New\u2800York"),
        ("New York", "New\U0001d159York"),
        ("^^", f"^{ZWJ}^"),
        ("❤", "❤\ufe0f"),
        # An example of each type of compatibility decomposition that looks the same.
        ("fi", "ﬁ"),  # <compat>
        ("IV", "Ⅳ"),  # <compat>
        ("A1", "Ａ１"),  # <wide>
        ("\u30ab", "\uff76"),  # <narrow>
        ("A", "\U0001d400"),  # <font>
        ("kg", "\u338f"),  # <square>
        ("\u0644\u0627", "\ufefb"),  # <isolated>
        ("\u0628", "\ufe91"),  # <initial>
        ("\u0628", "\ufe92"),  # <medial>
        ("\u0628", "\ufe90"),  # <final>
        (",", "\ufe50"),  # <small>
        ("\u2014", "\ufe31"),  # <vertical>
    ],
)
def test_choices_that_look_alike_have_the_same_key(text: str, other_text: str) -> None:
    assert choice_key(text) == choice_key(other_text)


@pytest.mark.parametrize(
    ("text", "other_text"),
    [
        ("A", "a"),
        ("x2", "x²"),  # <super>
        ("H2O", "H₂O"),  # <sub>
        ("1/2", "½"),  # <fraction>
        ("1", "①"),  # <circle>
        ("👍", "👍🏽"),
        ("👩💻", f"👩{ZWJ}💻"),
        ("🙂↔", f"🙂{ZWJ}↔\ufe0f"),  # shaking the head
        ("🏃➡", f"🏃{ZWJ}➡"),
        ("👨🏽🩰", f"👨🏽{ZWJ}🩰"),
        ("有", "🈶"),  # <square>, framed
        ("A", "🄰"),
        ("🏴", ENGLAND),
        ("1", "1\ufe0f\u20e3"),
        ("Tea", "T ea"),
        ("Résumé", "Resume"),
    ],
)
def test_choices_that_look_different_have_different_keys(text: str, other_text: str) -> None:
    assert choice_key(text) != choice_key(other_text)


@pytest.mark.parametrize(
    ("text", "other_text"),
    [
        ("ann", "ANN"),
        ("ann", "Ａｎｎ"),
        ("ann", f"a{ZWSP}nn"),
        ("ann lee", "Ann\u00a0  Lee"),
        ("straße", "STRASSE"),
        ("ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ"),
        ("ꭰ", "Ꭰ"),
        ("x2", "x²"),
        ("fi", "ﬁ"),
        ("i\u0307", "İ"),
    ],
)
def test_names_that_look_alike_have_the_same_key(text: str, other_text: str) -> None:
    assert name_key(text) == name_key(other_text)


@given(st.text(max_size=30))
def test_normalized_texts_and_keys_do_not_change_when_applied_twice(text: str) -> None:
    for function in (normalized, choice_key, name_key):
        assert function(function(text)) == function(text)
    assert unicodedata.is_normalized("NFC", normalized(text))
    assert (flaw(normalized(text)) is None) == (flaw(text) is None)


@given(st.text(max_size=20), st.text(max_size=20))
def test_equivalent_forms_of_a_text_have_the_same_key(text: str, other_text: str) -> None:
    for form in (text, unicodedata.normalize("NFD", text), f"{ZWSP}{text}\u00ad"):
        assert (choice_key(form), name_key(form)) == (choice_key(text), name_key(text))
    if choice_key(text) == choice_key(other_text):
        assert name_key(text) == name_key(other_text)
