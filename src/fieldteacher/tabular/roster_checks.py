"""Checks over a roster's rows: the keys, and what two cells of one row say about each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from fieldteacher.domain.record import Value
from fieldteacher.domain.text import Text, listed
from fieldteacher.tabular.headings import Header
from fieldteacher.tabular.layouts.roster import KEY
from fieldteacher.tabular.problems import Problem
from fieldteacher.tabular.roster_rows import RosterRow, note
from fieldteacher.tabular.words import Doubt, shown

_MISSING_NUMBER = Doubt(
    "student_number_missing",
    "error",
    Text("没有学号，此行不导入。", "No student number: the row is not taken."),
)
_MISSING_NAME = Doubt(
    "name_missing", "error", Text("没有姓名，此行不导入。", "No name: the row is not taken.")
)
_LOST, _MAYBE_LOST = (
    Text("已丢失，此行不导入", "are lost; the row is not taken"),
    Text("可能已丢失", "may be lost"),
)
_NO_COLUMN = Text(
    "没有一列对应“学号”，所有行都无法导入；请指定哪一列是学号。",
    "No column feeds the student number, so no row can be taken; please say which one it is.",
)


def check_rows(header: Header, rows: list[RosterRow], *, today: date) -> list[Problem]:
    """Check the rows and return every remark on the file, in the order of its lines.

    Rows that repeat another in full are removed. Marks rows as refused.
    """
    general: list[Problem] = []
    if KEY in header.fields:
        _check_keys(header, rows)
        _check_lengths(header, rows)
        general = _check_duplicates(header, rows)
    else:
        general.append(
            Problem(header.number, "", KEY, "", "", "student_number_no_column", "error", _NO_COLUMN)
        )
        for row in rows:
            row.refused = True
    if "id_number" in header.fields:
        _check_identity(header, rows)
    _complete_birth(header, rows)
    for first, last in (("start", "end"), ("insurance_from", "insurance_to")):
        if first in header.fields and last in header.fields:
            _check_order(header, rows, first, last)
    if "phone" in header.fields and "guardian_phone" in header.fields:
        _check_phones(header, rows)
    problems = [problem for row in rows if row.problems for problem in row.problems]
    return general + sorted(problems, key=lambda problem: problem.row)


def _check_keys(header: Header, rows: Sequence[RosterRow]) -> None:
    number, name = header.fields.index(KEY), _index(header, "name")
    for row in rows:
        values = row.values
        if values[KEY] is None:
            row.refused = True
            if not any(problem.field == KEY for problem in row.problems):
                note(row, header, number, _MISSING_NUMBER)
        if name is not None and values["name"] is None:
            row.refused = True
            if not any(problem.field == "name" for problem in row.problems):
                note(row, header, name, _MISSING_NAME)


def _index(header: Header, field: str) -> int | None:
    return header.fields.index(field) if field in header.fields else None


def _check_lengths(header: Header, rows: Sequence[RosterRow]) -> None:
    """A number kept as a number that is shorter than the others may have lost leading zeros.

    Where the others, kept as text, do begin with zeros it has, and the row is refused.
    """
    at = header.fields.index(KEY)
    kept_as_number = [row for row in rows if not isinstance(row.cells[at], str) and row.values[KEY]]
    if not kept_as_number:
        return
    texts = [str(row.values[KEY]) for row in rows if isinstance(row.cells[at], str) and row.values[KEY]]
    others = set(map(len, texts))
    sure = bool(texts) and all(text.startswith("0") for text in texts)
    if not others:
        # All are numbers: one length for most, and some shorter.
        lengths = Counter(len(str(row.values[KEY])) for row in kept_as_number)
        usual, count = lengths.most_common(1)[0]
        others = {usual} if count * 2 > len(kept_as_number) else set()
    if len(others) != 1:
        return
    usual = others.pop()
    for row in kept_as_number:
        if len(str(row.values[KEY])) < usual:
            message = Text(
                "以数字保存且比其他学号短（{n} 位，其余 {usual} 位），前面的 0 {lost}，请核对。",
                "Kept as a number and shorter than the others ({n} digits, not {usual}): leading zeros {lost}.",
            ).fill(n=len(str(row.values[KEY])), usual=usual, lost=_LOST if sure else _MAYBE_LOST)
            row.refused = row.refused or sure
            note(row, header, at, Doubt("leading_zeros_lost", "error" if sure else "warning", message))


def _check_duplicates(header: Header, rows: list[RosterRow]) -> list[Problem]:
    """The same student twice: in the same words the later line goes, in other words both are refused."""
    numbers = [row.values[KEY] for row in rows]
    if len(set(numbers)) == len(numbers):
        return []
    at = header.fields.index(KEY)
    by_number: dict[Value, list[RosterRow]] = defaultdict(list)
    for row, number in zip(rows, numbers, strict=True):
        if number is not None:
            by_number[number].append(row)
    general: list[Problem] = []
    removed: set[int] = set()
    for number, group in by_number.items():
        if len(group) < 2:
            continue
        same = [row for row in group[1:] if row.values == group[0].values]
        if len(same) == len(group) - 1:
            for row in same:
                removed.add(id(row))
                message = Text("与第 {n} 行完全相同，只取一次。", "The same as row {n}; taken once.").fill(
                    n=group[0].number
                )
                general.append(
                    Problem(
                        row.number, "", KEY, str(number), shown(row.cells[at]), "duplicate_row", "warning", message
                    )
                )  # fmt: skip
            continue
        lines = listed(str(row.number) for row in group)
        message = Text(
            "学号 {v} 在第 {lines} 行重复且内容不同，都不导入。",
            "The number {v} stands in rows {lines} with different content; none is taken.",
        ).fill(v=number, lines=lines)
        for row in group:
            row.refused = True
            note(row, header, at, Doubt("duplicate_student_number", "error", message))
    if removed:
        rows[:] = [row for row in rows if id(row) not in removed]
    return general


def _check_identity(header: Header, rows: Sequence[RosterRow]) -> None:
    """Sex and date of birth against the identity number (GB 11643: digits 7 to 14, and 17)."""
    sex_at, birth_at = _index(header, "sex"), _index(header, "birth_date")
    for row in rows:
        values = row.values
        number = values["id_number"]
        if not isinstance(number, str) or len(number) != 18:
            continue
        if values.get("id_kind") not in (None, "resident") or not number[:17].isdigit():
            continue
        sex = "男" if int(number[16]) % 2 else "女"
        born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        given_sex, given_birth = values.get("sex"), values.get("birth_date")
        if given_sex == sex and given_birth == born:
            continue
        if given_sex is None:
            values["sex"] = sex
            row.derived += ("sex",)
        elif given_sex != sex:
            message = Text(
                "性别填“{a}”，身份证号第 17 位为“{b}”。", "Sex says {a}, digit 17 of the ID number {b}."
            )
            note(row, header, sex_at, Doubt("sex_differs", "warning", message.fill(a=given_sex, b=sex)))
        if given_birth is None or born.startswith(str(given_birth)):
            values["birth_date"] = born
            if given_birth != born:
                row.derived += ("birth_date",)
        elif given_birth != born:
            message = Text(
                "出生日期填 {a}，身份证号为 {b}，取身份证号。",
                "Date of birth says {a}, the ID number {b}; the ID number counts.",
            ).fill(a=given_birth, b=born)
            values["birth_date"] = born
            note(row, header, birth_at, Doubt("birth_date_differs", "warning", message))


_DAY_MISSING = Doubt(
    "day_missing", "error", Text("出生日期只有年月，没有日。", "The date of birth has no day.")
)


def _complete_birth(header: Header, rows: Sequence[RosterRow]) -> None:
    """A month of birth that no identity number completes is left out."""
    at = _index(header, "birth_date")
    if at is None:
        return
    for row in rows:
        born = row.values["birth_date"]
        if isinstance(born, str) and len(born) == 7:
            row.values["birth_date"] = None
            note(row, header, at, _DAY_MISSING)


def _check_order(header: Header, rows: Sequence[RosterRow], first: str, last: str) -> None:
    at = header.fields.index(last)
    for row in rows:
        start, end = row.values[first], row.values[last]
        if isinstance(start, str) and isinstance(end, str) and end < start:
            row.values[last] = None
            message = Text("{b} 早于开始日期 {a}。", "{b} is before the start, {a}.").fill(a=start, b=end)
            note(row, header, at, Doubt("end_before_start", "error", message))


def _check_phones(header: Header, rows: Sequence[RosterRow]) -> None:
    at = header.fields.index("guardian_phone")
    message = Text("与学生本人的电话相同，请核对。", "The same as the student's own; please check.")
    for row in rows:
        own = row.values["phone"]
        if own is not None and own == row.values["guardian_phone"]:
            note(row, header, at, Doubt("phone_same", "warning", message))
