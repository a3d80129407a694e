"""Show pages of a PDF as pictures, for the print dialog."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium_c

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text

_one_at_a_time = threading.Lock()
"""PDFium may be used by one thread at a time only."""

_MOST_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as ``width`` x ``height`` pixels of four bytes: red, green, blue, opacity; of one where it is ``grey``."""

    width: int
    height: int
    rgba: bytes
    grey: bool = False


def page_count(pdf: Path | bytes) -> int:
    """How many pages the document has; raises ``InputRefused`` (``pdf.unreadable``)."""
    with _one_at_a_time:
        document = _open(pdf)
        try:
            return len(document)
        finally:
            document.close()


def render(pdf: Path | bytes, page: int, width: int, *, grey: bool = False) -> PagePicture:
    """Page ``page`` (from 0) of a PDF, ``width`` pixels wide on white paper, in colours or ``grey``.

    Raises:
        InputRefused: ``pdf.unreadable``.
        IndexError: if there is no such page.
        ValueError: if ``width`` is not positive or the picture would be unreasonably large.
    """
    with _one_at_a_time:
        document = _open(pdf)
        try:
            if not 0 <= page < len(document):
                raise IndexError(f"the document has {len(document)} pages")
            sheet = document[page]
            across, down = sheet.get_size()
            height = max(1, round(width * down / across))
            if width < 1 or width * height > _MOST_PIXELS:
                raise ValueError(f"a picture of {width} x {height} pixels cannot be made")
            # Exactly `width` wide: a scale in floating point may come out one pixel off.
            kind = pdfium_c.FPDFBitmap_Gray if grey else pdfium_c.FPDFBitmap_BGRA
            bitmap = pypdfium2.PdfBitmap.new_native(width, height, kind, rev_byteorder=not grey)
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            flags = pdfium_c.FPDF_ANNOT | (
                pdfium_c.FPDF_GRAYSCALE if grey else pdfium_c.FPDF_REVERSE_BYTE_ORDER
            )
            pdfium_c.FPDF_RenderPageBitmap(bitmap, sheet, 0, 0, width, height, 0, flags)
            rows, stride, line = bytes(bitmap.buffer), bitmap.stride, width * (1 if grey else 4)
            if stride != line:
                rows = b"".join(rows[y * stride : y * stride + line] for y in range(height))
            bitmap.close()
            return PagePicture(width, height, rows, grey)
        finally:
            document.close()


def _open(pdf: Path | bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError) as problem:
        raise InputRefused(
            "pdf.unreadable", Text("无法打开这个 PDF 文件。", "The PDF file cannot be opened.")
        ) from problem
