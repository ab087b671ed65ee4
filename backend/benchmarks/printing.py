"""What a benchmark prints: its steps while it runs, at the end a table and which targets are met."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter


@contextmanager
def step(text: str) -> Iterator[None]:
    print(f"\n== {text}", flush=True)
    started = perf_counter()
    yield
    print(f"   took {perf_counter() - started:.0f} s", flush=True)


def print_rows(table: Sequence[Sequence[str]]) -> None:
    """A table in Markdown, whose first row is its heading."""
    heading, *rows = table
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    print()
    for row in (heading, ["-" * width for width in widths], *rows):
        print("| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |")
    print()


def judge(is_met: bool, text: str) -> None:
    print(f"{'met' if is_met else 'NOT MET':<8} {text}", flush=True)
