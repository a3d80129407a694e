"""Editors with a small world around them: two enterprises to refer to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from tests.ui.conftest import RESOURCES

from fieldteacher.ui.forms.editor import Surroundings
from fieldteacher.ui.tasks import Runner
from fieldteacher.ui.theme import Theme

ENTERPRISES = {"e1": "晨曜电子", "e2": "博澜半导体"}


@pytest.fixture
def around(qapp: QApplication, runner: Runner) -> Iterator[Surroundings]:
    """Chinese, light, 16 March 2026."""
    theme = Theme(qapp, RESOURCES, "light")
    yield Surroundings(
        theme=theme,
        language="zh_CN",
        today=date(2026, 3, 16),
        runner=runner,
        find=lambda types, typed: [(record, name) for record, name in ENTERPRISES.items() if typed in name],
        titles=lambda types, ids: {record: ENTERPRISES[record] for record in ids if record in ENTERPRISES},
    )
    theme.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
