"""A report on the whole screen: facts, then each section with its figures, plots, words and quotations."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from fieldteacher.domain.briefing import SECTIONS, Figure, Figures, Quotation, heading
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.binder import Binder
from fieldteacher.ui.forms.drafts import Drafts
from fieldteacher.ui.forms.editors import make_editor
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.screens.briefings.arrangement import BRIEFING, FACTS, STATUS_TONES
from fieldteacher.ui.screens.briefings.sections import SectionPart
from fieldteacher.ui.screens.briefings.side import Side
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import Scroll, box, button, clear, column, icon_button, label, row, rule
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.keys import bind_keys

if TYPE_CHECKING:
    from fieldteacher.services.briefings import Report

DRAFT = "briefing-page"
_WIDTHS = {"title": 420, "batch": 300, "written_by": 140}
_BACK = Text("返回列表（Esc）", "Back to the list (Esc)")
_SAVE, _SAVED = Text("保存", "Save"), Text("已保存", "saved")
_KEPT = Text("草稿已保存", "draft kept")
_AGAIN, _AGAIN_TIP = (
    Text("更新数据", "Compute again"),
    Text("按现在的记录重新计算（F5）", "From the records as they are now (F5)"),
)
_FINISH, _REOPEN = Text("定稿", "Make final"), Text("重新打开", "Open again")
_PRINT, _EXPORT = Text("打印", "Print"), Text("导出…", "Export…")
_AS_OF = Text("数据截至 {day}", "figures as of {day}")
_NO_FIGURES = Text("这份汇报没有定格的数据。", "This report has no figures yet.")
_RESTORED = Text("已恢复上次未保存的内容。", "What you had not saved last time is back.")
_SCOPE_CHANGED = Text(
    "批次或时段已改，数据还是原来的。", "Batch or period changed; the figures are still the old ones."
)


class BriefingPage(QWidget):
    """``closed`` when the person goes back; ``asked`` carries ``print`` or ``export``."""

    closed = Signal()
    asked = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._around = surroundings(ui)
        self.report: Report | None = None
        self.binder = Binder(BRIEFING, ui.language)
        self.banner = Banner(ui.theme)
        self.side = Side(ui)
        self.parts: dict[str, SectionPart] = {}
        self._busy = False
        self.drafts = Drafts(ui, DRAFT, self, subject=lambda: self.briefing, written=self._written)
        self.drafts.kept.connect(lambda: self._state.setText(ui.t(_KEPT)))
        self._lay()
        self._connect()

    @property
    def briefing(self) -> str:
        """The id of the report on show; empty where there is none."""
        return str(self.report.record["id"]) if self.report else ""

    @property
    def final(self) -> bool:
        """Whether the report on show is final."""
        return self.report is not None and self.report.record["status"] == "final"

    # -- laying out ----------------------------------------------------------------------------

    def _lay(self) -> None:
        ui = self._ui
        away = icon_button(ui.theme, ui.t(_BACK), self.leave_page, icon="arrow-left")
        self._title, self._state, self._as_of = label("", "title"), label("", "small"), label("", "small")
        self._chip = row(gap=0)
        self.save_button = button(ui.theme, ui.t(_SAVE), self.save, role="primary", tip="Ctrl+S")
        self.again_button = button(ui.theme, ui.t(_AGAIN), self.compute_again, tip=ui.t(_AGAIN_TIP))
        self.finish_button = button(ui.theme, ui.t(_FINISH), self.finish, icon="check")
        self.print_button = button(
            ui.theme, ui.t(_PRINT), lambda: self._leave_for("print"), icon="printer", tip="Ctrl+P"
        )
        self.export_button = button(
            ui.theme, ui.t(_EXPORT), lambda: self._leave_for("export"), icon="download"
        )
        head = row(
            away, self._title, self._chip, self._as_of, self._state, -1, self.again_button, self.export_button, self.print_button,
            self.finish_button, self.save_button, gap=tokens.SPACE_M,
        )  # fmt: skip
        head.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_M)
        body = column(self.banner, gap=tokens.SPACE_L)
        for names in FACTS:
            body.addLayout(row(*(self._field(name) for name in names), -1, gap=tokens.SPACE_L))
        for name in SECTIONS:
            editor = make_editor(BRIEFING.spec(name), self._around)
            problem = label("", "problem", wrap=True)
            self.binder.bind(name, editor, problem)
            part = SectionPart(ui, heading(name), editor, problem)
            self.parts[name] = part
            body.addWidget(rule())
            body.addWidget(part)
        body.addStretch(1)
        body.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_XL, tokens.SPACE_XL)
        self.body_scroll = Scroll(box(body, "surface"))
        self._split = box(row(rule(upright=True), self.side, gap=0))
        self._split.hide()
        middle = row(self.body_scroll, self._split, gap=0)
        middle.setStretch(0, 1)
        self.setLayout(column(head, rule(), middle, gap=0))
        order: list[QWidget] = []
        for names in FACTS:
            for name in names:
                order += self.binder.editor(name).inputs()
        for name in SECTIONS:
            order += [*self.binder.editor(name).inputs(), self.parts[name].quote_button]
        order += [self.side.search, self.side.names, self.side.list, self.save_button, self.finish_button]
        for one, after in pairwise(order):
            QWidget.setTabOrder(one, after)

    def _field(self, name: str) -> QWidget:
        spec = BRIEFING.spec(name)
        editor, problem = make_editor(spec, self._around), label("", "problem", wrap=True)
        self.binder.bind(name, editor, problem)
        if name in _WIDTHS:
            editor.setFixedWidth(_WIDTHS[name])
        return box(column(label(self._ui.t(spec.label), "small"), editor, problem, gap=2))

    def _connect(self) -> None:
        self.binder.changed.connect(self._typed)
        self.side.closed.connect(self.close_side)
        self.side.taken.connect(self._quote)
        for name, part in self.parts.items():
            part.figure_asked.connect(self._see_names)
            part.quote_asked.connect(partial(self.offer_quotations, name))
            part.removed.connect(self._unquote)
        bind_keys(
            self,
            {"Ctrl+S": self.save, "F5": self.compute_again, "Ctrl+P": lambda: self._leave_for("print")},
        )

    # -- showing -------------------------------------------------------------------------------

    def show_report(self, report: Report, *, anew: bool = True) -> None:
        """Show a report; ``anew``: another one, or from the list, at its beginning and with its draft."""
        self.report, self._busy = report, False
        record, t = report.record, self._ui.t
        self._title.setText(record["title"])
        clear(self._chip)
        status = record["status"] or "draft"
        words = t(BRIEFING.spec("status").choice_label(status))
        self._chip.addWidget(Chip(self._ui.theme, words, STATUS_TONES.get(status, "neutral")))
        self._as_of.setText(t(_AS_OF.fill(day=report.figures.as_of) if report.figures else _NO_FIGURES))
        self.binder.load(record)
        figures = report.figures or Figures("", ())
        for name, part in self.parts.items():
            chosen = [each for each in report.quotations if each.section == name]
            part.show_section(figures.section(name), chosen, fixed=self.final)
        self._fix(self.final)
        if anew:
            self.drafts.begin()
            self.banner.clear()
            self._state.clear()
            self.close_side()
            self.body_scroll.verticalScrollBar().setValue(0)
            self._read_draft()

    def _fix(self, final: bool) -> None:
        """A final report can be read and not written."""
        for name in (*(name for names in FACTS for name in names), *SECTIONS):
            for each in self.binder.editor(name).inputs():
                if isinstance(each, QLineEdit | QPlainTextEdit):
                    each.setReadOnly(final)
                else:
                    each.setEnabled(not final)
        self.save_button.setVisible(not final)
        self.again_button.setVisible(not final)
        self.finish_button.setText(self._ui.t(_REOPEN if final else _FINISH))

    def _read_draft(self) -> None:
        services, briefing = self._ui.services, self.briefing
        self._ui.runner.read(lambda: services.records.draft(DRAFT, briefing), self._found_draft, owner=self)

    def _found_draft(self, content: str | None) -> None:
        if content and not self.final and not self.binder.entered():
            self.binder.enter(json.loads(content))
            self.banner.say(self._ui.t(_RESTORED), "neutral")

    def _typed(self, _name: str) -> None:
        self._state.clear()
        self.drafts.soon()

    def _written(self) -> dict[str, object] | None:
        return (self.binder.entered() or None) if self.report and not self.final else None

    # -- doing ---------------------------------------------------------------------------------

    def save(self, then: Callable[[], object] | None = None) -> bool:
        """Save what changed, then ``then``; ``False`` where a field is wrong (said there)."""
        if self.report is None or self._busy:
            return False
        try:
            values = {} if self.final else self.binder.value()
        except UserError:
            return False
        self.drafts.rest()
        if not values:
            if then:
                then()
            return True
        service, briefing, base = self._ui.services.briefings, self.briefing, self.report.heads
        scope = not values.keys().isdisjoint(("batch", "period_from", "period_to"))
        self._busy = True

        def saved(_changes: object) -> None:
            self._busy = False
            self.drafts.forget()
            self._state.setText(self._ui.t(_SAVED))
            if scope:
                self.banner.say(
                    self._ui.t(_SCOPE_CHANGED), "warn", action=self._ui.t(_AGAIN), taken=self.compute_again
                )
            self._read(then)

        self._ui.runner.change(
            lambda: service.amend(briefing, values, base=base), saved, self._refused, owner=self
        )
        return True

    def compute_again(self) -> None:
        """Compute a draft's figures from the records as they are now."""
        if self.report is None or self.final:
            return
        service, briefing = self._ui.services.briefings, self.briefing

        def compute() -> None:
            self.banner.clear()
            self._ui.runner.change(
                lambda: service.compute_again(briefing), lambda _: self._read(), self._refused, owner=self
            )

        self.save(compute)

    def finish(self) -> None:
        """Make the report final, or open it again."""
        if self.report is None:
            return
        service, briefing, final = self._ui.services.briefings, self.briefing, not self.final
        self.save(
            lambda: self._ui.runner.change(
                lambda: service.finish(briefing, final=final), lambda _: self._read(), self._refused, owner=self
            )
        )  # fmt: skip

    def offer_quotations(self, section: str) -> None:
        """Show beside the report what may be quoted in a section."""
        self._split.show()
        self.side.show_offers(self.briefing, section)

    def close_side(self) -> None:
        """Close what stands beside the report."""
        self._split.hide()

    def back(self) -> bool:
        """Esc: close the side, else go back to the list."""
        if self._split.isVisibleTo(self):
            self.close_side()
        else:
            self.leave_page()
        return True

    def leave(self) -> None:
        """The person goes elsewhere: save, or keep the draft."""
        if self.report is not None and not self.save():
            self.drafts.keep()

    def leave_page(self) -> None:
        """Save and go back to the list; what cannot be saved is kept as a draft."""
        self.leave()
        self.closed.emit()

    def _leave_for(self, wanted: str) -> None:
        self.save(lambda: self.asked.emit(wanted))

    def _see_names(self, figure: Figure) -> None:
        self._split.show()
        self.side.show_names(self.briefing, figure)

    def _quote(self, quotation: Quotation) -> None:
        if self.report is not None:
            self._set_quotations([*self.report.quotations, quotation])

    def _unquote(self, quotation: Quotation) -> None:
        if self.report is not None:
            self._set_quotations([each for each in self.report.quotations if each != quotation])

    def _set_quotations(self, quotations: list[Quotation]) -> None:
        service, briefing = self._ui.services.briefings, self.briefing

        def store() -> None:
            self._ui.runner.change(
                lambda: service.amend(briefing, {}, quotations=quotations), lambda _: self._read(), self._refused,
                owner=self,
            )  # fmt: skip

        self.save(store)

    def _read(self, then: Callable[[], object] | None = None) -> None:
        """Read the report again; what is typed meanwhile stays."""
        service, briefing = self._ui.services.briefings, self.briefing

        def found(report: Report) -> None:
            if report.record["id"] != self.briefing:
                return
            typed = self.binder.entered()
            self.show_report(report, anew=False)
            if typed and not self.final:
                self.binder.enter(typed)
            if then:
                then()

        self._ui.runner.read(lambda: service.report(briefing), found, owner=self)

    def records_changed(self) -> None:
        """The report was changed elsewhere (an undo, say): read it again."""
        if self.report is not None and not self._busy:
            self._read()

    def _refused(self, error: UserError) -> None:
        self._busy = False
        if not self.binder.say(error):
            self.banner.say(self._ui.t(error.text))
