"""The read models of a report to the leadership: what is counted, averaged, drawn and quoted, for a batch and a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fieldteacher.store.reader import Reader, Row


@dataclass(frozen=True, slots=True)
class Scope:
    """Which placements count: those of a batch (all where ``None``) within a period of ISO days, both included."""

    batch: str | None
    since: str
    until: str

    @property
    def values(self) -> Mapping[str, object]:
        """The parameters of a query."""
        return {"batch": self.batch, "since": self.since, "until": self.until}


_SCOPE = """
WITH scope AS MATERIALIZED (
  SELECT p.id, p.student, p.enterprise, p.start, coalesce(p."end", '9999') AS last, coalesce(p.status, 'active') AS status,
         p.post, p.teacher
    FROM placement p JOIN student s ON s.id = p.student
   WHERE p.deleted = 0 AND s.deleted = 0 AND (:batch IS NULL OR p.batch = :batch)
     AND p.start <= :until AND coalesce(p."end", '9999') >= :since),
 who AS MATERIALIZED (SELECT DISTINCT student FROM scope),
 place AS MATERIALIZED (SELECT DISTINCT enterprise FROM scope)
"""
_TALKS = "FROM talk t JOIN who ON who.student = t.student WHERE t.deleted = 0 AND t.talked_on BETWEEN :since AND :until"
_VISITS = (
    "FROM visit v JOIN place ON place.enterprise = v.enterprise WHERE v.deleted = 0 "
    "AND v.visited_on BETWEEN :since AND :until"
)
_INCIDENTS = (
    "FROM incident i WHERE i.deleted = 0 AND substr(i.occurred_at, 1, 10) BETWEEN :since AND :until "
    "AND EXISTS (SELECT 1 FROM json_each(i.students) j JOIN who ON who.student = j.value)"
)
_PROMISES = (
    "FROM promise w LEFT JOIN visit v ON v.id = w.visit WHERE w.deleted = 0 AND "
    "(w.about IN (SELECT student FROM who) OR w.about IN (SELECT enterprise FROM place))"
)
_PLACED_SINCE = "coalesce((SELECT max(p.start) FROM placement p WHERE p.student = n.student AND p.deleted = 0 AND p.start <= :until), '')"
_ASKED = "FROM intention m WHERE m.student = n.student AND m.deleted = 0 AND m.asked_on <= :until AND"
_LAST = "ORDER BY m.asked_on DESC, m.rowid DESC LIMIT 1"
# The last word of each side stands, and only at the present enterprise (domain.two_way_choice says why).
_WISHES = (
    f"(SELECT n.id, (SELECT m.student_wish {_ASKED} m.student_wish IS NOT NULL AND (m.asked_on >= {_PLACED_SINCE} "
    f"OR m.student_wish IN ('study', 'army', 'own_business', 'elsewhere')) {_LAST}) AS student_wish, "
    f"(SELECT m.enterprise_wish {_ASKED} m.enterprise_wish <> 'not_asked' AND m.asked_on >= {_PLACED_SINCE} {_LAST}) "
    "AS enterprise_wish "
    "FROM intention n JOIN who ON who.student = n.student WHERE n.deleted = 0 AND n.asked_on <= :until "
    "AND n.rowid = (SELECT m.rowid FROM intention m WHERE m.student = n.student AND m.deleted = 0 "
    "AND m.asked_on <= :until ORDER BY m.asked_on DESC, m.rowid DESC LIMIT 1))"
)
_OPEN = "coalesce(w.status, 'open') = 'open'"
_NONE = " OR ".join(
    f"t.difficulties GLOB '{start}*'"
    for start in ("无", "暂无", "没有困难", "没有问题", "暂时没有", "没有特别")
)
"""Words that say that there are no difficulties."""

COUNTED: Mapping[str, tuple[str, str]] = {
    "students": ("student", "SELECT student FROM who"),
    "in_post": ("student", "SELECT DISTINCT student FROM scope WHERE last >= :until"),
    "enterprises": ("enterprise", "SELECT DISTINCT enterprise FROM scope WHERE last >= :until"),
    "transferred": (
        "student",
        "SELECT DISTINCT student FROM scope WHERE status = 'transferred' AND last BETWEEN :since AND :until",
    ),
    "returned": (
        "student",
        "SELECT DISTINCT student FROM scope WHERE status = 'returned' AND last BETWEEN :since AND :until",
    ),
    "visits": ("visit", f"SELECT v.id {_VISITS}"),
    "enterprises_visited": ("enterprise", f"SELECT DISTINCT v.enterprise {_VISITS}"),
    "not_visited": (
        "enterprise",
        (
            "SELECT enterprise FROM scope WHERE last >= :until AND enterprise NOT IN "
            f"(SELECT v.enterprise {_VISITS}) GROUP BY enterprise"
        ),
    ),
    "talks": ("talk", f"SELECT t.id {_TALKS}"),
    "students_talked": ("student", f"SELECT DISTINCT t.student {_TALKS}"),
    "not_talked": (
        "student",
        f"SELECT student FROM scope WHERE last >= :until AND student NOT IN (SELECT t.student {_TALKS}) GROUP BY student",
    ),
    "attention": (
        "student",
        "SELECT s.id FROM student s JOIN who ON who.student = s.id WHERE s.attention_level IN ('L1', 'L2')",
    ),
    "absences": (
        "absence",
        (
            "SELECT a.id FROM absence a JOIN who ON who.student = a.student WHERE a.deleted = 0 "
            "AND substr(a.starts_at, 1, 10) BETWEEN :since AND :until"
        ),
    ),
    "unexcused": (
        "absence",
        (
            "SELECT a.id FROM absence a JOIN who ON who.student = a.student WHERE a.deleted = 0 AND a.kind = 'unexcused' "
            "AND substr(a.starts_at, 1, 10) BETWEEN :since AND :until"
        ),
    ),
    "journals": (
        "journal",
        (
            "SELECT j.id FROM journal j JOIN who ON who.student = j.student WHERE j.deleted = 0 "
            "AND j.handed_in_on BETWEEN :since AND :until"
        ),
    ),
    "education": (
        "education",
        (
            "SELECT e.id FROM education e WHERE e.deleted = 0 AND e.held_on BETWEEN :since AND :until "
            "AND (:batch IS NULL OR e.batch IS NULL OR e.batch = :batch)"
        ),
    ),
    "with_difficulties": (
        "student",
        f"SELECT DISTINCT t.student {_TALKS} AND t.difficulties IS NOT NULL AND NOT (" + _NONE + ")",
    ),
    "incidents": ("incident", f"SELECT i.id {_INCIDENTS}"),
    "incidents_open": (
        "incident",
        f"SELECT i.id {_INCIDENTS} AND (i.closed_on IS NULL OR i.closed_on > :until)",
    ),
    "promises_done": (
        "promise",
        f"SELECT w.id {_PROMISES} AND w.status = 'done' AND w.done_on BETWEEN :since AND :until",
    ),
    "promises_open": ("promise", f"SELECT w.id {_PROMISES} AND {_OPEN}"),
    "promises_overdue": ("promise", f"SELECT w.id {_PROMISES} AND {_OPEN} AND w.due_on < :until"),
    "follow_ups_open": (
        "talk",
        (
            "SELECT t.id FROM talk t JOIN who ON who.student = t.student WHERE t.deleted = 0 AND t.follow_up_on <= :until "
            "AND t.followed_up_on IS NULL"
        ),
    ),
    "asked": ("intention", f"SELECT id FROM {_WISHES}"),
    "want_stay": ("intention", f"SELECT id FROM {_WISHES} WHERE student_wish = 'stay'"),
    "want_hire": ("intention", f"SELECT id FROM {_WISHES} WHERE enterprise_wish = 'hire'"),
    "matched": (
        "intention",
        f"SELECT id FROM {_WISHES} WHERE student_wish = 'stay' AND enterprise_wish = 'hire'",
    ),
    "practice_entries": (
        "practice_entry",
        "SELECT id FROM practice_entry WHERE deleted = 0 AND starts_on BETWEEN :since AND :until",
    ),
}
"""What can be counted and then named: the type of record, and the query of their ids."""


def counts(reader: Reader, scope: Scope) -> dict[str, int]:
    """How many there are of everything in ``COUNTED``."""
    parts = ", ".join(f"(SELECT count(*) FROM ({sql})) AS {key}" for key, (_, sql) in COUNTED.items())
    return {key: int(n) for key, n in reader.rows(f"{_SCOPE} SELECT {parts}", scope.values)[0].items()}


def ids(reader: Reader, scope: Scope, key: str) -> list[str]:
    """The records behind one count; ``KeyError`` for a count there is not."""
    return [row[0] for row in reader.query(f"{_SCOPE} {COUNTED[key][1]}", scope.values)]


class Levels(NamedTuple):
    """How often each answer from 1 to 5 was given, by question."""

    environment: tuple[int, ...]
    conditions: tuple[int, ...]
    work: tuple[int, ...]


def satisfaction(reader: Reader, scope: Scope) -> Levels:
    """The students' answers, each student's latest talk that has them."""
    columns = ("satisfaction_environment", "satisfaction_conditions", "satisfaction_work")
    found = reader.query(
        f"{_SCOPE} SELECT {', '.join(columns)} FROM (SELECT t.*, row_number() OVER "
        f"(PARTITION BY t.student ORDER BY t.talked_on DESC, t.rowid DESC) AS n {_TALKS} "
        f"AND coalesce({', '.join('t.' + c for c in columns)}) IS NOT NULL) WHERE n = 1",
        scope.values,
    )
    return Levels(*(tuple(sum(row[n] == level for row in found) for level in range(1, 6)) for n in range(3)))


def enterprise_satisfaction(reader: Reader, scope: Scope) -> int | None:
    """The enterprises' satisfaction, mean of each one's latest answer, in tenths; ``None`` where none was asked."""
    found = reader.query(
        f"{_SCOPE} SELECT avg(satisfaction) FROM (SELECT v.satisfaction, row_number() OVER "
        f"(PARTITION BY v.enterprise ORDER BY v.visited_on DESC) AS n {_VISITS} AND v.satisfaction IS NOT NULL) WHERE n = 1",
        scope.values,
    )[0][0]
    return None if found is None else int(found * 10 + 0.5)


def visits_by_enterprise(reader: Reader, scope: Scope) -> list[tuple[str, int, int]]:
    """Name, visits and students of every enterprise in the scope; those with most students first."""
    return [
        (str(name), int(visits), int(students))
        for name, visits, students in reader.query(
            f"{_SCOPE} SELECT coalesce(e.short_name, e.name), (SELECT count(*) FROM visit v WHERE v.enterprise = e.id AND "
            "v.deleted = 0 AND v.visited_on BETWEEN :since AND :until), count(DISTINCT scope.student) FROM scope "
            "JOIN enterprise e ON e.id = scope.enterprise WHERE scope.last >= :until GROUP BY e.id ORDER BY 3 DESC, 1",
            scope.values,
        )
    ]


def students_by_major(reader: Reader, scope: Scope) -> list[tuple[str, int]]:
    """Majors and how many students have each, most first."""
    return [
        (str(major or ""), int(n))
        for major, n in reader.query(
            f"{_SCOPE} SELECT s.major, count(*) FROM who JOIN student s ON s.id = who.student GROUP BY 1 ORDER BY 2 DESC, 1",
            scope.values,
        )
    ]


def problems_by_month(reader: Reader, scope: Scope) -> list[tuple[str, int, int]]:
    """By month (YYYY-MM): breaches of a rule that visits found, and incidents."""
    return [
        (str(month), int(breaches), int(incidents))
        for month, breaches, incidents in reader.query(
            f"{_SCOPE} SELECT month, sum(breach), sum(incident) FROM ("
            f"SELECT substr(v.visited_on, 1, 7) AS month, 1 AS breach, 0 AS incident FROM (SELECT v.* {_VISITS}) v, "
            "json_each(v.rule_answers) j WHERE j.value = 'yes' UNION ALL "
            f"SELECT substr(i.occurred_at, 1, 7), 0, 1 {_INCIDENTS}) GROUP BY month ORDER BY month",
            scope.values,
        )
    ]


def criterion_means(reader: Reader, scope: Scope, stage: str, rater: str) -> list[tuple[str, int, int]]:
    """Name of each criterion of a rater, the mean share of its full marks in per cent, and how many marks there are."""
    return [
        (str(name), int(share + 0.5), int(n))
        for name, share, n in reader.query(
            f"{_SCOPE} SELECT c.name, avg(100.0 * x.tenths / c.full_marks), count(*) FROM score x "
            "JOIN evaluation v ON v.id = x.evaluation JOIN scope ON scope.id = v.placement "
            "JOIN criterion c ON c.id = x.criterion WHERE x.deleted = 0 AND v.deleted = 0 AND v.stage = :stage "
            "AND v.rater = :rater GROUP BY c.id ORDER BY c.position, c.name",
            {**scope.values, "stage": stage, "rater": rater},
        )
    ]


def wishes(reader: Reader, scope: Scope) -> dict[tuple[str, str], int]:
    """How many students there are for each pair of the student's and the enterprise's last wish; ``not_asked`` where there is none."""
    return {
        (student, enterprise): int(n)
        for student, enterprise, n in reader.query(
            f"{_SCOPE} SELECT coalesce(student_wish, 'not_asked'), coalesce(enterprise_wish, 'not_asked'), count(*) "
            f"FROM {_WISHES} GROUP BY 1, 2",
            scope.values,
        )
    }


def practice(reader: Reader, scope: Scope) -> list[Row]:
    """The teachers' own practice that began within the period: name, starts_on, ends_on, days."""
    return reader.rows(
        "SELECT p.id, p.teacher, t.name AS teacher_name, p.starts_on, p.ends_on, p.days FROM practice_entry p "
        "JOIN teacher t ON t.id = p.teacher WHERE p.deleted = 0 AND p.starts_on BETWEEN :since AND :until "
        "ORDER BY t.name, p.starts_on",
        scope.values,
    )


