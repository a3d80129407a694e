"""``fieldteacher``: the window; ``fieldteacher COMMAND …``: the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the program; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    from fieldteacher import bootstrap

    return bootstrap.run_command(given)


if __name__ == "__main__":
    sys.exit(main())
