"""The screen of the teacher's own practice: the list, the owner's days, and entries made of visits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QBoxLayout, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.ui.context import Ui
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.practice.arrangement import ENTRY, FORM, LIST, filters
from fieldteacher.ui.screens.practice.card import PracticeCardView
from fieldteacher.ui.screens.practice.proposing import ProposalPanel, Proposed
from fieldteacher.ui.screens.practice.totals import TotalsStrip
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

if TYPE_CHECKING:
    from fieldteacher.services.practice import PracticeCard, PracticeRow, PracticeTotals, Targets

_TITLE, _NOUN = Text("企业实践", "Practice"), Text("条记录", "entries")
_NEW, _NEW_TIP = (
    Text("记录实践", "Record practice"),
    Text("记录本人的企业实践（N）", "Record own practice (N)"),
)
_PRINT = Text("打印", "Print")
_PROPOSE, _PROPOSE_TIP = (
    Text("从走访生成…", "From visits…"),
    Text("驻点走访可计为企业实践（P）", "Visits count as practice (P)"),
)
_EMPTY = Text("还没有企业实践记录", "No practice recorded yet")
_EMPTY_MORE = Text(
    "驻点指导学生实习可计为教师企业实践，走访记录可直接生成。",
    "Being stationed to guide interns counts as practice; visits can be taken over.",
)
_PICK = Text("选择一条记录，这里显示内容和累计", "Choose an entry to see it and the sums")
_EDIT = Text("编辑企业实践", "Edit the entry")
_WAITING = Text("走访中有 {n} 天还没有记入企业实践。", "{n} days of visits are not entered as practice yet.")
_SEE = Text("查看", "See")
_NO_OWNER = Text("请先在设置中填写本机教师姓名。", "Please say in the settings whose store this is.")
_NOTHING = Text("走访的日子都已记入。", "All days of visits are entered.")


class PracticeScreen(ListScreen):
    """N records an entry, P proposes entries from visits."""

    record_type = "practice_entry"
    types = ("practice_entry", "teacher", "enterprise", "visit")
    card: PracticeCard | None

    def __init__(self, ui: Ui) -> None:
        self._owner: str | None = None
        self._proposed: list[Proposed] = []
        super().__init__(ui, self._make_table(ui), _PICK, "briefcase")
        table = self.table
        self.strip, self.banner, self.panel = TotalsStrip(ui), Banner(ui.theme), ProposalPanel(ui)
        layout = table.layout()
        assert isinstance(layout, QBoxLayout)
        layout.insertWidget(1, self.strip)
        layout.addWidget(self.banner)
        layout.addWidget(self.panel)
        self.strip.kept.connect(self._set_targets)
        self.panel.taken.connect(self._take)
        self.panel.closed.connect(self._panel_closed)
        delete = partial(self._asked, "delete")
        bind_keys(table, {"N": self.new, "P": self.propose, "Ctrl+P": self.print_them, "Del": delete})

    def _make_table(self, ui: Ui) -> TableView:
        steps = (Step(ui.t(_NEW), self.new, "plus"), Step(ui.t(_PROPOSE), self.propose, "footprints"))
        empty = EmptyState(ui.theme, ui.t(_EMPTY), *steps, icon="briefcase", detail=ui.t(_EMPTY_MORE))
        table = TableView(
            ui, "practice", _TITLE, LIST, filters=filters(ui.clock.today()), noun=_NOUN, empty=empty
        )
        table.add_action(_PRINT, self.print_them, icon="printer").setToolTip("Ctrl+P")
        table.add_action(_PROPOSE, self.propose, icon="footprints").setToolTip(ui.t(_PROPOSE_TIP))
        table.add_action(_NEW, self.new, icon="plus", role="primary").setToolTip(ui.t(_NEW_TIP))
        return table

    def print_them(self) -> None:
        """The record and the certificates of the teacher whose entry is on show, else of all."""
        of = {"ids": [self.card.entry["teacher"]]} if self.card is not None else {"everybody": True}
        self.ui.navigator.go("printing", form="practice", **of)

    def load(self) -> list[PracticeRow]:
        return self.ui.services.practice.rows()

    def load_card(self, record: str) -> PracticeCard:
        return self.ui.services.practice.card(record)

    def make_card(self) -> QWidget:
        return PracticeCardView(self.ui)

    def do(self, wanted: str) -> None:
        card = self.card
        if card is None:
            return
        if wanted == "delete":
            self.delete(card.entry["id"], f"{card.row.starts_on} {card.row.enterprise_name or ''}".strip())
        elif wanted == "edit":
            self.edit_record(ENTRY, FORM, _EDIT, card.entry, card.heads)

    def reload(self) -> None:
        super().reload()
        services, language = self.ui.services, self.ui.language

        def overview() -> tuple[str | None, PracticeTotals | None, list[Proposed]]:
            owner = services.practice.owner()
            if owner is None:
                return None, None, []
            return owner, services.practice.totals(owner), services.practice.proposals(owner, language)

        self.read(overview, self._show_overview, latest="overview")

    def new(self) -> None:
        """Record an entry."""
        put = self.ui.services.records.put

        def begin(start: dict[str, Any]) -> None:
            self.open_form(
                "practice-new", ENTRY, FORM, _NEW, {}, lambda values: put("practice_entry", values), proposed=start
            )  # fmt: skip

        self.read(self.ui.services.practice.start, begin, latest="start")

    def propose(self) -> None:
        """Show the entries that visits could make."""
        if self._owner is None:
            self.ui.messages.toast(_NO_OWNER)
        elif not self._proposed:
            self.ui.messages.toast(_NOTHING)
        else:
            self.banner.clear()
            self.panel.ask(self._proposed)

    def arrive(self, **args: Any) -> None:
        """``do="new"`` records an entry, ``do="propose"`` shows what visits could make, ``record`` goes to one."""
        super().arrive(**args)
        if args.get("do") == "new":
            self.new()
        elif args.get("do") == "propose":
            self._wants_proposals = True
            self.reload()

    def back(self) -> bool:
        if self.panel.isVisibleTo(self):
            self.panel.close_panel()
            return True
        return super().back()

    _wants_proposals = False

    def _show_overview(self, found: tuple[str | None, PracticeTotals | None, list[Proposed]]) -> None:
        self._owner, totals, self._proposed = found
        if totals is not None:
            self.strip.show_totals(totals)
        wanted, self._wants_proposals = self._wants_proposals, False
        if wanted:
            self.propose()
        elif not self.panel.isVisibleTo(self):
            self._say_waiting()

    def _say_waiting(self) -> None:
        self.banner.clear()
        days = sum(each.days for each, _, _ in self._proposed)
        if days:
            words = self.t(_WAITING.fill(n=show_tenths(days)))
            self.banner.say(words, "neutral", action=self.t(_SEE), taken=self.propose)

    def _panel_closed(self) -> None:
        self._say_waiting()
        self.show_list()

    def _take(self, chosen: list[Proposed]) -> None:
        owner, accept = self._owner, self.ui.services.practice.accept
        if owner is not None:
            accepted = [(proposal, content) for proposal, _, content in chosen]
            self.change(lambda: accept(owner, accepted))
        self.show_list()

    def _set_targets(self, targets: Targets) -> None:
        keep = self.ui.services.practice.set_targets
        self.change(lambda: keep(targets), lambda _: self.reload())
