"""The file that takes a new laptop into the exchange, locked with a code that the office tells by phone.

``ftinv 1\\n``, salt (16 bytes), nonce (12), the length of the locked part (4), the locked part, and a package. The locked
part (Argon2id, RFC 9106: 64 MiB, 3 passes, 4 lanes; ChaCha20-Poly1305, RFC 8439) is JSON: who invites whom, the
invitation's secret, and the keys that open the package, which was sealed and addressed to them alone.

Not an age passphrase: its cost follows from the speed of the machine that locks, and cannot be set.
"""

from __future__ import annotations

import dataclasses
import json
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.exchange import INVITATION_SUFFIX, Manifest, SharedChange, Station
from fieldteacher.domain.text import same
from fieldteacher.exchange import container, refusals, strict
from fieldteacher.exchange.container import Opened, Trust, Written
from fieldteacher.exchange.envelope import Told
from fieldteacher.exchange.keys import Keys, new_keys, read_keys
from fieldteacher.exchange.manifest import station_read, station_written
from fieldteacher.exchange.strict import Wrong

SUFFIX = INVITATION_SUFFIX
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: without I, L and O, which read like digits, and U."""
_CHARACTERS, _GROUP = 16, 4
_CONFUSED = str.maketrans("OIL", "011")
_NEITHER = re.compile(r"[\s\-_.·‐-―−—－]+")

_MAGIC = b"ftinv 1\n"
_ANY_MAGIC = re.compile(rb"ftinv [0-9]\n")
_SALT, _NONCE, _LENGTH = 16, 12, 4
_LARGEST_LOCKED = 8 * 2**20
_PASSES, _LANES, _MEMORY = 3, 4, 64 * 1024


def new_code() -> str:
    """A new activation code: 80 random bits as four groups of four characters."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(_CHARACTERS))
    return "-".join(code[start : start + _GROUP] for start in range(0, _CHARACTERS, _GROUP))


def read_code(typed: str) -> str:
    """The 16 characters of an activation code as somebody typed it.

    Groups, case and full-width letters do not matter, O is 0, I and L are 1. Raises ``InputRefused``.
    """
    code = _NEITHER.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(_CONFUSED)
    if len(code) != _CHARACTERS or not set(code) <= set(ALPHABET):
        raise refusals.not_a_code()
    return code


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a new laptop must know before it can exchange."""

    invite: str
    """The invitation's id."""
    secret: str = field(repr=False)
    """Proves to the office that the laptop was invited (``enrolling.enrol``)."""
    college: str
    """The id of the exchange group."""
    college_name: str
    office: Station
    teacher: str | None
    """The record of the teacher invited."""
    label: str
    """The teacher's name."""
    covers: tuple[str, ...] = ()
    """Teachers whose students the laptop holds too."""
    stations: tuple[Station, ...] = ()
    """Every station of the exchange."""


def write(
    path: Path,
    *,
    code: str,
    invitation: Invitation,
    keys: Keys,
    manifest: Manifest,
    changes: Iterable[SharedChange],
    files: Iterable[tuple[str, bytes]] = (),
    told: Told = container.unheard,
) -> Written:
    """Write an invitation to ``path``, locked with ``code``; ``keys`` are the office's.

    The package in it is addressed to keys made for this file; ``recipient`` of the manifest does not matter.
    Raises what ``container.write`` raises.
    """
    passing = new_keys()
    content = {name: value for name, value in dataclasses.asdict(invitation).items() if name in _PLAIN}
    content["office"] = station_written(invitation.office)
    content["stations"] = [station_written(station) for station in invitation.stations]
    content["keys"] = passing.kept
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    locked = ChaCha20Poly1305(_key(code, salt)).encrypt(nonce, data, _MAGIC)
    return container.write(
        path,
        keys=keys,
        readers=[passing.age_key],
        manifest=dataclasses.replace(manifest, recipient=passing.sign_key),
        changes=changes,
        files=files,
        told=told,
        before=_MAGIC + salt + nonce + len(locked).to_bytes(_LENGTH, "big") + locked,
    )


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An invitation that its code opened. Close it, or use it in ``with``."""

    invitation: Invitation
    package: Opened
    """The office's snapshot for the new laptop."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.package.close()


