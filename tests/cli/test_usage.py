"""The grammar, the exit statuses, the two ways of answering, and what goes wrong around a command."""

from __future__ import annotations

import argparse
import dataclasses
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest
from tests.cli.conftest import Command
from tests.sources import SOURCE

from fieldteacher.__main__ import builders
from fieldteacher.__main__ import main as program
from fieldteacher.cli.arguments import Parser, first_word, window_options
from fieldteacher.cli.main import NOUNS, main, parser
from fieldteacher.services.app import Services

WHOLE = parser("en")


def subcommands(of: Parser) -> dict[str, Parser]:
    """The parsers of the words that may follow."""
    found: Any = next(
        (action for action in of._actions if isinstance(action, argparse._SubParsersAction)), None
    )
    return dict(found.choices) if found else {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "缺少"),
        (("dance",), "dance"),
        (("record",), "缺少"),
        (("record", "list"), "TYPE"),
        (("record", "list", "student", "--limit", "-1"), "--limit"),
        (("record", "list", "student", "--limit", "many"), "--limit"),
        (("record", "list", "student", "--where", "name"), "--where：'name' 应写成“名称=值”。"),
        (("record", "list", "student", "--colour"), "--colour"),
        (("find",), "TEXT"),
        (("init", "--role", "king"), "king"),
        (("demo",), "PATH"),
        (("print", "novel", "--all", "-o", "x.pdf"), "novel"),
        (("print", "evaluation", "-o", "x.pdf"), "--all"),
        (("print", "evaluation", "--all"), "--split"),
        (("export", "student"), "--output"),
        (("conflict", "resolve", "x"), "--take"),
        (("backup", "restore", "x"), "--into"),
        (("status", "--today", "tomorrow"), "--today"),
        (("status", "--lang", "fr"), "--lang"),
        (("status", "--store"), "--store"),
        (("stat",), "stat"),
    ],
)
def test_wrong_usage_is_status_two_and_one_sentence(
    command: Command, words: tuple[str, ...], said: str
) -> None:
    outcome = command(*words)
    assert outcome.status == 2
    assert outcome.data["error"]["code"] == "usage"
    assert said in outcome.err
    assert outcome.err.count("\n") == 1
    plain = command(*words, as_json=False)
    assert (plain.out, plain.err) == ("", outcome.err)


def test_usage_in_english(command: Command) -> None:
    outcome = command("record", "list", lang="en")
    assert outcome.err.startswith("Missing: TYPE.")


def test_options_stand_before_and_after_the_words(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["--store", str(park), "--json", "--lang", "en", "record", "list", "teacher"],
        ["record", "--store", str(park), "list", "--json", "teacher", "--lang", "en"],
        ["--store", "nowhere", "record", "list", "teacher", "--lang=en", f"--store={park}", "--json"],
    ):
        assert main(words, builders()) == 0
        assert json.loads(capsys.readouterr().out)["total"] == 2


def test_the_store_and_the_day_from_the_environment(
    park: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDTEACHER_STORE", str(park))
    monkeypatch.setenv("FIELDTEACHER_TODAY", "2026-03-16")
    assert main(["status", "--json"], builders()) == 0
    assert json.loads(capsys.readouterr().out)["store"] == str(park)
    monkeypatch.setenv("FIELDTEACHER_TODAY", "soon")
    assert main(["status", "--json", "--lang", "en"], builders()) == 2
    assert "FIELDTEACHER_TODAY" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--help"], ["record", "--help"], ["record", "list", "-h"], ["--version"]])
def test_help_is_no_mistake(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words, builders()) == 0
    assert capsys.readouterr().out


def test_help_speaks_both_languages() -> None:
    assert "建立一份新数据" in parser("zh_CN").format_help()
    assert "make a new store" in parser("en").format_help()


@pytest.mark.parametrize("word", [word for words in NOUNS.values() for word in words])
def test_a_command_s_grammar_alone_is_the_same_as_within_the_whole(word: str) -> None:
    assert subcommands(parser("en", word))[word].format_help() == subcommands(WHOLE)[word].format_help()
    nested = subcommands(subcommands(WHOLE)[word])
    for name, below in subcommands(subcommands(parser("en", word))[word]).items():
        assert below.format_help() == nested[name].format_help()


def test_every_command_is_found_by_its_word() -> None:
    assert list(subcommands(WHOLE)) == [word for words in NOUNS.values() for word in words]
    assert list(subcommands(parser("en", "check"))) == ["check", "rules"]
    assert len(subcommands(parser("en", "no such word"))) == len(subcommands(WHOLE))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ((), None),
        (("record", "list"), "record"),
        (("--store", "find", "--json", "--lang=en", "record"), "record"),
        (("-h", "record"), None),
        (("--", "record"), None),
        (("--storey", "record"), None),
        (("--store",), None),
    ],
)
def test_the_first_word_stands_behind_common_options_alone(words: tuple[str, ...], first: str | None) -> None:
    assert first_word(words) == first


