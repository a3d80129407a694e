"""``undo``: take back the last save."""

from __future__ import annotations

from argparse import Namespace

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import Reply
from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text


def add_to(commands: Commands) -> None:
    """Add the command."""
    commands.add("undo", Text("撤销最近一次保存", "take back the last save"), undo)


def undo(context: Context, options: Namespace) -> Reply:
    """Take back the last save that still stands."""
    return undone(context, context.services().records.undo())


def undone(context: Context, changes: ChangeSet) -> Reply:
    """The answer to having taken a save back."""
    label = context.say(changes.label)
    records = len(changes.created) + len(changes.changed) + len(changes.deleted)
    lines = [context.say(Text("{label}（{n} 条记录）", "{label} ({n} records)"), label=label, n=records)]
    return Reply({"undone": {"label": label, "save": changes.save, "records": records}}, lines)
