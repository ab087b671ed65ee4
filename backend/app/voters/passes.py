"""Passes: the signed cookies of voters who have entered a code.

A pass names a person and the generation of the code, and ends two hours after its last use. It holds no
code, and nothing on the server stores it.
"""

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from time import time

from app.rolls.codes import Codes

# How long a pass is valid without being used.
IDLE = timedelta(hours=2)

# The person's id, the generation and the time in seconds; then the signature.
CONTENT = struct.Struct(">QIQ")
SIGNATURE = 16

# Characters of a pass: 36 bytes in base64url.
LENGTH = 48

# Bytes of the text that names a code.
NAME = 6


@dataclass(frozen=True)
class Pass:
    """A pass that was read. `voter` names the code without revealing it."""

    voter_id: int
    generation: int
    voter: str


def new_pass(codes: Codes, voter_id: int, generation: int) -> Pass:
    """The pass of someone who has just entered the code of this generation."""
    named = codes.sign("voter", CONTENT.pack(voter_id, generation, 0))
    return Pass(voter_id, generation, urlsafe_b64encode(named[:NAME]).decode())


def write_pass(codes: Codes, valid: Pass) -> str:
    """The value of a cookie that is valid from now on."""
    content = CONTENT.pack(valid.voter_id, valid.generation, int(time()))
    return urlsafe_b64encode(content + _signature(codes, content)).decode()


def read_pass(codes: Codes, value: str) -> Pass | None:
    """The pass in the value of a cookie, or None if it is not signed by this installation or has ended."""
    sent = urlsafe_b64decode(value)
    content = sent[: CONTENT.size]
    if not compare_digest(sent[CONTENT.size :], _signature(codes, content)):
        return None
    voter_id, generation, written = CONTENT.unpack(content)
    if time() - written > IDLE.total_seconds():
        return None
    return new_pass(codes, voter_id, generation)


def _signature(codes: Codes, content: bytes) -> bytes:
    return codes.sign("pass", content)[:SIGNATURE]
