"""Our side of ``startup.py``: the window of the store named on the command line, with the students' screen."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from fieldteacher.bootstrap import clock_for, open_services
from fieldteacher.config.paths import resources
from fieldteacher.config.settings import SettingsFile
from fieldteacher.ui.application import run_window
from fieldteacher.ui.main_window import MainWindow


def _idle(window: MainWindow) -> None:
    from startup_figures import figures

    print(json.dumps(figures()), flush=True)
    QApplication.quit()


def main() -> None:
    """Open the window and say when it is idle."""
    clock = clock_for(None)
    services = open_services(Path(sys.argv[1]), password=None, clock=clock)
    services.students.preload()
    settings = SettingsFile(Path(sys.argv[1]) / "settings.json")
    run_window(
        services, settings, clock=clock, resources=resources(), language="zh_CN", first="students", when_idle=_idle
    )
    services.close()


main()
