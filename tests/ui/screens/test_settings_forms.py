"""The settings of forms: the logo, and the folder of templates with what is wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.ui.conftest import destroy
from tests.ui.picking import Picked

from fieldteacher.services.app import Services
from fieldteacher.ui.application import open_window
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.settings import SCREEN
from fieldteacher.ui.screens.settings.forms import FormsPage
from fieldteacher.ui.screens.settings.screen import SettingsScreen


@pytest.fixture
def page(qtbot: QtBot, ui: Ui, settled: Callable[[], None]) -> Iterator[FormsPage]:
    window = open_window(ui, (SCREEN,), first="settings")
    qtbot.waitExposed(window)
    ui.navigator.go("settings", page="forms")
    settled()
    assert isinstance(window.view, SettingsScreen)
    shown = window.view.pages["forms"]
    assert isinstance(shown, FormsPage)
    yield shown
    settled()
    destroy(window)


def told(page: FormsPage) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel))


def test_a_logo_is_chosen_changed_and_given_up(
    ui: Ui, services: Services, settled: Callable[[], None], tmp_path: Path, page: FormsPage
) -> None:
    Image.new("RGB", (200, 100), "red").save(tmp_path / "logo.png")
    (tmp_path / "no.txt").write_text("no picture")
    ui.picker = Picked(tmp_path / "logo.png")
    page.choose_button.click()
    settled()
    if services.settings.college() is None:
        assert "校名" in page.banner.words
        services.settings.set_college({"name": "示例学院"})
        page.choose_button.click()
        settled()
    assert not page.logo.pixmap().isNull()
    assert page.logo.pixmap().width() == 72
    assert services.printing.forms.logo()
    page.choose_button.click()
    settled()
    assert services.records.list("attachment")[0] == 1
    ui.picker = Picked(tmp_path / "no.txt")
    page.choose_button.click()
    settled()
    assert "no.txt" in page.banner.words
    page.clear_button.click()
    settled()
    assert services.printing.forms.logo() is None
    assert services.records.list("attachment")[0] == 0


def test_the_folder_its_examples_and_a_mistake(
    services: Services, settled: Callable[[], None], page: FormsPage
) -> None:
    folder = services.printing.templates.path
    assert folder is not None
    assert str(folder) in told(page)
    assert "还没有模板" in told(page)
    page.examples_button.click()
    settled()
    assert (folder / "范例" / "roster.toml").is_file()
    (folder / "范例" / "visit.toml").rename(folder / "visit.toml")
    (folder / "wrong.toml").write_text("format = 2", encoding="utf-8")
    page.load()
    settled()
    assert "visit.toml：更改“走访记录表”" in told(page)
    assert "表单模板 wrong.toml 不能用：format 应为 1。" in told(page)
