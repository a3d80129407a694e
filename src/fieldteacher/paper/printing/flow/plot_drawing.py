"""Draw plots in black, white and hatching: each series can be told apart on a photocopy."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fieldteacher.paper.layout.geometry import Rect
from fieldteacher.paper.printing.flow.plots import Bars, Histogram, Plot, Stacked, TimeLine
from fieldteacher.paper.printing.flow.strips import Setter, Type
from fieldteacher.paper.printing.flow.surface import INNER, Surface
from fieldteacher.paper.printing.typesetting import POINTS_PER_MM

_SMALL = Type(8.5)
_LINE = 0.25
_GRID = 0.1
_LEGEND = 6.0
_FILLS: tuple[tuple[float, int], ...] = ((0.55, 0), (1.0, 1), (0.85, 0), (1.0, -1), (0.3, 0), (1.0, 0))
"""Grey of the area and the slope of its hatching, by series."""


@dataclass(slots=True)
class Plotting:
    """A plot, and the surface and place it is drawn on."""

    surface: Surface
    setter: Setter
    place: Rect

    def words(
        self, text: str, x: float, top: float, width: float, align: str = "left", size: float = 8.5
    ) -> None:
        """A text in as many lines as the width asks for, from ``top``."""
        for line in self.setter.lines(text, width, Type(size, align)):  # type: ignore[arg-type]
            line(self.surface, x, top, width)
            top += Type(size).leading

    def length(self, text: str, size: float = 8.5) -> float:
        """The length of a text in mm."""
        return self.setter.length(text, size) / POINTS_PER_MM

    def area(self, rect: Rect, series: int) -> None:
        """An area filled as its series, outlined."""
        content = self.surface.content
        grey, slope = _FILLS[series % len(_FILLS)]
        if grey < 1:
            content.shade(rect, grey)
        if slope:
            for line in _hatching(rect, slope):
                content.path(line, _GRID)
        content.frame(rect, _LINE)

    def over(self, text: str, rect: Rect) -> None:
        """A number in the middle of an area, on white, where there is room for it."""
        wide, high = self.length(text, 8) + 0.8, 3.4
        if wide < rect.width - 0.6:
            x, y = rect.x + (rect.width - wide) / 2, rect.y + (rect.height - high) / 2
            self.surface.content.shade(Rect(x, y, wide, high), 1)
            self.words(text, x, rect.y + (rect.height - Type(8).leading) / 2, wide, "centre", 8)

    def legend(self, names: Sequence[str], sample: Callable[[Rect, int], None]) -> None:
        """The series' names along the lower edge, each after a sample."""
        x, y = self.place.x, self.place.bottom - _LEGEND + 1.6
        for number, name in enumerate(names):
            sample(Rect(x, y, 5.0, 3.2), number)
            wide = self.length(name) + 0.5
            self.words(name, x + 6.2, y + 1.6 - _SMALL.leading / 2, wide)
            x += 6.2 + wide + 5.0


def draw_plot(plot: Plot, surface: Surface, setter: Setter, place: Rect) -> None:
    """Draw ``plot`` into ``place``."""
    plotting = Plotting(surface, setter, place)
    match plot:
        case Bars():
            _bars(plotting, plot)
        case Histogram():
            _histogram(plotting, plot)
        case Stacked():
            _stacked(plotting, plot)
        case TimeLine():
            _time_line(plotting, plot)


def needed_height(plot: Plot, wanted: float) -> float:
    """The height at which each bar of a plot can be read; ``wanted`` where that is enough."""
    if isinstance(plot, Bars):
        return max(min(wanted, len(plot.bars) * 6.0 + 3), len(plot.bars) * 5.2 + 3)
    if isinstance(plot, Stacked):
        return max(min(wanted, len(plot.bars) * 7.0 + 3 + _LEGEND), len(plot.bars) * 5.2 + 3 + _LEGEND)
    return wanted


