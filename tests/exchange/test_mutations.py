"""Packages changed at random: on the way, inside the seal, and written badly by one who may sign.

``pytest -m campaign --count 10000 tests/exchange/test_mutations.py`` for 10,000 of each of the first two and 2,000 of the last.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.forging import CHANGES, LINES, MANIFEST, inside, manifest, sealed, signed, zipped
from tests.exchange.stations import LI, OFFICE_AT, WANG, changes_of

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.exchange import SharedChange
from fieldteacher.exchange.enrolling import enrol
from fieldteacher.exchange.strict import LARGEST_INTEGER, LONGEST

PHOTO = bytes(random.Random(1).randbytes(4000))
PHOTO_NAME = hashlib.sha256(PHOTO).hexdigest()


@dataclass(frozen=True)
class Content:
    """What a package says, as far as anything is done with it."""

    manifest: object
    changes: list[SharedChange]
    files: dict[str, bytes]


def _opened(path: Path) -> Content | str:
    """What a package says, or the code of the refusal. Anything else that it raises fails the test."""
    try:
        with OFFICE_AT.open(path, LI, WANG, invitation={"inv-1": "secret"}.get) as opened:
            return Content(
                opened.manifest, list(opened.changes()), {name: opened.file(name) for name in opened.files}
            )
    except InputRefused as refused:
        return refused.code


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "good.ftpkg"
    enrolment = enrol("inv-1", "secret", LI.station)
    LI.write(path, OFFICE_AT, changes_of(), files=[(PHOTO_NAME, PHOTO)], enrolment=enrolment)
    return path


# -- bytes -----------------------------------------------------------------------------------


def _flip(data: bytearray, dice: random.Random) -> None:
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def _truncate(data: bytearray, dice: random.Random) -> None:
    del data[dice.randrange(len(data)) :]


def _zero(data: bytearray, dice: random.Random) -> None:
    at, length = dice.randrange(len(data)), dice.randrange(1, 200)
    data[at : at + length] = bytes(len(data[at : at + length]))


def _duplicate(data: bytearray, dice: random.Random) -> None:
    at, length = dice.randrange(len(data)), dice.randrange(1, 500)
    data[at:at] = data[at : at + length]


def _insert(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data) + 1)
    data[at:at] = dice.randbytes(dice.randrange(1, 50))


def _swap(data: bytearray, dice: random.Random) -> None:
    length = dice.randrange(1, 100)
    one, other = dice.randrange(len(data)), dice.randrange(len(data))
    data[one : one + length], data[other : other + length] = (
        data[other : other + length],
        data[one : one + length],
    )


def _delete(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data))
    del data[at : at + dice.randrange(1, 100)]


def _append(data: bytearray, dice: random.Random) -> None:
    data += dice.randbytes(dice.randrange(1, 500))


def _overwrite(data: bytearray, dice: random.Random) -> None:
    """A number of four bytes becomes an extreme one: lengths, offsets and counts are such."""
    at = dice.randrange(len(data))
    data[at : at + 4] = dice.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0\0\0\x80", b"\xff\xff\xff\x7f"))[
        : len(data) - at
    ]


MUTATIONS = (_flip, _truncate, _zero, _duplicate, _insert, _swap, _delete, _append, _overwrite)


def _mutated(good: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Copies of ``good`` that differ from it, by one to three mutations."""
    dice = random.Random(seed)
    while count:
        data = bytearray(good)
        for _ in range(dice.choice((1, 1, 1, 2, 3))):
            dice.choice(MUTATIONS)(data, dice)
            if not data:
                break
        if data != good:
            count -= 1
            yield bytes(data)


def _try_all(path: Path, versions: Iterator[bytes], good: Content) -> Counter[str]:
    """How each is answered; ``same`` and ``other`` are those that were taken."""
    answers: Counter[str] = Counter()
    for data in versions:
        path.write_bytes(data)
        found = _opened(path)
        answers[found if isinstance(found, str) else "same" if found == good else "other"] += 1
    return answers


def _changed_on_the_way(package: Path, count: int, seed: int) -> None:
    good = _opened(package)
    assert isinstance(good, Content)
    answers = _try_all(package.with_name("m"), _mutated(package.read_bytes(), count, seed), good)
    assert answers["same"] + answers["other"] == 0
    assert answers["package_damaged"] > count * 0.8
    assert answers.total() == count


def _changed_inside(package: Path, count: int, seed: int) -> None:
    good = _opened(package)
    assert isinstance(good, Content)
    versions = (sealed(inner, OFFICE_AT) for inner in _mutated(inside(package, OFFICE_AT), count, seed))
    answers = _try_all(package.with_name("m"), versions, good)
    assert answers["same"] + answers["other"] == 0
    assert answers["bad_signature"] > count * 0.5
    assert answers.total() == count


def test_none_that_was_changed_on_the_way_is_taken(package: Path) -> None:
    _changed_on_the_way(package, 300, 1)


def test_none_that_was_changed_inside_the_seal_is_taken(package: Path) -> None:
    _changed_inside(package, 300, 2)


# -- by one who may sign -----------------------------------------------------------------------

