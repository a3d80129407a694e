"""A list whose new records are entered on a page that takes the whole screen; unsaved ones can be gone on with."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.entry_page import EntryPage
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.banner import Banner

_GO_ON = Text("继续填写", "Go on")


class PagedListScreen(ListScreen):
    """Shows the list with its cards, or the page; a banner below the list tells of drafts."""

    page: EntryPage
    draft: str
    """The name the page keeps its drafts under."""
    unsaved: Text
    """Says that ``{n}`` are not saved."""

    def __init__(self, ui: Ui, table: TableView, pick: Text, icon: str) -> None:
        super().__init__(ui, table, pick, icon)
        self.page = page = self.make_page()
        self.banner = Banner(ui.theme)
        self._list: QWidget = table.parentWidget() or table
        for layout, part in ((self.layout(), page), (table.layout(), self.banner)):
            assert layout is not None
            layout.addWidget(part)
        page.hide()
        page.closed.connect(self._page_closed)
        page.saved.connect(self.go_to)
        page.wanted.connect(lambda subject: self.new(subject or None))
        page.drafts.changed.connect(self._read_drafts)

    @abstractmethod
    def make_page(self) -> EntryPage:
        """The page, made when the list has begun to be read."""

    def go_on_with(self, drafts: Sequence[str]) -> str | None:
        """Whom the banner's button calls the page for, ``None`` where the page finds that itself."""
        return None

    def new(self, subject: str | None = None) -> None:
        """Begin one about ``subject`` where given, or go on with the one begun."""
        self._list.hide()
        self.page.show()
        self.page.start(subject)

    def arrive(self, **args: Any) -> None:
        if self.page.isVisibleTo(self):
            self.page.start()
        else:
            super().arrive(**args)

    def leave(self) -> None:
        if self.page.open:
            self.page.drafts.keep()
        super().leave()

    def back(self) -> bool:
        if self.page.isVisibleTo(self):
            return self.page.back()
        return super().back()

    def reload(self) -> None:
        super().reload()
        self._read_drafts()

    def _read_drafts(self) -> None:
        records, name = self.ui.services.records, self.draft
        self.read(
            lambda: [subject for subject, _ in records.drafts(name)], self._found_drafts, latest="drafts"
        )

    def _found_drafts(self, subjects: Sequence[str]) -> None:
        if not subjects:
            self.banner.clear()
            return
        self.banner.say(
            self.t(self.unsaved.fill(n=len(subjects))), "warn", action=self.t(_GO_ON),
            taken=lambda: self.new(self.go_on_with(subjects)),
        )  # fmt: skip

    def _page_closed(self) -> None:
        self.page.hide()
        self._list.show()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
