"""What a change did: returned by every verb that writes, read by the screens to refresh themselves."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldteacher.domain.text import Text


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The records one save touched, as ``(type name, record id)`` pairs.

    ``save`` is the number of the save in the store's change log (0 where nothing was written);
    ``label`` names it for the undo toast.
    """

    created: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    changed: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    deleted: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    save: int = 0
    label: Text = Text("", "")
    types: frozenset[str] = field(init=False, repr=False, compare=False)
    """The record types touched in any way; found once, because every screen asks after every save."""

    def __post_init__(self) -> None:
        groups = (self.created, self.changed, self.deleted)
        object.__setattr__(self, "types", frozenset(name for group in groups for name, _ in group))

    def touches(self, *types: str) -> bool:
        """Whether any record of one of ``types`` was touched."""
        return not self.types.isdisjoint(types)

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.deleted)
