"""Reading records from the store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.errors import InputRefused, NotFound
from fieldteacher.domain.fields import Kind
from fieldteacher.domain.record import Value
from fieldteacher.domain.records import RECORD_TYPES, record_type
from fieldteacher.domain.text import Language, Text
from fieldteacher.store import faults
from fieldteacher.store.columns import DECODERS, special_decoders, special_encoders
from fieldteacher.store.driver import Connection, Error
from fieldteacher.store.fold import BEHIND, DELETED, LIVING, STANDS, Name, write_names
from fieldteacher.store.parts import in_parts, marks

Row = dict[str, Any]
_TEXTUAL = (Kind.TEXT, Kind.NOTE, Kind.CODE, Kind.PHONE, Kind.USCC)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of one field: when (ms since 1970, UTC), by whom, on which device, and the new value."""

    at_ms: int
    author: str
    device: str
    field: str
    value: Value
    plausible: bool
    name: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field whose changes did not know of each other: all values, the one shown first."""

    type: str
    record: str
    field: str
    values: tuple[HistoryEntry, ...]


def decode_row(type_name: str, row: Row) -> Row:
    """A table row as values."""
    for name, decode in special_decoders(type_name):
        row[name] = decode(row[name])
    row["deleted"] = bool(row["deleted"])
    return row


class Reader:
    """What is in the store, through one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def query(
        self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[Any, ...]]:
        """The rows of a SELECT. Only the store's own modules hold SQL."""
        return self._fetch(sql, parameters)[1]

    def bulk(
        self, columns: str, tail: str, parameters: Sequence[object] | Mapping[str, object] = ()
    ) -> list[list[Any]]:
        """The rows of ``SELECT columns tail`` for long lists, made into one text inside SQLite.

        Fetching row by row asks for the interpreter's lock at every row, which is slow beside a busy
        window and makes the window wait; this asks for it once. Values must be text, integers or null.
        """
        found = self.query(
            f"SELECT group_concat(line, ',') FROM (SELECT json_array({columns}) AS line {tail})", parameters
        )
        rows: list[list[Any]] = json.loads(f"[{found[0][0] or ''}]")
        return rows

    def rows(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        """The rows of a SELECT as dictionaries."""
        names, rows = self._fetch(sql, parameters)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _fetch(
        self, sql: str, parameters: Sequence[object] | Mapping[str, object]
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The names of the columns and the rows; everything is read before anything is handed on."""
        try:
            cursor = self._connection.execute(sql, parameters)
            rows = cursor.fetchall()
            return [column[0] for column in cursor.description or ()], rows
        except (UnicodeEncodeError, OverflowError) as error:
            raise InputRefused(
                "not_text",
                Text(
                    "输入含有无法识别的字符或过大的数。",
                    "The input holds characters or numbers that cannot be read.",
                ),
            ) from error
        except Error as error:
            if faults.is_ours(error):
                raise
            raise faults.told(error) from error

    def get(self, type_name: str, record: str) -> Row | None:
        """One record with its id and whether it is deleted, or ``None``."""
        found = self.rows(f"SELECT * FROM {record_type(type_name).name} WHERE id = ?", (record,))
        return decode_row(type_name, found[0]) if found else None

    def need(self, type_name: str, record: str) -> Row:
        """One record that is not deleted; raises ``NotFound``."""
        found = self.get(type_name, record)
        if found is None or found["deleted"]:
            raise NotFound(
                "not_found",
                Text("没有这条{type}记录：{id}。", "There is no {type} {id}.").fill(
                    type=RECORD_TYPES[type_name].label, id=record
                ),
            )
        return found

    def need_any(self, type_name: str, record: str) -> Row:
        """A record, deleted or not; raises ``NotFound``."""
        found = self.get(type_name, record)
        if found is None:
            raise NotFound(
                "not_found", Text("没有这条记录：{id}。", "There is no record {id}.").fill(id=record)
            )
        return found

    def type_of(self, record: str) -> str | None:
        """The record type that an id belongs to."""
        found = self.query("SELECT type FROM change WHERE record = ? LIMIT 1", (record,))
        return str(found[0][0]) if found else None

    def records(
        self,
        type_name: str,
        where: Mapping[str, object] | None = None,
        *,
        search: str | None = None,
        order: Sequence[str] = (),
        limit: int | None = None,
        deleted: bool = False,
    ) -> list[Row]:
        """The records of a type, without the deleted ones unless ``deleted``; values compare exactly."""
        condition, parameters = self._condition(type_name, where, search, deleted)
        ordering = ", ".join(_column(type_name, name) for name in order) or "rowid"
        sql = f"SELECT * FROM {type_name} WHERE {condition} ORDER BY {ordering}"
        if limit is not None:
            sql += f" LIMIT {int(limit)}"
        return [decode_row(type_name, row) for row in self.rows(sql, parameters)]

    def count(
        self, type_name: str, where: Mapping[str, object] | None = None, *, search: str | None = None
    ) -> int:
        """How many records ``records`` would return."""
        condition, parameters = self._condition(type_name, where, search, deleted=False)
        return int(self.query(f"SELECT count(*) FROM {type_name} WHERE {condition}", parameters)[0][0])

    def _condition(
        self, type_name: str, where: Mapping[str, object] | None, search: str | None, deleted: bool
    ) -> tuple[str, list[object]]:
        record_type(type_name)
        parts = [] if deleted else ["deleted = 0"]
        parameters: list[object] = []
        encoders = special_encoders(type_name)
        for name, value in (where or {}).items():
            parts.append(f"{_column(type_name, name)} IS ?")
            parameters.append(encoders[name](value) if name in encoders else value)
        if search:
            names = [n for n, spec in RECORD_TYPES[type_name].fields.items() if spec.kind in _TEXTUAL]
            for term in search.split():
                parts.append("(" + " OR ".join(f"instr(lower({n}), ?)" for n in names or ["id"]) + ")")
                parameters += [term.lower()] * len(names or ["id"])
        return " AND ".join(parts) or "1", parameters

    def heads(self, type_name: str, record: str) -> dict[str, str]:
        """For each field ever set, the names of the changes that stand; a form keeps this as its base."""
        names: dict[str, list[Name]] = {}
        for field, device, counter in self.query(
            "SELECT field, device, counter FROM change WHERE record = ? AND live = 1", (record,)
        ):
            names.setdefault(field, []).append((device, counter))
        return {field: write_names(found) for field, found in names.items()}

    def history(self, type_name: str, record: str) -> list[HistoryEntry]:
        """Every change ever made to a record, newest first."""
        return self._entries(
            type_name, "c.record = ? AND c.live <> 2 ORDER BY c.wall DESC, c.counter DESC", (record,)
        )

    def conflicts(self, type_name: str | None = None, record: str | None = None) -> list[Conflict]:
        """The fields that wait for a person, of one record, one type or the whole store; not of records that are not shown,
        unless it is their being put together with others that is contested."""
        found = [
            row
            for row in self.query(
                "SELECT type, record, field FROM conflict WHERE (?1 IS NULL OR type = ?1) AND (?2 IS NULL OR record = ?2)",
                (type_name, record),
            )
            if self._waits(*row)
        ]
        return [
            Conflict(
                kind, owner, field,
                tuple(
                    self._entries(
                        kind, "c.record = ? AND c.field = ? AND c.live = 1 ORDER BY c.plausible DESC, c.wall DESC",
                        (owner, field),
                    )
                ),
            )
            for kind, owner, field in found
        ]  # fmt: skip

    def _waits(self, type_name: str, record: str, field: str) -> bool:
        found = self.query(f"SELECT deleted FROM {type_name} WHERE id = ?", (record,))
        return found in ([(LIVING,)], [(BEHIND,)] if field == STANDS else None)

    def _entries(self, type_name: str, tail: str, parameters: tuple[str, ...]) -> list[HistoryEntry]:
        specs = RECORD_TYPES[type_name].fields
        rows = self.query(
            "SELECT c.wall, coalesce(c.author, s.author, ''), d.label, c.field, c.value, c.plausible, c.device, c.counter "
            "FROM change c JOIN device d ON d.n = c.device LEFT JOIN save s ON s.n = c.save WHERE " + tail,
            parameters,
        )
        return [
            HistoryEntry(
                at_ms=wall, author=author, device=device, field=field, plausible=bool(plausible),
                value=DECODERS[specs[field].kind](value) if field in specs else bool(value) if field == DELETED else value,
                name=f"{number}.{counter}",
            )
            for wall, author, device, field, value, plausible, number, counter in rows
        ]  # fmt: skip

    def titles(self, type_name: str, records: Iterable[str], language: Language = "zh_CN") -> dict[str, str]:
        """What to call each of these records; an unknown id is left out."""
        return _Titles(self, language).of(type_name, records)

    def setting(self, name: str) -> str | None:
        """A local setting of this store; never exchanged."""
        found = self.query("SELECT value FROM setting WHERE name = ?", (name,))
        return str(found[0][0]) if found else None


class _Titles:
    """Titles of records, following references level by level instead of record by record."""

    def __init__(self, reader: Reader, language: Language) -> None:
        self._reader = reader
        self._language = language

    def of(self, type_name: str, records: Iterable[str]) -> dict[str, str]:
        kind = RECORD_TYPES[type_name]
        rows: list[tuple[Any, ...]] = []
        for part in in_parts(dict.fromkeys(records)):
            sql = f"SELECT id, {', '.join(kind.title)} FROM {type_name} WHERE id IN ({marks(part)})"
            rows += self._reader.query(sql, part)
        columns = [
            self._column(type_name, name, [row[n + 1] for row in rows]) for n, name in enumerate(kind.title)
        ]
        return {
            row[0]: " · ".join(filter(None, (show(row[n + 1]) for n, show in enumerate(columns)))) or kind.label.to(self._language)
            for row in rows
        }  # fmt: skip

    def _column(self, type_name: str, name: str, values: list[Any]) -> Callable[[Any], str]:
        spec = RECORD_TYPES[type_name].spec(name)
        if spec.kind is Kind.REFERENCE:
            known: dict[str, str] = {}
            for target in spec.targets:
                known |= self.of(target, {v for v in values if v is not None} - known.keys())
            return lambda value: known.get(value, "")
        if spec.kind is Kind.CHOICE:
            return lambda value: "" if value is None else spec.choice_label(value).to(self._language)
        if spec.kind is Kind.MOMENT:
            return lambda value: "" if value is None else str(value).replace("T", " ")
        return lambda value: "" if value is None else str(value)


def _column(type_name: str, name: str) -> str:
    if name != "id" and name not in RECORD_TYPES[type_name].fields:
        raise NotFound(
            "unknown_field",
            Text("“{type}”没有字段 {name}。", "“{type}” has no field {name}.").fill(
                type=RECORD_TYPES[type_name].label, name=name
            ),
        )
    return name
