"""The buttons above the pile: what comes in, what goes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.widgets.basics import button, row

FILES, FOLDER = Text("照片或 PDF…", "Photos or PDF…"), Text("文件夹…", "A folder…")
WATCH = Text("监视文件夹…", "Watch a folder…")
_WATCHING = Text("停止监视 {name}", "Stop watching {name}")
_WATCH_TIP = Text(
    "手机照片一到就识读；只读新到的", "Reads photos as they arrive from the phone; only those that are new"
)
_SAVE, _SAVE_TIP = (
    Text("保存 {n} 份", "Save {n}"),
    Text("Ctrl+Enter；一次保存，可撤销", "Ctrl+Enter; one save, which can be taken back"),
)
_AWAY, _CLEAR = Text("收好 {n} 张", "Put {n} away"), Text("清空这一叠", "Clear the pile")
_AWAY_TIP = Text("已保存、重复和略过的移出这一叠", "Those saved, double or left out go from the pile")


class PileBar(QWidget):
    """``choose_files`` and the others are what its buttons do."""

    def __init__(
        self,
        ui: Ui,
        *,
        choose_files: Callable[[], object],
        choose_folder: Callable[[], object],
        turn_watch: Callable[[], object],
        put_away: Callable[[], object],
        clear: Callable[[], object],
        save: Callable[[], object],
    ) -> None:
        super().__init__()
        self._ui = ui
        theme, t = ui.theme, ui.t
        self.watch = button(theme, t(WATCH), turn_watch, icon="eye", tip=t(_WATCH_TIP))
        self.away = button(theme, "", put_away, role="quiet", icon="check", tip=t(_AWAY_TIP))
        self.save = button(theme, "", save, role="primary", icon="check", tip=t(_SAVE_TIP))
        inside = row(
            button(theme, t(FILES), choose_files, icon="image-plus", tip="Ctrl+O"),
            button(theme, t(FOLDER), choose_folder, icon="folder"), self.watch, -1,
            self.away, button(theme, t(_CLEAR), clear, role="quiet", icon="trash-2"), self.save,
        )  # fmt: skip
        inside.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_M)
        self.setLayout(inside)

    def tell(self, ready: int, settled: int) -> None:
        """How many sheets can be saved, and how many are done with."""
        self.save.setText(self._ui.t(_SAVE.fill(n=ready)))
        self.save.setEnabled(ready > 0)
        self.away.setText(self._ui.t(_AWAY.fill(n=settled)))
        self.away.setVisible(settled > 0)

    def tell_watched(self, folder: Path | None) -> None:
        """Which folder is watched."""
        self.watch.setText(self._ui.t(_WATCHING.fill(name=folder.name) if folder else WATCH))
