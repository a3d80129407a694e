"""Why the system refused, in words for people."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from fieldteacher.domain.os_errors import reason


def test_what_systems_refuse_is_said_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for attempt in (
        lambda: (tmp_path / "none").read_bytes(),
        lambda: tmp_path.read_bytes(),
        lambda: (tmp_path / "file" / "below").read_bytes(),
        lambda: (tmp_path / "file").mkdir(),
    ):
        with pytest.raises(OSError) as refused:
            attempt()
        said = reason(refused.value)
        assert said.zh != said.en
        assert not said.zh.isascii()


def test_a_full_disk_and_a_read_only_one_are_told_apart() -> None:
    words = {reason(OSError(number, os.strerror(number))).zh for number in (errno.ENOSPC, errno.EROFS)}
    assert words == {"磁盘已满", "磁盘或文件夹只读"}


def test_what_is_not_known_keeps_the_words_of_the_system() -> None:
    assert reason(OSError(errno.EPROTO, "Protocol error")).zh == "Protocol error"
    assert reason(OSError()).en == "OSError"
