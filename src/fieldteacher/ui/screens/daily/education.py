"""Education held: the list, the form, and how long ago each kind was held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.services.education import Coverage, EducationRow
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.forms.chips import ChipChoice
from fieldteacher.ui.forms.editor import Editor
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.photos.strip import strip_on
from fieldteacher.ui.tables.column import Column, Filter, column_of
from fieldteacher.ui.tables.kinds import show_value, word_key
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import box, clear, column, label
from fieldteacher.ui.widgets.chip import Chip, Tone
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.keys import bind_keys
from fieldteacher.ui.widgets.reading_card import DELETE, ReadingCard

EDUCATION = RECORD_TYPES["education"]
_TITLE, _NOUN = Text("教育活动", "Education"), Text("次", "held")
_NEW, _NEW_TIP = Text("记录教育活动", "Record education"), Text("记录教育活动（N）", "Record education (N)")
_EMPTY, _EMPTY_MORE = (
    Text("还没有教育活动", "None was held yet"),
    Text("实习期间应开展思想政治、安全生产、道德法纪、心理健康教育。", "During the placement: ideology, work safety, law and mental health."),
)  # fmt: skip
_PICK = Text("选择一次，这里显示内容", "Choose one to read it here")
_EDIT, _EDIT_BUTTON = Text("编辑教育活动", "Edit"), Text("编辑", "Edit")
_WHOLE, _NAMED = Text("全体", "everybody"), Text("{n} 名学生", "{n} students")
_NEVER, _THIS_WEEK = Text("{kind} 未开展", "{kind}: never"), Text("{kind} 本周", "{kind}: this week")
_AGO = Text("{kind} {n} 周前", "{kind}: {n} weeks ago")
_WEEK_AGO = Text("{kind} 1 周前", "{kind}: a week ago")
_LONG = 4
"""Weeks after which a kind should be held again; a habit, the Regulation names none."""

FORM: Arrangement = (
    Section(Text("", ""), ("kind", ("held_on", "minutes"), "topic", ("held_by", "place"))),
    Section(Text("对象", "For whom"), ("batch", "enterprise", "students")),
    Section(Text("", ""), ("content",)),
)
_FACTS = ("held_on", "minutes", "place", "held_by")


def _whom(row: EducationRow) -> str:
    return row.enterprise_name or row.batch_name or ""


COLUMNS: tuple[Column, ...] = (
    column_of(EDUCATION, "held_on", width=104),
    column_of(EDUCATION, "kind", width=96),
    Column(name="topic", heading=EDUCATION.spec("topic").label, key=word_key, width=160, stretch=True),
    Column(name="whom", heading=Text("对象", "For"), key=word_key, width=140, of=_whom),
    Column(
        name="students", heading=Text("人员", "Who"), width=104, spare=2,
        show=lambda n, language: (_NAMED.fill(n=n) if n else _WHOLE).to(language),
    ),
    column_of(EDUCATION, "minutes", width=64, spare=1),
    column_of(EDUCATION, "held_by", width=84, spare=3),
)  # fmt: skip
FILTERS = tuple(
    Filter(name=each.value, label=each.label, accept=lambda r, kind=each.value: r.kind == kind, group="kind")  # type: ignore[misc]
    for each in EDUCATION.spec("kind").choices
)


@dataclass(frozen=True, slots=True)
class Held:
    """One that was held, for whom, and the students' names."""

    record: Mapping[str, Any]
    whom: str
    names: Sequence[str]


