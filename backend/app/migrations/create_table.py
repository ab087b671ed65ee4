"""Edit the text of a CREATE TABLE statement of SQLite.

`sqlite_master` stores the statement of each table as it was written. Editing that text keeps everything that
a migration does not name: AUTOINCREMENT, WITHOUT ROWID, collations, unnamed constraints and comments.
"""

from itertools import takewhile

from app.migrations.sql_tokens import (
    CLOSING,
    OPENING,
    depths,
    identifier,
    in_parentheses,
    is_blank,
    names,
    tokens,
    words,
)

TABLE_CONSTRAINTS = {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"}
COLUMN_CLAUSES = {
    *("CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK"),
    *("DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS"),
}
# The order in which SQLAlchemy writes clauses. "" is the type.
ORDER = ("", "COLLATE", "DEFAULT", "NOT")
SEPARATOR = " \n\t"


class Column:
    """A column definition, split into clauses. The first clause is the type."""

    def __init__(self, text: str) -> None:
        parts = tokens(text)
        start = next(index for index, token in enumerate(parts) if not is_blank(token))
        self.start, self.name = "".join(parts[:start]), parts[start]
        self.clauses = _clauses(parts[start + 1 :])

    def __str__(self) -> str:
        return self.start + self.name + "".join(self.clauses)

    def get(self, kind: str) -> str:
        return next((clause for clause in self.clauses if _kind(clause) == kind), "")

    def set(self, kind: str, text: str) -> None:
        """Replace the clause of this kind, or add it. An empty text removes it."""
        for index, clause in enumerate(self.clauses):
            if _kind(clause) == kind:
                self.clauses[index : index + 1] = [text] if text or not kind else []
                return
        if text:
            earlier = ORDER[: ORDER.index(kind)]
            before = [index for index, clause in enumerate(self.clauses) if _kind(clause) in earlier]
            self.clauses.insert(max(before) + 1, text)


def _clauses(definition: list[str]) -> list[str]:
    # `keywords` are those of the current clause. The first is empty, so that there is always a last element.
    clauses, keywords, blanks = [""], [""], ""
    for token, depth in depths(definition):
        if is_blank(token):
            blanks += token
            continue
        word = token.upper()
        if depth == 0 and word in COLUMN_CLAUSES and not _continues(keywords, word):
            clauses.append("")
            keywords = [""]
        clauses[-1] += blanks + token
        keywords.append(word)
        blanks = ""
    clauses[-1] += blanks
    for index in range(len(clauses) - 1, 0, -1):
        if clauses[index].upper().split()[:2] == ["NOT", "DEFERRABLE"]:  # the end of REFERENCES
            clauses[index - 1] += clauses.pop(index)
    return clauses


def _continues(keywords: list[str], word: str) -> bool:
    """True if `word`, which can begin a clause, belongs to the current one, like NULL in `SET NULL`."""
    *_, last = keywords
    return (
        last in ("NOT", "SET", "ALWAYS", "CONSTRAINT")
        or (last == "DEFAULT" and keywords[-2] != "SET")
        or (keywords[1:2] == ["CONSTRAINT"] and len(keywords) == 3)
        or (keywords[1:2] == ["GENERATED"] and word == "AS")
    )


def _kind(clause: str) -> str:
    """The keyword that a clause begins with, after its name if it has one; "" for the type."""
    keywords = [word.upper() for word in words(clause)]
    if keywords[:1] == ["CONSTRAINT"]:
        keywords = keywords[2:]
    return keywords[0] if keywords and keywords[0] in COLUMN_CLAUSES else ""


class Definition:
    """A CREATE TABLE statement, split into the texts of its columns and constraints."""

    def __init__(self, sql: str) -> None:
        pairs = list(depths(tokens(sql)))
        start = next(index for index, (token, _) in enumerate(pairs) if token == OPENING)
        end = next(index for index, pair in enumerate(pairs) if pair == (CLOSING, 0))
        self._head = "".join(token for token, _ in pairs[: start + 1])
        self._tail = "".join(token for token, _ in pairs[end:])
        self.parts = [""]
        self._dropped: dict[str | None, int] = {}
        for token, depth in pairs[start + 1 : end]:
            if (token, depth) == (",", 1):
                self.parts.append("")
            else:
                self.parts[-1] += token
        # Blanks before the closing parenthesis belong to it, not to the last part, which may change.
        last = tokens(self.parts[-1])
        blanks = "".join([*takewhile(is_blank, reversed(last))][::-1])
        self.parts[-1] = self.parts[-1].removesuffix(blanks)
        self._tail = blanks + self._tail

    def __str__(self) -> str:
        return self._head + ",".join(part for part in self.parts if part) + self._tail

    def columns(self) -> list[str]:
        return [name for part in self.parts if (name := _column_name(part)) is not None]

    def _find_column(self, name: str) -> int:
        for index, part in enumerate(self.parts):
            if _column_name(part) == name.lower():
                return index
        raise KeyError(f"no such column: {name}")

    def column(self, name: str) -> Column:
        return Column(self.parts[self._find_column(name)])

    def set_column(self, name: str, column: Column) -> None:
        self.parts[self._find_column(name)] = str(column)

    def add_column(self, text: str, *, after: str | None = None, before: str | None = None) -> None:
        index = self._find_column(before or after or self.columns()[-1]) + (before is None)
        self.parts.insert(index, SEPARATOR + text)

    def drop_column(self, name: str) -> None:
        """Remove a column and the constraints that name it, as PostgreSQL does."""
        del self.parts[self._find_column(name)]
        self.parts = [
            part
            for part in self.parts
            if not part or _column_name(part) is not None or name.lower() not in names(in_parentheses(part))
        ]

    def add_constraint(self, name: str | None, text: str) -> bool:
        """Add a constraint. Return False if the table already has one of this name.

        A constraint that was dropped under the same name is replaced where it stood. An unnamed constraint is
        not added a second time.
        """
        if name is None and words(text) in map(words, self.parts):
            return True
        if name is not None and name in map(_constraint_name, self.parts):
            return False
        self.parts.insert(self._dropped.pop(name, len(self.parts)), SEPARATOR + text)
        return True

    def drop_constraint(self, name: str) -> bool:
        """Remove a constraint of the table or of a column. Return False if there is none of this name."""
        name = name.lower()
        for index, part in enumerate(self.parts):
            if _constraint_name(part) == name:
                del self.parts[index]
                self._dropped[name] = index
                return True
        for column in map(self.column, self.columns()):
            kept = [clause for clause in column.clauses if _constraint_name(clause) != name]
            if kept != column.clauses:
                column.clauses = kept
                self.set_column(identifier(column.name), column)
                return True
        return False


def _column_name(part: str) -> str | None:
    """The name of the column that a part defines, or None for a constraint."""
    first = next(iter(words(part)), "")
    return None if not first or first.upper() in TABLE_CONSTRAINTS else identifier(first)


def _constraint_name(part: str) -> str | None:
    first, *rest = words(part) or [""]
    return identifier(rest[0]) if first.upper() == "CONSTRAINT" else None
