"""The search filter `q`, with the same results on both databases."""

import sys
from unicodedata import category

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from react_admin.search import folded
from react_admin.tests.conftest import Plant, Size
from react_admin.tests.host import Database
from react_admin.tests.test_query_sort_and_filter import get_plants, ids_of

# A text, terms that find it, and terms that don't.
EXAMPLES: list[tuple[str, list[str], list[str]]] = [
    # ASCII case, spaces around the term, and parts of words from three letters.
    ("The oak tree", ["oak", "  OaK ", "ree", "he oak t", "o", "Tr"], ["ak", "k", "oaks", "oak  tree"]),
    # Wildcards of LIKE and GLOB, and quotes, match only themselves.
    (
        "50%_\\off [or] *",
        ["0%_", "_\\o", "50%_\\OFF", "%", "_", "\\", "[o", "*", "%_"],
        ["5_%", "/", "'", "?"],
    ),
    ("It's 1/2 ^ or {3}", ["'", "/", "^", "{", "s", "2", "3"], ["[^", "5", "-"]),
    # Case beyond ASCII, in composed and decomposed Unicode.
    ("Ägypten", ["ägypten", "ÄGYPTEN", "a\u0308gypten", "gypt", "ä", "ÄG"], ["agypten", "gy", "a"]),
    ("A\u0308gypten", ["ägypten", "ÄGYPTEN", "a\u0308gypten", "gypt", "ä", "ÄG"], ["agypten", "gy", "a"]),
    ("Ürün ve ÇAĞRI", ["ürün", "çağ", "ÜR", "ç", "VE"], ["urun", "cag"]),
    ("Новое расписание", ["новое", "РАСПИСАНИЕ", "писан", "р", "РА"], ["ас", "новые"]),
    ("Việt Nam", ["VIỆT", "vie\u0323\u0302t", "vie\u0302\u0323t", "VI"], ["viet"]),
    # Letters whose other case has several characters, or differs at the end of a word.
    ("Straße", ["STRASSE", "strasse", "straße", "STRAẞE", "st"], ["strase"]),
    ("ΟΔΟΣ, ὁδός", ["οδος", "ΟΔΟΣ", "οδοσ", "ὉΔΌΣ"], ["οδοι"]),
    (
        "İstanbul, Isparta, ılık",
        ["istanbul", "ISTANBUL", "İSTANBUL", "i\u0307stanbul", "ilik", "is"],
        ["stn"],
    ),
    ("Μαΐου, ΫΠΝΟΣ", ["ΜΑΪ\u0301ΟΥ", "μαΐου", "Μαι\u0308\u0301ου", "ϋπνος"], ["μαιου"]),
    ("300 \u212a, and long \u017f", ["300 k", "long S", "k"], ["300 c"]),
    # Compatibility characters.
    ("ＡＢＣ ﬁn 100㎏ ｶﾞ", ["abc", "fin", "100kg", "ガ", "ab", "fi"], ["bc", "ag"]),
    # A word begins after any character that is neither a letter nor a digit.
    ("(UK) office", ["UK", "uk", "U", "of", "(U", ")"], ["k", "fi"]),
    ("„UK“-team_leads", ["UK", "te", "le", "“"], ["ea", "ad"]),
    ("🎉UK, ❤\ufe0fpie, ¿qué?", ["UK", "pi", "qu", "🎉", "❤", "❤\ufe0f", "¿q"], ["ie", "ué", "🎊"]),
    ("x\u00a0uk\u3000ab\u200bcd\tef", ["uk", "ab", "cd", "ef"], ["b", "d"]),
    ("ÄUK éuk 3uk", ["äu", "éu", "3u"], ["uk", "u"]),
    ("l'été d’hiver", ["ét", "hi", "É"], ["té", "iv"]),
    ("(عام) ٢٠٢٦, שלום", ["عام", "عا", "٢٠", "٢٠٢٦", "של"], ["ام", "٠٢", "לו"]),
    # Each CJK character is a word.
    ("明天会议安排", ["会议", "明天", "安排", "议", "会议安", "明天会议安排"], ["议会", "会安", "天议"]),
    ("東京タワーへ行く", ["京タ", "タワ", "へ行", "ﾀﾜ", "東京"], ["タへ"]),
    ("주간회의록", ["회의", "주간", "록"], ["의회", "간의"]),
    ("PCR检测abc", ["检测", "cr检", "测ab", "ab", "PC"], ["bc", "cr"]),
    ("𠮷野家, 葛󠄀城, 山﨑ㄅㄆ", ["𠮷野", "野家", "葛", "﨑", "山﨑", "ㄆ"], ["𠮷家"]),
]


@pytest.mark.parametrize(("text", "matching", "others"), EXAMPLES, ids=[text for text, *_ in EXAMPLES])
def test_a_search_finds_the_expected_texts(
    database: Database, client: TestClient, text: str, matching: list[str], others: list[str]
) -> None:
    with database.begin() as session:
        session.add_all(Plant(id=id_, name=name, size=Size.small) for id_, name in enumerate((text, "j"), 1))

    results = {term: ids_of(get_plants(client, filter_={"q": term})) for term in matching + others}

    assert results == {term: [1] if term in matching else [] for term in matching + others}


def test_an_empty_search_finds_everything(database: Database, client: TestClient) -> None:
    with database.begin() as session:
        session.add_all(Plant(id=id_, name=name, size=Size.small) for id_, name in enumerate("aé", 1))
    for term in ("", " ", "\u3000"):
        assert ids_of(get_plants(client, filter_={"q": term})) == [1, 2]


def test_long_terms_are_found_as_a_whole(database: Database, client: TestClient) -> None:
    """PostgreSQL's trigram index only finds candidates, by parts of the term."""
    names = ["Rosmarinus", "ROSMARINUS officinalis", "Rosxarinus", "Rosmarxnus", "Rosmarinu", "smärinuß über"]
    with database.begin() as session:
        session.add_all(Plant(id=id_, name=name, size=Size.small) for id_, name in enumerate(names, 1))
    for term, expected in {
        "rosmarinus": [1, 2],
        "osmarin": [1, 2, 5],
        "Rosmari": [1, 2, 5],
        "MÄRINUSS": [6],
        "marinuss": [],
        "märinuß": [6],
        "smärinuß ü": [6],
        "rosmarinus o": [2],
        "rosmarin_s": [],
    }.items():
        assert (term, ids_of(get_plants(client, filter_={"q": term}))) == (term, expected)


def test_python_and_both_databases_fold_every_character_alike(database: Database) -> None:
    characters = [*map(chr, range(1, sys.maxunicode + 1))]
    # PostgreSQL's Unicode data may be newer than Python's.
    known = [character for character in characters if category(character) not in ("Cn", "Co", "Cs")]
    within_a_word = [f"É{character}b" for character in known]
    texts = [*known, *within_a_word, "e\u0323\u0302", "\u1112\u1161\u11ab", "", "ASCII"]
    fold = sa.select(sa.func.folded(sa.bindparam("text")))
    with database.begin() as session:
        if database.engine.dialect.name == "postgresql":
            fold_all = sa.text(
                "SELECT folded(text) FROM unnest(:texts) WITH ORDINALITY AS t (text, n) ORDER BY n"
            )
            results = session.scalars(fold_all, {"texts": texts}).all()
        else:
            texts = texts[:: len(texts) // 100]
            results = [session.scalar(fold, {"text": text}) for text in texts]
    assert [*zip(texts, results, strict=True)] == [(text, folded(text)) for text in texts]
