"""Photos by drop, paste, button and folder; looked at, described, taken away; never lost on the way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.pictures.photographs import photograph, png_bomb, scene
from tests.ui.hands import Hands
from tests.ui.people import People
from tests.ui.photos.offering import Wait, drop, names, offer, red_picture
from tests.ui.picking import Picked

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.photos.strip import PhotoStrip


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
    for _ in range(9):  # Tab goes round within the view
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert viewer.isAncestorOf(QApplication.focusWidget())
    at.setFocus()
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


def test_reading_can_be_stopped_and_nothing_is_added(
    strip: PhotoStrip, ui: Ui, services: Services, people: People, tmp_path: Path, settled: Wait
) -> None:
    photos = [photograph(tmp_path / f"{n}.jpg", scene(3000 + n, 2000)) for n in range(8)]
    strip.take(offer(*photos))
    assert strip.busy
    (job,) = ui.runner.jobs
    job.cancel()
    settled()
    assert not strip.busy
    assert strip.album.items == []
    assert services.attachments.of(people.chenyao) == []
