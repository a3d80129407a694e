"""What was printed before and is printed again; some of a pile; the printer's sides and dots."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PySide6.QtPrintSupport import QPrinter
from tests.ui.picking import Picked
from tests.ui.screens.printing.conftest import Wait

from fieldteacher.domain.errors import InputRefused
from fieldteacher.services.app import Services
from fieldteacher.services.printing import PagePicture
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.printing.pages import image_of
from fieldteacher.ui.screens.printing.screen import PrintingScreen
from fieldteacher.ui.screens.printing.sending import Paper, file_printer, send, sides


def test_a_run_is_listed_and_printed_again_as_it_was_chosen(
    ui: Ui, services: Services, settled: Wait, tmp_path: Path, firms: list[str], screen: PrintingScreen
) -> None:
    ui.picker = Picked(tmp_path / "forms.pdf")
    screen.choices.choose("enterprise", firms[0], stage="mid")
    screen.choices.narrowing.only.setText("2")
    screen.choices.kinds.buttons()[2].click()
    settled()
    assert screen.prepared is not None
    assert [who.name for who in screen.prepared.job.people] == ["学生三"]
    screen.save()
    settled()
    (run,) = screen.before.runs.model.rows
    assert (run.form, run.whom, run.output, run.forms) == ("evaluation", "甲厂", "file", 1)
    screen.choices.narrowing.restore()
    screen.choices.choose("all", None, form="roster", blank=True)
    settled()
    screen.tabs.setCurrentIndex(1)
    assert screen.before.isVisible()
    screen.before.runs.opened.emit(run)
    settled()
    assert screen.tabs.currentIndex() == 0
    wanted = screen.choices.value
    assert (wanted.form, wanted.scope, wanted.value, wanted.only) == (
        "evaluation",
        "enterprise",
        firms[0],
        "2",
    )
    assert (wanted.school, wanted.blank, wanted.stage) == (True, False, "mid")
    assert [who.name for who in screen.prepared.job.people] == ["学生三"]


def test_one_undo_takes_a_run_and_its_forms_back(
    ui: Ui, services: Services, settled: Wait, tmp_path: Path, screen: PrintingScreen
) -> None:
    ui.picker = Picked(tmp_path / "forms.pdf")
    screen.save()
    settled()
    assert services.records.list("issued_form")[0] == 4
    services.records.undo()
    assert services.records.list("issued_form")[0] == services.records.list("print_run")[0] == 0


def test_students_by_words_in_the_order_of_their_numbers(settled: Wait, screen: PrintingScreen) -> None:
    choices = screen.choices
    choices.choose("filter", None, form="cover")
    choices.narrowing.words.setText("器械1 厂 230")
    choices.narrowing.order.setCurrentIndex(choices.narrowing.order.findData("number"))
    screen.prepare()
    settled()
    assert screen.prepared is not None
    assert [words.split()[0] for words in screen.prepared.words] == ["学生一", "学生二", "学生三", "学生四"]
    choices.narrowing.words.setText("乙厂 学生二")
    screen.prepare()
    settled()
    assert len(screen.prepared.words) == 1
    choices.narrowing.words.setText("没有这个人")
    screen.prepare()
    settled()
    assert screen.prepared is None
    assert not screen.save_button.isEnabled()


def test_a_place_that_is_not_there_is_told(settled: Wait, screen: PrintingScreen) -> None:
    screen.choices.narrowing.only.setText("9")
    screen.prepare()
    settled()
    assert screen.prepared is None
    assert any("第 9 份" in each.text() for each in screen.nothing.findChildren(type(screen.missing._title)))


def test_no_form_begins_on_the_back_of_another() -> None:
    assert sides(0, 5, (0, 3, 4), True) == [0, 1, 2, None, 3, None, 4, 5]
    assert sides(0, 5, (0, 3, 4), False) == [0, 1, 2, 3, 4, 5]
    assert sides(1, 3, (0, 3, 4), True) == [1, 2, 3]
    assert sides(0, 1, (0, 1), True) == [0, None, 1]


@pytest.mark.usefixtures("qapp")
def test_a_printer_gets_its_own_dots_and_no_colours_where_it_has_none(tmp_path: Path) -> None:
    printer = file_printer(tmp_path / "p.pdf")
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setResolution(600)
    assert Paper.of(printer) == Paper(600, True, False)
    printer.setColorMode(QPrinter.ColorMode.Color)
    assert Paper.of(printer).dots == 300
    asked: list[tuple[int, int, bool]] = []

    def render(page: int, width: int, grey: bool) -> PagePicture:
        asked.append((page, width, grey))
        height = round(width * (210 / 297 if page else 297 / 210))
        return PagePicture(width, height, bytes(width * height), True)

    done = send(printer, render, [0, None, 1], Paper(150, True, True), lambda *_: None, lambda: False)
    assert done == 2
    assert [width for _, width, _ in asked if width != 100] == [1240, 1754]
    assert all(grey for *_, grey in asked)
    assert len(pypdf.PdfReader(tmp_path / "p.pdf").pages) == 3


def test_a_grey_page_is_the_page(services: Services, tmp_path: Path, firms: list[str]) -> None:
    from fieldteacher.services.printing import Selection

    printing = services.printing
    printing.print_forms(printing.job(Selection()), file=tmp_path / "e.pdf")
    grey = image_of(printing.picture(tmp_path / "e.pdf", 0, 600, grey=True))
    colour = image_of(printing.picture(tmp_path / "e.pdf", 0, 600))
    assert grey.isGrayscale()
    assert grey.pixelColor(30, 30).lightness() == pytest.approx(colour.pixelColor(30, 30).lightness(), abs=4)
    assert grey.pixelColor(300, 2).lightness() == 255


def test_templates_that_cannot_be_used_are_told_on_the_screen(
    settled: Wait, services: Services, screen: PrintingScreen
) -> None:
    folder = services.printing.templates.path
    assert folder is not None
    folder.mkdir(parents=True)
    (folder / "a.toml").write_text("format = 1\nform = 'roster'\nnumber = 7", encoding="utf-8")
    with pytest.raises(InputRefused):
        services.printing.templates.of("roster")
    screen.choices.choose("all", None, form="roster")
    settled()
    assert screen.prepared is None
    assert not screen.save_button.isEnabled()


def test_the_evaluation_forms_of_several_enterprises(
    ui: Ui, settled: Wait, firms: list[str], screen: PrintingScreen
) -> None:
    ui.navigator.go("printing", form="evaluation", enterprises=[firms[0]])
    settled()
    assert screen.prepared is not None
    assert [who.name for who in screen.prepared.job.people] == ["学生一", "学生三"]
    ui.navigator.go("printing", form="evaluation", enterprises=firms)
    settled()
    assert len(screen.prepared.job.people) == 4


def test_a_scanned_pile_is_filed_behind_its_covers(
    ui: Ui, services: Services, settled: Wait, tmp_path: Path, screen: PrintingScreen
) -> None:
    screen.choices.choose("all", None, form="roster")
    settled()
    assert screen.scanned.isHidden()
    screen.choices.choose("all", None, form="cover")
    settled()
    ui.picker = Picked(tmp_path / "covers.pdf")
    screen.save()
    settled()
    covers = pypdf.PdfReader(tmp_path / "covers.pdf")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    for page in covers.pages[:2]:
        writer.add_page(page)
        writer.add_blank_page(595, 842)
    writer.add_page(covers.pages[2])
    writer.write(tmp_path / "pile.pdf")
    ui.picker = Picked(tmp_path / "pile.pdf")
    screen.scanned.button.click()
    settled()
    words = screen.banner.words
    assert "2 名学生的材料，共 2 页" in words
    assert "第 1–1 页" in words
    assert "封面后面没有材料" in words
    assert services.records.list("attachment")[0] == 2
    screen.scanned.button.click()
    settled()
    assert "没有新的材料" in screen.banner.words
    assert services.records.list("attachment")[0] == 2
