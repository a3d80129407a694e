"""The rules in use: their text, how many findings each has, a batch's own numbers, and what only a person can confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editors import QuietCombo
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.compliance.arrangement import (
    ATTESTATION,
    ATTESTATION_FORM,
    RULE_FILTERS,
    RULES,
    RuleRow,
)
from fieldteacher.ui.screens.compliance.rule_card import RuleCard, RuleCase
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import label, row
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE, _NOUN = Text("规则与确认", "Rules"), Text("条规则", "rules")
_EMPTY = Text("没有规则", "No rules")
_PICK = Text("选择一条规则，这里显示内容和数值", "Choose a rule to see its text and numbers")
_BATCH, _NO_BATCH = Text("实习批次", "Batch"), Text("还没有批次", "no batch yet")
_CONFIRM = Text("人工确认：{rule}", "Confirm {rule}")
_AGAIN, _AGAIN_TIP = (
    Text("重读规则文件", "Read the files again"),
    Text("把学校或省的规则文件放进规则文件夹后按这里", "After a file of the college's or the province's was put into the folder"),
)  # fmt: skip


class RulesPart(ListScreen):
    """Enter shows the findings of a rule, C confirms one for the batch chosen above."""

    record_type = "attestation"
    types = (
        "batch",
        "attestation",
        "waiver",
        "placement",
        "paper",
        "student",
        "enterprise",
        "visit",
        "incident",
    )
    card: RuleCase | None

    def __init__(self, ui: Ui) -> None:
        self.batch = QuietCombo()
        self._attest = ""
        empty = EmptyState(ui.theme, ui.t(_EMPTY), icon="shield-check")
        table = TableView(ui, "rules", _TITLE, RULES, filters=RULE_FILTERS, noun=_NOUN, empty=empty)
        table.add_action(_AGAIN, self._read_again).setToolTip(ui.t(_AGAIN_TIP))
        super().__init__(ui, table, _PICK, "shield-check")
        self.batch.setAccessibleName(ui.t(_BATCH))
        self.batch.setMinimumWidth(220)
        self.batch.activated.connect(lambda _: self._batch_chosen())
        head = row(label(ui.t(_BATCH), "small"), self.batch, -1)
        head.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, 0)
        layout = table.layout()
        assert layout is not None
        layout.insertLayout(0, head)  # type: ignore[attr-defined]
        bind_keys(table, {"C": lambda: self._asked("confirm")})

    # -- reading -------------------------------------------------------------------------------

    def load(self) -> Sequence[Any]:
        services, language = self.ui.services, self.ui.language
        batches = [(each["id"], each["name"]) for each in services.records.list("batch")[1]]
        lines = [
            RuleRow(
                line.rule.id, line.rule.article, line.rule.text.to(language), line.rule.severity.value, line.open,
                line.waived, line.unrecorded, line.rule.confirmed,
            )
            for line in services.compliance.rules()
        ]  # fmt: skip
        return [(batches, lines)]

    def _loaded(self, rows: Sequence[Any]) -> None:
        batches, lines = rows[0]
        chosen = self.batch.currentData()
        self.batch.clear()
        for value, words in batches:
            self.batch.addItem(words, value)
        if not batches:
            self.batch.addItem(self.t(_NO_BATCH), None)
        self.batch.setCurrentIndex(max(0, self.batch.findData(chosen)))
        super()._loaded(lines)

    def load_card(self, record: str) -> RuleCase:
        services, batch = self.ui.services, self.batch.currentData()
        line = next((each for each in services.compliance.rules() if each.rule.id == record), None)
        rule = line.rule if line else services.compliance.rule(record)
        numbers = [each for each in services.rule_sets.parameters(batch) if each.rule.id == record]
        last = None
        if batch and rule.confirmed:
            statements = services.compliance.statements(batch)
            last = next((each.last for each in statements if each.rule.id == record), None)
        return RuleCase(rule, line.open if line else 0, batch, numbers if batch else [], last)

    def make_card(self) -> QWidget:
        card = RuleCard(self.ui)
        card.numbers_typed.connect(self._set_numbers)
        return card

    # -- doing ---------------------------------------------------------------------------------

    def do(self, wanted: str) -> None:
        if self.card is None:
            return
        if wanted in ("see", "edit"):
            self.ui.navigator.go("compliance", do="findings", rule=self.card.rule.id)
        elif wanted == "confirm" and self.card.rule.confirmed and self.card.batch:
            self._confirm(self.card.rule.id, self.card.batch)

    def _confirm(self, rule: str, batch: str) -> None:
        service = self.ui.services.compliance

        def save(values: dict[str, Any]) -> ChangeSet:
            answer, by = values.get("answer") or "", values.get("stated_by") or ""
            return service.attest(batch, rule, answer, by, values.get("note") or "")[1]

        self.open_form(
            "attestation", ATTESTATION, ATTESTATION_FORM, _CONFIRM.fill(rule=rule), {}, save, subject=f"{batch}|{rule}",
            proposed={"answer": "met", "stated_by": self.ui.services.settings.get("author") or None},
        )  # fmt: skip

    def _set_numbers(self, numbers: Mapping[str, int | None]) -> None:
        if self.card is None or not self.card.batch:
            return
        service, batch = self.ui.services.rule_sets, self.card.batch
        self.change(lambda: service.set_parameters(batch, numbers), None, self._number_refused)

    def _number_refused(self, error: UserError) -> None:
        self._card_view.say(self.t(error.text))

    def _read_again(self) -> None:
        self.read(self.ui.services.rule_sets.read_again, lambda _: self.reload())

    def _batch_chosen(self) -> None:
        if self.card is not None:
            self._read_card(self.card.rule.id)

    def arrive(self, **args: Any) -> None:
        """``rule`` goes to one; with ``batch``, of that batch."""
        if args.get("batch"):
            self.batch.setCurrentIndex(max(0, self.batch.findData(args["batch"])))
        if args.get("rule"):
            self.go_to(args["rule"])
        super().arrive(**{name: value for name, value in args.items() if name == "find"})
