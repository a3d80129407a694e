"""Journals and reports: students × periods; one key takes in, a digit gives stars, what is missing stands out."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.periods import Period
from fieldteacher.domain.text import Text
from fieldteacher.services.journals import JournalGrid
from fieldteacher.services.placements import BatchRow
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.chips import ChipChoice
from fieldteacher.ui.forms.editor import Editor
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.daily.journal_card import Chosen, JournalCard, Journals
from fieldteacher.ui.screens.daily.journal_columns import FILTERS, FORM, JOURNAL, columns, label_of, state
from fieldteacher.ui.screens.daily.journal_noting import JournalNoting
from fieldteacher.ui.screens.daily.journal_range import KINDS, Range
from fieldteacher.ui.tables.cells import CellTable
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE, _NOUN = Text("周志与总结", "Journals"), Text("名学生", "students")
_EMPTY = Text("没有在岗学生", "No student is placed")
_EMPTY_MORE = Text(
    "安排实习后，按周、按月登记上交情况。",
    "Once students are placed, what they hand in is noted by week and month.",
)
_PICK = Text("选择一格，这里显示内容", "Choose a cell to read it here")
_RECEIVED, _RECEIVED_TIP = (
    Text("收到", "Received"),
    Text("所选各格今天收到（空格或回车）", "The chosen cells came in today (Space or Enter)"),
)
_REST, _REST_TIP = (
    Text("本列全部收到", "The whole column"),
    Text("这一列列出的学生都已收到（A）", "All students on show handed this one in (A)"),
)
_EDIT = Text("编辑 · {name} {period}", "Edit {name}, {period}")
_FIXED = 352
"""Pixels for who; the rest of the width is for periods."""
_WIDE = 78
"""Pixels of a period."""
_FEWEST, _AT_FIRST = 4, 6
"""Periods on show at least, and before the width is known."""


class JournalsPart(ListScreen):
    """Space or Enter takes in, 1…5 stars, 0 none, C a comment, A the whole column, Del takes away; W, M, S the kind."""

    record_type = "student"
    types = ("journal", "student", "placement", "enterprise", "batch")
    table: CellTable
    card: Journals | None

    def __init__(self, ui: Ui) -> None:
        self.range = Range(ui)
        self._most = _AT_FIRST
        self._grid: JournalGrid | None = None
        self._column = ""
        self._goal: tuple[str, str] | None = None
        self.noting = JournalNoting(self, ui)
        super().__init__(ui, self._make_table(ui), _PICK, "file-text")
        layout = self.table.layout()
        assert layout is not None
        layout.addWidget(self.noting.bar)
        self._connect()

    def _make_table(self, ui: Ui) -> CellTable:
        empty = EmptyState(ui.theme, ui.t(_EMPTY), icon="file-text", detail=ui.t(_EMPTY_MORE))
        table = CellTable(
            ui, "journals", _TITLE, columns("weekly", (), {}), filters=FILTERS, noun=_NOUN, empty=empty
        )
        self.range.lay(table)
        noting = self.noting
        table.add_action(_REST, noting.receive_column, icon="list-checks").setToolTip(ui.t(_REST_TIP))
        received = table.add_action(_RECEIVED, noting.receive, icon="check", role="primary")
        received.setToolTip(ui.t(_RECEIVED_TIP))
        return table

    def _connect(self) -> None:
        noting, about = self.noting, self.range
        about.changed.connect(self._about_others)
        about.shifted.connect(self._shifted)
        about.picks.changed.connect(self._narrow)
        self.table.moved.connect(self._moved)
        noting.bar.closed.connect(self.show_list)
        stars = {str(n): partial(noting.rate, n or None) for n in range(6)}
        kinds = {key: partial(about.show_kind, kind) for key, kind in zip("WMS", KINDS, strict=True)}
        bind_keys(
            self.table.rows,
            {
                "Space": noting.receive, "Return": noting.receive, "Enter": noting.receive, "A": noting.receive_column,
                "C": noting.ask, "Del": noting.clear, "Backspace": noting.clear, "Left": partial(self._step, -1),
                "Right": partial(self._step, 1), **stars, **kinds,
            },
        )  # fmt: skip

    # -- reading -------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """As many periods as there is room for."""
        super().resizeEvent(event)
        most = max(_FEWEST, (self.table.width() - _FIXED) // _WIDE)
        if most != self._most:
            self._most = most
            self.reload()

    def load(self) -> tuple[JournalGrid, list[BatchRow]]:
        services, about = self.ui.services, self.range
        grid = services.journals.grid(about.kind, about.batch, most=self._most, back=about.back)
        return grid, services.placements.batches()

    def _loaded(self, found: Any) -> None:
        grid, batches = found
        self._grid = grid
        self.range.offer(batches, earlier=grid.earlier, later=grid.later)
        self.range.picks.fill(grid.rows)
        self._draw()
        super()._loaded(grid.rows)
        self._stand()

    def _draw(self) -> None:
        """The columns; their headings count what is missing of the students on show."""
        grid = self._grid
        assert grid is not None
        accept = self.range.picks.accept
        rows = grid.rows if accept is None else [row for row in grid.rows if accept(row)]
        lacking = {p.name: sum(p.name in row.missing for row in rows) for p in grid.periods}
        self.table.set_columns(columns(grid.kind, grid.periods, lacking))

    def load_card(self, record: str) -> Journals:
        services = self.ui.services
        row = next((each for each in self._grid.rows if each.id == record), None) if self._grid else None
        where = (row.enterprise_name or "") if row is not None else ""
        return Journals(services.records.need("student", record), where, services.journals.of_student(record))

    def make_card(self) -> QWidget:
        return JournalCard(self.ui)

    def _show_card(self, card: Journals) -> None:
        if self._card_view is not None:
            self._card_view.chosen = self._chosen()
        super()._show_card(card)

    # -- where one stands ----------------------------------------------------------------------

    def period(self) -> Period | None:
        """The period of the column that the person is on."""
        column = self.table.rows.current_column
        periods = self._grid.periods if self._grid is not None else ()
        return next((p for p in periods if column is not None and p.name == column.name), None)

    def cells(self) -> list[tuple[str, str]]:
        """The chosen cells: students and periods."""
        periods = {p.name for p in self._grid.periods} if self._grid is not None else set()
        return [
            (row.id, row.period(self.range.kind, column.name))
            for row, column in self.table.rows.selected_cells()
            if column.name in periods
        ]

    def comment(self) -> str:
        """The comment on the journal that the person is on."""
        chosen, card = self._chosen(), self.card
        if chosen is None or card is None:
            return ""
        return next((each["comment"] or "" for each in card.journals if each["id"] == chosen.journal), "")

    def _chosen(self) -> Chosen | None:
        period, row, kind = self.period(), self.table.rows.current_row(), self.range.kind
        if period is None or row is None:
            return None
        there = row.handed_in.get(period.name)
        standing = state(row, period.name)
        return Chosen(kind, label_of(kind, period), standing, there.id if there is not None else None)

    def _moved(self) -> None:
        period, row = self.period(), self.table.rows.current_row()
        if period is not None:
            self._column = period.name
        if self.card is None or self._card_view is None or self.form_open:
            return
        if row is not None and row.id == self.card.student["id"]:
            self._card_view.chosen = self._chosen()
            self._card_view.show_card(self.card)

    def _stand(self) -> None:
        """Stand where the person is wanted, else in the column where they were, else in the last."""
        goal, self._goal = self._goal, None
        if goal is not None:
            if not self.table.select(goal[0]):
                self.range.picks.clear()
                self.table.select(goal[0])
            row = self.table.rows.current_row()
            if row is not None and row.id == goal[0]:
                self._column = goal[1] or min(row.missing, default=self._column)
        if not self.table.model.rows or self._grid is None or not self._grid.periods:
            return
        number = max(self.table.rows.currentIndex().row(), 0)
        place = self.table.columns.number(self._column)
        if place < 0:
            place = self.table.model.columnCount() - 1
        if self.table.rows.count_selected() < 2:
            self.table.rows.go_to_cell(number, place)

    def _step(self, columns: int) -> None:
        """The period before or after; beyond those on show the others come along."""
        rows, grid, period = self.table.rows, self._grid, self.period()
        if grid is None or not grid.periods:
            return
        place = grid.periods.index(period) + columns if period is not None else len(grid.periods) - 1
        if 0 <= place < len(grid.periods):
            self._column = grid.periods[place].name
            rows.go_to_cell(max(rows.currentIndex().row(), 0), self.table.columns.number(self._column))
        elif grid.earlier if columns < 0 else grid.later:
            self.range.shift(-columns)

    def _shifted(self, periods: int) -> None:
        grid = self._grid
        self._column = grid.periods[0].name if periods > 0 and grid is not None and grid.periods else ""
        self.reload()

    def _about_others(self) -> None:
        self._column = ""
        self.reload()

    def _narrow(self) -> None:
        self.table.narrow(self.range.picks.accept)
        if self._grid is not None:
            self._draw()
            self._stand()

    # -- coming and going ----------------------------------------------------------------------

    def arrive(self, **args: Any) -> None:
        """``student`` and ``kind`` say where to stand; ``type="journal"`` and ``record`` go to one."""
        if args.get("type") == "journal" and (record := args.get("record")):
            self.read(lambda: self.ui.services.records.need("journal", record), self._arrive_at)
        elif student := args.get("student"):
            self._go(str(student), str(args.get("kind") or self.range.kind), "")
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrive_at(self, journal: dict[str, Any]) -> None:
        self._go(journal["student"], journal["kind"] or self.range.kind, journal["period"])

    def _go(self, student: str, kind: str, period: str) -> None:
        service = self.ui.services.journals

        def found(where: tuple[bool, str | None]) -> None:
            placed, batch = where
            self._goal = (student, period)
            self.range.go(kind, None if placed else batch)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

        self.read(lambda: service.where(student), found, self.ui.messages.refused)

    def do(self, wanted: str) -> None:
        card, chosen = self.card, self._chosen()
        if card is None:
            return
        if wanted == "student":
            self.ui.navigator.show("student", card.student["id"])
        elif wanted == "edit" and chosen is not None:
            there = next((each for each in card.journals if each["id"] == chosen.journal), None)
            if there is not None:
                title = _EDIT.fill(name=card.student["name"], period=chosen.label)
                heads = self.ui.services.records.heads("journal", there["id"])
                self.edit_record(JOURNAL, FORM, title, there, heads)
        elif wanted in ("received", "comment", "clear"):
            noting = self.noting
            {"received": noting.receive, "comment": noting.ask, "clear": noting.clear}[wanted]()

    def special_editors(self, form: str) -> dict[str, Editor]:
        stars = [(n, "★" * n) for n in range(1, 6)]
        return {"stars": ChipChoice(JOURNAL.spec("stars"), surroundings(self.ui), stars)}

    def leave(self) -> None:
        self.noting.bar.settle()
        super().leave()

    def back(self) -> bool:
        return self.noting.bar.settle() or super().back()
