"""The printing screen: three clicks from an enterprise to its forms, and never a missing character in silence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from tests.ui.conftest import destroy
from tests.ui.picking import Picked

from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.students import StudentRow
from fieldteacher.ui.application import open_window
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.printing import SCREEN
from fieldteacher.ui.screens.printing.screen import PrintingScreen
from fieldteacher.ui.screens.printing.sending import file_printer
from fieldteacher.ui.screens.settings import SCREEN as SETTINGS

Wait = Callable[[], None]
PRIVATE = "\ue815"


def add_students(services: Services, count: int = 4) -> list[str]:
    """Students at two enterprises in turn; returns the enterprises' ids."""
    with services.store.write(Text("造测试数据", "make test data")) as txn:
        firms = [txn.create("enterprise", {"name": name}) for name in ("甲厂", "乙厂")]
        for number in range(count):
            student = txn.create(
                "student",
                {
                    "student_number": f"2301{number:02}",
                    "name": f"学生{'一二三四五六'[number]}",
                    "class_name": "器械1班",
                },
            )
            place = {
                "student": student,
                "enterprise": firms[number % 2],
                "start": "2026-03-02",
                "status": "active",
            }
            txn.create("placement", place)
    return firms


@pytest.fixture
def firms(services: Services) -> list[str]:
    made = add_students(services)
    services.schemes.add_ready("general_70_30", "岗位实习考核")
    return made


@pytest.fixture
def view(qtbot: QtBot, ui: Ui, settled: Wait) -> Iterator[Callable[[], PrintingScreen]]:
    """Opens a window with the printing screen."""
    windows: list[MainWindow] = []

    def show() -> PrintingScreen:
        window = open_window(ui, (SETTINGS, SCREEN), first="settings")
        window.resize(1366, 768)
        windows.append(window)
        qtbot.waitExposed(window)
        ui.navigator.go("printing")
        settled()
        assert isinstance(window.view, PrintingScreen)
        return window.view

    yield show
    settled()
    destroy(*windows)


@pytest.fixture
def screen(firms: list[str], view: Callable[[], PrintingScreen]) -> PrintingScreen:
    """The screen, where there is something to print."""
    return view()


@pytest.fixture
def missing(services: Services, firms: list[str]) -> StudentRow:
    """A student with a character that no font has."""
    student = services.students.rows()[0]
    services.records.put("student", {"name": f"李{PRIVATE}"}, record=student.id)
    return student


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
    assert len(screen.issued.model.rows) == 2


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
    assert "没有已安排实习的学生" in _words(screen.nothing)
    assert not screen.save_button.isEnabled()
    add_students(services)
    screen.reload()
    settled()
    assert "考核方案" in _words(screen.nothing)


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


def _words(widget: QWidget) -> str:
    return " ".join(each.accessibleName() for each in widget.findChildren(QWidget))


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
    assert "安全事件报告" in _words(screen.nothing)
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
