"""The day's list on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command


def test_each_item_says_why_and_what_settles_it(command: Command, park: Path) -> None:
    done = command("today")
    assert done.status == 1
    items = done.data["items"]
    assert items
    for item in items:
        assert {"item", "why", "severity", "due", "type", "id", "title", "action"} <= item.keys()
        assert all(item[name] for name in ("item", "why", "severity", "due", "type", "id", "title", "action"))
    assert [item["severity"] for item in items] == sorted(
        (item["severity"] for item in items), key=("overdue", "today", "week", "wanting").index
    )
    types = {(item["item"], item["type"], item["action"]) for item in items}
    assert ("visit", "enterprise", "visit") in types
    assert ("talk", "student", "talk") in types


def test_lines_for_people_join_what_is_alike(command: Command, park: Path) -> None:
    few = command("today", as_json=False, lang="en").out.splitlines()
    every = command("today", "--every", as_json=False, lang="en").out.splitlines()
    assert few[0] == "Overdue:"
    assert len(few) < len(every)
    assert few[-1].endswith("put off (--snoozed lists them).")


def test_what_is_put_off_is_listed_when_asked_for(command: Command, park: Path) -> None:
    plain = command("today").data["items"]
    whole = command("today", "--snoozed").data["items"]
    (put_off,) = [item for item in whole if "snoozed" in item]
    assert put_off["item"] == "promise"
    assert put_off["snoozed"]["reason"]
    assert len(whole) == len(plain) + 1


def test_an_empty_store_has_nothing_to_do(command: Command, new_store: Path) -> None:
    done = command("today", as_json=False)
    assert (done.status, done.out) == (0, "今天没有到期的事。\n")
