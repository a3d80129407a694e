"""The college's office in the window: who takes part, whom to invite, who is switched off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from tests.services.exchange.stations import College, send
from tests.ui.hands import Hands
from tests.ui.picking import Picked
from tests.ui.screens.exchange.conftest import part_of

from fieldteacher.bootstrap import join_services
from fieldteacher.domain.changes import ChangeSet
from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.exchange.exchange_part import ExchangePart
from fieldteacher.ui.screens.exchange.stations_part import StationsPart

Settled = Callable[[], None]


@pytest.fixture
def services(college: College) -> Services:
    return college.office


@pytest.fixture
def part(window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> StationsPart:
    assert hands
    return part_of(StationsPart, window, ui, settled, do="stations")


def test_a_teacher_is_invited_and_joins_by_the_code_on_the_screen(
    part: StationsPart,
    ui: Ui,
    hands: Hands,
    college: College,
    services: Services,
    tmp_path: Path,
    settled: Settled,
) -> None:
    ui.picker = Picked(tmp_path)
    services.records.put("teacher", {"name": "李老师"})
    part.reload()
    settled()
    assert [(row.label, row.state) for row in part.table.model.rows] == [("李老师", "none")]
    part.invite()
    hands.press("Ctrl+S")
    assert part.form is not None
    assert part.form.binder.problem("name")
    hands.write("张老师")
    hands.press("Ctrl+S")
    assert part.code_panel.isVisible()
    assert "张老师" in part._tell.text()
    (file,) = tmp_path.glob("*.ftinvite")
    assert "张" not in file.name
    assert {row.label: row.state for row in part.table.model.rows} == {
        "李老师": "none",
        "张老师": "invited",
    }
    code = part.code.text()
    part._close_code()
    assert part.code.text() == ""
    joined = join_services(tmp_path / "zhang", invitation=file, code=code, password=None, clock=college.clock)
    send(college, joined, services)
    joined.close()
    part.reload()
    settled()
    assert {row.label: row.state for row in part.table.model.rows} == {
        "李老师": "none",
        "张老师": "joined",
    }


def test_who_is_silent_is_seen(part: StationsPart, college: College, settled: Settled) -> None:
    college.add("张老师")
    college.clock.advance(days=20)
    college.add("李老师")
    college.clock.advance(days=14)
    part.reload()
    settled()
    model = part.table.model
    found = {row.label: (row.heard.days, model.columns[2].tone(row.heard)) for row in model.rows}  # type: ignore[misc]
    assert found == {"张老师": (34, "bad"), "李老师": (14, "warn")}


def test_a_computer_is_switched_off_after_a_question_and_on_again(
    part: StationsPart, window: MainWindow, college: College, services: Services, settled: Settled
) -> None:
    college.add("张老师")
    part.reload()
    settled()
    part.table.select(part.table.model.rows[0].id)
    settled()
    part.do("off")
    (ask,) = (box for box in window.findChildren(QMessageBox) if box.isVisible())
    (yes,) = (each for each in ask.buttons() if each.text() == "停用")
    yes.click()
    settled()
    assert part.table.model.rows[0].state == "off"
    (peer,) = services.exchange.stations.peers()
    assert peer.station.revoked_ms is not None
    part.do("on")
    settled()
    assert part.table.model.rows[0].state == "joined"


def test_students_of_nobody_are_warned_of_and_set(
    part: StationsPart, college: College, services: Services, settled: Settled
) -> None:
    college.add("张老师")
    college.student("张伟", "1", None)
    part.reload()
    settled()
    assert "1 名学生" in part.nobody.words
    part.whom.setCurrentIndex(1)
    part.whom.activated.emit(1)
    settled()
    assert services.exchange.stations.unassigned_to == "nobody"
    assert part.whom.currentIndex() == 1


def test_somebody_stands_in_for_another(
    part: StationsPart, college: College, services: Services, settled: Settled
) -> None:
    college.add("张老师")
    college.add("李老师")
    college.student("张伟", "1", "张老师")
    part.reload()
    settled()
    line = next(row for row in part.table.model.rows if row.label == "李老师")
    assert line.students == 0
    part.table.select(line.id)
    settled()
    part.do("edit")
    settled()
    assert part.form is not None
    part.form.binder.enter({"covers": [services.exchange.stations.teacher_named("张老师")]})
    part.form.save()
    settled()
    line = next(row for row in part.table.model.rows if row.label == "李老师")
    assert (line.students, line.covers) == (1, "张老师")


def test_a_whole_folder_is_taken_in_and_packages_go_to_all(
    window: MainWindow,
    ui: Ui,
    hands: Hands,
    college: College,
    services: Services,
    shared: Path,
    settled: Settled,
) -> None:
    teachers = [college.add(name) for name in ("张老师", "李老师", "王老师")]
    for number, each in enumerate(teachers):
        each.records.put("student", {"name": f"学生{number}", "student_number": str(number)})
        each.exchange.shared_folder.write_all(shared)
    part = part_of(ExchangePart, window, ui, settled, do="exchange")
    ui.picker = Picked(shared)
    seen: list[ChangeSet] = []
    ui.runner.changed.connect(seen.append)
    with services.store.holding():
        part.choose_folder()
        part.strip.stop()
    settled()
    assert services.records.count("student") < 3  # a package that was begun is taken in whole
    assert any(each.touches("student") for each in seen)
    hands.click(part.home.folder_in)
    assert services.records.count("student") == 3
    assert "个包" in part.home.banner.words
    for file in shared.iterdir():
        file.unlink()
    hands.click(part.home.all_button)
    assert len(list(shared.glob("*.ftpkg"))) == 3
    assert {row.waiting[1] > 0 for row in part.home.table.model.rows} == {True}
    for each in teachers:
        each.exchange.shared_folder.take_in_all(shared)
