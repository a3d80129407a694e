"""Draw what all students of a sheet share: frames, labels, criteria, signatures, marks for the camera."""

from __future__ import annotations

from fieldteacher.domain.text import Text, same
from fieldteacher.paper.layout.geometry import Rect
from fieldteacher.paper.printing import words
from fieldteacher.paper.printing.arrangement import CompactTable, Field, Opinion, info_fields
from fieldteacher.paper.printing.codes import draw_fixed_marks
from fieldteacher.paper.printing.content import Content
from fieldteacher.paper.printing.evaluation import Criterion, tenths
from fieldteacher.paper.printing.form import OPINION_LABEL, SIGNATURE, Form, row_rect, table_cell
from fieldteacher.paper.printing.typesetting import Place

_OUTER, _INNER = 0.45, 0.18
"""Widths of frames and of the lines within, in mm."""
_WIDE = 90.0
_SECTION_TITLE = 38.0
_DRAFT_SIZE = 120
_STANDARD = 8.5


def draw_form(content: Content, form: Form, *, draft: bool) -> None:
    """The part that all students of the sheet share; raises ``DoesNotFit``."""
    if draft:
        content.watermark(form.t(words.DRAFT), _DRAFT_SIZE)
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
        "　".join(filter(None, (form.sheet.number, form.sheet.note or form.t(words.NOTE)))),
        Place(note, 6.5, 3.5, align="right", grey=True, padding=0),
    )


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
        content.write(form.t(field.label), Place(label, 9, 4.5, align="centre", padding=0.6, leading=1.25))
        content.rule(value.x, value.y, value.x, value.bottom, _INNER)
        if label.x > frame.x + 0.01:
            content.rule(label.x, label.y, label.x, label.bottom, _INNER)
        starts_line = abs(label.x - frame.x) < 0.01 and number > 0
        if starts_line:
            content.rule(frame.x, label.y, frame.right, label.y, _INNER)


def _draw_heading(content: Content, form: Form) -> None:
    layout = form.layout
    heading = layout.heading
    text = _section(form, 0)
    content.write(
        text, Place(Rect(heading.x, heading.y + 1.4, _SECTION_TITLE, 5.2), 10, 6, bold=True, padding=0.3)
    )
    start = heading.x + _SECTION_TITLE
    instruction = Rect(start, heading.y + 1.4, layout.landmark[0].x - 2 - start, 5.2)
    content.write(form.t(words.INSTRUCTION), Place(instruction, 7.5, 4, "right", one_line=True, padding=0.6))


def _section(form: Form, rater: int) -> str:
    numeral = words.NUMERALS[rater]
    who = form.sheet.raters[rater]
    heading = words.RATERS[who.key].heading
    weight = words.WEIGHT.fill(weight=who.weight)
    return "".join(form.t(text) for text in (numeral, heading, weight))


def _draw_table(content: Content, form: Form) -> None:
    layout, columns = form.layout, form.columns
    table = layout.table
    _draw_table_heads(content, form)
    criteria = form.sheet.raters[0].criteria
    size = _standards_size(content, form)
    for number, (criterion, row) in enumerate(zip(criteria, layout.criteria, strict=True), 1):
        cell = row_rect(layout, row)
        content.write(str(number), table_cell(columns[0], columns[1], cell, 9, "centre"))
        content.write(criterion.name, table_cell(columns[1], columns[2], cell, 9, "centre", bold=True))
        if criterion.standard:
            content.write(criterion.standard, table_cell(columns[2], columns[3], cell, size, "left"))
        content.write(tenths(criterion.full_marks), table_cell(columns[3], columns[4], cell, 9, "centre"))
        content.rule(table.x, cell.y, table.right, cell.y, _INNER)
    for x in columns[1:-1]:
        content.rule(x, layout.header.y, x, table.bottom, _INNER)


def _standards_size(content: Content, form: Form) -> float:
    """One size for the standards that differ by little; a very long one may be smaller than the others."""
    _, _, left, right, *_ = form.columns
    cells = [row_rect(form.layout, row) for row in form.layout.criteria]
    standards = [criterion.standard for criterion in form.sheet.raters[0].criteria]
    size, last = _STANDARD, 0.0
    # In smaller type another may leave a single word over, and become smaller still.
    while size != last:
        last = size
        found = [
            content.size(text, table_cell(left, right, cell, size, "left"))
            for text, cell in zip(standards, cells, strict=True)
            if text
        ]
        size = min((each for each in found if each >= _STANDARD - 1), default=size)
    return size


