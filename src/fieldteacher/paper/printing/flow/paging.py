"""Divide laid-out blocks among pages: nothing torn that belongs together, table heads again on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fieldteacher.paper.printing.flow.strips import Group, Strip

_TOLERANCE = 0.01


@dataclass(slots=True)
class Placed:
    """A strip and the height at which it begins."""

    strip: Strip
    top: float


@dataclass(slots=True)
class Framed:
    """A frame around a group's part on a page: left, top, width, bottom."""

    left: float
    top: float
    width: float
    bottom: float


@dataclass(slots=True)
class Page:
    """What stands on a page; ``whole`` is a group that draws the page by itself."""

    strips: list[Placed] = field(default_factory=list)
    frames: list[Framed] = field(default_factory=list)
    whole: Group | None = None


@dataclass(slots=True)
class Paged:
    """The pages of a form, and for each mark its page (from 1) and its title in the outline."""

    pages: list[Page]
    marks: dict[str, tuple[int, str]]


def paginate(groups: Sequence[Group], top: float, bottom: float) -> Paged:
    """The groups on pages whose room reaches from ``top`` to ``bottom``."""
    filler = _Filler(top, bottom)
    for chunk in _chunks(groups):
        filler.add(chunk)
    return filler.done()


@dataclass(slots=True)
class _Item:
    """A strip with its group, and whether it is the first or last of it; None for a group that has none."""

    group: Group
    strip: Strip | None
    first: bool
    last: bool


def _chunks(groups: Sequence[Group]) -> Iterator[list[_Item]]:
    """Runs of strips that stay together."""
    chunk: list[_Item] = []
    for group in groups:
        if not group.strips:
            if chunk:
                yield chunk
            yield [_Item(group, None, True, True)]
            chunk = []
        for number, strip in enumerate(group.strips):
            last = number == len(group.strips) - 1
            chunk.append(_Item(group, strip, number == 0, last))
            if not (group.glue if last else strip.glue):
                yield chunk
                chunk = []
    if chunk:
        yield chunk


class _Filler:
    """Fills one page after the other."""

    def __init__(self, top: float, bottom: float) -> None:
        self._top, self._bottom = top, bottom
        self._pages = [Page()]
        self._y = top
        self._marks: dict[str, tuple[int, str]] = {}
        self._open: tuple[Group, Framed] | None = None
        self._fresh = True
        """Nothing stands on this page yet."""

    def add(self, chunk: list[_Item]) -> None:
        """Place a chunk: here, else on a new page, else strip by strip."""
        if chunk[0].strip is None:
            self._breaking(chunk[0].group)
            return
        height = sum(self._room(item) for item in chunk)
        if self._y + height > self._bottom + _TOLERANCE and not self._fresh:
            self._turn(None if chunk[0].first else chunk[0].group)
        for item in chunk:
            self._place(item)
        group = chunk[-1].group
        if group.fill and chunk[-1].last:
            while self._y + group.fill.height <= self._bottom:
                self._put(group.fill, group)

    def done(self) -> Paged:
        """All pages."""
        self._close()
        if len(self._pages) > 1 and self._fresh and self._pages[-1].whole is None:
            self._pages.pop()
        return Paged(self._pages, self._marks)

    def _room(self, item: _Item) -> float:
        assert item.strip is not None
        gap = item.group.gap if item.first and not self._fresh else 0.0
        return gap + item.strip.height

    def _breaking(self, group: Group) -> None:
        if not self._fresh:
            self._turn(None)
        if group.whole is not None:
            self._pages[-1].whole = group
            self._turn(None)

    def _place(self, item: _Item) -> None:
        strip, group = item.strip, item.group
        assert strip is not None
        if self._y + self._room(item) > self._bottom + _TOLERANCE and not self._fresh:
            self._turn(None if item.first else group)
        if item.first:
            if not self._fresh:
                self._y += group.gap
            self._close()
            if group.mark:
                name, title = group.mark
                self._marks[name] = (len(self._pages), title)
        self._put(strip, group)

    def _put(self, strip: Strip, group: Group) -> None:
        page = self._pages[-1]
        if group.frame and (self._open is None or self._open[0] is not group):
            left, width = group.frame
            self._open = (group, Framed(left, self._y, width, self._y))
            page.frames.append(self._open[1])
        page.strips.append(Placed(strip, self._y))
        self._y += strip.height
        if strip.height:
            self._fresh = False
        if self._open is not None:
            self._open[1].bottom = self._y

    def _turn(self, continued: Group | None) -> None:
        """Begin a page; ``continued`` goes on there, under its head."""
        self._close()
        self._pages.append(Page())
        self._y, self._fresh = self._top, True
        for strip in continued.head if continued else ():
            assert continued is not None
            self._put(strip, continued)
        self._fresh = True

    def _close(self) -> None:
        self._open = None
