"""What is being written in the line at the foot of a list is kept, too, until it is taken or given up."""

from __future__ import annotations

import json

from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.drafts import Drafts
from fieldteacher.ui.widgets.ask_bar import AskBar


class AskedDrafts:
    """Keeps drafts of what ``bar`` asks for, under ``name``; ``begin`` after each ``ask``."""

    def __init__(self, ui: Ui, bar: AskBar, name: str) -> None:
        self._ui, self._bar, self._name = ui, bar, name
        self._subject = ""
        self._drafts = Drafts(ui, name, bar, subject=lambda: self._subject, written=self._written)
        bar.line.textEdited.connect(lambda _: self._drafts.soon())
        bar.closed.connect(self._drafts.forget)

    def begin(self, subject: str) -> None:
        """The bar asks about ``subject`` now; what was kept of it comes back."""
        self._subject, before = subject, self._bar.line.text()
        self._drafts.begin()
        records, bar = self._ui.services.records, self._bar

        def found(content: str | None) -> None:
            if content and bar.asking and self._subject == subject and bar.line.text() == before:
                bar.line.setText(json.loads(content)["words"])

        self._ui.runner.read(lambda: records.draft(self._name, subject), found, owner=bar)

    def _written(self) -> dict[str, str] | None:
        words = self._bar.line.text().strip()
        return {"words": words} if words else None
