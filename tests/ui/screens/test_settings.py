"""The settings: what is entered is kept, what is wrong is said at its field, nothing needs the mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.ui.picking import Picked

from fieldteacher.domain.rules.national import NATIONAL
from fieldteacher.domain.steps import Action, Step
from fieldteacher.domain.text import Language
from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.settings.arrangement import SECTIONS
from fieldteacher.ui.screens.settings.backups import BackupsPage
from fieldteacher.ui.screens.settings.batches import BatchesPage
from fieldteacher.ui.screens.settings.fonts import FontsPage
from fieldteacher.ui.screens.settings.identity import IdentityPage
from fieldteacher.ui.screens.settings.look import LookPage
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.screens.settings.saves import SavesPage
from fieldteacher.ui.screens.settings.screen import SettingsScreen
from fieldteacher.ui.screens.settings.security import PasswordPage
from fieldteacher.ui.screens.settings.teachers import TeachersPage
from fieldteacher.ui.steps import take

P = TypeVar("P", bound=Page)
Wait = Callable[[], None]


def go(window: MainWindow, ui: Ui, settled: Wait, section: str, kind: type[P]) -> P:
    ui.navigator.go("settings", section=section)
    settled()
    assert isinstance(window.view, SettingsScreen)
    page = window.view.pages[section]
    assert isinstance(page, kind)
    return page


def test_name_role_and_college_are_saved_when_the_page_is_left(
    window: MainWindow, ui: Ui, services: Services, settled: Wait
) -> None:
    page = go(window, ui, settled, "identity", IdentityPage)
    assert page.name.text() == "张老师"
    page.name.setText("李老师")
    page.roles.buttons()[1].click()
    page.college.binder.enter({"department": "医疗器械学院"})
    ui.navigator.go("settings", section="look")
    settled()
    status, college = services.settings.status(), services.settings.college()
    assert (status.owner, status.role) == ("李老师", "office")
    assert college is not None
    assert (college["name"], college["department"]) == ("示例职业技术学院", "医疗器械学院")
    assert window.status.words.startswith("李老师")


def test_a_college_without_a_name_is_said_at_the_field(
    window: MainWindow, ui: Ui, services: Services, settled: Wait
) -> None:
    page = go(window, ui, settled, "identity", IdentityPage)
    page.college.binder.enter({"name": None})
    page.save()
    settled()
    assert page.college.binder.problem("name")
    college = services.settings.college()
    assert college is not None
    assert college["name"] == "示例职业技术学院"


def test_language_and_theme_change_at_once(window: MainWindow, ui: Ui, settled: Wait) -> None:
    page = go(window, ui, settled, "look", LookPage)
    page.modes.buttons()[2].click()
    assert ui.theme.palette.dark
    assert ui.settings.get("theme") == "dark"
    page.languages.buttons()[1].click()
    settled()
    assert ui.language == ui.settings.get("language") == "en"
    assert isinstance(window.view, SettingsScreen)
    assert window.view.section == "look"
    assert window.sidebar.button("settings").text() == "Settings"


def test_backup_is_made_listed_and_restored_elsewhere(
    window: MainWindow, ui: Ui, services: Services, settled: Wait, tmp_path: Path
) -> None:
    page = go(window, ui, settled, "backups", BackupsPage)
    ui.picker = Picked(tmp_path / "stick")
    page.folder.button.click()
    settled()
    assert services.backups.folder == tmp_path / "stick"
    page.now_button.click()
    settled()
    assert len(page.list.model.rows) == 1
    assert "备份" in page.banner.words
    assert "还没有备份" not in window.status.words
    page.verify_button.click()
    settled()
    assert page.banner.words.startswith("数据完好")
    page.list.rows.opened.emit(page.list.model.rows[0])
    page.restore()
    assert page.into_field.problem
    ui.picker = Picked(tmp_path / "restored")
    page.into.button.click()
    page.go_button.click()
    settled()
    assert (tmp_path / "restored" / "store.db").exists()
    assert str(tmp_path / "restored") in page.banner.words


def test_a_folder_that_cannot_be_written_is_refused_at_the_field(
    window: MainWindow, ui: Ui, services: Services, settled: Wait, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    page = go(window, ui, settled, "backups", BackupsPage)
    ui.picker = Picked(tmp_path / "file")
    page.folder.button.click()
    settled()
    assert page.folder_field.problem
    assert page.folder.path == services.backups.folder != tmp_path / "file"


def test_restoring_something_else_is_refused(
    window: MainWindow, ui: Ui, settled: Wait, tmp_path: Path
) -> None:
    other = tmp_path / "other.ftbackup"
    other.write_bytes(b"no backup")
    page = go(window, ui, settled, "backups", BackupsPage)
    ui.picker = Picked(other)
    page.other_button.click()
    ui.picker = Picked(tmp_path / "restored")
    page.into.button.click()
    page.go_button.click()
    settled()
    assert "other.ftbackup" in page.banner.words
    assert not (tmp_path / "restored" / "store.db").exists()


def test_password_is_set_and_changed(window: MainWindow, ui: Ui, services: Services, settled: Wait) -> None:
    page = go(window, ui, settled, "password", PasswordPage)
    assert page.current_field.isHidden()
    for new, again, field in (("short", "short", "new"), ("long enough", "otherwise", "again")):
        page.new.setText(new)
        page.again.setText(again)
        page.set_button.click()
        settled()
        assert (page.new_field if field == "new" else page.again_field).problem
        assert not services.access.protected
    page.again.setText("long enough")
    page.set_button.click()
    settled()
    assert services.access.protected
    assert not page.current_field.isHidden()
    assert page.new.text() == page.again.text() == ""
    assert services.store.read().count("college") == 1
    page.current.setText("wrong one")
    page.new.setText("another one")
    page.again.setText("another one")
    page.set_button.click()
    settled()
    assert page.current_field.problem == "密码不对。"


def test_password_is_removed(window: MainWindow, ui: Ui, services: Services, settled: Wait) -> None:
    services.access.set_password("long enough")
    page = go(window, ui, settled, "password", PasswordPage)
    page.current.setText("long enough")
    page.remove()
    settled()
    assert not services.access.protected
    assert page.remove_button.isHidden()


def test_a_font_is_checked_when_it_is_chosen(
    window: MainWindow, ui: Ui, services: Services, settled: Wait, tmp_path: Path
) -> None:
    page = go(window, ui, settled, "fonts", FontsPage)
    (tmp_path / "no-font.ttf").write_bytes(b"nothing")
    ui.picker = Picked(tmp_path / "no-font.ttf")
    page.file.button.click()
    settled()
    assert "no-font.ttf" in page.field.problem
    assert services.settings.get("font_file") is None
    good = ui.resources / "fonts" / "NotoSansSC-Regular.ttf"
    ui.picker = Picked(good)
    page.file.button.click()
    settled()
    assert services.settings.get("font_file") == str(good)
    page.clear_button.click()
    settled()
    assert services.settings.get("font_file") is None


def test_any_of_the_last_saves_can_be_taken_back(
    window: MainWindow, ui: Ui, services: Services, settled: Wait
) -> None:
    number, _ = services.records.put("enterprise", {"name": "甲厂"})
    services.records.put("enterprise", {"name": "乙厂"})
    page = go(window, ui, settled, "saves", SavesPage)
    before = len(page.list.model.rows)
    page.list.rows.select_rows([1])
    page.undo_button.click()
    settled()
    assert len(page.list.model.rows) == before - 1
    row = services.records.get("enterprise", number)
    assert row is not None
    assert row["deleted"]
    assert [each.name for each in services.enterprises.rows()] == ["乙厂"]


def test_sections_by_keyboard(qtbot: QtBot, window: MainWindow, ui: Ui, settled: Wait) -> None:
    ui.navigator.go("settings")
    settled()
    view = window.view
    assert isinstance(view, SettingsScreen)
    seen = []
    for _ in SECTIONS:
        seen.append(view.section)
        qtbot.keyClick(view._buttons[view.section], Qt.Key.Key_Down)
    assert seen == [name for name, _, _ in SECTIONS]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_control_has_a_name(window: MainWindow, ui: Ui, settled: Wait, language: Language) -> None:
    ui.choose_language(language)
    for section, _, _ in SECTIONS:
        ui.navigator.go("settings", section=section)
        settled()
    assert isinstance(window.view, SettingsScreen)
    controls = [w for w in window.view.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [w for w in controls if not (w.accessibleName() or getattr(w, "text", lambda: "")())]
    assert nameless == []
    assert len(controls) > 30


def test_the_owner_s_department_is_kept_with_the_teacher(
    window: MainWindow, ui: Ui, services: Services, settled: Wait
) -> None:
    page = go(window, ui, settled, "identity", IdentityPage)
    page.teacher.binder.enter({"department": "机电工程学院", "staff_number": "T-7"})
    page.college.binder.enter({"province": "四川省"})
    page.save()
    settled()
    [teacher] = services.records.list("teacher", {"name": "张老师"})[1]
    assert (teacher["department"], teacher["staff_number"]) == ("机电工程学院", "T-7")
    college = services.settings.college()
    assert college is not None
    assert college["province"] == "四川省"


def _batch(services: Services) -> str:
    student, _ = services.records.put("student", {"student_number": "1", "name": "张伟"})
    enterprise, _ = services.records.put("enterprise", {"name": "苏州晨曜精密电子有限公司"})
    batch, _ = services.records.put(
        "batch", {"name": "2026届春季", "start": "2026-01-05", "visits_required": 6}
    )
    services.placements.place(
        {"student": student, "enterprise": enterprise, "start": "2026-01-05", "batch": batch}
    )
    return batch


def test_a_batch_is_added_and_amended(window: MainWindow, ui: Ui, services: Services, settled: Wait) -> None:
    page = go(window, ui, settled, "batches", BatchesPage)
    page.add()
    settled()
    page.form.binder.enter({"name": "2026届秋季", "talks_required": 2, "rule_set": NATIONAL})
    page.form.save()
    settled()
    [batch] = services.records.list("batch")[1]
    assert (batch["name"], batch["talks_required"], batch["daily_check_required"]) == ("2026届秋季", 2, True)
    assert batch["rule_set"] == NATIONAL
    assert page.rules.combo.findData(NATIONAL) == 1
    assert [row.name for row in page.list.model.rows] == ["2026届秋季"]


def test_a_step_goes_to_the_field_of_a_batch(
    window: MainWindow, ui: Ui, services: Services, settled: Wait
) -> None:
    batch = _batch(services)
    take(ui.navigator, Step(Action.BATCH, batch, "plan_on"))
    settled()
    assert isinstance(window.view, SettingsScreen)
    page = window.view.pages["batches"]
    assert isinstance(page, BatchesPage)
    assert page.form.binder.editor("plan_on").inputs()[0].hasFocus()
    assert page.list.model.rows[0].students == 1
    page.form.binder.enter({"plan_on": "2025-12-20"})
    assert page.back()
    settled()
    assert services.records.need("batch", batch)["plan_on"] == "2025-12-20"


def test_a_deleted_batch_leaves_no_placement_behind(services: Services) -> None:
    batch = _batch(services)
    services.placements.delete_batch(batch)
    assert services.records.list("batch")[0] == 0
    [placement] = services.records.list("placement")[1]
    assert placement["batch"] is None
    services.records.undo()
    [placement] = services.records.list("placement")[1]
    assert placement["batch"] == batch


def test_teachers_are_kept_and_found(window: MainWindow, ui: Ui, services: Services, settled: Wait) -> None:
    page = go(window, ui, settled, "teachers", TeachersPage)
    assert [row.name for row in page.list.model.rows] == ["张老师"]
    page.add()
    settled()
    page.form.binder.enter({"name": "罗老师", "staff_number": "T007"})
    assert page.form.save()
    settled()
    teacher = services.records.list("teacher", {"name": "罗老师"})[1][0]["id"]
    student, _ = services.records.put("student", {"name": "王芳", "student_number": "1"})
    enterprise, _ = services.records.put("enterprise", {"name": "甲厂"})
    values = {"student": student, "enterprise": enterprise, "start": "2026-01-05", "teacher": teacher}
    placement, _ = services.placements.place(values)
    assert [(row.name, row.students) for row in services.placements.teachers()] == [
        ("张老师", 0),
        ("罗老师", 1),
    ]
    ui.navigator.go("students")
    ui.navigator.show("teacher", teacher)
    settled()
    assert page.form.isVisible()
    page.form.discard()
    services.placements.delete_teacher(teacher)
    assert services.records.need("placement", placement)["teacher"] is None
    services.records.undo()
    assert services.records.need("placement", placement)["teacher"] == teacher
