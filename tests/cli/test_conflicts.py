"""``conflict …`` and ``undo``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Command
from tests.store.making import change, opened


def of_the_phone(command: Command) -> dict[str, Any]:
    """The telephone number that a colleague changed as well."""
    found = command("conflict", "list").data["conflicts"]
    return next(each for each in found if each["field"] == "phone")


def test_a_conflict_is_listed_with_its_values(park: Path, command: Command) -> None:
    outcome = command("conflict", "list")
    assert outcome.status == 1
    assert {each["field"] for each in outcome.data["conflicts"]} == {"phone", "thoughts", "deleted"}
    conflict = of_the_phone(command)
    assert conflict["type"] == "student"
    assert conflict["title"] == "钱𬭎"
    assert (conflict["field"], conflict["label"]) == ("phone", "手机")
    assert [value["value"] for value in conflict["values"]] == ["19900000002", "19900000001"]
    assert conflict["shown"] == "19900000002"
    assert {"n", "value", "by", "device", "at"} == conflict["values"][0].keys()
    assert [value["n"] for value in conflict["values"]] == [1, 2]
    assert "1. 19900000002" in command("conflict", "list", as_json=False).out


def test_taking_the_second_value_settles_it(park: Path, command: Command) -> None:
    conflict = of_the_phone(command)
    shown = command("record", "show", "student", conflict["record"])
    assert (shown.status, len(shown.data["conflicts"])) == (1, 1)
    outcome = command("conflict", "resolve", conflict["id"], "--take", "2")
    assert outcome.data == {"resolved": conflict["id"], "value": "19900000001", "left": 2}
    shown = command("record", "show", "student", conflict["record"])
    assert (shown.status, shown.data["record"]["phone"]) == (0, "19900000001")


def test_what_was_changed_again_meanwhile_is_not_replaced_unseen(park: Path, command: Command) -> None:
    conflict = of_the_phone(command)
    store = opened(park)
    one_of_two = store.read().heads("student", conflict["record"])["phone"].split()[0]
    change(store, "student", conflict["record"], {"phone": one_of_two}, phone="19900000003")
    store.close()
    outcome = command("conflict", "resolve", conflict["id"], "--take", "2")
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "overtaken")
    assert of_the_phone(command)["id"] != conflict["id"]


def test_taking_the_value_shown_settles_it_too(park: Path, command: Command) -> None:
    conflict = of_the_phone(command)
    assert command("conflict", "resolve", conflict["id"], "--take", "1").data["left"] == 2
    assert command("verify").data == {"ok": True, "problems": []}


def test_another_value_settles_it(park: Path, command: Command) -> None:
    conflict = of_the_phone(command)
    command("conflict", "resolve", conflict["id"], "--value", '"13811112222"')
    assert command("record", "show", "student", conflict["record"]).data["record"]["phone"] == "13811112222"


def test_what_settles_nothing_is_refused(park: Path, command: Command) -> None:
    conflict = of_the_phone(command)
    for words, code in (
        (("resolve", "nothing", "--take", "1"), "not_found"),
        (("resolve", conflict["id"], "--take", "0"), "no_such_value"),
        (("resolve", conflict["id"], "--take", "3"), "no_such_value"),
        (("resolve", conflict["id"], "--value", "{"), "not_json"),
        (("resolve", conflict["id"], "--value", "5.5"), "not_text"),
    ):
        outcome = command("conflict", *words)
        assert (outcome.status, outcome.data["error"]["code"]) == (3, code)
    assert command("conflict", "resolve", conflict["id"]).status == 2
    assert command("conflict", "resolve", conflict["id"], "--take", "1", "--value", "1").status == 2
    assert command("conflict", "list").status == 1


def test_undo_takes_back_the_last_save_only(new_store: Path, command: Command) -> None:
    for number in ("1", "2"):
        command("record", "put", "student", typed=json.dumps({"student_number": number, "name": "甲"}))
    undone = command("undo").data["undone"]
    assert (undone["label"], undone["records"]) == ("撤销：新增学生", 1)
    assert [r["student_number"] for r in command("record", "list", "student").data["records"]] == ["1"]


def test_nothing_to_undo(tmp_path: Path, command: Command) -> None:
    command("init", "--no-password")
    outcome = command("undo")
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "nothing_to_undo")
