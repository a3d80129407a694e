"""The screen of the daily round: four parts, one on show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.daily.absences import AbsencesPart
from fieldteacher.ui.screens.daily.checks import ChecksPart
from fieldteacher.ui.screens.daily.education import EducationPart
from fieldteacher.ui.screens.daily.journals import JournalsPart
from fieldteacher.ui.widgets.basics import box, column, label, row, rule
from fieldteacher.ui.widgets.keys import bind_keys

PARTS: Mapping[str, tuple[Text, Callable[[Ui], ScreenView], Text]] = {
    "check": (
        Text("每日检查", "Daily check"), ChecksPart,
        Text("空格 正常 · E 例外 · A 其余正常 · ← → 换一天", "Space normal · E exception · A all the rest · ← → the day"),
    ),
    "absence": (Text("请假缺勤", "Absences"), AbsencesPart, Text("N 登记 · R 销假", "N note one · R returned")),
    "journal": (
        Text("周志与总结", "Journals"), JournalsPart,
        Text("空格 收到 · 1–5 星 · C 批语 · A 整列 · W M S 种类", "Space in · 1–5 stars · C comment · A column · W M S kind"),
    ),
    "education": (Text("教育活动", "Education"), EducationPart, Text("N 记录", "N record one")),
}  # fmt: skip
"""The parts: their titles, what makes them, and their keys in a line."""
_KINDS = {"daily_check": "check"}
_KEPT = "daily.part"


class DailyScreen(ScreenView):
    """Alt+1…4 go from part to part. A part is built when it is first come to."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.parts: dict[str, ScreenView] = {}
        self.shown = ""
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._tabs: dict[str, QPushButton] = {}
        self._keys = label("", "small")
        for number, (name, (title, *_)) in enumerate(PARTS.items(), 1):
            tab = QPushButton(self.t(title))
            tab.setProperty("role", "chip")
            tab.setCheckable(True)
            tab.setAutoDefault(False)
            tab.setToolTip(f"Alt+{number}")
            tab.clicked.connect(partial(self.go, name))
            self._group.addButton(tab)
            self._tabs[name] = tab
            bind_keys(self, {f"Alt+{number}": partial(self.go, name)})
        head = row(*self._tabs.values(), -1, self._keys)
        head.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_S)
        self.setLayout(column(box(head), rule(), self._stack, gap=0))

    @property
    def part(self) -> ScreenView:
        """The part on show."""
        return self.parts[self.shown]

    def go(self, name: str, *_: object, **args: Any) -> None:
        """Show a part; ``args`` as it takes them."""
        if self.shown and self.shown != name:
            self.part.leave()
        if name not in self.parts:
            self.parts[name] = PARTS[name][1](self.ui)
            self.parts[name].setAccessibleName(self.t(PARTS[name][0]))
            self._stack.addWidget(self.parts[name])
        self.shown = name
        self._tabs[name].setChecked(True)
        self._stack.setCurrentWidget(self.parts[name])
        self._keys.setText(self.t(PARTS[name][2]))
        self.ui.settings.set(_KEPT, name)
        self.part.arrive(**args)

    def arrive(self, **args: Any) -> None:
        """``do`` names a part, or ``type`` a type of record, with what the part takes beside it."""
        wanted = str(args.get("do") or args.get("type") or self.shown or self.ui.settings.get(_KEPT) or "")
        wanted = _KINDS.get(wanted, wanted)
        self.go(wanted if wanted in PARTS else next(iter(PARTS)), **args)

    def leave(self) -> None:
        if self.shown:
            self.part.leave()

    def back(self) -> bool:
        return bool(self.shown) and self.part.back()
