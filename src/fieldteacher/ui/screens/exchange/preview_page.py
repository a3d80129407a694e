"""What a package would do, before anything is done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.exchange.preview_lines import COLUMNS, FILTERS, Shown
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import box, button, column, label, row, rule
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.field import Field
from fieldteacher.ui.widgets.keys import bind_keys
from fieldteacher.ui.words import local_minute, size_words

_TITLE, _NOUN = Text("预览", "Preview"), Text("条记录", "records")
_FROM = Text("来自 {who}", "From {who}")
_UNDER = Text("{when} 写成 · {size} · {changes} 处新改动", "written {when} · {size} · {changes} new changes")
_PHOTOS = Text("{n} 张照片或文件", "{n} photos or files")
_UNKNOWN = Text("{n} 处要更新程序后才能显示，先保存着", "{n} are kept until this program is updated")
_NOT_YET = Text("尚未写入任何数据", "Nothing has been written yet")
_TAKE, _NOTHING = Text("导入（{n}）", "Take in ({n})"), Text("没有新内容", "Nothing new")
_TAKE_TIP = Text("Ctrl+Enter；可整体撤销", "Ctrl+Enter; can be taken back as a whole")
_CLOSE = Text("不导入", "Do not take in")
_NOTHING_MORE = Text("这个包里的改动这里都已经有了。", "Everything in this package is here already.")
_GATE = Text(
    "这个包要删除 {n} 条记录，比平常多得多。请先与 {who} 核实；确实要删除，请输入数字 {n}。",
    "This package deletes {n} records, far more than usual. Please ask {who} first; if that is meant, type the number {n}.",
)
_GATE_NAME = Text("要删除的记录数", "How many records are deleted")


class PreviewPage(QWidget):
    """``taken`` carries whether a mass deletion was agreed to; ``closed`` where it is not to be taken in."""

    taken = Signal(bool)
    closed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.shown: Shown | None = None
        t, theme = ui.t, ui.theme
        self._from, self._under = label("", "heading", wrap=True), label("", "muted", wrap=True)
        empty = EmptyState(theme, t(_NOTHING), icon="circle-check", detail=t(_NOTHING_MORE))
        self.table = TableView(ui, "package", _TITLE, COLUMNS, filters=FILTERS, noun=_NOUN, empty=empty)
        self.gate = Banner(theme)
        self.number = QLineEdit()
        self.number.setMaximumWidth(160)
        self.number_field = Field(t(_GATE_NAME), self.number, -1)
        self.number.textChanged.connect(lambda _: self._look())
        self.take_button = button(theme, "", self.take, role="primary", icon="check", tip=t(_TAKE_TIP))
        self.close_button = button(theme, t(_CLOSE), self.closed.emit, role="quiet", tip="Esc")
        self.note = label(t(_NOT_YET), "small")
        head = column(self._from, self._under, self.gate, self.number_field, gap=tokens.SPACE_S)
        head.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_S)
        foot = row(self.note, -1, self.close_button, self.take_button)
        foot.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S)
        whole = column(box(head), self.table, rule(), box(foot), gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        bind_keys(self, {"Ctrl+Return": self.take, "Ctrl+Enter": self.take})

    def show_package(self, shown: Shown) -> None:
        """Show a package."""
        self.shown, t = shown, self._ui.t
        self._from.setText(t(_FROM.fill(who=shown.sender)))
        words = [
            t(
                _UNDER.fill(
                    when=local_minute(shown.made_ms), size=size_words(shown.size), changes=shown.applied
                )
            )
        ]
        if shown.photos:
            words.append(t(_PHOTOS.fill(n=shown.photos)))
        if shown.unknown:
            words.append(t(_UNKNOWN.fill(n=shown.unknown)))
        self._under.setText(" · ".join(words))
        self.setAccessibleName(f"{self._from.text()} · {self._under.text()}")
        self.table.clear_filters()
        self.table.set_rows(shown.lines)
        self.number.clear()
        self.number_field.setVisible(bool(shown.to_type))
        if shown.to_type:
            self.gate.say(t(_GATE.fill(n=shown.to_type, who=shown.sender)), "bad")
        else:
            self.gate.clear()
        self.take_button.setText(t(_TAKE.fill(n=shown.applied) if self._anything else _NOTHING))
        self._look()
        first = self.number if shown.to_type else self.take_button if self._anything else self.close_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self) -> None:
        """Take the package in, where that may be done."""
        if self.isVisible() and self.take_button.isEnabled() and self.shown is not None:
            self.taken.emit(bool(self.shown.to_type))

    @property
    def _anything(self) -> bool:
        shown = self.shown
        return shown is not None and bool(shown.applied or shown.photos)

    def _look(self) -> None:
        """Whether the button may be pressed: with a mass deletion only when its number is typed."""
        shown = self.shown
        agreed = shown is not None and (not shown.to_type or self.number.text().strip() == str(shown.to_type))
        self.take_button.setEnabled(self._anything and agreed)
