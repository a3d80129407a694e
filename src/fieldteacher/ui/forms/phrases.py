"""Phrases in text boxes: F4 offers them, one more key puts one in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.widgets.keys import bind_keys
from fieldteacher.ui.widgets.pick_popup import PickPopup
from fieldteacher.ui.widgets.tick_list import Tickable

if TYPE_CHECKING:
    from fieldteacher.services.app import Services

Box = QPlainTextEdit | QLineEdit
KEY = "F4"
"""The key that offers the phrases. Not Ctrl+Space: that turns the Chinese input method on and off."""
_KEEP, _EDIT = "keep", "edit"
_TITLE = Text("常用语", "Phrases")
_KEEP_WORDS = Text("将框中的文字存为常用语", "Keep these words as a phrase")
_EDIT_WORDS = Text("编辑常用语…", "Edit the phrases…")
TIP = Text("F4 常用语", "F4 phrases")
"""To be named among a page's keys."""


def _anybody() -> tuple[str | None, str | None]:
    return None, None


class PhraseKey(QObject):
    """Lets F4 in text boxes offer the phrases of one use (``comment``, ``talk`` or ``visit``).

    ``wanted`` gives the rater and the band that the words are for, where they are for one: phrases made for
    just these then come first, and those made for others do not come. ``fill`` puts into a phrase what stands
    for its places, such as the name of a student.
    """

    def __init__(
        self,
        ui: Ui,
        parent: QObject,
        use: str,
        *,
        wanted: Callable[[], tuple[str | None, str | None]] = _anybody,
        fill: Callable[[str], str] = str,
    ) -> None:
        super().__init__(parent)
        self._ui, self._use, self._wanted, self._fill = ui, use, wanted, fill
        self._words: dict[str, str] = {}
        self._box: Box | None = None
        self._popup: PickPopup | None = None

    def serve(self, *boxes: Box) -> None:
        """Offer phrases in these boxes too."""
        for box in boxes:
            bind_keys(box, {KEY: partial(self.open, box)})

    @property
    def popup(self) -> PickPopup | None:
        """What is offered, once it was asked for."""
        return self._popup

    def open(self, box: Box) -> None:
        """Offer the phrases below ``box``."""
        services, use, (rater, band) = self._ui.services, self._use, self._wanted()

        def read() -> Sequence[Any]:
            return services.phrases.fitting(use, rater=rater, band=band)

        self._box = box
        self._ui.runner.read(read, self._show, owner=self)

    def _show(self, rows: Sequence[Any]) -> None:
        box = self._box
        if box is None or not box.hasFocus():
            return
        t = self._ui.t
        self._words = {row["id"]: row["words"] for row in rows}
        lines = [Tickable(row["id"], row["words"], row["band"] or "") for row in rows]
        if _selected(box):
            lines.append(Tickable(_KEEP, t(_KEEP_WORDS)))
        lines.append(Tickable(_EDIT, t(_EDIT_WORDS)))
        if self._popup is None:
            self._popup = popup = PickPopup(self._ui.theme, t(_TITLE))
            popup.picked.connect(self._picked)
            self.destroyed.connect(popup.deleteLater)  # it is the window's child, and would outlive its page
        self._popup.offer(lines, box)

    def _picked(self, identity: str) -> None:
        if identity == _EDIT:
            self._ui.navigator.go("settings", section="phrases")
        elif self._box is not None and identity == _KEEP:
            self._keep(_selected(self._box))
        elif self._box is not None and identity in self._words:
            _put_in(self._box, self._fill(self._words[identity]))

    def _keep(self, words: str) -> None:
        services: Services = self._ui.services
        use, (rater, band) = self._use, self._wanted()

        self._ui.runner.change(
            lambda: services.phrases.add(use, words, rater=rater, band=band),
            failed=lambda error: self._ui.messages.toast(error.text),
            owner=self,
        )


def _selected(box: Box) -> str:
    """The words that are selected, else all that is written; on one line."""
    if isinstance(box, QLineEdit):
        found = box.selectedText() or box.text()
    else:
        found = box.textCursor().selectedText() or box.toPlainText()
    return " ".join(found.split())


def _put_in(box: Box, words: str) -> None:
    """Write as the person would, where the keyboard is; Ctrl+Z takes it out again."""
    if isinstance(box, QLineEdit):
        box.insert(words)
        box.textEdited.emit(box.text())
    else:
        box.insertPlainText(words)
