"""Files go in, readings come out in the order of the pile; what cannot be read is refused by name and the rest goes on."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from tests.paper.reading import forms
from tests.paper.reading.conftest import SEEDS

from fieldteacher.domain.errors import Cancelled
from fieldteacher.paper.reading.reading import read_files


def test_readings_come_in_the_order_of_the_pile_with_their_pictures(pile: list[Path]) -> None:
    told: list[tuple[int, int]] = []
    readings = list(
        read_files([pile[0].parent], forms.issued(), told=lambda done, of: told.append((done, of)))
    )
    assert [Path(reading.file) for reading in readings] == pile
    assert [told[0][0], *told[-1]] == [1, 3, 3]
    for seed, reading in zip(SEEDS, readings, strict=True):
        truth = forms.filled(seed, forms.EASY).truth
        assert reading.status == "read"
        assert reading.form_number == truth.form_number
        assert {row.name: row.value for row in reading.rows} == {
            name: value for name, value in truth.rows.items() if name.startswith("c")
        }
        page = Image.open(io.BytesIO(reading.picture))
        assert page.size == (round(210 * reading.scale), round(297 * reading.scale))
        assert all(0 < row.area.y < 297 and len(row.boxes) >= 4 for row in reading.rows)


def test_a_bad_file_is_refused_by_name_and_the_others_are_read(pile: list[Path], tmp_path: Path) -> None:
    words, cut, nothing = tmp_path / "a.jpg", tmp_path / "b.jpg", tmp_path / "gone.jpg"
    words.write_text("no picture at all", encoding="utf-8")
    cut.write_bytes(pile[0].read_bytes()[:60_000])
    empty = tmp_path / "empty.jpg"
    empty.touch()
    readings = list(read_files([words, cut, nothing, empty, pile[1]], forms.issued()))
    assert [reading.reason.code if reading.reason else "" for reading in readings] == [
        "not_a_picture", "damaged", "not_readable", "empty_file", "",
    ]  # fmt: skip
    assert [reading.status for reading in readings] == ["refused"] * 4 + ["read"]


def test_each_page_of_a_pdf_is_a_sheet(pile: list[Path], tmp_path: Path) -> None:
    pages = [Image.open(path) for path in pile]
    target = tmp_path / "pile.pdf"
    pages[0].save(target, save_all=True, append_images=pages[1:], resolution=150)
    assert len(pypdfium2.PdfDocument(target)) == 3
    readings = list(read_files([target, pile[2]], forms.issued()))
    assert [(Path(reading.file).name, reading.page) for reading in readings] == [
        ("pile.pdf", 1), ("pile.pdf", 2), ("pile.pdf", 3), ("scan.jpg", 1),
    ]  # fmt: skip
    assert [reading.status for reading in readings] == ["read"] * 4


def test_a_form_not_issued_here_is_refused_with_its_number(pile: list[Path]) -> None:
    number = forms.filled(SEEDS[0], forms.EASY).truth.form_number
    others = {key: sheet for key, sheet in forms.issued().items() if key != number}
    (reading,) = read_files(pile[:1], others)
    assert (reading.status, reading.reason and reading.reason.code) == ("refused", "unknown_number")
    assert reading.form_number == number
    assert Image.open(io.BytesIO(reading.picture)).format == "JPEG"


def test_reading_stops_when_told(pile: list[Path]) -> None:
    stopped = False
    readings = read_files(pile * 20, forms.issued(), stop=lambda: stopped)
    next(readings)
    stopped = True
    with pytest.raises(Cancelled):
        list(readings)


def test_nothing_is_left_behind_when_the_reader_goes_away(pile: list[Path]) -> None:
    readings = read_files(pile * 5, forms.issued(), processes=2)
    next(readings)
    readings.close()
