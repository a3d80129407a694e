"""In what order forms are printed, so that a pile goes into the folder as it is; and which ones of a pile."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text
from fieldteacher.store.queries.evaluations import RatedPlacement

Order = Literal["enterprise", "class_name", "number"]
ORDERS: tuple[Order, ...] = ("enterprise", "class_name", "number")


def in_order(people: Iterable[RatedPlacement], order: Order) -> list[RatedPlacement]:
    """By enterprise, by class (those without one last), or by student number alone; within each by student number."""
    match order:
        case "enterprise":
            return sorted(people, key=lambda who: (who.enterprise_name, who.enterprise, who.student_number))
        case "class_name":
            return sorted(
                people, key=lambda who: (not who.class_name, who.class_name or "", who.student_number)
            )
        case "number":
            return sorted(people, key=lambda who: who.student_number)


def group_of(who: RatedPlacement, order: Order) -> str:
    """What stands above a student in the outline of a document in this order."""
    return {"enterprise": who.enterprise_name, "class_name": who.class_name or "", "number": ""}[order]


def chosen(words: str, count: int) -> list[int]:
    """The places (from 0) that words such as ``2, 5-8`` or ``9-`` mean among ``count`` forms; all where there are none.

    Raises ``InputRefused`` (``print.no_such_form``).
    """
    plain = unicodedata.normalize("NFKC", words).replace("、", ",").replace("—", "-").replace("~", "-")
    found: dict[int, None] = {}
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*-\s*", "-", plain).strip())):
        match = re.fullmatch(r"(\d{1,6})(-(\d{1,6})?)?", part)
        first = int(match[1]) if match else 0
        last = first if not match or not match[2] else int(match[3] or count)
        if not 1 <= first <= last <= count:
            raise InputRefused("print.no_such_form", _NO_SUCH.fill(part=part, n=count))
        found |= dict.fromkeys(range(first - 1, last))
    return list(found) or list(range(count))


_NO_SUCH = Text(
    "没有第 {part} 份：共 {n} 份，写法如 2, 5-8。", "There is no form {part}: there are {n}; write 2, 5-8."
)
