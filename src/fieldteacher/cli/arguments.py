"""The grammar of the command line: common options before and after the command word, errors as one sentence."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import Reply, WrongUsage
from fieldteacher.domain.exchange import is_exchanged
from fieldteacher.domain.text import LANGUAGES, Language, Text

Run = Callable[[Context, argparse.Namespace], Reply]

_COMMON = (
    ("--store", "PATH", Text("数据所在的文件夹", "the folder that holds the store")),
    (
        "--password-file",
        "FILE",
        Text("第一行是密码的文件", "a file whose first line is the password"),
    ),
    ("--today", "DAY", Text("把这一天当作今天", "take this day for today")),
    ("--lang", "LANG", Text("语言：zh_CN 或 en", "language: zh_CN or en")),
)
_JSON = Text("在标准输出上只写一个 JSON 对象", "write exactly one JSON object on standard output")
_HELP = Text("显示帮助", "show this help")

# What argparse says, in its own words of several Python versions, and in ours.
_SENTENCES: tuple[tuple[str, Text], ...] = (
    (r"the following arguments are required: (.+)", Text("缺少：{0}。", "Missing: {0}.")),
    (r"unrecognized arguments: (.+)", Text("不认识：{0}。", "Not understood: {0}.")),
    (
        r"argument (\S+): invalid choice: (.+?) \(.*choose from (.+)\)",
        Text("{0}：没有 {1}，可用：{2}。", "{0}: there is no {1}; there are: {2}."),
    ),
    (r"argument (\S+): expected (?:one|at least one) argument", Text("{0} 后缺少值。", "{0} needs a value.")),
    (
        r"argument (\S+): (.+) is not of the form name=value",
        Text("{0}：{1} 应写成“名称=值”。", "{0}: {1} is not of the form name=value."),
    ),
    (r"argument (\S+): invalid \w+ value: (.+)", Text("{0}：{1} 不合适。", "{0}: {1} does not fit.")),
    (
        r"argument (\S+): not allowed with argument (\S+)",
        Text("{0} 与 {1} 不能同时使用。", "{0} cannot be used with {1}."),
    ),
    (r"one of the arguments (.+) is required", Text("需要其中之一：{0}。", "One of these is needed: {0}.")),
)


class Parser(argparse.ArgumentParser):
    """A parser that raises ``WrongUsage`` instead of printing several lines and leaving."""

    def error(self, message: str) -> NoReturn:
        raise WrongUsage(_sentence(message, self.prog))


def _sentence(message: str, prog: str) -> Text:
    more = Text("用法见 {p} --help。", "See {p} --help.").fill(p=prog)
    for pattern, text in _SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            parts = found.groups()
            return Text(text.zh.format(*parts) + more.zh, f"{text.en.format(*parts)} {more.en}")
    return Text(f"用法有误：{message}。{more.zh}", f"Wrong usage: {message}. {more.en}")


class Commands:
    """Commands under a program name or a noun."""

    def __init__(self, parser: Parser, language: Language, level: str = "command") -> None:
        self._language = language
        self._choices = parser.add_subparsers(dest=level, metavar=level.upper(), required=True)

    def add(self, name: str, help: Text, run: Run) -> Parser:
        """A command that ``run`` carries out; returns its parser for its own arguments."""
        parser = self._new(name, help)
        parser.set_defaults(run=run)
        return parser

    def noun(self, name: str, help: Text) -> Commands:
        """A word that has commands of its own, such as ``roster``."""
        return Commands(self._new(name, help), self._language, level=f"{name} command")

    def words(self, text: Text) -> str:
        """Help words in the language of this run."""
        return text.to(self._language)

    def _new(self, name: str, help: Text) -> Parser:
        words = help.to(self._language)
        parser: Parser = self._choices.add_parser(
            name, help=words, description=words, allow_abbrev=False, add_help=False
        )
        add_common(parser, self._language)
        return parser


def add_common(parser: Parser, language: Language) -> None:
    """The options that every command takes, before or after its words; the last one given counts."""
    # The standard library offers no other way to say its own two headings in another language.
    parser._positionals.title = Text("参数", "arguments").to(language)
    parser._optionals.title = Text("选项", "options").to(language)
    group = parser.add_argument_group(Text("公共选项", "common options").to(language))
    group.add_argument("-h", "--help", action="help", help=_HELP.to(language))
    for option, place, help in _COMMON:
        group.add_argument(
            option, metavar=place, default=argparse.SUPPRESS, help=help.to(language), type=_TYPES[option]
        )
    group.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=_JSON.to(language))


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError
    return text


_TYPES: dict[str, Callable[[str], Any]] = {
    "--store": Path, "--password-file": Path, "--today": date.fromisoformat, "--lang": _language,
}  # fmt: skip


def count(text: str) -> int:
    """A whole number that is not negative."""
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def day(text: str) -> str:
    """A day in ISO form."""
    return date.fromisoformat(text).isoformat()


def pair(text: str) -> tuple[str, str]:
    """``left=right``; the left side is not empty."""
    left, sign, right = text.partition("=")
    if not sign or not left.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form name=value")
    return left.strip(), right


def window_options(arguments: Sequence[str]) -> argparse.Namespace | None:
    """The options of a start that asks for the window; ``None`` where there is a command, or a mistake.

    ``store``, ``lang`` and ``today``, each ``None`` where it was not given; ``file`` is a package or an invitation to
    show, as desktops start a program that somebody double-clicked a file of.
    """
    parser = Parser(add_help=False, allow_abbrev=False)
    for option in ("--store", "--lang", "--today"):
        parser.add_argument(option, type=_TYPES[option])
    try:
        options, rest = parser.parse_known_args(arguments)
    except WrongUsage:
        return None
    options.file = Path(rest.pop()) if len(rest) == 1 and is_exchanged(rest[0]) else None
    return None if rest else options


def first_word(arguments: Sequence[str]) -> str | None:
    """The word that says which command it is; ``None`` where something else comes before that is no common option."""
    takes_value = [option for option, *_ in _COMMON]
    words = iter(arguments)
    for word in words:
        if not word.startswith("-"):
            return word
        if word in takes_value:
            next(words, None)
        elif word != "--json" and word.partition("=")[0] not in takes_value:
            return None
    return None


def value_of(arguments: Sequence[str], option: str) -> str | None:
    """The last value given to a common option, before anything is parsed; for errors in parsing."""
    found = None
    for position, word in enumerate(arguments):
        if word == option and position + 1 < len(arguments):
            found = arguments[position + 1]
        elif word.startswith(f"{option}="):
            found = word.partition("=")[2]
    return found
