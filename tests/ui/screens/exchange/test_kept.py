"""What came and cannot be shown is kept, listed with a sentence, and named with its station where two stations differ."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.screens.exchange.conftest import part_of

from fieldteacher.domain.exchange import Arrival, SharedChange
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.store import peers
from fieldteacher.store.fold import PACKAGE
from fieldteacher.store.merging import merge
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.exchange.kept_part import KeptPart

Settled = Callable[[], None]
LABEL = Text("导入", "take in")


@pytest.fixture
def student(services: Services) -> str:
    """A student about whom a device of another version sent a day that is none, and two things not known here."""
    student, _ = services.records.put("student", {"name": "张伟", "student_number": "1"})
    fields = {"birth_date": "yesterday", "shoe_size": 42, "locker": "A-1"}
    changes = [
        SharedChange("d" * 16, n, 1_800_000_000_000, True, "student", student, field, value, (), f"student:{student}", "李老师")
        for n, (field, value) in enumerate(fields.items(), 1)
    ]  # fmt: skip
    arrival = Arrival(package="p", device="d" * 16, sign_key="e" * 64, serial=1, created_ms=0, label=LABEL)
    with services.store.write(LABEL, purpose=PACKAGE) as txn:
        merge(txn, arrival, changes)
        peers.note_differing(txn, "e" * 64, [f"student:{student}"], [f"student:{student}"])
    return student


def test_each_is_listed_with_a_sentence(
    student: str, services: Services, window: MainWindow, ui: Ui, settled: Settled
) -> None:
    part = part_of(KeptPart, window, ui, settled, do="kept")
    found = {(row.state, row.field): row for row in part.table.model.rows}
    assert set(found) == {
        ("rejected", "出生日期"),
        ("unknown", "shoe_size"),
        ("unknown", "locker"),
        ("differs", ""),
    }
    assert found["rejected", "出生日期"].title == found["differs", ""].title == "张伟"
    assert "更新本机程序" in found["unknown", "shoe_size"].words
    assert services.conflicts.count_kept() == 4
    assert "4" in window.view.tabs["kept"].text()  # type: ignore[union-attr]
    part.table.opened.emit(found["rejected", "出生日期"])
    settled()
    assert window.view is not None
    assert window.view.accessibleName() == "学生"


def test_a_later_package_that_agrees_ends_the_difference(student: str, services: Services) -> None:
    dossier = f"student:{student}"
    with services.store.write(LABEL) as txn:
        peers.note_differing(txn, "e" * 64, ["student:other"], [])
    assert peers.differing(services.store.read()) == [("", dossier)]
    with services.store.write(LABEL) as txn:
        peers.note_differing(txn, "e" * 64, [dossier], [])
    assert peers.differing(services.store.read()) == []
