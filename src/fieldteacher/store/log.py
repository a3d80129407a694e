"""The change log: every save's changes, each naming what it replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.store.columns import Scalar
from fieldteacher.store.digest import grown
from fieldteacher.store.driver import Connection
from fieldteacher.store.fold import ERASED, STANDING, Change, Folded, Name, Names, read_names, write_names
from fieldteacher.store.parts import in_parts, marks

_INSERT = "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 1, NULL)"
_BUFFERED = 4_000
_ERASED = Text(
    "这名学生的资料已按要求清除，不能再记录。",
    "The data of this student were erased on request; nothing more can be recorded.",
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What all changes of one save have in common.

    ``wall`` is ms since 1970 (UTC) by this device's clock; ``plausible`` whether that clock can be right.
    """

    device: int
    counter: int
    """The last counter used before this save."""
    wall: int
    plausible: bool
    save: int
    author: str
    put_together: bool
    """Whether any record stands for another."""
    some_erased: bool
    """Whether anybody's data were erased."""


class Log:
    """Appends changes within one transaction, and answers what the log says of a cell."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        self._connection = connection
        self._stamp = stamp
        self._counter = stamp.counter
        self._pending: list[tuple[object, ...]] = []
        self._dossiers: dict[str, int] = {}
        self._owners: dict[str, int] = {}
        self._changed: set[int] = set()
        self._grown: dict[int, int] = {}
        self._made: set[int] = set()
        self._erased: frozenset[int] | None = None if stamp.some_erased else frozenset()

    @property
    def counters(self) -> tuple[int, int]:
        """First and last counter written; the last is the smaller where nothing was."""
        return self._stamp.counter + 1, self._counter

    @property
    def save(self) -> int:
        """The number of this save."""
        return self._stamp.save

    @property
    def plausible(self) -> bool:
        """Whether this device's clock can be right."""
        return self._stamp.plausible

    @property
    def wall(self) -> int:
        """When this save is made, ms since 1970 (UTC) by this device's clock."""
        return self._stamp.wall

    # -- writing -------------------------------------------------------------------------------

    def add(
        self,
        type_name: str,
        record: str,
        dossier: int,
        values: Mapping[str, Scalar],
        replaces: Mapping[str, Names] | None = None,
    ) -> None:
        """Log a change for each of ``values``; which changes each replaces is in ``replaces``.

        The caller says what stands afterwards (``retire``, ``settle``). Raises ``UserError`` (``erased``) where the
        dossier is that of a person whose data were erased on request.
        """
        if dossier in self.erased and ERASED not in values:
            raise UserError("erased", _ERASED)
        s = self._stamp
        plausible = int(s.plausible)
        counter = self._counter
        for name, value in values.items():
            counter += 1
            replaced = write_names(replaces[name]) if replaces else ""
            self._pending.append(
                (s.device, counter, s.wall, plausible, type_name, record, name, value, replaced, dossier, s.save)
            )  # fmt: skip
        self._counter = counter
        self._owners[record] = dossier
        self._changed.add(dossier)
        if len(self._pending) >= _BUFFERED:
            self.flush()

    def flush(self) -> None:
        """Write what is buffered."""
        if self._pending:
            self._connection.executemany(_INSERT, self._pending)
            self._pending.clear()

    def finish(self) -> None:
        """Write what is buffered, and the digests of the dossiers written to, or that they are another now."""
        self.flush()
        self._connection.executemany(
            "UPDATE dossier SET digest = NULL WHERE n = ? AND digest IS NOT NULL",
            [(n,) for n in self._changed],
        )
        self._connection.executemany("UPDATE dossier SET digest = ? WHERE n = ?", self._grown_digests())
        for noted in (self._changed, self._grown, self._made):
            noted.clear()

    def touch(self, dossiers: Iterable[int]) -> None:
        """Note that dossiers were written to otherwise than by ``add``."""
        self._changed.update(dossiers)

    def grow(self, dossier: int, hashes: int) -> None:
        """Note that changes came to a dossier, by their hashes' sum: unless more happens to it, its digest need not be computed."""
        self._grown[dossier] = self._grown.get(dossier, 0) + hashes

    def retire(self, names: Iterable[Name]) -> None:
        """Note that these changes no longer stand."""
        ordered = sorted(names)
        if ordered:
            self._connection.executemany(
                "UPDATE change SET live = 0 WHERE device = ? AND counter = ?", ordered
            )

    def settle(self, type_name: str, record: str, name: str, heads: Names, conflict: bool) -> None:
        """Note which changes of a cell stand, and list the cell if they disagree."""
        self.flush()
        self._connection.execute(
            "UPDATE change SET live = 0 WHERE record = ? AND field = ? AND live = 1", (record, name)
        )
        self._connection.executemany(
            "UPDATE change SET live = 1 WHERE device = ? AND counter = ?", sorted(heads)
        )
        if conflict:
            self._connection.execute(
                "INSERT OR IGNORE INTO conflict VALUES (?, ?, ?)", (type_name, record, name)
            )
        else:
            self._connection.execute("DELETE FROM conflict WHERE record = ? AND field = ?", (record, name))

    def _grown_digests(self) -> list[tuple[str, int]]:
        """The new digests of dossiers that only grew, where the old one is known."""
        found = []
        for part in in_parts(self._grown.keys() - self._changed):
            sql = f"SELECT n, digest FROM dossier WHERE n IN ({marks(part)})"
            for n, digest in self._connection.execute(sql, part).fetchall():
                if digest is not None or n in self._made:
                    found.append((grown(digest or "", self._grown[n]), n))
        return found

    # -- devices and dossiers ------------------------------------------------------------------------------

    def new_device(self, id: str, label: str) -> int:
        """Enter another device and return its local number."""
        made = self._connection.execute("INSERT INTO device (id, label, role) VALUES (?, ?, '')", (id, label))
        return int(made.lastrowid)

    def dossier(self, id: str) -> int:
        """The local number of a dossier, made where new."""
        if id not in self._dossiers:
            made = self._connection.execute("INSERT OR IGNORE INTO dossier (id) VALUES (?)", (id,))
            if made.rowcount:
                self._dossiers[id] = int(made.lastrowid)
                self._made.add(self._dossiers[id])
            else:
                row = self._connection.execute("SELECT n FROM dossier WHERE id = ?", (id,)).fetchone()
                self._dossiers[id] = int(row[0])
        return self._dossiers[id]

    @property
    def erased(self) -> frozenset[int]:
        """The dossiers of people whose data were erased on request."""
        if self._erased is None:
            rows = self._connection.execute("SELECT n FROM dossier WHERE erased = 1")
            self._erased = frozenset(row[0] for row in rows)
        return self._erased

    def erase(self, dossier: int) -> None:
        """Note that a dossier is one of these."""
        self._connection.execute("UPDATE dossier SET erased = 1 WHERE n = ?", (dossier,))
        self._erased = None
        self.touch([dossier])

    def dossier_of(self, record: str) -> int:
        """The dossier a record belongs to; a record never leaves it."""
        if record not in self._owners:
            row = self._connection.execute(
                "SELECT dossier FROM change WHERE record = ? LIMIT 1", (record,)
            ).fetchone()
            self._owners[record] = int(row[0]) if row else self.dossier(f"unknown:{record}")
        return self._owners[record]

    # -- reading -------------------------------------------------------------------------------

    def cell(self, record: str, name: str) -> dict[Name, Change]:
        """Every change of one cell, by name."""
        return self._changes("c.record = ? AND c.field = ?", (record, name)).get(name, {})

    def cells(self, record: str) -> dict[str, dict[Name, Change]]:
        """Every change of a record, by field and name."""
        return self._changes("c.record = ?", (record,))

    def _changes(self, condition: str, parameters: tuple[str, ...]) -> dict[str, dict[Name, Change]]:
        self.flush()
        found: dict[str, dict[Name, Change]] = {}
        for (
            field,
            device,
            counter,
            device_id,
            wall,
            plausible,
            value,
            replaces,
            live,
        ) in self._connection.execute(
            "SELECT c.field, c.device, c.counter, d.id, c.wall, c.plausible, c.value, c.replaces, c.live "
            "FROM change c JOIN device d ON d.n = c.device WHERE " + condition,
            parameters,
        ):
            name = (device, counter)
            change = Change(
                name, device_id, wall, bool(plausible), value, read_names(replaces), live <= STANDING
            )
            found.setdefault(field, {})[name] = change
        return found

    def heads(self, record: str) -> dict[str, Names]:
        """For each field ever set, the changes that stand."""
        self.flush()
        found: dict[str, set[Name]] = {}
        for name, device, counter in self._connection.execute(
            "SELECT field, device, counter FROM change WHERE record = ? AND live = 1", (record,)
        ):
            found.setdefault(name, set()).add((device, counter))
        return {name: frozenset(names) for name, names in found.items()}

    def value_at(self, record: str, name: str, names: Names) -> Scalar:
        """The value a cell showed when ``names`` stood in it; ``KeyError`` where the cell has no such change."""
        cell = self.cell(record, name)
        seen = sorted((cell[n] for n in names), key=lambda change: change.order, reverse=True)
        return Folded(tuple(seen)).shown

    def written_by(self, save: int) -> list[tuple[str, str, str, Name]]:
        """The type, record, field and name of each change that a save wrote, in order.

        A save of the device whose backup this store was restored from can be taken back too.
        """
        self.flush()
        rows = self._connection.execute(
            "SELECT c.type, c.record, c.field, c.device, c.counter FROM save s "
            "JOIN change c ON c.device = s.device AND c.counter BETWEEN s.first AND s.last WHERE s.n = ? ORDER BY c.counter",
            (save,),
        )
        return [(kind, record, name, (device, counter)) for kind, record, name, device, counter in rows]

    def removed_of(self, save: int) -> int:
        """How many of the changes that a save wrote are not here any more."""
        rows = self._connection.execute(
            "SELECT s.last - s.first + 1 - (SELECT count(*) FROM change c WHERE c.device = s.device "
            "AND c.counter BETWEEN s.first AND s.last) FROM save s WHERE s.n = ?",
            (save,),
        )
        return sum(int(row[0]) for row in rows)

    def made_before(self, record: str, save: int) -> bool:
        """Whether a record was there before a save."""
        return bool(
            self._connection.execute(
                "SELECT 1 FROM change WHERE record = ? AND save < ? AND live <= 1 LIMIT 1", (record, save)
            ).fetchone()
        )

    def changed_since(self, save: int, records: Iterable[str]) -> set[str]:
        """Those of ``records`` that later saves touched, other than saves undone and undoings."""
        self.flush()
        sql = (
            "SELECT 1 FROM change c JOIN save s ON s.n = c.save WHERE c.record = ? AND c.save > ? AND c.live <= 1 "
            "AND s.undone_by IS NULL AND s.undoes IS NULL LIMIT 1"
        )
        return {record for record in records if self._connection.execute(sql, (record, save)).fetchone()}

    def origins(self, record: str) -> dict[Name, tuple[int, int | None]]:
        """For each change of a record: the save that wrote it, and the save which that one undid, if it did."""
        rows = self._connection.execute(
            "SELECT c.device, c.counter, c.save, s.undoes FROM change c LEFT JOIN save s ON s.n = c.save "
            "WHERE c.record = ?",
            (record,),
        )
        return {(device, counter): (save, undoes) for device, counter, save, undoes in rows}
