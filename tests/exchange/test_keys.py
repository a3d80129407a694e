"""A station's keys: kept as a line, and compared on the phone."""

from __future__ import annotations

import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fieldteacher.exchange.keys import fingerprint, is_age_key, new_keys, read_keys


def test_keys_come_back_from_what_is_kept() -> None:
    keys = new_keys()
    assert read_keys(keys.kept) == keys
    assert keys != new_keys()
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(keys.sign_key)).verify(keys.sign(b"words"), b"words")
    assert is_age_key(keys.age_key)


def test_secrets_are_not_shown() -> None:
    keys = new_keys()
    assert keys.age_secret not in repr(keys)
    assert keys.sign_secret.hex() not in repr(keys)
    assert repr(keys.sign_secret) not in repr(keys)


@pytest.mark.parametrize(
    "kept", ["", "x", "0" * 64, f"{'0' * 64} AGE-SECRET-KEY-1AAAA", f"{'g' * 64} AGE-SECRET-KEY-1"]
)
def test_what_is_no_pair_of_keys_is_refused(kept: str) -> None:
    with pytest.raises(ValueError, match="not a station's keys"):
        read_keys(kept)


@pytest.mark.parametrize("text", ["", "age1", "age1xyz", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA"])
def test_what_is_no_age_key(text: str) -> None:
    assert not is_age_key(text)
    assert not is_age_key(new_keys().age_key.upper())


def test_a_fingerprint_is_read_aloud_and_follows_from_both_keys() -> None:
    one, two = new_keys(), new_keys()
    shown = fingerprint(one.sign_key, one.age_key)
    assert re.fullmatch(r"\d{4}( \d{4}){5}", shown)
    assert shown == fingerprint(one.sign_key, one.age_key)
    assert len({shown, fingerprint(one.sign_key, two.age_key), fingerprint(two.sign_key, one.age_key)}) == 3
