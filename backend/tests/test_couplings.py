"""Values that have to agree although they are written in different languages."""

import re

from app.config import CHECKOUT
from app.middleware import MAX_BODY_SIZE
from app.polls.service import FIXED_BY_VOTES
from app.results.live import LEAST_PAUSE
from app.results.snapshots import MAX_AGE
from app.sharing import picture
from app.voting.api import MAX_BALLOTS
from app.voting.ballot_box import DEADLINE
from react_admin.import_file import MAX_FILE


def match(file: str, pattern: str) -> str:
    """The first group of `pattern` in a file of the checkout."""
    found = re.findall(pattern, (CHECKOUT / file).read_text(), re.DOTALL)
    assert len(found) == 1, (file, found)
    return str(found[0])


def test_nginx_lets_pass_what_the_api_refuses_itself() -> None:
    of_calls = r"location ~ \^/api\(/\|\$\) .*?client_max_body_size (\d+)k;"
    of_imports = r"location ~ \^/api/admin/\[\^/\]\+:import\$ .*?client_max_body_size (\d+)k;"
    for pattern, largest in ((of_calls, MAX_BODY_SIZE), (of_imports, MAX_FILE)):
        limit = int(match("nginx/default.conf.template", pattern)) * 1024
        assert largest < limit <= 1.2 * largest


def test_the_dashboard_fixes_the_fields_that_the_api_fixes() -> None:
    fields = match("frontend/src/admin/questions/question.ts", r"FIXED_BY_VOTES[^=]*= \[(.*?)\]")
    assert tuple(re.findall(r'"(\w+)"', fields)) == FIXED_BY_VOTES


def test_the_voters_page_retries_for_longer_than_ballots_wait_for_the_database() -> None:
    milliseconds = match("frontend/src/polls/net/retry.ts", r"const GIVE_UP_MS = ([\d_]+);")
    assert int(milliseconds) > 2 * 1000 * DEADLINE


def test_the_voters_page_asks_for_parts_that_the_api_allows() -> None:
    ballots = match("frontend/src/polls/result/Published.tsx", r"const BALLOTS_PER_PART = ([\d_]+);")
    assert int(ballots) <= MAX_BALLOTS


def test_each_look_at_a_live_poll_finds_a_new_snapshot() -> None:
    assert LEAST_PAUSE >= MAX_AGE


def test_the_picture_of_a_poll_has_the_colours_of_the_page_and_its_mark() -> None:
    for token in ("paper", "sheet", "ink", "ink-soft", "rule", "fill", "accent"):
        colour = match("frontend/src/shared/tokens.css", rf"--{token}: light-dark\((#\w+),")
        assert getattr(picture, token.replace("-", "_").upper()) == colour
    for line in ("BOX", "CROSS"):
        path = match("frontend/src/shared/mark.ts", rf'{line} =\s*"([^"]+)"')
        assert getattr(picture, line) == path
        assert f'd="{path}"' in (CHECKOUT / "frontend" / "index.html").read_text()
