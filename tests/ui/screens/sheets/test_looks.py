"""The screen with a pile on it: every control is named, and nothing is wider than its room, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.services.marks import mark
from tests.services.park import Park
from tests.services.readings import Reader, issue, reading, refused
from tests.ui.screens.sheets.conftest import picture
from tests.ui.screens.test_every_screen import SMALLEST, _nameless, _too_wide

from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.domain.text import LANGUAGES
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.sheets.screen import SheetsScreen


def test_every_sheet_fits_in_both_languages(
    park: Park, scheme: SchemeSpec, reader: Reader, window: MainWindow, ui: Ui, settled: Callable[[], None]
) -> None:
    mark(park, scheme, 200, 300, student=1)
    numbers = [issue(park, scheme, n, number=n + 1) for n in range(3)]
    faint = reading(numbers[0], (0, 1), 89, doubtful={"c2": ("doubtful", "other_style")})
    reader.readings = [
        replace(faint, picture=picture(250), scale=1.0), replace(reading(numbers[1], (0, 1)), picture=picture(240), scale=1.0),
        refused("boxes_not_found"),
    ]  # fmt: skip
    services = park.services
    services.sheets.add([Path("x")])
    wrong: list[str] = []
    for language in LANGUAGES:
        ui.choose_language(language)
        ui.navigator.go("sheets", again=language)
        settled()
        window.resize(SMALLEST)
        view = window.view
        assert isinstance(view, SheetsScreen)
        for _ in view.pile.checked:
            settled()
            wrong += (f"{language}: {what}" for what in (*_nameless(window), *_too_wide(window)))
            assert SMALLEST.expandedTo(window.minimumSizeHint()) == SMALLEST
            assert view.bench.marks.horizontalScrollBar().maximum() == 0
            assert view.side.list.horizontalScrollBar().maximum() == 0
            view._turn(1)
    assert wrong == []
