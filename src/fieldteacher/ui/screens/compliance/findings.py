"""What the rules find: gathered at the left, listed, and beside the list the finding with the button that mends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtWidgets import QSplitter, QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import NotFound
from fieldteacher.domain.rules.finding import Finding
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.compliance.arrangement import (
    FINDING_FILTERS,
    FINDINGS,
    WAIVER,
    WAIVER_FORM,
    FindingLine,
)
from fieldteacher.ui.screens.compliance.card import FindingCard, FoundCase
from fieldteacher.ui.screens.compliance.groups import Groups
from fieldteacher.ui.steps import take
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import label
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE, _NOUN = Text("发现", "Findings"), Text("项发现", "findings")
_EMPTY = Text("没有发现不符合规定的地方", "Nothing was found")
_EMPTY_MORE = Text(
    "每次保存后都会对照《职业学校学生实习管理规定》重新检查。",
    "After every save the records are measured against the Regulation on internships again.",
)
_PICK = Text(
    "选择一项发现，这里显示依据和处理办法", "Choose a finding to see what it rests on and what mends it"
)
_WAIVE = Text("豁免：{rule}", "Waive: {rule}")
_GONE = Text("这项发现已经没有了。", "This finding is gone.")


@dataclass(slots=True)
class _Found:
    """The findings by the id of their lines, and the names to group them under."""

    lines: Sequence[FindingLine] = ()
    findings: dict[str, Finding] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


class FindingsPart(ListScreen):
    """Enter mends, W lets pass."""

    record_type = "waiver"
    # Whatever a rule looks at: the service itself knows whether a save touched it.
    types = (
        "batch", "student", "enterprise", "placement", "paper", "visit", "talk", "incident", "notification", "daily_check",
        "journal", "evaluation", "score", "education", "waiver", "attestation", "college", "contact", "attachment",
    )  # fmt: skip
    card: FoundCase | None

    def __init__(self, ui: Ui) -> None:
        self._found = _Found()
        empty = EmptyState(ui.theme, ui.t(_EMPTY), icon="shield-check", detail=ui.t(_EMPTY_MORE))
        table = TableView(ui, "findings", _TITLE, FINDINGS, filters=FINDING_FILTERS, noun=_NOUN, empty=empty)
        super().__init__(ui, table, _PICK, "shield-check")
        self.groups = Groups(ui)
        self.groups.chosen.connect(self._show)
        self.notes = label("", "small", wrap=True)
        self.notes.hide()
        split = table.parentWidget()
        assert isinstance(split, QSplitter)
        split.insertWidget(0, self.groups)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setStretchFactor(2, 0)
        split.setSizes([230, 620, 400])
        layout = table.layout()
        assert layout is not None
        layout.addWidget(self.notes)
        bind_keys(table, {"W": lambda: self._asked("waive")})

    # -- reading -------------------------------------------------------------------------------

    def load(self) -> Sequence[Any]:
        services, language = self.ui.services, self.ui.language
        found = _Found()
        lines = []
        for each in services.compliance.findings():
            key = "|".join(each.key)
            found.findings[key] = each
            lines.append(
                FindingLine(
                    key, "waived" if each.waived else each.severity.value, each.rule, each.title.to(language),
                    each.message.to(language), each.enterprise, each.student,
                )
            )  # fmt: skip
        found.lines = lines
        for kind in ("enterprise", "student"):
            ids = {getattr(line, kind) for line in lines} - {None}
            found.words |= services.records.titles(kind, sorted(ids), language)
        found.words |= {
            line.rule.id: f"{line.rule.id} {line.rule.text.to(language)}"
            for line in services.compliance.rules()
        }
        notes = [note.to(language) for note in services.rule_sets.notes()]
        return [(found, notes)]

    def _loaded(self, rows: Sequence[Any]) -> None:
        self._found, notes = rows[0]
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self.groups.show_lines(self._found.lines, self._found.words)

    def _show(self) -> None:
        """Show the findings of the chosen group."""
        super()._loaded([line for line in self._found.lines if self.groups.accepts(line)])

    def load_card(self, record: str) -> FoundCase:
        services = self.ui.services
        finding = next((f for f in services.compliance.findings() if "|".join(f.key) == record), None)
        if finding is None:
            raise NotFound("not_found", _GONE)
        waiver = services.records.get("waiver", finding.waived) if finding.waived else None
        return FoundCase(finding, services.compliance.rule(finding.rule), waiver)

    def make_card(self) -> QWidget:
        return FindingCard(self.ui)

    # -- doing ---------------------------------------------------------------------------------

    def do(self, wanted: str) -> None:
        if self.card is None:
            return
        finding, navigator = self.card.finding, self.ui.navigator
        if wanted in ("mend", "edit"):
            take(navigator, finding.step)
        elif wanted == "waive" and self.card.waiver is None:
            self._waive(finding)
        elif wanted == "unwaive" and finding.waived:
            service, waiver = self.ui.services.compliance, finding.waived
            self.change(lambda: service.unwaive(waiver))
        elif wanted == "student" and finding.student:
            navigator.show("student", finding.student)
        elif wanted == "enterprise" and finding.enterprise:
            navigator.show("enterprise", finding.enterprise)

    def _waive(self, finding: Finding) -> None:
        service = self.ui.services.compliance

        def save(values: dict[str, Any]) -> ChangeSet:
            until = values.get("until")
            day = date.fromisoformat(until) if until else None
            return service.waive(finding, values.get("reason") or "", values.get("waived_by") or "", day)[1]

        self.open_form(
            "waiver", WAIVER, WAIVER_FORM, _WAIVE.fill(rule=finding.rule), {}, save, subject="|".join(finding.key),
            proposed={"waived_by": self.ui.services.settings.get("author") or None},
        )  # fmt: skip

    def arrive(self, **args: Any) -> None:
        """``rule``, ``enterprise`` or ``student`` chooses that group; ``finding`` goes to one."""
        for by in ("rule", "enterprise", "student"):
            if args.get(by):
                self.groups.choose(by, args[by])
        if args.get("finding"):
            self.groups.choose("rule", None)
            self.go_to(args["finding"])
        super().arrive(**{name: value for name, value in args.items() if name == "find"})
