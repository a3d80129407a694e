"""Finding a student or an enterprise from anywhere, in a window that really runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.journeys.program import Program


def test_the_tail_of_a_number_and_enter_show_the_student_s_card(
    start: Callable[..., Program], store: Path
) -> None:
    program = start(store)
    program.says("^今日$")
    everyone = program.records("student")
    tails = [str(each["student_number"])[-5:] for each in everyone]
    who = next(each for each, tail in zip(everyone, tails, strict=True) if tails.count(tail) == 1)
    tail = str(who["student_number"])[-5:]

    program.actions = 0
    program.key("ctrl+f")
    program.type(tail)
    program.key("Return")  # at once: the answer may still be on its way

    program.says(f"^{who['student_number']} · ")
    program.find("push button", "编辑")
    assert program.actions == 2


def test_initials_find_an_enterprise_from_another_screen(start: Callable[..., Program], store: Path) -> None:
    program = start(store)
    program.says("^今日$")
    program.key("ctrl+9")
    firm = program.records("enterprise", "--limit", "1")[0]
    hits = program.ask("find", "--limit", "1", str(firm["short_name"]))["hits"]
    assert hits[0]["id"] == firm["id"]

    program.key("ctrl+f")
    program.write(program.find("text", "搜索.*"), str(firm["short_name"]))
    program.find("list item", f"{firm['name']}.*", rows=True)
    program.key("Return")

    program.find("table", "企业")
    program.says(f"^{firm['name']}$")
    program.find("push button", "编辑")
