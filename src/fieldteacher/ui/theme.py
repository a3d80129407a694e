"""Light and dark: the palette, the style sheet, the font and the tinted icons of the running program."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QStyleFactory, QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.icons import Icons
from fieldteacher.ui.style import style_sheet
from fieldteacher.ui.tokens import DARK, LIGHT, Palette

Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = get_args(Mode)

_CHINESE_FONTS = (
    "Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN",
    "HarmonyOS Sans SC", "WenQuanYi Micro Hei", "Microsoft YaHei", "Heiti SC",
)  # fmt: skip
_BUNDLED_FONT = "NotoSansSC-Regular.ttf"


class Theme(QObject):
    """The look of the running program; ``changed`` is emitted after it has been put on."""

    changed = Signal()

    def __init__(self, app: QApplication, resources: Path, mode: Mode = "system") -> None:
        super().__init__(app)
        self._app = app
        self._icons = Icons(resources / "icons")
        self._mode: Mode = mode
        self._palette = LIGHT
        self._dressed: weakref.WeakKeyDictionary[QWidget, tuple[str, str, int]] = weakref.WeakKeyDictionary()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(_font(resources / "fonts" / _BUNDLED_FONT))
        self._put_on()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def palette(self) -> Palette:
        """The colours now in use."""
        return self._palette

    @property
    def mode(self) -> Mode:
        """What was chosen: follow the system, or always light or dark."""
        return self._mode

    def choose(self, mode: Mode) -> None:
        """Switch to ``mode`` at once."""
        self._mode = mode
        self._put_on()
        self.changed.emit()

    def icon(self, name: str, colour: str = "muted", size: int = tokens.ICON) -> QIcon:
        """The icon ``name`` tinted with the palette's ``colour``."""
        return self._icons.icon(name, getattr(self._palette, colour), size)

    def dress(
        self, widget: QAbstractButton | QLabel, name: str, colour: str = "muted", size: int = tokens.ICON
    ) -> None:
        """Give a button or label an icon that follows every later change of the theme."""
        self._dressed[widget] = (name, colour, size)
        self._set(widget, name, colour, size)

    def colour(self, name: str) -> QColor:
        """A colour of the palette for painting."""
        return QColor(getattr(self._palette, name))

    def _set(self, widget: QWidget, name: str, colour: str, size: int) -> None:
        icon = self.icon(name, colour, size)
        if isinstance(widget, QLabel):
            widget.setPixmap(icon.pixmap(size, size))
        elif isinstance(widget, QAbstractButton):
            widget.setIcon(icon)

    def _system_changed(self) -> None:
        if self._mode == "system" and self._wanted() is not self._palette:
            self._put_on()
            self.changed.emit()

    def _wanted(self) -> Palette:
        if self._mode != "system":
            return DARK if self._mode == "dark" else LIGHT
        return DARK if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _put_on(self) -> None:
        if self._mode == "system":
            self._app.styleHints().unsetColorScheme()
        else:
            dark = self._mode == "dark"
            self._app.styleHints().setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self._palette = self._wanted()
        self._app.setPalette(_qt_palette(self._palette))
        self._app.setStyleSheet(style_sheet(self._palette, self._icons.folder))
        for widget, worn in list(self._dressed.items()):
            self._set(widget, *worn)


def _qt_palette(colours: Palette) -> QPalette:
    """What the style sheet leaves to Fusion: the same colours under Qt's names."""
    role = QPalette.ColorRole
    palette = QPalette()
    for wanted, name in (
        (role.Window, "window"), (role.WindowText, "text"), (role.Base, "surface"), (role.AlternateBase, "sunken"),
        (role.Text, "text"), (role.Button, "surface"), (role.ButtonText, "text"), (role.BrightText, "bad"),
        (role.ToolTipBase, "raised"), (role.ToolTipText, "text"), (role.PlaceholderText, "muted"),
        (role.Highlight, "accent"), (role.HighlightedText, "on_accent"), (role.Link, "accent_text"),
        (role.LinkVisited, "accent_text"), (role.Accent, "accent"), (role.Light, "surface"), (role.Midlight, "hover"),
        (role.Mid, "line"), (role.Dark, "edge"), (role.Shadow, "edge"),
    ):  # fmt: skip
        palette.setColor(wanted, QColor(getattr(colours, name)))
    for wanted in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, wanted, QColor(colours.muted))
    return palette


def _font(bundled: Path) -> QFont:
    """The system's own Chinese font; the bundled one where there is none, so that no name shows as boxes."""
    families = [name for name in _CHINESE_FONTS if QFontDatabase.hasFamily(name)]
    if not families and bundled.is_file():
        families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(bundled)))
    font = QApplication.font()
    if families:
        font.setFamilies([*families[:1], font.family()])
    font.setPixelSize(tokens.TYPE_BODY)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
