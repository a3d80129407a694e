"""Papers that were scanned behind their cover sheets come back: one file is taken apart and hung on the students."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text, listed
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tasks import IsCancelled, Progress
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import button, column, label

if TYPE_CHECKING:
    from fieldteacher.services.scans import ScannedPart

FORM = "cover"
_FILE_IN = Text("归入扫描件…", "File a scanned pile…")
_WORDS = Text(
    "把封面和材料一起扫描成一个 PDF，程序按封面分给各名学生。",
    "Scan covers and papers into one PDF; the covers say whose each part is.",
)
_PDF = Text("PDF 文件 (*.pdf)", "PDF files (*.pdf)")
_DONE = Text(
    "已归入 {n} 名学生的材料，共 {pages} 页，附在实习安排下。",
    "The papers of {n} students, {pages} pages, hang on their placements.",
)
_NOTHING = Text("没有新的材料可归入。", "There was nothing new to file.")
_NOBODY = Text(
    "第 {first}–{last} 页前面没有封面，未归入。", "No cover stands before pages {first}–{last}: not filed."
)
_EMPTY = Text("封面后面没有材料：{names}。", "No papers behind the covers of: {names}.")


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a pile."""

    parts: Sequence[ScannedPart]
    new: Sequence[str]
    changes: ChangeSet


class ScannedPile(QWidget):
    """A button that takes a pile in; ``start`` runs the work beside and hands on what came of it."""

    def __init__(self, ui: Ui, banner: Banner, start: Callable[[Any, Any], None]) -> None:
        super().__init__()
        self._ui, self._banner, self._start = ui, banner, start
        self.button = button(ui.theme, ui.t(_FILE_IN), self.choose, icon="file-input")
        self.setLayout(column(self.button, label(ui.t(_WORDS), "small", wrap=True)))

    def choose(self) -> None:
        """Ask for the scan, and file it."""
        ui = self._ui
        path: Path | None = ui.picker.open_file(ui.t(_FILE_IN), ui.t(_PDF))
        if path is None:
            return
        services = ui.services

        def work(_progress: Progress, cancelled: IsCancelled) -> Filed:
            parts = services.scans.parts(path, cancelled)
            new, changes = services.scans.file(path, parts, cancelled)
            return Filed(parts, new, changes)

        self._start(work, self._tell)

    def _tell(self, filed: Filed) -> None:
        t = self._ui.t
        whole = [part for part in filed.parts if part.placement and part.pages]
        said = _DONE.fill(n=len(whole), pages=sum(part.pages for part in whole)) if filed.new else _NOTHING
        lost = [part for part in filed.parts if not part.placement]
        empty = [part.name for part in filed.parts if part.placement and not part.pages]
        lines = [said, *(_NOBODY.fill(first=part.first, last=part.last) for part in lost)]
        if empty:
            lines.append(_EMPTY.fill(names=listed(empty)))
        self._banner.say("\n".join(map(t, lines)), "warn" if lost or empty else "good")
