"""JSON from a package, read strictly: what cannot be meant is refused, never put right.

A signature says who wrote something, not that it was written well. So: UTF-8 alone, no name twice, no fractions, no
NaN, no number beyond 2^53, no NUL and no half of a character, nothing deep.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NoReturn

LARGEST_INTEGER = 2**53 - 1
"""The largest whole number every JSON reader keeps exactly; the smallest is its negative."""
LONGEST = 2**20
"""Characters of the longest text: a list of all students of a large college."""

_TOKEN = re.compile(r"[\x21-\x7e]{1,200}")
_NAME = re.compile(r"_?[a-z][a-z0-9_]{0,63}")
_UNFIT = re.compile("[\x00\ud800-\udfff]")


class Wrong(Exception):
    """What is wrong, in English and without a value: for whoever looks into a refused package."""


def parsed(data: bytes) -> Any:
    """The JSON value in ``data``. Raises ``Wrong``."""
    try:
        return _DECODER.decode(data.decode("utf-8"))
    except RecursionError as error:
        raise Wrong("nested too deeply") from error
    except ValueError as error:  # also what UTF-8 does not have, and numbers of thousands of digits
        raise Wrong("not JSON in UTF-8") from error


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Wrong("a name stands twice")
    return found


def _no_number(_: str) -> NoReturn:
    raise Wrong("a number that is not whole")


_DECODER = json.JSONDecoder(object_pairs_hook=_unrepeated, parse_float=_no_number, parse_constant=_no_number)


def object_of(value: object, what: str) -> Mapping[str, Any]:
    """``value`` as an object. Raises ``Wrong``."""
    if not isinstance(value, dict):
        raise Wrong(f"{what} is not an object")
    return value


def items_of(value: object, what: str, most: int) -> list[Any]:
    """``value`` as a list of at most ``most`` items. Raises ``Wrong``."""
    if not isinstance(value, list) or len(value) > most:
        raise Wrong(f"{what} is not a list of at most {most}")
    return value


def integer(value: object, what: str, least: int = 0, most: int = LARGEST_INTEGER) -> int:
    """``value`` as a whole number between ``least`` and ``most``. Raises ``Wrong``."""
    if type(value) is not int or not least <= value <= most:
        raise Wrong(f"{what} is not a whole number that can be")
    return value


def flag(value: object, what: str) -> bool:
    """``value`` as yes or no. Raises ``Wrong``."""
    if type(value) is not bool:
        raise Wrong(f"{what} is neither true nor false")
    return value


def token(value: object, what: str) -> str:
    """``value`` as an id: visible ASCII characters, 200 at most. Raises ``Wrong``."""
    if not isinstance(value, str) or not _TOKEN.fullmatch(value):
        raise Wrong(f"{what} is not an id")
    return value


def name(value: object, what: str) -> str:
    """``value`` as the name of a record type or field. Raises ``Wrong``."""
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise Wrong(f"{what} is not a name")
    return value


def words(value: object, what: str, most: int = 400) -> str:
    """``value`` as words for people. Raises ``Wrong``."""
    if not isinstance(value, str) or len(value) > most or _UNFIT.search(value):
        raise Wrong(f"{what} is not a text that can be")
    return value


def hexadecimal(value: object, what: str, digits: int) -> str:
    """``value`` as that many hexadecimal digits in lower case. Raises ``Wrong``."""
    if not isinstance(value, str) or len(value) != digits or not set(value) <= _DIGITS:
        raise Wrong(f"{what} is not {digits} hexadecimal digits")
    return value


_DIGITS = frozenset("0123456789abcdef")


def one_of(value: object, what: str, choices: Collection[str]) -> str:
    """``value`` as one of a few words. Raises ``Wrong``."""
    if not isinstance(value, str) or value not in choices:
        raise Wrong(f"{what} is none of {', '.join(choices)}")
    return value


def has(found: Mapping[str, Any], needed: Iterable[str]) -> None:
    """Refuse an object that lacks a name. Raises ``Wrong``."""
    if not found.keys() >= frozenset(needed):
        raise Wrong("a name is missing")


def only(found: Mapping[str, Any], needed: Iterable[str], more: Iterable[str] = ()) -> None:
    """Refuse an object that lacks a name, or has one that is not among these. Raises ``Wrong``."""
    has(found, needed)
    if not found.keys() <= frozenset(needed).union(more):
        raise Wrong("a name too many")


def text_can_be(value: str) -> bool:
    """Whether a text of a cell can be kept: no NUL, no half character, not beyond ``LONGEST``."""
    return len(value) <= LONGEST and not _UNFIT.search(value)
