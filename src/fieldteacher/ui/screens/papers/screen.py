"""The matrix of papers: select students, one key, the date once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.paper_states import lacking
from fieldteacher.domain.text import Text
from fieldteacher.services.papers import Cell, PaperRow, StudentPapers
from fieldteacher.ui.context import Ui
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.papers.arrangement import (
    FILTERS,
    PAPER,
    columns,
    edit_form,
    shown_kinds,
)
from fieldteacher.ui.screens.papers.card import PapersCard
from fieldteacher.ui.screens.papers.differing import DifferBar
from fieldteacher.ui.screens.papers.ticking import Ticking
from fieldteacher.ui.tables.cells import CellTable
from fieldteacher.ui.tables.picks import Picks
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE, _NOUN = Text("材料", "Papers"), Text("名学生", "students")
_EMPTY = Text("没有在岗学生", "No student is placed")
_EMPTY_MORE = Text(
    "安排实习后，在这里登记协议、同意书、保险、培训。",
    "Once students are placed, agreements, consents, insurance and training are noted here.",
)
_PICK = Text("选择一格，这里显示材料", "Choose a cell to see the papers here")
_NOTE, _NOTE_TIP = (
    Text("登记…", "Note…"),
    Text("为所选各格登记材料（空格或回车）", "Note a paper for the chosen cells (Space or Enter)"),
)
_AGAIN, _AGAIN_TIP = (
    Text("同上次", "As last time"),
    Text("按上次填写的内容登记所选各格（T）", "Note the chosen cells with what was entered last time (T)"),
)
_EDIT = Text("修改{kind} · {name}", "Amend {kind} of {name}")
_ASK, _DELETE = Text("删除所选 {n} 份材料？", "Delete the {n} chosen papers?"), Text("删除", "Delete")
_ASK_MORE = Text("可用 Ctrl+Z 撤销。", "Ctrl+Z takes it back.")
_ONLY, _ALL = (
    Text("只列出所选 {n} 名学生。", "Only the {n} chosen students are listed."),
    Text("显示全部", "Show all"),
)
_NOT_THERE = Text("所选各格没有可登记的材料。", "There is no kind of paper in the chosen cells.")


class PapersScreen(ListScreen):
    """Space or Enter notes a paper for the chosen cells, T with the last values at once, F2 amends, Del deletes."""

    record_type = "placement"
    types = ("paper", "placement", "student", "enterprise", "batch")
    table: CellTable
    card: StudentPapers | None

    def __init__(self, ui: Ui) -> None:
        self._chosen: frozenset[str] = frozenset()
        self._rows: Sequence[PaperRow] = ()
        self._reading = False
        self._goal: tuple[str, str] | None = None
        super().__init__(ui, self._make_table(ui), _PICK, "file-check")
        self.banner, self.differ = Banner(ui.theme), DifferBar(ui)
        layout = self.table.layout()
        assert layout is not None
        layout.addWidget(self.banner)
        layout.addWidget(self.differ)
        self.ticking = Ticking(self, self.banner, self.differ)
        self.picks.changed.connect(self._narrow)
        bind_keys(
            self.table.rows,
            {"Space": self.note, "Return": self.note, "Enter": self.note, "T": self.again, "Del": self.drop},
        )

    def _make_table(self, ui: Ui) -> CellTable:
        empty = EmptyState(ui.theme, ui.t(_EMPTY), icon="file-check", detail=ui.t(_EMPTY_MORE))
        table = CellTable(ui, "papers", _TITLE, columns(()), filters=FILTERS, noun=_NOUN, empty=empty)
        self.picks = Picks(
            ui, ("enterprise_name", Text("企业", "enterprises")), ("class_name", Text("班级", "classes")),
            ("batch_name", Text("批次", "batches")),
        )  # fmt: skip
        table.beside_finder.addWidget(self.picks)
        table.add_action(_AGAIN, self.again, icon="history").setToolTip(ui.t(_AGAIN_TIP))
        table.add_action(_NOTE, self.note, icon="file-check", role="primary").setToolTip(ui.t(_NOTE_TIP))
        return table

    # -- reading -------------------------------------------------------------------------------

    def load(self) -> list[PaperRow]:
        return self.ui.services.papers.rows()

    def records_changed(self, changes: ChangeSet) -> None:
        """Where only papers were changed, only their placements are read again."""
        if changes.types != {"paper"} or not self.isVisible() or self._reading:
            super().records_changed(changes)
            return
        papers = [
            record for group in (changes.created, changes.changed, changes.deleted) for _, record in group
        ]
        service = self.ui.services.papers
        self.read(lambda: service.touched(papers), self._patch)
        if self.card is not None:
            self._read_card(self._shown_id)

    def reload(self) -> None:
        self._reading = True
        super().reload()

    def _patch(self, found: tuple[Sequence[str], list[PaperRow]]) -> None:
        fresh = {row.id: row for row in found[1]}
        self._loaded([fresh.get(row.id, row) for row in self._rows])

    def _loaded(self, rows: Sequence[PaperRow]) -> None:
        self._rows, self._reading = rows, False
        kinds = shown_kinds(rows)
        if [each.name for each in self.table.model.columns][3:] != kinds:
            self.table.set_columns(columns(kinds))
        self.picks.fill(rows)
        super()._loaded(rows)
        self._stand()

    def _stand(self) -> None:
        """Stand where the person is wanted, else on a kind of paper and not on a name."""
        goal, self._goal = self._goal, None
        rows, place = self.table.rows, self.table.rows.currentIndex().column()
        if goal is not None:
            if not self.table.select(goal[0]):
                self.show_all()
                if not self.table.select(goal[0]):
                    return  # a placement that is over has no line
            place = self.table.columns.number(goal[1])
        if self.table.model.rows and (goal is not None or place < 3):
            rows.go_to_cell(max(rows.currentIndex().row(), 0), max(place, 3))

    def load_card(self, record: str) -> StudentPapers:
        return self.ui.services.papers.of_placement(record)

    def make_card(self) -> QWidget:
        return PapersCard(self.ui)

    def arrive(self, **args: Any) -> None:
        """``students`` narrows to these; ``do="paper"`` notes or amends the ``kind`` of a ``placement``; ``record`` amends."""
        if args.get("do") == "paper":
            self._come_for(str(args["placement"]), str(args.get("kind") or "other"))
        elif args.get("type") == "paper" and (record := args.get("record")):
            self.read(
                lambda: self.ui.services.records.need("paper", record),
                self._come_to,
                self.ui.messages.refused,
            )
        else:
            if "students" in args:
                self._chosen = frozenset(args["students"])
                self._narrow()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _come_to(self, paper: Mapping[str, Any]) -> None:
        self._come_for(paper["placement"], paper["kind"], paper["id"])

    def _come_for(self, placement: str, kind: str, paper: str = "") -> None:
        """Go to a cell; amend the paper there where there is one, else note it."""

        def show(found: StudentPapers) -> None:
            self._goal = (placement, kind)
            if not self._reading:
                self._stand()
            there = next(
                (p for p in found.papers if p["id"] == paper or (not paper and p["kind"] == kind)), None
            )
            if there is not None:
                self._amend(there, found.student["name"])
            else:
                self.ticking.start([(placement, kind)], found.student["name"])

        self.read(lambda: self.ui.services.papers.of_placement(placement), show, self.ui.messages.refused)

    # -- narrowing -----------------------------------------------------------------------------

    def _narrow(self) -> None:
        chosen, picked = self._chosen, self.picks.accept
        if chosen:
            self.banner.say(
                self.t(_ONLY.fill(n=len(chosen))), "neutral", action=self.t(_ALL), taken=self.show_all
            )
        else:
            self.banner.clear()
        if not chosen:
            self.table.narrow(picked)
        else:
            self.table.narrow(lambda row: row.student in chosen and (picked is None or picked(row)))

    def show_all(self) -> None:
        """List all students again."""
        self._chosen = frozenset()
        self.picks.clear()

    # -- noting --------------------------------------------------------------------------------

    def _chosen_cells(self) -> list[Cell]:
        """The chosen cells that a kind of paper stands in."""
        kinds = {choice.value for choice in PAPER.spec("kind").choices}
        return [
            (row.id, column.name) for row, column in self.table.rows.selected_cells() if column.name in kinds
        ]

    def note(self) -> None:
        """Show the form for the chosen cells."""
        cells = self._chosen_cells()
        if cells and not self.form_open:
            row = self.table.rows.current_row()
            self.ticking.start(cells, row.name if row is not None else "")
        elif not cells:
            self.banner.say(self.t(_NOT_THERE), "neutral")

    def again(self) -> None:
        """Note the chosen cells with what was entered last time; what differs is shown first."""
        cells = self._chosen_cells()
        if cells and not self.form_open:
            self.ticking.again(cells)

    def _saved(self, result: object) -> None:
        super()._saved(result)
        self.ticking.saved(result)

    # -- one paper -----------------------------------------------------------------------------

    def do(self, wanted: str) -> None:
        card = self.card
        if card is None:
            return
        verb, _, paper = wanted.partition(":")
        column = self.table.rows.current_column
        there = next(
            (p for p in card.papers if p["id"] == paper or (not paper and column is not None and p["kind"] == column.name)),
            None,
        )  # fmt: skip
        if verb == "student":
            self.ui.navigator.show("student", card.student["id"])
        elif verb == "tick" or (verb == "edit" and there is None):
            self.note()
        elif verb == "edit" and there is not None:
            self._amend(there, card.student["name"])
        elif verb == "drop":
            self._ask_to_drop([paper])

    def _amend(self, paper: Mapping[str, Any], name: str) -> None:
        records, kind = self.ui.services.records, paper["kind"]
        title = _EDIT.fill(kind=PAPER.spec("kind").choice_label(kind), name=name)
        put, heads = records.put, records.heads("paper", paper["id"])
        form = self.open_form(
            f"paper-{kind}", PAPER, edit_form(kind), title, paper,
            lambda values: put("paper", values, record=paper["id"], base=heads), subject=paper["id"],
        )  # fmt: skip
        gaps = lacking(kind, paper)
        if gaps:
            form.go_to_field(gaps[0])

    def drop(self) -> None:
        """Ask, then delete the papers in the chosen cells."""
        rows = {row.id: row for row in self.table.model.rows}
        cells = [rows[placement].papers.get(kind) for placement, kind in self._chosen_cells()]
        papers = [cell.paper for cell in cells if cell is not None and cell.paper]
        if papers and not self.form_open:
            self._ask_to_drop(papers)

    def _ask_to_drop(self, papers: list[str]) -> None:
        delete = self.ui.services.papers.delete
        self.ui.messages.confirm(
            _ASK.fill(n=len(papers)), _DELETE, lambda: self.change(lambda: delete(papers)), detail=_ASK_MORE
        )

    def back(self) -> bool:
        if self.differ.isVisibleTo(self):
            self.differ.give_up()
            return True
        return super().back()
