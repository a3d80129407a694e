"""Three students with printed forms, and a reader that hands out what the test says."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage
from tests.services.marks import CRITERIA, VALUES
from tests.services.park import Park
from tests.services.readings import Reader
from tests.ui.picking import Picked

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.services.app import Services
from fieldteacher.services.sheet_reading import SheetReadingService
from fieldteacher.ui.context import Ui


def picture(shade: int) -> bytes:
    """A JPEG of a page at one pixel to a millimetre; every shade is another picture."""
    image = QImage(210, 297, QImage.Format.Format_RGB888)
    image.fill(QColor(shade, shade, shade))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 90)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


@pytest.fixture
def park(services: Services) -> Park:
    """All three students at the first enterprise."""
    park = Park.settle(services)
    park.placements.append(park.place(park.students[2]))
    return park


@pytest.fixture
def scheme(park: Park) -> SchemeSpec:
    """A scheme of two criteria of the enterprise's and one of the college's."""
    record, _ = park.services.schemes.save(None, VALUES, CRITERIA)
    park.services.schemes.choose(record)
    return park.services.schemes.get(record)


@pytest.fixture
def reader(services: Services, clock: Clock) -> Reader:
    """What the window reads pictures with."""
    made = Reader()
    vars(services)["sheets"] = SheetReadingService(services.store, clock, made)
    return made


@pytest.fixture
def picked(ui: Ui, tmp_path: Path) -> Picked:
    """Every dialog is answered with a file."""
    made = Picked(tmp_path / "IMG_1.jpg")
    ui.picker = made
    return made
