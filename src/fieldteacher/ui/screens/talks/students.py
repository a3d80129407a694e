"""Whom a talk is with: one student, or several of the same enterprise by one key each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.text import Text
from fieldteacher.services.enterprises import PlacedStudent
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editor import Surroundings
from fieldteacher.ui.forms.references import RecordFinder
from fieldteacher.ui.screens.talks.arrangement import TALK
from fieldteacher.ui.widgets.basics import column, label, row
from fieldteacher.ui.widgets.tick_list import Tickable, TickList

_STUDENTS = Text("谈话学生", "Students")
_STUDENTS_TIP = Text(
    "按行尾的键加入同企业的学生，记为集体谈话",
    "The key at the line's end adds another student of the same enterprise",
)
_FIND = Text("查找学生", "Find a student")
_TICKED = Text("{n} 人", "{n}")
_NOBODY = Text("请选择学生。", "Choose a student.")
_ROWS = 7


class TalkStudents(QWidget):
    """``changed`` after ticking, ``added`` after a student was found and ticked, ``refused`` carries a ``UserError``."""

    changed = Signal()
    added = Signal()
    refused = Signal(object)

    def __init__(self, ui: Ui, around: Surroundings) -> None:
        super().__init__()
        self._ui = ui
        self._known: dict[str, Tickable] = {}
        self.finder = RecordFinder(TALK.spec("student"), around)
        self.finder.setAccessibleName(ui.t(_FIND))
        self.list = TickList(ui.theme, ui.t(_STUDENTS))
        self.list.setToolTip(ui.t(_STUDENTS_TIP))
        self.list.setAccessibleDescription(ui.t(_STUDENTS_TIP))
        self._count = label("", "muted")
        self._problem = label("", "problem", wrap=True)
        self._tip = label(ui.t(_STUDENTS_TIP), "small", wrap=True)
        head = row(label(ui.t(_STUDENTS), "title"), -1, self._count)
        self.setLayout(column(head, self.finder, self._problem, self.list, self._tip, gap=tokens.SPACE_S))
        self.finder.chosen.connect(self._found)
        self.list.changed.connect(self._ticked)
        self.clear()

    @property
    def ticked(self) -> list[str]:
        """The students who are ticked."""
        return self.list.ticked

    @property
    def problem(self) -> str:
        """What is said to be wrong."""
        return self._problem.text()

    def clear(self) -> None:
        """Nobody yet."""
        self._known = {}
        self.finder.clear()
        self.list.set_lines([], [])
        self._say()

    def start(self) -> None:
        """Put the keyboard on the list, or into the search where nobody is listed."""
        wanted: QWidget = self.list if self.list.count() else self.finder
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_missing(self) -> None:
        """Say that a student is needed, and go there."""
        self._problem.setText(self._ui.t(_NOBODY))
        self._problem.show()
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self, student: str, ticked: Sequence[str]) -> None:
        """Show the students who are placed where ``student`` is, with ``ticked`` ticked."""
        services, wanted = self._ui.services, list(dict.fromkeys(ticked))

        def mates() -> list[Tickable]:
            card = services.students.card(student)
            placed: Sequence[PlacedStudent] = ()
            if card.placement is not None:
                placed = services.enterprises.students(card.placement["enterprise"])
            known = {each.student for each in placed}
            titles = services.records.titles("student", [each for each in wanted if each not in known])
            return [
                *(Tickable(record, title) for record, title in titles.items()),
                *(Tickable(each.student, each.name, each.post or "") for each in placed),
            ]

        self._ui.runner.read(mates, lambda found: self._show(found, wanted), self.refused.emit, owner=self)

    def _show(self, found: Sequence[Tickable], ticked: Sequence[str]) -> None:
        self._known |= {each.id: each for each in found}
        wanted = set(ticked) | set(self.list.ticked)
        ordered = sorted(self._known.values(), key=lambda each: each.id not in wanted)
        self.list.set_lines(ordered, list(wanted))
        self.list.setFixedHeight(min(_ROWS, max(3, len(ordered))) * 30 + 8)
        self._say()

    def _found(self, student: str, _title: str) -> None:
        self.finder.clear()
        self.read(student, [*self.list.ticked, student])
        self.added.emit()

    def _ticked(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        number = len(self.list.ticked)
        self._count.setText(self._ui.t(_TICKED.fill(n=number)) if number else "")
        self._problem.clear()
        self._problem.hide()
        for each in (self.list, self._tip):
            each.setVisible(self.list.count() > 0)
