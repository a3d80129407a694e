"""The few figures above the list; each leads to what it counts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.text import Text
from fieldteacher.services.today import Figures
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.widgets.basics import label, row
from fieldteacher.ui.widgets.link import LinkRow

_KINDS: tuple[tuple[Text, str, dict[str, str]], ...] = (
    (Text("在岗学生", "students in post"), "students", {"filter": "active"}),
    (Text("本周已走访", "visited this week"), "visits", {"filter": "week"}),
    (Text("本月已谈话", "talked with this month"), "talks", {}),
    (Text("待办跟进", "open promises"), "promises", {"filter": "open"}),
)


class FiguresRow(QWidget):
    """Four figures beside each other."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._values = [label("–", "figure") for _ in _KINDS]
        self.tiles = [
            self._tile(value, ui.t(words), screen, args)
            for value, (words, screen, args) in zip(self._values, _KINDS, strict=True)
        ]
        inside = row(*self.tiles, -1, gap=tokens.SPACE_M)
        inside.setContentsMargins(tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_XS)
        self.setLayout(inside)

    def show_figures(self, figures: Figures) -> None:
        """Show other figures."""
        shown = (
            f"{figures.students:,}", f"{figures.visited:,}/{figures.enterprises:,}",
            f"{figures.talked:,}/{figures.students:,}", f"{figures.promises:,}",
        )  # fmt: skip
        for tile, value, words, (name, _, _) in zip(self.tiles, self._values, shown, _KINDS, strict=True):
            value.setText(words)
            tile.setAccessibleName(f"{self._ui.t(name)}: {words}")

    def _tile(self, value: QWidget, words: str, screen: str, args: dict[str, str]) -> LinkRow:
        inside = row(value, label(words, "muted"), gap=tokens.SPACE_S)
        inside.setContentsMargins(tokens.SPACE_S, 2, tokens.SPACE_S, 2)
        go: Callable[[], object] = lambda: self._ui.navigator.go(screen, **args)  # noqa: E731
        return LinkRow(inside, words, go)
