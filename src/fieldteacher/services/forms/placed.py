"""Whom a selection means: the students with the placement that counts, and the enterprises."""

from __future__ import annotations

from fieldteacher.services.forms.kind import FormSelection
from fieldteacher.services.forms.source import Source
from fieldteacher.store.queries.evaluations import RatedPlacement, rated_placements


def placed(source: Source, wanted: FormSelection) -> list[RatedPlacement]:
    """The students' placements (the current one, else the last), by enterprise and student number."""
    found = rated_placements(
        source.reader, students=wanted.students, batch=wanted.batch, class_name=wanted.class_name
    )
    return [who for who in found if not wanted.enterprises or who.enterprise in wanted.enterprises]


def narrowed_to_people(wanted: FormSelection) -> bool:
    """Whether a selection asks for some of the students."""
    return bool(wanted.students or wanted.batch or wanted.class_name)


def enterprises(source: Source, wanted: FormSelection) -> list[str]:
    """The enterprises a selection means, by name; without a condition those that have students."""
    if wanted.enterprises and not narrowed_to_people(wanted):
        rows = [source.row("enterprise", each) for each in dict.fromkeys(wanted.enterprises)]
        return [row["id"] for row in sorted(rows, key=lambda row: row.get("name") or "")]
    return list(dict.fromkeys(who.enterprise for who in placed(source, wanted)))