_SAID = {
    "talk": (
        f"SELECT t.id, t.talked_on AS day, s.class_name AS who, s.name, t.{{field}} AS words {_TALKS.replace('WHERE', 'JOIN student s ON s.id = t.student WHERE')}"
    ),
    "visit": (
        f"SELECT v.id, v.visited_on AS day, coalesce(e.short_name, e.name) AS who, NULL AS name, v.{{field}} AS words "
        f"{_VISITS.replace('WHERE', 'JOIN enterprise e ON e.id = v.enterprise WHERE')}"
    ),
    "intention": (
        "SELECT n.id, n.asked_on AS day, s.class_name AS who, s.name, n.{field} AS words FROM intention n "
        "JOIN who ON who.student = n.student JOIN student s ON s.id = n.student "
        "WHERE n.deleted = 0 AND n.asked_on BETWEEN :since AND :until"
    ),
    "practice_entry": (
        "SELECT p.id, p.starts_on AS day, t.name AS who, NULL AS name, p.{field} AS words FROM practice_entry p "
        "JOIN teacher t ON t.id = p.teacher WHERE p.deleted = 0 AND p.starts_on BETWEEN :since AND :until"
    ),
    "promise": (
        f"SELECT w.id, w.due_on AS day, coalesce(e.short_name, e.name, s.class_name) AS who, s.name, w.{{field}} AS words "
        f"{_PROMISES.replace('WHERE', 'LEFT JOIN enterprise e ON e.id = w.about LEFT JOIN student s ON s.id = w.about WHERE')} "
        f"AND {_OPEN}"
    ),
}


class Said(NamedTuple):
    """Words of a record: its id, the last day they were said, whose they are, the student's name where there is one."""

    id: str
    day: str | None
    who: str | None
    name: str | None
    words: str


def said(reader: Reader, scope: Scope, kind: str, field: str, limit: int, search: str = "") -> list[Said]:
    """What stands in ``field`` of the records of a kind, each wording once, the latest first."""
    return [
        Said(*row)
        for row in reader.query(
            f"{_SCOPE} SELECT id, max(day), who, name, words FROM ({_SAID[kind].format(field=field)}) "
            "WHERE words IS NOT NULL AND length(words) > 3 AND (:search = '' OR instr(words, :search)) "
            "GROUP BY words ORDER BY 2 DESC, length(words) DESC LIMIT :limit",
            {**scope.values, "limit": limit, "search": search},
        )
    ]
