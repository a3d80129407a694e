"""Photos on pages and cards: visits, incidents, students, papers."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton
from tests.pictures.photographs import photograph, png_bomb, scene
from tests.ui.hands import Hands
from tests.ui.people import People
from tests.ui.photos.offering import Wait, drop, names, offer, red_picture

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.visits.page import DRAFT, VisitPage


def test_photos_dropped_anywhere_on_a_visit_are_the_visits(
    page: VisitPage, window: MainWindow, ui: Ui, photo: Path, tmp_path: Path, settled: Wait
) -> None:
    box = next(iter(page.headings.boxes.values()))
    assert drop(box.viewport(), offer(photo))
    assert drop(page, offer(photograph(tmp_path / "b.jpg", scene(200, 300))))
    settled()
    assert names(page.photos) == ["车间.jpg", "b.jpg"]
    assert box.toPlainText() == ""
    place = ui.navigator.place
    assert place is not None
    assert place.screen == "visits"


def test_a_roster_dropped_on_a_visit_is_a_roster(
    page: VisitPage, window: MainWindow, ui: Ui, tmp_path: Path, settled: Wait
) -> None:
    file = tmp_path / "名单.csv"
    file.write_text("学号,姓名\n1,李明\n", encoding="utf-8")
    assert drop(page, offer(file))
    settled()
    assert page.photos.pending == []
    place = ui.navigator.place
    assert place is not None
    assert place.screen == "rosters"


def test_words_are_still_pasted_into_a_text_box(page: VisitPage, settled: Wait) -> None:
    box = next(iter(page.headings.boxes.values()))
    box.setFocus()
    QGuiApplication.clipboard().setText("words")
    QTest.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().setImage(red_picture())
    QTest.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert box.toPlainText() == "words"
    assert names(page.photos) == ["粘贴的图片.jpg"]
    QGuiApplication.clipboard().clear()


def test_a_visits_photos_survive_a_crash_and_are_saved_with_it(
    page: VisitPage,
    window: MainWindow,
    ui: Ui,
    services: Services,
    people: People,
    photo: Path,
    settled: Wait,
) -> None:
    page.photos.take(offer(photo))
    settled()
    page.drafts.keep()
    settled()
    (draft,) = [json.loads(content) for _, content in services.records.drafts(DRAFT)]
    assert [each["name"] for each in draft["photos"]] == ["车间.jpg"]
    again = VisitPage(ui)  # what a start after the crash makes
    again.start(people.chenyao)
    settled()
    assert names(again.photos) == ["车间.jpg"]
    again.save()
    settled()
    (visit,) = services.records.list("visit")[1]
    assert [row["name"] for row in services.attachments.of(visit["id"])] == ["车间.jpg"]
    assert services.records.drafts(DRAFT) == []
    again.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_saving_waits_for_photos_that_are_being_read(
    page: VisitPage, services: Services, photo: Path, settled: Wait
) -> None:
    page.photos.take(offer(photo))
    assert page.photos.busy
    page.save()
    assert services.records.count("visit") == 0
    settled()
    (visit,) = services.records.list("visit")[1]
    assert len(services.attachments.of(visit["id"])) == 1


def test_a_photo_taken_off_a_draft_comes_back(
    page: VisitPage, window: MainWindow, photo: Path, settled: Wait
) -> None:
    page.photos.take(offer(photo))
    settled()
    page.photos.album.remove(0)
    assert page.photos.pending == []
    toast = window._ui.messages._toast
    assert toast is not None
    toast.findChildren(QPushButton)[0].click()
    assert names(page.photos) == ["车间.jpg"]


def test_an_incidents_photos_are_saved_with_it(
    people: People, window: MainWindow, ui: Ui, services: Services, photo: Path, settled: Wait
) -> None:
    ui.navigator.go("incidents", do="new", student=people.zhang)
    settled()
    page = window.view.page  # type: ignore[union-attr]
    page.photos.take(offer(photo))
    page.kinds.choose("illness")
    page.save()
    settled()
    (incident,) = services.records.list("incident")[1]
    assert [row["name"] for row in services.attachments.of(incident["id"])] == ["车间.jpg"]


def test_what_was_refused_stays_said_when_the_card_is_read_again(
    people: People, window: MainWindow, ui: Ui, photo: Path, tmp_path: Path, settled: Wait
) -> None:
    ui.navigator.go("students", type="student", record=people.zhang)
    settled()
    strip = window.view._card_view._photos  # type: ignore[union-attr]
    assert drop(strip, offer(photo, png_bomb(tmp_path / "bomb.png")))
    settled()
    assert names(strip) == ["车间.jpg"]
    assert "bomb.png" in strip.banner.accessibleName()


def test_a_photo_becomes_the_students_portrait(
    people: People, window: MainWindow, ui: Ui, services: Services, photo: Path, settled: Wait
) -> None:
    (record,), _ = services.attachments.add(people.zhang, services.attachments.take_in([photo]).kept)
    ui.navigator.go("students", type="student", record=people.zhang)
    settled()
    card = window.view._card_view  # type: ignore[union-attr]
    assert card._portrait is None
    strip = card._photos
    strip.grid.setFocus()
    strip._menu(QPoint(-1, -1))  # as the menu key asks
    menu = strip.findChildren(QMenu)[0]
    next(action for action in menu.actions() if action.text() == "用作学生照片").trigger()
    menu.close()
    settled()
    settled()
    assert services.records.need("student", people.zhang)["photo"] == record
    assert card._portrait.isVisible()
    ui.navigator.go("students", type="student", record=people.wang)
    settled()
    assert not card._portrait.isVisible()


def test_scans_hang_on_their_paper(
    people: People, window: MainWindow, ui: Ui, services: Services, photo: Path, settled: Wait
) -> None:
    paper, _ = services.records.put(
        "paper", {"placement": people.placement, "kind": "consent", "signed_on": "2026-01-04"}
    )
    ui.navigator.go("papers")
    settled()
    ui.navigator.go("papers", do="paper", placement=people.placement)
    settled()
    card = window.view._card_view  # type: ignore[union-attr]
    assert card.strips == {}
    scan = next(
        each for each in card.findChildren(QToolButton) if each.accessibleName() == "知情同意书的扫描件"
    )
    scan.click()
    drop(card.strips[paper], offer(photo))
    settled()
    settled()
    (row,) = services.attachments.of(paper)
    assert services.records.need("paper", paper)["attachment"] == row["id"]
    assert names(card.strips[paper]) == ["车间.jpg"]


def test_a_photo_dropped_where_there_is_no_strip_is_not_taken_for_a_roster(
    window: MainWindow, ui: Ui, photo: Path, settled: Wait
) -> None:
    assert not drop(window, offer(photo))
    place = ui.navigator.place
    assert place is not None
    assert place.screen == "students"


def test_going_elsewhere_closes_the_large_view(
    people: People, window: MainWindow, ui: Ui, services: Services, photo: Path, settled: Wait, hands: Hands
) -> None:
    services.attachments.add(people.zhang, services.attachments.take_in([photo]).kept)
    ui.navigator.go("students", type="student", record=people.zhang)
    settled()
    strip = window.view._card_view._photos  # type: ignore[union-attr]
    for leave in (lambda: hands.press("Ctrl+F"), lambda: ui.navigator.go("enterprises")):
        strip.look_at(0)
        settled()
        assert strip.viewer.isVisible()
        leave()
        settled()
        assert not strip.viewer.isVisible()
