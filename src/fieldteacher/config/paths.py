"""Where things lie: the user's data, settings and log, and the files the program brings along.

Nothing is made here; who writes makes the folder.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

import platformdirs

STORE_VARIABLE = "FIELDTEACHER_STORE"
_PROGRAM = "fieldteacher"


def data_folder() -> Path:
    """The per-user folder for data that stays on this machine (never a roaming profile)."""
    return platformdirs.user_data_path(_PROGRAM, appauthor=False, roaming=False)


def store_folder(given: Path | None = None) -> Path:
    """The folder of the store to open: ``given``, else ``FIELDTEACHER_STORE``, else the per-user one."""
    named = os.environ.get(STORE_VARIABLE, "").strip()
    if given is not None:
        return given.expanduser().absolute()
    if named:
        return Path(named).expanduser().absolute()
    return data_folder() / "store"


def lease_folder() -> Path:
    """Where the marks lie by which a copied store is told from the one it was copied from."""
    return data_folder() / "leases"


def settings_file() -> Path:
    """The per-user settings of the program (not of a store)."""
    return platformdirs.user_config_path(_PROGRAM, appauthor=False, roaming=False) / "settings.json"


def log_folder() -> Path:
    """The folder of the log files."""
    return platformdirs.user_log_path(_PROGRAM, appauthor=False)


def log_file() -> Path:
    """The current log file."""
    return log_folder() / "fieldteacher.log"


@cache
def resources() -> Path:
    """The folder of icons, fonts and templates: of a frozen program, an installed wheel, or a checkout.

    Raises ``FileNotFoundError`` where the program was installed without them.
    """
    package = Path(__file__).resolve().parents[1]
    places = [package / "resources", package.parents[1] / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        places.insert(0, Path(frozen) / "fieldteacher" / "resources")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"no resources folder in {', '.join(str(p) for p in places)}")
