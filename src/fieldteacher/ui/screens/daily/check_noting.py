"""Noting checks: normal by one key, an exception in words, all the rest, or nothing said any more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.daily import CheckDay, CheckRow
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.asked import AskedDrafts
from fieldteacher.ui.screens.daily.check_columns import CHECK
from fieldteacher.ui.screens.daily.days import short_day
from fieldteacher.ui.tables.cells import CellTable
from fieldteacher.ui.tasks import Failed, Then
from fieldteacher.ui.widgets.ask_bar import AskBar
from fieldteacher.ui.widgets.banner import Banner

_ASKING = Text("例外 · {name} · {day}", "Exception · {name} · {day}")
_HINT = Text("哪里不正常；回车保存", "what was not normal; Enter saves")
_SAVE, _GIVE_UP = Text("保存", "Save"), Text("取消", "Cancel")
_NONE_LEFT = Text("这一天没有还没检查的企业。", "Nothing is left to check that day.")
Cell = tuple[str, str]


class Checked(Protocol):
    """What the verbs need of the part that shows the checks."""

    day: str
    table: CellTable

    @property
    def rows(self) -> Sequence[CheckRow]:
        """The enterprises on show, from top to bottom."""

    def noted(self, row: CheckRow) -> CheckDay | None:
        """The chosen day of a row."""

    def cells(self) -> list[Cell]:
        """The enterprises and days of the selected cells."""

    def checks(self) -> list[str]:
        """The checks noted in the selected cells."""

    def stand(self, number: int) -> None:
        """Stand in a row."""

    def t(self, text: Text) -> str:
        """``text`` in the window's language."""

    def change(self, fn: Callable[[], Any], then: Then[Any] | None, failed: Failed | None) -> None:
        """Change records on the writer thread."""


class CheckNoting:
    """The verbs on the chosen cells of ``part``; ``bar`` asks for an exception, ``banner`` says what cannot be."""

    def __init__(self, part: Checked, ui: Ui) -> None:
        self._part = part
        self._service = ui.services.daily
        self._asked: Cell = ("", "")
        self._pending: set[Cell] = set()
        self.banner = Banner(ui.theme)
        self.bar = AskBar(ui.theme, ui.t(_SAVE), ui.t(_GIVE_UP))
        self._drafts = AskedDrafts(ui, self.bar, "daily-exception")
        self.bar.answered.connect(self._note)

    def normal(self) -> None:
        """All is normal in the selected cells; from a single one on to the next that is not checked."""
        self.banner.clear()
        cells = self._part.cells()
        self._pending.update(cells)
        if len(cells) > 1:
            self._part.change(lambda: self._service.normal(cells), None, self._refused)
        elif cells:
            [(enterprise, day)] = cells
            self._part.change(lambda: self._service.check(enterprise, day), None, self._refused)
            self._on()

    def all_normal(self) -> None:
        """Normal for every enterprise on show that nothing was said of on the chosen day."""
        self.banner.clear()
        part = self._part
        cells = [(row.id, part.day) for row in part.rows if self._unsaid(row)]
        if cells:
            part.change(lambda: self._service.normal(cells), None, self._refused)
        else:
            self.banner.say(part.t(_NONE_LEFT), "neutral")

    def ask(self) -> None:
        """Ask what was not normal."""
        part, row = self._part, self._part.table.rows.current_row()
        noted = part.noted(row) if row is not None else None
        if row is None or noted is None:
            return
        self.banner.clear()
        self._asked = (row.id, part.day)
        words = _ASKING.fill(name=row.name, day=short_day(part.day))
        before = (noted.check.exception or "") if noted.check is not None else ""
        self.bar.ask(part.t(words), part.t(CHECK.spec("exception").label), before, part.t(_HINT))
        self._drafts.begin(" ".join(self._asked))

    def clear(self) -> None:
        """Say nothing any more of the selected cells."""
        self.banner.clear()
        checks = self._part.checks()
        if checks:
            self._part.change(lambda: self._service.take_away(checks), None, self._refused)

    def came(self) -> None:
        """What was saved is on show now."""
        self._pending.clear()

    def _note(self, words: str) -> None:
        enterprise, day = self._asked
        if words:
            self._pending.add(self._asked)
            self._part.change(lambda: self._service.check(enterprise, day, words), None, self._refused)
            self._on()

    def _unsaid(self, row: CheckRow) -> bool:
        noted = self._part.noted(row)
        if noted is None or (row.id, self._part.day) in self._pending:
            return False
        return noted.check is None and noted.students > 0

    def _on(self) -> None:
        """Go on to the next enterprise below that is not checked, or the first above, or just the next."""
        rows, here = self._part.rows, self._part.table.rows.currentIndex().row()
        order = [*range(here + 1, len(rows)), *range(here)]
        self._part.stand(next((n for n in order if self._unsaid(rows[n])), min(here + 1, len(rows) - 1)))

    def _refused(self, error: UserError) -> None:
        self._pending.clear()
        self.banner.say(self._part.t(error.text), "warn")
