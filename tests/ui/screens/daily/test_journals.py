from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.modeltest import ModelTester
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.domain.steps import Action, Step
from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.daily.journals import JournalsPart
from fieldteacher.ui.screens.daily.screen import DailyScreen
from fieldteacher.ui.steps import take

Settled = Callable[[], None]


@pytest.fixture
def placed(people: People, services: Services) -> People:
    """All three placed since January."""
    for student in (people.wang, people.li):
        services.placements.place({"student": student, "enterprise": people.bolan, "start": "2026-01-05"})
    return people


@pytest.fixture
def part(placed: People, window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> JournalsPart:
    assert placed
    ui.navigator.go("daily")
    settled()
    hands.press("Alt+3")
    assert isinstance(window.view, DailyScreen)
    assert isinstance(window.view.part, JournalsPart)
    hands.actions = 0
    return window.view.part


def _at(part: JournalsPart, student: str, period: str) -> None:
    number = next(n for n, row in enumerate(part.table.model.rows) if row.id == student)
    part.table.setFocus()
    part.table.rows.go_to_cell(number, part.table.columns.number(period))


def _journals(services: Services) -> list[dict[str, Any]]:
    return services.records.list("journal")[1]


def test_one_key_a_journal(part: JournalsPart, hands: Hands, services: Services, placed: People) -> None:
    _at(part, part.table.model.rows[0].id, "2026-W11")
    hands.press("Space", "Space", "Space")
    assert hands.actions == 3
    assert {each["student"] for each in _journals(services)} == {placed.zhang, placed.wang, placed.li}
    assert {(j["kind"], j["period"], j["handed_in_on"]) for j in _journals(services)} == {
        ("weekly", "2026-W11", "2026-03-16")
    }


def test_stars_by_digit_and_a_comment(
    part: JournalsPart, hands: Hands, services: Services, placed: People
) -> None:
    _at(part, part.table.model.rows[0].id, "2026-W11")
    hands.press("4")
    _at(part, part.table.model.rows[0].id, "2026-W11")
    hands.press("C")
    hands.write("写得认真")
    hands.press("Return")
    [journal] = _journals(services)
    assert (journal["stars"], journal["comment"]) == (4, "写得认真")
    number = part.table.columns.number("2026-W11")
    assert part.table.model.cell(0, number) == "4 星"


def test_many_cells_at_once(part: JournalsPart, hands: Hands, services: Services) -> None:
    _at(part, part.table.model.rows[0].id, "2026-W11")
    hands.press("Shift+Down", "Shift+Left", "Space")
    assert len(_journals(services)) == 4
    hands.press("Ctrl+Z")
    assert _journals(services) == []


def test_the_whole_column_is_one_key(part: JournalsPart, hands: Hands, services: Services) -> None:
    _at(part, part.table.model.rows[0].id, "2026-W11")
    hands.press("A")
    assert len(_journals(services)) == 3


def test_who_is_missing_stands_out_with_counts(
    part: JournalsPart, services: Services, ui: Ui, settled: Settled, placed: People
) -> None:
    ui.runner.change(lambda: services.journals.receive([(placed.wang, "2026-W11")], "weekly"))
    settled()
    column = part.table.columns.number("2026-W11")
    assert part.table.model.columns[column].heading.zh == "11周 缺2"
    cells = {row.id: part.table.model.cell(n, column) for n, row in enumerate(part.table.model.rows)}
    assert cells == {placed.zhang: "缺", placed.wang: "已收", placed.li: "缺"}
    assert part.table.filters._chips[0].text() == "有缺交 3"
    part.range.picks.choose("enterprise_name", "博澜半导体")
    column = part.table.columns.number("2026-W11")
    assert part.table.model.columns[column].heading.zh == "11周 缺1"
    assert [row.id for row in part.table.model.rows] == [placed.wang, placed.li]


def test_other_kinds_by_a_letter(part: JournalsPart, hands: Hands, services: Services) -> None:
    part.table.setFocus()
    hands.press("M")
    assert [p.name for p in part._grid.periods] == ["2026-01", "2026-02", "2026-03"]  # type: ignore[union-attr]
    hands.press("S", "Space")
    [journal] = _journals(services)
    assert (journal["kind"], journal["period"]) == ("summary", "2026-01")


def test_the_periods_go_along(part: JournalsPart, hands: Hands) -> None:
    assert part._grid is not None
    first = part._grid.periods[0].name
    _at(part, part.table.model.rows[0].id, first)
    hands.press("Left")
    assert part._grid.periods[0].name < first
    hands.press("Right", "Right")
    assert part.table.rows.hasFocus()


def test_a_step_goes_to_the_first_that_is_missing(
    part: JournalsPart, ui: Ui, settled: Settled, placed: People, hands: Hands, services: Services
) -> None:
    take(ui.navigator, Step(Action.JOURNAL, placed.li, "monthly"))
    settled()
    settled()
    row, column = part.table.rows.current_row(), part.table.rows.current_column
    assert row is not None
    assert column is not None
    assert (row.id, column.name) == (placed.li, "2026-01")
    hands.press("Space")
    [journal] = _journals(services)
    assert (journal["student"], journal["kind"], journal["period"]) == (placed.li, "monthly", "2026-01")


def test_a_journal_is_shown_by_its_record_and_edited(
    part: JournalsPart, ui: Ui, settled: Settled, placed: People, hands: Hands, services: Services
) -> None:
    services.journals.receive([(placed.wang, "2026-02")], "monthly", "2026-03-01")
    ui.navigator.show("journal", _journals(services)[0]["id"])
    settled()
    settled()
    hands.press("F2")
    assert part.form is not None
    part.form.binder.enter({"characters": "812"})
    hands.press("Escape")
    assert _journals(services)[0]["characters"] == 812


def test_the_matrix_keeps_the_rules_of_models(
    part: JournalsPart, ui: Ui, settled: Settled, services: Services, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(part.table.model)
    part.range.show_kind("monthly")
    settled()
    qtmodeltester.check(part.table.model)
    part.table.sort_by("name")
    part.range.picks.choose("class_name", "机电2302")
    qtmodeltester.check(part.table.model)
