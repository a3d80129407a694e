"""A placement's papers for reading: each with all that is noted of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.paper_states import lacking
from fieldteacher.domain.text import Text, begun
from fieldteacher.services.papers import StudentPapers
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.strip import PhotoStrip
from fieldteacher.ui.screens.papers.arrangement import PAPER, edit_form
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.widgets.basics import box, column, icon_button, label, row
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.reading_card import ReadingCard

_TICK, _STUDENT = Text("登记（空格）", "Note a paper (Space)"), Text("学生卡片", "Student")
_EDIT, _DELETE = Text("修改{kind}", "Amend {kind}"), Text("删除{kind}", "Delete {kind}")
_SCAN, _SCANS = Text("{kind}的扫描件", "Scan of the {kind}"), Text("扫描件", "Scans")
_NONE = Text("还没有材料。", "No papers yet.")
_LACKS = Text("未填：{fields}", "not noted: {fields}")
_SPAN = Text("实习 {start} 至 {end}", "placed {start} to {end}")
_LEFT_OUT = ("note",)


class PapersCard(ReadingCard):
    """Asks for ``tick``, ``student``, ``edit:ID`` and ``drop:ID``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui
        self.strips: dict[str, PhotoStrip] = {}
        """The files of each paper that has some, or is to get one."""

    def show_card(self, card: StudentPapers) -> None:
        """Show a placement's papers."""
        t = self._ui.t
        span = t(_SPAN.fill(start=card.placement["start"], end=card.placement["end"] or "…"))
        self.start(
            card.student["name"], card.student["student_number"], card.student["class_name"], card.enterprise
        )
        lines = Flow()
        lines.addWidget(self.add_button(t(_TICK), "tick", icon="file-check"))
        lines.addWidget(self.add_button(t(_STUDENT), "student", icon="user"))
        self.body.addWidget(box(lines))
        self.body.addWidget(label(span, "muted"))
        self.strips = {}
        if not card.papers:
            self.body.addWidget(label(t(_NONE), "muted"))
        for paper in card.papers:
            self.body.addWidget(self._paper(paper))

    def _paper(self, paper: Mapping[str, Any]) -> QWidget:
        t, theme, language = self._ui.t, self._ui.theme, self._ui.language
        kind = PAPER.spec("kind").choice_label(paper["kind"])
        amend = icon_button(
            theme, t(_EDIT.fill(kind=kind)), partial(self.asked.emit, f"edit:{paper['id']}"), icon="pencil"
        )
        drop = icon_button(
            theme, t(_DELETE.fill(kind=kind)), partial(self.asked.emit, f"drop:{paper['id']}"), icon="trash-2"
        )
        facts = Facts()
        names = [
            name for section in edit_form(paper["kind"]) for name in section.names if name not in _LEFT_OUT
        ]
        facts.show_pairs(
            [
                (t(PAPER.spec(n).label), show_value(PAPER.spec(n), paper[n], language))
                for n in names
                if paper[n] is not None
            ]
        )
        scans = box(column())
        more = partial(self._show_files, scans, paper["id"])
        scan = icon_button(
            theme, t(_SCAN.fill(kind=kind)), lambda: more().add_button.setFocus(), icon="image-plus"
        )
        parts: list[Any] = [row(label(begun(t(kind)), "title"), -1, scan, amend, drop), facts]
        if gaps := lacking(paper["kind"], paper):
            fields = ("、" if language == "zh_CN" else ", ").join(t(PAPER.spec(n).label) for n in gaps)
            parts.append(row(Chip(theme, t(_LACKS.fill(fields=fields)), "warn"), -1))
        if paper["note"]:
            parts.append(label(paper["note"], "muted", wrap=True, selectable=True))
        if paper["attachment"]:
            more()
        return box(column(*parts, scans, gap=tokens.SPACE_XS))

    def _show_files(self, place: QWidget, paper: str) -> PhotoStrip:
        """The strip of a paper, made when it is first wanted."""
        if paper not in self.strips:
            self.strips[paper] = strip = PhotoStrip(self._ui, _SCANS, compact=True)
            layout = place.layout()
            assert layout is not None
            layout.addWidget(strip)
            strip.show_owner(paper)
        return self.strips[paper]
