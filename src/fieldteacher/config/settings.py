"""What the program remembers of its own look on this machine: one small JSON file outside every store.

Nothing here is precious: a file that cannot be read is set aside, one that cannot be written is logged, and
the program goes on with its defaults. Names in use: ``language``, ``theme``, ``store``, ``recent_folder``,
``window/…``, ``list/…`` and ``exchange/…``. Never a student's data.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

_LARGEST = 1_000_000
"""Bytes; a larger file is none of ours."""


class SettingsFile:
    """The settings in ``path``; read once, written whole at each change.

    Safe to use from several threads; where two programs write, the later one wins.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._values = _read(path)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def get(self, name: str, default: Any = None) -> Any:
        """The remembered value, or ``default``."""
        return self._values.get(name, default)

    def text(self, name: str, default: str = "") -> str:
        """The remembered value where it is text, or ``default``."""
        value = self._values.get(name)
        return value if isinstance(value, str) else default

    def set(self, name: str, value: Any) -> None:
        """Remember ``value``, which JSON must be able to carry (``TypeError``); ``None`` forgets it."""
        self.update({name: value})

    def update(self, changes: Mapping[str, Any]) -> None:
        """Remember several values with one write of the file."""
        with self._lock:
            values = {**self._values, **changes}
            values = {name: value for name, value in values.items() if value is not None}
            if values == self._values:
                return
            text = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True)
            self._values = values
            try:
                _write(self._path, text)
            except OSError as error:
                log.warning("settings not kept: %s", type(error).__name__)


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("too large")
        values = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(values, dict):
            raise ValueError("not an object")
    except FileNotFoundError:
        return {}
    except OSError as error:
        log.warning("settings not read: %s", type(error).__name__)
        return {}
    except (ValueError, RecursionError) as error:
        log.warning("settings set aside: %s", type(error).__name__)
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".broken.json"))
        return {}
    return values


def _write(path: Path, text: str) -> None:
    """Replace the file in one step, so that a power cut leaves the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with new.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
