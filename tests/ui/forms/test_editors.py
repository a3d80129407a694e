from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QMenu
from pytestqt.qtbot import QtBot
from tests.ui.conftest import destroy

from fieldteacher.domain.fields import FieldSpec, Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.values import clean
from fieldteacher.ui.forms.editor import Editor, Surroundings
from fieldteacher.ui.forms.editors import EDITORS, DayEditor, LineEditor, OneOf, make_editor
from fieldteacher.ui.forms.masked import MaskedEditor
from fieldteacher.ui.forms.references import ReferenceEditor, ReferencesEditor

SAMPLES: dict[Kind, tuple[str, str, Any]] = {
    Kind.TEXT: ("student", "major", "机电一体化"),
    Kind.NOTE: ("student", "note", "第一行\n第二行"),
    Kind.CODE: ("student", "student_number", "0023001"),
    Kind.PHONE: ("student", "phone", "13800000000"),
    Kind.ID_NUMBER: ("student", "id_number", "110101200701011234"),
    Kind.USCC: ("enterprise", "uscc", "91320594MA1MYUKR0P"),
    Kind.DATE: ("student", "birth_date", "2007-01-01"),
    Kind.TIME: ("placement", "shift_start", "08:30"),
    Kind.MOMENT: ("incident", "occurred_at", "2026-03-01T08:30"),
    Kind.INTEGER: ("student", "grade_year", 2023),
    Kind.TENTHS: ("placement", "hours_per_day", 85),
    Kind.FLAG: ("placement", "works_independently", False),
    Kind.CHOICE: ("student", "sex", "女"),
    Kind.CHOICES: ("placement", "hazard_tags", ("dust", "heat")),
    Kind.MAPPING: ("visit", "rule_answers", {"R09": "no", "R10": "yes"}),
    Kind.REFERENCE: ("placement", "enterprise", "e1"),
    Kind.REFERENCES: ("incident", "students", ("e1", "e2")),
}


@pytest.fixture
def make(around: Surroundings, qtbot: QtBot) -> Iterator[Any]:
    made: list[Editor] = []

    def build(kind: str, field: str) -> Editor:
        editor = make_editor(RECORD_TYPES[kind].spec(field), around)
        made.append(editor)
        editor.show()
        qtbot.waitExposed(editor)
        return editor

    yield build
    qtbot.waitUntil(lambda: not around.runner.busy)
    destroy(*made)


