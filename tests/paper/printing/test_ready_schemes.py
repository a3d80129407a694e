"""Every ready-made scheme goes onto the form."""

from __future__ import annotations

import pytest
from tests.paper.sample_pages import FONT, page

from fieldteacher.domain.ready_schemes import READY_SCHEMES, ReadyScheme
from fieldteacher.paper.printing.batch import compose
from fieldteacher.paper.printing.evaluation import Criterion, EvaluationSheet, Rater
from fieldteacher.paper.printing.fonts import FontStack


@pytest.fixture(scope="module")
def fonts() -> FontStack:
    return FontStack(FONT, folders=())


def sheet_of(scheme: ReadyScheme) -> EvaluationSheet:
    weights = sorted(scheme.raters.items(), key=lambda item: item[0] != "enterprise")
    return EvaluationSheet(
        college="江南职业技术学院",
        raters=tuple(
            Rater(
                rater,  # type: ignore[arg-type]
                weight,
                tuple(
                    Criterion(name, standard, 10 * full) for name, standard, full in scheme.criteria[rater]
                ),
            )
            for rater, weight in weights
            if weight
        ),
        bands=tuple(name for name, _ in sorted(dict(scheme.bands).items(), key=lambda band: -band[1])),
    )


@pytest.mark.parametrize("scheme", READY_SCHEMES, ids=lambda scheme: scheme.key)
def test_it_is_printed(fonts: FontStack, scheme: ReadyScheme) -> None:
    assert compose([page(sheet_of(scheme))], fonts).count(b"/Type/Page/") == 1
