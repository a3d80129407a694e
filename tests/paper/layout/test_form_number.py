"""Form numbers: for the eye, for the QR code and for the strip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.domain.errors import InputRefused
from fieldteacher.paper.layout import form_number as n

ids = st.integers(0, 2**40 - 1)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(ids)
def test_every_number_comes_back(form_id: int) -> None:
    assert n.decode(n.encode(form_id)) == form_id
    assert n.from_qr_text(n.qr_text(form_id)) == form_id
    assert n.from_strip_bits(n.strip_bits(form_id)) == form_id
    assert len(n.encode(form_id)) == 10


@given(ids)
def test_a_number_is_read_as_people_type_it(form_id: int) -> None:
    shown = n.grouped(n.encode(form_id))
    assert n.decode(f" {shown.lower()} ") == form_id
    assert n.decode(shown.replace("0", "O").replace("1", "l")) == form_id
    assert n.decode(shown.replace("-", "－").replace("A", "Ａ")) == form_id


@given(ids, st.integers(0, 9), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_refused(form_id: int, place: int, letter: str) -> None:
    right = n.encode(form_id)
    wrong = right[:place] + letter + right[place + 1 :]
    if wrong != right:
        with pytest.raises(InputRefused) as refusal:
            n.decode(wrong)
        assert refusal.value.code == "form.bad_number"


@given(ids, st.integers(0, 8))
def test_two_neighbours_swapped_are_refused(form_id: int, place: int) -> None:
    right = n.encode(form_id)
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    if wrong != right:
        with pytest.raises(InputRefused):
            n.decode(wrong)


@pytest.mark.parametrize("text", ["", "7K2M9", "7K2M9QX4TB7", "UUUUUUUUUU", "周小满"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        n.decode(text)


@given(ids, st.sets(st.integers(0, 55), min_size=1, max_size=3))
def test_wrong_cells_of_the_strip_are_noticed(form_id: int, flipped: set[int]) -> None:
    bits = tuple(bit ^ (place in flipped) for place, bit in enumerate(n.strip_bits(form_id)))
    assert n.from_strip_bits(bits) is None


def test_no_number_prints_as_a_plain_strip() -> None:
    for plain in ((False,) * 56, (True,) * 56):
        assert n.from_strip_bits(plain) is None


@pytest.mark.parametrize("text", ["", "SX", "https://example.org", "SX7K2M9QX40000", "AB" + "0" * 12])
def test_other_qr_codes_are_not_ours(text: str) -> None:
    assert n.from_qr_text(text) is None


def test_the_codes_of_one_number_never_change() -> None:
    form_id = 0x123456789A
    assert n.encode(form_id) == "28T5CY4T1F"
    assert n.qr_text(form_id) == "SX28T5CY4T1Y50"
    assert sum(bit << place for place, bit in enumerate(reversed(n.strip_bits(form_id)))) == 0xD2E1C29230D8C9


def test_new_numbers_differ() -> None:
    assert len({n.new_form_id() for _ in range(100)}) == 100
