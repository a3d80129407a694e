"""The parts that cards have in common: facts, numbers, what is open, what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from fieldteacher.domain.record import RecordType
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text, begun, same
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.showing import icon_of, show_record
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.widgets.basics import (
    Scroll,
    box,
    button,
    clear,
    column,
    headline,
    icon_button,
    label,
    row,
    rule,
)
from fieldteacher.ui.widgets.chip import Chip, Tone
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.link import LinkRow
from fieldteacher.ui.widgets.phone import PhoneRow
from fieldteacher.ui.widgets.timeline import Entry, Timeline

if TYPE_CHECKING:
    from fieldteacher.services.timelines import NextDue, TimelineEntry
    from fieldteacher.ui.photos.portrait import Portrait
    from fieldteacher.ui.photos.strip import MoreForPhoto, PhotoStrip

Row = Mapping[str, Any]

_EDIT, _DELETE = Text("编辑", "Edit"), Text("删除 {name}", "Delete {name}")
_COPY, _COPIED = Text("复制 {whose} 的电话", "Copy {whose}"), Text("已复制 {number}", "Copied {number}")
_CALL, _OPEN, _HAPPENED = (
    Text("联系电话", "Telephone"),
    Text("待跟进", "Promises open"),
    Text("经过", "What happened"),
)
_NEXT = Text("下一到期 {day} {words}", "next due {day} {words}")
_DUE = Text("{due} 前", "by {due}")
_MORE, _NOTHING = Text("更多", "More"), Text("还没有记录。", "Nothing recorded yet.")


class Call(NamedTuple):
    """Whom to call, the number, and what can be done about them."""

    whose: str
    number: str | None
    beside: Sequence[QWidget] = ()


class RecordCard(QWidget):
    """Name and words below it, a body that the screen fills, the timeline. ``asked`` carries what a button wants."""

    asked = Signal(str)
    deletable = False
    """Whether it has a button that asks for ``delete``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._phones: dict[str, PhoneRow] = {}
        self._name = label("", "heading", wrap=True, selectable=True)
        self._under = label("", "muted", wrap=True)
        self.body = column(gap=tokens.SPACE_S)
        self.timeline = Timeline(ui.theme, ui.t(_MORE), ui.t(_NOTHING))
        self._actions, self._delete = Flow(tokens.SPACE_S), row()
        self._head = row(column(headline(self._name, self._delete), self._under, -1, gap=2))
        self._portrait: Portrait | None = None
        head = column(self._head, tokens.SPACE_S, self._actions, gap=2)
        happened = label(ui.t(_HAPPENED), "title")
        self._foot = column()
        self._photos: PhotoStrip | None = None
        inside = column(head, self.body, self._foot, rule(), happened, self.timeline, -1, gap=tokens.SPACE_L)
        inside.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_XL)
        self._scroll = Scroll(box(inside, "surface"))
        self.setLayout(column(self._scroll, gap=0))

    def start(self, name: str, *under: str | None, actions: Sequence[QWidget] = ()) -> None:
        """Begin a new card: its name, the words below, what can be done (editing first), an empty body."""
        if name != self._name.text():
            self._scroll.verticalScrollBar().setValue(0)
        self._name.setText(name)
        self._under.setText(" · ".join(filter(None, under)))
        self.setAccessibleName(name)
        clear(self._actions)
        clear(self._delete)
        for each in (self.action(_EDIT, "edit", "pencil"), *actions):
            self._actions.addWidget(each)
        if self.deletable:
            words = self.ui.t(_DELETE.fill(name=name))
            ask = partial(self.asked.emit, "delete")
            self._delete.addWidget(icon_button(self.ui.theme, words, ask, icon="trash-2"))
        clear(self.body)
        self._phones = {}

    def show_portrait(self, attachment: str | None) -> None:
        """The person's photo beside the name, where there is one."""
        if self._portrait is None and attachment is not None:
            from fieldteacher.ui.photos.portrait import Portrait  # most cards of a start have none

            self._portrait = Portrait(self.ui)
            self._head.addWidget(self._portrait)
        if self._portrait is not None:
            self._portrait.show_attachment(attachment)

    def files(self, owner: str, more: Sequence[MoreForPhoto] = ()) -> None:
        """The photos and files of the record; ``more`` is what else can be done with a photo."""
        if self._photos is None:
            from fieldteacher.ui.photos.strip import PhotoStrip  # the first card of a start does without

            self._photos = PhotoStrip(self.ui, more=more)
            self._photos.accept_from(self)
            self._foot.addWidget(self._photos)
        self._photos.show_owner(owner)

    def heading(self, text: Text, *beside: QWidget) -> None:
        """A heading in the body, with ``beside`` behind it."""
        line = row(label(self.ui.t(text), "title"), *beside, -1)
        line.setContentsMargins(0, tokens.SPACE_S, 0, 0)
        self.body.addLayout(line)

    def action(self, words: Text, wanted: str, icon: str = "") -> QPushButton:
        """A button that asks the screen for ``wanted``."""
        ask: Callable[[], None] = partial(self.asked.emit, wanted)
        return button(self.ui.theme, self.ui.t(words), ask, icon=icon)

    def phones(self, calls: Sequence[Call], *beside: QWidget) -> None:
        """Whom to call, under their heading with ``beside``; without a number only those are shown who can be amended.

        F8 copies the first number there is, Shift+F8 that of the second of ``calls`` or the next after it.
        """
        there = [place for place, each in enumerate(calls) if each.number]
        second = next((place for place in there if place), None)
        meant = {"F8": there[0] if there else None, "Shift+F8": second}
        if there or beside:
            self.heading(_CALL, *beside)
        for place, each in enumerate(calls):
            if each.number or each.beside:
                keys = [key for key, wanted in meant.items() if wanted == place]
                phone = self._phone(each, " · ".join(keys))
                self._phones |= dict.fromkeys(keys, phone)
                self.body.addWidget(phone)

    def copy_phone(self, key: str = "F8") -> None:
        """Copy the number that a key stands for: the first on the card (F8), or the second (Shift+F8)."""
        if key in self._phones:
            self._phones[key].copy()

    def facts(self, kind: RecordType, record: Row, names: Sequence[str]) -> None:
        """Fields and their values; a joined name (``mentor_name``) has the label of its reference."""
        facts = Facts()
        facts.show_pairs([(self.ui.t(_label(kind, name)), self.shown(kind, record, name)) for name in names])
        self.body.addWidget(facts)

    def shown(self, kind: RecordType, record: Row, name: str) -> str:
        """A field's value in words."""
        if name not in kind.fields:
            return record[name] or ""
        spec = kind.spec(name)
        words = show_value(spec, record[name], self.ui.language)
        unit = self.ui.t(spec.unit)
        return f"{words} {unit}" if words and unit else words

    def next_due(self, due: NextDue | None) -> None:
        """What falls due next, leading there."""
        if due is None:
            return
        late = due.day < self.ui.clock.today().isoformat()
        words = self.ui.t(due.words)
        line = row(Chip(self.ui.theme, due.day, "bad" if late else "neutral"), label(words, wrap=True))
        line.setStretch(1, 1)
        line.setContentsMargins(0, 3, 0, 3)
        name = self.ui.t(_NEXT.fill(day=due.day, words=words))
        self.body.addWidget(LinkRow(line, name, partial(show_record, self.ui, due.type, due.id)))

    def promises(self, rows: Sequence[Row]) -> None:
        """What is still open, with its date."""
        if not rows:
            return
        self.heading(_OPEN)
        today = self.ui.clock.today().isoformat()
        for each in rows:
            line = row(label(each["what"] or "", wrap=True), gap=tokens.SPACE_S)
            line.setStretch(0, 1)
            if due := each["due_on"]:
                tone: Tone = "bad" if due < today else "neutral"
                line.addWidget(Chip(self.ui.theme, self.ui.t(_DUE.fill(due=due)), tone))
            self.body.addLayout(line)

    def happened(self, entries: Sequence[TimelineEntry]) -> None:
        """The timeline."""
        t = self.ui.t

        def entry(each: TimelineEntry) -> Entry:
            opened = (
                partial(show_record, self.ui, each.type, each.id) if self._can_be_seen(each.type) else None
            )
            icon, kind = icon_of(each.type), t(RECORD_TYPES[each.type].label)
            return Entry(each.day, begun(t(each.heading)), t(each.words), icon, opened, kind)

        self.timeline.show_entries([entry(each) for each in entries])

    def _can_be_seen(self, kind: str) -> bool:
        """Whether a record of this type has a screen, or belongs to one that may have."""
        return kind in self.ui.navigator.homes or RECORD_TYPES[kind].dossier in RECORD_TYPES[kind].fields

    def _phone(self, call: Call, key: str) -> PhoneRow:
        messages = self.ui.messages

        def copied(what: str) -> None:
            messages.toast(_COPIED.fill(number=what))

        name = self.ui.t(_COPY.fill(whose=call.whose))
        return PhoneRow(self.ui.theme, call.whose, call.number or "", name, copied, key, *call.beside)


def _label(kind: RecordType, name: str) -> Text:
    found = kind.fields.get(name) or kind.fields.get(name.removesuffix("_name"))
    return found.label if found is not None else same(name)
