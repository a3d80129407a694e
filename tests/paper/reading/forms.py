"""Filled forms: printed by the program's own printing, filled in by simulated pens, with what was meant beside them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from functools import cache

import cv2
import numpy as np
import pypdfium2
from tests.paper.reading import pens
from tests.paper.sample_pages import FIVE, FONT, FOUR, page, sheet

from fieldteacher.domain.sheet_readings import IssuedSheet, band_ranges
from fieldteacher.paper.layout.geometry import FormLayout
from fieldteacher.paper.printing.batch import compose
from fieldteacher.paper.printing.documents import PrintOptions
from fieldteacher.paper.printing.evaluation import EvaluationPage
from fieldteacher.paper.printing.fonts import FontStack

_LOWEST = {5: (900, 800, 700, 600, 0), 4: (900, 750, 600, 0)}
_SHAPES = ((10, FIVE), (10, FIVE), (10, FIVE), (10, FIVE), (10, FOUR), (8, FIVE), (5, FOUR), (4, FOUR))
_CROSSED = 4.5
"""A stray stroke nearer than this to a box's centre is in its free zone or in the box."""
_SEAL_REACH = 23.5
_FORMS_A_SHAPE = 6
"""Printed forms are shared by many fillings, as drawing one takes longer than filling it in."""


@dataclass
class Truth:
    """What was meant. ``rows``: the box of each row by its name, ``None`` where no one box was meant."""

    form_number: str
    rows: dict[str, int | None] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    """``plain``; ``blank``, ``double``, ``corrected``, ``erased``, ``odd`` (blacked out or
    circled among marks of another manner), ``crossed`` (marked once, and a stray stroke is in or at one of its boxes),
    ``sealed`` (marked once, and a red seal lies over it),
    ``left_out`` (a total nobody gave), ``half`` (the one digit of a total whose other is blank)."""
    total_is_true: bool = True
    plain_sheet: bool = True


@dataclass
class Filled:
    """A filled form as pixels (red, green, blue) at ``pens.DPI``."""

    pixels: pens.Pixels
    truth: Truth
    layout: FormLayout


@cache
def fonts() -> FontStack:
    return FontStack(FONT, folders=())


@cache
def printed(shape: int, number: int) -> tuple[EvaluationPage, pens.Pixels]:
    """A blank form and its pixels."""
    rows, bands = _SHAPES[shape]
    made = page(sheet(rows, bands), seed=1000 * shape + number + 1)
    return made, rasterised(compose([made], fonts(), PrintOptions(blank=True)))


def rasterised(pdf: bytes) -> pens.Pixels:
    """The first page of a PDF as a laser printer puts it down: black is not quite black, edges are a little soft."""
    document = pypdfium2.PdfDocument(pdf)
    pixels = document[0].render(scale=pens.DPI / 72, rev_byteorder=True).to_numpy()[..., :3]
    document.close()
    softened = cv2.GaussianBlur(np.ascontiguousarray(pixels), (0, 0), 0.6)
    inked = (np.arange(256, dtype=np.float32) * (222 / 255) + 26).astype(np.uint8)
    return cv2.LUT(softened, inked)


def issued() -> dict[str, IssuedSheet]:
    """Every form that fillings are made of, as the office knows them."""
    return {
        printed_page(shape, number).form_number: issued_sheet(printed_page(shape, number))
        for shape in range(len(_SHAPES))
        for number in range(_FORMS_A_SHAPE)
    }


@cache
def printed_page(shape: int, number: int) -> EvaluationPage:
    rows, bands = _SHAPES[shape]
    return page(sheet(rows, bands), seed=1000 * shape + number + 1)


def issued_sheet(of: EvaluationPage) -> IssuedSheet:
    """What the table of issued forms knows of a page."""
    criteria = of.sheet.raters[0].criteria
    lowest = _LOWEST[len(of.sheet.bands)]
    return IssuedSheet(
        of.sheet.layout.code,
        tuple(band_ranges(criterion.full_marks, lowest) for criterion in criteria),
        sum(criterion.full_marks for criterion in criteria),
    )


