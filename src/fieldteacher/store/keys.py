"""The key of an encrypted store: random, kept beside the store wrapped by the password.

Wrapping: Argon2id (RFC 9106; 64 MiB, 3 passes, 4 lanes) makes a key from the password, and
ChaCha20-Poly1305 (RFC 8439) seals the store's raw 32-byte key with it. A new password seals the same
key anew; the store itself is not rewritten.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.domain.text import Text
from fieldteacher.store import faults

_ABOUT = b"fieldteacher store key 1"
_PASSES, _LANES, _MEMORY = 3, 4, 64 * 1024


def new_key() -> bytes:
    """A fresh store key: 32 random bytes."""
    return secrets.token_bytes(32)


def seal(path: Path, key: bytes, password: str) -> None:
    """Write the key file at ``path`` so that ``password`` opens it; replaces an older one at once."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = ChaCha20Poly1305(_derive(password, salt, _PASSES, _LANES, _MEMORY)).encrypt(nonce, key, _ABOUT)
    content = {
        "format": 1, "kdf": "argon2id", "passes": _PASSES, "lanes": _LANES, "memory_kib": _MEMORY,
        "salt": salt.hex(), "nonce": nonce.hex(), "key": sealed.hex(),
    }  # fmt: skip
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())  # a key file lost to a power cut would be the store lost
        part.replace(path)
    except OSError as error:
        raise faults.not_writable(path, error) from error


def unseal(path: Path, password: str) -> bytes:
    """The key in the key file at ``path``. Raises ``StoreUnavailable``: wrong password, damaged file."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        passes, lanes, memory = (int(content[n]) for n in ("passes", "lanes", "memory_kib"))
        salt, nonce, sealed = (bytes.fromhex(content[n]) for n in ("salt", "nonce", "key"))
        if not (1 <= passes <= 16 and 1 <= lanes <= 16 and 8 * lanes <= memory <= 1024 * 1024):
            raise ValueError("key derivation settings out of range")
        if (len(salt), len(nonce), len(sealed)) != (16, 12, 32 + 16):
            raise ValueError("a part has the wrong length")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise StoreUnavailable(
            "key_file_damaged",
            Text("密钥文件 {p} 已损坏或缺失。", "The key file {p} is damaged or missing.").fill(p=path.name),
        ) from error
    try:
        return ChaCha20Poly1305(_derive(password, salt, passes, lanes, memory)).decrypt(nonce, sealed, _ABOUT)
    except InvalidTag as error:
        raise StoreUnavailable("wrong_password", Text("密码不对。", "The password is wrong.")) from error


def _derive(password: str, salt: bytes, passes: int, lanes: int, memory: int) -> bytes:
    return Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory).derive(
        password.encode("utf-8", "surrogatepass")
    )
