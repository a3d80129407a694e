"""Which flowing forms there are: plain words, so that a list of them can be shown without loading what prints them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fieldteacher.domain.text import Text

Scope = Literal["students", "enterprise", "batch", "class_name", "period"]
"""By what a selection may be narrowed, besides the records themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One kind of form, as it is offered."""

    key: str
    number: str
    """The form's number, at the foot of each page; a college's template may give its own."""
    label: Text
    about: str
    """The record type whose ids may be given: what one form is about."""
    scopes: frozenset[Scope]
    types: frozenset[str]
    """The record types that stand on it."""
    blank: bool = True
    """Whether it can be printed empty, to be filled by hand."""
    photos: bool = False
    """Whether it can show photos."""
    files: bool = False
    """Whether the files behind it can be laid beside it."""
    sorts: bool = False
    """Whether there is one a student, in an order to choose."""
    many: int = 200
    """How many forms a preview shows."""


EVALUATION = "evaluation"
"""The form that is read back by camera; it is not among those that flow."""
EVALUATION_NUMBER = "SX-01"
"""Its number in the list of forms."""

_WHERE: frozenset[Scope] = frozenset({"students", "enterprise", "batch", "class_name"})

VISIT = Offer(
    key="visit", number="SX-02", label=Text("走访记录表", "Visit record"), about="visit", scopes=_WHERE | {"period"}, photos=True,
    types=frozenset({"visit", "talk", "promise", "enterprise", "student", "attachment", "college"}),
)  # fmt: skip
TALK = Offer(
    key="talk", number="SX-03", label=Text("谈话记录表", "Talk record"), about="talk", scopes=_WHERE | {"period"},
    types=frozenset({"talk", "student", "placement", "enterprise", "teacher", "college"}),
)  # fmt: skip
INCIDENT = Offer(
    key="incident", number="SX-04", label=Text("安全事件报告", "Incident report"), about="incident", scopes=_WHERE | {"period"}, photos=True,
    types=frozenset({"incident", "notification", "student", "enterprise", "attachment", "college"}),
)  # fmt: skip
PAPERS = Offer(
    key="papers", number="SX-07", label=Text("实习材料核对表", "Check-list of papers"), about="enterprise", scopes=_WHERE,
    types=frozenset({"paper", "placement", "student", "enterprise", "college"}),
)  # fmt: skip
PREVISIT = Offer(
    key="previsit", number="SX-09", label=Text("走访准备单", "Pre-visit sheet"), about="enterprise", scopes=_WHERE, blank=False,
    types=frozenset(
        {
            "visit", "talk", "promise", "paper", "placement", "student", "enterprise", "contact", "college", "waiver", "batch",
        }
    ),
)  # fmt: skip
PRACTICE = Offer(
    key="practice", number="SX-11", label=Text("教师企业实践记录与证明", "Practice record and certificate"), about="teacher",
    scopes=frozenset({"period"}), types=frozenset({"practice_entry", "teacher", "enterprise", "college"}),
)  # fmt: skip
ARCHIVE = Offer(
    key="archive", number="SX-13", label=Text("学生实习档案", "Student's archive"), about="student", scopes=_WHERE, blank=False, photos=True,
    files=True, sorts=True, many=3,
    types=frozenset(
        {
            "student", "placement", "paper", "evaluation", "score", "scheme", "criterion", "journal", "visit", "talk",
            "promise", "daily_check", "attachment", "enterprise", "contact", "teacher", "batch", "college",
        }
    ),
)  # fmt: skip

BRIEFING = Offer(
    key="briefing", number="SX-14", label=Text("情况汇报", "Report to the leadership"), about="briefing",
    scopes=frozenset({"batch", "period"}), types=frozenset({"briefing", "batch", "college"}), blank=False,
)  # fmt: skip

SCORE_SUMMARY = Offer(
    key="score-summary", number="SX-15", label=Text("成绩汇总表", "Score summary"), about="enterprise", scopes=_WHERE, blank=False,
    types=frozenset(
        {"evaluation", "score", "scheme", "criterion", "placement", "student", "enterprise", "batch", "college"}
    ),
)  # fmt: skip

ROSTER = Offer(
    key="roster", number="SX-05", label=Text("实习学生名册（按企业）", "Roster by enterprise"), about="enterprise", scopes=_WHERE,
    types=frozenset({"placement", "student", "enterprise", "contact", "teacher", "college"}),
)  # fmt: skip

LODGING = Offer(
    key="lodging", number="SX-06", label=Text("住宿名册（按住处）", "Roster by lodging"), about="student", scopes=_WHERE,
    types=frozenset({"placement", "student", "enterprise", "paper", "college"}),
)  # fmt: skip

FINDINGS = Offer(
    key="findings", number="SX-10", label=Text("规则检查结果与整改单", "Rule findings"), about="enterprise", scopes=_WHERE,
    types=frozenset(
        {
            "placement", "student", "enterprise", "contact", "batch", "paper", "visit", "talk", "waiver", "attestation", "college",
        }
    ),
)  # fmt: skip

CERTIFICATE = Offer(
    key="certificate", number="SX-12", label=Text("教师企业实践证明", "Certificate of practice"), about="teacher",
    scopes=frozenset({"period"}), types=frozenset({"practice_entry", "teacher", "enterprise", "college"}),
)  # fmt: skip

COVER = Offer(
    key="cover", number="SX-08", label=Text("材料扫描封面（带二维码）", "Cover sheets for scanning"), about="student", scopes=_WHERE,
    types=frozenset({"placement", "student", "enterprise", "paper", "college"}), blank=False, sorts=True,
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (
    VISIT,
    TALK,
    INCIDENT,
    ROSTER,
    LODGING,
    PAPERS,
    COVER,
    PREVISIT,
    FINDINGS,
    PRACTICE,
    CERTIFICATE,
    ARCHIVE,
    BRIEFING,
    SCORE_SUMMARY,
)

BY_KEY = {offer.key: offer for offer in OFFERS}
