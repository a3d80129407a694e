from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.ui.conftest import destroy

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.ui.forms.arrangement import Section
from fieldteacher.ui.forms.editor import Surroundings
from fieldteacher.ui.forms.form import Form

STUDENT = RECORD_TYPES["student"]
ARRANGEMENT = (
    Section(Text("", ""), (("name", "student_number"), "birth_date")),
    Section(Text("其他", "Other"), (("sex", "grade_year"), "note")),
)
VALUES = {
    "name": "张伟",
    "student_number": "0023001",
    "birth_date": "2007-01-01",
    "sex": "男",
    "grade_year": 2023,
}


@pytest.fixture
def form(around: Surroundings, qtbot: QtBot) -> Iterator[Form]:
    made = Form(STUDENT, ARRANGEMENT, around)
    made.show()
    qtbot.waitExposed(made)
    made.binder.load(VALUES)
    yield made
    destroy(made)


def _type(form: Form, name: str, words: str, qtbot: QtBot) -> None:
    line = form.binder.editor(name).inputs()[0]
    line.setFocus()
    line.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(line, words)


def test_nothing_entered_is_nothing_changed(form: Form) -> None:
    assert form.binder.entered() == {}
    assert form.binder.value() == {}


def test_only_changed_fields_are_handed_over(form: Form, qtbot: QtBot) -> None:
    _type(form, "grade_year", "2024", qtbot)
    _type(form, "birth_date", "070102", qtbot)
    assert form.binder.value() == {"grade_year": 2024, "birth_date": "2007-01-02"}
    _type(form, "grade_year", "2023", qtbot)
    assert form.binder.value() == {"birth_date": "2007-01-02"}


def test_all_problems_are_said_at_their_fields(form: Form, qtbot: QtBot) -> None:
    _type(form, "name", " ", qtbot)
    _type(form, "grade_year", "89", qtbot)
    with pytest.raises(FieldProblem):
        form.binder.value()
    assert form.binder.problem("name") == "请填写姓名。"
    assert "1990" in form.binder.problem("grade_year")
    assert form.binder.editor("grade_year").inputs()[0].property("problem") is True
    assert form.binder.problem("student_number") == ""
    _type(form, "grade_year", "2024", qtbot)
    assert form.binder.problem("grade_year") == "", "typing takes the problem back"


def test_an_error_from_the_service_stands_at_the_field_it_names(form: Form) -> None:
    taken = UserError("duplicate", Text("学号已有。", "The number is taken."), field="student_number")
    assert form.binder.say(taken)
    assert form.binder.problem("student_number") == "学号已有。"
    assert form.binder.editor("student_number").inputs()[0].hasFocus()
    assert not form.binder.say(UserError("x", Text("别处", "elsewhere"), field="phone"))


def test_a_draft_is_asked_for_once_after_a_pause(form: Form, qtbot: QtBot) -> None:
    asked: list[dict[str, object]] = []
    form.draft.connect(lambda: asked.append(form.binder.entered()))
    _type(form, "name", "wang", qtbot)
    qtbot.waitUntil(lambda: bool(asked), timeout=3000)
    assert asked == [{"name": "wang"}]
    form.binder.load(VALUES)
    form.binder.enter(asked[0])
    assert form.binder.value() == {"name": "wang"}


def test_tab_goes_through_the_fields_in_reading_order(form: Form, qtbot: QtBot) -> None:
    form.start()
    order = []
    for _ in range(6):
        focused = form.focusWidget()
        assert focused is not None
        order.append(focused.accessibleName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert order == [STUDENT.spec(name).label.zh for part in ARRANGEMENT for name in part.names]


def test_ctrl_z_is_left_to_the_window_where_nothing_was_typed(form: Form, qtbot: QtBot) -> None:
    from PySide6.QtGui import QKeySequence, QShortcut

    taken_back: list[bool] = []
    QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), form, lambda: taken_back.append(True))
    line = form.binder.editor("name").inputs()[0]
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert taken_back == [True]
    _type(form, "name", "x", qtbot)
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert taken_back == [True], "letters first"
