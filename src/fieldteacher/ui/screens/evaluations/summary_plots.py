"""A group's figures and plots: mean, middle and spread, grades as bars, marks as a histogram."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from fieldteacher.domain.distributions import BIN
from fieldteacher.domain.plots import Bars, Series
from fieldteacher.domain.text import Text, same
from fieldteacher.domain.values import show_tenths
from fieldteacher.services.score_book import Summary
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.widgets.bars import BarsView
from fieldteacher.ui.widgets.basics import box, clear, column, label, row
from fieldteacher.ui.widgets.histogram import HistogramView

_FIGURES = {
    "count": Text("已出总评", "With overall"),
    "mean": Text("平均分", "Mean"),
    "median": Text("中位数", "Median"),
    "spread": Text("标准差", "Deviation"),
    "range": Text("最低 – 最高", "Lowest – highest"),
    "pass_rate": Text("及格率", "Passed"),
}
_BANDS, _CURVE = Text("各等级人数", "Students by grade"), Text("总评分布", "Overall marks")
_STUDENTS, _BELOW = Text("学生", "students"), Text("以下", "below")
_PASS = Text("及格 {n}", "pass {n}")
_LOWEST_SHOWN = 500


class SummaryPlots(QWidget):
    """Figures above, the two plots below."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.figures: dict[str, QLabel] = {}
        tiles = []
        for name, words in _FIGURES.items():
            self.figures[name] = label("–", "title")
            tiles.append(box(column(self.figures[name], label(ui.t(words), "small"), gap=0)))
        self.histogram = HistogramView(ui.theme, ui.t(_CURVE))
        self._bars = column(gap=0)
        left = column(label(ui.t(_BANDS), "small"), self._bars, -1, gap=tokens.SPACE_S)
        right = column(label(ui.t(_CURVE), "small"), self.histogram, gap=tokens.SPACE_XS)
        plots = row(box(left), box(right), gap=tokens.SPACE_XL)
        plots.setStretch(0, 2)
        plots.setStretch(1, 3)
        self._plots = box(plots)
        tiled = row(*tiles, gap=tokens.SPACE_L)
        self.setLayout(column(tiled, self._plots, gap=tokens.SPACE_M))

    def show_summary(self, summary: Summary) -> None:
        """Show the figures of a group."""
        spread, scheme = summary.group.spread, summary.scheme
        shown = {
            "count": f"{spread.count}/{summary.group.students}",
            "mean": _mark(spread.mean), "median": _mark(spread.median), "spread": _mark(spread.spread),
            "range": "–" if spread.lowest is None else f"{_mark(spread.lowest)} – {_mark(spread.highest)}",
            "pass_rate": "–" if spread.pass_rate is None else f"{_mark(spread.pass_rate)}%",
        }  # fmt: skip
        for name, words in shown.items():
            self.figures[name].setText(words)
            self.figures[name].setAccessibleName(f"{self._ui.t(_FIGURES[name])} {words}")
        self._plots.setVisible(spread.count > 0)
        clear(self._bars)
        bands = Bars(
            key="bands", title=_BANDS, groups=tuple(same(name) if name else _BELOW for name, _ in spread.bands),
            series=(Series(_STUDENTS, tuple(count for _, count in spread.bands)),),
        )  # fmt: skip
        self._bars.addWidget(BarsView(self._ui.theme, bands, self._ui.language))
        first = next((n for n, count in enumerate(spread.bins) if count), 0)
        start = min(_LOWEST_SHOWN // BIN, first)
        edges = [place * BIN // 10 for place in range(start, len(spread.bins) + 1)]
        words = self._ui.t(_PASS.fill(n=show_tenths(scheme.pass_mark)))
        self.histogram.show_counts(spread.bins[start:], edges, scheme.pass_mark // 10, words)


def _mark(tenths: int | None) -> str:
    return "–" if tenths is None else f"{tenths // 10}.{tenths % 10}"
