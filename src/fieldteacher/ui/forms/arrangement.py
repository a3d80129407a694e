"""Which fields a form shows, in what order: names only."""

from __future__ import annotations

from dataclasses import dataclass

from fieldteacher.domain.text import Text

Line = str | tuple[str, ...]
"""A field on a line of its own, or several beside each other."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of fields under a heading; without a heading where that is empty."""

    heading: Text
    lines: tuple[Line, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The fields, in reading order."""
        return tuple(name for line in self.lines for name in ((line,) if isinstance(line, str) else line))


Arrangement = tuple[Section, ...]
