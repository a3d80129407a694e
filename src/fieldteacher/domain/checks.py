"""Checks that look at more than one field of a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from fieldteacher.domain.identity import IdProblem, birth_date, id_problem
from fieldteacher.domain.record import RecordType, Value, Values
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem, clean, show_tenths

ID_WORDS: Mapping[IdProblem, Text] = {
    IdProblem.SHAPE: Text(
        "身份证号应为 18 位数字（末位可为 X）。", "An ID number has 18 digits, the last may be X."
    ),
    IdProblem.PROVINCE: Text("身份证号前两位不是省份代码。", "The first two digits are no province's code."),
    IdProblem.DATE: Text("身份证号中的出生日期不存在。", "The date of birth in the number does not exist."),
    IdProblem.CHECKSUM: Text(
        "身份证号校验位不符，请逐位核对。", "The check character does not fit; please compare each digit."
    ),
}


def clean_record(kind: RecordType, values: Mapping[str, object]) -> dict[str, Value]:
    """The given fields of a record of type ``kind``, each checked by its declaration.

    Raises ``FieldProblem`` for the first value that does not fit, and for a name the type does not have.
    """
    result: dict[str, Value] = {}
    for name, raw in values.items():
        spec = kind.fields.get(name)
        if spec is None:
            raise FieldProblem(
                "unknown_field",
                Text("“{type}”没有字段 {name}。", "“{type}” has no field {name}.").fill(
                    type=kind.label, name=name
                ),
                field=name,
            )
        result[name] = clean(spec, raw)
    return result


def check_whole(kind: RecordType, values: Values, changed: frozenset[str]) -> None:
    """Check a whole record as it is about to be saved; ``changed`` are the fields this save touches.

    Only what this save touches can be refused: an old record with a gap can still be amended elsewhere.
    Raises ``FieldProblem``.
    """
    for name in kind.required:
        if name in changed and values.get(name) is None:
            raise FieldProblem(
                "required",
                Text("请填写{label}。", "{label} is needed.").fill(label=kind.fields[name].label),
                field=name,
            )
    for fields, check in _CHECKS.get(kind.name, ()):
        if not changed.isdisjoint(fields):
            check(kind, values)


_OLD_NUMBER = re.compile(r"[1-9]\d{14}", re.ASCII)
"""The form before 1999 has no check character; where an old list still gives it, it is kept and marked."""


def _student_identity(kind: RecordType, values: Values) -> None:
    number = values.get("id_number")
    if isinstance(number, str) and values.get("id_kind") in (None, "resident"):
        if _OLD_NUMBER.fullmatch(number):
            return
        problem = id_problem(number)
        if problem is not None:
            raise FieldProblem(f"id_{problem.value}", ID_WORDS[problem], field="id_number")
        born = birth_date(number)
        if born is not None and born > date.today():
            raise FieldProblem("id_date", ID_WORDS[IdProblem.DATE], field="id_number")


def _ordered(first: str, last: str) -> Callable[[RecordType, Values], None]:
    def check(kind: RecordType, values: Values) -> None:
        start, end = values.get(first), values.get(last)
        if isinstance(start, str) and isinstance(end, str) and _before(end, start):
            raise FieldProblem(
                "end_before_start",
                Text("{end}早于{start}。", "{end} is before {start}.").fill(
                    end=kind.fields[last].label, start=kind.fields[first].label
                ),
                field=last,
            )

    return check


def _before(one: str, other: str) -> bool:
    """Whether one day or moment is before another; a day and a moment compare by their days."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def _practice_days(kind: RecordType, values: Values) -> None:
    start, days = values.get("starts_on"), values.get("days")
    if isinstance(start, str) and isinstance(days, int):
        end = values.get("ends_on") or start
        span = (date.fromisoformat(str(end)) - date.fromisoformat(start)).days + 1
        if days > 10 * span:
            raise FieldProblem(
                "days_beyond_span",
                Text("从开始到结束只有 {n} 天。", "From start to end there are only {n} days.").fill(n=span),
                field="days",
            )


def _scheme(kind: RecordType, values: Values) -> None:
    raters = values.get("raters")
    if isinstance(raters, Mapping) and sum(int(w) for w in raters.values()) != 100:
        raise FieldProblem(
            "weights_not_100",
            Text("评分人权重合计应为 100。", "The raters' weights must add up to 100."),
            field="raters",
        )


_CHECKS: Mapping[str, tuple[tuple[tuple[str, ...], Callable[[RecordType, Values], None]], ...]] = {
    "student": ((("id_number", "id_kind"), _student_identity),),
    "batch": ((("start", "end"), _ordered("start", "end")),),
    "placement": ((("start", "end"), _ordered("start", "end")),),
    "paper": ((("valid_from", "valid_to"), _ordered("valid_from", "valid_to")),),
    "absence": ((("starts_at", "ends_at"), _ordered("starts_at", "ends_at")),),
    "incident": tuple(
        (("occurred_at", name), _ordered("occurred_at", name))
        for name in ("known_at", "discipline_on", "closed_on")
    ),
    "practice_entry": (
        (("starts_on", "ends_on"), _ordered("starts_on", "ends_on")),
        (("starts_on", "ends_on", "days"), _practice_days),
    ),
    "scheme": ((("raters",), _scheme),),
}


def check_told(occurred_at: str, told_at: str, field: str) -> None:
    """Raise ``FieldProblem`` at ``field`` where somebody was told of an incident before it happened."""
    if told_at < occurred_at:
        raise FieldProblem(
            "told_before",
            Text(
                "通报时间 {told} 早于发生时间 {at}。", "It was told at {told}, before it happened at {at}."
            ).fill(told=told_at.replace("T", " "), at=occurred_at.replace("T", " ")),
            field=field,
        )


def check_mark(name: str, full_marks: int, tenths: int, field: str) -> None:
    """Raise ``FieldProblem`` at ``field`` where a mark is not within its criterion's full marks, both in tenths."""
    if not 0 <= tenths <= full_marks:
        raise FieldProblem(
            "mark_out_of_range",
            Text(
                "{name}：满分 {full}，不能录入 {v}。", "{name}: {v} is not within the full marks of {full}."
            ).fill(name=name, full=show_tenths(full_marks), v=show_tenths(tenths)),
            field=field,
        )
