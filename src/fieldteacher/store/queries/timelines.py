"""Everything that happened with a student or an enterprise, joined from all records about them.

Each line is a day (latest first, none last), a record's type and id, two texts to show, the value of the field
that says what kind of that record it is, and the sum of its marks in tenths (evaluations only).
"""

from __future__ import annotations

from typing import Any

from fieldteacher.store.reader import Reader

Line = tuple[str | None, str, str, Any, Any, Any, int | None]


def of_student(reader: Reader, student: str) -> list[Line]:
    """What happened with a student, and at the enterprises while the student was there."""
    return reader.query(_STUDENT, {"student": student, "inside": f'%"{student}"%'})


def of_enterprise(reader: Reader, enterprise: str) -> list[Line]:
    """What happened with an enterprise, and with its students while they were there."""
    return reader.query(_ENTERPRISE, {"enterprise": enterprise})


def due_with_student(reader: Reader, student: str) -> list[tuple[str, str, str, str | None]]:
    """What is due with a student: day, type, id, more words. Only what belongs to a current placement runs out."""
    return reader.query(_DUE_STUDENT, {"student": student})


def due_with_enterprise(reader: Reader, enterprise: str) -> list[tuple[str, str, str, str | None]]:
    """What is due with an enterprise: promises, and the next visit where none has been made since."""
    return reader.query(_DUE_ENTERPRISE, {"enterprise": enterprise})


_CURRENT = "p.deleted = 0 AND coalesce(p.status, 'active') IN ('active', 'planned')"
_DUE_STUDENT = f"""
SELECT due_on, 'promise', id, what FROM promise
 WHERE about = :student AND deleted = 0 AND coalesce(status, 'open') = 'open' AND due_on IS NOT NULL
UNION ALL SELECT follow_up_on, 'talk', id, NULL FROM talk
 WHERE student = :student AND deleted = 0 AND follow_up_on IS NOT NULL AND followed_up_on IS NULL
UNION ALL SELECT max(w.valid_to), 'paper', w.id, w.kind FROM placement p JOIN paper w ON w.placement = p.id
 WHERE p.student = :student AND {_CURRENT} AND w.deleted = 0 GROUP BY w.kind HAVING max(w.valid_to) < coalesce(p."end", '9999')
UNION ALL SELECT p."end", 'placement', p.id, NULL FROM placement p
 WHERE p.student = :student AND {_CURRENT} AND p."end" IS NOT NULL
"""
_DUE_ENTERPRISE = """
SELECT due_on, 'promise', id, what FROM promise
 WHERE about = :enterprise AND deleted = 0 AND coalesce(status, 'open') = 'open' AND due_on IS NOT NULL
UNION ALL SELECT * FROM (SELECT next_visit_on, 'visit', id, NULL FROM visit
 WHERE enterprise = :enterprise AND deleted = 0 ORDER BY visited_on DESC LIMIT 1) WHERE next_visit_on IS NOT NULL
"""

# CROSS JOIN holds SQLite to the order as written: it does not know how few placements a person has, and would
# begin with all papers there are.
_LEFT = "('transferred', 'ended', 'returned')"
_VISIT = "coalesce(v.findings, v.training, v.employment_use, v.enterprise_rating)"
_TALK = "coalesce(t.thoughts, t.work, t.living, t.gains, t.difficulties, t.measures)"
_MARKS = "(SELECT sum(c.tenths) FROM score c WHERE c.evaluation = v.id AND c.deleted = 0)"

