"""Cells that hold identifiers: student numbers, identity and credit codes, telephone numbers.

A number that a spreadsheet kept as a number may have lost leading zeros or its last digits. It is
reported and left out; it is never padded, completed or otherwise guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from fieldteacher.domain.checks import ID_WORDS
from fieldteacher.domain.identity import birth_date, id_check_character, id_problem, uscc_valid
from fieldteacher.domain.record import Value
from fieldteacher.domain.text import Text
from fieldteacher.tabular import words
from fieldteacher.tabular.frames import Cell
from fieldteacher.tabular.words import Doubt

Result = tuple[Value, Doubt | None]

_LONGEST_CODE = 64


def _doubt(code: str, severity: words.Severity, zh: str, en: str, **values: object) -> Doubt:
    return Doubt(code, severity, Text(zh, en).fill(**values))


def code(cell: Cell) -> Result:
    """Any identifier: letters and digits as they stand, leading zeros included."""
    return _code(cell)


def _code(cell: Cell) -> Result:
    if isinstance(cell, str):
        text = words.compact(cell)
        if words.nothing(text):
            return None, None
        refusal = words.refused_words(text)
        if refusal:
            return None, refusal
        if words.SCIENTIFIC.fullmatch(text):
            return None, words.SHORTENED
        as_float = words.FLOAT_TEXT.fullmatch(text)
        if as_float:
            text = as_float[1]
            if len(text) > 15:
                return None, words.DAMAGED
        if len(text) > _LONGEST_CODE:
            return None, _doubt(
                "too_long", "error", "超过 {n} 个字符。", "Longer than {n} characters.", n=_LONGEST_CODE
            )
        return text, None
    if isinstance(cell, bool | tuple):
        return None, _doubt(
            "not_a_number_text", "error",
            "被保存成了{what}，请设为文本格式后重新填写。",
            "Kept as {what}; please format the cell as text and type it anew.",
            what=Text("日期", "a date") if isinstance(cell, tuple) else Text("逻辑值", "yes or no"),
        )  # fmt: skip
    if words.is_damaged(cell):
        return None, words.DAMAGED
    if cell < 0 or cell != int(cell):
        return None, _doubt(
            "not_a_whole_number", "error", "“{v}”不是整数编号。", "“{v}” is not a whole number.", v=cell
        )
    return str(int(cell)), None


# -- identity numbers ------------------------------------------------------------------------------

_CROSSES = str.maketrans(dict.fromkeys("×✕✖╳⨯хХχΧхxＸｘ", "X"))
_ID18 = re.compile(r"[1-9]\d{16}[0-9X]", re.A)
_ID15 = re.compile(r"[1-9]\d{14}", re.A)
_YOUNGEST, _OLDEST = 14, 60

_ENDS_000 = _doubt(
    "id_ends_000", "error",
    "末三位是 000，可能已被表格软件改动；请对照证件核对后手工填写。",
    "Ends in 000, as a number does that a spreadsheet has cut; please compare it with the card and type it in.",
)  # fmt: skip
_OLD_ID = _doubt(
    "id_15_digits", "warning",
    "是 15 位旧身份证号，已原样保留；请换成 18 位号码。",
    "An old number of 15 digits, kept as it is; please ask for the one of 18.",
)  # fmt: skip
_MASKED = _doubt(
    "masked", "error", "号码被打了星号，请提供完整号码。", "The number is masked; please provide all of it."
)


def id_number(today: date) -> Callable[[Cell], Result]:
    """Reads the number of a resident's identity card (GB 11643); ``today`` bounds a plausible age."""

    def read(cell: Cell) -> Result:
        if isinstance(cell, str):
            number = words.compact(cell).translate(_CROSSES).upper().replace("-", "")
            if _ID18.fullmatch(number):
                return _checked_id(number, today)
            if words.nothing(number):
                return None, None
            if "*" in number:
                return None, _MASKED
        value, doubt = _code(cell)
        if doubt or value is None:
            return None, doubt
        number = str(value).translate(_CROSSES).upper()
        if _ID15.fullmatch(number):
            return number, _OLD_ID
        return None, _doubt(
            "id_shape", "error",
            "身份证号应为 18 位，此处 {n} 位；若是护照等其他证件，请加“证件类型”一列。",
            "An ID number has 18 characters, this has {n}; for a passport or the like add a column 证件类型.",
            n=len(number),
        )  # fmt: skip

    return read


