"""Our side of ``startup.py``: the program's own start with the store named on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fieldteacher.starting import run_window

if TYPE_CHECKING:
    from fieldteacher.ui.main_window import MainWindow


def _idle(window: MainWindow) -> None:
    from startup_figures import figures

    assert window.isVisible()
    print(json.dumps(figures()), flush=True)
    window.close()


sys.exit(run_window(Path(sys.argv[1]), language="zh_CN", when_idle=_idle))
