"""Where each step is taken: the words on its button, and the screen that settles it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fieldteacher.domain.steps import Action, Step
from fieldteacher.domain.text import Text
from fieldteacher.ui.navigator import Navigator

WORDS: Mapping[Action, Text] = {
    Action.VISIT: Text("走访", "Visit"),
    Action.TALK: Text("谈话", "Talk"),
    Action.FOLLOW_UP: Text("跟进", "Follow up"),
    Action.PROMISE: Text("处理", "Settle"),
    Action.PAPER: Text("登记材料", "Note paper"),
    Action.PLACEMENT: Text("改安排", "Amend"),
    Action.STUDENT: Text("改资料", "Amend"),
    Action.ENTERPRISE: Text("改企业", "Amend"),
    Action.BATCH: Text("改批次", "Amend"),
    Action.COLLEGE: Text("改学校", "Amend"),
    Action.CHECK: Text("检查", "Check"),
    Action.INCIDENT: Text("处理", "Go on"),
    Action.NOTIFY: Text("登记通报", "Note told"),
    Action.EVALUATE: Text("录入", "Enter"),
    Action.JOURNAL: Text("登记", "Note"),
    Action.EDUCATION: Text("记教育", "Note"),
    Action.ATTEST: Text("确认", "Confirm"),
    Action.SEE_VISIT: Text("查看", "See"),
    Action.ABSENCE: Text("销假", "Returned"),
    Action.INTENTION: Text("询问", "Ask"),
}
"""The words on the button."""


def _evaluate(step: Step) -> dict[str, Any]:
    stage, _, rater = step.detail.partition("/")
    return {"placement": step.id, "stage": stage, "rater": rater}


_PLACES: Mapping[Action, tuple[str, Callable[[Step], dict[str, Any]]]] = {
    Action.VISIT: ("visits", lambda s: {"do": "new", "enterprise": s.id}),
    Action.TALK: ("talks", lambda s: {"do": "new", "student": s.id}),
    Action.FOLLOW_UP: ("talks", lambda s: {"type": "talk", "record": s.id}),
    Action.PROMISE: ("promises", lambda s: {"type": "promise", "record": s.id}),
    Action.PAPER: ("papers", lambda s: {"do": "paper", "placement": s.id, "kind": s.detail}),
    Action.PLACEMENT: ("students", lambda s: {"do": "placement", "placement": s.id, "field": s.detail}),
    Action.STUDENT: ("students", lambda s: {"do": "edit", "record": s.id, "field": s.detail}),
    Action.ENTERPRISE: ("enterprises", lambda s: {"do": "edit", "record": s.id, "field": s.detail}),
    Action.BATCH: ("settings", lambda s: {"page": "batches", "record": s.id, "field": s.detail}),
    Action.COLLEGE: ("settings", lambda s: {"page": "identity"}),
    Action.CHECK: ("daily", lambda s: {"do": "check", "enterprise": s.id, "day": s.detail}),
    Action.INCIDENT: ("incidents", lambda s: {"type": "incident", "record": s.id, "field": s.detail}),
    Action.NOTIFY: ("incidents", lambda s: {"do": "notify", "record": s.id, "told": s.detail}),
    Action.EVALUATE: ("evaluations", _evaluate),
    Action.JOURNAL: ("daily", lambda s: {"do": "journal", "student": s.id, "kind": s.detail}),
    Action.EDUCATION: ("daily", lambda s: {"do": "education", "batch": s.id, "kind": s.detail}),
    Action.ATTEST: ("compliance", lambda s: {"do": "attest", "batch": s.id, "rule": s.detail}),
    Action.SEE_VISIT: ("visits", lambda s: {"type": "visit", "record": s.id}),
    Action.ABSENCE: ("daily", lambda s: {"type": "absence", "record": s.id}),
    Action.INTENTION: ("employment", lambda s: {"do": "new", "student": s.id}),
}


def take(navigator: Navigator, step: Step) -> None:
    """Go to the screen that settles the step."""
    screen, args = _PLACES[step.action]
    navigator.go(screen, **args(step))
