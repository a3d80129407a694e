"""Incidents: the first record within a minute, who is told by when, what is still open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock, this_minute
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.incident_clocks import LIMITS, Deadline, deadlines, injured, limits, next_deadline
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text, listed
from fieldteacher.services.attaching import Kept, attach
from fieldteacher.services.records import check_beside_others
from fieldteacher.store.database import Store
from fieldteacher.store.queries import incidents as queries
from fieldteacher.store.reader import Row

if TYPE_CHECKING:
    from fieldteacher.services.rule_sets import RuleSetService

_INCIDENT, _NOTIFICATION = RECORD_TYPES["incident"], RECORD_TYPES["notification"]
_WANTED = ("course", "measures", "cause", "correction")
_WANTED_AFTER_INJURY = ("injury", "aftercare")
_EMPTY, _NOT_TOLD = Text("未填：{fields}", "empty: {fields}"), Text("未通报：{who}", "not told: {who}")


class NextClock(NamedTuple):
    """The clock of an open incident that runs out first, ``None`` where all are told; closed ones sort last."""

    order: str
    deadline: Deadline | None
    closed: bool


class IncidentRow(NamedTuple):
    """One line of the incidents' list."""

    id: str
    occurred_at: str
    kind: str
    level: str | None
    students: str
    enterprise: str | None
    enterprise_name: str
    place: str | None
    injured: bool
    clock: NextClock
    closed_on: str | None


@dataclass(frozen=True, slots=True)
class IncidentCard:
    """All that an incident's card shows.

    ``people`` are whom to call for each of those to be told (name, number; each may be empty), ``missing`` what one
    would expect to be filled in before the incident is closed.
    """

    incident: Row
    heads: Mapping[str, str]
    students: Sequence[tuple[str, str]]
    enterprise_name: str
    told: Sequence[Row]
    clocks: Sequence[Deadline]
    people: Mapping[str, tuple[str, str]]
    missing: Sequence[Text]


