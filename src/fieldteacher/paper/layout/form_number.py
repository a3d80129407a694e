"""The number of a printed form: 40 random bits, written for eyes, for the QR code and for the strip.

The number says nothing about the student; only the table of issued forms connects the two.
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text

ID_BITS = 40
CRC_BITS = 16
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U, which are misread."""
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)} | {"I": 1, "L": 1, "O": 0}
_ID_LETTERS, _CHECK_LETTERS, _CRC_LETTERS = 8, 2, 4
QR_PREFIX = "SX"
COVER_PREFIX = "FM"
"""Of the cover sheets that papers are scanned behind: not of a form that marks are read from."""
_STRIP_MASK = 0xC0D594EAAA2069
"""Laid over the strip's bits, so that no number prints as an all-white or all-black strip."""


def new_form_id() -> int:
    """A random form id; the caller must see that it was not issued before."""
    return secrets.randbits(ID_BITS)


def encode(form_id: int) -> str:
    """Eight letters of number and two of check: ``7K2M9QX4TB``.

    The check letters are a CRC of ten bits over the number, which finds every wrong letter and every two
    neighbours wrong or swapped.
    """
    return _letters(_within(form_id), _ID_LETTERS) + _letters(_crc10(form_id), _CHECK_LETTERS)


def grouped(number: str) -> str:
    """A number of ten letters as it stands on the page, in two groups."""
    return f"{number[:5]}-{number[5:]}"


def decode(text: str) -> int:
    """The form id that a person typed: case, spaces, hyphens and full-width letters do not matter.

    Raises:
        InputRefused: ``form.bad_number`` if length, letters or check letters are not right.
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    letters = "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Pd")
    if len(letters) == _ID_LETTERS + _CHECK_LETTERS and all(c in _VALUE for c in letters):
        form_id, check = _value(letters[:_ID_LETTERS]), _value(letters[_ID_LETTERS:])
        if check == _crc10(form_id):
            return form_id
    raise InputRefused(
        "form.bad_number",
        Text(
            "表单编号“{text}”不正确：应为 10 个字符，请对照纸面重新输入。",
            "“{text}” is not a form number: compare its 10 characters with the paper.",
        ).fill(text=text),
    )


def qr_text(form_id: int, prefix: str = QR_PREFIX) -> str:
    """What the QR code says: a prefix, the number and its CRC-16, all of QR's alphanumeric set."""
    return prefix + _letters(_within(form_id), _ID_LETTERS) + _letters(crc16(form_id), _CRC_LETTERS)


def from_qr_text(text: str, prefix: str = QR_PREFIX) -> int | None:
    """The form id in a QR code's text, or None where it is not one of ours."""
    letters = text.removeprefix(prefix)
    if len(letters) != _ID_LETTERS + _CRC_LETTERS or len(text) == len(letters):
        return None
    if any(c not in _ALPHABET for c in letters):
        return None
    form_id = _value(letters[:_ID_LETTERS])
    return form_id if _value(letters[_ID_LETTERS:]) == crc16(form_id) else None


def strip_bits(form_id: int) -> tuple[bool, ...]:
    """The strip's 56 cells in reading order, True = black: number, CRC-16, under the mask."""
    value = (_within(form_id) << CRC_BITS | crc16(form_id)) ^ _STRIP_MASK
    return tuple(bool(value >> shift & 1) for shift in reversed(range(ID_BITS + CRC_BITS)))


def from_strip_bits(bits: tuple[bool, ...]) -> int | None:
    """The form id in the strip's cells, or None where the CRC-16 does not agree."""
    if len(bits) != ID_BITS + CRC_BITS:
        return None
    value = 0
    for bit in bits:
        value = value << 1 | bit
    value ^= _STRIP_MASK
    form_id = value >> CRC_BITS
    return form_id if crc16(form_id) == value & (1 << CRC_BITS) - 1 else None


def crc16(form_id: int) -> int:
    """CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF) over the number's five bytes, big end first."""
    crc, table = 0xFFFF, _remainders(16, 0x1021)
    for byte in form_id.to_bytes(ID_BITS // 8, "big"):
        crc = (crc << 8 & 0xFFFF) ^ table[crc >> 8 ^ byte]
    return crc


def _crc10(form_id: int) -> int:
    """CRC-10 with the polynomial of ITU-T I.610 (0x233): finds every burst of ten bits, two letters long.

    The start value keeps the number 0 from checking with 00.
    """
    crc, table = 0x3FF, _remainders(10, 0x233)
    for byte in form_id.to_bytes(ID_BITS // 8, "big"):
        crc = (crc << 8 & 0x3FF) ^ table[crc >> 2 ^ byte]
    return crc


@cache
def _remainders(bits: int, polynomial: int) -> list[int]:
    """What each byte leaves when it is divided by a polynomial of so many ``bits``: a byte at a time, not a bit."""
    table, top = [], 1 << bits - 1
    for byte in range(256):
        rest = byte << bits - 8
        for _ in range(8):
            rest = (rest << 1 ^ polynomial if rest & top else rest << 1) & (1 << bits) - 1
        table.append(rest)
    return table


def _within(form_id: int) -> int:
    if not 0 <= form_id < 1 << ID_BITS:
        raise ValueError("a form id has 40 bits")
    return form_id


def _letters(value: int, count: int) -> str:
    return "".join(_ALPHABET[value >> 5 * place & 31] for place in reversed(range(count)))


def _value(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value << 5 | _VALUE[letter]
    return value
