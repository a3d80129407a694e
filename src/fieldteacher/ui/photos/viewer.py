"""One photo after the other, large, over the whole window; nothing is modal, Esc leaves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.album import Album
from fieldteacher.ui.photos.grid import words_of
from fieldteacher.ui.photos.thumbnails import PHOTO, decoded
from fieldteacher.ui.tasks import Latest
from fieldteacher.ui.widgets.basics import button, column, icon_button, label, row, rule

_LARGEST = QSize(4000, 4000)
_BACK, _NEXT, _CLOSE = (
    Text("上一个（←）", "Previous (←)"),
    Text("下一个（→）", "Next (→)"),
    Text("关闭（Esc）", "Close (Esc)"),
)
_SAVE, _OPEN, _REMOVE = (
    Text("另存为…", "Save a copy…"),
    Text("用系统程序打开", "Open outside"),
    Text("删除（Del）", "Delete (Del)"),
)
_CAPTION, _CAPTION_HINT = Text("说明", "Caption"), Text("说明（F2）", "Caption (F2)")
_PLACE = Text("{n} / {all}", "{n} / {all}")
_LARGE = Text("大图", "Large view")


class _Picture(QWidget):
    """The photo as large as there is room, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._words = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_picture(self, image: QImage, words: str) -> None:
        """Show a picture, or ``words`` where there is none to show."""
        self._pixmap, self._words = QPixmap.fromImage(image), words
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        if self._pixmap.isNull():
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._pixmap.size()
        if size.width() > self.width() or size.height() > self.height():
            size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter.drawPixmap(place, self._pixmap)


class Viewer(QWidget):
    """Covers the window it is made in. ``save_copy`` and ``open_outside`` are given the number of an item."""

    def __init__(
        self,
        ui: Ui,
        album: Album,
        window: QWidget,
        *,
        save_copy: Callable[[int], None],
        open_outside: Callable[[int], None],
    ) -> None:
        super().__init__(window)
        self._ui, self._album, self._over = ui, album, window
        self._number = 0
        self._before: QWidget | None = None
        self._latest = Latest(ui.runner, self)
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(ui.t(_LARGE))
        t, theme = ui.t, ui.theme
        self._name, self._when, self._place = label("", "title"), label("", "muted"), label("", "muted")
        self._picture = _Picture()
        self.caption = QLineEdit()
        self.caption.setAccessibleName(t(_CAPTION))
        self.caption.setPlaceholderText(t(_CAPTION_HINT))
        self.caption.editingFinished.connect(self._describe)
        self.back_button = icon_button(theme, t(_BACK), lambda: self.go(-1), icon="chevron-left")
        self.next_button = icon_button(theme, t(_NEXT), lambda: self.go(1), icon="chevron-right")
        save = button(theme, t(_SAVE), lambda: save_copy(self._number), icon="download")
        outside = button(theme, t(_OPEN), lambda: open_outside(self._number), icon="external-link")
        remove = icon_button(theme, t(_REMOVE), self.remove, icon="trash-2")
        close = icon_button(theme, t(_CLOSE), self.leave, icon="x")
        self._controls = (self.back_button, self.next_button, save, outside, remove, close)
        head = row(
            self._name, self._when, -1, self.back_button, self._place, self.next_button, tokens.SPACE_L, save, outside,
            remove, close,
        )  # fmt: skip
        head.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        foot = row(self.caption)
        foot.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_M)
        whole = column(head, rule(), self._picture, foot, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.hide()
        window.installEventFilter(self)
        album.changed.connect(self._items_changed)
        ui.navigator.moved.connect(self.leave)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def look_at(self, number: int, *, describe: bool = False) -> None:
        """Open at an item; with ``describe`` its caption can be written at once."""
        if self.isHidden():
            self._before = self.window().focusWidget()
        self._number = number
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self._show()
        if describe:
            self.caption.setFocus(Qt.FocusReason.OtherFocusReason)
            self.caption.selectAll()
        else:
            self._picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, step: int) -> None:
        """To the next or the one before; the last is followed by the first."""
        self._describe()
        if self._album.items:
            self._number = (self._number + step) % len(self._album.items)
            self._show()

    def remove(self) -> None:
        """Take the one on show away."""
        self._album.remove(self._number)

    def leave(self) -> None:
        """Back to where the keyboard was."""
        if self.isHidden():
            return
        self._describe()
        self._latest.forget()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        writing = self.caption.hasFocus()
        key = event.key()
        if key == Qt.Key.Key_Escape and writing:
            self.caption.setText(self._album.items[self._number].get("caption") or "")
            self._picture.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and writing:
            self._picture.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key == Qt.Key.Key_F2:
            self.caption.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key == Qt.Key.Key_Delete and not writing:
            self.remove()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left) and not writing:
            self.go(1 if key == Qt.Key.Key_Right else -1)
        # Nothing of the screen below is meant by a key pressed here.
        event.accept()

    def event(self, event: QEvent, /) -> bool:
        # F2 and Delete are for the photo here, whatever they mean to the screen below.
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Delete):  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool, /) -> bool:
        """Tab stays within: what lies below cannot be seen."""
        order = [each for each in (self._picture, *self._controls, self.caption) if each.isEnabled()]
        here = next((n for n, each in enumerate(order) if each.hasFocus()), 0)
        order[(here + (1 if forward else -1)) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The person went elsewhere, by the key of the search box, say."""
        if (
            now is not None
            and self.isVisible()
            and not self.isAncestorOf(now)
            and now.window() is self.window()
        ):
            self._before = None
            self.leave()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def _describe(self) -> None:
        if self.isVisible() and self._number < len(self._album.items):
            self._album.describe(self._number, self.caption.text().strip())

    def _items_changed(self) -> None:
        if self.isHidden():
            return
        if not self._album.items:
            self.leave()
            return
        self._number = min(self._number, len(self._album.items) - 1)
        self._show()

    def _show(self) -> None:
        item = self._album.items[self._number]
        self._name.setText(str(item.get("name") or ""))
        self._when.setText(str(item.get("taken_at") or item.get("taken_on") or "").replace("T", " "))
        self._place.setText(self._ui.t(_PLACE.fill(n=self._number + 1, all=len(self._album.items))))
        several = len(self._album.items) > 1
        self.back_button.setEnabled(several)
        self.next_button.setEnabled(several)
        if not self.caption.hasFocus():
            self.caption.setText(item.get("caption") or "")
        words, service, sha256 = words_of(item), self._ui.services, item["sha256"]
        if item.get("media_type") != PHOTO:
            self._latest.forget()
            self._picture.show_picture(QImage(), words)
            return

        def failed(error: UserError) -> None:
            self._picture.show_picture(QImage(), self._ui.t(error.text))

        self._latest.read(
            lambda: decoded(service.attachments.content(sha256), _LARGEST),
            lambda image: self._picture.show_picture(image, words),
            failed,
        )
