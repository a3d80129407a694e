"""The enterprises' screen: the list, and beside it the card or a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.rostered_list import RosteredListScreen
from fieldteacher.ui.screens.enterprises.arrangement import (
    CONTACT,
    CONTACT_FORM,
    ENTERPRISE,
    FORM,
    LIST,
    filters,
)
from fieldteacher.ui.screens.enterprises.card import EnterpriseCardView, Law
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.keys import bind_keys

if TYPE_CHECKING:
    from fieldteacher.services.enterprises import EnterpriseCard, EnterpriseRow

_TITLE, _NOUN = Text("企业", "Enterprises"), Text("家企业", "enterprises")
_EMPTY = Text("还没有企业", "No enterprises yet")
_EMPTY_MORE = Text(
    "导入名单时企业会一并建立，也可逐家添加。", "They come with the list, or add them one by one."
)
_ADD = Text("新增企业", "Add an enterprise")
_PICK = Text("选择一家企业，这里显示卡片", "Choose an enterprise to see the card here")
_EDIT, _CONTACT = Text("编辑 {name}", "Edit {name}"), Text("新增联系人", "New contact")


_REMOVE, _REMOVE_IT = Text("删除联系人“{name}”？", "Delete “{name}”?"), Text("删除", "Delete")
_REMOVE_MORE = Text(
    "作为企业导师的，学生的安排将不再写明导师。可用 Ctrl+Z 撤销。",
    "Students who have this mentor will have none then. Ctrl+Z takes it back.",
)


class EnterprisesScreen(RosteredListScreen):
    """Enterprises, their people, and who is placed there."""

    record_type = "enterprise"
    types = ("enterprise", "placement", "visit", "promise")
    card_types = (
        "contact", "student", "talk", "incident", "notification", "daily_check", "absence", "intention", "evaluation", "score",
        "practice_entry", "education", "attachment", "waiver",
    )  # fmt: skip
    card: EnterpriseCard | None

    def __init__(self, ui: Ui) -> None:
        table = TableView(
            ui, "enterprises", _TITLE, LIST, filters=filters(ui.clock.today()), noun=_NOUN, empty=self._empty
        )
        table.add_action(_ADD, self.new, icon="plus", role="primary")
        super().__init__(ui, table, _PICK, "building-2")
        bind_keys(table, {"V": lambda: self._asked("visit")})
        bind_keys(table, {"P": self._print_sheets, "Ctrl+P": self._print_sheets})

    def _empty(self) -> EmptyState:
        return self.nothing_yet(_EMPTY, _EMPTY_MORE, _ADD, "building-2")

    def load(self) -> list[EnterpriseRow]:
        return self.ui.services.enterprises.rows()

    def load_card(self, record: str) -> EnterpriseCard:
        return self.ui.services.enterprises.card(record)

    def make_card(self) -> QWidget:
        return EnterpriseCardView(self.ui)

    def do(self, wanted: str) -> None:
        card = self.card
        if card is None:
            return
        place = card.enterprise
        if wanted.startswith("contact "):
            self._edit_contact(card, wanted.removeprefix("contact "))
        elif wanted.startswith("uncontact "):
            self._delete_contact(card, wanted.removeprefix("uncontact "))
        elif wanted == "findings":
            self.ui.navigator.go("compliance", enterprise=place["id"])
        elif wanted == "edit":
            self._edit(card)
        elif wanted == "delete":
            self.delete(card.enterprise["id"], card.enterprise["name"])
        elif wanted == "contact":
            self._new_contact(place["id"])
        elif wanted == "visit":
            self.ui.navigator.go("visits", do="new", enterprise=place["id"])
        elif wanted == "incident":
            self.ui.navigator.go("incidents", do="new", enterprise=place["id"])
        elif wanted == "print":
            self.ui.navigator.go("printing", form="evaluation", enterprise=place["id"])
        elif wanted == "previsit":
            self.ui.navigator.go("printing", form="previsit", enterprises=[place["id"]])
        elif wanted == "students":
            self.ui.navigator.go("students", find=place["short_name"] or place["name"])

    def _print_sheets(self) -> None:
        """What to know before the selected enterprises are visited."""
        chosen = [each[0] for each in self.table.selected_rows()]
        if chosen and not self.form_open:
            self.ui.navigator.go("printing", form="previsit", enterprises=chosen)

    def arrive(self, **args: Any) -> None:
        """``do="edit"`` amends ``record``, at ``field``."""
        if args.get("do") == "edit":
            self.amend(ENTERPRISE, FORM, _EDIT, str(args["record"]), str(args.get("field") or ""))
        else:
            super().arrive(**args)

    def new(self) -> None:
        put = self.ui.services.records.put
        self.open_form("enterprise", ENTERPRISE, FORM, _ADD, {}, lambda values: put("enterprise", values))

    def _edit(self, card: EnterpriseCard) -> None:
        place = card.enterprise
        self.edit_record(ENTERPRISE, FORM, _EDIT.fill(name=place["name"]), place, card.heads)

    def _show_card(self, card: EnterpriseCard) -> None:
        super()._show_card(card)
        compliance, enterprise = self.ui.services.compliance, card.enterprise["id"]

        def law() -> Law:
            found = [each for each in compliance.findings_of(enterprise) if not each.waived]
            return Law([each for each in compliance.ratios() if each.enterprise == enterprise], len(found))

        # Where the rules cannot be read, the compliance screen says so; the card does without.
        self.read(law, self._card_view.show_law, lambda _: None, latest="law")

    def _edit_contact(self, card: EnterpriseCard, contact: str) -> None:
        record = next(each for each in card.contacts if each["id"] == contact)
        heads = self.ui.services.records.heads("contact", contact)
        self.edit_record(CONTACT, CONTACT_FORM, _EDIT.fill(name=record["name"]), record, heads)

    def _delete_contact(self, card: EnterpriseCard, contact: str) -> None:
        record = next(each for each in card.contacts if each["id"] == contact)
        delete = self.ui.services.enterprises.delete_contact
        self.ui.messages.confirm(
            _REMOVE.fill(name=record["name"]),
            _REMOVE_IT,
            lambda: self.change(lambda: delete(contact)),
            detail=_REMOVE_MORE,
        )

    def _new_contact(self, enterprise: str) -> None:
        put = self.ui.services.records.put
        self.open_form(
            "contact", CONTACT, CONTACT_FORM, _CONTACT, {},
            lambda values: put("contact", {**values, "enterprise": enterprise}), subject=f"at {enterprise}",
        )  # fmt: skip
