"""The command line: ``fieldteacher COMMAND …``. Never loads Qt.

Exit status: 0 done, 1 done but something waits for a person, 2 wrong usage, 3 refused and nothing changed (also an
error of our own, with its place in the log), 4 the store cannot be opened, 130 interrupted.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from datetime import date
from types import ModuleType
from typing import BinaryIO

from fieldteacher import __version__
from fieldteacher.cli import (
    attachments,
    backups,
    checking,
    conflicts,
    devices,
    duplicates,
    evaluations,
    exports,
    finding,
    forms,
    office,
    packages,
    records,
    reports,
    rosters,
    schemes,
    screenshots,
    self_test,
    sheets,
    stores,
    templates,
    today,
    undo,
)
from fieldteacher.cli.arguments import Commands, Parser, add_common, first_word, value_of
from fieldteacher.cli.context import TODAY_VARIABLE, Builders, Context
from fieldteacher.cli.reply import INTERRUPTED, REFUSED, WAITING, WRONG_USAGE, Reply, Speaker, WrongUsage
from fieldteacher.config.paths import log_file, settings_file
from fieldteacher.config.settings import SettingsFile
from fieldteacher.config.translation import choose_language, language_named
from fieldteacher.domain.errors import Cancelled, UserError
from fieldteacher.domain.text import Language, Text

log = logging.getLogger(__name__)

NOUNS: dict[ModuleType, tuple[str, ...]] = {
    stores: ("init", "demo", "status", "verify"),
    today: ("today",),
    rosters: ("roster",),
    records: ("record",),
    reports: ("report",),
    finding: ("find",),
    checking: ("check", "rules"),
    forms: ("print",),
    exports: ("export",),
    attachments: ("attachment",),
    backups: ("backup",),
    conflicts: ("conflict",),
    duplicates: ("duplicate",),
    devices: ("device", "join"),
    packages: ("package",),
    office: ("office",),
    schemes: ("scheme",),
    templates: ("templates",),
    evaluations: ("evaluation",),
    sheets: ("sheets",),
    undo: ("undo",),
    screenshots: ("screenshots",),
    self_test: ("self-test",),
}
"""The modules of commands, in the order of the help, and the first words of theirs."""

_ABOUT = Text(
    "驻企带队教师工作台。不带命令时打开窗口。",
    "A workbench for teachers stationed with dispatched students. Without a command it opens the window.",
)
_BUG = Text(
    "程序出错了，这条命令没有完成；日志里有出错的位置：{f}",
    "The program failed, the command was not carried out; the log says where: {f}",
)
_INTERRUPTED = Text("已中断。", "Interrupted.")


def main(arguments: Sequence[str], builders: Builders, *, source: BinaryIO | None = None) -> int:
    """Carry out one command and return the exit status; ``source`` stands for standard input."""
    language = choose_language(
        value_of(arguments, "--lang"), SettingsFile(settings_file()).text("language") or None
    )
    speaker = Speaker(sys.stdout, sys.stderr, as_json="--json" in arguments, language=language)
    context: Context | None = None
    try:
        options = parser(language, first_word(arguments)).parse_args(arguments)
        context = _context(options, builders, speaker, source)
        reply: Reply = options.run(context, options)
        speaker.answer(reply)
        return max(reply.status, WAITING) if speaker.lost else reply.status
    except SystemExit as leaving:  # --help and --version
        return int(leaving.code or 0)
    except WrongUsage as error:
        speaker.refuse("usage", error.text.to(language))
        return WRONG_USAGE
    except UserError as error:
        speaker.refuse_for(error)
        return error.exit_status
    except (KeyboardInterrupt, Cancelled):
        speaker.refuse("interrupted", _INTERRUPTED.to(language))
        return INTERRUPTED
    except Exception:
        log.exception("command failed")
        speaker.refuse("internal", _BUG.fill(f=log_file()).to(language))
        return REFUSED
    finally:
        if context is not None:
            context.close()


def parser(language: Language, word: str | None = None) -> Parser:
    """The grammar, with help in ``language``: of the commands that begin with ``word`` alone where there are such.

    To put together all that the command line can do takes longer than most commands.
    """
    whole = Parser(prog="fieldteacher", description=_ABOUT.to(language), allow_abbrev=False, add_help=False)
    add_common(whole, language)
    whole.add_argument("--version", action="version", version=f"fieldteacher {__version__}")
    commands = Commands(whole, language)
    for noun in [noun for noun, words in NOUNS.items() if word in words] or NOUNS:
        noun.add_to(commands)
    return whole


def _context(
    options: argparse.Namespace, builders: Builders, speaker: Speaker, source: BinaryIO | None
) -> Context:
    today = getattr(options, "today", None) or _today_variable()
    return Context(
        builders=builders,
        language=language_named(getattr(options, "lang", None)) or speaker.language,
        store=getattr(options, "store", None),
        password_file=getattr(options, "password_file", None),
        clock=builders.clock(today),
        source=source if source is not None else getattr(sys.stdin, "buffer", None),
        note=speaker.note,
    )


def _today_variable() -> date | None:
    text = os.environ.get(TODAY_VARIABLE, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongUsage(
            Text("{n} 不是日期：{v}。", "{n} is not a day: {v}.").fill(n=TODAY_VARIABLE, v=text)
        ) from None
