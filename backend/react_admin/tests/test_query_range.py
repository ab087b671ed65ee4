"""Ranges, and where a page stands among all rows."""

import pytest
from fastapi.testclient import TestClient

from react_admin.tests.conftest import Plant, Size
from react_admin.tests.host import Database
from tests.statements import statements

HUGE = 2**63 - 1


@pytest.fixture
def thirty(database: Database, client: TestClient) -> TestClient:
    with database.begin() as session:
        session.add_all(Plant(id=id_, name=f"Plant {id_}", size=Size.small) for id_ in range(1, 31))
    return client


def get(
    client: TestClient, range_: str | None = None, header: str | None = None, **query: str
) -> tuple[str, list[int]]:
    """`Content-Range`, and the ids."""
    params = query | ({"range": range_} if range_ is not None else {})
    response = client.get("/plants", params=params, headers={"Range": header} if header else {})
    assert response.status_code == 200, response.text
    return response.headers["content-range"], [record["id"] for record in response.json()]


@pytest.mark.parametrize(
    ("range_", "content_range", "ids"),
    [
        ("[0,0]", "plants 0-0/30", [1]),
        ("[0,2]", "plants 0-2/30", [1, 2, 3]),
        ("[10, 12]", "plants 10-12/30", [11, 12, 13]),
        ("[28,40]", "plants 28-29/30", [29, 30]),
        ("[0,999]", "plants 0-29/30", [*range(1, 31)]),
        ("[30,39]", "plants */30", []),
        (f"[{HUGE},{HUGE}]", "plants */30", []),
    ],
)
def test_a_range(thirty: TestClient, range_: str, content_range: str, ids: list[int]) -> None:
    assert get(thirty, range_) == (content_range, ids)
    header = "plants=" + range_[1:-1].replace(" ", "").replace(",", "-")
    assert get(thirty, header=header) == (content_range, ids)


def test_without_a_range_25_rows_come(thirty: TestClient) -> None:
    assert get(thirty) == ("plants 0-24/30", [*range(1, 26)])


def test_the_query_counts_more_than_the_header(thirty: TestClient) -> None:
    assert get(thirty, "[0,1]", header="plants=5-9")[0] == "plants 0-1/30"


@pytest.mark.parametrize("header", ["bytes=0-1", "labels=0-1", "rubbish"])
def test_a_range_of_another_unit_is_ignored(thirty: TestClient, header: str) -> None:
    assert get(thirty, header=header)[0] == "plants 0-24/30"


def test_an_empty_list_has_no_range(client: TestClient) -> None:
    assert get(client) == get(client, "[0,9]") == ("plants */0", [])


def test_a_range_counts_what_the_filter_leaves(thirty: TestClient) -> None:
    assert get(thirty, "[1,1]", filter='{"id":[3,5,7]}', sort='["id","DESC"]') == ("plants 1-1/3", [5])


def test_get_many_brings_all_that_were_asked_for(thirty: TestClient) -> None:
    ids = [*range(30, 0, -1)]
    found = get(thirty, filter=f'{{"id":{ids}}}')
    assert found == ("plants 0-29/30", [*range(1, 31)])
    assert get(thirty, filter='{"id":7}') == ("plants 0-0/1", [7])


BAD_RANGES = [
    *("null", "{}", "5", '"0-24"', "[]", "[0]", "[0,1,2]", "[5,1]", "[-1,5]", "[-5,-1]", "[0,1000]"),
    *(f"[0,{HUGE}]", f"[{HUGE + 1},{HUGE + 1}]", "[0,1e400]", "[0.0,5.0]", "[true,true]", '["0","5"]'),
    *("[null,5]", "[[0],[5]]"),
]
BAD_HEADERS = [
    *("plants=", "plants=5", "plants=5-", "plants=-5", "plants=5-1", "plants=a-b", "plants=0-1,3-4"),
    *("plants=0-1000", f"plants=0-{10**30}", "plants=²-³"),
]


def test_a_range_that_makes_no_sense(client: TestClient) -> None:
    asked = [(value, client.get("/plants", params={"range": value})) for value in BAD_RANGES]
    asked += [(value, client.get("/plants", headers=[(b"Range", value.encode())])) for value in BAD_HEADERS]
    for value, response in asked:
        assert (value, response.status_code, list(response.json()["errors"])) == (value, 400, ["range"])


@pytest.mark.parametrize("filter_", ["{}", '{"size":"small"}', '{"q":"plant"}'])
def test_a_page_takes_as_many_statements_whatever_its_length(
    database: Database, thirty: TestClient, filter_: str
) -> None:
    taken = []
    for range_ in ("[0,0]", "[0,29]", "[29,29]"):
        with statements(database) as found:
            get(thirty, range_, filter=filter_, embed='["bed"]')
        taken.append(len(found))
    assert taken == [taken[0]] * 3
    # One brings what is embedded, and the total of a table without a kept count takes up to two.
    assert taken[0] <= 5
