"""Draw the evaluation form: what all students of a sheet share, and what is one student's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from fieldteacher.domain.text import Language, Text
from fieldteacher.paper.layout import form_number
from fieldteacher.paper.layout.geometry import FormLayout, MarkRow, Rect
from fieldteacher.paper.printing import words
from fieldteacher.paper.printing.arrangement import Arrangement, CompactTable, Field, arrange, info_fields
from fieldteacher.paper.printing.codes import draw_fixed_marks, draw_number, tick
from fieldteacher.paper.printing.content import Content
from fieldteacher.paper.printing.evaluation import (
    Criterion,
    EvaluationPage,
    EvaluationSheet,
    Rating,
    Student,
    tenths,
)
from fieldteacher.paper.printing.typesetting import Align, Place

_OUTER, _INNER = 0.45, 0.18
_ORDER_WIDTH, _NAME_WIDTH, _FULL_WIDTH = 8.0, 24.0, 10.0
_SIGNATURE = 13.0
_OPINION_LABEL = 6.0
_TICK = 0.6
_WIDE = 90.0
_SECTION_TITLE = 38.0


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
        return (words.TITLE.to(self.language) + stage.to(self.language)).strip()

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
    ticks: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]
    """By mark row, by box: the corners of its tick."""
    number: Place
    page: Place


def draw_form(content: Content, form: Form, *, draft: bool) -> None:
    """The part that all students of the sheet share; raises ``DoesNotFit``."""
    if draft:
        content.watermark(words.DRAFT.to(form.language), 120)
    _draw_title(content, form)
    _draw_fields(content, form, info_fields(form.layout), form.layout.info)
    _draw_heading(content, form)
    _draw_table(content, form)
    _draw_digits(content, form)
    for table in form.arrangement.tables:
        _draw_compact_table(content, form, table)
    _draw_fields(content, form, form.arrangement.totals_cells, form.arrangement.totals)
    _draw_opinions(content, form)
    draw_fixed_marks(content, form.layout)
    footer = form.layout.footer
    note = Rect(footer.x, footer.y + 6.6, footer.width, 3.6)
    content.write(
        form.sheet.note or words.NOTE.to(form.language),
        Place(note, 6.5, 3.5, align="right", grey=True, padding=0),
    )


def draw_page(content: Content, form: Form, page: EvaluationPage, number: int, of: int, blank: bool) -> None:
    """What is this student's own; ``blank`` leaves all marks and comments to be written by hand."""
    places, language = form.places, form.language
    draw_number(content, form.layout, page.form_id)
    for place, value in zip(places.info, student_values(page.student), strict=True):
        if value:
            content.write(value, place)
    content.write(
        f"{words.FORM_NUMBER.to(language)}  {form_number.grouped(page.form_number)}",
        places.number,
    )
    content.write(words.PAGE.fill(page=number, pages=of).to(language), places.page)
    if not blank:
        _draw_ratings(content, form, page)


def student_values(student: Student) -> tuple[str, ...]:
    """The student's values in the order of the form's fields."""
    return (
        student.name,
        student.number,
        student.sex,
        student.class_name,
        student.major,
        student.enterprise,
        student.post,
        student.period,
        student.enterprise_mentor,
        student.school_mentor,
    )


def _draw_ratings(content: Content, form: Form, page: EvaluationPage) -> None:
    places = form.places
    for rating, marks in zip(page.ratings, places.marks, strict=False):
        for mark, place in zip(rating.marks, marks, strict=False):
            if mark is not None:
                content.write(tenths(mark), place)
    if page.ratings:
        _draw_ticks(content, places, page.ratings[0])
        if page.ratings[0].total is not None:
            content.write(tenths(page.ratings[0].total), places.total)
    values = [tenths(rating.total) for rating in page.ratings] + [""] * len(form.sheet.raters)
    values = [*values[: len(form.sheet.raters)], tenths(page.overall), page.grade]
    for value, place in zip(values, places.totals, strict=True):
        if value:
            content.write(value, place)
    for rating, place in zip(page.ratings, places.comments, strict=False):
        if rating.comment:
            content.write(rating.comment, place)


