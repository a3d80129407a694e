"""A page on which something new is entered: it takes the whole screen, and a draft is kept meanwhile."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.record import RecordType
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.binder import Binder
from fieldteacher.ui.forms.drafts import Drafts
from fieldteacher.ui.forms.editor import Editor
from fieldteacher.ui.forms.editors import make_editor
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import button, icon_button, label, row

NEW = "new"
"""What the draft is about while nobody is chosen yet."""
_SAVE, _GIVE_UP = Text("保存", "Save"), Text("放弃", "Discard")
_DRAFT_KEPT = Text("草稿已保存", "draft kept")


class EntryPage(QWidget):
    """``saved`` carries the id of the (first) record; ``closed`` comes when the page is done with; ``wanted`` carries
    whom it was about (or nothing) when it was given up and is wanted back."""

    saved = Signal(str)
    closed = Signal()
    wanted = Signal(str)

    def __init__(self, ui: Ui, kind: RecordType, draft: str) -> None:
        """``draft`` is the name its drafts are kept under."""
        super().__init__()
        self._ui, self._kind = ui, kind
        self._around = surroundings(ui)
        self._open = self._busy = False
        self.binder = Binder(kind, ui.language)
        self.banner = Banner(ui.theme)
        self._state = label("", "small")
        self.save_button = button(ui.theme, ui.t(_SAVE), self.save, role="primary", tip="Ctrl+S")
        self._discard = button(ui.theme, ui.t(_GIVE_UP), self.discard, role="quiet")
        self.drafts = Drafts(ui, draft, self, subject=self._about, written=self._worth_keeping)
        self.drafts.kept.connect(lambda: self._state.setText(ui.t(_DRAFT_KEPT)))

    # What a page gives

    @abstractmethod
    def start(self, subject: str | None = None, /) -> None:
        """Begin one about ``subject`` where given, or go on with the one begun."""

    @abstractmethod
    def save(self) -> None:
        """Save what is entered; what is wrong is said where it stands."""

    @abstractmethod
    def _about(self) -> str:
        """Whom it is about, ``NEW`` while nobody is chosen."""

    @abstractmethod
    def _worth_keeping(self) -> dict[str, Any] | None:
        """What is entered, if there is enough of it for a draft."""

    # What it gets

    @property
    def open(self) -> bool:
        """Whether one is begun and neither saved nor given up."""
        return self._open

    def back(self) -> bool:
        """Esc: back to the list, the draft is kept."""
        self.leave_page()
        return True

    def leave_page(self) -> None:
        """Go back to the list; the draft is kept."""
        self.drafts.keep()
        self.closed.emit()

    def discard(self) -> None:
        """Give up what is entered; the notice offers to take that back."""
        self.drafts.give_up(lambda subject: self.wanted.emit("" if subject == NEW else subject))
        self._open = self._busy = False
        self.closed.emit()

    def _head(self, back: Text, title: Text, keys: Text, *more: QPushButton) -> QHBoxLayout:
        """The line above: the way back, the title, whether a draft is kept, the keys and the buttons."""
        ui = self._ui
        away = icon_button(ui.theme, ui.t(back), self.leave_page, icon="arrow-left")
        head = row(
            away, label(ui.t(title), "title"), self._state, -1, label(ui.t(keys), "small"), self._discard, *more,
            self.save_button, gap=tokens.SPACE_M,
        )  # fmt: skip
        head.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_M)
        return head

    def _bind(self, name: str, editor: Editor | None = None) -> tuple[Editor, QLabel]:
        """The editor of a field (``editor``, or the usual one) and the line that says what is wrong with it."""
        made = editor or make_editor(self._kind.spec(name), self._around)
        problem = label("", "problem", wrap=True)
        self.binder.bind(name, made, problem)
        return made, problem

    def _clear(self) -> None:
        """An empty page of a new one."""
        self._open, self._busy = True, False
        self.drafts.begin()
        self.banner.clear()
        self._state.clear()
        self.binder.load({})

    def _say_restored(self, words: Text) -> None:
        self.banner.say(self._ui.t(words), "neutral", action=self._ui.t(_GIVE_UP), taken=self.discard)

    def _done(self, record: str) -> None:
        self._open = self._busy = False
        self.saved.emit(record)
        self.closed.emit()

    def _refused(self, error: UserError) -> None:
        self._busy = False
        if not self.binder.say(error):
            self.banner.say(self._ui.t(error.text))
