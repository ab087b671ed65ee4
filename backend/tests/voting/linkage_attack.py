"""A linkage attack: join voters to votes by what a copy of the whole database reveals about their order.

The attack collects clues about the voter keys in `poll_ballot` and the receipts in `poll_vote`. A clue gives
each key and each receipt a number, such as a transaction id or a position, so that a voter key and its
receipt get equal or similar numbers. The files are read as bytes too, because dead rows, free space and
SQLite's write-ahead log reveal more than the rows do.
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

# The number that a clue gives to each key.
Numbers = dict[bytes, int]
# The offsets at which each key occurs in a file.
Offsets = Mapping[bytes, Sequence[int]]

# Bytes of a key that distinguish it from all others.
PREFIX_LENGTH = 8

POSTGRES_PAGE_SIZE = 8192

# Sizes in SQLite's write-ahead log.
WAL_HEADER_SIZE, FRAME_HEADER_SIZE = 32, 24

# The columns as PostgreSQL stores them.
AS_BYTES = {"voter_key": "voter_key", "receipt": "uuid_send(receipt)"}
# Bytes from the start of a row or an index entry to the key in it: the header, `question_id`, and the length
# byte of a `bytea`.
ROW_TO_KEY = {"voter_key": 24 + 4 + 1, "receipt": 24 + 4}
ENTRY_TO_KEY = {"voter_key": 8 + 4 + 1, "receipt": 8 + 4}


@dataclass(frozen=True)
class Clue:
    name: str
    voters: Numbers
    receipts: Numbers

    def links(self, pairs: Mapping[bytes, bytes]) -> int:
        """Sort voters and receipts by their numbers, pair them up, and count the correct pairs.

        In random orders, 1 pair is correct on average.
        """
        # Start with the newest, because the write-ahead log may have lost the oldest.
        orders = (sorted(side, key=side.__getitem__, reverse=True) for side in (self.voters, self.receipts))
        return sum(pairs[voter] == receipt for voter, receipt in zip(*orders, strict=False))

    def correlation(self, pairs: Mapping[bytes, bytes]) -> float:
        """The rank correlation of voters and their receipts, in standard deviations of random orders."""
        known = [pair for pair in pairs.items() if pair[0] in self.voters and pair[1] in self.receipts]
        try:
            coefficient = correlation(
                _ranks([self.voters[voter] for voter, _ in known]),
                _ranks([self.receipts[receipt] for _, receipt in known]),
            )
        except StatisticsError:  # fewer than two pairs, or all numbers are equal
            return 0
        return float(abs(coefficient) * (len(known) - 1) ** 0.5)


def _ranks(numbers: Sequence[int]) -> list[int]:
    rank = {number: rank for rank, number in enumerate(sorted(set(numbers)))}
    return [rank[number] for number in numbers]


def stored_bytes(database: Database, receipt: uuid.UUID) -> bytes:
    """A receipt as the database stores it."""
    return receipt.hex.encode() if database.engine.dialect.name == "sqlite" else receipt.bytes


def find_clues(database: Database, pairs: Mapping[bytes, bytes]) -> list[Clue]:
    """The clues in the database as it is now. `pairs` maps voter keys to their receipts."""
    read_numbers = _sqlite_numbers if database.engine.dialect.name == "sqlite" else _postgres_numbers
    voters = read_numbers(database, "poll_ballot", "voter_key", [*pairs])
    receipts = read_numbers(database, "poll_vote", "receipt", [*pairs.values()])
    return [Clue(name, voters[name], receipts[name]) for name in voters]


def find_clues_about_people(database: Database, keys: Mapping[int, bytes], votes: Clue) -> list[Clue]:
    """Clues that join the people on a roll, by what is stored about each of them, to `votes`.

    `keys` maps the ids of people to their voter keys.
    """
    about = {
        "poll_voter": ("id", "TRUE"),
        "history_change": ("record_id", "resource = 'voters'"),
        "mail_message": ("voter_id", "TRUE"),
    }
    clues = []
    with database.engine.connect() as connection:
        for table, (person, condition) in about.items():
            order = "xmin::text::bigint, ctid" if database.engine.dialect.name == "postgresql" else "rowid"
            query = f"SELECT {person} FROM {table} WHERE {condition} ORDER BY {order}"  # noqa: S608
            rows = connection.exec_driver_sql(query).scalars()
            numbers = {keys[int(id_)]: position for position, id_ in enumerate(rows)}
            clues.append(Clue(f"{table} and {votes.name}", numbers, votes.receipts))
    return clues


def sqlite_files(database: Database) -> tuple[bytes, bytes]:
    """The content of SQLite's file and of its write-ahead log.

    SQLite deletes the log when the last connection closes.
    """
    file = Path(str(database.engine.url.database))
    log = file.with_name(f"{file.name}-wal")
    return file.read_bytes(), log.read_bytes() if log.exists() else b""


def _sqlite_numbers(
    database: Database, _table: str, _column: str, keys: Sequence[bytes]
) -> dict[str, Numbers]:
    file, log = sqlite_files(database)
    page_size = int.from_bytes(file[16:18])
    frame_size = FRAME_HEADER_SIZE + page_size
    # SQLite overwrites the log from its beginning, with a new salt. Frames with an older salt are older.
    frames = sorted(
        range(WAL_HEADER_SIZE, len(log), frame_size),
        key=lambda frame: (log[frame + 8 : frame + 12], frame),
    )
    # The last frame of a transaction has the size of the file; the others have 0.
    ended = accumulate((any(log[frame + 4 : frame + 8]) for frame in frames), initial=0)
    transactions = dict(zip(frames, ended, strict=False))

    def transaction(offset: int) -> int:
        return transactions[offset - (offset - WAL_HEADER_SIZE) % frame_size]

    return {
        "transaction in the log": _lowest(find_offsets(log, keys), transaction),
        **_offset_numbers("file", find_offsets(file, keys), page_size),
    }


def _postgres_numbers(
    database: Database, table: str, column: str, keys: Sequence[bytes]
) -> dict[str, Numbers]:
    with database.engine.connect() as connection:
        execute = connection.exec_driver_sql
        rows = execute(f"SELECT {AS_BYTES[column]}, xmin::text FROM {table} ORDER BY ctid").all()  # noqa: S608
        execute("CHECKPOINT")
        heap, index = (
            bytes(execute(f"SELECT pg_read_binary_file(pg_relation_filepath('{relation}'))").scalar_one())
            for relation in (table, f"pk_{table}")
        )
    in_heap, in_index = find_offsets(heap, keys), find_offsets(index, keys)

    def xmin(offset: int) -> int:
        return int.from_bytes(heap[offset - ROW_TO_KEY[column] :][:4], "little")

    def ctid(offset: int) -> int:
        high, low, item = unpack_from("<HHH", index, offset - ENTRY_TO_KEY[column])
        return int(high << 32 | low << 16 | item)

    return {
        "ctid": {bytes(key): position for position, (key, _) in enumerate(rows)},
        "xmin": {bytes(key): int(transaction) for key, transaction in rows},
        "lowest xmin, with dead rows and free space": _lowest(in_heap, xmin),
        "lowest ctid in the index, with dead entries": _lowest(in_index, ctid),
        **_offset_numbers("table", in_heap, POSTGRES_PAGE_SIZE),
        **_offset_numbers("index", in_index, POSTGRES_PAGE_SIZE),
    }


def _lowest(offsets: Offsets, read: Callable[[int], int]) -> Numbers:
    """The lowest number that `read` finds at the offsets of each key."""
    return {key: min(map(read, key_offsets)) for key, key_offsets in offsets.items()}


def find_offsets(data: bytes, keys: Iterable[bytes]) -> Offsets:
    """All offsets of each of `keys` in `data`. Keys that do not occur are left out."""
    by_prefix = {key[:PREFIX_LENGTH]: key for key in keys}
    offsets = defaultdict(list)
    for offset in range(len(data) - PREFIX_LENGTH):
        key = by_prefix.get(data[offset : offset + PREFIX_LENGTH])
        if key and data.startswith(key, offset):
            offsets[key].append(offset)
    return offsets


def _offset_numbers(file: str, offsets: Offsets, page_size: int) -> dict[str, Numbers]:
    """The order that the offsets of a key in a file reveal."""
    return {
        f"{file}: first offset": {key: min(key_offsets) for key, key_offsets in offsets.items()},
        f"{file}: last offset": {key: max(key_offsets) for key, key_offsets in offsets.items()},
        f"{file}: copies": {key: len(key_offsets) for key, key_offsets in offsets.items()},
        # Negative, because both databases fill a page from its end.
        f"{file}: offset in its page": {
            key: -key_offsets[0] % page_size for key, key_offsets in offsets.items()
        },
    }
