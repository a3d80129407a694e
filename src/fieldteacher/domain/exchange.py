"""What devices exchange, as plain values: changes of the log by world-wide names, and what a package says of itself.

The store turns its log into these and takes them in; the package format carries them. Neither knows the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from fieldteacher.domain.text import Text

ChangeName = tuple[str, int]
"""A change's world-wide name: the id of the device that made it, and that device's counter."""

OFFICE, TEACHER = "office", "teacher"
"""The roles of a station."""

PACKAGE_SUFFIX, INVITATION_SUFFIX = ".ftpkg", ".ftinvite"
"""How the files end that stations exchange: packages, and the invitation that takes a new laptop in."""


def is_exchanged(name: str) -> bool:
    """Whether a file's name ends as those do."""
    return name.lower().endswith((PACKAGE_SUFFIX, INVITATION_SUFFIX))


def is_invitation(name: str) -> bool:
    """Whether a file's name ends as those of invitations do."""
    return name.lower().endswith(INVITATION_SUFFIX)


class SharedChange(NamedTuple):
    """One change of one cell as it travels; there is only one of each ``device`` and ``counter``."""

    device: str
    counter: int
    wall: int
    """Milliseconds since 1970, UTC, by the device's own clock."""
    plausible: bool
    """Whether the device's program thought that its clock can be right."""
    type: str
    record: str
    field: str
    """A declared field, one of a later version, or one of the cells about the record (deletion, alias, erasure)."""
    value: str | int | None
    replaces: tuple[ChangeName, ...]
    """The changes whose values its author saw in the cell and replaced, in order."""
    dossier: str
    author: str

    @property
    def name(self) -> ChangeName:
        """Its world-wide name."""
        return self.device, self.counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One that takes part in the exchange: the office, or a teacher's laptop. Its keys name it; they outlive a restored backup."""

    sign_key: str
    """The public half of its Ed25519 key pair, 64 hexadecimal digits."""
    age_key: str
    """The public half of its age key pair, ``age1…``."""
    device: str
    """The id that its changes carry now; another after every restored backup."""
    label: str
    role: str
    teacher: str | None = None
    """The teacher record that stands for its owner."""
    covers: tuple[str, ...] = ()
    """Teachers whose students it holds besides its owner's."""
    revoked_ms: int | None = None
    """When the office switched it off, ms since 1970 (UTC)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """How a new laptop makes itself known to the office that invited it."""

    invite: str
    station: Station
    proof: str
    """HMAC-SHA-256 by the invitation's secret over the station's keys and device, hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a package says of itself. ``min_reader`` is the lowest format version that can take it in."""

    package: str
    """The package's id."""
    format: int
    min_reader: int
    sender: Station
    recipient: str
    """The signing key of the station it is for."""
    college: str
    """The id of the exchange group: the office's signing key at its founding."""
    serial: int
    """Counts the packages of the sender's device; later ones supersede what earlier ones say of ``have`` and ``released``."""
    created_ms: int
    schema: str
    """The name of the sender's last migration."""
    have: Mapping[str, str]
    """The digest of each dossier that the sender holds and the recipient may hold, after the changes it sends."""
    based_on: tuple[str, int] | None = None
    """The recipient's package (device and serial number) upon whose ``have`` and ``have_files`` these build: they say only
    what differs (``exchange.claims``). ``None``: they are complete."""
    have_not: tuple[str, ...] = ()
    """Dossiers of that package which the sender does not hold."""
    have_check: str = ""
    """The check digits of the whole ``have``, where it is not told in full."""
    partly: int = 0
    """Of how many dossiers, which come first, only those changes come that the recipient lacked when it last told what it
    has. Where the manifest builds upon that, ``have`` need not name them: a digest is a sum."""
    have_files: tuple[str, ...] = ()
    """The first 16 hexadecimal digits of the SHA-256 of each file the sender holds, of those the recipient may hold."""
    files_not: tuple[str, ...] = ()
    """Files of that package (as in ``have_files``) which the sender does not hold."""
    want_files: tuple[str, ...] = ()
    """SHA-256 of files that the sender knows of and lacks."""
    released: tuple[str, ...] = ()
    """Said by the office alone: dossiers that the recipient holds and that are no longer its to hold."""
    stations: tuple[Station, ...] = ()
    """Said by the office alone: every station of the exchange."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """``dossiers``, ``changes``, ``files`` in the package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A package as the store takes it in: who sent it, and under which name it is entered."""

    package: str
    device: str
    sign_key: str
    serial: int
    created_ms: int
    label: Text
    """What to call the import in the list of saves."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A change kept in the log whose value this version of the program cannot show, and why."""

    type: str
    record: str
    field: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What taking in a package did, or would do. Records as ``(type, id)``, cells as ``(type, id, field)``."""

    created: frozenset[tuple[str, str]] = frozenset()
    changed: frozenset[tuple[str, str]] = frozenset()
    deleted: frozenset[tuple[str, str]] = frozenset()
    cells: tuple[tuple[str, str, str], ...] = ()
    """The fields of known records whose shown value became another."""
    conflicts: tuple[tuple[str, str, str], ...] = ()
    """The cells that are contested now and were not before."""
    rejected: tuple[Rejected, ...] = ()
    unknown: int = 0
    """Changes of fields and types that a newer version of the program knows; kept for after the update."""
    known: int = 0
    """Changes that were here already."""
    applied: int = 0
    """Changes that were not."""
    differing: tuple[str, ...] = ()
    """Dossiers whose digest differs from the sender's claim although they hold nothing the sender lacks."""
    save: int = 0
