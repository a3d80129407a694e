"""Checking of single values: what a person, a file or a script gives becomes the value a record keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from functools import lru_cache
from typing import Any

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.fields import FieldSpec, Kind
from fieldteacher.domain.identity import uscc_valid
from fieldteacher.domain.record import Value
from fieldteacher.domain.text import Text

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LINE_BREAKS = re.compile(r"[\r\n\t\u2028\u2029]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?")
_WHOLE = re.compile(r"-?[0-9]{1,16}")
_TENTHS = re.compile(r"-?[0-9]{1,9}(?:\.[0-9])?0*")
_NARROW = {0x3000: " "} | {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_ID = re.compile(r"[\x21-\x7e]{1,64}")
_YES = frozenset(("是", "yes", "true", "1"))
_NO = frozenset(("否", "no", "false", "0"))
_MAPPED = 100
"""The most names a mapping may have."""
MAX_INTEGER = 2**53 - 1
"""The largest whole number: what JSON readers keep exactly (RFC 8259, section 6)."""


class FieldProblem(UserError):
    """A value that its field cannot take; ``field`` names the field."""


def _refuse(spec: FieldSpec, code: str, zh: str, en: str, **values: object) -> FieldProblem:
    text = Text("{label}：" + zh, "{label}: " + en).fill(label=spec.label, **values)
    return FieldProblem(code, text, field=spec.name)


def clean(spec: FieldSpec, raw: object) -> Value:
    """The value of ``spec``'s field that ``raw`` stands for; ``None`` for empty.

    Takes what JSON can carry, and for numbers, days and yes or no also text as typed (a ``tenths``
    field takes ``8.5`` so; an integer is tenths already). Control characters and lone surrogates are
    removed from words. What ``clean`` returned it returns again. Raises ``FieldProblem``.
    """
    if type(raw) is str and _plain(spec, raw):
        return raw
    if raw is None or (isinstance(raw, str | list | tuple | set | frozenset | Mapping) and not raw):
        return None
    if isinstance(raw, str) and not _UNSAFE.sub("", raw).strip():
        return None
    return _CLEANERS[spec.kind](spec, raw)


def _plain(spec: FieldSpec, raw: str) -> bool:
    """Whether the cleaners would give ``raw`` back: the usual case, hundreds of thousands of times in an import."""
    if raw.isalnum():
        return spec.kind in _AS_GIVEN and len(raw) <= spec.max_length
    return spec.kind is Kind.DATE and len(raw) == 10 and _parsed_day(raw) is not None


def _words(spec: FieldSpec, raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int) or _huge(raw):
        raise _refuse(spec, "not_text", "应为文字。", "this must be text.")
    value = _UNSAFE.sub("", str(raw)).strip()
    if len(value) > spec.max_length:
        raise _refuse(
            spec, "too_long", "最多 {n} 个字，现有 {m} 个。", "{m} characters; at most {n} fit.",
            n=spec.max_length, m=len(value),
        )  # fmt: skip
    return value


def _huge(raw: object) -> bool:
    """Whether a number is too large even to be written out in a message."""
    return isinstance(raw, int) and raw.bit_length() > 128


def _narrow(spec: FieldSpec, raw: object) -> str:
    """Words as numbers and codes are written: full-width digits, letters and signs made narrow."""
    return _words(spec, raw).translate(_NARROW).strip()


def _line(spec: FieldSpec, raw: object) -> Value:
    return _LINE_BREAKS.sub(" ", _words(spec, raw)) or None


def _note(spec: FieldSpec, raw: object) -> Value:
    return _words(spec, raw).replace("\r\n", "\n").replace("\r", "\n") or None


def _uscc(spec: FieldSpec, raw: object) -> Value:
    value = _narrow(spec, raw).upper()
    if not uscc_valid(value):
        raise _refuse(
            spec, "uscc_invalid", "“{v}”不是有效的 18 位统一社会信用代码，请核对。",
            "“{v}” is not a valid 18-character social credit code; please compare it with the licence.", v=value,
        )  # fmt: skip
    return value


def _id_number(spec: FieldSpec, raw: object) -> Value:
    return _words(spec, "".join(_narrow(spec, raw).upper().split()))


def _day(spec: FieldSpec, raw: object) -> Value:
    value = _narrow(spec, raw)
    parsed = _parsed_day(value)
    if parsed is None:
        raise _refuse(
            spec, "not_a_date", "“{v}”不是日期，请写成 2026-03-01。",
            "“{v}” is not a date; write 2026-03-01.", v=value,
        )  # fmt: skip
    return parsed


def _time(spec: FieldSpec, raw: object) -> Value:
    value = _narrow(spec, raw)
    parsed = _parsed_time(value)
    if parsed is None:
        raise _refuse(
            spec, "not_a_time", "“{v}”不是时间，请写成 08:30。", "“{v}” is not a time; write 08:30.", v=value
        )
    return parsed


def _moment(spec: FieldSpec, raw: object) -> Value:
    value = _narrow(spec, raw)
    first, _, last = value.replace("T", " ").partition(" ")
    day, clock = _parsed_day(first), _parsed_time(last.strip() or "00:00")
    if day is None or clock is None:
        raise _refuse(
            spec, "not_a_moment", "“{v}”不是日期时间，请写成 2026-03-01 08:30。",
            "“{v}” is not a date and time; write 2026-03-01 08:30.", v=value,
        )  # fmt: skip
    return f"{day}T{clock}"


@lru_cache(maxsize=2048)
def _parsed_day(value: str) -> str | None:
    """The day, if it is a real one of 1900 to 2200."""
    if not _DAY.fullmatch(value):
        return None
    try:
        parsed = date.fromisoformat(value)
    except ValueError:
        return None
    return value if 1900 <= parsed.year <= 2200 else None


def _parsed_time(value: str) -> str | None:
    found = _TIME.fullmatch(value)
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2])).isoformat("minutes")
    except ValueError:
        return None


def _whole(spec: FieldSpec, raw: object) -> Value:
    if isinstance(raw, str) and _WHOLE.fullmatch(narrow := _narrow(spec, raw)):
        raw = int(narrow)
    if isinstance(raw, float) and raw.is_integer() and abs(raw) <= MAX_INTEGER:
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int) or _huge(raw):
        raise _refuse(spec, "not_a_number", "“{v}”不是整数。", "“{v}” is not a whole number.", v=_shown(raw))
    return _within(spec, raw, raw)


def _shown(raw: object) -> str:
    """A refused value as a message repeats it."""
    return "…" if _huge(raw) else _UNSAFE.sub("", str(raw))[:60]


def _tenths(spec: FieldSpec, raw: object) -> Value:
    """An integer is already tenths; text is a decimal number as people write it."""
    if isinstance(raw, int) and not isinstance(raw, bool) and not _huge(raw):
        return _within(spec, raw, show_tenths(raw))
    shape = _narrow(spec, raw) if isinstance(raw, str) else ""
    if not _TENTHS.fullmatch(shape):
        raise _refuse(
            spec, "not_a_number", "“{v}”不是最多一位小数的数。", "“{v}” is not a number of at most one decimal.",
            v=_shown(raw),
        )  # fmt: skip
    whole, _, fraction = shape.partition(".")
    value = abs(int(whole)) * 10 + int((fraction or "0")[0])
    return _within(spec, -value if shape.startswith("-") else value, shape)


def show_tenths(value: int) -> str:
    """Tenths as people write them: 85 is ``8.5``, 80 is ``8``."""
    sign, magnitude = "-" if value < 0 else "", abs(value)
    return f"{sign}{magnitude // 10}.{magnitude % 10}" if magnitude % 10 else f"{sign}{magnitude // 10}"


def _within(spec: FieldSpec, value: int, shown: object) -> int:
    low = -MAX_INTEGER if spec.minimum is None else spec.minimum
    high = MAX_INTEGER if spec.maximum is None else spec.maximum
    if not low <= value <= high:
        show = show_tenths if spec.kind is Kind.TENTHS else str
        raise _refuse(
            spec, "out_of_range", "{v} 不在 {low} 到 {high} 之间。", "{v} is not between {low} and {high}.",
            v=shown, low=show(low), high=show(high),
        )  # fmt: skip
    return value


def _flag(spec: FieldSpec, raw: object) -> Value:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float) and raw in (0, 1):
        return bool(raw)
    word = _narrow(spec, raw).lower() if isinstance(raw, str) else ""
    if word in _YES or word in _NO:
        return word in _YES
    raise _refuse(spec, "not_yes_or_no", "应为是或否。", "this must be yes or no.")


def _choice(spec: FieldSpec, raw: object) -> Value:
    value = _words(spec, raw)
    for item in spec.choices:
        if value in (item.value, item.label.zh) or value.casefold() == item.label.en.casefold():
            return item.value
    raise _refuse(
        spec, "unknown_choice", "“{v}”不在选项中（{all}）。", "“{v}” is not one of: {all}.",
        v=value, all=Text("、".join(c.label.zh for c in spec.choices), ", ".join(c.value for c in spec.choices)),
    )  # fmt: skip


def _list(spec: FieldSpec, raw: object) -> list[object]:
    if isinstance(raw, str) or not isinstance(raw, list | tuple | set | frozenset):
        raise _refuse(spec, "not_a_list", "应为列表。", "this must be a list.")
    return list(raw)


def _choices(spec: FieldSpec, raw: object) -> Value:
    given = {_choice(spec, item) for item in _list(spec, raw)}
    return tuple(item.value for item in spec.choices if item.value in given) or None


def _mapping(spec: FieldSpec, raw: object) -> Value:
    if not isinstance(raw, Mapping):
        raise _refuse(spec, "not_a_mapping", "应为名称与值的对照。", "this must map names to values.")
    if len(raw) > _MAPPED:
        raise _refuse(spec, "too_long", "最多 {n} 项。", "at most {n} items fit.", n=_MAPPED)
    known = {item.value for item in spec.keys}
    result: dict[str, str | int] = {}
    for key, value in raw.items():
        name = _LINE_BREAKS.sub(" ", _UNSAFE.sub("", key).strip()) if isinstance(key, str) else ""
        if not name or len(name) > 100 or (known and name not in known):
            raise _refuse(spec, "unknown_key", "没有“{k}”这一项。", "there is no item “{k}”.", k=_shown(key))
        checked = _choice(spec, value) if spec.choices else _whole(spec, value)
        assert isinstance(checked, str | int)
        result[name] = checked
    return result


def _reference(spec: FieldSpec, raw: object) -> Value:
    value = raw.strip() if isinstance(raw, str) else ""
    if not _ID.fullmatch(value):
        raise _refuse(spec, "not_a_reference", "应为一条记录的编号。", "this must be the id of a record.")
    return value


def _references(spec: FieldSpec, raw: object) -> Value:
    return tuple(dict.fromkeys(str(_reference(spec, item)) for item in _list(spec, raw))) or None


_AS_GIVEN = frozenset((Kind.TEXT, Kind.NOTE, Kind.CODE, Kind.PHONE))
"""The kinds whose cleaners change nothing in letters and digits."""

_CLEANERS: Mapping[Kind, Callable[[FieldSpec, Any], Value]] = {
    Kind.TEXT: _line,
    Kind.NOTE: _note,
    Kind.CODE: _line,
    Kind.PHONE: _line,
    Kind.ID_NUMBER: _id_number,
    Kind.USCC: _uscc,
    Kind.DATE: _day,
    Kind.TIME: _time,
    Kind.MOMENT: _moment,
    Kind.INTEGER: _whole,
    Kind.TENTHS: _tenths,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.MAPPING: _mapping,
    Kind.REFERENCE: _reference,
    Kind.REFERENCES: _references,
}
