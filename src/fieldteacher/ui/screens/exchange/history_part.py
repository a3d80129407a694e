"""Every package that went and came; one that was taken in can be taken back as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language, Text, listed
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import box, column
from fieldteacher.ui.widgets.chip import Tone
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.keys import bind_keys
from fieldteacher.ui.words import local_minute, size_words

if TYPE_CHECKING:
    from fieldteacher.services.synchronisation import Event

_TITLE, _NOUN = Text("往来记录", "History"), Text("个数据包", "packages")
_EMPTY = Text("还没有数据包往来", "No package has gone or come yet")
_UNDO = Text("撤销这次导入", "Take this import back")
_TAKEN_BACK = Text(
    "导入已撤销，收到的改动不再算数；再次导入同一个包会恢复。",
    "Taken back: what came no longer counts. The same package brings it again.",
)
_NOT_IN = Text("请选择一次还没有撤销的导入。", "Please choose an import that was not taken back yet.")
_WAYS: Mapping[str, tuple[Text, Tone]] = {
    "received": (Text("导入", "taken in"), "good"),
    "sent": (Text("导出", "written"), "neutral"),
    "undone": (Text("已撤销", "taken back"), "warn"),
}
_COUNTS = {
    "applied": Text("新改动 {n}", "{n} new"), "known": Text("已有 {n}", "{n} known"),
    "rejected": Text("无法显示 {n}", "{n} not shown"), "unknown": Text("更新后可见 {n}", "{n} after an update"),
    "changes": Text("改动 {n}", "{n} changes"), "dossiers": Text("档案 {n}", "{n} dossiers"),
    "files": Text("照片和文件 {n}", "{n} files"),
}  # fmt: skip
_LIMIT = 500


class EventLine(NamedTuple):
    """A package that went or came."""

    id: str
    way: str
    label: str
    at_ms: int
    counts: Mapping[str, int]
    size: int | None
    package: str


def _way(value: str, language: Language) -> str:
    return _WAYS[value][0].to(language)


def _counts(value: Mapping[str, int], language: Language) -> str:
    return listed(words.fill(n=value[name]) for name, words in _COUNTS.items() if value.get(name)).to(
        language
    )


COLUMNS = (
    Column(name="at_ms", heading=Text("时间", "When"), width=150, show=lambda at, _: local_minute(at)),
    Column(
        name="way", heading=Text("方向", "Way"), width=104, show=_way, tone=lambda way: _WAYS[way][1],
        samples=tuple(words for words, _ in _WAYS.values()),
    ),
    Column(name="label", heading=Text("对方", "Station"), width=160, key=word_key),
    Column(name="counts", heading=Text("内容", "What"), width=280, stretch=True, show=_counts, key=lambda counts: sum(counts.values())),
    Column(name="size", heading=Text("大小", "Size"), width=90, right=True, show=lambda size, _: size_words(size)),
)  # fmt: skip
FILTERS = tuple(
    Filter(name=way, label=words, accept=lambda line, way=way: line.way == way, group="way")  # type: ignore[misc]
    for way, (words, _) in _WAYS.items()
)


class HistoryPart(ScreenView):
    """Delete or the button takes the selected import back."""

    types = tuple(RECORD_TYPES)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        empty = EmptyState(ui.theme, self.t(_EMPTY), icon="history")
        self.table = TableView(ui, "packages", _TITLE, COLUMNS, filters=FILTERS, noun=_NOUN, empty=empty)
        self.undo_button = self.table.add_action(_UNDO, self.undo, icon="undo-2", batch=True)
        bind_keys(self.table, {"Delete": self.undo})
        self.banner = Banner(ui.theme)
        above = column(self.banner)
        above.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, 0)
        whole = column(box(above), self.table, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def arrive(self, **args: Any) -> None:
        self.banner.clear()
        self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        services = self.ui.services
        self.read(lambda: services.exchange.synchronisation.history(_LIMIT), self._show, latest="history")

    def undo(self) -> None:
        """Take back the selected import."""
        services = self.ui.services
        chosen = next((line for line in self.table.selected_rows() if line.way == "received"), None)
        if chosen is None:
            self.banner.say(self.t(_NOT_IN), "neutral")
            return
        self.change(
            lambda: services.exchange.synchronisation.undo(chosen.package), lambda _: self._undone(), self._refused
        )  # fmt: skip

    def _undone(self) -> None:
        self.banner.say(self.t(_TAKEN_BACK), "good")
        self.reload()
        self.ui.inbox.look()

    def _refused(self, error: UserError) -> None:
        self.banner.say(self.t(error.text))

    def _show(self, events: Sequence[Event]) -> None:
        self.table.set_rows(
            [
                EventLine(
                    f"{each.way}:{each.package}", "undone" if each.undone else each.way, each.label, each.at_ms, each.counts,
                    each.size or None, each.package,
                )
                for each in events
            ]
        )  # fmt: skip
