"""Absences: who is away today on top, an entry by a few keys, the return by one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.text import Text
from fieldteacher.services.absences import DAY_ENDS, DAY_STARTS, ON_LEAVE
from fieldteacher.services.daily import AbsenceRow, covers
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.chips import ChipChoice
from fieldteacher.ui.forms.editor import Editor
from fieldteacher.ui.forms.record_form import RecordForm, surroundings
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.photos.strip import strip_on
from fieldteacher.ui.screens.daily.absence_columns import ABSENCE, COLUMNS, FILTERS, FORM, STANDINGS
from fieldteacher.ui.screens.daily.span import EndEditor
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import label
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.keys import bind_keys
from fieldteacher.ui.widgets.reading_card import DELETE, ReadingCard

_TITLE, _NOUN = Text("请假缺勤", "Absences"), Text("条", "absences")
_NEW, _NEW_TIP = Text("登记请假缺勤", "Note an absence"), Text("登记请假缺勤（N）", "Note an absence (N)")
_RETURNED, _RETURNED_TIP = Text("销假", "Returned"), Text("所选学生已返岗（R）", "The selected are back (R)")
_EMPTY, _EMPTY_MORE = (
    Text("没有请假缺勤", "Nobody was away"),
    Text("按 N 登记；当日缺勤会显示在每日检查里。", "Press N to note one; who is away stands beside the daily checks."),
)  # fmt: skip
_PICK = Text("选择一条，这里显示内容", "Choose one to read it here")
_EDIT, _EDIT_BUTTON = Text("编辑请假缺勤 · {name}", "Edit the absence of {name}"), Text("编辑", "Edit")
_STUDENT = Text("学生卡片", "Student")
_NOBODY = Text("今天没有人缺勤。", "Nobody is away today.")
_TODAY = Text("今天缺勤 {n} 人：{names}", "{n} away today: {names}")
_AND_MORE = Text("{names} 等", "{names} and more")
_OVERLAPS = Text(
    "该生已有：{what}。仍可保存。", "The student has one already: {what}. It can still be saved."
)
_NAMED = 8


class ListedAbsence(NamedTuple):
    """A line of the list; ``standing`` is ``away``, ``overdue``, ``coming`` or ``over``."""

    id: str
    student: str
    student_name: str
    student_number: str
    class_name: str | None
    enterprise_name: str | None
    kind: str | None
    starts_at: str
    ends_at: str
    reason: str | None
    approved_by: str | None
    returned_at: str | None
    standing: str


class AbsencesPart(ListScreen):
    """N notes one, R notes the return of those selected."""

    record_type = "absence"
    types = ("absence", "student", "placement", "enterprise")
    card: Mapping[str, Any] | None

    def __init__(self, ui: Ui) -> None:
        self._today = ui.clock.today().isoformat()
        super().__init__(ui, self._make_table(ui), _PICK, "clock")
        self.strip = label("", wrap=True, selectable=True)
        self.strip.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, 0)
        layout = self.table.layout()
        assert layout is not None
        layout.insertWidget(0, self.strip)  # type: ignore[attr-defined]
        bind_keys(self.table, {"N": self.new, "R": self.returned, "Del": partial(self._asked, "delete")})

    def _make_table(self, ui: Ui) -> TableView:
        empty = EmptyState(
            ui.theme, ui.t(_EMPTY), Step(ui.t(_NEW), self.new, "plus"), icon="clock", detail=ui.t(_EMPTY_MORE)
        )
        table = TableView(ui, "absences", _TITLE, COLUMNS, filters=FILTERS, noun=_NOUN, empty=empty)
        table.add_action(_RETURNED, self.returned, icon="check", batch=True).setToolTip(ui.t(_RETURNED_TIP))
        table.add_action(_NEW, self.new, icon="plus", role="primary").setToolTip(ui.t(_NEW_TIP))
        return table

    def load(self) -> list[ListedAbsence]:
        now = self.ui.services.absences.now()
        rows = [self._listed(each, now) for each in self.ui.services.absences.rows()]
        order = list(STANDINGS)
        return sorted(rows, key=lambda each: order.index(each.standing))

    def _listed(self, each: AbsenceRow, now: str) -> ListedAbsence:
        if each.returned_at is None and each.kind in ON_LEAVE and each.ends_at < now:
            standing = "overdue"
        elif covers(each, self._today) and each.returned_at is None:
            standing = "away"
        else:
            standing = "coming" if each.starts_at[:10] > self._today else "over"
        return ListedAbsence._make((*each[:5], *each[6:], standing))

    def load_card(self, record: str) -> Mapping[str, Any]:
        records = self.ui.services.records
        absence = records.need("absence", record)
        names = records.titles("student", [absence["student"]])
        return absence | {"student_name": names.get(absence["student"], "")}

    def make_card(self) -> QWidget:
        return AbsenceCard(self.ui)

    def do(self, wanted: str) -> None:
        if self.card is None:
            return
        absence = self.card
        if wanted == "edit":
            heads = self.ui.services.records.heads("absence", absence["id"])
            self.edit_record(ABSENCE, FORM, _EDIT.fill(name=absence["student_name"]), absence, heads)
            self._watch()
        elif wanted == "delete":
            self.delete(absence["id"], absence["student_name"])
        elif wanted == "student":
            self.ui.navigator.show("student", absence["student"])
        elif wanted == "returned":
            self._return([absence["id"]])

    def new(self, student: str | None = None) -> None:
        """Note an absence, of ``student`` where given; today, the whole day, unless something else is entered."""
        put, settings = self.ui.services.records.put, self.ui.services.settings
        day = self._today

        def show(owner: str | None) -> None:
            proposed = {
                "student": student, "starts_at": f"{day}T{DAY_STARTS}", "ends_at": f"{day}T{DAY_ENDS}", "approved_by": owner,
            }  # fmt: skip
            self.open_form(
                "absence-new", ABSENCE, FORM, _NEW, {}, lambda values: put("absence", values), subject=student,
                proposed={name: value for name, value in proposed.items() if value},
            )  # fmt: skip
            self._watch()

        self.read(lambda: settings.get("author"), show)

    def special_editors(self, form: str) -> Mapping[str, Editor]:
        around = surroundings(self.ui)
        kinds = [(each.value, self.t(each.label)) for each in ABSENCE.spec("kind").choices]

        def start() -> str | None:
            return str(self._forms[form].binder.editor("starts_at").value() or "") or None

        return {
            "kind": ChipChoice(ABSENCE.spec("kind"), around, kinds, wraps=True),
            "ends_at": EndEditor(ABSENCE.spec("ends_at"), around, start, DAY_ENDS),
        }

    def returned(self) -> None:
        """The students of the selected absences are back."""
        self._return([each.id for each in self.table.selected_rows() if each.returned_at is None])

    def arrive(self, **args: Any) -> None:
        """``do="absence"`` notes one, of ``student`` where given; ``record`` goes to one."""
        if args.get("do") == "absence":
            self.new(args.get("student"))
        else:
            super().arrive(**args)

    # -- inside --------------------------------------------------------------------------------

    def _return(self, absences: list[str]) -> None:
        if absences:
            service = self.ui.services.absences
            self.change(lambda: service.returned(absences))

    def _watch(self) -> None:
        """Warn in the form of other absences of the student at that time."""
        form = self.form
        if form is None:
            return
        if form.property("watched") is None:
            form.setProperty("watched", True)
            form.binder.changed.connect(lambda name: self._look(form, name))
        self._look(form, "student")

    def _look(self, form: RecordForm, name: str) -> None:
        if name not in ("student", "starts_at", "ends_at"):
            return
        values = {each: form.binder.editor(each).value() for each in ("student", "starts_at", "ends_at")}
        if not values["student"]:
            return
        overlapping, record = self.ui.services.absences.overlapping, form.subject
        self.read(
            lambda: overlapping(values["student"], values, record),
            lambda found: self._warn(form, found),
            latest="overlap",
        )

    def _warn(self, form: RecordForm, found: Any) -> None:
        if found:
            form.banner.say("；".join(self.t(_OVERLAPS.fill(what=each)) for each in found[:1]), "warn")
        else:
            form.banner.clear()

    def _loaded(self, rows: Any) -> None:
        super()._loaded(rows)
        away = [each for each in rows if each.standing == "away"]
        self.strip.setVisible(bool(rows))
        if not away:
            self.strip.setText(self.t(_NOBODY))
            return
        names = "、".join(self._named(each) for each in away[:_NAMED])
        words = self.t(_AND_MORE.fill(names=names)) if len(away) > _NAMED else names
        self.strip.setText(self.t(_TODAY.fill(n=len({each.student for each in away}), names=words)))

    def _named(self, each: ListedAbsence) -> str:
        kind = show_value(ABSENCE.spec("kind"), each.kind, self.ui.language)
        return (
            f"{each.student_name}（{kind}）"
            if self.ui.language == "zh_CN"
            else f"{each.student_name} ({kind})"
        )


class AbsenceCard(ReadingCard):
    """Asks for ``returned``, ``edit`` and ``student``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui
        self.photos = strip_on(self, ui)

    def show_card(self, absence: Mapping[str, Any]) -> None:
        """Show an absence."""
        t, language = self._ui.t, self._ui.language
        kind = show_value(ABSENCE.spec("kind"), absence["kind"], language)
        self.start(absence["student_name"], kind)
        if absence["returned_at"] is None:
            role = "primary" if absence["kind"] in ON_LEAVE else ""
            self.add_button(t(_RETURNED), "returned", icon="check", tip="R", role=role)
        self.add_button(t(_EDIT_BUTTON), "edit", icon="pencil", tip="F2")
        self.add_button(t(_STUDENT), "student", icon="user")
        self.end_buttons(t(DELETE))
        self.photos.show_owner(absence["id"])
        if absence["returned_at"]:
            self.body.addWidget(Chip(self.theme, t(STANDINGS["over"]), "good"))
        facts = Facts()
        names = ("starts_at", "ends_at", "returned_at", "approved_by")
        facts.show_pairs(
            [(t(ABSENCE.spec(n).label), show_value(ABSENCE.spec(n), absence[n], language)) for n in names]
        )
        self.body.addWidget(facts)
        self.paragraph(t(ABSENCE.spec("reason").label), absence["reason"])
