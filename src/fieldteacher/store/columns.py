"""How a field's value stands in the store: the SQL type by kind, and the way in and out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from fieldteacher.domain.fields import Kind
from fieldteacher.domain.record import Value
from fieldteacher.domain.records import RECORD_TYPES

Scalar = str | int | None
"""What the change log and the tables hold: JSON scalars without floats."""

SQL_TYPES: Mapping[Kind, str] = {
    kind: "INTEGER" if kind in (Kind.INTEGER, Kind.TENTHS, Kind.FLAG) else "TEXT" for kind in Kind
}


def _same(value: Any) -> Any:
    return value


def _encode_flag(value: Any) -> Scalar:
    return None if value is None else int(value)


def _decode_flag(value: Any) -> Value:
    return None if value is None else bool(value)


def _encode_json(value: Any) -> Scalar:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _decode_list(value: Any) -> Value:
    return None if value is None else tuple(json.loads(value))


def _decode_mapping(value: Any) -> Value:
    if value is None:
        return None
    mapping: dict[str, str | int] = json.loads(value)
    return mapping


ENCODERS: Mapping[Kind, Callable[[Any], Scalar]] = {
    kind: {
        Kind.FLAG: _encode_flag,
        Kind.CHOICES: _encode_json,
        Kind.REFERENCES: _encode_json,
        Kind.MAPPING: _encode_json,
    }.get(kind, _same)
    for kind in Kind
}
DECODERS: Mapping[Kind, Callable[[Any], Value]] = {
    kind: {
        Kind.FLAG: _decode_flag,
        Kind.CHOICES: _decode_list,
        Kind.REFERENCES: _decode_list,
        Kind.MAPPING: _decode_mapping,
    }.get(kind, _same)
    for kind in Kind
}


@cache
def special_decoders(type_name: str) -> tuple[tuple[str, Callable[[Any], Value]], ...]:
    """The fields of a type whose stored form is not their value, with their decoders."""
    return tuple(
        (name, DECODERS[spec.kind])
        for name, spec in RECORD_TYPES[type_name].fields.items()
        if DECODERS[spec.kind] is not _same
    )


@cache
def special_encoders(type_name: str) -> Mapping[str, Callable[[Any], Scalar]]:
    """The fields of a type whose value is not its stored form, with their encoders."""
    return {
        name: ENCODERS[spec.kind]
        for name, spec in RECORD_TYPES[type_name].fields.items()
        if ENCODERS[spec.kind] is not _same
    }


def table_columns(type_name: str) -> dict[str, str]:
    """Column name to SQL type for a record type's table, in order."""
    return {"id": "TEXT", "deleted": "INTEGER"} | {
        name: SQL_TYPES[spec.kind] for name, spec in RECORD_TYPES[type_name].fields.items()
    }
