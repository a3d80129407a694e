"""Filled forms are read and saved where no more can be written: all of it is there, or nothing and one clear sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.program.forked import Forked
from tests.services.filled_forms import fill, photograph, print_blank

from fieldteacher.bootstrap import create_demo, open_services
from fieldteacher.domain.clock import Clock

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits are set as POSIX has them")
PLAIN = (0, 1, 1, 0, 2, 1, 0, 1, 1)
_LIMITS = (8_000, 40_000, 120_000)
"""Bytes that a file may have: what the program says fits, neither the picture nor the save."""


def _photographed(store: Path, clock: Clock, folder: Path) -> Path:
    """A photo of a filled form of a student of whom no final mark is there."""
    create_demo(store, students=30, teachers=1, seed=1, clock=clock)
    services = open_services(store, password=None, clock=clock)
    scheme = services.schemes.default()
    assert scheme is not None
    bare = next(
        row.who for row in services.evaluations.grid(scheme.id).rows if "enterprise" not in row.sheets
    )
    job, _ = print_blank(services, folder / "forms", bare.enterprise)
    services.close()
    page = next(p for p, who in zip(job.pages, job.people, strict=True) if who.placement == bare.placement)
    return photograph(
        fill(folder / "forms" / f"{page.form_number}.pdf", scheme, PLAIN, 84, 11), folder / "1.jpg", 11
    )


def test_marks_that_find_no_room_are_not_saved_by_halves(tmp_path: Path, clock: Clock) -> None:
    store = tmp_path / "store"
    photo = _photographed(store, clock, tmp_path)
    forked = Forked(tmp_path)

    def scores() -> int:
        return int(forked("record", "list", "score", "--limit", "1", store=store).data["total"])

    before = scores()
    words = ("sheets", "read", str(photo), "--apply")
    for limit in _LIMITS:
        ended = forked(*words, store=store, limit=limit)
        assert (ended.status, scores()) == (3, before), (limit, ended.out, ended.err)
        assert ended.data["error"]["code"] != "internal", limit
        assert ended.data["error"]["message"] in ended.err
    done = forked(*words, store=store)
    assert (done.data["applied"], scores()) == (1, before + len(PLAIN)), (done.out, done.err)
    assert forked("verify", store=store).data["ok"] is True
    forked.close()
