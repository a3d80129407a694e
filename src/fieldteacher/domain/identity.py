"""Checks of the two national codes.

Citizen identity number: GB 11643-1999 (check character by ISO 7064:1983 MOD 11-2).
Unified social credit code: GB 32100-2015 (check character modulo 31).
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

_ID_WEIGHTS = tuple(2 ** (17 - i) % 11 for i in range(17))
_ID_CHECK = "10X98765432"
_ID_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_PROVINCES = frozenset(
    (
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
    )
)

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUE = {c: i for i, c in enumerate(USCC_ALPHABET)}
_USCC_WEIGHTS = tuple(3**i % 31 for i in range(17))
_USCC_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


class IdProblem(StrEnum):
    """Why a citizen identity number is not one."""

    SHAPE = "shape"
    PROVINCE = "province"
    DATE = "date"
    CHECKSUM = "checksum"


def id_check_character(first17: str) -> str:
    """The check character for 17 digits: 2^(18-i) weights modulo 11 (GB 11643-1999)."""
    return _ID_CHECK[sum(int(d) * w for d, w in zip(first17, _ID_WEIGHTS, strict=True)) % 11]


def id_problem(number: str) -> IdProblem | None:
    """What is wrong with an 18-character citizen identity number, or ``None``.

    A real date of birth is required; whether it is plausible for a student is the caller's question.
    """
    if not _ID_SHAPE.fullmatch(number):
        return IdProblem.SHAPE
    if int(number[:2]) not in _PROVINCES:
        return IdProblem.PROVINCE
    if birth_date(number) is None:
        return IdProblem.DATE
    if id_check_character(number[:17]) != number[17]:
        return IdProblem.CHECKSUM
    return None


def birth_date(number: str) -> date | None:
    """The date of birth in an 18-character number (digits 7 to 14), if it is a real day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """``男`` where digit 17 is odd, else ``女`` (GB 11643-1999)."""
    return "男" if int(number[16]) % 2 else "女"


def uscc_check_character(first17: str) -> str:
    """The check character for 17 characters: 3^(i-1) weights modulo 31 (GB 32100-2015)."""
    return USCC_ALPHABET[-sum(_USCC_VALUE[c] * w for c, w in zip(first17, _USCC_WEIGHTS, strict=True)) % 31]


def uscc_valid(code: str) -> bool:
    """Whether ``code`` is a unified social credit code in shape and check character."""
    return bool(_USCC_SHAPE.fullmatch(code)) and uscc_check_character(code[:17]) == code[17]
