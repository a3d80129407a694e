"""The printing screen with the forms that flow over pages: their choices, blank ones, long runs, one key from the lists."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.ui.conftest import destroy
from tests.ui.picking import Picked
from tests.ui.screens.printing.conftest import PRIVATE, Wait, words_of

from fieldteacher.services.app import Services
from fieldteacher.ui.application import open_window
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.printing.screen import PrintingScreen
from fieldteacher.ui.screens.printing.sending import file_printer


@pytest.fixture
def visit(services: Services, firms: list[str]) -> str:
    """A recorded visit to 甲厂 with two students."""
    people = [row.id for row in services.students.rows() if row.enterprise_name == "甲厂"]
    recorded, _ = services.visits.record(
        {"enterprise": firms[0], "visited_on": "2026-03-16", "training": "师徒一对一。"},
        people,
        common={"work": "认真。"},
    )
    return recorded


def test_a_visit_comes_from_its_list_and_is_printed(
    ui: Ui, settled: Wait, tmp_path: Path, visit: str, screen: PrintingScreen
) -> None:
    ui.picker = picker = Picked(tmp_path / "visit.pdf")
    ui.navigator.go("printing", form="visit", ids=[visit])
    settled()
    assert screen.choices.form.currentData() == "visit"
    assert screen.pages.model.rowCount() >= 1
    assert "甲厂" in screen.pages.model.data(screen.pages.model.index(0))
    screen.save_button.click()
    settled()
    assert picker.start.name.startswith("走访记录表")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "visit.pdf").pages)
    assert "师徒一对一。" in text
    assert "甲厂" in text


def test_a_form_shows_its_own_choices(settled: Wait, visit: str, screen: PrintingScreen) -> None:
    choices = screen.choices

    def shown() -> set[str]:
        fields = {
            "period": choices.period_field, "kind": choices.kind_field, "stage": choices.stage_field,
            "scheme": choices.scheme_field, "photos": choices.photos, "files": choices.files, "for": choices.scope_field,
        }  # fmt: skip
        return {name for name, field in fields.items() if not field.isHidden()}

    assert shown() == {"kind", "stage", "scheme", "for"}
    seen = {}
    for place in range(choices.form.count()):
        choices.form.setCurrentIndex(place)
        choices.form.activated.emit(place)
        settled()
        seen[choices.form.currentData()] = shown()
    assert seen["visit"] == {"period", "kind", "photos", "for"}
    assert seen["archive"] == {"photos", "files", "for"}
    assert seen["practice"] == {"period", "kind"}
    assert seen["score-summary"] == {"stage", "scheme", "for"}
    assert seen["previsit"] == {"for"}


def test_a_blank_form_needs_no_records(
    ui: Ui, services: Services, settled: Wait, tmp_path: Path, screen: PrintingScreen
) -> None:
    ui.picker = Picked(tmp_path / "blank.pdf")
    ui.navigator.go("printing", form="incident", everybody=True)
    settled()
    assert not screen.save_button.isEnabled()
    assert "安全事件报告" in words_of(screen.nothing)
    screen.choices.kinds.buttons()[1].click()
    settled()
    screen.save_button.click()
    settled()
    assert len(pypdf.PdfReader(tmp_path / "blank.pdf").pages) == 2
    assert services.records.list("issued_form")[0] == 0


def test_archives_of_the_selected_students_by_one_key(
    qtbot: QtBot, ui: Ui, services: Services, settled: Wait, tmp_path: Path, firms: list[str]
) -> None:
    window = open_window(ui, first="students")
    qtbot.waitExposed(window)
    settled()
    table = window.view.table  # type: ignore[union-attr]
    table.rows.selectAll()
    qtbot.keyClick(table.rows, Qt.Key.Key_P)
    settled()
    printing = window.view
    assert isinstance(printing, PrintingScreen)
    assert printing.prepared is not None
    assert (printing.prepared.forms, printing.prepared.shown) == (4, 3)
    assert "4" in printing.tabs.tabText(0)
    ui.picker = Picked(tmp_path / "archives.pdf")
    printing.save_button.click()
    settled()
    covers = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "archives.pdf").pages]
    assert sum("学生实习档案" in text and "归档日期" in text for text in covers) == 4
    destroy(window)


def test_a_page_on_its_side_is_turned_to_the_sheet(
    services: Services, settled: Wait, tmp_path: Path, screen: PrintingScreen
) -> None:
    screen.choices.choose("all", form="papers")
    settled()
    screen.send_to(file_printer(tmp_path / "printed.pdf"))
    settled()
    page = pypdf.PdfReader(tmp_path / "printed.pdf").pages[0]
    assert page.mediabox.width < page.mediabox.height
    assert "2 页" in screen.banner.words


def test_a_character_beyond_the_pages_shown_is_told_before_the_first_page(
    ui: Ui, services: Services, settled: Wait, tmp_path: Path, screen: PrintingScreen
) -> None:
    last = max(services.students.rows(), key=lambda row: (row.enterprise_name or "", row.student_number))
    services.records.put("student", {"name": f"李{PRIVATE}"}, record=last.id)
    ui.picker = Picked(tmp_path / "archives.pdf")
    screen.choices.choose("all", form="archive")
    settled()
    assert screen.prepared is not None
    assert (screen.prepared.shown, screen.prepared.forms) == (3, 4)
    assert screen.missing.words == ""
    screen.save()
    settled()
    assert not (tmp_path / "archives.pdf").exists()
    assert "U+E815" in screen.missing.words
    screen.missing.boxes.click()
    screen.save()
    settled()
    assert (tmp_path / "archives.pdf").exists()


def test_a_period_is_typed_and_what_is_no_day_is_said(
    qtbot: QtBot, ui: Ui, services: Services, settled: Wait, visit: str, screen: PrintingScreen
) -> None:
    services.visits.record({"enterprise": services.enterprises.rows()[0].id, "visited_on": "2026-01-05"}, [])
    ui.navigator.go("printing", form="visit", everybody=True)
    settled()
    assert screen.prepared is not None
    assert screen.prepared.forms == 2
    qtbot.keyClicks(screen.choices.period_field.since.line, "2026-03-01")
    screen.choices.period_field.since.line.editingFinished.emit()
    settled()
    assert screen.prepared is not None
    assert screen.prepared.forms == 1
    screen.choices.period_field.since.line.clear()
    qtbot.keyClicks(screen.choices.period_field.since.line, "soon")
    screen.choices.period_field.since.line.editingFinished.emit()
    settled()
    assert screen.prepared is not None
    assert screen.prepared.forms == 2
    assert "soon" in screen.choices.period_field.problem
