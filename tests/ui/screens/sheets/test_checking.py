"""Checking a pile in the window: by keyboard, key by key; nothing doubtful is saved unseen; all of it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.services.marks import mark
from tests.services.park import Park
from tests.services.readings import Reader, issue, reading, refused
from tests.ui.hands import Hands
from tests.ui.picking import Picked
from tests.ui.screens.sheets.conftest import picture

from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.domain.sheet_readings import SheetReading
from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.sheets.screen import SheetsScreen

Wait = Callable[[], None]


def marks(park: Park, scheme: SchemeSpec) -> list[list[int]]:
    grid = park.services.evaluations.grid(scheme.id)
    return [[row.marks[c.id] for c in scheme.criteria if c.id in row.marks] for row in grid.rows]


def seen(each: SheetReading, shade: int) -> SheetReading:
    return replace(each, picture=picture(shade), scale=1.0)


def pile(park: Park, scheme: SchemeSpec, reader: Reader) -> None:
    """A plain sheet; one with a faint row and a blank one; one with a total that cannot be."""
    numbers = [issue(park, scheme, n, number=n + 1) for n in range(3)]
    asked = {"c1": ("doubtful", "faint"), "c2": ("blank", "blank")}
    reader.readings = [
        seen(reading(numbers[0], (0, 1), 89), 250),
        seen(reading(numbers[1], (1, None), doubtful=asked), 240),  # type: ignore[arg-type]
        seen(reading(numbers[2], (0, 0), 20), 230),
    ]


def come(window: MainWindow, ui: Ui, settled: Wait) -> SheetsScreen:
    ui.navigator.go("sheets")
    settled()
    view = window.view
    assert isinstance(view, SheetsScreen)
    return view


def read(view: SheetsScreen, settled: Wait) -> None:
    view.take([Path("x")])
    settled()


def test_a_pile_is_found_read_checked_saved_and_taken_back_with_seven_keys(
    park: Park, scheme: SchemeSpec, reader: Reader, picked: Picked, hands: Hands, window: MainWindow, ui: Ui, settled: Wait
) -> None:  # fmt: skip
    pile(park, scheme, reader)
    hands.press("Ctrl+K")
    hands.write("识读")
    hands.press("Return")  # the first hit is the screen
    view = window.view
    assert isinstance(view, SheetsScreen)
    hands.press("Return")  # choose files
    assert picked.asked == 1
    settled()
    assert [each.state for each in view.pile.checked] == ["ready", "doubtful", "doubtful"]
    assert view.bench.card.title.text() == "纪律", "the first question is on show"
    hands.press("Return")  # the proposal of the faint row is right
    assert view.bench.card.title.text() == "技能"
    hands.press("3")  # the blank row: the third band
    assert "总评分 20" in view.bench.card.title.text()
    hands.press("1")  # the ticks stand
    assert [each.state for each in view.pile.checked] == ["ready"] * 3
    assert marks(park, scheme) == [[], [], []], "nothing is saved before it is asked for"
    hands.press("Ctrl+Return")
    assert hands.actions == 7
    assert marks(park, scheme)[1:] == [[340, 420], [380, 570]]
    assert sum(marks(park, scheme)[0]) == 890
    assert park.services.records.count("attachment") == 3
    hands.press("Ctrl+Z")
    assert marks(park, scheme) == [[], [], []]
    assert [each.state for each in view.pile.checked] == ["ready"] * 3


def test_a_decision_is_undone_before_a_save_is(
    park: Park, scheme: SchemeSpec, reader: Reader, hands: Hands, window: MainWindow, ui: Ui, settled: Wait
) -> None:
    pile(park, scheme, reader)
    view = come(window, ui, settled)
    read(view, settled)
    view.bench.focus()
    saves = len(park.services.records.last_saves())
    hands.press("2", "4")
    assert view.pile.checked[1].state == "ready"
    hands.press("Ctrl+Z")
    assert [q.row for q in view.pile.checked[1].questions] == ["c2"]
    assert view.bench.card.title.text() == "技能"
    hands.press("Ctrl+Z")
    assert [q.row for q in view.pile.checked[1].questions] == ["c1", "c2"]
    hands.press("2")
    view.side.list.setFocus()
    hands.press("Ctrl+Z")
    assert [q.row for q in view.pile.checked[1].questions] == ["c1", "c2"], "wherever the keyboard is"
    assert len(park.services.records.last_saves()) == saves


def test_any_row_can_be_set_right_by_arrows_and_digits(
    park: Park, scheme: SchemeSpec, reader: Reader, hands: Hands, window: MainWindow, ui: Ui, settled: Wait
) -> None:
    pile(park, scheme, reader)
    view = come(window, ui, settled)
    read(view, settled)
    view.bench.focus()
    hands.press("PageUp")
    assert view.bench.sheet is not None
    assert view.bench.sheet.number == 1
    hands.press("Down", "1")
    assert view.bench.card.title.text() == "技能"
    assert [q.kind for q in view.bench.sheet.questions] == ["total"], "89 does not go with two best bands"
    hands.press("Down", "9", "Down", "5")
    assert (view.bench.sheet.total, view.bench.sheet.state) == (95, "ready")
    hands.press("Up", "Up", "Right", "Return")  # an arrow chooses, Enter without a question goes on
    assert view.bench.sheet.number == 2
    hands.press("Right", "Return")
    assert view.pile.checked[1].rows[0].value == 2, "of a question Enter takes what the arrow chose"
    hands.press("Delete")
    assert (view.pile.checked[1].rows[1].value, view.pile.checked[1].questions) == (None, ())


def test_the_total_and_the_grade_are_live(
    park: Park, scheme: SchemeSpec, reader: Reader, hands: Hands, window: MainWindow, ui: Ui, settled: Wait
) -> None:
    mark(park, scheme, None, None, 900)
    issued = issue(park, scheme)
    reader.readings = [seen(reading(issued, (0, None), doubtful={"c2": ("blank", "blank")}), 250)]
    view = come(window, ui, settled)
    read(view, settled)
    view.bench.focus()
    assert "综合待其他评分" in view.bench.totals.text()
    hands.press("1")
    assert "合计 95" in view.bench.totals.text()
    assert "综合 93.5　优" in view.bench.totals.text()


def test_saved_marks_that_differ_are_asked_and_shown_beside(
    park: Park, scheme: SchemeSpec, reader: Reader, hands: Hands, window: MainWindow, ui: Ui, settled: Wait
) -> None:
    mark(park, scheme, 200, 570)
    reader.readings = [seen(reading(issue(park, scheme), (0, 0)), 250)]
    view = come(window, ui, settled)
    read(view, settled)
    view.bench.focus()
    assert "已录入的分数与这张表不同" in view.bench.card.title.text()
    assert [(row.mark, row.saved) for row in view.bench.model.rows][:2] == [("38", "20"), ("57", "57")]
    hands.press("Return")
    assert view.pile.checked[0].state == "doubtful", (
        "what replaces saved marks is decided by a digit or an arrow"
    )
    hands.press("Left", "Return", "Ctrl+Return")
    assert marks(park, scheme)[0] == [200, 570], "the last one offered keeps what is saved"
    view.pile.undo()
    settled()


def test_refused_sheets_say_why_and_another_photo_takes_their_place(
    park: Park, scheme: SchemeSpec, reader: Reader, picked: Picked, hands: Hands, window: MainWindow, ui: Ui, settled: Wait
) -> None:  # fmt: skip
    numbers = [issue(park, scheme, n, number=n + 1) for n in range(3)]
    reader.readings = [refused("no_page"), seen(reading(numbers[0], (0, 1)), 250)]
    view = come(window, ui, settled)
    read(view, settled)
    assert "再拍一次" in view.bench.banner.words
    assert view.bench.again.isVisible()
    assert [row.name for row in view.side.missing_model.rows] == ["王芳", "单丽"]
    reader.readings = [seen(reading(numbers[1], (0, 1)), 240)]
    view.bench.again.setFocus()
    hands.press("Return")
    assert [(each.number, each.state) for each in view.pile.checked] == [(2, "ready"), (3, "ready")]
    assert [row.name for row in view.side.missing_model.rows] == ["单丽"]


def test_a_pile_is_there_again_after_the_program_was_closed(
    park: Park, scheme: SchemeSpec, reader: Reader, hands: Hands, window: MainWindow, ui: Ui, settled: Wait
) -> None:
    pile(park, scheme, reader)
    view = come(window, ui, settled)
    read(view, settled)
    view.bench.focus()
    hands.press("2")
    ui.rebuild()  # the window is made anew, and knows only what the store knows
    settled()
    again = come(window, ui, settled)
    assert again is not view
    assert [each.state for each in again.pile.checked] == ["ready", "doubtful", "doubtful"]
    assert [q.row for q in again.pile.checked[1].questions] == ["c2"]
    again.clear_pile()
    settled()
    assert park.services.sheets.pile() == []


def test_settled_sheets_are_put_away_and_brought_back(
    park: Park, scheme: SchemeSpec, reader: Reader, hands: Hands, window: MainWindow, ui: Ui, settled: Wait
) -> None:
    pile(park, scheme, reader)
    view = come(window, ui, settled)
    read(view, settled)
    view.pile.save()
    settled()
    view.put_away()
    settled()
    assert [each.number for each in view.pile.checked] == [2, 3]
    assert ui.messages.toast_words == "已从这一叠移走 1 张"
    view.side.list.setFocus()
    view.side.list.go_to(1)
    hands.press("Delete")
    assert [each.number for each in view.pile.checked] == [2]
    assert [sheet.number for sheet in park.services.sheets.pile()] == [2]


def test_a_pile_that_is_all_settled_makes_room_for_the_next(
    park: Park, scheme: SchemeSpec, reader: Reader, window: MainWindow, ui: Ui, settled: Wait
) -> None:
    numbers = [issue(park, scheme, n, number=n + 1) for n in range(2)]
    reader.readings = [seen(reading(numbers[0], (0, 1)), 250)]
    view = come(window, ui, settled)
    read(view, settled)
    view.pile.save()
    settled()
    reader.readings = [seen(reading(numbers[1], (0, 1)), 240)]
    read(view, settled)
    assert [each.form and each.form.who.name for each in view.pile.checked] == ["王芳"]


def test_photos_that_arrive_in_the_watched_folder_are_read(
    park: Park, scheme: SchemeSpec, reader: Reader, picked: Picked, window: MainWindow, ui: Ui, settled: Wait, tmp_path: Path
) -> None:  # fmt: skip
    pile(park, scheme, reader)
    folder = tmp_path / "phone"
    folder.mkdir()
    (folder / "old.jpg").write_bytes(b"old")
    picked.path = folder
    view = come(window, ui, settled)
    view.turn_watch()
    settled()
    assert view.taking.watched == folder
    (folder / "new.jpg").write_bytes(b"half")
    view.taking.look()
    settled()
    assert view.pile.checked == [], "a file that only just came may not be whole"
    view.taking.look()
    settled()
    assert len(view.pile.checked) == 3
    view.turn_watch()
    assert view.taking.watched is None


def test_what_reading_refuses_is_said(
    park: Park, services: Services, reader: Reader, window: MainWindow, ui: Ui, settled: Wait, tmp_path: Path
) -> None:
    view = come(window, ui, settled)
    view.taking.watch(tmp_path / "nowhere")
    settled()
    assert "nowhere" in view.banner.words
