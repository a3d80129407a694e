"""What was promised or has to be put right: settled by one key, with what came of it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Language, Text
from fieldteacher.services.talks import PromiseRow
from fieldteacher.ui.context import Ui
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.promises.arrangement import FORM, NEW_FORM, PROMISE, columns, filters
from fieldteacher.ui.screens.promises.card import PromiseCard, PromiseRecord
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.ask_bar import AskBar
from fieldteacher.ui.widgets.chip import Tone
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE, _NOUN = Text("跟进事项", "Promises"), Text("项", "promises")
_NEW, _NEW_TIP = Text("新增事项", "Add a promise"), Text("新增事项（N）", "Add a promise (N)")
_DONE, _DONE_TIP = Text("办结", "Settle"), Text("办结所选事项（D）", "Settle what is selected (D)")
_EMPTY = Text("没有跟进事项", "Nothing to do")
_EMPTY_MORE = Text(
    "走访和谈话中的承诺、整改会列在这里。", "What is promised at visits and talks is listed here."
)
_PICK = Text("选择一项，这里显示内容", "Choose one to read it here")
_EDIT = Text("编辑跟进事项", "Edit the promise")
_SETTLING, _SETTLING_MANY = Text("办结：{what}", "Settle: {what}"), Text("办结 {n} 项", "Settle {n}")
_RESULT = Text("结果（可不填），回车办结", "what came of it (may stay empty), Enter settles")
_CANCEL = Text("取消", "Cancel")
_OVERDUE, _TODAY = Text("{day} 过期{n}天", "{day}, {n} d late"), Text("{day} 今天", "{day} today")
_IN = Text("{day} 剩{n}天", "{day}, in {n} d")
_SOON = 3
_CLOSED = "!"
"""Before the day of a promise that is not open any more: it is shown without a sign."""


class ListedPromise(NamedTuple):
    """A line of the list; ``due`` is the day, marked where the promise is not open."""

    id: str
    due: str | None
    due_on: str | None
    what: str
    who: str | None
    about_type: str
    about_name: str
    status: str
    done_on: str | None
    result: str | None


def _listed(each: PromiseRow) -> ListedPromise:
    due = each.due_on if each.status == "open" or each.due_on is None else _CLOSED + each.due_on
    return ListedPromise(
        each.id, due, each.due_on, each.what, each.who, each.about_type, each.about_name, each.status, each.done_on,
        each.result,
    )  # fmt: skip


class PromisesScreen(ListScreen):
    """The list; D settles, X drops, O opens again, N adds."""

    record_type = "promise"
    types = ("promise", "student", "enterprise")
    card: PromiseRecord | None

    def __init__(self, ui: Ui) -> None:
        self._today = ui.clock.today()
        super().__init__(ui, self._make_table(ui), _PICK, "flag")
        table = self.table
        self.bar = AskBar(ui.theme, ui.t(_DONE), ui.t(_CANCEL))
        self._settling: list[str] = []
        layout = table.layout()
        assert layout is not None
        layout.addWidget(self.bar)
        self.bar.answered.connect(self._settle)
        self.bar.closed.connect(self.show_list)
        table.filters.set_on("open")
        delete = partial(self._asked, "delete")
        bind_keys(table, {"D": self.settle, "X": self.drop, "O": self.reopen, "N": self.new, "Del": delete})
        bind_keys(self, {"F7": partial(self._due_in, 7), "Shift+F7": partial(self._due_in, 14)})

    def _make_table(self, ui: Ui) -> TableView:
        empty = EmptyState(
            ui.theme, ui.t(_EMPTY), Step(ui.t(_NEW), self.new, "plus"), icon="flag", detail=ui.t(_EMPTY_MORE)
        )
        table = TableView(
            ui, "promises", _TITLE, columns(self._due_tone, self._due_words), filters=filters(self._today), noun=_NOUN,
            empty=empty,
        )  # fmt: skip
        table.add_action(_DONE, self.settle, icon="check", batch=True).setToolTip(ui.t(_DONE_TIP))
        table.add_action(_NEW, self.new, icon="plus", role="primary").setToolTip(ui.t(_NEW_TIP))
        return table

    def load(self) -> list[ListedPromise]:
        return [_listed(each) for each in self.ui.services.talks.promises()]

    def load_card(self, record: str) -> PromiseRecord:
        records, language = self.ui.services.records, self.ui.language
        promise = records.need("promise", record)
        about = promise["about"]
        for kind in PROMISE.spec("about").targets:
            titles = records.titles(kind, [about], language)
            if about in titles:
                return PromiseRecord(promise, titles[about], kind)
        return PromiseRecord(promise, "", "")

    def make_card(self) -> QWidget:
        return PromiseCard(self.ui)

    def do(self, wanted: str) -> None:
        if self.card is None:
            return
        promise = self.card.promise
        if wanted == "edit":
            self._edit(promise)
        elif wanted == "delete":
            self.delete(promise["id"], self.card.promise["what"])
        elif wanted == "about" and self.card.about_type:
            self.ui.navigator.go(f"{self.card.about_type}s", record=promise["about"])
        elif wanted == "visit":
            self.ui.navigator.go("visits", record=promise["visit"])
        else:
            {"done": self.settle, "drop": self.drop, "reopen": self.reopen}[wanted]()

    def _edit(self, promise: Any) -> None:
        heads = self.ui.services.records.heads("promise", promise["id"])
        self.edit_record(PROMISE, FORM, _EDIT, promise, heads)

    def new(self) -> None:
        """Add a promise."""
        put = self.ui.services.records.put
        due = (self._today + timedelta(days=7)).isoformat()
        self.open_form(
            "promise-new", PROMISE, NEW_FORM, _NEW, {}, lambda values: put("promise", {"status": "open", **values}),
            proposed={"due_on": due},
        )  # fmt: skip

    def settle(self) -> None:
        """Ask for the result of the selected ones that are open."""
        chosen = [each for each in self.table.selected_rows() if each.status == "open"]
        if not chosen:
            return
        self._settling = [each.id for each in chosen]
        text = _SETTLING.fill(what=chosen[0].what) if len(chosen) == 1 else _SETTLING_MANY.fill(n=len(chosen))
        self.bar.ask(self.t(text), self.t(PROMISE.spec("result").label), hint=self.t(_RESULT))

    def drop(self) -> None:
        """Drop the selected ones: they will not be done."""
        self._close_all([each.id for each in self.table.selected_rows() if each.status == "open"], "dropped")

    def reopen(self) -> None:
        """Open the selected ones again."""
        self._close_all([each.id for each in self.table.selected_rows() if each.status != "open"], "open")

    def _settle(self, result: str) -> None:
        chosen, self._settling = self._settling, []
        self._close_all(chosen, "done", result)

    def _close_all(self, chosen: list[str], status: str, result: str = "") -> None:
        if not chosen:
            return
        talks, put = self.ui.services.talks, self.ui.services.records.put_many
        values: dict[str, Any] = {
            "status": status,
            "done_on": self._today.isoformat() if status == "done" else None,
        }
        if result:
            values["result"] = result

        def work() -> ChangeSet:
            if len(chosen) == 1:
                return talks.settle(chosen[0], status, result)
            return put("promise", [(each, values) for each in chosen])[1]

        self.change(work)

    def arrive(self, **args: Any) -> None:
        """``do="new"`` adds one."""
        super().arrive(**args)
        if args.get("do") == "new":
            self.new()

    def back(self) -> bool:
        if self.bar.asking:
            self.bar.give_up()
            return True
        return super().back()

    def _due_in(self, days: int) -> None:
        """F7 in a form: the due day a week from now."""
        if self.form is not None:
            self.form.binder.enter({"due_on": (self._today + timedelta(days=days)).isoformat()})

    def _left(self, day: str) -> int:
        return (date.fromisoformat(day) - self._today).days

    def _due_tone(self, day: str | None) -> Tone | None:
        if day is None or day.startswith(_CLOSED):
            return None
        left = self._left(day)
        return "bad" if left < 0 else "warn" if left <= _SOON else "neutral"

    def _due_words(self, day: str, language: Language) -> str:
        if day.startswith(_CLOSED):
            return day[len(_CLOSED) :]
        left = self._left(day)
        short = day[5:]
        text = _OVERDUE if left < 0 else _TODAY if left == 0 else _IN
        return text.fill(day=short, n=abs(left)).to(language)
