import json
from pathlib import Path

import pytest

from fieldteacher.config.settings import SettingsFile


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "settings.json"


def test_a_value_is_remembered(file: Path) -> None:
    SettingsFile(file).set("language", "en")
    SettingsFile(file).set("window/size", [1366, 768])
    again = SettingsFile(file)
    assert again.get("language") == "en"
    assert again.get("window/size") == [1366, 768]
    assert again.get("theme", "system") == "system"


def test_none_forgets(file: Path) -> None:
    settings = SettingsFile(file)
    settings.update({"language": "en", "theme": "dark"})
    settings.set("language", None)
    assert json.loads(file.read_text("utf-8")) == {"theme": "dark"}


def test_an_unchanged_value_is_not_written_again(file: Path) -> None:
    settings = SettingsFile(file)
    settings.set("theme", "dark")
    file.unlink()
    settings.set("theme", "dark")
    assert not file.exists()


def test_a_value_that_json_cannot_carry_changes_nothing(file: Path) -> None:
    settings = SettingsFile(file)
    settings.set("theme", "dark")
    with pytest.raises(TypeError):
        settings.set("theme", {1, 2})
    assert settings.get("theme") == "dark"
    assert SettingsFile(file).get("theme") == "dark"


@pytest.mark.logs
@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b'{"a": ' * 100_000, b'"' + b"x" * 1_000_001 + b'"'],
    ids=["empty", "cut", "list", "binary", "deep", "large"],
)
def test_a_broken_file_is_set_aside(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    settings = SettingsFile(file)
    assert settings.get("language", "default") == "default"
    assert file.with_suffix(".broken.json").read_bytes() == content
    settings.set("language", "en")
    assert SettingsFile(file).get("language") == "en"


def test_a_value_of_another_type_is_not_taken_for_text(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"language": 7}', "utf-8")
    assert SettingsFile(file).text("language", "zh_CN") == "zh_CN"


@pytest.mark.logs
def test_a_folder_that_cannot_be_written_only_loses_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    settings = SettingsFile(tmp_path / "file" / "settings.json")
    settings.set("theme", "dark")
    assert settings.get("theme") == "dark"


def test_nothing_but_the_file_is_left(file: Path) -> None:
    settings = SettingsFile(file)
    for number in range(5):
        settings.set("number", number)
    assert [left.name for left in file.parent.iterdir()] == ["settings.json"]