def _checked_id(number: str, today: date) -> Result:
    if number.endswith("000"):
        return None, _ENDS_000
    problem = id_problem(number)
    born = birth_date(number)
    if problem is None and born is not None:
        if born > today:
            return None, _doubt(
                "id_date",
                "error",
                "身份证号中的出生日期在将来。",
                "The date of birth in the number lies ahead.",
            )
        age = today.year - born.year
        if _YOUNGEST <= age <= _OLDEST:
            return number, None
        return number, _doubt(
            "id_age",
            "warning",
            "按身份证号年龄为 {n} 岁，请核对。",
            "By this number the age is {n}; please check.",
            n=age,
        )
    assert problem is not None
    return None, Doubt(f"id_{problem.value}", "error", ID_WORDS[problem])


_ID_CHECK = "10X98765432"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class PlainIds:
    """The quick test for the usual identity number, with each date of birth and area looked at once.

    Says yes only where ``id_number`` would take the number without a word.
    """

    def __init__(self, today: date) -> None:
        self._read = id_number(today)
        self._good: dict[str, int | None] = {}

    def __call__(self, text: str) -> bool:
        if len(text) != 18 or not text.isascii():
            return False
        tail = text[14:]
        if not tail[:3].isdigit() or tail[1:] == "000":
            return False
        head = text[:14]
        try:
            known = self._good[head]
        except KeyError:
            known = self._good[head] = self._weigh(head)
        if known is None:
            return False
        return _ID_CHECK[(known + int(tail[0]) * 8 + int(tail[1]) * 4 + int(tail[2]) * 2) % 11] == tail[3]

    def _weigh(self, head: str) -> int | None:
        """The weighted sum of the first 14 digits (GB 11643), or ``None`` where they are not plain."""
        if not head.isdigit():
            return None
        if self._read(f"{head}001{id_check_character(head + '001')}")[1] is not None:
            return None
        return sum(int(digit) * weight for digit, weight in zip(head, _ID_WEIGHTS, strict=False))


def other_document(cell: Cell) -> Result:
    """The number of a passport or permit: no checksum is known."""
    value, doubt = _code(cell)
    return (value.upper() if isinstance(value, str) else value), doubt


# -- credit codes ----------------------------------------------------------------------------------

_LOOK_ALIKE = {"O": "0", "I": "1", "Z": "2", "S": "5"}


def uscc(cell: Cell) -> Result:
    """A unified social credit code (GB 32100). A likely slip is named in the message, never mended."""
    value, doubt = _code(cell)
    if doubt or value is None:
        return None, doubt
    number = str(value).upper().replace("-", "")
    if uscc_valid(number):
        return number, None
    if re.fullmatch(r"\d{15}", number, re.A):
        return None, _doubt(
            "uscc_old_number", "error",
            "是 15 位旧注册号，不是统一社会信用代码。", "An old registration number of 15 digits, not a credit code.",
        )  # fmt: skip
    meant = _likely(number)
    if meant:
        return None, _doubt(
            "uscc_look_alike", "error",
            "不是有效的统一社会信用代码；是否应为 {meant}？请核对后填写。",
            "Not a valid credit code; should it be {meant}? Please check and type it in.", meant=meant,
        )  # fmt: skip
    return None, _doubt(
        "uscc_invalid", "error",
        "不是有效的 18 位统一社会信用代码，请对照营业执照核对。",
        "Not a valid 18-character credit code; please compare it with the licence.",
    )  # fmt: skip


