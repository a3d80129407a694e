"""The reading process: parses one file under limits of its own and sends the rows back.

A parser written in Rust or C can be made to ask for terabytes or to run for hours by a few crafted
bytes; here that ends this process and nothing else. The program's own interpreter never waits for it.

The frozen program starts itself with ``ARGUMENT``: its entry point must call ``main()`` of this module
before it does or imports anything else.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
from pathlib import Path
from typing import BinaryIO

from fieldteacher.tabular.frames import END, READY, REFUSED, Refusal, Sink, write_frame

ARGUMENT = "--read-table"
REFUSED_STATUS = 3


def main() -> int:
    """Read the request (one line of JSON) from standard input, answer with frames on standard output."""
    gc.disable()  # a short life with nothing but lists
    # The files are opened by number: a program without a console has no sys.stdin and sys.stdout.
    with os.fdopen(0, "rb", closefd=False) as source, os.fdopen(1, "wb", closefd=False) as out:
        write_frame(out, READY)
        out.flush()
        line = source.readline()
        if not line:
            return 0
        return _answer(json.loads(line), out)


def _answer(request: dict[str, str | int], out: BinaryIO) -> int:
    _bound(int(request["memory"]), int(request["seconds"]))
    sink = Sink(out, rows=int(request["rows"]), cells=int(request["cells"]))
    try:
        _read(Path(str(request["path"])), str(request["format"]), sink)
    except Refusal as refusal:
        write_frame(out, REFUSED, refusal.code, refusal.values)
        return REFUSED_STATUS
    except MemoryError:
        write_frame(out, REFUSED, "too_large", {})
        return REFUSED_STATUS
    except OSError as error:
        write_frame(out, REFUSED, "not_readable", {"detail": error.strerror or type(error).__name__})
        return REFUSED_STATUS
    write_frame(out, END)
    return 0


def _read(path: Path, format: str, sink: Sink) -> None:
    if format in ("xlsx", "xlsb", "xls", "ods"):
        from fieldteacher.tabular.binary_sheets import read

        read(path, format, sink)
    elif format == "text":
        from fieldteacher.tabular.text_sheets import read as read_text

        read_text(path, sink)
    else:
        from fieldteacher.tabular.markup_sheets import read_html, read_xml

        (read_html if format == "html" else read_xml)(path, sink)


def _bound(memory: int, seconds: int) -> None:
    """Bound this process's own memory and processor time, as far as the system can.

    Linux enforces the address space; macOS accepts the call and enforces little; on Windows a job object
    does it. Where a system refuses, the parent's clock still ends the process.
    """
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            from fieldteacher.tabular.windows_job import bound_memory

            bound_memory(memory)
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 2))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
