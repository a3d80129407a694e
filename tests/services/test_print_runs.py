"""Which forms of a pile are printed, and what was printed when."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.fields import Sync
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.paper.printing.documents import Printed
from fieldteacher.services.app import Services
from fieldteacher.services.forms.ordering import chosen
from fieldteacher.services.print_runs import RunNote


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("2", [1]),
        ("2, 5-7", [1, 4, 5, 6]),
        ("５－７、１", [4, 5, 6, 0]),
        ("7-", [6, 7]),
        ("3 3 3", [2]),
        (" 1 - 2 ", [0, 1]),
    ],
)
def test_places_in_words(words: str, places: list[int]) -> None:
    assert chosen(words, 8) == places


@pytest.mark.parametrize("words", ["0", "9", "5-3", "-2", "two", "1-99", "1--2", "1.5"])
def test_places_that_are_not_there(words: str) -> None:
    with pytest.raises(InputRefused, match=r"print\.no_such_form"):
        chosen(words, 8)


def test_runs_the_latest_first_and_only_on_this_machine(services: Services) -> None:
    runs = services.printing.runs
    runs.keep(
        "visit",
        Printed((Path("a.pdf"),), 5, 2),
        RunNote(output="file", whom="甲厂", choices={"form": "visit"}),
    )
    runs.keep("roster", Printed((), 1, 1), RunNote(output="printer", blank=True))
    latest, first = runs.runs()
    assert (latest.form, latest.output, latest.blank, latest.choices) == ("roster", "printer", True, {})
    assert (first.whom, first.forms, first.pages, first.choices) == ("甲厂", 2, 5, {"form": "visit"})
    assert first.printed_at.startswith("2026-03-16T")
    assert {spec.sync for spec in RECORD_TYPES["print_run"].fields.values()} == {Sync.LOCAL}


def test_choices_that_are_too_many_are_not_kept(services: Services) -> None:
    note = RunNote(output="file", choices={"ids": ["x" * 36] * 5000})
    services.printing.runs.keep("visit", Printed((), 1, 1), note)
    assert services.printing.runs.runs()[0].choices == {}
