"""The daily check: enterprises × the last days; one key where all is normal, words where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from fieldteacher.domain.text import Text
from fieldteacher.services.daily import CheckDay, CheckGrid, CheckRow
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editors import DayEditor
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.daily.check_columns import CHECK, columns, filters, state
from fieldteacher.ui.screens.daily.check_noting import CheckNoting
from fieldteacher.ui.screens.daily.check_side import CheckSide, Shown
from fieldteacher.ui.screens.daily.days import shifted
from fieldteacher.ui.tables.cells import CellTable
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.tables.picks import Picks
from fieldteacher.ui.widgets.basics import button, column, icon_button
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.keys import bind_keys

DAYS = 7
_TEACHER = "daily.teacher"
"""The setting that remembers whose enterprises are shown."""
_TITLE, _NOUN = Text("每日检查", "Daily check"), Text("家企业", "enterprises")
_EMPTY = Text("这几天没有学生在岗的企业", "No enterprise has students in post on these days")
_EMPTY_MORE = Text(
    "安排实习后，每家企业每天在这里检查。",
    "Once students are placed, each enterprise is checked here every day.",
)
_NORMAL, _NORMAL_TIP = (
    Text("正常", "Normal"),
    Text("当日正常，转到下一家（空格或回车）", "Normal, on to the next (Space or Enter)"),
)
_EXCEPTION, _EXCEPTION_TIP = Text("例外…", "Exception…"), Text("记录例外（E）", "Note an exception (E)")
_REST, _REST_TIP = (
    Text("其余全部正常", "All the rest normal"),
    Text("当日还没检查的企业全部记为正常（A），可撤销", "Normal for all not yet checked that day (A); can be undone"),
)  # fmt: skip
_BEFORE, _AFTER, _TODAY = (
    Text("前一天（←）", "The day before (←)"),
    Text("后一天（→）", "The next day (→)"),
    Text("今天", "Today"),
)


class ChecksPart(ScreenView):
    """Space or Enter: normal, and on to the next; E an exception; A all the rest; Del nothing said; ←/→ the day."""

    types = ("daily_check", "absence", "placement", "enterprise", "student", "batch")

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.today = ui.clock.today().isoformat()
        self.day = self.last = self.today
        self._grid: CheckGrid | None = None
        self._wanted: str | None = None
        self._kept_teacher: object = ui.settings.get(_TEACHER)
        self.table = CellTable(
            ui, "daily-checks", _TITLE, columns(self._days(), {}, (), self.today, self._away_names, self._count), noun=_NOUN,
            filters=filters(self._state, self._away_count),
            empty=EmptyState(ui.theme, self.t(_EMPTY), icon="list-checks", detail=self.t(_EMPTY_MORE)),
        )  # fmt: skip
        self.noting = CheckNoting(self, ui)
        self.picks = Picks(ui, ("teachers", Text("教师", "teachers")))
        self.side = CheckSide(ui)
        self._lay()
        self._connect()

    def _lay(self) -> None:
        ui, table, noting = self.ui, self.table, self.noting
        self.day_editor = DayEditor(CHECK.spec("checked_on"), surroundings(ui))
        self.day_editor.name_inputs(self.t(CHECK.spec("checked_on").label), "")
        self.day_editor.set_value(self.day)
        line = table.beside_finder
        line.addWidget(icon_button(ui.theme, self.t(_BEFORE), partial(self.step, -1), icon="chevron-left"))
        line.addWidget(self.day_editor)
        line.addWidget(icon_button(ui.theme, self.t(_AFTER), partial(self.step, 1), icon="chevron-right"))
        line.addWidget(button(ui.theme, self.t(_TODAY), self.go_today, role="quiet", tip="T"))
        chips = table.filters.layout()
        assert chips is not None
        chips.addWidget(self.picks)
        table.add_action(_EXCEPTION, noting.ask, icon="pencil").setToolTip(self.t(_EXCEPTION_TIP))
        table.add_action(_NORMAL, noting.normal, icon="check").setToolTip(self.t(_NORMAL_TIP))
        table.add_action(_REST, noting.all_normal, icon="list-checks", role="primary").setToolTip(
            self.t(_REST_TIP)
        )
        layout = table.layout()
        assert layout is not None
        layout.addWidget(self.noting.banner)
        layout.addWidget(self.noting.bar)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(table)
        split.addWidget(self.side)
        split.setStretchFactor(0, 1)
        self.setLayout(column(split, gap=0))

    def _connect(self) -> None:
        noting = self.noting
        self.table.moved.connect(self._moved)
        self.picks.changed.connect(self._narrow)
        self.table.opened.connect(lambda _: noting.ask())
        noting.bar.closed.connect(self._to_table)
        verbs = {"normal": noting.normal, "exception": noting.ask, "clear": noting.clear}
        self.side.asked.connect(lambda wanted: verbs[wanted]())
        self.day_editor.changed.connect(self._day_picked)
        self.day_editor.line.returnPressed.connect(self._to_table)
        bind_keys(
            self.table.rows,
            {
                "Space": noting.normal, "Return": noting.normal, "Enter": noting.normal, "E": noting.ask,
                "A": noting.all_normal, "Del": noting.clear, "Backspace": noting.clear, "T": self.go_today,
                "Left": partial(self.step, -1), "Right": partial(self.step, 1),
            },
        )  # fmt: skip

    # -- coming and reading --------------------------------------------------------------------

    def arrive(self, **args: Any) -> None:
        """``enterprise`` and ``day`` say where to stand; ``record`` is a check to go to."""
        if record := args.get("record"):
            self.read(lambda: self.ui.services.records.need("daily_check", record), self._arrive_at)
            return
        day = str(args.get("day") or "")
        self._wanted = args.get("enterprise")
        if day or self._wanted:
            self.go_to_day(day or self.today)
        self._to_table()

    def _arrive_at(self, check: dict[str, Any]) -> None:
        self.arrive(enterprise=check["enterprise"], day=check["checked_on"])

    def leave(self) -> None:
        """An exception that was being written is saved."""
        self.noting.bar.settle()

    def back(self) -> bool:
        return self.noting.bar.settle()

    def reload(self) -> None:
        last, daily = date.fromisoformat(self.last), self.ui.services.daily
        self.read(lambda: daily.grid(last, DAYS), self._show, latest="grid")

    def _show(self, grid: CheckGrid) -> None:
        self._grid = grid
        self.noting.came()
        self.picks.fill(grid.rows)
        self._resume_teacher()
        self.table.set_columns(
            columns(grid.days, grid.rest, grid.shifted, self.today, self._away_names, self._count)
        )
        self.table.set_rows(sorted(grid.rows, key=lambda row: word_key(row.name)))
        self._stand()

    def _resume_teacher(self) -> None:
        """Whose enterprises were looked at last time; once, when it is known who there is."""
        kept, self._kept_teacher = self._kept_teacher, None
        if kept is not None:
            self.picks.choose("teachers", str(kept))

    def _narrow(self) -> None:
        self.table.narrow(self.picks.accept)
        self.ui.settings.set(_TEACHER, self.picks.chosen("teachers"))

    def _days(self) -> list[str]:
        return [shifted(self.last, n - DAYS + 1) for n in range(DAYS)]

    def _stand(self) -> None:
        """Stand in the chosen day's column: at the enterprise that is wanted, else where one was, else at the first to do."""
        wanted, self._wanted = self._wanted, None
        number = self.table.rows.currentIndex().row()
        if wanted is not None:
            number = self._line_of(wanted)
        elif number < 0:
            number = next((n for n, row in enumerate(self.rows) if self._state(row) in ("missed", "open")), 0)
        if 0 <= number < len(self.rows) and self._number() >= 0:
            self.stand(number)
        self._moved()

    def _line_of(self, enterprise: str) -> int:
        """The line of an enterprise, filters cleared where they hide it; -1 where there is none."""
        lines = [row.id for row in self.rows]
        if enterprise not in lines:
            self.picks.clear()
            self.table.clear_filters()
            lines = [row.id for row in self.rows]
        return lines.index(enterprise) if enterprise in lines else -1

    # -- where one stands ----------------------------------------------------------------------

    def _place_of(self, day: str) -> int:
        return self.table.columns.number(day)

    def _number(self) -> int:
        grid = self._grid
        return list(grid.days).index(self.day) if grid is not None and self.day in grid.days else -1

    def _state(self, row: CheckRow, day: str = "") -> str | None:
        grid, day = self._grid, day or self.day
        if grid is None or day not in grid.days:
            return None
        return state(row, list(grid.days).index(day), day, self.today, grid.rest)

    def _count(self, row: CheckRow) -> int | None:
        number = self._number()
        return row.days[number].students or None if number >= 0 else None

    def _away_count(self, row: CheckRow) -> int:
        number = self._number()
        return row.days[number].away if number >= 0 else 0

    def _away_names(self, row: CheckRow) -> str | None:
        if self._grid is None or not self._away_count(row):
            return None
        return "、".join(dict.fromkeys(each.student_name for each in self._grid.away_on(self.day, row.id)))

    def _moved(self) -> None:
        rows = self.table.rows
        found, row = rows.current_column, rows.current_row()
        if (
            found is not None
            and self._grid is not None
            and found.name in self._grid.days
            and found.name != self.day
        ):
            self._take_day(found.name)
        if row is None or self._grid is None or self._number() < 0:
            self.side.clear()
            return
        noted = row.days[self._number()]
        away = self._grid.away_on(self.day, row.id)
        self.side.show_cell(
            Shown(row, self.day, self._state(row), self._grid.rest.get(self.day), noted, away)
        )

    def _take_day(self, day: str) -> None:
        self.day = day
        self.day_editor.set_value(day)
        self.table.filters.count(self._grid.rows if self._grid is not None else ())
        self.table.rows.viewport().update()

    # -- the day -------------------------------------------------------------------------------

    def step(self, days: int) -> None:
        """The day before or after; beyond the last days on show the window of days goes along."""
        self.go_to_day(shifted(self.day, days))

    def go_today(self) -> None:
        """Today."""
        self.go_to_day(self.today)

    def go_to_day(self, day: str) -> None:
        """Show a day, today at the latest."""
        try:
            date.fromisoformat(day)
        except ValueError:
            return
        day = min(day, self.today)
        known = self._days()
        self._take_day(day)
        if day not in known:
            self.last = min(self.today, day if day > known[-1] else shifted(day, DAYS - 1))
            self.reload()
        elif self._grid is not None:
            self._stand()

    def _day_picked(self) -> None:
        self.go_to_day(str(self.day_editor.value() or ""))

    # -- what is noted -------------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[CheckRow]:
        """The enterprises on show, from top to bottom."""
        return self.table.model.rows

    def noted(self, row: CheckRow) -> CheckDay | None:
        """The chosen day of a row; ``None`` while another span of days is being read."""
        number = self._number()
        return row.days[number] if number >= 0 else None

    def _selected(self) -> list[tuple[str, str, CheckDay]]:
        """The enterprises and days of the selected cells, with what is noted of them."""
        days = list(self._grid.days) if self._grid is not None else []
        chosen = [(row, c.name) for row, c in self.table.rows.selected_cells() if c.name in days]
        if not chosen and (row := self.table.rows.current_row()) is not None and self.day in days:
            chosen = [(row, self.day)]
        return [(row.id, day, row.days[days.index(day)]) for row, day in chosen]

    def cells(self) -> list[tuple[str, str]]:
        """The enterprises and days of the selected cells on which students are in post."""
        return [(enterprise, day) for enterprise, day, noted in self._selected() if noted.students]

    def checks(self) -> list[str]:
        """The checks noted in the selected cells."""
        return [noted.check.id for _, _, noted in self._selected() if noted.check is not None]

    def stand(self, number: int) -> None:
        """Stand in a row, in the column of the chosen day."""
        self.table.rows.go_to_cell(number, self._place_of(self.day))

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
