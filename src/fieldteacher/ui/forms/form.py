"""A form laid out from an arrangement: labels above, errors below each field, sections under headings."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.record import RecordType
from fieldteacher.ui import tokens
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.forms.binder import Binder
from fieldteacher.ui.forms.editor import Editor, Surroundings
from fieldteacher.ui.forms.editors import make_editor
from fieldteacher.ui.widgets.basics import column, label

_COLUMNS = 12
_DRAFT_AFTER_MS = 700


class Form(QWidget):
    """``draft`` is emitted a moment after the person stopped typing: the screen keeps ``binder.entered()``."""

    draft = Signal()

    def __init__(
        self,
        kind: RecordType,
        arrangement: Arrangement,
        around: Surroundings,
        *,
        editors: Mapping[str, Editor] | None = None,
    ) -> None:
        """``editors`` are special ones, by field name; all others follow from the field's kind."""
        super().__init__()
        self.binder = Binder(kind, around.language)
        self._kind, self._around = kind, around
        self._special = dict(editors or {})
        self._inputs: list[QWidget] = []
        body = column(gap=tokens.SPACE_L)
        for section in arrangement:
            self._section(body, section)
        body.addStretch(1)
        self.setLayout(body)
        for one, next_ in zip(self._inputs, self._inputs[1:], strict=False):
            QWidget.setTabOrder(one, next_)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_DRAFT_AFTER_MS)
        self._pause.timeout.connect(self.draft)
        self.binder.changed.connect(lambda _: self._pause.start())

    def start(self) -> None:
        """Put the keyboard into the first field."""
        if self._inputs:
            self._inputs[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        """Do not ask for a draft any more: it was saved, or given up."""
        self._pause.stop()

    def _section(self, body: QVBoxLayout, section: Section) -> None:
        heading = self._around.t(section.heading)
        if heading:
            body.addWidget(label(heading, "title"))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE_L)
        grid.setVerticalSpacing(tokens.SPACE_M)
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)
        for number, line in enumerate(section.lines):
            names = (line,) if isinstance(line, str) else line
            span = _COLUMNS // len(names)
            for place, name in enumerate(names):
                cell = self._cell(self._kind.spec(name))
                grid.addWidget(cell, number, place * span, 1, span, Qt.AlignmentFlag.AlignTop)
        body.addLayout(grid)

    def _cell(self, spec: FieldSpec) -> QWidget:
        words = self._around.t(spec.label)
        head = label(f"{words} *" if spec.required else words, "small")
        head.setToolTip(self._around.t(spec.help))
        editor = self._special.get(spec.name) or make_editor(spec, self._around)
        problem: QLabel = label("", "problem", wrap=True)
        self.binder.bind(spec.name, editor, problem)
        inputs = editor.inputs()
        self._inputs.extend(inputs)
        if inputs:
            head.setBuddy(inputs[0])
        help_words = self._around.t(spec.help)
        if (
            help_words
            and hasattr(inputs[0], "setPlaceholderText")
            and not inputs[0].property("placeholderText")
        ):
            inputs[0].setProperty("placeholderText", help_words)
        cell = QWidget()
        cell.setLayout(column(head, editor, problem, gap=tokens.SPACE_XS))
        cell.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        return cell
