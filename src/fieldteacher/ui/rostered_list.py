"""A list whose records come with a roster or are added one by one."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from fieldteacher.domain.text import Text
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.widgets.empty import EmptyState, Step

_IMPORT = Text("导入名单…", "Import a list…")


class RosteredListScreen(ListScreen):
    """While the list is empty it offers both ways; ``do="new"`` adds one."""

    @abstractmethod
    def new(self) -> None:
        """Add one: show an empty form."""

    def arrive(self, **args: Any) -> None:
        if args.get("do") == "new":
            self.new()
        super().arrive(**args)

    def nothing_yet(self, words: Text, more: Text, add: Text, icon: str) -> EmptyState:
        """What stands in the empty list: ``words``, ``more`` below them, and the two ways."""
        return EmptyState(
            self.ui.theme,
            self.t(words),
            Step(self.t(_IMPORT), lambda: self.ui.navigator.go("rosters"), "file-input"),
            Step(self.t(add), self.new, "plus"),
            icon=icon,
            detail=self.t(more),
        )
