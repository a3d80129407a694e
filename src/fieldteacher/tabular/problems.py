"""What is wrong or doubtful in a roster, said at the cell."""

from __future__ import annotations

from dataclasses import dataclass

from fieldteacher.domain.text import Text
from fieldteacher.tabular.words import Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """One remark about one cell, row or column.

    An ``error`` means that the value (or, at a key, the row) was left out; a ``warning`` that it was taken.
    """

    row: int
    """As the spreadsheet counts, from 1."""
    column: str
    """The column's letter and heading, such as ``D 身份证号``; empty where the whole row is meant."""
    field: str
    """The roster field, empty where none is meant."""
    student_number: str
    value: str
    """What stands in the cell."""
    code: str
    severity: Severity
    message: Text
