"""Sending finished pages to a printer of this computer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QDialog, QWidget

from fieldteacher.domain.errors import Cancelled, UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui.screens.printing.pages import image_of
from fieldteacher.ui.tasks import IsCancelled, Progress

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from fieldteacher.services.printing import PagePicture

_FEWEST_DOTS, _MOST_DOTS, _MOST_DOTS_IN_COLOUR = 150, 600, 300
RenderAt = Callable[[int, int, bool], "PagePicture"]
"""``render(page, width, grey)``: a page as ``width`` pixels."""
_NO_PRINTER = Text(
    "没有找到打印机。请先保存为 PDF，再到接有打印机的电脑上打印。",
    "No printer was found. Save a PDF and print it on a computer that has one.",
)
_FAILED = Text("打印机没有接受任务。", "The printer did not take the job.")


def ask_printer(
    parent: QWidget, title: str, chosen: Callable[[QPrinter], object], *, landscape: bool, several: bool
) -> None:
    """The platform's print dialog, set to both sides where forms have ``several`` pages, over the edge that suits them;
    ``chosen`` is called with the printer.

    Raises ``UserError`` (``no_printer``) where this computer has none. Qt's printing is loaded here, when
    it is first needed.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        raise UserError("no_printer", _NO_PRINTER)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    both = QPrinter.DuplexMode.DuplexShortSide if landscape else QPrinter.DuplexMode.DuplexLongSide
    printer.setDuplex(both if several else QPrinter.DuplexMode.DuplexNone)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.accepted.connect(lambda: chosen(printer))
    QDialog.open(dialog)  # PySide's own signature of QPrintDialog.open wants a receiver


def file_printer(file: Path) -> QPrinter:
    """A printer that writes a PDF of pictures: for printing without a printer."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    printer.setFullPage(True)
    return printer


@dataclass(frozen=True, slots=True)
class Paper:
    """What a printer wants: dots an inch, without colours, and whether it turns the sheets over."""

    dots: int
    grey: bool
    duplex: bool

    @staticmethod
    def of(printer: QPrinter) -> Paper:
        """What ``printer`` is set to. Colours take four times the room, so their pictures have fewer dots."""
        grey = printer.colorMode() == printer.ColorMode.GrayScale
        most = _MOST_DOTS if grey else _MOST_DOTS_IN_COLOUR
        duplex = printer.duplex() not in (printer.DuplexMode.DuplexNone, printer.DuplexMode.DuplexAuto)
        return Paper(max(_FEWEST_DOTS, min(printer.resolution(), most)), grey, duplex)


def sides(first: int, last: int, starts: Collection[int], duplex: bool) -> list[int | None]:
    """The pages in the order of the sheets' sides; ``None`` is an empty back, so that no form begins on the back of another."""
    found: list[int | None] = []
    for page in range(first, last + 1):
        if duplex and page in starts and len(found) % 2:
            found.append(None)
        found.append(page)
    return found


def send(
    printer: QPrinter, render: RenderAt, order: Sequence[int | None], paper: Paper, progress: Progress,
    cancelled: IsCancelled,
) -> int:  # fmt: skip
    """Print the sides of ``order``, each as a picture at the printer's resolution; returns how many are printed on.

    The whole sheet is used, so that the marks for the camera keep their size. Raises ``Cancelled`` and
    ``UserError`` (``printer_failed``).
    """
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError("printer_failed", _FAILED)
    try:
        for done, page in enumerate(order):
            if cancelled():
                printer.abort()
                raise Cancelled
            if done and not printer.newPage():
                raise UserError("printer_failed", _FAILED)
            if page is not None:
                picture = _upright(render, page, paper)
                sheet = printer.paperRect(printer.Unit.DevicePixel).toRect()
                painter.drawImage(QRect(0, 0, sheet.width(), sheet.height()), picture)
            progress(done + 1, len(order))
        return sum(page is not None for page in order)
    finally:
        painter.end()


def _upright(render: RenderAt, page: int, paper: Paper) -> QImage:
    """A page as a picture; one that lies on its side is turned, with as many dots as its longer side has."""
    across, down = (round(length / 25.4 * paper.dots) for length in (210, 297))
    small = render(page, 100, paper.grey)
    if small.width <= small.height:
        return image_of(render(page, across, paper.grey))
    return image_of(render(page, down, paper.grey)).transformed(QTransform().rotate(90))
