"""How full the enterprises are: students beside staff, of the whole enterprise and of each post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.compliance.arrangement import RATIO_FILTERS, RATIOS, STATES, RatioLine
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import column, label
from fieldteacher.ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from fieldteacher.services.compliance import Ratio

_TITLE, _NOUN = Text("实习生比例", "Share of interns"), Text("行", "lines")
_EMPTY = Text("还没有在岗学生", "No students in post yet")
_LAW = Text(
    "第 11 条：实习学生一般不超过单位在岗职工总数的 10%，具体岗位一般不超过同类岗位职工的 20%。回车打开企业，补填职工人数。",
    "Art. 11: as a rule interns make up no more than 10 % of an enterprise's staff and 20 % of the staff on a post. "
    "Enter opens the enterprise, to note its staff.",
)
_NEAR = 80
"""Per cent of the limit from which it is called near."""


def line_of(number: int, ratio: Ratio) -> RatioLine:
    """The line of a ratio."""
    there = ratio.students + ratio.others
    share = None if not ratio.staff else (2000 * there + ratio.staff) // (2 * ratio.staff)
    if ratio.staff is None:
        state = "unknown"
    elif ratio.exceeded:
        state = "over"
    else:
        state = "near" if there * 100 * 100 >= ratio.limit * ratio.staff * _NEAR else "fine"
    return RatioLine(
        f"{ratio.enterprise}|{number}", ratio.name, ratio.post, ratio.students, ratio.others, ratio.staff, share,
        ratio.limit, ratio.room, state,
    )  # fmt: skip


class RatiosPart(ScreenView):
    """Enter goes to the enterprise."""

    types = ("enterprise", "placement", "student", "batch")

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        empty = EmptyState(ui.theme, ui.t(_EMPTY), icon="users")
        self.table = TableView(ui, "ratios", _TITLE, RATIOS, filters=RATIO_FILTERS, noun=_NOUN, empty=empty)
        self.table.opened.connect(self._open)
        law = label(ui.t(_LAW), "small", wrap=True)
        law.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, 0)
        self.setLayout(column(law, self.table, gap=0))

    def arrive(self, **args: Any) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        service = self.ui.services.compliance

        def load() -> list[RatioLine]:
            lines = [line_of(number, each) for number, each in enumerate(service.ratios())]
            return sorted(lines, key=lambda line: STATES.index(line.state))

        self.read(load, self.table.set_rows, latest="rows")

    def _open(self, row: RatioLine) -> None:
        enterprise = row.id.partition("|")[0]
        if row.staff is None and row.post is None:
            self.ui.navigator.go("enterprises", do="edit", record=enterprise, field="staff_count")
        else:
            self.ui.navigator.show("enterprise", enterprise)
