"""Beside the grid: the student the keyboard is on, what the marks come to, and each rater's comment and signature."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from fieldteacher.domain.scoring import Result, SchemeSpec
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.services.evaluations import GridRow
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editor import UndoGate
from fieldteacher.ui.screens.evaluations.arrangement import RATER_WORDS
from fieldteacher.ui.widgets.basics import Card, Scroll, box, button, clear, column, label, row
from fieldteacher.ui.widgets.chip import Chip

WIDTH = 300
_PAUSE_MS = 1000
_COMMENT = Text("{rater}评语", "Comment: {rater}")
_SIGN = Text("签字锁定", "Sign and lock")
_UNSIGN = Text("解除签字", "Unlock")
_SIGNED = Text("已签字", "signed")
_MISSING = Text("还有 {n} 项未评", "{n} marks missing")
_OVERALL = Text("总评", "Overall")
_NOBODY = Text("选中一名学生，这里显示评语和签字。", "Choose a student to see comments and signatures.")
_PLACE = Text("{enterprise} · {post}", "{enterprise} · {post}")
_NAMED = Text("{button}：{rater}", "{button}: {rater}")


class CommentPanel(QWidget):
    """``commented`` carries placement, rater and the words to save; ``signing`` placement, rater and whether signed."""

    commented = Signal(str, str, str)
    signing = Signal(str, str, bool)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._scheme: SchemeSpec | None = None
        self._row: GridRow | None = None
        self._texts: dict[str, QPlainTextEdit] = {}
        self._signs: dict[str, QPushButton] = {}
        self._totals: dict[str, QLabel] = {}
        self._states: dict[str, QLabel] = {}
        self._kept: dict[str, str] = {}
        self._name = label("", "title", wrap=True)
        self._place = label(ui.t(_NOBODY), "muted", wrap=True)
        self._overall = label("", "figure")
        self._grade = row(gap=tokens.SPACE_S)
        self._raters = column(gap=tokens.SPACE_M)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        inside = column(
            self._name, self._place, row(self._overall, self._grade, -1), self._raters, -1,
            margin=tokens.SPACE_L, gap=tokens.SPACE_S,
        )  # fmt: skip
        self.setLayout(column(Scroll(box(inside, "surface"))))
        self.setFixedWidth(WIDTH)

    def set_scheme(self, scheme: SchemeSpec | None) -> None:
        """Show the raters of a scheme."""
        if scheme == self._scheme:
            return
        self.flush()
        self._scheme, self._row = scheme, None
        clear(self._raters)
        for each in (self._texts, self._signs, self._totals, self._states):
            each.clear()
        for rater in scheme.rating if scheme else ():
            self._raters.addWidget(self._rater(rater))
        self.show_row(None, None, {})

    def _rater(self, rater: str) -> QWidget:
        words = self._ui.t(RATER_WORDS[rater])
        title = self._ui.t(_COMMENT.fill(rater=RATER_WORDS[rater]))
        text = QPlainTextEdit()
        text.setTabChangesFocus(True)
        text.setAccessibleName(title)
        text.setFixedHeight(96)
        text.installEventFilter(UndoGate(text))
        text.textChanged.connect(self._pause.start)
        sign = button(self._ui.theme, "", lambda: self._sign(rater), role="quiet")
        self._texts[rater], self._signs[rater] = text, sign
        self._totals[rater], self._states[rater] = label("", "title"), label("", "small")
        card = Card(role="panel")
        card.body.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_S)
        card.setAccessibleName(words)
        card.body.addLayout(row(label(title), -1, self._totals[rater]))
        card.body.addWidget(text)
        card.body.addLayout(row(self._states[rater], -1, sign))
        return card

    def show_row(self, who: GridRow | None, result: Result | None, missing: dict[str, int]) -> None:
        """Show a student; words being written about the one before are saved first."""
        if who is None or self._row is None or who.who.placement != self._row.who.placement:
            self.flush()
        same = who is not None and self._row is not None and who.who.placement == self._row.who.placement
        typed = self._changed() if same else {}
        self._row = who
        self._raters_visible(who is not None)
        if who is None or result is None:
            self._name.clear()
            self._place.setText(self._ui.t(_NOBODY))
            self._overall.clear()
            clear(self._grade)
            return
        person = who.who
        self._name.setText(f"{person.name}  {person.student_number}")
        place = _PLACE.fill(enterprise=person.enterprise_name, post=person.post or "–")
        self._place.setText("\n".join(filter(None, (self._ui.t(place), person.class_name))))
        for rater, text in self._texts.items():
            stored = who.comments.get(rater, "")
            self._kept[rater] = stored
            if text.toPlainText() != typed.get(rater, stored):
                text.setPlainText(typed.get(rater, stored))
        if not typed:
            self._pause.stop()
        self.show_result(result, missing)

    def show_result(self, result: Result, missing: dict[str, int]) -> None:
        """Show what the marks of the student come to now."""
        if self._row is None:
            return
        clear(self._grade)
        if result.overall is None:
            self._overall.setText("–")
        else:
            self._overall.setText(show_tenths(result.overall))
            tone = "good" if result.passed else "bad"
            self._grade.addWidget(Chip(self._ui.theme, result.grade or "", tone))  # type: ignore[arg-type]
        self._overall.setAccessibleName(f"{self._ui.t(_OVERALL)} {self._overall.text()}")
        for rater in self._texts:
            total = result.totals.get(rater)
            signed, lacking = rater in self._row.signed, missing.get(rater, 0)
            self._totals[rater].setText("" if total is None else show_tenths(total))
            self._texts[rater].setReadOnly(signed)
            state = _SIGNED if signed else _MISSING.fill(n=lacking) if lacking else Text("", "")
            self._states[rater].setText(self._ui.t(state))
            sign = self._signs[rater]
            words = _UNSIGN if signed else _SIGN
            sign.setText(self._ui.t(words))
            sign.setAccessibleName(self._ui.t(_NAMED.fill(button=words, rater=RATER_WORDS[rater])))
            self._ui.theme.dress(sign, "lock" if not signed else "undo-2")
            sign.setEnabled(signed or not lacking)

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
        return self._texts[rater]

    def sign_button(self, rater: str) -> QPushButton:
        """The button that signs a rater's marks, or unlocks them."""
        return self._signs[rater]

    def _changed(self) -> dict[str, str]:
        return {
            rater: text.toPlainText().strip()
            for rater, text in self._texts.items()
            if text.toPlainText().strip() != self._kept.get(rater, "").strip()
        }

    def _sign(self, rater: str) -> None:
        if self._row is not None:
            self.flush()
            self.signing.emit(self._row.who.placement, rater, rater not in self._row.signed)

    def _raters_visible(self, on: bool) -> None:
        for place in range(self._raters.count()):
            item = self._raters.itemAt(place)
            widget = item.widget() if item else None
            if widget is not None:
                widget.setVisible(on)
