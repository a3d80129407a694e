"""The fixed-size QR encoder against a general one, and against a reader."""

from __future__ import annotations

import numpy
import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.paper.layout import form_number
from fieldteacher.paper.printing.qr import qr_symbol

ids = st.integers(0, 2**40 - 1)


@given(ids)
def test_it_draws_what_a_general_encoder_draws(form_id: int) -> None:
    text = form_number.qr_text(form_id)
    general = segno.make(text, version=1, error="q", mask=0, mode="alphanumeric", boost_error=False)
    assert qr_symbol(text) == ["".join("#" if dark else "." for dark in line) for line in general.matrix]


def test_it_is_read_back() -> None:
    for form_id in range(0, 1 << 40, (1 << 40) // 7):
        text = form_number.qr_text(form_id)
        dark = numpy.array([[cell == "#" for cell in line] for line in qr_symbol(text)])
        image = numpy.where(numpy.kron(numpy.pad(dark, 4), numpy.ones((5, 5))), 0, 255).astype(numpy.uint8)
        assert [found.text for found in zxingcpp.read_barcodes(image)] == [text]


@pytest.mark.parametrize(
    "text", ["", "SX0123456789A", "SX0123456789ABC", "sx0123456789ab", "SX0123456789周小"]
)
def test_other_texts_are_not_taken(text: str) -> None:
    with pytest.raises(ValueError):
        qr_symbol(text)
