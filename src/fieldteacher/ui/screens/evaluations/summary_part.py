"""What the marks come to: by class, enterprise or batch, how they are spread, and who is missing."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QHeaderView, QPushButton

from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.domain.text import Text
from fieldteacher.services.score_book import ScoreBook, Summary
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.evaluations.bar import GridBar, scheme_to_show
from fieldteacher.ui.screens.evaluations.summary_columns import (
    GROUPS,
    GroupRow,
    LineRow,
    group_row,
    line_columns,
    line_row,
)
from fieldteacher.ui.screens.evaluations.summary_plots import SummaryPlots
from fieldteacher.ui.tables.model import RowsModel
from fieldteacher.ui.tables.view import RowsView
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import box, button, clear, column, label, row, rule
from fieldteacher.ui.widgets.empty import EmptyState

_BY = {
    "class": Text("班级", "Classes"), "enterprise": Text("企业", "Enterprises"), "batch": Text("批次", "Batches"),
    "all": Text("全部", "All"),
}  # fmt: skip
_GROUPS, _LINES = Text("分组", "Groups"), Text("学生成绩", "Students' marks")
_EXPORT, _PRINT = Text("导出…", "Export…"), Text("打印汇总表", "Print summary")
_EXPORT_TITLE, _KINDS = (
    Text("导出成绩汇总", "Export the score summary"),
    Text("Excel 工作簿 (*.xlsx)", "Excel workbook (*.xlsx)"),
)
_FILE = Text("成绩汇总.xlsx", "score summary.xlsx")
_EXPORTED = Text("已导出 {n} 行到“{file}”", "{n} rows written to “{file}”")
_ONLY_OPEN = Text("只看未出总评（{n}）", "Without overall only ({n})")
_PLACES = Text("名次", "Places")
_EMPTY, _EMPTY_DETAIL = (
    Text("还没有成绩", "There are no marks yet"),
    Text("先在“打分”里录入。", "Enter some under Marks first."),
)
_LEFT = 340


class SummaryPart(ScreenView):
    """One group at a time; Enter on a student goes to the marks."""

    types = ("evaluation", "score", "scheme", "criterion", "placement", "student", "enterprise", "batch")

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.bar = GridBar(
            ui, button(ui.theme, ui.t(_EXPORT), self.export, icon="download"),
            button(ui.theme, ui.t(_PRINT), self._print, icon="printer"), people=False,
        )  # fmt: skip
        self.by = str(ui.settings.get("evaluations.by", "class"))
        self.summary: Summary | None = None
        self._rows: list[LineRow] = []
        self._book: ScoreBook | None = None
        self._scheme: SchemeSpec | None = None
        self._key: str | None = None
        self.banner = Banner(ui.theme)
        self.groups_model = RowsModel(GROUPS, ui.language)
        self.groups = RowsView(self.groups_model, ui.theme, ui.t(_GROUPS))
        self.groups.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.plots = SummaryPlots(ui)
        self._title = label("", "title")
        self.only_open, self.places = _chip(""), _chip(ui.t(_PLACES))
        self.places.setChecked(bool(ui.settings.get("evaluations.places", False)))
        self._table_room = column(gap=0)
        self.lines_model: RowsModel | None = None
        self.lines: RowsView | None = None
        self._lay()
        self.bar.chosen.connect(self.reload)
        self.groups.selectionModel().currentRowChanged.connect(lambda *_: self._group_changed())
        self.only_open.toggled.connect(lambda _: self._show_lines())
        self.places.toggled.connect(lambda _: self._show_places())

    def _lay(self) -> None:
        self._bys = QButtonGroup(self)
        self.chips: dict[str, QPushButton] = {}
        for name, words in _BY.items():
            chip = _chip(self.t(words))
            chip.setChecked(name == self.by)
            chip.clicked.connect(partial(self.group_by, name))
            self._bys.addButton(chip)
            self.chips[name] = chip
        choice = row(*self.chips.values(), -1, gap=tokens.SPACE_XS)
        choice.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        left = box(column(choice, self.groups, gap=0))
        left.setFixedWidth(_LEFT)
        head = row(self._title, -1, self.only_open, self.places)
        top = column(self.banner, head, self.plots, gap=tokens.SPACE_S)
        top.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S)
        right = column(top, rule(), self._table_room, gap=0)
        right.setStretch(2, 1)
        self._inside = box(row(left, rule(upright=True), box(right), gap=0))
        self._nothing = EmptyState(
            self.ui.theme, self.t(_EMPTY), icon="chart-column", detail=self.t(_EMPTY_DETAIL)
        )
        self._nothing.hide()
        self.setLayout(column(self.bar, tokens.SPACE_S, rule(), self._inside, self._nothing, gap=0))

    # -- coming and reading --------------------------------------------------------------------

    def arrive(self, **args: Any) -> None:
        """``by`` and ``key`` name a group."""
        if args.get("by"):
            self.by, self._key = args["by"], args.get("key", "")
        if self.bar.follow(args.get("stage") or None) or args.get("by"):
            self.reload()
        self.groups.setFocus()

    def reload(self) -> None:
        services, stage = self.ui.services, self.bar.stage
        wanted = (self.bar.scheme, self.ui.settings.get("evaluations.scheme"))

        def find() -> tuple[list[SchemeSpec], ScoreBook | None]:
            schemes, chosen = scheme_to_show(services, *wanted)
            return schemes, services.summaries.book(chosen, stage) if chosen else None

        self.read(find, self._show, latest="book")

    def _show(self, found: tuple[list[SchemeSpec], ScoreBook | None]) -> None:
        schemes, self._book = found
        self.bar.set_schemes(schemes, self._book.scheme.id if self._book else None)
        self._inside.setVisible(self._book is not None)
        self._nothing.setVisible(self._book is None)
        self._show_groups()

    def group_by(self, by: str, *_: object) -> None:
        """Sum up by another thing."""
        self.by, self._key = by, None
        self.ui.settings.set("evaluations.by", by)
        self._show_groups()

    def _show_groups(self) -> None:
        if self._book is None:
            return
        self.chips[self.by].setChecked(True)
        rows = [group_row(each, self.ui.language) for each in self._book.groups(self.by)]  # type: ignore[arg-type]
        key = self._key
        self.groups_model.set_rows(rows)
        place = next((n for n, each in enumerate(self.groups_model.rows) if each.key == key), 0)
        if rows:
            self.groups.go_to(place)
            self._group_changed()
        else:
            self.summary, self._rows = None, []
            self._title.clear()
            self._show_lines()

    def _group_changed(self) -> None:
        chosen: GroupRow | None = self.groups.current_row()
        book, by, language = self._book, self.by, self.ui.language
        if chosen is None or book is None:
            return
        self._key = key = chosen.key

        def sum_up() -> tuple[Summary, list[LineRow]]:
            summary = book.summary(by, key)  # type: ignore[arg-type]
            return summary, [line_row(each, summary, language) for each in summary.lines]

        self.read(sum_up, self._show_summary, latest="summary")

    def _show_summary(self, found: tuple[Summary, list[LineRow]]) -> None:
        self.summary, self._rows = found
        self._title.setText(self.t(self.summary.group.title))
        self.plots.show_summary(self.summary)
        if self.summary.scheme != self._scheme:
            self._scheme = self.summary.scheme
            self._make_table(self._scheme)
        self.only_open.setText(self.t(_ONLY_OPEN.fill(n=self.summary.group.open)))
        self._show_places()
        self._show_lines()

    def _show_lines(self) -> None:
        only = self.only_open.isChecked()
        if self.lines_model is not None:
            self.lines_model.set_rows([each for each in self._rows if not only or each.overall is None])

    def _make_table(self, scheme: SchemeSpec) -> None:
        clear(self._table_room)
        self.lines_model = RowsModel(line_columns(scheme), self.ui.language)
        self.lines = RowsView(self.lines_model, self.ui.theme, self.t(_LINES))
        self.lines.opened.connect(self._go_to_marks)
        self.lines.setSortingEnabled(True)
        self.lines.horizontalHeader().setStretchLastSection(True)
        self._table_room.addWidget(self.lines)

    def _show_places(self) -> None:
        self.ui.settings.set("evaluations.places", self.places.isChecked())
        if self.lines is not None and self.lines_model is not None:
            hidden = {
                "place": not self.places.isChecked(), "class_name": self.by == "class", "enterprise": self.by == "enterprise",
            }  # fmt: skip
            for number, each in enumerate(self.lines_model.columns):
                self.lines.setColumnHidden(number, hidden.get(each.name, False))

    # -- doing ---------------------------------------------------------------------------------

    def _go_to_marks(self, chosen: LineRow) -> None:
        self.ui.navigator.go("evaluations", placement=chosen.placement, stage=self.bar.stage)

    def export(self) -> None:
        """Write the group on show as a workbook."""
        summary, services, language = self.summary, self.ui.services, self.ui.language
        if summary is None:
            return
        file = self.ui.picker.save_file(self.t(_EXPORT_TITLE), self.t(_KINDS), Path.home() / self.t(_FILE))
        if file is None:
            return
        target = file if file.suffix.lower() == ".xlsx" else file.with_name(f"{file.name}.xlsx")

        def done(rows: int) -> None:
            self.banner.say(self.t(_EXPORTED.fill(n=rows, file=target.name)), "good")

        self.read(
            lambda: services.summaries.export(summary, target, language), done,
            lambda error: self.banner.say(self.t(error.text)),
        )  # fmt: skip

    def _print(self) -> None:
        scope = {"class": "class_name", "enterprise": "enterprise", "batch": "batch"}.get(self.by)
        args: dict[str, Any] = {scope: self._key} if scope and self._key else {"everybody": True}
        self.ui.navigator.go("printing", form="score-summary", stage=self.bar.stage, **args)


def _chip(words: str) -> QPushButton:
    made = QPushButton(words)
    made.setProperty("role", "chip")
    made.setCheckable(True)
    made.setAutoDefault(False)
    return made
