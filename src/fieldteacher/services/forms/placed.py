"""Whom a selection means: the students with the placement that counts, and the enterprises."""

from __future__ import annotations

from fieldteacher.services.forms.ordering import in_order
from fieldteacher.services.forms.source import Source
from fieldteacher.store.queries.evaluations import RatedPlacement, rated_placements
from fieldteacher.store.reader import Row


def placed(source: Source) -> list[RatedPlacement]:
    """The students' placements (the current one, else the last), in the order asked for."""
    return source.once("placed", lambda: _placed(source))


def _placed(source: Source) -> list[RatedPlacement]:
    wanted = source.wanted
    found = rated_placements(
        source.reader, students=wanted.students, batch=wanted.batch, class_name=wanted.class_name
    )
    chosen = (who for who in found if not wanted.enterprises or who.enterprise in wanted.enterprises)
    return in_order(chosen, wanted.order)


def placed_at(source: Source, enterprise: str | None) -> list[RatedPlacement]:
    """Those of the selection who are at an enterprise."""
    by_enterprise: dict[str, list[RatedPlacement]] = source.once("placed at", lambda: _by_enterprise(source))
    return by_enterprise.get(enterprise or "", [])


def _by_enterprise(source: Source) -> dict[str, list[RatedPlacement]]:
    found: dict[str, list[RatedPlacement]] = {}
    for who in placed(source):
        found.setdefault(who.enterprise, []).append(who)
    return found


def enterprises(source: Source) -> list[str]:
    """The enterprises a selection means, by name; without a condition those that have students."""
    wanted = source.wanted
    if wanted.enterprises and not wanted.of_people:
        rows = [source.need("enterprise", each) for each in dict.fromkeys(wanted.enterprises)]
        return [row["id"] for row in sorted(rows, key=lambda row: row.get("name") or "")]
    return list(dict.fromkeys(who.enterprise for who in placed(source)))


def placement_on(source: Source, student: str | None, day: str | None) -> Row:
    """The student's placement on a day, else the last one; empty where there is none."""
    rows = source.rows("placement", {"student": student}, "start") if student else []
    on_the_day = [
        row for row in rows if day and row["start"] <= day[:10] and (not row["end"] or day[:10] <= row["end"])
    ]
    return (on_the_day or rows or [{}])[-1]
