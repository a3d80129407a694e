"""Every layout that was ever printed, by the code kept with the issued form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text
from fieldteacher.paper.layout import evaluation_v1
from fieldteacher.paper.layout.geometry import FormLayout

VERSIONS: Mapping[str, Callable[[int, int], FormLayout]] = {evaluation_v1.VERSION: evaluation_v1.layout}
"""Versions are added, never changed and never taken away."""

MAX_CRITERIA = max(evaluation_v1.ROWS)
MIN_LEVELS, MAX_LEVELS = min(evaluation_v1.LEVELS), max(evaluation_v1.LEVELS)

current = evaluation_v1.layout
"""The layout new forms are printed with."""

_CODE = re.compile(r"([A-Z]+\d+)-(\d{1,2})x(\d)", re.ASCII)


def find(code: str) -> FormLayout:
    """The layout that ``code`` names.

    Raises:
        InputRefused: ``form.unknown_layout`` if this program does not know it (a form of a newer version).
    """
    match = _CODE.fullmatch(code)
    if match and match[1] in VERSIONS:
        try:
            return VERSIONS[match[1]](int(match[2]), int(match[3]))
        except ValueError:
            pass
    raise InputRefused(
        "form.unknown_layout",
        Text(
            "不认识的表单版式“{code}”，请更新程序后再试。",
            "The form layout “{code}” is unknown; please update the program.",
        ).fill(code=code),
    )
