"""The documentation names files and functions that exist, and every setting."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import CHECKOUT, Settings

PAGES = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").rglob("*.md"))]
ARCHITECTURE = (CHECKOUT / "docs" / "architecture.md").read_text()
FUNCTIONS = re.findall(r"`([\w/.]+\.(?:py|tsx?)): ([\w.]+)`", ARCHITECTURE)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
SOURCE = re.compile(r"`((?:backend|frontend|docs|nginx|compose)/[\w./-]*\w)`")


def names_of(node: ast.AST, prefix: str = "") -> Iterator[str]:
    """The classes, functions and variables that a module defines, with their class before them."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name
        if isinstance(child, ast.ClassDef):
            yield from names_of(child, f"{child.name}.")


def defines(file: Path, name: str) -> bool:
    text = file.read_text()
    if file.suffix == ".py":
        return name in names_of(ast.parse(text))
    return re.search(rf"\b(?:function|const|class) {name}\b", text) is not None


def test_each_way_names_functions() -> None:
    ways = ARCHITECTURE.split("## The way of ")[1:]
    assert len(ways) == 6
    assert all(": " in way and way.count("`") > 10 for way in ways)


@pytest.mark.parametrize(("file", "name"), FUNCTIONS, ids=[f"{file}:{name}" for file, name in FUNCTIONS])
def test_the_architecture_names_functions_that_exist(file: str, name: str) -> None:
    assert defines(CHECKOUT / file, name)


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(CHECKOUT)) for page in PAGES])
def test_links_and_files_lead_somewhere(page: Path) -> None:
    text = page.read_text()
    broken = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    gone = [path for path in SOURCE.findall(text) if not is_there(path)]
    assert (broken, gone) == ([], [])


def is_there(path: str) -> bool:
    # The guide writes files of its own, under rooms/.
    made = ("rooms", ".venv", "dist", "node_modules")
    return (CHECKOUT / path).exists() or any(part in path for part in made)


def test_the_readme_lists_every_setting() -> None:
    readme = (CHECKOUT / "README.md").read_text()
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in readme] == []


PARITY = (CHECKOUT / "docs" / "django-admin-parity.md").read_text()
ROWS = [line.split(" | ") for line in PARITY.splitlines() if re.match(r"\| (?!Django|---)", line)]
NAMED_TEST = re.compile(r"`([\w/.-]+)`: “([^”]+)”")


def test_each_feature_of_djangos_admin_has_a_test() -> None:
    untested = [row[0] for row in ROWS if not NAMED_TEST.search(row[2])]
    missing = [
        named
        for row in ROWS
        for named in NAMED_TEST.findall(row[2])
        if not (CHECKOUT / named[0]).exists() or named[1] not in (CHECKOUT / named[0]).read_text()
    ]
    assert (len(ROWS) > 45, untested, missing) == (True, [], [])
