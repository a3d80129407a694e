"""What the day's list is computed from: of the whole store, or of some enterprises and the people there.

Every query takes the same condition, so that what is read again after a save cannot differ from a full read.
The enterprise ``""`` stands for nobody's: students without a current placement, incidents without an enterprise.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from fieldteacher.domain.rules.national import NATIONAL
from fieldteacher.store.fold import STANDS
from fieldteacher.store.queries.touched import took_in_since
from fieldteacher.store.reader import Reader

ELSEWHERE = ""
PAPER_BITS: Mapping[str, int] = {
    "tri_party_agreement": 1, "consent": 2, "liability_insurance": 4, "safety_training": 8, "lodging_consent": 16,
    "self_chosen_application": 32,
}  # fmt: skip
LOOK_CLOSER = 64
"""A paper of the placement runs out early, or a training was not passed."""


class Placed(NamedTuple):
    """A current placement. ``papers`` has a bit for each kind that is there; ``main`` tells the student's latest."""

    placement: str
    student: str
    enterprise: str
    batch: str | None
    start: str
    end: str | None
    status: str
    kind: str | None
    lodging_kind: str | None
    name: str
    last_talk: str | None
    papers: int
    main: int


class Firm(NamedTuple):
    """An enterprise: its short name, the last visit, and what that visit promised as the next."""

    id: str
    name: str
    district: str | None
    last_visit: str | None
    next_visit: str | None


class Promised(NamedTuple):
    """An open promise; ``enterprise`` is where the student is, or the enterprise itself."""

    id: str
    what: str
    who: str | None
    due: str | None
    about: str
    enterprise: str


class FollowUp(NamedTuple):
    """A talk that waits for its follow-up."""

    id: str
    name: str
    due: str
    talked_on: str
    enterprise: str


class Away(NamedTuple):
    """An absence with leave that nobody has come back from."""

    id: str
    name: str
    ends_at: str
    enterprise: str


class Open(NamedTuple):
    """An incident that is not closed; ``told`` are pairs of who was told and when."""

    id: str
    kind: str
    level: str | None
    occurred_at: str
    known_at: str | None
    injury: str | None
    hospital: str | None
    enterprise: str
    told: Sequence[tuple[str, str]]


class Paper(NamedTuple):
    """A paper of a placement that has to be looked at."""

    placement: str
    id: str
    kind: str
    valid_to: str | None
    passed: int | None


