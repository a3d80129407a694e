"""A station's keys: one pair to sign with (Ed25519), one to be written to (age X25519)."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_KEPT = re.compile(r"([0-9a-f]{64}) (AGE-SECRET-KEY-1[0-9A-Z]+)")


@dataclass(frozen=True, slots=True)
class Keys:
    """Both pairs. The secret halves stay in the store's settings and on no other computer."""

    sign_secret: bytes = field(repr=False)
    age_secret: str = field(repr=False)
    """The line that stock ``age`` takes as an identity."""
    sign_key: str
    """The public half for signatures, 64 hexadecimal digits."""
    age_key: str
    """The public half for sealing, ``age1…``."""

    @property
    def kept(self) -> str:
        """Both secret halves as one line, for ``read_keys``."""
        return f"{self.sign_secret.hex()} {self.age_secret}"

    def sign(self, message: bytes) -> bytes:
        """The signature of ``message``: 64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.sign_secret).sign(message)


def new_keys() -> Keys:
    """Fresh keys."""
    return _keys(secrets.token_bytes(32), str(pyrage.x25519.Identity.generate()))


def read_keys(kept: str) -> Keys:
    """The keys in a line made by ``Keys.kept``. Raises ``ValueError`` where it is none."""
    match = _KEPT.fullmatch(kept)
    if match is None:
        raise ValueError("not a station's keys")
    try:
        return _keys(bytes.fromhex(match[1]), match[2])
    except pyrage.IdentityError as error:
        raise ValueError("not a station's keys") from error


def _keys(sign_secret: bytes, age_secret: str) -> Keys:
    sign_key = Ed25519PrivateKey.from_private_bytes(sign_secret).public_key().public_bytes_raw().hex()
    age_key = str(pyrage.x25519.Identity.from_str(age_secret).to_public())
    return Keys(sign_secret, age_secret, sign_key, age_key)


def is_age_key(text: str) -> bool:
    """Whether a text is the public half of an age key pair."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text)) == text
    except pyrage.RecipientError:
        return False


def fingerprint(sign_key: str, age_key: str) -> str:
    """Six groups of four digits by which two people compare a station's keys on the phone.

    80 bits of a hash over both public halves: whoever wants another key with the same digits has 10^24 to try.
    """
    digest = hashlib.sha256(f"fieldteacher fingerprint 1\n{sign_key}\n{age_key}".encode()).digest()
    digits = f"{int.from_bytes(digest[:16], 'big') % 10**24:024d}"
    return " ".join(digits[start : start + 4] for start in range(0, 24, 4))
