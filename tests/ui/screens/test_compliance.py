"""The board of the rules: findings gathered and mended, let pass with a reason, shares, numbers and confirmations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractItemModel
from pytestqt.modeltest import ModelTester
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.compliance.findings import FindingsPart
from fieldteacher.ui.screens.compliance.ratios import RatiosPart
from fieldteacher.ui.screens.compliance.rules import RulesPart
from fieldteacher.ui.screens.compliance.screen import ComplianceScreen

Settled = Callable[[], None]


@pytest.fixture
def batch(people: People, services: Services) -> str:
    """A batch with one student, who works at night and has no papers, at an enterprise of five."""
    batch, _ = services.records.put("batch", {"name": "春季", "start": "2026-01-05", "end": "2026-06-30"})
    terms = {"batch": batch, "shift_start": "20:00", "shift_end": "08:00", "post_staff_count": 4}
    services.records.put("placement", terms, record=people.placement)
    services.records.put("enterprise", {"staff_count": 5}, record=people.chenyao)
    return batch


@pytest.fixture
def screen(batch: str, window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> ComplianceScreen:
    """The board with its findings."""
    assert batch
    assert hands
    ui.navigator.go("compliance", do="findings")
    settled()
    assert isinstance(window.view, ComplianceScreen)
    return window.view


@pytest.fixture
def findings(screen: ComplianceScreen) -> FindingsPart:
    """The first part."""
    part = screen.part
    assert isinstance(part, FindingsPart)
    return part


def rules_of(part: FindingsPart) -> set[str]:
    return {row.rule for row in part.table.model.rows}


def on(part: FindingsPart, rule: str, settled: Settled) -> str:
    """Select the first finding of a rule; returns its id."""
    row = next(row for row in part.table.model.rows if row.rule == rule)
    part.table.select(row.id)
    settled()
    assert part.card is not None
    assert part.card.finding.rule == rule
    return str(row.id)


def test_findings_are_listed_and_gathered(findings: FindingsPart, people: People, settled: Settled) -> None:
    assert {"R10", "R16", "R18", "R20", "R21", "R23"} <= rules_of(findings)
    whole = findings.table.model.total
    findings.groups.choose("rule", "R10")
    settled()
    assert rules_of(findings) == {"R10"}
    findings.groups.choose("enterprise", people.chenyao)
    settled()
    assert "R23" in rules_of(findings)
    findings.groups.choose("student", people.zhang)
    settled()
    assert "R16" in rules_of(findings)
    assert "R23" not in rules_of(findings)
    findings.groups.choose("rule", None)
    settled()
    assert findings.table.model.total == whole


def test_the_model_keeps_to_the_rules_of_models(
    findings: FindingsPart, qtmodeltester: ModelTester, settled: Settled
) -> None:
    model = findings.table.model
    assert isinstance(model, QAbstractItemModel)
    qtmodeltester.check(model)
    findings.groups.choose("rule", "R10")
    settled()


def test_the_card_quotes_the_article_and_enter_mends(
    findings: FindingsPart, hands: Hands, window: MainWindow, settled: Settled
) -> None:
    on(findings, "R16", settled)
    assert findings.card is not None
    assert findings.card.rule.text.zh
    findings.table.rows.setFocus()
    hands.press("Return")
    assert window.view is not None
    assert window.view.accessibleName() == "材料"


def test_letting_pass_needs_a_reason_and_is_taken_back(
    findings: FindingsPart, hands: Hands, services: Services, settled: Settled
) -> None:
    record = on(findings, "R10", settled)
    findings.table.rows.setFocus()
    hands.press("W")
    hands.press("Ctrl+S")
    assert services.records.list("waiver")[0] == 0
    assert findings.form is not None
    assert findings.form.binder.problem("reason")
    findings.form.binder.editor("reason").inputs()[0].setFocus()
    hands.write("Filed with the county, see the letter of March.")
    hands.press("Ctrl+S")
    (waiver,) = services.records.list("waiver")[1]
    assert (waiver["rule"], waiver["waived_by"], waiver["waived_on"]) == ("R10", "张老师", "2026-03-16")
    standing = {row.id: row.standing for row in findings.table.model.rows}
    assert standing[record] == "waived"
    findings.table.select(record)
    settled()
    findings._asked("unwaive")
    settled()
    assert {row.id: row.standing for row in findings.table.model.rows}[record] == "error"
    services.records.undo()
    assert any(f.waived for f in services.compliance.findings())


def test_a_save_elsewhere_renews_the_board(
    findings: FindingsPart, people: People, services: Services, ui: Ui, settled: Settled
) -> None:
    assert "R10" in rules_of(findings)
    day = {"shift_start": "08:00", "shift_end": "17:00"}
    ui.runner.change(lambda: services.records.put("placement", day, record=people.placement))
    settled()
    assert "R10" not in rules_of(findings)


def test_shares_say_where_there_are_too_many(
    screen: ComplianceScreen, hands: Hands, people: People, window: MainWindow, settled: Settled
) -> None:
    screen.setFocus()
    hands.press("Alt+2")
    part = screen.part
    assert isinstance(part, RatiosPart)
    lines = {(row.post, row.students, row.staff, row.limit, row.state) for row in part.table.model.rows}
    assert lines == {(None, 1, 5, 10, "over"), ("质检", 1, 4, 20, "over")}
    part.table.rows.setFocus()
    part.table.rows.selectRow(0)
    hands.press("Return")
    assert window.view is not None
    assert window.view.accessibleName() == "企业"


def rules(screen: ComplianceScreen, ui: Ui, settled: Settled, rule: str) -> RulesPart:
    ui.navigator.go("compliance", do="rules", rule=rule)
    settled()
    part = screen.part
    assert isinstance(part, RulesPart)
    assert part.card is not None
    assert part.card.rule.id == rule
    return part


def test_a_batch_has_its_own_numbers(
    screen: ComplianceScreen, ui: Ui, services: Services, batch: str, settled: Settled
) -> None:
    part = rules(screen, ui, settled, "R23")
    card = part._card_view
    ((key, line),) = card.fields.items()
    assert line.text() == "10"
    for typed, said in (("many", "不是整数"), ("9999", "应在")):
        line.setText(typed)
        card._typed()
        settled()
        assert said in card.problem.text()
    line.setText("30")
    card._typed()
    settled()
    assert services.records.need("batch", batch)["rule_parameters"] == {key: 30}
    assert "R23" not in {f.rule for f in services.compliance.findings()}
    services.records.undo()
    assert services.records.need("batch", batch)["rule_parameters"] is None


def test_what_only_a_person_knows_is_confirmed(
    screen: ComplianceScreen, ui: Ui, hands: Hands, services: Services, batch: str, settled: Settled
) -> None:
    assert "R35" in {f.rule for f in services.compliance.findings()}
    part = rules(screen, ui, settled, "R35")
    part.table.rows.setFocus()
    hands.press("C", "Ctrl+S")
    (said,) = services.records.list("attestation")[1]
    assert (said["rule"], said["batch"], said["answer"], said["stated_by"]) == ("R35", batch, "met", "张老师")
    assert "R35" not in {f.rule for f in services.compliance.findings()}


def test_a_rule_leads_to_its_findings(
    screen: ComplianceScreen, ui: Ui, hands: Hands, settled: Settled
) -> None:
    part = rules(screen, ui, settled, "R10")
    part.table.rows.setFocus()
    hands.press("Return")
    found = screen.part
    assert isinstance(found, FindingsPart)
    assert rules_of(found) == {"R10"}
