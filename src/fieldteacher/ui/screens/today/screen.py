"""The day: a list of what there is to do, a few figures, the week's plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QPushButton, QStackedWidget

from fieldteacher.domain.text import Text
from fieldteacher.services.agenda_words import day_words
from fieldteacher.services.today import Agenda, Item, WeekPlan
from fieldteacher.ui import steps, tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.today.arrangement import SNOOZE_DAYS, TYPES
from fieldteacher.ui.screens.today.figures import FiguresRow
from fieldteacher.ui.screens.today.model import AgendaModel, Row
from fieldteacher.ui.screens.today.plan import PlanPanel
from fieldteacher.ui.screens.today.view import AgendaView
from fieldteacher.ui.widgets.ask_bar import AskBar
from fieldteacher.ui.widgets.basics import box, button, column, ground, label, row, rule
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE = Text("今日", "Today")
_LIST = Text("今日清单", "The day's list")
_DAY = Text("{day}，星期{weekday}", "{weekday}, {day}")
_WEEKDAYS = (
    Text("一", "Monday"), Text("二", "Tuesday"), Text("三", "Wednesday"), Text("四", "Thursday"), Text("五", "Friday"),
    Text("六", "Saturday"), Text("日", "Sunday"),
)  # fmt: skip
_CLEAR = Text("今天没有到期的事", "Nothing is due")
_CLEAR_MORE = Text("走访、谈话、材料、检查都在期限内。", "Visits, talks, papers and checks are all in time.")
_NOBODY = Text("还没有在岗学生", "No students in post yet")
_NOBODY_MORE = Text(
    "导入名单或安排实习后，这里列出每天要做的事。", "Once students are placed, the day's work is listed here."
)
_IMPORT = Text("导入名单", "Import a list")
_SNOOZE, _SNOOZE_TIP = (
    Text("暂缓", "Put off"),
    Text("暂缓所选事项，写明原因（Z）", "Put the selected line off, with a reason (Z)"),
)
_SNOOZED = Text("已暂缓 {n}", "Put off: {n}")
_ASK, _ASK_MANY = Text("暂缓：{what}", "Put off: {what}"), Text("暂缓 {n} 项：{what}", "Put off {n}: {what}")
_REASON, _HINT = Text("原因", "Reason"), Text("写明原因，回车暂缓", "why; Enter puts it off")
_NEEDED = Text("请写明原因", "Please say why")
_CANCEL = Text("取消", "Cancel")
_UNTIL = Text("暂缓至", "Until")
_DAYS = Text("{n} 天（{day}）", "{n} days ({day})")
_TOMORROW = Text("明天（{day}）", "tomorrow ({day})")
_MOST = 200
_TOO_MANY = Text(
    "一次最多暂缓 {n} 项，请先展开。", "At most {n} can be put off at once; open the line first."
)
_LOOK_MS = 5 * 60 * 1000
_PLAN_WIDTH = 330


class TodayScreen(ScreenView):
    """Enter takes the action, Z puts off, digits go to the parts, P prints the week's sheets."""

    types = TYPES

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.load_at_once()
        self._agenda: Agenda | None = None
        self._putting_off: Sequence[Item] = ()
        self.model = AgendaModel(ui.language, self)
        self.view = AgendaView(self.model, ui.theme, self.t(_LIST))
        self.view.taken.connect(self._take)
        self.view.put_off.connect(self._ask)
        self.figures = FiguresRow(ui)
        self.plan = PlanPanel(ui)
        self.plan.view.planned.connect(self._plan)
        self.plan.view.opened.connect(
            lambda enterprise: ui.navigator.go("visits", do="new", enterprise=enterprise)
        )
        self.plan.printing.connect(self._print)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._clear: EmptyState | None = None
        self._until = QComboBox()
        self._until.setAccessibleName(self.t(_UNTIL))
        self.bar = AskBar(ui.theme, self.t(_SNOOZE), self.t(_CANCEL), self._until, longest=500)
        self.bar.answered.connect(self._snooze)
        self.bar.closed.connect(lambda: self.view.setFocus(Qt.FocusReason.OtherFocusReason))
        self._lay_out()
        bind_keys(self, {"P": self._print, "F7": partial(self._days, 7), "Shift+F7": partial(self._days, 14)})
        # The day may change while the window stays open.
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._looking.start()

    def _lay_out(self) -> None:
        self._day = label("", "muted")
        self.snoozed = QPushButton()
        self.snoozed.setProperty("role", "chip")
        self.snoozed.setCheckable(True)
        self.snoozed.toggled.connect(self._show_snoozed)
        self.snoozed.hide()
        later = button(
            self.ui.theme, self.t(_SNOOZE), self._ask_current, icon="clock", tip=self.t(_SNOOZE_TIP)
        )
        head = row(label(self.t(_TITLE), "heading"), self._day, -1, self.snoozed, later, gap=tokens.SPACE_M)
        head.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, 0)
        left = column(head, self.figures, rule(), self._stack, self.bar, gap=0)
        left.setStretch(3, 1)
        side = ground("window")
        side.setLayout(column(self.plan, gap=0))
        side.setFixedWidth(_PLAN_WIDTH)
        whole = row(box(left), rule(upright=True), side, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        order = (
            self.view, self.bar.line, self._until, self.plan.view, self.plan.print_button, self.snoozed, later,
            *self.figures.tiles,
        )  # fmt: skip
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        today = self.ui.services.today
        self.read(lambda: (today.agenda(), today.week_plan()), self._show, latest="agenda")

    def arrive(self, **args: Any) -> None:
        if not self.bar.asking:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        if self.bar.asking:
            self.bar.give_up()
            return True
        return False

    def _look(self) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def _show(self, found: tuple[Agenda, WeekPlan]) -> None:
        agenda, plan = found
        before = self._agenda
        self._agenda = agenda
        self.plan.show_plan(plan)
        if agenda is before:
            return
        weekday = _WEEKDAYS[agenda.today.weekday()]
        self._day.setText(self.t(_DAY.fill(day=day_words(agenda.today.isoformat()), weekday=weekday)))
        self.figures.show_figures(agenda.figures)
        here, number = self.view.row, self.view.currentIndex().row()
        self.snoozed.setText(self.t(_SNOOZED.fill(n=len(agenda.snoozed))))
        self.snoozed.setVisible(bool(agenda.snoozed))
        self.model.show_agenda(agenda)
        self.view.keep_place(here.key if here else "", number)
        self._choose(agenda)

    def _show_snoozed(self, on: bool) -> None:
        self.model.show_snoozed(on)
        if self._agenda is not None:
            self._choose(self._agenda)
        self.view.go_to(max(0, len(self.model.rows) - 1) if on else 0)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, agenda: Agenda) -> None:
        """The list, or that there is nothing in it."""
        self._stack.setCurrentWidget(self.view if self.model.rows else self._nothing(agenda))

    def _nothing(self, agenda: Agenda) -> EmptyState:
        """What stands where nothing is due."""
        if self._clear is not None:
            self._stack.removeWidget(self._clear)
            self._clear.deleteLater()
        if agenda.figures.students:
            self._clear = EmptyState(
                self.ui.theme, self.t(_CLEAR), icon="circle-check", detail=self.t(_CLEAR_MORE)
            )
        else:
            go = Step(self.t(_IMPORT), lambda: self.ui.navigator.go("rosters"), "file-input")
            self._clear = EmptyState(
                self.ui.theme, self.t(_NOBODY), go, icon="users", detail=self.t(_NOBODY_MORE)
            )
        self._stack.addWidget(self._clear)
        return self._clear

    # -- doing ---------------------------------------------------------------------------------

    def _take(self, taken: Row) -> None:
        line, today = taken.line, self.ui.services.today
        if line is None:
            return
        if taken.snoozed is not None:
            snooze = taken.snoozed.snooze
            self.change(lambda: today.wake([snooze]))
        elif line.step is not None:
            steps.take(self.ui.navigator, line.step)

    def _ask_current(self) -> None:
        if self.view.row is not None:
            self._ask(self.view.row)

    def _ask(self, chosen: Row) -> None:
        """Ask why a line is put off."""
        if chosen.line is None or chosen.snoozed is not None:
            return
        self._putting_off = chosen.line.everything
        if len(self._putting_off) > _MOST:
            self.ui.messages.toast(_TOO_MANY.fill(n=_MOST))
            return
        what, today = self.model.words(chosen)[0], self.ui.clock.today()
        self._until.clear()
        for days in SNOOZE_DAYS:
            day = (today + timedelta(days=days)).isoformat()
            words = (_TOMORROW if days == 1 else _DAYS).fill(n=days, day=day_words(day))
            self._until.addItem(self.t(words), day)
        self._until.setCurrentIndex(1)
        count = len(self._putting_off)
        text = _ASK.fill(what=what) if count == 1 else _ASK_MANY.fill(n=count, what=what)
        self.bar.ask(self.t(text), self.t(_REASON), hint=self.t(_HINT))

    def _days(self, days: int) -> None:
        if self.bar.asking:
            self._until.setCurrentIndex(SNOOZE_DAYS.index(days))

    def _snooze(self, reason: str) -> None:
        chosen, until, today = self._putting_off, str(self._until.currentData()), self.ui.services.today
        if not reason:
            QTimer.singleShot(
                0, self, lambda: self.bar.ask(self.t(_NEEDED), self.t(_REASON), hint=self.t(_HINT))
            )
            return
        self.change(lambda: today.snooze(chosen, until, reason))

    # -- the week ------------------------------------------------------------------------------

    def _plan(self, enterprise: str, day: str) -> None:
        today = self.ui.services.today

        def work() -> WeekPlan:
            today.put_on(enterprise, day or None)
            return today.week_plan()

        self.ui.runner.change(work, self.plan.show_plan, owner=self)

    def _print(self) -> None:
        chosen = self.plan.planned()
        if chosen and not self.bar.asking:
            self.ui.navigator.go("printing", form="previsit", enterprises=list(chosen))
