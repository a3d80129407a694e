"""Phrases by F4 in the text boxes, and the page where they are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.settings.phrases import PhrasesPage
from fieldteacher.ui.screens.settings.screen import SettingsScreen
from fieldteacher.ui.screens.talks.screen import TalksScreen
from fieldteacher.ui.screens.visits.screen import VisitsScreen

Settled = Callable[[], None]


@pytest.fixture
def talks(people: People, window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> TalksScreen:
    """A talk with 张伟, begun; two phrases are there for talks and one for visits."""
    add = ui.services.phrases.add
    add("talk", "思想稳定，工作生活正常。")
    add("talk", "已提醒注意交通安全。")
    add("visit", "企业对学生总体满意。")
    ui.navigator.go("talks", do="new", student=people.zhang)
    settled()
    settled()
    assert isinstance(window.view, TalksScreen)
    return window.view


def test_two_keys_put_a_phrase_in(talks: TalksScreen, hands: Hands, services: Services) -> None:
    hands.write("想家。")
    hands.press("F4", "2")
    assert hands.at is talks.page.boxes["thoughts"]
    hands.press("Ctrl+S")
    assert hands.actions == 3
    assert services.records.list("talk")[1][-1]["thoughts"] == "想家。已提醒注意交通安全。"


def test_esc_closes_the_phrases_and_nothing_else(talks: TalksScreen, hands: Hands) -> None:
    hands.press("F4")
    popup = talks.page.phrases.popup
    assert popup is not None
    assert popup.isVisible()
    assert [popup.list.item(n).text() for n in range(popup.list.count())] == [
        "思想稳定，工作生活正常。", "已提醒注意交通安全。", "编辑常用语…",
    ]  # fmt: skip
    hands.press("Escape")
    assert not popup.isVisible()
    assert hands.at is talks.page.boxes["thoughts"]
    assert talks.page.isVisible()


def test_what_is_written_becomes_a_phrase(
    talks: TalksScreen, hands: Hands, services: Services, ui: Ui
) -> None:
    hands.write("想家，\n已安慰。")
    hands.press("F4", "3")
    assert [row["words"] for row in services.phrases.fitting("talk")][-1] == "想家， 已安慰。"
    assert ui.messages.toast_words == "已保存：新增常用语"


def test_a_visit_has_its_own(
    talks: TalksScreen, window: MainWindow, ui: Ui, hands: Hands, people: People, settled: Settled
) -> None:
    ui.navigator.go("visits", do="new", enterprise=people.chenyao)
    settled()
    settled()
    visits = window.view
    assert isinstance(visits, VisitsScreen)
    visits.page.headings.start()
    hands.press("F4", "1")
    assert visits.page.headings.boxes["training"].words == "企业对学生总体满意。"


@pytest.fixture
def page(talks: TalksScreen, window: MainWindow, hands: Hands, ui: Ui, settled: Settled) -> PhrasesPage:
    """The page in the settings, come to by the last line of the phrases."""
    hands.press("F4", "3")
    settled()
    assert isinstance(window.view, SettingsScreen)
    made = window.view.pages[window.view.section]
    assert isinstance(made, PhrasesPage)
    return made


def test_phrases_are_added_amended_moved_and_deleted(
    page: PhrasesPage, hands: Hands, services: Services, ui: Ui, settled: Settled
) -> None:
    rows = page.list.rows
    rows.setFocus()
    rows.set_current(0)
    hands.press("N")
    hands.write("心态平稳。")
    hands.press("Ctrl+S")
    settled()
    assert [row["words"] for row in services.phrases.fitting("talk")][-1] == "心态平稳。"
    assert rows.current_row().words == "心态平稳。"
    hands.press("Alt+Up", "Alt+Up")
    settled()
    assert services.phrases.fitting("talk")[0]["words"] == "心态平稳。"
    hands.press("F2")
    hands.write("整体")
    hands.press("Escape")
    settled()
    assert services.phrases.fitting("talk")[0]["words"] == "整体心态平稳。"
    page.list.setFocus()
    hands.press("Delete")
    settled()
    assert len(services.phrases.fitting("talk")) == 2
    assert page.list.model.total == 3