def nice_steps(highest: float) -> tuple[float, ...]:
    """The values of an axis from 0 to at least ``highest``: three to six round steps."""
    if highest <= 0:
        return (0.0, 1.0)
    rough = highest / 4
    base = 10 ** math.floor(math.log10(rough))
    step = next(base * factor for factor in (1, 2, 2.5, 5, 10) if base * factor >= rough - 1e-9)
    if highest >= 1 and step < 1:
        step = 1.0
    return tuple(step * n for n in range(math.ceil(highest / step - 1e-9) + 1))


def _labels_width(plotting: Plotting, labels: Sequence[str]) -> float:
    longest = max((plotting.length(label) for label in labels), default=0.0)
    return min(longest + 2.0, plotting.place.width * 0.36)


def _rows(
    plotting: Plotting, labels: Sequence[str], bottom: float
) -> Iterator[tuple[int, float, float, float]]:
    """For each lying bar its number, top, height, and the left edge of the bars; its label is written."""
    place = plotting.place
    left = place.x + _labels_width(plotting, labels)
    pitch = (bottom - place.y) / max(1, len(labels))
    height = min(pitch * 0.66, 6.5)
    for number, label in enumerate(labels):
        middle = place.y + (number + 0.5) * pitch
        shown, width = label, left - place.x - 1.6
        while shown and plotting.length(shown) > width:
            shown = shown[:-2] + "…" if len(shown) > 2 else ""
        plotting.words(shown, place.x, middle - _SMALL.leading / 2, width, "right")
        yield number, middle - height / 2, height, left
    plotting.surface.content.rule(left, place.y, left, bottom, _LINE)


def _figure(value: float, digits: int = 0) -> str:
    return f"{value:.{digits}f}" if digits else f"{value:g}"


def _bars(plotting: Plotting, plot: Bars) -> None:
    figures = [f"{_figure(value, plot.digits)}{plot.unit}" for _, value in plot.bars]
    room = max((plotting.length(figure) for figure in figures), default=0) + 3
    most = max((value for _, value in plot.bars), default=0) or 1
    for number, top, height, left in _rows(
        plotting, [label for label, _ in plot.bars], plotting.place.bottom
    ):
        full = plotting.place.right - left - room
        length = full * max(0.0, plot.bars[number][1]) / most
        if length > 0:
            plotting.area(Rect(left, top, length, height), 0)
        plotting.words(figures[number], left + length + 1.2, top + height / 2 - _SMALL.leading / 2, room)


def _stacked(plotting: Plotting, plot: Stacked) -> None:
    place = plotting.place
    most = max((sum(values) for _, values in plot.bars), default=0) or 1
    for number, top, height, left in _rows(
        plotting, [label for label, _ in plot.bars], place.bottom - _LEGEND
    ):
        values = plot.bars[number][1]
        total = sum(values)
        unit = (place.right - left - 10) / ((total or 1) if plot.shares else most)
        x = left
        for series, value in enumerate(values):
            if value > 0:
                rect = Rect(x, top, value * unit, height)
                plotting.area(rect, series)
                plotting.over(_figure(value), rect)
                x += value * unit
        plotting.words(_figure(total), x + 1.2, top + height / 2 - _SMALL.leading / 2, 10)
    plotting.legend(plot.series, plotting.area)


def _axis(
    plotting: Plotting, highest: float, bottom: float, unit: str
) -> tuple[float, Callable[[float], float]]:
    """Draw the upright axis; its place, and where a value stands."""
    place, content = plotting.place, plotting.surface.content
    steps = nice_steps(highest)
    left = place.x + max(plotting.length(_figure(step)) for step in steps) + 2.5
    top = place.y + (6.0 if unit else 3.0)
    if unit:
        plotting.words(unit, place.x, place.y, plotting.length(unit) + 1)

    def height(value: float) -> float:
        return bottom - (bottom - top) * value / steps[-1]

    for step in steps:
        y = height(step)
        if step:
            content.shade(Rect(left, y - _GRID / 2, place.right - left, _GRID), 0.72)
        else:
            content.rule(left, y, place.right, y, _LINE)
        plotting.words(_figure(step), place.x, y - _SMALL.leading / 2, left - place.x - 1.2, "right")
    content.rule(left, top, left, bottom, _LINE)
    return left, height


