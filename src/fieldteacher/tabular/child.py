"""The reading process: parses one file under limits of its own and sends the rows back.

A parser written in Rust or C can be made to ask for terabytes or to run for hours by a few crafted
bytes; here that ends this process and nothing else. The program's own interpreter never waits for it.

The frozen program's entry point must call ``main()`` of this module before it does or imports anything else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from fieldteacher.apart.child import bound, serve
from fieldteacher.tabular.frames import Sink


def main() -> int:
    """Read tables until standard input ends."""
    return serve(_answer)


def _answer(request: dict[str, Any], out: BinaryIO) -> None:
    bound(int(request["memory"]), float(request["seconds"]))
    sink = Sink(out, rows=int(request["rows"]), cells=int(request["cells"]))
    _read(Path(str(request["path"])), str(request["format"]), sink)


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
