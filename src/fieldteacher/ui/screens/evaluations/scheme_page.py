"""Choosing and editing evaluation schemes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.ready_schemes import ReadyScheme
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.scoring import Missing, SchemeSpec
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.form import Form
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.screens.evaluations.arrangement import RATER_NAMES, RATER_WORDS, SCHEME_FORM
from fieldteacher.ui.screens.evaluations.criteria import BandsEditor, CriteriaEditor
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import Scroll, box, button, clear, column, icon_button, label, row, rule
from fieldteacher.ui.widgets.keys import bind_keys

SCHEME = RECORD_TYPES["scheme"]
_TITLE = Text("考核方案", "Evaluation schemes")
_BACK = Text("返回分数表", "Back to the marks")
_MINE = Text("我的方案", "Your schemes")
_READY = Text("常用方案", "Ready-made schemes")
_VERSION = Text("{name}（第 {n} 版）", "{name} (version {n})")
_SAVE, _USE = Text("保存", "Save"), Text("使用此方案", "Use this scheme")
_NEW_VERSION = Text("保存为第 {n} 版", "Save as version {n}")
_FROZEN = Text(
    "此方案第 {n} 版已用于评分，不再改动。修改后保存为第 {m} 版，已有分数仍按第 {n} 版计算。",
    "Version {n} of this scheme was used and stays as it is. A change is saved as version {m}; "
    "marks given so far keep version {n}.",
)
_NAME = Text("岗位实习考核（{parts}）", "岗位实习考核（{parts}）")
_SAVED = Text("已保存方案“{name}”", "Scheme “{name}” saved")
_WIDTH = 330


class SchemePage(QWidget):
    """``closed`` carries the id of the scheme that was saved, or ``None``."""

    closed = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._schemes: Sequence[SchemeSpec] = ()
        self._scheme: str | None = None
        self._loaded: dict[str, Any] = {}
        self._busy = self._changed = False
        self._mine, self._group = column(gap=2), QButtonGroup(self)
        self.banner = Banner(ui.theme)
        around = surroundings(ui)
        self.form = Form(
            SCHEME, SCHEME_FORM, around, editors={"bands": BandsEditor(SCHEME.spec("bands"), around)}
        )
        self.criteria = {rater: CriteriaEditor(ui, rater) for rater in RATER_NAMES}
        self.save_button = button(ui.theme, ui.t(_SAVE), self.save, role="primary", tip="Ctrl+S")
        self._lay()
        self.form.binder.changed.connect(self._edited)
        for editor in self.criteria.values():
            editor.changed.connect(self._edited)
        bind_keys(self, {"Ctrl+S": self.save})

    def _lay(self) -> None:
        ui = self._ui
        back = icon_button(ui.theme, ui.t(_BACK), self.back, icon="arrow-left")
        head = row(back, label(ui.t(_TITLE), "title"), -1, self.save_button)
        head.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_M)
        self._mine_title = label(ui.t(_MINE), "small")
        ready = column(label(ui.t(_READY), "small"), gap=2)
        for each in ui.services.schemes.ready():
            ready.addWidget(self._entry(ui.t(each.label), partial(self._show_ready, each)))
        left = column(
            self._mine_title,
            self._mine,
            tokens.SPACE_L,
            ready,
            -1,
            margin=tokens.SPACE_M,
            gap=tokens.SPACE_XS,
        )
        choice = Scroll(box(left, "window"))
        choice.setFixedWidth(_WIDTH)
        inside = column(
            self.banner, self.form, *self.criteria.values(), margin=tokens.SPACE_XL, gap=tokens.SPACE_XL
        )
        inside.addStretch(1)
        beside = row(choice, Scroll(box(inside, "surface")), gap=0)
        beside.setStretch(1, 1)
        self.setLayout(column(head, rule(), beside, gap=0))

    def _entry(self, words: str, taken: Callable[[], object]) -> QPushButton:
        made = button(self._ui.theme, words, taken, role="nav")
        made.setCheckable(True)
        made.setText(made.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, _WIDTH - 48))
        made.setAccessibleName(words)
        made.setToolTip(words)
        self._group.addButton(made)
        return made

    def set_schemes(self, schemes: Sequence[SchemeSpec]) -> None:
        """The schemes there are."""
        self._schemes = schemes
        clear(self._mine)
        self._mine_title.setVisible(bool(schemes))
        for each in schemes:
            words = self._ui.t(_VERSION.fill(name=each.name, n=each.version))
            entry = self._entry(words, partial(self._show_scheme, each))
            entry.setChecked(each.id == self._scheme)
            self._mine.addWidget(entry)

    def open(self, scheme: str | None) -> None:
        """Show a scheme, or the first ready-made one; changes that were not saved are still there."""
        if self._changed:
            self.form.start()
            return
        found = next((each for each in self._schemes if each.id == scheme), None)
        if found is not None:
            self._show_scheme(found)
        else:
            self._show_ready(self._ui.services.schemes.ready()[0])
        for entry in self._group.buttons():
            words = self._ui.t(_VERSION.fill(name=found.name, n=found.version)) if found else None
            entry.setChecked(entry.accessibleName() == words)
        self.form.start()

    def back(self) -> bool:
        """Return to the marks without saving."""
        self.closed.emit(None)
        return True

    def _show_scheme(self, scheme: SchemeSpec) -> None:
        self._scheme = scheme.id
        values = {
            "name": scheme.name, "raters": dict(scheme.raters), "bands": dict(scheme.bands), "pass_mark": scheme.pass_mark,
            "rounding": scheme.rounding, "missing_rater": scheme.missing_rater.value,
            "missing_by": scheme.missing_by or None, "missing_reason": scheme.missing_reason or None,
        }  # fmt: skip
        criteria = [
            {"id": c.id, "rater": c.rater, "name": c.name, "standard": c.standard, "full_marks": c.full_marks}
            for c in scheme.criteria
        ]
        self._load(values, criteria)
        newest = max(each.version for each in self._schemes if each.name == scheme.name)
        if scheme.frozen:
            self.banner.say(self._ui.t(_FROZEN.fill(n=scheme.version, m=newest + 1)), "neutral")
            self.save_button.setText(self._ui.t(_NEW_VERSION.fill(n=newest + 1)))
        else:
            self.save_button.setText(self._ui.t(_SAVE))

    def _show_ready(self, ready: ReadyScheme) -> None:
        self._scheme = None
        values = {
            "name": self._free_name(ready), "raters": dict(ready.raters), "bands": dict(ready.bands),
            "pass_mark": ready.pass_mark, "rounding": ready.rounding, "missing_rater": Missing.REFUSE.value,
        }  # fmt: skip
        criteria = [
            {"rater": rater, "name": name, "standard": standard, "full_marks": 10 * full}
            for rater, items in ready.criteria.items()
            for name, standard, full in items
        ]
        self._load(values, criteria)
        self.save_button.setText(self._ui.t(_USE))

    def _free_name(self, ready: ReadyScheme) -> str:
        parts = "、".join(f"{RATER_WORDS[rater].zh}{weight}%" for rater, weight in ready.raters.items())
        name = _NAME.fill(parts=parts).zh
        taken = {each.name for each in self._schemes}
        number = 2
        free = name
        while free in taken:
            free, number = f"{name}{number}", number + 1
        return free

    def _load(self, values: dict[str, Any], criteria: Sequence[dict[str, Any]]) -> None:
        self.banner.clear()
        self._loaded, self._changed = values, False
        self.form.binder.load(values)
        for rater, editor in self.criteria.items():
            editor.load([each for each in criteria if each["rater"] == rater])
        self._order()

    def _edited(self) -> None:
        self._changed = True
        self._order()

    def _order(self) -> None:
        """Tab goes down the form, also through lines that were added later."""
        order: list[QWidget] = []
        for section in SCHEME_FORM:
            for name in section.names:
                order += self.form.binder.editor(name).inputs()
        for editor in self.criteria.values():
            order += editor.inputs()
        for one, after in pairwise([*order, self.save_button]):
            QWidget.setTabOrder(one, after)

    def save(self) -> None:
        """Save the scheme on show; what does not fit is said where it stands."""
        if self._busy:
            return
        try:
            values = self._loaded | self.form.binder.value()
            criteria = [each for editor in self.criteria.values() for each in editor.value()]
        except UserError:
            return
        values["raters"] = {rater: weight for rater, weight in (values["raters"] or {}).items() if weight}
        scheme, schemes, self._busy = self._scheme, self._ui.services.schemes, True

        def work() -> tuple[str, ChangeSet]:
            saved, changes = schemes.save(scheme, values, criteria)
            schemes.choose(saved)
            return saved, changes

        self._ui.runner.change(work, self._saved, self._refused, owner=self)

    def _saved(self, result: tuple[str, ChangeSet]) -> None:
        self._busy = self._changed = False
        self._ui.messages.toast(_SAVED.fill(name=self.form.binder.editor("name").value()))
        self.closed.emit(result[0])

    def _refused(self, error: UserError) -> None:
        self._busy = False
        if not self.form.binder.say(error):
            self.banner.say(self._ui.t(error.text))
