from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.daily.checks import ChecksPart
from fieldteacher.ui.screens.daily.screen import DailyScreen

Settled = Callable[[], None]
TODAY = "2026-03-16"


@pytest.fixture
def placed(people: People, services: Services) -> People:
    """Students in post at three enterprises."""
    services.placements.place({"student": people.wang, "enterprise": people.bolan, "start": "2026-01-05"})
    third, _ = services.records.put("enterprise", {"name": "苏州景明自动化有限公司", "short_name": "景明"})
    services.placements.place({"student": people.li, "enterprise": third, "start": "2026-03-12"})
    return people


@pytest.fixture
def part(placed: People, window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> ChecksPart:
    assert placed
    assert hands
    ui.navigator.go("daily")
    settled()
    assert isinstance(window.view, DailyScreen)
    assert isinstance(window.view.part, ChecksPart)
    return window.view.part


def _checks(services: Services, day: str = TODAY) -> dict[str, dict[str, Any]]:
    return {c["enterprise"]: c for c in services.records.list("daily_check", {"checked_on": day})[1]}


def _words(part: ChecksPart, enterprise: str) -> list[str]:
    model = part.table.model
    number = next(n for n, row in enumerate(model.rows) if row.id == enterprise)
    return [model.cell(number, column) for column in range(3, 10)]


def test_one_key_for_each_normal_enterprise(part: ChecksPart, hands: Hands, services: Services) -> None:
    hands.press("Space", "Space", "Space")
    assert hands.actions == 3
    assert [check["normal"] for check in _checks(services).values()] == [True] * 3


def test_quick_keys_are_not_lost(
    part: ChecksPart, hands: Hands, services: Services, settled: Settled
) -> None:
    """A person does not wait for the list to be read again."""
    for _ in range(3):
        part.noting.normal()
    settled()
    assert len(_checks(services)) == 3


def test_one_key_for_all_the_rest_and_one_to_take_it_back(
    part: ChecksPart, hands: Hands, services: Services, placed: People
) -> None:
    hands.press("E")
    hands.write("停线半天")
    hands.press("Return", "A")
    assert hands.actions == 3
    checks = _checks(services)
    assert len(checks) == 3
    assert sorted(check["normal"] for check in checks.values()) == [False, True, True]
    hands.press("Ctrl+Z")
    [check] = _checks(services).values()
    assert (check["normal"], check["exception"]) == (False, "停线半天")


def test_an_exception_in_two_actions_and_its_words(
    part: ChecksPart, hands: Hands, services: Services, placed: People
) -> None:
    first = part.table.rows.current_row()
    assert first is not None
    hands.press("E")
    hands.write("两名学生加班到十点")
    hands.press("Return")
    assert hands.actions <= 3
    check = _checks(services)[first.id]
    assert (check["normal"], check["exception"]) == (False, "两名学生加班到十点")
    assert part.table.rows.hasFocus()
    now = part.table.rows.current_row()
    assert now is not None
    assert now.id != first.id


def test_what_nobody_marked_stays_unchecked(
    part: ChecksPart, hands: Hands, services: Services, placed: People
) -> None:
    assert _words(part, placed.chenyao) == ["漏查", "漏查", "漏查", "漏查", "休", "休", "待查"]
    third = next(row for row in part.table.model.rows if row.name == "景明")
    assert _words(part, third.id) == ["", "", "漏查", "漏查", "休", "休", "待查"]
    assert services.records.list("daily_check")[0] == 0


def test_a_missed_day_is_filled_by_the_arrows(
    part: ChecksPart, hands: Hands, services: Services, placed: People, ui: Ui, settled: Settled
) -> None:
    ui.navigator.go("daily", do="check", enterprise=placed.bolan, day=TODAY)
    settled()
    hands.press("Left", "Left", "Left", "Space")
    assert list(_checks(services, "2026-03-13")) == [placed.bolan]
    assert _words(part, placed.bolan)[3] == "正常"


def test_the_days_go_along_beyond_the_week(part: ChecksPart, hands: Hands, placed: People) -> None:
    hands.press(*["Left"] * 8)
    assert part.day == "2026-03-08"
    assert part._grid is not None
    assert part.day in part._grid.days
    assert part.table.rows.current_column is not None
    assert part.table.rows.current_column.name == "2026-03-08"
    hands.press("T")
    assert part.day == TODAY
    hands.press("Right")
    assert part.day == TODAY


def test_an_exception_is_not_overwritten_by_the_space_bar(
    part: ChecksPart, hands: Hands, services: Services, placed: People, ui: Ui, settled: Settled
) -> None:
    ui.runner.change(lambda: services.daily.check(placed.bolan, TODAY, "停线半天")[1])
    settled()
    ui.navigator.go("daily", do="check", enterprise=placed.bolan, day=TODAY)
    settled()
    hands.press("Space")
    assert "例外" in part.noting.banner.words
    assert _checks(services)[placed.bolan]["exception"] == "停线半天"
    part.table.select(placed.bolan)
    hands.press("Delete")
    assert placed.bolan not in _checks(services)


def test_several_days_are_marked_at_once(
    part: ChecksPart, hands: Hands, services: Services, placed: People, ui: Ui, settled: Settled
) -> None:
    ui.navigator.go("daily", do="check", enterprise=part.table.model.rows[0].id, day="2026-03-13")
    settled()
    hands.press("Shift+Down", "Space")
    assert len(_checks(services, "2026-03-13")) == 2


def test_who_is_away_stands_beside_the_enterprise(
    part: ChecksPart, services: Services, placed: People, settled: Settled, ui: Ui
) -> None:
    values = {"kind": "sick", "starts_at": "2026-03-16T08:00", "ends_at": "2026-03-17T18:00"}
    ui.runner.change(lambda: services.records.put("absence", {"student": placed.wang, **values}))
    settled()
    model = part.table.model
    number = next(n for n, row in enumerate(model.rows) if row.id == placed.bolan)
    assert model.cell(number, 1) == "1"
    assert model.cell(number, 2) == "王芳"


def test_leaving_keeps_an_exception_that_is_being_written(
    part: ChecksPart, hands: Hands, services: Services, ui: Ui, settled: Settled
) -> None:
    hands.press("E")
    hands.write("写到一半")
    ui.navigator.go("students")
    settled()
    [check] = _checks(services).values()
    assert check["exception"] == "写到一半"


@pytest.mark.parametrize("day", ["2026-02-03", "2026-03-12"])
def test_a_check_is_shown_by_its_record(
    part: ChecksPart, services: Services, ui: Ui, settled: Settled, day: str
) -> None:
    place = part.table.model.rows[1].id
    check, _ = services.daily.check(place, day, "停线半天")
    ui.navigator.show("daily_check", check)
    settled()
    settled()
    row, column = part.table.rows.current_row(), part.table.rows.current_column
    assert row is not None
    assert column is not None
    assert (part.day, row.id, column.name) == (day, place, day)


def test_an_exception_being_written_survives_a_flat_battery(
    part: ChecksPart, hands: Hands, services: Services, qtbot: QtBot, settled: Settled
) -> None:
    hands.press("E")
    hands.write("half way")
    qtbot.waitUntil(lambda: bool(services.records.drafts("daily-exception")), timeout=3000)
    part.noting.bar.hide()  # as after the battery: neither taken nor given up
    hands.at.setFocus()
    part.noting.ask()
    settled()
    assert part.noting.bar.line.text() == "half way"
    hands.press("Return")
    assert [check["exception"] for check in _checks(services).values()] == ["half way"]
    assert services.records.drafts("daily-exception") == []


def test_all_the_rest_are_those_of_the_chosen_teacher(
    part: ChecksPart, hands: Hands, services: Services, ui: Ui, settled: Settled, placed: People
) -> None:
    teacher, _ = services.records.put("teacher", {"name": "李老师"})
    change = {"teacher": teacher}
    ui.runner.change(lambda: services.records.put("placement", change, record=placed.placement)[1])
    settled()
    part.picks.choose("teachers", "李老师")
    assert [row.id for row in part.rows] == [placed.chenyao]
    assert ui.settings.get("daily.teacher") == "李老师"
    part.table.setFocus()
    hands.press("A")
    assert list(_checks(services)) == [placed.chenyao]
