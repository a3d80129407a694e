"""The named values of the look: colours, spacing, radii, type sizes. No Qt here, so they can be checked by arithmetic.

Every pair of words on a ground that the style sheet uses stands in ``READ_ON``; a test holds each
to a contrast of 4.5:1 (WCAG 2.2, success criterion 1.4.3) in both palettes.
"""

from __future__ import annotations

from dataclasses import dataclass

SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 4, 8, 12, 16, 24
RADIUS_S, RADIUS_M = 6, 8
TYPE_SMALL, TYPE_BODY, TYPE_TITLE, TYPE_HEADING = 12, 13, 15, 20
TYPE_CODE = 28
"""A code that is read out on the phone."""
ROW_HEIGHT = 34
ICON = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """One set of colours, ``#rrggbb`` each. ``*_soft`` grounds carry words in the colour without ``_soft``."""

    dark: bool
    window: str
    """The ground of the window and the sidebar."""
    surface: str
    """Tables, forms, cards."""
    raised: str
    """Menus, pop-ups, toasts."""
    sunken: str
    """Table headings, read-only fields."""
    hover: str
    line: str
    """Between areas and rows."""
    edge: str
    """Around a control."""
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_text: str
    accent_soft: str
    """The ground of what is selected."""
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    neutral: str
    neutral_soft: str


LIGHT = Palette(
    dark=False, window="#f5f6f8", surface="#ffffff", raised="#ffffff", sunken="#f8f9fb", hover="#f1f3f7",
    line="#e4e7ec", edge="#c5cad3", text="#1c2128", muted="#596270",
    accent="#2f5fd0", accent_hover="#2750b3", on_accent="#ffffff", accent_text="#2750b3", accent_soft="#e7eefc",
    good="#17714a", good_soft="#e2f4ea", warn="#855000", warn_soft="#fcefd4", bad="#b42323", bad_soft="#fce8e7",
    neutral="#4a5260", neutral_soft="#eceef2",
)  # fmt: skip

DARK = Palette(
    dark=True, window="#15171c", surface="#1c1f26", raised="#262a33", sunken="#20242c", hover="#262b34",
    line="#2d323c", edge="#474e5b", text="#e6e8ed", muted="#a3acba",
    accent="#7ea6ff", accent_hover="#9dbcff", on_accent="#0d1730", accent_text="#a5c0ff", accent_soft="#263556",
    good="#72d6a4", good_soft="#17352a", warn="#f0bd66", warn_soft="#3a2d14", bad="#ff9a96", bad_soft="#452323",
    neutral="#bcc3cf", neutral_soft="#2c313b",
)  # fmt: skip

READ_ON: tuple[tuple[str, str], ...] = (
    *((words, ground) for words in ("text", "muted") for ground in ("window", "surface", "raised", "sunken", "hover")),
    ("text", "accent_soft"), ("muted", "accent_soft"), ("accent_text", "accent_soft"), ("accent_text", "surface"),
    ("accent_text", "window"), ("on_accent", "accent"), ("on_accent", "accent_hover"), ("bad", "surface"),
    ("bad", "window"), ("good", "good_soft"), ("warn", "warn_soft"), ("bad", "bad_soft"), ("neutral", "neutral_soft"),
)  # fmt: skip


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
