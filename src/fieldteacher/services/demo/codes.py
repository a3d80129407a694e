"""Invented numbers that are valid in form: identity numbers, credit codes, telephones."""

from __future__ import annotations

from datetime import date
from random import Random

from fieldteacher.domain.identity import USCC_ALPHABET, id_check_character, uscc_check_character

_HOME_AREAS = ("510502", "510503", "510504", "510521", "510522", "510524", "510525", "511502", "511524", "500118")  # fmt: skip
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def identity_number(random: Random, born: date, sex: str) -> str:
    """An identity number (GB 11643) for a day of birth and a sex.

    None that ends in 000, which looks as if a spreadsheet had cut it to 15 digits.
    """
    while True:
        sequence = 2 * random.randrange(1, 499) + (1 if sex == "男" else 0)
        first = f"{random.choice(_HOME_AREAS)}{born:%Y%m%d}{sequence:03d}"
        number = first + id_check_character(first)
        if not number.endswith("000"):
            return number


def credit_code(random: Random, area: str = "320594") -> str:
    """A credit code of an enterprise (GB 32100), its inner organisation code (GB 11714) valid too."""
    body = "MA" + "".join(random.choice(USCC_ALPHABET) for _ in range(6))
    weighted = zip(body, _ORGANISATION_WEIGHTS, strict=True)
    value = 11 - sum(_organisation_value(c) * weight for c, weight in weighted) % 11
    check = "X" if value == 10 else "0" if value == 11 else str(value)
    first = f"91{area}{body}{check}"
    return first + uscc_check_character(first)


def _organisation_value(character: str) -> int:
    return int(character, 36)


def mobile(random: Random) -> str:
    """A mobile number."""
    return f"19{random.randrange(0, 10)}{random.randrange(10_000_000, 100_000_000)}"


def landline(random: Random) -> str:
    """A landline number of the place."""
    return f"0512-{random.randrange(60_000_000, 70_000_000)}"
