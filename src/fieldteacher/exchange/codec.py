"""Changes as lines of JSON (``changes.jsonl``): compact to write, strict to read.

Three kinds of lines. ``{"device": id}`` and ``{"author": name}`` give the next device or author its number, from 0.
Any other line is a run: consecutive counters of one device in one record, made at one time by one author. It leaves out
what is as in the run before, so 50 changes take 2 kB. ``docs/package-format.md`` describes each name.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO, ClassVar

from fieldteacher.domain.exchange import ChangeName, SharedChange
from fieldteacher.exchange import strict
from fieldteacher.exchange.strict import LARGEST_INTEGER, LONGEST, Wrong

LONGEST_LINE = 8 * 2**20
"""Bytes of the longest line: the longest text there can be, written out."""
_RUN_CHARACTERS = 200_000
"""A run is closed when its values have come to so many characters, so that a line is never long without need."""
_ASIDE = 128
"""About what one value, its field and its replaced names take in a line besides the value's own characters."""

_NEEDED = ("record", "values")
_MORE = ("device", "counter", "wall", "type", "dossier", "author", "fields", "replaces", "doubtful")
_MOST_FIELDS = 4_096
_PLAIN = frozenset((str, int, type(None)))

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class _Numbers:
    """Numbers for texts that come again and again; a new one is told by a line of its own."""

    def __init__(self, kind: str, lines: list[bytes]) -> None:
        self._kind = kind
        self._lines = lines
        self._known: dict[str, int] = {}

    def of(self, text: str) -> int:
        number = self._known.get(text)
        if number is None:
            number = self._known[text] = len(self._known)
            self._lines.append(_line({self._kind: text}))
        return number


def _line(content: dict[str, Any]) -> bytes:
    return _encode(content).encode() + b"\n"


def lines_of(changes: Iterable[SharedChange]) -> Iterator[bytes]:
    """The lines that say these changes, in their order."""
    writer = _Writer()
    run: list[SharedChange] = []
    size = 0
    for change in changes:
        if run and (size > _RUN_CHARACTERS or not _goes_on(run[-1], change)):
            yield from writer.write(run)
            run, size = [], 0
        run.append(change)
        size += _ASIDE + (len(change.value) if type(change.value) is str else 0)
    if run:
        yield from writer.write(run)


def _goes_on(last: SharedChange, change: SharedChange) -> bool:
    return (
        change.counter == last.counter + 1
        and change.record == last.record
        and change.device == last.device
        and change.wall == last.wall
        and change.author == last.author
        and change.plausible == last.plausible
        and change.type == last.type
        and change.dossier == last.dossier
    )


