"""The question that is asked: the row cut out of the picture, why it is asked, and the answers, each with its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from fieldteacher.domain.text import Text, begun
from fieldteacher.services.sheet_checks import CheckedRow, CheckedSheet, Question
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.sheets.arrangement import DIGITS, option_of
from fieldteacher.ui.screens.sheets.picture import CutOut
from fieldteacher.ui.widgets.basics import box, clear, column, label, row
from fieldteacher.ui.widgets.chip import Chip

_EMPTY = Text("留空（Del）", "Leave empty (Del)")
_CUT = Text("放大的一行", "The row, enlarged")
_SEEN = Text("{what}。看来是：{value}", "{what}. It looks like: {value}")
_CLEAR = Text("清楚", "plain")
_DECIDED = Text("已核对", "decided")
_TICKS = Text("1　以勾选为准", "1  The ticks stand")
_LEAVE_OUT = Text("2　略过这张表", "2  Leave this sheet out")
_PAPER = Text("1　以这张表为准", "1  The paper stands")
_SAVED = Text("2　保留已录入的", "2  Keep what is saved")
_THIS = Text("1　用这一张", "1  Use this one")
_OTHER = Text("2　用第 {n} 张", "2  Use no. {n}")
_FINE = Text("1　看过，无误", "1  Looked at, it is right")
_HINT = Text("Enter 采用建议，数字或 ←→ 选择", "Enter takes it; digits or ←→ choose")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says: a ``value`` of a row (``None``: left empty), or to a question about the sheet that the first
    (``True``) or the second thing offered is so."""

    row: str
    value: int | None = None
    first: bool | None = None


class QuestionCard(QWidget):
    """``answered`` carries an ``Answer``. Keys reach it through ``key``."""

    answered = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._row: CheckedRow | None = None
        self._question: Question | None = None
        self._chosen = -1
        self.title = label("", "title", wrap=True)
        self.standard = label("", "small", wrap=True)
        self.state = Chip(ui.theme, "", "warn")
        self.cut = CutOut(ui.theme, ui.t(_CUT))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._answers = row(gap=0)
        self.buttons: list[QPushButton] = []
        self.empty = QPushButton(ui.t(_EMPTY))
        self.empty.setProperty("role", "quiet")
        self.empty.setAutoDefault(False)
        self.empty.clicked.connect(self.leave_empty)
        self._hint = label(ui.t(_HINT), "small")
        inside = column(
            row(self.title, -1, self.state), self.standard, self.cut, self._answers, row(self._hint, -1, self.empty),
            gap=tokens.SPACE_S,
        )  # fmt: skip
        inside.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_S)
        self.setLayout(column(box(inside), gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def question(self) -> Question | None:
        """The question on show; ``None`` where a row is only looked at."""
        return self._question

    @property
    def row(self) -> CheckedRow | None:
        """The row on show."""
        return self._row

    @property
    def told(self) -> str:
        """The question in words, for those who cannot see it."""
        state = "" if self.state.isHidden() else self.state.words
        chosen = self.buttons[self._chosen].text() if self._chosen >= 0 else ""
        return " · ".join(filter(None, (self.title.text(), state, chosen)))

    def show_row(
        self, sheet: CheckedSheet, row: CheckedRow, question: Question | None, picture: QImage
    ) -> None:
        """Ask about a row, or let it be looked at."""
        language, t = self._ui.language, self._ui.t
        self._row, self._question = row, question
        reading = row.reading
        self.title.setText(row.criterion.name if row.criterion else t(DIGITS[reading.name]))
        self.standard.setText(row.criterion.standard if row.criterion else "")
        self.standard.setVisible(bool(self.standard.text()))
        if question is not None:
            self.state.say(t(question.text), "warn")
        else:
            self.state.say(
                t(_CLEAR if reading.state == "clear" and row.value == reading.value else _DECIDED), "good"
            )
        self.state.show()
        proposed = reading.value if row.open else row.value
        said = option_of(sheet, row, proposed, language) or "–"
        self.cut.show_row(
            picture, sheet.sheet.reading.scale, reading, t(_SEEN.fill(what=self.title.text(), value=said))
        )
        digits = row.criterion is None
        words = [
            option_of(sheet, row, n, language) if digits else f"{n + 1} {option_of(sheet, row, n, language)}"
            for n in range(len(reading.boxes))
        ]
        self._offer(words, -1 if proposed is None else proposed)
        self.empty.show()
        self._hint.show()

    def show_question(self, question: Question) -> None:
        """Ask about the sheet as a whole."""
        t = self._ui.t
        self._row, self._question = None, question
        self.title.setText(begun(t(question.text)))
        self.standard.hide()
        self.cut.clear()
        self.state.hide()
        offered: Sequence[Text] = {
            "total": (_TICKS, _LEAVE_OUT), "other": (_PAPER, _SAVED), "sheet": (_FINE, _LEAVE_OUT),
            "twice": (_THIS, _OTHER.fill(n=question.other)), "row": (),
        }[question.kind]  # fmt: skip
        self._offer([t(each) for each in offered], -1)
        self.empty.hide()
        self._hint.hide()

    def key(self, key: int) -> bool:
        """Take a key; whether it was one of its own. Enter is the screen's."""
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.choose(self._chosen + (1 if key == Qt.Key.Key_Right else -1))
            return True
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._row is not None:
                self.leave_empty()
            return True
        if not Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            return False
        number = int(key) - int(Qt.Key.Key_0)
        if self._row is None or self._row.criterion is not None:
            number -= 1
        if 0 <= number < len(self.buttons):
            self.answer(number)
        return True

    def choose(self, number: int) -> None:
        """Mark an answer without giving it; with none marked, the arrow begins at the end it comes from."""
        if not self.buttons:
            return
        if self._chosen < 0:
            number = 0 if number >= 0 else len(self.buttons) - 1
        self._chosen = max(0, min(number, len(self.buttons) - 1))
        self.buttons[self._chosen].setChecked(True)

    def accept(self) -> bool:
        """Give the answer that is marked; ``False`` where none is."""
        if self._chosen < 0:
            return False
        self.answer(self._chosen)
        return True

    def answer(self, number: int) -> None:
        """Give an answer."""
        if self._row is not None:
            self.answered.emit(Answer(self._row.reading.name, number))
        elif self._question is not None:
            self.answered.emit(Answer("", first=number == 0))

    def leave_empty(self) -> None:
        """The row has no mark."""
        if self._row is not None:
            self.answered.emit(Answer(self._row.reading.name, None))

    def _offer(self, words: Sequence[str], chosen: int) -> None:
        if len(words) != len(self.buttons):
            self._make(len(words))
        for made, said in zip(self.buttons, words, strict=True):
            made.setText(said)
        self._chosen = chosen if chosen < len(self.buttons) else -1
        self._group.setExclusive(False)
        for number, made in enumerate(self.buttons):
            made.setChecked(number == self._chosen)
        self._group.setExclusive(True)

    def _make(self, count: int) -> None:
        for each in self.buttons:
            self._group.removeButton(each)
        clear(self._answers)
        self.buttons = []
        for number in range(count):
            made = QPushButton()
            made.setProperty("role", "answer")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            made.clicked.connect(partial(self._clicked, number))
            self._group.addButton(made)
            self._answers.addWidget(made, 1)
            self.buttons.append(made)

    def _clicked(self, number: int, _checked: bool = False) -> None:
        self.answer(number)
