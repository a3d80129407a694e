"""Programs that are killed while they exchange: a package is there whole or not at all, and nothing is ever lost.

``pytest -m campaign --count 500 tests/program/test_exchange_killed.py``
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.cli.exchanging import College
from tests.program.forked import Ending, Forked

from fieldteacher.store.connection import connect
from fieldteacher.store.database import FILE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="nothing is killed like this elsewhere")

TEACHER, OTHER = "张老师", "白老师"
_ROUNDS = 1
_LOG = """
SELECT d.id, c.counter, c.type, c.record, c.field, c.value FROM change c JOIN device d ON d.n = c.device
"""
Log = dict[tuple[str, int], tuple[Any, ...]]


@dataclass
class Desk(College):
    """The college in a folder that is copied for each round, lease and all."""

    today: str = "2026-03-16"

    def outcome(self, station: str, *words: str, typed: str = "", **more: Any) -> Ending:
        done: Ending = self.command(
            *words,
            store=self.folder / station,
            typed=typed,
            today=self.today,
            now=f"{self.today}T09:00:00+08:00",
            **more,
        )
        assert "Traceback" not in done.err
        return done

    def log(self, station: str) -> Log:
        """Every change a station has, by name."""
        with contextlib.closing(connect(self.folder / station / FILE, None, read_only=True)) as connection:
            return {(row[0], row[1]): row[2:] for row in connection.execute(_LOG)}

    def names(self, station: str) -> list[str]:
        """The students there."""
        listed = self.run(station, "record", "list", "student", "--limit", "1000")["records"]
        return [each["name"] for each in listed]

    def device(self, station: str) -> str:
        return str(self.run(station, "device", "show")["device"])

    @property
    def package(self) -> Path:
        """What the teacher wrote last for the office."""
        return self.folder / f"{self.packages}.ftpkg"


def _begun(folder: Path, forked: Forked) -> Desk:
    """The office and a teacher who has reported; both have saved since, and the teacher's package lies there."""
    desk = Desk(forked, folder)  # type: ignore[arg-type]
    desk.found()
    students = desk.students("甲", 12, TEACHER)
    desk.join(TEACHER)
    desk.settle(TEACHER)
    desk.put_all(
        TEACHER,
        "talk",
        [{"student": each, "talked_on": "2026-03-16", "work": "适应良好"} for each in students],
    )
    desk.put(TEACHER, "student", name="新来的", student_number="new")
    desk.put("office", "student", name="办公室的", student_number="office")
    desk.export(TEACHER, "office")
    return desk


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Made once, and never changed: rounds work on copies."""
    home = tmp_path_factory.mktemp("killed") / "home"
    home.mkdir()
    forked = Forked(home)
    yield _begun(home, forked)
    forked.close()


def copied(begun: Desk, to: Path) -> Desk:
    """The desk in a copy of its folder. The programs there know of no other: it has its own home."""
    forked: Any = begun.command
    shutil.copytree(begun.folder, to, dirs_exist_ok=True)
    forked.home = to
    return Desk(forked, to, begun.packages, dict(begun.codes), begun.today)


@dataclass(frozen=True)
class Deed:
    """What is killed: ``words`` on ``station``'s store, once ``ready`` was called; ``done`` looks at it afterwards and does what is not done."""

    station: str
    words: Callable[[Desk], tuple[str, ...]]
    done: Callable[[Desk], None]
    ready: Callable[[Desk], None] = lambda desk: None


def _import_done(desk: Desk) -> None:
    talks = desk.run("office", "record", "list", "talk", "--limit", "1")["total"]
    assert (talks, "新来的" in desk.names("office")) in ((0, False), (12, True))
    taken = desk.run("office", "package", "import", str(desk.package))
    assert (taken["applied"] == 0) == (talks == 12)


def _undo_done(desk: Desk) -> None:
    talks = desk.run("office", "record", "list", "talk", "--limit", "1")["total"]
    assert (talks, "新来的" in desk.names("office")) in ((0, False), (12, True))
    if talks:
        desk.run("office", "package", "undo")
    assert "新来的" not in desk.names("office")


def _export_done(desk: Desk) -> None:
    file = desk.folder / "one.ftpkg"
    if file.exists():
        desk.run("office", "package", "import", str(file))


def _folder_done(desk: Desk) -> None:
    desk.run("office", "package", "import", str(desk.folder / "shared"))
    desk.put(TEACHER, "student", name="又一位", student_number="again")
    desk.run(TEACHER, "package", "export", "--to-file", str(desk.folder / "shared"))
    desk.run("office", "package", "import", str(desk.folder / "shared"))
    assert "又一位" in desk.names("office")


def _handed_over(desk: Desk) -> None:
    """All the teacher's students went to somebody else, and a fortnight has passed."""
    desk.settle(TEACHER)
    desk.settle(TEACHER)
    other = desk.put("office", "teacher", name=OTHER)
    placements = desk.run("office", "record", "list", "placement")["records"]
    desk.put_all("office", "placement", [{"id": each["id"], "teacher": other} for each in placements])
    desk.send("office", TEACHER)
    desk.today = "2026-04-20"
    desk.export("office", TEACHER)


def _evict_done(desk: Desk) -> None:
    assert desk.names(TEACHER).count("甲") in (0, 12)
    desk.send("office", TEACHER)
    assert (desk.names(TEACHER).count("甲"), desk.names("office").count("甲")) == (0, 12)


