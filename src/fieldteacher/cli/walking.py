"""Showing the window from the command line: the program starts itself again, because this process never loads Qt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

WINDOW_ARGUMENT = "--walk-window"
"""The hidden word that makes the program walk through its window and leave."""
_SECONDS = 180.0


def show_window(
    store: Path,
    *,
    password: str | None = None,
    language: str = "zh_CN",
    today: date | None = None,
    pictures: Path | None = None,
    dark: bool = False,
) -> list[str]:
    """Walk through the window of a store off-screen, in a process of its own; returns the names of the stops.

    With ``pictures``, a PNG of each is left in that folder. Raises ``RuntimeError`` with what went wrong there.
    """
    request = {
        "store": str(store), "password": password, "language": language, "today": today and today.isoformat(),
        "pictures": pictures and str(pictures), "dark": dark,
    }  # fmt: skip
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "fieldteacher"]
    search = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(
            [*start, WINDOW_ARGUMENT],
            input=json.dumps(request).encode(),
            capture_output=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": search},
            timeout=_SECONDS,
            check=False,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise RuntimeError("the window did not come to an end") from error
    except ValueError as error:
        raise RuntimeError(f"the window ended with status {done.returncode}") from error
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return list(answer["seen"])
