"""Draw what is one student's own: the number, the details, the marks, the comments."""

from __future__ import annotations

from fieldteacher.paper.layout import form_number
from fieldteacher.paper.printing import words
from fieldteacher.paper.printing.codes import draw_number
from fieldteacher.paper.printing.content import Content
from fieldteacher.paper.printing.evaluation import EvaluationPage, Rating, Student, tenths
from fieldteacher.paper.printing.form import Form, PagePlaces

_TICK = 0.6
"""Width of a printed tick's line in mm."""
_HIGHEST_TOTAL = 1095
"""From here on a total rounds to more than the tens and units can say."""


def draw_page(content: Content, form: Form, page: EvaluationPage, number: int, of: int, blank: bool) -> None:
    """What is this student's own; ``blank`` leaves all marks and comments to be written by hand."""
    places, language = form.places, form.language
    draw_number(content, form.layout, page.form_id)
    for place, value in zip(places.info, student_values(page.student), strict=True):
        if value:
            content.write(value, place)
    content.write(
        f"{form.t(words.FORM_NUMBER)}  {form_number.grouped(page.form_number)}",
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
            content.stroke(ticks[level], _TICK)
    if rating.total is not None and 0 <= rating.total < _HIGHEST_TOTAL:
        # Half marks count up, as everywhere in the rules of marking.
        tens, units = divmod((rating.total + 5) // 10, 10)
        content.stroke(places.ticks[-2][tens], _TICK)
        content.stroke(places.ticks[-1][units], _TICK)
