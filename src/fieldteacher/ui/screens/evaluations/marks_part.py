"""The evaluation grid of one scheme and stage, and the way to the schemes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QCheckBox, QStackedLayout

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.domain.text import Text, same
from fieldteacher.services.evaluations import Grid, GridRow
from fieldteacher.services.signing import Acted
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.evaluations.acting import SheetAct, perform
from fieldteacher.ui.screens.evaluations.bar import GridBar, scheme_to_show
from fieldteacher.ui.screens.evaluations.bulk import BulkBar
from fieldteacher.ui.screens.evaluations.hinting import Hinting
from fieldteacher.ui.screens.evaluations.model import GridModel
from fieldteacher.ui.screens.evaluations.saving import MarkSaver, unsaid
from fieldteacher.ui.screens.evaluations.scheme_page import SchemePage
from fieldteacher.ui.screens.evaluations.side import CommentPanel
from fieldteacher.ui.screens.evaluations.view import GridView
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import box, button, column, icon_button, label, row, rule
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

_DOWN, _POINT = Text("回车向下", "Enter goes down"), Text("85 即 8.5", "85 means 8.5")
_POINT_TIP = Text(
    "超过满分的整数按十分之一读：满分 10 时，85 记为 8.5",
    "A whole number above the full marks counts as tenths: 85 of 10 is 8.5",
)
_COMMENTS = Text("评语和签字（F6）", "Comments and signatures (F6)")
_PROGRESS = Text("已评完 {done}/{total} 名", "{done}/{total} complete")
_STATES = {
    "waiting": Text("未保存…", "not saved yet…"),
    "saving": Text("正在保存…", "saving…"),
    "saved": Text("已自动保存", "saved"),
    "": Text("", ""),
}
_NOT_PASTED = Text("没有粘贴：{what}", "Nothing was pasted. {what}")
_MORE = Text("{what}（另有 {n} 处）", "{what} (and {n} more)")
_NO_SCHEME, _CHOOSE = Text("还没有考核方案", "There is no scheme yet"), Text("选择方案", "Choose a scheme")
_NO_SCHEME_DETAIL = Text(
    "先选一个常用方案，之后可以改。", "Start from a ready-made one; change it afterwards."
)
_NOBODY = Text("没有在岗学生", "No students are placed")
_NOBODY_DETAIL = Text(
    "导入名单并安排实习后，这里出现分数表。", "Import a list with placements to see the grid."
)
_IMPORT = Text("导入名单", "Import a list")
_SHOWN_PROBLEMS = 3
_BULK = Text("批量签字…", "Sign many…")
_LEFT = Text(
    "已处理 {n} 份，另有 {m} 份不适用，未动。", "{n} done; {m} were left, because it does not fit them."
)
_SCHEMES, _PRINT = Text("方案设置", "Schemes"), Text("打印考核表", "Print forms")
_READ = Text("识读填好的表", "Read filled forms")


class MarksPart(ScreenView):
    """Marks are saved as they are entered; a signed evaluation is locked."""

    types = ("evaluation", "score", "scheme", "criterion", "placement", "student", "enterprise")

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.model = GridModel(ui.language)
        self.grid = GridView(self.model, ui.theme, ui.language)
        self.panel = CommentPanel(ui)
        self.saver = MarkSaver(ui, self)
        self.banner = Banner(ui.theme)
        self.scheme_page = SchemePage(ui)
        self.bar = GridBar(
            ui, button(ui.theme, self.t(_SCHEMES), self.open_schemes, icon="settings"),
            button(ui.theme, self.t(_PRINT), self._print, icon="printer"),
            icon_button(ui.theme, self.t(_READ), lambda: ui.navigator.go("sheets"), icon="camera"),
        )  # fmt: skip
        self.bulk = BulkBar(ui, self._chosen_rows)
        self.hinting = Hinting(ui, self.grid, self.model, self.panel, self.saver)
        self.progress, self._state = label("", "muted"), label("", "small")
        self._schemes: list[SchemeSpec] = []
        self._wanted: Mapping[str, Any] = {}
        self._reading = self._overtaken = False
        self._first_time, self._postponed = True, False
        self._lay()
        self._connect()

    # -- laying out ----------------------------------------------------------------------------

    def _lay(self) -> None:
        self.down, self.point = QCheckBox(self.t(_DOWN)), QCheckBox(self.t(_POINT))
        self.point.setToolTip(self.t(_POINT_TIP))
        self.point.setAccessibleDescription(self.t(_POINT_TIP))
        self.down.setChecked(bool(self.ui.settings.get("evaluations.down", True)))
        self.point.setChecked(bool(self.ui.settings.get("evaluations.point", False)))
        self.side_button = icon_button(
            self.ui.theme, self.t(_COMMENTS), self._toggle_side, icon="message-circle"
        )
        self.side_button.setCheckable(True)
        self.side_button.setChecked(bool(self.ui.settings.get("evaluations.side", True)))
        if not self.side_button.isChecked():
            self.panel.hide()
        self.bulk_button = button(
            self.ui.theme, self.t(_BULK), self.bulk.open, role="quiet", icon="lock", tip="Ctrl+L"
        )
        foot = row(
            self.progress, self._state, tokens.SPACE_S, self.hinting.button, -1, self.bulk_button, tokens.SPACE_S,
            self.down, tokens.SPACE_S, self.point, tokens.SPACE_S, self.side_button,
        )  # fmt: skip
        foot.setContentsMargins(tokens.SPACE_L, tokens.SPACE_XS, tokens.SPACE_M, tokens.SPACE_XS)
        self._no_scheme = EmptyState(
            self.ui.theme, self.t(_NO_SCHEME), Step(self.t(_CHOOSE), self.open_schemes, "plus"), icon="clipboard-check",
            detail=self.t(_NO_SCHEME_DETAIL),
        )  # fmt: skip
        self._nobody = EmptyState(
            self.ui.theme, self.t(_NOBODY), Step(self.t(_IMPORT), lambda: self.ui.navigator.go("rosters"), "file-input"),
            icon="users", detail=self.t(_NOBODY_DETAIL),
        )  # fmt: skip
        notices = row(self.banner)
        notices.setContentsMargins(tokens.SPACE_L, 0, tokens.SPACE_L, tokens.SPACE_S)
        beside = row(self.grid, self.panel, gap=0)
        beside.setStretch(0, 1)
        self._grid_page = box(column(self.bar, notices, rule(), beside, self.bulk, rule(), box(foot), gap=0))
        # With its parent from the start: a stack without one would show its first page as a window.
        self._pages = QStackedLayout(self)
        for page in (self._grid_page, self._no_scheme, self._nobody, self.scheme_page):
            self._pages.addWidget(page)
        self._settle_switches()

    def _connect(self) -> None:
        self.model.entered.connect(self.saver.add)
        self.model.progressed.connect(
            lambda done, total: self.progress.setText(self.t(_PROGRESS.fill(done=done, total=total)))
        )
        self.model.dataChanged.connect(lambda *_: self._show_result())
        self.grid.paused.connect(self.saver.flush)
        self.grid.row_entered.connect(lambda _: self._show_row())
        self.grid.refused.connect(self._say)
        self.grid.not_taken.connect(lambda text: self.banner.say(self.t(text)))
        self.grid.pasted.connect(self._pasted)
        self.grid.editing_ended.connect(self._editing_ended)
        self.grid.undo_asked.connect(self._flush)
        self.saver.state.connect(lambda state: self._state.setText(self.t(_STATES[state])))
        self.saver.refused.connect(self._save_refused)
        self.saver.saved.connect(self._saved)
        self.panel.commented.connect(self._comment)
        self.panel.acted.connect(self._act)
        self.bulk.acted.connect(self._act)
        self.bulk.closed.connect(self.grid.setFocus)
        self.bar.chosen.connect(self._chosen)
        self.bar.filtered.connect(self._filter)
        self.bar.found.connect(self.grid.setFocus)
        self.down.toggled.connect(lambda _: self._settle_switches())
        self.point.toggled.connect(lambda _: self._settle_switches())
        self.scheme_page.closed.connect(self._schemes_closed)
        keys = {"F6": self._change_side, "Ctrl+S": self._flush, "Ctrl+L": self.bulk.open}
        bind_keys(self._grid_page, keys | {"F8": self.hinting.next, "F9": self.hinting.dismiss})

    # -- coming and going ----------------------------------------------------------------------

    def arrive(self, **args: Any) -> None:
        """``enterprise`` (an id): show its students. ``student`` or ``placement``: go there, with ``rater`` to the first
        mark that is missing; ``stage`` shows that stage."""
        self._wanted = {name: args[name] for name in ("student", "placement", "rater") if args.get(name)}
        if "enterprise" in args:
            self.bar.show_enterprise(args["enterprise"])
        elif self._wanted:
            self.bar.show_everybody()
        if self.bar.follow(args.get("stage") or None):
            self._flush()
            self.reload()
        elif not self._reading:
            self._go_to_wanted()

    def leave(self) -> None:
        self._flush()

    def hideEvent(self, event: QHideEvent, /) -> None:
        self._flush()
        super().hideEvent(event)

    def back(self) -> bool:
        if self._pages.currentWidget() is self.scheme_page:
            return self.scheme_page.back()
        return self.bulk.close_up() or self.panel.stop_asking()

    def records_changed(self, changes: ChangeSet) -> None:
        if not self.saver.is_own(changes):
            super().records_changed(changes)

    def reload(self) -> None:
        services, stage = self.ui.services, self.bar.stage
        wanted = (self.bar.scheme, self.ui.settings.get("evaluations.scheme"))

        def find() -> tuple[list[SchemeSpec], Grid | None]:
            schemes, chosen = scheme_to_show(services, *wanted)
            return schemes, services.evaluations.grid(chosen, stage) if chosen else None

        self._reading, self._overtaken = True, False
        self.read(find, self._show, latest="grid")

    def _editing_ended(self) -> None:
        if self._postponed:
            self._postponed = False
            QTimer.singleShot(0, self, self.reload)

    def _saved(self, _changes: ChangeSet) -> None:
        """What is being read may have been read before this save."""
        self._overtaken = self._reading

    # -- showing -------------------------------------------------------------------------------

    def _show(self, found: tuple[list[SchemeSpec], Grid | None]) -> None:
        self._reading = False
        if self.grid.editor is not None:
            self._postponed = True  # a mark half typed is not to be disturbed
            return
        if self._overtaken:
            self.reload()
            return
        self._schemes, grid = found
        self.bar.set_schemes(self._schemes, grid.scheme.id if grid else None)
        self.scheme_page.set_schemes(self._schemes)
        if grid is None:
            self.model.clear()
            self.panel.set_scheme(None)
        else:
            self._show_grid(grid)
        if self._pages.currentWidget() is not self.scheme_page:
            self._show_page()

    def _show_page(self) -> None:
        empty = self._nobody if self._schemes else self._no_scheme
        wanted = self._grid_page if self.model.everyone else empty
        if self._pages.currentWidget() is not wanted or self._first_time:
            self._first_time = False
            self._pages.setCurrentWidget(wanted)
            if wanted is self._grid_page and self.isVisible():
                self.grid.setFocus()

    def _show_grid(self, grid: Grid) -> None:
        self.saver.set_place(grid.scheme.id, grid.stage)
        index = self.grid.currentIndex()
        before = self.model.rows[index.row()].who.placement if index.isValid() else ""
        column_before = max(index.column(), 0)
        self.grid.finish()
        self.bar.set_rows(grid.rows)
        self.model.set_grid(grid, self.saver.unsaved, accept=self.bar.accept())
        self.grid.fit_totals()
        self.panel.set_scheme(grid.scheme)
        self.bulk.set_scheme(grid.scheme)
        self.hinting.read()
        self.grid.go(max(0, self.model.row_of(before)), column_before)
        self._show_row()
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        wanted = self._wanted
        if wanted:
            place = self.model.row_of(wanted.get("placement", ""), wanted.get("student", ""))
            if "placement" in wanted and place >= 0 and self._other_scheme(self.model.rows[place].who.scheme):
                return
            if place >= 0:
                self._wanted = {}
                self.grid.go(place, self.model.first_empty(place, wanted.get("rater")))
        if self._pages.currentWidget() is self._grid_page:
            self.grid.setFocus()

    def _other_scheme(self, scheme: str | None) -> bool:
        """Go to the scheme that the placement's batch names; ``False`` where it is the one on show, or there is none."""
        if scheme is None or scheme == self.bar.scheme or scheme not in {each.id for each in self._schemes}:
            return False
        self.ui.settings.set("evaluations.scheme", scheme)
        self.bar.follow()
        self._chosen()
        return True

    def _filter(self) -> None:
        self._flush()
        self.model.set_accept(self.bar.accept())
        self.grid.go(0, 0)
        self._show_row()

    def _show_row(self) -> None:
        number = self.grid.currentIndex().row()
        if not 0 <= number < len(self.model.rows):
            self.panel.show_row(None, None, {})
            return
        self.panel.show_row(self.model.rows[number], self.model.result(number), self._missing(number))
        self.hinting.show_row()
        (scheme, stage), signing = self.saver.place, self.ui.services.signing
        placement = self.model.rows[number].who.placement
        self.read(lambda: signing.trace(scheme, stage, placement), self.panel.show_trace, latest="trace")

    def _show_result(self) -> None:
        number = self.grid.currentIndex().row()
        if 0 <= number < len(self.model.rows):
            self.panel.show_result(self.model.result(number), self._missing(number))

    def _missing(self, number: int) -> dict[str, int]:
        return {rater: self.model.missing(number, rater) for rater in {c.rater for c in self.model.criteria}}

    # -- doing ---------------------------------------------------------------------------------

    def _chosen(self) -> None:
        self._flush()
        self.reload()

    def _flush(self) -> None:
        self.grid.finish()
        self.saver.flush()
        self.panel.flush()

    def _pasted(self, _number: int) -> None:
        self.banner.clear()
        self.saver.flush(quiet=False)

    def _say(self, problems: list[Text]) -> None:
        shown = "；" if self.ui.language == "zh_CN" else "; "
        words = shown.join(self.t(each).rstrip("。.") for each in problems[:_SHOWN_PROBLEMS])
        if len(problems) > _SHOWN_PROBLEMS:
            words = self.t(_MORE.fill(what=words, n=len(problems) - _SHOWN_PROBLEMS))
        self.banner.say(self.t(_NOT_PASTED.fill(what=same(words))))

    def _save_refused(self, error: UserError) -> None:
        self.banner.say(self.t(error.text))
        self.reload()

    def _comment(self, placement: str, rater: str, words: str) -> None:
        (scheme, stage), evaluations = self.saver.place, self.ui.services.evaluations
        self.model.set_comment(placement, rater, words)
        self.change(
            lambda: unsaid(evaluations.set_comment(scheme, stage, placement, rater, words)), self.saver.own
        )

    def _act(self, act: SheetAct) -> None:
        self._flush()
        (scheme, stage), services = self.saver.place, self.ui.services
        self.change(lambda: perform(services, scheme, stage, act), self._acted, self._act_refused)

    def _acted(self, acted: Acted) -> None:
        self.panel.stop_asking()
        self.bulk.close_up()
        self.banner.clear()
        if acted.left:
            self.banner.say(self.t(_LEFT.fill(n=acted.done, m=len(acted.left))), "neutral")

    def _act_refused(self, error: UserError) -> None:
        if not self.bulk.say(error) and not self.panel.refused(error):
            self.banner.say(self.t(error.text))

    def _chosen_rows(self) -> tuple[Sequence[GridRow], Sequence[GridRow]]:
        """The students on show, and those selected."""
        numbers = sorted({row for row, _ in self.grid.places()})
        return self.model.rows, [self.model.rows[number] for number in numbers]

    def _settle_switches(self) -> None:
        self.grid.downwards, self.grid.point_left_out = self.down.isChecked(), self.point.isChecked()
        self.ui.settings.set("evaluations.down", self.down.isChecked())
        self.ui.settings.set("evaluations.point", self.point.isChecked())

    def _toggle_side(self) -> None:
        self.panel.setVisible(self.side_button.isChecked())
        self.ui.settings.set("evaluations.side", self.side_button.isChecked())

    def _change_side(self) -> None:
        """F6: from the grid to the comments and back."""
        if self.panel.isAncestorOf(self.focusWidget() or self):
            self.grid.setFocus()
            return
        self.side_button.setChecked(True)
        self._toggle_side()
        raters = self.model.criteria and self.model.criteria[0].rater
        if raters:
            self.panel.text(raters).setFocus()

    def _print(self) -> None:
        self._flush()
        self.ui.navigator.go("printing", form="evaluation", enterprise=self.bar.enterprise)

    def open_schemes(self) -> None:
        """The page where schemes are chosen and edited."""
        self._flush()
        self.scheme_page.open(self.bar.scheme)
        self._pages.setCurrentWidget(self.scheme_page)

    def _schemes_closed(self, scheme: str | None) -> None:
        if scheme:
            self.ui.settings.set("evaluations.scheme", scheme)
            self.bar.set_schemes(self._schemes, scheme)
        self._show_page()
        self.reload()
