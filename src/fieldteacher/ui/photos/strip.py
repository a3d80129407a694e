"""The photos and files of a record: shown as tiles, added by button, drop, paste or folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.album import Album, Item
from fieldteacher.ui.photos.grid import Grid
from fieldteacher.ui.photos.offered import Offers, files_in, picture_in
from fieldteacher.ui.photos.thumbnails import PHOTO
from fieldteacher.ui.photos.viewer import Viewer
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import button, column, icon_button, label, row
from fieldteacher.ui.widgets.keys import bind_keys
from fieldteacher.ui.widgets.reading_card import ReadingCard

_TITLE = Text("照片和文件", "Photos and files")
_COUNT = Text("照片和文件（{n}）", "Photos and files ({n})")
_ADD, _FOLDER = Text("添加…", "Add…"), Text("添加整个文件夹…", "Add a whole folder…")
_HINT = Text("可拖入，或 Ctrl+V 粘贴", "drop or Ctrl+V")
_READING = Text("正在读取…", "Reading…")
_CHOOSE = Text("选择照片或文件", "Choose photos or files")
_CHOOSE_FOLDER = Text("选择文件夹", "Choose a folder")
_KINDS = Text(
    "照片和文件 (*.jpg *.jpeg *.png *.heic *.heif *.webp *.gif *.tif *.tiff *.bmp *.pdf *.doc *.docx *.xls *.xlsx *.ppt *.pptx "
    "*.odt *.ods *.odp *.txt);;所有文件 (*)",
    "Photos and files (*.jpg *.jpeg *.png *.heic *.heif *.webp *.gif *.tif *.tiff *.bmp *.pdf *.doc *.docx *.xls *.xlsx *.ppt "
    "*.pptx *.odt *.ods *.odp *.txt);;All files (*)",
)
_REFUSED = Text("{n} 个没有加入：{why}", "{n} not added: {why}")
_MORE = Text("……还有 {n} 个", "… and {n} more")
_TOLD = 3
_VIEW, _DESCRIBE = Text("查看", "View"), Text("写说明", "Write a caption")
_SAVE, _OPEN, _REMOVE = (
    Text("另存为…", "Save a copy…"),
    Text("用系统程序打开", "Open outside"),
    Text("删除", "Delete"),
)
_COPY = Text("复制图片", "Copy the picture")
MoreForPhoto = tuple[Text, Callable[[Item], object]]
"""Words in the menu of a photo, and what they do with it."""
_SAVED = Text("已另存：{name}", "Saved a copy: {name}")


def _open(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


class PhotoStrip(QWidget):
    """``changed`` after a person changed what a draft has; ``rested`` when nothing is being read any more."""

    changed = Signal()
    rested = Signal()

    def __init__(
        self, ui: Ui, title: Text = _TITLE, *, compact: bool = False, more: Sequence[MoreForPhoto] = ()
    ) -> None:
        """``compact`` is for narrow places: only the button, no words about dropping. ``more`` goes into the menu of a
        photo on a record."""
        super().__init__()
        self._ui, self._title, self._more = ui, title, more
        self._viewer: Viewer | None = None
        self._offers: Offers | None = None
        self._outside: tempfile.TemporaryDirectory[str] | None = None
        t, theme = ui.t, ui.theme
        self.album = Album(ui, self)
        self._head = label(t(title), "title")
        self.add_button = button(theme, t(_ADD), self._ask_files, icon="image-plus")
        self.folder_button = icon_button(theme, t(_FOLDER), self._ask_folder, icon="folder")
        self._hint = label(t(_HINT), "small")
        self.banner = Banner(theme)
        self.grid = Grid(ui, t(title))
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._menu)
        if compact:
            self.folder_button.hide()
            self._hint.hide()
        head = row(self._head, self.add_button, self.folder_button, self._hint, -1, gap=tokens.SPACE_S)
        self.setLayout(column(head, self.banner, self.grid, gap=tokens.SPACE_S))
        self.setAccessibleName(t(title))
        self.setAcceptDrops(True)
        self.album.changed.connect(self._show)
        self.album.edited.connect(self.changed)
        self.album.told.connect(self._tell)
        self.album.rested.connect(self._rested)
        self.grid.opened.connect(self.look_at)
        self.grid.unwanted.connect(self.album.remove)
        self.grid.to_describe.connect(lambda number: self.look_at(number, describe=True))
        bind_keys(self, {"Ctrl+V": self.paste, "Ctrl+C": self._copy})

    # What it is about

    def show_owner(self, owner: str) -> None:
        """Show what hangs on a record; what is added is saved at once."""
        if owner != self.album.owner:
            self.banner.clear()
        self.album.show_owner(owner)

    def begin(self, items: Iterable[Item] = ()) -> None:
        """Show what a draft has, as ``pending`` gave it."""
        self.banner.clear()
        self.album.begin(items)
        self.watch_inputs()

    @property
    def pending(self) -> list[Item]:
        """What a draft has; JSON can carry it."""
        return list(self.album.items)

    @property
    def busy(self) -> bool:
        """Whether files are being read."""
        return self.album.busy

    def accept_from(self, page: QWidget) -> None:
        """Take also what is dropped anywhere on ``page`` or pasted in it."""
        self._offers = Offers(page, self.take)

    def watch_inputs(self) -> None:
        """The page has new text boxes, which are not to take files as words."""
        if self._offers is not None:
            self._offers.watch_inputs()

    def inputs(self) -> list[QWidget]:
        """Where the keyboard can be, in order."""
        return [self.add_button, self.folder_button, self.grid]

    # Adding

    def take(self, data: QMimeData) -> bool:
        """Add what is offered; whether there was anything."""
        files, picture = files_in(data), picture_in(data)
        if files:
            self._add(files)
        elif picture is not None:
            self.banner.clear()
            self.album.add_picture(picture)
            self._show()
        return bool(files) or picture is not None

    def paste(self) -> None:
        """Add what the clipboard holds."""
        self.take(QGuiApplication.clipboard().mimeData())

    def _add(self, files: Sequence[Path]) -> None:
        self.banner.clear()
        self.album.add_files(files)
        self._show()

    def _ask_files(self) -> None:
        files = self._ui.picker.open_files(self._ui.t(_CHOOSE), self._ui.t(_KINDS))
        if files:
            self._add(files)

    def _ask_folder(self) -> None:
        folder = self._ui.picker.folder(self._ui.t(_CHOOSE_FOLDER))
        if folder is not None:
            self._add([folder])

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        if files_in(event.mimeData()) or picture_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    # Looking, copying, opening

    def look_at(self, number: int, *, describe: bool = False) -> None:
        """Show an item large."""
        if self._viewer is None:
            window = self.window()
            self._viewer = Viewer(
                self._ui, self.album, window, save_copy=self.save_copy, open_outside=self.open_outside
            )
            self.destroyed.connect(self._viewer.deleteLater)
        self._viewer.look_at(number, describe=describe)

    @property
    def viewer(self) -> Viewer | None:
        """The large view, once there was one."""
        return self._viewer

    def save_copy(self, number: int) -> None:
        """Ask for a file, and write the content of an item into it."""
        item, service = self.album.items[number], self._ui.services
        kinds = f"{service.attachments.ending(item)[1:].upper()} (*{service.attachments.ending(item)})"
        target = self._ui.picker.save_file(self._ui.t(_SAVE), kinds, Path.home() / str(item["name"]))
        if target is not None:
            said = _SAVED.fill(name=target.name)
            self._ui.runner.read(
                lambda: service.attachments.write_content(item["sha256"], target),
                lambda _size: self._ui.messages.toast(said), self._refused, owner=self,
            )  # fmt: skip

    def open_outside(self, number: int) -> None:
        """Hand a copy to the program that the system opens such files with; it goes when this program ends."""
        item, service = self.album.items[number], self._ui.services
        if self._outside is None:
            self._outside = tempfile.TemporaryDirectory(prefix="fieldteacher-", ignore_cleanup_errors=True)
            self.destroyed.connect(self._outside.cleanup)
            app = QCoreApplication.instance()
            if app is not None:
                app.aboutToQuit.connect(self._outside.cleanup)
        target = Path(self._outside.name, f"{item['sha256'][:12]}{service.attachments.ending(item)}")
        self._ui.runner.read(
            lambda: service.attachments.write_content(item["sha256"], target),
            lambda _size: _open(target), self._refused, owner=self,
        )  # fmt: skip

    def _copy(self) -> None:
        number = self.grid.current
        if number is None or self.album.items[number].get("media_type") != PHOTO:
            return
        sha256, service = self.album.items[number]["sha256"], self._ui.services
        self._ui.runner.read(
            lambda: QImage.fromData(service.attachments.content(sha256)),
            lambda image: QGuiApplication.clipboard().setImage(image), self._refused, owner=self,
        )  # fmt: skip

    def _menu(self, place: QPoint) -> None:
        index = self.grid.indexAt(place)
        number = index.row() if index.isValid() else self.grid.current  # the menu key asks anywhere
        if number is None:
            return
        item, t = self.album.items[number], self._ui.t
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(t(_VIEW), lambda: self.look_at(number))
        menu.addAction(t(_DESCRIBE), lambda: self.look_at(number, describe=True))
        if item.get("media_type") == PHOTO:
            for words, wanted in self._more:
                menu.addAction(t(words), partial(wanted, item))
            menu.addAction(t(_COPY), QKeySequence(QKeySequence.StandardKey.Copy), self._copy)
        menu.addAction(t(_SAVE), lambda: self.save_copy(number))
        menu.addAction(t(_OPEN), lambda: self.open_outside(number))
        menu.addSeparator()
        menu.addAction(t(_REMOVE), lambda: self.album.remove(number))
        menu.popup(self.grid.viewport().mapToGlobal(place))

    # Telling

    def _show(self) -> None:
        count = len(self.album.items)
        self._head.setText(
            self._ui.t(_COUNT.fill(n=count)) if count and self._title is _TITLE else self._ui.t(self._title)
        )
        self._hint.setText(self._ui.t(_READING if self.busy else _HINT))
        self.grid.show_items(self.album.items)

    def _rested(self) -> None:
        self._show()
        self.rested.emit()

    def _tell(self, result: object) -> None:
        """What was not added, by name; what was is seen."""
        if isinstance(result, UserError):
            self._refused(result)
            return
        refused: Sequence[UserError] = getattr(result, "refused", ())
        if refused:
            t = self._ui.t
            why = " ".join(t(error.text) for error in refused[:_TOLD])
            if len(refused) > _TOLD:
                why += t(_MORE.fill(n=len(refused) - _TOLD))
            self.banner.say(t(_REFUSED.fill(n=len(refused), why=why)), "warn")

    def _refused(self, error: UserError) -> None:
        self.banner.say(self._ui.t(error.text))


def strip_on(card: ReadingCard, ui: Ui) -> PhotoStrip:
    """A strip below the body of a card, which takes what is dropped anywhere on it."""
    strip = PhotoStrip(ui)
    strip.accept_from(card)
    card.files.addWidget(strip)
    return strip
