"""Asking for files and folders; tests hand in a picker of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget


class Picker(Protocol):
    """How the person names a file. ``kinds`` is Qt's filter, such as ``"PDF (*.pdf)"``; ``None`` means cancelled."""

    def open_file(self, title: str, kinds: str, start: Path | None = None) -> Path | None:
        """A file that exists."""

    def open_files(self, title: str, kinds: str) -> list[Path]:
        """Files that exist; none where it was cancelled."""

    def save_file(self, title: str, kinds: str, start: Path | None = None) -> Path | None:
        """A file to write; ``start`` may carry a suggested name."""

    def folder(self, title: str, start: Path | None = None) -> Path | None:
        """A folder."""


class DialogPicker:
    """The platform's own dialogs."""

    def __init__(self) -> None:
        self.parent: QWidget | None = None

    def open_file(self, title: str, kinds: str, start: Path | None = None) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self.parent, title, str(start or Path.home()), kinds)
        return Path(name) if name else None

    def open_files(self, title: str, kinds: str) -> list[Path]:
        names, _ = QFileDialog.getOpenFileNames(self.parent, title, str(Path.home()), kinds)
        return [Path(name) for name in names]

    def save_file(self, title: str, kinds: str, start: Path | None = None) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self.parent, title, str(start or Path.home()), kinds)
        return Path(name) if name else None

    def folder(self, title: str, start: Path | None = None) -> Path | None:
        name = QFileDialog.getExistingDirectory(self.parent, title, str(start or Path.home()))
        return Path(name) if name else None
