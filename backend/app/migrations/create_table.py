"""The text of a CREATE TABLE statement on SQLite, edited in place.

`sqlite_master` keeps each table's statement as it was written. A rebuilt table keeps every part of it that
the migration does not name: AUTOINCREMENT, WITHOUT ROWID, collations, unnamed constraints, comments.
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
# Clauses in the order in which SQLAlchemy writes them; "" is the type.
ORDER = ("", "COLLATE", "DEFAULT", "NOT")
SEPARATOR = " \n\t"


class Column:
    """A column's definition as its clauses; the first is the type."""

    def __init__(self, text: str) -> None:
        found = tokens(text)
        at = next(at for at, token in enumerate(found) if not is_blank(token))
        self.start, self.name = "".join(found[:at]), found[at]
        self.clauses = _clauses(found[at + 1 :])

    def __str__(self) -> str:
        return self.start + self.name + "".join(self.clauses)

    def get(self, kind: str) -> str:
        return next((clause for clause in self.clauses if _kind(clause) == kind), "")

    def set(self, kind: str, text: str) -> None:
        """Put this clause in the place of the one of its kind; an empty one removes it."""
        for at, clause in enumerate(self.clauses):
            if _kind(clause) == kind:
                self.clauses[at : at + 1] = [text] if text or not kind else []
                return
        if text:
            earlier = ORDER[: ORDER.index(kind)]
            before = [at for at, clause in enumerate(self.clauses) if _kind(clause) in earlier]
            self.clauses.insert(max(before) + 1, text)


def _clauses(found: list[str]) -> list[str]:
    clauses, said, blanks = [""], [""], ""
    for token, depth in depths(found):
        if is_blank(token):
            blanks += token
            continue
        word = token.upper()
        if depth == 0 and word in COLUMN_CLAUSES and not _goes_on(said, word):
            clauses.append("")
            said = [""]
        clauses[-1] += blanks + token
        said.append(word)
        blanks = ""
    clauses[-1] += blanks
    for at in range(len(clauses) - 1, 0, -1):
        if clauses[at].upper().split()[:2] == ["NOT", "DEFERRABLE"]:  # the end of REFERENCES
            clauses[at - 1] += clauses.pop(at)
    return clauses


def _goes_on(said: list[str], word: str) -> bool:
    """Whether a keyword that may begin a clause is a part of the one that has begun: `SET NULL`."""
    *_, last = said
    return (
        last in ("NOT", "SET", "ALWAYS", "CONSTRAINT")
        or (last == "DEFAULT" and said[-2] != "SET")
        or (said[1:2] == ["CONSTRAINT"] and len(said) == 3)
        or (said[1:2] == ["GENERATED"] and word == "AS")
    )


def _kind(clause: str) -> str:
    said = [word.upper() for word in words(clause)]
    if said[:1] == ["CONSTRAINT"]:
        said = said[2:]
    return said[0] if said and said[0] in COLUMN_CLAUSES else ""


class Definition:
    """A table's columns and constraints, each as its own text."""

    def __init__(self, sql: str) -> None:
        found = list(depths(tokens(sql)))
        start = next(at for at, (token, _) in enumerate(found) if token == OPENING)
        end = next(at for at, one in enumerate(found) if one == (CLOSING, 0))
        self._head = "".join(token for token, _ in found[: start + 1])
        self._tail = "".join(token for token, _ in found[end:])
        self.parts = [""]
        self._dropped: dict[str | None, int] = {}
        for token, depth in found[start + 1 : end]:
            if (token, depth) == (",", 1):
                self.parts.append("")
            else:
                self.parts[-1] += token
        # The blanks before the closing parenthesis stay there, whatever the last part is.
        last = tokens(self.parts[-1])
        blanks = "".join([*takewhile(is_blank, reversed(last))][::-1])
        self.parts[-1] = self.parts[-1].removesuffix(blanks)
        self._tail = blanks + self._tail

    def __str__(self) -> str:
        return self._head + ",".join(part for part in self.parts if part) + self._tail

    def columns(self) -> list[str]:
        return [name for part in self.parts if (name := _column_name(part)) is not None]

    def _find_column(self, name: str) -> int:
        for at, part in enumerate(self.parts):
            if _column_name(part) == name.lower():
                return at
        raise KeyError(f"no such column: {name}")

    def column(self, name: str) -> Column:
        return Column(self.parts[self._find_column(name)])

    def set_column(self, name: str, column: Column) -> None:
        self.parts[self._find_column(name)] = str(column)

    def add_column(self, text: str, *, after: str | None = None, before: str | None = None) -> None:
        at = self._find_column(before or after or self.columns()[-1]) + (before is None)
        self.parts.insert(at, SEPARATOR + text)

    def drop_column(self, name: str) -> None:
        """Remove a column, with the constraints that name it, as PostgreSQL does."""
        del self.parts[self._find_column(name)]
        self.parts = [
            part
            for part in self.parts
            if not part or _column_name(part) is not None or name.lower() not in names(in_parentheses(part))
        ]

    def add_constraint(self, name: str | None, text: str) -> bool:
        """Add a constraint, in the place of the one of its name that was dropped, if one was.

        Returns whether the name is a new one. One without a name is added once.
        """
        if name is None and words(text) in map(words, self.parts):
            return True
        if name is not None and name in map(_constraint_name, self.parts):
            return False
        self.parts.insert(self._dropped.pop(name, len(self.parts)), SEPARATOR + text)
        return True

    def drop_constraint(self, name: str) -> bool:
        """Remove a constraint, of the table or of a column; returns whether there was one."""
        name = name.lower()
        for at, part in enumerate(self.parts):
            if _constraint_name(part) == name:
                del self.parts[at]
                self._dropped[name] = at
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
    said = words(part)
    return identifier(said[1]) if said and said[0].upper() == "CONSTRAINT" else None
