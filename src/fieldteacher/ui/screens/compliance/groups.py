"""The findings gathered: by rule, by enterprise or by student, with how many there are of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QWidget,
)

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.compliance.arrangement import FindingLine
from fieldteacher.ui.widgets.basics import column

_BY = (
    ("rule", Text("按规则", "Rule")),
    ("enterprise", Text("按企业", "Enterprise")),
    ("student", Text("按学生", "Student")),
)
_ALL, _NONE = Text("全部", "All"), Text("不属于某一个", "of none")
_COUNTED = Text("{words}（{n}）", "{words} ({n})")
_NAME, _TABS = Text("分组", "Groups"), Text("怎样分组", "Group by")
_KEY = int(Qt.ItemDataRole.UserRole)
_COUNT, _WORDS = _KEY + 1, _KEY + 2
_LINE = 30
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class _LineDelegate(QStyledItemDelegate):
    """The words, cut where the room ends, and the number behind them."""

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = ui.theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex, /) -> QSize:
        return QSize(option.rect.width(), _LINE)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        area, metrics = option.rect, option.fontMetrics
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.colour("accent_soft"))
        inside = area.adjusted(tokens.SPACE_S, 0, -tokens.SPACE_S, 0)
        number = str(index.data(_COUNT))
        wide = metrics.horizontalAdvance(number)
        words = metrics.elidedText(
            index.data(_WORDS), Qt.TextElideMode.ElideRight, inside.width() - wide - tokens.SPACE_S
        )
        painter.setPen(self._theme.colour("text"))
        painter.drawText(inside, _LEFT, words)
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(inside, _RIGHT, number)


class Groups(QWidget):
    """``chosen`` after another group or another way of grouping was chosen."""

    chosen = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._lines: Sequence[FindingLine] = ()
        self._words: Mapping[str, str] = {}
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(ui.t(_TABS))
        self.tabs.setExpanding(True)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        for _, words in _BY:
            self.tabs.addTab(ui.t(words))
        self.list = QListWidget()
        self.list.setAccessibleName(ui.t(_NAME))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_LineDelegate(ui, self.list))
        self.list.setUniformItemSizes(True)
        self.tabs.currentChanged.connect(lambda _: self._fill(None))
        self.list.currentRowChanged.connect(lambda _: self.chosen.emit())
        inside = column(self.tabs, self.list, gap=tokens.SPACE_XS)
        inside.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_S)
        self.setLayout(inside)
        self.setMinimumWidth(210)

    def show_lines(self, lines: Sequence[FindingLine], words: Mapping[str, str]) -> None:
        """Gather these; ``words`` name rules, enterprises and students by their ids. What was chosen stays chosen."""
        self._lines, self._words = lines, words
        self._fill(self._current())

    def choose(self, by: str, key: str | None) -> None:
        """Group by ``rule``, ``enterprise`` or ``student``, and choose one."""
        self.tabs.setCurrentIndex([name for name, _ in _BY].index(by))
        self._fill(key)

    def accepts(self, line: FindingLine) -> bool:
        """Whether a finding is of the chosen group."""
        item = self.list.currentItem()
        if item is None or self.list.currentRow() == 0:
            return True
        return bool(self._key(line) == item.data(_KEY))

    def _by(self) -> str:
        return _BY[self.tabs.currentIndex()][0]

    def _key(self, line: FindingLine) -> str:
        return getattr(line, self._by()) or ""

    def _current(self) -> str | None:
        item = self.list.currentItem()
        return None if item is None or self.list.currentRow() == 0 else str(item.data(_KEY))

    def _fill(self, chosen: str | None) -> None:
        t = self._ui.t
        open_ones = [line for line in self._lines if line.standing != "waived"]
        counted = Counter(map(self._key, self._lines))
        waiting = Counter(map(self._key, open_ones))
        order = (
            sorted(counted) if self._by() == "rule" else sorted(counted, key=lambda k: (not k, -waiting[k]))
        )
        self.list.blockSignals(True)
        self.list.clear()
        self._add("", t(_ALL), len(open_ones))
        place = 0
        for number, key in enumerate(order, 1):
            self._add(key, self._words.get(key, key) if key else t(_NONE), waiting[key])
            if key == chosen:
                place = number
        self.list.setCurrentRow(place)
        self.list.blockSignals(False)
        self.chosen.emit()

    def _add(self, key: str, words: str, count: int) -> None:
        item = QListWidgetItem(self._ui.t(_COUNTED.fill(words=words, n=count)))
        item.setData(_KEY, key)
        item.setData(_WORDS, words)
        item.setData(_COUNT, count)
        item.setToolTip(words)
        self.list.addItem(item)
