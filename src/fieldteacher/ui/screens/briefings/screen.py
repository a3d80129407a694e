"""The reports: their list with a card beside it, and the page of one report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.briefings.arrangement import FILTERS, LIST
from fieldteacher.ui.screens.briefings.card import BriefingCard
from fieldteacher.ui.screens.briefings.page import BriefingPage
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.tasks import spare_what_is_loaded
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

if TYPE_CHECKING:
    from fieldteacher.services.briefings import BriefingRow, Report
    from fieldteacher.ui.tasks import IsCancelled, Progress

_TITLE, _NOUN = Text("汇总", "Reports"), Text("份汇报", "reports")
_NEW, _NEW_TIP = (
    Text("新汇报", "New report"),
    Text("按现在的记录起草（N）", "Drafted from the records as they are (N)"),
)
_EMPTY = Text("还没有情况汇报", "No reports yet")
_EMPTY_MORE = Text(
    "按八个栏目汇总数字、图表和原话，修改后打印，或存为 Word、Excel。",
    "Figures, plots and words under eight headings; amend them, then print or write them as Word or Excel.",
)
_PICK = Text("选择一份汇报，这里显示内容", "Choose a report to read it here")
_KINDS = Text(
    "Word 文档 (*.docx);;Excel 工作簿 (*.xlsx)", "Word documents (*.docx);;Excel workbooks (*.xlsx)"
)
_FILE = Text("情况汇报 {day}.docx", "Report {day}.docx")
_WRITING, _WRITTEN = Text("正在导出汇报", "Exporting the report"), Text("已导出 {name}", "Exported {name}")
_UNFILLED = Text(
    "已导出 {name}；模板中未能填写：{places}", "Exported {name}; not filled in the template: {places}"
)
_TEMPLATE = "briefing/template"


class BriefingsScreen(ListScreen):
    """The list of reports; one that is opened takes the whole screen."""

    record_type = "briefing"
    types = ("briefing",)
    card: Report | None

    def __init__(self, ui: Ui) -> None:
        empty = EmptyState(
            ui.theme, ui.t(_EMPTY), Step(ui.t(_NEW), self.new, "plus"), icon="chart-column", detail=ui.t(_EMPTY_MORE)
        )  # fmt: skip
        table = TableView(ui, "briefings", _TITLE, LIST, filters=FILTERS, noun=_NOUN, empty=empty)
        new_button = table.add_action(_NEW, self.new, icon="plus", role="primary")
        new_button.setToolTip(ui.t(_NEW_TIP))
        super().__init__(ui, table, _PICK, "chart-column")
        self.new_button = new_button
        self.page = BriefingPage(ui)
        self._list: QWidget = table.parentWidget() or table
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.page)
        self.page.hide()
        self.page.closed.connect(self._page_closed)
        self.page.asked.connect(lambda wanted: self._send(wanted, self.page.briefing))
        bind_keys(
            table, {"N": self.new, "P": lambda: self._asked("print"), "Del": lambda: self._asked("delete")}
        )

    def load(self) -> list[BriefingRow]:
        return self.ui.services.briefings.rows()

    def load_card(self, record: str) -> Report:
        return self.ui.services.briefings.report(record)

    def make_card(self) -> QWidget:
        return BriefingCard(self.ui)

    def do(self, wanted: str) -> None:
        if self.card is None:
            return
        if wanted == "edit":
            self._open(self.card)
        elif wanted == "delete":
            self.delete(self.card.record["id"], self.card.record["title"])
        else:
            self._send(wanted, self.card.record["id"])

    def new(self) -> None:
        """Draft a report of the batch that runs, from its start until today, and open it."""
        service, language = self.ui.services.briefings, self.ui.language

        def draft() -> tuple[Report, ChangeSet]:
            record, changes = service.write(service.scope(), language)
            spare_what_is_loaded()
            return service.report(record), changes

        self.change(draft, lambda found: self._open(found[0]))

    def arrive(self, **args: Any) -> None:
        """``do="new"`` drafts one; ``record`` goes to one."""
        if args.get("do") == "new":
            self.new()
        elif "record" in args or not self.page.isVisibleTo(self):
            if self.page.isVisibleTo(self):
                self.page.leave_page()
            super().arrive(**args)

    def leave(self) -> None:
        if self.page.isVisibleTo(self):
            self.page.leave()
        super().leave()

    def back(self) -> bool:
        return self.page.back() if self.page.isVisibleTo(self) else super().back()

    def reload(self) -> None:
        super().reload()
        if hasattr(self, "page") and self.page.isVisibleTo(self):
            self.page.records_changed()

    def _open(self, report: Report) -> None:
        self._list.hide()
        self.page.show()
        self.page.show_report(report)
        self.page.binder.editor("title").inputs()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _page_closed(self) -> None:
        self.page.hide()
        self._list.show()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self, wanted: str, briefing: str) -> None:
        if wanted == "print":
            self.ui.navigator.go("printing", form="briefing", ids=[briefing])
        elif wanted == "export":
            self._export(briefing)

    def _export(self, briefing: str) -> None:
        ui = self.ui
        start = Path.home() / ui.t(_FILE.fill(day=ui.clock.today().isoformat()))
        file = ui.picker.save_file(ui.t(_WRITING), ui.t(_KINDS), start)
        if file is None:
            return
        kept = ui.settings.get(_TEMPLATE) if file.suffix.lower() == ".docx" else None
        template = Path(kept) if isinstance(kept, str) else None
        service, language = ui.services.briefings, ui.language

        def write(_progress: Progress, _cancelled: IsCancelled) -> tuple[str, ...]:
            return service.export(briefing, file, template=template, language=language)

        def written(unknown: tuple[str, ...]) -> None:
            places = "、".join(unknown)
            ui.messages.toast((_UNFILLED if unknown else _WRITTEN).fill(name=file.name, places=places))

        ui.runner.work(write, written, title=_WRITING, owner=self)
