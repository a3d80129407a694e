"""Which file, which sheet, which header row, which encoding: as found, and how it can be corrected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editors import QuietCombo
from fieldteacher.ui.screens.rosters.arrangement import FORMATS
from fieldteacher.ui.screens.rosters.reading import Shown
from fieldteacher.ui.widgets.basics import button, label, row

_SHEET, _HEADER = Text("工作表", "Sheet"), Text("表头行", "Header row")
_BATCH, _NO_BATCH = Text("批次", "Batch"), Text("不指定", "none")
_OTHER = Text("换一个文件…", "Another file…")
_MOST = 10_000


class SourceLine(QWidget):
    """``changed`` carries the sheet and the header row that the person wants, ``batch_changed`` the batch for new
    placements; ``other`` asks for another file."""

    changed = Signal(object, object)
    batch_changed = Signal(object)
    other = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        t = ui.t
        self._name, self._kind = label("", "title"), label("", "muted")
        self.sheet = QuietCombo()
        self.sheet.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToContents)
        self.sheet.setMaximumWidth(200)
        self.sheet.setAccessibleName(t(_SHEET))
        self.header = QLineEdit()
        self.header.setValidator(QIntValidator(1, _MOST, self.header))
        self.header.setAccessibleName(t(_HEADER))
        self.header.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.header.setFixedWidth(52)
        self.sheet.activated.connect(lambda _: self.changed.emit(self.sheet.currentData(), None))
        self.header.editingFinished.connect(self._header_changed)
        self.batch = QuietCombo()
        self.batch.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToContents)
        self.batch.setMaximumWidth(200)
        self.batch.setAccessibleName(t(_BATCH))
        self.batch.activated.connect(lambda _: self.batch_changed.emit(self.batch.currentData()))
        self._batch_label = label(t(_BATCH), "muted")
        self.other_button = button(ui.theme, t(_OTHER), self.other.emit, icon="folder")
        self._sheet_label, self._found = label(t(_SHEET), "muted"), 0
        inside = row(
            self._name, self._kind, tokens.SPACE_M, self._sheet_label, self.sheet, tokens.SPACE_S,
            label(t(_HEADER), "muted"), self.header,
            tokens.SPACE_S, self._batch_label, self.batch, -1, self.other_button,
        )  # fmt: skip
        inside.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S)
        self.setLayout(inside)

    def show_source(self, shown: Shown) -> None:
        """Say what was found."""
        roster, t = shown.preview.roster, self._ui.t
        kind = t(FORMATS[roster.format]) if roster.format in FORMATS else roster.format
        self._name.setText(shown.file.name)
        self._kind.setText(" · ".join(filter(None, (kind, roster.encoding))))
        several = len(roster.sheets) > 1
        _fill(self.sheet, [(name, name) for name in roster.sheets], roster.sheet)
        self.sheet.setVisible(several)
        self._sheet_label.setVisible(several)
        _fill(self.batch, [(None, t(_NO_BATCH)), *shown.batches], shown.asked.batch)
        self.batch.setVisible(bool(shown.batches))
        self._batch_label.setVisible(bool(shown.batches))
        self._found = roster.header_row
        self.header.setText(str(roster.header_row))

    def _header_changed(self) -> None:
        row_number = int(self.header.text())
        if row_number != self._found:
            self._found = row_number
            self.changed.emit(self.sheet.currentData(), row_number)


def _fill(combo: QuietCombo, entries: Sequence[tuple[str | None, str]], chosen: str | None) -> None:
    combo.clear()
    for value, words in entries:
        combo.addItem(words, value)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
