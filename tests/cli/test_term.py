"""A term on the command line: an office and two teachers, everything that goes wrong in one, and a ledger of every edit.

The ledger knows of each edit what its author's store held at the time; it says in the end whether anything was lost.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli.conftest import Command, Outcome
from tests.cli.exchanging import College
from tests.exchange.oracles import check_no_false_conflict_in, check_nothing_lost_in, look
from tests.exchange.truth import Edit, Name, Truth
from tests.store.making import opened
from tests.store.refold import assert_tables_follow_from_the_log

from fieldteacher.domain.clock import SystemClock
from fieldteacher.store.connection import connect
from fieldteacher.store.database import FILE

OFFICE, AN, BAI = "office", "安老师", "白老师"
STATIONS = (OFFICE, AN, BAI)
_LOGGED = """
SELECT d.id, c.counter, c.type, c.record, c.field, c.value, c.wall, c.plausible, o.id, d.id = s.value
  FROM change c JOIN device d ON d.n = c.device JOIN dossier o ON o.n = c.dossier JOIN setting s ON s.name = 'device'
"""


@dataclass
class Term(College):
    """The college, its clocks, and the ledger."""

    truth: Truth = field(default_factory=Truth)
    now: datetime = datetime(2026, 3, 16, 1, tzinfo=UTC)
    behind: dict[str, timedelta] = field(default_factory=dict)
    """How far a station's clock is behind."""
    shown: list[str] = field(default_factory=list)
    """The conflicts that imports told of, in order."""

    def outcome(self, station: str, *words: str, typed: str = "") -> Outcome:
        before = self.log(station)
        self.now += timedelta(minutes=5)
        wall = self.now - self.behind.get(station, timedelta())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SystemClock, "now", lambda _: wall)
            patch.setattr(SystemClock, "today", lambda _: wall.date())
            done = super().outcome(station, *words, typed=typed)
        self.enter(before, self.log(station))
        return done

    def log(self, station: str) -> dict[Name, tuple[Edit, bool]]:
        """The edits in a station's log, and whether its own device made them."""
        file = self.folder / station / FILE
        if not file.exists():
            return {}
        with contextlib.closing(connect(file, None, read_only=True)) as connection:
            rows = connection.execute(_LOGGED).fetchall()
        return {
            (device, counter): (
                Edit((device, counter), (kind, record, name), value, wall, bool(sure), frozenset(), dossier), bool(own)
            )
            for device, counter, kind, record, name, value, wall, sure, dossier, own in rows
        }  # fmt: skip

    def enter(self, before: dict[Name, tuple[Edit, bool]], after: dict[Name, tuple[Edit, bool]]) -> None:
        """Enter what a command wrote: its author had seen what was there before it."""
        of: dict[str, set[Name]] = {}
        for name, (edit, _) in before.items():
            of.setdefault(edit.cell[1], set()).add(name)
        for name, (edit, own) in after.items():
            if name not in self.truth.edits:
                assert own, "an edit came from nowhere"
                seen = frozenset(of.get(edit.cell[1], ()))
                self.truth.add(
                    Edit(name, edit.cell, edit.value, edit.wall, edit.plausible, seen, edit.dossier)
                )

    def post(self, station: str, to: str, *, lost: bool = False) -> int:
        """A package goes from one to the other, or is lost on the way; returns how many conflicts it brought."""
        exported = self.export(station, to)
        if lost:
            Path(exported["file"]).unlink()
            return 0
        words = ("package", "import", exported["file"])
        done = self.outcome(to, *words)
        assert done.status in (0, 1), (done.out, done.err)
        if to == OFFICE:
            self.shown += [
                line["what"] for line in done.data["changes_by_name"] if line["state"] == "conflict"
            ]
        return int(done.data["conflicts"])

    def week(self, *teachers: str) -> None:
        """Everybody hands in, and gets the office's package back."""
        for teacher in teachers or (AN, BAI):
            self.post(teacher, OFFICE)
        for teacher in teachers or (AN, BAI):
            self.post(OFFICE, teacher)

    def settle_all(self, *values: object) -> None:
        """The office settles what is listed by these values, in the list's order."""
        listed = self.run(OFFICE, "conflict", "list", status=1)["conflicts"]
        assert len(listed) == len(values)
        for conflict, value in zip(listed, values, strict=True):
            self.run(OFFICE, "conflict", "resolve", conflict["id"], "--value", json.dumps(value))


@pytest.fixture
def term(command: Command, tmp_path: Path) -> Term:
    """The office and two teachers, who have joined."""
    made = Term(command, tmp_path)
    made.found()
    made.student("李明", "230101", AN)
    made.student("王芳", "230102", BAI)
    for teacher in (AN, BAI):
        made.join(teacher)
    made.week()
    return made


