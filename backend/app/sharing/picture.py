"""The picture of a poll for previews of its link, as an SVG that looks like the ballot paper.

An open poll is a sheet with its stub. The stub of a closed poll is torn off, as on the voter's page. The
colours are those of `tokens.css`, and the mark that of `mark.ts`. There are no words but the poll's own and
the name of the site, because the reader's language is not known.
"""

from app.polls.models import Question, Voting
from app.results.visibility import may_see
from app.sharing.lines import LINE_HEIGHT, as_svg, drawable, fitted, is_right_to_left, shortened

WIDTH, HEIGHT = 1200, 630

PAPER, SHEET, INK, INK_SOFT = "#edece6", "#ffffff", "#18181b", "#55555d"
RULE, FILL, ACCENT = "#d5d4cd", "#dfddd5", "#57299c"
BOX = "M4 5h15v15H4z"
CROSS = "M7 8.5c3 2 6 5 8.5 8.5M21.5 1.5C15.500 6 11 11 7.500 17"

# Pixels.
EDGE = 56  # of the sheet, from the sides of the picture
INSET = 48  # of texts, from the sides of the sheet
TOP, STUB, PITCH, HOLE = 32, 80, 24, 6.5
BODY = TOP + STUB + PITCH
QUESTION_HEIGHT = 190
QUESTION_SIZES = (60.0, 54.0, 48.0, 43.0, 39.0, 35.0, 31.0, 27.0)
LEAST_ROW, LARGEST_ROW = 72, 100
MARK = 36


