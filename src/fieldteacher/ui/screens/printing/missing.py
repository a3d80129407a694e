"""Names that cannot be printed with the fonts at hand, and the ways out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.widgets.basics import button, column, label, row

if TYPE_CHECKING:
    from fieldteacher.services.printing import MissingGlyph

_TITLE = Text("{n} 处的字没有可用的字体", "{n} characters have no font")
_LINE = Text("{character}（{code}）　{where}", "{character} ({code})   {where}")
_MORE = Text("……还有 {n} 处", "… and {n} more")
_FONT = Text("选择字体文件…", "Choose a font file…")
_KINDS = Text("字体 (*.ttf *.ttc *.otf *.otc)", "Fonts (*.ttf *.ttc *.otf *.otc)")
_BOXES = Text("印成空格，手写补上", "Print empty boxes, to write by hand")
_SHOWN = 5


class MissingGlyphs(QFrame):
    """Hidden while every character can be printed. ``agreed`` is emitted when boxes are agreed to, or not any more;
    ``font_chosen`` carries a font file."""

    agreed = Signal()
    font_chosen = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.setProperty("tone", "warn")
        self._title = label("", "title", wrap=True)
        self._list = label("", wrap=True, selectable=True)
        self.font_button = button(ui.theme, ui.t(_FONT), self._choose)
        self.boxes = QCheckBox(ui.t(_BOXES))
        self.boxes.toggled.connect(self.agreed)
        self.setLayout(
            column(
                self._title, self._list, row(self.font_button, -1), self.boxes, margin=tokens.SPACE_M, gap=tokens.SPACE_S
            )
        )  # fmt: skip
        self.hide()

    @property
    def placeholders(self) -> bool:
        """Whether empty boxes are agreed to."""
        return self.boxes.isChecked()

    @property
    def settled(self) -> bool:
        """Whether printing can go ahead."""
        return self.isHidden() or self.placeholders

    @property
    def words(self) -> str:
        """What is listed; empty while hidden."""
        return "" if self.isHidden() else self._list.text()

    def show_missing(self, missing: Sequence[MissingGlyph]) -> None:
        """List these, or hide where there is none."""
        t = self._ui.t
        lines = [
            t(_LINE.fill(character=each.character, code=each.code, where=each.where))
            for each in missing[:_SHOWN]
        ]
        if len(missing) > _SHOWN:
            lines.append(t(_MORE.fill(n=len(missing) - _SHOWN)))
        self._list.setText("\n".join(lines))
        self._title.setText(t(_TITLE.fill(n=len(missing))))
        self.setAccessibleName(self._title.text())
        if not missing:
            self.boxes.setChecked(False)
        self.setVisible(bool(missing))

    def _choose(self) -> None:
        file: Path | None = self._ui.picker.open_file(self._ui.t(_FONT), self._ui.t(_KINDS))
        if file is not None:
            self.font_chosen.emit(file)
