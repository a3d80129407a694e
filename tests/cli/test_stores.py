"""``init``, ``demo``, ``status``, ``verify``, ``find`` and ``scheme``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Command

from fieldteacher.domain.records import RECORD_TYPES


def test_a_new_store_says_where_and_who(tmp_path: Path, command: Command) -> None:
    outcome = command("init", "--name", "张岚生", "--college", "川南云麓职业技术学院")
    assert outcome.status == 0
    assert outcome.data.keys() == {"store", "device", "role"}
    assert outcome.data["store"] == str(tmp_path / "store")
    assert outcome.data["role"] == "teacher"
    assert "没有设密码" in outcome.err
    assert [r["name"] for r in command("record", "list", "teacher").data["records"]] == ["张岚生"]
    assert [r["name"] for r in command("record", "list", "college").data["records"]] == [
        "川南云麓职业技术学院"
    ]


def test_the_office_is_no_teacher(command: Command) -> None:
    assert command("init", "--role", "office", "--name", "教务处", "--no-password").data["role"] == "office"
    assert command("record", "list", "teacher").data["total"] == 0
    assert command("status").data["role"] == "office"


def test_a_second_store_in_the_same_place_is_refused(new_store: Path, command: Command) -> None:
    before = (new_store / "store.db").read_bytes()
    outcome = command("init", "--no-password")
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "store_exists")
    assert (new_store / "store.db").read_bytes() == before


def test_no_store_is_status_four(command: Command, tmp_path: Path) -> None:
    outcome = command("record", "list", "student")
    assert (outcome.status, outcome.data["error"]["code"]) == (4, "no_store")
    assert not (tmp_path / "store").exists()


def test_a_file_that_is_no_store_is_left_alone(command: Command, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "store.db").write_bytes(b"not a database at all" * 300)
    outcome = command("status")
    assert outcome.status == 4
    assert (tmp_path / "store" / "store.db").read_bytes() == b"not a database at all" * 300


def test_a_password_protects(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDTEACHER_PASSWORD", "正确的密码 horse")
    assert command("init", "--name", "张岚生").err == ""
    assert command("status").data["password"] is True
    monkeypatch.setenv("FIELDTEACHER_PASSWORD", "wrong")
    outcome = command("status")
    assert (outcome.status, outcome.data["error"]["code"]) == (4, "wrong_password")
    monkeypatch.delenv("FIELDTEACHER_PASSWORD")
    outcome = command("status")
    assert (outcome.status, outcome.data["error"]["code"]) == (4, "password_needed")
    file = tmp_path / "password.txt"
    file.write_bytes("\ufeff正确的密码 horse\r\nsecond line".encode())
    assert command("status", "--password-file", str(file)).status == 0
    assert b"SQLite format" not in (tmp_path / "store" / "store.db").read_bytes()


def test_no_password_wins_over_the_environment(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDTEACHER_PASSWORD", "a long password")
    command("init", "--no-password")
    assert command("status").data["password"] is False


def test_a_password_file_that_cannot_be_read(command: Command, tmp_path: Path) -> None:
    outcome = command("init", "--password-file", str(tmp_path / "none"))
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "password_file")
    assert not (tmp_path / "store").exists()


def test_a_short_password_is_remarked_on(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDTEACHER_PASSWORD", "abc")
    assert "8 个字符" in command("init").err


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder that cannot be written"
)
def test_a_folder_that_cannot_be_written(command: Command, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert command("init", "--no-password").status == 4
    finally:
        tmp_path.chmod(0o700)


def test_the_status_counts(park: Path, command: Command) -> None:
    status = command("status").data
    assert status["owner"] == "张岚生"
    assert status["counts"]["student"] == 60
    assert status["conflicts"] == 3
    assert status["open_promises"] > 0
    assert status["last_backup"] is None
    assert "学生 60" in command("status", as_json=False).out


def test_a_whole_store_is_whole(park: Path, command: Command) -> None:
    assert command("verify").data == {"ok": True, "problems": []}
    assert command("verify", as_json=False).out == "数据完好。\n"


def test_demo_makes_every_type_of_record(command: Command, tmp_path: Path) -> None:
    outcome = command("demo", str(tmp_path / "park"), "--students", "20")
    assert outcome.data["store"] == str(tmp_path / "park")
    assert outcome.data["counts"].keys() == RECORD_TYPES.keys()
    assert outcome.data["counts"]["student"] == 20
    assert outcome.data["counts"]["enterprise"] >= 12
    for kind, count in outcome.data["counts"].items():
        assert command("record", "list", kind, store=tmp_path / "park").data["total"] == count


@pytest.mark.parametrize(
    "words",
    [("--students", "0"), ("--students", "1000000"), ("--teachers", "0"), ("--teachers", "500")],
)
def test_a_demo_of_a_senseless_size(command: Command, tmp_path: Path, words: tuple[str, str]) -> None:
    outcome = command("demo", str(tmp_path / "park"), *words)
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "out_of_range")
    assert not (tmp_path / "park").exists()


def test_a_demo_never_overwrites(new_store: Path, command: Command) -> None:
    outcome = command("demo", str(new_store))
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "store_exists")


@pytest.mark.parametrize("typed", ["欧阳静怡", "oyjy", "ouyang", "欧阳"])
def test_people_are_found(park: Path, command: Command, typed: str) -> None:
    hits = command("find", typed).data["hits"]
    assert hits[0].keys() == {"type", "id", "title", "subtitle"}
    assert (hits[0]["type"], hits[0]["title"]) == ("student", "欧阳静怡")


def test_numbers_and_enterprises_are_found(park: Path, command: Command) -> None:
    student = command("record", "list", "student", "--limit", "1").data["records"][0]
    hits = command("find", student["student_number"][-5:]).data["hits"]
    assert student["id"] in [hit["id"] for hit in hits]
    assert "苏州云棹精密机械有限公司" in [hit["title"] for hit in command("find", "yzjm").data["hits"]]
    assert len(command("find", "机电", "--limit", "3").data["hits"]) == 3
    assert command("find", "没有这个人名").data == {"hits": []}
    placement = command("record", "list", "placement", "--where", "status=active", "--limit", "1").data[
        "records"
    ][0]
    who = command("record", "show", "student", placement["student"]).data["record"]
    firm = command("record", "show", "enterprise", placement["enterprise"]).data["record"]
    for typed in (
        (who["name"], firm["short_name"]),
        (firm["short_name"], who["name"]),
        (who["class_name"], who["name"]),
    ):
        assert command("find", *typed).data["hits"][0]["id"] == who["id"]


def test_a_ready_made_scheme_is_taken(new_store: Path, command: Command) -> None:
    before = command("scheme", "list").data
    assert before["schemes"] == []
    keys = [ready["key"] for ready in before["ready"]]
    (scheme,) = command("scheme", "add", keys[1], "--name", "本校方案").data["saved"]
    (listed,) = command("scheme", "list").data["schemes"]
    assert (listed["id"], listed["name"], listed["version"], listed["frozen"]) == (
        scheme,
        "本校方案",
        1,
        False,
    )
    assert sum(listed["raters"].values()) == 100
    assert listed["criteria"][0]["full_marks"] == 200
    assert command("scheme", "add", "none").status == 2
