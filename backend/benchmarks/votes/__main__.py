"""`make bench-votes`: votes per second on one poll, of Polls and of its peers. See README.md.

Set `SECONDS` in the environment to a smaller duration of each round for a trial.
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
    Contender,
    PollsServer,
    django,
    pgbench,
    plain,
    polls_servers,
    without_database,
)
from benchmarks.votes.report import print_counts, print_latencies, print_refused, print_table, print_targets
from tests.postgres import postgres

SECONDS = int(os.environ.get("SECONDS", 5))
ROUNDS = 3

# Votes per second, and seconds: a room of 5,000 people who all vote within ten seconds.
RATE = 500
RATE_SECONDS = 10


def main() -> None:
    print(f"Votes and reads over {CONNECTIONS} connections, one worker each: {ROUNDS} rounds of {SECONDS} s")
    with ExitStack() as stack:
        with step("Starting PostgreSQL and the servers, and warming up (about a minute)"):
            contenders, servers = start(stack)
            for contender in contenders:
                contender.warm_up()
        with step(f"{RATE} votes per second on each database, {ROUNDS} rounds of {RATE_SECONDS} s"):
            rounds = [[at_rate(server.hot, RATE, RATE_SECONDS) for server in servers] for _ in range(ROUNDS)]
            loads = {server.name: [*turns] for server, *turns in zip(servers, *rounds, strict=True)}
        duration = len(contenders) * ROUNDS * SECONDS / 60
        with step(f"Measuring {len(contenders)} contenders in turn (about {duration:.0f} minutes)"):
            take_turns(contenders)
        print_table(contenders)
        print_targets(contenders)
        print_latencies(loads, RATE)
        print_refused(contenders)
        print_counts(contenders, acknowledged(contenders, servers, loads))


def start(stack: ExitStack) -> tuple[list[Contender], list[PollsServer]]:
    """Start all contenders. Return them, and the servers of Polls with one worker."""
    postgresql = stack.enter_context(postgres(durable=True))
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="polls-")))
    servers = polls_servers(stack, postgresql, folder)
    two_workers = polls_servers(stack, postgresql, folder, workers=2)
    votes, results = django(stack, postgresql)
    kept_votes, kept_results = django(stack, postgresql, keep_connections=True)
    contenders = [
        votes,
        kept_votes,
        plain(stack, postgresql),
        *pgbench(postgresql),
        without_database(stack, postgresql),
        *(contender for server in servers for contender in server.votes()),
        *(server.roll_votes() for server in servers),
        *(contender for server in two_workers for contender in server.votes()[:1]),
        results,
        kept_results,
        *servers[0].reads(),
    ]
    return contenders, servers


def take_turns(contenders: Sequence[Contender]) -> None:
    """Measure all contenders round by round, so that noise of the machine affects all alike."""
    for number in range(ROUNDS):
        for contender in contenders:
            contender.measure(SECONDS)
        print(f"   round {number + 1} of {ROUNDS}", flush=True)


def acknowledged(
    contenders: Sequence[Contender], servers: Sequence[PollsServer], loads: Mapping[str, Sequence[Load]]
) -> Counter[sa.URL]:
    """The number of votes that each database must hold."""
    votes = Counter[sa.URL]()
    for contender in contenders:
        if contender.database:
            votes[contender.database] += contender.acknowledged
    for server in servers:
        votes[server.database] += sum(len(load.answered) for load in loads[server.name])
    return votes


if __name__ == "__main__":
    main()
