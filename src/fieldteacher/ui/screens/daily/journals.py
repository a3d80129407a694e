"""Journals and reports: students × periods; one key takes in, a digit gives stars, what is missing stands out."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.periods import Period
from fieldteacher.domain.text import Text
from fieldteacher.services.journals import JournalGrid, JournalRow
from fieldteacher.services.placements import BatchRow
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.chips import ChipChoice
from fieldteacher.ui.forms.editor import Editor
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.daily.journal_card import Chosen, JournalCard, Journals
from fieldteacher.ui.screens.daily.journal_columns import FILTERS, FORM, JOURNAL, columns, label_of, state
from fieldteacher.ui.tables.cells import CellTable
from fieldteacher.ui.tables.picks import Picks, QuietPick
from fieldteacher.ui.widgets.ask_bar import AskBar
from fieldteacher.ui.widgets.basics import icon_button
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.keys import bind_keys

KINDS = ("weekly", "monthly", "summary")
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
_BEFORE, _AFTER = Text("更早", "Earlier"), Text("更晚", "Later")
_PLACED, _SCOPE = Text("在岗学生", "placed now"), Text("实习批次", "Batch")
_COMMENT, _COMMENT_MANY = (
    Text("批语 · {name}", "Comment for {name}"),
    Text("批语 · {n} 份", "Comment for {n}"),
)
_SAVE, _GIVE_UP = Text("保存", "Save"), Text("取消", "Cancel")
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
        self.kind, self.back_by = "weekly", 0
        self.batch: str | None = None
        self._most = _AT_FIRST
        self._grid: JournalGrid | None = None
        self._column = ""
        self._goal: tuple[str, str] | None = None
        super().__init__(ui, self._make_table(ui), _PICK, "file-text")
        self.bar = AskBar(ui.theme, ui.t(_SAVE), ui.t(_GIVE_UP))
        self._commenting: list[tuple[str, str]] = []
        layout = self.table.layout()
        assert layout is not None
        layout.addWidget(self.bar)
        self._connect()

    def _make_table(self, ui: Ui) -> CellTable:
        empty = EmptyState(ui.theme, ui.t(_EMPTY), icon="file-text", detail=ui.t(_EMPTY_MORE))
        table = CellTable(
            ui, "journals", _TITLE, columns("weekly", (), {}), filters=FILTERS, noun=_NOUN, empty=empty
        )
        kinds = [(each.value, ui.t(each.label)) for each in JOURNAL.spec("kind").choices]
        self.kinds = ChipChoice(JOURNAL.spec("kind"), surroundings(ui), kinds, optional=False)
        self.kinds.set_value(self.kind)
        self.kinds.name_inputs(ui.t(JOURNAL.spec("kind").label), "")
        self.scope = QuietPick(ui.t(_SCOPE))
        self.scope.addItem(ui.t(_PLACED), None)
        self.picks = Picks(
            ui, ("enterprise_name", Text("企业", "enterprises")), ("class_name", Text("班级", "classes"))
        )
        line = table.beside_finder
        line.addWidget(self.kinds)
        table.filters.layout().addWidget(self.scope)  # type: ignore[union-attr]
        table.filters.layout().addWidget(self.picks)  # type: ignore[union-attr]
        self._earlier = icon_button(ui.theme, ui.t(_BEFORE), partial(self.shift, 1), icon="chevron-left")
        self._later = icon_button(ui.theme, ui.t(_AFTER), partial(self.shift, -1), icon="chevron-right")
        line.addWidget(self._earlier)
        line.addWidget(self._later)
        table.add_action(_REST, self.receive_column, icon="list-checks").setToolTip(ui.t(_REST_TIP))
        table.add_action(_RECEIVED, self.receive, icon="check", role="primary").setToolTip(
            ui.t(_RECEIVED_TIP)
        )
        return table

    def _connect(self) -> None:
        self.kinds.changed.connect(lambda: self.show_kind(str(self.kinds.value())))
        self.scope.activated.connect(lambda _: self.show_batch(self.scope.currentData()))
        self.picks.changed.connect(self._narrow)
        self.table.moved.connect(self._moved)
        self.bar.answered.connect(self._commented)
        self.bar.closed.connect(self.show_list)
        stars = {str(n): partial(self.rate, n or None) for n in range(6)}
        kinds = {key: partial(self.show_kind, kind) for key, kind in zip("WMS", KINDS, strict=True)}
        bind_keys(
            self.table.rows,
            {
                "Space": self.receive, "Return": self.receive, "Enter": self.receive, "A": self.receive_column,
                "C": self.ask, "Del": self.clear, "Backspace": self.clear, "Left": partial(self._step, -1),
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
        services = self.ui.services
        grid = services.journals.grid(self.kind, self.batch, most=self._most, back=self.back_by)
        return grid, services.placements.batches()

    def _loaded(self, found: Any) -> None:
        grid, batches = found
        self._grid = grid
        self._offer(batches)
        self._earlier.setEnabled(grid.earlier)
        self._later.setEnabled(grid.later)
        self.picks.fill(grid.rows)
        self._draw()
        super()._loaded(grid.rows)
        self._stand()

    def _draw(self) -> None:
        """The columns; their headings count what is missing of the students on show."""
        grid = self._grid
        assert grid is not None
        accept = self.picks.accept
        rows = grid.rows if accept is None else [row for row in grid.rows if accept(row)]
        lacking = {p.name: sum(p.name in row.missing for row in rows) for p in grid.periods}
        self.table.set_columns(columns(grid.kind, grid.periods, lacking))

    def _offer(self, batches: list[BatchRow]) -> None:
        if [self.scope.itemData(n) for n in range(1, self.scope.count())] != [each.id for each in batches]:
            while self.scope.count() > 1:
                self.scope.removeItem(1)
            for each in batches:
                self.scope.addItem(each.name, each.id)
        self.scope.setCurrentIndex(max(0, self.scope.findData(self.batch)))

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

    def _period(self) -> Period | None:
        column = self.table.rows.current_column
        periods = self._grid.periods if self._grid is not None else ()
        return next((p for p in periods if column is not None and p.name == column.name), None)

    def _chosen(self) -> Chosen | None:
        period, row = self._period(), self.table.rows.current_row()
        if period is None or row is None:
            return None
        there = row.handed_in.get(period.name)
        standing = state(row, period.name)
        return Chosen(
            self.kind, label_of(self.kind, period), standing, there.id if there is not None else None
        )

    def _moved(self) -> None:
        period = self._period()
        if period is not None:
            self._column = period.name
        if self.card is not None and self._card_view is not None and not self.form_open:
            row = self.table.rows.current_row()
            if row is not None and row.id == self.card.student["id"]:
                self._card_view.chosen = self._chosen()
                self._card_view.show_card(self.card)

    def _stand(self) -> None:
        """Stand where the person is wanted, else in the column where they were, else in the last."""
        goal, self._goal = self._goal, None
        if goal is not None:
            if not self.table.select(goal[0]):
                self.picks.clear()
                self.table.select(goal[0])
            row = self.table.rows.current_row()
            if row is not None and row.id == goal[0]:
                self._column = goal[1] or min(row.missing, default=self._column)
        number = max(self.table.rows.currentIndex().row(), 0)
        if not self.table.model.rows or self._grid is None or not self._grid.periods:
            return
        place = self.table.columns.number(self._column)
        if place < 0:
            place = self.table.model.columnCount() - 1
        if self.table.rows.count_selected() < 2:
            self.table.rows.go_to_cell(number, place)

    def _step(self, columns: int) -> None:
        """The period before or after; beyond those on show the others come along."""
        rows, grid = self.table.rows, self._grid
        period = self._period()
        if grid is None or not grid.periods:
            return
        place = grid.periods.index(period) + columns if period is not None else len(grid.periods) - 1
        if 0 <= place < len(grid.periods):
            self._column = grid.periods[place].name
            rows.go_to_cell(max(rows.currentIndex().row(), 0), self.table.columns.number(self._column))
        elif grid.earlier if columns < 0 else grid.later:
            self.shift(-columns)

    def shift(self, periods: int) -> None:
        """Show periods that are so many earlier (or later, below nought)."""
        self.back_by = max(0, self.back_by + periods)
        self._column = ""
        if periods > 0 and self._grid is not None and self._grid.periods:
            self._column = self._grid.periods[0].name
        self.reload()

    def show_kind(self, kind: str) -> None:
        """Weekly journals, monthly reports or final reports."""
        self.kind, self.back_by, self._column = kind, 0, ""
        self.kinds.set_value(kind)
        self.reload()

    def show_batch(self, batch: str | None) -> None:
        """The students of a batch, or those who are placed now."""
        self.batch, self.back_by, self._column = batch, 0, ""
        self.reload()

    def arrive(self, **args: Any) -> None:
        """``student`` and ``kind`` say where to stand; ``type="journal"`` and ``record`` go to one."""
        if args.get("type") == "journal" and (record := args.get("record")):
            self.read(lambda: self.ui.services.records.need("journal", record), self._arrive_at)
        elif student := args.get("student"):
            self._go(str(student), str(args.get("kind") or self.kind), "")
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrive_at(self, journal: dict[str, Any]) -> None:
        self._go(journal["student"], journal["kind"] or self.kind, journal["period"])

    def _go(self, student: str, kind: str, period: str) -> None:
        service = self.ui.services.journals

        def found(where: tuple[bool, str | None]) -> None:
            placed, batch = where
            self.batch = None if placed else batch
            self.kind, self.back_by, self._goal = kind if kind in KINDS else "weekly", 0, (student, period)
            self.kinds.set_value(self.kind)
            self.reload()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

        self.read(lambda: service.where(student), found, self.ui.messages.refused)

    def _narrow(self) -> None:
        self.table.narrow(self.picks.accept)
        if self._grid is not None:
            self._draw()
            self._stand()

    # -- noting --------------------------------------------------------------------------------

    def _cells(self) -> list[tuple[str, str]]:
        periods = {p.name for p in self._grid.periods} if self._grid is not None else set()
        return [
            (row.id, row.period(self.kind, column.name))
            for row, column in self.table.rows.selected_cells()
            if column.name in periods
        ]

    def receive(self) -> None:
        """What is selected came in today; from a single one on to the next below."""
        cells, service, kind = self._cells(), self.ui.services.journals, self.kind
        if cells:
            self.change(lambda: service.receive(cells, kind))
            self._on(cells)

    def receive_column(self) -> None:
        """All students on show from whom this one is expected handed it in."""
        period, service, kind = self._period(), self.ui.services.journals, self.kind
        if period is None:
            return
        rows: list[JournalRow] = [r for r in self.table.model.rows if period.name in r.expected]
        cells = [(row.id, row.period(kind, period.name)) for row in rows if period.name not in row.handed_in]
        if cells:
            self.change(lambda: service.receive(cells, kind))

    def rate(self, stars: int | None) -> None:
        """Give what is selected so many stars."""
        cells, service, kind = self._cells(), self.ui.services.journals, self.kind
        if cells:
            self.change(lambda: service.rate(cells, kind, stars))
            self._on(cells)

    def clear(self) -> None:
        """Take away what was noted of what is selected."""
        cells, service, kind = self._cells(), self.ui.services.journals, self.kind
        if cells:
            self.change(lambda: service.take_away(cells, kind))

    def ask(self) -> None:
        """Ask for a comment on what is selected."""
        self._commenting = self._cells()
        if not self._commenting:
            return
        row, only = self.table.rows.current_row(), len(self._commenting) == 1
        words = (
            _COMMENT.fill(name=row.name)
            if only and row is not None
            else _COMMENT_MANY.fill(n=len(self._commenting))
        )
        before = ""
        chosen = self._chosen()
        if only and chosen is not None and self.card is not None:
            before = next((j["comment"] or "" for j in self.card.journals if j["id"] == chosen.journal), "")
        self.bar.ask(self.t(words), self.t(JOURNAL.spec("comment").label), before)

    def _commented(self, words: str) -> None:
        cells, service, kind = self._commenting, self.ui.services.journals, self.kind
        self.change(lambda: service.comment(cells, kind, words))

    def _on(self, cells: list[tuple[str, str]]) -> None:
        rows = self.table.rows
        here = rows.currentIndex()
        if len(cells) == 1 and here.row() + 1 < len(self.table.model.rows):
            rows.go_to_cell(here.row() + 1, here.column())

    def do(self, wanted: str) -> None:
        if self.card is None:
            return
        chosen = self._chosen()
        if wanted == "student":
            self.ui.navigator.show("student", self.card.student["id"])
        elif wanted == "edit" and chosen is not None:
            self._edit(chosen)
        elif wanted in ("received", "comment", "clear"):
            {"received": self.receive, "comment": self.ask, "clear": self.clear}[wanted]()

    def _edit(self, chosen: Chosen) -> None:
        assert self.card is not None
        there = next((each for each in self.card.journals if each["id"] == chosen.journal), None)
        if there is not None:
            title = _EDIT.fill(name=self.card.student["name"], period=chosen.label)
            self.edit_record(
                JOURNAL, FORM, title, there, self.ui.services.records.heads("journal", there["id"])
            )

    def special_editors(self, form: str) -> dict[str, Editor]:
        stars = [(n, "★" * n) for n in range(1, 6)]
        return {"stars": ChipChoice(JOURNAL.spec("stars"), surroundings(self.ui), stars)}

    def leave(self) -> None:
        if self.bar.asking and self.bar.line.text().strip():
            self.bar.finish()
        super().leave()

    def back(self) -> bool:
        if not self.bar.asking:
            return super().back()
        if self.bar.line.text().strip():
            self.bar.finish()
        else:
            self.bar.give_up()
        return True
