"""The screen of wishes: one key a side, the pair's result, earlier askings, the cross table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.domain.two_way_choice import Match
from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.employment.screen import EmploymentScreen

Settled = Callable[[], None]


@pytest.fixture
def screen(
    people: People, window: MainWindow, ui: Ui, hands: Hands, settled: Settled, services: Services
) -> EmploymentScreen:
    """All three are placed; 李娜 was asked in February and has left since."""
    assert hands
    for student in (people.wang, people.li):
        services.placements.place({"student": student, "enterprise": people.bolan, "start": "2026-01-05"})
    services.employment.ask([people.li], {"student_wish": "study"}, "2026-02-10")
    left = services.records.list("placement", {"student": people.li})[1][0]["id"]
    services.placements.end(left, "2026-02-20", status="returned")
    ui.navigator.go("employment")
    settled()
    assert isinstance(window.view, EmploymentScreen)
    window.view.table.rows.setFocus()
    return window.view


def _pairs(screen: EmploymentScreen) -> dict[str, tuple[str | None, str | None, Match]]:
    return {row.name: (row.wish, row.offer, row.match) for row in screen.table.model.rows}


def _askings(services: Services, student: str) -> list[tuple[object, ...]]:
    found = services.records.list("intention", {"student": student}, order=("asked_on",))[1]
    return [(each["asked_on"], each["student_wish"], each["enterprise_wish"]) for each in found]


def test_everybody_in_post_is_listed_and_those_who_left_by_a_chip(screen: EmploymentScreen) -> None:
    assert _pairs(screen) == {"张伟": (None, None, Match.NOT_ASKED), "王芳": (None, None, Match.NOT_ASKED)}
    screen.table.clear_filters()
    assert _pairs(screen)["李娜"] == ("study", None, Match.ASK_ENTERPRISE)


def test_a_key_for_each_side(
    screen: EmploymentScreen, hands: Hands, people: People, services: Services
) -> None:
    screen.table.select(people.zhang)
    hands.press("1", "H")
    assert hands.actions == 2
    assert _pairs(screen)["张伟"] == ("stay", "hire", Match.MUTUAL)
    assert _askings(services, people.zhang) == [("2026-03-16", "stay", "hire")]
    hands.press("Up", "2", "D")
    assert _pairs(screen)["王芳"] == ("leave", "decline", Match.NEITHER)
    services.records.undo()
    assert _askings(services, people.wang) == [("2026-03-16", "leave", None)]


def test_many_at_once_and_earlier_askings_stay(
    screen: EmploymentScreen, hands: Hands, people: People, services: Services, settled: Settled
) -> None:
    screen.strip.day.set_value("2026-03-01")
    screen.table.rows.selectAll()
    hands.press("3")
    screen.strip.day.set_value("2026-03-15")
    screen.table.rows.setFocus()
    hands.press("1")
    assert _askings(services, people.zhang) == [
        ("2026-03-01", "undecided", None),
        ("2026-03-15", "stay", None),
    ]
    assert _askings(services, people.wang) == _askings(services, people.zhang)
    assert {pair[2] for pair in _pairs(screen).values()} == {Match.ASK_ENTERPRISE}
    screen.table.select(people.wang)
    settled()
    assert screen.card is not None
    assert [each["asked_on"] for each in screen.card.askings] == ["2026-03-15", "2026-03-01"]


def test_a_day_that_is_none_is_refused(
    screen: EmploymentScreen, hands: Hands, people: People, services: Services
) -> None:
    screen.strip.day.set_value("some day")
    screen.table.select(people.zhang)
    screen.table.rows.setFocus()
    hands.press("1")
    assert _askings(services, people.zhang) == []


def test_post_and_pay_by_the_form(
    screen: EmploymentScreen, hands: Hands, people: People, services: Services, settled: Settled
) -> None:
    screen.table.select(people.zhang)
    settled()
    hands.press("N")
    assert screen.form is not None
    screen.form.binder.enter(
        {"student_wish": "stay", "wished_pay": "6000", "enterprise_wish": "hire", "offered_post": "质检"}
    )
    hands.press("Ctrl+S")
    assert screen.form is None
    row = next(each for each in screen.table.model.rows if each.id == people.zhang)
    assert (row.wished_pay, row.offered_post, row.match) == (6000, "质检", Match.MUTUAL)
    hands.press("F2")
    assert screen.form is not None
    screen.form.binder.enter({"wished_pay": "6500"})
    hands.press("Ctrl+S")
    found = services.records.list("intention", {"student": people.zhang})[1]
    assert [(each["wished_pay"], each["asked_on"]) for each in found] == [(6500, "2026-03-16")]


def test_the_cross_table_counts_and_filters(
    screen: EmploymentScreen, hands: Hands, people: People, settled: Settled
) -> None:
    screen.table.select(people.zhang)
    hands.press("1", "H")
    cell = screen.cross.cells["stay", "hire"]
    assert cell.text() == "1"
    assert screen.cross.cells["not_asked", "not_asked"].text() == "1"
    assert not screen.cross.cells["army", "hire"].isEnabled()
    cell.click()
    assert list(_pairs(screen)) == ["张伟"]
    screen.go_to(people.wang)
    settled()
    assert screen.cross.pair is None
    assert screen.card is not None
    assert screen.card.student["id"] == people.wang
    screen.cross.cells["not_asked", "not_asked"].click()
    assert list(_pairs(screen)) == ["王芳"]
    screen.table.rows.setFocus()
    hands.press("X")
    assert screen.cross.isHidden()
    assert len(_pairs(screen)) == 2


def test_steps_and_hits_lead_here(
    screen: EmploymentScreen, ui: Ui, people: People, services: Services, settled: Settled
) -> None:
    ui.navigator.go("students")
    settled()
    ui.navigator.go("employment", do="new", student=people.wang)
    settled()
    settled()
    assert screen.form is not None
    screen.form.discard()
    asking = services.records.list("intention", {"student": people.li})[1][0]["id"]
    ui.navigator.show("intention", asking)
    settled()
    settled()
    assert screen.card is not None
    assert screen.card.student["id"] == people.li
    ui.navigator.go("employment", filter="not_asked")
    settled()
    assert set(_pairs(screen)) == {"张伟", "王芳"}


def test_the_last_asking_is_deleted_and_none_where_there_is_none(
    screen: EmploymentScreen, hands: Hands, people: People, services: Services, settled: Settled, ui: Ui
) -> None:
    ui.messages.confirm = lambda _question, _action, confirmed, **_more: confirmed()  # type: ignore[method-assign]
    services.employment.ask([people.zhang], {"student_wish": "undecided"}, "2026-03-01")
    services.employment.ask([people.zhang], {"student_wish": "stay"}, "2026-03-10")
    screen.reload()
    settled()
    screen.table.select(people.zhang)
    settled()
    screen.table.rows.setFocus()
    hands.press("Delete")
    assert _askings(services, people.zhang) == [("2026-03-01", "undecided", None)]
    screen.table.select(people.wang)
    settled()
    hands.press("Delete")
    assert screen.form is None
    assert _askings(services, people.wang) == []


def test_nobody_to_ask(window: MainWindow, ui: Ui, settled: Settled) -> None:
    ui.navigator.go("employment")
    settled()
    assert isinstance(window.view, EmploymentScreen)
    assert window.view.cross.isHidden()
    assert window.view.strip.isHidden()
