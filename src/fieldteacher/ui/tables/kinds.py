"""How each kind of value looks in a list: its words, its side of the column and its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fieldteacher.domain.fields import FieldSpec, Kind
from fieldteacher.domain.text import Language
from fieldteacher.domain.values import show_tenths
from fieldteacher.ui.words import NO, YES

Show = Callable[[FieldSpec, Any, Language], str]

RIGHT_ALIGNED = frozenset({Kind.INTEGER, Kind.TENTHS})


def show_value(spec: FieldSpec, value: Any, language: Language) -> str:
    """A value as a list or card shows it; empty for ``None``. A reference is shown by its own id."""
    return "" if value is None else _SHOW[spec.kind](spec, value, language)


def sort_key(spec: FieldSpec) -> Callable[[Any], Any]:
    """The order of a field's values; never called with ``None``."""
    return _KEYS[spec.kind](spec)


def word_key(words: Any) -> bytes:
    """Chinese words by pinyin, good enough for a list and without a dictionary.

    GB 18030 keeps the 3,755 common characters of GB 2312, level 1, in the order of their pinyin.
    """
    return str(words).casefold().encode("gb18030", "replace")


def _plain(spec: FieldSpec, value: Any, language: Language) -> str:
    return str(value)


def _one_line(spec: FieldSpec, value: Any, language: Language) -> str:
    return " ".join(str(value).split())


def _moment(spec: FieldSpec, value: Any, language: Language) -> str:
    return str(value).replace("T", " ")


def _tenths(spec: FieldSpec, value: Any, language: Language) -> str:
    return show_tenths(value)


def _flag(spec: FieldSpec, value: Any, language: Language) -> str:
    return (YES if value else NO).to(language)


def _choice(spec: FieldSpec, value: Any, language: Language) -> str:
    return spec.choice_label(value).to(language)


def _choices(spec: FieldSpec, value: Any, language: Language) -> str:
    return _join((spec.choice_label(v).to(language) for v in value), language)


def _mapping(spec: FieldSpec, value: Any, language: Language) -> str:
    names = {key.value: key.label for key in spec.keys}

    def pair(key: str, item: Any) -> str:
        words = names[key].to(language) if key in names else key
        shown = spec.choice_label(item).to(language) if spec.choices else str(item)
        return f"{words} {shown}"

    return _join((pair(k, v) for k, v in value.items()), language)


def _several(spec: FieldSpec, value: Any, language: Language) -> str:
    return _join(map(str, value), language)


def _join(parts: Any, language: Language) -> str:
    return ("、" if language == "zh_CN" else ", ").join(parts)


def _words_order(spec: FieldSpec) -> Callable[[Any], Any]:
    return word_key


def _own_order(spec: FieldSpec) -> Callable[[Any], Any]:
    return lambda value: value


def _choice_order(spec: FieldSpec) -> Callable[[Any], Any]:
    places = {choice.value: number for number, choice in enumerate(spec.choices)}
    return lambda value: places.get(value, len(places))


def _length_order(spec: FieldSpec) -> Callable[[Any], Any]:
    return len


_SHOW: Mapping[Kind, Show] = {
    Kind.TEXT: _plain,
    Kind.NOTE: _one_line,
    Kind.CODE: _plain,
    Kind.PHONE: _plain,
    Kind.ID_NUMBER: _plain,
    Kind.USCC: _plain,
    Kind.DATE: _plain,
    Kind.TIME: _plain,
    Kind.MOMENT: _moment,
    Kind.INTEGER: _plain,
    Kind.TENTHS: _tenths,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.MAPPING: _mapping,
    Kind.REFERENCE: _plain,
    Kind.REFERENCES: _several,
}

_KEYS: Mapping[Kind, Callable[[FieldSpec], Callable[[Any], Any]]] = {
    Kind.TEXT: _words_order,
    Kind.NOTE: _words_order,
    Kind.CODE: _own_order,
    Kind.PHONE: _own_order,
    Kind.ID_NUMBER: _own_order,
    Kind.USCC: _own_order,
    Kind.DATE: _own_order,
    Kind.TIME: _own_order,
    Kind.MOMENT: _own_order,
    Kind.INTEGER: _own_order,
    Kind.TENTHS: _own_order,
    Kind.FLAG: _own_order,
    Kind.CHOICE: _choice_order,
    Kind.CHOICES: _length_order,
    Kind.MAPPING: _length_order,
    Kind.REFERENCE: _own_order,
    Kind.REFERENCES: _length_order,
}
