"""Memory sticks that are plugged in."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QStorageInfo

_MEDIA = ("/media/", "/run/media/", "/Volumes/")
_REMOVABLE = 2
"""What Windows calls a drive that can be taken out (GetDriveTypeW)."""


def sticks() -> tuple[Path, ...]:
    """The sticks that can be written. Asks every drive, so it may hang: never on the UI thread."""
    volumes = (each for each in QStorageInfo.mountedVolumes() if each.isReady() and not each.isReadOnly())
    return tuple(Path(root) for root in (each.rootPath() for each in volumes) if _is_stick(root))


def _is_stick(root: str) -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOVABLE)
    return root.startswith(_MEDIA)
