"""The sections on the left, the chosen one on the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.settings.about import AboutPage
from fieldteacher.ui.screens.settings.arrangement import SECTIONS
from fieldteacher.ui.screens.settings.backups import BackupsPage
from fieldteacher.ui.screens.settings.batches import BatchesPage
from fieldteacher.ui.screens.settings.fonts import FontsPage
from fieldteacher.ui.screens.settings.forms import FormsPage
from fieldteacher.ui.screens.settings.identity import IdentityPage
from fieldteacher.ui.screens.settings.look import LookPage
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.screens.settings.phrases import PhrasesPage
from fieldteacher.ui.screens.settings.saves import SavesPage
from fieldteacher.ui.screens.settings.security import PasswordPage
from fieldteacher.ui.screens.settings.teachers import TeachersPage
from fieldteacher.ui.widgets.basics import box, column, row

_PAGES: Mapping[str, Callable[[Ui], Page]] = {
    "identity": IdentityPage,
    "teachers": TeachersPage,
    "batches": BatchesPage,
    "look": LookPage,
    "backups": BackupsPage,
    "password": PasswordPage,
    "phrases": PhrasesPage,
    "forms": FormsPage,
    "fonts": FontsPage,
    "saves": SavesPage,
    "about": AboutPage,
}
_HOMES = {"batch": "batches", "teacher": "teachers"}
"""The page on which a record of a type is shown."""
_NAV_WIDTH = 196
_TITLE = Text("设置", "Settings")


class SettingsScreen(ScreenView):
    """A page is built when it is first come to. The section survives a change of language."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.pages: dict[str, Page] = {}
        self.section = ""
        self._stack = QStackedWidget()
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        lines = column(gap=2)
        for name, title, icon in SECTIONS:
            made = QPushButton(self.t(title))
            made.setProperty("role", "nav")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setIconSize(QSize(tokens.ICON, tokens.ICON))
            ui.theme.dress(made, icon)
            made.clicked.connect(lambda _=False, n=name: self.go(n))
            self._group.addButton(made)
            self._buttons[name] = made
            lines.addWidget(made)
        lines.addStretch(1)
        lines.setContentsMargins(tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L)
        navigation = box(lines, "plain")
        navigation.setFixedWidth(_NAV_WIDTH)
        navigation.setAccessibleName(self.t(_TITLE))
        self.setLayout(row(navigation, self._stack, gap=0))

    def arrive(self, **args: Any) -> None:
        """``page`` (or ``section``) names a page, ``record`` and ``field`` what to amend there."""
        wanted = args.get("page") or args.get("section") or _HOMES.get(str(args.get("type")))
        self.go(str(wanted or self.section or self.ui.settings.get("settings.section") or ""))
        self._buttons[self.section].setFocus(Qt.FocusReason.OtherFocusReason)
        record = args.get("record")
        if record:
            self.pages[self.section].show_record(str(record), str(args.get("field") or ""))

    def leave(self) -> None:
        if self.section:
            self.pages[self.section].leave()

    def back(self) -> bool:
        return bool(self.section) and self.pages[self.section].back()

    def reload(self) -> None:
        if self.section:
            self.pages[self.section].load()

    def records_changed(self, changes: ChangeSet) -> None:
        if changes.touches("college", "teacher") and self.section == "identity" and self.isVisible():
            self.pages["identity"].load()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        names = [name for name, _, _ in SECTIONS]
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self._buttons[self.section].hasFocus():
            name = names[(names.index(self.section) + step) % len(names)]
            self.go(name)
            self._buttons[name].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def go(self, section: str) -> None:
        """Show a section; the first where there is none of that name."""
        name = section if section in _PAGES else SECTIONS[0][0]
        if self.section and self.section != name:
            self.pages[self.section].leave()
        if name not in self.pages:
            self.pages[name] = _PAGES[name](self.ui)
            self._stack.addWidget(self.pages[name])
        self.section = name
        self._buttons[name].setChecked(True)
        self._stack.setCurrentWidget(self.pages[name])
        self.ui.settings.set("settings.section", name)
        self.pages[name].load()
