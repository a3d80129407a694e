"""The two national codes: every published and invented number, and every single wrong character caught."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.domain.identity import (
    USCC_ALPHABET,
    IdProblem,
    birth_date,
    id_check_character,
    id_problem,
    sex_of,
    uscc_check_character,
    uscc_valid,
)

VALID_IDS = ("11010519491231002X", "440524188001010014", "510502200510030012", "320506200802290027")
VALID_USCCS = (
    "914403001922038216", "9144030071526726XG", "91330100799655058B", "91350100M000100Y43", "91110000802100433B",
    "12100000400002259P", "12100000400000624D", "91320594MA00000002",
)  # fmt: skip


@pytest.mark.parametrize("number", VALID_IDS)
def test_valid_id_numbers_pass(number: str) -> None:
    assert id_problem(number) is None


@pytest.mark.parametrize("number", VALID_IDS)
def test_every_wrong_digit_is_caught(number: str) -> None:
    for place, right in enumerate(number):
        for wrong in "0123456789X" if place == 17 else "0123456789":
            if wrong != right:
                assert id_problem(number[:place] + wrong + number[place + 1 :]) is not None


@pytest.mark.parametrize("number", VALID_IDS)
def test_every_swap_of_two_neighbours_is_caught(number: str) -> None:
    for place, (a, b) in enumerate(pairwise(number)):
        if a != b:
            assert id_problem(number[:place] + b + a + number[place + 2 :]) is not None


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("510502200510030014", IdProblem.CHECKSUM),
        ("510502200510030016", IdProblem.CHECKSUM),
        ("320506200702290022", IdProblem.DATE),
        ("320506200713010022", IdProblem.DATE),
        ("990502200510030012", IdProblem.PROVINCE),
        ("51050220051003001", IdProblem.SHAPE),
        ("5105022005100300123", IdProblem.SHAPE),
        ("11010519491231002x", IdProblem.SHAPE),
        ("1101051949123100 2X", IdProblem.SHAPE),
        ("１１０１０５１９４９１２３１００２Ｘ", IdProblem.SHAPE),
        ("", IdProblem.SHAPE),
    ],
)
def test_wrong_id_numbers_are_told_apart(number: str, problem: IdProblem) -> None:
    assert id_problem(number) is problem


def test_zeroing_the_last_digits_passes_the_checksum_about_once_in_eleven() -> None:
    """Why a number that went through a spreadsheet's number format is damaged even when it checks."""
    passing = sum(
        id_problem(f"5105022005{month:02}{day:02}{0:04}") is None
        for month in range(1, 13)
        for day in range(1, 29)
    )
    assert 15 <= passing <= 50


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_the_check_character_satisfies_the_standards_congruence(first17: str) -> None:
    number = first17 + id_check_character(first17)
    digits = [10 if c == "X" else int(c) for c in number]
    assert sum(d * pow(2, 17 - place, 11) for place, d in enumerate(digits)) % 11 == 1


def test_birth_and_sex_are_read_from_the_number() -> None:
    assert birth_date("320506200802290027") == date(2008, 2, 29)
    assert birth_date("320506200702290022") is None
    assert sex_of("510502200510030012") == "男"
    assert sex_of("320506200802290027") == "女"


@pytest.mark.parametrize("code", VALID_USCCS)
def test_valid_credit_codes_pass(code: str) -> None:
    assert uscc_valid(code)


@pytest.mark.parametrize("code", VALID_USCCS)
def test_every_wrong_character_of_a_credit_code_is_caught(code: str) -> None:
    for place, right in enumerate(code):
        for wrong in USCC_ALPHABET:
            if wrong != right:
                assert not uscc_valid(code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize("letter", "IOZSV")
def test_letters_outside_the_alphabet_are_refused(letter: str) -> None:
    assert letter not in USCC_ALPHABET
    assert not uscc_valid("91320594MA0000000" + letter)
    assert not uscc_valid(f"9{letter}320594MA00000002")


@given(
    st.text(USCC_ALPHABET, min_size=2, max_size=2),
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.text(USCC_ALPHABET, min_size=9, max_size=9),
)
def test_the_check_character_of_a_credit_code_may_be_any_of_the_31(a: str, area: str, b: str) -> None:
    code = a + area + b + uscc_check_character(a + area + b)
    assert uscc_valid(code)
    values = [USCC_ALPHABET.index(c) for c in code]
    total = sum(v * pow(3, place, 31) for place, v in enumerate(values[:17])) + values[17]
    assert total % 31 == 0
