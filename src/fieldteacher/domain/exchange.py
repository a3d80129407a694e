"""What devices exchange, as plain values: changes of the log by world-wide names, and what a package says of itself.

The store turns its log into these and takes them in; the package format carries them. Neither knows the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

ChangeName = tuple[str, int]
"""A change's world-wide name: the id of the device that made it, and that device's counter."""


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
    """A declared field, one of a later version, or the deletion cell."""
    value: str | int | None
    replaces: tuple[ChangeName, ...]
    """The changes whose values its author saw in the cell and replaced."""
    dossier: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a package says of itself. ``min_reader`` is the lowest format version that can take it in."""

    package: str
    """The package's id."""
    format: int
    min_reader: int
    sender: str
    recipient: str
    college: str
    created_ms: int
    schema: str
    """The name of the sender's last migration."""
    have: Mapping[str, str]
    """The digest of each dossier that the sender holds, after the changes it sends."""
    want: tuple[str, ...] = ()
    """Hashes of attachments that the sender lacks."""
    counts: Mapping[str, int] | None = None
