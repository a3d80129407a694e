"""Starting a process that works apart, and watching over it.

Plain Python gets a one-line program and this program's search path; the frozen program starts itself with
``Child.argument``, which its entry point (``packaging/entry.py``) must look for before anything else.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fieldteacher.apart.frames import END, READY, REFUSED, read_frames

_BOOT = (
    "import sys,json; sys.path[:]=json.loads(sys.argv[1]); "
    "from importlib import import_module; raise SystemExit(import_module(sys.argv[2]).main())"
)
_TICK = 0.02
_NO_WINDOW, _BELOW_NORMAL = 0x08000000, 0x00004000
_FLAGS = _NO_WINDOW | _BELOW_NORMAL if os.name == "nt" else 0
"""How Windows starts such a process: without a window, and with less claim to the processor than the one that waits for it."""


@dataclass(frozen=True, slots=True)
class Child:
    """A module with a ``main`` that serves (``apart.child``), and the word that the frozen program knows it by."""

    module: str
    argument: str

    def command(self) -> list[str]:
        """How to start it."""
        if getattr(sys, "frozen", False):
            return [sys.executable, self.argument]
        path = json.dumps([str(part) for part in sys.path])
        return [sys.executable, "-E", "-S", "-X", "utf8", "-c", _BOOT, path, self.module]


class Ended(Exception):
    """The process ended before its answer did: ``too_slow`` or ``cancelled`` (it was ended), ``failed`` (by an
    error of its own), ``collapsed`` (by the system, which it is where memory or time run out)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Apart:
    """The process and the watch over it: ended at its time, when cancelled, and always at the end."""

    def __init__(
        self, child: Child, *, start_seconds: float, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """``start_seconds`` is the time it has to come up (a virus scanner may look at it first)."""
        self._child = child
        self._cancelled = cancelled
        self._seconds = start_seconds
        self._up = False
        self._deadline = time.monotonic() + start_seconds
        self._verdict = ""
        self._finished = threading.Event()
        self._watch = threading.Thread(target=self._watch_over, name="apart-watch", daemon=True)

    def __enter__(self) -> Apart:
        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            self._child.command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_FLAGS,
        )
        assert self._process.stdout is not None
        self._received = read_frames(self._process.stdout)
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._finished.set()
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._process.wait()
        self._watch.join()

    def ask(self, request: Mapping[str, Any], seconds: float) -> Iterator[tuple[Any, ...]]:
        """Send a request and hand on the frames of its answer, up to and with ``END`` or ``REFUSED``.

        ``seconds`` is the time for the answer, counted from when the process is up. Raises ``Ended``.
        """
        self._seconds = seconds
        if self._up:
            self._deadline = time.monotonic() + seconds
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it ended already: the missing frames will tell
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Iterator[tuple[Any, ...]]:
        for frame in self._received:
            if frame[0] == READY:
                self._up = True
                self._deadline = time.monotonic() + self._seconds
                continue
            if self._verdict or self._stop_wanted():
                break
            if frame[0] in (END, REFUSED):
                self._deadline = float("inf")  # at rest until it is asked again
                yield frame
                return
            yield frame
        raise Ended(self._verdict or self._collapse())

    def _collapse(self) -> str:
        """Why the process ended without a word: an abort (no memory), or a plain failure (nonsense inside)."""
        return "failed" if self._process.wait() == 1 else "collapsed"

    def _stop_wanted(self) -> bool:
        if self._cancelled is not None and self._cancelled():
            self._verdict = "cancelled"
        elif time.monotonic() > self._deadline:
            self._verdict = "too_slow"
        return bool(self._verdict)

    def _watch_over(self) -> None:
        while not self._finished.wait(_TICK):
            if self._stop_wanted():
                self._process.kill()
                return