class Canvas:
    """Collects the parts of an SVG. In a picture from right to left, every position is mirrored."""

    def __init__(self, *, mirrored: bool) -> None:
        self.mirrored = mirrored
        self.parts: list[str] = []

    def x(self, x: float, width: float = 0) -> str:
        return f"{WIDTH - x - width if self.mirrored else x:g}"

    def rectangle(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        at = f'x="{self.x(x, width)}" y="{y:g}" width="{width:g}" height="{height:g}"'
        self.parts.append(f'<rect {at} fill="{fill}"/>')

    def circle(self, x: float, y: float, radius: float, style: str) -> None:
        self.parts.append(f'<circle cx="{self.x(x)}" cy="{y:g}" r="{radius:g}" {style}/>')

    def text(
        self,
        line: str,
        x: float,
        y: float,
        size: float,
        *,
        fill: str = INK,
        bold: bool = False,
        end: bool = False,
        direction_of: str | None = None,
    ) -> None:
        """A line that starts at `x`, or ends there. `direction_of` is the text that it is a part of."""
        anchor = "end" if end is not self.mirrored else "start"
        weight = "700" if bold else "400"
        style = f'font-size="{size:g}" font-weight="{weight}" fill="{fill}" text-anchor="{anchor}"'
        shown = as_svg(line, right_to_left=is_right_to_left(direction_of or line))
        self.parts.append(f'<text x="{self.x(x)}" y="{y:g}" {style}>{shown}</text>')

    def svg(self) -> str:
        size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Liberation Sans">'
        return "".join([opening, *self.parts, "</svg>"])


def picture(question: Question, site_name: str) -> str:
    """The picture of a published poll. It has the votes only if everyone may see them."""
    canvas = Canvas(mirrored=is_right_to_left(question.question_text))
    _add_sheet(canvas, site_name, is_torn=not question.is_open)
    block = fitted(
        drawable(question.question_text),
        QUESTION_SIZES,
        (WIDTH - 2 * (EDGE + INSET), QUESTION_HEIGHT),
    )
    top = BODY + 14
    for number, line in enumerate(block.lines):
        baseline = top + (1 + number * LINE_HEIGHT) * block.size
        canvas.text(line, EDGE + INSET, baseline, block.size, bold=True, direction_of=question.question_text)
    _add_rows(canvas, question, top + block.height + 32)
    return canvas.svg()


def blank(site_name: str) -> str:
    """A sheet without a poll, if the poll's texts can't be drawn."""
    canvas = Canvas(mirrored=False)
    _add_sheet(canvas, site_name, is_torn=False)
    return canvas.svg()


def _add_sheet(canvas: Canvas, site_name: str, *, is_torn: bool) -> None:
    width = WIDTH - 2 * EDGE
    canvas.rectangle(0, 0, WIDTH, HEIGHT, PAPER)
    # Below a torn edge, half of each hole is left.
    top = TOP + STUB + PITCH / 2 if is_torn else TOP
    canvas.rectangle(EDGE, top, width, HEIGHT - top, SHEET)
    holes = width // PITCH
    first = EDGE + (width - (holes - 1) * PITCH) / 2
    for number in range(holes):
        canvas.circle(first + number * PITCH, TOP + STUB + PITCH / 2, HOLE, f'fill="{PAPER}"')
    start = EDGE + INSET
    scale = MARK / 24 * 1.25
    lines = 'fill="none" stroke-linecap="round"'
    place = f"translate({canvas.x(start, 24 * scale)} {TOP + STUB / 2 - 12.5 * scale:g}) scale({scale:g})"
    canvas.parts.append(
        f'<g transform="{place}" {lines}><path d="{BOX}" stroke="{INK}" stroke-width="2"/>'
        f'<path d="{CROSS}" stroke="{ACCENT}" stroke-width="3"/></g>'
    )
    name = shortened(drawable(site_name), (width - 2 * INSET - 60) / MARK)
    canvas.text(name, start + 24 * scale + 14, TOP + STUB / 2 + MARK * 0.36, MARK, bold=True)


def _add_rows(canvas: Canvas, question: Question, top: float) -> None:
    """The choices, with their votes if everyone may see them. Those that do not fit run off the picture."""
    choices = question.choices
    if not choices:
        return
    space = HEIGHT - top
    row = min(LARGEST_ROW, space / len(choices))
    if row < LEAST_ROW:
        # The last one is cut in half: the list goes on.
        row = space / (int(space / LEAST_ROW - 0.55) + 0.55)
    shows_votes = question.ballots > 0 and may_see(question, voted=False)
    tallies = [choice.tally for choice in choices] if shows_votes else None
    shown = choices[: int(space / row) + 1]
    for number, choice in enumerate(shown):
        y = top + number * row
        votes = tallies[number] if tallies else None
        if votes is not None:
            share = votes / max(1, question.ballots)
            canvas.rectangle(EDGE, y, (WIDTH - 2 * EDGE) * share, row, FILL)
        canvas.rectangle(EDGE, y, WIDTH - 2 * EDGE, 2, RULE)
        leads = not question.is_open and bool(votes) and votes == max(tallies or ())
        _add_row(canvas, question, choice.choice_text, y + row / 2, votes, leads)
    canvas.rectangle(EDGE, top + len(shown) * row, WIDTH - 2 * EDGE, 2, RULE)


def _add_row(
    canvas: Canvas, question: Question, text: str, middle: float, votes: int | None, leads: bool
) -> None:
    size = 36
    start, end = EDGE + INSET, WIDTH - EDGE - INSET
    if question.is_open:
        style = f'fill="{SHEET}" stroke="{INK}" stroke-width="3"'
        if question.voting is Voting.single:
            canvas.circle(start + 19, middle, 17.5, style)
        else:
            x = canvas.x(start + 1.5, 35)
            canvas.parts.append(
                f'<rect x="{x}" y="{middle - 17.5:g}" width="35" height="35" rx="4" {style}/>'
            )
        start += 64
    figures = "" if votes is None else f"{votes:,}".replace(",", "\u00a0")
    room = end - start - (len(figures) * 0.6 * size + 40 if figures else 0)
    canvas.text(shortened(drawable(text), room / size), start, middle + size * 0.36, size, bold=leads)
    if figures:
        canvas.text(
            figures, end, middle + size * 0.36, size, fill=INK if leads else INK_SOFT, bold=leads, end=True
        )
