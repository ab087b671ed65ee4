"""What a copy of the whole database tells someone about the voters' keys and the receipts in it.

A clue gives numbers to both, which are alike for those that belong together. The copy is read as bytes too,
so that dead rows, free space and SQLite's log are seen as well as rows.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from statistics import StatisticsError, correlation
from struct import unpack_from

from app.database import Database

Numbers = dict[bytes, int]
Places = Mapping[bytes, Sequence[int]]

# As many of a key's bytes as tell it from all others.
PREFIX = 8

POSTGRES_PAGE = 8192
LOG_HEADER, FRAME_HEADER = 32, 24  # of SQLite's log

# PostgreSQL's columns as bytes, and how far before them their row or index entry begins: by its header, by
# `question_id`, and by a byte for the length of what has one.
AS_BYTES = {"voter_key": "voter_key", "receipt": "uuid_send(receipt)"}
ROW = {"voter_key": 24 + 4 + 1, "receipt": 24 + 4}
ENTRY = {"voter_key": 8 + 4 + 1, "receipt": 8 + 4}


@dataclass(frozen=True)
class Clue:
    name: str
    voters: Numbers
    receipts: Numbers

    def links(self, pairs: Mapping[bytes, bytes]) -> int:
        """How many voters get their own receipt when both are lined up: by chance, 1 of them all."""
        # From the last on, as a log has lost the first.
        lines = (sorted(side, key=side.__getitem__, reverse=True) for side in (self.voters, self.receipts))
        return sum(pairs[voter] == receipt for voter, receipt in zip(*lines, strict=False))

    def likeness(self, pairs: Mapping[bytes, bytes]) -> float:
        """How alike the orders of voters and of their receipts are, in standard deviations of chance."""
        known = [pair for pair in pairs.items() if pair[0] in self.voters and pair[1] in self.receipts]
        try:
            alike = correlation(
                _ranks([self.voters[voter] for voter, _ in known]),
                _ranks([self.receipts[receipt] for _, receipt in known]),
            )
        except StatisticsError:  # there are none, or all of them are the same
            return 0
        return float(abs(alike) * (len(known) - 1) ** 0.5)


def _ranks(numbers: Sequence[int]) -> list[int]:
    rank = {number: rank for rank, number in enumerate(sorted(set(numbers)))}
    return [rank[number] for number in numbers]


def as_stored(database: Database, receipt: uuid.UUID) -> bytes:
    return receipt.hex.encode() if database.engine.dialect.name == "sqlite" else receipt.bytes


def clues(database: Database, pairs: Mapping[bytes, bytes]) -> list[Clue]:
    """All that a copy of the database, taken now, gives away of these voters and receipts."""
    look = _in_sqlite if database.engine.dialect.name == "sqlite" else _in_postgres
    voters = look(database, "poll_ballot", "voter_key", [*pairs])
    receipts = look(database, "poll_vote", "receipt", [*pairs.values()])
    return [Clue(name, voters[name], receipts[name]) for name in voters]


def sqlite_files(database: Database) -> tuple[bytes, bytes]:
    """What is in SQLite's file, and in its log, which goes with the last connection."""
    file = Path(str(database.engine.url.database))
    log = file.with_name(f"{file.name}-wal")
    return file.read_bytes(), log.read_bytes() if log.exists() else b""


def _in_sqlite(database: Database, _: str, __: str, keys: Sequence[bytes]) -> dict[str, Numbers]:
    file, log = sqlite_files(database)
    page = int.from_bytes(file[16:18])
    # The log begins again from time to time, with another salt: what follows is older then.
    frames = sorted(
        range(LOG_HEADER, len(log), FRAME_HEADER + page),
        key=lambda frame: (log[frame + 8 : frame + 12], frame),
    )
    # The last frame of a transaction says how large the file is then.
    ended = accumulate((any(log[frame + 4 : frame + 8]) for frame in frames), initial=0)
    transactions = dict(zip(frames, ended, strict=False))

    def transaction(at: int) -> int:
        return transactions[at - (at - LOG_HEADER) % (FRAME_HEADER + page)]

    return {
        "transaction in the log": _read(places(log, keys), transaction),
        **_places_in("file", places(file, keys), page),
    }


def _in_postgres(database: Database, table: str, column: str, keys: Sequence[bytes]) -> dict[str, Numbers]:
    with database.engine.connect() as connection:
        ask = connection.exec_driver_sql
        rows = ask(f"SELECT {AS_BYTES[column]}, xmin::text FROM {table} ORDER BY ctid").all()  # noqa: S608
        ask("CHECKPOINT")
        heap, index = (
            bytes(ask(f"SELECT pg_read_binary_file(pg_relation_filepath('{relation}'))").scalar_one())
            for relation in (table, f"pk_{table}")
        )
    in_heap, in_index = places(heap, keys), places(index, keys)

    def writer(at: int) -> int:
        return int.from_bytes(heap[at - ROW[column] :][:4], "little")

    def target(at: int) -> int:
        high, low, number = unpack_from("<HHH", index, at - ENTRY[column])
        return int(high << 32 | low << 16 | number)

    return {
        "ctid": {bytes(key): order for order, (key, _) in enumerate(rows)},
        "xmin": {bytes(key): int(xmin) for key, xmin in rows},
        "first xmin, dead rows and free space too": _read(in_heap, writer),
        "first ctid in the index, dead entries too": _read(in_index, target),
        **_places_in("table", in_heap, POSTGRES_PAGE),
        **_places_in("index", in_index, POSTGRES_PAGE),
    }


def _read(places: Places, read: Callable[[int], int]) -> Numbers:
    return {key: min(map(read, found)) for key, found in places.items()}


def places(data: bytes, keys: Iterable[bytes]) -> Places:
    """Where each of `keys` is in `data`, as often as it is there."""
    by_prefix = {key[:PREFIX]: key for key in keys}
    found = defaultdict(list)
    for at in range(len(data) - PREFIX):
        key = by_prefix.get(data[at : at + PREFIX])
        if key and data.startswith(key, at):
            found[key].append(at)
    return found


def _places_in(file: str, places: Places, page: int) -> dict[str, Numbers]:
    """What a key's places tell in any file."""
    return {
        f"{file}: first place": {key: min(found) for key, found in places.items()},
        f"{file}: last place": {key: max(found) for key, found in places.items()},
        f"{file}: copies": {key: len(found) for key, found in places.items()},
        # Pages are filled from their ends.
        f"{file}: place in its page": {key: -found[0] % page for key, found in places.items()},
    }