_STUDENT = f"""
WITH place AS MATERIALIZED (
    SELECT id, enterprise, batch, start, coalesce("end", '9999') AS until
      FROM placement WHERE student = :student AND deleted = 0),
case_ AS MATERIALIZED (SELECT * FROM incident WHERE students LIKE :inside AND deleted = 0),
own(id) AS MATERIALIZED (
    SELECT :student UNION ALL SELECT id FROM place UNION ALL SELECT id FROM case_
    UNION ALL SELECT w.id FROM place p CROSS JOIN paper w ON w.placement = p.id
    UNION ALL SELECT v.id FROM place p CROSS JOIN evaluation v ON v.placement = p.id
    UNION ALL SELECT id FROM talk WHERE student = :student UNION ALL SELECT id FROM absence WHERE student = :student
    UNION ALL SELECT id FROM journal WHERE student = :student UNION ALL SELECT id FROM intention WHERE student = :student
    UNION ALL SELECT id FROM promise WHERE about = :student)
SELECT p.start AS day, 'placement' AS type, p.id, e.name AS a, p.post AS b, NULL AS c, NULL AS n
  FROM placement p LEFT JOIN enterprise e ON e.id = p.enterprise WHERE p.student = :student AND p.deleted = 0
UNION ALL SELECT p."end", 'placement', p.id, e.name, p.end_reason, p.status, NULL
  FROM placement p LEFT JOIN enterprise e ON e.id = p.enterprise
 WHERE p.student = :student AND p.deleted = 0 AND p.status IN {_LEFT}
UNION ALL SELECT b.start, 'batch', b.id, b.name, b."end", NULL, NULL
  FROM batch b WHERE b.id IN (SELECT batch FROM place) AND b.deleted = 0
UNION ALL SELECT t.talked_on, 'talk', t.id, {_TALK}, t.difficulties, t.way, NULL
  FROM talk t WHERE t.student = :student AND t.deleted = 0
UNION ALL SELECT v.visited_on, 'visit', v.id, e.name, {_VISIT}, v.kind, NULL
  FROM place p CROSS JOIN visit v ON v.enterprise = p.enterprise AND v.visited_on BETWEEN p.start AND p.until
  JOIN enterprise e ON e.id = v.enterprise WHERE v.deleted = 0
UNION ALL SELECT d.checked_on, 'daily_check', d.id, d.exception, NULL, NULL, NULL
  FROM place p CROSS JOIN daily_check d ON d.enterprise = p.enterprise AND d.checked_on BETWEEN p.start AND p.until
 WHERE d.deleted = 0 AND d.normal = 0
UNION ALL SELECT coalesce(done_on, due_on), 'promise', id, what, who, status, NULL
  FROM promise WHERE about = :student AND deleted = 0
UNION ALL SELECT substr(occurred_at, 1, 10), 'incident', id, course, place, kind, NULL FROM case_
UNION ALL SELECT substr(m.told_at, 1, 10), 'notification', m.id, m.person, m.note, m.told, NULL
  FROM case_ i CROSS JOIN notification m ON m.incident = i.id WHERE m.deleted = 0
UNION ALL SELECT substr(starts_at, 1, 10), 'absence', id, reason, replace(ends_at, 'T', ' '), kind, NULL
  FROM absence WHERE student = :student AND deleted = 0
UNION ALL SELECT handed_in_on, 'journal', id, period, comment, kind, NULL
  FROM journal WHERE student = :student AND deleted = 0
UNION ALL SELECT asked_on, 'intention', id, reason, enterprise_wish, student_wish, NULL
  FROM intention WHERE student = :student AND deleted = 0
UNION ALL SELECT v.rated_on, 'evaluation', v.id, v.comment, v.stage, v.rater, {_MARKS}
  FROM place p CROSS JOIN evaluation v ON v.placement = p.id WHERE v.deleted = 0
UNION ALL SELECT coalesce(w.signed_on, w.valid_from), 'paper', w.id, w.number, w.valid_to, w.kind, NULL
  FROM place p CROSS JOIN paper w ON w.placement = p.id WHERE w.deleted = 0
UNION ALL SELECT f.printed_on, 'issued_form', f.id, f.form_number, NULL, f.stage, NULL
  FROM place p CROSS JOIN issued_form f ON f.placement = p.id WHERE f.deleted = 0
UNION ALL SELECT x.held_on, 'education', x.id, x.topic, x.place, x.kind, NULL
  FROM education x WHERE x.deleted = 0 AND (x.students LIKE :inside OR (coalesce(x.students, '[]') = '[]' AND EXISTS (
       SELECT 1 FROM place p WHERE (x.enterprise = p.enterprise AND x.held_on BETWEEN p.start AND p.until)
           OR (x.enterprise IS NULL AND x.batch = p.batch))))
UNION ALL SELECT a.taken_on, 'attachment', a.id, coalesce(a.caption, a.name), NULL, NULL, NULL
  FROM own CROSS JOIN attachment a ON a.owner = own.id WHERE a.deleted = 0
UNION ALL SELECT r.waived_on, 'waiver', r.id, r.reason, r.waived_by, r.rule, NULL
  FROM own CROSS JOIN waiver r ON r.about = own.id WHERE r.deleted = 0
ORDER BY day DESC
"""

