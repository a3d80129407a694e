"""The declaration of one field: what the datum is, never how it looks nor which SQL type it has."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.text import Text


class Kind(enum.StrEnum):
    """What a value is. Each reader (store, forms, tables, tabular, paper) has one table by kind."""

    TEXT = "text"
    """One line of words."""
    NOTE = "note"
    """Words over several lines."""
    CODE = "code"
    """An identifier: letters and digits kept as text, leading zeros included."""
    PHONE = "phone"
    """One or more telephone numbers, separated by a space where there are several."""
    ID_NUMBER = "id_number"
    """The number of an identity document; checked by GB 11643 where the document is a resident's card."""
    USCC = "uscc"
    """Unified social credit code, GB 32100."""
    DATE = "date"
    """A calendar day, ISO 8601 text."""
    TIME = "time"
    """A time of day, HH:MM."""
    MOMENT = "moment"
    """A local point in time, YYYY-MM-DDTHH:MM."""
    INTEGER = "integer"
    """A whole number."""
    TENTHS = "tenths"
    """A number with one decimal, kept as an integer count of tenths (85 is 8.5); never a float."""
    FLAG = "flag"
    """Yes, no, or not known."""
    CHOICE = "choice"
    """One of a fixed list."""
    CHOICES = "choices"
    """Any number of a fixed list."""
    MAPPING = "mapping"
    """Names with a whole number or a choice each (weights, bands, answers), in order."""
    REFERENCE = "reference"
    """The id of one other record."""
    REFERENCES = "references"
    """The ids of other records."""


class Sync(enum.StrEnum):
    """Whether a value may leave this machine in a package."""

    LOCAL = "local"
    """Stays here. The default: data about people leaves only where a declaration says so."""
    SHARED = "shared"
    """Goes to the college and to whoever is responsible for the record."""


class Privacy(enum.StrEnum):
    """How carefully a value is shown and exported."""

    PLAIN = "plain"
    PERSONAL = "personal"
    """About one person."""
    SENSITIVE = "sensitive"
    """Masked on the screen; exported only when asked for expressly."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a fixed list, and its words."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """The declaration of a field. ``minimum``/``maximum`` are in the unit of the stored value."""

    name: str = ""
    kind: Kind
    label: Text
    help: Text = Text("", "")
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    max_length: int = 200
    choices: tuple[Choice, ...] = ()
    keys: tuple[Choice, ...] = ()
    """For a mapping: the names it may have (empty: any)."""
    targets: tuple[str, ...] = ()
    unit: Text = Text("", "")
    privacy: Privacy = Privacy.PLAIN
    sync: Sync = Sync.LOCAL

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    def choice_label(self, value: str) -> Text:
        """The words for one of ``choices``; the value itself where it is unknown (from a newer version)."""
        for choice in self.choices:
            if choice.value == value:
                return choice.label
        return Text(value, value)


def _declare(kind: Kind, zh: str, en: str, options: dict[str, Any]) -> Any:
    """The declaration; typed ``Any``, because to a type checker the attribute is the field's value."""
    return FieldSpec(kind=kind, label=Text(zh, en), **options)


def text(zh: str, en: str, **options: Any) -> Any:
    """One line of words."""
    return _declare(Kind.TEXT, zh, en, options)


def note(zh: str, en: str, **options: Any) -> Any:
    """Words over several lines, 20,000 characters at most."""
    return _declare(Kind.NOTE, zh, en, {"max_length": 20_000, **options})


def code(zh: str, en: str, **options: Any) -> Any:
    """An identifier, kept as text."""
    return _declare(Kind.CODE, zh, en, {"max_length": 64, **options})


def phone(zh: str, en: str, **options: Any) -> Any:
    """Telephone numbers; personal unless declared otherwise."""
    return _declare(Kind.PHONE, zh, en, {"max_length": 100, "privacy": Privacy.PERSONAL, **options})


def id_number(zh: str, en: str, **options: Any) -> Any:
    """The number of an identity document; sensitive."""
    return _declare(Kind.ID_NUMBER, zh, en, {"max_length": 32, "privacy": Privacy.SENSITIVE, **options})


def uscc(zh: str, en: str, **options: Any) -> Any:
    """A unified social credit code."""
    return _declare(Kind.USCC, zh, en, {"max_length": 18, **options})


def day(zh: str, en: str, **options: Any) -> Any:
    """A calendar day."""
    return _declare(Kind.DATE, zh, en, options)


def time_of_day(zh: str, en: str, **options: Any) -> Any:
    """A time of day, HH:MM."""
    return _declare(Kind.TIME, zh, en, options)


def moment(zh: str, en: str, **options: Any) -> Any:
    """A local point in time."""
    return _declare(Kind.MOMENT, zh, en, options)


def integer(zh: str, en: str, **options: Any) -> Any:
    """A whole number, 0 to 10 million unless declared otherwise."""
    return _declare(Kind.INTEGER, zh, en, {"minimum": 0, "maximum": 10_000_000, **options})


def tenths(zh: str, en: str, **options: Any) -> Any:
    """A number with one decimal, as tenths; limits are in tenths too."""
    return _declare(Kind.TENTHS, zh, en, {"minimum": 0, "maximum": 100_000_000, **options})


def flag(zh: str, en: str, **options: Any) -> Any:
    """Yes or no; empty means nobody has said."""
    return _declare(Kind.FLAG, zh, en, options)


def choice(zh: str, en: str, choices: tuple[Choice, ...], **options: Any) -> Any:
    """One of ``choices``."""
    return _declare(Kind.CHOICE, zh, en, {"choices": choices, **options})


def choices(zh: str, en: str, choices: tuple[Choice, ...], **options: Any) -> Any:
    """Any number of ``choices``."""
    return _declare(Kind.CHOICES, zh, en, {"choices": choices, **options})


def mapping(zh: str, en: str, **options: Any) -> Any:
    """Names with a whole number each, or with one of ``choices`` each."""
    return _declare(Kind.MAPPING, zh, en, options)


def reference(zh: str, en: str, *targets: str, **options: Any) -> Any:
    """The id of a record of one of the types ``targets``."""
    return _declare(Kind.REFERENCE, zh, en, {"targets": targets, **options})


def references(zh: str, en: str, *targets: str, **options: Any) -> Any:
    """The ids of records of the types ``targets``."""
    return _declare(Kind.REFERENCES, zh, en, {"targets": targets, **options})


def options(*pairs: tuple[str, str, str]) -> tuple[Choice, ...]:
    """A list of choices from ``(value, Chinese, English)``."""
    return tuple(Choice(value, Text(zh, en)) for value, zh, en in pairs)
