"""Whether a value that came from outside can be shown: judged cell by cell, as the log has it."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import NamedTuple

from fieldteacher.domain.fields import FieldSpec, Kind, Sync
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem, clean
from fieldteacher.store.columns import DECODERS, ENCODERS, Scalar
from fieldteacher.store.fold import ABOUT_RECORDS, DELETED, ERASED

_WORDS = frozenset((Kind.TEXT, Kind.NOTE, Kind.CODE, Kind.PHONE, Kind.ID_NUMBER, Kind.USCC))
"""Kinds whose values are taken as written, as long as they are words that fit: another version may tidy them otherwise."""
_LENIENT = frozenset((Kind.ID_NUMBER, Kind.USCC))
"""Kinds whose check at entry does not bind what somebody else has entered."""

_NOT_TEXT = Text("应为文字", "must be text")
_TOO_LONG = Text("文字太长", "is too long")
_NOT_HERE = Text("不在机器之间交换", "is not exchanged between machines")
_NOT_FITTING = Text("值不合适", "does not fit")


class _Cell(NamedTuple):
    spec: FieldSpec
    words: bool


@cache
def _cells(type_name: str) -> dict[str, _Cell]:
    fields = RECORD_TYPES[type_name].fields
    return {name: _Cell(spec, spec.kind in _WORDS) for name, spec in fields.items()}


def known(type_name: str, field: str) -> bool:
    """Whether this version of the program knows a cell."""
    return field in ABOUT_RECORDS or (type_name in RECORD_TYPES and field in _cells(type_name))


def misfit(type_name: str, field: str, value: Scalar) -> Text | None:
    """Why a value cannot be shown in a field, or ``None``; a cell that a newer version knows always can be kept."""
    if field in ABOUT_RECORDS:
        return _misfit_about(type_name, field, value)
    if type_name not in RECORD_TYPES or (cell := _cells(type_name).get(field)) is None:
        return None
    if cell.spec.sync is not Sync.SHARED:
        return _NOT_HERE
    if value is None:
        return None
    if cell.words:
        if type(value) is not str:
            return _NOT_TEXT
        if len(value) > cell.spec.max_length:
            return _TOO_LONG
        if value.isprintable() or cell.spec.kind in _LENIENT:
            return None
    return _misfit_by_kind(type_name, field, value)


def _misfit_about(type_name: str, field: str, value: Scalar) -> Text | None:
    if value is None:  # of a dossier that was erased
        return None
    fits = value in (0, 1) if field in (DELETED, ERASED) else isinstance(value, str)
    return None if fits and (field != ERASED or type_name == "student") else _NOT_FITTING


@lru_cache(maxsize=4096)
def _misfit_by_kind(type_name: str, field: str, value: Scalar) -> Text | None:
    """Remembered, because days, choices and ids come again and again."""
    spec = _cells(type_name)[field].spec
    try:
        decoded = DECODERS[spec.kind](value)
        cleaned = clean(spec, decoded)
    except FieldProblem as problem:
        return problem.text
    except (ValueError, TypeError, RecursionError):
        return _NOT_FITTING
    if spec.kind in _WORDS or _same(ENCODERS[spec.kind](cleaned), value):
        return None
    return _NOT_FITTING


def _same(one: Scalar, other: Scalar) -> bool:
    """Whether two values are one; of lists and mappings, whatever the spaces in their JSON."""
    if one == other:
        return type(one) is type(other)
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return False
