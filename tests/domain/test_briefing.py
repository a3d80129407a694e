"""The figures of a report: what is frozen comes back as it was, and nothing else is taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.domain.briefing import (
    SECTIONS,
    Figure,
    Figures,
    Quotation,
    Section,
    freeze,
    freeze_quotations,
    heading,
    thaw,
    thaw_quotations,
)
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.plots import Bars, Series
from fieldteacher.domain.text import Text, same

words = st.builds(Text, st.text(max_size=12), st.text(max_size=12))
numbers = st.integers(-(10**9), 10**9)
figures = st.builds(
    Figure, key=st.text(max_size=8), label=words, value=st.none() | numbers, unit=words, decimals=st.integers(0, 1),
    of=st.none() | numbers,
)  # fmt: skip
plots = st.builds(
    Bars, key=st.text(max_size=8), title=words, groups=st.lists(words, max_size=3).map(tuple), unit=words,
    series=st.lists(st.builds(Series, words, st.lists(numbers, max_size=3).map(tuple)), max_size=3).map(tuple),
    stacked=st.booleans(), decimals=st.integers(0, 1),
)  # fmt: skip
sections = st.builds(
    Section,
    st.sampled_from(SECTIONS),
    st.lists(figures, max_size=3).map(tuple),
    st.lists(plots, max_size=2).map(tuple),
)
quotations = st.builds(
    Quotation, st.sampled_from(SECTIONS), st.text(min_size=1), words, st.just("talk"), st.uuids().map(str)
)


@given(st.builds(Figures, st.dates().map(str), st.lists(sections, max_size=4).map(tuple)))
def test_frozen_figures_come_back(whole: Figures) -> None:
    assert thaw(freeze(whole)) == whole


@given(st.lists(quotations, max_size=5).map(tuple))
def test_frozen_quotations_come_back(chosen: tuple[Quotation, ...]) -> None:
    assert thaw_quotations(freeze_quotations(chosen)) == chosen


@pytest.mark.parametrize(
    "text", ["", "nothing", "[]", "null", "7", '{"as_of": "x"}', '{"as_of": 1, "sections": [{}]}', '{"as_of":"d","sections":7}']
)  # fmt: skip
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        thaw(text)


@pytest.mark.parametrize("text", ["nothing", "[7]", '{"a": 1}', '[{"section": "gains"}]', "7"])
def test_other_quotations_are_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        thaw_quotations(text)


def test_every_section_has_its_heading() -> None:
    assert [heading(name).zh[:2] for name in SECTIONS] == [f"{n}、" for n in "一二三四五六七八"]


def test_figures_are_read_as_people_write_them() -> None:
    days = Figure(key="d", label=same("x"), value=125, unit=Text("天", "days"), decimals=1)
    assert days.shown("zh_CN") == "12.5天"
    assert days.shown("en") == "12.5 days"
    part = Figure(key="p", label=same("x"), value=3, of=7, unit=Text("人", ""))
    assert (part.shown("zh_CN"), part.shown("en")) == ("3 / 7人", "3 / 7")
    assert Figure(key="n", label=same("x"), value=None).shown("en") == "—"


def test_a_plot_tells_itself_in_words() -> None:
    plot = Bars(
        key="k", title=same("t"), groups=(Text("甲", "A"), Text("乙", "B")),
        series=(Series(Text("是", "yes"), (1, 2)), Series(Text("否", "no"), (0, 35))), decimals=1,
    )  # fmt: skip
    assert plot.told("en") == "A: yes 0.1, no 0.0; B: yes 0.2, no 3.5"
    assert not plot.empty
    assert Bars(key="k", title=same("t"), groups=(same("a"),), series=(Series(same("s"), (0,)),)).empty
