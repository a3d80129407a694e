"""What happened, in lines: paged, chosen by kind, each leading to its record."""

from __future__ import annotations

import pytest
from tests.ui.conftest import destroy

from fieldteacher.ui.context import Ui
from fieldteacher.ui.widgets.link import LinkRow
from fieldteacher.ui.widgets.timeline import Entry, Timeline


def _lines(timeline: Timeline) -> list[str]:
    rows = [timeline._lines.itemAt(n).widget() for n in range(timeline._lines.count())]  # type: ignore[union-attr]
    return [row.accessibleName() for row in rows if isinstance(row, LinkRow)]


@pytest.mark.usefixtures("qapp")
def test_a_thousand_entries_come_in_pages_and_by_kind(ui: Ui) -> None:
    opened: list[str] = []
    entries = [
        Entry(f"2026-03-{n % 28 + 1:02}", "谈话" if n % 2 else "走访", str(n), "flag", lambda n=n: opened.append(str(n)), "谈话" if n % 2 else "走访")
        for n in range(1000)
    ]  # fmt: skip
    timeline = Timeline(ui.theme, "更多", "还没有记录。")
    timeline.show_entries([*entries, Entry("2026-01-01", "事件", "起火", "flag", None, "事件")])
    assert len(_lines(timeline)) == 12
    assert timeline.more_button is not None
    assert timeline.more_button.text() == "更多 (989)"
    timeline.more_button.click()
    assert len(_lines(timeline)) == 60
    assert [chip.text() for chip in timeline.chips.values()] == ["走访 500", "谈话 500", "事件 1"]
    timeline.chips["事件"].click()
    assert _lines(timeline) == ["2026-01-01 事件 起火"]
    assert timeline.more_button is None
    timeline.show_entries(entries[:3])
    assert _lines(timeline) == []
    assert timeline.chips["事件"].text() == "事件 0"
    timeline.chips["事件"].click()
    assert len(_lines(timeline)) == 3
    row = timeline._lines.itemAt(1).widget()  # type: ignore[union-attr]
    assert isinstance(row, LinkRow)
    row.open()
    assert opened == ["1"]
    destroy(timeline)
