"""Every check that a rule can name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fieldteacher.domain.rules import college, conduct, enterprise, hours, papers, people, post, rhythm
from fieldteacher.domain.rules.terms import Check

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        check.name: check
        for theme in (people, post, hours, papers, enterprise, college, conduct, rhythm)
        for check in theme.CHECKS
    }
)
