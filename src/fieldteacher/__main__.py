"""``fieldteacher``: the window; ``fieldteacher COMMAND …``: the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from fieldteacher import bootstrap


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the program; returns the exit status.

    Without a command (``--store``, ``--lang`` and ``--today`` alone are none) the window opens.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        return bootstrap.run_window()
    from fieldteacher.cli.arguments import window_options
    from fieldteacher.cli.walking import WINDOW_ARGUMENT

    if given == [WINDOW_ARGUMENT]:
        return bootstrap.walk_window()
    options = window_options(given)
    if options is None:
        return bootstrap.run_command(given)
    return bootstrap.run_window(options.store, language=options.lang, today=options.today)


if __name__ == "__main__":
    sys.exit(main())
