"""Drawings: SVG to PNG, in another process, each at most once as long as it is kept.

The renderer holds Python's lock for 40 ms per picture, which would stop all requests, and it can crash on a
text that it does not understand.
"""

import asyncio
import re
import subprocess
import sys
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FILES = [str(file) for file in sorted(FONTS.glob("*.ttf"))]
PROGRAM = Path(__file__).parent / "svg_to_png.py"

# Drawings that are kept: about 40 KB each.
MOST = 100

# Seconds for one drawing, which takes a tenth of a second.
TIMEOUT = 10

# A character of a script that the files in FONTS lack. They have Latin, Greek, Cyrillic, Hebrew and Arabic.
OTHER_SCRIPT = re.compile(
    "[^\u0000-\u052f\u0590-\u06ff\u0750-\u077f\u1e00-\u22ff\u2500-\u25ff\ufb00-\ufdff\ufe70-\ufeff]"
)


class Undrawable(Exception):
    """The renderer failed, on this SVG or, if `may_pass`, for want of time or memory."""

    def __init__(self, *, may_pass: bool) -> None:
        super().__init__()
        self.may_pass = may_pass


class Drawings:
    """The newest drawings, by their SVG. So a drawing never shows anything but what its SVG says."""

    def __init__(self) -> None:
        # One at a time, so that pictures take one core at most.
        self._artist = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")
        self._kept: OrderedDict[str, Future[bytes]] = OrderedDict()

    async def draw(self, svg: str) -> bytes:
        """The PNG of an SVG. Concurrent calls share a drawing. Raises Undrawable."""
        drawing = self._kept.get(svg)
        if drawing is None:
            drawing = self._kept[svg] = self._artist.submit(_draw, svg)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        self._kept.move_to_end(svg)
        try:
            return await asyncio.shield(asyncio.wrap_future(drawing))
        except Undrawable as error:
            if error.may_pass:
                self._kept.pop(svg, None)
            raise


def _draw(svg: str) -> bytes:
    system = ["--system"] if OTHER_SCRIPT.search(svg) else []
    command = [sys.executable, "-I", str(PROGRAM), *system, *FILES]
    try:
        # Our own program, with a text as its input.
        done = subprocess.run(command, input=svg.encode(), capture_output=True, timeout=TIMEOUT, check=True)  # noqa: S603
    except subprocess.CalledProcessError as error:
        raise Undrawable(may_pass=error.returncode < 0) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Undrawable(may_pass=True) from error
    return done.stdout
