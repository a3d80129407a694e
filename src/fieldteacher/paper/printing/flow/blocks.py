"""What a flowing form says, as plain values: a heading and blocks one below the other, in the form's language.

A form knows nothing of pages: how high a block becomes and where pages break is found when it is laid out.
All lengths are millimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from fieldteacher.domain.text import Language
from fieldteacher.paper.printing.evaluation import EvaluationPage
from fieldteacher.paper.printing.flow.plots import Plot

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes to tick, side by side, each with its word; ``chosen`` are the places of those ticked."""

    words: tuple[str, ...]
    chosen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """A box without words in the middle of its cell."""

    ticked: bool = False


@dataclass(frozen=True, slots=True)
class PageOf:
    """The number of the page on which a ``Mark`` of this name stands; empty where there is none."""

    mark: str


Value = str | Boxes | Tick | PageOf
"""What stands in one cell."""


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value beside it; ``span`` says how many of the row's places it takes."""

    label: str
    value: Value = ""
    span: int = 1


@dataclass(frozen=True, slots=True)
class Fields:
    """Short details, ``columns`` of them in a row."""

    fields: tuple[Field, ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Prose:
    """A label with a long text beside it, which may run over pages; at least ``least`` high."""

    label: str
    text: Value = ""
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """The body of a form: details and texts in one frame."""

    rows: tuple[Fields | Prose, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``share`` is its part of the width."""

    heading: str
    share: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads that come again on every page. ``empty`` rows are left to be written by hand."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    title: str = ""
    empty: int = 0
    row_height: float = 7.0
    total: Sequence[Value] | None = None
    """A last row, set in bold."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign and stamp: what is stated, an opinion printed there, and the words beside the lines."""

    label: str
    sign: str
    date: str
    seal: str = ""
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side, never torn apart."""

    places: tuple[Signature, ...]
    height: float = 34.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading between blocks; it stays with what follows."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs over the full width without a frame, each indented by two characters."""

    text: str
    label: str = ""
    """What the text is, for the report of a character that cannot be printed."""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Ruled lines to write on by hand; with ``fill`` as many more as the page has room for."""

    count: int
    label: str = ""
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo, read only when its page is drawn: ``load`` gives JPEG bytes, or ``None`` where the file is missing."""

    load: Callable[[], bytes | None]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Photos, two in a row, each with its caption."""

    pictures: tuple[Picture, ...]
    title: str = ""
    absent: str = ""
    """Printed in the place of a picture that is missing."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot with its caption."""

    plot: Plot
    caption: str = ""
    height: float = 62.0


@dataclass(frozen=True, slots=True)
class Cover:
    """Large lines in the middle of a page of their own."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    """Label and value, one below the other."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of 14 letters in the middle of the page, ``side`` wide, and under it what it says to people."""

    text: str
    words: str
    side: float = 42.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to refer to by its page, and a line in the document's outline."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Space:
    """Room left free."""

    height: float


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""


@dataclass(frozen=True, slots=True)
class Rated:
    """An evaluation form on a page of its own, drawn as it always is."""

    page: EvaluationPage
    blank: bool = False


Block = (
    Grid | Table | Signatures | Heading | Passage | Lines | Pictures | Figure | Cover | Code | Mark | Space | NewPage | Rated
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowForm:
    """One form of one or more pages."""

    code: str
    """The form's short name, printed at the foot."""
    title: str
    college: str = ""
    left: str = ""
    right: str = ""
    """Small lines under the title: a number, a period."""
    blocks: tuple[Block, ...]
    name: str
    """What it is about, for the outline and for messages."""
    language: Language = "zh_CN"
    landscape: bool = False
    number: str = ""
    """The form's number in a list of forms, printed before its name at the foot."""
    logo: Callable[[], bytes | None] | None = None
    """The picture beside the title of the first page; read when that page is drawn."""
    group: str = ""
    """Under what it stands in the outline of a document that holds several: an enterprise."""
    ours: bool = True
    """Whether it is the college's paper, with its logo; a letter of the enterprise is not."""
    headed: bool = True
    """Whether the first page begins with college and title."""


def texts(form: FlowForm) -> list[tuple[str, str]]:
    """Every text of a form with the label under which it stands."""
    found = [
        (form.title, form.college),
        (form.title, form.title),
        (form.title, form.left),
        (form.title, form.right),
    ]
    found += [(form.title, form.name), (form.title, form.number), (form.title, form.code)]
    for block in form.blocks:
        found += _texts(block)
    return found


def _texts(block: Block) -> list[tuple[str, str]]:
    match block:
        case Grid(rows):
            return [pair for row in rows for pair in _row_texts(row)]
        case Table(columns, rows, title, total=total):
            heads = [(column.heading, column.heading) for column in columns]
            every = [*rows, total] if total else rows
            cells = [
                (c.heading, text)
                for row in every
                for c, v in zip(columns, row, strict=True)
                for text in plain(v)
            ]
            return [(title, title), *heads, *cells]
        case Signatures(places):
            return [(p.label, text) for p in places for text in (p.label, p.sign, p.date, p.seal, p.opinion)]
        case Pictures(pictures, title, absent):
            return [(title, text) for text in (title, absent, *(p.caption for p in pictures))]
        case Figure(plot, caption):
            return [(caption, text) for text in (caption, *plot.words())]
        case Cover(title, lines):
            return [(title, title), *((label, text) for label, value in lines for text in (label, value))]
        case Heading(text):
            return [(text, text)]
        case Passage(text, label):
            return [(label or text[:12], text)]
        case Lines(label=label) | Mark(title=label) | Code(words=label):
            return [(label, label)]
        case Rated(page):
            return [(block.page.student.name, text) for text in _rated_texts(page)]
        case _:
            return []


def _row_texts(row: Fields | Prose) -> list[tuple[str, str]]:
    if isinstance(row, Prose):
        return [(row.label, text) for text in (row.label, *plain(row.text))]
    return [(field.label, text) for field in row.fields for text in (field.label, *plain(field.value))]


def plain(value: Value) -> tuple[str, ...]:
    """The texts in a cell."""
    if isinstance(value, Boxes):
        return value.words
    return (value,) if isinstance(value, str) else ()


def _rated_texts(page: EvaluationPage) -> list[str]:
    sheet = page.sheet
    criteria = [text for rater in sheet.raters for c in rater.criteria for text in (c.name, c.standard)]
    student = page.student
    values = [getattr(student, name) for name in student.__slots__]
    return [
        sheet.college, sheet.department, sheet.note, *sheet.bands, *criteria, *values,
        *(rating.comment for rating in page.ratings), page.grade,
    ]  # fmt: skip
