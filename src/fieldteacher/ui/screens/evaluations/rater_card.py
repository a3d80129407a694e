"""One rater's sheet of the student beside the grid: comment, signature, and how it came to stand as it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import Missing
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.services.evaluations import SheetRow
from fieldteacher.services.mark_hints import Hint
from fieldteacher.services.signing import TraceStep
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editor import UndoGate
from fieldteacher.ui.forms.phrases import TIP as PHRASES_TIP
from fieldteacher.ui.photos.strip import PhotoStrip
from fieldteacher.ui.screens.evaluations.acting import ACTS, Asking, Kind
from fieldteacher.ui.screens.evaluations.arrangement import MISSING_WORDS, RATER_WORDS
from fieldteacher.ui.widgets.basics import Card, box, button, clear, column, label, row

_COMMENT = Text("{rater}评语", "Comment: {rater}")
_LACKING = Text("还有 {n} 项未评", "{n} marks missing")
_SIGNED = Text("已签字 {by} {on}", "signed {by} {on}")
_MISSING = Text("缺评（{way}）：{reason}。决定人 {by}，{on}", "missing ({way}): {reason}. {by}, {on}")
_BY_SCHEME = Text("按方案{way}", "as the scheme says, {way}")
_CHECKED = Text("已复核 {by} {on}", "checked {by} {on}")
_NAMED = Text("{button}：{rater}", "{button}: {rater}")
_SHEET = Text("签字表", "Signed sheet")
_TRACE = Text("签字记录（{n}）", "Trace ({n})")
_STEPS = {
    "signed": Text("签字 {name}", "signed {name}"),
    "unlocked": Text("解除签字：{reason}", "unlocked: {reason}"),
    "missing": Text("登记缺评 {name}：{reason}", "stated missing {name}: {reason}"),
    "not_missing": Text("取消缺评", "not missing any more"),
    "checked": Text("复核一致 {name}", "checked {name}"),
    "not_checked": Text("复核作废：分数已改", "check void: marks changed"),
}
_LOOKED = Text("已核对", "Looked at")
_TAKEN_BACK = Text("撤销签字", "signature taken back")
_STEP = Text("{day} {what}（{author}）", "{day} {what} ({author})")


@dataclass(frozen=True, slots=True)
class CardState:
    """What a rater's card shows: total (tenths), marks still lacking, sheet, the scheme's rule for missing raters."""

    total: int | None
    lacking: int
    sheet: SheetRow | None
    rule: Missing


class RaterCard(Card):
    """``acted`` carries what to do with the sheet and the fields entered for it, ``dismissed`` hints looked at."""

    acted = Signal(str, object)
    dismissed = Signal(object)

    def __init__(self, ui: Ui, rater: str) -> None:
        super().__init__(role="panel")
        self._ui, self.rater = ui, rater
        self._state: CardState | None = None
        self._asking: Asking | None = None
        self.setAccessibleName(ui.t(RATER_WORDS[rater]))
        title = ui.t(_COMMENT.fill(rater=RATER_WORDS[rater]))
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(title)
        self.text.setPlaceholderText(ui.t(PHRASES_TIP))
        self.text.setFixedHeight(88)
        self.text.installEventFilter(UndoGate(self.text))
        self.total, self.state = label("", "title"), label("", "small", wrap=True)
        self.checked = label("", "small", wrap=True)
        self.sign = button(ui.theme, "", self._sign, role="quiet")
        self.missing = button(ui.theme, "", self._missing, role="quiet")
        self.trace_button = button(ui.theme, "", self._show_trace, role="quiet", icon="history")
        self.trace_button.setCheckable(True)
        self._trace = column(gap=tokens.SPACE_XS)
        self._trace_box = box(self._trace)
        self._room = column(gap=0)
        self.hints = column(gap=tokens.SPACE_XS)
        self.body.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_S)
        self.body.addLayout(row(label(title), -1, self.total))
        for part in (self.text, self.state, self.checked):
            self.body.addWidget(part)
        self.body.addLayout(self.hints)
        self.body.addLayout(row(self.trace_button, -1, self.missing, self.sign, gap=tokens.SPACE_XS))
        self.body.addLayout(self._room)
        self.sheet = PhotoStrip(ui, _SHEET, compact=True)
        self.sheet.hide()
        self.body.addWidget(self.sheet)
        self.body.addWidget(self._trace_box)
        self.show_trace(())

    def show_state(self, state: CardState) -> None:
        """Show how the sheet stands now."""
        self._state = state
        self.sheet.setVisible(state.sheet is not None)
        if state.sheet is not None:
            self.sheet.show_owner(state.sheet.id)
        t, sheet = self._ui.t, state.sheet
        status = sheet.status if sheet else "draft"
        self.total.setText("" if state.total is None else show_tenths(state.total))
        self.text.setReadOnly(status != "draft")
        self.state.setText(t(self._words(state)))
        self.state.setVisible(bool(self.state.text()))
        checked = sheet is not None and bool(sheet.checked_on)
        if sheet is not None and checked:
            self.checked.setText(t(_CHECKED.fill(by=sheet.checked_by or "", on=sheet.checked_on)))
        self.checked.setVisible(checked)
        self._dress(self.sign, "unlock" if status == "signed" else "sign")
        self.sign.setVisible(status != "missing")
        self.sign.setEnabled(status == "signed" or not state.lacking)
        self._dress(self.missing, "withdraw" if status == "missing" else "missing")
        self.missing.setVisible(status == "missing" or (status == "draft" and state.lacking > 0))

    @staticmethod
    def _words(state: CardState) -> Text:
        sheet = state.sheet
        if sheet is not None and sheet.status == "signed":
            return _SIGNED.fill(by=sheet.signed_by or "", on=sheet.signed_on or "")
        if sheet is not None and sheet.status == "missing":
            way = MISSING_WORDS[sheet.missing_as or state.rule]
            return _MISSING.fill(
                way=way if sheet.missing_as else _BY_SCHEME.fill(way=way), reason=sheet.missing_reason or "",
                by=sheet.missing_by or "", on=sheet.missing_on or "",
            )  # fmt: skip
        return _LACKING.fill(n=state.lacking) if state.lacking else Text("", "")

    def _dress(self, made: QPushButton, kind: Kind) -> None:
        words = ACTS[kind]
        made.setText(self._ui.t(words))
        made.setAccessibleName(self._ui.t(_NAMED.fill(button=words, rater=RATER_WORDS[self.rater])))
        self._ui.theme.dress(made, {"sign": "lock", "missing": "flag"}.get(kind, "undo-2"))

    # -- doing ---------------------------------------------------------------------------------

    def _sign(self) -> None:
        if self._state is not None and self._state.sheet is not None and self._state.sheet.status == "signed":
            self._ask("unlock", {})
        else:
            self.acted.emit("sign", {})

    def _missing(self) -> None:
        if (
            self._state is not None
            and self._state.sheet is not None
            and self._state.sheet.status == "missing"
        ):
            self.acted.emit("withdraw", {})
        else:
            self._ask("missing", {"missing_by": self._ui.services.settings.get("author") or ""})

    def _ask(self, kind: Kind, values: dict[str, Any]) -> None:
        self.stop_asking()
        self._asking = asking = Asking(self._ui, kind)
        asking.answered.connect(lambda entered: self.acted.emit(kind, entered))
        asking.given_up.connect(self.stop_asking)
        self._room.addWidget(asking)
        asking.start(values)

    @property
    def asking(self) -> Asking | None:
        """What is being asked."""
        return self._asking

    def stop_asking(self) -> bool:
        """Give up what is being asked; ``False`` where nothing is."""
        if self._asking is None:
            return False
        self._asking = None
        clear(self._room)
        self.sign.setFocus()
        return True

    def say(self, error: UserError) -> bool:
        """Say why something was not done, at the field where there is one."""
        return self._asking is not None and self._asking.say(error)

    # -- hints and trace ---------------------------------------------------------------------------------

    def show_hints(self, hints: Sequence[tuple[Hint, Text]]) -> None:
        """Show what is hinted at, each with the button that lets it rest."""
        clear(self.hints)
        for hint, words in hints:
            said = label(self._ui.t(words), "small", wrap=True)
            said.setProperty("tone", "warn")
            said.setContentsMargins(tokens.SPACE_S, tokens.SPACE_XS, tokens.SPACE_S, tokens.SPACE_XS)
            looked = button(
                self._ui.theme,
                self._ui.t(_LOOKED),
                partial(self.dismissed.emit, [hint]),
                role="quiet",
                tip="F9",
            )
            looked.setAccessibleName(f"{self._ui.t(_LOOKED)}: {said.text()}")
            self.hints.addWidget(said)
            self.hints.addLayout(row(-1, looked))

    def show_trace(self, steps: Sequence[TraceStep]) -> None:
        """Show how the sheet was signed and unlocked, latest first."""
        clear(self._trace)
        self.trace_button.setVisible(bool(steps))
        self.trace_button.setText(self._ui.t(_TRACE.fill(n=len(steps))))
        for step in steps:
            self._trace.addWidget(label(self._ui.t(step_words(step)), "small", wrap=True))
        self._show_trace()

    def _show_trace(self) -> None:
        self._trace_box.setVisible(self.trace_button.isChecked() and self._trace.count() > 0)


def step_words(step: TraceStep) -> Text:
    """One line of the trace in words."""
    day = datetime.fromtimestamp(step.at_ms / 1000, UTC).astimezone().strftime("%m-%d %H:%M")
    what = _STEPS[step.what].fill(name=step.name, reason=step.reason)
    if step.what == "unlocked" and not step.reason:
        what = _TAKEN_BACK
    return _STEP.fill(day=day, what=what, author=step.author)
