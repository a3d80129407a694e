"""How a field's value stands in the store: the SQL type by kind, and the way in and out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from fieldteacher.domain.fields import Kind, Sync
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


@cache
def local_cells() -> frozenset[tuple[str, str]]:
    """The ``(type, field)`` pairs that never leave this machine."""
    return frozenset(
        (name, field)
        for name, kind in RECORD_TYPES.items()
        for field, spec in kind.fields.items()
        if spec.sync is not Sync.SHARED
    )


def binding_heads(type_name: str, heads: Mapping[str, Iterable[Any]]) -> list[Any]:
    """Of the changes that stand in a record's cells, those a deletion must have known to delete it.

    Neither cells about the record nor fields that stay on this machine: who deletes elsewhere cannot know them.
    """
    local = local_cells()
    return [
        name
        for field, names in heads.items()
        if not field.startswith("_") and (type_name, field) not in local
        for name in names
    ]
