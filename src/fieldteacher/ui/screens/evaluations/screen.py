"""The screen of evaluations: entering marks, typing them a second time, and what they come to; one part on show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.evaluations.marks_part import MarksPart
from fieldteacher.ui.screens.evaluations.second_part import SecondPart
from fieldteacher.ui.screens.evaluations.summary_part import SummaryPart
from fieldteacher.ui.widgets.basics import box, column, row, rule
from fieldteacher.ui.widgets.keys import bind_keys

PARTS: Mapping[str, tuple[Text, Callable[[Ui], ScreenView]]] = {
    "marks": (Text("打分", "Marks"), MarksPart),
    "second": (Text("复核录入", "Second entry"), SecondPart),
    "summary": (Text("成绩汇总", "Summary"), SummaryPart),
}


class EvaluationsScreen(ScreenView):
    """Alt+1…3 go from part to part. A part is built when it is first come to."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.parts: dict[str, ScreenView] = {}
        self.shown = ""
        self._stack, self._group = QStackedWidget(), QButtonGroup(self)
        self.tabs: dict[str, QPushButton] = {}
        for number, (name, (title, _)) in enumerate(PARTS.items(), 1):
            tab = QPushButton(self.t(title))
            tab.setProperty("role", "chip")
            tab.setCheckable(True)
            tab.setAutoDefault(False)
            tab.setToolTip(f"Alt+{number}")
            tab.clicked.connect(partial(self.go, name))
            self._group.addButton(tab)
            self.tabs[name] = tab
            bind_keys(self, {f"Alt+{number}": partial(self.go, name)})
        head = row(*self.tabs.values(), -1)
        head.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
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
            made = PARTS[name][1](self.ui)
            made.setAccessibleName(self.t(PARTS[name][0]))
            self.parts[name] = made
            self._stack.addWidget(made)
        self.shown = name
        self.tabs[name].setChecked(True)
        self._stack.setCurrentWidget(self.parts[name])
        self.part.arrive(**args)

    def arrive(self, **args: Any) -> None:
        """``do`` names a part (``marks``, ``second``, ``summary``); all else the part takes."""
        wanted = str(args.pop("do", "") or ("marks" if args else self.shown))
        self.go(wanted if wanted in PARTS else "marks", **args)

    def leave(self) -> None:
        if self.shown:
            self.part.leave()

    def back(self) -> bool:
        return bool(self.shown) and self.part.back()