@dataclass(frozen=True)
class Habits:
    """How often what happens, as shares of rows or of sheets."""

    manner: str | None = None
    blank: float = 0.012
    double: float = 0.01
    corrected: float = 0.023
    erased: float = 0.02
    erased_blank: float = 0.2
    """Of the rows left blank: a mark was there and was rubbed out."""
    other_manner: float = 0.15
    odd: float = 0.006
    """Filled or circled among marks of another manner: by the form's own instruction that may mean struck out."""
    strays: float = 0.15
    more_strays: int = 0
    seal: float = 0.6
    slipped: float = 0.25
    no_total: float = 0.25
    wrong_total: float = 0.04
    figures: float = 0.3


PLAIN = Habits(blank=0, double=0, corrected=0, erased=0, odd=0, wrong_total=0)
"""Every row marked once, in the person's manner or one that means no other."""
STRAYS = replace(PLAIN, blank=0.35, strays=1.0, no_total=1.0, more_strays=4)
"""Blank rows and stray strokes everywhere: what looks most like a mark and is none."""
EASY = replace(PLAIN, manner="tick", other_manner=0, strays=0, seal=0, no_total=0)
"""Nothing but ticks."""


def filled(seed: int, habits: Habits | None = None, shape: int | None = None) -> Filled:
    """One form filled in; the same seed gives the same."""
    habits = habits or Habits()
    chance = random.Random(seed)
    shape = chance.randrange(len(_SHAPES)) if shape is None else shape
    form, pixels = printed(shape, chance.randrange(_FORMS_A_SHAPE))
    paper = pens.Paper(pixels.copy(), chance)
    hand = pens.a_hand(chance, habits.manner)
    truth = Truth(form.form_number)
    layout = form.sheet.layout
    best = chance.choices((0, 1, 2), (5, 4, 1))[0]
    for row in layout.criteria:
        level = min(len(row.centres) - 1, max(0, best + chance.choice((-1, 0, 0, 0, 1, 1))))
        _fill_row(paper, hand, truth, row.name, row.centres, row.box, level, habits)
    _fill_digits(paper, hand, truth, layout, issued_sheet(form), habits)
    _write_beside(paper, hand, truth, layout, habits)
    if chance.random() < habits.seal:
        _seal(paper, truth, layout, slipped=chance.random() < habits.slipped)
    truth.plain_sheet = truth.total_is_true and all(
        kind in ("plain", "left_out") for kind in truth.kinds.values()
    )
    return Filled(paper.pixels, truth, layout)


def _fill_row(
    paper: pens.Paper,
    hand: pens.Hand,
    truth: Truth,
    name: str,
    centres: tuple[tuple[float, float], ...],
    box: float,
    value: int,
    habits: Habits,
) -> None:
    chance = paper.chance
    shares = {
        "blank": habits.blank, "double": habits.double, "corrected": habits.corrected,
        "erased": habits.erased, "odd": habits.odd,
    }  # fmt: skip
    kind = next((kind for kind, share in shares.items() if chance.random() < share), "plain")
    other = chance.choice([number for number in range(len(centres)) if number != value])
    manner = None
    if hand.manner in ("tick", "cross", "slash", "tiny") and chance.random() < habits.other_manner:
        manner = chance.choice(("tick", "cross", "slash", "tiny"))
    truth.kinds[name], truth.rows[name] = kind, value
    if kind == "blank":
        truth.rows[name] = None
        if chance.random() < habits.erased_blank:
            pens.erased(paper, hand, *centres[other], box)
        return
    if kind == "double":
        truth.rows[name] = None
        pens.mark(paper, hand, *centres[other], box)
    elif kind == "corrected":
        pens.mark(paper, hand, *centres[other], box)
        pens.mark(paper, hand, *centres[other], box, "fill")
    elif kind == "erased":
        pens.erased(paper, hand, *centres[other], box)
    elif kind == "odd":
        manner = "ring" if hand.manner in ("fill", "half") else "fill"
        if hand.manner == "ring":
            manner = "fill"
    pens.mark(paper, hand, *centres[value], box, manner)


