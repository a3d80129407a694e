"""``self-test``: whether this copy of the program works on this machine."""

from __future__ import annotations

from argparse import Namespace

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply
from fieldteacher.domain.text import Text


def add_to(commands: Commands) -> None:
    """Add the command."""
    commands.add(
        "self-test", Text("检查程序在本机能否正常工作", "check that the program works here"), self_test
    )


def self_test(context: Context, options: Namespace) -> Reply:
    """Try each part of the program on invented data in a temporary folder."""
    steps = []
    for step in context.builders.self_test():
        context.note(f"{'✓' if step['ok'] else '✗'} {step['name']}  {step['detail']}")
        steps.append(dict(step))
    ok = all(step["ok"] for step in steps)
    fine = (
        Text("一切正常。", "Everything works.")
        if ok
        else Text("有不能工作的部分。", "Something does not work.")
    )
    return Reply({"ok": ok, "steps": steps}, [context.say(fine)], DONE if ok else WAITING)