@pytest.mark.logs
def test_an_error_of_our_own_is_no_traceback(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object, **__: object) -> Services:
        raise ZeroDivisionError("张三")

    changed = dataclasses.replace(builders(), open=broken)
    assert main(["--store", str(park), "status", "--json", "--lang", "en"], changed) == 3
    captured = capsys.readouterr()
    assert json.loads(captured.out)["error"]["code"] == "internal"
    assert "Traceback" not in captured.err
    assert "张三" not in captured.err


def test_interrupting_is_said(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    changed = dataclasses.replace(builders(), open=interrupted)
    assert main(["--store", str(park), "status", "--lang", "en"], changed) == 130
    assert capsys.readouterr().err == "Interrupted.\n"


def test_without_a_command_the_window_is_meant() -> None:
    options = window_options(["--store", "somewhere", "--lang", "en"])
    assert options is not None
    assert (options.store, options.lang, options.today) == (Path("somewhere"), "en", None)
    assert window_options(["--json"]) is None
    file = window_options(["p.FTPKG", "--lang", "en"])
    assert file is not None
    assert (file.file, file.lang) == (Path("p.FTPKG"), "en")
    assert window_options(["a.ftpkg", "b.ftinvite"]) is None
    assert window_options(["list.xlsx"]) is None
    assert window_options(["--help"]) is None
    assert window_options(["--today", "never"]) is None
    assert window_options(["status"]) is None


def test_the_program_answers_commands(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program(["--store", str(park), "find", "oyjy", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["hits"][0]["title"] == "欧阳静怡"


def test_a_person_at_the_terminal_is_asked(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["a good password", "a good password", "a good password"])
    monkeypatch.setattr("fieldteacher.cli.context.asking_is_possible", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    assert command("init").status == 0
    assert command("status").data["password"] is True
    assert list(answers) == []


def test_two_differing_passwords(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["a good password", "a god password"])
    monkeypatch.setattr("fieldteacher.cli.context.asking_is_possible", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    outcome = command("init")
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "passwords_differ")
    assert not (tmp_path / "store").exists()


def test_no_command_loads_qt(park: Path, tmp_path: Path) -> None:
    script = (
        "import sys, io\n"
        "from fieldteacher.__main__ import main\n"
        "store, out = sys.argv[1:]\n"
        "for words in (['record', 'list', 'student'], ['find', 'a'], ['print', 'evaluation', '--all', '-o', out + '/f.pdf'],\n"
        "              ['export', 'student', '-o', out + '/s.xlsx'], ['backup', 'create', out], ['verify']):\n"
        "    assert main(['--store', store, '--json', *words]) in (0, 1), words\n"
        "found = [name for name in sys.modules if name.split('.')[0] in ('PySide6', 'shiboken6')]\n"
        "assert found == [], found\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(park), str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(SOURCE), "HOME": str(tmp_path), "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_names_beyond_the_console_are_written(park: Path) -> None:
    """A console of another encoding gets UTF-8, never an error."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "fieldteacher",
            "--store",
            str(park),
            "record",
            "list",
            "student",
            "--limit",
            "1",
        ],
        capture_output=True,
        env={"PYTHONPATH": str(SOURCE), "HOME": str(park), "PYTHONIOENCODING": stream.encoding},
        check=False,
    )
    assert "钱𬭎" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_disk_behind_standard_output_is_said(park: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "fieldteacher",
                "--store",
                str(park),
                "--json",
                "record",
                "list",
                "student",
            ],
            stdout=full,
            stderr=subprocess.PIPE,
            env={"PYTHONPATH": str(SOURCE), "HOME": str(park)},
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1
    assert "Traceback" not in done.stderr.decode()


def test_a_reader_that_goes_away_is_no_error(park: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "fieldteacher", "--store", str(park), "record", "list", "score"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": str(SOURCE), "HOME": str(park)},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait() == 0
