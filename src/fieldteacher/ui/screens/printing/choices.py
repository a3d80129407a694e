"""The choices beside the preview: which form, for whom, into what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from fieldteacher.domain.text import Language, Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editors import QuietCombo
from fieldteacher.ui.screens.printing.arrangement import KINDS, LANGUAGES, SCOPES, STAGE_CHOICES
from fieldteacher.ui.widgets.basics import box, column, label, row
from fieldteacher.ui.widgets.field import Field

_FORM = Text("考核表", "Evaluation form")
_STAGE = Text("阶段", "Stage")
_SCHEME = Text("考核方案", "Scheme")
_OWN_SCHEME = Text("按批次；未指定的用默认方案", "The batch's, else the default one")
_LANGUAGE = Text("表单语言", "Language of the form")
_FOR = Text("为谁打印", "For whom")
_WHICH = Text("选择", "Which")
_DRAFT = Text("草稿水印（不登记）", "As a draft (not recorded)")
_CHOSEN = Text("所选学生（{n} 名）", "The {n} chosen students")
_PICK_HINT = Text("在学生列表中多选，再点“打印”。", "Choose several in the list of students, then Print.")
_SORTED = Text("按企业、学号排序。", "Sorted by enterprise and student number.")
_OUTPUT = Text("输出", "Output")
_COUNTED = Text("{words}（{n}）", "{words} ({n})")
_ONE = Text("一个 PDF 文件", "One PDF file")
_MANY = Text("每名学生一个文件", "One file a student")
_NAMES = Text("文件名含学号和姓名", "Number and name in the file names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be printed, as chosen."""

    blank: bool = False
    draft: bool = False
    stage: Literal["mid", "final"] = "final"
    scheme: str | None = None
    language: Language = "zh_CN"
    scope: str = "all"
    value: Any = None
    """The enterprise, class or batch, or the students' ids."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What there is to choose from: value, words and number of students, by scope; and the schemes."""

    scopes: Mapping[str, Sequence[tuple[Any, str, int]]] = field(default_factory=dict)
    schemes: Sequence[tuple[str, str]] = ()


class Choices(QWidget):
    """``changed`` is emitted when other pages are wanted; ``value`` tells which."""

    changed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._offers = Offers()
        self._students: tuple[str, ...] = ()
        self._quiet = False
        t = ui.t
        self.kinds, kinds = self._group([t(words) for _, words in KINDS])
        self.draft = QCheckBox(t(_DRAFT))
        self.draft.toggled.connect(self._changed)
        self.stage, self.scheme, self.language, self.scope, self.value_choice = (
            QuietCombo() for _ in range(5)
        )
        for combo in (self.stage, self.scheme, self.language, self.scope, self.value_choice):
            combo.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(4)
        for value, words in STAGE_CHOICES:
            self.stage.addItem(t(words), value)
        for value, words in LANGUAGES:
            self.language.addItem(t(words), value)
        for value, words in SCOPES:
            self.scope.addItem(t(words), value)
        self.value_field = Field(t(_WHICH), self.value_choice)
        self.value_field.hide()
        self._hint = label("", "small", wrap=True)
        self.outputs, outputs = self._group([t(_ONE), t(_MANY)], announce=False)
        self.names = QCheckBox(t(_NAMES))
        self.names.setEnabled(False)
        self.outputs.idToggled.connect(lambda *_: self.names.setEnabled(self.split))
        for combo in (self.stage, self.scheme, self.language, self.value_choice):
            combo.activated.connect(self._changed)
        self.scope.activated.connect(self._scope_changed)
        body = column(
            Field(t(_FOR), self.scope), self.value_field, self._hint,
            Field(t(_FORM), kinds), self.draft,
            row(Field(t(_STAGE), self.stage), Field(t(_LANGUAGE), self.language)),
            Field(t(_SCHEME), self.scheme),
            Field(t(_OUTPUT), outputs), self.names,
            -1, gap=tokens.SPACE_M,
        )  # fmt: skip
        self.setLayout(body)
        self.offer(Offers())

    @property
    def value(self) -> Wanted:
        """What is chosen now."""
        scope = self.scope.currentData()
        return Wanted(
            blank=self.kinds.checkedId() == 1,
            draft=self.draft.isChecked(),
            stage=self.stage.currentData(),
            scheme=self.scheme.currentData(),
            language=self.language.currentData(),
            scope=scope,
            value=self._students if scope == "students" else self.value_choice.currentData(),
        )

    @property
    def split(self) -> bool:
        """Whether each student gets a file."""
        return self.outputs.checkedId() == 1

    @property
    def whom(self) -> str:
        """The chosen enterprise, class or batch in words, for a file name; never a student's name."""
        chosen = self.value_choice.currentData()
        offered = self._offers.scopes.get(self.scope.currentData(), ())
        return next((words for value, words, _ in offered if value == chosen), "")

    def offer(self, offers: Offers) -> None:
        """Show what there is to choose from; what was chosen stays, as far as it is there."""
        self._offers = offers
        chosen = self.scheme.currentData()
        self.scheme.clear()
        self.scheme.addItem(self._ui.t(_OWN_SCHEME), None)
        for value, words in offers.schemes:
            self.scheme.addItem(words, value)
        self.scheme.setCurrentIndex(max(0, self.scheme.findData(chosen)))
        self._show_values(self.value_choice.currentData())

    def choose(self, scope: str, value: Any = None, **other: Any) -> None:
        """Choose for whom, from outside; ``other``: ``blank`` and ``stage``."""
        self._quiet = True
        if scope == "students":
            self._students = tuple(value)
        if "blank" in other:
            self.kinds.buttons()[bool(other["blank"])].setChecked(True)
        if other.get("stage"):
            self.stage.setCurrentIndex(max(0, self.stage.findData(other["stage"])))
        self.scope.setCurrentIndex(max(0, self.scope.findData(scope)))
        self._show_values(value)
        self._quiet = False
        self.changed.emit()

    def _group(self, words: Sequence[str], *, announce: bool = True) -> tuple[QButtonGroup, QWidget]:
        group = QButtonGroup(self)
        buttons = [QRadioButton(each) for each in words]
        for number, each in enumerate(buttons):
            group.addButton(each, number)
        buttons[0].setChecked(True)
        if announce:
            group.idClicked.connect(self._changed)
        return group, box(column(*buttons, gap=0))

    def _scope_changed(self, _number: int) -> None:
        self._show_values(None)
        self._changed()

    def _show_values(self, chosen: Any) -> None:
        scope = self.scope.currentData()
        self.value_choice.clear()
        for value, words, count in self._offers.scopes.get(scope, ()):
            self.value_choice.addItem(self._ui.t(_COUNTED.fill(words=words, n=count)), value)
        if scope not in ("all", "students") and self.value_choice.findData(chosen) < 0 and chosen is not None:
            self.value_choice.addItem(str(chosen), chosen)
        self.value_choice.setCurrentIndex(max(0, self.value_choice.findData(chosen)))
        self.value_field.setVisible(scope not in ("all", "students"))
        words = self._ui.t(_SORTED)
        if scope == "students":
            count = len(self._students)
            words = self._ui.t(_CHOSEN.fill(n=count)) if count else self._ui.t(_PICK_HINT)
        self._hint.setText(words)

    def _changed(self, *_: Any) -> None:
        if not self._quiet:
            self.changed.emit()
