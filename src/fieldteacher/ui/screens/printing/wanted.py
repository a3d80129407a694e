"""What is to be printed, as chosen on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from fieldteacher.domain.text import Language
from fieldteacher.services.forms.offers import BY_KEY, EVALUATION, Offer
from fieldteacher.services.forms.ordering import Order
from fieldteacher.services.forms.selection import FormSelection

LISTED = ("ids", "students", "enterprises")
"""Scopes that other screens choose: several records at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be printed, as chosen."""

    form: str = EVALUATION
    blank: bool = False
    school: bool = False
    """With the enterprise's marks alone, for the college to write its own."""
    draft: bool = False
    stage: Literal["mid", "final"] = "final"
    scheme: str | None = None
    language: Language = "zh_CN"
    photos: bool = False
    files: bool = True
    scope: str = "all"
    value: Any = None
    """The enterprise, class or batch, or the ids of what was chosen."""
    since: str | None = None
    until: str | None = None
    order: Order = "enterprise"
    only: str = ""
    """Which of the forms, such as ``2, 5-8``; all where it is empty."""

    @property
    def offer(self) -> Offer | None:
        """The flowing form; ``None`` for the evaluation form."""
        return BY_KEY.get(self.form)

    @property
    def nobody(self) -> bool:
        """Whether a scope is chosen, but nothing within it."""
        return self.scope != "all" and not self.value

    @property
    def selection(self) -> FormSelection:
        """The selection of a flowing form."""
        scopes: dict[str, Any] = {
            "ids": {"ids": self.value}, "students": {"students": self.value}, "enterprises": {"enterprises": self.value},
            "enterprise": {"enterprises": (self.value,)}, "batch": {"batch": self.value},
            "class_name": {"class_name": self.value},
        }  # fmt: skip
        chosen = scopes.get(self.scope, {}) if self.value else {}
        return FormSelection(
            **chosen,
            since=self.since,
            until=self.until,
            stage=self.stage,
            scheme=self.scheme,
            order=self.order,
        )


@dataclass(frozen=True, slots=True)
class Offers:
    """What there is to choose from: value, words and number of students, by scope; and the schemes."""

    scopes: Mapping[str, Sequence[tuple[Any, str, int]]] = field(default_factory=dict)
    schemes: Sequence[tuple[str, str]] = ()
