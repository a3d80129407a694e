"""Invitations: opened by their code as people type it, and by nothing else."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.stations import LI, OFFICE_AT, WANG, changes_of

from fieldteacher.domain.errors import InputRefused
from fieldteacher.exchange import provisioning
from fieldteacher.exchange.provisioning import ALPHABET, Invitation, new_code, opened, read_code

CODE = "7K2M-0QXR-1TBH-C3WN"
INVITATION = Invitation(
    invite="inv-1", secret="5e" * 32, college=OFFICE_AT.keys.sign_key, college_name="海东职业技术学院",
    office=OFFICE_AT.station, teacher="t-zhao", label="赵老师", covers=("t-li",), stations=(LI.station, WANG.station),
)  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("invitation") / "赵.ftinvite"
    provisioning.write(
        path, code=CODE, invitation=INVITATION, keys=OFFICE_AT.keys, manifest=OFFICE_AT.manifest(WANG), changes=changes_of(),
        files=[],
    )  # fmt: skip
    return path.read_bytes()


@pytest.fixture
def file(written: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "赵.ftinvite"
    path.write_bytes(written)
    return path


def test_the_code_opens_it(file: Path) -> None:
    with opened(file, CODE) as unlocked:
        assert unlocked.invitation == INVITATION
        assert list(unlocked.package.changes()) == changes_of()
        assert unlocked.package.manifest.sender == OFFICE_AT.station


def test_nothing_personal_is_told_in_clear(written: bytes) -> None:
    for words in ("赵老师", "李小明", "海东", CODE, INVITATION.secret):
        assert words.encode() not in written


@pytest.mark.parametrize("typed", [
    "7K2M0QXR1TBHC3WN", " 7k2m oqxr itbh c3wn ", "７Ｋ２Ｍ－ＯＱＸＲ－ＬＴＢＨ－Ｃ３ＷＮ", "7K2M—OQXR–lTBH·C3WN", "7k2m_0qxr.1tbh-c3wn",
])  # fmt: skip
def test_the_code_may_be_typed_as_people_type(typed: str) -> None:
    assert read_code(typed) == CODE.replace("-", "")


@given(st.text(st.sampled_from(ALPHABET + "oilOIL -_—\u3000ａＯ"), max_size=25) | st.text(max_size=25))
def test_whatever_is_typed_is_a_code_or_is_refused(typed: str) -> None:
    with suppress(InputRefused):
        code = read_code(typed)
        assert len(code) == 16
        assert set(code) <= set(ALPHABET)
        assert read_code(code) == code


def test_codes_are_not_repeated_and_read_back() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(read_code(code)) for code in codes} == {16}


def _code_of(file: Path, code: str = CODE) -> str:
    with pytest.raises(InputRefused) as caught:
        opened(file, code)
    assert caught.value.text.zh.endswith("。")
    return caught.value.code


def test_another_code_is_told(file: Path) -> None:
    assert _code_of(file, "7K2M-0QXR-1TBH-C3WM") == "wrong_code"
    assert _code_of(file, "7K2M-0QXR-1TBH") == "not_a_code"
    assert _code_of(file, "UUUU-UUUU-UUUU-UUUU") == "not_a_code"


def test_a_file_cut_short_or_changed_is_told(file: Path, written: bytes) -> None:
    for size in (3, 8, 20, 39, 45, 300):
        file.write_bytes(written[:size])
        assert _code_of(file) == "invitation_damaged", size
    locked = int.from_bytes(written[36:40], "big")
    for size in (40 + locked, 40 + locked + 10, 40 + locked + 300, len(written) - 1):
        file.write_bytes(written[:size])
        assert _code_of(file) == "invitation_damaged", size
    for place in (9, 25, 100):
        file.write_bytes(written[:place] + bytes([written[place] ^ 1]) + written[place + 1 :])
        assert _code_of(file) == "wrong_code", place
    file.write_bytes(written[:-9] + bytes([written[-9] ^ 1]) + written[-8:])
    assert _code_of(file) == "invitation_damaged"
    file.write_bytes(written[:36] + b"\xff" * 4 + written[40:])
    assert _code_of(file) == "invitation_damaged"


def test_other_files_are_told(tmp_path: Path) -> None:
    package = tmp_path / "p.ftpkg"
    OFFICE_AT.write(package, LI)
    assert _code_of(package) == "is_a_package"
    for content, code in (
        (b"PK\3\4", "not_an_invitation"),
        (b"", "not_an_invitation"),
        (b"ftinv 2\n....", "newer_package"),
    ):
        package.write_bytes(content)
        assert _code_of(package) == code
    assert _code_of(tmp_path / "none") == "not_readable"
    assert _code_of(tmp_path) == "not_readable"


def test_an_invitation_is_no_package(file: Path) -> None:
    with pytest.raises(InputRefused) as caught:
        LI.open(file, OFFICE_AT)
    assert caught.value.code == "is_an_invitation"


def test_a_snapshot_of_another_is_not_taken(written: bytes, file: Path, tmp_path: Path) -> None:
    """Somebody who lacks the code puts a package of his own behind the locked part."""
    locked = int.from_bytes(written[36:40], "big")
    WANG.write(tmp_path / "w", LI, changes_of())
    file.write_bytes(written[: 40 + locked] + (tmp_path / "w").read_bytes())
    assert _code_of(file) == "invitation_damaged"
