"""Where packages are written: the folder used last, the shared folder, a memory stick that is plugged in, or another."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui

_NAME = Text("导出到", "Write to")
_SHARED, _STICK, _FOLDER = (
    Text("共享文件夹　{path}", "Shared folder   {path}"),
    Text("U 盘　{path}", "Stick   {path}"),
    Text("{path}", "{path}"),
)
_OTHER, _NONE = Text("选择文件夹…", "Choose a folder…"), Text("还没有选择", "none chosen yet")
_CHOOSE = Text("导出到哪个文件夹", "Folder to write packages to")
KEPT = "exchange/folder"
"""The setting of this machine with the folder that packages were last written to."""


class TargetChoice(QComboBox):
    """``chosen`` carries the folder the person has chosen; ``folder`` is the one in force."""

    chosen = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._shared: Path | None = None
        self._sticks: Sequence[Path] = ()
        kept = ui.settings.get(KEPT)
        self._folder = Path(kept) if isinstance(kept, str) and kept else None
        self.setAccessibleName(ui.t(_NAME))
        self.setMinimumContentsLength(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._activated)
        self._fill()

    @property
    def folder(self) -> Path | None:
        """Where packages go; ``None`` until one was chosen or is suggested."""
        found: Path | None = self.currentData()
        return found

    def offer(self, shared: Path | None, plugged: Sequence[Path]) -> None:
        """Offer the shared folder and the sticks that are plugged in."""
        if (shared, list(plugged)) != (self._shared, list(self._sticks)):
            self._shared, self._sticks = shared, plugged
            self._fill()

    def ask(self) -> Path | None:
        """Let the person choose a folder; ``None`` where that was given up."""
        start = self._folder or self._shared or next(iter(self._sticks), None)
        folder = self._ui.picker.folder(self._ui.t(_CHOOSE), start)
        if folder is not None:
            self._keep(folder)
        self._fill()
        return folder

    def _fill(self) -> None:
        t, offered = self._ui.t, list[tuple[Text, Path]]()
        if self._shared is not None:
            offered.append((_SHARED, self._shared))
        offered += [(_STICK, each) for each in self._sticks]
        kept = self._folder
        if kept is not None and kept not in [path for _, path in offered]:
            offered.append((_FOLDER, kept))
        self.clear()
        for words, path in offered:
            self.addItem(t(words.fill(path=path)), path)
        if not offered:
            self.addItem(t(_NONE), None)
        self.addItem(t(_OTHER), None)
        at = next((n for n, (_, path) in enumerate(offered) if path == kept), 0)
        self.setCurrentIndex(at)
        self.setToolTip(os.fspath(self.folder or ""))

    def _activated(self, number: int) -> None:
        if number == self.count() - 1:
            self.ask()
        elif self.folder is not None:
            self._keep(self.folder)

    def _keep(self, folder: Path) -> None:
        self._folder = folder
        self._ui.settings.set(KEPT, str(folder))
        self.chosen.emit(folder)
