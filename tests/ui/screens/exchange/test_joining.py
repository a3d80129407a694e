"""A teacher who worked alone joins the college in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from tests.services.exchange.stations import College, export
from tests.ui.hands import Hands
from tests.ui.picking import Picked
from tests.ui.screens.exchange.conftest import part_of

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.exchange.exchange_part import ExchangePart

Settled = Callable[[], None]


def test_a_teacher_who_has_not_joined_joins_in_the_window(
    window: MainWindow,
    ui: Ui,
    hands: Hands,
    college: College,
    services: Services,
    settled: Settled,
    tmp_path: Path,
) -> None:
    services.records.put("student", {"name": "王芳", "student_number": "9"})
    college.office.exchange.stations.found()
    college.student("张伟", "1")
    invited = college.office.exchange.inviting.invite("张老师", tmp_path / "zhang.ftinvite")
    window.take_file(invited.file)
    settled()
    part = window.view.part  # type: ignore[union-attr]
    assert isinstance(part, ExchangePart)
    joining = part.joining
    assert joining.isVisible()
    assert joining.file.path == invited.file
    hands.press("Return")
    assert joining.code_field.problem
    hands.write("AAAA-BBBB-CCCC-DDDD")
    hands.press("Return")
    assert "激活码" in joining.code_field.problem
    assert services.exchange.stations.own() is None
    joining.code.setText(invited.code.replace("-", " ").lower())
    hands.press("Return")
    assert part.home.isVisible()
    assert [row.label for row in part.home.table.model.rows] == ["实习办"]
    assert {row["name"] for row in services.records.list("student")[1]} == {"张伟", "王芳"}
    stick = tmp_path / "stick"
    stick.mkdir()
    ui.picker = Picked(stick)
    hands.click(part.home.export_button)
    (file,) = stick.glob("*.ftpkg")
    taken = college.office.exchange.synchronisation.take_in(file)
    assert taken.sender.label == "张老师"
    assert college.office.records.count("student") == 2


def test_a_package_for_somebody_who_has_not_joined_is_refused_there(
    window: MainWindow, college: College, settled: Settled
) -> None:
    joined = college.join("李老师")
    window.take_file(export(college, joined, college.office).file)
    settled()
    part = window.view.part  # type: ignore[union-attr]
    assert part.joining.isVisible()
    assert "邀请" in part.joining.banner.words


def test_an_invitation_opened_by_one_who_takes_part_is_not_needed(
    window: MainWindow, college: College, services: Services, settled: Settled, tmp_path: Path
) -> None:
    invited = college.office.exchange.inviting.invite("张老师", tmp_path / "zhang.ftinvite")
    services.exchange.inviting.join(invited.file, invited.code)
    window.take_file(invited.file)
    settled()
    part = window.view.part  # type: ignore[union-attr]
    assert part.home.isVisible()
    assert "已经在交换中" in part.home.banner.words


def test_the_office_s_part_is_not_a_teacher_s(window: MainWindow, ui: Ui, settled: Settled) -> None:
    part_of(ExchangePart, window, ui, settled, do="stations")
    tabs = {each.text(): each for each in window.view.findChildren(QPushButton)}  # type: ignore[union-attr]
    assert not tabs["学校办公室"].isVisible()
