"""Entries that visits could make, to be ticked and taken over in one save."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from fieldteacher.domain.text import Text
from fieldteacher.services.practice import Proposal
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.practice.totals import days
from fieldteacher.ui.widgets.basics import button, column, label, row
from fieldteacher.ui.widgets.keys import bind_keys
from fieldteacher.ui.widgets.tick_list import Tickable, TickList

Proposed = tuple[Proposal, str, str]
"""A proposal, the enterprise's name, the content."""
_TITLE = Text("由走访生成的企业实践", "Practice made of visits")
_HINT = Text(
    "按行尾的键增减；记入后可逐条修改。",
    "The key at a line's end ticks it; each entry can be amended afterwards.",
)
_TAKE, _AWAY = Text("记入 {n} 条（Ctrl+Enter）", "Enter {n} (Ctrl+Enter)"), Text("取消", "Cancel")
_LINE = Text("{day} · {firm} · {n}", "{day} · {firm} · {n}")
_ROWS = 7


class ProposalPanel(QFrame):
    """``taken`` carries the proposals that are ticked, ``closed`` comes when none is taken after all."""

    taken = Signal(object)
    closed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._found: dict[str, Proposed] = {}
        self.setProperty("role", "panel")
        self.list = TickList(ui.theme, ui.t(_TITLE))
        self.take_button = button(ui.theme, "", self.take, icon="check", role="primary")
        away = button(ui.theme, ui.t(_AWAY), self.close_panel, role="quiet")
        head = row(
            label(ui.t(_TITLE), "title"), label(ui.t(_HINT), "small", wrap=True), away, self.take_button
        )
        head.setStretch(1, 1)
        self.setLayout(column(head, self.list, margin=tokens.SPACE_M))
        self.list.changed.connect(self._count)
        bind_keys(self, {"Ctrl+Return": self.take})
        self.hide()

    def ask(self, found: Sequence[Proposed]) -> None:
        """Show these, all ticked."""
        self._found = {str(number): each for number, each in enumerate(found)}
        lines = [Tickable(key, self._line(each), each[2]) for key, each in self._found.items()]
        self.list.set_lines(lines, list(self._found))
        self.list.setFixedHeight(min(_ROWS, max(2, len(lines))) * 30 + 8)
        self._count()
        self.show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self) -> None:
        """Take over what is ticked."""
        chosen = [self._found[key] for key in self.list.ticked]
        if chosen:
            self.hide()
            self.taken.emit(chosen)

    def close_panel(self) -> None:
        """Take nothing."""
        self.hide()
        self.closed.emit()

    def _count(self) -> None:
        number = len(self.list.ticked)
        self.take_button.setText(self._ui.t(_TAKE.fill(n=number)))
        self.take_button.setEnabled(number > 0)

    def _line(self, each: Proposed) -> str:
        proposal, firm, _ = each
        first, last = proposal.starts_on.isoformat(), proposal.ends_on
        day = first if proposal.ends_on == proposal.starts_on else f"{first}–{last:%m-%d}"
        return self._ui.t(_LINE.fill(day=day, firm=firm, n=days(proposal.days)))
