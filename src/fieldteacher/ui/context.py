"""What every screen is handed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.messages import Messages
from fieldteacher.ui.navigator import Navigator
from fieldteacher.ui.pickers import Picker
from fieldteacher.ui.tasks import Runner
from fieldteacher.ui.theme import Theme

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
    resources: Path
    language: Language

    def t(self, text: Text) -> str:
        """``text`` in the language of the window."""
        return text.to(self.language)
