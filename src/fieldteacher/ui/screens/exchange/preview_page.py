"""What a package would do, before anything is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.exchange.preview_lines import COLUMNS, FILTERS, STATES, preview_lines
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import box, button, clear, column, label, row, rule
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.field import Field
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.keys import bind_keys
from fieldteacher.ui.words import local_minute, size_words

if TYPE_CHECKING:
    from fieldteacher.services.arrival_lines import State
    from fieldteacher.services.arrivals import Preview

FIRST_LINES = 200
"""How many records are named at first."""
_TITLE, _NOUN = Text("预览", "Preview"), Text("条记录", "records")
_FROM = Text("来自 {who}", "From {who}")
_UNDER = Text("{when} 写成 · {size} · {changes} 处新改动", "written {when} · {size} · new changes: {changes}")
_JOINS = Text("这台电脑凭邀请加入交换", "this computer joins with your invitation")
_COUNT = Text("{what} {n}", "{what} {n}")
_FILES = Text("照片和文件 {n}", "Photos and files {n}")
_UNKNOWN = Text("更新程序后才能显示 {n}", "Shown after an update {n}")
_NOT_YET = Text("尚未写入任何数据", "Nothing has been written yet")
_TAKE, _NOTHING = Text("导入（{n} 处）", "Take in ({n})"), Text("没有新内容", "Nothing new")
_TAKE_FILES = Text("导入（{n} 张照片和文件）", "Take in ({n} files)")
_NOTE = Text("记下对方已有的内容", "Note what they have")
_TAKE_TIP = Text("Ctrl+Enter；可整体撤销", "Ctrl+Enter; can be taken back as a whole")
_CLOSE = Text("不导入", "Do not take in")
_NOTHING_MORE = Text(
    "这个包里的改动这里都已经有了。导入只会记下对方已经有哪些内容。",
    "Everything in this package is here already. Taking it in only notes what they have.",
)
_MORE = Text("全部列出（{n}）", "List all ({n})")
_GATE = Text(
    "这个包要{what}，这不寻常。请先与 {who} 核实；确实要这样，请输入数字 {n}。",
    "This package would {what}, which is unusual. Please ask {who} first; if that is meant, type the number {n}.",
)
_GATE_NAME = Text("确认数字", "The number")


class PreviewPage(QWidget):
    """``taken`` carries whether a mass deletion was agreed to; ``more`` asks for all lines; ``closed`` takes nothing in."""

    taken = Signal(bool)
    more = Signal()
    closed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.shown: Preview | None = None
        t, theme = ui.t, ui.theme
        self._from, self._under = label("", "heading", wrap=True), label("", "muted", wrap=True)
        self._chips = Flow()
        empty = EmptyState(theme, t(_NOTHING), icon="circle-check", detail=t(_NOTHING_MORE))
        self.table = TableView(ui, "package", _TITLE, COLUMNS, filters=FILTERS, noun=_NOUN, empty=empty)
        self.more_button = self.table.add_action(_MORE, self.more.emit)
        self.gate = Banner(theme)
        self.number = QLineEdit()
        self.number.setMaximumWidth(160)
        self.number_field = Field(t(_GATE_NAME), self.number, -1)
        self.number.textChanged.connect(lambda _: self._look())
        self.take_button = button(theme, "", self.take, role="primary", icon="check", tip=t(_TAKE_TIP))
        self.close_button = button(theme, t(_CLOSE), self.closed.emit, role="quiet", tip="Esc")
        self.foot = row(label(t(_NOT_YET), "small"), -1, self.close_button, self.take_button)
        self._lay()
        bind_keys(self, {"Ctrl+Return": self.take, "Ctrl+Enter": self.take})

    def _lay(self) -> None:
        head = column(self._from, self._under, self._chips, self.gate, self.number_field, gap=tokens.SPACE_S)
        head.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_S)
        self.foot.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S)
        whole = column(box(head), self.table, rule(), box(self.foot), gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_package(self, shown: Preview) -> None:
        """Show a package."""
        self.shown, t, counts = shown, self._ui.t, shown.counts
        self._from.setText(t(_FROM.fill(who=shown.sender.label)))
        under = _UNDER.fill(
            when=local_minute(shown.created_ms), size=size_words(shown.size), changes=counts["applied"]
        )
        self._under.setText(" · ".join([t(under), *([t(_JOINS)] if shown.joins else [])]))
        self.setAccessibleName(f"{self._from.text()} · {self._under.text()}")
        self._show_counts(shown)
        lines = preview_lines(shown.lines, self._ui.language)
        every = sum(_records(shown).values())
        self.more_button.setText(t(_MORE.fill(n=every)))
        self.more_button.setVisible(every > len(lines) >= FIRST_LINES)
        self.table.clear_filters()
        self.table.set_rows(lines)
        self.number.clear()
        self.number_field.setVisible(shown.gate is not None)
        if shown.gate is not None:
            words = _GATE.fill(what=shown.gate.words(), who=shown.sender.label, n=shown.gate.number)
            self.gate.say(t(words), "bad")
        else:
            self.gate.clear()
        self._look()
        first = self.number if shown.gate is not None else self.take_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self) -> None:
        """Take the package in, where that may be done."""
        if self.isVisible() and self.take_button.isEnabled() and self.shown is not None:
            self.taken.emit(self.shown.gate is not None)

    def _show_counts(self, shown: Preview) -> None:
        """A chip for each number that is not 0."""
        clear(self._chips)
        t, counts = self._ui.t, shown.counts
        for state, n in _records(shown).items():
            if n:
                words, tone = STATES[state]
                self._chips.addWidget(Chip(self._ui.theme, t(_COUNT.fill(what=words, n=n)), tone))
        for words, name in ((_FILES, "files"), (_UNKNOWN, "unknown")):
            if counts[name]:
                self._chips.addWidget(Chip(self._ui.theme, t(words.fill(n=counts[name])), "neutral"))

    def _look(self) -> None:
        """What the button says, and whether it may be pressed: with a mass deletion only when its number is typed."""
        shown = self.shown
        if shown is None:
            return
        changes, files = shown.counts["applied"], shown.counts["files"]
        words = _TAKE.fill(n=changes) if changes else _TAKE_FILES.fill(n=files) if files else _NOTE
        self.take_button.setText(self._ui.t(words))
        self.take_button.setEnabled(
            shown.gate is None or self.number.text().strip() == str(shown.gate.number)
        )


def _records(shown: Preview) -> dict[State, int]:
    """How many lines there are of each state; a record that is contested is not counted as changed besides."""
    merged = shown.merged
    contested = {(kind, record) for kind, record, _ in merged.conflicts}
    return {
        "conflict": len(contested), "deleted": len(merged.deleted), "rejected": len(merged.rejected),
        "changed": len(merged.changed - contested), "created": len(merged.created),
    }  # fmt: skip
