"""How passwords and tokens are kept."""

from app.accounts import security
from app.accounts.security import digest, hash_password, new_token, verify_password

AS_SHIPPED = security._passwords


def test_passwords_are_hashed_by_argon2_with_64_mib() -> None:
    assert AS_SHIPPED.hash("correct horse").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_hash_is_salted_and_verifies_its_own_password_alone() -> None:
    one, other = hash_password("correct horse"), hash_password("correct horse")

    assert one != other
    assert verify_password("correct horse", one)
    assert not verify_password("correct hors", one)


def test_without_a_hash_no_password_is_right() -> None:
    assert not verify_password("nobody's", None)


def test_tokens_are_256_bits_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(100)}

    assert (len(tokens), {len(token) for token in tokens}) == (100, {43})


def test_the_parts_of_a_digest_do_not_run_together() -> None:
    assert digest("192.0.2.1", "2ann") != digest("192.0.2.12", "ann")
