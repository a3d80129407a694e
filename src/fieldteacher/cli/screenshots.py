"""``screenshots``: pictures of every screen, taken where nobody sees the window."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import Reply
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add("screenshots", Text("给每个界面拍图", "take pictures of every screen"), screenshots)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--dark", action="store_true", help=commands.words(Text("深色外观", "the dark look")))


def screenshots(context: Context, options: Namespace) -> Reply:
    """Take a picture of each screen of the store's window."""
    folder = options.folder.expanduser().absolute()
    context.services()  # says in this process what keeps the store from being opened
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stops = context.builders.show_window(
            context.folder, password=context.password(), language=context.language, today=context.clock.today(),
            pictures=folder, dark=options.dark,
        )  # fmt: skip
    except (OSError, RuntimeError) as error:
        raise InputRefused(
            "no_pictures", Text("拍不了图：{e}", "No pictures could be taken: {e}").fill(e=error)
        ) from error
    files = [str(folder / f"{stop}.png") for stop in stops]
    return Reply({"files": files}, files)
