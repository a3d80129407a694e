"""What every screen is handed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.inbox import Inbox
from fieldteacher.ui.messages import Messages
from fieldteacher.ui.navigator import Navigator
from fieldteacher.ui.pickers import Picker
from fieldteacher.ui.tasks import Runner
from fieldteacher.ui.theme import Mode, Theme

if TYPE_CHECKING:
    from fieldteacher.services.app import Services


class Settings(Protocol):
    """What the program remembers of its own look on this machine; values are what JSON can carry."""

    def get(self, name: str, default: Any = None) -> Any:
        """The remembered value."""

    def set(self, name: str, value: Any) -> None:
        """Remember ``value``; ``None`` forgets it."""


@dataclass(kw_only=True)
class Ui:
    """The services and the parts of the window that a screen works with. Passed in, never global."""

    services: Services
    runner: Runner
    settings: Settings
    navigator: Navigator
    messages: Messages
    picker: Picker
    theme: Theme
    clock: Clock
    inbox: Inbox
    resources: Path
    language: Language
    speak: Callable[[Language], None] = lambda _: None
    """Tells Qt which language to speak; set by the application."""
    rebuild: Callable[[], None] = lambda: None
    """Makes the window anew; set by the window."""

    def t(self, text: Text) -> str:
        """``text`` in the language of the window."""
        return text.to(self.language)

    def choose_language(self, language: Language) -> None:
        """Speak ``language`` from now on, everywhere in the window."""
        self.language = self.messages.language = language
        self.settings.set("language", language)
        self.speak(language)
        self.rebuild()

    def choose_theme(self, mode: Mode) -> None:
        """Follow the system, or be light or dark."""
        self.settings.set("theme", mode)
        self.theme.choose(mode)
