"""The screen of the teacher's own practice: entries, days counted once, entries made of visits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.domain.practice_days import Targets
from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.practice.screen import PracticeScreen

Settled = Callable[[], None]


@pytest.fixture
def screen(
    people: People, window: MainWindow, ui: Ui, hands: Hands, settled: Settled, services: Services
) -> PracticeScreen:
    """Two visits last week, a long one and one without times; a visit of somebody else; a week of practice before."""
    assert hands
    put, owner = services.records.put, services.practice.owner()
    for day, enterprise, more in (
        (
            "2026-03-10",
            people.chenyao,
            {"arrived_at": "08:30", "left_at": "15:00", "visitors": "张老师、李主任"},
        ),
        ("2026-03-12", people.chenyao, {}),
        ("2026-03-12", people.bolan, {"visitors": "王老师"}),
    ):
        put("visit", {"enterprise": enterprise, "visited_on": day, "kind": "routine", **more})
    put(
        "practice_entry",
        {"teacher": owner, "enterprise": people.bolan, "starts_on": "2026-03-02", "ends_on": "2026-03-06", "content": "跟班"},
    )  # fmt: skip
    ui.navigator.go("practice")
    settled()
    assert isinstance(window.view, PracticeScreen)
    window.view.table.rows.setFocus()
    return window.view


def _lines(screen: PracticeScreen) -> list[tuple[str, str | None, int, int]]:
    return [(row.starts_on, row.enterprise_name, row.claimed, row.counted) for row in screen.table.model.rows]


def test_visits_are_proposed_and_taken_over_in_one_save(
    screen: PracticeScreen, hands: Hands, services: Services
) -> None:
    assert screen.banner.words == "走访中有 1.5 天还没有记入企业实践。"
    hands.press("P")
    assert screen.panel.list.count() == 1
    assert screen.panel.list.item(0).text() == "2026-03-10–03-12 · 晨曜电子 · 1.5 天"
    hands.press("Ctrl+Return")
    assert _lines(screen) == [("2026-03-10", "晨曜电子", 15, 15), ("2026-03-02", "博澜半导体", 50, 50)]
    entry = services.records.list("practice_entry", {"days": 15})[1][0]
    assert entry["content"] == "驻点指导实习学生：03-10 日常走访；03-12 日常走访。"
    assert screen.banner.words == ""
    hands.press("P")
    assert screen.panel.isHidden()
    services.records.undo()
    assert len(services.records.list("practice_entry")[1]) == 1


def test_a_proposal_can_be_left_out(screen: PracticeScreen, hands: Hands) -> None:
    hands.press("P", "1")
    assert not screen.panel.take_button.isEnabled()
    hands.press("Escape")
    assert screen.panel.isHidden()
    assert screen.banner.words
    assert len(_lines(screen)) == 1


def test_an_entry_by_the_form_counts_no_day_twice(
    screen: PracticeScreen, hands: Hands, services: Services, settled: Settled
) -> None:
    hands.press("N")
    assert screen.form is not None
    screen.form.binder.enter(
        {"starts_on": "2026-03-05", "ends_on": "2026-03-05", "days": "1.5", "content": "检修"}
    )
    hands.press("Ctrl+S")
    assert screen.form is not None
    assert screen.form.binder.value is not None
    screen.form.binder.enter({"days": "0.5"})
    hands.press("Ctrl+S")
    settled()
    assert screen.form is None
    assert sorted(_lines(screen)) == [("2026-03-02", "博澜半导体", 50, 45), ("2026-03-05", None, 5, 5)]
    screen.table.filters.set_on("twice")
    assert [line[0] for line in _lines(screen)] == ["2026-03-02"]
    screen.table.select(screen.table.model.rows[0][0])
    settled()
    assert screen.card is not None
    totals = screen.card.totals
    assert (totals.name, totals.this_year, totals.five_years) == ("张老师", 50, 50)
    assert (totals.years, totals.enterprises) == ({2026: 50}, {"博澜半导体": 45, "": 5})


def test_what_the_college_asks_for_can_be_set(
    screen: PracticeScreen, services: Services, settled: Settled
) -> None:
    assert services.practice.targets() == Targets(1, 6, 22)
    screen.strip._open()
    screen.strip._spins[2].setValue(20)
    screen.strip._keep()
    settled()
    assert services.practice.targets() == Targets(1, 6, 20)
    assert services.practice.totals(services.practice.owner() or "").targets.five_years == 1200


def test_commands_and_hits_lead_here(
    screen: PracticeScreen, ui: Ui, services: Services, settled: Settled
) -> None:
    entry = services.records.list("practice_entry")[1][0]["id"]
    ui.navigator.show("practice_entry", entry)
    settled()
    assert screen.card is not None
    assert screen.card.entry["id"] == entry
    ui.navigator.go("practice", do="propose")
    settled()
    assert not screen.panel.isHidden()
    screen.panel.close_panel()
    ui.navigator.go("practice", do="new")
    settled()
    assert screen.form is not None
    assert screen.form.binder.entered()["starts_on"] == "2026-03-16"
    screen.form.discard()
