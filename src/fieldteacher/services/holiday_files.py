"""The holidays of each year out of files, a later folder's in place of an earlier one's, the college's last.

Apart from the rules, because the day's list needs them at every start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from fieldteacher.domain.calendar import Holiday, HolidayYear, WorkCalendar
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text
from fieldteacher.services.rule_toml import GivenFile, Reading

NAMED = "holidays-"
"""How the files' names begin, in the folders of the rules."""
_YEAR = {"format", "year", "source", "announced", "holiday"}
_LONGEST = 31
_HOLIDAY = {"name", "statutory", "off", "worked"}


class HolidayFiles:
    """The working calendar; read when first asked for."""

    def __init__(self, folders: Sequence[Path], given: Callable[[], Sequence[GivenFile]] = tuple) -> None:
        self._folders = folders
        self._given = given

    @property
    def calendar(self) -> WorkCalendar:
        """Working days and holidays, as far as they are known."""
        return self._read[0]

    @property
    def refused(self) -> Sequence[Text]:
        """A sentence for each file that could not be taken."""
        return self._read[1]

    def read_again(self) -> None:
        """Look at the files anew."""
        self.__dict__.pop("_read", None)

    @cached_property
    def _read(self) -> tuple[WorkCalendar, Sequence[Text]]:
        years: dict[int, HolidayYear] = {}
        refused = []
        lying: list[Path | GivenFile] = [
            f for folder in self._folders if folder.is_dir() for f in sorted(folder.glob(f"{NAMED}*.toml"))
        ]
        for file in [*lying, *(each for each in self._given() if each.name.startswith(NAMED))]:
            try:
                year = _Holidays(file).year()
                years[year.year] = year
            except InputRefused as error:
                refused.append(error.text)
        return WorkCalendar([years[year] for year in sorted(years)]), refused


class _Holidays(Reading):
    """Reads the file of a year."""

    def year(self) -> HolidayYear:
        """The holidays of a year."""
        content = self.content()
        self.keys(content, _YEAR, "")
        self.format(content)
        year, announced = content.get("year"), content.get("announced")
        if not isinstance(year, int) or not isinstance(announced, bool):
            words = Text(
                "year 应为年份，announced 应为 true 或 false", "year must be a year, announced true or false"
            )
            raise self.refusal(words)
        holidays = [self._holiday(each, announced) for each in self.tables(content, "holiday")]
        return HolidayYear(year, self.text(content, "source", str(year)), tuple(holidays))

    def _holiday(self, table: Mapping[str, Any], announced: bool) -> Holiday:
        name = self.text(table, "name", "holiday")
        self.keys(table, _HOLIDAY, name.zh)
        statutory = tuple(self.day(each, name.zh) for each in self.strings(table, "statutory", name.zh))
        worked = tuple(self.day(each, name.zh) for each in self.strings(table, "worked", name.zh))
        ends = [self.day(each, name.zh) for each in self.strings(table, "off", name.zh)]
        if len(ends) not in (0, 2) or (ends and not 0 <= (ends[1] - ends[0]).days < _LONGEST):
            words = Text("{n}：off 应为首日和末日", "{n}: off must be a first and a last day")
            raise self.refusal(words.fill(n=name))
        off = [ends[0] + timedelta(days=n) for n in range((ends[1] - ends[0]).days + 1)] if ends else []
        if ends and not set(statutory) <= set(off):
            words = Text("{n}：法定日不在放假日内", "{n}: a statutory day is not among the days off")
            raise self.refusal(words.fill(n=name))
        return Holiday(name, statutory, tuple(off), worked, announced)
