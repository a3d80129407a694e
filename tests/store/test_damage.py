"""Single flipped bits: an encrypted store never hands out a wrong value for a right one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.store.making import made, opened, student

from fieldteacher.domain.errors import UserError
from fieldteacher.store.database import FILE
from fieldteacher.store.keys import new_key
from fieldteacher.store.verifying import verify


def test_flipped_bits_in_an_encrypted_store_are_all_detected(tmp_path: Path) -> None:
    flip(tmp_path, 60)


@pytest.mark.campaign
def test_many_flipped_bits_are_all_detected(tmp_path: Path, count: int) -> None:
    """``pytest -m campaign --count 1000 tests/store/test_damage.py``."""
    flip(tmp_path, count)


def flip(tmp_path: Path, count: int) -> None:
    """Flip one bit of an encrypted store after the other; each must be noticed."""
    key = new_key()
    one = made(tmp_path / "s", key=key)
    for number in range(30):
        student(one, f"李{number}", str(number), note="爱好摄影" * 40)
    one.close()
    path = tmp_path / "s" / FILE
    sound = path.read_bytes()
    chance = random.Random(1)
    for _ in range(count):
        place, bit = chance.randrange(len(sound)), chance.randrange(8)
        damaged = bytearray(sound)
        damaged[place] ^= 1 << bit
        path.write_bytes(damaged)
        assert _problem(tmp_path / "s", key), f"bit {bit} of byte {place} went unnoticed"
    path.write_bytes(sound)
    assert not _problem(tmp_path / "s", key)


def _problem(folder: Path, key: bytes) -> bool:
    try:
        store = opened(folder, key=key)
    except UserError:
        return True
    try:
        return bool(verify(store))
    except UserError:
        return True
    finally:
        store.close()
