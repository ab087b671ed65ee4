"""Hashes of passwords, session tokens, and digests."""

from app.accounts import security
from app.accounts.security import digest, hash_password, new_token, verify_password

# The settings of the application: a fixture replaces them with faster ones when the tests start.
PRODUCTION_HASHES = security._passwords


def test_passwords_are_hashed_by_argon2_with_64_mib() -> None:
    assert PRODUCTION_HASHES.hash("correct horse").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_hash_is_salted_and_verifies_only_its_own_password() -> None:
    first, second = hash_password("correct horse"), hash_password("correct horse")

    assert first != second
    assert verify_password("correct horse", first)
    assert not verify_password("correct hors", first)


def test_without_a_hash_every_password_is_wrong() -> None:
    assert not verify_password("nobody's", None)


def test_tokens_have_256_bits_and_are_unique() -> None:
    tokens = {new_token() for _ in range(100)}

    assert (len(tokens), {len(token) for token in tokens}) == (100, {43})


def test_a_digest_depends_on_the_boundaries_of_its_parts() -> None:
    assert digest("192.0.2.1", "2ann") != digest("192.0.2.12", "ann")
