"""What a declaration makes: record types, records, texts, change sets, errors."""

from __future__ import annotations

import pytest

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import InputRefused, NotFound, StoreUnavailable, UserError
from fieldteacher.domain.fields import Kind, Sync
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.records.people import Student
from fieldteacher.domain.text import Text, same

NAMES = (
    "college teacher batch student enterprise contact placement paper visit talk promise incident notification absence "
    "daily_check journal scheme criterion evaluation score intention practice_entry attachment issued_form second_score phrase education waiver "
    "attestation snooze briefing rule_file print_run"
)


def test_the_data_dictionary_is_whole() -> None:
    assert " ".join(RECORD_TYPES) == NAMES
    assert all(name == kind.name == kind.cls.TYPE.name for name, kind in RECORD_TYPES.items())


def test_a_declaration_knows_its_name_and_its_label() -> None:
    spec = Student.TYPE.spec("student_number")
    assert (spec.name, spec.kind, spec.label) == ("student_number", Kind.CODE, Text("学号", "Student number"))
    assert RECORD_TYPES["student"].required == ("student_number", "name")
    assert RECORD_TYPES["talk"].spec("private_note").sync is Sync.LOCAL
    with pytest.raises(KeyError):
        Student.TYPE.spec("shoe_size")


def test_a_record_takes_what_its_type_has_from_a_row() -> None:
    one = Student.of({"id": "1", "name": "张三", "deleted": False, "shoe_size": 43})
    assert (one.id, one.name, one.phone) == ("1", "张三", None)
    assert one.values()["name"] == "张三"
    assert set(one.values()) == set(Student.TYPE.fields)
    with pytest.raises(AttributeError):
        one.name = "李四"  # type: ignore[misc]


def test_a_choice_of_a_newer_version_is_shown_as_it_stands() -> None:
    spec = RECORD_TYPES["talk"].spec("way")
    assert spec.choice_label("face") == Text("面谈", "face to face")
    assert spec.choice_label("telepathy") == same("telepathy")


def test_texts_are_filled_language_by_language() -> None:
    filled = Text("撤销：{what}（{n}）", "undo: {what} ({n})").fill(what=Text("删除", "delete"), n=3)
    assert (filled.to("zh_CN"), filled.to("en")) == ("撤销：删除（3）", "undo: delete (3)")


def test_a_change_set_says_what_it_touches() -> None:
    changes = ChangeSet(created=frozenset({("talk", "1")}), deleted=frozenset({("visit", "2")}))
    assert changes
    assert changes.types == {"talk", "visit"}
    assert changes.touches("student", "talk")
    assert not changes.touches("student")
    assert not ChangeSet(save=4)


def test_errors_carry_code_sentence_and_exit_status() -> None:
    error = InputRefused("empty", Text("空的。", "Empty."), field="file")
    assert (error.code, error.field, str(error), error.exit_status) == ("empty", "file", "empty: Empty.", 3)
    assert issubclass(NotFound, UserError)
    assert StoreUnavailable("x", Text("", "")).exit_status == 4
