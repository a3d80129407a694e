"""A plot as a picture, for documents of other programs: the same drawing that the printed page has."""

from __future__ import annotations

import io

from PIL import Image

from fieldteacher.paper.layout.geometry import PAGE_HEIGHT, PAGE_WIDTH, Rect
from fieldteacher.paper.preview import render
from fieldteacher.paper.printing.content import Content, DocumentText
from fieldteacher.paper.printing.flow.plot_drawing import draw_plot, needed_height
from fieldteacher.paper.printing.flow.plots import Plot
from fieldteacher.paper.printing.flow.strips import Setter
from fieldteacher.paper.printing.flow.surface import Surface
from fieldteacher.paper.printing.fonts import FontStack
from fieldteacher.paper.printing.pdf_file import PdfFile

_WIDTH = 170.0
_MARGIN = 2.0


def plot_png(plot: Plot, fonts: FontStack, *, height: float = 62.0, width: int = 1400) -> bytes:
    """A plot as a PNG picture of ``width`` pixels; ``height`` in mm for a drawing 170 mm wide."""
    high = min(needed_height(plot, height), PAGE_HEIGHT - 2 * _MARGIN)
    file = PdfFile()
    surface = Surface(Content(DocumentText(fonts, file)), {})
    draw_plot(plot, surface, Setter(fonts), Rect(_MARGIN, _MARGIN, _WIDTH, high))
    file.add_page(surface.content.operators())
    scale = width / (_WIDTH + 2 * _MARGIN)
    page = render(file.data(), 0, round(PAGE_WIDTH * scale))
    whole = Image.frombytes("RGBA", (page.width, page.height), page.rgba)
    picture = whole.crop((0, 0, width, round((high + 2 * _MARGIN) * scale))).convert("L")
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()
