"""The version, the licences, and where things lie."""

from __future__ import annotations

import platform
from pathlib import Path

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldteacher import __version__
from fieldteacher.config import paths
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.settings.arrangement import LIBRARIES
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.widgets.basics import box, button, label, row
from fieldteacher.ui.widgets.facts import Facts

_TITLE = Text("关于", "About")
_PROGRAM = Text("驻企带队教师工作台", "Field teacher's desk")
_VERSION = Text("版本", "Version")
_LICENCE = Text("许可", "Licence")
_RUNS_ON = Text("运行环境", "Runs on")
_STORE = Text("数据文件夹", "Data folder")
_DEVICE = Text("设备编号", "Device")
_LOG = Text("日志文件夹", "Log folder")
_LOG_WORDS = Text("日志不含个人信息。", "The log holds no personal data.")
_OPEN_STORE = Text("打开数据文件夹", "Open the data folder")
_OPEN_LOG = Text("打开日志文件夹", "Open the log folder")
_COPY = Text("复制以上信息", "Copy this")
_COPIED = Text("已复制。", "Copied.")
_BUILT_ON = Text("所用组件及许可", "Built on")


class AboutPage(Page):
    """To read, and to copy into a question."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _TITLE)
        theme = ui.theme
        self.facts = Facts()
        self._pairs: list[tuple[str, str]] = []
        self.lay(
            label(self.t(_PROGRAM), "title"),
            self.facts,
            row(
                button(theme, self.t(_COPY), self.copy, icon="copy"),
                button(theme, self.t(_OPEN_STORE), lambda: _open(ui.services.store.folder), icon="folder"),
                button(theme, self.t(_OPEN_LOG), lambda: _open(paths.log_folder()), icon="folder"),
                -1,
            ),
            label(self.t(_LOG_WORDS), "small"),
            label(self.t(_BUILT_ON), "title"),
            _libraries(),
        )

    def load(self) -> None:
        store = self.ui.services.store
        self.read(lambda: store.device, self._show)

    def copy(self) -> None:
        """Put the facts on the clipboard."""
        QGuiApplication.clipboard().setText("\n".join(f"{name}: {value}" for name, value in self._pairs))
        self.ui.messages.toast(_COPIED)

    def _show(self, device: str) -> None:
        t = self.t
        self._pairs = [
            (t(_VERSION), __version__),
            (t(_LICENCE), "Apache License 2.0"),
            (t(_RUNS_ON), f"Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}"),
            (t(_STORE), str(self.ui.services.store.folder)),
            (t(_DEVICE), device),
            (t(_LOG), str(paths.log_folder())),
        ]
        self.facts.show_pairs(self._pairs)


def _libraries() -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(tokens.SPACE_XL)
    grid.setVerticalSpacing(tokens.SPACE_XS)
    half = (len(LIBRARIES) + 1) // 2
    for number, (name, licence) in enumerate(LIBRARIES):
        line, side = number % half, 2 * (number // half)
        grid.addWidget(label(name), line, side)
        grid.addWidget(label(licence, "muted"), line, side + 1)
    grid.setColumnStretch(4, 1)
    return box(grid)


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
