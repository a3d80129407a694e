"""Marks as people type them in a hurry."""

from __future__ import annotations

import re
import unicodedata

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.scoring import CriterionSpec
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths

_NUMBER = re.compile(r"(\d{1,5})(?:\.(\d?)0*)?|\.(\d)0*")
_NO_MARK = Text(
    "“{typed}”不是分数：请输入 0 到 {full}，最多一位小数。",
    "“{typed}” is no mark: enter 0 to {full} with at most one decimal.",
)
_TOO_MUCH = Text(
    "“{name}”满分 {full}，不能录入 {typed}。",
    "“{name}” has {full} full marks; {typed} is too many.",
)


def read_mark(typed: str, criterion: CriterionSpec, *, point_left_out: bool = False) -> int | None:
    """The tenths that ``typed`` means; ``None`` for nothing.

    Full-width digits and the full stop of a Chinese input method count as what they look like. With
    ``point_left_out`` a whole number above the full marks is read as tenths (``85`` of 10 is 8.5).
    Raises ``InputRefused`` ("mark_unreadable", "mark_over_full").
    """
    words = unicodedata.normalize("NFKC", typed).replace("。", ".").replace(",", ".").strip()
    if not words:
        return None
    found = _NUMBER.fullmatch(words)
    full = criterion.full_marks
    if found is None:
        raise InputRefused("mark_unreadable", _NO_MARK.fill(typed=typed.strip(), full=show_tenths(full)))
    whole, fraction, only_fraction = found.groups()
    tenths = int(whole or 0) * 10 + int(fraction or only_fraction or 0)
    if tenths > full and point_left_out and "." not in words and tenths // 10 <= full:
        return tenths // 10
    if tenths > full:
        text = _TOO_MUCH.fill(name=criterion.name, full=show_tenths(full), typed=words)
        raise InputRefused("mark_over_full", text, field=criterion.id)
    return tenths
