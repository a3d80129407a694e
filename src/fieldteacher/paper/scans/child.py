"""The process that reads scanned piles: what crafted PDF files strike is not the program.

It is asked for the QR code of each page of a file, or for parts of its pages as files of their own.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pypdfium2
import zxingcpp

from fieldteacher.apart.child import bound, serve
from fieldteacher.apart.frames import OWN, Refusal, write_frame

CODE, PART = OWN, OWN + 1
_MEMORY, _SECONDS = 3 << 30, 600.0
_MOST_PAGES = 3000
_MOST_BYTES = 400 << 20
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_MOMENT = re.compile(rb"(/CreationDate\(D:)\d{14}")
_NUMBER = re.compile(rb"/ID\[<([0-9A-F]+)><([0-9A-F]+)>\]")
_LONG_SIDE = 1754
"""Dots of a page's longer side: A4 at 150 an inch, whatever the page says of its size."""


def main() -> int:
    """Serve until the input ends."""
    bound(_MEMORY, _SECONDS)
    return serve(_answer)


def _answer(request: dict[str, Any], out: BinaryIO) -> None:
    """``path`` alone: a frame a page with its code, empty where there is none; with ``parts``: a frame a part."""
    path = Path(request["path"])
    if path.stat().st_size > _MOST_BYTES:
        raise Refusal("too_large")
    try:
        document = pypdfium2.PdfDocument(path)
        pages = len(document)
    except pypdfium2.PdfiumError:
        raise Refusal("not_pdf") from None
    if pages > _MOST_PAGES:
        raise Refusal("too_long", pages=pages, most=_MOST_PAGES)
    if "parts" in request:
        for first, last in request["parts"]:
            part = pypdfium2.PdfDocument.new()
            part.import_pages(document, list(range(first, last + 1)))
            kept = BytesIO()
            part.save(kept)
            write_frame(out, PART, _timeless(kept.getvalue()))
            part.close()
    else:
        for number in range(pages):
            write_frame(out, CODE, _code(document, number))
            out.flush()


def _timeless(pdf: bytes) -> bytes:
    """The file without the moment and the chance number that PDFium writes: the same pages are the same bytes."""
    pdf = _MOMENT.sub(rb"\g<1>19700101000000", pdf)
    return _NUMBER.sub(lambda found: b"/ID[<%b><%b>]" % (b"0" * len(found[1]), b"0" * len(found[2])), pdf)


def _code(document: pypdfium2.PdfDocument, number: int) -> str:
    """The text of the page's QR code; of several the first; a page that cannot be drawn has none."""
    try:
        page = document[number]
        picture = page.render(scale=_LONG_SIDE / max(1.0, *page.get_size()), grayscale=True).to_numpy()
    except (pypdfium2.PdfiumError, ValueError):
        return ""
    found = zxingcpp.read_barcodes(picture.squeeze(), formats=_QR)
    return found[0].text if found else ""


if __name__ == "__main__":
    raise SystemExit(main())