class IncidentService:
    """The verbs on incidents and notifications; amending them is ``RecordService``'s."""

    def __init__(self, store: Store, clock: Clock, rule_sets: Callable[[], RuleSetService]) -> None:
        """``rule_sets`` is called when limits are first asked for: counting what waits needs none."""
        self._store = store
        self._clock = clock
        self._rule_sets = rule_sets

    def rows(self) -> list[IncidentRow]:
        """The incidents' list, latest first."""
        reader = self._store.read()
        found, told = queries.incidents(reader), queries.told(reader)
        names = reader.titles("student", {each for row in found for each in row["students"] or ()})
        batches = queries.batches(reader)
        within = {each: self._limits(each) for each in {batches.get(row["id"]) for row in found}}

        def next_clock(row: Row) -> NextClock:
            if row["closed_on"]:
                return NextClock("~", None, True)
            found = next_deadline(deadlines(row, told.get(row["id"], ()), within[batches.get(row["id"])]))
            return NextClock(found.due if found else "9", found, False)

        return [
            IncidentRow(
                row["id"], row["occurred_at"], row["kind"], row["level"],
                "、".join(names.get(each, "") for each in row["students"] or ()), row["enterprise"],
                row["enterprise_name"], row["place"], bool(row["injury"] or row["hospital"]),
                next_clock(row), row["closed_on"],
            )
            for row in found
        ]  # fmt: skip

    def waiting(self) -> int:
        """How many incidents are not closed."""
        return queries.open_ones(self._store.read())

    def card(self, incident: str) -> IncidentCard:
        """An incident's card; raises ``NotFound``."""
        reader = self._store.read()
        record = reader.need("incident", incident)
        told = reader.records("notification", {"incident": incident}, order=("told_at",))
        within = self._limits(queries.batches(reader).get(incident))
        clocks = deadlines(record, [(each["told"], each["told_at"]) for each in told], within)
        students = record["students"] or ()
        names = reader.titles("student", students)
        enterprise = record["enterprise"]
        return IncidentCard(
            record, reader.heads("incident", incident), [(each, names.get(each, "")) for each in students],
            reader.titles("enterprise", [enterprise]).get(enterprise, "") if enterprise else "", told, clocks,
            queries.people(reader, record), _missing(record, clocks),
        )  # fmt: skip

    def start(self, student: str | None = None, enterprise: str | None = None) -> dict[str, Any]:
        """What a new incident starts with: it happened now, and is known now, where the student is placed."""
        now = this_minute(self._clock)
        return {
            "level": "minor", "occurred_at": now, "known_at": now, "students": (student,) if student else None,
            "enterprise": enterprise or (self.place_of([student]) if student else None),
        }  # fmt: skip

    def place_of(self, students: Sequence[str]) -> str | None:
        """The enterprise where the first of these students who is placed now is placed."""
        return queries.place_of(self._store.read(), students)[0]

    def limits(self, students: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
        """By level of incident and who is told, the minutes that the rules of these students' batch leave."""
        return self._limits(queries.place_of(self._store.read(), students)[1])

    def limits_in(self, batches: Iterable[str]) -> Mapping[str, Mapping[str, Mapping[str, int]]]:
        """``limits`` of the incidents whose students are in one of these batches, by incident."""
        within = {each: self._limits(each) for each in batches}
        found = queries.batches(self._store.read())
        return {incident: within[batch] for incident, batch in found.items() if batch in within}

    def _limits(self, batch: str | None) -> Mapping[str, Mapping[str, int]]:
        try:
            found = self._rule_sets().incident_limits(batch)
        except (
            UserError
        ):  # no rules on this machine, or the batch is gone: the clocks run by the usual limits
            return LIMITS
        named = {f"{level}_told": each.told for level, each in found.items()}
        return limits(named | {f"{level}_written": each.written for level, each in found.items()})

    def record(self, values: Mapping[str, Any], photos: Sequence[Kept] = ()) -> tuple[str, ChangeSet]:
        """Save a new incident with ``photos`` that were taken in; raises ``FieldProblem``."""
        with self._store.write(Text("登记安全事件", "record an incident")) as txn:
            made = txn.create("incident", values)
            attach(txn, made, photos)
        return made, txn.changes

    def notify(
        self, incident: str, told: str, *, person: str | None = None, told_at: str | None = None
    ) -> tuple[str, ChangeSet]:
        """Note that somebody was told, now unless said otherwise.

        Raises ``FieldProblem`` where that was before the incident happened.
        """
        values = {
            "incident": incident, "told": told, "person": person or None,
            "told_at": told_at or this_minute(self._clock),
        }  # fmt: skip
        label = Text("登记通报：{who}", "note that the {who} was told")
        with self._store.write(label.fill(who=_NOTIFICATION.spec("told").choice_label(told))) as txn:
            made = txn.create("notification", values)
            check_beside_others(txn, "notification", made, values)
        return made, txn.changes

    def close(self, incident: str) -> ChangeSet:
        """Close an incident today."""
        with self._store.write(Text("结案", "close an incident")) as txn:
            txn.update("incident", incident, {"closed_on": self._clock.today().isoformat()})
        return txn.changes

    def reopen(self, incident: str) -> ChangeSet:
        """Open a closed incident again."""
        with self._store.write(Text("重新打开安全事件", "reopen an incident")) as txn:
            txn.update("incident", incident, {"closed_on": None})
        return txn.changes


def _missing(incident: Row, clocks: Sequence[Deadline]) -> list[Text]:
    """What one would expect before an incident is closed (Art. 28, 29 and 36 of the Regulation)."""
    told = _NOTIFICATION.spec("told")
    wanted = (*_WANTED, *(_WANTED_AFTER_INJURY if injured(incident) else ()))
    if any(each.told == "insurer" for each in clocks):
        wanted = (*wanted, "insurance_claim")
    if incident["discipline"]:
        wanted = (*wanted, "discipline_on")
    silent = [told.choice_label(each.told) for each in clocks if each.told_at is None]
    empty = [_INCIDENT.spec(name).label for name in wanted if not incident[name]]
    pairs = ((_NOT_TOLD.fill(who=listed(silent)), silent), (_EMPTY.fill(fields=listed(empty)), empty))
    return [words for words, there in pairs if there]
