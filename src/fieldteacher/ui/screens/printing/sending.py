"""Sending finished pages to a printer of this computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QDialog, QWidget

from fieldteacher.domain.errors import Cancelled, UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui.screens.printing.pages import Render, image_of
from fieldteacher.ui.tasks import IsCancelled, Progress

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


_DOTS = 300
_DOTS_ACROSS, _DOTS_DOWN = (round(length / 25.4 * _DOTS) for length in (210, 297))
_NO_PRINTER = Text(
    "没有找到打印机。请先保存为 PDF，再到接有打印机的电脑上打印。",
    "No printer was found. Save a PDF and print it on a computer that has one.",
)
_FAILED = Text("打印机没有接受任务。", "The printer did not take the job.")


def ask_printer(parent: QWidget, title: str, chosen: Callable[[QPrinter], object]) -> None:
    """The platform's print dialog; ``chosen`` is called with the printer.

    Raises ``UserError`` (``no_printer``) where this computer has none. Qt's printing is loaded here, when
    it is first needed.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        raise UserError("no_printer", _NO_PRINTER)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
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


def send(
    printer: QPrinter, render: Render, first: int, last: int, progress: Progress, cancelled: IsCancelled
) -> int:
    """Print pages ``first`` to ``last`` (from 0), each as a picture of 300 dots an inch; returns how many.

    The whole sheet is used, so that the marks for the camera keep their size. Raises ``Cancelled`` and
    ``UserError`` (``printer_failed``).
    """
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError("printer_failed", _FAILED)
    try:
        total = last - first + 1
        for done, page in enumerate(range(first, last + 1)):
            if cancelled():
                printer.abort()
                raise Cancelled
            if done and not printer.newPage():
                raise UserError("printer_failed", _FAILED)
            picture = _upright(render, page)
            sheet = printer.paperRect(printer.Unit.DevicePixel).toRect()
            painter.drawImage(QRect(0, 0, sheet.width(), sheet.height()), picture)
            progress(done + 1, total)
        return total
    finally:
        painter.end()


def _upright(render: Render, page: int) -> QImage:
    """A page as a picture; one that lies on its side is turned, with as many dots as its longer side has."""
    picture = image_of(render(page, _DOTS_ACROSS))
    if picture.width() <= picture.height():
        return picture
    return image_of(render(page, _DOTS_DOWN)).transformed(QTransform().rotate(90))
