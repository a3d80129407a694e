"""All record types, in the order people meet them."""

from __future__ import annotations

from types import MappingProxyType

from fieldteacher.domain.errors import NotFound
from fieldteacher.domain.record import RecordType
from fieldteacher.domain.records.enterprises import Contact, Enterprise, Placement
from fieldteacher.domain.records.evaluations import (
    Criterion,
    Evaluation,
    IssuedForm,
    Phrase,
    PrintRun,
    Scheme,
    Score,
    SecondScore,
)
from fieldteacher.domain.records.fieldwork import (
    Absence,
    DailyCheck,
    Education,
    Incident,
    Journal,
    Notification,
    Promise,
    Talk,
    Visit,
)
from fieldteacher.domain.records.oversight import Attestation, Briefing, RuleFile, Snooze, Waiver
from fieldteacher.domain.records.papers import Attachment, Intention, Paper, PracticeEntry
from fieldteacher.domain.records.people import Batch, College, Student, Teacher
from fieldteacher.domain.text import Text

RECORD_TYPES: MappingProxyType[str, RecordType] = MappingProxyType(
    {
        cls.TYPE.name: cls.TYPE
        for cls in (
            College, Teacher, Batch, Student, Enterprise, Contact, Placement, Paper, Visit, Talk, Promise,
            Incident, Notification, Absence, DailyCheck, Journal, Scheme, Criterion, Evaluation, Score,
            Intention, PracticeEntry, Attachment, IssuedForm, SecondScore, Phrase, Education, Waiver, Attestation, Snooze,
            Briefing, RuleFile, PrintRun,
        )
    }
)  # fmt: skip


def record_type(name: str) -> RecordType:
    """The type of that name. Raises ``NotFound`` (``unknown_type``)."""
    kind = RECORD_TYPES.get(name)
    if kind is None:
        raise NotFound(
            "unknown_type", Text("没有记录类型 {name}。", "There is no record type {name}.").fill(name=name)
        )
    return kind
