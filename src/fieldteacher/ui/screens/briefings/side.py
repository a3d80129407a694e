"""Beside a report: who stands behind a figure, or what may be quoted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from fieldteacher.domain.briefing import Figure, Quotation, heading
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tasks import Latest
from fieldteacher.ui.widgets.basics import column, icon_button, label, row

if TYPE_CHECKING:
    from fieldteacher.services.briefings import Named

_CLOSE = Text("关闭（Esc）", "Close (Esc)")
_NOW = Text("现在 {n}", "now {n}")
_NOW_OTHER = Text("现在 {n}，汇报中为 {frozen}", "now {n}, in the report {frozen}")
_MEAN = Text("这个数是平均值或合计，没有名单。", "This number is a mean or a sum; nobody stands behind it.")
_NOBODY = Text("没有记录。", "There are none.")
_OPEN_TIP = Text("回车打开记录", "Enter opens the record")
_SEARCH = Text("在原话中查找", "Find in what was said")
_NAMES = Text("写出姓名", "With names")
_ADD_TIP = Text("回车加入汇报", "Enter adds it to the report")
_WHAT = Text("名单", "Who")
_OFFERS = Text("可引用的话", "What can be quoted")
_WIDTH = 340
_DATA = int(Qt.ItemDataRole.UserRole)


class Side(QWidget):
    """``taken`` carries a quotation to add; ``closed`` when the person is done with it."""

    taken = Signal(object)
    closed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._latest = Latest(ui.runner, self)
        self._ask: Callable[[], None] = lambda: None
        self._title, self._under = label("", "title", wrap=True), label("", "small", wrap=True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(ui.t(_SEARCH))
        self.search.setAccessibleName(ui.t(_SEARCH))
        self.search.textEdited.connect(lambda _: self._ask())
        self.names = QCheckBox(ui.t(_NAMES))
        self.names.toggled.connect(lambda _: self._ask())
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(4)
        self.list.itemActivated.connect(self._activated)
        close = icon_button(ui.theme, ui.t(_CLOSE), self.closed.emit, icon="x")
        head = row(self._title, close)
        head.setStretch(0, 1)
        head.setAlignment(close, Qt.AlignmentFlag.AlignTop)
        inside = column(head, self._under, self.search, self.names, self.list, gap=tokens.SPACE_S)
        inside.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_L)
        self.setLayout(inside)
        self.setFixedWidth(_WIDTH)

    def show_names(self, briefing: str, figure: Figure) -> None:
        """Show who stands behind a figure as the records are now."""
        service, language = self._ui.services.briefings, self._ui.language
        self._begin(figure.label, self._ui.t(_WHAT), offers=False)
        if not service.counted(figure.key):
            self._under.setText(self._ui.t(_MEAN))
            return

        def found(names: Sequence[Named]) -> None:
            n = len(names)
            text = (
                _NOW.fill(n=n) if n == figure.value else _NOW_OTHER.fill(n=n, frozen=figure.shown(language))
            )
            self._under.setText(self._ui.t(text))
            self._fill([(each.title, each) for each in names], _OPEN_TIP)

        self._latest.read(lambda: service.names_of(briefing, figure.key, language), found)

    def show_offers(self, briefing: str, section: str) -> None:
        """Show what may be quoted in a section."""
        service = self._ui.services.briefings
        self._begin(heading(section), self._ui.t(_OFFERS), offers=True)
        self._under.setText(self._ui.t(_ADD_TIP))

        def ask() -> None:
            typed, names = self.search.text().strip(), self.names.isChecked()
            self._latest.read(
                lambda: service.offers_of(briefing, section, search=typed, names=names), self._offered
            )

        self._ask = ask
        ask()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, title: Text, name: str, *, offers: bool) -> None:
        self._ask = lambda: None
        self._title.setText(self._ui.t(title))
        self._under.clear()
        self.search.clear()
        self.search.setVisible(offers)
        self.names.setVisible(offers)
        self.list.setAccessibleName(name)
        self.list.clear()

    def _offered(self, quotations: Sequence[Quotation]) -> None:
        lines = [(f"{each.words}\n— {self._ui.t(each.who)}", each) for each in quotations]
        self._fill(lines, _ADD_TIP)

    def _fill(self, lines: Sequence[tuple[str, object]], tip: Text) -> None:
        self.list.clear()
        for words, what in lines:
            item = QListWidgetItem(words)
            item.setData(_DATA, what)
            item.setToolTip(self._ui.t(tip))
            self.list.addItem(item)
        if not lines:
            item = QListWidgetItem(self._ui.t(_NOBODY))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        else:
            self.list.setCurrentRow(0)

    def _activated(self, item: QListWidgetItem) -> None:
        what = item.data(_DATA)
        if isinstance(what, Quotation):
            self.taken.emit(what)
            row_ = self.list.row(item)
            self.list.takeItem(row_)
        elif what is not None and what.type in self._ui.navigator.homes:
            self._ui.navigator.show(what.type, what.id)
