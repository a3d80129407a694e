"""Every screen with its parts and forms, in both languages: each control is named, and nothing is wider than its room."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from tests.conftest import HeldClock
from tests.ui.conftest import RESOURCES, Remembered, destroy

from fieldteacher.bootstrap import create_demo, open_services
from fieldteacher.domain.text import LANGUAGES, Language
from fieldteacher.services.app import Services
from fieldteacher.ui.application import make_ui, open_window
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens import SCREENS
from fieldteacher.ui.screens.settings.arrangement import SECTIONS
from fieldteacher.ui.tables.pane import TableView

CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QPlainTextEdit,
    QAbstractItemView,
    QAbstractSpinBox,
    QTabBar,
)
INSIDE = (QAbstractItemView, QComboBox, QAbstractSpinBox, QTabBar)
"""Controls whose own parts need no name."""
_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
SMALLEST = QSize(1280, 720)
"""What a screen of 1920 × 1080 has at 150 %."""
CLOCK = HeldClock(datetime(2026, 6, 15, 1, 0, tzinfo=UTC))
MORE: tuple[tuple[str, dict[str, Any]], ...] = (
    *(("daily", {"do": part}) for part in ("check", "absence", "journal", "education")),
    *(("evaluations", {"do": part}) for part in ("marks", "second", "summary")),
    *(("compliance", {"do": part}) for part in ("findings", "ratios", "rules")),
    *((screen, {"do": "new"}) for screen in ("visits", "talks", "promises", "incidents", "practice", "briefings")),
    *(("exchange", {"do": part}) for part in ("exchange", "conflicts", "duplicates", "history", "kept")),
    *(("settings", {"page": name}) for name, *_ in SECTIONS),
    ("practice", {"do": "propose"}),
)  # fmt: skip
"""Where to go besides the screens as they open."""
FORMS: tuple[tuple[str, str, str], ...] = (
    ("students", "student", "edit"), ("students", "student", "placement"), ("enterprises", "enterprise", "edit"),
    ("enterprises", "enterprise", "contact"), ("visits", "visit", "edit"), ("talks", "talk", "edit"),
    ("promises", "promise", "edit"), ("incidents", "incident", "edit"), ("practice", "practice_entry", "edit"),
)  # fmt: skip
"""Forms that a card opens."""


@pytest.fixture(scope="module")
def park(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("every") / "demo"
    create_demo(folder, students=60, teachers=1, seed=1, clock=CLOCK)
    return folder


@pytest.fixture(params=LANGUAGES)
def ui(request: pytest.FixtureRequest, qapp: object, park: Path) -> Iterator[Ui]:
    assert qapp
    language: Language = request.param
    interval, services = sys.getswitchinterval(), open_services(park, password=None, clock=CLOCK)
    made = make_ui(services, Remembered(), clock=CLOCK, resources=RESOURCES, language=language, theme="light")
    yield made
    made.runner.stop()
    services.close()
    sys.setswitchinterval(interval)


def test_every_control_is_named_and_nothing_is_too_wide(
    ui: Ui, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    window = open_window(ui, first="today")
    window.resize(1366, 768)
    settled()
    wrong: list[str] = []
    for place, arrive in _places(window, ui, ui.services, settled):
        arrive()
        settled()
        qtbot.wait(1)  # layouts
        assert window.view is not None
        found = [*_nameless(window), *_sideways(window), *_too_wide(window)]
        least = window.minimumSizeHint()
        if SMALLEST.expandedTo(least) != SMALLEST:
            found.append(f"asks for a window of {least.width()} × {least.height()}")
        wrong += (f"{place}: {what}" for what in found)
    destroy(window)
    assert wrong == []


def _places(
    window: MainWindow, ui: Ui, services: Services, settled: Callable[[], None]
) -> Iterator[tuple[str, Callable[[], object]]]:
    for screen, args in (*((each.id, {}) for each in SCREENS), *MORE):
        yield f"{screen} {args}", lambda s=screen, a=args: ui.navigator.go(s, **a)
    for screen, kind, wanted in FORMS:
        record = services.records.list(kind, limit=1)[1][0]["id"]

        def arrive(
            screen: str = screen, kind: str = kind, record: str = record, wanted: str = wanted
        ) -> None:
            view: Any = window.view
            view.back()
            settled()
            ui.navigator.go(screen, type=kind, record=record)
            settled()
            view = window.view
            view.do(wanted)

        yield f"{screen} {wanted}", arrive


def _nameless(window: QWidget) -> Iterator[str]:
    for kind in CONTROLS:
        for each in window.findChildren(kind):
            inside = isinstance(each.parentWidget(), INSIDE) or each.objectName().startswith("qt_")
            words = each.text() if isinstance(each, QAbstractButton) else ""
            if each.isVisible() and not inside and not (each.accessibleName() or words):
                yield f"{type(each).__name__} in {type(each.parentWidget()).__name__} has no name"


def _sideways(window: QWidget) -> Iterator[str]:
    """Lists of records; the preview of a file to import has as many columns as the file."""
    for table in window.findChildren(TableView):
        if table.isVisible() and table.rows.isVisible() and table.rows.horizontalScrollBar().maximum() > 0:
            yield f"{table.rows.accessibleName()} scrolls sideways"


def _too_wide(window: QWidget) -> Iterator[str]:
    for area in window.findChildren(QScrollArea):
        content, sideways = area.widget(), area.horizontalScrollBarPolicy() is not _NEVER
        if (
            area.isVisible()
            and not sideways
            and content is not None
            and content.width() > area.viewport().width()
        ):
            yield f"{content.width()} pixels in {area.viewport().width()}: {type(area.parentWidget()).__name__}"
