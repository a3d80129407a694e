"""The choices beside the preview: which form, for whom, into what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.services.forms.offers import EVALUATION, OFFERS, Offer
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editors import QuietCombo
from fieldteacher.ui.screens.printing.arrangement import (
    EVALUATION_FORM,
    FLOWING_KINDS,
    KINDS,
    LANGUAGES,
    OUTPUTS,
    SCOPES,
    STAGE_CHOICES,
)
from fieldteacher.ui.screens.printing.narrowing import Narrowing
from fieldteacher.ui.screens.printing.period import Period
from fieldteacher.ui.screens.printing.wanted import LISTED, Offers, Wanted
from fieldteacher.ui.widgets.basics import box, column, label, row
from fieldteacher.ui.widgets.field import Field

_FORM, _KIND = Text("表单", "Form"), Text("内容", "Content")
_STAGE, _SCHEME = Text("阶段", "Stage"), Text("考核方案", "Scheme")
_OWN_SCHEME = Text("按批次；未指定的用默认方案", "The batch's, else the default one")
_LANGUAGE = Text("表单语言", "Language of the form")
_FOR, _WHICH = Text("打印哪些", "Which ones"), Text("选择", "Choose")
_DRAFT = Text("草稿水印", "Marked as a draft")
_DRAFT_UNRECORDED = Text("草稿水印（不登记）", "As a draft (not recorded)")
_PHOTOS = Text("连照片一起印", "With the photos")
_FILES = Text("附件另存到旁边的文件夹", "Files into a folder beside it")
_CHOSEN = Text("已选 {n} 项", "{n} chosen")
_PICK_HINT = Text("在列表中多选，再点“打印”。", "Choose several in a list, then Print.")
_OUTPUT = Text("输出", "Output")
_FORMS = Text("{words}（{n} 份）", "{words} ({n})")
_COUNTED = Text("{words}（{n}）", "{words} ({n})")
_NAMES = Text("文件名含姓名等", "Names in the file names")
_WITH_MARKS = (EVALUATION, "score-summary")
"""Forms that are of one stage and scheme."""


class Choices(QWidget):
    """``changed`` is emitted when other pages are wanted; ``value`` tells which."""

    changed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._offers = Offers()
        self._listed: tuple[str, ...] = ()
        self._quiet = False
        t = ui.t
        self.form = self._combo(
            [(EVALUATION, EVALUATION_FORM), *((offer.key, offer.label) for offer in OFFERS)]
        )
        self.kinds, self._kinds = self._group([t(words) for _, words in KINDS])
        self.draft, self.photos, self.files = (QCheckBox(t(words)) for words in (_DRAFT, _PHOTOS, _FILES))
        self.files.setChecked(True)
        self.draft.toggled.connect(self._changed)
        self.photos.toggled.connect(self._changed)
        self.stage, self.language = self._combo(STAGE_CHOICES), self._combo(LANGUAGES)
        self.scheme, self.scope, self.value_choice = self._combo(()), self._combo(()), self._combo(())
        self.period_field = Period(ui)
        self.period_field.changed.connect(self._changed)
        self._hint = label("", "small", wrap=True)
        self.narrowing = Narrowing(ui)
        self.narrowing.changed.connect(self._changed)
        self.outputs, outputs = self._group([t(words) for words in OUTPUTS], announce=False)
        self.names = QCheckBox(t(_NAMES))
        self.names.setEnabled(False)
        self.outputs.idToggled.connect(lambda *_: self.names.setEnabled(self.split))
        self.value_field = Field(t(_WHICH), self.value_choice)
        self.kind_field = Field(t(_KIND), self._kinds)
        self.scope_field, self.scheme_field = Field(t(_FOR), self.scope), Field(t(_SCHEME), self.scheme)
        self.stage_field = Field(t(_STAGE), self.stage)
        self.form.activated.connect(lambda _: self._form_changed())
        self.scope.activated.connect(self._scope_changed)
        for combo in (self.stage, self.scheme, self.language, self.value_choice):
            combo.activated.connect(self._changed)
        self.setLayout(
            column(
                Field(t(_FORM), self.form), self.scope_field, self.value_field, self._hint, self.period_field, self.narrowing,
                self.kind_field, self.photos, self.draft, row(self.stage_field, Field(t(_LANGUAGE), self.language)),
                self.scheme_field, Field(t(_OUTPUT), outputs), self.names, self.files, -1, gap=tokens.SPACE_M,
            )
        )  # fmt: skip
        self.offer(Offers())
        self._show_form()

    @property
    def chosen_form(self) -> Offer | None:
        """The flowing form that is chosen; ``None`` for the evaluation form."""
        return next((offer for offer in OFFERS if offer.key == self.form.currentData()), None)

    @property
    def value(self) -> Wanted:
        """What is chosen now."""
        scope, offer = self.scope.currentData() or "all", self.chosen_form
        period = offer is not None and "period" in offer.scopes
        since, until = self.period_field.days
        return Wanted(
            form=self.form.currentData(),
            blank=self.kinds.checkedId() == 1 and (offer is None or offer.blank),
            school=self.kinds.checkedId() == 2 and offer is None,
            draft=self.draft.isChecked(),
            stage=self.stage.currentData(),
            scheme=self.scheme.currentData(),
            language=self.language.currentData(),
            photos=self.photos.isChecked() and offer is not None and offer.photos,
            files=self.files.isChecked(),
            scope=scope,
            value=self._value(scope),
            since=since if period else None,
            until=until if period else None,
            order=self.narrowing.order.currentData(),
            only=self.narrowing.only.text().strip(),
        )

    def _value(self, scope: str) -> Any:
        if scope == "filter":
            return self.narrowing.words.text().strip()
        return self._listed if scope in LISTED else self.value_choice.currentData()

    @property
    def split(self) -> bool:
        """Whether each form gets a file."""
        return self.outputs.checkedId() == 1

    @property
    def whom(self) -> str:
        """The chosen enterprise, class or batch in words, for a file name; never a student's name."""
        chosen = self.value_choice.currentData()
        offered = self._offers.scopes.get(self.scope.currentData(), ())
        return next((words for value, words, _ in offered if value == chosen), "")

    def told(self, forms: int) -> str:
        """For whom, in words that name no student: for the record of what was printed."""
        if self.scope.currentData() in ("all", *LISTED, "filter"):
            return self._ui.t(_FORMS.fill(words=self.scope.currentText(), n=forms))
        return self.whom

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
        """Choose from outside; ``other``: ``form``, ``blank``, ``stage``, ``since`` and ``until``."""
        self._quiet = True
        if scope in LISTED:
            self._listed = tuple(value)
        self.form.setCurrentIndex(max(0, self.form.findData(other.get("form") or EVALUATION)))
        if "blank" in other:
            self.kinds.buttons()[bool(other["blank"])].setChecked(True)
        if other.get("stage"):
            self.stage.setCurrentIndex(max(0, self.stage.findData(other["stage"])))
        self.period_field.set_days(other.get("since"), other.get("until"))
        self._show_form(scope)
        self._show_values(value)
        self._quiet = False
        self.changed.emit()

    def restore(self, wanted: Mapping[str, Any]) -> None:
        """Choose what was chosen for an earlier run."""
        kind = 2 if wanted.get("school") else int(bool(wanted.get("blank")))
        self.kinds.buttons()[kind].setChecked(True)
        self.narrowing.restore(
            order=wanted.get("order"), only=wanted.get("only"),
            words=wanted.get("value") if wanted.get("scope") == "filter" else "",
        )  # fmt: skip
        for each, name in ((self.draft, "draft"), (self.photos, "photos")):
            each.blockSignals(True)
            each.setChecked(bool(wanted.get(name)))
            each.blockSignals(False)
        for combo, name in ((self.language, "language"), (self.scheme, "scheme")):
            combo.setCurrentIndex(max(0, combo.findData(wanted.get(name))))
        self.choose(
            wanted.get("scope") or "all", wanted.get("value"), form=wanted.get("form"), stage=wanted.get("stage"),
            since=wanted.get("since"), until=wanted.get("until"),
        )  # fmt: skip

    def _combo(self, entries: Sequence[tuple[Any, Text]]) -> QuietCombo:
        combo = QuietCombo()
        combo.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(4)
        for value, words in entries:
            combo.addItem(self._ui.t(words), value)
        return combo

    def _group(self, words: Sequence[str], *, announce: bool = True) -> tuple[QButtonGroup, QWidget]:
        group = QButtonGroup(self)
        buttons = [QRadioButton(each) for each in words]
        for number, each in enumerate(buttons):
            group.addButton(each, number)
        buttons[0].setChecked(True)
        if announce:
            group.idClicked.connect(self._changed)
        return group, box(column(*buttons, gap=0))

    def _show_form(self, scope: str | None = None) -> None:
        """Offer what the chosen form knows; the scope stays where the form has it."""
        offer, t = self.chosen_form, self._ui.t
        scope = scope or self.scope.currentData()
        known = {"all", "enterprise", "class_name", "batch", "students", "filter"}
        if offer is not None:
            known = {"all", *offer.scopes, *({"ids"} if scope == "ids" else ())}
            known |= {"filter"} if "students" in offer.scopes else set()
        if scope == "enterprises" and "enterprise" in known:
            known.add("enterprises")
        self.scope.clear()
        for value, words in SCOPES:
            if value in known:
                self.scope.addItem(t(words), value)
        self.scope.setCurrentIndex(max(0, self.scope.findData(scope)))
        self.scope_field.setVisible(self.scope.count() > 1)
        self._show_period()
        self.kind_field.setVisible(offer is None or offer.blank)
        kinds = [words for _, words in KINDS] if offer is None else FLOWING_KINDS
        for button, words in zip(self.kinds.buttons(), kinds, strict=False):
            button.setText(t(words))
        self.kinds.buttons()[2].setVisible(offer is None)
        if offer is not None and self.kinds.checkedId() == 2:
            self.kinds.buttons()[0].setChecked(True)
        self.photos.setVisible(offer is not None and offer.photos)
        self.files.setVisible(offer is not None and offer.files)
        self.draft.setText(t(_DRAFT_UNRECORDED if offer is None else _DRAFT))
        with_marks = self.form.currentData() in _WITH_MARKS
        self.stage_field.setVisible(with_marks)
        self.scheme_field.setVisible(with_marks)

    def _show_period(self) -> None:
        """Records chosen one by one are printed whatever their day."""
        offer = self.chosen_form
        dated = offer is not None and "period" in offer.scopes
        self.period_field.setVisible(dated and self.scope.currentData() != "ids")

    def _form_changed(self) -> None:
        self._show_form()
        self._show_values(self.value_choice.currentData())
        self._changed()

    def _scope_changed(self, _number: int) -> None:
        self._show_values(None)
        self._show_period()
        self._changed()

    def _show_values(self, chosen: Any) -> None:
        scope = self.scope.currentData()
        single = scope not in ("all", "filter", *LISTED)
        self.narrowing.show_for(
            words=scope == "filter", order=self.chosen_form is None or self.chosen_form.sorts
        )
        self.value_choice.clear()
        for value, words, count in self._offers.scopes.get(scope, ()):
            self.value_choice.addItem(self._ui.t(_COUNTED.fill(words=words, n=count)), value)
        if single and chosen is not None and self.value_choice.findData(chosen) < 0:
            self.value_choice.addItem(str(chosen), chosen)
        self.value_choice.setCurrentIndex(max(0, self.value_choice.findData(chosen)))
        self.value_field.setVisible(single)
        words = ""
        if scope in LISTED:
            count = len(self._listed)
            words = self._ui.t(_CHOSEN.fill(n=count)) if count else self._ui.t(_PICK_HINT)
        self._hint.setText(words)
        self._hint.setVisible(bool(words))

    def _changed(self, *_: Any) -> None:
        if not self._quiet:
            self.changed.emit()
