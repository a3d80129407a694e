"""Rule files: a province's set without a release, and one clear sentence for every way to write one wrongly."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.config.paths import resources
from fieldteacher.domain.rules.finding import Severity
from fieldteacher.domain.rules.national import NATIONAL
from fieldteacher.services.rule_files import Library, load

HEAD = """
format = 1
id = "四川省"
title = { zh = "四川省实施细则", en = "Rules of Sichuan" }
source = { zh = "测试", en = "a test" }
from = "2024-01-01"
base = "教职成〔2021〕4号"
"""
CHANGE = """
[[change]]
rule = "R25"
severity = "error"
values = { longest = 190 }
note = { zh = "不超过六个月。", en = "Six months at most." }
[[change]]
rule = "R41"
off = true
"""
RULE = """
[[rule]]
id = "SC01"
article = "12"
zh = "未满18周岁的学生不得跨省实习"
en = "No student under 18 goes to another province."
severity = "error"
checks = ["youngest_age"]
values = { age = 18 }
"""


def read(folder: Path, **files: str) -> Library:
    """What the program's own files and these make."""
    for name, content in files.items():
        (folder / f"{name}.toml").write_text(content, encoding="utf-8")
    return load((resources() / "rules", folder))


def test_the_files_the_program_brings_are_in_order() -> None:
    library = load((resources() / "rules",))
    assert library.refused == []
    assert set(library.sets) == {NATIONAL, "house"}


def test_a_province_builds_on_the_national_set(tmp_path: Path) -> None:
    library = read(tmp_path, sichuan=HEAD + CHANGE + RULE)
    assert library.refused == []
    rules = {rule.id: rule for rule in library.sets["四川省"].rules}
    national = {rule.id: rule for rule in library.sets[NATIONAL].rules}
    assert rules.keys() == national.keys() - {"R41"} | {"SC01"}
    assert rules["R25"].severity is Severity.ERROR
    assert rules["R25"].values == {"shortest": 150, "longest": 190}
    assert rules["R25"].text == national["R25"].text
    assert national["R25"].values["longest"] == 215
    assert (rules["SC01"].since, rules["SC01"].until) == ("2024-01-01", "9999-12-31")
    assert rules["R16"] == national["R16"]


def test_a_set_may_build_on_a_province(tmp_path: Path) -> None:
    city = (
        HEAD.replace('"四川省"', '"泸州市"').replace("教职成〔2021〕4号", "四川省")
        + "[[change]]\nrule = 'SC01'\nvalues = { age = 17 }"
    )
    library = read(tmp_path, city=city, sichuan=HEAD + RULE)
    assert library.refused == []
    ages = {rule.id: rule.values for rule in library.sets["泸州市"].rules}
    assert ages["SC01"] == {"age": 17}


def test_a_file_in_the_users_folder_takes_the_place_of_the_programs(tmp_path: Path) -> None:
    text = (resources() / "rules" / "national.toml").read_text(encoding="utf-8")
    library = read(tmp_path, mine=text.replace("values = { age = 16 }", "values = { age = 18 }"))
    assert library.refused == []
    assert library.sets[NATIONAL].rules[0].values == {"age": 18}


def test_one_rule_at_two_times(tmp_path: Path) -> None:
    first = RULE + 'to = "2025-08-31"\n'
    second = RULE.replace("age = 18", "age = 17") + 'from = "2025-09-01"\n'
    library = read(tmp_path, sichuan=HEAD + first + second)
    assert library.refused == []
    found = [rule for rule in library.sets["四川省"].rules if rule.id == "SC01"]
    assert [rule.holds_on("2025-08-31") for rule in found] == [True, False]
    assert [rule.holds_on("2025-09-01") for rule in found] == [False, True]


