"""One round of ``stall.py``: the window of a store, driven by a timer, its longest gaps printed as JSON."""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from fieldteacher.bootstrap import clock_for, open_services
from fieldteacher.config.paths import resources
from fieldteacher.config.settings import SettingsFile
from fieldteacher.domain.changes import ChangeSet
from fieldteacher.ui.application import application, run_window
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow

BEAT_MS = 2
LATE = 0.025
LONGEST = 180.0
Steps = Iterator[tuple[str, Callable[[], bool]]]
"""What is being waited for, by name, and whether it has come."""


class Beat:
    """Beats on the UI thread and remembers the longest gap."""

    def __init__(self, trace: TextIO | None) -> None:
        self.longest = 0.0
        self._trace = trace
        self._now = time.thread_time if os.environ.get("STALL_OWN") else time.perf_counter
        self._last = self._now()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def again(self) -> float:
        """The longest gap so far in milliseconds; counting begins anew."""
        self._beat()
        found, self.longest = self.longest * 1000, 0.0
        return found

    def _beat(self) -> None:
        now = self._now()
        self.longest = max(self.longest, now - self._last)
        if self._trace is not None:
            if now - self._last > LATE:
                self._trace.write(f"=== late: {(now - self._last) * 1000:.0f} ms\n")
                self._trace.flush()
            faulthandler.dump_traceback_later(LATE, repeat=True, file=self._trace)
        self._last = now


class FixedPicker:
    """Answers every question for a file with the same one."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def open_file(self, *_: Any) -> Path:
        return self._file

    def open_files(self, *_: Any) -> list[Path]:
        return [self._file]

    def save_file(self, *_: Any) -> Path:
        return self._file

    def folder(self, *_: Any) -> Path:
        return self._file.parent


class Round:
    """Goes through the steps of one kind of work, one after the other."""

    def __init__(self, kind: str, file: Path) -> None:
        self._kind, self._file = kind, file
        self.found: dict[str, float] = {}

    def begin(self, window: MainWindow) -> None:
        """Start once the window is at rest and painted in its size: neither belongs to the work that is measured."""
        self._window, self._ui = window, window_ui(window)
        window.resize(1366, 768)
        self._ui.picker = FixedPicker(self._file)
        QTimer.singleShot(500, self._start)

    def _start(self) -> None:
        trace = os.environ.get("STALL_TRACE")
        self._beat = Beat(Path(trace).open("a", encoding="utf-8") if trace else None)  # noqa: SIM115
        self._steps: Steps = getattr(self, f"_{self._kind}")()
        self._deadline = time.monotonic() + LONGEST
        self._next()
        self._clock = QTimer()
        self._clock.timeout.connect(self._look)
        self._clock.start(10)

    def _next(self) -> None:
        step = next(self._steps, None)
        if step is None:
            print(json.dumps(self.found), flush=True)
            application().quit()
            self._name = ""
            return
        self._name, self._come = step

    def _look(self) -> None:
        if time.monotonic() > self._deadline:
            sys.stderr.write(f"{self._name}: not done in {LONGEST:.0f} s\n")
            os._exit(1)
        if self._name and self._come():
            self.found[self._name] = max(self.found.get(self._name, 0.0), self._beat.again())
            self._next()

    def _quiet(self) -> bool:
        return not self._ui.runner.busy

    def _nothing(self) -> Steps:
        start = time.monotonic()
        yield "nothing", lambda: time.monotonic() - start > 3

    def _import(self) -> Steps:
        self._ui.navigator.go("rosters", file=self._file)
        screen: Any = self._window.view
        self._beat.again()  # making a screen is not what is measured here
        yield "read and preview a roster", lambda: screen.shown is not None and self._quiet()
        screen.import_()
        yield "import it", lambda: screen.job is None and self._quiet()

    def _print(self) -> Steps:
        self._ui.navigator.go("printing", everybody=True)
        screen: Any = self._window.view
        self._beat.again()
        yield "prepare and preview forms", lambda: screen.prepared is not None and self._quiet()
        screen.save()
        yield "print them", lambda: screen.job is None and screen.prepared is not None and self._quiet()

    def _reload(self) -> Steps:
        services = self._ui.services
        put, record = services.records.put, services.records.list("student", limit=1)[1][0]["id"]

        def save(number: int) -> ChangeSet:
            return put("student", {"class_name": f"机电230{number}"}, record=record)[1]

        self._beat.again()
        for number in range(3):
            self._ui.runner.change(partial(save, number))
            yield "read the list again after a save", self._quiet

    def _search(self) -> Steps:
        box = self._window.finding.box
        self._window.search()
        for letter in "zhangw":
            QTest.keyClicks(box, letter)
            yield "type into the search box", partial(self._rested, time.monotonic())

    def _filter(self) -> Steps:
        screen: Any = self._window.view
        self._window.activateWindow()
        screen.table.finder.setFocus()
        yield "filter the list", self._quiet
        for letter in "2023":
            QTest.keyClicks(screen.table.finder, letter)
            yield "filter the list", partial(self._rested, time.monotonic())

    def _marks(self) -> Steps:
        self._ui.navigator.go("evaluations")
        self._beat.again()
        yield "read and show the marks of all", self._quiet

    def _photos(self) -> Steps:
        self._ui.navigator.go("visits", do="new")
        screen: Any = self._window.view
        self._beat.again()
        screen.page.photos.album.add_files([self._file])
        screen.page._scroll.verticalScrollBar().setValue(9999)
        yield "read photos and show them", lambda: not screen.page.photos.busy and self._quiet()
        screen.page.discard()
        yield "read photos and show them", self._quiet

    def _sheets(self) -> Steps:
        self._ui.navigator.go("sheets")
        screen: Any = self._window.view
        self._window.activateWindow()
        yield "read a pile of forms", self._quiet
        screen.clear_pile()  # what an earlier round left
        yield "read a pile of forms", self._quiet
        self._beat.again()
        self.found.clear()
        screen.take([self._file])
        yield "read a pile of forms", lambda: screen.taking.job is None and self._quiet()
        for number in range(60):
            QTest.keyClick(screen.bench.marks, Qt.Key(int(Qt.Key.Key_1) + number % 5))
            yield "decide a row of it", partial(self._rested, time.monotonic())
        screen.pile.save()
        yield "save what is decided", self._quiet

    def _rested(self, since: float) -> bool:
        return time.monotonic() - since > 0.15 and self._quiet()


def window_ui(window: MainWindow) -> Ui:
    """What the window's screens are handed."""
    shown = window.view
    assert shown is not None
    return shown.ui


def main() -> None:
    """Open the window and go through the steps."""
    kind, store, file = sys.argv[1:4]
    clock = clock_for(None)
    services = open_services(Path(store), password=None, clock=clock)
    round_ = Round(kind, Path(file))
    settings = SettingsFile(Path(store) / "stall-settings.json")
    run_window(
        services, settings, clock=clock, resources=resources(), language="zh_CN", first="students",
        when_idle=round_.begin,
    )  # fmt: skip
    services.close()


main()
