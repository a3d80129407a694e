"""The photos and files behind a strip: those of a record, or those of one that is not saved yet."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tasks import Latest

if TYPE_CHECKING:
    from fieldteacher.services.attachments import TakenIn

Item = Mapping[str, Any]
"""An attachment, or the values of one to be; the latter has no ``id``."""

_READING = Text("正在读取照片", "Reading photos")
_PASTED = Text("粘贴的图片", "Pasted picture")
_REMOVED = Text("已移除：{name}", "Removed: {name}")
_LEFT = Text(
    "{n} 张照片没有加入：读取时已离开那份草稿。",
    "{n} photos were not added: the draft was left while they were read.",
)


class Album(QObject):
    """``changed`` after the items are others; ``edited`` after a person changed those of a draft; ``told`` carries what
    became of files that were offered; ``rested`` when nothing is being read any more."""

    changed = Signal()
    edited = Signal()
    told = Signal(object)
    rested = Signal()

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self.items: list[Item] = []
        self.owner: str | None = None
        """The record it is of; ``None`` for a draft."""
        self._draft = 0
        self._reading = 0
        self._latest = Latest(ui.runner, self)
        ui.runner.changed.connect(self._records_changed)

    # What it is about

    def show_owner(self, owner: str) -> None:
        """Show what hangs on a record; what is added is saved at once."""
        if owner != self.owner:
            self.owner = owner
            self._set([])
            self._reload()

    def begin(self, items: Iterable[Item] = ()) -> None:
        """Show what a draft has; what is added is for whoever saves it."""
        self.owner = None
        self._draft += 1
        self._latest.forget()
        self._set(list(items))

    @property
    def busy(self) -> bool:
        """Whether files are being read for it."""
        return self._reading > 0

    # What a person does

    def add_files(self, files: Sequence[Path]) -> None:
        """Read files, or those in folders, and add them."""
        service = self._ui.services
        self._work(lambda progress, cancelled: service.attachments.take_in(files, progress, cancelled))

    def add_picture(self, picture: QImage) -> None:
        """Add a picture that has no file."""
        service, name = self._ui.services, self._ui.t(_PASTED)

        def work(progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> TakenIn:
            with tempfile.TemporaryDirectory(prefix="fieldteacher-") as folder:
                file = Path(folder, f"{name}.png")
                picture.save(str(file), "PNG", 100)  # type: ignore[call-overload]
                return service.attachments.take_in([file], progress, cancelled)

        self._work(work)

    def remove(self, number: int) -> None:
        """Take one away; it can be taken back."""
        item = self.items[number]
        if "id" in item:
            records = self._ui.services.records
            self._ui.runner.change(lambda: records.delete("attachment", item["id"]), owner=self)
            return
        draft = self._draft
        self._set([each for each in self.items if each is not item], edited=True)

        def back() -> None:
            if draft == self._draft:
                self._set([*self.items[:number], item, *self.items[number:]], edited=True)

        self._ui.messages.toast(_REMOVED.fill(name=str(item["name"])), undo=back)

    def describe(self, number: int, caption: str) -> None:
        """Give one a caption."""
        item = self.items[number]
        if caption == (item.get("caption") or ""):
            return
        if "id" in item:
            records = self._ui.services.records
            self._ui.runner.change(
                lambda: records.put("attachment", {"caption": caption or None}, record=item["id"]), owner=self
            )
        else:
            changed = {**item, "caption": caption or None}
            self._set([changed if each is item else each for each in self.items], edited=True)

    # Inside

    def _set(self, items: list[Item], *, edited: bool = False) -> None:
        self.items = items
        self.changed.emit()
        if edited:
            self.edited.emit()

    def _reload(self) -> None:
        owner, service = self.owner, self._ui.services
        if owner is not None:
            self._latest.read(lambda: service.attachments.of(owner), self._read)

    def _read(self, rows: Sequence[Item]) -> None:
        self._set(list(rows))

    def _records_changed(self, changes: ChangeSet) -> None:
        if self.owner is not None and changes.touches("attachment"):
            self._reload()

    def _work(self, work: Callable[..., TakenIn]) -> None:
        owner, draft = self.owner, self._draft
        self._reading += 1
        self._ui.runner.work(
            work, lambda taken: self._taken(taken, owner, draft), self._refused, title=_READING, owner=self
        )

    def _taken(self, taken: TakenIn, owner: str | None, draft: int) -> None:
        service, kept = self._ui.services, taken.kept
        if kept and owner is not None:
            self._ui.runner.change(lambda: service.attachments.add(owner, kept), owner=self)
        elif kept and draft == self._draft and self.owner is None:
            there = {each["sha256"] for each in self.items}
            new = [
                each
                for each in {each["sha256"]: each for each in kept}.values()
                if each["sha256"] not in there
            ]
            self._set([*self.items, *new], edited=True)
        elif kept:
            self._ui.messages.toast(_LEFT.fill(n=len(kept)))
        self.told.emit(taken)
        self._rest()

    def _refused(self, error: UserError) -> None:
        self.told.emit(error)
        self._rest()

    def _rest(self) -> None:
        self._reading -= 1
        if not self._reading:
            self.rested.emit()
