"""Photos by drop, paste, button and folder; looked at, described, taken away; never lost on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from tests.pictures.photographs import photograph, png_bomb, scene
from tests.ui.hands import Hands
from tests.ui.people import People
from tests.ui.picking import Picked

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.photos.strip import PhotoStrip
from fieldteacher.ui.screens.visits.page import DRAFT, VisitPage
from fieldteacher.ui.screens.visits.screen import VisitsScreen

Wait = Callable[[], None]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return photograph(tmp_path / "车间.jpg")


@pytest.fixture
def strip(qtbot: QtBot, ui: Ui, window: MainWindow, people: People, settled: Wait) -> PhotoStrip:
    """A strip on an enterprise's record, in a window of its own."""
    made = PhotoStrip(ui)
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    made.show_owner(people.chenyao)
    settled()
    return made


@pytest.fixture
def page(window: MainWindow, ui: Ui, people: People, settled: Wait) -> VisitPage:
    """A new visit of the first enterprise."""
    ui.navigator.go("visits", do="new", enterprise=people.chenyao)
    settled()
    assert isinstance(window.view, VisitsScreen)
    return window.view.page


def offer(*files: Path, picture: QImage | None = None) -> QMimeData:
    data = QMimeData()
    if files:
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    if picture is not None:
        data.setImageData(picture)
    return data


def drop(target: QWidget, data: QMimeData) -> bool:
    """Drag onto ``target`` and let go, as Qt does it: whoever does not accept passes it on to the parent."""
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    asked: QWidget | None = target
    while asked is not None:
        if asked.acceptDrops():
            enter = QDragEnterEvent(QPoint(5, 5), *how)
            enter.ignore()
            QApplication.sendEvent(asked, enter)
            if enter.isAccepted():
                QApplication.sendEvent(asked, QDropEvent(QPointF(5, 5), *how))
                return True
        asked = asked.parentWidget()
    return False