def _fill_digits(
    paper: pens.Paper,
    hand: pens.Hand,
    truth: Truth,
    layout: FormLayout,
    known: IssuedSheet,
    habits: Habits,
) -> None:
    """The total of marks that the meant bands stand for; left out, or wrong, now and then."""
    chance = paper.chance
    if chance.random() < habits.no_total:
        truth.rows |= {"tens": None, "units": None}
        truth.kinds |= {"tens": "left_out", "units": "left_out"}
        return
    meant = [truth.rows[row.name] for row in layout.criteria]
    levels = [value if value is not None else 0 for value in meant]
    marks = [chance.randint(*known.bands[row][level]) for row, level in enumerate(levels)]
    total = min(100, round(100 * sum(marks) / known.full_marks))
    if chance.random() < habits.wrong_total:
        truth.total_is_true = False
        total = max(0, min(100, total + chance.choice((-1, 1)) * chance.randint(12, 30)))
    for name, digit in (("tens", total // 10), ("units", total % 10)):
        row = layout.row(name)
        _fill_row(paper, hand, truth, name, row.centres, row.box, digit, habits)
    if (truth.kinds["tens"] == "blank") != (truth.kinds["units"] == "blank"):
        truth.kinds |= {name: "half" for name in ("tens", "units") if truth.kinds[name] == "plain"}


def _write_beside(
    paper: pens.Paper, hand: pens.Hand, truth: Truth, layout: FormLayout, habits: Habits
) -> None:
    chance = paper.chance
    if chance.random() < habits.figures:
        for row in layout.criteria:
            x, y = row.centres[-1]
            pens.figures(paper, hand, str(chance.randint(3, 10)), x + 8.5 + chance.gauss(0, 1), y + 1.8, 4.0)
        pens.figures(
            paper, hand, str(chance.randint(60, 99)), layout.digits.right - 15, layout.digits.y + 16, 6.0
        )
    lower = layout.lower
    pens.handwriting(
        paper, hand, lower.x + 4, lower.bottom - 34, 52, chance.uniform(3, 5), chance.randint(1, 4)
    )
    for _ in range(chance.choice((1, 1, 2))):
        pens.handwriting(paper, hand, lower.x + chance.uniform(15, 120), lower.bottom - 8, 14, 5, 1)
    if chance.random() < habits.strays:
        table = layout.table
        for _ in range(chance.choice((1, 1, 2)) + habits.more_strays):
            path = pens.stray(paper, hand, table.x, table.y, table.right, layout.digits.bottom)
            for row in layout.mark_rows:
                if truth.kinds[row.name] == "plain" and any(
                    abs(px - x) < _CROSSED and abs(py - y) < _CROSSED
                    for px, py in path
                    for x, y in row.centres
                ):
                    truth.kinds[row.name] = "crossed"


def _seal(paper: pens.Paper, truth: Truth, layout: FormLayout, *, slipped: bool) -> None:
    chance = paper.chance
    if slipped:
        x, y = chance.uniform(60, 170), layout.digits.y + chance.uniform(-40, 25)
    else:
        x, y = chance.uniform(45, 150), layout.lower.bottom - chance.uniform(12, 28)
    pens.seal(paper, x, y)
    for row in layout.mark_rows:
        near = any((bx - x) ** 2 + (by - y) ** 2 < _SEAL_REACH**2 for bx, by in row.centres)
        if near and truth.kinds[row.name] == "plain":
            truth.kinds[row.name] = "sealed"