def test_a_term(term: Term) -> None:
    li, wang = (
        term.run(OFFICE, "record", "list", "student", "--where", f"student_number={number}")["records"][0][
            "id"
        ]
        for number in ("230101", "230102")
    )
    talk = term.put(AN, "talk", student=li, talked_on="2026-03-16", work="适应")
    other = term.put(AN, "talk", student=li, talked_on="2026-03-17", work="想换岗")
    term.week()

    # Both edit the same talk, and one deletes what the other edits.
    term.put(AN, "talk", id=talk, work="适应得好")
    term.put(OFFICE, "talk", id=talk, work="办公室补记")
    term.put(AN, "talk", id=other, work="已换岗")
    term.run(OFFICE, "record", "delete", "talk", other)
    assert term.post(AN, OFFICE) == 2
    assert sorted(term.shown) == ["工作", "是否删除"]
    listed = term.run(OFFICE, "conflict", "list", status=1)["conflicts"]
    term.settle_all(*(False if each["field"] == "deleted" else "两人的话" for each in listed))
    term.week()
    assert term.value(BAI, "student", wang, "name") == "王芳"
    assert term.value(AN, "talk", talk, "work") == "两人的话"
    assert term.value(OFFICE, "talk", other, "work") == "已换岗"

    # A stick is lost.
    term.put(BAI, "student", id=wang, major="机电")
    term.post(BAI, OFFICE, lost=True)
    term.put(BAI, "student", id=wang, class_name="机电2301")
    term.week()
    assert term.value(OFFICE, "student", wang, "major") == "机电"

    # A laptop is restored from last week's backup; what it had handed in since comes back.
    backup = term.run(AN, "backup", "create", str(term.folder / "backups"))["file"]
    term.now += timedelta(days=7)
    term.put(AN, "student", id=li, phone="13800138000")
    term.week(AN)
    shutil.rmtree(term.folder / AN)
    term.run(AN, "backup", "restore", str(backup), "--into", str(term.folder / AN))
    assert term.value(AN, "student", li, "phone") is None
    term.put(AN, "student", id=li, note="换了电脑")
    term.week()
    assert term.value(AN, "student", li, "phone") == "13800138000"

    # A clock stands at 2001, and its edit meets another: neither hides the other.
    term.behind[BAI] = term.now - datetime(2001, 1, 1, tzinfo=UTC)
    term.put(BAI, "student", id=wang, phone="13900139000")
    term.put(OFFICE, "student", id=wang, phone="13700137000")
    assert term.post(BAI, OFFICE) == 1
    shown = term.run(OFFICE, "record", "show", "student", wang, status=1)
    assert shown["record"]["phone"] == "13700137000"
    term.settle_all("13900139000")
    term.behind.clear()
    term.week()
    assert term.value(BAI, "student", wang, "phone") == "13900139000"

    # A student changes teacher; what the former one wrote before hearing of it is not lost, and nothing stays there.
    (placement,) = term.run(OFFICE, "record", "list", "placement", "--where", f"student={li}")["records"]
    (new,) = term.run(OFFICE, "record", "list", "teacher", "--where", f"name={BAI}")["records"]
    term.put(OFFICE, "placement", id=placement["id"], teacher=new["id"])
    late = term.put(AN, "talk", student=li, talked_on="2026-03-30", work="交接前")
    term.week()
    term.week()
    assert term.value(BAI, "talk", late, "work") == "交接前"
    term.now += timedelta(days=15)
    term.week()
    assert not any(edit.dossier == f"student:{li}" for edit, _ in term.log(AN).values())

    check_the_end(term)


def check_the_end(term: Term) -> None:
    """All agree, each conflict was shown once, and every edit ever made is current, replaced by who had seen it, or listed."""
    assert sorted(term.shown) == ["工作", "手机", "是否删除"]
    stores = {station: opened(term.folder / station) for station in STATIONS}
    try:
        office = look(stores[OFFICE])
        for store in stores.values():
            assert store.read().conflicts() == []
            assert_tables_follow_from_the_log(store)
            here = look(store)
            assert here.records == {record: office.records[record] for record in here.records}
        edits = {name: edit for name, edit in term.truth.edits.items() if edit.travels}
        check_nothing_lost_in(term.truth, stores[OFFICE], edits)
        check_no_false_conflict_in(term.truth, stores[OFFICE], edits)
    finally:
        for store in stores.values():
            store.close()
    for station in STATIONS:
        assert term.run(station, "verify")["ok"]
