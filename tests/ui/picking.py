"""A file dialog that is answered at once."""

from __future__ import annotations

from pathlib import Path


class Picked:
    """A picker that picks what the test says and counts how often it was asked."""

    def __init__(self, path: Path | None) -> None:
        self.path, self.asked, self.start = path, 0, Path()

    def _pick(self, start: Path | None) -> Path | None:
        self.asked += 1
        self.start = start or Path()
        return self.path

    def open_file(self, title: str, kinds: str, start: Path | None = None) -> Path | None:
        return self._pick(start)

    def open_files(self, title: str, kinds: str) -> list[Path]:
        found = self._pick(None)
        return [] if found is None else [found]

    def save_file(self, title: str, kinds: str, start: Path | None = None) -> Path | None:
        return self._pick(start)

    def folder(self, title: str, start: Path | None = None) -> Path | None:
        return self._pick(start)
