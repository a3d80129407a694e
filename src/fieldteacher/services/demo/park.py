"""The demo: a park of invented enterprises with invented students, three months into their placements.

Nothing here is about anybody. The same seed, size and day give the same records with the same ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from fieldteacher.domain.calendar import WorkCalendar
from fieldteacher.domain.clock import Ids, SeededIds
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text
from fieldteacher.services.demo.calendar import Calendar
from fieldteacher.services.demo.colleague import meet_a_colleague
from fieldteacher.services.demo.diary import Diary
from fieldteacher.services.demo.events import Events
from fieldteacher.services.demo.files import Files
from fieldteacher.services.demo.ledger import Ledger, Planted, Save
from fieldteacher.services.demo.marks import Marks, make_schemes
from fieldteacher.services.demo.oversight import Oversight
from fieldteacher.services.demo.people import gather, teacher_names
from fieldteacher.services.demo.placing import move_some, place_all
from fieldteacher.services.demo.planting import plant
from fieldteacher.services.demo.reporting import report_values
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.database import Store

__all__ = ["Demo", "DemoClock", "Park", "Planted", "demo_clock", "demo_ids", "fill"]

MOST_STUDENTS = 100_000
MOST_TEACHERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Park:
    """What to make. Raises ``InputRefused`` for sizes that make no sense."""

    today: date
    students: int = 150
    teachers: int = 2
    seed: int = 1
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """Small JPEGs by what they show, which the visits, incidents and papers carry (``demo.files``)."""
    workdays: WorkCalendar = field(default_factory=WorkCalendar)
    """The days on which the enterprises are checked."""

    def __post_init__(self) -> None:
        sizes = (("students", self.students, MOST_STUDENTS), ("teachers", self.teachers, MOST_TEACHERS))
        for name, value, most in sizes:
            if not 1 <= value <= most:
                raise InputRefused(
                    "out_of_range",
                    Text("{name} 应在 1 到 {most} 之间。", "{name} must be between 1 and {most}.").fill(name=name, most=most),
                    field=name,
                )  # fmt: skip
        if not 1990 <= self.today.year <= 2100:
            raise InputRefused(
                "out_of_range", Text("日期应在 1990 到 2100 年之间。", "The day must be within 1990 to 2100."), field="today"
            )  # fmt: skip

    @property
    def calendar(self) -> Calendar:
        """The days of the demo."""
        return Calendar(self.today)

    def owner(self) -> str:
        """The teacher whose store it is."""
        return self.staff()[0]

    def staff(self) -> Sequence[str]:
        """The names of the teachers."""
        return teacher_names(self.teachers, Random(f"{self.seed}/teachers"))


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made: records by type, and the problems put in on purpose."""

    counts: Mapping[str, int]
    planted: Sequence[Planted]


class DemoClock:
    """A clock that is put to the time of each save, so that histories look as they would have grown."""

    def __init__(self, begins: datetime) -> None:
        self.begins = begins
        self._now = begins

    def now(self) -> datetime:
        """The time it was put to, in UTC."""
        return self._now

    def today(self) -> date:
        """Its day in China."""
        return (self._now + timedelta(hours=8)).date()

    def put_to(self, moment: datetime) -> None:
        """Put it to another time."""
        self._now = moment


def demo_clock(park: Park) -> DemoClock:
    """The clock to make a park's store with."""
    return DemoClock(datetime.combine(park.calendar.start - timedelta(days=40), time(1, 0), UTC))


def demo_ids(park: Park) -> Ids:
    """The source of ids to make a park's store with."""
    return SeededIds(park.seed, demo_clock(park).begins)


def fill(store: Store, park: Park, clock: DemoClock) -> Demo:
    """Write a park into a new, empty store that was made with ``clock``."""
    ledger = _compose(park)
    if park.pictures:
        Blobs(store, clock).put_all(list(park.pictures.values()))
    for save in ledger.ordered():
        clock.put_to(save.at)
        for entry in save.entries:
            if entry.type == "briefing":
                entry.values |= report_values(store, clock, entry.values)
        _write(store, save)
    store.keep_settings({"author": park.owner(), "default_scheme": _scheme_in_use(ledger)})
    planted = [*ledger.planted, *meet_a_colleague(store, clock, ledger, park.staff()[-1])]
    counts = Counter(ledger.counts())
    counts.update(case.type for case in planted if case.rule == "duplicate")  # which the colleague made
    return Demo(dict(sorted(counts.items())), planted)


def _compose(park: Park) -> Ledger:
    calendar = park.calendar
    ledger = Ledger(demo_ids(park), park.today)
    staff = park.staff()
    scheme, criteria = make_schemes(ledger, calendar, staff[0])
    cast = gather(ledger, calendar, park.seed, park.students, staff, scheme)
    place_all(ledger, calendar, park.seed, cast)
    move_some(ledger, calendar, park.seed, cast)
    Diary(ledger, calendar, park.seed, cast, park.workdays).fill()
    Events(ledger, calendar, park.seed, cast).fill()
    Marks(ledger, calendar, park.seed, cast, scheme, criteria).fill()
    Oversight(ledger, calendar, park.seed, cast).fill()
    Files(ledger, park.pictures, park.seed, staff[0]).fill()
    plant(ledger, calendar, park.seed, cast)
    return ledger


def _write(store: Store, save: Save) -> None:
    store.keep_settings({"author": save.author})
    with store.write(save.label, purpose="demo") as txn:
        for entry in save.entries:
            if entry.new:
                txn.create(entry.type, entry.values, id=entry.id)
            else:
                txn.update(entry.type, entry.id, entry.values)


def _scheme_in_use(ledger: Ledger) -> str:
    return str(ledger.of("batch")[0].values["scheme"])
