"""The one kind of QR code that the forms carry: version 1, correction level Q, 14 alphanumeric characters.

Fixed size, fixed length and fixed mask make it some twenty times quicker than a general encoder, which
would take longer than the rest of the page. Source: ISO/IEC 18004:2015; tests compare it with a general
encoder and read it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from operator import itemgetter

SIZE = 21
LENGTH = 14

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_DATA, _CORRECTION = 13, 13
_BITS = 8 * (_DATA + _CORRECTION)
_MASK = 0
"""Any of the eight masks is allowed (7.8.2); this one turns every second module, like a chess board."""
_FORMAT_MASK = 0b101010000010010
_LEVEL_Q = 0b11


def qr_symbol(text: str) -> list[str]:
    """The symbol's 21 lines, ``#`` for a dark module.

    Raises:
        ValueError: if ``text`` is not 14 characters of QR's alphanumeric set.
    """
    if len(text) != LENGTH or any(c not in _ALPHABET for c in text):
        raise ValueError("the form's QR code holds 14 capital letters and digits")
    data = _codewords(text)
    turn, cells = _template()
    value = int.from_bytes(bytes(data + _correction(data)), "big") ^ turn
    modules = f"{value:0{_BITS}b}".replace("0", ".").replace("1", "#") + "#."
    symbol = "".join(cells(modules))
    return [symbol[start : start + SIZE] for start in range(0, SIZE * SIZE, SIZE)]


def _codewords(text: str) -> list[int]:
    """Mode, length and the characters in pairs (7.4.4), filled up with the padding bytes (7.4.10)."""
    bits = f"0010{LENGTH:09b}"
    values = [_ALPHABET.index(c) for c in text]
    bits += "".join(f"{values[i] * 45 + values[i + 1]:011b}" for i in range(0, LENGTH, 2))
    bits = (bits + "0000").ljust(-(-(len(bits) + 4) // 8) * 8, "0")
    data = [int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)]
    return data + [0xEC, 0x11, 0xEC][: _DATA - len(data)]


@cache
def _powers() -> tuple[list[int], list[int]]:
    """Powers of 2 and their logarithms in the field of 256 elements with polynomial 0x11D (7.5.2)."""
    powers, logs, value = [], [0] * 256, 1
    for exponent in range(255):
        powers.append(value)
        logs[value] = exponent
        value <<= 1
        if value & 0x100:
            value ^= 0x11D
    return powers * 2, logs


@cache
def _multiples() -> list[int]:
    """The generator polynomial times each of the 256 elements, thirteen bytes as one number."""
    powers, logs = _powers()
    found = [0]
    for lead in range(1, 256):
        found.append(int.from_bytes(bytes(powers[log + logs[lead]] for log in _generator()), "big"))
    return found


@cache
def _generator() -> list[int]:
    """Logarithms of the coefficients of the generator polynomial of 13 correction codewords."""
    powers, logs = _powers()
    polynomial = [1]
    for root in range(_CORRECTION):
        shifted = [*polynomial, 0]
        for place, factor in enumerate(polynomial):
            shifted[place + 1] ^= powers[logs[factor] + root]
        polynomial = shifted
    return [logs[factor] for factor in polynomial[1:]]


def _correction(data: list[int]) -> list[int]:
    """The Reed-Solomon remainder."""
    multiples, rest, last = _multiples(), 0, 8 * (_CORRECTION - 1)
    for byte in data:
        lead = byte ^ rest >> last
        rest = (rest << 8 & (1 << 8 * _CORRECTION) - 1) ^ multiples[lead]
    return list(rest.to_bytes(_CORRECTION, "big"))


@cache
def _template() -> tuple[int, Callable[[str], tuple[str, ...]]]:
    """The mask over the 208 bits, and a function from bits, dark and light to the symbol's 441 modules."""
    fixed = _fixed_patterns()
    order = [place for place in _reading_order() if place not in fixed]
    turn = 0
    for y, x in order:
        turn = turn << 1 | ((x + y) % 2 == 0)
    bit_at = {place: number for number, place in enumerate(order)}
    dark, light = _BITS, _BITS + 1
    picks = []
    for number in range(SIZE * SIZE):
        place = divmod(number, SIZE)
        picks.append(bit_at[place] if place in bit_at else dark if fixed[place] else light)
    return turn, itemgetter(*picks)


def _reading_order() -> Iterator[tuple[int, int]]:
    """Two columns at a time from the right, up and down in turn, past the timing column (7.7.3)."""
    upward = True
    for right in (20, 18, 16, 14, 12, 10, 8, 5, 3, 1):
        for y in reversed(range(SIZE)) if upward else range(SIZE):
            yield y, right
            yield y, right - 1
        upward = not upward


def _fixed_patterns() -> dict[tuple[int, int], bool]:
    """The modules that never change: finders with their white border, timing lines, format (6.3, 7.9)."""
    fixed: dict[tuple[int, int], bool] = {}
    for top, left in ((0, 0), (0, SIZE - 7), (SIZE - 7, 0)):
        for y in range(-1, 8):
            for x in range(-1, 8):
                if 0 <= top + y < SIZE and 0 <= left + x < SIZE:
                    ring = max(abs(y - 3), abs(x - 3))
                    fixed[top + y, left + x] = ring in (0, 1, 3)
    for step in range(8, SIZE - 8):
        fixed[6, step] = fixed[step, 6] = step % 2 == 0
    fixed[SIZE - 8, 8] = True
    _add_format(fixed)
    return fixed


def _add_format(fixed: dict[tuple[int, int], bool]) -> None:
    """Level and mask, protected by a BCH code, twice around the corners (7.9.1)."""
    value = _LEVEL_Q << 3 | _MASK
    rest = value << 10
    for shift in reversed(range(5)):
        if rest >> shift + 10 & 1:
            rest ^= 0b10100110111 << shift
    bits = (value << 10 | rest) ^ _FORMAT_MASK
    corner = [(8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5), (8, 7), (8, 8)]
    corner += [(7, 8), (5, 8), (4, 8), (3, 8), (2, 8), (1, 8), (0, 8)]
    edges = [(SIZE - 1 - i, 8) for i in range(7)] + [(8, SIZE - 8 + i) for i in range(8)]
    for number, (first, second) in enumerate(zip(corner, edges, strict=True)):
        fixed[first] = fixed[second] = bool(bits >> 14 - number & 1)
