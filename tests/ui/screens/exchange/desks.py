"""Several people, each at the window of a store of their own, who share a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.ui.conftest import RESOURCES, Remembered, destroy

from fieldteacher.domain.clock import Clock
from fieldteacher.services.app import Services
from fieldteacher.ui.application import make_ui, open_window
from fieldteacher.ui.inbox import FOLDER
from fieldteacher.ui.screens.exchange.conflicts_part import ConflictsPart
from fieldteacher.ui.screens.exchange.exchange_part import ExchangePart
from fieldteacher.ui.screens.exchange.screen import ExchangeScreen
from fieldteacher.ui.widgets.link import LinkRow

_MOST = 12


class Desk:
    """A person at a window, who works by clicks and keys."""

    def __init__(self, services: Services, clock: Clock, shared: Path, qtbot: QtBot) -> None:
        self.services = services
        services.settings.set(FOLDER, str(shared))
        self._qtbot = qtbot
        self.ui = make_ui(
            services, Remembered(), clock=clock, resources=RESOURCES, language="zh_CN", theme="light"
        )
        self.window = open_window(self.ui, first="students")
        self.window.resize(1366, 768)
        self.settled()
        self.chosen: list[str] = []
        """The fields of the conflicts that this person settled."""

    def send(self) -> None:
        """Write packages for all stations into the shared folder."""
        home = self._exchange().home
        self._click(home.all_button if home.all_button.isVisible() else home.export_button)
        assert "已写给" in home.banner.words, home.banner.words

    def take(self) -> int:
        """Take in every package that waits, one by one after its preview; returns how many.

        One of a computer that the college has not told of yet is refused in a sentence, and waits.
        """
        part, taken = self._exchange(), 0
        while self.ui.inbox.state.waiting:
            self._qtbot.waitUntil(
                lambda: any(row.isVisible() for row in part.home.findChildren(LinkRow)), timeout=20_000
            )
            self._click(next(row for row in part.home.findChildren(LinkRow) if row.isVisible()))
            if part.preview.isHidden():
                assert "不认识" in part.home.banner.words, part.home.banner.words
                break
            self._click(part.preview.take_button)
            taken += 1
            assert taken < _MOST, [each.file.name for each in self.ui.inbox.state.waiting]
        return taken

    def settle(self, field: str, key: str) -> None:
        """Settle the conflict of a field (its label) by one key."""
        part = self._part("conflicts")
        assert isinstance(part, ConflictsPart)
        line = next(row for row in part.table.model.rows if row.label == field)
        part.table.select(line.id)
        self.settled()
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow, timeout=20_000)
        part.table.rows.setFocus()
        QTest.keyClick(part.table.rows, getattr(Qt.Key, f"Key_{key}"))
        self.settled()
        assert line.id not in {row.id for row in part.table.model.rows}
        self.chosen.append(field)

    def conflicts(self) -> set[str]:
        """The labels of the fields that wait here."""
        part = self._part("conflicts")
        assert isinstance(part, ConflictsPart)
        return {row.label for row in part.table.model.rows}

    def put(self, kind: str, record: str | None = None, **values: Any) -> str:
        """Save values of a record; returns its id."""
        return self.services.records.put(kind, values, record=record)[0]

    def value(self, kind: str, record: str, field: str) -> Any:
        """What a field shows; ``None`` where the record is not here."""
        row = self.services.records.get(kind, record)
        return None if row is None else row[field]

    def settled(self) -> None:
        """Wait until nothing is under way."""
        self._qtbot.waitUntil(lambda: not self.ui.runner.busy and not self.ui.inbox.looking, timeout=20_000)

    def leave(self) -> None:
        """Close the window."""
        self.settled()
        destroy(self.window)
        self.ui.theme.deleteLater()

    def _exchange(self) -> ExchangePart:
        part = self._part("exchange")
        assert isinstance(part, ExchangePart)
        part.reload()
        self.ui.inbox.look()
        self.settled()
        return part

    def _part(self, name: str) -> QWidget:
        self.ui.navigator.go("exchange", do=name)
        self.settled()
        assert isinstance(self.window.view, ExchangeScreen)
        return self.window.view.part

    def _click(self, target: QWidget) -> None:
        assert target.isVisible()
        assert target.isEnabled()
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        self.settled()
