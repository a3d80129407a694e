"""Beside the daily checks: the chosen enterprise and day, who is away, what was noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.services.daily import AbsenceRow, CheckDay, CheckRow
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.strip import PhotoStrip
from fieldteacher.ui.screens.daily.check_columns import TONES, WORDS
from fieldteacher.ui.screens.daily.days import short_day
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.widgets.basics import Scroll, box, button, clear, column, label
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.link import LinkRow

_WIDTH = 308
_IN_POST, _AWAY = Text("{n} 人在岗", "{n} in post"), Text("缺勤 {n} 人", "{n} away")
_NOBODY = Text("当日没有登记缺勤。", "Nobody is noted as away that day.")
_UNTIL = Text("{kind}，至 {day}", "{kind}, until {day}")
_NORMAL, _EXCEPTION, _CLEAR = (
    Text("正常（空格）", "Normal (Space)"),
    Text("例外（E）", "Exception (E)"),
    Text("清除（Del）", "Clear (Del)"),
)
_PLACE, _VISIT = Text("企业卡片", "Enterprise"), Text("走访", "Visit")
_NOTED = Text("例外情况", "Exception")
_ABSENCE = RECORD_TYPES["absence"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: the enterprise, the day, how it stands, why nobody works, what was noted, who is away."""

    row: CheckRow
    day: str
    state: str | None
    rest: Text | None
    noted: CheckDay
    away: Sequence[AbsenceRow]


class CheckSide(QWidget):
    """``asked`` carries ``normal``, ``exception`` or ``clear``."""

    asked = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._body = column(gap=tokens.SPACE_M)
        inside = column(self._body, -1)
        inside.setContentsMargins(tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L)
        self.setLayout(column(Scroll(box(inside, "surface")), gap=0))
        self.setMinimumWidth(_WIDTH)
        self.setMaximumWidth(_WIDTH + 80)

    def clear(self) -> None:
        """Nothing is chosen."""
        clear(self._body)

    def show_cell(self, shown: Shown) -> None:
        """Show a cell."""
        t, theme = self._ui.t, self._ui.theme
        self.clear()
        name = label(shown.row.name, "title", wrap=True, selectable=True)
        when = " · ".join(filter(None, (t(short_day(shown.day)), t(shown.rest) if shown.rest else "")))
        under = [when, "、".join(shown.row.teachers)]
        self._body.addLayout(
            column(name, *(label(words, "muted", wrap=True) for words in under if words), gap=2)
        )
        chips = Flow()
        if shown.state is not None:
            chips.addWidget(Chip(theme, t(WORDS[shown.state]), TONES.get(shown.state, "neutral")))
        chips.addWidget(Chip(theme, t(_IN_POST.fill(n=shown.noted.students)), "neutral", sign=False))
        if shown.away:
            chips.addWidget(Chip(theme, t(_AWAY.fill(n=shown.noted.away)), "warn"))
        self._body.addWidget(box(chips))
        check = shown.noted.check
        if check is not None and check.exception:
            words = label(check.exception, wrap=True, selectable=True)
            words.setAccessibleName(f"{t(_NOTED)}: {check.exception}")
            self._body.addLayout(column(label(t(_NOTED), "small"), words, gap=2))
            photos = PhotoStrip(self._ui, compact=True)
            self._body.addWidget(photos)
            photos.show_owner(check.id)
        self._buttons(shown)
        self._absent(shown.away)

    def _buttons(self, shown: Shown) -> None:
        t, theme, navigator = self._ui.t, self._ui.theme, self._ui.navigator
        lines = Flow(tokens.SPACE_S)
        if shown.noted.check is None:
            lines.addWidget(button(theme, t(_NORMAL), partial(self.asked.emit, "normal"), icon="check"))
        lines.addWidget(button(theme, t(_EXCEPTION), partial(self.asked.emit, "exception"), icon="pencil"))
        if shown.noted.check is not None:
            lines.addWidget(button(theme, t(_CLEAR), partial(self.asked.emit, "clear"), icon="x"))
        place = shown.row.id
        lines.addWidget(
            button(theme, t(_PLACE), lambda: navigator.show("enterprise", place), icon="building-2")
        )
        visit = partial(navigator.go, "visits", do="new", enterprise=place)
        lines.addWidget(button(theme, t(_VISIT), visit, icon="footprints"))
        self._body.addWidget(box(lines))

    def _absent(self, away: Sequence[AbsenceRow]) -> None:
        t, navigator = self._ui.t, self._ui.navigator
        if not away:
            self._body.addWidget(label(t(_NOBODY), "muted", wrap=True))
        for each in away:
            kind = show_value(_ABSENCE.spec("kind"), each.kind, self._ui.language)
            detail = t(_UNTIL.fill(kind=kind, day=each.ends_at.replace("T", " ")[5:]))
            inside = column(label(each.student_name), label(detail, "small"), gap=0)
            inside.setContentsMargins(tokens.SPACE_S, tokens.SPACE_XS, tokens.SPACE_S, tokens.SPACE_XS)
            line = LinkRow(
                inside, f"{each.student_name} {detail}", partial(navigator.show, "absence", each.id)
            )
            self._body.addWidget(line)
