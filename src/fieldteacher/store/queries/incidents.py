"""The read models of incidents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fieldteacher.store.queries.students import CURRENT
from fieldteacher.store.reader import Reader, Row, decode_row


def incidents(reader: Reader) -> list[Row]:
    """All incidents with ``enterprise_name``, latest first."""
    found = reader.rows(
        "SELECT i.*, coalesce(e.short_name, e.name, '') AS enterprise_name FROM incident i "
        "LEFT JOIN enterprise e ON e.id = i.enterprise WHERE i.deleted = 0 ORDER BY i.occurred_at DESC"
    )
    return [decode_row("incident", row) for row in found]


def told(reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """Who was told of each incident, and when."""
    result: dict[str, list[tuple[str, str]]] = {}
    for incident, who, moment in reader.query(
        "SELECT incident, told, told_at FROM notification WHERE deleted = 0"
    ):
        result.setdefault(incident, []).append((who, moment))
    return result


def open_ones(reader: Reader) -> int:
    """How many incidents are not closed."""
    return int(reader.query("SELECT count(*) FROM incident WHERE deleted = 0 AND closed_on IS NULL")[0][0])


def batches(reader: Reader) -> dict[str, str]:
    """The batch of each incident: that of its first student's last placement."""
    return dict(
        reader.query(
            "SELECT i.id, p.batch FROM incident i JOIN placement p ON p.student = json_extract(i.students, '$[0]') "
            "WHERE i.deleted = 0 AND p.deleted = 0 AND p.batch IS NOT NULL ORDER BY p.start"
        )
    )


def place_of(reader: Reader, students: Sequence[str]) -> tuple[str | None, str | None]:
    """Enterprise and batch of the first of these students who is placed now."""
    marks = ", ".join(f"'{each}'" for each in CURRENT)
    for student in students:
        found = reader.query(
            f"SELECT enterprise, batch FROM placement WHERE student = ? AND deleted = 0 AND coalesce(status, 'active') "
            f"IN ({marks}) ORDER BY start DESC LIMIT 1",
            (student,),
        )
        if found:
            return found[0][0], found[0][1]
    return None, None


def people(reader: Reader, incident: Row) -> dict[str, tuple[str, str]]:
    """Whom to call for each of those to be told: name and number, each empty where unknown."""
    found: dict[str, tuple[str, str]] = {}
    for who, person in reader.query(_LAST_TOLD):
        found[who] = (person or "", "")
    found |= {"guardian": ("", ""), "enterprise": ("", "")}
    if incident["students"]:
        rows: list[Any] = reader.query(
            "SELECT guardian_name, guardian_phone FROM student WHERE id = ?", (incident["students"][0],)
        )
        found["guardian"] = _pair(rows)
    if incident["enterprise"]:
        found["enterprise"] = _pair(reader.query(_CONTACT, (incident["enterprise"],)))
    return found


def _pair(rows: Sequence[Sequence[str | None]]) -> tuple[str, str]:
    return (rows[0][0] or "", rows[0][1] or "") if rows else ("", "")


# Whoever was told last time at the college, the insurer and the police is the one to be told again.
_LAST_TOLD = """
SELECT told, person FROM notification WHERE deleted = 0 AND person IS NOT NULL AND told IN ('school', 'written', 'insurer')
 ORDER BY told_at
"""
_CONTACT = """
SELECT name, phone FROM contact WHERE enterprise = ? AND deleted = 0
 ORDER BY CASE role WHEN 'safety' THEN 0 WHEN 'hr' THEN 1 WHEN 'manager' THEN 2 WHEN 'mentor' THEN 3 ELSE 4 END, rowid LIMIT 1
"""