def _compose(line: QLineEdit, words: str) -> None:
    """Enter words as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(line, event)


def test_every_kind_has_an_editor() -> None:
    assert set(EDITORS) == set(SAMPLES) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_value_survives_its_editor_and_setting_it_is_no_change(make: Any, qtbot: QtBot, kind: Kind) -> None:
    record, field, value = SAMPLES[kind]
    spec: FieldSpec = RECORD_TYPES[record].spec(field)
    editor = make(record, field)
    with qtbot.assertNotEmitted(editor.changed):
        editor.set_value(value)
        assert editor.value() is not None
        shown = editor.value() if kind is Kind.USCC else clean(spec, editor.value())
        assert shown == value
        editor.set_value(None)
    assert editor.value() is None


@pytest.mark.parametrize("kind", Kind)
def test_every_input_has_an_accessible_name(make: Any, kind: Kind) -> None:
    record, field, _ = SAMPLES[kind]
    editor = make(record, field)
    editor.name_inputs("学号", "")
    assert editor.inputs()
    assert all(each.accessibleName() for each in editor.inputs())


def test_a_day_is_typed_quickly(make: Any, qtbot: QtBot) -> None:
    editor: DayEditor = make("student", "birth_date")
    with qtbot.waitSignal(editor.changed):
        qtbot.keyClicks(editor.line, "0305")
    assert editor.line.text() == "0305", "what is typed is left alone while it is typed"
    assert editor.value() == "2026-03-05"
    editor.line.editingFinished.emit()
    assert editor.line.text() == "2026-03-05"
    editor.line.setText("下周")
    editor.line.editingFinished.emit()
    assert editor.value() == "下周", "the sentence at the field needs what was typed"


def test_a_day_can_be_picked_from_a_calendar(make: Any, qtbot: QtBot) -> None:
    editor: DayEditor = make("student", "birth_date")
    editor.set_value("2026-03-05")
    editor.open_calendar()
    calendar = editor.findChildren(QCalendarWidget)[0]
    assert calendar.selectedDate().toString(Qt.DateFormat.ISODate) == "2026-03-05"
    with qtbot.waitSignal(editor.changed):
        calendar.activated.emit(calendar.selectedDate().addDays(3))
    assert editor.value() == "2026-03-08"
    assert not any(menu.isVisible() for menu in editor.findChildren(QMenu))


def test_tenths_are_typed_as_a_decimal(make: Any, qtbot: QtBot) -> None:
    editor: LineEditor = make("placement", "hours_per_day")
    editor.set_value(80)
    assert editor.line.text() == "8"
    editor.line.clear()
    qtbot.keyClicks(editor.line, "7.5")
    assert clean(editor.spec, editor.value()) == 75
    assert editor.line.alignment() & Qt.AlignmentFlag.AlignRight


def test_a_choice_from_a_newer_version_is_kept(make: Any) -> None:
    editor: OneOf = make("student", "attention_level")
    editor.set_value("L9")
    assert editor.value() == "L9"
    editor.set_value("L1")
    assert editor.combo.currentText() == "重点关注"


def test_a_sensitive_value_is_masked_until_asked_for(make: Any) -> None:
    editor: MaskedEditor = make("student", "id_number")
    editor.set_value("110101200701011234")
    assert not editor.inputs()[0].isVisible()
    assert editor.reveal_button.accessibleName() == "显示身份证号"
    editor.reveal_button.click()
    assert editor.inputs()[0].isVisible()
    editor.set_value(None)
    assert editor.inputs()[0].isVisible(), "a first entry needs no revealing"


def test_a_reference_is_found_by_typing_and_taken_with_enter(make: Any, qtbot: QtBot) -> None:
    editor: ReferenceEditor = make("placement", "enterprise")
    editor.finder.setFocus()
    _compose(editor.finder, "博澜")
    qtbot.waitUntil(lambda: editor.finder._list.isVisible())
    with qtbot.waitSignal(editor.changed):
        qtbot.keyClick(editor.finder, Qt.Key.Key_Return)
    assert editor.value() == "e2"
    assert editor.finder.text() == "博澜半导体"


def test_a_reference_shows_its_title_and_can_be_emptied(make: Any, qtbot: QtBot) -> None:
    editor: ReferenceEditor = make("placement", "enterprise")
    editor.set_value("e1")
    qtbot.waitUntil(lambda: editor.finder.text() == "晨曜电子")
    editor.finder.setFocus()
    editor.finder.clear()
    with qtbot.waitSignal(editor.changed):
        editor.finder.clearFocus()
    assert editor.value() is None


def test_words_that_name_no_record_are_put_back(make: Any, qtbot: QtBot) -> None:
    editor: ReferenceEditor = make("placement", "enterprise")
    editor.set_value("e1")
    qtbot.waitUntil(lambda: editor.finder.text() == "晨曜电子")
    editor.finder.setFocus()
    editor.finder.setText("胡乱写的")
    editor.finder.clearFocus()
    assert editor.finder.text() == "晨曜电子"
    assert editor.value() == "e1"


def test_several_references_are_added_and_taken_away(make: Any, qtbot: QtBot) -> None:
    editor: ReferencesEditor = make("incident", "students")
    editor.finder.chosen.emit("e1", "晨曜电子")
    editor.finder.chosen.emit("e2", "博澜半导体")
    editor.finder.chosen.emit("e1", "晨曜电子")
    assert editor.value() == ("e1", "e2")
    editor._remove("e1")
    assert editor.value() == ("e2",)


def test_a_mapping_with_free_names_grows_line_by_line(make: Any, qtbot: QtBot) -> None:
    editor = make("scheme", "bands")
    editor.set_value({"优秀": 900, "良好": 750})
    names = [each.accessibleName() for each in editor.inputs()]
    assert names[:2] == ["等级：名称 1", "等级：值 1"]
    assert len(names) == 4
    with qtbot.waitSignal(editor.changed):
        editor._remove(0)
    assert editor.value() == {"良好": "750"}
