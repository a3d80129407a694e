"""The teacher's own enterprise practice: entries, days counted once, and entries proposed from visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.practice_days import (
    Presence,
    Proposal,
    Stretch,
    Targets,
    by_year,
    credited,
    proposals,
)
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language, Text
from fieldteacher.store.database import Store
from fieldteacher.store.queries import practice as queries
from fieldteacher.store.queries.practice import Entry, Visited
from fieldteacher.store.reader import Reader, Row

__all__ = ["PracticeCard", "PracticeRow", "PracticeService", "PracticeTotals", "Proposal", "Targets"]

_TARGETS = "practice_targets"
_FIVE = 5
_KIND = RECORD_TYPES["visit"].spec("kind")
_PROPOSED = Text("驻点指导实习学生：{visits}。", "Stationed to guide interns: {visits}.")
_VISIT = Text("{day} {kind}", "{day} {kind}")
_TALKS = Text("{day} {kind}，与 {n} 名学生谈话", "{day} {kind}, students talked with: {n}")


class PracticeRow(NamedTuple):
    """One line of the list; ``claimed`` and ``counted`` in tenths of a day."""

    id: str
    starts_on: str
    ends_on: str | None
    teacher: str
    teacher_name: str
    enterprise_name: str | None
    post: str | None
    claimed: int
    counted: int
    content: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class PracticeTotals:
    """A teacher's days, in tenths: this year, the last five calendar years, by year and by enterprise."""

    teacher: str
    name: str
    year: int
    this_year: int
    five_years: int
    years: Mapping[int, int]
    enterprises: Mapping[str, int]
    targets: Targets


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """An entry for reading, and where its teacher stands."""

    entry: Row
    heads: Mapping[str, str]
    row: PracticeRow
    totals: PracticeTotals


class PracticeService:
    """The verbs on the teachers' own practice."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self) -> list[PracticeRow]:
        """All entries, latest first, each with what it brings."""
        entries = queries.entries(self._store.read())
        counted = counted_days(entries)
        return [_row(each, sum(counted[each.id].values())) for each in entries]

    def card(self, entry: str) -> PracticeCard:
        """An entry; raises ``NotFound``."""
        reader = self._store.read()
        record = reader.need("practice_entry", entry)
        own = queries.entries(reader, record["teacher"])
        row = next(each for each in own if each.id == entry)
        counted = counted_days(own)
        totals = self._totals(reader, record["teacher"], own)
        return PracticeCard(
            record, reader.heads("practice_entry", entry), _row(row, sum(counted[entry].values())), totals
        )

    def owner(self) -> str | None:
        """The teacher whose store this is, if there is a record of them."""
        reader = self._store.read()
        found = reader.records("teacher", {"name": reader.setting("author") or ""}, limit=1)
        return str(found[0]["id"]) if found else None

    def totals(self, teacher: str) -> PracticeTotals:
        """Where a teacher stands."""
        reader = self._store.read()
        return self._totals(reader, teacher, queries.entries(reader, teacher))

    def within(self, since: date, until: date) -> list[tuple[str, int]]:
        """Each teacher's name and days from one day to another, in tenths; no day counts twice."""
        entries = queries.entries(self._store.read())
        days: dict[tuple[str, str], int] = {}
        for each in entries:
            days.setdefault((each.teacher_name, each.teacher), 0)
        owners = {each.id: (each.teacher_name, each.teacher) for each in entries}
        for id, counted in counted_days(entries).items():
            days[owners[id]] += sum(tenths for day, tenths in counted.items() if since <= day <= until)
        return [(name, tenths) for (name, _), tenths in sorted(days.items()) if tenths]

    def targets(self) -> Targets:
        """What the college asks for, as set in this store."""
        return _targets(self._store.read())

    def set_targets(self, targets: Targets) -> None:
        """Keep what the college asks for."""
        parts = (targets.months_a_year, targets.months_in_five_years, targets.days_a_month)
        self._store.keep_settings({_TARGETS: "/".join(map(str, parts))})

    def start(self) -> dict[str, Any]:
        """What a new entry starts with: the owner, today, and the post of the owner's last entry."""
        today, owner = self._clock.today().isoformat(), self.owner()
        last = queries.entries(self._store.read(), owner)[:1] if owner else []
        post = last[0].post if last else None
        return {"teacher": owner, "starts_on": today, "ends_on": today, **({"post": post} if post else {})}

    def proposals(self, teacher: str, language: Language = "zh_CN") -> list[tuple[Proposal, str, str]]:
        """Entries that the teacher's visits could make, latest first, each with the enterprise's name and its content."""
        reader = self._store.read()
        record = reader.need("teacher", teacher)
        own = record["name"] == reader.setting("author")
        visits = queries.visits_of(reader, record["name"], owner=own)
        entries = queries.entries(reader, teacher)
        taken: Counter[date] = Counter()
        for days in counted_days(entries).values():
            taken.update(days)
        entered = {(e.enterprise, day) for e in entries if e.enterprise for day in _stretch(e).every_day()}
        names = {each.enterprise: each.enterprise_name for each in visits}
        made = proposals([_presence(each, language) for each in visits], taken, entered)
        return [
            (each, names[each.enterprise], _PROPOSED.fill(visits=_joined(each, language)).to(language))
            for each in made
        ]

    def accept(
        self, teacher: str, accepted: Sequence[tuple[Proposal, str]]
    ) -> tuple[Sequence[str], ChangeSet]:
        """Make entries of proposals, each with its content, in one save; returns their ids."""
        with self._store.write(Text("记录企业实践", "record practice")) as txn:
            ids = [
                txn.create(
                    "practice_entry",
                    {
                        "teacher": teacher, "enterprise": each.enterprise, "starts_on": each.starts_on.isoformat(),
                        "ends_on": each.ends_on.isoformat(), "days": each.days, "content": content,
                    },
                )
                for each, content in accepted
            ]  # fmt: skip
        return ids, txn.changes

    def _totals(self, reader: Reader, teacher: str, entries: Sequence[Entry]) -> PracticeTotals:
        counted = counted_days(entries)
        years = by_year(counted.values())
        firms: Counter[str] = Counter()
        for each in entries:
            firms[each.enterprise_name or ""] += sum(counted[each.id].values())
        year = self._clock.today().year
        five = sum(days for when, days in years.items() if year - _FIVE < when <= year)
        name = reader.need_any("teacher", teacher)["name"] or ""
        return PracticeTotals(
            teacher, name, year, years.get(year, 0), five, years, dict(firms.most_common()), _targets(reader)
        )


