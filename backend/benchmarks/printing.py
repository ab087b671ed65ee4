"""The output of a benchmark: its steps while it runs, then a table and the targets that are met or missed."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

PROCESSORS = Path("/proc/stat")


@contextmanager
def step(text: str) -> Iterator[None]:
    print(f"\n== {text}", flush=True)
    started, stolen = perf_counter(), _stolen()
    yield
    took = perf_counter() - started
    share = (_stolen() - stolen) / took / (os.cpu_count() or 1)
    print(f"   took {took:.0f} s, in which the host gave {share:.0%} of this machine to others", flush=True)


def _stolen() -> float:
    """Stolen CPU time: seconds, summed over all CPUs, that the host gave to others. 0 if it is not known."""
    if not PROCESSORS.exists():
        return 0
    return int(PROCESSORS.read_text().split()[8]) / os.sysconf("SC_CLK_TCK")


def print_rows(table: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table. Its first row is the heading."""
    heading, *rows = table
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    print()
    for row in (heading, ["-" * width for width in widths], *rows):
        print("| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |")
    print()


def judge(is_met: bool, text: str) -> None:
    print(f"{'met' if is_met else 'NOT MET':<8} {text}", flush=True)