class EducationPart(ListScreen):
    """N records one; above the list stands when each kind was last held for each batch."""

    record_type = "education"
    types = ("education", "batch", "enterprise", "placement", "student")
    card: Held | None

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, self._make_table(ui), _PICK, "users")
        self.coverage = column(gap=tokens.SPACE_XS)
        self.coverage.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_M, 0)
        layout = self.table.layout()
        assert layout is not None
        layout.insertWidget(0, box(self.coverage))  # type: ignore[attr-defined]
        bind_keys(self.table, {"N": self.new, "Del": partial(self._asked, "delete")})

    def _make_table(self, ui: Ui) -> TableView:
        empty = EmptyState(
            ui.theme, ui.t(_EMPTY), Step(ui.t(_NEW), self.new, "plus"), icon="users", detail=ui.t(_EMPTY_MORE)
        )
        table = TableView(ui, "education", _TITLE, COLUMNS, filters=FILTERS, noun=_NOUN, empty=empty)
        table.add_action(_NEW, self.new, icon="plus", role="primary").setToolTip(ui.t(_NEW_TIP))
        return table

    def load(self) -> tuple[list[EducationRow], list[Coverage]]:
        service = self.ui.services.education
        return service.rows(), service.coverage()

    def _loaded(self, found: Any) -> None:
        rows, coverage = found
        clear(self.coverage)
        for _, kinds in groupby(coverage, key=lambda each: each.batch):
            every = list(kinds)
            chips = Flow()
            for each in every:
                chips.addWidget(self._chip(each))
            self.coverage.addWidget(box(column(label(every[0].batch_name, "small"), chips, gap=2)))
        super()._loaded(rows)

    def _chip(self, each: Coverage) -> Chip:
        kind = EDUCATION.spec("kind").choice_label(each.kind)
        tone: Tone = "good"
        if each.held_on is None:
            words, tone = _NEVER, "bad" if each.weeks >= _LONG else "warn"
        else:
            words = {0: _THIS_WEEK, 1: _WEEK_AGO}.get(each.weeks, _AGO)
            tone = "warn" if each.weeks >= _LONG else "good"
        return Chip(self.ui.theme, self.t(words.fill(kind=kind, n=each.weeks)), tone, tip=each.held_on or "")

    def load_card(self, record: str) -> Held:
        services, language = self.ui.services, self.ui.language
        found = services.records.need("education", record)
        titles = services.records.reference_titles("education", [found], language)
        whom = titles.get(found["enterprise"] or found["batch"] or "", "")
        return Held(found, whom, [titles.get(each, "") for each in found["students"] or ()])

    def make_card(self) -> QWidget:
        return EducationCard(self.ui)

    def do(self, wanted: str) -> None:
        if self.card is None:
            return
        record = self.card.record
        if wanted == "edit":
            save, heads = (
                self.ui.services.education.record,
                self.ui.services.records.heads("education", record["id"]),
            )
            self.open_form(
                "education", EDUCATION, FORM, _EDIT, record, lambda values: save(values, record["id"], heads),
                subject=record["id"],
            )  # fmt: skip
        elif wanted == "delete":
            kind = self.t(EDUCATION.spec("kind").choice_label(record["kind"]))
            self.delete(record["id"], f"{record['held_on']} {kind}")

    def new(self, given: Mapping[str, Any] | None = None) -> None:
        """Record one; ``given`` values stand in the form already."""
        service = self.ui.services.education

        def show(proposed: Mapping[str, Any]) -> None:
            whole = {
                name: value for name, value in {**proposed, **(given or {})}.items() if value is not None
            }
            subject = f"{given['batch']} {given.get('kind')}" if given else None
            self.open_form(
                "education", EDUCATION, FORM, _NEW, {}, service.record, proposed=whole, subject=subject
            )

        self.read(service.start, show)

    def special_editors(self, form: str) -> Mapping[str, Editor]:
        kinds = [(each.value, self.t(each.label)) for each in EDUCATION.spec("kind").choices]
        return {"kind": ChipChoice(EDUCATION.spec("kind"), surroundings(self.ui), kinds, wraps=True)}

    def arrive(self, **args: Any) -> None:
        """``do="education"`` with a ``batch`` records one of a ``kind`` for it; ``record`` goes to one."""
        if args.get("do") == "education":
            batch, kind = args.get("batch"), args.get("kind")
            self.new({"batch": batch, "kind": kind or None} if batch else None)
        else:
            super().arrive(**args)


class EducationCard(ReadingCard):
    """Asks for ``edit``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui
        self.photos = strip_on(self, ui)

    def show_card(self, held: Held) -> None:
        """Show one that was held."""
        t, language, record = self._ui.t, self._ui.language, held.record
        kind = t(EDUCATION.spec("kind").choice_label(record["kind"]))
        self.start(record["topic"] or kind, kind, held.whom)
        self.add_button(t(_EDIT_BUTTON), "edit", icon="pencil", tip="F2")
        self.end_buttons(t(DELETE))
        self.photos.show_owner(record["id"])
        facts = Facts()
        facts.show_pairs(
            [(t(EDUCATION.spec(n).label), show_value(EDUCATION.spec(n), record[n], language)) for n in _FACTS]
        )
        self.body.addWidget(facts)
        self.paragraph(t(EDUCATION.spec("students").label), "、".join(held.names) or t(_WHOLE))
        self.paragraph(t(EDUCATION.spec("content").label), record["content"])
