"""From print to store on the demo park: forms printed, filled in, photographed, really read, checked in the window, saved."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from tests.conftest import HeldClock
from tests.services.filled_forms import fill, photograph, print_blank
from tests.ui.hands import Hands
from tests.ui.picking import Picked

from fieldteacher.bootstrap import create_demo, open_services
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.services.app import Services
from fieldteacher.services.evaluations import evaluation_id
from fieldteacher.services.printing import PrintJob
from fieldteacher.services.sheets import score_id
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.sheets.screen import SheetsScreen

PLAIN = (0, 1, 1, 0, 2, 1, 0, 1, 1)


@pytest.fixture(scope="module")
def made_park(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("park") / "store"
    create_demo(folder, students=60, teachers=1, seed=1, clock=HeldClock())
    return folder


@pytest.fixture
def services(made_park: Path, tmp_path: Path, clock: Clock) -> Iterator[Services]:
    """A copy of the demo park."""
    made = open_services(Path(shutil.copytree(made_park, tmp_path / "store")), password=None, clock=clock)
    yield made
    made.close()


def unmarked(services: Services, scheme: SchemeSpec) -> str:
    """An enterprise of several students of whom no final mark is there."""
    rows = services.evaluations.grid(scheme.id).rows
    firms: dict[str, list[bool]] = {}
    for row in rows:
        firms.setdefault(row.who.enterprise, []).append("enterprise" in row.sheets)
    return next(firm for firm, begun in firms.items() if not any(begun) and len(begun) >= 4)


def filled_photos(job: PrintJob, forms: Path, photos: Path, scheme: SchemeSpec) -> None:
    """A plain one; one with two ticks in a row, upside down; one with a row left empty; one that is no form."""
    photos.mkdir()
    files = [forms / f"{page.form_number}.pdf" for page in job.pages]
    photograph(fill(files[0], scheme, PLAIN, 84, 11), photos / "IMG_9.jpg", 11)
    two = (0, (1, 3), *PLAIN[2:])
    photograph(fill(files[1], scheme, two, None, 12), photos / "IMG_10.jpg", 12, turn=180.0, tilt=14.0)
    photograph(fill(files[2], scheme, (None, *PLAIN[1:]), 84, 13), photos / "IMG_11.jpg", 13, turn=90.0)
    QImage(800, 600, QImage.Format.Format_RGB32).save(str(photos / "IMG_12.jpg"))


def test_forms_go_from_the_printer_to_the_store_through_the_window(
    services: Services, ui: Ui, hands: Hands, window: MainWindow, settled: Callable[[], None], tmp_path: Path
) -> None:
    scheme = services.schemes.default()
    assert scheme is not None
    job, _ = print_blank(services, tmp_path / "forms", unmarked(services, scheme))
    filled_photos(job, tmp_path / "forms", tmp_path / "photos", scheme)
    ui.picker = Picked(tmp_path / "photos")
    ui.navigator.go("sheets")
    view = window.view
    assert isinstance(view, SheetsScreen)
    hands.actions = 0
    hands.press("Tab", "Return")  # a folder
    assert [each.state for each in view.pile.checked] == ["ready", "doubtful", "doubtful", "refused"]
    who = [person.placement for person in job.people]
    assert [each.form and each.form.who.placement for each in view.pile.checked[:3]] == who[:3]
    assert len(view.pile.missing) == len(who) - 3
    assert view.bench.card.title.text() == scheme.of("enterprise")[1].name
    assert view.bench.card.cut.isVisible()
    hands.press("2")  # the second band was meant
    assert view.bench.card.title.text() == scheme.of("enterprise")[0].name
    hands.press("1", "Ctrl+Return")
    assert hands.actions == 5
    assert [each.state for each in view.pile.checked] == ["saved", "saved", "saved", "refused"]

    def marks(student: int) -> list[int | None]:
        evaluation = evaluation_id(who[student], scheme.id, "final", "enterprise")
        rows = [services.records.get("score", score_id(evaluation, c.id)) for c in scheme.of("enterprise")]
        return [row["tenths"] if row and not row["deleted"] else None for row in rows]

    assert sum(mark or 0 for mark in marks(0)) == 840
    assert marks(1) == [95, 85, 85, 95, 150, 85, 95, 85, 85]
    assert sum(mark or 0 for mark in marks(2)) == 840
    for student in range(3):
        evaluation = evaluation_id(who[student], scheme.id, "final", "enterprise")
        (hung,) = services.attachments.of(evaluation)
        assert services.records.need("evaluation", evaluation)["sheet"] == hung["id"]
        page = QImage.fromData(services.attachments.content(hung["sha256"]))
        assert page.height() > page.width() > 800
    hands.press("Ctrl+Z")
    assert [marks(student) for student in range(3)] == [[None] * 9] * 3
    assert [each.state for each in view.pile.checked] == ["ready", "ready", "ready", "refused"]


def test_reading_can_be_stopped_and_what_was_read_stays(
    services: Services, ui: Ui, hands: Hands, window: MainWindow, settled: Callable[[], None], tmp_path: Path
) -> None:
    scheme = services.schemes.default()
    assert scheme is not None
    job, _ = print_blank(services, tmp_path / "forms", unmarked(services, scheme))
    page = fill(tmp_path / "forms" / f"{job.pages[0].form_number}.pdf", scheme, PLAIN, 84, 11)
    photos = [photograph(page, tmp_path / f"IMG_{n}.jpg", n) for n in range(3)]
    ui.navigator.go("sheets")
    view = window.view
    assert isinstance(view, SheetsScreen)
    view.taking.take(photos * 10)
    view.back()  # Esc
    assert view.taking.job is not None
    settled()
    assert view.taking.job is None
    assert len(view.pile.checked) < 3
    assert not view.strip.isVisible()