class _Writer:
    """Writes run after run; remembers what a reader knows by then."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._devices, self._authors = _Numbers("device", self._lines), _Numbers("author", self._lines)
        self._known: dict[str, Any] = {"doubtful": False}

    def write(self, run: list[SharedChange]) -> list[bytes]:
        """The line of a run, after those of devices and authors that are new in it."""
        self._lines.clear()
        first, known = run[0], self._known
        said = {
            "device": self._devices.of(first.device), "counter": first.counter, "wall": first.wall, "type": first.type,
            "dossier": first.dossier, "author": self._authors.of(first.author), "doubtful": not first.plausible,
            "fields": [change.field for change in run],
        }  # fmt: skip
        if said["device"] == known.get("device"):
            known["counter"] = known["next"]
        else:
            known.pop("counter", None)
        known["dossier"] = own_dossier(first.type, first.record)
        content: dict[str, Any] = {
            name: value for name, value in said.items() if name not in known or known[name] != value
        }
        content["record"] = first.record
        content["values"] = [change.value for change in run]
        if any(change.replaces for change in run):
            content["replaces"] = [
                [part for device, counter in change.replaces for part in (self._devices.of(device), counter)]
                for change in run
            ]
        known |= said
        known["next"] = first.counter + len(run)
        return [*self._lines, _line(content)]


def own_dossier(kind: str, record: str) -> str:
    """The dossier that is about the record itself."""
    return f"{kind}:{record}"


def changes_in(stream: BinaryIO) -> Iterator[SharedChange]:
    """The changes that the lines of ``stream`` say. Raises ``Wrong``, which names the line.

    One bad line and none of them may be kept: the caller takes back what it took in before.
    """
    reader = _Reader()
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        try:
            if len(line) > LONGEST_LINE:
                raise Wrong("longer than a line may be")
            yield from reader.read(line)
        except Wrong as wrong:
            raise Wrong(f"changes.jsonl, line {number}: {wrong}") from wrong


class _Reader:
    """Reads line after line; remembers the numbered texts, the last run, and which counters came."""

    def __init__(self) -> None:
        self._devices: list[str] = []
        self._authors: list[str] = []
        self._told: set[tuple[str, str]] = set()
        self._names: set[str] = set()
        self._last: dict[str, Any] = {"doubtful": False}
        self._seen: list[list[tuple[int, int]]] = []
        """Of each device, the runs of counters that came, in order and apart."""

    def read(self, line: bytes) -> Iterator[SharedChange]:
        content = strict.object_of(strict.parsed(line), "the line")
        if len(content) == 1:
            self._number(content)
            return iter(())
        strict.only(content, _NEEDED, _MORE)
        self._note(content)
        careful = b"\\" in line or len(line) > LONGEST
        return self._changes(content, careful)

    def _number(self, content: Any) -> None:
        ((kind, text),) = content.items()
        if kind == "device":
            self._devices.append(strict.token(text, "the device"))
            self._seen.append([])
        elif kind == "author":
            self._authors.append(strict.words(text, "the author"))
        else:
            raise Wrong("a name is missing, or one too many")
        if (kind, text) in self._told:
            raise Wrong("a device or an author stands twice")
        self._told.add((kind, text))

    def _note(self, content: Any) -> None:
        """Keep what a run says anew; it may say nothing where the run before said it."""
        last = self._last
        before = last.get("device")
        for name in content.keys() & self._CHECKS.keys():
            last[name] = self._CHECKS[name](self, content[name])
        if "counter" not in content:
            if last.get("device") != before:
                raise Wrong("another device without a counter")
            last["counter"] = last.get("next")
        if any(last.get(name) is None for name in self._CHECKS):
            raise Wrong("a name is missing")

    _CHECKS: ClassVar[Mapping[str, Callable[[_Reader, object], Any]]] = {
        "device": lambda self, value: strict.integer(value, "the device", 0, len(self._devices) - 1),
        "author": lambda self, value: strict.integer(value, "the author", 0, len(self._authors) - 1),
        "counter": lambda _, value: strict.integer(value, "the counter", 1),
        "wall": lambda _, value: strict.integer(value, "the time", -LARGEST_INTEGER),
        "type": lambda _, value: strict.name(value, "the type"),
        "doubtful": lambda _, value: strict.flag(value, "the doubt"),
        "fields": lambda self, value: self._fields(value),
    }

    def _changes(self, content: Any, careful: bool) -> Iterator[SharedChange]:
        last = self._last
        number, counter, kind, fields = last["device"], last["counter"], last["type"], last["fields"]
        device, author, wall, plausible = (
            self._devices[number],
            self._authors[last["author"]],
            last["wall"],
            not last["doubtful"],
        )
        record = strict.token(content["record"], "the record")
        dossier = (
            strict.token(content["dossier"], "the dossier")
            if "dossier" in content
            else own_dossier(kind, record)
        )
        values = _values(content["values"], len(fields), careful)
        replaces = (
            self._replaces(content["replaces"], len(fields)) if "replaces" in content else [()] * len(fields)
        )
        beyond = strict.integer(counter + len(fields), "the counter")
        self._once(number, counter, beyond)
        last["next"] = beyond
        return iter([
            SharedChange(device, at, wall, plausible, kind, record, field, value, replaced, dossier, author)
            for at, (field, value, replaced) in enumerate(zip(fields, values, replaces, strict=True), counter)
        ])  # fmt: skip

    def _fields(self, fields: object) -> list[str]:
        found = strict.items_of(fields, "the list of fields", _MOST_FIELDS)
        if not found:
            raise Wrong("a run of no change")
        for field in found:
            if type(field) is not str or field not in self._names:
                self._names.add(strict.name(field, "a field"))
        return found

    def _replaces(self, replaces: object, count: int) -> list[tuple[ChangeName, ...]]:
        found = strict.items_of(replaces, "what is replaced", count)
        if len(found) != count:
            raise Wrong("what is replaced is not said for each field")
        return [() if each == [] else self._replaced(each) for each in found]

    def _replaced(self, flat: object) -> tuple[ChangeName, ...]:
        parts = strict.items_of(flat, "what a change replaced", LONGEST)
        if len(parts) % 2:
            raise Wrong("what a change replaced is not in pairs")
        last = len(self._devices) - 1
        return tuple(
            (
                self._devices[strict.integer(parts[at], "a replaced device", 0, last)],
                strict.integer(parts[at + 1], "a replaced counter", 1),
            )
            for at in range(0, len(parts), 2)
        )

    def _once(self, device: int, first: int, beyond: int) -> None:
        """Refuse a counter that came before; note these."""
        runs = self._seen[device]
        at = bisect_right(runs, (first, beyond))
        before = runs[at - 1] if at else (0, 0)
        after = runs[at] if at < len(runs) else (beyond, beyond)
        if before[1] > first or after[0] < beyond:
            raise Wrong("a change stands twice")
        joins_before, joins_after = before[1] == first and at > 0, after[0] == beyond and at < len(runs)
        start = before[0] if joins_before else first
        end = after[1] if joins_after else beyond
        runs[at - joins_before : at + joins_after] = [(start, end)]


def _values(values: object, count: int, careful: bool) -> list[str | int | None]:
    found = strict.items_of(values, "the list of values", _MOST_FIELDS)
    if len(found) != count:
        raise Wrong("there is not one value for each field")
    kinds = set(map(type, found))
    if not kinds <= _PLAIN:
        raise Wrong("a value is neither text, whole number nor null")
    if int in kinds and any(type(value) is int and abs(value) > LARGEST_INTEGER for value in found):
        raise Wrong("a number is beyond 2^53")
    # Without an escape there is no NUL and no half character in JSON, and a text is no longer than its line.
    if careful and not all(strict.text_can_be(value) for value in found if type(value) is str):
        raise Wrong("a text that cannot be")
    return found
