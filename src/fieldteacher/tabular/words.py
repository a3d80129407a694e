"""The words of a cell: cleaned of what spreadsheets, web pages and input methods leave in them."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from fieldteacher.domain.text import Text
from fieldteacher.tabular.frames import DAMAGED_AT, Cell

Severity = Literal["error", "warning"]


class Doubt(NamedTuple):
    """Something about one cell that a person should see.

    An ``error`` means that the value was left out, a ``warning`` that it was taken.
    """

    code: str
    severity: Severity
    message: Text


NULL_WORDS = frozenset(
    [
        "-",
        "--",
        "---",
        "–",
        "—",
        "——",
        "――",
        "_",
        "/",
        "//",
        "\\",
        ".",
        "…",
        "无",
        "没有",
        "暂无",
        "空",
        "空白",
        "待定",
        "未定",
        "未知",
        "不详",
        "不明",
        "null",
        "none",
        "nil",
        "n/a",
        "na",
        "#n/a",
        "#na",
        "#null!",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
        "#num!",
        "#未找到",
        "(空)",
        "(无)",
        "（空）",
        "（无）",
        "undefined",
        "nan",
    ]
)
"""What people and programs write to say that there is nothing. Compared in lower case."""

DITTO = frozenset(("同上", "〃", '"', "″", "同左", "ditto"))

CJK = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\ufe00-\ufe0f\x00-\x08\x0e-\x1f\x7f]"
)
_SPACE = re.compile(r"\s+")
_SPACE_IN_CHINESE = re.compile(f"(?<=[{CJK}·]) (?=[{CJK}·])")
_DOTS = re.compile("\\s*[\u2022\u2027\u30fb\u2219\u22c5\u0387\u25cf\u2e31\ua78f·]\\s*")
_FULL_STOP_IN_NAME = re.compile(f"(?<=[{CJK}])\\s*[.。]\\s*(?=[{CJK}])")
_KEPT = re.compile("([（）：；，！？…～①-⑳㎡℃№“”‘’])")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_LOST = re.compile("[?？\ufffd□■]")
_GUARD = re.compile(r"'(?=[=+\-@＝＋－＠\t\r'])")
_DIGITS = re.compile(r"'(?=[0-9０-９])")

SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+")
FLOAT_TEXT = re.compile(r"(\d+)\.0+")

FORMULA = Doubt(
    "formula_text", "error",
    Text("单元格是公式文字而不是值，请改为值。", "The cell holds the words of a formula, not a value; please paste the value."),
)  # fmt: skip
_DITTO_DOUBT = Doubt(
    "ditto", "error", Text("“同上”不能导入，请写出内容。", "“Ditto” cannot be taken; please write it out.")
)
DAMAGED = Doubt(
    "damaged_number", "error",
    Text(
        "以数字格式保存，超过 15 位的数字已被表格软件改动；请设为文本格式后重新填写。",
        "Kept as a number, of which spreadsheets keep 15 digits only; please format the cell as text and type it anew.",
    ),
)  # fmt: skip
SHORTENED = Doubt(
    "damaged_number",
    "error",
    Text(
        "显示成了科学记数法，末几位已丢失；请设为文本格式后重新填写。",
        "Stands in scientific notation, its last digits are lost; please format the cell as text and type it anew.",
    ),
)
LOST_CHARACTER = Doubt(
    "lost_character", "warning",
    Text("有生僻字丢失（显示为“?”或方框），请核对。", "A rare character was lost (shown as “?” or a box); please check."),
)  # fmt: skip
PRIVATE_CHARACTER = Doubt(
    "private_character", "warning",
    Text("含有自造字，在其他电脑上可能显示不出，请核对。", "A private-use character may not show elsewhere; please check."),
)  # fmt: skip


def shown(cell: Cell) -> str:
    """A cell as a person sees it: no ``.0`` behind whole numbers, dates in ISO form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, tuple):
        day = "-".join(f"{part:02d}" for part in cell[:3])
        return f"{day} {':'.join(f'{part:02d}' for part in cell[3:])}" if len(cell) > 3 else day
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e21:
        return str(int(cell)) if abs(cell) < DAMAGED_AT else f"{cell:.14E}".replace("E+0", "E+")
    return str(cell)


def is_damaged(cell: Cell) -> bool:
    """Whether the cell is a number of more digits than a spreadsheet keeps."""
    return isinstance(cell, int | float) and not isinstance(cell, bool) and not abs(cell) < DAMAGED_AT


def squeeze(text: str) -> str:
    """Any text with invisible characters gone and every run of space made one space; ends trimmed."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def narrow(text: str) -> str:
    """Text in compatibility form (NFKC): full-width letters, digits and signs become the plain ones."""
    return squeeze(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)))


def prose(text: str) -> str:
    """Words for people: plain letters and digits, but the punctuation of Chinese stays Chinese."""
    parts = _KEPT.split(squeeze(text))
    joined = squeeze("".join(p if i % 2 else unicodedata.normalize("NFKC", p) for i, p in enumerate(parts)))
    return _SPACE_IN_CHINESE.sub("", joined)


def unguarded(text: str) -> str:
    """Text without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return text[1:] if _GUARD.match(text) else text


def person(text: str) -> str:
    """A name: no spaces between Chinese characters, one form of the dot in the names of minorities."""
    name = _DOTS.sub("·", narrow(text))
    return _SPACE_IN_CHINESE.sub("", _FULL_STOP_IN_NAME.sub("·", name))


def compact(text: str) -> str:
    """An identifier: plain characters without any space, and without the mark that made it text."""
    text = narrow(text).replace(" ", "")
    return text[1:] if _DIGITS.match(text) or text.startswith("'") else text


def nothing(text: str) -> bool:
    """Whether cleaned text stands for an empty cell."""
    return not text or text.lower() in NULL_WORDS


def refused_words(text: str) -> Doubt | None:
    """Why cleaned text cannot be a value of any kind."""
    if text.startswith(("=", "＝")):
        return FORMULA
    return _DITTO_DOUBT if text.lower() in DITTO else None


def flaw(text: str) -> Doubt | None:
    """What is doubtful about the characters of a name."""
    if _LOST.search(text):
        return LOST_CHARACTER
    return PRIVATE_CHARACTER if _PRIVATE.search(text) else None
