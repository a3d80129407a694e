"""A file dropped on the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldteacher.ui.dropping import FileDrop, OpenedFiles


def drop(target: QWidget, *urls: QUrl) -> bool:
    """Drop ``urls`` on ``target``; whether they were accepted."""
    data = QMimeData()
    data.setUrls(list(urls))
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), *how)
    QApplication.sendEvent(target, enter)
    event = QDropEvent(QPointF(5, 5), *how)
    QApplication.sendEvent(target, event)
    assert enter.isAccepted() == event.isAccepted()
    return event.isAccepted()


@pytest.fixture
def dropped(qtbot: QtBot) -> tuple[QWidget, list[Path]]:
    target, files = QWidget(), list[Path]()
    qtbot.addWidget(target)
    FileDrop(target, files.append)
    return target, files


def test_one_file_is_taken(dropped: tuple[QWidget, list[Path]], tmp_path: Path) -> None:
    target, files = dropped
    assert drop(target, QUrl.fromLocalFile(str(tmp_path / "名单.xlsx")))
    assert files == [tmp_path / "名单.xlsx"]


def test_several_files_words_and_addresses_are_not(
    dropped: tuple[QWidget, list[Path]], tmp_path: Path
) -> None:
    target, files = dropped
    one, other = (QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.xlsx", "b.xlsx"))
    assert not drop(target, one, other)
    assert not drop(target, QUrl("https://example.org/list.xlsx"))
    assert not drop(target)
    assert files == []


def test_a_file_that_macos_wants_opened_is_taken(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    window, files = QWidget(), list[Path]()
    qtbot.addWidget(window)
    opened = OpenedFiles(window, files.append)
    qapp.installEventFilter(opened)
    try:
        QApplication.sendEvent(qapp, QFileOpenEvent(str(tmp_path / "p.ftpkg")))
        QApplication.sendEvent(qapp, QFileOpenEvent(QUrl("https://example.org/p.ftpkg")))
    finally:
        qapp.removeEventFilter(opened)
    assert files == [tmp_path / "p.ftpkg"]
