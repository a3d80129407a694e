"""A form around one record: it keeps drafts, saves, and says what is wrong, so that a screen only opens it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.record import RecordType, Value, Values
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.arrangement import Arrangement
from fieldteacher.ui.forms.editor import Editor, Surroundings
from fieldteacher.ui.forms.form import Form
from fieldteacher.ui.forms.masked import MaskedEditor
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import Scroll, box, button, column, label, row, rule

Saving = Callable[[dict[str, Value]], Any]
"""Saves the changed fields, on the writer thread; returns what a verb returns. Raises ``UserError``."""

_SAVE = Text("保存", "Save")
_GIVE_UP = Text("放弃修改", "Discard")
_SAVE_TIP = Text("Ctrl+S；离开表单时自动保存", "Ctrl+S; leaving the form saves too")
_RESTORED = Text("已恢复上次未保存的内容。", "What you had not saved last time is back.")
_NEW = "new"


def surroundings(ui: Ui) -> Surroundings:
    """What editors need, taken from the services. Call it on the UI thread."""
    services, language = ui.services, ui.language

    def find(types: tuple[str, ...], typed: str) -> list[tuple[str, str]]:
        if typed:
            hits = services.search.find(typed, 50, language)
            found = [(hit.id, _joined(hit.title, hit.subtitle)) for hit in hits if hit.type in types]
            if found:
                return found[:20]
        pairs: list[tuple[str, str]] = []
        for name in types:
            _, rows = services.records.list(name, search=typed or None, limit=20)
            pairs += services.records.titles(name, [each["id"] for each in rows], language).items()
        return pairs[:20]

    def titles(types: tuple[str, ...], ids: tuple[str, ...]) -> dict[str, str]:
        known: dict[str, str] = {}
        for name in types:
            known |= services.records.titles(name, ids, language)
        return known

    return Surroundings(
        theme=ui.theme, language=language, today=ui.clock.today(), runner=ui.runner, find=find, titles=titles
    )


def _joined(title: str, subtitle: str) -> str:
    return f"{title} · {subtitle}" if subtitle else title


class RecordForm(QWidget):
    """``saved`` carries what the saving verb returned (``None`` where nothing had changed); ``closed`` comes
    after ``saved``, or alone where the changes were given up."""

    saved = Signal(object)
    closed = Signal()
    refused = Signal(object)
    """The ``UserError`` that said why it was not saved; it stands in the form already."""

    def __init__(
        self,
        ui: Ui,
        kind: RecordType,
        arrangement: Arrangement,
        title: Text,
        *,
        name: str = "",
        editors: Mapping[str, Editor] | None = None,
    ) -> None:
        """``name`` is where drafts are kept; the record type's where it is left out."""
        super().__init__()
        self._ui = ui
        self._name = name or kind.name
        self._subject = _NEW
        self._saving: Saving | None = None
        self._busy = False
        self._opening = 0
        self._offered: dict[str, Any] = {}
        self.form = Form(kind, arrangement, surroundings(ui), editors=editors)
        self.binder = self.form.binder
        self.banner = Banner(ui.theme)
        self._title = label(ui.t(title), "title", wrap=True)
        self.save_button = button(ui.theme, ui.t(_SAVE), self.save, role="primary", tip=ui.t(_SAVE_TIP))
        self.discard_button = button(ui.theme, ui.t(_GIVE_UP), self.discard, role="quiet")
        head = row(self._title, self.discard_button, self.save_button)
        head.setStretch(0, 1)
        head.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_M)
        inside = box(column(self.banner, self.form, margin=tokens.SPACE_XL, gap=tokens.SPACE_M), "surface")
        self._scroll = Scroll(inside)
        self.setLayout(column(head, rule(), self._scroll, gap=0))
        self.form.draft.connect(self._keep_draft)
        save_keys = QShortcut(QKeySequence.StandardKey.Save, self, self.save)
        save_keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def open(
        self, values: Values, saving: Saving, *, subject: str | None = None, proposed: Values | None = None
    ) -> None:
        """Show a record. ``subject`` is its id (``None``: a new one).

        ``proposed`` values are saved with the rest, but not by leaving a form in which the person has entered nothing.
        """
        self._opening += 1
        self._subject, self._saving, self._busy = subject or _NEW, saving, False
        self.banner.clear()
        self.binder.load(values)
        if proposed:
            self.binder.enter(proposed)
        self._offered = self.binder.entered()
        self._scroll.verticalScrollBar().setValue(0)
        self.form.start()
        name, about, services = self._name, self._subject, self._ui.services
        self._ui.runner.read(lambda: services.records.draft(name, about), self._found_draft, owner=self)

    @property
    def subject(self) -> str:
        """The record on show, as ``open`` was told."""
        return self._subject

    def set_title(self, title: Text) -> None:
        """Change the heading."""
        self._title.setText(self._ui.t(title))

    def go_to_field(self, name: str) -> None:
        """Put the keyboard into a field and show it; the first where the form has none of that name."""
        if name in self.binder.names:
            editor = self.binder.editor(name)
            if isinstance(editor, MaskedEditor):
                editor.reveal()
            field = editor.inputs()[0]
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            # Once more when the form has been laid out: before that nobody knows how far down the field stands.
            self._scroll.ensureWidgetVisible(field)
            QTimer.singleShot(0, field, lambda: self._scroll.ensureWidgetVisible(field))

    @property
    def dirty(self) -> bool:
        """Whether something is entered and not saved."""
        return bool(self.binder.entered())

    @property
    def touched(self) -> bool:
        """Whether the person has entered something; what was proposed is none of it."""
        return self.binder.entered() != self._offered

    def finish(self) -> None:
        """Esc: save what the person entered; a form that was only looked at is closed."""
        if self.touched or not self.dirty:
            self.save()
        else:
            self.discard()

    def save(self) -> bool:
        """Save what changed; ``False`` where a field is wrong (said there) and nothing was started."""
        if self._busy or self._saving is None:
            return not self._busy
        self.banner.clear()
        try:
            values = self.binder.value()
        except UserError:
            return False
        self.form.rest()
        if not values:
            self._close(None)
            return True
        saving, self._busy = self._saving, True
        opening, subject, entered = self._opening, self._subject, self.binder.entered()

        def saved(result: object) -> None:
            if opening == self._opening:
                self._close(result)
            else:  # another record is on show by now
                self._store_draft(None, subject)
                self.saved.emit(result)

        def refused(error: UserError) -> None:
            if opening == self._opening:
                self._refused(error)
            else:
                self._store_draft(json.dumps(entered, ensure_ascii=False), subject)
                self._ui.messages.refused(error)

        self._ui.runner.change(lambda: saving(values), saved, refused, owner=self)
        return True

    def discard(self) -> None:
        """Give up what is entered."""
        self._saving = None
        self._forget_draft()
        self.closed.emit()

    def leave(self) -> None:
        """The person goes elsewhere: save if that is possible, else keep the draft for the next time."""
        if self._saving is not None and self.touched and not self.save():
            self._keep_draft()

    def _close(self, result: object) -> None:
        self._busy, self._saving = False, None
        self._forget_draft()
        self.saved.emit(result)
        self.closed.emit()

    def _refused(self, error: UserError) -> None:
        self._busy = False
        if not self.binder.say(error):
            self.banner.say(self._ui.t(error.text))
        self.refused.emit(error)

    def _found_draft(self, content: str | None) -> None:
        if content and self._saving is not None and not self.touched:
            self.binder.enter(json.loads(content))
            self.banner.say(self._ui.t(_RESTORED), "neutral", action=self._ui.t(_GIVE_UP), taken=self.discard)

    def _keep_draft(self) -> None:
        if self._saving is not None and not self._busy:
            entered = self.binder.entered() if self.touched else None
            self._store_draft(json.dumps(entered, ensure_ascii=False) if entered else None)

    def _forget_draft(self) -> None:
        self.form.rest()
        self._store_draft(None)

    def _store_draft(self, content: str | None, subject: str = "") -> None:
        name, subject, services = self._name, subject or self._subject, self._ui.services
        self._ui.runner.change(lambda: services.records.keep_draft(name, subject, content))
