"""What was printed before: run by run, to be printed again, and the evaluation forms by their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from fieldteacher.domain.records.evaluations import PrintRun
from fieldteacher.domain.text import Text
from fieldteacher.services.forms.offers import BY_KEY
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.printing.arrangement import EVALUATION_FORM, ISSUED, ISSUED_FILTERS
from fieldteacher.ui.tables.column import Column, column_of
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.empty import EmptyState

RUNS, FORMS = Text("打印记录", "Printed before"), Text("考核表编号", "Evaluation forms")
_AGAIN = Text("照此再印", "Print again")
_NO_RUN, _NO_FORM = (
    Text("还没有打印过", "Nothing was printed yet"),
    Text("还没有打印过考核表", "No evaluation form was printed yet"),
)
_RUN, _FORM = Text("次打印", "runs"), Text("份表单", "forms")
_TYPE = PrintRun.TYPE


def _form_in_words(value: Any, language: Any) -> str:
    offer = BY_KEY.get(str(value))
    return (offer.label if offer else EVALUATION_FORM).to(language)


RUN_COLUMNS = (
    column_of(_TYPE, "printed_at", width=130),
    Column(name="form", heading=Text("表单", "Form"), width=190, show=_form_in_words),
    column_of(_TYPE, "whom", stretch=True),
    column_of(_TYPE, "forms", width=60),
    column_of(_TYPE, "pages", width=60),
    column_of(_TYPE, "output", width=110),
    column_of(_TYPE, "blank", width=70),
    column_of(_TYPE, "draft", width=60),
)


class Before(QWidget):
    """Two lists, one at a time. ``again`` carries what was chosen for a run that is to be printed again."""

    again = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        t = ui.t
        self.runs = TableView(
            ui, "print_runs", RUNS, RUN_COLUMNS, noun=_RUN, empty=EmptyState(ui.theme, t(_NO_RUN), icon="printer")
        )  # fmt: skip
        self.runs.opened.connect(self._again)
        self.again_button = self.runs.add_action(
            _AGAIN, lambda: self._again(self.runs.selected_rows()[0]), icon="printer", batch=True
        )
        self.issued = TableView(
            ui, "issued", FORMS, ISSUED, filters=ISSUED_FILTERS, noun=_FORM,
            empty=EmptyState(ui.theme, t(_NO_FORM), icon="printer"),
        )  # fmt: skip
        self.issued.opened.connect(
            lambda each: ui.navigator.go("students", type="student", record=each.student)
        )
        self._stack = QStackedLayout()
        self._stack.addWidget(self.runs)
        self._stack.addWidget(self.issued)
        self.setLayout(self._stack)

    def show_list(self, number: int) -> None:
        """The runs (0) or the evaluation forms (1)."""
        self._stack.setCurrentIndex(number)

    def set_rows(self, found: tuple[Sequence[Any], Sequence[Any]]) -> None:
        """Fill both."""
        runs, issued = found
        self.runs.set_rows(runs)
        self.issued.set_rows(issued)

    def _again(self, run: Any) -> None:
        choices: Mapping[str, Any] = run.choices or {"form": run.form}
        self.again.emit(choices)
