"""`make bench-votes`: a room votes on one poll, ours and the peers'. See README.md.

`SECONDS` in the environment is how long each round lasts.
"""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from benchmarks.load import CONNECTIONS, Load, at_rate
from benchmarks.printing import step
from benchmarks.votes.contenders import (
    Box,
    Contender,
    django,
    pgbench,
    plain,
    polls_boxes,
    without_database,
)
from benchmarks.votes.report import print_counts, print_latencies, print_refused, print_table, print_targets
from tests.postgres import postgres

SECONDS = int(os.environ.get("SECONDS", 5))
ROUNDS = 3

# A room of thousands, who all vote within ten seconds.
RATE = 500
RATE_SECONDS = 10


def main() -> None:
    print(f"Votes and reads over {CONNECTIONS} connections, one worker each: {ROUNDS} rounds of {SECONDS} s")
    with ExitStack() as stack:
        with step("Starting PostgreSQL and the servers, and warming them up, about a minute"):
            contenders, boxes = start(stack)
            for contender in contenders:
                contender.warm_up()
        with step(f"Voting {RATE} times a second, {ROUNDS} times {RATE_SECONDS} s on either database"):
            rounds = [[at_rate(box.hot, RATE, RATE_SECONDS) for box in boxes] for _ in range(ROUNDS)]
            loads = {box.name: [*turns] for box, *turns in zip(boxes, *rounds, strict=True)}
        duration = len(contenders) * ROUNDS * SECONDS / 60
        with step(f"Asking {len(contenders)} contenders in turn, about {duration:.0f} minutes"):
            take_turns(contenders)
        print_table(contenders)
        print_targets(contenders)
        print_latencies(loads, RATE)
        print_refused(contenders)
        print_counts(contenders, acknowledged(contenders, boxes, loads))


def start(stack: ExitStack) -> tuple[list[Contender], list[Box]]:
    """All who are asked; and ours on both databases, with one worker."""
    server = stack.enter_context(postgres(durable=True))
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="polls-")))
    boxes = polls_boxes(stack, server, folder)
    larger = polls_boxes(stack, server, folder, workers=2)
    votes, results = django(stack, server)
    kept_votes, kept_results = django(stack, server, keep_connections=True)
    contenders = [
        votes,
        kept_votes,
        plain(stack, server),
        *pgbench(server),
        without_database(stack, server),
        *(contender for box in boxes for contender in box.votes()),
        *(contender for box in larger for contender in box.votes()[:1]),
        results,
        kept_results,
        *boxes[0].reads(),
    ]
    return contenders, boxes


def take_turns(contenders: Sequence[Contender]) -> None:
    """Round by round, so that a noise of the machine hits all alike."""
    for number in range(ROUNDS):
        for contender in contenders:
            contender.measure(SECONDS)
        print(f"   round {number + 1} of {ROUNDS}", flush=True)


def acknowledged(
    contenders: Sequence[Contender], boxes: Sequence[Box], loads: Mapping[str, Sequence[Load]]
) -> Counter[sa.URL]:
    """How many votes are to be found in each database."""
    votes = Counter[sa.URL]()
    for contender in contenders:
        if contender.database:
            votes[contender.database] += contender.acknowledged
    for box in boxes:
        votes[box.database] += sum(len(load.answered) for load in loads[box.name])
    return votes


if __name__ == "__main__":
    main()
