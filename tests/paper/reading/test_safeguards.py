"""What keeps a wrong answer from being taken: each safeguard catches its case, and without it the case goes through.

The second half of each test drops the safeguard: a test that then still passed would guard nothing.
"""

from __future__ import annotations

import random
from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.paper.reading import cameras, corpora, forms, pens
from tests.paper.reading.forms import EASY, Filled

from fieldteacher.apart.frames import Refusal
from fieldteacher.domain.sheet_readings import SheetReading
from fieldteacher.paper.layout.geometry import FormLayout
from fieldteacher.paper.reading import codes, grid, judging
from fieldteacher.paper.reading.measured import SCALE, Measured
from fieldteacher.paper.reading.sheet import read_picture
from fieldteacher.paper.reading.thresholds import Thresholds

TEN_BY_FIVE = 0


def picture(filled: Filled, **camera: object) -> pens.Pixels:
    content = cameras.photograph(filled.pixels, cameras.harder(cameras.Camera(), **camera), random.Random(5))
    decoded = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    return cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB)


def measured(filled: Filled, **camera: object) -> Measured:
    return read_picture(picture(filled, **camera), corpora.known()[1]).measured


def judged(of: Measured, **limits: float) -> SheetReading:
    return judging.judge(of, corpora.known()[0][of.form_number], thresholds=Thresholds(**limits))


def state(reading: SheetReading, row: str) -> tuple[str, int | None, str]:
    found = next(each for each in (*reading.rows, *reading.digits) if each.name == row)
    return found.state, found.value, found.doubt.code if found.doubt else ""


def shifted(page: pens.Pixels, across: int, down: int, layout: FormLayout) -> pens.Pixels:
    """The page as a bend that was taken for another leaves it: every box lies where its neighbour belongs."""
    first, second = layout.criteria[:2]
    pitch, height = first.centres[1][0] - first.centres[0][0], second.centres[0][1] - first.centres[0][1]
    return np.roll(page, (round(down * height * SCALE), round(across * pitch * SCALE)), (0, 1))


SHIFTS = [(1, 0), (-1, 0), (0, 1), (0, -1)]


