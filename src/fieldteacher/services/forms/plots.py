"""Plots as the printed page draws them."""

from __future__ import annotations

from fieldteacher.domain import plots as drawn
from fieldteacher.domain.text import Language
from fieldteacher.paper.printing.flow.plot_pictures import plot_png
from fieldteacher.paper.printing.flow.plots import Bars, Plot, Stacked
from fieldteacher.paper.printing.fonts import FontStack


def on_paper(plot: drawn.Bars, language: Language) -> Plot:
    """A plot for paper: one series as bars with their numbers, several on top of each other."""
    groups = [group.to(language) for group in plot.groups]
    scale = 10 if plot.decimals else 1
    if len(plot.series) == 1:
        values = plot.series[0].values
        bars = tuple((group, value / scale) for group, value in zip(groups, values, strict=True))
        return Bars(bars, plot.unit.to(language), plot.decimals)
    return Stacked(
        tuple(each.label.to(language) for each in plot.series),
        tuple(
            (group, tuple(each.values[number] / scale for each in plot.series))
            for number, group in enumerate(groups)
        ),
    )


def height_of(plot: drawn.Bars) -> float:
    """How high a plot should be on paper, in mm: bars keep their thickness however many there are."""
    return min(170.0, 16.0 + 6.2 * len(plot.groups) + (6.0 if len(plot.series) > 1 else 0.0))


def picture_of(plot: drawn.Bars, language: Language, fonts: FontStack) -> bytes:
    """A plot as a PNG picture for documents of other programs."""
    return plot_png(on_paper(plot, language), fonts, height=height_of(plot))
