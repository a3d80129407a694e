"""All record types, in the order people meet them."""

from __future__ import annotations

from types import MappingProxyType

from fieldteacher.domain.record import RecordType
from fieldteacher.domain.records.enterprises import Contact, Enterprise, Placement
from fieldteacher.domain.records.evaluations import Criterion, Evaluation, IssuedForm, Scheme, Score
from fieldteacher.domain.records.fieldwork import (
    Absence,
    DailyCheck,
    Incident,
    Journal,
    Notification,
    Promise,
    Talk,
    Visit,
)
from fieldteacher.domain.records.papers import Attachment, Intention, Paper, PracticeEntry
from fieldteacher.domain.records.people import Batch, College, Student, Teacher

RECORD_TYPES: MappingProxyType[str, RecordType] = MappingProxyType(
    {
        cls.TYPE.name: cls.TYPE
        for cls in (
            College, Teacher, Batch, Student, Enterprise, Contact, Placement, Paper, Visit, Talk, Promise,
            Incident, Notification, Absence, DailyCheck, Journal, Scheme, Criterion, Evaluation, Score,
            Intention, PracticeEntry, Attachment, IssuedForm,
        )
    }
)  # fmt: skip
