"""What laptops remember and send, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.exchange.truth import Name, Names

from fieldteacher.domain.exchange import SharedChange


@dataclass(frozen=True)
class Form:
    """A form as it was opened: what the program gave as its base, and what its user saw."""

    type: str
    record: str
    base: Mapping[str, str]
    shown: Mapping[str, Any]
    visible: Names
    heads: Mapping[str, Names]


@dataclass(frozen=True)
class Parcel:
    """A package of changes under way from one laptop to another, and what its sender had when it was written."""

    id: str
    sender: int
    """The station: it outlives a restored backup."""
    device: str
    serial: int
    to: int
    have: Mapping[str, str]
    held: Mapping[str, Names]
    changes: tuple[SharedChange, ...]


@dataclass
class Heard:
    """What a laptop knows of another by the last package from it."""

    device: str
    serial: int
    have: Mapping[str, str]
    held: Mapping[str, Names]
    past: set[str] = field(default_factory=set)


@dataclass
class Memory:
    """What goes into a backup and comes back from it, besides the store itself."""

    known: set[Name] = field(default_factory=set)
    aside: set[Name] = field(default_factory=set)
    heard: dict[int, Heard] = field(default_factory=dict)
    imports: dict[int, Names] = field(default_factory=dict)
    """By save: the edits that an import brought, which can be taken back."""
    saves: dict[int, Names] = field(default_factory=dict)
    """By save: the edits made in it."""
    serial: int = 0
