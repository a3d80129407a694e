"""The first record of an incident, made within a minute: what kind, who; when and where are proposed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.incident_clocks import LIMITS, WRITTEN
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.chips import ChipChoice
from fieldteacher.ui.forms.editor import Editor, UndoGate
from fieldteacher.ui.forms.entry_page import NEW, EntryPage
from fieldteacher.ui.photos.strip import PhotoStrip
from fieldteacher.ui.screens.incidents.arrangement import INCIDENT
from fieldteacher.ui.screens.incidents.clocks import span
from fieldteacher.ui.widgets.basics import Scroll, box, column, label, row, rule
from fieldteacher.ui.widgets.growing_text import GrowingText
from fieldteacher.ui.widgets.keys import bind_keys
from fieldteacher.ui.widgets.tick_list import KEYS

DRAFT = "incident-page"
_WORDS: tuple[str, ...] = ("course", "measures")
_WIDTH = 760
_TITLE = Text("登记安全事件", "Record an incident")
_BACK = Text("返回列表（保留草稿）", "Back to the list (the draft is kept)")
_TIP = Text(
    "类型按一个键，学生打几个字，Ctrl+S 保存 · Alt+1…3 等级",
    "One key for the kind, a few letters for the student, Ctrl+S saves · Alt+1…3 level",
)
_FIRST = Text(
    "先救人，后登记：急救 120 · 报警 110 · 火警 119。其余内容以后再补。",
    "Help first, record later: ambulance 120, police 110, fire 119. All the rest can be added afterwards.",
)
_LIMITS = Text(
    "{school}内告知学校，{written}内书面报告", "the college within {school}, in writing within {written}"
)
_PHOTOS_FIRST = Text("照片读完后自动保存。", "It is saved as soon as the photos are read.")
_RESTORED = Text("已恢复上次未保存的登记。", "What was not saved last time is back.")


class KindChoice(ChipChoice):
    """``keyed`` comes after a key has chosen, when the keyboard may go on to the next field."""

    keyed = Signal()

    def choose(self, value: Any) -> None:
        super().choose(value)
        if value is not None:
            self.keyed.emit()


class IncidentPage(EntryPage):
    """``saved`` carries the id of the incident, ``wanted`` the student it was begun for."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, INCIDENT, DRAFT)
        self._subject = NEW
        self._proposed: dict[str, Any] = {}
        self._within: Mapping[str, Mapping[str, int]] = LIMITS
        self.boxes: dict[str, GrowingText] = {}
        self._limits = label("", "small", wrap=True)
        self.photos = PhotoStrip(ui)
        self._save_then = False
        choices = INCIDENT.spec("kind").choices
        keyed = list(zip(KEYS, choices, strict=False))
        self.kinds = KindChoice(
            INCIDENT.spec("kind"), self._around, [(each.value, f"{key} {ui.t(each.label)}") for key, each in keyed],
            keys={key: each.value for key, each in keyed}, wraps=True,
        )  # fmt: skip
        self.levels = ChipChoice(
            INCIDENT.spec("level"), self._around,
            [(each.value, ui.t(each.label)) for each in INCIDENT.spec("level").choices], optional=False,
        )  # fmt: skip
        self._lay()
        self._connect()

    # -- laying out ----------------------------------------------------------------------------

    def _lay(self) -> None:
        head = self._head(_BACK, _TITLE, _TIP)
        level = row(self._field("level", self.levels), self._limits, gap=tokens.SPACE_L)
        level.setStretch(1, 1)
        level.setAlignment(self._limits, Qt.AlignmentFlag.AlignBottom)
        fields = column(
            self.banner, label(self._ui.t(_FIRST), "muted", wrap=True), self._field("kind", self.kinds),
            self._field("students"), level, self._line("occurred_at", "known_at"), self._line("enterprise", "place"),
            gap=tokens.SPACE_M,
        )  # fmt: skip
        for name in _WORDS:
            fields.addWidget(self._heading(name))
        fields.addWidget(self.photos)
        fields.addStretch(1)
        fields.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_XL, tokens.SPACE_XL)
        inside = box(fields)
        inside.setMaximumWidth(_WIDTH)
        whole = row(inside)
        whole.addStretch(1)
        whole.setStretchFactor(inside, 100)
        self.setLayout(column(head, rule(), Scroll(box(whole, "surface")), gap=0))
        order: list[QWidget] = []
        for name in ("kind", "students", "level", "occurred_at", "known_at", "enterprise", "place"):
            order += self.binder.editor(name).inputs()
        order += [*self.boxes.values(), *self.photos.inputs(), self.save_button, self._discard]
        for one, after in pairwise(order):
            QWidget.setTabOrder(one, after)

    def _line(self, *names: str) -> QWidget:
        line = row(*(self._field(name) for name in names), gap=tokens.SPACE_L)
        for place in range(len(names)):
            line.setStretch(place, 1)
        return box(line)

    def _field(self, name: str, editor: Editor | None = None) -> QWidget:
        spec = INCIDENT.spec(name)
        made, problem = self._bind(name, editor)
        words = self._ui.t(spec.label)
        head = label(f"{words} *" if spec.required else words, "small")
        return box(column(head, made, problem, gap=2))

    def _heading(self, name: str) -> QWidget:
        words = self._ui.t(INCIDENT.spec(name).label)
        text = GrowingText()
        text.setAccessibleName(words)
        text.installEventFilter(UndoGate(text))
        text.edited.connect(self.drafts.soon)
        self.boxes[name] = text
        return box(column(label(words, "small"), text, gap=2))

    def _connect(self) -> None:
        self.binder.changed.connect(self._field_changed)
        self.photos.changed.connect(self.drafts.soon)
        self.photos.rested.connect(self._photos_read)
        self.photos.accept_from(self)
        self.kinds.keyed.connect(self._to_students)
        levels = [each.value for each in INCIDENT.spec("level").choices]
        bind_keys(
            self, {f"Alt+{n}": partial(self.levels.choose, each) for n, each in enumerate(levels, start=1)}
        )
        bind_keys(self, {"Ctrl+S": self.save})

    # -- opening -------------------------------------------------------------------------------

    def _about(self) -> str:
        return self._subject

    def start(self, student: str | None = None, enterprise: str | None = None) -> None:
        """Begin with a student or an enterprise where given; go on with the one begun where that is the same."""
        subject = student or NEW
        if self._open and subject in (self._subject, NEW):
            if enterprise and self.binder.editor("enterprise").value() is None:
                self.binder.enter({"enterprise": enterprise})
            self._to_kinds()
            return
        if self._open:
            self.drafts.keep()
        self._subject = subject
        self._clear()
        for text in self.boxes.values():
            text.set_words("")
        self.photos.begin()
        services = self._ui.services

        def read() -> tuple[Mapping[str, Any], Mapping[str, Mapping[str, int]], str | None]:
            incidents, students = services.incidents, [student] if student else []
            draft = services.records.draft(DRAFT, subject)
            return incidents.start(student, enterprise), incidents.limits(students), draft

        self._ui.runner.read(read, self._started, owner=self)
        self._to_kinds()

    def _started(self, found: tuple[Mapping[str, Any], Mapping[str, Mapping[str, int]], str | None]) -> None:
        values, self._within, content = found
        self._proposed = {name: value for name, value in values.items() if value is not None}
        self.binder.enter(self._proposed)
        if content:
            draft = json.loads(content)
            self.binder.enter(draft.get("fields", {}))
            for name, text in self.boxes.items():
                text.set_words(draft.get("words", {}).get(name, ""))
            self.photos.begin(draft.get("photos", ()))
            self._say_restored(_RESTORED)
        self._show_limits()

    def _to_kinds(self) -> None:
        chips = self.kinds.inputs()
        chosen = next((chip for chip in chips if chip.property("checked")), chips[0])
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_students(self) -> None:
        students = self.binder.editor("students")
        wanted: QWidget = self.boxes["course"] if students.value() else students.inputs()[0]
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _field_changed(self, name: str) -> None:
        self.drafts.soon()
        if name == "level":
            self._show_limits()
        elif name == "students":
            self._propose_place()

    def _show_limits(self) -> None:
        limits = self._within[self.levels.value() or "minor"]
        words = _LIMITS.fill(school=span(limits["school"]), written=span(limits[WRITTEN]))
        self._limits.setText(self._ui.t(words))

    def _propose_place(self) -> None:
        """Where the first student is placed, as long as nobody has said otherwise; and the limits of that batch."""
        students = self.binder.editor("students").value() or ()
        incidents = self._ui.services.incidents

        def placed(found: tuple[str | None, Mapping[str, Mapping[str, int]]]) -> None:
            enterprise, self._within = found
            self._show_limits()
            if self.binder.editor("enterprise").value() == self._proposed.get("enterprise"):
                self._proposed["enterprise"] = enterprise
                self.binder.enter({"enterprise": enterprise})

        self._ui.runner.read(
            lambda: (incidents.place_of(students), incidents.limits(students)), placed, owner=self
        )

    # -- drafts and saving ---------------------------------------------------------------------

    def _worth_keeping(self) -> dict[str, Any] | None:
        """What is entered, if a kind was chosen, somebody named or anything written."""
        words = {name: text.words for name, text in self.boxes.items() if text.words}
        if not self._open or self._busy:
            return None
        fields = self.binder.entered()
        photos = self.photos.pending
        started = (
            fields.get("kind") or words or photos or fields.get("students") != self._proposed.get("students")
        )
        return {"fields": fields, "words": words, "photos": photos} if started else None

    def save(self) -> None:
        """Save the incident; what is wrong is said where it stands."""
        if self._busy or not self._open:
            return
        self.banner.clear()
        self._save_then = self.photos.busy
        if self._save_then:
            self.banner.say(self._ui.t(_PHOTOS_FIRST), "neutral")
            return
        try:
            values: dict[str, Any] = dict(self.binder.value())
        except UserError:
            return
        values |= {name: text.words for name, text in self.boxes.items() if text.words}
        incidents, photos, self._busy = self._ui.services.incidents, self.photos.pending, True
        self.drafts.rest()
        self._ui.runner.change(
            lambda: incidents.record(values, photos), self._saved, self._refused, owner=self
        )

    def _photos_read(self) -> None:
        if self._save_then and self._open:
            self.save()

    def _saved(self, result: tuple[str, ChangeSet]) -> None:
        self.drafts.forget()
        self._done(result[0])
