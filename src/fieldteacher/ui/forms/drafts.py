"""Drafts of a page that is no form of one record: kept while one writes, forgotten when it is saved."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui

_PAUSE_MS = 700
_GIVEN_UP = Text("已放弃未保存的内容", "What was not saved is given up")
Content = Mapping[str, Any]
"""What is written, as JSON can carry it."""


class Drafts(QObject):
    """``kept`` after each time something was kept; ``changed`` when the store has taken in or forgotten a draft."""

    kept = Signal()
    changed = Signal()

    def __init__(
        self,
        ui: Ui,
        name: str,
        parent: QObject,
        *,
        subject: Callable[[], str],
        written: Callable[[], Content | None],
    ) -> None:
        """``name`` is the page's; ``subject`` tells whom it is about now, ``written`` what there is to keep."""
        super().__init__(parent)
        self._ui, self._name = ui, name
        self._subject, self._written = subject, written
        self._kept_as: set[str] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.keep)

    def begin(self, kept_as: str | None = None) -> None:
        """Another page begins, from the draft kept for ``kept_as`` where that is given."""
        self.rest()
        self._kept_as = {kept_as} if kept_as else set()

    def soon(self) -> None:
        """Something was written: keep it in a moment."""
        self._pause.start()

    def rest(self) -> None:
        """Keep nothing until something is written again."""
        self._pause.stop()

    def keep(self) -> None:
        """Keep what is written now, if anything is."""
        self.rest()
        content = self._written()
        if content is None:
            return
        subject = self._subject()
        stale = self._kept_as - {subject}
        self._kept_as = {subject}
        self._store({**dict.fromkeys(stale), subject: json.dumps(content, ensure_ascii=False)})
        self.kept.emit()

    @property
    def subjects(self) -> set[str]:
        """Under what names the present page is kept."""
        return self._kept_as | {self._subject()}

    def forget(self) -> None:
        """The page was saved or given up."""
        self.rest()
        self._store(dict.fromkeys(self.subjects))
        self._kept_as = set()

    def give_up(self, again: Callable[[str], object]) -> None:
        """Forget what is written; the notice offers to take that back, which calls ``again`` with the subject."""
        content, subject = self._written(), self._subject()
        self.forget()
        if content is None:
            return
        kept = json.dumps(content, ensure_ascii=False)

        def take_back() -> None:
            self._store({subject: kept}, lambda: again(subject))

        self._ui.messages.toast(_GIVEN_UP, undo=take_back)

    def _store(self, contents: Mapping[str, str | None], then: Callable[[], object] | None = None) -> None:
        records, name = self._ui.services.records, self._name

        def store() -> None:
            for subject, content in contents.items():
                records.keep_draft(name, subject, content)

        def stored(_nothing: None) -> None:
            self.changed.emit()
            if then is not None:
                then()

        self._ui.runner.change(store, stored, owner=self)
