"""The batches: when they last, what they ask of the teachers, which rules hold, how they are filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.editor import Editor
from fieldteacher.ui.forms.editors import OneOf
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.screens.settings.arrangement import BATCH, BATCH_FORM, BATCHES
from fieldteacher.ui.screens.settings.records_page import Keeping, RecordsPage


class BatchesPage(RecordsPage):
    """The batches."""

    keeping = Keeping(
        name="batches",
        kind=BATCH,
        columns=BATCHES,
        form=BATCH_FORM,
        icon="calendar",
        title=Text("实习批次", "Batches"),
        words=Text(
            "同一时期派出的学生属于一个批次；走访、谈话、每日检查的要求和适用的规则集按批次设定，各条规则的数值在“合规”中修改。",
            "Students sent out together belong to one batch, which says how many visits, talks and checks are asked for and "
            "which rules hold. The numbers of each rule are set under Compliance.",
        ),
        noun=Text("个批次", "batches"),
        add=Text("新增批次", "Add a batch"),
        add_tip=Text("新增批次（N）", "Add a batch (N)"),
        edit=Text("编辑批次 · {name}", "Edit {name}"),
        ask=Text("删除批次“{name}”？", "Delete the batch “{name}”?"),
        ask_more=Text(
            "有 {n} 名学生属于它，他们的安排将不再属于任何批次。可用 Ctrl+Z 撤销。",
            "{n} students belong to it; their placements will then belong to none. Ctrl+Z takes it back.",
        ),
        empty=Text("还没有批次", "No batches yet"),
        empty_more=Text(
            "导入名单时会一并建立，也可从这里添加。", "They come with an imported list, or are added here."
        ),
    )

    def editors(self) -> Mapping[str, Editor]:
        self.rules = OneOf(BATCH.spec("rule_set"), surroundings(self.ui), ())
        return {"rule_set": self.rules}

    def load(self) -> None:
        super().load()
        sets = self.ui.services.rule_sets.sets
        self.read(lambda: [(each.id, self.t(each.title)) for each in sets()], self.rules.offer)

    def rows(self) -> Sequence[Any]:
        return self.ui.services.placements.batches()

    def remove(self, record: str) -> ChangeSet:
        return self.ui.services.placements.delete_batch(record)

    def proposed(self) -> Mapping[str, Any]:
        return {"daily_check_required": True}
