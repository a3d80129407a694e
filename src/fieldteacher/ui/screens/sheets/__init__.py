"""The screen of filled forms: read from photos, checked, saved."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.sheets.screen import SheetsScreen

    return SheetsScreen(ui)


SCREEN = Screen(
    id="sheets",
    title=Text("识读考核表", "Read forms"),
    icon="camera",
    build=_build,
    commands=(
        Command(Text("识读考核表（照片、扫描件）", "Read filled forms (photos, scans)")),
        Command(Text("监视照片文件夹", "Watch the photo folder"), {"do": "watch"}),
    ),
)
