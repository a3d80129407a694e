"""A teacher and the college exchange by file, each in a window that really runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.desk import Desk, wait_for
from tests.journeys.program import Program, command_line

Start = Callable[..., Program]
TEACHER = "张老师"


class Stores:
    """The office's store and that of a teacher who has joined; 李明 is the teacher's."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        self._env, self.folder = env, folder
        self.office, self.teacher, self.stick = folder / "office", folder / "teacher", folder / "stick"
        self.stick.mkdir()
        self.ask(
            self.office,
            "init",
            "--role",
            "office",
            "--name",
            "实习办",
            "--college",
            "云麓学院",
            "--no-password",
        )
        who = self.put(self.office, "teacher", name=TEACHER)
        firm = self.put(self.office, "enterprise", name="晨曜精密")
        self.student = self.put(
            self.office, "student", name="李明", student_number="230101", phone="13800000000"
        )
        self.put(
            self.office, "placement", student=self.student, enterprise=firm, teacher=who, start="2026-03-01"
        )
        invitation = folder / "张.ftinvite"
        code = self.ask(self.office, "office", "invite", "--teacher", TEACHER, "-o", str(invitation))["code"]
        self.ask(self.teacher, "join", str(invitation), "--code", code, "--no-password")
        self._send(self.teacher, self.office, "office")
        self._send(self.office, self.teacher, TEACHER)

    def ask(self, store: Path, *words: str, typed: str | None = None) -> Any:
        return command_line(self._env, store, *words, input=typed)

    def put(self, store: Path, kind: str, **values: str) -> str:
        return str(self.ask(store, "record", "put", kind, typed=json.dumps(values))["saved"][0])

    def phone(self, store: Path) -> str:
        """李明's phone number there."""
        return str(self.ask(store, "record", "show", "student", self.student)["record"]["phone"])

    def conflicts(self, store: Path) -> int:
        return len(self.ask(store, "conflict", "list")["conflicts"])

    def _send(self, source: Path, to: Path, name: str) -> None:
        file = self.folder / f"{name}.ftpkg"
        self.ask(source, "package", "export", str(file), "--to", name)
        self.ask(to, "package", "import", str(file))


@pytest.fixture
def stores(seat: Desk, tmp_path: Path) -> Stores:
    return Stores(seat.env, tmp_path)


def test_an_edit_goes_to_the_college_meets_another_and_is_settled(start: Start, stores: Stores) -> None:
    _edit_and_export(start(stores.teacher), stores)
    assert stores.phone(stores.teacher) == "13811112222"
    (package,) = stores.stick.glob("*.ftpkg")
    stores.put(stores.office, "student", id=stores.student, phone="13833334444")

    office = start(stores.office)
    _take_in(office, stores, package)
    assert stores.conflicts(stores.office) == 1
    _settle(office)
    wait_for(lambda: stores.conflicts(stores.office) == 0, "the conflict is still there")
    assert stores.phone(stores.office) in ("13811112222", "13833334444")
    office.says("没有冲突|都处理完")


def _edit_and_export(program: Program, stores: Stores) -> None:
    """By keys to the student's form; then three clicks to the stick: the screen, the button, the folder."""
    program.says("^今日$")
    program.key("ctrl+f")
    program.type("230101")
    program.key("Return")
    program.says("^230101( · |$)")
    program.click(program.find("push button", "编辑.*"))
    phone = program.find("text", "手机.*")
    program.write(phone, "13811112222")
    program.key("ctrl+s")
    wait_for(lambda: stores.phone(stores.teacher) == "13811112222", "the edit is not saved")

    program.settle()
    program.actions = 0
    program.click(program.find("check box", "同步.*"))
    program.find("table", "交换对象")
    program.settle()
    program.click(program.find("push button", "导出给所选.*"))
    program.choose_file(stores.stick)
    program.says("已写给 实习办")
    wait_for(lambda: list(stores.stick.glob("*.ftpkg")), lambda: program.why("no package"))
    assert program.actions + 1 <= 3, "and one to take the folder"


def _take_in(office: Program, stores: Stores, package: Path) -> None:
    office.says("^今日$")
    office.click(office.find("check box", "同步.*"))
    office.find("table", "交换对象")
    office.key("ctrl+o")
    office.choose_file(package)
    office.says(f"来自 {TEACHER}")
    office.says("冲突 1")
    assert stores.phone(stores.office) == "13833334444", "a preview writes nothing"
    assert stores.conflicts(stores.office) == 0
    office.click(office.find("push button", "导入（.*"))
    office.find("push button", "处理冲突")


def _settle(office: Program) -> None:
    office.click(office.find("push button", "处理冲突"))
    office.find("push button", "采用这个（2）.*")
    office.settle()
    office.click(office.find("push button", "采用这个（2）.*"))
