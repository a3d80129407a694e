import typing

import pytest

from fieldteacher.config import translation
from fieldteacher.config.translation import choose_language, language_named, system_language
from fieldteacher.domain import text


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("zh_CN", "zh_CN"), ("zh-Hans-CN", "zh_CN"), ("zh_TW.UTF-8", "zh_CN"), ("Chinese (Simplified)_China", None),
        ("en", "en"), ("en_GB.UTF-8", "en"), ("English_United States", "en"), ("de_DE", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_names_of_languages(name: str | None, language: str | None) -> None:
    assert language_named(name) == language


@pytest.mark.parametrize(
    ("given", "remembered", "system", "language"),
    [
        ("en", "zh_CN", "zh_CN", "en"),
        (None, "en", "zh_CN", "en"),
        (None, None, "en_US", "en"),
        (None, "", "de_DE", "zh_CN"),
        (None, None, "", "zh_CN"),
        ("klingon", "en", "zh_CN", "en"),
    ],
)
def test_the_choice(given: str | None, remembered: str | None, system: str, language: str) -> None:
    assert choose_language(given, remembered, system) == language


def test_the_system_says_its_language_in_the_environment() -> None:
    assert system_language({"LANG": "zh_CN.UTF-8"}) == "zh_CN.UTF-8"
    assert system_language({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}) == "en_GB.UTF-8"


def test_the_languages_are_those_of_the_words() -> None:
    assert typing.get_args(translation.Language) == typing.get_args(text.Language)