class Batch(NamedTuple):
    """A batch and what it asks for; ``raters`` as JSON, ``mid_term`` whether marks of that stage are given at all."""

    id: str
    name: str
    start: str | None
    end: str | None
    visits_required: int | None
    talks_required: int | None
    daily_check: int | None
    scheme: str | None
    raters: str | None
    mid_term: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read."""

    placed: Sequence[Placed]
    firms: Sequence[Firm]
    promises: Sequence[Promised]
    follow_ups: Sequence[FollowUp]
    absences: Sequence[Away]
    incidents: Sequence[Open]
    papers: Sequence[Paper]
    checks: Mapping[str, frozenset[str]]
    """Enterprise to the days checked since ``checked_since``."""
    rated: Mapping[str, frozenset[str]]
    """Placement to ``stage/rater`` of each evaluation that is finished."""
    batches: Mapping[str, Batch]
    """All of them, whichever enterprises were asked for."""
    elsewhere: bool
    """Whether what belongs to no enterprise was asked for."""


def facts(
    reader: Reader, enterprises: Sequence[str] | None, *, today: str, soon: str, checked_since: str
) -> Facts:
    """The facts of these enterprises, or (``None``) of all; papers without end of placement matter until ``soon``."""
    among = _Among(reader, enterprises)
    placed = list(map(Placed._make, among.bulk(_PLACED, _PLACED_FROM, "p.enterprise", today, soon)))
    closer = [each.placement for each in placed if each.papers & LOOK_CLOSER]
    return Facts(
        placed,
        list(map(Firm._make, among.bulk(_FIRM, "FROM enterprise e WHERE e.deleted = 0", "e.id"))),
        list(map(Promised._make, among.bulk(_PROMISED, _PROMISED_FROM, _PROMISED_AT))),
        list(map(FollowUp._make, among.bulk(_FOLLOW_UP, _FOLLOW_UP_FROM, _AT, narrow="t.student IN {}"))),
        list(map(Away._make, among.bulk(_AWAY, _AWAY_FROM, _AT, narrow="a.student IN {}"))),
        list(map(Open._make, among.bulk(_OPEN, _OPEN_FROM, "coalesce(i.enterprise, '')"))),
        _papers(reader, closer),
        among.sets("c.enterprise, group_concat(c.checked_on)", _CHECKS, "c.enterprise", checked_since),
        among.sets("v.placement, group_concat(v.stage || '/' || v.rater)", _RATED, "p.enterprise"),
        {row[0]: Batch(*row) for row in reader.query(_BATCHES)},
        enterprises is None or ELSEWHERE in enterprises,
    )  # fmt: skip


class _Among:
    """Puts the condition on the enterprise into each query.

    ``narrow`` is another condition that follows from it and that an index answers; not for those who are nowhere.
    """

    def __init__(self, reader: Reader, enterprises: Sequence[str] | None) -> None:
        self._reader = reader
        self._chosen = None if enterprises is None else json.dumps(list(enterprises))
        self._elsewhere = enterprises is not None and ELSEWHERE in enterprises

    def bulk(
        self, columns: str, tail: str, enterprise: str, *parameters: str, group: str = "", narrow: str = ""
    ) -> list[list[Any]]:
        """The rows of a query whose enterprise is the expression ``enterprise``."""
        given: list[object] = list(parameters)
        if self._chosen is not None:
            tail += f" AND {enterprise} IN (SELECT value FROM json_each(?))"
            given.append(self._chosen)
            if narrow and not self._elsewhere:
                tail += f" AND {narrow.format(_STUDENTS_AT)}"
                given += [self._chosen] * narrow.count("{}")
        if group:
            tail += f" GROUP BY {group}"
        return self._reader.bulk(columns, tail, given)

    def sets(
        self, columns: str, tail: str, enterprise: str, *parameters: str
    ) -> Mapping[str, frozenset[str]]:
        """Two columns grouped by the first: to each what stands in the second, separated by commas."""
        rows = self.bulk(columns, tail, enterprise, *parameters, group=columns.partition(",")[0])
        return {row[0]: frozenset(row[1].split(",")) for row in rows}


def _papers(reader: Reader, placements: Sequence[str]) -> list[Paper]:
    if not placements:
        return []
    return [
        Paper(*row)
        for row in reader.query(
            "SELECT placement, id, kind, valid_to, passed FROM paper WHERE deleted = 0 "
            "AND placement IN (SELECT value FROM json_each(?))",
            (json.dumps(placements),),
        )
    ]


def last_save(reader: Reader) -> tuple[str, int]:
    """This device and the number of its last save; another device or a smaller number is another history."""
    number = reader.query("SELECT coalesce(max(n), 0) FROM save")[0][0]
    return str(reader.setting("device")), int(number)


_MOST_TOUCHED = 3_000


def touched_since(reader: Reader, save: int) -> set[str] | None:
    """The enterprises whose facts the saves after ``save`` can have changed; ``None``: read everything.

    A record counts for every enterprise, student or placement it ever referred to, so one that was moved, deleted or
    brought back is found wherever it stood.
    """
    if took_in_since(reader, save):
        return None
    rows = reader.query(
        "SELECT DISTINCT c.type, c.record, iif(c.field = ?, c.field, NULL) FROM save s JOIN change c ON c.device = s.device "
        "AND c.counter BETWEEN s.first AND s.last WHERE s.n > ? LIMIT ?",
        (STANDS, save, _MOST_TOUCHED),
    )
    if len(rows) == _MOST_TOUCHED or any(name == STANDS for _, _, name in rows):
        return None  # what was put together has other talks, visits and checks now, whatever was written
    records: dict[str, set[str]] = {}
    for kind, record, _ in rows:
        records.setdefault(kind, set()).add(record)
    if not records.keys().isdisjoint(_EVERYTHING):
        return None
    return _enterprises(reader, records)


_EVERYTHING = frozenset({"batch", "scheme", "criterion"})
_OWNERS: Sequence[tuple[str, str]] = (
    ("score", "evaluation"), ("evaluation", "placement"), ("paper", "placement"),
    ("notification", "incident"),
)  # fmt: skip
"""From type to the type its records belong to, in an order in which each is followed only once."""


def _enterprises(reader: Reader, records: dict[str, set[str]]) -> set[str]:
    for kind, owner in _OWNERS:
        if records.get(kind):
            records.setdefault(owner, set()).update(_ever(reader, records[kind], owner))
    found = set(records.get("enterprise", ()))
    moved = set(records.get("student", ()))
    if records.get("placement"):
        moved |= _ever(reader, records["placement"], "student")
    students = _ever(reader, {*records.get("talk", ()), *records.get("absence", ())}, "student")
    if records.get("promise"):
        # Whom it is about may be a student or an enterprise; an id is only one of them.
        about = _ever(reader, records["promise"], "about")
        found |= about
        students |= about
    for kind in ("visit", "daily_check", "placement"):
        found |= _ever(reader, records.get(kind, ()), "enterprise")
    if records.get("incident"):
        found |= _ever(reader, records["incident"], "enterprise") | {ELSEWHERE}
    return found | _whereabouts(reader, students | moved) | ({ELSEWHERE} if moved else set())


def _whereabouts(reader: Reader, students: set[str]) -> set[str]:
    """Every enterprise these students were ever placed at, and ``ELSEWHERE`` where one has no current placement."""
    if not students:
        return set()
    chosen = json.dumps(sorted(students))
    placed = reader.query(
        "SELECT DISTINCT p.enterprise FROM placement p WHERE p.student IN (SELECT value FROM json_each(?))",
        (chosen,),
    )
    nowhere = reader.query(
        f"SELECT 1 FROM student s WHERE s.id IN (SELECT value FROM json_each(?)) AND {_STUDENT_AT} IS NULL LIMIT 1",
        (chosen,),
    )
    return {str(row[0]) for row in placed} | ({ELSEWHERE} if nowhere else set())


def _ever(reader: Reader, records: Iterable[str], field: str) -> set[str]:
    """What a field of these records ever held, and what stands for that."""
    chosen = sorted(records)
    if not chosen:
        return set()
    return {
        str(each)
        for row in reader.query(
            "SELECT DISTINCT c.value, a.stands FROM change c LEFT JOIN alias a ON a.record = c.value "
            "WHERE c.record IN (SELECT value FROM json_each(?)) AND c.field = ? AND c.value IS NOT NULL",
            (json.dumps(chosen), field),
        )
        for each in row
        if each is not None
    }


def snoozes(reader: Reader, today: str) -> list[tuple[str, str, str, str, str]]:
    """What is put off beyond today: item, record, until, reason, and the snooze's id."""
    return [
        (row[0], row[1], row[2], row[3], row[4])
        for row in reader.query(
            "SELECT item, about, until, reason, id FROM snooze WHERE deleted = 0 AND until > ? ORDER BY until", (today,)
        )
    ]  # fmt: skip


