"""Rule sets and holidays that the college gives out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.services.test_rule_files import CHANGE, HEAD

from fieldteacher.domain.errors import InputRefused, NotFound
from fieldteacher.services.app import Services

HOLIDAYS = """
format = 1
year = 2031
source = { zh = "测试", en = "a test" }
announced = true
[[holiday]]
name = { zh = "校庆", en = "founding day" }
off = ["2031-06-02", "2031-06-03"]
"""


def put(folder: Path, name: str, content: str) -> Path:
    """A file in a folder."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_rule_set_given_out_can_be_chosen_until_it_is_taken_back(
    services: Services, tmp_path: Path
) -> None:
    assert "四川省" not in {each.id for each in services.rule_sets.sets()}
    services.given_rules.add(put(tmp_path, "sc.toml", HEAD + CHANGE))
    assert "四川省" in {each.id for each in services.rule_sets.sets()}
    assert services.given_rules.names() == ["sc.toml"]
    services.given_rules.remove("sc.toml")
    assert "四川省" not in {each.id for each in services.rule_sets.sets()}
    with pytest.raises(NotFound):
        services.given_rules.remove("sc.toml")


def test_the_same_name_again_replaces_it_also_after_it_was_taken_back(
    services: Services, tmp_path: Path
) -> None:
    path = put(tmp_path, "sc.toml", HEAD + CHANGE)
    services.given_rules.add(path)
    services.given_rules.remove("sc.toml")
    put(tmp_path, "sc.toml", (HEAD + CHANGE).replace("190", "200"))
    services.given_rules.add(path)
    services.given_rules.add(path)
    assert services.given_rules.names() == ["sc.toml"]
    (row,) = services.records.list("rule_file")[1]
    assert "200" in row["content"]


def test_holidays_given_out_are_in_the_calendar(services: Services, tmp_path: Path) -> None:
    assert services.holidays.calendar.is_working_day(date(2031, 6, 2))
    services.given_rules.add(put(tmp_path, "holidays-2031.toml", HOLIDAYS))
    assert not services.holidays.calendar.is_working_day(date(2031, 6, 2))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("sc.txt", HEAD, ".toml"),
        ("sc.toml", "x" * 65_537, "64 KB"),
        ("sc.toml", HEAD.replace("教职成〔2021〕4号", "没有的"), "没有的"),
        ("sc.toml", HEAD + '[[change]]\nrule = "R25"\nvalues = { nonsense = 1 }\n', "nonsense"),
        ("holidays-2031.toml", HOLIDAYS.replace("2031-06-03", "2030-06-03"), "off"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name_and_nothing_is_given_out(
    services: Services, tmp_path: Path, name: str, content: str, why: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        services.given_rules.add(put(tmp_path, name, content))
    assert name in refused.value.text.zh
    assert why in refused.value.text.zh
    assert services.given_rules.names() == []


def test_a_set_that_others_build_on_is_not_broken_by_a_new_one(services: Services, tmp_path: Path) -> None:
    services.given_rules.add(put(tmp_path, "sc.toml", HEAD + CHANGE))
    town = HEAD.replace("四川省", "某市").replace("教职成〔2021〕4号", "四川省")
    services.given_rules.add(put(tmp_path, "town.toml", town))
    with pytest.raises(InputRefused):
        services.given_rules.add(put(tmp_path, "sc.toml", HEAD.replace("教职成〔2021〕4号", "某市")))