def _pupil(desk: Desk) -> str:
    return str(
        desk.run("office", "record", "list", "student", "--where", "student_number=甲0")["records"][0]["id"]
    )


def _erase_done(desk: Desk) -> None:
    there = desk.run("office", "record", "list", "student")["total"]
    assert there in (12, 13)
    if there == 13:
        desk.run("office", "office", "erase", _pupil(desk), "--yes", status=1)
    assert desk.run("office", "record", "list", "student")["total"] == 12


def _invited(desk: Desk) -> None:
    desk.invite(OTHER)


def _join_done(desk: Desk) -> None:
    words = ("join", str(desk.folder / f"{OTHER}.ftinvite"), "--code", desk.codes[OTHER])
    if desk.outcome(OTHER, "device", "show").status:
        desk.run(OTHER, *words, "--no-password")
    elif not desk.run(OTHER, "device", "show")["joined"]:
        desk.run(OTHER, *words, "--existing")
    desk.send(OTHER, "office")
    desk.settle(OTHER)


def _invite_done(desk: Desk) -> None:
    desk.join(OTHER)
    desk.settle(OTHER)


DEEDS = {
    "import": Deed("office", lambda desk: ("package", "import", str(desk.package)), _import_done),
    "export": Deed(TEACHER, lambda desk: ("package", "export", str(desk.folder / "one.ftpkg"), "--to", "office"), _export_done),
    "folder": Deed(
        TEACHER, lambda desk: ("package", "export", "--to-file", str(desk.folder / "shared")), _folder_done,
        lambda desk: (desk.folder / "shared").mkdir(),
    ),
    "undo": Deed(
        "office", lambda desk: ("package", "undo"), _undo_done,
        lambda desk: desk.run("office", "package", "import", str(desk.package)),
    ),
    "evict": Deed(TEACHER, lambda desk: ("package", "import", str(desk.package)), _evict_done, _handed_over),
    "erase": Deed("office", lambda desk: ("office", "erase", _pupil(desk), "--yes"), _erase_done),
    "join": Deed(
        OTHER, lambda desk: ("join", str(desk.folder / f"{OTHER}.ftinvite"), "--code", desk.codes[OTHER], "--no-password"),
        _join_done, _invited,
    ),
    "invite": Deed(
        "office", lambda desk: ("office", "invite", "--teacher", OTHER, "-o", str(desk.folder / f"{OTHER}.ftinvite")), _invite_done
    ),
}  # fmt: skip


def _play(begun: Desk, deed: Deed, tmp_path: Path, rounds: int, seed: int) -> None:
    ready = copied(begun, tmp_path / "ready")
    deed.ready(ready)
    words = deed.words(ready)
    devices = {station: ready.device(station) for station in ("office", TEACHER)}
    whole = copied(ready, tmp_path / "whole")
    calls = whole.outcome(deed.station, *deed.words(whole), calls=0).calls
    assert calls, "nothing was counted"
    deed.done(whole)
    chance, killed = random.Random(seed), 0
    for number in range(rounds):
        desk = copied(ready, tmp_path / f"round{number}")
        # The later, the likelier: what is written in the end matters most.
        how: dict[str, Any] = {"calls": max(1, round(calls * chance.random() ** 0.4))}
        if number % 4 == 3:
            how = {"seconds": chance.uniform(0.001, 0.3)}
        words = deed.words(desk)
        ended = desk.outcome(deed.station, *words, **how)
        killed += ended.killed
        with _telling(how, words):
            _look(desk, deed, devices)
        shutil.rmtree(desk.folder)
    assert killed, "no program was killed"


@contextlib.contextmanager
def _telling(how: dict[str, Any], words: tuple[str, ...]) -> Iterator[None]:
    try:
        yield
    except AssertionError as error:
        error.add_note(f"killed by {how} in {words}")
        raise


def _look(desk: Desk, deed: Deed, devices: dict[str, str]) -> None:
    """Everything holds that must: before anything is repaired, and after everybody has exchanged again."""
    for station in devices:
        assert desk.run(station, "verify")["ok"] is True
    for file in desk.folder.rglob("*.ftpkg"):
        if not file.name.startswith("."):
            assert any(desk.outcome(each, "package", "preview", str(file)).status == 0 for each in devices), (
                file
            )
    deed.done(desk)
    desk.settle(TEACHER)
    desk.settle(TEACHER)
    assert {station: desk.device(station) for station in devices} == devices, (
        "a copy was seen where there was none"
    )
    office, teacher = desk.log("office"), desk.log(TEACHER)
    assert all(office[name] == content for name, content in teacher.items()), "one name, two changes"
    assert {"新来的", "办公室的"} <= set(desk.names("office"))
    for station in devices:
        assert desk.run(station, "verify")["ok"] is True


@pytest.mark.parametrize("name", DEEDS)
def test_a_killed_program_leaves_all_or_nothing(begun: Desk, name: str, tmp_path: Path) -> None:
    _play(begun, DEEDS[name], tmp_path, _ROUNDS, len(name))


@pytest.mark.campaign
@pytest.mark.parametrize("name", DEEDS)
def test_many_killed_programs(begun: Desk, name: str, tmp_path: Path, count: int) -> None:
    """``count`` kills in all."""
    _play(begun, DEEDS[name], tmp_path, -(-count // len(DEEDS)), 7)
