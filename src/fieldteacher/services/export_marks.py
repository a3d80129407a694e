"""What the marks of each student come to at the end, for sheets that are filled for others."""

from __future__ import annotations

from collections.abc import Mapping

from fieldteacher.domain.scoring import Result as Marks
from fieldteacher.services.score_book import read_book
from fieldteacher.store.reader import Reader

__all__ = ["Marks", "marks_by_student"]


def marks_by_student(reader: Reader) -> Mapping[str, Marks]:
    """The final marks of every student who has some; of one with several placements the one that began last."""
    found: dict[str, tuple[tuple[bool, str], Marks]] = {}
    for scheme in reader.records("scheme"):
        for line in read_book(reader, scheme["id"], "final").summary("all").lines:
            if not any(total is not None for total in line.result.totals.values()):
                continue
            order = (line.result.overall is not None, line.who.start)
            known = found.get(line.who.student)
            if known is None or order > known[0]:
                found[line.who.student] = (order, line.result)
    return {student: marks for student, (_, marks) in found.items()}
