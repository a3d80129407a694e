"""Random histories of an office and teachers who each hold only their own students: handed over, restored, copied."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.exchange.college import College
from tests.exchange.desk import Desk, Packet
from tests.exchange.laptop import FIELDS
from tests.exchange.truth import Edit, Name, Truth
from tests.exchange.world import VALUES

DAY = 60 * 24


@dataclass
class Scoped:
    """One history. ``desks[0]`` is the office."""

    folder: Path
    college: College
    seed: int
    truth: Truth = field(default_factory=Truth)
    desks: list[Desk] = field(default_factory=list)
    post: list[Packet] = field(default_factory=list)
    old: list[Packet] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    evicted: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.teachers = self.random.randint(2, len(self.college.teachers))
        self.steps = self.random.randint(30, 90)
        self.loss = self.random.choice((0, 0.2, 0.5))
        self.trouble = self.random.choice((0, 1, 1, 3))
        for station in range(self.teachers + 1):
            folder = self.folder / f"store-{station}"
            shutil.copytree(self.college.store(station), folder)
            shutil.copytree(self.college.leases(station), self.folder / f"leases-{folder.name}")
            self.desks.append(Desk(self.truth, station, self.college, folder, self.random))
            self._know_what_is_there(self.desks[-1])

    def _know_what_is_there(self, desk: Desk) -> None:
        numbers = dict(desk.store.read().query("SELECT n, id FROM device"))
        for row in desk.store.read().query(
            "SELECT d.id, c.counter, c.type, c.record, c.field, c.value, c.wall, c.plausible, c.replaces, o.id "
            "FROM change c JOIN device d ON d.n = c.device JOIN dossier o ON o.n = c.dossier"
        ):
            device, counter, kind, record, name, value, wall, plausible, replaces, dossier = row
            if (device, counter) not in self.truth.edits:
                pairs = (part.partition(".") for part in replaces.split())
                seen = frozenset((numbers[int(n)], int(c)) for n, _, c in pairs)
                self.truth.add(
                    Edit((device, counter), (kind, record, name), value, wall, bool(plausible), seen, dossier)
                )
        desk.read_log()

    @property
    def office(self) -> Desk:
        """The office."""
        return self.desks[0]

    def close(self) -> None:
        """Close every store."""
        for desk in self.desks:
            desk.store.close()

    # -- the history -----------------------------------------------------------------------------

    def run(self) -> None:
        """Live through the history."""
        for _ in range(3):
            self._enrol(self.office)
        t = self.trouble
        steps: dict[Callable[[Desk], None], float] = {
            self._enrol: 2, self._hand_over: 5, self._open_form: 5, self._save_form: 5, self._save: 10, self._talk: 4,
            self._delete: 1, self._restore: 1, self._resolve: 3, self._undo: 1, self._days: 5, self._send: 16,
            self._receive: 16, self._again: 1, self._undo_import: 0.5 * t, self._back_up: 1.5 * t, self._lose: 1 * t,
            self._copy: 0.3 * t,
        }  # fmt: skip
        for _ in range(self.steps):
            step = self.random.choices(tuple(steps), tuple(steps.values()))[0]
            step(self.random.choice([self.office, *self.desks]))
            self.done[step.__name__.strip("_")] += 1

    # -- what people do --------------------------------------------------------------------------

    def _enrol(self, desk: Desk) -> None:
        """A new student, mostly the office's, with a placement under a teacher or under nobody."""
        number = f"{self.random.getrandbits(48):012x}"  # found again in the bytes of files
        student = desk.create("student", {"student_number": number, "name": "李小明"})
        if self.random.random() < 0.9:
            self._place(desk, student)

    def _place(self, desk: Desk, student: str) -> None:
        if self.college.enterprise not in desk.records("enterprise"):
            return
        teacher = self.random.choice((*self._teachers(desk), None))
        values: dict[str, Any] = {
            "student": student, "enterprise": self.college.enterprise, "status": self.random.choice(("active", "active", "planned")),
            "start": f"2026-0{self.random.randint(1, 6)}-01",
        }  # fmt: skip
        desk.create("placement", values | ({"teacher": teacher} if teacher else {}))

    def _hand_over(self, desk: Desk) -> None:
        """Somebody else becomes a student's teacher: named in the placement there is, or in another one."""
        placements = desk.records("placement")
        if not placements or (desk.station and self.random.random() < 0.7):
            return
        placement = self.random.choice(placements)
        row = desk.store.read().get("placement", placement)
        if row is None or row["deleted"] or row["student"] is None:
            return
        if self.random.random() < 0.3:
            self._place(desk, row["student"])
        else:
            teacher = self.random.choice(self._teachers(desk) or [None])
            values = {"teacher": teacher, "status": self.random.choice(("active", "active", "ended"))}
            desk.save_form(desk.open_form("placement", placement), values, stale=False)

    def _teachers(self, desk: Desk) -> list[str]:
        known = desk.records("teacher")
        return [each for each in self.college.teachers[: self.teachers] if each in known]

    def _some(self, desk: Desk) -> tuple[str, str] | None:
        kind = self.random.choice(("student", "student", "talk"))
        records = desk.records(kind)
        return (kind, self.random.choice(records[:5])) if records else None

    def _values(self, kind: str) -> dict[str, str | None]:
        return {
            n: self.random.choice(VALUES) for n in self.random.sample(FIELDS[kind], self.random.randint(1, 2))
        }

    def _open_form(self, desk: Desk) -> None:
        if (found := self._some(desk)) and len(desk.forms) < 3:
            desk.forms.append(desk.open_form(*found))

    def _save_form(self, desk: Desk) -> None:
        if desk.forms:
            form = desk.forms.pop(self.random.randrange(len(desk.forms)))
            desk.save_form(form, self._values(form.type))

    def _save(self, desk: Desk) -> None:
        if found := self._some(desk):
            desk.save_form(desk.open_form(*found), self._values(found[0]), stale=False)

    def _talk(self, desk: Desk) -> None:
        if students := desk.records("student"):
            values = {"student": self.random.choice(students), "talked_on": "2026-03-16", "work": "谈话"}
            desk.create("talk", values)

    def _delete(self, desk: Desk) -> None:
        if found := self._some(desk):
            desk.delete(*found)

    def _restore(self, desk: Desk) -> None:
        if found := self._some(desk):
            desk.restore_record(*found)

    def _resolve(self, desk: Desk) -> None:
        desk.resolve()

    def _undo(self, desk: Desk) -> None:
        desk.undo()

    def _days(self, _: Desk) -> None:
        """Time goes by for all."""
        days = self.random.choice((0.1, 1, 4, 8, 15))
        for desk in self.desks:
            desk.clock.advance(minutes=days * DAY + self.random.randint(-30, 30))

    # -- packages --------------------------------------------------------------------------------

    def _send(self, desk: Desk) -> None:
        others = [n for n in range(self.teachers + 1) if n != desk.station]
        to = self.random.choice([0, 0, 0, *others]) if desk.station else self.random.choice(others)
        if to == desk.station:
            return
        packet = self.write(desk, to)
        self.old.append(packet)
        if self.random.random() >= self.loss:
            self.post += [packet] * (2 if self.random.random() < 0.1 else 1)

    def write(self, desk: Desk, to: int) -> Packet:
        """A package file."""
        return desk.write(to, self.folder / f"{len(list(self.folder.glob('*.ftpkg')))}.ftpkg")

    def _receive(self, desk: Desk) -> None:
        mine = [packet for packet in self.post if packet.to == desk.station]
        if self.random.random() < 0.03:
            mine = self.post
        if mine:
            packet = self.random.choice(mine)
            self.post.remove(packet)
            self.deliver(packet, desk)

    def deliver(self, packet: Packet, desk: Desk) -> int:
        """Take in a package; what is removed at that is held by the office. Returns how many changes were new."""
        removed = set(desk.removed)
        taken = desk.receive(packet)
        gone = desk.removed - removed
        self.evicted += bool(gone)
        self._check_gone(desk, gone)
        return taken.merged.applied if taken else 0

    def _check_gone(self, desk: Desk, gone: set[Name]) -> None:
        assert desk is not self.office or not gone
        held = set().union(*(each.ever for each in self.desks if each.station == 0))
        unheld = {name for name in gone if self.truth.edits[name].travels} - held
        assert not unheld, "what the office never had was removed"
        dossiers = {self.truth.edits[name].dossier for name in gone}
        left = {self.truth.edits[name].dossier for name in desk.memory.known}
        assert not dossiers & left, "a part of a dossier was left behind"

    def _again(self, desk: Desk) -> None:
        mine = [packet for packet in self.old if packet.to == desk.station]
        if mine:
            self.deliver(self.random.choice(mine), desk)

    def _undo_import(self, desk: Desk) -> None:
        if desk.memory.imports:
            desk.undo_import(self.random.choice(sorted(desk.memory.imports)))

    # -- mishaps ---------------------------------------------------------------------------------

    def _back_up(self, desk: Desk) -> None:
        desk.back_up()

    def _lose(self, desk: Desk) -> None:
        desk.restore_backup()

    def _copy(self, desk: Desk) -> None:
        if desk.station and len(self.desks) < self.teachers + 2:
            self.desks.append(desk.twin(self.folder / f"copy-{len(self.desks)}"))

    # -- the end ---------------------------------------------------------------------------------

    def term_ends(self) -> None:
        """Nothing is lost any more: everybody exchanges with the office for some weeks."""
        for _ in range(5):
            for desk in self.desks:
                desk.clock.advance(minutes=8 * DAY)
            for desk in self.desks[1:]:
                self.deliver(self.write(desk, 0), self.office)
            for desk in self.desks[1:]:
                self.deliver(self.write(self.office, desk.station), desk)
