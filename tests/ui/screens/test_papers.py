from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.modeltest import ModelTester
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.domain.steps import Action, Step
from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.papers.screen import PapersScreen
from fieldteacher.ui.steps import take

Settled = Callable[[], None]


@pytest.fixture
def placed(people: People, services: Services) -> People:
    """All three are placed; 张伟 until June, the others until August."""
    for student in (people.wang, people.li):
        services.placements.place(
            {"student": student, "enterprise": people.bolan, "start": "2026-01-05", "end": "2026-08-31"}
        )
    return people


@pytest.fixture
def screen(placed: People, window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> PapersScreen:
    assert placed
    assert hands
    ui.navigator.go("papers")
    settled()
    assert isinstance(window.view, PapersScreen)
    return window.view


def _at(screen: PapersScreen, name: str, kind: str, settled: Settled) -> None:
    number = next(n for n, row in enumerate(screen.table.model.rows) if row.name == name)
    screen.table.rows.go_to_cell(number, screen.table.columns.number(kind))
    settled()


def _papers(services: Services, kind: str) -> list[dict[str, Any]]:
    return services.records.list("paper", {"kind": kind})[1]


def _words(screen: PapersScreen, name: str, kind: str) -> str:
    number = next(n for n, row in enumerate(screen.table.model.rows) if row.name == name)
    return screen.table.model.cell(number, screen.table.columns.number(kind))


def test_select_one_key_and_the_date_once(
    screen: PapersScreen, hands: Hands, services: Services, settled: Settled
) -> None:
    _at(screen, "张伟", "consent", settled)
    hands.press("Shift+Down", "Shift+Down")
    selecting = hands.actions
    hands.press("Space")
    hands.at.clear()  # type: ignore[attr-defined]
    hands.write("0103")
    hands.press("Ctrl+S")
    assert hands.actions - selecting <= 2
    found = {(paper["signed_on"], paper["guardian_signed_on"]) for paper in _papers(services, "consent")}
    assert (len(_papers(services, "consent")), found) == (3, {("2026-01-03", "2026-01-03")})
    assert _words(screen, "王芳", "consent") == "齐"
    hands.press("Ctrl+Z")
    assert _papers(services, "consent") == []


def test_the_last_values_again_by_one_key(
    screen: PapersScreen, hands: Hands, services: Services, settled: Settled
) -> None:
    _at(screen, "张伟", "safety_training", settled)
    hands.press("T")
    assert "先用空格" in screen.banner.words
    hands.press("Space")
    assert screen.form is not None
    screen.form.binder.enter({"signed_on": "2026-01-03", "hours": "8", "passed": True})
    hands.press("Ctrl+S")
    _at(screen, "王芳", "safety_training", settled)
    before = hands.actions
    hands.press("T")
    assert hands.actions - before == 1
    one, other = _papers(services, "safety_training")
    assert {k: one[k] for k in ("signed_on", "hours", "passed")} == {
        "signed_on": "2026-01-03",
        "hours": 80,
        "passed": True,
    }
    assert all(one[name] == other[name] for name in ("signed_on", "hours", "passed"))


def test_an_insurance_covers_each_placement_unless_days_are_given(
    screen: PapersScreen, hands: Hands, services: Services, settled: Settled
) -> None:
    _at(screen, "王芳", "liability_insurance", settled)
    hands.press("Shift+Down", "Space")
    form = screen.form
    assert form is not None
    days = [form.binder.editor(name).value() for name in ("valid_from", "valid_to")]
    assert days == ["2026-01-05", "2026-08-31"]
    form.discard()
    _at(screen, "张伟", "liability_insurance", settled)
    hands.press("Shift+Down", "Space")
    assert form.binder.editor("valid_to").value() is None
    assert "各人的实习起止" in form.banner.words
    form.binder.enter({"issuer": "东岭保险", "number": "PZ-1", "payer": "college"})
    hands.press("Ctrl+S")
    ends = [paper["valid_to"] for paper in _papers(services, "liability_insurance")]
    assert ends == ["2026-06-30", "2026-08-31"]
    assert {paper["payer"] for paper in _papers(services, "liability_insurance")} == {"college"}


def test_what_differs_is_shown_and_kept_by_one_key(
    screen: PapersScreen, hands: Hands, services: Services, settled: Settled, ui: Ui, placed: People
) -> None:
    there = {"placement": placed.placement, "kind": "consent", "signed_on": "2025-12-20"}
    ui.runner.change(lambda: services.records.put("paper", there)[1])
    settled()
    _at(screen, "张伟", "consent", settled)
    hands.press("Shift+Down", "Space")
    assert screen.form is not None
    screen.form.binder.enter({"signed_on": "2026-01-03", "guardian_signed_on": "2026-01-03"})
    hands.press("Ctrl+S")
    assert len(_papers(services, "consent")) == 1
    assert screen.differ.lines == "张伟 签订日期：2025-12-20 → 2026-01-03"
    hands.press("K")
    one, other = _papers(services, "consent")
    assert (one["signed_on"], one["guardian_signed_on"]) == ("2025-12-20", "2026-01-03")
    assert other["signed_on"] == "2026-01-03"
    assert screen.form is None


def test_what_differs_can_be_left_as_it_is(
    screen: PapersScreen, hands: Hands, services: Services, settled: Settled, ui: Ui, placed: People
) -> None:
    there = {"placement": placed.placement, "kind": "consent", "signed_on": "2025-12-20"}
    ui.runner.change(lambda: services.records.put("paper", there)[1])
    settled()
    _at(screen, "张伟", "consent", settled)
    hands.press("Space", "Ctrl+S", "Escape")
    assert not screen.differ.isVisible()
    assert screen.form is not None
    screen.form.discard()
    [paper] = _papers(services, "consent")
    assert (paper["signed_on"], paper["guardian_signed_on"]) == ("2025-12-20", None)


def test_a_step_notes_a_missing_paper_or_what_one_lacks(
    screen: PapersScreen, hands: Hands, services: Services, settled: Settled, ui: Ui, placed: People
) -> None:
    take(ui.navigator, Step(Action.PAPER, placed.placement, "consent"))
    settled()
    settled()
    assert screen.form is not None
    assert screen.form.binder.editor("signed_on").inputs()[0].hasFocus()
    screen.form.binder.enter({"signed_on": "2026-01-03", "guardian_signed_on": None})
    hands.press("Ctrl+S")
    assert _words(screen, "张伟", "consent") == "不全"
    take(ui.navigator, Step(Action.PAPER, placed.placement, "consent"))
    settled()
    settled()
    assert screen.form is not None
    assert screen.form.binder.editor("guardian_signed_on").inputs()[0].hasFocus()
    hands.write("0103")
    hands.press("Ctrl+S")
    [paper] = _papers(services, "consent")
    assert (paper["signed_on"], paper["guardian_signed_on"]) == ("2026-01-03", "2026-01-03")
    assert _words(screen, "张伟", "consent") == "齐"


def test_a_wrong_paper_is_deleted_and_brought_back(
    screen: PapersScreen, hands: Hands, services: Services, settled: Settled, ui: Ui, placed: People
) -> None:
    there = {"placement": placed.placement, "kind": "consent", "signed_on": "2025-12-20"}
    ui.runner.change(lambda: services.records.put("paper", there)[1])
    settled()
    _at(screen, "张伟", "consent", settled)
    hands.press("Delete")
    [box] = screen.window().findChildren(QMessageBox)
    next(each for each in box.findChildren(QPushButton) if each.text() == "删除").click()
    settled()
    QCoreApplication.processEvents()
    assert _papers(services, "consent") == []
    assert _words(screen, "张伟", "consent") == "缺"
    ui.runner.change(services.records.undo)
    settled()
    assert len(_papers(services, "consent")) == 1


def test_filters_and_picks(
    screen: PapersScreen, services: Services, settled: Settled, placed: People, qtmodeltester: ModelTester
) -> None:
    assert screen.table.filters._chips[0].text() == "缺材料 3"
    screen.picks.choose("enterprise_name", "博澜半导体")
    assert {row.name for row in screen.table.model.rows} == {"王芳", "李娜"}
    qtmodeltester.check(screen.table.model)
    screen.arrive(students=[placed.zhang, placed.wang])
    assert [row.name for row in screen.table.model.rows] == ["王芳"]
    screen.show_all()
    assert len(screen.table.model.rows) == 3
    assert screen.banner.words == ""


def test_a_paper_is_shown_by_its_record(
    screen: PapersScreen, services: Services, settled: Settled, ui: Ui, placed: People
) -> None:
    there = {"placement": placed.placement, "kind": "tri_party_agreement", "number": "SX-1"}
    paper, _ = services.records.put("paper", there)
    ui.navigator.show("paper", paper)
    settled()
    settled()
    assert screen.form is not None
    assert screen.form.binder.editor("number").value() == "SX-1"
    assert "items" in screen.form.binder.names
    assert "attachment" not in screen.form.binder.names  # scans hang on the card
    screen.form.discard()


def test_what_is_being_noted_is_saved_when_another_paper_is_come_for(
    screen: PapersScreen, services: Services, settled: Settled, ui: Ui, placed: People
) -> None:
    other = next(row.id for row in screen.table.model.rows if row.name == "王芳")
    take(ui.navigator, Step(Action.PAPER, placed.placement, "consent"))
    settled()
    settled()
    assert screen.form is not None
    line = screen.form.binder.editor("signed_on").inputs()[0]
    line.setFocus()
    line.setText("2026-01-03")  # type: ignore[attr-defined]
    line.textEdited.emit("2026-01-03")  # type: ignore[attr-defined]
    take(ui.navigator, Step(Action.PAPER, other, "consent"))
    settled()
    settled()
    [paper] = _papers(services, "consent")
    assert (paper["placement"], paper["signed_on"]) == (placed.placement, "2026-01-03")
    assert screen.form is not None
    screen.form.save()
    settled()
    assert {each["placement"] for each in _papers(services, "consent")} == {placed.placement, other}
