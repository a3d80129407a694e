"""What came and is kept, but cannot be shown: a quiet list, a sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language, Text, same
from fieldteacher.services.conflicts import Kept
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.showing import show_record
from fieldteacher.ui.tables.column import Column
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import column
from fieldteacher.ui.widgets.chip import Tone
from fieldteacher.ui.widgets.empty import EmptyState

_TITLE, _NOUN = Text("未能显示的内容", "What cannot be shown"), Text("项", "entries")
_EMPTY = Text("收到的内容都能显示", "All that came is shown")
_EMPTY_MORE = Text(
    "收到的值不合规定，或来自更新版本的程序时，会保存在这里，不会丢，也照样发给别人。",
    "A value that does not fit, or comes from a newer version of the program, is kept here. It is not lost, and others still get it.",
)
_STATES: dict[str, tuple[Text, Tone]] = {
    "rejected": (Text("无法显示", "cannot be shown"), "bad"),
    "differs": (Text("两边不一致", "differs"), "bad"),
    "unknown": (Text("更新后显示", "after an update"), "neutral"),
}
_NEWER = Text(
    "{n} 处改动来自更新版本的程序，更新本机程序后自动显示。",
    "Changes of a newer version of the program: {n}. They are shown once this one is updated.",
)
_DIFFERS = Text(
    "这里与“{who}”那边的内容不一致，而双方的改动一样多。请双方各导出一次、互相导入；仍不一致时请告诉维护人员。",
    "What is here differs from what “{who}” says to hold, though neither lacks a change. Exchange once more each way; if it stays, tell "
    "whoever maintains the program.",
)
_KEPT = Text(
    "{why} 原值已保存，请对方更正后重新导出。",
    "{why} The value is kept; please let the sender correct it and write again.",
)


class KeptLine(NamedTuple):
    """One line; ``record`` is empty where it is about many."""

    id: str
    state: str
    kind: str
    title: str
    field: str
    words: str
    type: str
    record: str


def kept_line(number: int, each: Kept, language: Language) -> KeptLine:
    """How something kept stands in the list."""
    known = RECORD_TYPES.get(each.type)
    spec = known.fields.get(each.field) if known else None
    if each.differs_from:
        state, words = "differs", _DIFFERS.fill(who=each.differs_from)
    elif each.reason is None:
        state, words = "unknown", _NEWER.fill(n=each.changes)
    else:
        state, words = "rejected", _KEPT.fill(why=each.reason)
    return KeptLine(
        str(number), state, (known.label if known else same(each.type)).to(language),
        each.title, (spec.label if spec else same(each.field)).to(language), words.to(language), each.type, each.record,
    )  # fmt: skip


COLUMNS = (
    Column(
        name="state", heading=Text("状态", "State"), width=120, show=lambda state, language: _STATES[state][0].to(language),
        tone=lambda state: _STATES[state][1], samples=tuple(words for words, _ in _STATES.values()),
    ),
    Column(name="kind", heading=Text("类型", "Kind"), width=100, key=word_key),
    Column(name="title", heading=Text("记录", "Record"), width=180, key=word_key),
    Column(name="field", heading=Text("字段", "Field"), width=120, key=word_key),
    Column(name="words", heading=Text("说明", "Why"), width=320, stretch=True),
)  # fmt: skip


class KeptPart(ScreenView):
    """Enter opens the record."""

    types = tuple(RECORD_TYPES)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        empty = EmptyState(ui.theme, self.t(_EMPTY), icon="circle-check", detail=self.t(_EMPTY_MORE))
        self.table = TableView(ui, "kept", _TITLE, COLUMNS, noun=_NOUN, empty=empty)
        self.table.opened.connect(self._open)
        self.setLayout(column(self.table, gap=0))

    def arrive(self, **args: Any) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        conflicts, language = self.ui.services.conflicts, self.ui.language
        self.read(lambda: conflicts.kept(language), self._show, latest="kept")

    def _show(self, found: Sequence[Kept]) -> None:
        self.table.set_rows([kept_line(number, each, self.ui.language) for number, each in enumerate(found)])

    def _open(self, line: KeptLine) -> None:
        if line.record and line.type in RECORD_TYPES:
            show_record(self.ui, line.type, line.record)
