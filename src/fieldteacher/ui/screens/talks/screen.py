"""The talks: their list with a card beside it, and the page of a new talk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.talks import TalkRow
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.due import FORTNIGHT, WEEK, DueEditor
from fieldteacher.ui.forms.entry_page import NEW
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.paged_list import PagedListScreen
from fieldteacher.ui.screens.talks.arrangement import FORM, TALK, columns, filters
from fieldteacher.ui.screens.talks.card import TalkCard, TalkRecord
from fieldteacher.ui.screens.talks.page import DRAFT, TalkPage
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.ask_bar import AskBar
from fieldteacher.ui.widgets.chip import Tone
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE, _NOUN = Text("谈话", "Talks"), Text("次谈话", "talks")
_NEW, _NEW_TIP = Text("新谈话", "New talk"), Text("新谈话（N）", "New talk (N)")
_FOLLOWED, _FOLLOWED_TIP = Text("已跟进", "Followed up"), Text("标为已跟进（D）", "Mark as followed up (D)")
_FOLLOW = Text("跟进 {name}", "Follow up {name}")
_CAME_OF_IT = Text(
    "情况如何（可不填，记为一次新的谈话），回车",
    "what came of it (may stay empty; becomes a talk of its own), Enter",
)
_CANCEL = Text("取消", "Cancel")
_EMPTY = Text("还没有谈话记录", "No talks yet")
_EMPTY_MORE = Text(
    "在学生卡片上按 T，或从这里开始；走访时的谈话会自动记入。",
    "Press T on a student's card or begin here; talks at a visit are entered by themselves.",
)
_PICK = Text("选择一次谈话，这里显示内容", "Choose a talk to read it here")
_EDIT = Text("编辑谈话 · {name}", "Edit the talk with {name}")
_DRAFTS = Text("有 {n} 次谈话还没有保存。", "{n} talks are not saved yet.")


class ListedTalk(NamedTuple):
    """A line of the list; ``follow_up`` is the day while the follow-up is still to be done."""

    id: str
    talked_on: str
    student: str
    student_name: str
    student_number: str
    class_name: str | None
    way: str | None
    summary: str | None
    difficulties: str | None
    attention_level: str | None
    follow_up: str | None


def _listed(each: TalkRow) -> ListedTalk:
    return ListedTalk._make((*each[:10], None if each.followed_up_on else each.follow_up_on))


class TalksScreen(PagedListScreen):
    """The list of talks; a new talk takes the whole screen."""

    record_type = "talk"
    types = ("talk", "student", "placement")
    card: TalkRecord | None
    page: TalkPage
    draft, unsaved = DRAFT, _DRAFTS

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, self._make_table(ui), _PICK, "message-circle")
        delete = partial(self._asked, "delete")
        bind_keys(
            self.table,
            {
                "N": self.new,
                "P": lambda: self._asked("print"),
                "Ctrl+P": lambda: self._asked("print"),
                "T": self._again,
                "D": self.followed,
                "F": self.follow,
                "Del": delete,
            },
        )
        self.next_on = DueEditor(TALK.spec("follow_up_on"), surroundings(ui))
        self.next_on.name_inputs(ui.t(TALK.spec("follow_up_on").label), "")
        self.next_on.setFixedWidth(270)
        self.bar = AskBar(ui.theme, ui.t(_FOLLOWED), ui.t(_CANCEL), self.next_on)
        self._following = ""
        layout = self.table.layout()
        assert layout is not None
        layout.addWidget(self.bar)
        self.bar.answered.connect(self._follow_up)
        self.bar.closed.connect(self.show_list)
        bind_keys(
            self.bar,
            {"F7": lambda: self.next_on.ahead(WEEK), "Shift+F7": lambda: self.next_on.ahead(FORTNIGHT)},
        )

    def _make_table(self, ui: Ui) -> TableView:
        today = ui.clock.today().isoformat()

        def tone(day: str | None) -> Tone | None:
            if day is None:
                return None
            return "bad" if day < today else "warn" if day == today else "neutral"

        empty = EmptyState(
            ui.theme,
            ui.t(_EMPTY),
            Step(ui.t(_NEW), self.new, "plus"),
            icon="message-circle",
            detail=ui.t(_EMPTY_MORE),
        )
        table = TableView(
            ui, "talks", _TITLE, columns(tone), filters=filters(ui.clock.today()), noun=_NOUN, empty=empty
        )
        table.add_action(_FOLLOWED, self.followed, icon="check", batch=True).setToolTip(ui.t(_FOLLOWED_TIP))
        table.add_action(_NEW, self.new, icon="plus", role="primary").setToolTip(ui.t(_NEW_TIP))
        return table

    def load(self) -> list[ListedTalk]:
        return [_listed(each) for each in self.ui.services.talks.rows()]

    def load_card(self, record: str) -> TalkRecord:
        records = self.ui.services.records
        talk = records.need("talk", record)
        return TalkRecord(talk, records.titles("student", [talk["student"]]).get(talk["student"], ""))

    def make_card(self) -> QWidget:
        return TalkCard(self.ui)

    def make_page(self) -> TalkPage:
        return TalkPage(self.ui)

    def do(self, wanted: str) -> None:
        if self.card is None:
            return
        talk = self.card.talk
        if wanted == "again":
            self.new(talk["student"])
        elif wanted == "student":
            self.ui.navigator.go("students", record=talk["student"])
        elif wanted == "followed":
            self._follow([talk["id"]])
        elif wanted == "follow":
            self.follow()
        elif wanted == "print":
            self.ui.navigator.go("printing", form="talk", ids=[talk["id"]])
        elif wanted == "delete":
            self.delete(talk["id"], self.card.student_name)
        elif wanted == "edit":
            heads = self.ui.services.records.heads("talk", talk["id"])
            self.edit_record(TALK, FORM, _EDIT.fill(name=self.card.student_name), talk, heads)

    def followed(self) -> None:
        """Mark the selected talks as followed up today."""
        self._follow([each.id for each in self.table.selected_rows() if each.follow_up])

    def _follow(self, talks: list[str]) -> None:
        if not talks:
            return
        put, today = self.ui.services.records.put_many, self.ui.clock.today().isoformat()
        self.change(lambda: put("talk", [(each, {"followed_up_on": today}) for each in talks]))

    def follow(self) -> None:
        """Ask what came of the talk on show, and when to ask again."""
        if self.card is None or self.form_open:
            return
        self._following = self.card.talk["id"]
        self.next_on.set_value(None)
        words = self.t(_FOLLOW.fill(name=self.card.student_name))
        self.bar.ask(words, self.t(_FOLLOWED), hint=self.t(_CAME_OF_IT))

    def _follow_up(self, words: str) -> None:
        talk, talks = self._following, self.ui.services.talks
        next_on = self.next_on.value()
        self.change(lambda: talks.follow_up(talk, words=words, next_on=next_on), failed=self._not_followed)

    def _not_followed(self, error: UserError) -> None:
        """The day was none, or the talk is gone: the words stay."""
        self.bar.show()
        self.ui.messages.toast(error.text)

    def back(self) -> bool:
        if self.bar.asking:
            self.bar.give_up()
            return True
        return super().back()

    def _again(self) -> None:
        row = self.table.rows.current_row()
        if row is not None:
            self.new(row.student)

    def arrive(self, **args: Any) -> None:
        """``do="new"`` (or a ``student``) begins a talk; ``record`` goes to one."""
        if args.get("do") == "new" or "student" in args:
            self.new(args.get("student"))
        else:
            super().arrive(**args)

    def go_on_with(self, drafts: Sequence[str]) -> str | None:
        return None if drafts[0] == NEW else drafts[0]
