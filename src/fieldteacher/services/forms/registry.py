"""Every kind of form that flows over pages, in the order in which it is offered."""

from __future__ import annotations

from fieldteacher.domain.errors import NotFound
from fieldteacher.domain.text import Text
from fieldteacher.services.forms.archive import ARCHIVE
from fieldteacher.services.forms.briefing import BRIEFING
from fieldteacher.services.forms.certificate import CERTIFICATE
from fieldteacher.services.forms.cover import COVER
from fieldteacher.services.forms.findings import FINDINGS
from fieldteacher.services.forms.incident import INCIDENT
from fieldteacher.services.forms.kind import FormKind
from fieldteacher.services.forms.lodging import LODGING
from fieldteacher.services.forms.papers import PAPERS
from fieldteacher.services.forms.practice import PRACTICE
from fieldteacher.services.forms.previsit import PREVISIT
from fieldteacher.services.forms.roster import ROSTER
from fieldteacher.services.forms.score_summary import SCORE_SUMMARY
from fieldteacher.services.forms.talk import TALK
from fieldteacher.services.forms.visit import VISIT

FORM_KINDS: tuple[FormKind, ...] = (
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

BY_KEY = {kind.offer.key: kind for kind in FORM_KINDS}


def form_kind(key: str) -> FormKind:
    """A kind by its key; raises ``NotFound``."""
    if key not in BY_KEY:
        raise NotFound(
            "print.unknown_form", Text("没有这种表单：{key}。", "There is no form {key}.").fill(key=key)
        )
    return BY_KEY[key]
