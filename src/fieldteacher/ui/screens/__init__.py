"""The registry of screens, in the order of the sidebar."""

from __future__ import annotations

from fieldteacher.ui.screen import Screen
from fieldteacher.ui.screens.enterprises import SCREEN as ENTERPRISES
from fieldteacher.ui.screens.printing import SCREEN as PRINTING
from fieldteacher.ui.screens.settings import SCREEN as SETTINGS
from fieldteacher.ui.screens.students import SCREEN as STUDENTS

SCREENS: tuple[Screen, ...] = (STUDENTS, ENTERPRISES, PRINTING, SETTINGS)
