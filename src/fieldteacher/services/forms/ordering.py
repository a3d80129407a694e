"""In what order students' forms are printed, so that a pile goes into the folder as it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

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
