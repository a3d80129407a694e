"""One evaluation form as it will be drawn: its geometry, and the places of one student's values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fieldteacher.domain.text import Language, Text
from fieldteacher.paper.layout.geometry import FormLayout, MarkRow, Rect
from fieldteacher.paper.printing import words
from fieldteacher.paper.printing.arrangement import Arrangement, arrange, info_fields
from fieldteacher.paper.printing.codes import tick
from fieldteacher.paper.printing.content import stroked
from fieldteacher.paper.printing.evaluation import EvaluationSheet
from fieldteacher.paper.printing.typesetting import Align, Place

SIGNATURE = 13.0
"""Height kept under a comment for its signature and date."""
OPINION_LABEL = 6.0
_ORDER_WIDTH, _NAME_WIDTH, _FULL_WIDTH = 8.0, 24.0, 10.0
_TOTAL_WIDTH = 20.0


@dataclass(frozen=True)
class Form:
    """One sheet, ready to be drawn."""

    sheet: EvaluationSheet

    @cached_property
    def layout(self) -> FormLayout:
        return self.sheet.layout

    @cached_property
    def arrangement(self) -> Arrangement:
        return arrange(self.sheet, self.layout)

    @cached_property
    def places(self) -> PagePlaces:
        """Where one student's values go."""
        return _page_places(self)

    @property
    def language(self) -> Language:
        return self.sheet.language

    @property
    def title(self) -> str:
        """The name of the form with its stage."""
        stage = words.STAGE_MARK.fill(stage=words.STAGES[self.sheet.stage])
        return ((self.sheet.title or self.t(words.TITLE)) + stage.to(self.language)).strip()

    @cached_property
    def _wording(self) -> dict[str, str]:
        return dict(self.sheet.wording)

    def t(self, text: Text) -> str:
        """Words in the form's language, as the college says them."""
        return self._wording.get(text.zh) or text.to(self.language)

    @property
    def total_x(self) -> float:
        """Where the place of the printed total begins, right of the digits."""
        return self.columns[-1] - _TOTAL_WIDTH

    @cached_property
    def columns(self) -> tuple[float, ...]:
        """The vertical lines of the readable table: number, name, standard, full marks, bands, mark."""
        row = self.layout.criteria[0]
        pitch = row.centres[1][0] - row.centres[0][0]
        first, last = row.centres[0][0] - pitch / 2 - 1.0, row.centres[-1][0] + pitch / 2
        left = self.layout.table.x
        return (
            left,
            left + _ORDER_WIDTH,
            left + _ORDER_WIDTH + _NAME_WIDTH,
            first - _FULL_WIDTH,
            first,
            last,
            self.layout.table.right,
        )


@dataclass(frozen=True)
class PagePlaces:
    """Places of the values, in the order in which a page holds them."""

    info: tuple[Place, ...]
    marks: tuple[tuple[Place, ...], ...]
    """By rater, by criterion."""
    total: Place
    totals: tuple[Place, ...]
    comments: tuple[Place, ...]
    ticks: tuple[tuple[str, ...], ...]
    """By mark row, by box: what draws its tick."""
    number: Place
    page: Place


def row_rect(layout: FormLayout, row: MarkRow) -> Rect:
    height = layout.table.height / len(layout.criteria)
    return Rect(layout.table.x, row.centres[0][1] - height / 2, layout.table.width, height)


def table_cell(
    left: float, right: float, row: Rect, size: float, align: Align, *, bold: bool = False
) -> Place:
    return Place(Rect(left, row.y + 0.4, right - left, row.height - 0.8), size, 3.5, align, bold=bold)


def _page_places(form: Form) -> PagePlaces:
    layout, arrangement, columns = form.layout, form.arrangement, form.columns
    digits, footer = layout.digits, layout.footer
    return PagePlaces(
        info=tuple(
            Place(field.value_rect, 9.5, 4.5, "centre", leading=1.15) for field in info_fields(layout)
        ),
        marks=(
            tuple(
                table_cell(columns[-2], columns[-1], row_rect(layout, row), 10.5, "centre")
                for row in layout.criteria
            ),
            *_compact_marks(form),
        ),
        total=Place(
            Rect(form.total_x, digits.y + 6.4, digits.right - form.total_x, 14.0), 17, 8, "centre", bold=True
        ),
        totals=tuple(
            Place(cell.value_rect, 11, 6, "centre", padding=0.4)
            if number < len(form.sheet.raters)
            else Place(cell.value_rect, 13, 6, "centre", bold=True, padding=0.4)
            for number, cell in enumerate(arrangement.totals_cells)
        ),
        comments=tuple(
            Place(_comment_rect(opinion.rect), 9.5, 4, top=True, padding=1.6)
            for opinion in arrangement.opinions
            if opinion.rater is not None
        ),
        ticks=tuple(tuple(stroked(tick(box)) for box in row.boxes) for row in layout.mark_rows),
        number=Place(Rect(footer.x, footer.y, footer.width, 3.4), 7.5, 6, "right", padding=0, margin=0),
        page=Place(Rect(footer.x, footer.y + 3.4, footer.width, 3.4), 7, 5, "right", padding=0, margin=0),
    )


def _compact_marks(form: Form) -> Iterator[tuple[Place, ...]]:
    tables = {table.rater: table for table in form.arrangement.tables}
    for number in range(1, len(form.sheet.raters)):
        cells = tables[number].cells if number in tables else ()
        yield tuple(Place(cell.mark, 9, 5, "centre", padding=0.2) for cell in cells)


def _comment_rect(opinion: Rect) -> Rect:
    top = OPINION_LABEL + 0.4
    return Rect(opinion.x, opinion.y + top, opinion.width, opinion.height - top - SIGNATURE - 0.4)
