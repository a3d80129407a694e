"""Reports to the leadership in the window: drafted in two clicks, edited in place, quoted, made final, exported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.ui.hands import Hands
from tests.ui.people import People
from tests.ui.picking import Picked

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.briefings.page import DRAFT, BriefingPage
from fieldteacher.ui.screens.briefings.screen import BriefingsScreen

Settled = Callable[[], None]


@pytest.fixture
def screen(
    people: People, services: Services, window: MainWindow, ui: Ui, hands: Hands, settled: Settled
) -> BriefingsScreen:
    """The empty list; a talk and a visit have happened."""
    assert hands
    put = services.records.put
    put("visit", {"enterprise": people.chenyao, "visited_on": "2026-03-10", "training": "Weekly lessons."})
    put(
        "talk",
        {
            "student": people.zhang, "talked_on": "2026-03-10", "gains": "Reads drawings now.",
            "satisfaction_environment": 4, "satisfaction_conditions": 4, "satisfaction_work": 5,
        },
    )  # fmt: skip
    put("batch", {"name": "春季", "start": "2026-01-05", "end": "2026-06-30"})
    batch = services.records.list("batch")[1][0]["id"]
    services.records.put("placement", {"batch": batch}, record=people.placement)
    ui.navigator.go("briefings")
    settled()
    assert isinstance(window.view, BriefingsScreen)
    return window.view


@pytest.fixture
def page(screen: BriefingsScreen, settled: Settled) -> BriefingPage:
    """A new draft, opened."""
    screen.new()
    settled()
    assert screen.page.isVisible()
    return screen.page


def saved(services: Services) -> dict[str, object]:
    (row,) = services.records.list("briefing")[1]
    return row


def test_two_clicks_draft_a_report(
    screen: BriefingsScreen, window: MainWindow, ui: Ui, services: Services, settled: Settled
) -> None:
    ui.navigator.go("students")
    settled()
    QTest.mouseClick(window.sidebar.button("briefings"), Qt.MouseButton.LeftButton)
    settled()
    QTest.mouseClick(screen.new_button, Qt.MouseButton.LeftButton)
    settled()
    assert screen.page.isVisible()
    row = saved(services)
    assert (row["period_from"], row["period_to"], row["status"]) == ("2026-01-05", "2026-03-16", "draft")
    assert "1名学生" in str(row["overview"])
    assert screen.page.parts["overview"].figures["students"].text().split() == ["实习学生", "1人"]


def test_words_are_edited_in_place_and_leaving_saves(
    page: BriefingPage, screen: BriefingsScreen, hands: Hands, services: Services
) -> None:
    page.binder.editor("next_steps").inputs()[0].setFocus()
    hands.press("Ctrl+A")
    hands.write("Ask for two washing machines.")
    hands.press("Escape")
    assert not page.isVisible()
    assert saved(services)["next_steps"] == "Ask for two washing machines."
    services.records.undo()
    assert saved(services)["next_steps"] != "Ask for two washing machines."


def test_what_is_typed_survives_a_crash(
    page: BriefingPage, hands: Hands, services: Services, settled: Settled, ui: Ui
) -> None:
    page.binder.editor("gains").inputs()[0].setFocus()
    hands.press("Ctrl+A")
    hands.write("Half a sentence")
    page.drafts.keep()
    settled()
    assert json.loads(services.records.draft(DRAFT, page.briefing) or "{}") == {"gains": "Half a sentence"}
    assert page.report is not None
    again = BriefingPage(ui)
    again.show_report(page.report)
    settled()
    assert again.binder.entered() == {"gains": "Half a sentence"}
    again.deleteLater()
    ui.navigator.go("students")
    settled()


def test_a_figure_leads_to_its_records(
    page: BriefingPage, hands: Hands, window: MainWindow, settled: Settled
) -> None:
    page.parts["overview"].figures["in_post"].click()
    settled()
    assert [page.side.list.item(n).text() for n in range(page.side.list.count())] == ["张伟"]
    page.side.list.setFocus()
    hands.press("Return")
    assert window.view is not None
    assert window.view.accessibleName() == "学生"


def test_a_mean_has_no_list(page: BriefingPage, settled: Settled) -> None:
    page.parts["students_state"].figures["satisfaction_work"].click()
    settled()
    assert page.side.list.count() == 0
    assert "平均" in page.side._under.text()


def test_a_quotation_is_chosen_and_taken_back(
    page: BriefingPage, hands: Hands, services: Services, settled: Settled
) -> None:
    page.parts["gains"].quote_button.click()
    settled()
    assert page.side.search.hasFocus()
    page.side.list.setFocus()
    hands.press("Return")
    assert page.report is not None
    assert [(q.section, q.words, q.who.zh) for q in page.report.quotations] == [
        ("gains", "Reads drawings now.", "机电2301学生")
    ]
    page.parts["gains"].removed.emit(page.report.quotations[0])
    settled()
    assert saved(services)["quotations"] is None
    services.records.undo()
    assert saved(services)["quotations"] is not None


def test_a_final_report_cannot_be_written(
    page: BriefingPage, hands: Hands, services: Services, settled: Settled
) -> None:
    page.finish_button.click()
    settled()
    assert saved(services)["status"] == "final"
    assert not page.save_button.isVisible()
    assert not page.parts["gains"].quote_button.isVisible()
    page.binder.editor("gains").inputs()[0].setFocus()
    hands.write("More")
    assert not page.binder.entered()
    page.finish_button.click()
    settled()
    assert saved(services)["status"] == "draft"
    assert page.save_button.isVisible()


def test_a_changed_period_offers_to_compute_again(
    page: BriefingPage, hands: Hands, services: Services, settled: Settled
) -> None:
    page.binder.enter({"period_from": "2026-03-12"})
    hands.press("Ctrl+S")
    assert "数据还是原来的" in page.banner.words
    page.compute_again()
    settled()
    assert page.parts["overview"].figures["visits"].text().split()[1] == "0次"


def test_it_is_exported_for_word(page: BriefingPage, ui: Ui, settled: Settled, tmp_path: Path) -> None:
    file = tmp_path / "r.docx"
    ui.picker = Picked(file)
    page.export_button.click()
    settled()
    assert file.stat().st_size > 10_000
    assert "r.docx" in ui.messages.toast_words


def test_a_wrong_day_is_said_at_its_field(page: BriefingPage, services: Services, settled: Settled) -> None:
    page.binder.enter({"written_on": "31.13."})
    assert not page.save()
    assert page.binder.problem("written_on")
    page.binder.enter({"title": ""})
    assert not page.save()
    assert page.binder.problem("title")
    page.binder.load({})
