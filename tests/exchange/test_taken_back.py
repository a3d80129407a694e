"""What was replaced stays replaced where somebody gets a change without the one it came after."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.laptop import Laptop
from tests.exchange.oracles import check_laptop
from tests.exchange.truth import Truth
from tests.exchange.world import Plan, World


@pytest.fixture
def three(tmp_path: Path, empty_store: Path) -> World:
    """Three laptops, of which nothing is lost."""
    plan = Plan(laptops=3, steps=0, loss=0, trouble=0, ticking=1)
    return World(tmp_path, empty_store, seed=1, plan=plan, truth=Truth())


def give(giver: Laptop, taker: Laptop) -> None:
    """A package goes from one to the other."""
    taker.take(giver.export(taker.station))
    check_laptop(taker)


@pytest.mark.parametrize("deleting", [False, True])
def test_a_change_made_after_one_that_was_taken_back(three: World, deleting: bool) -> None:
    """Li wrote, Wang wrote over it, Zhao wrote over that and took Wang's package back: Li is not shown the first again."""
    li, wang, zhao = three.laptops
    student = li.create("student", {"student_number": "1", "name": "李小明", "phone": "1"})
    for other in (wang, zhao):
        give(li, other)
    wang.save_form(wang.open_form("student", student), {"phone": "2"}, stale=False)
    give(wang, zhao)
    if deleting:
        zhao.delete("student", student)
    else:
        zhao.save_form(zhao.open_form("student", student), {"phone": "3"}, stale=False)
    zhao.undo_import(max(zhao.memory.imports))
    check_laptop(zhao)
    give(zhao, li)
    assert li.store.read().conflicts() == []
    found = li.store.read().get("student", student)
    assert found is not None
    assert (found["phone"], found["deleted"]) == (("1", True) if deleting else ("3", False))
    give(wang, li)
    assert li.store.read().conflicts() == []
    three.close()
