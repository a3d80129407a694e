"""Reading cells: for each kind of field one function from what the file holds to the value a record keeps."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Mapping
from datetime import date

from fieldteacher.domain.fields import FieldSpec, Kind
from fieldteacher.domain.text import Text
from fieldteacher.tabular import identifiers, words
from fieldteacher.tabular.days import day
from fieldteacher.tabular.frames import Cell
from fieldteacher.tabular.identifiers import Result
from fieldteacher.tabular.words import Doubt

Reader = Callable[[Cell], Result]
"""From a cell to its value and, where there is one, what is doubtful about it. Never raises."""


class Form(enum.StrEnum):
    """How a column is written; finer than the field's kind where the roster has traps of its own."""

    TEXT = "text"
    NOTE = "note"
    NAME = "name"
    """A person's name."""
    ORGANISATION = "organisation"
    """The name of a firm, a college, a department."""
    CODE = "code"
    STUDENT_NUMBER = "student_number"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    USCC = "uscc"
    SEX = "sex"
    DAY = "day"
    """A day; a bare month means its first day."""
    BIRTH = "birth"
    """A day; a bare month stays one and is completed from the identity number."""
    LAST_DAY = "last_day"
    """A day; a bare month means its last day."""
    INTEGER = "integer"
    YEAR = "year"
    """A year of entry: 2023, 2023级, 23级."""
    CHOICE = "choice"


FORM_OF_KIND: Mapping[Kind, Form] = {
    Kind.TEXT: Form.TEXT,
    Kind.NOTE: Form.NOTE,
    Kind.CODE: Form.CODE,
    Kind.PHONE: Form.PHONE,
    Kind.ID_NUMBER: Form.ID_NUMBER,
    Kind.USCC: Form.USCC,
    Kind.DATE: Form.DAY,
    Kind.INTEGER: Form.INTEGER,
    Kind.CHOICE: Form.CHOICE,
}
"""The kinds a roster can carry; the others have no one-cell form."""


def reader(form: Form, spec: FieldSpec, *, today: date, date1904: bool) -> Reader:
    """The function that reads cells of ``form`` for the field ``spec``."""
    match form:
        case Form.TEXT | Form.NOTE:
            return _bounded(_text if form is Form.TEXT else _note, spec)
        case Form.NAME:
            return _bounded(_name, spec)
        case Form.ORGANISATION:
            return _bounded(_organisation, spec)
        case Form.CODE:
            return identifiers.code
        case Form.STUDENT_NUMBER:
            return identifiers.code
        case Form.PHONE:
            return _bounded(identifiers.phone, spec)
        case Form.ID_NUMBER:
            return identifiers.id_number(today)
        case Form.USCC:
            return identifiers.uscc
        case Form.SEX:
            return _sex
        case Form.DAY:
            return day(month="first", date1904=date1904)
        case Form.LAST_DAY:
            return day(month="last", date1904=date1904)
        case Form.BIRTH:
            return _past(day(month="keep", date1904=date1904), today)
        case Form.INTEGER:
            return _integer(spec)
        case Form.YEAR:
            return _year(spec)
        case Form.CHOICE:
            return _choice(spec)


def plain(form: Form, today: date) -> Callable[[str], object]:
    """A quick test of text that says yes only where the reader would give the text back without a word."""
    if form in _PLAIN:
        matches = _PLAIN[form].fullmatch
        null, ditto = words.NULL_WORDS, words.DITTO
        return lambda text: matches(text) and text not in null and text not in ditto
    if form is Form.ID_NUMBER:
        return identifiers.PlainIds(today)
    return lambda text: False


_HAN = "\u4e00-\u9fa5"
_PLAIN: Mapping[Form, re.Pattern[str]] = {
    Form.TEXT: re.compile(f"[0-9{_HAN}][0-9A-Z{_HAN}]{{0,59}}"),
    Form.NAME: re.compile(f"[{_HAN}]{{2,20}}"),
    Form.ORGANISATION: re.compile(f"[0-9{_HAN}][0-9A-Z{_HAN}]{{0,59}}"),
    Form.CODE: re.compile(r"[0-9]{4,15}|[A-Z][0-9]{4,30}"),
    Form.STUDENT_NUMBER: re.compile(r"[0-9]{4,15}|[A-Z][0-9]{4,30}"),
    Form.PHONE: re.compile(r"1[3-9][0-9]{9}"),
    Form.SEX: re.compile("[男女]"),
    Form.DAY: re.compile(r"(?:19|20)\d\d-(?:0[13-9]|1[0-2])-(?:0[1-9]|[12]\d|30)", re.A),
    Form.LAST_DAY: re.compile(r"(?:19|20)\d\d-(?:0[13-9]|1[0-2])-(?:0[1-9]|[12]\d|30)", re.A),
    Form.BIRTH: re.compile(r"(?:19[89]\d|200\d)-(?:0[13-9]|1[0-2])-(?:0[1-9]|[12]\d|30)", re.A),
}


