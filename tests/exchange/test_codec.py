"""Changes as lines: any are read as they were written, and a line that is not as it should be is refused."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.stations import WALL, changes_of

from fieldteacher.domain.exchange import SharedChange
from fieldteacher.exchange.codec import LONGEST_LINE, changes_in, lines_of
from fieldteacher.exchange.strict import LARGEST_INTEGER, LONGEST, Wrong

_TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
_IDS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=8)
_NAMES = st.sampled_from(["name", "phone", "_deleted", "_stands", "later_field"])
_INTEGERS = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
_REPLACED = st.lists(st.tuples(_IDS, st.integers(1, LARGEST_INTEGER)), max_size=3).map(tuple)


@st.composite
def _changes(draw: st.DrawFn) -> list[SharedChange]:
    """Changes of which none stands twice; many of them go on where the one before ended."""
    made: list[SharedChange] = []
    taken: set[tuple[str, int]] = set()
    for _ in range(draw(st.integers(0, 12))):
        change = SharedChange(
            draw(_IDS), draw(st.integers(1, 2**40)), draw(_INTEGERS), draw(st.booleans()), draw(_NAMES), draw(_IDS),
            draw(_NAMES), draw(_TEXT | _INTEGERS | st.none()), draw(_REPLACED), draw(_IDS), draw(_TEXT),
        )  # fmt: skip
        for _ in range(draw(st.integers(0, 4))):
            if change.name not in taken:
                made.append(change)
                taken.add(change.name)
            change = change._replace(
                counter=change.counter + draw(st.integers(1, 2)),
                field=draw(_NAMES),
                value=draw(_TEXT | _INTEGERS),
            )
    return made


@given(_changes())
def test_any_changes_come_back(changes: list[SharedChange]) -> None:
    assert _read(b"".join(lines_of(changes))) == changes


def _read(data: bytes) -> list[SharedChange]:
    return list(changes_in(io.BytesIO(data)))


def test_a_record_made_at_once_is_one_line_that_says_what_is_new() -> None:
    lines = [json.loads(line).keys() for line in lines_of(changes_of(students=2))]
    whole = {"device", "counter", "wall", "type", "author", "fields", "record", "values"}
    again = {"wall", "doubtful", "fields", "record", "values"}
    assert lines == [
        {"device"},
        {"author"},
        whole,
        {"device"},
        again | {"replaces"},
        again,
        again | {"replaces"},
    ]


def test_long_texts_do_not_make_long_lines() -> None:
    start = changes_of(students=1)[0]
    values = ["文" * 20_000] * 60 + ["\x01" * LONGEST]
    changes = [start._replace(counter=n, value=value) for n, value in enumerate(values, 1)]
    lines = list(lines_of(changes))
    assert max(map(len, lines)) <= LONGEST_LINE
    assert len(lines) < 12
    assert _read(b"".join(lines)) == changes


_GOOD: dict[str, Any] = {
    "device": 0, "counter": 1, "wall": WALL, "type": "student", "record": "r", "dossier": "student:r", "author": 0,
    "fields": ["name"], "values": ["李小明"],
}  # fmt: skip
_TABLE = b'{"device":"d"}\n{"author":"a"}\n'


def _line(**differing: Any) -> bytes:
    content = {name: value for name, value in (_GOOD | differing).items() if value is not ...}
    return json.dumps(content).encode()


_BAD = {
    "nan": _line(values=[float("nan")]),
    "infinite": _line(values=[float("inf")]),
    "fraction": _line(values=[1.5]),
    "whole fraction": _line(values=[1.0]),
    "1e400": _line().replace(json.dumps(_GOOD["values"]).encode(), b"[1e400]"),
    "truth": _line(values=[True]),
    "list": _line(values=[[]]),
    "beyond 2^53": _line(values=[2**53]),
    "below -2^53": _line(values=[-(2**53)]),
    "4301 digits": _line().replace(b'"counter": 1', b'"counter": ' + b"1" * 4301),
    "nul": _line(values=["a\0b"]),
    "half character": _line(values=["\ud800"]),
    "half character as field": _line(fields=["\udc00"]),
    "too long": _line(values=["x" * (LONGEST + 1)]),
    "name twice": _line()[:-1] + b', "device": 0}',
    "deep": b"[" * 100_000,
    "deep object": b'{"a":' * 100_000,
    "not json": b"{",
    "two values": _line() + b" " + _line(),
    "not utf-8": _line(author=0).replace(b"student:r", b"student:\xff"),
    "utf-8 surrogate": _line().replace(b"student:r", b"student:\xed\xa0\x80"),
    "utf-16": _line().decode().encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + _line(),
    "control character": _line().replace(b"student:r", b"student:\x01"),
    "empty line": b"",
    "null": b"null",
    "a list": b"[]",
    "a name too many": _line(extra=1),
    "no record": _line(record=...),
    "no values": _line(values=...),
    "another device without a counter": b'{"device":"e"}\n' + _line() + b"\n" + _line(device=1, counter=...),
    "another table": b'{"recipient": "x"}',
    "a device that is no text": b'{"device": ["x"]}',
    "an author that is no text": b'{"author": {}}',
    "device again": b'{"device": "d"}',
    "unknown device": _line(device=1),
    "negative device": _line(device=-1),
    "device as truth": _line(device=False),
    "unknown author": _line(author=7),
    "counter 0": _line(counter=0),
    "counter as text": _line(counter="1"),
    "counter beyond": _line(counter=LARGEST_INTEGER),
    "wall as text": _line(wall="now"),
    "type as sentence": _line(type="drop table"),
    "empty record": _line(record=""),
    "record with spaces": _line(record="a b"),
    "record beyond ASCII": _line(record="李"),
    "no fields": _line(fields=[], values=[]),
    "fewer values": _line(values=[]),
    "field in capitals": _line(fields=["Name"]),
    "field as number": _line(fields=[1]),
    "field as list": _line(fields=[["name"]]),
    "fields as text": _line(fields="name"),
    "too many fields": _line(fields=["a"] * 5000, values=[None] * 5000),
    "doubt as number": _line(doubtful=1),
    "replaces as null": _line(replaces=None),
    "replaces for more": _line(replaces=[[], []]),
    "replaces in threes": _line(replaces=[[0, 1, 2]]),
    "replaces a number": _line(replaces=[0]),
    "replaces unknown": _line(replaces=[[4, 1]]),
    "replaces counter 0": _line(replaces=[[0, 0]]),
}


@pytest.mark.parametrize("line", _BAD.values(), ids=_BAD)
def test_a_bad_line_is_refused_by_its_number(line: bytes) -> None:
    assert len(_read(_TABLE + _line())) == 1
    with pytest.raises(Wrong, match=r"^changes\.jsonl, line [35]: [^\n]{5,80}$"):
        _read(_TABLE + line + b"\n")


@pytest.mark.parametrize("name", ["device", "author", "counter", "wall", "type", "fields"])
def test_the_first_run_says_everything(name: str) -> None:
    with pytest.raises(Wrong, match=r"line 3: (a name is missing|another device without a counter)"):
        _read(_TABLE + _line(**{name: ...}))


def test_a_run_is_as_the_one_before() -> None:
    data = (
        _TABLE
        + _line(dossier=..., doubtful=True)
        + b'\n{"record":"q","values":[2]}\n{"counter":7,"record":"q","values":[3]}'
    )
    first, second, third = _read(data)
    assert first.dossier == "student:r"
    assert second == first._replace(counter=2, record="q", value=2, dossier="student:q")
    assert third == second._replace(counter=7, value=3)
    assert not third.plausible


@pytest.mark.parametrize(
    ("first", "second"),
    [((1, 3), (2, 5)), ((1, 3), (1, 3)), ((5, 9), (1, 6)), ((1, 9), (3, 4)), ((3, 4), (1, 9))],
)
def test_a_change_that_stands_twice_is_refused(first: tuple[int, int], second: tuple[int, int]) -> None:
    def lines(*runs: tuple[int, int]) -> bytes:
        return _TABLE + b"\n".join(
            _line(counter=start, fields=["name"] * (end - start), values=[None] * (end - start))
            for start, end in runs
        )

    far, gap = (100, 200), (50, 60)
    assert len(_read(lines(far, gap, first))) == 110 + first[1] - first[0]
    with pytest.raises(Wrong, match="line 6: a change stands twice"):
        _read(lines(far, gap, first, second))


def test_runs_that_touch_are_no_repetition() -> None:
    runs = [(10, 20), (1, 5), (20, 30), (5, 10), (31, 32), (30, 31)]
    data = _TABLE + b"\n".join(
        _line(counter=start, fields=["name"] * (end - start), values=[1] * (end - start))
        for start, end in runs
    )
    assert sorted(change.counter for change in _read(data)) == list(range(1, 32))


def test_a_line_without_end_is_not_read_whole() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self.given += len(buffer)
            buffer[:] = b" " * len(buffer)
            return len(buffer)

    endless = Endless()
    with pytest.raises(Wrong, match="longer than a line"):
        list(changes_in(io.BufferedReader(endless)))
    assert endless.given < 2 * LONGEST_LINE
