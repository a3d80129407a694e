from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.promises import SCREEN
from fieldteacher.ui.screens.promises.screen import PromisesScreen
from fieldteacher.ui.tables.model import TONE_ROLE

Settled = Callable[[], None]


@pytest.fixture
def screen(
    people: People, window: MainWindow, ui: Ui, hands: Hands, settled: Settled, services: Services
) -> PromisesScreen:
    """Besides the one that is overdue: one due in two days, one far off, one done."""
    assert hands
    put = services.records.put
    for what, due in (("修热水器", "2026-03-18"), ("换工位", "2026-05-01")):
        put(
            "promise", {"about": people.chenyao, "what": what, "who": "周敏", "due_on": due, "status": "open"}
        )
    put("promise", {"about": people.bolan, "what": "补签协议", "due_on": "2026-02-01", "status": "done"})
    ui.navigator.go("promises")
    settled()
    assert isinstance(window.view, PromisesScreen)
    return window.view


def _what(screen: PromisesScreen) -> list[str]:
    return [row.what for row in screen.table.model.rows]


def test_open_ones_stand_first_with_their_days(screen: PromisesScreen) -> None:
    model = screen.table.model
    assert _what(screen) == ["与车间商量调班", "修热水器", "换工位"]
    assert [model.cell(row, 0) for row in range(3)] == ["03-10 过期6天", "03-18 剩2天", "05-01 剩46天"]
    assert [model.index(row, 0).data(TONE_ROLE) for row in range(3)] == ["bad", "warn", "neutral"]
    assert [chip.text() for chip in screen.table.filters._chips][:4] == [
        "待办 3",
        "已过期 1",
        "7 天内到期 1",
        "已完成 1",
    ]
    screen.table.clear_filters()
    assert model.index(3, 0).data(TONE_ROLE) is None
    assert model.cell(3, 0) == "2026-02-01"


def test_one_key_settles_with_a_result(
    screen: PromisesScreen, hands: Hands, services: Services, settled: Settled
) -> None:
    screen.table.rows.setFocus()
    screen.table.select(screen.table.model.rows[1][0])
    settled()
    hands.press("D")
    hands.write("Done: new one, Xu")
    hands.press("Return")
    done = services.records.list("promise", {"what": "修热水器"})[1][0]
    assert (done["status"], done["done_on"], done["result"]) == ("done", "2026-03-16", "Done: new one, Xu")
    assert _what(screen) == ["与车间商量调班", "换工位"]
    assert screen.table.rows.hasFocus()


def test_several_are_settled_in_one_save(
    screen: PromisesScreen, hands: Hands, services: Services, settled: Settled
) -> None:
    screen.table.rows.setFocus()
    screen.table.rows.selectAll()
    hands.press("D", "Return")
    assert _what(screen) == []
    services.records.undo()
    assert services.records.list("promise", {"status": "open"})[0] == 3


def test_dropping_and_reopening(
    screen: PromisesScreen, hands: Hands, services: Services, settled: Settled
) -> None:
    screen.table.rows.setFocus()
    screen.table.select(screen.table.model.rows[0][0])
    settled()
    hands.press("X")
    assert _what(screen) == ["修热水器", "换工位"]
    screen.table.filters.set_on("done")
    screen.table.rows.setFocus()
    screen.table.rows.go_to(0)
    hands.press("O")
    done = services.records.list("promise", {"what": "补签协议"})[1][0]
    assert (done["status"], done["done_on"]) == ("open", None)


def test_escape_settles_nothing(
    screen: PromisesScreen, hands: Hands, services: Services, settled: Settled
) -> None:
    screen.table.rows.setFocus()
    screen.table.select(screen.table.model.rows[0][0])
    hands.press("D", "Escape")
    assert not screen.bar.isVisible()
    assert services.records.list("promise", {"status": "open"})[0] == 3


def test_a_new_one_is_due_in_a_week_or_a_fortnight(
    screen: PromisesScreen, hands: Hands, services: Services, people: People
) -> None:
    screen.table.rows.setFocus()
    hands.press("N")
    form = screen.form
    assert form is not None
    assert form.binder.editor("due_on").value() == "2026-03-23"
    form.binder.enter({"about": people.bolan, "what": "送教材"})
    hands.press("Shift+F7", "Ctrl+S")
    made = services.records.list("promise", {"what": "送教材"})[1][0]
    assert (made["about"], made["due_on"], made["status"]) == (people.bolan, "2026-03-30", "open")


def test_the_badge_counts_what_is_due(screen: PromisesScreen, ui: Ui) -> None:
    assert screen
    assert SCREEN.waiting is not None
    assert SCREEN.waiting(ui) == 1