def _draw_ticks(content: Content, places: PagePlaces, rating: Rating) -> None:
    for ticks, level in zip(places.ticks, rating.levels, strict=False):
        if level is not None:
            content.path(ticks[level], _TICK)
    if rating.total is not None and 0 <= rating.total < 1095:
        # Half marks count up, as everywhere in the rules of marking.
        tens, units = divmod((rating.total + 5) // 10, 10)
        content.path(places.ticks[-2][tens], _TICK)
        content.path(places.ticks[-1][units], _TICK)


def _draw_title(content: Content, form: Form) -> None:
    title = form.layout.title
    upper = Rect(title.x, title.y, title.width, 6.0)
    lower = Rect(title.x, title.y + 6.4, title.width, 8.4)
    content.write(form.sheet.college, Place(upper, 12, 5, align="centre", padding=0))
    content.write(form.title, Place(lower, 19, 9, align="centre", bold=True, padding=0))


def _draw_fields(content: Content, form: Form, fields: tuple[Field, ...], frame: Rect) -> None:
    content.frame(frame, _OUTER)
    for number, field in enumerate(fields):
        label, value = field.label_rect, field.value_rect
        content.write(
            field.label.to(form.language), Place(label, 9, 4.5, align="centre", padding=0.6, leading=1.25)
        )
        content.rule(value.x, value.y, value.x, value.bottom, _INNER)
        if label.x > frame.x + 0.01:
            content.rule(label.x, label.y, label.x, label.bottom, _INNER)
        starts_line = abs(label.x - frame.x) < 0.01 and number > 0
        if starts_line:
            content.rule(frame.x, label.y, frame.right, label.y, _INNER)


def _draw_heading(content: Content, form: Form) -> None:
    layout, language = form.layout, form.language
    heading = layout.heading
    text = _section(form, 0)
    content.write(
        text, Place(Rect(heading.x, heading.y + 1.4, _SECTION_TITLE, 5.2), 10, 6, bold=True, padding=0.3)
    )
    start = heading.x + _SECTION_TITLE
    instruction = Rect(start, heading.y + 1.4, layout.landmark[0].x - 2 - start, 5.2)
    content.write(
        words.INSTRUCTION.to(language), Place(instruction, 7.5, 4, "right", one_line=True, padding=0.6)
    )


def _section(form: Form, rater: int) -> str:
    numeral = words.NUMERALS[rater]
    who = form.sheet.raters[rater]
    heading = words.RATERS[who.key].heading
    weight = words.WEIGHT.fill(weight=who.weight)
    return "".join(text.to(form.language) for text in (numeral, heading, weight))


def _draw_table(content: Content, form: Form) -> None:
    layout, language = form.layout, form.language
    header, table, columns = layout.header, layout.table, form.columns
    bottom = table.bottom
    heads = (words.ORDER, words.CRITERION, words.STANDARD, words.FULL_MARKS)
    for head, left, right in zip(heads, columns, columns[1:], strict=False):
        content.write(
            head.to(language), Place(Rect(left, header.y, right - left, header.height), 8.5, 4, "centre")
        )
    pitch = layout.criteria[0].centres[1][0] - layout.criteria[0].centres[0][0]
    for band, (x, _) in zip(form.sheet.bands, layout.criteria[0].centres, strict=True):
        place = Place(
            Rect(x - pitch / 2, header.y, pitch, header.height), 8.5, 3.5, "centre", bold=True, padding=0.3
        )
        content.write(band, place)
    content.write(
        words.MARK.to(language),
        Place(
            Rect(columns[-2], header.y, columns[-1] - columns[-2], header.height),
            8.5,
            4,
            "centre",
            padding=0.3,
        ),
    )
    criteria = form.sheet.raters[0].criteria
    for number, (criterion, row) in enumerate(zip(criteria, layout.criteria, strict=True)):
        cell = _row_rect(layout, row)
        content.write(str(number + 1), _cell(columns[0], columns[1], cell, 9, "centre"))
        content.write(criterion.name, _cell(columns[1], columns[2], cell, 9, "centre", bold=True))
        if criterion.standard:
            content.write(criterion.standard, _cell(columns[2], columns[3], cell, 8, "left"))
        content.write(tenths(criterion.full_marks), _cell(columns[3], columns[4], cell, 9, "centre"))
        content.rule(table.x, cell.y, table.right, cell.y, _INNER)
    for x in columns[1:-1]:
        content.rule(x, header.y, x, bottom, _INNER)


def _row_rect(layout: FormLayout, row: MarkRow) -> Rect:
    height = layout.table.height / len(layout.criteria)
    return Rect(layout.table.x, row.centres[0][1] - height / 2, layout.table.width, height)


def _cell(left: float, right: float, row: Rect, size: float, align: Align, *, bold: bool = False) -> Place:
    return Place(Rect(left, row.y + 0.4, right - left, row.height - 0.8), size, 3.5, align, bold=bold)


def _draw_digits(content: Content, form: Form) -> None:
    layout, language = form.layout, form.language
    digits, table = layout.digits, layout.table
    tens, units = layout.row("tens"), layout.row("units")
    content.rule(digits.x, digits.y, digits.right, digits.y, _OUTER)
    pitch = tens.centres[1][0] - tens.centres[0][0]
    label_y = digits.y + 1.3
    for value, (x, _) in enumerate(tens.centres):
        content.write(
            str(value), Place(Rect(x - pitch / 2, label_y, pitch, 3.2), 8, 6, "centre", padding=0, margin=0)
        )
    split, end = digits.x + 24.0, tens.centres[0][0] - pitch / 2 + 0.5
    total = Rect(digits.x, digits.y, split - digits.x, digits.height)
    content.write(words.TOTAL_DIGITS.to(language), Place(total, 9, 4.5, "centre", bold=True, padding=0.6))
    for row, label in ((tens, words.TENS), (units, words.UNITS)):
        place = Place(Rect(split, row.centres[0][1] - 3, end - split, 6), 9, 5, "centre")
        content.write(label.to(language), place)
    last = form.columns[-2] - 9.5
    content.rule(split, digits.y, split, digits.bottom, _INNER)
    content.rule(last, digits.y, last, digits.bottom, _INNER)
    content.write(
        words.TOTAL.to(language),
        Place(Rect(last, digits.y + 0.8, digits.right - last, 4.6), 8.5, 5, "centre"),
    )
    outer = Rect(table.x, layout.header.y, table.width, digits.bottom - layout.header.y)
    content.frame(outer, _OUTER)


def _draw_compact_table(content: Content, form: Form, table: CompactTable) -> None:
    language = form.language
    frame, heading = table.frame, table.heading
    content.frame(frame, _OUTER)
    content.write(_section(form, table.rater), Place(heading, 9, 5, bold=True))
    criteria = form.sheet.raters[table.rater].criteria
    seen: set[float] = set()
    for cells, criterion in zip(table.cells, criteria, strict=True):
        if cells.mark.x not in seen:
            seen.add(cells.mark.x)
            for rect, word in ((cells.full, words.FULL_MARKS), (cells.mark, words.MARK)):
                if rect.x >= frame.x + _SECTION_TITLE:
                    head = Rect(rect.x, heading.y, rect.width, heading.height)
                    content.write(word.to(language), Place(head, 7.5, 4, "centre", padding=0.2))
            for x in (cells.full.x, cells.mark.x, cells.mark.right):
                if x < frame.right - 0.01:
                    content.rule(x, heading.bottom, x, frame.bottom, _INNER)
        content.rule(cells.text.x, cells.text.y, cells.mark.right, cells.text.y, _INNER)
        _draw_criterion(content, cells.text, criterion)
        content.write(tenths(criterion.full_marks), Place(cells.full, 8, 5, "centre", padding=0.2))


def _draw_criterion(content: Content, rect: Rect, criterion: Criterion) -> None:
    """Name and standard side by side where the cell is wide, else one after the other."""
    if rect.width < _WIDE or not criterion.standard:
        text = f"{criterion.name}：{criterion.standard}" if criterion.standard else criterion.name
        content.write(text, Place(rect, 8, 3.6, leading=1.15))
        return
    split = 30.0
    content.write(criterion.name, Place(Rect(rect.x, rect.y, split, rect.height), 8.5, 3.6, leading=1.15))
    rest = Rect(rect.x + split, rect.y, rect.width - split, rect.height)
    content.write(criterion.standard, Place(rest, 8, 3.6, leading=1.15))
    content.rule(rest.x, rest.y, rest.x, rest.bottom, _INNER)


def _draw_opinions(content: Content, form: Form) -> None:
    language = form.language
    opinions = form.arrangement.opinions
    first, last = opinions[0].rect, opinions[-1].rect
    content.frame(Rect(first.x, first.y, last.right - first.x, first.height), _OUTER)
    for opinion in opinions:
        rect = opinion.rect
        if opinion.rater is None:
            department = Text(form.sheet.department, form.sheet.department)
            label = words.COLLEGE_OPINION.fill(
                department=department if form.sheet.department else words.COLLEGE_DEPARTMENT
            )
            signature: Text = words.COLLEGE_SIGNATURE
            seal: Text | None = words.COLLEGE_SEAL
        else:
            rater = words.RATERS[form.sheet.raters[opinion.rater].key]
            label, signature, seal = rater.comment, rater.signature, rater.seal
        if rect is not first:
            content.rule(rect.x, rect.y, rect.x, rect.bottom, _INNER)
        content.write(
            label.to(language),
            Place(
                Rect(rect.x, rect.y + 0.6, rect.width, _OPINION_LABEL - 0.6), 9, 4.5, bold=True, padding=1.6
            ),
        )
        foot = rect.bottom - _SIGNATURE
        if seal is not None:
            content.write(
                seal.to(language),
                Place(Rect(rect.x, foot + 6.4, rect.width * 0.45, 5.2), 8, 5, grey=True, padding=0.8),
            )
        content.write(signature.to(language), Place(Rect(rect.x, foot, rect.width, 5.6), 8.5, 5, padding=1.6))
        content.write(
            words.DATE.to(language), Place(Rect(rect.x, foot + 6.4, rect.width, 5.2), 8.5, 5, "right")
        )


def _page_places(form: Form) -> PagePlaces:
    layout, arrangement, columns = form.layout, form.arrangement, form.columns
    marks: list[tuple[Place, ...]] = [
        tuple(
            _cell(columns[-2], columns[-1], _row_rect(layout, row), 10.5, "centre") for row in layout.criteria
        )
    ]
    tables = {table.rater: table for table in arrangement.tables}
    for number in range(1, len(form.sheet.raters)):
        cells = tables[number].cells if number in tables else ()
        marks.append(tuple(Place(cell.mark, 9, 5, "centre", padding=0.2) for cell in cells))
    digits = layout.digits
    last = columns[-2] - 9.5
    comments = tuple(
        Place(
            Rect(
                opinion.rect.x,
                opinion.rect.y + _OPINION_LABEL + 0.4,
                opinion.rect.width,
                opinion.rect.height - _OPINION_LABEL - _SIGNATURE - 0.8,
            ),
            9.5,
            4,
            top=True,
            padding=1.6,
        )
        for opinion in arrangement.opinions
        if opinion.rater is not None
    )
    footer = layout.footer
    return PagePlaces(
        info=tuple(
            Place(field.value_rect, 9.5, 4.5, "centre", leading=1.15) for field in info_fields(layout)
        ),
        marks=tuple(marks),
        total=Place(Rect(last, digits.y + 6.4, digits.right - last, 14.0), 17, 8, "centre", bold=True),
        totals=tuple(
            Place(
                cell.value_rect,
                13 if number >= len(form.sheet.raters) else 11,
                6,
                "centre",
                bold=number >= len(form.sheet.raters),
                padding=0.4,
            )
            for number, cell in enumerate(arrangement.totals_cells)
        ),
        comments=comments,
        ticks=tuple(tuple(tick(box) for box in row.boxes) for row in layout.mark_rows),
        number=Place(Rect(footer.x, footer.y, footer.width, 3.4), 7.5, 6, "right", padding=0),
        page=Place(Rect(footer.x, footer.y + 3.4, footer.width, 3.4), 7, 5, "right", padding=0),
    )
