"""How a kind of printed form is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from fieldteacher.paper.printing.flow.blocks import FlowForm
from fieldteacher.services.forms.offers import Offer
from fieldteacher.services.forms.source import Source


@dataclass(frozen=True, slots=True)
class FileBeside:
    """A file that belongs to a form: its name there, a name that says more, and the hash of its bytes."""

    name: str
    spoken: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormKind:
    """One kind of form: what a selection (``source.wanted``) asks for, and how each is composed."""

    offer: Offer
    select: Callable[[Source], Sequence[str]]
    """The keys of the forms that the selection asks for, in the order of printing."""
    make: Callable[[Source, str], FlowForm]
    """The form of a key; raises ``NotFound``."""
    blank: Callable[[Source, str | None], FlowForm] | None = None
    """An empty form to fill by hand, headed with the record given, if any."""
    blank_about: Literal["enterprises", "students"] = "enterprises"
    """Whom empty forms are printed for, where somebody is selected."""
    file_name: Callable[[Source, str], str] | None = None
    """A file name that speaks of people, for those who ask for it."""
    files: Callable[[Source, str], Sequence[FileBeside]] | None = None
    """The files behind a form, to be laid beside it."""


def part_of_a_file(words: str) -> str:
    """``words`` without what file systems refuse."""
    return "".join(c if c.isalnum() or c in "·-" else "_" for c in words)
