"""The outer shell of a package: sealed with age for its readers, signed by its sender.

Inside the age file: ``ftpkg 1\\n``, the sender's signing key, an enrolment (two bytes of length, then JSON; often none),
the signature, and the ZIP. The signature covers everything but itself, and is checked before the ZIP is looked at.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fieldteacher.exchange import refusals
from fieldteacher.exchange.keys import Keys
from fieldteacher.exchange.manifest import LARGEST_ENROLMENT
from fieldteacher.exchange.scratch import Scratch

Told = Callable[[int, int], None]
"""Told how far a long task is: bytes done, and of how many. It may raise to stop the task."""

LARGEST = 2**31
"""Bytes of the largest package: 2 GiB."""
_MAGIC = b"ftpkg 1\n"
_ANY_MAGIC = re.compile(rb"ftpkg [0-9]\n")
_KEY, _SIGNATURE, _LENGTH = 32, 64, 2
_AGE = b"age-encryption.org/v1\n"
_LARGEST_HEADER = 16 * 2**10
_MOST_STANZAS = 64
_PART = 2**20
_SEALING = (pyrage.EncryptError, pyrage.DecryptError, OSError)


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the ZIP of a package that could be unsealed; nothing of it is proven yet."""

    sender: str
    """The signing key it says it was signed with."""
    enrolment: bytes
    signature: bytes
    begins: int
    """Where the ZIP begins."""


def seal(
    path: Path,
    archive: Scratch,
    *,
    keys: Keys,
    readers: Iterable[str],
    enrolment: bytes,
    told: Told,
    before: bytes = b"",
) -> int:
    """Sign what is in ``archive`` and write it to ``path``, sealed for the age keys ``readers``; returns the file's size.

    ``before`` comes first in the file, in clear.
    The file appears under its name only when it is whole. Raises ``OSError`` where it cannot be written.
    """
    opening = _MAGIC + bytes.fromhex(keys.sign_key) + len(enrolment).to_bytes(_LENGTH, "big") + enrolment
    part = path.with_name(path.name + ".part")
    with archive.finish() as content:
        signature = keys.sign(_signed(opening, content))
        content.seek(0)
        source = _Piped(content, told, archive.size, opening + signature)
        try:
            with part.open("wb") as file:
                file.write(before)
                sink = _Piped(file)
                recipients = [pyrage.x25519.Recipient.from_str(reader) for reader in readers]
                _through(source, sink, lambda: pyrage.encrypt_io(source, sink, recipients))
                file.flush()
                os.fsync(file.fileno())
                size = file.tell()
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return size


def unseal(path: Path, keys: Keys, told: Told, begins: int = 0) -> tuple[IO[bytes], Opening]:
    """The plain bytes of the package at ``path``, from the byte ``begins``, that is sealed for ``keys``, and what stands before its ZIP.

    Raises ``InputRefused``.
    """
    scratch = Scratch()
    try:
        with path.open("rb") as file:
            size = _look_at_header(path, file, begins)
            source, sink = _Piped(file, told, size), _Piped(scratch)
            identity = pyrage.x25519.Identity.from_str(keys.age_secret)
            try:
                _through(source, sink, lambda: pyrage.decrypt_io(source, sink, [identity]))
            except pyrage.DecryptError as error:
                if "No matching keys" in str(error):
                    raise refusals.not_for_us() from error
                raise refusals.damaged(path) from error
            except OSError as error:
                if error.errno is not None:
                    raise
                raise refusals.damaged(path) from error
        plain = scratch.finish()
        return plain, _opening(path, plain)
    except OSError as error:
        scratch.close()
        raise refusals.not_readable(path, error) from error
    except BaseException:
        scratch.close()
        raise


def check_signature(plain: IO[bytes], opening: Opening) -> None:
    """Raise ``InputRefused`` where the signature is not the sender's; nothing after it may be read before this."""
    plain.seek(0)
    before = plain.read(opening.begins - _SIGNATURE)
    plain.seek(opening.begins)
    message = _signed(before, plain)
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(opening.sender)).verify(opening.signature, message)
    except (InvalidSignature, ValueError) as error:
        raise refusals.bad_signature() from error


def _signed(before: bytes, content: IO[bytes]) -> bytes:
    """What the signature is made over: the magic, and SHA-512 of everything but the signature."""
    digest = hashlib.sha512(before)
    while part := content.read(_PART):
        digest.update(part)
    return _MAGIC + digest.digest()


def _look_at_header(path: Path, file: BinaryIO, begins: int) -> int:
    """Refuse what need not, or must not, reach the age library: it spends seconds on a header of many stanzas.

    Returns the file's size.
    """
    size = os.fstat(file.fileno()).st_size
    if size > LARGEST:
        raise refusals.too_large(LARGEST // 2**20)
    file.seek(begins)
    head = file.read(_LARGEST_HEADER)
    file.seek(begins)
    if not head.startswith(_AGE):
        if head and _AGE.startswith(head):
            raise refusals.damaged(path)
        raise refusals.is_an_invitation(path) if head.startswith(b"ftinv ") else refusals.not_a_package(path)
    lines = head.split(b"\n")
    ends = next((number for number, line in enumerate(lines) if line.startswith(b"---")), None)
    stanzas = [line for line in lines[:ends] if line.startswith(b"->")]
    if ends is None or len(stanzas) > _MOST_STANZAS or any(line.startswith(b"-> scrypt") for line in stanzas):
        raise refusals.damaged(path)
    return size - begins


def _opening(path: Path, plain: IO[bytes]) -> Opening:
    magic = plain.read(len(_MAGIC))
    if magic != _MAGIC:
        raise refusals.newer() if _ANY_MAGIC.fullmatch(magic) else refusals.not_a_package(path)
    sender = plain.read(_KEY)
    length = int.from_bytes(plain.read(_LENGTH), "big")
    if length > LARGEST_ENROLMENT:
        raise refusals.damaged(path)
    enrolment = plain.read(length)
    signature = plain.read(_SIGNATURE)
    if len(signature) != _SIGNATURE:
        raise refusals.damaged(path)
    return Opening(sender.hex(), enrolment, signature, plain.tell())


class _Piped:
    """A stream for the age library, which swallows what a stream raises: ``failure`` keeps it."""

    def __init__(self, stream: Any, told: Told | None = None, size: int = 0, before: bytes = b"") -> None:
        self._stream = stream
        self._told = told
        self._size = size
        self._before = before
        self._done = 0
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            if self._before:
                first, self._before = self._before[:size], self._before[size:]
                return first
            data: bytes = self._stream.read(size)
            self._done += len(data)
            if self._told is not None and self._done % _PART < len(data):
                self._told(min(self._done, self._size), self._size)
            return data
        except BaseException as error:
            self.failure = error
            raise

    def write(self, data: bytes) -> int:
        try:
            return int(self._stream.write(data))
        except BaseException as error:
            self.failure = error
            raise

    def flush(self) -> None:
        self._stream.flush()


def _through(source: _Piped, sink: _Piped, carry: Callable[[], None]) -> None:
    try:
        carry()
    except _SEALING as error:
        failure = source.failure or sink.failure
        if failure is not None:
            raise failure from error
        raise
