"""What the settings show: names only."""

from __future__ import annotations

from typing import NamedTuple

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text, begun
from fieldteacher.ui.forms.arrangement import Section
from fieldteacher.ui.tables.column import Column, Filter, column_of
from fieldteacher.ui.words import size_words

SECTIONS: tuple[tuple[str, Text, str], ...] = (
    ("identity", Text("我与学校", "You and your college"), "user"),
    ("teachers", Text("带队教师", "Teachers"), "users"),
    ("batches", Text("实习批次", "Batches"), "calendar"),
    ("look", Text("语言与外观", "Language and look"), "languages"),
    ("backups", Text("备份", "Backups"), "database-backup"),
    ("password", Text("密码", "Password"), "shield-check"),
    ("phrases", Text("常用语", "Phrases"), "message-circle"),
    ("forms", Text("表单与校徽", "Forms and logo"), "printer"),
    ("fonts", Text("生僻字字体", "Rare characters"), "file-text"),
    ("saves", Text("最近的保存", "Last saves"), "history"),
    ("about", Text("关于", "About"), "info"),
)
"""Name, title and icon of each section, in order."""

PHRASE, BATCH, TEACHER_TYPE = RECORD_TYPES["phrase"], RECORD_TYPES["batch"], RECORD_TYPES["teacher"]
COLLEGE = (Section(Text("学校", "College"), (("name", "department"), ("province", "phone"), "address")),)
TEACHER = (Section(Text("", ""), (("staff_number", "title"), ("department", "phone"))),)

PHRASE_FORM = (Section(Text("", ""), ("words", ("use", "rater", "band"))),)

BATCH_FORM = (
    Section(Text("", ""), (("name", "grade_year"), ("start", "end"), "scheme")),
    Section(
        Text("对带队教师的要求", "What it asks of the teachers"),
        (("visits_required", "talks_required", "daily_check_required"),),
    ),
    Section(Text("方案与备案", "Plan and filing"), (("plan_on", "filed_on", "filing_number"),)),
    Section(Text("适用规则", "Rules"), ("rule_set", "note")),
)
TEACHER_FORM = (Section(Text("", ""), ("name", ("staff_number", "title"), ("department", "phone"))),)
TEACHERS = (
    column_of(TEACHER_TYPE, "name", width=104),
    column_of(TEACHER_TYPE, "staff_number", width=104),
    column_of(TEACHER_TYPE, "title", width=104),
    column_of(TEACHER_TYPE, "department", width=140, stretch=True),
    column_of(TEACHER_TYPE, "phone", width=120),
    Column(name="students", heading=Text("学生", "Students"), right=True, width=72),
)
BATCHES = (
    column_of(BATCH, "name", stretch=True, width=200),
    column_of(BATCH, "start", width=104),
    column_of(BATCH, "end", width=104),
    Column(name="students", heading=Text("学生", "Students"), right=True, width=72),
)


class PhraseRow(NamedTuple):
    """A phrase of the list."""

    id: str
    use: str
    words: str
    rater: str | None
    band: str | None


class SaveRow(NamedTuple):
    """A save that can be taken back. ``at`` is local time, ISO."""

    number: int
    at: str
    label: str


class BackupRow(NamedTuple):
    """A backup file. ``made`` is local time, ISO; ``size`` in bytes."""

    path: str
    made: str
    size: int
    name: str


def _moment(value: str, language: str) -> str:
    return value.replace("T", " ")[:16]


SAVES = (
    Column(name="at", heading=Text("时间", "When"), width=150, show=_moment),
    Column(
        name="label",
        heading=Text("保存的内容", "What was saved"),
        stretch=True,
        show=lambda words, _: begun(words),
    ),
)
PHRASES = (
    column_of(PHRASE, "use", width=72),
    column_of(PHRASE, "words", width=240, stretch=True),
    column_of(PHRASE, "rater", width=88),
    column_of(PHRASE, "band", width=64),
)
PHRASE_FILTERS = tuple(
    Filter(name=use.value, label=use.label, accept=lambda row, u=use.value: row.use == u, group="use")  # type: ignore[misc]
    for use in PHRASE.spec("use").choices
)
BACKUPS = (
    Column(name="made", heading=Text("时间", "When"), width=150, show=_moment),
    Column(
        name="size", heading=Text("大小", "Size"), width=90, right=True, show=lambda size, _: size_words(size)
    ),
    Column(name="name", heading=Text("文件", "File"), stretch=True),
)

LIBRARIES: tuple[tuple[str, str], ...] = (
    ("Qt 6 · PySide6", "LGPL 3.0"),
    ("SQLite", "Public domain"),
    ("SQLCipher", "BSD 3-Clause"),
    ("sqlite-utils", "Apache 2.0"),
    ("cryptography", "Apache 2.0 / BSD"),
    ("reportlab", "BSD 3-Clause"),
    ("PDFium · pypdfium2", "BSD / Apache 2.0"),
    ("python-calamine", "MIT"),
    ("XlsxWriter", "BSD 2-Clause"),
    ("pypinyin", "MIT"),
    ("Noto Sans SC", "SIL OFL 1.1"),
    ("Lucide", "ISC"),
)
"""What the program is built on, and under which licence (all of it: NOTICE)."""
