"""A conflict for reading: each value with who made it so and when, and the button that takes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fieldteacher.domain.text import Text, begun
from fieldteacher.services.conflicts import HistoryEntry
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.exchange.conflict_lines import ConflictLine, Side, when, who
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import Card, button, label, row
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.reading_card import ReadingCard

_WHY = Text(
    "几处改动互不知情，值都保留着，请选一个。现在显示的是时间较晚的那个。",
    "These changes did not know of each other. All are kept; the later one is shown meanwhile. Which is right?",
)
_WHY_DELETION = Text(
    "一人删除了这条记录，另一人不知情，又作了修改。记录暂时保留，请决定。",
    "One person deleted this record while another, not knowing it, changed it. It is kept until you decide.",
)
_SHOWN, _OTHER = Text("现在显示", "Shown now"), Text("另一个值", "Other value")
_TAKE, _TAKE_SHOWN = Text("采用这个（{n}）", "Take this ({n})"), Text("就用它（{n}）", "Leave it so ({n})")
_KEEP, _DELETE = (
    Text("保留记录（{n}）", "Keep the record ({n})"),
    Text("删除记录（{n}）", "Delete the record ({n})"),
)
_EDITED, _DELETED = Text("修改", "Changed"), Text("删除", "Deleted")
_BOTH = Text("两段都保留（B）", "Keep both (B)")
_ANOTHER, _OPEN = (
    Text("另填一个值…（F2）", "Another value… (F2)"),
    Text("打开记录（O）", "Open the record (O)"),
)
_MADE = Text("{who} · {when} · {device}", "{who} · {when} · {device}")
_DOUBT = Text("⚠ 当时这台电脑的时间不对", "⚠ that computer's clock was wrong then")
_NUMBERED = 9


class ConflictCard(ReadingCard):
    """Asks for ``take 0``, ``take 1`` …, ``both``, ``edit`` (another value) and ``open``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui
        self.problem = Banner(ui.theme)

    def show_card(self, line: ConflictLine) -> None:
        """Show a conflict."""
        t = self._ui.t
        self.problem = Banner(self.theme)
        self.start(line.title or line.kind, begun(line.kind), line.label)
        if line.both is not None:
            self.add_button(t(_BOTH), "both", icon="plus", tip="B")
        if not line.deletion and line.spec is not None:
            self.add_button(t(_ANOTHER), "edit", icon="pencil", tip="F2")
        self.add_button(t(_OPEN), "open", icon="arrow-right", tip="O")
        self.body.addWidget(self.problem)
        self.body.addWidget(label(t(_WHY_DELETION if line.deletion else _WHY), "muted", wrap=True))
        for number, side in enumerate(line.sides):
            self.body.addWidget(self._panel(line, number, side))

    def say(self, words: str) -> None:
        """Say why something was not settled."""
        self.problem.say(words)

    def _panel(self, line: ConflictLine, number: int, side: Side) -> Card:
        t = self._ui.t
        panel = Card(role="panel")
        panel.body.setSpacing(tokens.SPACE_S)
        head = (_DELETED if side.value else _EDITED) if line.deletion else _OTHER if number else _SHOWN
        words = _take_words(line, number, side).fill(n=number + 1 if number < _NUMBERED else "–")
        ask: Callable[[], None] = partial(self.asked.emit, f"take {number}")
        take = button(self.theme, t(words), ask, role="" if number else "primary")
        take.setAccessibleName(f"{t(words)} {side.words[:80]}")
        chip = Chip(self.theme, t(head), "neutral" if number else "good", sign=False)
        panel.body.addLayout(row(chip, -1, take))
        if not line.deletion:
            body = label(side.words, wrap=True, selectable=True)
            body.setAccessibleName(f"{t(head)}: {side.words}")
            panel.body.addWidget(body)
        if (line.deletion and not side.value) or (line.edits and side.value is None):
            for name, changed, _ in line.edits:
                panel.body.addWidget(label(f"{name}: {changed}", wrap=True, selectable=True))
        for entry in dict.fromkeys(map(self._made, side.entries)):
            panel.body.addWidget(label(entry, "small", wrap=True))
        if not all(entry.plausible for entry in side.entries):
            panel.body.addLayout(row(Chip(self.theme, t(_DOUBT), "warn", sign=False), -1))
        panel.setAccessibleName(f"{t(head)}: {side.words}")
        return panel

    def _made(self, entry: HistoryEntry) -> str:
        return self._ui.t(_MADE.fill(who=who(entry), when=when(entry), device=entry.device))


def _take_words(line: ConflictLine, number: int, side: Side) -> Text:
    if line.deletion:
        return _DELETE if side.value else _KEEP
    return _TAKE if number else _TAKE_SHOWN
