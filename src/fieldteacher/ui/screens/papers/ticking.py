"""Noting papers for chosen cells: the form, what was entered last time, what is there and differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.papers import Cell, Differing, PapersDiffer
from fieldteacher.ui.forms.record_form import RecordForm
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.papers.arrangement import (
    COVERING,
    PAPER,
    REMEMBERED,
    SEVERAL,
    SIGNATURES,
    tick_form,
)
from fieldteacher.ui.screens.papers.differing import DifferBar
from fieldteacher.ui.widgets.banner import Banner

_FOR = Text("登记{kind} · {n} 名学生", "Note: {kind}, {n} students")
_FOR_ONE = Text("登记{kind} · {name}", "Note: {kind}, {name}")
_SEVERAL_KINDS = Text("{n} 种材料", "{n} kinds")
_COVERS = Text(
    "起止未填的，按各人的实习起止登记。", "Where no days are given, it covers each student's own placement."
)
_NEVER = Text("还没有登记过{kind}，请先用空格登记一次。", "No {kind} was noted yet; Space notes the first.")


class Ticking:
    """Works in ``screen``: forms stand beside its list, ``banner`` and ``differ`` below it."""

    def __init__(self, screen: ListScreen, banner: Banner, differ: DifferBar) -> None:
        self._screen, self._banner, self._differ = screen, banner, differ
        self._services, self._settings = screen.ui.services, screen.ui.settings
        self._cells: list[Cell] = []
        self._values: Mapping[str, Any] = {}
        self._differing: Differing = "ask"
        differ.chosen.connect(self._settle)
        differ.closed.connect(self._back_to_form)

    def start(self, cells: list[Cell], name: str) -> None:
        """Show the form for ``cells``; ``name`` is whose they are where it is one student."""
        kinds = list(dict.fromkeys(kind for _, kind in cells))
        people = list(dict.fromkeys(placement for placement, _ in cells))
        kind, only = kinds[0], len(kinds) == 1
        what = PAPER.spec("kind").choice_label(kind) if only else _SEVERAL_KINDS.fill(n=len(kinds))
        one = len(people) == 1
        title = _FOR_ONE.fill(kind=what, name=name) if one else _FOR.fill(kind=what, n=len(people))
        self._differing = "ask"

        def show(span: tuple[str | None, str | None]) -> None:
            proposed = self._proposed(kind, span) if only else {"signed_on": self._today()}
            form = self._screen.open_form(
                f"tick-{kind}" if only else "tick-several", PAPER, tick_form(kind) if only else SEVERAL, title, {},
                lambda values: self._tick(cells, values), subject="several", proposed=proposed,
            )  # fmt: skip
            self._watch(form, proposed.get("signed_on"))
            if only and kind in COVERING and None in span:
                form.banner.say(self._screen.t(_COVERS), "neutral")

        self._screen.read(lambda: self._services.papers.spans(people), show)

    def again(self, cells: list[Cell]) -> None:
        """Note ``cells`` with what was entered last time for papers of that kind."""
        kinds = {kind for _, kind in cells}
        values = self._last(kinds.pop()) if len(kinds) == 1 else {}
        if not values:
            kind = PAPER.spec("kind").choice_label(cells[0][1])
            self._banner.say(self._screen.t(_NEVER.fill(kind=kind)), "neutral")
            return
        self._cells, self._values, self._differing = cells, values, "ask"
        self._tick_again()

    def saved(self, result: object) -> None:
        """A form of the screen was saved; one of this kind is remembered."""
        kinds = {kind for _, kind in self._cells}
        if isinstance(result, tuple) and isinstance(result[0], int) and len(kinds) == 1:
            self._remember(kinds.pop(), self._values)

    def _tick(self, cells: list[Cell], values: Mapping[str, Any]) -> Any:
        """Save; on the writer thread. What is saved last is what is remembered."""
        self._cells, self._values = cells, values
        cover = all(kind in COVERING for _, kind in cells)
        return self._services.papers.tick(cells, values, cover=cover, differing=self._differing)

    def _tick_again(self) -> None:
        cells, values = self._cells, self._values
        self._screen.change(lambda: self._tick(cells, values), None, self._refused)

    # -- what the form begins with -------------------------------------------------------------

    def _proposed(self, kind: str, span: tuple[str | None, str | None]) -> dict[str, Any]:
        """The last values; for an insurance the days that the placements have in common, else one day for all."""
        last = dict(self._last(kind))
        if kind in COVERING:
            days = zip(("valid_from", "valid_to"), span, strict=True)
            return last | {name: day for name, day in days if day is not None}
        day = last.get("signed_on", self._today())
        return {"signed_on": day, **dict.fromkeys(SIGNATURES, day), **last}

    def _last(self, kind: str) -> Mapping[str, Any]:
        kept = self._settings.get(f"papers/{kind}")
        return kept if isinstance(kept, dict) else {}

    def _remember(self, kind: str, values: Mapping[str, Any]) -> None:
        kept = {name: values[name] for name in REMEMBERED.get(kind, ()) if values.get(name) is not None}
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}
        self._settings.set(f"papers/{kind}", plain or None)

    def _today(self) -> str:
        return self._screen.ui.clock.today().isoformat()

    def _watch(self, form: RecordForm, day: str | None) -> None:
        """Hear of papers that differ, and let one day stand for all signatures."""
        if form.property("watched") is None:
            form.setProperty("watched", True)
            form.refused.connect(self._refused)
            form.binder.changed.connect(lambda name: self._sign_all(form, name))
        form.setProperty("signed_on", day)

    @staticmethod
    def _sign_all(form: RecordForm, name: str) -> None:
        """The day the student signed is proposed for the others, until they have one of their own."""
        if name != "signed_on":
            return
        day, before = form.binder.editor(name).value(), form.property("signed_on")
        form.setProperty("signed_on", day)
        for other in SIGNATURES:
            if other in form.binder.names and form.binder.editor(other).value() in (None, before):
                form.binder.enter({other: day})

    # -- what differs --------------------------------------------------------------------------

    def _refused(self, error: UserError) -> None:
        if isinstance(error, PapersDiffer):
            self._differ.show_differences(error)
        elif self._screen.form is None:
            self._banner.say(self._screen.t(error.text))

    def _settle(self, how: Differing) -> None:
        self._differing = how
        if self._screen.form is not None:
            self._screen.form.save()
        else:
            self._tick_again()
            self._back_to_form()

    def _back_to_form(self) -> None:
        if self._screen.form is not None:
            self._screen.form.form.start()
        else:
            self._screen.table.setFocus(Qt.FocusReason.OtherFocusReason)
