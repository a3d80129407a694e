"""A record type: a class whose attributes are the declarations of its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Self, TypeVar, dataclass_transform

from fieldteacher.domain import fields as f
from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.text import Text

Value = str | int | bool | None | tuple[str, ...] | Mapping[str, str | int]
"""A field's value: ISO text for days and times, an integer for numbers and tenths, ids for references."""
Values = Mapping[str, Value]

SELF = "self"
SHARED_DOSSIER = "shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordType:
    """What there is to know about one type of record."""

    name: str
    label: Text
    glossary: Text
    """One line that says what the word means to the people who use it."""
    cls: type[Record]
    fields: Mapping[str, FieldSpec]
    title: tuple[str, ...]
    """The fields that together name a record to a person; a reference stands for its target's title."""
    dossier: str
    """The unit of exchange a record belongs to: ``self``, ``shared``, or the reference field to its owner."""
    key: tuple[str, ...] = ()
    """Fields that should name only one record; checked at entry, never a constraint (sync.md 2.5)."""
    searched: tuple[str, ...] = ()
    """The fields of free text that the search box looks into."""
    required: tuple[str, ...] = ()
    """The names of the fields a record cannot do without."""

    def spec(self, field: str) -> FieldSpec:
        """The declaration of ``field``; ``KeyError`` where there is none."""
        return self.fields[field]


class Record:
    """The common part of every record: values set once, by keyword; a field not given is ``None``.

    Behaves as a frozen, keyword-only dataclass to type checkers, but generates no code: two dozen
    dataclasses cost 15 ms at every start. There is no ``repr`` with values: they are personal and must
    not reach a log by way of a message.
    """

    TYPE: ClassVar[RecordType]

    id: str

    def __init__(self, *, id: str = "", **values: Any) -> None:
        unknown = values.keys() - self.TYPE.fields.keys()
        if unknown:
            raise TypeError(f"{self.TYPE.name} has no field {', '.join(sorted(unknown))}")
        self.__dict__.update(dict.fromkeys(self.TYPE.fields), id=id, **values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {self.TYPE.name} does not change; make another")

    __delattr__ = __setattr__  # type: ignore[assignment]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """The record in a row of values; names that the type does not have are ignored."""
        return cls(**{k: row[k] for k in (*cls.TYPE.fields, "id") if k in row})

    def values(self) -> dict[str, Value]:
        """The declared fields and their values."""
        return {name: getattr(self, name) for name in self.TYPE.fields}


R = TypeVar("R", bound=Record)


@dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    field_specifiers=(
        f.text, f.note, f.code, f.phone, f.id_number, f.uscc, f.day, f.time_of_day, f.moment, f.integer,
        f.tenths, f.flag, f.choice, f.choices, f.mapping, f.reference, f.references,
    ),
)  # fmt: skip
def record(
    name: str,
    label: Text,
    glossary: Text,
    *,
    title: tuple[str, ...],
    dossier: str,
    key: tuple[str, ...] = (),
    searched: tuple[str, ...] = (),
) -> Callable[[type[R]], type[R]]:
    """Make a class of declared fields a record type named ``name``."""

    def declare(cls: type[R]) -> type[R]:
        specs = {name: spec for name, spec in vars(cls).items() if isinstance(spec, FieldSpec)}
        cls.TYPE = RecordType(
            name=name, label=label, glossary=glossary, cls=cls, fields=MappingProxyType(specs),
            title=title, dossier=dossier, key=key, searched=searched,
            required=tuple(name for name, spec in specs.items() if spec.required),
        )  # fmt: skip
        return cls

    return declare
