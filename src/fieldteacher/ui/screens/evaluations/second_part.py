"""The second-person check: the same sheets typed again without seeing the first marks, then the differences."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QPushButton, QStackedLayout, QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.domain.text import Text, same
from fieldteacher.services.evaluations import Grid
from fieldteacher.services.second_entry import Checked, Difference, Which
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.evaluations.bar import GridBar, scheme_to_show
from fieldteacher.ui.screens.evaluations.model import GridModel
from fieldteacher.ui.screens.evaluations.saving import MarkSaver
from fieldteacher.ui.screens.evaluations.second_columns import (
    DIFFERENCES,
    PROGRESS,
    difference_row,
    progress_row,
)
from fieldteacher.ui.screens.evaluations.view import GridView
from fieldteacher.ui.tables.model import RowsModel
from fieldteacher.ui.tables.view import RowsView
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import box, button, column, label, row, rule
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.keys import bind_keys

_WHO, _WHO_HINT = Text("复核人", "Checked by"), Text("第二位录入人的姓名", "who types the second time")
_WHY = Text(
    "请第二个人照原表再录一遍；这里看不到第一遍的分数，录完一份自动核对。",
    "A second person types the sheets again. The first marks are not shown; a whole sheet is compared by itself.",
)
_NAME_FIRST = Text("请先写复核人姓名。", "Say first who checks.")
_PROGRESS = Text("各企业进度", "Progress by enterprise")
_DIFFERENCES, _DIFFERENT = Text("差异", "Differences"), Text("看差异（{n}）", "Differences ({n})")
_BACK = Text("继续录入", "Go on typing")
_FIRST, _SECOND = (
    Text("以第一遍为准（1）", "Take the first (1)"),
    Text("以第二遍为准（2）", "Take the second (2)"),
)
_NONE = Text("没有差异", "No differences")
_NONE_DETAIL = Text(
    "录完的表与第一遍全部一致。", "All sheets that were typed whole agree with the first marks."
)
_NOTHING = Text("还没有可复核的分数", "There are no marks to check yet")
_STATES = {
    "waiting": Text("未保存…", "not saved yet…"), "saving": Text("正在保存…", "saving…"),
    "saved": Text("已自动保存", "saved"), "": Text("", ""),
}  # fmt: skip
_LEFT = 320
Found = tuple[list[SchemeSpec], Grid | None, Sequence[Checked], Sequence[Difference]]


class SecondPart(ScreenView):
    """F7 goes from typing to the differences and back; there 1 takes the first value, 2 the second."""

    types = (
        "evaluation",
        "score",
        "second_score",
        "scheme",
        "criterion",
        "placement",
        "student",
        "enterprise",
    )

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.name = QLineEdit()
        self.difference_button = button(ui.theme, "", self.turn, icon="arrow-left-right", tip="F7")
        self.bar = GridBar(ui, self.difference_button)
        self.model = GridModel(ui.language)
        self.grid = GridView(self.model, ui.theme, ui.language)
        self.saver = MarkSaver(ui, self)
        self.banner, self._state = Banner(ui.theme), label("", "small")
        self.progress_model, self.differences_model = (
            RowsModel(PROGRESS, ui.language),
            RowsModel(DIFFERENCES, ui.language),
        )
        self.progress = RowsView(self.progress_model, ui.theme, ui.t(_PROGRESS))
        self.progress.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.differences = RowsView(self.differences_model, ui.theme, ui.t(_DIFFERENCES))
        self._by = ""
        self._again = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(800)
        self._settling.timeout.connect(self.reload)
        self._lay()
        self._connect()

    def _lay(self) -> None:
        ui = self.ui
        self.name.setAccessibleName(ui.t(_WHO))
        self.name.setPlaceholderText(ui.t(_WHO_HINT))
        self.name.setFixedWidth(190)
        self.name.setMaxLength(60)
        who = row(label(ui.t(_WHO), "muted"), self.name, label(ui.t(_WHY), "small"), -1, self._state)
        notices = column(who, self.banner, gap=tokens.SPACE_S)
        notices.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S)
        left = box(column(self.progress, gap=0))
        left.setFixedWidth(_LEFT)
        self.buttons: dict[Which, QPushButton] = {
            "first": button(ui.theme, ui.t(_FIRST), partial(self.take, "first")),
            "second": button(ui.theme, ui.t(_SECOND), partial(self.take, "second")),
        }
        foot = row(
            button(ui.theme, ui.t(_BACK), self.turn, role="quiet", icon="arrow-left"),
            -1,
            *self.buttons.values(),
        )
        foot.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S)
        self._compared = box(column(self.differences, rule(), box(foot), gap=0))
        self._none = EmptyState(ui.theme, ui.t(_NONE), icon="circle-check", detail=ui.t(_NONE_DETAIL))
        self._nothing = EmptyState(ui.theme, ui.t(_NOTHING), icon="clipboard-check")
        # With its parent from the start: a stack without one would show its first page as a window.
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        for page in (self.grid, self._compared, self._none, self._nothing):
            self._pages.addWidget(page)
        beside = row(left, rule(upright=True), pages, gap=0)
        beside.setStretch(2, 1)
        self.setLayout(column(self.bar, box(notices), rule(), beside, gap=0))
        self.layout().setStretch(3, 1)  # type: ignore[union-attr]

    def _connect(self) -> None:
        self.model.entered.connect(self.saver.add)
        self.grid.paused.connect(self.saver.flush)
        self.grid.refused.connect(self._say)
        self.grid.not_taken.connect(lambda text: self.banner.say(self.t(text)))
        self.grid.undo_asked.connect(self._flush)
        self.grid.editing_ended.connect(self._editing_ended)
        self.saver.state.connect(lambda state: self._state.setText(self.t(_STATES[state])))
        self.saver.refused.connect(self._refused)
        self.saver.saved.connect(lambda _: self._settling.start())
        self.bar.chosen.connect(self._chosen)
        self.bar.filtered.connect(self._filter)
        self.bar.found.connect(self.grid.setFocus)
        self.name.textChanged.connect(self._name_changed)
        self.name.returnPressed.connect(self.grid.setFocus)
        self.progress.selectionModel().currentRowChanged.connect(lambda *_: self._enterprise_chosen())
        bind_keys(self, {"F7": self.turn, "Ctrl+S": self._flush})
        bind_keys(self.differences, {"1": partial(self.take, "first"), "2": partial(self.take, "second")})
        self._name_changed("")

    # -- coming and going ----------------------------------------------------------------------

    def arrive(self, **args: Any) -> None:
        """``enterprise`` (an id): type its sheets; ``show="differences"``: compare."""
        if "enterprise" in args:
            self.bar.show_enterprise(args["enterprise"])
        if self.bar.follow(args.get("stage") or None):
            self.reload()
        if args.get("show") == "differences":
            self._compare()
        else:
            (self.grid if self._by else self.name).setFocus()

    def leave(self) -> None:
        self._flush()

    def hideEvent(self, event: QHideEvent, /) -> None:
        self._flush()
        super().hideEvent(event)

    def back(self) -> bool:
        if self._pages.currentWidget() in (self._compared, self._none):
            self.turn()
            return True
        return False

    def records_changed(self, changes: ChangeSet) -> None:
        if not self.saver.is_own(changes):
            super().records_changed(changes)

    def reload(self) -> None:
        if self.grid.editor is not None or self.saver.unsaved:
            self._again = True  # a mark half typed is not to be disturbed
            return
        services, stage = self.ui.services, self.bar.stage
        wanted = (self.bar.scheme, self.ui.settings.get("evaluations.scheme"))

        def find() -> Found:
            schemes, chosen = scheme_to_show(services, *wanted)
            if chosen is None:
                return schemes, None, (), ()
            second = services.second_entry
            compared = second.compare(chosen, stage)
            return schemes, second.grid(chosen, stage), compared.progress, compared.differences

        self.read(find, self._show, latest="second")

    # -- showing -------------------------------------------------------------------------------

    def _show(self, found: Found) -> None:
        schemes, grid, progress, differences = found
        self.bar.set_schemes(schemes, grid.scheme.id if grid else None)
        self.difference_button.setText(self.t(_DIFFERENT.fill(n=len(differences))))
        self.differences_model.set_rows([difference_row(each, self.ui.language) for each in differences])
        before = self.progress.current_row()
        self.progress.selectionModel().blockSignals(True)
        self.progress_model.set_rows([progress_row(each) for each in progress])
        place = next((n for n, p in enumerate(self.progress_model.rows) if before and p.id == before.id), -1)
        if place >= 0:
            self.progress.go_to(place)
        self.progress.selectionModel().blockSignals(False)
        if grid is None:
            self.bar.set_rows(())
        else:
            self._show_grid(grid, {each.enterprise for each in progress})
        comparing = self._pages.currentWidget() in (self._compared, self._none)
        if not progress:
            self._pages.setCurrentWidget(self._nothing)
        elif comparing:
            self._compare()
        else:
            self._pages.setCurrentWidget(self.grid)

    def _show_grid(self, grid: Grid, enterprises: set[str]) -> None:
        index = self.grid.currentIndex()
        before = self.model.rows[index.row()].who.placement if index.isValid() else ""
        column_before = max(index.column(), 0)
        self.saver.set_place(grid.scheme.id, grid.stage)
        rows = [each for each in grid.rows if each.who.enterprise in enterprises]
        self.bar.set_rows(rows)
        self.model.set_grid(
            Grid(grid.scheme, grid.stage, rows, grid.columns), self.saver.unsaved,
            accept=self.bar.accept(), second=True,
        )  # fmt: skip
        self.grid.fit_totals()
        if self.model.rows:
            self.grid.go(max(0, self.model.row_of(before)), column_before)

    def _compare(self) -> None:
        """Show what differs."""
        found = bool(self.differences_model.rows)
        self._pages.setCurrentWidget(self._compared if found else self._none)
        if found:
            if not self.differences.selected_rows():
                self.differences.go_to(0)
            self.differences.setFocus()

    def turn(self) -> None:
        """F7: from typing to the differences and back."""
        self._flush()
        if self._pages.currentWidget() is self.grid:
            self._compare()
        elif self._pages.currentWidget() is not self._nothing:
            self._pages.setCurrentWidget(self.grid)
            self.grid.setFocus()

    def _filter(self) -> None:
        self._flush()
        self.model.set_accept(self.bar.accept())
        if self.model.rows:
            self.grid.go(0, 0)

    def _enterprise_chosen(self) -> None:
        chosen = self.progress.current_row()
        if chosen is not None:
            self.bar.show_enterprise(chosen.id)

    def _chosen(self) -> None:
        self._flush()
        self.reload()

    # -- doing ---------------------------------------------------------------------------------

    def _name_changed(self, words: str) -> None:
        self._by = by = words.strip()
        second = self.ui.services.second_entry
        self.saver.save_by(lambda scheme, stage, marks: second.set_marks(scheme, stage, marks, by))
        self.grid.setEnabled(bool(by))
        self.grid.setToolTip("" if by else self.t(_NAME_FIRST))

    def take(self, which: Which) -> None:
        """Settle the selected differences by the first or the second value."""
        chosen = [each.difference for each in self.differences.selected_rows()]
        (scheme, stage), second = self.saver.place, self.ui.services.second_entry
        if chosen:
            self.banner.clear()
            self.change(
                lambda: second.take(scheme, stage, chosen, which),
                None,
                lambda error: self.banner.say(self.t(error.text)),
            )

    def _flush(self) -> None:
        self.grid.finish()
        self.saver.flush()

    def _editing_ended(self) -> None:
        if self._again:
            self._again = False
            QTimer.singleShot(0, self, self.reload)

    def _say(self, problems: list[Text]) -> None:
        self.banner.say(self.t(problems[0]) if problems else self.t(same("")))

    def _refused(self, error: UserError) -> None:
        self.banner.say(self.t(error.text))
        self.reload()
