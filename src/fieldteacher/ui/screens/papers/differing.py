"""Papers that are there and say something else: shown before anything is changed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from fieldteacher.domain.text import Text
from fieldteacher.services.papers import Difference, PapersDiffer
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.widgets.basics import button, column, label
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.keys import bind_keys

_CHOICES = (
    ("keep", Text("保留原有，只补空项（K）", "Keep them, fill what is empty (K)")),
    ("replace", Text("改为新值（R）", "Change them (R)")),
    ("add", Text("另存一份（N）", "Put another beside (N)")),
)
_GIVE_UP = Text("取消", "Cancel")
_LINE = Text("{name} {field}：{before} → {now}", "{name}, {field}: {before} → {now}")
_MORE = Text("… 另有 {n} 处", "… and {n} more")
_SHOWN = 6


class DifferBar(QFrame):
    """``chosen`` carries ``keep``, ``replace`` or ``add``; ``closed`` when nothing is to be done."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.setProperty("role", "panel")
        self._words = label("", "title", wrap=True)
        self._lines = label("", wrap=True, selectable=True)
        choices = Flow(tokens.SPACE_S)
        self._buttons = [button(ui.theme, ui.t(words), partial(self._take, name)) for name, words in _CHOICES]
        away = button(ui.theme, ui.t(_GIVE_UP), self.give_up, role="quiet")
        for each in (*self._buttons, away):
            choices.addWidget(each)
        inside = column(self._words, self._lines, choices)
        inside.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_M)
        self.setLayout(inside)
        bind_keys(
            self,
            {
                "K": lambda: self._take("keep"),
                "R": lambda: self._take("replace"),
                "N": lambda: self._take("add"),
            },
        )
        self.hide()

    @property
    def lines(self) -> str:
        """The differences on show."""
        return self._lines.text()

    def show_differences(self, error: PapersDiffer) -> None:
        """Show what differs, and ask."""
        lines = [self._line(each) for each in error.differences[:_SHOWN]]
        if len(error.differences) > _SHOWN:
            lines.append(self._ui.t(_MORE.fill(n=len(error.differences) - _SHOWN)))
        self._words.setText(self._ui.t(error.text))
        self._lines.setText("\n".join(lines))
        self.setAccessibleName(f"{self._words.text()} {self._lines.text()}")
        self.show()
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def give_up(self) -> None:
        """Do nothing."""
        self.hide()
        self.closed.emit()

    def _take(self, name: str) -> None:
        self.hide()
        self.chosen.emit(name)

    def _line(self, each: Difference) -> str:
        language = self._ui.language
        before, now = (show_value(each.field, value, language) for value in (each.before, each.now))
        return self._ui.t(_LINE.fill(name=each.name, field=each.field.label, before=before, now=now))