def _draw_table_heads(content: Content, form: Form) -> None:
    header, columns = form.layout.header, form.columns

    def head(text: str, left: float, right: float, *, bold: bool = False) -> None:
        rect = Rect(left, header.y, right - left, header.height)
        content.write(text, Place(rect, 8.5, 3.5, "centre", bold=bold, padding=0.3))

    heads = (words.ORDER, words.CRITERION, words.STANDARD, words.FULL_MARKS)
    for word, left, right in zip(heads, columns, columns[1:], strict=False):
        head(form.t(word), left, right)
    centres = form.layout.criteria[0].centres
    half = (centres[1][0] - centres[0][0]) / 2
    for band, (x, _) in zip(form.sheet.bands, centres, strict=True):
        head(band, x - half, x + half, bold=True)
    head(form.t(words.MARK), columns[-2], columns[-1])


def _draw_digits(content: Content, form: Form) -> None:
    layout = form.layout
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
    content.write(form.t(words.TOTAL_DIGITS), Place(total, 9, 4.5, "centre", bold=True, padding=0.6))
    for row, label in ((tens, words.TENS), (units, words.UNITS)):
        place = Place(Rect(split, row.centres[0][1] - 3, end - split, 6), 9, 5, "centre")
        content.write(form.t(label), place)
    last = form.total_x
    content.rule(split, digits.y, split, digits.bottom, _INNER)
    content.rule(last, digits.y, last, digits.bottom, _INNER)
    content.write(
        form.t(words.TOTAL),
        Place(Rect(last, digits.y + 0.8, digits.right - last, 4.6), 8.5, 5, "centre"),
    )
    outer = Rect(table.x, layout.header.y, table.width, digits.bottom - layout.header.y)
    content.frame(outer, _OUTER)


def _draw_compact_table(content: Content, form: Form, table: CompactTable) -> None:
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
                    content.write(form.t(word), Place(head, 7.5, 4, "centre", padding=0.2))
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
    opinions = form.arrangement.opinions
    first, last = opinions[0].rect, opinions[-1].rect
    content.frame(Rect(first.x, first.y, last.right - first.x, first.height), _OUTER)
    for opinion in opinions:
        if opinion is not opinions[0]:
            content.rule(opinion.rect.x, opinion.rect.y, opinion.rect.x, opinion.rect.bottom, _INNER)
        _draw_opinion(content, form, opinion)


def _draw_opinion(content: Content, form: Form, opinion: Opinion) -> None:
    rect = opinion.rect
    label, signature, seal = _opinion_words(form, opinion)
    foot = rect.bottom - SIGNATURE
    heading = Rect(rect.x, rect.y + 0.6, rect.width, OPINION_LABEL - 0.6)
    content.write(form.t(label), Place(heading, 9, 4.5, bold=True, padding=1.6))
    signing = Rect(rect.x, foot, rect.width, 5.6)
    content.write(form.t(signature), Place(signing, 8.5, 5, padding=1.6))
    last_line = Rect(rect.x, foot + 6.4, rect.width, 5.2)
    content.write(form.t(words.DATE), Place(last_line, 8.5, 5, "right"))
    if seal is not None:
        place = Rect(last_line.x, last_line.y, rect.width * 0.45, last_line.height)
        content.write(form.t(seal), Place(place, 8, 5, grey=True, padding=0.8))


def _opinion_words(form: Form, opinion: Opinion) -> tuple[Text, Text, Text | None]:
    """Heading, signature and seal."""
    if opinion.rater is not None:
        rater = words.RATERS[form.sheet.raters[opinion.rater].key]
        return rater.comment, rater.signature, rater.seal
    name = form.sheet.department
    heading = words.COLLEGE_OPINION.fill(department=same(name) if name else words.COLLEGE_DEPARTMENT)
    return heading, words.COLLEGE_SIGNATURE, words.COLLEGE_SEAL
