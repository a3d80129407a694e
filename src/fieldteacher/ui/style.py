"""The one style sheet, built from the tokens.

Variants are dynamic properties, so that a screen never writes a style of its own:

* ``QPushButton``: ``role`` = ``primary`` | ``quiet`` | ``danger`` | ``chip`` | ``answer``
* ``QLabel``: ``role`` = ``heading`` | ``title`` | ``muted`` | ``small`` | ``problem`` | ``link`` | ``code``
* ``QFrame``: ``role`` = ``card`` | ``panel`` | ``line`` | ``toast`` | ``banner``; ``tone`` on chips and banners
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from fieldteacher.ui import tokens
from fieldteacher.ui.tokens import Palette

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: 4px 8px; }
QMainWindow, QDialog, QWidget[role="window"] { background: $window; }
QWidget[role="surface"], QScrollArea[role="surface"] { background: $surface; }
QScrollArea { background: transparent; border: none; }
QWidget[role="plain"] { background: transparent; }

QLabel { background: transparent; color: $text; }
QLabel[role="heading"] { font-size: ${heading}px; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${small}px; }
QLabel[role="problem"] { color: $bad; font-size: ${small}px; }
QLabel[role="link"] { color: $accent_text; }
QLabel[role="phone"] { font-size: ${title}px; }
QLabel[role="badge"] { background: $accent_soft; color: $accent_text; border-radius: 9px; padding: 1px 6px; font-size: ${small}px; }
QFrame[role="entry"] { border: 1px solid transparent; border-radius: ${radius_s}px; }
QFrame[role="entry"]:hover { background: $hover; }
QFrame[role="entry"]:focus { border-color: $accent; }
QLabel[role="figure"] { font-size: ${heading}px; }
QLabel[role="code"] { font-size: ${code}px; font-weight: 600; }

QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: ${radius_m}px; }
QFrame[role="panel"] { background: $sunken; border: 1px solid $line; border-radius: ${radius_m}px; }
QFrame[role="toast"] { background: $raised; border: 1px solid $edge; border-radius: ${radius_m}px; }
QFrame[role="popup"] { background: $raised; border: 1px solid $edge; border-radius: ${radius_m}px; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="upright"] { background: $line; border: none; max-width: 1px; min-width: 1px; }
QFrame[tone="good"], QLabel[tone="good"] { background: $good_soft; color: $good; border-radius: ${radius_s}px; }
QFrame[tone="warn"], QLabel[tone="warn"] { background: $warn_soft; color: $warn; border-radius: ${radius_s}px; }
QFrame[tone="bad"], QLabel[tone="bad"] { background: $bad_soft; color: $bad; border-radius: ${radius_s}px; }
QFrame[tone="neutral"], QLabel[tone="neutral"] { background: $neutral_soft; color: $neutral; border-radius: ${radius_s}px; }
QFrame[tone="accent"], QLabel[tone="accent"] { background: $accent_soft; color: $accent_text; border-radius: ${radius_s}px; }
QFrame[tone] > QLabel { background: transparent; }
QFrame[tone="good"] > QLabel { color: $good; }
QFrame[tone="warn"] > QLabel { color: $warn; }
QFrame[tone="bad"] > QLabel { color: $bad; }
QFrame[tone="neutral"] > QLabel { color: $neutral; }

QPushButton { background: $surface; color: $text; border: 1px solid $edge; border-radius: ${radius_s}px;
  padding: 0 12px; min-height: 28px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $disabled; border-color: $line; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed { background: $accent_hover; }
QPushButton[role="primary"]:focus { border-color: $text; }
QPushButton[role="primary"]:disabled { background: $neutral_soft; color: $disabled; border-color: $line; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; color: $text; padding: 0 8px; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="quiet"]:focus { border-color: $accent; }
QPushButton[role="danger"] { color: $bad; }
QPushButton[role="chip"] { min-height: 24px; border-radius: 13px; padding: 0 10px; color: $muted; border-color: $line; }
QPushButton[role="chip"]:checked { background: $accent_soft; color: $accent_text; border-color: $accent; }
QPushButton[role="chip"]:focus { border-color: $accent; }
QPushButton[role="answer"] { padding: 0 2px; border-color: $line; border-radius: 0; }
QPushButton[role="answer"]:checked { background: $accent_soft; color: $accent_text; border-color: $accent; }
QPushButton[role="nav"] { text-align: left; background: transparent; border: 1px solid transparent; color: $text;
  min-height: 32px; padding: 0 8px; }
QPushButton[role="nav"]:hover { background: $hover; }
QPushButton[role="nav"]:checked { background: $accent_soft; color: $accent_text; }
QPushButton[role="nav"]:focus { border-color: $accent; }
QPushButton::menu-indicator { image: none; width: 0; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${radius_s}px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:focus { border-color: $accent; }
QToolButton:checked { background: $accent_soft; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox { background: $surface; color: $text;
  border: 1px solid $edge; border-radius: ${radius_s}px; padding: 0 8px; min-height: 28px;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border-color: $accent; }
QLineEdit:read-only, QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $sunken; color: $muted; }
QLineEdit[problem="true"], QPlainTextEdit[problem="true"], QComboBox[problem="true"] { border-color: $bad; }
QLineEdit[role="search"] { border-color: $line; background: $surface; border-radius: ${radius_m}px; min-height: 30px; }
QLineEdit[role="search"]:focus { border-color: $accent; }
QComboBox { padding-right: 24px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$controls/chevron-down-$mode.svg"); width: 14px; height: 14px; }
QComboBox QLineEdit { border: none; padding: 0; min-height: 24px; background: transparent; }
QComboBox QAbstractItemView, QListView[role="popup"] { background: $raised; border: 1px solid $edge; outline: 0;
  padding: 4px; selection-background-color: $accent_soft; selection-color: $text; }
QListView[role="popup"] { border: none; background: transparent; }
QLineEdit > QListView[role="popup"] { background: $raised; border: 1px solid $edge; border-radius: 0; padding: 3px; }
QComboBox QAbstractItemView::item, QListView[role="popup"]::item { min-height: 28px; padding: 0 8px; border-radius: ${radius_s}px; }
QListView[role="popup"]::item:selected { background: $accent_soft; color: $text; }

QCheckBox, QRadioButton { background: transparent; spacing: 8px; min-height: 24px; color: $text; }
QCheckBox::indicator, QTableView::indicator, QListView::indicator { width: 16px; height: 16px;
  border: 1px solid $edge; border-radius: 4px; background: $surface; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked { background: $accent;
  border-color: $accent; image: url("$controls/check-$mode.svg"); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url("$controls/minus-$mode.svg"); }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $edge; border-radius: 8px; background: $surface; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; }
QCheckBox:focus, QRadioButton:focus { color: $accent_text; }

QTableView, QTreeView, QListView { background: $surface; color: $text; border: none; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text; gridline-color: $line; }
QTableView::item { padding: 0 8px; border: none; border-bottom: 1px solid $line; }
QTableView::item:selected { background: $accent_soft; color: $text; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; border: none; border-bottom: 1px solid $edge;
  padding: 0 11px; font-weight: 400; }
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url("$controls/chevron-up-$mode.svg"); width: 12px; height: 12px;
  subcontrol-position: center right; right: 4px; }
QHeaderView::down-arrow { image: url("$controls/chevron-down-$mode.svg"); width: 12px; height: 12px;
  subcontrol-position: center right; right: 4px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableCornerButton::section { background: $surface; border: none; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $raised; color: $text; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: ${radius_s}px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QProgressBar { background: $neutral_soft; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QTabBar::tab { background: transparent; color: $muted; padding: 6px 12px; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QCalendarWidget QToolButton { color: $text; padding: 4px 8px; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; }
QCalendarWidget QAbstractItemView { background: $raised; selection-background-color: $accent; selection-color: $on_accent; }
""")


def style_sheet(palette: Palette, icons: Path) -> str:
    """The style sheet in the colours of ``palette``; ``icons`` is the folder of the bundled icons."""
    colours = {name: getattr(palette, name) for name in Palette.__slots__ if name != "dark"}
    return _SHEET.substitute(
        colours,
        disabled=palette.muted,
        mode="dark" if palette.dark else "light",
        controls=(icons / "controls").as_posix(),
        heading=tokens.TYPE_HEADING,
        code=tokens.TYPE_CODE,
        title=tokens.TYPE_TITLE,
        small=tokens.TYPE_SMALL,
        radius_s=tokens.RADIUS_S,
        radius_m=tokens.RADIUS_M,
    )
