"""Draw what a camera reads: markers, landmark, mark boxes on the form; QR code and strip on the page."""

from __future__ import annotations

from fieldteacher.paper.layout import fiducials, form_number
from fieldteacher.paper.layout.geometry import FormLayout, Rect
from fieldteacher.paper.printing.content import Content
from fieldteacher.paper.printing.qr import qr_symbol


def draw_fixed_marks(content: Content, layout: FormLayout) -> None:
    """Everything that is the same on all forms of a layout."""
    for fiducial in layout.fiducials:
        content.bitmap(fiducials.BITMAPS[fiducial.number], fiducial.rect)
    content.fill(layout.strip.reference)
    content.fill(layout.landmark)
    for row in layout.mark_rows:
        for box in row.boxes:
            content.frame(box, layout.box_line)


def draw_number(content: Content, layout: FormLayout, form_id: int) -> None:
    """The form's number, twice: as QR code and as strip."""
    content.bitmap(qr_symbol(form_number.qr_text(form_id)), layout.qr)
    strip = layout.strip
    cells = "".join("#" if bit else "." for bit in form_number.strip_bits(form_id))
    lines = [cells[row * strip.columns : (row + 1) * strip.columns] for row in range(strip.rows)]
    content.bitmap(lines, Rect(strip.x, strip.y, strip.columns * strip.cell, strip.rows * strip.cell))


def tick(box: Rect) -> tuple[tuple[float, float], ...]:
    """The corners of a tick inside a box, as a pen would make it."""
    x, y, size = box.x, box.y, box.width
    return (
        (x + 0.18 * size, y + 0.52 * size),
        (x + 0.42 * size, y + 0.80 * size),
        (x + 0.86 * size, y + 0.14 * size),
    )
