"""Two records that may be one, side by side: which stays, and which value stands where they differ."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton

from fieldteacher.domain.record import Value
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text, listed
from fieldteacher.services.duplicates import Comparison, Together
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import label
from fieldteacher.ui.widgets.reading_card import ReadingCard

_WHY = Text(
    "合并后“{into}”留下，“{loser}”的谈话、走访、材料等都显示在它名下。可用 Ctrl+Z 撤销，也可以以后再拆开。",
    "“{into}” stays, and all talks, visits and papers of “{loser}” are shown under it. Ctrl+Z takes it back, and the two can be taken "
    "apart later.",
)
_MERGE, _SWAP = Text("合并（M）", "Merge (M)"), Text("换边（S）", "Swap (S)")
_APART = Text("拆开（T）", "Take apart (T)")
_TOGETHER = Text(
    "已合并到“{into}”。拆开以后两条各自显示，原来属于各自的记录回到各自名下；合并时补上的值保留。",
    "Put together with “{into}”. Taken apart, each is shown by itself again with what belonged to it; values that were taken over stay.",
)
_NOT = Text("不是同一个（D）", "Not the same (D)")
_STAYS, _GOES = Text("留下", "Stays"), Text("并入", "Goes into it")
_DIFFERS, _FILLED = (
    Text("不同之处：选哪个值", "Where they differ: which value stands"),
    Text("会补上的内容", "What is taken over"),
)
_ALIKE = Text("两条记录没有不同的值。", "The two have no differing values.")
_MOVES, _MOVED = Text("会移过来的记录", "Records that come along"), Text("{kind} {n}", "{kind}: {n}")


Shown = tuple[Comparison, dict[str, str]] | Together
"""A comparison with the titles of what its fields refer to, or two that were put together."""


class DuplicateCard(ReadingCard):
    """Asks for ``merge``, ``swap``, ``not`` and ``apart``; ``taken`` are the fields that get the value of the one that goes."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui
        self.problem = Banner(ui.theme)
        self._groups: dict[str, QButtonGroup] = {}

    @property
    def taken(self) -> frozenset[str]:
        """The fields in which the value of the record that goes is to stand."""
        return frozenset(name for name, group in self._groups.items() if group.checkedId() == 1)

    def show_card(self, card: Shown) -> None:
        """Show two that may be one, or that were put together."""
        if isinstance(card, Together):
            self._show_together(card)
        else:
            self._show_compared(*card)

    def _show_together(self, pair: Together) -> None:
        t = self._ui.t
        self.problem = Banner(self.theme)
        self.start(f"{pair.record_title} → {pair.into_title}", t(RECORD_TYPES[pair.type].label))
        self.add_button(t(_APART), "apart", icon="undo-2", tip="T")
        self.body.addWidget(self.problem)
        self.body.addWidget(label(t(_TOGETHER.fill(into=pair.into_title)), "muted", wrap=True))

    def _show_compared(self, found: Comparison, titles: dict[str, str]) -> None:
        t = self._ui.t
        kind = RECORD_TYPES[found.type]
        self.problem = Banner(self.theme)
        self._groups = {}
        self.start(f"{found.loser_title} → {found.into_title}", t(kind.label))
        self.add_button(t(_MERGE), "merge", icon="check", tip="M", role="primary")
        self.add_button(t(_SWAP), "swap", icon="arrow-left-right", tip="S")
        self.add_button(t(_NOT), "not", icon="x", tip="D")
        self.body.addWidget(self.problem)
        self.body.addWidget(
            label(t(_WHY.fill(into=found.into_title, loser=found.loser_title)), "muted", wrap=True)
        )
        self.heading(t(_DIFFERS))
        if found.differs:
            self.body.addLayout(self._choices(found, titles))
        else:
            self.body.addWidget(label(t(_ALIKE), "muted", wrap=True))
        filled = [
            (name, self._words(found.type, name, value, titles)) for name, value in found.filled.items()
        ]
        self.paragraph(
            t(_FILLED), "\n".join(f"{t(kind.spec(name).label)}: {words}" for name, words in filled)
        )
        moved = [_MOVED.fill(kind=RECORD_TYPES[name].label, n=n) for name, n in found.moves.items() if n]
        self.paragraph(t(_MOVES), t(listed(moved)))

    def say(self, words: str) -> None:
        """Say why the two were not put together."""
        self.problem.say(words)

    def _choices(self, found: Comparison, titles: dict[str, str]) -> QGridLayout:
        t, kind, grid = self._ui.t, RECORD_TYPES[found.type], QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_M)
        grid.setVerticalSpacing(tokens.SPACE_XS)
        for place, head in enumerate((_STAYS, _GOES), 1):
            grid.addWidget(label(t(head), "small"), 0, place)
            grid.setColumnStretch(place, 1)
        for line, each in enumerate(found.differs, 1):
            name = t(kind.spec(each.field).label)
            grid.addWidget(label(name, "muted"), line, 0)
            group = QButtonGroup(self)
            for side, value in enumerate((each.into, each.loser)):
                words = self._words(found.type, each.field, value, titles)
                choice = QRadioButton(words[:40])
                choice.setToolTip(words)
                choice.setAccessibleName(f"{name}: {words}")
                choice.setChecked(side == 0)
                group.addButton(choice, side)
                grid.addWidget(choice, line, side + 1)
            self._groups[each.field] = group
        return grid

    def _words(self, kind: str, name: str, value: Value, titles: dict[str, str]) -> str:
        spec = RECORD_TYPES[kind].spec(name)
        if isinstance(value, str) and spec.targets:
            return titles.get(value, value)
        return show_value(spec, value, self._ui.language)
