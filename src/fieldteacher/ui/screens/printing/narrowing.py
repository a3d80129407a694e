"""Which students by words, which forms of the pile, and in what order."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.services.forms.ordering import Order
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editors import QuietCombo
from fieldteacher.ui.widgets.basics import column, row
from fieldteacher.ui.widgets.field import Field

_WORDS = Text("学生", "Students")
_WORDS_HINT = Text("姓名、学号、班级、企业、岗位", "Name, number, class, firm, post")
_WORDS_HELP = Text("空格隔开的每个词都要有", "every word, parted by spaces, has to fit")
_ORDER = Text("顺序", "Order")
_ONLY, _ONLY_HINT = Text("只打印第几份", "Only these forms"), Text("如 2, 5-8", "such as 2, 5-8")
ORDERS: tuple[tuple[Order, Text], ...] = (
    ("enterprise", Text("按企业", "Enterprise")),
    ("class_name", Text("按班级", "Class")),
    ("number", Text("按学号", "Number")),
)
_PAUSE = 350
"""Milliseconds without a key after which typed words count."""


class Narrowing(QWidget):
    """``changed`` is emitted when other forms are wanted."""

    changed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        t = ui.t
        self.words, self.only, self.order = QLineEdit(), QLineEdit(), QuietCombo()
        self.words.setPlaceholderText(t(_WORDS_HINT))
        self.only.setPlaceholderText(t(_ONLY_HINT))
        for value, label in ORDERS:
            self.order.addItem(t(label), value)
        self._words_field = Field(t(_WORDS), self.words, help=t(_WORDS_HELP))
        self._order_field = Field(t(_ORDER), self.order)
        self.only_field = Field(t(_ONLY), self.only)
        pause = QTimer(self)
        pause.setSingleShot(True)
        pause.setInterval(_PAUSE)
        pause.timeout.connect(self.changed)
        for line in (self.words, self.only):
            line.setClearButtonEnabled(True)
            line.textEdited.connect(lambda _: pause.start())
        self.order.activated.connect(lambda _: self.changed.emit())
        self.setLayout(column(self._words_field, row(self._order_field, self.only_field), gap=tokens.SPACE_M))
        self.show_for(words=False, order=True)

    def show_for(self, *, words: bool, order: bool) -> None:
        """Show the words where students are sought by them, the order where there is one to choose."""
        self._words_field.setVisible(words)
        self._order_field.setVisible(order)

    def restore(self, **values: Any) -> None:
        """Fill in ``words``, ``order`` and ``only`` from outside; nothing is emitted."""
        self.words.setText(values.get("words") or "")
        self.only.setText(values.get("only") or "")
        self.order.setCurrentIndex(max(0, self.order.findData(values.get("order") or "enterprise")))
        self.only_field.clear()