def _histogram(plotting: Plotting, plot: Histogram) -> None:
    place = plotting.place
    bottom = place.bottom - 5.5 - (5.0 if plot.axis else 0)
    left, height = _axis(plotting, max((count for _, count in plot.columns), default=0), bottom, plot.counts)
    pitch = (place.right - left) / max(1, len(plot.columns))
    for number, (label, count) in enumerate(plot.columns):
        x = left + number * pitch
        if count:
            top = height(count)
            plotting.area(Rect(x + pitch * 0.08, top, pitch * 0.84, bottom - top), 0)
            plotting.words(str(count), x, top - 4.2, pitch, "centre")
        plotting.words(label, x, bottom + 1.0, pitch, "centre", 8)
    if plot.axis:
        plotting.words(plot.axis, left, place.bottom - 4.6, place.right - left, "centre")


def _time_line(plotting: Plotting, plot: TimeLine) -> None:
    place, content = plotting.place, plotting.surface.content
    several = len(plot.lines) > 1
    bottom = place.bottom - 6.0 - (_LEGEND if several else 0)
    every = [value for _, values in plot.lines for value in values if value is not None]
    left, height = _axis(plotting, max(every, default=0), bottom, plot.unit)
    pitch = (place.right - left) / max(1, len(plot.times))
    stride = max(1, math.ceil(max((plotting.length(t) for t in plot.times), default=1) * 1.15 / pitch))
    for number, time in enumerate(plot.times):
        middle = left + (number + 0.5) * pitch
        content.rule(middle, bottom, middle, bottom + 0.8, _LINE)
        if number % stride == 0:
            wide = pitch * stride
            plotting.words(time, middle - wide / 2, bottom + 1.2, wide, "centre", 8)
    for series, (_, values) in enumerate(plot.lines):
        points: list[tuple[float, float]] = []
        for number, value in enumerate([*values, None]):
            if value is not None:
                points.append((left + (number + 0.5) * pitch, height(value)))
            elif points:
                if len(points) > 1:
                    content.path(points, 0.45 if series == 0 else INNER * 1.6)
                for point in points:
                    _dot(plotting, point, series)
                points = []

    def sample(rect: Rect, series: int) -> None:
        y = rect.y + rect.height / 2
        content.rule(rect.x, y, rect.right, y, 0.45 if series == 0 else INNER * 1.6)
        _dot(plotting, (rect.x + rect.width / 2, y), series)

    if several:
        plotting.legend([name for name, _ in plot.lines], sample)


def _dot(plotting: Plotting, at: tuple[float, float], series: int) -> None:
    """A mark of each series' own shape: a filled square, an open one, a filled diamond, a triangle."""
    (x, y), r, content = at, 0.9, plotting.surface.content
    if series % 4 == 0:
        content.fill([Rect(x - r, y - r, 2 * r, 2 * r)])
    elif series % 4 == 1:
        content.shade(Rect(x - r, y - r, 2 * r, 2 * r), 1)
        content.frame(Rect(x - r, y - r, 2 * r, 2 * r), _LINE)
    elif series % 4 == 2:
        r *= 1.3
        content.polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], 0)
    else:
        content.polygon([(x, y - r * 1.2), (x + r * 1.2, y + r), (x - r * 1.2, y + r)], 0.4)


def _hatching(rect: Rect, slope: int) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Lines at 45 degrees, 1.3 mm apart, that end at the edges of ``rect``."""
    lines = []
    offset = 1.3
    while offset < rect.width + rect.height:
        x1, x2 = max(0.0, offset - rect.height), min(rect.width, offset)
        y1, y2 = offset - x1, offset - x2
        if slope > 0:
            lines.append(((rect.x + x1, rect.y + y1), (rect.x + x2, rect.y + y2)))
        else:
            lines.append(((rect.x + x1, rect.bottom - y1), (rect.x + x2, rect.bottom - y2)))
        offset += 1.3
    return lines
