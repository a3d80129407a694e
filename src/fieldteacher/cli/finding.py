"""``find``: the search box."""

from __future__ import annotations

import contextlib
from argparse import Namespace

from fieldteacher.cli.arguments import Commands, count
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import Reply
from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.domain.text import Text


def add_to(commands: Commands) -> None:
    """Add the command."""
    find_parser = commands.add(
        "find",
        Text("按姓名、拼音、学号尾号、企业、电话或文字查找", "find by name, pinyin, number tail, enterprise, phone or words"),
        find,
    )  # fmt: skip
    find_parser.add_argument("text", nargs="+", metavar="TEXT")
    find_parser.add_argument("--limit", type=count, default=20, metavar="N")


def find(context: Context, options: Namespace) -> Reply:
    """What the search box would show."""
    search = context.services().search
    with contextlib.suppress(StoreUnavailable):  # held by another program: what was found before is found
        search.renew()
    hits = search.find(" ".join(options.text), options.limit, context.language)
    return Reply(
        {"hits": [{"type": h.type, "id": h.id, "title": h.title, "subtitle": h.subtitle} for h in hits]},
        [f"{h.title}  {h.subtitle}  {h.id}" for h in hits],
    )
