"""Finding the header of a roster: which sheet, which row, and what each column feeds."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from fieldteacher.tabular.layouts.roster import (
    GENERIC_PHONES,
    IGNORED_HEADINGS,
    KEY,
    PHONE_OF,
    ROSTER,
)
from fieldteacher.tabular.words import shown, squeeze
from fieldteacher.tabular.workbook import Sheet

SEARCHED_ROWS = 30
"""The header is looked for in the rows numbered up to this."""

_LEAST_SCORE = 5
_DROPPED = re.compile(r"[\s()\[\]{}<>【】《》「」_\-—:：·*＊、,，./\\'\"“”#?？!！]+")
_BRACKETED = re.compile(r"[(\[【{<].*?[)\]】}>]")
_FILLER = re.compile(r"(?:必填|选填|必须填写|可选|不可为空|文本格式|required|optional)+$")


def normal(heading: str) -> str:
    """A heading without case, spaces, brackets and punctuation, in compatibility form."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", squeeze(heading))).lower()


@cache
def _known() -> Mapping[str, str | None]:
    """Each known heading in normal form and its roster field; ``None`` for one that only numbers rows."""
    known: dict[str, str | None] = {normal(heading): None for heading in IGNORED_HEADINGS}
    for column in ROSTER.values():
        for heading in (column.label.zh, column.label.en, column.name):
            known.setdefault(normal(heading), column.name)
    for column in ROSTER.values():  # the listed headings win over labels that two fields share
        known.update((normal(heading), column.name) for heading in column.headings)
    return known


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading means: ``known`` where it was recognised, ``field`` where it feeds one."""

    known: bool
    field: str | None


_UNKNOWN = Meaning(False, None)


def meaning(heading: str) -> Meaning:
    """What one heading means by itself."""
    for text in (heading, _BRACKETED.sub("", unicodedata.normalize("NFKC", heading))):
        key = normal(text)
        for form in (key, _FILLER.sub("", key)):
            if form in _known():
                return Meaning(True, _known()[form])
    return _UNKNOWN


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was found. ``index`` is the place of its last line among the sheet's rows."""

    sheet: Sheet
    index: int
    number: int
    headings: tuple[str, ...]
    fields: tuple[str | None, ...]
    score: int

    @property
    def plausible(self) -> bool:
        """Whether this can be the header of a roster: it names the student, and something else."""
        return self.score >= _LEAST_SCORE and (KEY in self.fields or "name" in self.fields)


Known = Callable[[Sequence[str], list[str | None]], list[str | None]]
"""What else is known of a header: from its headings and what they mean by themselves to what they feed."""


def nothing_given(headings: Sequence[str], fields: list[str | None]) -> list[str | None]:
    """Nothing beyond the headings themselves."""
    return fields


def find_header(sheets: Sequence[Sheet], given: Known = nothing_given) -> Header | None:
    """The best header over all sheets: the one that names most fields, then the one with most rows below.

    ``given`` knows further headings (a mapping by hand), or a whole header (one remembered).
    """
    best: Header | None = None
    for sheet in sheets:
        found = _best_in(sheet, given)
        if found and (best is None or _rank(found) > _rank(best)):
            best = found
    return best


def _rank(header: Header) -> tuple[int, int]:
    return header.score, len(header.sheet.rows) - header.index


def _best_in(sheet: Sheet, given: Known) -> Header | None:
    best: Header | None = None
    for index, number in enumerate(sheet.numbers):
        if number > SEARCHED_ROWS:
            break
        if best and {KEY, "name"} <= set(best.fields) and index > best.index + 1:
            break
        for depth in (1, 2):
            header = _try(sheet, index, depth, given)
            if header and header.plausible and (best is None or header.score > best.score):
                best = header
    return best


def header_at(sheet: Sheet, number: int, given: Known = nothing_given) -> Header | None:
    """The header in the row ``number`` (as the spreadsheet counts), with the line below it where it has two.

    ``None`` where that row is blank.
    """
    if number not in sheet.numbers:
        return None
    index = sheet.numbers.index(number)
    one, two = _try(sheet, index, 1, given), _try(sheet, index + 1, 2, given)
    if two and (one is None or two.score > one.score + 2):
        return two
    return one


def _try(sheet: Sheet, index: int, depth: int, given: Known) -> Header | None:
    """The header whose last line is the row at ``index``; ``depth`` 2 takes the row above it too."""
    if index >= len(sheet.rows):
        return None
    lower = [squeeze(shown(cell)) for cell in sheet.rows[index]]
    headings = lower
    if depth == 2:
        if index == 0 or sheet.numbers[index - 1] != sheet.numbers[index] - 1:
            return None
        headings = _two_lines(sheet, index, lower)
        if headings == lower:
            return None
    while headings and not headings[-1]:
        headings = headings[:-1]
    if not headings:
        return None
    found = [meaning(heading) if heading else _UNKNOWN for heading in headings]
    fields = given(headings, _settle(headings, [item.field for item in found]))
    # A row of data can hold the word 学生 or 企业; a header is words only and names each thing once.
    numbers = sum(1 for cell in sheet.rows[index] if not isinstance(cell, str))
    score = 2 * len({field for field in fields if field}) - 2 * numbers
    score += sum(1 for item in found if item.known and item.field is None)
    score += 3 * (KEY in fields) + ("name" in fields)
    return Header(sheet, index, sheet.numbers[index], tuple(headings), tuple(fields), score)


def _two_lines(sheet: Sheet, index: int, lower: list[str]) -> list[str]:
    """Headings from two lines: a group above, its parts below; a cell merged over both counts once."""
    number = sheet.numbers[index]
    upper = [squeeze(shown(cell)) for cell in sheet.rows[index - 1]]
    upper += [""] * (len(lower) - len(upper))
    lower = lower + [""] * (len(upper) - len(lower))
    for first_row, first, last_row, last in sheet.merges:
        if first_row <= number - 1 <= last_row and last > first and first < len(upper):
            if last - first + 1 >= len(upper) - 1 and len(upper) > 3:
                return lower  # a title over the whole sheet groups nothing
            for column in range(first, min(last + 1, len(upper))):
                upper[column] = upper[first]
    result = []
    for above, below in zip(upper, lower, strict=True):
        if not below or above == below:
            result.append(above or below)
        elif not above:
            result.append(below)
        else:
            both = above + below
            result.append(both if meaning(both).known or not meaning(below).known else below)
    return result


def _settle(headings: Sequence[str], fields: list[str | None]) -> list[str | None]:
    """Give plain telephone headings to the person on their left, where the student has one already."""
    generic = {normal(heading) for heading in GENERIC_PHONES}
    phones = [i for i, field in enumerate(fields) if field == "phone"]
    if len(phones) < 2:
        return fields
    settled = list(fields)
    for place in phones:
        left = settled[place - 1] if place else None
        theirs = PHONE_OF.get(left or "")
        if normal(headings[place]) in generic and theirs and theirs not in settled:
            settled[place] = theirs
    if "phone" not in settled:  # every one has a neighbour: the first is the student's after all
        settled[phones[0]] = "phone"
    return settled


def shape_key(headings: Sequence[str]) -> str:
    """A stable key of a sheet's shape, under which a corrected mapping is remembered."""
    shape = "\x1f".join(normal(heading) for heading in headings)
    return hashlib.sha256(shape.encode("utf-8")).hexdigest()[:24]
