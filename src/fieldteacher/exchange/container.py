"""A package as a whole: written in one go; read part by part, nothing before what vouches for it.

The order of reading: size, age header, unsealing, magic, sender known, signature, then the ZIP (its directory, its
names, the manifest, the sizes) and at last changes and files as they are asked for, each bounded by what was said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from fieldteacher.domain.exchange import PACKAGE_SUFFIX, Enrolment, Manifest, SharedChange, Station
from fieldteacher.domain.text import same
from fieldteacher.exchange import archive, envelope, refusals
from fieldteacher.exchange import manifest as manifests
from fieldteacher.exchange.archive import Archive
from fieldteacher.exchange.enrolling import proven
from fieldteacher.exchange.envelope import Opening, Told
from fieldteacher.exchange.keys import Keys
from fieldteacher.exchange.scratch import Scratch
from fieldteacher.exchange.strict import Wrong

SUFFIX = PACKAGE_SUFFIX


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A package that was written: where, its bytes, and how many ``dossiers``, ``changes`` and ``files`` it holds."""

    path: Path
    bytes: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom the reader of a package believes."""

    college: str
    """The exchange group that packages must belong to."""
    station: Callable[[str], Station | None]
    """The known station with a signing key, one that was switched off too."""
    invitation: Callable[[str], str | None] = lambda _: None
    """The secret of an invitation that can still be used, by its id."""


def unheard(_done: int, _of: int) -> None:
    """Nobody wants to be told."""


def write(
    path: Path,
    *,
    keys: Keys,
    readers: Iterable[str],
    manifest: Manifest,
    changes: Iterable[SharedChange],
    files: Iterable[tuple[str, bytes]] = (),
    enrolment: Enrolment | None = None,
    told: Told = unheard,
    before: bytes = b"",
) -> Written:
    """Write a package to ``path``, sealed for the age keys ``readers``; ``before`` comes first in the file, in clear.

    ``counts`` of the manifest is filled in; changes and files are taken as they come, so they may be read while
    writing, and whatever ``changes``, ``files`` or ``told`` raise stops it and leaves nothing. Raises ``NotSaved``
    where the file cannot be written, ``InputRefused`` where it would be too large.
    """
    if manifest.sender.sign_key != keys.sign_key:
        raise ValueError("a package is signed by its sender")
    scratch = Scratch()
    try:
        with scratch:
            filled = archive.write(scratch, manifest, changes, files)
            if scratch.size > envelope.LARGEST - 2**20:  # what sealing adds is far less
                raise refusals.too_large(envelope.LARGEST // 2**20)
            written = manifests.enrolment_written(enrolment)
            size = envelope.seal(
                path, scratch, keys=keys, readers=readers, enrolment=written, told=told, before=before
            )
    except OSError as error:
        raise refusals.not_writable(path, error) from error
    return Written(path=path, bytes=size, counts=filled.counts)


class Opened:
    """A package whose sender is known and whose signature is right. Close it, or use it in ``with``.

    Everything it raises is ``InputRefused``.
    """

    def __init__(self, plain: IO[bytes], begins: int, enrolment: Enrolment | None) -> None:
        self._plain = plain
        with _refusing():
            self._archive = Archive(plain, begins)
        self.manifest: Manifest = self._archive.manifest
        self.enrolment = enrolment
        """How its sender joins; ``None`` where the sender was known before."""

    @property
    def files(self) -> Mapping[str, int]:
        """The files it carries: SHA-256 and size in bytes."""
        return self._archive.members.files

    def changes(self) -> Iterator[SharedChange]:
        """Its changes, in the order they were written. May be asked for again."""
        with _refusing():
            yield from self._archive.changes()

    def file(self, sha256: str) -> bytes:
        """The content of one of ``files``; ``KeyError`` where it carries none of that hash."""
        with _refusing():
            return self._archive.file(sha256)

    def close(self) -> None:
        """Let go of what was unsealed."""
        self._plain.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def opened(path: Path, *, keys: Keys, trust: Trust, told: Told = unheard, begins: int = 0) -> Opened:
    """Open the package at ``path`` with the station's own ``keys``; it begins at the byte ``begins``.

    Raises ``InputRefused``, whose code says why: ``not_a_package``, ``package_damaged``, ``not_for_us``,
    ``newer_package``, ``unknown_sender``, ``bad_enrolment``, ``revoked_sender``, ``bad_signature``,
    ``other_college``, ``package_malformed``, ``package_too_large``, ``not_readable``, ``is_an_invitation``.
    """
    plain, opening = envelope.unseal(path, keys, told, begins)
    try:
        enrolment = _admitted(opening, trust)
        envelope.check_signature(plain, opening)
        package = Opened(plain, opening.begins, enrolment)
        _check_addresses(package.manifest, opening.sender, keys, trust)
    except BaseException:
        plain.close()
        raise
    return package


def _admitted(opening: Opening, trust: Trust) -> Enrolment | None:
    """How the sender joins; ``None`` where it is known."""
    station = trust.station(opening.sender)
    if station is not None:
        if station.revoked_ms is not None:
            raise refusals.revoked_sender(station.label)
        return None
    if not opening.enrolment:
        raise refusals.unknown_sender()
    with _refusing():
        enrolment = manifests.enrolment_read(opening.enrolment)
    secret = trust.invitation(enrolment.invite)
    if secret is None or enrolment.station.sign_key != opening.sender or not proven(enrolment, secret):
        raise refusals.invitation_used()
    return enrolment


def _check_addresses(manifest: Manifest, sender: str, keys: Keys, trust: Trust) -> None:
    if manifest.college != trust.college:
        raise refusals.other_college()
    if manifest.recipient != keys.sign_key:
        raise refusals.not_for_us()
    if manifest.sender.sign_key != sender:
        raise refusals.malformed(same("manifest.json: the sender is not who signed"))


@contextmanager
def _refusing() -> Iterator[None]:
    """What the strict readers found, as a person is told."""
    try:
        yield
    except Wrong as wrong:
        raise refusals.malformed(same(str(wrong))) from wrong
    except manifests.Newer as error:
        raise refusals.newer() from error
