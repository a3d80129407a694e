"""The shared folder is looked into without anybody waiting for it."""

from __future__ import annotations

import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui.inbox import Inbox, InboxState
from fieldteacher.ui.tasks import Runner


def test_a_look_asked_for_during_another_comes_after_it(qtbot: QtBot, runner: Runner) -> None:
    plugged, looks = threading.Event(), list[InboxState]()

    def find() -> InboxState:
        plugged.wait(10)
        return InboxState(Path(str(len(looks))))

    inbox = Inbox(runner, find)
    inbox.changed.connect(looks.append)
    for _ in range(3):
        inbox.look()
    assert inbox.looking
    plugged.set()
    qtbot.waitUntil(lambda: len(looks) == 2)
    assert [each.folder for each in looks] == [Path("0"), Path("1")]
    assert inbox.state is looks[-1]
    assert not inbox.looking
    inbox.stop()


def test_a_folder_that_is_not_there_is_said(qtbot: QtBot, runner: Runner) -> None:
    gone = UserError("folder_gone", Text("找不到共享文件夹。", "The shared folder is not there."))

    def find() -> InboxState:
        raise gone

    inbox = Inbox(runner, find)
    with qtbot.waitSignal(inbox.changed) as told:
        inbox.look()
    assert told.args is not None
    assert told.args[0].problem == gone.text
    inbox.stop()
