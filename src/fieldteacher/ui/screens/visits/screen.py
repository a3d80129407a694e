"""The visits: their list with a card beside it, and the page of a new visit."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.text import Text
from fieldteacher.services.visits import VisitRow
from fieldteacher.ui.context import Ui
from fieldteacher.ui.paged_list import PagedListScreen
from fieldteacher.ui.screens.visits.arrangement import FORM, LIST, VISIT, filters
from fieldteacher.ui.screens.visits.card import VisitCard, VisitRecord
from fieldteacher.ui.screens.visits.page import DRAFT, VisitPage
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE, _NOUN = Text("走访", "Visits"), Text("次走访", "visits")
_NEW, _NEW_TIP = Text("新走访", "New visit"), Text("新走访（N）", "New visit (N)")
_EMPTY = Text("还没有走访记录", "No visits yet")
_EMPTY_MORE = Text(
    "一次走访在一个页面上记完：企业、到场学生、谈话要点、合规询问、承诺事项。",
    "A visit is recorded on one page: the enterprise, who was there, what was said, asked and promised.",
)
_PICK = Text("选择一次走访，这里显示内容", "Choose a visit to read it here")
_EDIT = Text("编辑走访", "Edit the visit")
_DRAFTS = Text("有 {n} 次走访还没有保存。", "Visits not saved yet: {n}.")


class VisitsScreen(PagedListScreen):
    """The list of visits; a new visit takes the whole screen."""

    record_type = "visit"
    types = ("visit", "talk", "promise", "enterprise", "student", "placement")
    card: VisitRecord | None
    page: VisitPage
    draft, unsaved = DRAFT, _DRAFTS

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, self._make_table(ui), _PICK, "footprints")
        bind_keys(
            self.table,
            {
                "N": self.new,
                "P": lambda: self._asked("print"),
                "Ctrl+P": lambda: self._asked("print"),
                "Del": lambda: self._asked("delete"),
            },
        )

    def _make_table(self, ui: Ui) -> TableView:
        empty = EmptyState(
            ui.theme,
            ui.t(_EMPTY),
            Step(ui.t(_NEW), self.new, "plus"),
            icon="footprints",
            detail=ui.t(_EMPTY_MORE),
        )
        table = TableView(
            ui, "visits", _TITLE, LIST, filters=filters(ui.clock.today()), noun=_NOUN, empty=empty
        )
        table.add_action(_NEW, self.new, icon="plus", role="primary").setToolTip(ui.t(_NEW_TIP))
        return table

    def load(self) -> list[VisitRow]:
        return self.ui.services.visits.rows()

    def load_card(self, record: str) -> VisitRecord:
        records, language = self.ui.services.records, self.ui.language
        visit = records.need("visit", record)
        talks = records.list("talk", {"visit": record})[1]
        names = records.titles("student", [each["student"] for each in talks], language)
        titles = records.titles("enterprise", [visit["enterprise"]], language)
        return VisitRecord(
            visit, titles.get(visit["enterprise"], ""),
            [{**each, "student_name": names.get(each["student"], "")} for each in talks],
            records.list("promise", {"visit": record})[1],
        )  # fmt: skip

    def make_card(self) -> QWidget:
        return VisitCard(self.ui)

    def make_page(self) -> VisitPage:
        return VisitPage(self.ui)

    def do(self, wanted: str) -> None:
        if self.card is None:
            return
        visit = self.card.visit
        if wanted == "again":
            self.new(visit["enterprise"])
        elif wanted == "print":
            self.ui.navigator.go("printing", form="visit", ids=[visit["id"]])
        elif wanted == "delete":
            self.delete(visit["id"], self.card.enterprise_name)
        elif wanted == "edit":
            heads = self.ui.services.records.heads("visit", visit["id"])
            self.edit_record(VISIT, FORM, _EDIT, visit, heads)

    def arrive(self, **args: Any) -> None:
        """``do="new"`` begins a visit, of ``enterprise`` where given; ``record`` goes to one."""
        if args.get("do") == "new":
            self.new(args.get("enterprise"))
        else:
            super().arrive(**args)
