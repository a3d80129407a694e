"""The report in the demo, with the figures of the records as they stood when it was written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fieldteacher.domain.briefing import freeze, freeze_quotations
from fieldteacher.domain.clock import Clock
from fieldteacher.services.briefing_figures import Others, compute
from fieldteacher.services.briefings import offered, results_of
from fieldteacher.services.practice import PracticeService
from fieldteacher.store.database import Store
from fieldteacher.store.queries.briefings import Scope

_QUOTED = ("students_state", "gains", "difficulties", "enterprise_view")


def report_values(store: Store, clock: Clock, values: Mapping[str, Any]) -> dict[str, Any]:
    """Figures, a quotation for some sections, and the proposed words before those written in it."""
    scope = Scope(values["batch"], values["period_from"], values["period_to"])
    since, until = date.fromisoformat(scope.since), date.fromisoformat(scope.until)
    days = PracticeService(store, clock).within(since, until)
    figures = compute(store.read(), scope, Others(results_of(store, clock, scope), None, days))
    words = {each.name: each.proposal.zh for each in figures.sections if each.proposal.zh}
    for name in words.keys() & values.keys():
        words[name] += f"\n{values[name]}"
    quotations = [each for name in _QUOTED for each in offered(store.read(), scope, name)[:1]]
    return {**words, "figures": freeze(figures), "quotations": freeze_quotations(quotations)}
