"""A screen of several parts, one of them on show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.widgets.basics import box, column, label, row, rule
from fieldteacher.ui.widgets.keys import bind_keys

Parts = Mapping[str, tuple[Text, Callable[[Ui], ScreenView]]]
"""Title and maker of each part by name."""


class PartsScreen(ScreenView):
    """Alt+1, Alt+2 … go from part to part. A part is built when it is first come to."""

    choices: ClassVar[Parts]
    names: ClassVar[Mapping[str, str]] = {}
    """The part that an action (``do``) or a type of record asks for, where it is not called so itself."""
    keys: ClassVar[Mapping[str, Text]] = {}
    """The keys of a part in a line, by its name."""
    kept: ClassVar[str] = ""
    """The setting that remembers the part; without one the screen begins with the first."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.parts: dict[str, ScreenView] = {}
        self.shown = ""
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self.tabs: dict[str, QPushButton] = {}
        self._keys = label("", "small")
        for number, (name, (title, _)) in enumerate(self.choices.items(), 1):
            tab = QPushButton(self.t(title))
            tab.setProperty("role", "chip")
            tab.setCheckable(True)
            tab.setAutoDefault(False)
            tab.setToolTip(f"Alt+{number}")
            tab.clicked.connect(partial(self.go, name))
            self._group.addButton(tab)
            self.tabs[name] = tab
            bind_keys(self, {f"Alt+{number}": partial(self.go, name)})
        head = row(*self.tabs.values(), -1, self._keys)
        head.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_S)
        self.setLayout(column(box(head), rule(), self._stack, gap=0))

    @property
    def part(self) -> ScreenView:
        """The part on show."""
        return self.parts[self.shown]

    def go(self, name: str, *_: object, **args: Any) -> None:
        """Show a part; ``args`` as it takes them."""
        if self.shown and self.shown != name:
            self.part.leave()
        if name not in self.parts:
            self.parts[name] = self.choices[name][1](self.ui)
            self.parts[name].setAccessibleName(self.t(self.choices[name][0]))
            self._stack.addWidget(self.parts[name])
        self.shown = name
        self.tabs[name].setChecked(True)
        self._stack.setCurrentWidget(self.parts[name])
        self._keys.setText(self.t(self.keys[name]) if name in self.keys else "")
        if self.kept:
            self.ui.settings.set(self.kept, name)
        self.part.arrive(**args)

    def arrive(self, **args: Any) -> None:
        """``do`` names a part, or ``type`` a type of record, with what the part takes beside it."""
        wanted = str(
            args.get("do") or args.get("type") or self.shown or self.ui.settings.get(self.kept) or ""
        )
        wanted = self.names.get(wanted, wanted)
        self.go(wanted if wanted in self.choices else next(iter(self.choices)), **args)

    def leave(self) -> None:
        if self.shown:
            self.part.leave()

    def back(self) -> bool:
        return bool(self.shown) and self.part.back()
