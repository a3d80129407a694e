"""What the search box finds besides students and enterprises, and where that leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.services.app import Services
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.navigator import Place
from fieldteacher.ui.widgets.search_box import SearchBox

Settled = Callable[[], None]


@pytest.fixture
def box(people: People, window: MainWindow, hands: Hands, services: Services) -> SearchBox:
    """The search box has the keyboard; besides the people there is a talk and a mark with a comment."""
    assert hands
    services.records.put("talk", {"student": people.zhang, "talked_on": "2026-03-02", "living": "宿舍漏水"})
    hands.press("Ctrl+F")
    return window.finding.box


def _titles(box: SearchBox) -> list[str]:
    return [box.list.item(n).text() for n in range(box.list.count())]


def _place(window: MainWindow) -> Place:
    assert window._ui.navigator.place is not None
    return window._ui.navigator.place


@pytest.mark.parametrize(
    "typed", ["新走访", "xzf", "jlzf", "记录走访", "记走访", "record visit", "new visit", "xinzou"]
)
def test_commands_are_found_by_words_pinyin_and_english(
    box: SearchBox, hands: Hands, window: MainWindow, typed: str
) -> None:
    hands.write(typed)
    assert _titles(box)[0] == "记录走访"
    hands.press("Return")
    assert _place(window) == Place("visits", {"do": "new"})


@pytest.mark.parametrize(
    ("typed", "screen"), [("谈话", "talks"), ("dayin", "printing"), ("Evaluations", "evaluations")]
)
def test_screens_are_commands_too(
    box: SearchBox, hands: Hands, window: MainWindow, typed: str, screen: str
) -> None:
    hands.write(typed)
    hands.press("Return")
    assert _place(window) == Place(screen, {})


def test_people_come_before_commands_typed_in_letters(
    box: SearchBox, hands: Hands, services: Services, settled: Settled
) -> None:
    for number, name in enumerate(("谢志峰", "徐子枫", "许泽飞")):
        services.records.put("student", {"name": name, "student_number": f"77{number}"})
    hands.write("xzf")
    assert _titles(box)[2] == "记录走访"
    assert {*_titles(box)[:2], *_titles(box)[3:4]} == {"谢志峰", "徐子枫", "许泽飞"}


def test_a_contact_leads_to_the_enterprise(
    box: SearchBox, hands: Hands, window: MainWindow, people: People
) -> None:
    hands.write("zm")
    assert _titles(box)[0] == "周敏"
    hands.press("Return")
    assert _place(window) == Place("enterprises", {"type": "enterprise", "record": people.chenyao})
    assert window.view.card.enterprise["id"] == people.chenyao  # type: ignore[union-attr]


def test_free_text_with_a_name_leads_to_its_record(
    box: SearchBox, hands: Hands, window: MainWindow, services: Services
) -> None:
    talk = services.records.list("talk")[1][0]["id"]
    hands.write("zw 漏水")
    assert _titles(box)[0] == "张伟 · 2026-03-02"
    hands.press("Return")
    assert _place(window) == Place("talks", {"type": "talk", "record": talk})


def test_nothing_found_is_said(box: SearchBox, hands: Hands) -> None:
    hands.write("qqqq")
    assert _titles(box) == ["没有找到"]
    hands.press("Return")
    assert box.text() == "qqqq"


def test_what_belongs_to_a_record_is_seen_with_it(people: People, services: Services) -> None:
    paper, _ = services.records.put("paper", {"placement": people.placement, "kind": "consent"})
    seen = services.records.seen_with
    assert seen("paper", paper, {"student"}) == ("student", people.zhang)
    assert seen("paper", paper, {"student", "paper"}) == ("paper", paper)
    teacher = services.records.list("teacher")[1][0]["id"]
    assert seen("teacher", teacher, {"student"}) is None


@pytest.mark.parametrize("typed", ["zw", "zwei", "001", "1111"])
def test_a_student_is_five_keys_and_enter_away(
    people: People, window: MainWindow, hands: Hands, settled: Settled, typed: str
) -> None:
    hands.press("Ctrl+F", *typed.upper(), "Return")
    settled()
    assert hands.actions <= 6
    assert window.view.card.student["id"] == people.zhang  # type: ignore[union-attr]
