from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.domain.steps import Action, Step
from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.daily.education import EducationPart
from fieldteacher.ui.screens.daily.screen import DailyScreen
from fieldteacher.ui.steps import take
from fieldteacher.ui.widgets.chip import Chip

Settled = Callable[[], None]


@pytest.fixture
def batch(people: People, services: Services) -> str:
    made, _ = services.records.put("batch", {"name": "2026届春季"})
    services.placements.place(
        {"student": people.wang, "enterprise": people.bolan, "start": "2026-01-05", "batch": made}
    )
    return made


@pytest.fixture
def part(batch: str, window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> EducationPart:
    assert batch
    ui.navigator.go("daily")
    settled()
    hands.press("Alt+4")
    assert isinstance(window.view, DailyScreen)
    assert isinstance(window.view.part, EducationPart)
    hands.actions = 0
    return window.view.part


def _chips(part: EducationPart) -> list[str]:
    strip = part.coverage.itemAt(0).widget()  # type: ignore[union-attr]
    assert strip is not None
    return [each.accessibleName() for each in strip.findChildren(Chip)]


def test_what_was_never_held_stands_above(part: EducationPart) -> None:
    assert _chips(part) == [
        "思想政治 未开展",
        "安全生产 未开展",
        "道德法纪 未开展",
        "心理健康 未开展",
    ]


def test_one_is_recorded_by_the_keyboard(
    part: EducationPart, hands: Hands, services: Services, batch: str
) -> None:
    part.setFocus()
    part.table.finder.setFocus()
    part.new()
    hands._settled()
    hands.press("2", "Ctrl+S")
    [held] = services.records.list("education")[1]
    assert (held["kind"], held["held_on"], held["batch"], held["held_by"]) == (
        "safety",
        "2026-03-16",
        batch,
        "张老师",
    )
    assert _chips(part)[1] == "安全生产 本周"


def test_a_step_opens_the_form_for_a_batch_and_kind(
    part: EducationPart, ui: Ui, settled: Settled, services: Services, batch: str
) -> None:
    take(ui.navigator, Step(Action.EDUCATION, batch, "mental"))
    settled()
    assert part.form is not None
    part.form.binder.enter({"topic": "适应新环境"})
    part.form.save()
    settled()
    [held] = services.records.list("education")[1]
    assert (held["kind"], held["batch"], held["topic"]) == ("mental", batch, "适应新环境")
    assert part.card is not None
    assert part.card.whom == "2026届春季"


def test_without_anybody_it_says_so(
    part: EducationPart, settled: Settled, services: Services, batch: str
) -> None:
    part.new()
    settled()
    assert part.form is not None
    part.form.binder.enter({"kind": "law", "batch": None})
    part.form.save()
    settled()
    assert part.form is not None
    assert part.form.binder.problem("batch") == "请选择批次、企业或学生。"
    part.form.discard()
