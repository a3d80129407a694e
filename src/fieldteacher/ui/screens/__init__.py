"""The registry of screens, in the order of the sidebar."""

from __future__ import annotations

from fieldteacher.ui.screen import Screen
from fieldteacher.ui.screens.briefings import SCREEN as BRIEFINGS
from fieldteacher.ui.screens.compliance import SCREEN as COMPLIANCE
from fieldteacher.ui.screens.daily import SCREEN as DAILY
from fieldteacher.ui.screens.employment import SCREEN as EMPLOYMENT
from fieldteacher.ui.screens.enterprises import SCREEN as ENTERPRISES
from fieldteacher.ui.screens.evaluations import SCREEN as EVALUATIONS
from fieldteacher.ui.screens.exchange import SCREEN as EXCHANGE
from fieldteacher.ui.screens.incidents import SCREEN as INCIDENTS
from fieldteacher.ui.screens.papers import SCREEN as PAPERS
from fieldteacher.ui.screens.practice import SCREEN as PRACTICE
from fieldteacher.ui.screens.printing import SCREEN as PRINTING
from fieldteacher.ui.screens.promises import SCREEN as PROMISES
from fieldteacher.ui.screens.rosters import SCREEN as ROSTERS
from fieldteacher.ui.screens.settings import SCREEN as SETTINGS
from fieldteacher.ui.screens.sheets import SCREEN as SHEETS
from fieldteacher.ui.screens.students import SCREEN as STUDENTS
from fieldteacher.ui.screens.talks import SCREEN as TALKS
from fieldteacher.ui.screens.today import SCREEN as TODAY
from fieldteacher.ui.screens.visits import SCREEN as VISITS

SCREENS: tuple[Screen, ...] = (
    TODAY,
    STUDENTS,
    ENTERPRISES,
    VISITS,
    TALKS,
    PROMISES,
    DAILY,
    INCIDENTS,
    EVALUATIONS,
    SHEETS,
    COMPLIANCE,
    EMPLOYMENT,
    PRACTICE,
    PRINTING,
    EXCHANGE,
    BRIEFINGS,
    PAPERS,
    ROSTERS,
    SETTINGS,
)
