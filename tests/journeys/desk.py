"""A desk without a person: a virtual screen, a window manager, the accessibility bus, hands and eyes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from ctypes.util import find_library
from pathlib import Path
from typing import IO, Any

SYSTEM_PYTHON = "/usr/bin/python3"
PACKAGES = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "dbus-daemon": "dbus",
}
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
EYES = Path(__file__).with_name("eyes.py")


def missing() -> list[str]:
    """The system packages without which there is no desk."""
    found = [package for program, package in PACKAGES.items() if shutil.which(program) is None]
    if not any(Path(each).exists() for each in LAUNCHERS):
        found.append("at-spi2-core")
    if find_library("xcb-cursor") is None:
        found.append("libxcb-cursor0")
    asked = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if (
        not Path(SYSTEM_PYTHON).exists()
        or subprocess.run([SYSTEM_PYTHON, "-c", asked], capture_output=True).returncode
    ):
        found.append("python3-pyatspi")
    return found


class Eyes:
    """Asks the helper that sees the accessibility tree."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, what: str, **more: Any) -> Any:
        """One question; raises ``LookupError`` where what is asked about is gone."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"ask": what, **more}) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        if "error" in answer:
            raise LookupError(answer["error"])
        return answer["answer"]


class Desk:
    """The environment that programs are started with, the hands and the eyes."""

    def __init__(self, env: dict[str, str], eyes: Eyes) -> None:
        self.env, self.eyes = env, eyes

    def hand(self, *words: str) -> str:
        """One command of xdotool."""
        done = subprocess.run(
            ["xdotool", *words], env=self.env, capture_output=True, text=True, timeout=20, check=False
        )
        return done.stdout.strip()


def wait_for(what: Callable[[], Any], why: str | Callable[[], str], seconds: float = 10.0) -> Any:
    """The first truthy answer of ``what``; fails after ``seconds``, saying ``why``."""
    deadline = time.monotonic() + seconds
    while True:
        if answer := what():
            return answer
        assert time.monotonic() < deadline, why if isinstance(why, str) else why()
        time.sleep(0.03)


@contextmanager
def _running(command: Sequence[str], env: dict[str, str], **pipes: Any) -> Iterator[subprocess.Popen[str]]:
    given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | pipes
    process = subprocess.Popen(command, env=env, text=True, encoding="utf-8", **given)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _line(pipe: IO[str] | None) -> str:
    assert pipe is not None
    return pipe.readline().strip()


@contextmanager
def desk(folder: Path, size: str = "1366x768") -> Iterator[Desk]:
    """A desk of its own; ``folder`` takes its sockets."""
    folder.chmod(0o700)
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FIELDTEACHER_", "QT_", "DBUS_"))
    }
    env |= {
        "XDG_RUNTIME_DIR": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), "LIBGL_ALWAYS_SOFTWARE": "1",
        "NO_AT_BRIDGE": "0",
    }  # fmt: skip
    env.pop("WAYLAND_DISPLAY", None)
    with ExitStack() as stack:

        def run(*command: str, **pipes: Any) -> subprocess.Popen[str]:
            return stack.enter_context(_running(command, env, **pipes))

        screen = run(
            "Xvfb", "-displayfd", "1", "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset",
            stdout=subprocess.PIPE,
        )  # fmt: skip
        env["DISPLAY"] = f":{_line(screen.stdout)}"
        bus = run("dbus-daemon", "--session", "--nofork", "--print-address=1", stdout=subprocess.PIPE)
        env["DBUS_SESSION_BUS_ADDRESS"] = _line(bus.stdout)
        run(next(each for each in LAUNCHERS if Path(each).exists()), "--launch-immediately")
        run("openbox", "--config-file", "/etc/xdg/openbox/rc.xml")
        eyes = run(
            SYSTEM_PYTHON,
            "-W",
            "ignore",
            str(EYES),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=sys.stderr,
        )
        yield Desk(env, Eyes(eyes))