# -- words -----------------------------------------------------------------------------------------


def _worded(cell: Cell, clean: Callable[[str], str]) -> tuple[str | None, Doubt | None]:
    if not isinstance(cell, str):
        if words.is_damaged(cell):
            return None, words.DAMAGED
        return words.shown(cell), None
    text = clean(cell)
    if words.nothing(text):
        return None, None
    refusal = words.refused_words(text)
    return (None, refusal) if refusal else (words.unguarded(text), None)


def _text(cell: Cell) -> Result:
    return _worded(cell, words.prose)


def _note(cell: Cell) -> Result:
    def clean(text: str) -> str:
        lines = (words.prose(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        return "\n".join(line for line in lines if line)

    return _worded(cell, clean)


def _name(cell: Cell) -> Result:
    value, doubt = _worded(cell, words.person)
    if value is None:
        return None, doubt
    if re.fullmatch(r"[\d\W_]+", value) and not words.flaw(value):
        return None, Doubt(
            "not_a_name", "error", Text("“{v}”不是姓名。", "“{v}” is not a name.").fill(v=value[:40])
        )
    if "*" in value:
        return value, Doubt(
            "masked", "warning", Text("姓名被打了星号，请核对。", "The name is masked; please check.")
        )
    return value, words.flaw(value)


def _organisation(cell: Cell) -> Result:
    value, doubt = _worded(cell, words.prose)
    return (value, words.flaw(value)) if value is not None else (None, doubt)


def _bounded(read: Reader, spec: FieldSpec) -> Reader:
    """Refuses words that are longer than the field takes."""
    limit = spec.max_length

    def bounded(cell: Cell) -> Result:
        value, doubt = read(cell)
        if isinstance(value, str) and len(value) > limit:
            return None, Doubt(
                "too_long", "error", Text("超过 {n} 个字。", "Longer than {n} characters.").fill(n=limit)
            )
        return value, doubt

    return bounded


# -- sex, choices ----------------------------------------------------------------------------------

_SEXES: Mapping[str, str | None] = {
    **dict.fromkeys(("男", "男性", "男生", "男孩", "m", "male", "man", "1", "1.0", "01", "男(1)", "1-男", "1男"), "男"),
    **dict.fromkeys(("女", "女性", "女生", "女孩", "f", "female", "woman", "2", "2.0", "02", "女(2)", "2-女", "2女"), "女"),
    **dict.fromkeys(("0", "0.0", "9", "9.0", "未说明", "未知的性别", "未说明的性别"), None),
}  # fmt: skip
"""With the codes of GB/T 2261.1: 1 male, 2 female, 0 unknown, 9 not said."""


def _sex(cell: Cell) -> Result:
    text = words.compact(words.shown(cell)).lower()
    if words.nothing(text):
        return None, None
    if isinstance(cell, bool) or text not in _SEXES:
        return None, Doubt(
            "unknown_sex", "error", Text("“{v}”不是男或女。", "“{v}” is neither 男 nor 女.").fill(v=words.shown(cell)[:40])
        )  # fmt: skip
    return _SEXES[text], None


_CHOICE_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "id_kind": {
        "resident": ("身份证", "居民身份证", "二代身份证", "中国居民身份证", "居民身份证号"),
        "passport": ("护照", "外国护照", "中国护照"),
        "hk_macao_taiwan": (
            "港澳台通行证", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "港澳台居民居住证", "回乡证", "台胞证",
            "港澳通行证", "港澳台居民", "香港特区护照", "澳门特区护照",
        ),
        "foreign_resident": ("外国人永久居留证", "外国人永久居留身份证", "外国人居留证"),
        "other": ("其他", "其它", "户口簿", "军官证", "士官证"),
    },
    "lodging_kind": {
        "dormitory": ("企业统一住宿", "企业宿舍", "统一住宿", "集体宿舍", "厂内住宿", "公司宿舍", "单位宿舍"),
        "college": ("学校安排住宿", "学校安排", "学校宿舍"),
        "own": ("自行租住", "租房", "自租", "校外租房", "自行租房", "自行解决"),
        "home": ("家中", "走读", "住家", "在家", "家里"),
    },
    "kind": {
        "assigned": ("学校安排", "统一安排", "集中安排", "集中实习", "集中", "学校统一安排", "集中岗位实习"),
        "self_chosen": ("自主联系", "自主", "自主实习", "自选", "分散实习", "分散", "自行联系", "自主选择", "学生自主"),
    },
}  # fmt: skip
"""Further words for choices, by field."""


def _choice(spec: FieldSpec) -> Reader:
    known = {words.narrow(str(c.value)).lower(): c.value for c in spec.choices}
    for item in spec.choices:
        known[words.narrow(item.label.zh).lower()] = known[item.label.en.lower()] = item.value
    for value, names in _CHOICE_WORDS.get(spec.name, {}).items():
        known.update((words.narrow(name).lower(), value) for name in names)

    def read(cell: Cell) -> Result:
        text = words.narrow(words.shown(cell))
        if words.nothing(text):
            return None, None
        value = known.get(text.lower()) or known.get(words.compact(text).lower())
        if value is not None:
            return value, None
        return None, Doubt(
            "unknown_choice", "error",
            Text("“{v}”不在选项中（{all}）。", "“{v}” is not one of: {all}.").fill(
                v=text[:40],
                all=Text(
                    "、".join(c.label.zh for c in spec.choices), ", ".join(c.label.en for c in spec.choices)
                ),
            ),
        )  # fmt: skip

    return read


# -- numbers ---------------------------------------------------------------------------------------

_CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}
_AMOUNT = re.compile(
    r"[¥￥]?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?\s*(?:元|人|年|年制|名|个|岁|/月|元/月|RMB)*", re.I | re.A
)
_YEAR = re.compile(r"((?:19|20)\d{2})(?:\.0+)?\s*(?:级|年|届|年级|年9月|秋|春)*", re.A)
_SHORT_YEAR = re.compile(r"(\d{2})\s*级", re.A)


