"""The inside of a process that works apart: it answers requests until its input ends."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from fieldteacher.apart.frames import END, READY, REFUSED, Refusal, write_frame

Answer = Callable[[dict[str, Any], BinaryIO], None]
"""Answers one request with frames; raises ``Refusal``."""
_BEHIND = 5
"""How much less claim to the processor it has than the program that waits for it (``os.nice``)."""


def serve(answer: Answer) -> int:
    """Read requests (one line of JSON each) from standard input, answer with frames on standard output."""
    gc.disable()  # a short life with nothing but lists and bytes
    if sys.platform != "win32":
        os.nice(_BEHIND)  # the window goes first; Windows is told when it starts the process
    # The files are opened by number: a program without a console has no sys.stdin and sys.stdout.
    with os.fdopen(0, "rb", closefd=False) as source, os.fdopen(1, "wb", closefd=False) as out:
        write_frame(out, READY)
        out.flush()
        while line := source.readline():
            _answer(answer, json.loads(line), out)
            out.flush()
    return 0


def _answer(answer: Answer, request: dict[str, Any], out: BinaryIO) -> None:
    try:
        answer(request, out)
    except Refusal as refusal:
        write_frame(out, REFUSED, refusal.code, refusal.values)
    except MemoryError:
        write_frame(out, REFUSED, "too_large", {})
    except OSError as error:
        write_frame(out, REFUSED, "not_readable", {"detail": error.strerror or type(error).__name__})
    else:
        write_frame(out, END)


def bound(memory: int, seconds: float) -> None:
    """Bound this process's own memory (bytes) and the processor time it may use from now on.

    Linux enforces the address space; macOS accepts the call and enforces little; on Windows a job object
    does it. Where a system refuses, the parent's clock still ends the process.
    """
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            from fieldteacher.apart.windows_job import bound_memory

            bound_memory(memory)
        return
    import resource
    import signal

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A timer that counts processor time; nobody handles its signal, so it ends the process.
    signal.setitimer(signal.ITIMER_PROF, seconds)
