"""The other side of ``forked``: a program that is loaded once and forked for each command.

One JSON object a line in: ``words``, ``env``, ``out`` and ``err`` (files), and optionally ``typed``, ``limit`` (bytes that a
file may have), ``now`` (what the clock says, ISO), ``calls`` (before which call of a function the process kills itself) or ``seconds`` (after which it is
killed). One line out: the status as ``os.wait`` tells it, and how many calls of functions there were.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import threading
from datetime import datetime
from typing import Any

from fieldteacher.__main__ import main
from fieldteacher.domain.clock import SystemClock

_COUNTED = ("call", "c_call")


class _Counter:
    """Counts calls of functions; at the one wanted the process ends as by ``kill -9``."""

    def __init__(self, last: int | None) -> None:
        self._last = last
        self.count = 0

    def __call__(self, _frame: object, event: str, _of: object) -> None:
        if event in _COUNTED:
            self.count += 1
            if self.count == self._last:
                os.kill(os.getpid(), signal.SIGKILL)


def _be(asked: dict[str, Any], told: int) -> None:
    """In the child: be the program; never returns."""
    os.environ.update(asked["env"])
    source = os.memfd_create("typed")
    os.write(source, asked.get("typed", "").encode())
    os.lseek(source, 0, os.SEEK_SET)
    os.dup2(source, 0)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(asked[name], flags, 0o600), number)
    if "now" in asked:
        now = datetime.fromisoformat(asked["now"])
        SystemClock.now = lambda _: now  # type: ignore[method-assign]
    counter = None
    if "limit" in asked:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["limit"], asked["limit"]))
    if "seconds" in asked:
        signal.setitimer(
            signal.ITIMER_REAL, asked["seconds"]
        )  # its signal ends the process, with no word to Python
    elif "calls" in asked:
        counter = _Counter(asked["calls"])
        threading.setprofile(counter)
        sys.setprofile(counter)
    status = main(asked["words"])
    sys.setprofile(None)
    sys.stdout.flush()
    sys.stderr.flush()
    modules = [name for name in sys.modules if name.startswith(("fieldteacher.", "pyrage", "cryptography."))]
    os.write(told, json.dumps([counter.count if counter else 0, modules]).encode())
    os._exit(status)


def serve() -> None:
    """Answer until there are no more lines. What one command had to load the next ones find loaded."""
    for line in sys.stdin:
        asked = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                _be(asked, writing)
            finally:
                os._exit(250)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        _, status = os.waitpid(child, 0)
        calls, modules = json.loads(said) if said else (0, [])
        for name in modules:
            if name not in sys.modules:
                importlib.import_module(name)
        sys.stdout.write(json.dumps([status, calls]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
