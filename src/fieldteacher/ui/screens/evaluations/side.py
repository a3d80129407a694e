"""Beside the grid: the student the keyboard is on, what the marks come to, and each rater's sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import Result, SchemeSpec, grade_of
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.services.evaluations import GridRow
from fieldteacher.services.mark_hints import Hint
from fieldteacher.services.signing import Sheet, TraceStep
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.phrases import PhraseKey
from fieldteacher.ui.screens.evaluations.acting import SheetAct
from fieldteacher.ui.screens.evaluations.arrangement import without
from fieldteacher.ui.screens.evaluations.rater_card import CardState, RaterCard
from fieldteacher.ui.widgets.basics import Scroll, box, clear, column, label, row
from fieldteacher.ui.widgets.chip import Chip

WIDTH = 316
_PAUSE_MS = 1000
_OVERALL = Text("总评", "Overall")
_NOBODY = Text("选中一名学生，这里显示评语和签字。", "Choose a student to see comments and signatures.")
_PLACE = Text("{enterprise} · {post}", "{enterprise} · {post}")


class CommentPanel(QWidget):
    """``commented`` carries placement, rater and the words to save; ``acted`` a ``SheetAct``,
    ``dismissed`` the hints that were looked at."""

    commented = Signal(str, str, str)
    acted = Signal(object)
    dismissed = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._scheme: SchemeSpec | None = None
        self._row: GridRow | None = None
        self._result: Result | None = None
        self._acting = ""
        self.cards: dict[str, RaterCard] = {}
        self._kept: dict[str, str] = {}
        self._name = label("", "title", wrap=True)
        self._place = label(ui.t(_NOBODY), "muted", wrap=True)
        self._overall = label("", "figure")
        self._grade = row(gap=tokens.SPACE_S)
        self._without = label("", "small", wrap=True)
        self._raters = column(gap=tokens.SPACE_M)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        inside = column(
            self._name, self._place, row(self._overall, self._grade, -1), self._without, self._raters, -1,
            margin=tokens.SPACE_L, gap=tokens.SPACE_S,
        )  # fmt: skip
        self._without.hide()
        self.setLayout(column(Scroll(box(inside, "surface"))))
        self.setFixedWidth(WIDTH)

    def set_scheme(self, scheme: SchemeSpec | None) -> None:
        """Show the raters of a scheme."""
        if scheme == self._scheme:
            return
        self.flush()
        self._scheme, self._row = scheme, None
        clear(self._raters)
        self.cards.clear()
        for rater in scheme.rating if scheme else ():
            self.cards[rater] = card = RaterCard(self._ui, rater)
            card.text.textChanged.connect(self._pause.start)
            card.acted.connect(partial(self._act, rater))
            card.dismissed.connect(self.dismissed)
            phrases = PhraseKey(
                self._ui, card, "comment", wanted=partial(self._for, rater), fill=self._filled
            )
            phrases.serve(card.text)
            self._raters.addWidget(card)
        self.show_row(None, None, {})

    def _for(self, rater: str) -> tuple[str | None, str | None]:
        """The rater and the grade that phrases may be made for: that of the rater's total, else of the overall."""
        if self._scheme is None or self._result is None:
            return rater, None
        total = self._result.totals.get(rater)
        return rater, self._result.grade if total is None else grade_of(self._scheme, total)

    def _filled(self, words: str) -> str:
        """A phrase with the name of the student in the place of ``{name}``."""
        return words.replace("{name}", self._row.who.name if self._row is not None else "")

    def show_row(self, who: GridRow | None, result: Result | None, missing: dict[str, int]) -> None:
        """Show a student; words being written about the one before are saved first."""
        same = who is not None and self._row is not None and who.who.placement == self._row.who.placement
        if not same:
            self.flush()
            self.stop_asking()
            self.show_trace({})
        typed = self._changed() if same else {}
        self._row = who
        for card in self.cards.values():
            card.setVisible(who is not None)
        if who is None or result is None:
            self._name.clear()
            self._place.setText(self._ui.t(_NOBODY))
            self._overall.clear()
            self._without.hide()
            clear(self._grade)
            return
        person = who.who
        self._name.setText(f"{person.name}  {person.student_number}")
        place = _PLACE.fill(enterprise=person.enterprise_name, post=person.post or "–")
        self._place.setText("\n".join(filter(None, (self._ui.t(place), person.class_name))))
        for rater, card in self.cards.items():
            stored = who.comments.get(rater, "")
            self._kept[rater] = stored
            if card.text.toPlainText() != typed.get(rater, stored):
                card.text.setPlainText(typed.get(rater, stored))
        if not typed:
            self._pause.stop()
        self.show_result(result, missing)

    def show_result(self, result: Result, missing: dict[str, int]) -> None:
        """Show what the marks of the student come to now."""
        if self._row is None or self._scheme is None:
            return
        clear(self._grade)
        self._result = result
        if result.overall is None:
            self._overall.setText("–")
        else:
            self._overall.setText(show_tenths(result.overall))
            tone = "good" if result.passed else "bad"
            self._grade.addWidget(Chip(self._ui.theme, result.grade or "", tone))  # type: ignore[arg-type]
        self._overall.setAccessibleName(f"{self._ui.t(_OVERALL)} {self._overall.text()}")
        said = [self._ui.t(without(rater, way)) for rater, way in result.missing.items()]
        self._without.setText("\n".join(said))
        self._without.setVisible(bool(said))
        for rater, card in self.cards.items():
            card.show_state(
                CardState(
                    result.totals.get(rater),
                    missing.get(rater, 0),
                    self._row.sheets.get(rater),
                    self._scheme.missing_rater,
                )
            )

    def show_trace(self, traces: Mapping[str, Sequence[TraceStep]]) -> None:
        """Show, by rater, how the sheets of the student were signed and unlocked."""
        for rater, card in self.cards.items():
            card.show_trace(traces.get(rater, ()))

    def show_hints(self, hints: Sequence[tuple[Hint, Text]]) -> None:
        """Show, at each rater's sheet, what is hinted at."""
        for rater, card in self.cards.items():
            card.show_hints([(hint, words) for hint, words in hints if hint.rater == rater])

    def flush(self) -> None:
        """Save the comments that were changed."""
        self._pause.stop()
        if self._row is None:
            return
        for rater, words in self._changed().items():
            self._kept[rater] = words
            self.commented.emit(self._row.who.placement, rater, words)

    def text(self, rater: str) -> QPlainTextEdit:
        """Where a rater's comment is written."""
        return self.cards[rater].text

    def sign_button(self, rater: str) -> QPushButton:
        """The button that signs a rater's marks, or unlocks them."""
        return self.cards[rater].sign

    def stop_asking(self) -> bool:
        """Give up what a card asks; ``False`` where none does."""
        stopped = [card.stop_asking() for card in self.cards.values()]
        return any(stopped)

    def refused(self, error: UserError) -> bool:
        """Say why what was asked for last was not done, at its field where there is one."""
        return self._acting in self.cards and self.cards[self._acting].say(error)

    def _changed(self) -> dict[str, str]:
        return {
            rater: card.text.toPlainText().strip()
            for rater, card in self.cards.items()
            if card.text.toPlainText().strip() != self._kept.get(rater, "").strip()
        }

    def _act(self, rater: str, kind: str, values: Mapping[str, object]) -> None:
        if self._row is not None:
            self._acting = rater
            self.flush()
            self.acted.emit(SheetAct(kind, (Sheet(self._row.who.placement, rater),), values))  # type: ignore[arg-type]
