"""The printing screen: three clicks from an enterprise to its forms, and never a missing character in silence."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from tests.ui.picking import Picked
from tests.ui.screens.printing.conftest import Wait, add_students, words_of

from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.students import StudentRow
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.printing.screen import PrintingScreen
from fieldteacher.ui.screens.printing.sending import file_printer


def test_the_forms_of_an_enterprise_in_three_clicks(
    ui: Ui, services: Services, settled: Wait, tmp_path: Path, firms: list[str], screen: PrintingScreen
) -> None:
    ui.picker = picker = Picked(tmp_path / "forms.pdf")
    ui.navigator.go("printing", form="evaluation", enterprise=firms[0])  # one: 打印 on the enterprise's card
    settled()
    assert screen.prepared is not None
    assert [who.name for who in screen.prepared.job.people] == ["学生一", "学生三"]
    assert screen.pages.model.rowCount() == 2
    assert not screen.pages.paper.pixmap().isNull()
    screen.save_button.click()  # two; the third is the file dialog's own button
    settled()
    assert picker.asked == 1
    assert "甲厂" in picker.start.name
    assert len(pypdf.PdfReader(tmp_path / "forms.pdf").pages) == 2
    assert services.records.list("issued_form")[0] == 2
    assert "forms.pdf" in screen.banner.words
    assert len(screen.before.issued.model.rows) == 2


def test_what_was_shown_is_what_is_printed_and_the_next_print_has_new_numbers(
    ui: Ui, services: Services, settled: Wait, tmp_path: Path, screen: PrintingScreen
) -> None:
    ui.picker = Picked(tmp_path / "forms.pdf")
    assert screen.prepared is not None
    shown = {page.form_number for page in screen.prepared.job.pages}
    screen.save()
    settled()
    assert {row["form_number"] for row in services.records.list("issued_form")[1]} == shown
    screen.save()
    settled()
    numbers = [row["form_number"] for row in services.records.list("issued_form")[1]]
    assert len(numbers) == len(set(numbers)) == 8


def test_choices_make_other_pages(services: Services, settled: Wait, screen: PrintingScreen) -> None:
    people = services.students.rows()
    screen.choices.choose("students", [people[0].id], blank=True, stage="mid")
    settled()
    assert screen.prepared is not None
    assert len(screen.prepared.job.pages) == 1
    assert (screen.prepared.wanted.blank, screen.prepared.job.stage) == (True, "mid")
    screen.choices.choose("class_name", "器械1班")
    settled()
    assert screen.prepared is not None
    assert len(screen.prepared.job.pages) == 4


def test_one_file_a_student_and_drafts_are_not_recorded(
    ui: Ui, services: Services, settled: Wait, tmp_path: Path, screen: PrintingScreen
) -> None:
    ui.picker = Picked(tmp_path / "folder")
    screen.choices.outputs.buttons()[1].click()
    screen.choices.names.click()
    screen.choices.draft.click()
    settled()
    screen.save()
    settled()
    assert sorted(path.name for path in (tmp_path / "folder").iterdir())[0] == "230100_学生一.pdf"
    assert services.records.list("issued_form")[0] == 0


def test_a_character_without_a_font_holds_printing_up(
    ui: Ui, settled: Wait, tmp_path: Path, missing: StudentRow, screen: PrintingScreen
) -> None:
    ui.picker = Picked(tmp_path / "forms.pdf")
    assert "U+E815" in screen.missing.words
    assert missing.student_number in screen.missing.words
    screen.save()
    settled()
    assert not (tmp_path / "forms.pdf").exists()
    screen.missing.boxes.click()
    screen.save()
    settled()
    assert (tmp_path / "forms.pdf").exists()
    assert "手写" in screen.banner.words


def test_a_font_that_is_none_is_refused(
    ui: Ui, settled: Wait, tmp_path: Path, missing: StudentRow, screen: PrintingScreen
) -> None:
    (tmp_path / "no.ttf").write_bytes(b"no font")
    ui.picker = Picked(tmp_path / "no.ttf")
    screen.missing.font_button.click()
    settled()
    assert "no.ttf" in screen.banner.words


def test_a_folder_that_cannot_be_written_is_told(
    ui: Ui, services: Services, settled: Wait, tmp_path: Path, screen: PrintingScreen
) -> None:
    ui.picker = Picked(tmp_path / "nowhere" / "forms.pdf")
    screen.save()
    settled()
    assert "nowhere" in screen.banner.words
    assert services.records.list("issued_form")[0] == 0
    assert screen.save_button.isEnabled()


def test_stopping_leaves_nothing_behind(
    ui: Ui, services: Services, settled: Wait, tmp_path: Path, screen: PrintingScreen
) -> None:
    ui.picker = Picked(tmp_path / "forms.pdf")
    ui.runner.work(lambda progress, cancelled: time.sleep(0.1), title=Text("别的", "other"))
    screen.save()
    assert not screen.stop_button.isHidden()
    screen.stop_button.click()
    settled()
    assert not (tmp_path / "forms.pdf").exists()
    assert services.records.list("issued_form")[0] == 0
    assert screen.save_button.isEnabled()
    assert screen.stop_button.isHidden()


def test_pages_go_to_a_printer_as_pictures_of_their_size(
    services: Services, settled: Wait, tmp_path: Path, firms: list[str], screen: PrintingScreen
) -> None:
    screen.choices.choose("enterprise", firms[0])
    settled()
    screen.send_to(file_printer(tmp_path / "printed.pdf"))
    settled()
    reader = pypdf.PdfReader(tmp_path / "printed.pdf")
    assert len(reader.pages) == 2
    width, height = (float(v) / 72 * 25.4 for v in reader.pages[0].mediabox[2:])
    assert width == pytest.approx(210, abs=1)
    assert height == pytest.approx(297, abs=1)
    assert services.records.list("issued_form")[0] == 2


def test_no_printer_is_told(screen: PrintingScreen, settled: Wait) -> None:
    screen.send_button.click()
    settled()
    assert "打印机" in screen.banner.words


def test_nobody_placed_and_no_scheme_tell_the_next_step(
    services: Services, settled: Wait, view: Callable[[], PrintingScreen]
) -> None:
    screen = view()
    assert "没有已安排实习的学生" in words_of(screen.nothing)
    assert not screen.save_button.isEnabled()
    add_students(services)
    screen.reload()
    settled()
    assert "考核方案" in words_of(screen.nothing)


def test_zooming_and_going_by_keyboard(qtbot: QtBot, settled: Wait, screen: PrintingScreen) -> None:
    before = screen.pages.paper.pixmap().width()
    screen.pages.zoom(1)
    settled()
    assert screen.pages.paper.pixmap().width() > before
    screen.pages.show_whole()
    settled()
    assert screen.pages.paper.pixmap().height() <= screen.pages.area.viewport().height()
    screen.pages.list.setFocus()
    qtbot.keyClick(screen.pages.list, Qt.Key.Key_Down)
    assert screen.pages.page == 1
    settled()
    icon = screen.pages.model.data(screen.pages.model.index(1), int(Qt.ItemDataRole.DecorationRole))
    drawn = icon.pixmap(84, 119).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    assert min(bytes(drawn.constBits())) < 100  # ink, not the empty sheet


def test_the_model_of_the_small_pages_is_sound(
    qtmodeltester: ModelTester, settled: Wait, screen: PrintingScreen
) -> None:
    qtmodeltester.check(screen.pages.model)
    settled()


def test_every_control_has_a_name(screen: PrintingScreen) -> None:
    inside = [w for w in screen.findChildren(QWidget) if w.window() is screen.window()]
    controls = [w for w in inside if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(controls) > 20
    assert [w for w in controls if not (w.accessibleName() or getattr(w, "text", lambda: "")())] == []