_ENTERPRISE = f"""
WITH place AS MATERIALIZED (
    SELECT p.id, p.student, s.name, p.start, coalesce(p."end", '9999') AS until
      FROM placement p JOIN student s ON s.id = p.student
     WHERE p.enterprise = :enterprise AND p.deleted = 0 AND s.deleted = 0),
own(id) AS MATERIALIZED (
    SELECT :enterprise UNION ALL SELECT id FROM visit WHERE enterprise = :enterprise
    UNION ALL SELECT id FROM incident WHERE enterprise = :enterprise
    UNION ALL SELECT id FROM daily_check WHERE enterprise = :enterprise
    UNION ALL SELECT id FROM promise WHERE about = :enterprise
    UNION ALL SELECT id FROM education WHERE enterprise = :enterprise)
SELECT v.visited_on AS day, 'visit' AS type, v.id, {_VISIT} AS a, v.received_by AS b, v.kind AS c, NULL AS n
  FROM visit v WHERE v.enterprise = :enterprise AND v.deleted = 0
UNION ALL SELECT t.talked_on, 'talk', t.id, p.name, {_TALK}, t.way, NULL
  FROM place p CROSS JOIN talk t ON t.student = p.student AND t.talked_on BETWEEN p.start AND p.until WHERE t.deleted = 0
UNION ALL SELECT coalesce(done_on, due_on), 'promise', id, what, who, status, NULL
  FROM promise WHERE about = :enterprise AND deleted = 0
UNION ALL SELECT substr(occurred_at, 1, 10), 'incident', id, course, place, kind, NULL
  FROM incident WHERE enterprise = :enterprise AND deleted = 0
UNION ALL SELECT substr(m.told_at, 1, 10), 'notification', m.id, m.person, m.note, m.told, NULL
  FROM incident i CROSS JOIN notification m ON m.incident = i.id
 WHERE i.enterprise = :enterprise AND i.deleted = 0 AND m.deleted = 0
UNION ALL SELECT checked_on, 'daily_check', id, exception, NULL, NULL, NULL
  FROM daily_check WHERE enterprise = :enterprise AND deleted = 0 AND normal = 0
UNION ALL SELECT p.start, 'placement', p.id, s.name, p.post, NULL, NULL
  FROM placement p JOIN student s ON s.id = p.student WHERE p.enterprise = :enterprise AND p.deleted = 0
UNION ALL SELECT p."end", 'placement', p.id, s.name, p.end_reason, p.status, NULL
  FROM placement p JOIN student s ON s.id = p.student
 WHERE p.enterprise = :enterprise AND p.deleted = 0 AND p.status IN {_LEFT}
UNION ALL SELECT substr(b.starts_at, 1, 10), 'absence', b.id, p.name, b.reason, b.kind, NULL
  FROM place p CROSS JOIN absence b ON b.student = p.student AND substr(b.starts_at, 1, 10) BETWEEN p.start AND p.until
 WHERE b.deleted = 0
UNION ALL SELECT i.asked_on, 'intention', i.id, p.name, i.enterprise_wish, i.student_wish, NULL
  FROM place p CROSS JOIN intention i ON i.student = p.student AND i.asked_on BETWEEN p.start AND p.until WHERE i.deleted = 0
UNION ALL SELECT v.rated_on, 'evaluation', v.id, p.name, v.stage, v.rater, {_MARKS}
  FROM place p CROSS JOIN evaluation v ON v.placement = p.id AND v.rater = 'enterprise' WHERE v.deleted = 0
UNION ALL SELECT starts_on, 'practice_entry', id, content, gains, NULL, NULL
  FROM practice_entry WHERE enterprise = :enterprise AND deleted = 0
UNION ALL SELECT held_on, 'education', id, topic, place, kind, NULL
  FROM education WHERE enterprise = :enterprise AND deleted = 0
UNION ALL SELECT a.taken_on, 'attachment', a.id, coalesce(a.caption, a.name), NULL, NULL, NULL
  FROM own CROSS JOIN attachment a ON a.owner = own.id WHERE a.deleted = 0
UNION ALL SELECT r.waived_on, 'waiver', r.id, r.reason, r.waived_by, r.rule, NULL
  FROM own CROSS JOIN waiver r ON r.about = own.id WHERE r.deleted = 0
ORDER BY day DESC
"""
