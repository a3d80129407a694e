"""A whole visit on one screen: where, who was there, what was said, what was asked, what was promised."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.visits import VisitPlan
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.chips import ChipChoice
from fieldteacher.ui.forms.due import FORTNIGHT, WEEK, DueEditor
from fieldteacher.ui.forms.editor import Editor
from fieldteacher.ui.forms.editors import OneOf
from fieldteacher.ui.forms.entry_page import NEW, EntryPage
from fieldteacher.ui.photos.strip import PhotoStrip
from fieldteacher.ui.screens.visits.arrangement import ENTERPRISE_HEADINGS, FACTS, VISIT
from fieldteacher.ui.screens.visits.parts import (
    NO_PLAN,
    Headings,
    RuleAnswers,
    SaidPart,
    StudentsPart,
    who_receives,
)
from fieldteacher.ui.screens.visits.promises import NewPromises, OpenPromises
from fieldteacher.ui.widgets.basics import Scroll, box, button, column, label, row, rule
from fieldteacher.ui.widgets.keys import bind_keys

DRAFT = "visit-page"
_TITLE = Text("新走访", "New visit")
_BACK = Text("返回走访列表（保留草稿）", "Back to the list (the draft is kept)")
_KEYS = Text(
    "F4 常用语 · F6 下一栏 · F7 期限 +7 天 · F9 新承诺 · Ctrl+S 保存",
    "F4 phrases · F6 next part · F7 due in a week · F9 promise · Ctrl+S save",
)
_INCIDENT = Text("安全事件", "Incident")
_RESTORED = Text("已恢复上次未保存的走访。", "The visit that was not saved last time is back.")
_ENTERPRISE_SAID = Text("企业情况", "The enterprise")
_PHOTOS_FIRST = Text("照片读完后自动保存。", "The visit is saved as soon as its photos are read.")
_RULES = Text("合规询问", "Rule questions")
_FREE = 16_777_215  # Qt's own "no limit" for a width


class VisitPage(EntryPage):
    """``saved`` carries the id of the visit, ``wanted`` the enterprise."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, VISIT, DRAFT)
        self._plan: VisitPlan | None = None
        self._restoring: dict[str, Any] | None = None
        self.students, self.said = StudentsPart(ui), SaidPart(ui)
        self.headings = Headings(ui, VISIT, ENTERPRISE_HEADINGS)
        self.open_promises, self.promises = OpenPromises(ui), NewPromises(ui, self._around)
        self.photos = PhotoStrip(ui)
        self._save_then = False
        self._lay()
        self._connect()
        self.photos.accept_from(self)

    # -- laying out ----------------------------------------------------------------------------

    def _lay(self) -> None:
        ui = self._ui
        incident = button(ui.theme, ui.t(_INCIDENT), self._to_incident, icon="triangle-alert", role="quiet")
        head = self._head(_BACK, _TITLE, _KEYS, incident)
        facts = column(self._field("enterprise"), gap=tokens.SPACE_S)
        for names in FACTS:
            facts.addLayout(row(*(self._field(name) for name in names), gap=tokens.SPACE_S))
        left = box(column(box(facts), self.students, -1, gap=tokens.SPACE_L))
        left.setFixedWidth(316)
        satisfaction = ChipChoice(
            VISIT.spec("satisfaction"), self._around, [(n, str(n)) for n in range(1, 6)]
        )
        due = DueEditor(VISIT.spec("next_visit_on"), self._around)
        due.setMaximumWidth(280)
        heading = label(ui.t(_ENTERPRISE_SAID), "title")
        heading.setMinimumHeight(self.said.back_button.sizeHint().height())
        right = column(
            heading, self.headings, self._field("satisfaction", satisfaction),
            self._field("next_visit_on", due), -1, gap=tokens.SPACE_S,
        )  # fmt: skip
        rules = RuleAnswers(VISIT.spec("rule_answers"), self._around)
        asked = column(label(ui.t(_RULES), "title"), self._field("rule_answers", rules, named=False))
        upper = row(left, column(self.said, asked, -1, gap=tokens.SPACE_L), right, gap=tokens.SPACE_XL)
        upper.setStretch(1, 1)
        upper.setStretch(2, 1)
        lower = column(self.open_promises, self.promises, self.photos, gap=tokens.SPACE_L)
        inside = column(self.banner, upper, rule(), lower, -1, gap=tokens.SPACE_L)
        inside.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_XL)
        self._scroll = Scroll(box(inside, "surface"))
        self.setLayout(column(head, rule(), self._scroll, gap=0))
        self._order()

    def _field(self, name: str, editor: Editor | None = None, *, named: bool = True) -> QWidget:
        spec = VISIT.spec(name)
        made, problem = self._bind(name, editor)
        if isinstance(made, OneOf):
            made.combo.setMaximumWidth(_FREE)
        words = self._ui.t(spec.label)
        parts: list[QWidget] = [made, problem]
        if named:
            parts.insert(0, label(f"{words} *" if spec.required else words, "small"))
        return box(column(*parts, gap=2))

    def _order(self) -> None:
        """Tab goes down each part in turn, also through lines that were added later."""
        order: list[QWidget] = [*self.binder.editor("enterprise").inputs()]
        for names in FACTS:
            for name in names:
                order += self.binder.editor(name).inputs()
        order += [self.students.list, *self.said.headings.boxes.values(), *self.headings.boxes.values()]
        for name in ("satisfaction", "next_visit_on", "rule_answers"):
            order += self.binder.editor(name).inputs()
        order += [*self.open_promises.inputs(), *self.promises.inputs(), *self.photos.inputs()]
        order += [self.save_button, self._discard]
        for one, after in pairwise(order):
            QWidget.setTabOrder(one, after)

    def _connect(self) -> None:
        self.binder.changed.connect(self._field_changed)
        for part in (self.students, self.said, self.headings, self.open_promises, self.promises, self.photos):
            part.changed.connect(self.drafts.soon)
        self.promises.lines_changed.connect(self._order)
        self.promises.lines_changed.connect(self.photos.watch_inputs)
        self.photos.rested.connect(self._photos_read)
        self.students.alone.connect(lambda who: self.said.show_one(who, self.students.list.title(who)))
        bind_keys(
            self,
            {
                "Ctrl+S": self.save, "F9": self._start_promise,
                "F6": lambda: self._next_part(1), "Shift+F6": lambda: self._next_part(-1),
                "F7": lambda: self._due(WEEK), "Shift+F7": lambda: self._due(FORTNIGHT),
            },
        )  # fmt: skip

    # -- opening -------------------------------------------------------------------------------

    def start(self, enterprise: str | None = None) -> None:
        """Begin a visit of ``enterprise``, or go on with the one begun (of no other enterprise)."""
        if self._open and enterprise in (None, self._about()):
            self._focus_first()
            return
        if self._open:
            self.drafts.keep()
        self._begin()
        records = self._ui.services.records
        self._ui.runner.read(
            lambda: records.drafts(DRAFT),
            lambda found: self._found_drafts(dict(found), enterprise),
            owner=self,
        )

    def _begin(self) -> None:
        self._plan = self._restoring = None
        self._clear()
        author, today = self._ui.services.settings.get("author"), self._ui.clock.today().isoformat()
        self.binder.enter({"visited_on": today, "kind": "routine", "visitors": author})
        self.said.load({}, {})
        self.headings.set_values({})
        self.promises.clear()
        self.photos.begin()
        self.students.show_plan(NO_PLAN)
        self.open_promises.show_plan(NO_PLAN)
        self._focus_first()

    def _about(self) -> str:
        return self.binder.editor("enterprise").value() or NEW

    def _focus_first(self) -> None:
        if self._plan is None:
            self.binder.editor("enterprise").inputs()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.students.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _found_drafts(self, drafts: Mapping[str, str], enterprise: str | None) -> None:
        """Go on with the enterprise's draft; where none is chosen, with the last one kept."""
        subject = enterprise or next(iter([*drafts][::-1]), None)
        if self._plan is not None:
            return
        if subject is not None and subject in drafts:
            self.drafts.begin(subject)
            self._restore(json.loads(drafts[subject]))
        elif enterprise:
            self._choose(enterprise)

    def _restore(self, draft: dict[str, Any]) -> None:
        self._restoring = draft
        visit = draft.get("visit", {})
        self.binder.enter(visit)
        self.headings.set_values(visit)
        self.said.load(draft.get("common", {}), draft.get("single", {}))
        self.promises.load(draft.get("promises", ()))
        self.photos.begin(draft.get("photos", ()))
        self._say_restored(_RESTORED)
        if visit.get("enterprise"):
            self._read_plan(visit["enterprise"])

    def _choose(self, enterprise: str) -> None:
        self.binder.enter({"enterprise": enterprise})
        self._read_plan(enterprise)

    def _field_changed(self, name: str) -> None:
        self.drafts.soon()
        if name == "enterprise":
            enterprise = self.binder.editor("enterprise").value()
            if enterprise:
                self._read_plan(enterprise)

    def _read_plan(self, enterprise: str) -> None:
        visits = self._ui.services.visits
        self._ui.runner.read(lambda: visits.plan(enterprise), self._planned, self._refused, owner=self)

    def _planned(self, plan: VisitPlan) -> None:
        if not self._open or plan.enterprise["id"] != self.binder.editor("enterprise").value():
            return
        self._plan = plan
        self.students.show_plan(plan)
        self.open_promises.show_plan(plan)
        self.promises.show_plan(plan)
        self._order()
        restoring, self._restoring = self._restoring, None
        if restoring is not None:
            self.students.untick(restoring.get("absent", ()))
            self.students.list.mark(list(self.said.single))
            self.open_promises.settle(restoring.get("settled", {}))
        elif not self.binder.editor("received_by").value():
            self.binder.enter({"received_by": who_receives(plan)})
        self._focus_first()

    # -- moving about --------------------------------------------------------------------------

    def _next_part(self, step: int) -> None:
        """F6: from part to part, each entered at its first field."""
        parts: list[tuple[QWidget, Any]] = [
            (
                self.binder.editor("enterprise"),
                lambda: self.binder.editor("enterprise").inputs()[0].setFocus(),
            ),
            (self.students, self.students.list.setFocus),
            (self.said, self.said.headings.start),
            (self.headings, self.headings.start),
            (self.binder.editor("rule_answers"), self._start_rules),
            (self.open_promises, self.open_promises.start),
            (self.promises, self.promises.start),
            (self.photos, self.photos.add_button.setFocus),
        ]
        parts = [each for each in parts if each[0] is not self.open_promises or self.open_promises.inputs()]
        focus = self.focusWidget()
        now = next(
            (n for n, (part, _) in enumerate(parts) if focus is not None and part.isAncestorOf(focus)),
            -1 if step > 0 else 0,
        )
        parts[(now + step) % len(parts)][1]()
        if (widget := self.focusWidget()) is not None:
            self._scroll.ensureWidgetVisible(widget, 0, 60)

    def _start_rules(self) -> None:
        rules = self.binder.editor("rule_answers")
        chips = rules.inputs()
        first = next((each for each in chips if each.focusPolicy() & Qt.FocusPolicy.TabFocus), chips[0])
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _start_promise(self) -> None:
        self.promises.start()
        self._scroll.ensureWidgetVisible(self.promises.lines[-1], 0, 60)

    def _due(self, days: int) -> None:
        """F7: the due day of the promise the keyboard is in, else of the next visit."""
        line = self.promises.line_of(self.focusWidget())
        if line is not None:
            line.due.ahead(days)
            return
        due = self.binder.editor("next_visit_on")
        assert isinstance(due, DueEditor)
        due.ahead(days)

    def _to_incident(self) -> None:
        """Something happened here: record it; the visit stays as a draft."""
        enterprise = self.binder.editor("enterprise").value()
        self._ui.navigator.go("incidents", do="new", enterprise=enterprise)

    def back(self) -> bool:
        """Esc: from one student's words back to all; else to the list."""
        if self.said.about_one:
            self.students.list.mark(list(self.said.single))
            self.said.show_all()
            return True
        return super().back()

    # -- drafts and saving ---------------------------------------------------------------------

    def _worth_keeping(self) -> dict[str, Any] | None:
        """What is entered, if anything was written or ticked: a visit only looked at leaves no draft."""
        if not self._open or self._busy:
            return None
        content = self._written()
        something = any(
            content[key] for key in ("common", "single", "absent", "promises", "settled", "photos")
        )
        return content if something or self.headings.values() else None

    def _written(self) -> dict[str, Any]:
        return {
            "visit": self.binder.entered() | self.headings.values(),
            "common": self.said.common,
            "single": self.said.single,
            "absent": self.students.absent,
            "promises": self.promises.written(),
            "settled": self.open_promises.settled,
            "photos": self.photos.pending,
        }

    def save(self) -> None:
        """Save the visit, its talks and its promises at once; what is wrong is said where it stands."""
        if self._busy or not self._open:
            return
        self.banner.clear()
        self._save_then = self.photos.busy
        if self._save_then:
            self.banner.say(self._ui.t(_PHOTOS_FIRST), "neutral")
            return
        try:
            visit: Mapping[str, Any] = self.binder.value() | self.headings.values()
            promises = self.promises.value()
        except UserError:
            return
        present, common, single = self.students.list.ticked, self.said.common, self.said.single
        settled, services = self.open_promises.settled, self._ui.services

        more: dict[str, Any] = {
            "common": common, "single": single, "promises": promises, "settled": settled, "photos": self.photos.pending,
        }  # fmt: skip
        drafts = self.drafts.subjects

        def record() -> tuple[str, ChangeSet]:
            made = services.visits.record(visit, present, **more)
            for subject in drafts:  # before anybody hears of the visit and looks for one
                services.records.keep_draft(DRAFT, subject, None)
            return made

        self._busy = True
        self.drafts.rest()
        self._ui.runner.change(record, self._saved, self._refused, owner=self)

    def _photos_read(self) -> None:
        if self._save_then and self._open:
            self.save()

    def _saved(self, result: tuple[str, ChangeSet]) -> None:
        self._done(result[0])
