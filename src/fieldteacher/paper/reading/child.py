"""The process that reads sheets: decoders are where crafted files strike, and pixels keep a processor busy.

It is told the issued forms first, then asked for the number of pages of a file, or to read one page of it.
"""

from __future__ import annotations

import contextlib
import gc
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from fieldteacher.apart.child import bound, serve
from fieldteacher.apart.frames import Refusal, write_frame
from fieldteacher.paper.layout import form_number
from fieldteacher.paper.reading.limits import Limits
from fieldteacher.paper.reading.measured import MEASURED, PAGES, SEEN
from fieldteacher.paper.reading.pictures import Source, jpeg, prepare, small
from fieldteacher.paper.reading.sheet import read_page

_PAGE_SIZE = 4096


class _Reader:
    """What the process keeps between two requests."""

    def __init__(self) -> None:
        self._issued: Mapping[int, str] = {}
        self._opened: tuple[str, Source] | None = None
        self._reserved = _address_space()

    def answer(self, request: dict[str, Any], out: BinaryIO) -> None:
        """Do one of the three things that can be asked."""
        if "issued" in request:
            self._issued = {
                form_number.decode(number): layout for number, layout in request["issued"].items()
            }
            return
        limits = Limits(**request["limits"])
        bound(self._reserved + limits.memory, limits.opening_seconds)
        try:
            source = self._source(str(request["path"]), limits)
            if "page" in request:
                self._page(source, int(request["page"]), limits, out)
            else:
                write_frame(out, PAGES, source.pages())
        except (Refusal, MemoryError):
            self._opened = None
            raise
        finally:
            gc.collect()

    def _source(self, path: str, limits: Limits) -> Source:
        """Pages of one file come one after the other: it is read once."""
        if self._opened is None or self._opened[0] != path:
            self._opened = None
            self._opened = (path, Source.at(Path(path), limits))
        return self._opened[1]

    def _page(self, source: Source, number: int, limits: Limits, out: BinaryIO) -> None:
        opened = source.page(number)
        bound(self._reserved + limits.memory, limits.reading_seconds)
        try:
            read = read_page(opened, lambda: source.page(number, whole=True), self._issued)
        except Refusal:
            write_frame(out, SEEN, jpeg(small(opened.pixels)))
            raise
        write_frame(out, MEASURED, read.measured.plain(), jpeg(read.page))


def _address_space() -> int:
    """What the libraries have reserved already, in bytes; the bound on memory is on top of it."""
    with contextlib.suppress(OSError, ValueError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * _PAGE_SIZE
    return 0


def main() -> int:
    """Read sheets until standard input ends."""
    prepare()
    warnings.simplefilter("ignore")
    return serve(_Reader().answer)
