"""What a sender holds, told by what differs from what the recipient said: put together again as it was, or not at all."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.stations import LI, OFFICE_AT

from fieldteacher.domain.exchange import Manifest
from fieldteacher.exchange.claims import Claims, filled, shortened

_HAVE = st.dictionaries(
    st.sampled_from([f"student:{n}" for n in range(6)]), st.sampled_from(["a" * 16, "b" * 16, "c" * 16])
)
_FILES = st.lists(st.sampled_from([f"{n:016x}" for n in range(6)]), unique=True).map(
    lambda files: tuple(sorted(files))
)


def _manifest(have: dict[str, str], files: tuple[str, ...]) -> Manifest:
    return LI.manifest(OFFICE_AT, have=have, have_files=files)


@given(_HAVE, _FILES, _HAVE, _FILES)
def test_it_is_put_together_again(
    have: dict[str, str], files: tuple[str, ...], said: dict[str, str], said_files: tuple[str, ...]
) -> None:
    manifest, base = _manifest(have, files), Claims(said, said_files)
    short = shortened(manifest, base, ("d", 3))
    assert short.based_on == ("d", 3)
    assert not {(id, digest) for id, digest in short.have.items() if said.get(id) == digest}
    full = filled(short, base)
    assert full is not None
    assert (dict(full.have), full.have_files) == (have, files)


@given(_HAVE, _HAVE, st.sets(st.sampled_from([f"student:{n}" for n in range(6)])))
def test_digests_that_the_changes_tell_are_left_out(
    have: dict[str, str], said: dict[str, str], grown: set[str]
) -> None:
    known = {id: have[id] for id in grown & have.keys() & said.keys()}
    short = shortened(_manifest(have, ()), Claims(said, ()), ("d", 3), known.keys())
    assert not known.keys() & short.have.keys()
    full = filled(short, Claims(said, ()), known)
    assert full is not None
    assert full.have == have
    assert filled(short, Claims(said, ()), dict.fromkeys(known, "d" * 16)) is None or not known


@given(_HAVE, _HAVE, _HAVE)
def test_upon_anything_else_it_is_right_or_nothing(
    have: dict[str, str], said: dict[str, str], other: dict[str, str]
) -> None:
    short = shortened(_manifest(have, ()), Claims(said, ()), ("d", 3))
    full = filled(short, Claims(other, ()))
    assert full is None or full.have == have
    assert filled(short, None) is None


def test_it_travels_as_it_is(tmp_path: Path) -> None:
    manifest = dataclasses.asdict(
        shortened(_manifest({"x:1": "a" * 16}, ("0" * 16,)), Claims({"x:2": "b" * 16}, ("1" * 16,)), ("d", 3))
    )
    differing = {
        name: manifest[name]
        for name in ("based_on", "have", "have_not", "have_files", "files_not", "have_check")
    }
    LI.write(tmp_path / "p", OFFICE_AT, manifest=differing | {"partly": 1})
    with OFFICE_AT.open(tmp_path / "p", LI) as opened:
        assert {name: getattr(opened.manifest, name) for name in differing} == differing
        assert opened.manifest.partly == 1
