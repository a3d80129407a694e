"""Plots as plain values: numbers with their words. They are drawn in black and white, to survive the copier."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bars:
    """Lying bars, one a category, with the value at the end of each."""

    bars: tuple[tuple[str, float], ...]
    unit: str = ""
    digits: int = 0

    def words(self) -> tuple[str, ...]:
        """Every word on the plot."""
        return (self.unit, *(label for label, _ in self.bars))


@dataclass(frozen=True, slots=True)
class Histogram:
    """Standing columns side by side: how many fall into each class."""

    columns: tuple[tuple[str, int], ...]
    axis: str = ""
    """What the classes are of, below them."""
    counts: str = ""
    """What is counted, beside the columns."""

    def words(self) -> tuple[str, ...]:
        """Every word on the plot."""
        return (self.axis, self.counts, *(label for label, _ in self.columns))


@dataclass(frozen=True, slots=True)
class Stacked:
    """Lying bars, each divided among ``series``; with ``shares`` every bar is as long as the other."""

    series: tuple[str, ...]
    bars: tuple[tuple[str, tuple[float, ...]], ...]
    shares: bool = False

    def words(self) -> tuple[str, ...]:
        """Every word on the plot."""
        return (*self.series, *(label for label, _ in self.bars))


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Values over time, one or more lines; ``None`` leaves a gap."""

    times: tuple[str, ...]
    lines: tuple[tuple[str, tuple[float | None, ...]], ...]
    unit: str = ""

    def words(self) -> tuple[str, ...]:
        """Every word on the plot."""
        return (self.unit, *self.times, *(name for name, _ in self.lines))


Plot = Bars | Histogram | Stacked | TimeLine