@pytest.fixture(scope="module")
def flat_page() -> tuple[pens.Pixels, FormLayout]:
    """A straight grey page of ten rows."""
    filled = forms.filled(11, EASY, TEN_BY_FIVE)
    size = (round(210 * SCALE), round(297 * SCALE))
    return cv2.cvtColor(
        cv2.resize(filled.pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY
    ), filled.layout


def taken(page: pens.Pixels, layout: FormLayout) -> bool:
    try:
        grid.find_grid(page, layout)
    except Refusal:
        return False
    return True


def test_the_true_grid_is_taken(flat_page: tuple[pens.Pixels, FormLayout]) -> None:
    assert taken(*flat_page)


@pytest.mark.parametrize(("across", "down"), SHIFTS)
@pytest.mark.parametrize("dropped", ["_beside_itself", "_meets_rulers"])
def test_a_grid_one_step_off_is_refused_by_either_test_alone(
    flat_page: tuple[pens.Pixels, FormLayout],
    across: int,
    down: int,
    dropped: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, layout = flat_page
    monkeypatch.setattr(grid, dropped, lambda *_: dropped == "_meets_rulers")
    assert not taken(shifted(page, across, down, layout), layout)


def test_without_both_a_grid_one_step_off_would_be_taken(
    flat_page: tuple[pens.Pixels, FormLayout], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, layout = flat_page
    monkeypatch.setattr(grid, "_beside_itself", lambda *_: False)
    monkeypatch.setattr(grid, "_meets_rulers", lambda *_: True)
    assert any(taken(shifted(page, *shift, layout), layout) for shift in SHIFTS)


def test_two_codes_that_differ_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    upper, lower = (forms.filled(seed, EASY, TEN_BY_FIVE) for seed in (21, 24))
    assert upper.truth.form_number != lower.truth.form_number
    # One sheet lies on the foot of another, whose strip looks out.
    cut = round(279 * pens.SCALE)
    laid = np.concatenate([upper.pixels[:cut], lower.pixels[cut:]])
    both = replace(upper, pixels=laid)
    with pytest.raises(Refusal, match="two_numbers"):
        measured(both)
    monkeypatch.setattr(codes, "_read_qr", lambda *_: None)
    assert measured(both).form_number == lower.truth.form_number, "one code alone names the other student"


def blank_row(seed: int, **habits: float) -> tuple[Filled, str]:
    """A sheet with a row left blank."""
    for number in range(seed, seed + 200):
        filled = forms.filled(number, replace(EASY, blank=0.1, erased_blank=0, **habits), TEN_BY_FIVE)
        blank = [name for name, kind in filled.truth.kinds.items() if kind == "blank" and name != "tens"]
        if len(blank) == 1 and blank[0].startswith("c"):
            return filled, blank[0]
    raise AssertionError("no such form")


def test_a_box_blacked_out_on_a_sheet_of_ticks_is_asked() -> None:
    filled, name = blank_row(41, no_total=1.0)
    chance = random.Random(2)
    row = filled.layout.row(name)
    pens.mark(pens.Paper(filled.pixels, chance), pens.a_hand(chance), *row.centres[2], row.box, "fill")
    of = measured(filled)
    assert state(judged(of), name) == ("doubtful", 2, "other_style")
    assert state(judged(of, few=0.0), name)[0] == "clear"


def test_a_stroke_that_passes_through_a_blank_row_is_asked() -> None:
    filled, name = blank_row(61, no_total=1.0)
    x, y = filled.layout.row(name).centres[1]
    pen = pens.Pen((20, 20, 40), 0.5, 1.0, 0.02)
    pens.Paper(filled.pixels, random.Random(3)).lines([[(x - 16, y + 5), (x + 2.5, y - 0.8)]], pen)
    of = measured(filled)
    assert state(judged(of), name) == ("doubtful", 1, "long_stroke")
    assert (
        state(judged(of, back=99, most_back=99, further_back=99, forth=99, most_forth=99, further=99), name)[
            0
        ]
        == "clear"
    )


def test_what_a_rubber_left_in_a_blank_row_is_asked() -> None:
    filled, name = blank_row(81, no_total=1.0)
    chance = random.Random(4)
    row = filled.layout.row(name)
    pen = replace(pens.a_pen(chance), cover=0.22, width=0.8)
    hand = replace(pens.a_hand(chance, "tick"), pen=pen, size=5.0)
    pens.mark(pens.Paper(filled.pixels, chance), hand, *row.centres[0], row.box)
    of = measured(filled)
    assert state(judged(of), name)[0] in ("doubtful", "blank")
    assert state(judged(of, rubbed=0.0, pale=0.0, faint=0.0), name) == ("clear", 0, "")


def test_a_total_that_the_bands_cannot_give_is_pointed_out() -> None:
    """The only check on a blank row that a stray stroke makes look exactly like a tick."""
    filled = forms.filled(101, replace(EASY, wrong_total=1.0), TEN_BY_FIVE)
    assert not filled.truth.total_is_true
    of = measured(filled)
    reading = judged(of)
    assert all(row.state == "clear" for row in (*reading.rows, *reading.digits))
    assert (reading.status, reading.total_agrees) == ("doubtful", False)
    assert reading.reason is not None
    assert reading.reason.code == "total_disagrees"
    assert judging.judge(of, None).status == "read", "without the scheme nobody would look"


def test_half_a_total_is_asked() -> None:
    filled = forms.filled(111, replace(EASY, no_total=1.0), TEN_BY_FIVE)
    row = filled.layout.row("tens")
    chance = random.Random(7)
    pens.mark(pens.Paper(filled.pixels, chance), pens.a_hand(chance, "tick"), *row.centres[9], row.box)
    reading = judged(measured(filled))
    assert [state(reading, name) for name in ("tens", "units")] == [
        ("doubtful", 9, "one_digit"), ("blank", None, "one_digit"),
    ]  # fmt: skip
    assert (reading.status, reading.total) == ("doubtful", None)


def test_a_box_under_correction_fluid_is_asked() -> None:
    """Somebody painted a mark over, frame and all, and marked another box: which is meant is not for us to say."""
    filled = forms.filled(121, replace(EASY, no_total=1.0), TEN_BY_FIVE)
    row = filled.layout.criteria[4]
    meant = filled.truth.rows[row.name]
    assert meant is not None
    x, y = row.centres[(meant + 2) % 5]
    corners = [round((value + side * 3.4) * pens.SCALE) for side in (-1, 1) for value in (x, y)]
    cv2.rectangle(filled.pixels, corners[:2], corners[2:], (249, 249, 246), -1)
    of = measured(filled)
    assert state(judged(of), row.name) == ("doubtful", meant, "covered")
    assert state(judged(of, hidden=-1.0), row.name)[0] == "clear"


def test_a_mark_that_hardly_went_into_its_box_counts_beside_one_struck_out() -> None:
    """Half a box of pale pencil struck out, and a pale tick that is mostly outside its box."""
    filled, name = blank_row(141, no_total=1.0)
    row = filled.layout.row(name)
    chance = random.Random(9)
    paper = pens.Paper(filled.pixels, chance)
    pencil = replace(pens.a_hand(chance, "tick"), pen=pens.Pen((80, 80, 84), 0.45, 0.8, 0.03))
    pens.mark(paper, pencil, *row.centres[3], row.box, "half")
    x, y = row.centres[0]
    paper.lines([[(x + 0.6, y + 1.2), (x + 4.6, y - 3.0)]], pencil.pen)
    assert state(judged(measured(filled, side=1200)), name)[0] == "multiple"


def photographed(seed: int) -> tuple[Measured, dict[str, int | None]]:
    """A photo of the ordinary corpus, and what was meant."""
    content, _, truth = corpora.PHOTO.made(seed)
    of = corpora.measure(content)
    assert isinstance(of, Measured)
    return of, truth.rows


def test_a_pale_ring_beside_a_box_struck_out_is_asked() -> None:
    """A sheet of rings in pencil: one box is blacked out, and another circled instead."""
    of, meant = photographed(20_006)
    assert state(judged(of), "c3") == ("doubtful", 4, "ink_beside")
    assert state(judged(of, beside_filled=0.22), "c3") == ("clear", 4, "")
    assert meant["c3"] == 2


def test_large_ticks_of_two_rows_that_touch_are_two_marks() -> None:
    of, meant = photographed(20_355)
    for row in ("c7", "c8"):
        assert state(judged(of), row) == ("clear", meant[row], "")
        assert state(judged(of, alike=9.0), row)[2] == "long_stroke"


def test_a_tick_that_goes_on_through_a_blank_row_is_none_of_two_that_touch() -> None:
    filled, name = blank_row(61, no_total=1.0)
    number = int(name[1:])
    row, below = filled.layout.row(name), filled.layout.row(f"c{number + 1}")
    meant = filled.truth.rows[below.name]
    assert meant is not None
    x, y = below.centres[meant]
    across = 11 if meant < 4 else -11
    pen = pens.Pen((20, 20, 40), 0.5, 1.0, 0.02)
    to = (x + 1.15 * across, row.centres[0][1] - 1.6)
    pens.Paper(filled.pixels, random.Random(3)).lines([[(x - 2, y + 0.5), (x - 0.5, y + 2), to]], pen)
    reading = judged(measured(filled))
    assert state(reading, name) == ("doubtful", meant + across // 11, "long_stroke")


def test_a_smudge_in_a_blank_row_of_a_sheet_of_rings_is_asked() -> None:
    """Where rings are the manner, what lies inside a box without one is no mark of that person's."""
    of, meant = photographed(404_577)
    assert meant["c2"] is None
    assert state(judged(of), "c2") == ("doubtful", 1, "other_style")
    assert state(judged(of, few=0.0), "c2") == ("clear", 1, "")


def test_the_marks_of_a_sheet_that_is_mostly_blank_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A black-and-white scan of pencil keeps here and there a stroke, and of two marks the one that was struck out."""
    content, _, truth = corpora.SCAN.made(400_601)
    of = corpora.measure(content)
    assert isinstance(of, Measured)
    assert truth.rows["c5"] == 0
    assert state(judged(of), "c5") == ("doubtful", 4, "few_marks")
    monkeypatch.setattr(judging, "_doubt_the_rest", lambda *_: None)
    assert state(judged(of), "c5") == ("clear", 4, "")
