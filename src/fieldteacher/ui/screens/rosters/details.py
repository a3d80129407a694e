"""One line of the file in full: what would change, and what is wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.rosters.arrangement import STATES
from fieldteacher.ui.screens.rosters.lines import Line, Remark
from fieldteacher.ui.widgets.basics import Scroll, box, clear, column, label, row
from fieldteacher.ui.widgets.chip import Chip, Tone
from fieldteacher.ui.widgets.facts import Facts

_ROW = Text("第 {n} 行", "Row {n}")
_CHANGES = Text("将要改动", "Would change")
_NEW = Text("将新增", "Would be added")
_REMARKS = Text("问题", "Remarks")
_NOTHING = Text("选择一行查看详情。", "Choose a row to see it in full.")
_EMPTY = Text("（空）", "(empty)")
_VALUE = Text("表中：{v}", "In the file: {v}")


class LineDetails(Scroll):
    """Empty until a line is shown."""

    def __init__(self, ui: Ui) -> None:
        self._body: QVBoxLayout = column(margin=tokens.SPACE_L, gap=tokens.SPACE_S)
        self._inside = box(self._body)
        super().__init__(self._inside, "plain")
        self._ui = ui
        self.show_line(None)

    def show_line(self, line: Line | None) -> None:
        """Show ``line``."""
        t = self._ui.t
        clear(self._body)
        if line is None:
            self._body.addWidget(label(t(_NOTHING), "muted", wrap=True))
            self._body.addStretch(1)
            return
        words, tone = STATES[line.state]
        who = " ".join(filter(None, (line.cell("name").text, line.cell("student_number").text)))
        self._body.addLayout(
            row(label(t(_ROW.fill(n=line.number)), "muted"), Chip(self._ui.theme, t(words), tone), -1)
        )
        if who:
            self._body.addWidget(label(who, "title", wrap=True, selectable=True))
        remarks, changes = line.remarks, line.changes
        if remarks:
            self._head(t(_REMARKS))
        for remark in remarks:
            self._remark(remark)
        if changes:
            self._head(t(_CHANGES))
        for name, old, new in changes:
            self._body.addWidget(label(name, "small"))
            made = label(f"{old or t(_EMPTY)} → {new or t(_EMPTY)}", wrap=True, selectable=True)
            self._body.addWidget(made)
        if line.state == "new":
            self._head(t(_NEW))
            facts = Facts()
            facts.show_pairs(line.values)
            self._body.addWidget(facts)
        self._body.addStretch(1)

    @property
    def words(self) -> str:
        """Everything that is said."""
        return "\n".join(each.text() for each in self._inside.findChildren(QLabel))

    def _head(self, words: str) -> None:
        self._body.addSpacing(tokens.SPACE_S)
        self._body.addWidget(label(words, "title"))

    def _remark(self, remark: Remark) -> None:
        tone: Tone = "bad" if remark.severity == "error" else "warn"
        self._body.addLayout(row(Chip(self._ui.theme, remark.column or "—", tone), -1))
        self._body.addWidget(label(remark.words, wrap=True, selectable=True))
        if remark.value:
            self._body.addWidget(
                label(self._ui.t(_VALUE.fill(v=remark.value)), "small", wrap=True, selectable=True)
            )
