"""Evaluation form, layout version 1. FROZEN: sheets printed with it must stay readable for ever.

Any change of a number here is a new module and a new line in ``registry.VERSIONS``; a test holds a
checksum of everything this module can produce.

Why the numbers are what they are:

* Eight markers stand where a thumb, a fold or a seal seldom hides more than two; 11 mm is what a
  picture of 1,000 pixels still resolves; 2 mm around each stay white.
* A QR code of 22 mm and, at the far end of the page, a coarser strip carry the same number: one of the
  two survives almost any picture.
* Boxes of 5 mm at a pitch of 11 mm, in rows of at least 9.5 mm, keep 2 mm of white around each: strokes
  that leave a box do not meet print. No box stands within 20 mm of the paper's edge, where thumbs are.
"""

from __future__ import annotations

from fieldteacher.paper.layout.geometry import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Fiducial,
    FormLayout,
    MarkRow,
    Rect,
    Strip,
)

VERSION = "EV1"
ROWS = range(1, 11)
LEVELS = range(2, 6)

_CORNER, _SIDE = 11.0, 9.0
_CORNER_AT = 7.0 + _CORNER / 2
_SIDE_AT = 6.5 + _SIDE / 2
_MIDDLE_AT = 7.0 + _SIDE / 2

_FIDUCIALS = (
    Fiducial(0, _CORNER_AT, _CORNER_AT, _CORNER),
    Fiducial(1, PAGE_WIDTH - _CORNER_AT, _CORNER_AT, _CORNER),
    Fiducial(2, PAGE_WIDTH - _CORNER_AT, PAGE_HEIGHT - _CORNER_AT, _CORNER),
    Fiducial(3, _CORNER_AT, PAGE_HEIGHT - _CORNER_AT, _CORNER),
    Fiducial(4, _SIDE_AT, PAGE_HEIGHT / 2, _SIDE),
    Fiducial(5, PAGE_WIDTH - _SIDE_AT, PAGE_HEIGHT / 2, _SIDE),
    Fiducial(6, PAGE_WIDTH / 2, PAGE_HEIGHT - _MIDDLE_AT, _SIDE),
    Fiducial(7, PAGE_WIDTH / 2, _MIDDLE_AT, _SIDE),
)

_CELL = 2.6
_STRIP_X, _STRIP_Y = 25.0, 281.5
_STRIP = Strip(
    _STRIP_X,
    _STRIP_Y,
    _CELL,
    columns=28,
    rows=2,
    reference=(Rect(_STRIP_X - 1.6 * _CELL, _STRIP_Y, 0.8 * _CELL, 2 * _CELL),),
)

_LEFT, _RIGHT = 20.0, 190.0
_WIDTH = _RIGHT - _LEFT
_INFO_Y, _INFO_HEIGHT = 35.0, 26.0
_HEADING_Y, _HEADING_HEIGHT = 62.0, 7.0
_HEADER_HEIGHT = 5.5
_TABLE_Y = _HEADING_Y + _HEADING_HEIGHT + _HEADER_HEIGHT
_LEAST_ROW, _MOST_ROW, _ROWS_HEIGHT = 9.5, 13.0, 95.0
_LAST_LEVEL_X, _LEVEL_PITCH, _BOX = 174.0, 11.0, 5.0
_DIGIT_X, _DIGIT_PITCH, _DIGIT_BOX = 62.0, 10.0, 4.6
_DIGIT_LABELS = 5.0
_GAP = 1.5
_LOWER_END = 277.0

_ACROSS = (0, 1, 4, 10, 12, 17)
"""Golomb ruler of order 6: the 15 distances between its marks all differ."""
_DOWN = (0, 1, 4, 9, 11)
"""Golomb ruler of order 5: the 10 distances between its marks all differ."""
_BAR = 1.6
_ACROSS_X, _ACROSS_STEP, _ACROSS_LENGTH = 124.5, 3.6, 2.2
_DOWN_X, _DOWN_LENGTH = 190.6, 3.0


def layout(rows: int, levels: int) -> FormLayout:
    """The geometry for ``rows`` criteria of ``levels`` boxes each.

    Raises:
        ValueError: if ``rows`` is not 1 to 10 or ``levels`` not 2 to 5.
    """
    if rows not in ROWS or levels not in LEVELS:
        raise ValueError(f"layout {VERSION} has no form of {rows} rows and {levels} levels")
    row = round(min(_MOST_ROW, _ROWS_HEIGHT / rows), 2)
    table_height = rows * row
    digits_y = _TABLE_Y + table_height
    digits_height = _DIGIT_LABELS + 2 * _LEAST_ROW
    lower_y = digits_y + digits_height + _GAP
    return FormLayout(
        code=f"{VERSION}-{rows}x{levels}",
        fiducials=_FIDUCIALS,
        qr=Rect(21.0, 6.5, 22.0, 22.0),
        strip=_STRIP,
        landmark=_landmark(digits_y + digits_height),
        mark_rows=(*_criteria(rows, row, levels), *_digits(digits_y + _DIGIT_LABELS)),
        box_line=0.3,
        free_zone=2.0,
        title=Rect(47.0, 18.0, 116.0, 15.0),
        info=Rect(_LEFT, _INFO_Y, _WIDTH, _INFO_HEIGHT),
        heading=Rect(_LEFT, _HEADING_Y, _WIDTH, _HEADING_HEIGHT),
        header=Rect(_LEFT, _HEADING_Y + _HEADING_HEIGHT, _WIDTH, _HEADER_HEIGHT),
        table=Rect(_LEFT, _TABLE_Y, _WIDTH, table_height),
        digits=Rect(_LEFT, digits_y, _WIDTH, digits_height),
        lower=Rect(_LEFT, lower_y, _WIDTH, _LOWER_END - lower_y),
        footer=Rect(112.0, 279.5, 78.0, 10.5),
    )


def _criteria(rows: int, height: float, levels: int) -> tuple[MarkRow, ...]:
    columns = tuple(_LAST_LEVEL_X - _LEVEL_PITCH * (levels - 1 - k) for k in range(levels))
    return tuple(
        MarkRow(f"c{row + 1}", tuple((x, _TABLE_Y + height * (row + 0.5)) for x in columns), _BOX)
        for row in range(rows)
    )


def _digits(y: float) -> tuple[MarkRow, MarkRow]:
    """Tens 0 to 10 and units 0 to 9 of the rater's total: the checksum of the table above them."""
    tens = tuple((_DIGIT_X + _DIGIT_PITCH * k, y + _LEAST_ROW / 2) for k in range(11))
    units = tuple((_DIGIT_X + _DIGIT_PITCH * k, y + _LEAST_ROW * 1.5) for k in range(10))
    return MarkRow("tens", tens, _DIGIT_BOX), MarkRow("units", units, _DIGIT_BOX)


def _landmark(bottom: float) -> tuple[Rect, ...]:
    step = (bottom - _TABLE_Y - _DOWN_LENGTH) / _DOWN[-1]
    y = _HEADING_Y + _HEADING_HEIGHT - _BAR - 0.6
    across = tuple(Rect(_ACROSS_X + _ACROSS_STEP * k, y, _ACROSS_LENGTH, _BAR) for k in _ACROSS)
    down = tuple(Rect(_DOWN_X, _TABLE_Y + step * k, _BAR, _DOWN_LENGTH) for k in _DOWN)
    return across + down
