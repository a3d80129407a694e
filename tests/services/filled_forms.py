"""Forms that the program printed, filled in by a simulated pen and photographed: files to read back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from tests.paper.reading import cameras, forms, pens

from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.paper.layout import registry
from fieldteacher.services.app import Services
from fieldteacher.services.printing import PrintedForms, PrintJob, PrintOptions, Selection

Ticked = int | tuple[int, ...] | None
"""The box ticked in a row; several; or none."""


def print_blank(services: Services, folder: Path, enterprise: str) -> tuple[PrintJob, PrintedForms]:
    """Print the blank forms of an enterprise, a file each, named by its number."""
    job = services.printing.job(Selection(enterprise=enterprise))
    return job, services.printing.print_forms(job, folder=folder, options=PrintOptions(blank=True))


def fill(
    pdf: Path, scheme: SchemeSpec, ticked: Sequence[Ticked], total: int | None, seed: int
) -> pens.Pixels:
    """The page of a printed form with ticks in the enterprise's table and its ``total`` in digits."""
    layout = registry.current(len(scheme.of("enterprise")), len(scheme.bands))
    chance = random.Random(seed)
    paper = pens.Paper(forms.rasterised(pdf.read_bytes()).copy(), chance)
    hand = pens.a_hand(chance, "tick")
    digits = () if total is None else divmod(total, 10)
    rows = [*zip(layout.criteria, ticked, strict=True)]
    rows += zip((layout.row("tens"), layout.row("units")), digits, strict=False)
    for row, value in rows:
        for box in () if value is None else value if isinstance(value, tuple) else (value,):
            pens.mark(paper, hand, *row.centres[box], row.box)
    return paper.pixels


def photograph(page: pens.Pixels, target: Path, seed: int, **camera: object) -> Path:
    """A photo of a page, as a phone takes it."""
    held = cameras.Camera(**camera)  # type: ignore[arg-type]
    target.write_bytes(cameras.photograph(page, held, random.Random(seed)))
    return target
