"""A drive that hangs holds nobody up."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui.faraway import Faraway
from fieldteacher.ui.tasks import Runner


def test_while_it_hangs_lists_are_read_and_nothing_more_is_asked(qtbot: QtBot, runner: Runner) -> None:
    faraway, plugged, seen = Faraway(runner), threading.Event(), list[Any]()
    assert faraway.ask(lambda: plugged.wait(10), seen.append)
    assert not faraway.ask(lambda: "again", seen.append)
    assert not runner.busy
    runner.read(lambda: "read", seen.append)
    qtbot.waitUntil(lambda: seen == ["read"])
    assert faraway.asking
    plugged.set()
    qtbot.waitUntil(lambda: seen == ["read", True])
    assert faraway.ask(lambda: "once more", seen.append)
    qtbot.waitUntil(lambda: seen[-1] == "once more")
    faraway.stop()
    assert not faraway.ask(lambda: "too late", seen.append)


def test_the_end_does_not_wait_for_it(qtbot: QtBot, runner: Runner) -> None:
    faraway, plugged, seen = Faraway(runner), threading.Event(), list[Any]()
    faraway.ask(lambda: plugged.wait(10), seen.append)
    faraway.stop()
    plugged.set()
    qtbot.wait(50)
    assert seen == []


@pytest.mark.logs
def test_refusals_and_bugs_are_told(qtbot: QtBot, runner: Runner) -> None:
    faraway, refused, bugs = Faraway(runner), list[UserError](), list[Any]()
    runner.bug.connect(bugs.append)
    gone = UserError("gone", Text("不在了。", "Gone."))

    def refuse() -> None:
        raise gone

    faraway.ask(refuse, lambda _: None, refused.append)
    qtbot.waitUntil(lambda: refused == [gone])
    faraway.ask(lambda: 1 // 0, lambda _: None)
    qtbot.waitUntil(lambda: len(bugs) == 1)
    faraway.stop()
