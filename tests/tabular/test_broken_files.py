"""Files broken at random: each is read or refused in one sentence, soon, and never fails otherwise."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.tabular.rosters import Lines, as_html, as_ods, as_text, as_xls, as_xlsx, as_xml, roster

from fieldteacher.domain.errors import InputRefused
from fieldteacher.tabular.roster import read_roster

TODAY = date(2026, 3, 16)
WRITERS: dict[str, Callable[[Path, Lines], Path]] = {
    "xlsx": as_xlsx, "xls": as_xls, "ods": as_ods, "html": as_html, "xml": as_xml, "csv": as_text,
}  # fmt: skip


def broken(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, cut out, put in or doubled."""
    result = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20, 200))):
        at = chance.randrange(len(result))
        match chance.randrange(4):
            case 0:
                result[at] = chance.randrange(256)
            case 1:
                del result[at : at + chance.randrange(1, 50)]
            case 2:
                result[at:at] = chance.randbytes(chance.randrange(1, 20))
            case _:
                result[at:at] = result[max(0, at - 100) : at]
        if len(result) < 20:
            break
    return bytes(result)


def try_files(folder: Path, kind: str, rounds: int, seed: int) -> None:
    data = WRITERS[kind](folder / "good", roster(5)).read_bytes()
    chance = random.Random(f"{kind}{seed}")
    path = folder / "broken"
    for _ in range(rounds):
        path.write_bytes(broken(data, chance))
        before = time.monotonic()
        try:
            read_roster(path, today=TODAY)
        except InputRefused as error:
            said = error.text.zh
            assert said.endswith("。") or "只有：" in said
        assert time.monotonic() - before < 5


@pytest.mark.parametrize("kind", WRITERS)
def test_broken_files(tmp_path: Path, kind: str) -> None:
    try_files(tmp_path, kind, 15, 1)


@pytest.mark.campaign
@pytest.mark.parametrize("kind", WRITERS)
def test_many_broken_files(tmp_path: Path, kind: str) -> None:
    try_files(tmp_path, kind, 1000, 2)
