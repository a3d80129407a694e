from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.conftest import RESOURCES

from fieldteacher.ui.theme import Theme
from fieldteacher.ui.tokens import DARK, LIGHT

SOURCES = Path(__file__).parents[2] / "src" / "fieldteacher" / "ui"


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, RESOURCES, "light")
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _colours(image: QImage) -> set[str]:
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_choosing_dark_changes_palette_and_dressed_icons_at_once(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    theme.dress(button, "users", "muted", 24)
    before = button.icon().pixmap(24, 24).toImage()
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert theme.palette is DARK
    assert QApplication.palette().window().color() == QColor(DARK.window)
    assert LIGHT.muted in _colours(before)
    assert DARK.muted in _colours(button.icon().pixmap(24, 24).toImage())


def test_icons_are_made_once(theme: Theme) -> None:
    assert theme.icon("users") is theme.icon("users")
    assert theme.icon("users") is not theme.icon("users", "accent")


def test_an_unknown_icon_is_an_error(theme: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        theme.icon("no-such-drawing")


def test_chinese_has_a_font_on_a_bare_machine(theme: Theme) -> None:
    metrics = QFontMetrics(QApplication.font())
    assert all(metrics.inFont(character) for character in "驻企带队教师工作台")
    assert QApplication.font().pixelSize() == 13
    assert QFont().pixelSize() == 13


def test_every_icon_that_is_used_is_bundled_with_its_licence() -> None:
    bundled = {file.stem for file in (RESOURCES / "icons").glob("*.svg")}
    used = set(_icon_arguments())
    assert used <= bundled
    assert {"users", "search", "plus"} & used
    assert "ISC" in (RESOURCES / "icons" / "LICENSE").read_text(encoding="utf-8")


def _icon_arguments() -> Iterator[str]:
    """What is passed as ``icon=`` anywhere in the window."""
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for argument in node.keywords:
                    if (
                        argument.arg == "icon"
                        and isinstance(argument.value, ast.Constant)
                        and argument.value.value
                    ):
                        yield str(argument.value.value)
