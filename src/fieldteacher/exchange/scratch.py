"""A passing file whose bytes mean nothing on the disk: what is open in a package must not be left behind in clear.

Enciphered (ChaCha20, RFC 8439) with a key that only this process has, so whatever a crash leaves is noise. Written
once from front to back, then read from anywhere.
"""

from __future__ import annotations

import io
import os
import secrets
import tempfile
from typing import IO, Any, cast

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

_IN_MEMORY = 4 * 2**20
"""Bytes kept without a file at all."""
_BLOCK = 64


class Scratch(io.RawIOBase):
    """Such a file. ``wrap`` makes it readable, and a stream with a buffer."""

    def __init__(self) -> None:
        super().__init__()
        self._file: IO[bytes] = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - closed with it
        self._key, self._nonce = secrets.token_bytes(32), secrets.token_bytes(12)
        self._cipher = self._from(0)
        self._at = 0
        self._size = 0
        self._done = False

    @property
    def size(self) -> int:
        """Bytes written."""
        return self._size

    def writable(self) -> bool:
        return not self._done

    def readable(self) -> bool:
        return self._done

    def seekable(self) -> bool:
        return self._done

    def tell(self) -> int:
        if not self._done:
            raise io.UnsupportedOperation("written from front to back")
        return self._at

    def write(self, data: Any) -> int:
        plain = bytes(data)
        self._file.write(self._cipher.update(plain))
        self._size += len(plain)
        return len(plain)

    def finish(self) -> io.BufferedReader:
        """End the writing; a stream that reads it from the front. ``Scratch`` and stream close each other."""
        self._done = True
        self.seek(0)
        return io.BufferedReader(self, 2**16)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._at = base + offset
        self._file.seek(self._at)
        self._cipher = self._from(self._at)
        return self._at

    def readinto(self, buffer: Any) -> int:
        data = self._cipher.update(self._file.read(len(buffer)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _from(self, offset: int) -> CipherContext:
        block, within = divmod(offset, _BLOCK)
        cipher = Cipher(ChaCha20(self._key, block.to_bytes(4, "little") + self._nonce), None).encryptor()
        cipher.update(bytes(within))
        return cipher