def _likely(number: str) -> str | None:
    """The one valid code that differs by letters the alphabet lacks; ``None`` where there is none or several."""
    places = [i for i, character in enumerate(number) if character in _LOOK_ALIKE]
    if len(number) != 18 or not 1 <= len(places) <= 6:
        return None
    mended = list(number)
    for place in places:
        mended[place] = _LOOK_ALIKE[number[place]]
    candidate = "".join(mended)
    return candidate if uscc_valid(candidate) else None


# -- telephones ------------------------------------------------------------------------------------

_BETWEEN = re.compile(r"[/、,，;；|\\\n\r\t]+|或|(?<=\d)\s{2,}(?=\d)")
_MOBILES = re.compile(r"(?:1[3-9]\d{9})+", re.A)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.A)
_MOBILE_AMONG_WORDS = re.compile(r"(?<!\d)(?:\+?86)?(1[3-9]\d{9})(?!\d)", re.A)
_LANDLINE = re.compile(
    r"(?:\+?86)?(0(?:10|2\d|[3-9]\d{2}))?(\d{7,8})(?:(?:转|[x#]|ext\.?)(\d{1,6}))?", re.I | re.A
)
_WITH_EXTENSION = re.compile(r"(.*\d{7,8})-(\d{1,6})", re.A)
_SERVICE = re.compile(r"[48]00\d{7}|\d{5,6}", re.A)
_ABROAD = re.compile(r"\+(?!86)\d{7,15}", re.A)


def phone(cell: Cell) -> Result:
    """Telephone numbers, a space between several: mobiles as 11 digits, landlines as ``0830-1234567``."""
    if not isinstance(cell, str):
        value, doubt = _code(cell)
        if doubt or value is None:
            return None, doubt
        cell = str(value)
    whole = words.narrow(cell).lstrip("'")
    if words.nothing(whole):
        return None, None
    refusal = words.refused_words(whole)
    if refusal or words.SCIENTIFIC.fullmatch(whole):
        return None, refusal or words.SHORTENED
    pieces = [piece for piece in (words.narrow(p).lstrip("'") for p in _BETWEEN.split(cell)) if piece]
    found: list[str] = []
    for piece in pieces:
        read = _one_phone(piece)
        if read is None:
            return _among_words(whole)
        found += read
    return " ".join(dict.fromkeys(found)) or None, None


def _one_phone(piece: str) -> list[str] | None:
    as_float = words.FLOAT_TEXT.fullmatch(piece)
    piece = as_float[1] if as_float else piece
    tight = re.sub(r"[\s\-()]", "", piece)
    bare = re.sub(r"^(?:\+|00)?86(?=1[3-9]\d{9}$)", "", tight)
    if _MOBILES.fullmatch(bare):
        return _MOBILE.findall(bare)
    if _SERVICE.fullmatch(tight):
        return [tight]
    if _ABROAD.fullmatch(tight):
        return [tight]
    extension = _WITH_EXTENSION.fullmatch(piece)
    if extension and not re.fullmatch(r"0\d{2,3}", extension[1], re.A):
        tight = re.sub(r"[\s\-()]", "", extension[1]) + "转" + extension[2]
    line = _LANDLINE.fullmatch(tight)
    if line is None:
        return None
    return ["-".join(part for part in line.groups() if part)]


def _among_words(text: str) -> Result:
    found = _MOBILE_AMONG_WORDS.findall(re.sub(r"(?<=\d)[ \-](?=\d)", "", text))
    if found:
        return " ".join(dict.fromkeys(found)), _doubt(
            "phone_words", "warning",
            "电话中夹有其他文字，只取了号码：{v}。", "There were words with the number; taken: {v}.", v=" ".join(found),
        )  # fmt: skip
    return None, _doubt(
        "phone_shape", "error",
        "不是电话号码（手机应为 11 位）。", "Not a telephone number (a mobile has 11 digits).",
    )  # fmt: skip
