"""Erasing a person's data on request (PIPL, Article 47): said before what goes and what stays, then done for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.exchange import OFFICE
from fieldteacher.domain.text import Language, Text
from fieldteacher.services.tidying import TidyingService
from fieldteacher.store import erasing
from fieldteacher.store.clearing import changes_in, records_of
from fieldteacher.store.database import Store
from fieldteacher.store.fold import ERASURE
from fieldteacher.store.transaction import Transaction

NOT_REACHED = (
    Text(
        "以前的备份里仍有这名学生的资料；备份到期删除前请妥善保管。",
        "Earlier backups still hold this student's data; please keep them safe until they are deleted.",
    ),
    Text(
        "以前导出的数据包、表格和打印件不会改变，需要另行处理。",
        "Packages, tables and prints made earlier do not change and have to be dealt with separately.",
    ),
    Text(
        "其他电脑在导入下一个数据包后清除。",
        "Other computers erase the data when they take in the next package.",
    ),
)
"""What an erasure does not reach; to be told to whoever asks for it."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A record that stays and may speak of the student: one of another dossier that refers to the student, or has the
    name in the text of ``field``. Somebody has to look at it."""

    type: str
    record: str
    title: str
    field: str


@dataclass(frozen=True, slots=True)
class Erasing:
    """What erasing a student takes away: how many records of each type, changes and files; and what stays."""

    student: str
    title: str
    records: Mapping[str, int]
    changes: int
    files: int
    mentioned: Sequence[Mentioned]


class ErasureService:
    """The verbs on erasing."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def look(self, student: str, language: Language = "zh_CN") -> Erasing:
        """What erasing a student would take away; nothing is written. Raises ``NotFound``."""
        found: list[Erasing] = []
        with self._store.rehearse(_LABEL) as txn:
            found.append(_looked(txn, student, language))
        return found[0]

    def erase(self, student: str, language: Language = "zh_CN") -> tuple[Erasing, ChangeSet]:
        """Erase a student's data here, and with the next packages everywhere. It cannot be taken back.

        Returns what was taken away, and what somebody has to look at. Raises ``NotFound``, and ``InputRefused``
        (``not_the_office``) on a teacher's computer.
        """
        if self._store.read().setting("role") != OFFICE:
            raise InputRefused(
                "not_the_office",
                Text(
                    "只有学院办公室可以清除学生资料；请把请求转给办公室。",
                    "Only the college's office can erase a student's data; please pass the request on.",
                ),
            )
        with self._store.write(_LABEL, purpose=ERASURE) as txn:
            looked = _looked(txn, student, language)
            erasing.erase(txn, student)
        TidyingService(self._store, self._clock).tidy()
        return looked, txn.changes


_LABEL = Text("按要求清除学生资料", "erase a student's data on request")


def _looked(txn: Transaction, student: str, language: Language) -> Erasing:
    name = txn.need(erasing.STUDENT, txn.aliases.of(student))["name"]
    ids = erasing.together(txn, student)
    dossiers = [txn.log.dossier_of(one) for one in ids]
    records = records_of(txn, dossiers)
    counts: dict[str, int] = {}
    for kind in records.values():
        counts[kind] = counts.get(kind, 0) + 1
    words = {name} | {(txn.get(erasing.STUDENT, one) or {}).get("name") for one in ids}
    found = list(erasing.mentions(txn, records, sorted(word for word in words if word)))
    titles: dict[str, str] = {}
    for kind in {each.type for each in found}:
        titles |= txn.titles(kind, [each.record for each in found if each.type == kind], language)
    return Erasing(
        student, name, counts, changes_in(txn, dossiers), counts.get("attachment", 0),
        [Mentioned(each.type, each.record, titles.get(each.record, ""), each.named) for each in found],
    )  # fmt: skip
