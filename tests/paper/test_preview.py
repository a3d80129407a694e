"""Pages of a PDF as pictures."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from tests.paper.sample_pages import FONT, pages

from fieldteacher.domain.errors import InputRefused
from fieldteacher.paper.preview import page_count, render
from fieldteacher.paper.printing.batch import compose
from fieldteacher.paper.printing.fonts import FontStack


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return compose(pages(2), FontStack(FONT, folders=()))


@pytest.mark.parametrize("width", [1, 333, 794])
def test_a_page_is_as_wide_as_asked(pdf: bytes, width: int) -> None:
    picture = render(pdf, 0, width)
    assert picture.width == width
    assert picture.height == max(1, round(width * 297 / 210))
    assert len(picture.rgba) == picture.width * picture.height * 4
    assert set(picture.rgba[3::4]) == {255}


def test_paper_is_white_and_print_black(pdf: bytes) -> None:
    picture = render(pdf, 1, 420)
    assert picture.rgba[:3] == b"\xff\xff\xff"
    x, y = 2 * 9, 2 * 12  # the black border of the first marker, at 2 pixels a mm
    start = 4 * (y * picture.width + x)
    assert max(picture.rgba[start - 8 : start - 5]) < 40


def test_a_file_is_read_from_its_path(pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "表 form.pdf"
    file.write_bytes(pdf)
    assert page_count(file) == page_count(pdf) == 2
    assert render(file, 0, 100) == render(pdf, 0, 100)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", "周小满".encode()])
def test_what_is_no_pdf_is_refused(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(data)
    for source in (data, file, tmp_path / "none.pdf"):
        with pytest.raises(InputRefused) as refusal:
            render(source, 0, 100)
        assert refusal.value.code == "pdf.unreadable"


def test_impossible_requests_are_refused(pdf: bytes) -> None:
    for page in (-1, 2):
        with pytest.raises(IndexError):
            render(pdf, page, 100)
    for width in (0, -5, 20_000):
        with pytest.raises(ValueError):
            render(pdf, 0, width)


def test_several_threads_may_ask(pdf: bytes) -> None:
    sizes: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: sizes.append(render(pdf, n % 2, 100 + n).width)) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sizes) == list(range(100, 108))
