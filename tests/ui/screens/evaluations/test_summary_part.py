"""The summary: groups, figures, plots, students; exported and printed; and where a step leads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.ui.people import People
from tests.ui.picking import Picked

from fieldteacher.domain.steps import Action, Step
from fieldteacher.services.app import Services
from fieldteacher.services.evaluations import Mark
from fieldteacher.ui import steps
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.evaluations.marks_part import MarksPart
from fieldteacher.ui.screens.evaluations.screen import EvaluationsScreen
from fieldteacher.ui.screens.evaluations.summary_part import SummaryPart

Settled = Callable[[], None]


@pytest.fixture
def summary(
    screen: MarksPart, window: MainWindow, settled: Settled, services: Services, scheme: str
) -> SummaryPart:
    """Two students with full marks, one without; the keyboard is on the groups."""
    marks = [
        Mark(row.who.placement, c.id, c.full_marks)
        for row in screen.model.rows[:2]
        for c in screen.model.criteria
    ]
    services.evaluations.set_marks(scheme, "final", marks)
    assert isinstance(window.view, EvaluationsScreen)
    window.view.go("summary")
    settled()
    settled()
    assert isinstance(window.view.part, SummaryPart)
    return window.view.part


def test_figures_of_a_group(summary: SummaryPart, settled: Settled) -> None:
    summary.group_by("all")
    settled()
    assert [(g.title, g.done, g.mean) for g in summary.groups_model.rows] == [("全部", (2, 3), 1000)]
    assert summary.plots.figures["count"].text() == "2/3"
    assert summary.plots.figures["range"].text() == "100.0 – 100.0"
    assert "95–100: 2" in summary.plots.histogram.accessibleDescription()
    assert summary.lines_model is not None
    assert len(summary.lines_model.rows) == 3
    summary.only_open.click()
    [left] = summary.lines_model.rows
    assert left.remarks == "缺企业、学校评分"


def test_groups_by_class_and_enterprise(summary: SummaryPart, settled: Settled) -> None:
    assert [g.title for g in summary.groups_model.rows] == ["数控2301", "机电2301", "机电2302"]
    summary.group_by("enterprise")
    assert {g.title for g in summary.groups_model.rows} == {
        "苏州晨曜精密电子有限公司",
        "苏州博澜半导体有限公司",
    }
    summary.groups.go_to(1)
    settled()
    assert summary.summary is not None
    assert summary.summary.group.title.zh == summary.groups_model.rows[1].title


def test_enter_on_a_student_goes_to_the_first_mark_missing(
    summary: SummaryPart, window: MainWindow, settled: Settled, qtbot: QtBot, people: People
) -> None:
    summary.group_by("all")
    settled()
    assert summary.lines is not None
    assert summary.lines_model is not None
    place = next(n for n, line in enumerate(summary.lines_model.rows) if line.overall is None)
    summary.lines.go_to(place)
    placement = summary.lines_model.rows[place].placement
    qtbot.keyClick(summary.lines, Qt.Key.Key_Return)
    settled()
    settled()
    assert isinstance(window.view, EvaluationsScreen)
    marks = window.view.part
    assert isinstance(marks, MarksPart)
    index = marks.grid.currentIndex()
    assert (marks.model.rows[index.row()].who.placement, index.column()) == (placement, 0)


def test_a_step_leads_to_the_first_empty_mark_of_the_rater(
    screen: MarksPart, ui: Ui, settled: Settled, services: Services, scheme: str
) -> None:
    screen.bar.finder.setText("nobody")
    college = [n for n, c in enumerate(screen.model.criteria) if c.rater == "school"]
    row = services.evaluations.grid(scheme, "mid").rows[1]
    first = Mark(row.who.placement, screen.model.criteria[college[0]].id, 100)
    services.evaluations.set_marks(scheme, "mid", [first])
    steps.take(ui.navigator, Step(Action.EVALUATE, row.who.placement, "mid/school"))
    settled()
    settled()
    assert screen.bar.stage == "mid"
    index = screen.grid.currentIndex()
    assert screen.model.rows[index.row()].who.placement == row.who.placement
    assert index.column() == college[1]


def test_a_step_leads_to_the_scheme_of_the_batch(
    screen: MarksPart, ui: Ui, settled: Settled, services: Services, scheme: str
) -> None:
    placement = screen.model.rows[1].who.placement
    batch, _ = services.records.put("batch", {"name": "春", "start": "2026-01-05", "scheme": scheme})
    services.records.put("placement", {"batch": batch}, record=placement)
    other, _ = services.schemes.add_ready("hubei_60_40", "湖北")
    ui.settings.set("evaluations.scheme", other)
    screen.bar.set_schemes(services.schemes.all(), other)
    screen.reload()
    settled()
    settled()
    assert screen.bar.scheme == other
    steps.take(ui.navigator, Step(Action.EVALUATE, placement, "final/enterprise"))
    for _ in range(3):
        settled()
    assert screen.bar.scheme == scheme
    assert screen.model.rows[screen.grid.currentIndex().row()].who.placement == placement


def test_the_group_is_exported(summary: SummaryPart, ui: Ui, settled: Settled, tmp_path: Path) -> None:
    ui.picker = Picked(tmp_path / "汇总")
    summary.group_by("all")
    settled()
    summary.export()
    settled()
    assert (tmp_path / "汇总.xlsx").is_file()
    assert summary.banner.words == "已导出 3 行到“汇总.xlsx”"


def test_the_group_is_printed(summary: SummaryPart, ui: Ui, settled: Settled) -> None:
    summary.group_by("class")
    settled()
    summary._print()
    assert ui.navigator.place is not None
    assert (ui.navigator.place.screen, ui.navigator.place.args) == (
        "printing", {"form": "score-summary", "stage": "final", "class_name": "数控2301"},
    )  # fmt: skip
    settled()


@pytest.mark.parametrize("part", ["marks", "second", "summary"])
def test_every_control_is_named(
    summary: SummaryPart, window: MainWindow, settled: Settled, part: str
) -> None:
    assert isinstance(window.view, EvaluationsScreen)
    window.view.go(part)
    settled()
    settled()
    if part == "marks":
        assert isinstance(window.view.part, MarksPart)
        window.view.part.bulk.open()
        window.view.part.grid.go(2, 0)
        window.view.part.panel.cards["enterprise"].missing.click()
        settled()
    controls = [
        w for w in window.view.part.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(controls) > 6
    nameless = [
        w for w in controls if w.isVisible() and not (w.accessibleName() or getattr(w, "text", str)())
    ]
    assert nameless == []