def red_picture() -> QImage:
    picture = QImage(300, 200, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    return picture


def names(strip: PhotoStrip) -> list[str]:
    return [str(item["name"]) for item in strip.album.items]


def test_photos_dropped_on_a_card_are_saved_and_bad_ones_named(
    strip: PhotoStrip, services: Services, people: People, photo: Path, tmp_path: Path, settled: Wait
) -> None:
    assert drop(strip, offer(photo, png_bomb(tmp_path / "炸弹.png")))
    settled()
    assert names(strip) == ["车间.jpg"]
    assert [row["name"] for row in services.attachments.of(people.chenyao)] == ["车间.jpg"]
    assert strip.banner.isVisible()
    assert "炸弹.png" in strip.banner.accessibleName()
    assert strip.grid.isVisible()


def test_a_screenshot_is_pasted(strip: PhotoStrip, settled: Wait) -> None:
    QGuiApplication.clipboard().setImage(red_picture())
    strip.add_button.setFocus()
    QTest.keyClick(strip.add_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert names(strip) == ["粘贴的图片.jpg"]
    QGuiApplication.clipboard().clear()


def test_files_are_pasted_and_a_folder_is_added(
    strip: PhotoStrip, ui: Ui, photo: Path, tmp_path: Path, settled: Wait
) -> None:
    QGuiApplication.clipboard().setMimeData(offer(photo))
    strip.paste()
    settled()
    (tmp_path / "更多").mkdir()
    photograph(tmp_path / "更多" / "c.jpg", scene(300, 200))
    ui.picker = Picked(tmp_path / "更多")
    strip.folder_button.click()
    settled()
    ui.picker = Picked(photo)
    strip.add_button.click()  # it is there already
    settled()
    assert names(strip) == ["车间.jpg", "c.jpg"]
    QGuiApplication.clipboard().clear()


def test_the_large_view_is_worked_by_keys(
    strip: PhotoStrip, services: Services, people: People, tmp_path: Path, settled: Wait, qtbot: QtBot
) -> None:
    for number in range(3):
        photograph(tmp_path / f"{number}.jpg", scene(300 + 10 * number, 200))
    strip.take(offer(*(tmp_path / f"{number}.jpg" for number in range(3))))
    settled()
    strip.activateWindow()
    strip.grid.setFocus()
    strip.grid.choose(0)
    QTest.keyClick(strip.grid, Qt.Key.Key_Return)
    settled()
    viewer = strip.viewer
    assert viewer is not None
    assert viewer.isVisible()
    assert viewer.geometry() == strip.rect()
    assert viewer._name.text() == "0.jpg"
    at = viewer._picture
    assert not at._pixmap.isNull()
    QTest.keyClick(at, Qt.Key.Key_Right)
    settled()
    assert viewer._name.text() == "1.jpg"
    QTest.keyClick(at, Qt.Key.Key_Left)
    QTest.keyClick(at, Qt.Key.Key_Left)
    settled()
    assert viewer._name.text() == "2.jpg"
    viewer.caption.setFocus()
    QTest.keyClicks(viewer.caption, "gate")
    QTest.keyClick(viewer.caption, Qt.Key.Key_Return)
    settled()
    assert [row["caption"] for row in services.attachments.of(people.chenyao)] == [None, None, "gate"]
    QTest.keyClick(at, Qt.Key.Key_Delete)
    settled()
    assert names(strip) == ["0.jpg", "1.jpg"]
    assert viewer._name.text() == "1.jpg"
    QTest.keyClick(at, Qt.Key.Key_Escape)
    assert not viewer.isVisible()
    services.records.undo()
    assert len(services.attachments.of(people.chenyao)) == 3


def test_delete_and_f2_on_a_tile_are_for_the_photo(
    people: People, window: MainWindow, ui: Ui, services: Services, photo: Path, settled: Wait, hands: Hands
) -> None:
    services.attachments.add(people.zhang, services.attachments.take_in([photo]).kept)
    ui.navigator.go("students", type="student", record=people.zhang)
    settled()
    strip = window.view._card_view._photos  # type: ignore[union-attr]
    settled()
    strip.grid.setFocus()
    hands.press("F2")
    assert strip.viewer.isVisible()
    assert strip.viewer.caption.hasFocus()
    hands.press("Escape", "Escape")
    assert not strip.viewer.isVisible()
    assert strip.grid.hasFocus()
    hands.press("Delete")
    assert services.attachments.of(people.zhang) == []
    assert services.records.need("student", people.zhang)
    hands.press("Ctrl+Z")
    assert len(services.attachments.of(people.zhang)) == 1


def test_tiles_have_names_for_those_who_hear_them(strip: PhotoStrip, photo: Path, settled: Wait) -> None:
    strip.take(offer(photo))
    settled()
    index = strip.grid.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "1/1：车间.jpg 2026-03-10 14:05"
    for each in strip.inputs():
        assert each.accessibleName() or each.text()  # type: ignore[attr-defined]


def test_a_copy_is_saved(strip: PhotoStrip, ui: Ui, photo: Path, tmp_path: Path, settled: Wait) -> None:
    strip.take(offer(photo))
    settled()
    ui.picker = Picked(tmp_path / "out.jpg")
    strip.save_copy(0)
    settled()
    assert (tmp_path / "out.jpg").stat().st_size == strip.album.items[0]["size"]


def test_a_content_that_is_not_here_is_said(
    strip: PhotoStrip, services: Services, people: People, settled: Wait
) -> None:
    services.records.put(
        "attachment",
        {"owner": people.bolan, "sha256": "0" * 64, "media_type": "image/jpeg", "name": "a.jpg"},
    )
    strip.show_owner(people.bolan)
    settled()
    strip.grid.grab()
    settled()
    assert strip.grid._thumbnails.lost("0" * 64)
    strip.look_at(0)
    settled()
    assert strip.viewer is not None
    assert "内容" in strip.viewer._picture._words


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
