"""``office``: inviting, who has reported, who holds whom, rules given out; and a store that joins with what is in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.cli.exchanging import College
from tests.services.test_given_rules import HOLIDAYS
from tests.services.test_rule_files import CHANGE, HEAD


@pytest.fixture
def college(command: Command, tmp_path: Path) -> College:
    """An office that invited nobody yet."""
    return College(command, tmp_path).found()


def test_who_was_invited_who_joined_and_who_was_forgotten(college: College) -> None:
    college.students("甲", 3, "安老师")
    college.student("乙", "B1", "白老师")
    college.student("丙", "C1")
    college.join("安老师")
    college.invite("新老师")
    answer = college.run("office", "office", "status")
    states = {each["teacher"]: each for each in answer["teachers"]}
    assert {name: each["state"] for name, each in states.items()} == {
        "安老师": "joined", "新老师": "invited", "白老师": "absent",
    }  # fmt: skip
    assert states["安老师"]["silent_days"] == 0
    assert states["安老师"]["heard_at"] is not None
    assert (states["安老师"]["students"], states["白老师"]["students"], answer["unassigned"]) == (4, 1, 1)
    college.put(
        "office",
        "student",
        id=college.run("office", "record", "list", "student")["records"][0]["id"],
        major="机电",
    )
    after = {each["teacher"]: each for each in college.run("office", "office", "status")["teachers"]}[
        "安老师"
    ]
    assert (
        after["waiting"] - states["安老师"]["waiting"],
        after["changes"] - states["安老师"]["changes"],
    ) == (1, 1)
    assert after["confirmed_at"] == states["安老师"]["confirmed_at"]
    plain = college.command("office", "status", store=college.folder / "office", as_json=False)
    assert "安老师" in plain.out
    assert "未邀请" in plain.out


def test_conflicts_are_counted_where_they_are(college: College) -> None:
    one = college.student("李明", "1", "安老师")
    college.student("赵强", "2", "白老师")
    for teacher in ("安老师", "白老师"):
        college.join(teacher)
    college.put("安老师", "student", id=one, major="机电")
    college.put("office", "student", id=one, major="数控")
    college.send("安老师", "office", status=1)
    answer = college.run("office", "office", "status", status=1)
    assert {each["teacher"]: each["conflicts"] for each in answer["teachers"]} == {"安老师": 1, "白老师": 0}


def test_students_of_nobody_go_to_everyone_or_to_nobody(college: College) -> None:
    student = college.student("李明", "1")
    told = college.run(
        "office", "office", "invite", "--teacher", "某老师", "-o", str(college.folder / "x.ftinvite")
    )
    assert told["unassigned"] == 1
    college.run("office", "office", "scope", "--unassigned", "nobody")
    college.join("安老师")
    assert college.run("安老师", "record", "list", "student")["total"] == 0
    answer = college.run("office", "office", "scope", "--unassigned", "everyone")
    assert answer["unassigned"] == [{"id": student, "title": "李明"}]
    assert college.send("office", "安老师")["created"] > 0
    assert college.run("安老师", "record", "list", "student")["total"] == 1
    other = college.put("安老师", "student", name="自录", student_number="9")
    college.send("安老师", "office")
    college.run("office", "office", "scope", "--unassigned", "nobody")
    college.send("office", "安老师")
    shown = college.run("安老师", "record", "list", "student")["records"]
    assert {row["id"] for row in shown} == {student, other}, "what is there stays until somebody is named"


def test_a_colleague_stands_in(college: College) -> None:
    college.students("甲", 2, "安老师")
    college.join("安老师")
    college.join("白老师")
    assert college.run("白老师", "record", "list", "student")["total"] == 0
    assert len(college.run("office", "office", "cover", "白老师", "--of", "安老师")["covers"]) == 1
    college.send("office", "白老师")
    assert college.run("白老师", "record", "list", "student")["total"] == 2
    states = college.run("office", "office", "scope")["teachers"]
    assert {each["teacher"]: (each["students"], each["covers"]) for each in states} == {
        "安老师": (2, []), "白老师": (2, ["安老师"]),
    }  # fmt: skip
    assert (
        college.run("office", "office", "cover", "白老师", "--of", "谁", status=3)["error"]["code"]
        == "unknown_teacher"
    )


def test_rules_and_holidays_are_sent_down(college: College) -> None:
    college.join("安老师")
    rules, holidays, broken = (
        college.folder / name for name in ("sc.toml", "holidays-2031.toml", "broken.toml")
    )
    rules.write_text(HEAD + CHANGE, "utf-8")
    holidays.write_text(HOLIDAYS, "utf-8")
    broken.write_text("format = 9", "utf-8")
    for file in (rules, holidays):
        college.run("office", "office", "rules", "add", str(file))
    assert (
        college.run("office", "office", "rules", "add", str(broken), status=3)["error"]["code"] == "rule_file"
    )
    assert college.run("office", "office", "rules", "list") == {"files": ["holidays-2031.toml", "sc.toml"]}
    college.send("office", "安老师")
    assert "四川省" in {each["id"] for each in college.run("安老师", "rules", "sets")["sets"]}
    college.run("office", "office", "rules", "remove", "sc.toml")
    college.send("office", "安老师")
    assert "四川省" not in {each["id"] for each in college.run("安老师", "rules", "sets")["sets"]}


def test_a_store_somebody_has_worked_in_joins_with_all_that_is_in_it(college: College) -> None:
    folder = "安老师"
    college.run(folder, "init", "--name", "安老师", "--college", "旧校名", "--no-password")
    student = college.put(folder, "student", name="李明", student_number="1")
    own = college.run(folder, "record", "list", "teacher")["records"][0]["id"]
    enterprise = college.put(folder, "enterprise", name="甲厂")
    college.put(folder, "placement", student=student, enterprise=enterprise, start="2026-03-01", teacher=own)
    file = college.invite("安老师")
    code = college.codes["安老师"]
    assert college.run(folder, "join", str(file), "--code", code, status=3)["error"]["code"] == "store_exists"
    answer = college.run(folder, "join", str(file), "--code", code, "--existing")
    assert (answer["college"], answer["students"]) == ("川南云麓职业技术学院", 1)
    assert college.send(folder, "office")["created"] > 0
    assert college.run("office", "record", "list", "teacher")["total"] == 1
    assert college.run("office", "office", "status")["teachers"][0]["students"] == 1
    college.send("office", folder)
    assert college.run(folder, "record", "list", "student")["total"] == 1
    college.join("白老师")
    assert college.run("白老师", "record", "list", "student")["total"] == 0, "the student is hers"
    assert (
        college.run(folder, "join", str(file), "--code", code, "--existing", status=3)["error"]["code"]
        == "already_joined"
    )


def test_a_protected_store_joins_and_exchanges(college: College, monkeypatch: pytest.MonkeyPatch) -> None:
    college.student("李明", "1", "安老师")
    file = college.invite("安老师")
    password = college.folder / "password"
    password.write_text("correct horse battery", "utf-8")
    answer = college.run(
        "安老师", "join", str(file), "--code", college.codes["安老师"], "--password-file", str(password)
    )
    assert answer["students"] == 1
    package = college.folder / "p.ftpkg"
    assert college.outcome("安老师", "package", "export", str(package)).status == 4
    college.run("安老师", "package", "export", str(package), "--password-file", str(password))
    assert college.run("office", "package", "import", str(package))["from"] == "安老师"
    assert b"\xe6\x9d\x8e\xe6\x98\x8e" not in package.read_bytes() + file.read_bytes()


def test_two_teachers_of_one_name_are_not_guessed(college: College) -> None:
    for number in ("T1", "T2"):
        college.put("office", "teacher", name="王老师", staff_number=number)
    outcome = college.outcome(
        "office", "office", "invite", "--teacher", "王老师", "-o", str(college.folder / "x")
    )
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "ambiguous")
    outcome = college.outcome(
        "office", "office", "invite", "--teacher", "李", "-o", str(college.folder / "no" / "x")
    )
    assert outcome.status == 3
    assert json.loads(outcome.out)["error"]["code"] == "cannot_write"
    assert college.run("office", "record", "list", "teacher")["total"] == 2
