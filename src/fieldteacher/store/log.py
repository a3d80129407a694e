"""The change log: every save's changes, each naming what it replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fieldteacher.store.columns import Scalar
from fieldteacher.store.driver import Connection
from fieldteacher.store.fold import Change, Name, read_names, write_names

_INSERT = "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 1)"
_BUFFERED = 4_000


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


class Log:
    """Appends changes within one transaction, and answers what the log says of a cell."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        self._connection = connection
        self._stamp = stamp
        self._counter = stamp.counter
        self._pending: list[tuple[object, ...]] = []
        self._dossiers: dict[str, int] = {}
        self._owners: dict[str, int] = {}

    @property
    def counters(self) -> tuple[int, int]:
        """First and last counter written; the last is the smaller where nothing was."""
        return self._stamp.counter + 1, self._counter

    def add(self, type_name: str, record: str, dossier: int, values: Mapping[str, Scalar]) -> None:
        """Log the first values of a record."""
        s = self._stamp
        head = (s.wall, int(s.plausible), type_name, record)
        counter = self._counter
        for name, value in values.items():
            counter += 1
            self._pending.append((s.device, counter, *head, name, value, "", dossier, s.save))
        self._counter = counter
        self._owners[record] = dossier
        if len(self._pending) >= _BUFFERED:
            self.flush()

    def replace(
        self,
        type_name: str,
        record: str,
        name: str,
        value: Scalar,
        replaces: frozenset[Name],
        dossier: int,
        *,
        keep: frozenset[Name] = frozenset(),
    ) -> Name:
        """Log a change that replaces others; those no longer stand, except ``keep`` (a deletion's fields)."""
        s = self._stamp
        self._counter += 1
        self._pending.append(
            (s.device, self._counter, s.wall, int(s.plausible), type_name, record, name, value, write_names(replaces),
             dossier, s.save)
        )  # fmt: skip
        self._connection.executemany(
            "UPDATE change SET live = 0 WHERE device = ? AND counter = ?", sorted(replaces - keep)
        )
        return (s.device, self._counter)

    def flush(self) -> None:
        """Write what is buffered."""
        if self._pending:
            self._connection.executemany(_INSERT, self._pending)
            self._pending.clear()

    def dossier(self, id: str) -> int:
        """The local number of a dossier, made where new."""
        if id not in self._dossiers:
            self._connection.execute("INSERT INTO dossier (id) VALUES (?) ON CONFLICT (id) DO NOTHING", (id,))
            row = self._connection.execute("SELECT n FROM dossier WHERE id = ?", (id,)).fetchone()
            self._dossiers[id] = int(row[0])
        return self._dossiers[id]

    def dossier_of(self, record: str) -> int:
        """The dossier a record belongs to; a record never leaves it."""
        if record not in self._owners:
            row = self._connection.execute(
                "SELECT dossier FROM change WHERE record = ? LIMIT 1", (record,)
            ).fetchone()
            self._owners[record] = int(row[0]) if row else self.dossier(f"unknown:{record}")
        return self._owners[record]

    def changes_of(self, record: str, name: str) -> list[Change]:
        """Every change of one cell."""
        self.flush()
        rows = self._connection.execute(
            "SELECT c.device, c.counter, d.id, c.wall, c.plausible, c.value, c.replaces "
            "FROM change c JOIN device d ON d.n = c.device WHERE c.record = ? AND c.field = ?",
            (record, name),
        )
        return [
            Change((device, counter), device_id, wall, bool(plausible), value, read_names(replaces))
            for device, counter, device_id, wall, plausible, value, replaces in rows
        ]

    def settle(self, type_name: str, record: str, name: str, heads: set[Name], conflict: bool) -> None:
        """Keep in the log which changes of a cell stand, and list the cell if they disagree."""
        self._connection.execute("UPDATE change SET live = 0 WHERE record = ? AND field = ?", (record, name))
        self._connection.executemany(
            "UPDATE change SET live = 1 WHERE device = ? AND counter = ?", sorted(heads)
        )
        if conflict:
            self._connection.execute(
                "INSERT OR IGNORE INTO conflict VALUES (?, ?, ?)", (type_name, record, name)
            )
        else:
            self._connection.execute("DELETE FROM conflict WHERE record = ? AND field = ?", (record, name))

    def written_by(self, save: int) -> tuple[list[tuple[str, str]], list[tuple[str, str, str, Name]]]:
        """What a save of this device wrote: records it made (``type, record``), and each change's cell and name."""
        rows = self._connection.execute(
            "SELECT c.type, c.record, c.field, c.device, c.counter FROM save s "
            "JOIN change c ON c.device = ? AND c.counter BETWEEN s.first AND s.last WHERE s.n = ? ORDER BY c.counter",
            (self._stamp.device, save),
        ).fetchall()
        edits = [(kind, record, name, (device, counter)) for kind, record, name, device, counter in rows]
        created = []
        for kind, record in dict.fromkeys((kind, record) for kind, record, *_ in edits):
            older = self._connection.execute(
                "SELECT 1 FROM change WHERE record = ? AND save < ? LIMIT 1", (record, save)
            ).fetchone()
            if older is None:
                created.append((kind, record))
        return created, edits

    def undone_by(self, record: str, name: str) -> dict[Name, frozenset[Name]]:
        """For the changes of a cell that an undo wrote: the changes of the same cell it took back."""
        rows = self._connection.execute(
            "SELECT u.device, u.counter, c.device, c.counter FROM change u JOIN save s ON s.n = u.save "
            "AND s.undoes IS NOT NULL JOIN change c ON c.record = u.record AND c.field = u.field "
            "AND c.save = s.undoes WHERE u.record = ? AND u.field = ?",
            (record, name),
        )
        taken: dict[Name, set[Name]] = {}
        for device, counter, other, number in rows:
            taken.setdefault((device, counter), set()).add((other, number))
        return {made: frozenset(names) for made, names in taken.items()}

    def changed_since(self, record: str, save: int) -> bool:
        """Whether some later save, itself not undone, touched a record."""
        row = self._connection.execute(
            "SELECT 1 FROM change c JOIN save s ON s.n = c.save WHERE c.record = ? AND c.save > ? "
            "AND s.undone_by IS NULL AND s.undoes IS NULL LIMIT 1",
            (record, save),
        ).fetchone()
        return row is not None
