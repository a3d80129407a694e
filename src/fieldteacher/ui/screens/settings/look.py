"""The language and the colours of the window; both change at once."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from fieldteacher.domain.text import LANGUAGES, Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.theme import MODES
from fieldteacher.ui.widgets.basics import box, column, label
from fieldteacher.ui.widgets.field import Field

_TITLE = Text("语言与外观", "Language and look")
_LANGUAGE = Text("语言", "Language")
_LANGUAGES = ("中文", "English")
_THEME = Text("外观", "Look")
_MODES = {
    "system": Text("跟随系统", "As the system"),
    "light": Text("浅色", "Light"),
    "dark": Text("深色", "Dark"),
}
_HELP = Text("仅对本机有效，不随数据交换。", "For this computer only; not part of the data.")


class LookPage(Page):
    """Two choices, each in force at once."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _TITLE)
        self.languages, self.modes = QButtonGroup(self), QButtonGroup(self)
        language = self._choices(self.languages, _LANGUAGES, LANGUAGES.index(ui.language))
        words = [self.t(_MODES[mode]) for mode in MODES]
        look = self._choices(self.modes, words, MODES.index(ui.theme.mode))
        self.languages.idClicked.connect(self._speak)
        self.modes.idClicked.connect(lambda number: ui.choose_theme(MODES[number]))
        self.lay(
            Field(self.t(_LANGUAGE), language),
            Field(self.t(_THEME), look),
            label(self.t(_HELP), "small"),
        )

    def _speak(self, number: int) -> None:
        language = LANGUAGES[number]
        if language != self.ui.language:
            self.ui.choose_language(language)

    @staticmethod
    def _choices(group: QButtonGroup, words: list[str] | tuple[str, ...], chosen: int) -> QWidget:
        buttons = [QRadioButton(each) for each in words]
        for number, each in enumerate(buttons):
            group.addButton(each, number)
        buttons[chosen].setChecked(True)
        return box(column(*buttons, gap=tokens.SPACE_XS))