def _not_a_number(text: str) -> Result:
    return None, Doubt(
        "not_a_number", "error", Text("“{v}”不是整数。", "“{v}” is not a whole number.").fill(v=text[:40])
    )


def _within(value: int, spec: FieldSpec, text: str) -> Result:
    low, high = spec.minimum, spec.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return None, Doubt(
            "out_of_range", "error",
            Text("{v} 不在 {low} 到 {high} 之间。", "{v} is not between {low} and {high}.").fill(
                v=text[:40], low=low, high=high
            ),
        )  # fmt: skip
    return value, None


def _integer(spec: FieldSpec) -> Reader:
    def read(cell: Cell) -> Result:
        if isinstance(cell, bool | tuple):
            return _not_a_number(words.shown(cell))
        if isinstance(cell, int | float):
            if words.is_damaged(cell) or cell != int(cell):
                return _not_a_number(words.shown(cell))
            return _within(int(cell), spec, words.shown(cell))
        text = words.narrow(cell).lstrip("'")
        if words.nothing(text):
            return None, None
        refusal = words.refused_words(text)
        if refusal:
            return None, refusal
        match = _AMOUNT.fullmatch(text)
        if match and len(match[1]) <= 18:
            return _within(int(match[1].replace(",", "")), spec, text)
        chinese = text.removesuffix("制").removesuffix("年")
        if chinese in _CHINESE_DIGITS:
            return _within(_CHINESE_DIGITS[chinese], spec, text)
        return _not_a_number(text)

    return read


def _year(spec: FieldSpec) -> Reader:
    def read(cell: Cell) -> Result:
        text = words.compact(words.shown(cell)) if not isinstance(cell, tuple) else str(cell[0])
        if words.nothing(text):
            return None, None
        full, short = _YEAR.fullmatch(text), _SHORT_YEAR.fullmatch(text)
        if isinstance(cell, bool) or not (full or short):
            return None, Doubt(
                "not_a_year", "error", Text("“{v}”不是入学年份。", "“{v}” is not a year of entry.").fill(v=text[:40])
            )  # fmt: skip
        year = int(full[1]) if full else 2000 + int(short[1] if short else 0)
        return _within(year, spec, text)

    return read


_YOUNGEST, _OLDEST = 12, 70


def _past(read: Reader, today: date) -> Reader:
    """Refuses dates of birth that have not come yet, and doubts those of children and the old."""
    limit = today.isoformat()

    def past(cell: Cell) -> Result:
        value, doubt = read(cell)
        if not isinstance(value, str):
            return value, doubt
        if value > limit:
            message = Text("出生日期在将来：{v}。", "The date of birth lies ahead: {v}.").fill(v=value)
            return None, Doubt("birth_ahead", "error", message)
        age = today.year - int(value[:4])
        if doubt is None and not _YOUNGEST <= age <= _OLDEST:
            message = Text(
                "按出生日期年龄为 {n} 岁，请核对。", "By this date the age is {n}; please check."
            ).fill(n=age)
            return value, Doubt("birth_age", "warning", message)
        return value, doubt

    return past