_STUDENTS_AT = "(SELECT student FROM placement WHERE enterprise IN (SELECT value FROM json_each(?)))"
_CURRENT = "coalesce({0}.status, 'active') IN ('active', 'planned')"
_STUDENT_AT = (
    "(SELECT c.enterprise FROM placement c WHERE c.student = s.id AND c.deleted = 0 AND "
    + _CURRENT.format("c")
    + " ORDER BY c.start DESC, c.rowid DESC LIMIT 1)"
)
_AT = f"coalesce({_STUDENT_AT}, '')"

_PLACED = (
    "p.id, p.student, p.enterprise, p.batch, p.start, p.\"end\", coalesce(p.status, 'active'), p.kind, p.lodging_kind, "
    "s.name, (SELECT max(talked_on) FROM talk t WHERE t.student = s.id AND t.deleted = 0), "
    "(SELECT coalesce("
    + " + ".join(f"{bit} * max(w.kind = '{kind}')" for kind, bit in PAPER_BITS.items())
    + f" + {LOOK_CLOSER} * max(coalesce(w.valid_to < max(?, coalesce(p.\"end\", ?)), 0) OR (w.kind = 'safety_training' AND w.passed = 0)), 0) "
    "FROM paper w WHERE w.placement = p.id AND w.deleted = 0), "
    "NOT EXISTS (SELECT 1 FROM placement c WHERE c.student = p.student AND c.deleted = 0 AND c.rowid <> p.rowid AND "
    + _CURRENT.format("c")
    + " AND (c.start, c.rowid) > (p.start, p.rowid))"
)
_PLACED_FROM = (
    "FROM placement p JOIN student s ON s.id = p.student WHERE p.deleted = 0 AND s.deleted = 0 AND "
    + _CURRENT.format("p")
)
_FIRM = (
    "e.id, coalesce(e.short_name, e.name), e.district, "
    "(SELECT max(visited_on) FROM visit v WHERE v.enterprise = e.id AND v.deleted = 0), "
    "(SELECT next_visit_on FROM visit v WHERE v.enterprise = e.id AND v.deleted = 0 ORDER BY visited_on DESC, v.rowid DESC LIMIT 1)"
)
_PROMISED_AT = f"CASE WHEN s.id IS NULL THEN w.about ELSE {_AT} END"
_PROMISED = f"w.id, w.what, w.who, w.due_on, coalesce(s.name, e.short_name, e.name, ''), {_PROMISED_AT}"
_PROMISED_FROM = (
    "FROM promise w LEFT JOIN student s ON s.id = w.about LEFT JOIN enterprise e ON e.id = w.about "
    "WHERE w.deleted = 0 AND coalesce(w.status, 'open') = 'open' "
    "AND coalesce(s.deleted, 0) = 0 AND coalesce(e.deleted, 0) = 0"
)
_FOLLOW_UP = f"t.id, s.name, t.follow_up_on, t.talked_on, {_AT}"
_FOLLOW_UP_FROM = (
    "FROM talk t JOIN student s ON s.id = t.student WHERE t.deleted = 0 AND s.deleted = 0 "
    "AND t.follow_up_on IS NOT NULL AND t.followed_up_on IS NULL"
)
_AWAY = f"a.id, s.name, a.ends_at, {_AT}"
_AWAY_FROM = (
    "FROM absence a JOIN student s ON s.id = a.student WHERE a.deleted = 0 AND s.deleted = 0 AND a.returned_at IS NULL "
    "AND coalesce(a.kind, '') NOT IN ('unexcused', 'late')"
)
_OPEN = (
    "i.id, i.kind, i.level, i.occurred_at, i.known_at, i.injury, i.hospital, coalesce(i.enterprise, ''), "
    "json((SELECT json_group_array(json_array(n.told, n.told_at)) FROM notification n WHERE n.incident = i.id AND n.deleted = 0))"
)
_OPEN_FROM = "FROM incident i WHERE i.deleted = 0 AND i.closed_on IS NULL"
_CHECKS = "FROM daily_check c WHERE c.deleted = 0 AND c.checked_on >= ?"
_RATED = (
    "FROM evaluation v JOIN placement p ON p.id = v.placement WHERE v.deleted = 0 AND v.stage IS NOT NULL AND "
    "(v.status IN ('signed', 'missing') OR (SELECT count(*) FROM score s WHERE s.evaluation = v.id AND s.deleted = 0 "
    "AND s.tenths IS NOT NULL) >= (SELECT count(*) FROM criterion k WHERE k.scheme = v.scheme AND k.rater = v.rater "
    "AND k.deleted = 0))"
)
_BATCHES = (
    'SELECT b.id, b.name, b.start, b."end", b.visits_required, b.talks_required, b.daily_check_required, b.scheme, s.raters, '
    "EXISTS (SELECT 1 FROM evaluation v WHERE v.scheme = b.scheme AND v.stage = 'mid' AND v.deleted = 0) "
    "FROM batch b LEFT JOIN scheme s ON s.id = b.scheme AND s.deleted = 0 WHERE b.deleted = 0"
)


def batches_with_own_rules(reader: Reader) -> set[str]:
    """The batches that have another rule set than the national one, or numbers of their own."""
    return {
        row[0]
        for row in reader.query(
            "SELECT id FROM batch WHERE deleted = 0 AND (rule_parameters IS NOT NULL OR coalesce(rule_set, ?1) <> ?1)",
            (NATIONAL,),
        )
    }
