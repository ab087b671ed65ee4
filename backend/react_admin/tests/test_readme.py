"""README.md names everything that the package offers."""

from pathlib import Path

import react_admin
from react_admin.filters import OPERATORS, SEARCH
from react_admin.query import list_parameters
from react_admin.tests.conftest import RESOURCES

README = (Path(react_admin.__file__).parent / "README.md").read_text()
WIRE = README.partition("## The wire")[2]


def test_the_readme_names_each_public_name() -> None:
    table = README.partition("## Public names")[2].partition("## The wire")[0]
    assert [name for name in react_admin.__all__ if f"`{name}" not in table] == []


def test_the_readme_describes_each_query_parameter() -> None:
    names = {parameter["name"] for resource in RESOURCES for parameter in list_parameters(resource)}
    assert names == {"sort", "range", "filter", "embed"}
    assert [name for name in names if f"{name}=" not in WIRE] == []


def test_the_readme_describes_each_operator() -> None:
    names = [*(f"`field{operator.suffix}`" for operator in OPERATORS), f"`{SEARCH}`"]
    assert [name for name in names if name not in WIRE] == []


def test_the_openapi_document_describes_each_operator() -> None:
    for resource in RESOURCES:
        [description] = [one["description"] for one in list_parameters(resource) if one["name"] == "filter"]
        for operator in OPERATORS:
            assert f"`field{operator.suffix}` {operator.meaning}." in description
