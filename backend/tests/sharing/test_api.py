"""The QR code of a poll, and the picture for previews of its link."""

import asyncio
import re
import struct
from collections.abc import Callable

import sqlalchemy as sa
import zxingcpp
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.config import Settings
from app.database import Database
from app.main import create_app
from app.polls.models import Question
from app.sharing.drawings import Drawings
from app.sharing.picture import blank
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, edit_poll, make_poll, vote

# Pixels per module of a QR code.
SCALE = 4


def decoded(svg: str) -> list[str]:
    """The texts of the QR codes that a camera finds in an image of segno: black lines of modules on white."""
    assert 'fill="#fff"' in svg
    assert 'stroke="#000"' in svg
    size = int(re.findall(r'viewBox="0 0 (\d+) ', svg)[0]) // 2
    pixels = bytearray(b"\xff" * (size * SCALE) ** 2)
    x = y = 0.0
    for command, values in re.findall(r"([Mmh])([-\d. ]+)", re.findall(r'stroke="#000" d="([^"]+)"', svg)[0]):
        numbers = [float(value) for value in values.split()]
        if command == "h":
            line = b"\0" * int(numbers[0]) * SCALE
            for row in range(int(y) * SCALE, int(y + 1) * SCALE):
                start = row * size * SCALE + int(x) * SCALE
                pixels[start : start + len(line)] = line
            x += numbers[0]
        else:
            x, y = (x + numbers[0], y + numbers[1]) if command == "m" else (numbers[0], numbers[1])
    image = memoryview(pixels).cast("B", (size * SCALE, size * SCALE))
    return [code.text for code in zxingcpp.read_barcodes(image, try_invert=False)]


def get_picture(client: TestClient, poll: Question) -> bytes:
    """The picture of a poll, which has the size of a preview."""
    response = client.get(f"/api/polls/{poll.slug}/picture.png")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png")
    asked = client.head(f"/api/polls/{poll.slug}/picture.png")
    assert (asked.status_code, asked.headers["ETag"]) == (200, response.headers["ETag"])
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", response.content[16:24]) == (1200, 630)
    return response.content


def test_the_qr_code_is_the_address_of_the_page(
    database: Database, client: TestClient, migrated: sa.URL
) -> None:
    poll = make_poll(database, listed=False)
    path = f"/api/polls/{poll.slug}/qr.svg"
    response = client.get(
        f"{path.upper().replace('/API/POLLS', '/api/polls').replace('QR.SVG', 'qr.svg')}?code=x"
    )
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/svg+xml")
    assert decoded(response.text) == [f"http://testserver/polls/{poll.slug}"]

    tag = response.headers["ETag"]
    for sent, status in ((tag, 304), (f'"other", W/{tag}', 304), ('"other"', 200)):
        assert client.get(path, headers={"If-None-Match": sent}).status_code == status
    elsewhere = client.get(path, headers={"Host": "polls.test:8080", "If-None-Match": tag})
    assert decoded(elsewhere.text) == [f"http://polls.test:8080/polls/{poll.slug}"]

    url, public_url = migrated.render_as_string(hide_password=False), "https://polls.test/base"
    app = create_app(Settings(database_url=url, public_url=public_url))
    assert decoded(TestClient(app).get(path).text) == [f"{public_url}/polls/{poll.slug}"]
    app.state.database.engine.dispose()


def test_the_picture_shows_the_votes_that_everyone_may_see(
    database: Database, client: TestClient, new_client: Callable[[], TestClient]
) -> None:
    shown, hidden = make_poll(database), make_poll(database, results_visibility="after_close")
    to_voters = make_poll(database, results_visibility="after_vote")
    empty = get_picture(client, shown)
    # Nothing but the votes tells the two apart.
    assert get_picture(client, hidden) == empty

    for poll in (shown, hidden, to_voters):
        assert vote(client, poll, 1).status_code == 201
    voted = get_picture(client, shown)
    assert voted != empty
    for poll in (hidden, to_voters):  # for the voter too
        assert get_picture(client, poll) == empty

    for poll in (shown, hidden):
        assert vote(new_client(), poll, 0).status_code == 201
    assert get_picture(client, shown) != voted
    assert get_picture(client, hidden) == empty
    edit_poll(database, hidden, closes_at=AN_HOUR_AGO)
    edit_poll(database, shown, results_visibility="staff")
    assert get_picture(client, shown) == empty
    closed = get_picture(client, hidden)
    edit_poll(database, hidden, results_visibility="staff")
    assert get_picture(client, hidden) not in (closed, empty)


def test_only_published_polls_have_a_picture_and_a_qr_code(
    database: Database, client: TestClient, editor: TestClient
) -> None:
    poll = make_poll(database)
    draft, scheduled = make_poll(database, draft=True), make_poll(database, pub_date=TOMORROW)
    unknown = client.get("/api/polls/23456789ab").json()
    picture = client.get(f"/api/polls/{poll.slug}/picture.png?width=1")
    known = {"If-None-Match": picture.headers["ETag"]}
    assert client.get(f"/api/polls/{poll.slug}/picture.png", headers=known).status_code == 304

    assert editor.delete(f"/api/admin/questions/{poll.id}").status_code == 200
    for slug in (draft.slug, scheduled.slug, poll.slug, "23456789ab", "x" * 300):
        for file in ("qr.svg", "picture.png"):
            response = client.get(f"/api/polls/{slug}/{file}", headers=known)
            assert (response.status_code, response.json()) == (404, unknown)


def test_any_text_makes_a_picture(app: FastAPI, database: Database, client: TestClient) -> None:
    """Texts from right to left, without spaces, of markup, and in scripts for which there may be no font."""
    texts = [
        "أين نأكل يوم الجمعة (pizza)؟",
        "איפה נאכל?",
        "W" * 200,
        "Where " * 33,
        "<script>alert(1)</script> ]]> &amp; &#0;",
        "金曜日にどこで食べましょうか。" * 13,
        "ไทย हिन्दी 한국어 🏳️‍🌈👩🏽‍🚀🇩🇪 \u0b95\u0bcd",
        "\u0000\u001f\ufffe\uffff\ue000 odd",
    ]
    pictures = {get_picture(client, make_poll(database, text, "B", question_text=text)) for text in texts}
    assert len(pictures) == len(texts)
    drawings: Drawings = app.state.drawings
    assert asyncio.run(drawings.draw(blank("Polls"))) not in pictures
    assert get_picture(client, make_poll(database, *map(str, range(100)))) not in pictures


def test_a_sheet_without_the_poll_is_shown_if_its_texts_cannot_be_drawn(
    app: FastAPI, database: Database, client: TestClient
) -> None:
    class Failing(Drawings):
        """A renderer that fails on the texts of polls."""

        async def draw(self, svg: str) -> bytes:
            return await super().draw(svg if "Tea" not in svg else "<svg>")

    empty = get_picture(client, make_poll(database))
    app.state.drawings, kept = Failing(), app.state.drawings
    assert get_picture(client, make_poll(database)) != empty
    app.state.drawings = kept
