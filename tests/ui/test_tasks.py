from __future__ import annotations

import gc
import threading
import time
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from tests.ui.conftest import destroy

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import Cancelled, UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui.tasks import BugReport, Latest, Runner

CHANGES = ChangeSet(created=frozenset({("student", "s1")}), save=7, label=Text("新增学生", "add a student"))
REFUSED = UserError("taken", Text("学号已有。", "The number is taken."), field="student_number")


def test_a_read_runs_elsewhere_and_its_result_comes_back_here(runner: Runner, qtbot: QtBot) -> None:
    seen: list[tuple[str, threading.Thread]] = []
    runner.read(
        lambda: threading.current_thread().name, lambda name: seen.append((name, threading.current_thread()))
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("fieldteacher-read")
    assert seen[0][1] is threading.main_thread()


def test_changes_run_one_after_the_other_in_their_order(runner: Runner, qtbot: QtBot) -> None:
    running, most, order = 0, 0, []

    def change(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        threading.Event().wait(0.005)
        running -= 1
        return number

    for number in range(8):
        runner.change(lambda n=number: change(n), order.append)
    qtbot.waitUntil(lambda: len(order) == 8)
    assert order == list(range(8))
    assert most == 1


@pytest.mark.parametrize("result", [CHANGES, ("s1", CHANGES)])
def test_what_changed_is_broadcast_after_the_caller_was_told(
    runner: Runner, qtbot: QtBot, result: object
) -> None:
    heard: list[Any] = []
    runner.changed.connect(heard.append)
    runner.change(lambda: result, lambda _: heard.append("then"))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == ["then", CHANGES]


def test_a_change_of_nothing_is_not_broadcast(runner: Runner, qtbot: QtBot) -> None:
    heard: list[Any] = []
    runner.changed.connect(heard.append)
    with qtbot.waitSignal(runner.idle):
        runner.change(ChangeSet)
    assert heard == []


def test_a_user_error_goes_to_the_caller(runner: Runner, qtbot: QtBot) -> None:
    errors: list[UserError] = []
    with qtbot.assertNotEmitted(runner.bug):
        runner.change(_refuse, pytest.fail, errors.append)
        qtbot.waitUntil(lambda: bool(errors))
    assert errors == [REFUSED]


def test_a_user_error_nobody_takes_is_said_by_the_window(runner: Runner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(runner.refused) as said:
        runner.change(_refuse)
    assert said.args == [REFUSED]


def _refuse() -> None:
    raise REFUSED


@pytest.mark.logs
def test_any_other_error_is_a_bug_report_without_personal_data(runner: Runner, qtbot: QtBot) -> None:
    def fail() -> None:
        raise KeyError("王小明 13800001111")

    with qtbot.waitSignal(runner.bug) as reported:
        runner.read(fail, pytest.fail, pytest.fail)
    report = reported.args[0]
    assert isinstance(report, BugReport)
    assert "KeyError" in report.text
    assert "in fail" in report.text
    assert "王小明" not in report.text


def test_a_late_result_for_a_destroyed_owner_is_dropped(runner: Runner, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QWidget

    go, seen = threading.Event(), []
    owner = QWidget()
    runner.read(lambda: go.wait(5), seen.append, owner=owner)
    destroy(owner)
    with qtbot.waitSignal(runner.idle):
        go.set()
    assert seen == []


def test_the_owner_of_a_method_is_found(runner: Runner, qtbot: QtBot) -> None:
    class Screen(QObject):
        seen: list[object]

        def show(self, result: object) -> None:
            self.seen.append(result)

    screen = Screen()
    screen.seen = []
    runner.read(lambda: 1, screen.show)
    qtbot.waitUntil(lambda: screen.seen == [1])


def test_long_work_tells_its_progress_and_is_listed_until_done(runner: Runner, qtbot: QtBot) -> None:
    steps: list[tuple[int, int]] = []
    runner.jobs_changed.connect(lambda: steps.extend((job.done, job.total) for job in runner.jobs))
    done: list[str] = []

    def work(progress: Any, cancelled: Any) -> str:
        for number in range(1, 51):
            progress(number, 50)
        return "ready"

    job = runner.work(work, done.append, title=Text("导入", "Import"))
    assert runner.jobs == [job]
    qtbot.waitUntil(lambda: done == ["ready"])
    assert runner.jobs == []
    assert (50, 50) in steps
    assert len(steps) < 50, "progress is thinned out"


def test_cancelled_work_ends_without_a_word(runner: Runner, qtbot: QtBot) -> None:
    started = threading.Event()

    def work(progress: Any, cancelled: Any) -> None:
        started.set()
        while not cancelled():
            threading.Event().wait(0.002)
        raise Cancelled

    job = runner.work(work, pytest.fail, pytest.fail, title=Text("导出", "Export"))
    assert started.wait(5)
    with qtbot.waitSignal(runner.idle):
        job.cancel()
    assert runner.jobs == []


def test_the_time_left_follows_from_the_pace(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("fieldteacher.ui.tasks.time.monotonic", lambda: now[0])
    from fieldteacher.ui.tasks import Job

    job = Job(Text("导入", "Import"))
    assert job.seconds_left() is None
    now[0] += 10
    job.done, job.total = 20, 100
    assert job.seconds_left() == 40


def test_only_the_newest_question_is_answered_and_overtaken_ones_are_not_computed(
    runner: Runner, qtbot: QtBot
) -> None:
    owner, answers, computed = QObject(), [], []
    latest = Latest(runner, owner)
    block = threading.Event()
    for _ in range(2):
        runner.read(lambda: block.wait(5), lambda _: None)
    for word in "abc":
        latest.read(lambda w=word: computed.append(w) or w, answers.append)
    block.set()
    qtbot.waitUntil(lambda: answers == ["c"])
    assert computed == ["c"]


def test_after_stop_nothing_is_started(runner: Runner, qtbot: QtBot) -> None:
    runner.stop()
    runner.read(pytest.fail, pytest.fail)
    assert not runner.busy


def test_a_change_alone_waits_for_all_and_holds_all_back(qtbot: QtBot, runner: Runner) -> None:
    together: set[str] = set()
    seen: list[tuple[str, frozenset[str]]] = []

    def note(name: str) -> str:
        together.add(name)
        time.sleep(0.02)
        seen.append((name, frozenset(together)))
        together.discard(name)
        return name

    done: list[str] = []
    for name in ("read 1", "read 2"):
        runner.read(lambda n=name: note(n), done.append)  # type: ignore[misc]
    runner.change_alone(lambda: note("alone"), done.append)
    for name in ("read 3", "read 4"):
        runner.read(lambda n=name: note(n), done.append)  # type: ignore[misc]
    runner.change(lambda: note("change"), done.append)
    qtbot.waitUntil(lambda: len(done) == 6)
    assert not runner.busy
    assert dict(seen)["alone"] == {"alone"}
    assert {name for name, _ in seen[:2]} == {"read 1", "read 2"}
    assert seen[2][0] == "alone"


def test_stopping_lets_changes_that_wait_happen(qtbot: QtBot) -> None:
    runner, happened = Runner(), list[str]()
    runner.read(lambda: time.sleep(0.05), lambda _: None)
    runner.change_alone(lambda: happened.append("alone"))
    runner.change(lambda: happened.append("change"))
    runner.stop()
    assert happened == ["change"]


def test_the_collector_rests_while_work_is_under_way(qtbot: QtBot, runner: Runner) -> None:
    gc.enable()
    seen: list[bool] = []
    runner.read(lambda: time.sleep(0.02), lambda _: seen.append(gc.isenabled()))
    assert not gc.isenabled()
    qtbot.waitUntil(lambda: not runner.busy)
    assert seen == [False]
    assert gc.isenabled()
