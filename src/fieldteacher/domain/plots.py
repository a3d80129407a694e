"""Numbers to draw, whoever draws them: the window, a printed page, a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from fieldteacher.domain.text import Language, Text


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars: its words and a number for each group."""

    label: Text
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Numbers to draw: ``series`` over ``groups``, beside each other or, ``stacked``, on top of each other."""

    key: str
    title: Text
    groups: tuple[Text, ...]
    series: tuple[Series, ...]
    unit: Text = Text("", "")
    stacked: bool = False
    decimals: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for series in self.series for value in series.values)

    def shown(self, value: int) -> str:
        """A value as people read it."""
        return f"{value / 10:.1f}" if self.decimals else str(value)

    def told(self, language: Language) -> str:
        """All of it in words, for those who cannot see it."""
        lines = []
        for number, group in enumerate(self.groups):
            values = [
                f"{each.label.to(language)} {self.shown(each.values[number])}" if len(self.series) > 1
                else self.shown(each.values[number])
                for each in self.series
            ]  # fmt: skip
            lines.append(f"{group.to(language)}: {', '.join(values)}")
        return "; ".join(lines)
