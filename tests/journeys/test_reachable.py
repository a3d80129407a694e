"""Every control on every screen says what it is, in both languages, and the Tab key reaches it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.journeys.desk import wait_for
from tests.journeys.program import CONTROLS, Program, Thing

SCREENS = (*(f"ctrl+{number}" for number in range(1, 10)), "ctrl+comma", "ctrl+i")
NEW = ("ctrl+4", "ctrl+5")
"""Where N begins a page: visits and talks."""
BY_NAME = ("合规|Compliance", "就业意向|Employment", "企业实践|Practice", "打印|Print", "汇总|Reports")
"""Screens that have no key of their own."""


def _come_to(program: Program, where: str) -> None:
    if where in BY_NAME:
        program.click(program.find("check box", f"({where}).*"))
    else:
        program.key(where)
    program.settle()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_control_says_what_it_is(start: Callable[..., Program], store: Path, language: str) -> None:
    program = start(store, language=language)
    nameless: list[str] = []
    for key in (*SCREENS, *BY_NAME):
        _come_to(program, key)
        if key in NEW:
            program.key("n")
            program.settle()
        nameless += [f"{key}: {each}" for each in controls(program) if not each.name.strip()]
    assert not nameless


def test_tab_reaches_every_control(start: Callable[..., Program], store: Path) -> None:
    program = start(store)
    missed: list[str] = []
    for key in (*(each for each in SCREENS if each not in NEW), *BY_NAME):
        _come_to(program, key)
        missed += [f"{key}: {each}" for each in _missed(program)]
    assert not missed


def _missed(program: Program) -> list[Thing]:
    """What neither Tab nor Shift+Tab reaches from the search box; of several choices, one is enough."""
    wanted = [
        each
        for each in controls(program)
        if each.enabled
        and "focusable" in each.states
        and each.role != "page tab"  # the arrows' from their list
    ]
    reached: set[str] = set()
    for tab in ("Tab", "shift+Tab"):
        program.key("ctrl+f")
        wait_for(lambda: program.focuses("text", "搜索.*"), "the keyboard is not in the search box")
        _walk(program, tab, reached)
    groups = {(_parent(each.id), each.role) for each in wanted if each.id in reached}
    return [each for each in wanted if each.id not in reached and (_parent(each.id), each.role) not in groups]


def _walk(program: Program, tab: str, reached: set[str]) -> None:
    """Press ``tab`` until the keyboard is where it was, or stays inside one table."""
    first, before, stayed = program.focused(), None, 0
    assert first is not None
    reached.add(first.id)
    while stayed < 3:
        program.key(tab)
        now = program.focused()
        if now is None:
            continue
        reached.add(now.id)
        if now == first:
            return
        stayed = stayed + 1 if now == before else 0
        before = now


def _parent(id: str) -> str:
    return id.rpartition(".")[0]


def controls(program: Program) -> list[Thing]:
    """What a person can act on."""
    return [each for each in program.things() if each.role in CONTROLS]
