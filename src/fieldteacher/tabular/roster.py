"""Reading the roster that a college's office sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fieldteacher.domain.errors import Cancelled, UserError
from fieldteacher.domain.sheet_columns import letter
from fieldteacher.domain.text import Text, listed
from fieldteacher.tabular import headings
from fieldteacher.tabular.faults import refused
from fieldteacher.tabular.frames import Cell
from fieldteacher.tabular.headings import Header, normal, shape_key
from fieldteacher.tabular.layouts.roster import ROSTER
from fieldteacher.tabular.limits import DEFAULT, Limits
from fieldteacher.tabular.problems import Problem
from fieldteacher.tabular.roster_checks import check_rows
from fieldteacher.tabular.roster_rows import RosterRow, read_rows
from fieldteacher.tabular.words import shown
from fieldteacher.tabular.workbook import Sheet, Workbook, read_workbook

IGNORE = ("", "-", "ignore")
"""What a mapping gives for a column that is not to be read."""


class WrongMapping(UserError):
    """A mapping names a field or a heading that does not exist: wrong usage, not bad input."""

    exit_status = 2


Remembered = Callable[[str], Mapping[str, str] | None]


@dataclass(frozen=True, slots=True)
class Roster:
    """What a roster file says. Nothing in it has been compared with the store."""

    file: str
    format: str
    encoding: str | None
    sheet: str
    sheets: tuple[str, ...]
    """The names of all sheets that a person sees."""
    header_row: int
    """The row of the headings (the last line of them), as the spreadsheet counts."""
    columns: tuple[tuple[str, str | None], ...]
    """Each column's heading and the roster field it feeds."""
    rows: list[RosterRow]
    problems: list[Problem] = field(default_factory=list)

    @property
    def shape(self) -> str:
        """The key under which a corrected mapping is remembered."""
        return shape_key([heading for heading, _ in self.columns])

    @property
    def fields(self) -> tuple[str, ...]:
        """The roster fields that some column feeds, each once."""
        return tuple(dict.fromkeys(name for _, name in self.columns if name))


def read_roster(
    path: Path,
    *,
    today: date,
    sheet: str | None = None,
    header_row: int | None = None,
    mapping: Mapping[str, str] | None = None,
    remembered: Remembered | None = None,
    limits: Limits = DEFAULT,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Roster:
    """Read a roster file.

    ``sheet`` and ``header_row`` (from 1, as the spreadsheet counts) overrule what would be found.
    ``mapping`` gives the roster field of a heading or of a column's letter (one of ``IGNORE`` for none);
    ``remembered`` is asked for such a mapping by the shape of the sheet. Raises ``InputRefused`` for a
    file that is no roster, ``WrongMapping`` for a mapping that names what does not exist, ``Cancelled``.
    """
    path = Path(path)
    _check_fields(mapping)
    book = read_workbook(path, limits=limits, progress=progress, cancelled=cancelled)
    given = _Given(mapping or {}, remembered)
    header = _find(book, path.name, sheet, header_row, given)
    _check_headings(mapping, header)
    found = header.sheet
    rows = read_rows(header, today=today, date1904=book.date1904)
    if cancelled is not None and cancelled():
        raise Cancelled
    if not rows:
        raise refused("no_data", path.name)
    problems = check_rows(header, rows, today=today)
    problems += _other_sheets(book, header, given) if sheet is None else []
    return Roster(
        path.name, book.format, book.encoding, found.name, tuple(s.name for s in book.visible),
        header.number, tuple(zip(header.headings, header.fields, strict=True)), rows, problems,
    )  # fmt: skip


class _Given:
    """The fields a person has chosen for headings, now or earlier."""

    def __init__(self, mapping: Mapping[str, str], remembered: Remembered | None) -> None:
        self._mapping = {normal(heading): name for heading, name in mapping.items()}
        self._exact = dict(mapping)
        self._remembered = remembered

    def __call__(self, row: Sequence[str], fields: list[str | None]) -> list[str | None]:
        kept = (self._remembered(shape_key(row)) if self._remembered else None) or {}
        known = {normal(heading): name for heading, name in kept.items() if name in ROSTER or name in IGNORE}
        result = list(fields)
        for index, heading in enumerate(row):
            name = known.get(normal(heading)) if heading else None
            if heading and normal(heading) in self._mapping:
                name = self._mapping[normal(heading)]
            name = self._exact.get(letter(index), name)
            if name is not None:
                result[index] = None if name in IGNORE else name
        return result


def _check_fields(mapping: Mapping[str, str] | None) -> None:
    for name in (mapping or {}).values():
        if name not in ROSTER and name not in IGNORE:
            raise WrongMapping(
                "unknown_roster_field",
                Text("名单里没有字段“{name}”，可用：{all}。", "A roster has no field “{name}”; there are: {all}.").fill(
                    name=name, all=", ".join(ROSTER)
                ),
            )  # fmt: skip


def _check_headings(mapping: Mapping[str, str] | None, header: Header) -> None:
    present = {normal(heading) for heading in header.headings if heading}
    letters = {letter(index) for index in range(len(header.headings))}
    for heading in mapping or {}:
        if normal(heading) not in present and heading not in letters:
            raise WrongMapping(
                "unknown_heading",
                Text("表头里没有“{h}”，只有：{all}。", "The header has no “{h}”, only: {all}.").fill(
                    h=heading, all=listed(h for h in header.headings if h)
                ),
            )


def _find(book: Workbook, file: str, sheet: str | None, header_row: int | None, given: _Given) -> Header:
    sheets = book.visible
    if sheet is not None:
        sheets = [candidate for candidate in book.sheets if candidate.name == sheet]
        if not sheets:
            names = "、".join(candidate.name for candidate in book.sheets)
            raise refused("no_such_sheet", file, sheet=sheet, all=names)
    if header_row is None:
        header = headings.find_header(sheets, given)
    else:
        header = _at_row(sheets, header_row, given)
    if header is None:
        said = any(shown(cell).strip() for page in sheets for row in page.rows for cell in row)
        raise refused("no_header", file, limit=headings.SEARCHED_ROWS) if said else refused("no_data", file)
    return header


def _at_row(sheets: Sequence[Sheet], header_row: int, given: _Given) -> Header | None:
    candidates = [headings.header_at(candidate, header_row, given) for candidate in sheets]
    return max((c for c in candidates if c), key=lambda c: (c.score, len(c.sheet.rows)), default=None)


def _other_sheets(book: Workbook, header: Header, given: _Given) -> list[Problem]:
    """A word about further sheets that look like rosters: only one is read."""
    others = [
        sheet.name
        for sheet in book.visible
        if sheet is not header.sheet and headings.find_header([sheet], given) is not None
    ]
    if not others:
        return []
    message = Text("只读取了工作表“{one}”，未读取：{rest}。", "Only the sheet “{one}” was read, not: {rest}.").fill(
        one=header.sheet.name, rest=listed(others)
    )  # fmt: skip
    return [Problem(header.number, "", "", "", "", "other_sheets", "warning", message)]


__all__ = ["IGNORE", "Cell", "Problem", "Roster", "RosterRow", "read_roster"]
