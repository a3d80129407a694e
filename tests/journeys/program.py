"""The real program on the desk: found, read and driven from outside, as a person with a keyboard does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.desk import Desk, wait_for

SOURCES = Path(__file__).parents[2] / "src"
_HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
_ATTEMPTS = 5
TODAY = "2026-03-16"
CONTROLS = {
    "push button", "button", "toggle button", "check box", "radio button", "text", "password text", "combo box",
    "spin button", "table", "list", "list box", "tree", "slider", "page tab", "page tab list", "link",
}  # fmt: skip
"""The roles that a person acts on."""


@dataclass(frozen=True)
class Thing:
    """One object of the accessibility tree."""

    id: str
    role: str
    name: str
    description: str
    states: frozenset[str]

    @property
    def enabled(self) -> bool:
        return "enabled" in self.states

    @property
    def focused(self) -> bool:
        return "focused" in self.states

    @property
    def checked(self) -> bool:
        return "checked" in self.states

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”"


def _thing(said: dict[str, Any]) -> Thing:
    return Thing(said["id"], said["role"], said["name"], said["description"], frozenset(said["states"]))


def command_line(env: dict[str, str], store: Path, *words: str, input: str | None = None) -> Any:
    """What one command of the command line answers about ``store``."""
    done = subprocess.run(
        [sys.executable, "-m", "fieldteacher", "--store", str(store), "--today", TODAY, "--json", *words],
        env=environment(env), capture_output=True, text=True, encoding="utf-8", timeout=60, input=input, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr or done.stdout
    return json.loads(done.stdout)


def environment(env: dict[str, str]) -> dict[str, str]:
    """The environment of the program: its sources, the test's home, accessibility on."""
    homes = {name: os.environ[name] for name in _HOMES if name in os.environ}
    return (
        env
        | homes
        | {"PYTHONPATH": str(SOURCES), "PYTHONUTF8": "1", "PYTHONFAULTHANDLER": "1"}
        | {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb", "QT_IM_MODULE": "none"}
    )


class Program:
    """One running window. ``actions`` counts the key presses and clicks so far, typed text not included."""

    def __init__(self, desk: Desk, store: Path, log: Path, *, language: str = "zh_CN") -> None:
        self._desk = desk
        self.store = store
        self.log = log
        self.actions = 0
        with log.open("w", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                self.command(store, language), env=environment(desk.env), stdout=out, stderr=subprocess.STDOUT
            )

    @staticmethod
    def command(store: Path, language: str) -> list[str]:
        """How the window of a store is started."""
        return [
            sys.executable, "-m", "fieldteacher", "--store", str(store), "--today", TODAY, "--lang", language,
        ]  # fmt: skip

    # -- eyes ------------------------------------------------------------------------------------

    def things(self, *, rows: bool = False) -> list[Thing]:
        """All that shows."""
        for attempt in range(_ATTEMPTS):
            try:
                return [_thing(each) for each in self._desk.eyes.ask("tree", pid=self.process.pid, rows=rows)]
            except LookupError:  # something went away while it was looked at
                if attempt == _ATTEMPTS - 1:
                    raise
        return []

    def look(self, role: str, name: str, *, rows: bool = False) -> Thing | None:
        """The first object of a role whose whole name matches the pattern ``name``."""
        roles = {role, "button"} if role == "push button" else {role}
        found = (each for each in self.things(rows=rows) if each.role in roles)
        return next((each for each in found if re.fullmatch(name, each.name, re.S)), None)

    def find(self, role: str, name: str, *, seconds: float = 10.0, rows: bool = False) -> Thing:
        """The same, waited for."""
        found: Thing = wait_for(
            lambda: self.look(role, name, rows=rows), lambda: self.why(f"no {role} “{name}”"), seconds
        )
        return found

    def gone(self, role: str, name: str) -> None:
        """Wait until it shows no more."""
        wait_for(lambda: self.look(role, name) is None, f"{role} “{name}” is still there")

    def says(self, pattern: str, *, seconds: float = 10.0) -> str:
        """Wait until some label says what ``pattern`` matches; returns all it says."""

        def said() -> str | None:
            return next((each.name for each in self.things() if re.search(pattern, each.name)), None)

        return str(wait_for(said, lambda: self.why(f"nobody says “{pattern}”"), seconds))

    def settle(self) -> None:
        """Wait until nothing new shows any more."""
        before: list[Thing] = []
        for _ in range(100):
            time.sleep(0.05)
            now = self.things()
            if now and now == before:
                return
            before = now

    def focused(self) -> Thing | None:
        """Where the keyboard is: the innermost object that has it."""
        try:
            found = self._desk.eyes.ask("focus", pid=self.process.pid)
        except LookupError:
            return None
        return _thing(found) if found else None

    def text(self, thing: Thing) -> str:
        """What is written in a text field."""
        return str(self._desk.eyes.ask("text", id=thing.id))

    def cells(self, table: Thing, rows: int = 20) -> list[list[str]]:
        """What stands in the first rows of a table."""
        found: list[list[str]] = self._desk.eyes.ask("cells", id=table.id, rows=rows)
        return found

    def row_count(self, table: Thing) -> int:
        """How many rows a table has."""
        return int(self._desk.eyes.ask("row_count", id=table.id))

    # -- hands -----------------------------------------------------------------------------------

    def key(self, *names: str) -> None:
        """Press keys, as xdotool names them."""
        self.actions += len(names)
        self._desk.hand("key", "--clearmodifiers", "--delay", "4", *names)

    def type(self, words: str) -> None:
        """Type ASCII words."""
        self._desk.hand("type", "--delay", "4", words)

    def click(self, thing: Thing) -> None:
        """One click in the middle of it."""
        x, y, width, height = self._desk.eyes.ask("place", id=thing.id)
        self.actions += 1
        self._desk.hand("mousemove", str(x + width // 2), str(y + height // 2), "click", "1")

    def write(self, thing: Thing, words: str) -> None:
        """Put words into a text field, as an input method does."""
        self._desk.eyes.ask("write", id=thing.id, words=words)

    def click_cell(self, table: Thing, row: int) -> None:
        """One click into the first cell of a row that shows."""
        x, y, width, height = self._desk.eyes.ask("cell_place", id=table.id, row=row)
        self.actions += 1
        self._desk.hand("mousemove", str(x + width // 2), str(y + height // 2), "click", "1")

    def choose_file(self, file: Path) -> None:
        """Name a file in the file dialog that is open, and take it; counts as text."""
        before = self.actions
        field = self.find("text", ".*(File|文件(?!夹)|Directory|目录).*")
        self.write(field, str(file))
        self._desk.eyes.ask("grab", id=field.id)
        self.key("Return")
        self.actions = before

    def focuses(self, role: str, name: str) -> bool:
        """Whether the keyboard is on such a thing."""
        now = self.focused()
        return now is not None and now.role == role and re.fullmatch(name, now.name) is not None

    def window(self) -> str:
        """X's number of the window on show; empty where there is none."""
        return self._desk.hand("search", "--onlyvisible", "--pid", str(self.process.pid)).split("\n")[0]

    def hand(self, *words: str) -> str:
        """Any other command of xdotool."""
        return self._desk.hand(*words)

    # -- the store -------------------------------------------------------------------------------

    def ask(self, *words: str, input: str | None = None) -> Any:
        """What the command line says about the store, which the window has open."""
        return command_line(self._desk.env, self.store, *words, input=input)

    def records(self, kind: str, *more: str) -> Sequence[dict[str, Any]]:
        """The records of a type."""
        found: list[dict[str, Any]] = self.ask("record", "list", kind, *more)["records"]
        return found

    # -- the end ---------------------------------------------------------------------------------

    def close(self) -> int:
        """Close the window as a person does; returns the exit status."""
        window = self.window()
        if window:
            self._desk.hand("windowclose", window)
        return self.process.wait(10)

    def end(self) -> None:
        """End it whatever it is doing."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def why(self, what: str) -> str:
        """``what`` is wrong, with what the window says and what the program wrote."""
        shown = " | ".join(each.name for each in self.things() if each.role == "label" and each.name)
        ended = "" if self.process.poll() is None else f"; ended with {self.process.returncode}"
        return f"{what}{ended}; on show: {shown}; the program said: {self.log.read_text(encoding='utf-8')[-2000:]}"
