"""What a printed form is to the program: what it is about, whom it may be printed for, how it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow.blocks import FlowForm
from fieldteacher.services.forms.source import Source

Scope = Literal["ids", "students", "enterprise", "batch", "class_name", "period"]
"""By what a selection may be narrowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSelection:
    """What to print: everything, or what every given condition fits. ``since`` and ``until`` are ISO days."""

    ids: tuple[str, ...] = ()
    students: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()
    batch: str | None = None
    class_name: str | None = None
    since: str | None = None
    until: str | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing narrows it."""
        return self == FormSelection()

    def in_period(self, day: str | None) -> bool:
        """Whether a day (or a moment) lies within the period."""
        when = (day or "")[:10]
        return (not self.since or when >= self.since) and (not self.until or when <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormKind:
    """One kind of form."""

    key: str
    label: Text
    scopes: frozenset[Scope]
    types: frozenset[str]
    """The record types that stand on it."""
    select: Callable[[Source, FormSelection], Sequence[str]]
    """The keys of the forms that a selection asks for, in the order of printing."""
    make: Callable[[Source, str], FlowForm]
    """The form of a key."""
    blank: Callable[[Source, str | None], FlowForm] | None = None
    """An empty form to fill by hand, headed with the record given, if any."""
    blank_about: Literal["enterprises", "students"] = "enterprises"
    """Whom empty forms are printed for, where somebody is selected."""
    file_name: Callable[[Source, str], str] | None = None
    """A file name that speaks of people, for those who ask for it."""
    photos: bool = False
    """Whether it can show photos."""


def part_of_a_file(words: str) -> str:
    """``words`` without what file systems refuse."""
    return "".join(c if c.isalnum() or c in "·-" else "_" for c in words)
