"""The letters of columns."""

from __future__ import annotations

from fieldteacher.domain.sheet_columns import letter


def test_letters_of_columns() -> None:
    assert [letter(n) for n in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
