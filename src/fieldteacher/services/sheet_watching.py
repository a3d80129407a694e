"""The folder in which the phone's photos arrive: which files are new in it and whole."""

from __future__ import annotations

import os
from pathlib import Path

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text

_ENDINGS = {".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".tif", ".tiff", ".bmp", ".pdf"}
_GONE = Text("文件夹 {p} 读不到了。", "The folder {p} cannot be read any more.")

_Look = dict[str, tuple[int, int]]


class FolderWatch:
    """Told by looking at it again and again, because network folders and synchronised ones send no notices.

    What lies there when the watch begins is not new. A file is whole when its size and time were the same at two looks.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._handed_on = set(self._look())
        self._before: _Look = {}

    def new_files(self) -> list[Path]:
        """The files that have come and are whole, the oldest first; each once. Raises ``InputRefused`` (``folder_gone``)."""
        now = self._look()
        whole = [
            name
            for name, found in now.items()
            if name not in self._handed_on and self._before.get(name) == found and found[0]
        ]
        self._before = now
        self._handed_on.update(whole)
        whole.sort(key=lambda name: (now[name][1], name))
        return [self.folder / name for name in whole]

    def _look(self) -> _Look:
        found: _Look = {}
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    ending = Path(entry.name).suffix.lower()
                    if ending in _ENDINGS and not entry.name.startswith(".") and entry.is_file():
                        stat = entry.stat()
                        found[entry.name] = (stat.st_size, stat.st_mtime_ns)
        except OSError as error:
            raise InputRefused("folder_gone", _GONE.fill(p=self.folder)) from error
        return found
