"""What a command has to work with: the options of this run, and the services of the store it opens."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from fieldteacher.config.paths import store_folder
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import InputRefused, StoreUnavailable
from fieldteacher.domain.text import Language, Text
from fieldteacher.services.app import Services

if TYPE_CHECKING:
    from fieldteacher.services.demo.park import Demo

PASSWORD_VARIABLE = "FIELDTEACHER_PASSWORD"
TODAY_VARIABLE = "FIELDTEACHER_TODAY"
_LONGEST_PASSWORD = 4096
"""Bytes of the password file that are read."""


class OpenStore(Protocol):
    """Opens the store in a folder. Raises ``StoreUnavailable``."""

    def __call__(self, folder: Path, *, password: str | None, clock: Clock) -> Services: ...


class CreateStore(Protocol):
    """Makes a store. Raises ``InputRefused`` where there is one already, and ``StoreUnavailable``."""

    def __call__(
        self, folder: Path, *, name: str, role: str, college: str, password: str | None, clock: Clock
    ) -> Services: ...


class JoinStore(Protocol):
    """Makes a store from an office's invitation. Raises as ``CreateStore`` does, and for a wrong file or code."""

    def __call__(
        self, folder: Path, *, invitation: Path, code: str, password: str | None, clock: Clock
    ) -> Services: ...


class CreateDemo(Protocol):
    """Makes a demo store; returns what was made."""

    def __call__(
        self, folder: Path, *, students: int, teachers: int, seed: int, clock: Clock, password: str | None
    ) -> Demo: ...


class SelfTest(Protocol):
    """Tries the program's own parts one after the other; says of each its name, whether it works, and details."""

    def __call__(self) -> Iterator[Mapping[str, Any]]: ...


class ShowWindow(Protocol):
    """Walks through the window of a store where nobody sees it, in another process, because it needs Qt.

    Returns the names of the stops. With ``pictures``, leaves a PNG of each in that folder. Raises
    ``RuntimeError`` with what went wrong.
    """

    def __call__(
        self,
        store: Path,
        *,
        password: str | None,
        language: Language,
        today: date,
        pictures: Path | None,
        dark: bool,
    ) -> list[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Builders:
    """What the command line is handed, because only ``bootstrap`` builds services."""

    clock: Callable[[date | None], Clock]
    open: OpenStore
    create: CreateStore
    join: JoinStore
    create_demo: CreateDemo
    self_test: SelfTest
    show_window: ShowWindow


@dataclass(slots=True, kw_only=True)
class Context:
    """One run of one command."""

    builders: Builders
    language: Language
    store: Path | None
    password_file: Path | None
    clock: Clock
    source: BinaryIO | None
    """Standard input."""
    note: Callable[[str], None]
    """Says something on standard error."""
    _opened: list[Services] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """The folder of the store: ``--store``, else ``FIELDTEACHER_STORE``, else the per-user one."""
        return store_folder(self.store)

    def services(self) -> Services:
        """The services of the store; opened at the first call. Raises ``StoreUnavailable``."""
        if not self._opened:
            try:
                services = self.builders.open(self.folder, password=self.password(), clock=self.clock)
            except StoreUnavailable as error:
                if error.code != "password_needed" or not asking_is_possible():
                    raise
                services = self.builders.open(self.folder, password=self._ask(), clock=self.clock)
            self._opened.append(services)
        return self._opened[0]

    def keep(self, services: Services) -> Services:
        """Close ``services`` at the end of this run."""
        self._opened.append(services)
        return services

    def close(self) -> None:
        """Close what was opened."""
        for services in self._opened:
            services.close()
        self._opened.clear()

    def password(self) -> str | None:
        """The password from ``--password-file``, else from ``FIELDTEACHER_PASSWORD``.

        Raises ``InputRefused`` where the file cannot be read.
        """
        if self.password_file is None:
            return os.environ.get(PASSWORD_VARIABLE) or None
        try:
            with self.password_file.expanduser().open("rb") as file:
                first = file.read(_LONGEST_PASSWORD).split(b"\n")[0]
            return first.decode("utf-8-sig").rstrip("\r") or None
        except (OSError, UnicodeDecodeError) as error:
            raise InputRefused(
                "password_file",
                Text("密码文件 {f} 读不出来。", "The password file {f} cannot be read.").fill(
                    f=self.password_file
                ),
            ) from error

    def new_password(self) -> str | None:
        """A password for a new store: given, or asked for twice where a person sits at the terminal.

        Raises ``InputRefused`` where the two differ.
        """
        given = self.password()
        if given or not asking_is_possible():
            return given
        first = self._ask()
        if first and first != self._ask(again=True):
            raise InputRefused("passwords_differ", Text("两次输入的密码不同。", "The two passwords differ."))
        return first or None

    def say(self, text: Text, **values: object) -> str:
        """Words in the language of this run."""
        return (text.fill(**values) if values else text).to(self.language)

    def _ask(self, *, again: bool = False) -> str:
        prompt = Text("再输入一次密码：", "Password again: ") if again else Text("密码：", "Password: ")
        return getpass.getpass(prompt.to(self.language))


def asking_is_possible() -> bool:
    """Whether a person sits at the terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()