BROKEN = {
    "no TOML": (HEAD + "[[rule", "不是 TOML"),
    "no format": (HEAD.replace("format = 1", ""), "format 应为 1"),
    "a later format": (HEAD.replace("format = 1", "format = 2"), "format 应为 1"),
    "no id": (HEAD.replace('id = "四川省"', ""), "id 应为文字"),
    "a title in one language": (HEAD.replace(', en = "Rules of Sichuan"', ""), "title 应有 zh 和 en"),
    "an unknown entry": (HEAD.replace("base =", "bsae ="), "不认识 bsae"),
    "no such base": (HEAD.replace("教职成〔2021〕4号", "国务院令"), "没有规则集“国务院令”"),
    "a change of a rule that is not there": (HEAD + '[[change]]\nrule = "R99"', "没有规则 R99"),
    "a change without a base": (HEAD.replace('base = "教职成〔2021〕4号"', "") + CHANGE, "有 change 而没有 base"),
    "a number that the rule does not have": (HEAD + '[[change]]\nrule = "R25"\nvalues = { months = 6 }', "没有参数 months"),
    "a number out of all reason": (HEAD + '[[change]]\nrule = "R25"\nvalues = { longest = 99999 }', "longest 应在"),
    "a number that is none": (HEAD + '[[change]]\nrule = "R25"\nvalues = { longest = "6" }', "values 应为整数"),
    "yes for a number": (HEAD + '[[change]]\nrule = "R25"\nvalues = { longest = true }', "values 应为整数"),
    "an unknown severity": (HEAD + RULE.replace('"error"', '"fatal"'), "severity 应为"),
    "an unknown check": (HEAD + RULE.replace("youngest_age", "oldest_age"), "没有检查 oldest_age"),
    "no check": (HEAD + RULE.replace('["youngest_age"]', "[]"), "没有 checks"),
    "a missing number": (HEAD + RULE.replace("{ age = 18 }", "{}"), "缺少参数 age"),
    "an unknown list": (HEAD + RULE + 'lists = { tags = ["dust"] }', "没有词表 tags"),
    "a list of numbers": (HEAD + RULE + "lists = { tags = [1] }", "应为文字的列表"),
    "a rule that is there": (HEAD + RULE.replace("SC01", "R01"), "规则 R01 已经有了"),
    "a rule twice": (HEAD + RULE + RULE, "SC01 在同一时期出现两次"),
    "no English": (HEAD + RULE.replace("en =", "de ="), "不认识 de"),
    "no day": (HEAD + RULE + 'to = "soon"', "soon 不是日期"),
    "the end before the begin": (HEAD + RULE + 'to = "2020-01-01"', "to 早于 from"),
    "a table for a list": (HEAD + "[rule]\nid = 'x'", "应为表"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", BROKEN)
def test_a_broken_file_is_refused_in_one_sentence(wrong: str, tmp_path: Path) -> None:
    content, why = BROKEN[wrong]
    library = read(tmp_path, sichuan=content)
    [refusal] = library.refused
    assert why in refusal.zh
    assert "sichuan.toml" in refusal.zh
    assert refusal.en.startswith("The rule file sichuan.toml cannot be used: ")
    assert "\n" not in refusal.zh.strip()
    assert set(library.sets) == {NATIONAL, "house"}


def test_sets_that_build_on_each_other(tmp_path: Path) -> None:
    one = HEAD.replace("教职成〔2021〕4号", "二")
    two = HEAD.replace('"四川省"', '"二"').replace("教职成〔2021〕4号", "四川省")
    library = read(tmp_path, one=one, two=two)
    assert len(library.refused) == 2
    assert all("互为基础" in each.zh for each in library.refused)


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"x" * 1_000_001, "id = '四川'".encode("gbk"), b"a = [" * 5000]
)
def test_bytes_that_are_no_rule_file(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "sichuan.toml").write_bytes(content)
    [refusal] = load((resources() / "rules", tmp_path)).refused
    assert "sichuan.toml" in refusal.zh


@given(st.text(max_size=200))
def test_whatever_a_file_says_it_is_a_sentence(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "x.toml").write_text(text, encoding="utf-8", errors="surrogatepass")
        assert len(load((Path(folder),)).refused) == 1


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert load((tmp_path / "nowhere",)).sets == {}
