"""The floor of ``startup.py``: an empty window with an empty table."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView


def main() -> None:
    """Show the window and say when it is idle."""
    app = QApplication(sys.argv)
    window = QMainWindow()
    window.setCentralWidget(QTableView())
    window.resize(1366, 768)
    window.show()

    def idle() -> None:
        from startup_figures import figures

        print(json.dumps(figures()), flush=True)
        app.quit()

    QTimer.singleShot(0, idle)
    app.exec()


main()
