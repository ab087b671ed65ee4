"""Codes: how they are derived, and how they are read."""

import re
from itertools import product

import pytest

from app.rolls.codes import Codes, parse
from app.text_rules import DISTINCT

KEY, OTHER_KEY = b"k" * 32, b"l" * 32
CODES = Codes(lambda: b"a secret key")
CODE = CODES.code(KEY, 1)


def test_a_code_depends_on_the_person_the_generation_and_the_secret_key() -> None:
    made = [
        Codes(lambda secret=secret: secret).code(key, generation)  # type: ignore[misc] # a default
        for secret, key, generation in product((b"a secret key", b"another one"), (KEY, OTHER_KEY), (1, 2))
    ]

    assert len({*made}) == 8
    assert made[0] == CODE == Codes(lambda: b"a secret key").code(KEY, 1)
    assert all(re.fullmatch(f"[{DISTINCT}]{{4}}(-[{DISTINCT}]{{4}}){{2}}", code) for code in made)


def test_codes_use_all_characters_alike() -> None:
    letters = "".join(CODES.code(KEY, generation) for generation in range(1, 2001)).replace("-", "")

    counts = [letters.count(letter) for letter in DISTINCT]
    assert sum(counts) == 24_000
    assert max(abs(count - 24_000 / 31) for count in counts) < 150  # five standard deviations


def test_the_stored_digest_is_keyed_and_signatures_have_one_purpose() -> None:
    digest = CODES.digest(CODE)

    assert len(digest) == 32
    assert digest not in (Codes(lambda: b"another one").digest(CODE), CODES.sign("code", CODE.encode()))


def test_the_secret_key_is_read_when_it_is_needed_and_once() -> None:
    reads = []
    codes = Codes(lambda: reads.append("read") or b"key")  # type: ignore[func-returns-value] # to count
    assert reads == []
    codes.digest(codes.code(KEY, 1))
    assert reads == ["read"]


@pytest.mark.parametrize(
    "typed",
    [
        "k3x9-mwp2-abcd",
        "K3X9-MWP2-ABCD",
        "k3x9mwp2abcd",
        "  k3x9 mwp2 abcd\n",
        "k3x9\u2013mwp2\u2014abcd",
        "k3x9\u2011mwp2\u2212abcd",
        "k3x9\u00admwp2\u200babcd",
        "k3x9ーmwp2ーabcd",
        "\uff4b\uff13\uff58\uff19\uff0d\uff2d\uff37\uff30\uff12\u3000\uff41\uff42\uff43\uff44",
        "k-3-x-9-m-w-p-2-a-b-c-d",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert parse(typed) == "k3x9-mwp2-abcd"


CONFUSED = "Codes never contain 0, O, 1, I or L."
LENGTH = "A code has 12 letters and digits."
LETTERS = "A code has letters and digits only."


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        *((f"k3x9-mwp2-abc{letter}", CONFUSED) for letter in "0oO1iIlL\uff10\u2160"),
        ("k3x9-mwp2-abc", LENGTH),
        ("k3x9-mwp2-abcde", LENGTH),
        ("-", LENGTH),
        ("k3x9-mwp2-abc!", LETTERS),
        ("k3x9_mwp2_abcd", LETTERS),
        ("k3x9-mwp2-abcé", LETTERS),
        ("\0" * 12, LENGTH),
    ],
)
def test_what_can_be_no_code_is_refused_with_advice(typed: str, advice: str) -> None:
    with pytest.raises(ValueError, match=re.escape(advice)):
        parse(typed)