def counted_days(entries: Sequence[Entry]) -> dict[str, Mapping[date, int]]:
    """What each entry brings by day; each teacher's days are counted by themselves."""
    by_teacher: dict[str, list[Stretch]] = {}
    for each in entries:
        by_teacher.setdefault(each.teacher, []).append(_stretch(each))
    return {id: days for own in by_teacher.values() for id, days in credited(own).items()}


def _stretch(each: Entry) -> Stretch:
    last = date.fromisoformat(each.ends_on or each.starts_on)
    return Stretch(each.id, date.fromisoformat(each.starts_on), last, each.days)


def _row(each: Entry, counted: int) -> PracticeRow:
    return PracticeRow(
        each.id, each.starts_on, each.ends_on, each.teacher, each.teacher_name, each.enterprise_name, each.post,
        _stretch(each).claimed,
        counted, each.content, each.outcome,
    )  # fmt: skip


def _targets(reader: Reader) -> Targets:
    kept = (reader.setting(_TARGETS) or "").split("/")
    if len(kept) != len(Targets.__slots__) or not all(part.isdecimal() for part in kept):
        return Targets()
    return Targets(*map(int, kept))


def _presence(visit: Visited, language: Language) -> Presence:
    minutes = None
    if visit.arrived_at and visit.left_at:
        stay = datetime.fromisoformat(f"2000-01-01T{visit.left_at}") - datetime.fromisoformat(
            f"2000-01-01T{visit.arrived_at}"
        )
        minutes = max(0, int(stay.total_seconds() // 60))
    day = date.fromisoformat(visit.visited_on)
    kind = _KIND.choice_label(visit.kind or "routine")
    said = (_TALKS if visit.talks else _VISIT).fill(day=f"{day:%m-%d}", kind=kind, n=visit.talks)
    return Presence(visit.enterprise, day, minutes, said.to(language))


def _joined(proposal: Proposal, language: Language) -> str:
    return ("；" if language == "zh_CN" else "; ").join(each.content for each in proposal.presences)
