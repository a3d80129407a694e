"""Noting what students hand in: in, stars, a comment, or nothing any more; for one cell or for many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.periods import Period
from fieldteacher.domain.text import Text
from fieldteacher.services.journals import JournalRow
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.asked import AskedDrafts
from fieldteacher.ui.screens.daily.journal_columns import JOURNAL
from fieldteacher.ui.screens.daily.journal_range import Range
from fieldteacher.ui.tables.cells import CellTable
from fieldteacher.ui.widgets.ask_bar import AskBar

_COMMENT, _COMMENT_MANY = (
    Text("批语 · {name}", "Comment for {name}"),
    Text("批语 · {n} 份", "Comment for {n}"),
)
_SAVE, _GIVE_UP = Text("保存", "Save"), Text("取消", "Cancel")
Cell = tuple[str, str]


class Handing(Protocol):
    """What the verbs need of the part that shows the journals."""

    range: Range
    table: CellTable

    def period(self) -> Period | None:
        """The period of the column that the person is on."""

    def cells(self) -> list[Cell]:
        """The chosen cells."""

    def comment(self) -> str:
        """The comment on the journal that the person is on."""

    def t(self, text: Text) -> str:
        """``text`` in the window's language."""

    def change(self, fn: Callable[[], Any]) -> None:
        """Change records on the writer thread."""


class JournalNoting:
    """The verbs on the chosen cells of ``part``; ``bar`` asks for a comment."""

    def __init__(self, part: Handing, ui: Ui) -> None:
        self._part = part
        self._service = ui.services.journals
        self._commenting: list[Cell] = []
        self.bar = AskBar(ui.theme, ui.t(_SAVE), ui.t(_GIVE_UP))
        self._drafts = AskedDrafts(ui, self.bar, "journal-comment")
        self.bar.answered.connect(self._commented)

    def receive(self) -> None:
        """What is selected came in today; from a single one on to the next below."""
        kind = self._part.range.kind
        self._note(lambda cells: self._service.receive(cells, kind), on=True)

    def receive_column(self) -> None:
        """All students on show from whom this one is expected handed it in."""
        part, kind, period = self._part, self._part.range.kind, self._part.period()
        if period is None:
            return
        rows: list[JournalRow] = [row for row in part.table.model.rows if period.name in row.expected]
        cells = [(row.id, row.period(kind, period.name)) for row in rows if period.name not in row.handed_in]
        if cells:
            part.change(lambda: self._service.receive(cells, kind))

    def rate(self, stars: int | None) -> None:
        """Give what is selected so many stars."""
        kind = self._part.range.kind
        self._note(lambda cells: self._service.rate(cells, kind, stars), on=True)

    def clear(self) -> None:
        """Take away what was noted of what is selected."""
        kind = self._part.range.kind
        self._note(lambda cells: self._service.take_away(cells, kind))

    def ask(self) -> None:
        """Ask for a comment on what is selected."""
        part, self._commenting = self._part, self._part.cells()
        row, count = part.table.rows.current_row(), len(self._commenting)
        if not count or row is None:
            return
        only = count == 1
        words = _COMMENT.fill(name=row.name) if only else _COMMENT_MANY.fill(n=count)
        self.bar.ask(part.t(words), part.t(JOURNAL.spec("comment").label), part.comment() if only else "")
        self._drafts.begin(" ".join((part.range.kind, *self._commenting[0])) if only else "several")

    def _commented(self, words: str) -> None:
        cells, kind = self._commenting, self._part.range.kind
        self._part.change(lambda: self._service.comment(cells, kind, words))

    def _note(self, save: Callable[[list[Cell]], ChangeSet], *, on: bool = False) -> None:
        part, cells = self._part, self._part.cells()
        if not cells:
            return
        part.change(lambda: save(cells))
        here = part.table.rows.currentIndex()
        if on and len(cells) == 1 and here.row() + 1 < len(part.table.model.rows):
            part.table.rows.go_to_cell(here.row() + 1, here.column())