def opened(path: Path, code: str, *, told: Told = container.unheard) -> Unlocked:
    """Open the invitation at ``path`` with ``code``, as typed.

    Raises ``InputRefused``, whose code says why: ``not_a_code``, ``wrong_code``, ``not_an_invitation``,
    ``invitation_damaged``, ``is_a_package``, ``newer_package``, ``not_readable``.
    """
    read_code(code)
    salt, nonce, locked, begins = _parts(path)
    try:
        data = ChaCha20Poly1305(_key(code, salt)).decrypt(nonce, locked, _MAGIC)
    except InvalidTag as error:
        raise refusals.wrong_code() from error
    try:
        invitation, passing = _read(data)
    except Wrong as wrong:
        raise refusals.malformed(same(f"invitation: {wrong}")) from wrong
    office = invitation.office
    trust = Trust(college=invitation.college, station={office.sign_key: office}.get)
    try:
        package = container.opened(path, keys=passing, trust=trust, told=told, begins=begins)
    except InputRefused as refused:
        if refused.code in _KEPT_CODES:
            raise
        raise refusals.invitation_damaged(path) from refused
    return Unlocked(invitation, package)


_KEPT_CODES = ("newer_package", "package_malformed", "package_too_large", "not_readable")


def _key(code: str, salt: bytes) -> bytes:
    derivation = Argon2id(salt=salt, length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY)
    return derivation.derive(read_code(code).encode())


def _parts(path: Path) -> tuple[bytes, bytes, bytes, int]:
    """Salt, nonce, the locked part, and where the package begins."""
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
            if magic != _MAGIC:
                raise _another(path, magic)
            salt, nonce = file.read(_SALT), file.read(_NONCE)
            length = int.from_bytes(file.read(_LENGTH), "big")
            if length > _LARGEST_LOCKED:
                raise refusals.invitation_damaged(path)
            locked = file.read(length)
            if len(locked) != length or not length:
                raise refusals.invitation_damaged(path)
            return salt, nonce, locked, file.tell()
    except OSError as error:
        raise refusals.not_readable(path, error) from error


def _another(path: Path, magic: bytes) -> InputRefused:
    if _ANY_MAGIC.fullmatch(magic):
        return refusals.newer()
    if magic and _MAGIC.startswith(magic):
        return refusals.invitation_damaged(path)
    return refusals.is_a_package(path) if magic.startswith(b"age-encr") else refusals.not_an_invitation(path)


_PLAIN = ("invite", "secret", "college", "college_name", "teacher", "label", "covers")


def _read(data: bytes) -> tuple[Invitation, Keys]:
    content: Any = strict.object_of(strict.parsed(data), "the invitation")
    strict.has(content, (*_PLAIN, "office", "stations", "keys"))
    teacher = content["teacher"]
    stations = strict.items_of(content["stations"], "the stations", 20_000)
    covers = strict.items_of(content["covers"], "the teachers covered", 20_000)
    invitation = Invitation(
        invite=strict.token(content["invite"], "the invitation's id"),
        secret=strict.token(content["secret"], "the secret"),
        college=strict.hexadecimal(content["college"], "the college", 64),
        college_name=strict.words(content["college_name"], "the college's name"),
        office=station_read(content["office"]),
        teacher=None if teacher is None else strict.token(teacher, "the teacher"),
        label=strict.words(content["label"], "the teacher's name"),
        covers=tuple(strict.token(each, "a teacher covered") for each in covers),
        stations=tuple(station_read(station) for station in stations),
    )
    try:
        return invitation, read_keys(strict.words(content["keys"], "the keys"))
    except ValueError as error:
        raise Wrong("keys that are none") from error
