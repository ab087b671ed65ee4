"""The `range` parameter, the `Range` header, and the `Content-Range` of the response."""

import pytest
from fastapi.testclient import TestClient

from react_admin.tests.conftest import Plant, Size
from react_admin.tests.host import Database
from tests.statements import statements

HUGE = 2**63 - 1


@pytest.fixture
def client_with_plants(database: Database, client: TestClient) -> TestClient:
    with database.begin() as session:
        session.add_all(Plant(id=id_, name=f"Plant {id_}", size=Size.small) for id_ in range(1, 31))
    return client


def get_page(
    client: TestClient, range_: str | None = None, header: str | None = None, **query: str
) -> tuple[str, list[int]]:
    """The `Content-Range` and the ids of a page."""
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
def test_a_range_in_the_query_or_the_header_selects_rows(
    client_with_plants: TestClient, range_: str, content_range: str, ids: list[int]
) -> None:
    assert get_page(client_with_plants, range_) == (content_range, ids)
    header = "plants=" + range_[1:-1].replace(" ", "").replace(",", "-")
    assert get_page(client_with_plants, header=header) == (content_range, ids)


def test_without_a_range_the_response_has_25_rows(client_with_plants: TestClient) -> None:
    assert get_page(client_with_plants) == ("plants 0-24/30", [*range(1, 26)])


def test_the_query_takes_precedence_over_the_header(client_with_plants: TestClient) -> None:
    assert get_page(client_with_plants, "[0,1]", header="plants=5-9")[0] == "plants 0-1/30"


@pytest.mark.parametrize("header", ["bytes=0-1", "labels=0-1", "rubbish"])
def test_a_header_with_another_unit_is_ignored(client_with_plants: TestClient, header: str) -> None:
    assert get_page(client_with_plants, header=header)[0] == "plants 0-24/30"


def test_the_content_range_of_an_empty_list_has_no_rows(client: TestClient) -> None:
    assert get_page(client) == get_page(client, "[0,9]") == ("plants */0", [])


def test_a_range_counts_the_rows_that_match_the_filter(client_with_plants: TestClient) -> None:
    assert get_page(client_with_plants, "[1,1]", filter='{"id":[3,5,7]}', sort='["id","DESC"]') == (
        "plants 1-1/3",
        [5],
    )


def test_a_request_for_ids_returns_all_of_them(client_with_plants: TestClient) -> None:
    ids = [*range(30, 0, -1)]
    page = get_page(client_with_plants, filter=f'{{"id":{ids}}}')
    assert page == ("plants 0-29/30", [*range(1, 31)])
    assert get_page(client_with_plants, filter='{"id":7}') == ("plants 0-0/1", [7])


BAD_RANGES = [
    *("null", "{}", "5", '"0-24"', "[]", "[0]", "[0,1,2]", "[5,1]", "[-1,5]", "[-5,-1]", "[0,1000]"),
    *(f"[0,{HUGE}]", f"[{HUGE + 1},{HUGE + 1}]", "[0,1e400]", "[0.0,5.0]", "[true,true]", '["0","5"]'),
    *("[null,5]", "[[0],[5]]"),
]
BAD_HEADERS = [
    *("plants=", "plants=5", "plants=5-", "plants=-5", "plants=5-1", "plants=a-b", "plants=0-1,3-4"),
    *("plants=0-1000", f"plants=0-{10**30}", "plants=²-³"),
]


def test_an_invalid_range_is_refused(client: TestClient) -> None:
    responses = [(value, client.get("/plants", params={"range": value})) for value in BAD_RANGES]
    responses += [
        (value, client.get("/plants", headers=[(b"Range", value.encode())])) for value in BAD_HEADERS
    ]
    for value, response in responses:
        assert (value, response.status_code, list(response.json()["errors"])) == (value, 400, ["range"])


@pytest.mark.parametrize("filter_", ["{}", '{"size":"small"}', '{"q":"plant"}'])
def test_the_number_of_statements_does_not_depend_on_the_length_of_the_page(
    database: Database, client_with_plants: TestClient, filter_: str
) -> None:
    counts = []
    for range_ in ("[0,0]", "[0,29]", "[29,29]"):
        with statements(database) as executed:
            get_page(client_with_plants, range_, filter=filter_, embed='["bed"]')
        counts.append(len(executed))
    assert counts == [counts[0]] * 3
    # One statement reads the embedded records. The total takes up to two if the table's count is not stored.
    assert counts[0] <= 5
