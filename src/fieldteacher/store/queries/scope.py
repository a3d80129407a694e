"""What the rule about who holds which dossier looks at (``services.scope``), read at once for all stations."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, NamedTuple

from fieldteacher.store.reader import Reader


class PlacementFact(NamedTuple):
    """A placement as the rule sees it; records that were put together go by the one that stands for them.

    ``teachers`` are several where their field is contested: each of them may be the right one.
    """

    student: str
    enterprise: str
    teachers: tuple[str, ...]
    status: str
    start: str
    deleted: bool


class EventFact(NamedTuple):
    """A visit, a daily check, an education or an incident: its dossier, and where and with whom it was."""

    dossier: str
    enterprise: str | None
    students: tuple[str, ...]


class Facts(NamedTuple):
    """Everything the rule needs."""

    placements: list[PlacementFact]
    events: list[EventFact]
    students: dict[str, bool]
    """Each student, and whether it is deleted."""
    enterprises: list[str]
    held: frozenset[str]
    """The dossiers that are here."""
    aliases: dict[str, str]
    """Records that were put together, and the one that stands for each."""

    def standing(self, record: str) -> str:
        """The record that stands for ``record``."""
        return self.aliases.get(record, record)


_EVENTS = (
    ("visit", "enterprise", "NULL"),
    ("daily_check", "enterprise", "NULL"),
    ("education", "enterprise", "students"),
    ("incident", "NULL", "students"),
)


def facts(reader: Reader) -> Facts:
    """Read what the rule looks at; deleted records too, because their deletion has to reach those who hold them.

    Not so students erased on request: only those who have their dossiers already go on being told of it.
    """
    erased = {id for (id,) in reader.query("SELECT id FROM dossier WHERE erased = 1")}
    students = reader.bulk("id, deleted", "FROM student")
    aliases = dict(reader.query("SELECT record, stands FROM alias"))
    return Facts(
        placements=_placements(reader, aliases),
        events=_events(reader, aliases),
        students={id: bool(deleted) for id, deleted in students if f"student:{id}" not in erased},
        enterprises=[id for (id,) in reader.bulk("id", "FROM enterprise")],
        held=frozenset(id for (id,) in reader.bulk("id", "FROM dossier WHERE evicted_ms IS NULL")),
        aliases=aliases,
    )


def touched_by(reader: Reader, devices: Collection[str]) -> set[str]:
    """The dossiers that these devices (ids) ever wrote in, as far as that is known here."""
    marks = ", ".join("?" * len(devices))
    rows = reader.query(
        "SELECT DISTINCT d.id FROM device v JOIN change c ON c.device = v.n JOIN dossier d ON d.n = c.dossier "
        f"WHERE v.id IN ({marks})",
        tuple(devices),
    )
    return {id for (id,) in rows}


def _placements(reader: Reader, aliases: dict[str, str]) -> list[PlacementFact]:
    contested: dict[str, list[str]] = {}
    for record, teacher in reader.query(
        "SELECT k.record, c.value FROM conflict k JOIN change c ON c.record = k.record AND c.field = k.field "
        "WHERE k.type = 'placement' AND k.field = 'teacher' AND c.live = 1 AND c.value IS NOT NULL"
    ):
        contested.setdefault(record, []).append(teacher)
    made = []
    for id, student, enterprise, teacher, status, start, deleted in reader.bulk(
        "id, student, enterprise, teacher, coalesce(status, 'active'), coalesce(start, ''), deleted",
        "FROM placement WHERE student IS NOT NULL",
    ):
        named = contested.get(id) or ([teacher] if teacher else [])
        made.append(
            PlacementFact(
                aliases.get(student, student), aliases.get(enterprise, enterprise),
                tuple(aliases.get(each, each) for each in named), status, start, bool(deleted),
            )
        )  # fmt: skip
    return made


def _events(reader: Reader, aliases: dict[str, str]) -> list[EventFact]:
    made = []
    for kind, enterprise, students in _EVENTS:
        for id, where, whom in reader.bulk(f"id, {enterprise}, {students}", f"FROM {kind}"):
            made.append(
                EventFact(
                    f"{kind}:{id}",
                    aliases.get(where, where),
                    tuple(aliases.get(each, each) for each in _listed(whom)),
                )
            )
    return made


def _listed(text: str | None) -> list[Any]:
    return json.loads(text) if text else []


def named_files(reader: Reader) -> list[tuple[str, str]]:
    """The hash of each living attachment's content and the dossier it is in, the newest first."""
    return [
        (sha256, dossier)
        for sha256, dossier in reader.query(
            "SELECT a.sha256, d.id FROM attachment a JOIN change c ON c.record = a.id AND c.field = 'sha256' AND c.live = 1 "
            "JOIN dossier d ON d.n = c.dossier WHERE a.deleted = 0 AND a.sha256 IS NOT NULL ORDER BY a.id DESC"
        )
    ]
