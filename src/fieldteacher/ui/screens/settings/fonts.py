"""A font file for characters in names that the bundled font lacks."""

from __future__ import annotations

from pathlib import Path

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.widgets.basics import button, label
from fieldteacher.ui.widgets.field import Field, PathLine

_TITLE = Text("生僻字字体", "Rare characters")
_WORDS = Text(
    "自带字体收录通用规范汉字表等两万七千多字。姓名中仍有印不出的字时，程序先在系统字体中找；找不到的，在这里选一个含该字的字体文件。",
    "The bundled font has over 27,000 characters. Where a name needs another, the program looks through the "
    "system's fonts; what it does not find there, a font file chosen here may have.",
)
_FILE = Text("字体文件", "Font file")
_FILE_HELP = Text(
    "TrueType 或 OpenType 字体（.ttf、.ttc、.otf、.otc），允许嵌入",
    "A TrueType or OpenType font (.ttf, .ttc, .otf, .otc) that may be embedded",
)
_NONE = Text("未选择", "None chosen")
_CHOOSE = Text("选择…", "Choose…")
_CLEAR = Text("不再使用", "Do not use it")
_KINDS = Text("字体 (*.ttf *.ttc *.otf *.otc)", "Fonts (*.ttf *.ttc *.otf *.otc)")
_TAKEN = Text("打印时将使用这个字体。", "The font will be used for printing.")


class FontsPage(Page):
    """One file, checked when it is chosen."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _TITLE)
        self.file = PathLine(ui.theme, self.t(_FILE), self.t(_CHOOSE), self._ask, hint=self.t(_NONE))
        self.clear_button = button(ui.theme, self.t(_CLEAR), lambda: self._choose(None))
        self.field = Field(self.t(_FILE), self.file, self.clear_button, help=self.t(_FILE_HELP))
        self.file.chosen.connect(self._choose)
        self.lay(label(self.t(_WORDS), "muted", wrap=True), self.field)

    def load(self) -> None:
        settings = self.ui.services.settings
        self.read(lambda: settings.get("font_file"), self._show)

    def _show(self, file: str | None) -> None:
        self.file.set_path(Path(file) if file else None)
        self.clear_button.setEnabled(file is not None)

    def _ask(self) -> Path | None:
        return self.ui.picker.open_file(self.t(_FILE), self.t(_KINDS))

    def _choose(self, file: Path | None) -> None:
        self.field.clear()
        self.banner.clear()
        services = self.ui.services

        def chosen(_: None) -> None:
            if file is not None:
                self.banner.say(self.t(_TAKEN), "good")
            self.load()

        def refused(error: UserError) -> None:
            self.load()
            self.field.say(self.t(error.text))

        self.change(lambda: services.printing.choose_font(file), chosen, refused)
