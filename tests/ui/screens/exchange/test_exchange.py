"""A teacher exchanges with the college in the window: few clicks out and in, nothing before the last, all taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot
from tests.services.exchange.stations import College, change, export, send, value
from tests.ui.hands import Hands
from tests.ui.picking import Picked
from tests.ui.screens.exchange.conftest import part_of, use
from tests.ui.test_dropping import drop

from fieldteacher.services.app import Services
from fieldteacher.store.opening import MARK
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.exchange.conflicts_part import ConflictsPart
from fieldteacher.ui.screens.exchange.exchange_part import ExchangePart
from fieldteacher.ui.screens.exchange.history_part import HistoryPart
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.link import LinkRow

Settled = Callable[[], None]


@pytest.fixture
def student(college: College) -> str:
    """A student of 张老师, typed at the office."""
    college.office.exchange.stations.found()
    college.office.records.put("teacher", {"name": "张老师"})
    return college.student("张伟", "2023001", "张老师", phone="13800000000")


@pytest.fixture
def services(college: College, student: str) -> Services:
    """The store of 张老师, who has joined and whom the office has heard of."""
    assert student
    joined = college.add("张老师")
    send(college, college.office, joined)
    return joined


@pytest.fixture
def part(window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> ExchangePart:
    assert hands
    return part_of(ExchangePart, window, ui, settled, do="exchange")


def test_a_package_goes_out_with_three_clicks_the_first_time_and_two_later(
    window: MainWindow,
    ui: Ui,
    hands: Hands,
    college: College,
    student: str,
    tmp_path: Path,
    services: Services,
) -> None:
    change(services, "student", student, phone="13811112222")
    stick = tmp_path / "stick"
    stick.mkdir()
    ui.picker = picker = Picked(stick)
    hands.click(window.sidebar.button("exchange"))
    part = window.view.part  # type: ignore[union-attr]
    assert [row.label for row in part.home.table.model.rows] == ["实习办"]
    hands.click(part.home.export_button)
    assert picker.asked == 1
    assert hands.actions + picker.asked == 3
    (file,) = stick.glob("*.ftpkg")
    assert "实习办" in part.home.banner.words
    assert "张老师" not in file.name
    college.office.exchange.synchronisation.take_in(file)
    assert value(college.office, "student", student, "phone") == "13811112222"
    hands.click(part.home.export_button)
    assert picker.asked == 1


def test_a_store_that_is_a_copy_says_so_when_it_writes(
    ui: Ui, hands: Hands, part: ExchangePart, services: Services, tmp_path: Path
) -> None:
    ui.picker = Picked(tmp_path)
    services.store.keep_settings({MARK: "of another copy, which has sent since"})
    hands.click(part.home.export_button)
    assert "复制来的" in part.home.banner.words
    hands.click(part.home.export_button)
    assert "复制来的" not in part.home.banner.words


def test_a_package_comes_in_with_three_clicks_and_a_key_for_each_conflict(
    window: MainWindow,
    ui: Ui,
    hands: Hands,
    college: College,
    student: str,
    shared: Path,
    services: Services,
    settled: Settled,
    qtbot: QtBot,
) -> None:
    change(services, "student", student, phone="13811112222")
    change(college.office, "student", student, phone="13833334444", class_name="机电2301")
    college.office.exchange.shared_folder.write_all(shared)
    use(ui, shared, settled)
    window._count_waiting()
    settled()
    assert "1" in window.sidebar.button("exchange").accessibleName()
    hands.click(window.sidebar.button("exchange"))
    part = window.view.part  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: any(row.isVisible() for row in part.home.findChildren(LinkRow)))
    (waiting,) = (row for row in part.home.findChildren(LinkRow) if row.isVisible())
    assert "实习办" in waiting.accessibleName()
    hands.click(waiting)
    assert {line.state for line in part.preview.table.model.rows} == {"conflict"}
    assert [chip.words for chip in part.preview.findChildren(Chip)] == ["冲突 1"]
    assert services.conflicts.count() == 0
    assert value(services, "student", student, "class_name") is None
    hands.click(part.preview.take_button)
    assert hands.actions == 3
    assert value(services, "student", student, "class_name") == "机电2301"
    assert services.conflicts.count() == 1
    assert len(ui.inbox.state.waiting) == 0
    conflicts = part_of(ConflictsPart, window, ui, settled, do="conflicts")
    (line,) = conflicts.table.model.rows
    assert {entry.author for entry in line.entries} == {"张老师", "实习办"}
    assert len({entry.device for entry in line.entries}) == 2
    conflicts.table.select(line.id)
    settled()
    conflicts.table.rows.setFocus()
    hands.press("1")
    assert hands.actions == 4
    assert services.conflicts.count() == 0
    settled_value = value(services, "student", student, "phone")
    send(college, services, college.office)
    assert value(college.office, "student", student, "phone") == settled_value
    assert college.office.conflicts.count() == 0


def test_a_dropped_package_is_previewed_and_esc_takes_nothing_in(
    window: MainWindow,
    hands: Hands,
    college: College,
    student: str,
    services: Services,
    settled: Settled,
    part: ExchangePart,
) -> None:
    change(college.office, "student", student, phone="13833334444")
    file = export(college, college.office, services).file
    assert drop(window, QUrl.fromLocalFile(str(file)))
    settled()
    assert part.preview.isVisible()
    (line,) = part.preview.table.model.rows
    assert (line.state, line.title, line.detail) == ("changed", "张伟", "手机")
    hands.press("Escape")
    assert part.home.isVisible()
    assert value(services, "student", student, "phone") == "13800000000"


def test_an_import_is_taken_back_as_a_whole(
    window: MainWindow,
    ui: Ui,
    hands: Hands,
    college: College,
    student: str,
    services: Services,
    settled: Settled,
    part: ExchangePart,
) -> None:
    change(college.office, "student", student, phone="13833334444")
    file = export(college, college.office, services).file
    part.open(file)
    settled()
    hands.press("Ctrl+Return")
    assert value(services, "student", student, "phone") == "13833334444"
    assert part.home.banner._button is not None
    hands.click(part.home.banner._button)
    assert value(services, "student", student, "phone") == "13800000000"
    part.open(file)
    settled()
    hands.press("Ctrl+Return", "Ctrl+Z")
    assert value(services, "student", student, "phone") == "13800000000"
    part.open(file)
    settled()
    hands.press("Ctrl+Return")
    history = part_of(HistoryPart, window, ui, settled, do="history")
    line = history.table.model.rows[0]
    assert (line.way, line.label) == ("received", "实习办")
    history.table.select(line.id)
    history.table.rows.setFocus()
    hands.press("Delete")
    assert history.table.model.rows[0].way == "undone"
    assert value(services, "student", student, "phone") == "13800000000"


def test_the_same_package_again_brings_nothing_new(
    hands: Hands, college: College, student: str, services: Services, settled: Settled, part: ExchangePart
) -> None:
    change(college.office, "student", student, phone="13833334444")
    file = export(college, college.office, services).file
    for _ in range(3):
        part.open(file)
        settled()
        hands.press("Ctrl+Return")
        assert part.home.isVisible()
    part.open(file)
    settled()
    assert part.preview.table.model.total == 0
    assert part.preview.table.nothing_yet().isVisible()


def test_a_mass_deletion_needs_its_number_typed(
    hands: Hands, college: College, student: str, services: Services, settled: Settled, part: ExchangePart
) -> None:
    extra = [college.student(f"学生{n}", f"20230{n}0", "张老师") for n in range(12)]
    send(college, college.office, services)
    for each in extra:
        college.office.records.delete("student", each)
    part.open(export(college, college.office, services).file)
    settled()
    preview = part.preview
    assert "12" in preview.gate.words
    assert preview.number.hasFocus()
    hands.press("Ctrl+Return")
    assert services.records.count("student") == 13
    assert not preview.take_button.isEnabled()
    hands.write("11")
    assert not preview.take_button.isEnabled()
    hands.press("Backspace")
    hands.write("2")
    hands.click(preview.take_button)
    assert services.records.count("student") == 1


def test_a_file_that_is_no_package_for_us_is_refused_in_a_sentence(
    college: College, tmp_path: Path, services: Services, settled: Settled, part: ExchangePart
) -> None:
    other = college.join("李老师")
    (tmp_path / "no.ftpkg").write_bytes(b"nothing")
    for file in (tmp_path / "no.ftpkg", tmp_path / "gone.ftpkg", export(college, other, college.office).file):
        part.home.banner.clear()
        part.open(file)
        settled()
        assert part.home.isVisible()
        assert part.home.banner.words


def test_stopping_an_import_leaves_nothing(
    college: College, student: str, services: Services, settled: Settled, part: ExchangePart
) -> None:
    change(college.office, "student", student, phone="13833334444")
    part.open(export(college, college.office, services).file)
    settled()
    with services.store.holding():  # it cannot begin to write before it is stopped
        part.preview.take()
        part.strip.stop()
    settled()
    assert not part.strip.busy
    assert value(services, "student", student, "phone") == "13800000000"
    assert part.preview.isEnabled()


def test_confirmed_is_what_came_back_not_what_was_sent(
    window: MainWindow,
    college: College,
    student: str,
    services: Services,
    settled: Settled,
    part: ExchangePart,
    shared: Path,
) -> None:
    change(services, "student", student, phone="13811112222")
    part.reload()
    settled()
    (line,) = part.home.table.model.rows
    assert line.waiting[0] >= 1
    services.exchange.shared_folder.write_all(shared)
    part.reload()
    window.look_around()
    settled()
    (line,) = part.home.table.model.rows
    assert line.waiting[0] >= 1
    assert "上次交换 2026-03-16" in window.status.words
    assert "1 处改动待学校收到" in window.status.words
    college.office.exchange.shared_folder.take_in_all(shared)
    send(college, college.office, services)
    part.reload()
    settled()
    window.look_around()
    settled()
    (line,) = part.home.table.model.rows
    assert line.waiting == (0, 0)
    assert "待学校收到" not in window.status.words


def test_a_shared_folder_is_chosen_warned_of_and_left(
    ui: Ui, hands: Hands, services: Services, shared: Path, settled: Settled, part: ExchangePart
) -> None:
    ui.picker = Picked(services.store.folder)
    hands.click(part.home.shared.button)
    assert "不能放在共享文件夹" in part.home.shared_field.problem
    ui.picker = Picked(shared)
    hands.click(part.home.shared.button)
    assert part.home.shared_field.problem == ""
    assert part.home.targets.folder == shared
    shared.rmdir()
    ui.inbox.look()
    settled()
    assert part.home.shared_field.problem
    hands.click(part.home.forget_button)
    assert ui.inbox.state.folder is None
    assert part.home.shared.path is None


def test_all_that_lies_in_the_folder_is_taken_in_at_once(
    ui: Ui,
    hands: Hands,
    college: College,
    student: str,
    services: Services,
    shared: Path,
    settled: Settled,
    part: ExchangePart,
) -> None:
    other = college.add("李老师", "张老师")
    send(college, college.office, other)
    send(college, college.office, services)
    change(college.office, "student", student, class_name="机电2301")
    change(other, "student", student, major="机电")
    college.office.exchange.shared_folder.write_all(shared)
    other.exchange.shared_folder.write_all(shared)
    use(ui, shared, settled)
    assert len(ui.inbox.state.waiting) == 2
    assert part.home.folder_in.isHidden()  # the office's
    hands.click(part.home.all_in)
    assert len(ui.inbox.state.waiting) == 0
    row = services.records.need("student", student)
    assert (row["class_name"], row["major"]) == ("机电2301", "机电")
    assert "2" in part.home.banner.words


def test_of_a_large_package_the_first_are_named_then_all(
    hands: Hands, college: College, services: Services, settled: Settled, part: ExchangePart
) -> None:
    students = [(None, {"name": f"学生{n}", "student_number": f"9{n:03}"}) for n in range(210)]
    ids, _ = college.office.records.put_many("student", students)
    part.open(export(college, college.office, services).file)
    settled()
    preview = part.preview
    assert preview.table.model.total == 200
    assert "210" in preview.more_button.text()
    hands.click(preview.more_button)
    assert preview.table.model.total == 210
    assert preview.more_button.isHidden()
    assert preview.table.model.rows[0].title.startswith("学生")
    hands.press("Ctrl+Return")
    assert services.records.count("student") == len(ids) + 1


def test_where_the_stick_is_gone_another_folder_is_at_hand(
    ui: Ui, hands: Hands, tmp_path: Path, settled: Settled, part: ExchangePart
) -> None:
    ui.picker = Picked(tmp_path / "not plugged in")
    hands.press("Ctrl+E")
    assert "not plugged in" in part.home.banner.words
    stick = tmp_path / "stick"
    stick.mkdir()
    ui.picker = Picked(stick)
    assert part.home.banner._button is not None
    hands.click(part.home.banner._button)
    hands.press("Ctrl+E")
    assert len(list(stick.glob("*.ftpkg"))) == 1
