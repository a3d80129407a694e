"""The passing file of an open package: read from anywhere as it was written, and noise on the disk."""

from __future__ import annotations

import random

from fieldteacher.exchange.scratch import Scratch

PLAIN = "李小明，机电2301班。".encode() * 400_000


def test_it_is_read_from_anywhere_as_it_was_written() -> None:
    dice, scratch = random.Random(1), Scratch()
    at = 0
    while at < len(PLAIN):
        at += scratch.write(PLAIN[at : at + dice.randrange(1, 300_000)])
    assert scratch.size == len(PLAIN)
    with scratch.finish() as stream:
        assert stream.read() == PLAIN
        for _ in range(200):
            start, length = dice.randrange(len(PLAIN)), dice.randrange(200_000)
            stream.seek(start)
            assert stream.read(length) == PLAIN[start : start + length]
    assert scratch.closed


def test_what_lies_on_the_disk_is_noise() -> None:
    scratch = Scratch()
    scratch.write(PLAIN)
    scratch._file.seek(0)
    kept = scratch._file.read()
    assert len(kept) == len(PLAIN)
    assert "李小明".encode() not in kept
    assert len({kept[start : start + 30] for start in range(0, 30_000, 30)}) == 1000
    scratch.close()
