"""The frozen layout: it keeps its own rules, and never changes again."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from itertools import combinations

import pytest

from fieldteacher.domain.errors import InputRefused
from fieldteacher.paper.layout import registry
from fieldteacher.paper.layout.evaluation_v1 import LEVELS, ROWS, layout
from fieldteacher.paper.layout.geometry import PAGE_HEIGHT, PAGE_WIDTH, FormLayout, Rect

ALL = [layout(rows, levels) for rows in ROWS for levels in LEVELS]
PAPER = Rect(0, 0, PAGE_WIDTH, PAGE_HEIGHT)


def test_version_1_stays_as_it_was_first_printed() -> None:
    digest = hashlib.sha256(repr([astuple(form) for form in ALL]).encode()).hexdigest()
    assert digest == "775b92225c0d4a3ad467c8e2a09b30332f01e7b98b80c328db1e7682e42a1b1d", (
        "layout EV1 changed: printed forms could no longer be read; make a new version instead"
    )


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.code)
def test_boxes_stand_free(form: FormLayout) -> None:
    boxes = [box for row in form.mark_rows for box in row.boxes]
    fixed = [form.qr, *form.landmark, *form.strip.reference, *(f.rect for f in form.fiducials)]
    for box in boxes:
        zone = box.grown(form.free_zone)
        assert not any(zone.touches(other) for other in fixed)
        assert box.x >= 20
        assert box.right <= PAGE_WIDTH - 20
    for one, other in combinations(boxes, 2):
        assert not one.grown(form.free_zone).touches(other.grown(form.free_zone))
    for row in form.criteria:
        half = form.table.height / len(form.criteria) / 2
        assert all(half - box.height / 2 >= form.free_zone for box in row.boxes)


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.code)
def test_markers_stand_on_white(form: FormLayout) -> None:
    places = (
        form.title,
        form.info,
        form.heading,
        form.header,
        form.table,
        form.digits,
        form.lower,
        form.footer,
    )
    codes = (form.qr, Rect(form.strip.x, form.strip.y, 28 * form.strip.cell, 2 * form.strip.cell))
    for fiducial in form.fiducials:
        white = fiducial.rect.grown(2)
        assert PAPER.contains(white)
        assert not any(white.touches(other) for other in (*places, *codes, *form.landmark))


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.code)
def test_the_parts_of_the_page_do_not_meet(form: FormLayout) -> None:
    parts = (
        form.title,
        form.info,
        form.heading,
        form.header,
        form.table,
        form.digits,
        form.lower,
        form.footer,
    )
    assert not any(one.touches(other) for one, other in combinations(parts, 2))
    assert all(PAPER.contains(part) for part in parts)
    assert form.lower.height >= 80


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.code)
def test_no_shift_by_a_row_or_a_column_meets_the_landmark(form: FormLayout) -> None:
    across = [bar for bar in form.landmark if bar.width > bar.height]
    down = [bar for bar in form.landmark if bar.width < bar.height]
    for bars, key in ((across, "x"), (down, "y")):
        starts = [round(getattr(bar, key), 4) for bar in bars]
        gaps = [round(b - a, 3) for a, b in combinations(starts, 2)]
        assert len(set(gaps)) == len(gaps) >= 10


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.code)
def test_a_layout_is_found_by_its_code(form: FormLayout) -> None:
    assert registry.find(form.code) == form


@pytest.mark.parametrize(
    "code", ["", "EV1", "EV1-11x5", "EV1-0x5", "EV1-3x9", "EV999-3x5", "ev1-3x5", "EV1-3x5 "]
)
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        registry.find(code)
    assert refusal.value.code == "form.unknown_layout"


def test_a_form_of_other_sizes_is_not_made() -> None:
    with pytest.raises(ValueError):
        layout(11, 5)


def test_rows_have_their_names() -> None:
    form = layout(3, 4)
    assert [row.name for row in form.mark_rows] == ["c1", "c2", "c3", "tens", "units"]
    assert [len(row.centres) for row in form.mark_rows] == [4, 4, 4, 11, 10]
