"""Which of the two languages the program speaks."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Mapping
from typing import Literal

Language = Literal["zh_CN", "en"]


def language_named(name: str | None) -> Language | None:
    """The language a name such as ``zh``, ``zh-Hans-CN``, ``en_GB.UTF-8`` stands for; ``None`` for others."""
    word = (name or "").strip().replace("-", "_").split(".")[0].split("_")[0].lower()
    if word in ("zh", "chinese"):
        return "zh_CN"
    return "en" if word in ("en", "english") else None


def choose_language(given: str | None, remembered: str | None, system: str | None = None) -> Language:
    """What the command line names, else the setting, else the system's language; Chinese where none is ours.

    ``system`` is the system's language as the caller knows it; left out, it is asked for.
    """
    for name in (given, remembered):
        language = language_named(name)
        if language is not None:
            return language
    return language_named(system if system is not None else system_language()) or "zh_CN"


def system_language(environment: Mapping[str, str] = os.environ) -> str:
    """The name of the system's language for messages; empty where it says none.

    On macOS and Windows a program started from the desktop has no LANG, so the locale is asked.
    """
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        name = environment.get(variable, "")
        if name and name.split(".")[0] not in ("C", "POSIX"):
            return name
    if sys.platform == "win32":
        import ctypes

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return locale.windows_locale.get(number, "")
    if sys.platform == "darwin":
        return locale.getlocale()[0] or ""
    return ""  # not the locale's word here: Python calls even the neutral C.UTF-8 American English
