"""Random histories of several laptops that each hold everything, and what must hold in every one of them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.exchange.laptop import FIELDS, Laptop
from tests.exchange.parcels import Parcel
from tests.exchange.truth import Truth

from fieldteacher.store.database import FILE

YEAR = 60 * 24 * 365
SKEWS = (0, 0, 0, 0, 1, -3, 60 * 9, -60 * 30, -24 * YEAR, 70 * YEAR)
"""By how many minutes clocks are off: mostly right, some by hours, some by decades."""
VALUES = ("甲", "乙", "丙", "丁", None)


@dataclass(frozen=True)
class Plan:
    """How large a history is and how badly it goes."""

    laptops: int
    steps: int
    loss: float
    trouble: float
    """How often backups, copies and undone imports happen, as a factor."""
    ticking: float
    """How often clocks move; where they do not, many edits have the same time."""

    @staticmethod
    def of(random: Random) -> Plan:
        """A plan for one seed: mostly small histories, some large."""
        large = random.random() < 0.15
        return Plan(
            laptops=random.randint(2, 7) if large else random.choice((2, 2, 3, 3, 4)),
            steps=random.randint(80, 200) if large else random.randint(20, 80),
            loss=random.choice((0, 0.1, 0.3, 0.6)),
            trouble=random.choice((0, 1, 1, 3)),
            ticking=random.choice((0.1, 1, 1)),
        )


@dataclass
class World:
    """Several laptops, and the packages under way between them."""

    folder: Path
    empty: Path
    """The file of an empty store; copying it is quicker than making one."""
    seed: int
    plan: Plan | None = None
    truth: Truth = field(default_factory=Truth)
    laptops: list[Laptop] = field(default_factory=list)
    post: list[Parcel] = field(default_factory=list)
    old: list[Parcel] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.plan = self.plan or Plan.of(self.random)
        for station in range(self.plan.laptops):
            self._add_laptop(station)

    def new_store(self, name: str) -> Path:
        """The folder of a new store."""
        folder = self.folder / name
        folder.mkdir()
        shutil.copy(self.empty, folder / FILE)
        return folder

    def _add_laptop(self, station: int) -> None:
        folder = self.new_store(f"laptop-{station}")
        self.laptops.append(Laptop(self.truth, station, folder, self.random, self.random.choice(SKEWS)))

    def close(self) -> None:
        """Close every store."""
        for laptop in self.laptops:
            laptop.store.close()

    # -- the history -----------------------------------------------------------------------------

    def run(self) -> None:
        """Live through the plan."""
        assert self.plan is not None
        for laptop in self.laptops[:2]:
            self._create(laptop)
        names, weights = zip(*self._choices().items(), strict=True)
        for _ in range(self.plan.steps):
            step: Callable[[Laptop], None] = self.random.choices(names, weights)[0]
            step(self.random.choice(self.laptops))
            self.done[step.__name__.strip("_")] += 1

    def _choices(self) -> dict[Callable[[Laptop], None], float]:
        assert self.plan is not None
        trouble = self.plan.trouble
        return {
            self._open_form: 9, self._save_form: 9, self._save: 8, self._create: 3, self._delete: 3, self._restore: 2,
            self._resolve: 4, self._undo: 3, self._clock: 4 * self.plan.ticking, self._send: 14, self._receive: 14, self._again: 1,
            self._undo_import: 1 * trouble, self._regret: 2 * trouble, self._back_up: 1 * trouble, self._lose: 0.5 * trouble, self._copy: 0.3 * trouble,
        }  # fmt: skip

    def _some_record(self, laptop: Laptop) -> tuple[str, str] | None:
        kind = self.random.choices(tuple(FIELDS), (6, 3, 1))[0]
        records = laptop.records(kind)
        # Few records make many meet in one.
        return (kind, self.random.choice(records[:3])) if records else None

    def _values(self, kind: str) -> dict[str, str | None]:
        names = self.random.sample(FIELDS[kind], self.random.randint(1, 2))
        return {n: self.random.choice(VALUES[:-1] if n == "name" else VALUES) for n in names}

    def _open_form(self, laptop: Laptop) -> None:
        if (found := self._some_record(laptop)) and len(laptop.forms) < 4:
            laptop.forms.append(laptop.open_form(*found))

    def _save_form(self, laptop: Laptop) -> None:
        if laptop.forms:
            form = laptop.forms.pop(self.random.randrange(len(laptop.forms)))
            values: dict[str, object] = dict(self._values(form.type))
            if self.random.random() < 0.4:  # forms that give every field
                values = {n: form.shown[n] for n in FIELDS[form.type]} | values
            laptop.save_form(form, values)

    def _save(self, laptop: Laptop) -> None:
        if found := self._some_record(laptop):
            laptop.save_form(laptop.open_form(*found), self._values(found[0]), stale=False)

    def _create(self, laptop: Laptop) -> None:
        kind = self.random.choices(tuple(FIELDS), (6, 3, 1))[0]
        values = {n: v for n, v in self._values(kind).items() if v is not None}
        if kind == "talk":
            students = laptop.records("student")
            if not students:
                return
            values |= {"student": self.random.choice(students[:4]), "talked_on": "2026-03-16"}
        elif kind == "student":
            values |= {"student_number": str(self.random.randrange(100)), "name": "李小明"}
        else:
            values.setdefault("name", "甲")
        laptop.create(kind, values)

    def _delete(self, laptop: Laptop) -> None:
        if found := self._some_record(laptop):
            laptop.delete(*found)

    def _restore(self, laptop: Laptop) -> None:
        if found := self._some_record(laptop):
            laptop.restore_record(*found)

    def _resolve(self, laptop: Laptop) -> None:
        laptop.resolve()

    def _undo(self, laptop: Laptop) -> None:
        laptop.undo()

    def _clock(self, laptop: Laptop) -> None:
        laptop.clock.advance(
            minutes=self.random.choice((1, 1, 7, 60, 600, -90, -60 * 30, 2 * YEAR, -2 * YEAR))
        )

    # -- packages --------------------------------------------------------------------------------

    def _send(self, laptop: Laptop) -> None:
        assert self.plan is not None
        others = [other.station for other in self.laptops if other.station != laptop.station]
        parcel = laptop.export(self.random.choice(others))
        self.old.append(parcel)
        if self.random.random() < self.plan.loss:
            return
        self.post += [parcel] * (2 if self.random.random() < 0.1 else 1)

    def _receive(self, laptop: Laptop) -> None:
        """Any of the packages under way, so they come late and out of order; one in twenty goes to somebody else."""
        mine = [parcel for parcel in self.post if parcel.to == laptop.station]
        if self.random.random() < 0.05:
            mine = self.post
        if mine:
            parcel = self.random.choice(mine)
            self.post.remove(parcel)
            laptop.take(parcel)

    def _again(self, laptop: Laptop) -> None:
        """A package from long ago that somebody still has on a stick."""
        if self.old:
            laptop.take(self.random.choice(self.old))

    def _undo_import(self, laptop: Laptop) -> None:
        if laptop.memory.imports:
            laptop.undo_import(self.random.choice(sorted(laptop.memory.imports)))

    def _regret(self, laptop: Laptop) -> None:
        """Go on from a value that an import brought, and then take the import back."""
        edits, imports = self.truth.edits, laptop.memory.imports
        over = {
            (number, edits[name].cell)
            for number, brought in imports.items()
            for name in brought & laptop.visible
            if edits[name].cell[2] in FIELDS[edits[name].cell[0]] and not self.truth.behind(name) <= brought
        }
        if over:
            number, (kind, record, name) = self.random.choice(sorted(over))
            form = laptop.open_form(kind, record)
            laptop.save_form(form, {name: self.random.choice(VALUES[:-1])}, stale=False)
            laptop.undo_import(number)

    # -- mishaps ---------------------------------------------------------------------------------

    def _back_up(self, laptop: Laptop) -> None:
        laptop.back_up()

    def _lose(self, laptop: Laptop) -> None:
        laptop.restore_backup()

    def _copy(self, laptop: Laptop) -> None:
        assert self.plan is not None
        if len(self.laptops) < self.plan.laptops + 1:
            self.laptops.append(laptop.copied(self.folder / f"copy-{len(self.laptops)}"))

    # -- the end ---------------------------------------------------------------------------------

    def everybody_meets(self) -> None:
        """What can be lost no longer is: everybody exchanges with everybody, until nobody has anything new."""
        first, *others = self.laptops
        for _ in range(3):
            for other in others:
                self._hand_over(other, first)
            for other in others:
                self._hand_over(first, other)
        for one in self.laptops:
            for other in self.laptops:
                if one is not other:
                    merged = other.take(one.export(other.station, all_of_it=one.station == other.station))
                    assert merged.applied == 0, "somebody still had something new"

    def _hand_over(self, giver: Laptop, taker: Laptop) -> None:
        stations = [laptop.station for laptop in self.laptops]
        twins = stations.count(taker.station) > 1 or stations.count(giver.station) > 1
        taker.take(giver.export(taker.station, all_of_it=twins))
