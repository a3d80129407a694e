"""The small parts every screen is put together from. Words arrive already in the person's language."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme


def label(words: str, role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Words in one of the label roles of ``ui.style``; always plain text, never markup."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(words)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return made


def _entered(made: QAbstractButton, event: QKeyEvent) -> bool:
    """Enter presses the button that has the keyboard, as people expect; Qt itself knows only the space bar."""
    wanted = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
    if wanted and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
        made.click()
        return True
    return False


class _Push(QPushButton):
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if not _entered(self, event):
            super().keyPressEvent(event)


class _Tool(QToolButton):
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if not _entered(self, event):
            super().keyPressEvent(event)


def button(
    theme: Theme, words: str, clicked: Callable[[], object], *, icon: str = "", role: str = "", tip: str = ""
) -> QPushButton:
    """A button with words; ``role`` as in ``ui.style``."""
    made = _Push()
    # Not in the constructor: Qt would tell assistive technology of a button that is not yet this class of ours.
    made.setText(words)
    if role:
        made.setProperty("role", role)
    if icon:
        theme.dress(made, icon, {"primary": "on_accent", "danger": "bad"}.get(role, "muted"))
        made.setIconSize(QSize(tokens.ICON, tokens.ICON))
    if tip:
        made.setToolTip(tip)
    made.setAutoDefault(False)
    made.clicked.connect(lambda: clicked())
    return made


def icon_button(theme: Theme, name: str, clicked: Callable[[], object], *, icon: str) -> QToolButton:
    """A button that shows only an icon; ``name`` is its tooltip and accessible name."""
    made = _Tool()
    theme.dress(made, icon)
    made.setIconSize(QSize(tokens.ICON, tokens.ICON))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.clicked.connect(lambda: clicked())
    return made


def rule(*, upright: bool = False) -> QFrame:
    """A hairline between two areas, below or (``upright``) beside each other."""
    made = QFrame()
    made.setProperty("role", "upright" if upright else "line")
    return made


def ground(role: str) -> QWidget:
    """A widget painted with one of the grounds: ``surface``, ``window`` or ``plain``."""
    made = QWidget()
    made.setProperty("role", role)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made


def column(*parts: QWidget | QLayout | int, margin: int = 0, gap: int = tokens.SPACE_S) -> QVBoxLayout:
    """Parts below each other; an integer is that much space, -1 takes what is left."""
    made = QVBoxLayout()
    _fill(made, parts, margin, gap)
    return made


def row(*parts: QWidget | QLayout | int, margin: int = 0, gap: int = tokens.SPACE_S) -> QHBoxLayout:
    """Parts beside each other; an integer is that much space, -1 takes what is left."""
    made = QHBoxLayout()
    _fill(made, parts, margin, gap)
    return made


def headline(name: QLabel, behind: QLayout) -> QHBoxLayout:
    """A name that may take several lines, and what stands at the end of its first."""
    made = row(name)
    made.setStretch(0, 1)
    made.addLayout(behind)
    made.setAlignment(behind, Qt.AlignmentFlag.AlignTop)
    return made


def _fill(layout: QBoxLayout, parts: tuple[QWidget | QLayout | int, ...], margin: int, gap: int) -> None:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        elif part < 0:
            layout.addStretch(1)
        else:
            layout.addSpacing(part)


def box(layout: QLayout, role: str = "plain") -> QWidget:
    """A widget around ``layout``."""
    made = ground(role)
    made.setLayout(layout)
    return made


class Card(QFrame):
    """A framed area with an optional title; put parts into ``body``."""

    def __init__(self, title: str = "", *, role: str = "card") -> None:
        super().__init__()
        self.setProperty("role", role)
        self.body = column(margin=tokens.SPACE_L, gap=tokens.SPACE_S)
        self.setLayout(self.body)
        if title:
            self.setAccessibleName(title)
            self.body.addWidget(label(title, "title"))


class Scroll(QScrollArea):
    """Content that scrolls down and never sideways."""

    def __init__(self, content: QWidget, role: str = "surface") -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        content = self.widget()
        if event.type() == QEvent.Type.LayoutRequest and content is not None and watched is content:
            # Words that wrap want less height the wider they are. Qt takes their greatest as the least of all, which left
            # an empty stretch at the end: with a least height of its own the content is as high as its width asks for.
            layout = content.layout()
            content.setMinimumHeight(1 if layout is not None and layout.hasHeightForWidth() else 0)
        return super().eventFilter(watched, event)


def clear(layout: QLayout) -> None:
    """Take everything out of ``layout`` and destroy it."""
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if inner is not None:
            clear(inner)
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def refresh(widget: QWidget) -> None:
    """Let the style sheet look at changed dynamic properties."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
