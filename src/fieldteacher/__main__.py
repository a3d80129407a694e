"""``fieldteacher``: the window; ``fieldteacher COMMAND …``: the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fieldteacher import bootstrap, starting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from fieldteacher.cli.context import Builders


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the program; returns the exit status.

    Without a command (``--store``, ``--lang`` and ``--today`` alone are none) the window opens, with a package that is
    named in place of a command.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        return starting.run_window()
    from fieldteacher.cli.arguments import window_options
    from fieldteacher.cli.walking import WINDOW_ARGUMENT

    if given == [WINDOW_ARGUMENT]:
        return walk_window()
    options = window_options(given)
    if options is None:
        return run_command(given)
    return starting.run_window(options.store, language=options.lang, today=options.today, file=options.file)


def run_command(arguments: Sequence[str]) -> int:
    """Carry out one command of the command line; returns its exit status."""
    from fieldteacher.cli.main import main
    from fieldteacher.cli.reply import speak_utf8
    from fieldteacher.config.logging_setup import start_logging, stop_logging
    from fieldteacher.config.paths import log_file

    speak_utf8()
    handler = start_logging(log_file())
    try:
        return main(arguments, builders())
    finally:
        if handler is not None:
            stop_logging(handler)


def builders() -> Builders:
    """What the command line is handed."""
    from fieldteacher.cli.context import Builders
    from fieldteacher.cli.walking import show_window

    return Builders(
        clock=bootstrap.clock_for, open=bootstrap.open_services, create=bootstrap.create_services,
        join=bootstrap.join_services, create_demo=bootstrap.create_demo, self_test=self_test, show_window=show_window,
    )  # fmt: skip


def self_test() -> Iterator[Mapping[str, Any]]:
    """Try the program's own parts; says of each its ``name``, whether it is ``ok``, and ``detail``."""
    from fieldteacher.cli.walking import show_window
    from fieldteacher.config.paths import resources
    from fieldteacher.services.access import AccessService
    from fieldteacher.services.self_test import Parts, run

    clock = bootstrap.clock_for(None)
    parts = Parts(
        create=lambda folder, password: bootstrap.create_services(
            folder, name="试用", password=password, clock=clock
        ),
        open=lambda folder, password: bootstrap.open_services(folder, password=password, clock=clock),
        join=lambda folder, invitation, code: bootstrap.join_services(
            folder, invitation=invitation, code=code, password=None, clock=clock
        ),
        restore=AccessService.restore,
        window=lambda folder: ", ".join(show_window(folder)),
        sample=resources() / "templates" / "oldest-store.ftbackup",
        picture=resources() / "templates" / "photos" / "meeting.jpg",
    )
    return (step.shown() for step in run(parts))


def walk_window() -> int:
    """The other side of ``cli.walking.show_window``: read what to do from standard input, answer on standard output."""
    import json

    from fieldteacher.config.paths import resources
    from fieldteacher.ui.tour import walk

    request = json.load(sys.stdin)
    clock = bootstrap.clock_for(date.fromisoformat(request["today"]) if request["today"] else None)
    services = bootstrap.open_services(Path(request["store"]), password=request["password"], clock=clock)
    pictures = Path(request["pictures"]) if request["pictures"] else None
    try:
        seen = walk(
            services, clock=clock, resources=resources(), language=request["language"], pictures=pictures,
            theme="dark" if request["dark"] else "light",
        )  # fmt: skip
    except RuntimeError as error:
        sys.stdout.write(json.dumps({"error": str(error)}))
        return 1
    finally:
        services.close()
    sys.stdout.write(json.dumps({"seen": seen}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
