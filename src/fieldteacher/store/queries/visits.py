"""The read models of visits, talks and promises."""

from __future__ import annotations

from typing import NamedTuple

from fieldteacher.store.reader import Reader


class VisitRow(NamedTuple):
    """One line of the visits' list."""

    id: str
    visited_on: str
    enterprise: str
    enterprise_name: str
    kind: str | None
    received_by: str | None
    findings: str | None
    satisfaction: int | None
    next_visit_on: str | None
    talks: int


def visits(reader: Reader) -> list[VisitRow]:
    """All visits, latest first."""
    return [
        VisitRow(*row)
        for row in reader.query(
            "SELECT v.id, v.visited_on, v.enterprise, coalesce(e.short_name, e.name, ''), v.kind, v.received_by, v.findings, "
            "v.satisfaction, v.next_visit_on, (SELECT count(*) FROM talk t WHERE t.visit = v.id AND t.deleted = 0) "
            "FROM visit v LEFT JOIN enterprise e ON e.id = v.enterprise WHERE v.deleted = 0 ORDER BY v.visited_on DESC"
        )
    ]


class TalkRow(NamedTuple):
    """One line of the talks' list."""

    id: str
    talked_on: str
    student: str
    student_name: str
    student_number: str
    class_name: str | None
    way: str | None
    summary: str | None
    difficulties: str | None
    attention_level: str | None
    follow_up_on: str | None
    followed_up_on: str | None


def talks(reader: Reader) -> list[TalkRow]:
    """All talks, latest first."""
    return [
        TalkRow(*row)
        for row in reader.query(
            "SELECT t.id, t.talked_on, t.student, coalesce(s.name, ''), coalesce(s.student_number, ''), s.class_name, t.way, "
            "coalesce(t.thoughts, t.work, t.living, t.gains, t.measures), t.difficulties, t.attention_level, t.follow_up_on, "
            "t.followed_up_on FROM talk t LEFT JOIN student s ON s.id = t.student WHERE t.deleted = 0 "
            "ORDER BY t.talked_on DESC, s.student_number"
        )
    ]


class LastTalk(NamedTuple):
    """How the talk was held that was recorded last."""

    way: str | None = None
    minutes: int | None = None
    place: str | None = None


def last_talk(reader: Reader) -> LastTalk:
    """How the last talk was held; nothing where there was none."""
    found = reader.query("SELECT way, minutes, place FROM talk WHERE deleted = 0 ORDER BY rowid DESC LIMIT 1")
    return LastTalk._make(found[0]) if found else LastTalk()


class PromiseRow(NamedTuple):
    """One line of the list of what was promised."""

    id: str
    due_on: str | None
    what: str
    who: str | None
    about: str
    about_type: str
    about_name: str
    status: str
    done_on: str | None
    result: str | None


def promises(reader: Reader) -> list[PromiseRow]:
    """All promises, open ones first, by due date."""
    return [
        PromiseRow(*row)
        for row in reader.query(
            "SELECT p.id, p.due_on, p.what, p.who, p.about, CASE WHEN s.id IS NULL THEN 'enterprise' ELSE 'student' END, "
            "coalesce(s.name, e.short_name, e.name, ''), coalesce(p.status, 'open'), p.done_on, p.result FROM promise p "
            "LEFT JOIN student s ON s.id = p.about LEFT JOIN enterprise e ON e.id = p.about WHERE p.deleted = 0 "
            "ORDER BY coalesce(p.status, 'open') <> 'open', p.due_on IS NULL, p.due_on"
        )
    ]


def follow_ups_due(reader: Reader, today: str) -> int:
    """How many talks wait for a follow-up on a day or before."""
    return int(
        reader.query(
            "SELECT count(*) FROM talk WHERE deleted = 0 AND followed_up_on IS NULL AND follow_up_on <= ?",
            (today,),
        )[0][0]
    )


def promises_due(reader: Reader, today: str) -> int:
    """How many open promises are due on a day or before."""
    return int(
        reader.query(
            "SELECT count(*) FROM promise WHERE deleted = 0 AND coalesce(status, 'open') = 'open' AND due_on <= ?",
            (today,),
        )[0][0]
    )