_STRANGE: tuple[Callable[[random.Random], Any], ...] = (
    lambda _: None, lambda _: True, lambda _: [], lambda _: {}, lambda _: "", lambda _: 0, lambda _: -1, lambda _: 1.5,
    lambda _: float("nan"), lambda _: LARGEST_INTEGER + 1, lambda _: "\0", lambda _: "\ud800", lambda _: "李" * 500,
    lambda dice: dice.randrange(-(10**20), 10**20), lambda dice: "x" * dice.randrange(LONGEST + 10),
    lambda dice: [[]] * dice.randrange(50), lambda dice: {"a": {"b": dice.random()}}, lambda dice: [dice.randrange(9)],
    lambda dice: "".join(map(chr, dice.choices(range(1, 0xD7FF), k=8))),
)  # fmt: skip


def _strange(value: Any, dice: random.Random) -> Any:
    """``value`` with one thing somewhere in it replaced, removed or added."""
    if isinstance(value, dict) and value and dice.random() < 0.8:
        name = dice.choice(list(value))
        if dice.random() < 0.15:
            return {k: v for k, v in value.items() if k != name}
        if dice.random() < 0.1:
            return value | {dice.choice(("extra", "", "\ud800")): 1}
        return value | {name: _strange(value[name], dice)}
    if isinstance(value, list) and value and dice.random() < 0.8:
        at = dice.randrange(len(value))
        change = dice.random()
        if change < 0.15:
            return value[:at] + value[at + 1 :]
        if change < 0.3:
            return value[: at + 1] + value[at:]
        return [*value[:at], _strange(value[at], dice), *value[at + 1 :]]
    return dice.choice(_STRANGE)(dice)


def _strange_lines(dice: random.Random) -> bytes:
    lines = LINES.splitlines()
    at = dice.randrange(len(lines))
    kind = dice.random()
    if kind < 0.6:
        lines[at] = json.dumps(_strange(json.loads(lines[at]), dice), ensure_ascii=dice.random() < 0.5).encode("utf-8", "surrogatepass")  # fmt: skip
    elif kind < 0.8:
        lines = next(_mutated(LINES, 1, dice.randrange(2**30))).splitlines()
    elif kind < 0.9:
        dice.shuffle(lines)
    else:
        lines[at:at] = [lines[dice.randrange(len(lines))]] * dice.randrange(3)
    return b"\n".join(lines) + b"\n"


def _badly_written(count: int, seed: int) -> Iterator[bytes]:
    """Packages of 李老师, rightly signed: the archive's bytes, the manifest or the lines are not as they should be."""
    dice = random.Random(seed)
    whole = manifest(LI, OFFICE_AT, files={PHOTO_NAME: len(PHOTO)})
    members = [(MANIFEST, whole), (CHANGES, LINES), (f"files/{PHOTO_NAME}", PHOTO)]
    for _ in range(count):
        kind = dice.random()
        if kind < 0.35:
            (archive,) = _mutated(zipped(*members), 1, dice.randrange(2**30))
        elif kind < 0.65:
            text = json.dumps(_strange(json.loads(whole), dice))
            archive = zipped((MANIFEST, text.encode("utf-8", "surrogatepass")), *members[1:])
        else:
            lines = _strange_lines(dice)
            fits = manifest(LI, OFFICE_AT, lines, files={PHOTO_NAME: len(PHOTO)})
            archive = zipped((MANIFEST, fits), (CHANGES, lines), members[2])
        yield sealed(signed(archive, LI), OFFICE_AT)


def _well_formed(content: Content) -> None:
    """What was taken is what the store's merge counts on, whoever wrote it."""
    names = [change.name for change in content.changes]
    assert len(set(names)) == len(names)
    for change in content.changes:
        assert type(change.value) in (str, int, type(None))
        assert type(change.value) is not str or (
            "\0" not in change.value and change.value.encode() is not None
        )
        assert type(change.value) is not int or abs(change.value) <= LARGEST_INTEGER
        assert 0 < change.counter <= LARGEST_INTEGER
        assert all(type(device) is str and counter > 0 for device, counter in change.replaces)
        for text in (change.device, change.type, change.record, change.field, change.dossier):
            assert text.isascii()
            assert text.isprintable()
    assert content.files in ({}, {PHOTO_NAME: PHOTO})


def _written_badly(path: Path, count: int, seed: int) -> Counter[str]:
    answers: Counter[str] = Counter()
    for data in _badly_written(count, seed):
        path.write_bytes(data)
        found = _opened(path)
        if isinstance(found, Content):
            _well_formed(found)
        answers[found if isinstance(found, str) else "taken"] += 1
    return answers


def test_what_is_written_badly_is_refused_or_makes_sense(tmp_path: Path) -> None:
    answers = _written_badly(tmp_path / "m", 300, 3)
    assert answers["package_malformed"] > 150
    assert answers.keys() <= {"package_malformed", "taken", "newer_package", "other_college", "not_for_us"}


@pytest.mark.campaign
def test_campaign_changed_on_the_way(package: Path, count: int) -> None:
    _changed_on_the_way(package, count, 11)


@pytest.mark.campaign
def test_campaign_changed_inside_the_seal(package: Path, count: int) -> None:
    _changed_inside(package, count, 12)


@pytest.mark.campaign
def test_campaign_written_badly(tmp_path: Path, count: int) -> None:
    answers = _written_badly(tmp_path / "m", count // 5, 13)
    assert answers["package_malformed"] > count // 10
