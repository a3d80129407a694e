"""What the grid shows: which scheme and stage, and which students."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.evaluations import GridRow
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editors import QuietCombo
from fieldteacher.ui.screens.evaluations.arrangement import STAGE_WORDS
from fieldteacher.ui.widgets.basics import row

_SCHEME, _STAGE = Text("考核方案", "Scheme"), Text("阶段", "Stage")
_ENTERPRISE, _CLASS = Text("企业", "Enterprise"), Text("班级", "Class")
_ALL_ENTERPRISES = Text("全部企业", "All enterprises")
_ALL_CLASSES = Text("全部班级", "All classes")
_FIND = Text("姓名或学号", "Name or number")
_VERSION = Text("{name}（第 {n} 版）", "{name} (version {n})")


class GridBar(QWidget):
    """``chosen``: another scheme or stage; ``filtered``: other students; ``found``: Enter in the name field."""

    chosen = Signal()
    filtered = Signal()
    found = Signal()

    def __init__(self, ui: Ui, *beside: QWidget, people: bool = True) -> None:
        """``beside`` stands at the right end; without ``people`` only scheme and stage are chosen."""
        super().__init__()
        self._ui = ui
        self.schemes, self.stages = _combo(ui.t(_SCHEME), 230), _combo(ui.t(_STAGE), 112)
        self.enterprises, self.classes = _combo(ui.t(_ENTERPRISE), 150), _combo(ui.t(_CLASS), 130)
        self.finder = QLineEdit()
        self.finder.setPlaceholderText(ui.t(_FIND))
        self.finder.setAccessibleName(ui.t(_FIND))
        self.finder.setClearButtonEnabled(True)
        self.finder.setFixedWidth(130)
        for value, words in STAGE_WORDS:
            self.stages.addItem(ui.t(words), value)
        self.stages.setCurrentIndex(
            max(0, self.stages.findData(ui.settings.get("evaluations.stage", "final")))
        )
        inside = row(
            self.schemes, self.stages, tokens.SPACE_S, self.enterprises, self.classes, self.finder, -1, *beside,
        )  # fmt: skip
        inside.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_XS)
        self.setLayout(inside)
        for part in (self.enterprises, self.classes, self.finder):
            part.setVisible(people)
        for choice in (self.schemes, self.stages):
            choice.activated.connect(lambda _: self._choose())
        for choice in (self.enterprises, self.classes):
            choice.activated.connect(lambda _: self.filtered.emit())
        self.finder.textChanged.connect(lambda _: self.filtered.emit())
        self.finder.returnPressed.connect(self.found)

    def _choose(self) -> None:
        """All parts of the screen show the same scheme and stage."""
        self._ui.settings.set("evaluations.scheme", self.scheme)
        self._ui.settings.set("evaluations.stage", self.stage)
        self.chosen.emit()

    def follow(self, stage: str | None = None) -> bool:
        """Take on what was chosen in another part, or the ``stage`` that is asked for; whether that is another one."""
        if stage is not None:
            self._ui.settings.set("evaluations.stage", stage)
        wanted = (
            self._ui.settings.get("evaluations.scheme", self.scheme),
            self._ui.settings.get("evaluations.stage", self.stage),
        )
        before = (self.scheme, self.stage)
        self.stages.setCurrentIndex(max(0, self.stages.findData(wanted[1])))
        if self.schemes.findData(wanted[0]) >= 0:
            self.schemes.setCurrentIndex(self.schemes.findData(wanted[0]))
        return (self.scheme, self.stage) != before

    @property
    def scheme(self) -> str | None:
        """The scheme on show."""
        return self.schemes.currentData()  # type: ignore[no-any-return]

    @property
    def stage(self) -> str:
        """The stage on show."""
        return str(self.stages.currentData())

    @property
    def enterprise(self) -> str | None:
        """The enterprise whose students are shown; ``None`` for all."""
        return self.enterprises.currentData()  # type: ignore[no-any-return]

    def set_schemes(self, schemes: Sequence[SchemeSpec], chosen: str | None) -> None:
        """Offer these schemes."""
        self.schemes.clear()
        for each in schemes:
            self.schemes.addItem(self._ui.t(_VERSION.fill(name=each.name, n=each.version)), each.id)
        self.schemes.setCurrentIndex(self.schemes.findData(chosen))

    def set_rows(self, rows: Sequence[GridRow]) -> None:
        """Offer the enterprises and classes of these students."""
        enterprises = {each.who.enterprise: each.who.enterprise_name for each in rows}
        classes = {each.who.class_name: each.who.class_name for each in rows if each.who.class_name}
        _fill(self.enterprises, self._ui.t(_ALL_ENTERPRISES), enterprises)
        _fill(self.classes, self._ui.t(_ALL_CLASSES), dict(sorted(classes.items())))

    def show_enterprise(self, enterprise: str | None) -> None:
        """Show the students of one enterprise, and no other filter."""
        self.classes.setCurrentIndex(0)
        self.finder.clear()
        self.enterprises.setCurrentIndex(max(0, self.enterprises.findData(enterprise)))
        self.filtered.emit()

    def show_everybody(self) -> None:
        """Filter nobody out."""
        self.show_enterprise(None)

    def accept(self) -> Callable[[GridRow], bool] | None:
        """Whether a student is to be shown; ``None`` where all are."""
        enterprise, class_name = self.enterprise, self.classes.currentData()
        typed = self.finder.text().strip().casefold()
        if not (enterprise or class_name or typed):
            return None

        def accepted(each: GridRow) -> bool:
            who = each.who
            return (
                (not enterprise or who.enterprise == enterprise)
                and (not class_name or who.class_name == class_name)
                and (not typed or typed in who.name.casefold() or typed in who.student_number.casefold())
            )

        return accepted


def scheme_to_show(services: Services, *wanted: str | None) -> tuple[list[SchemeSpec], str | None]:
    """All schemes, and the first of those ``wanted`` that there is, else the default one; on a reader thread."""
    schemes = services.schemes.all()
    known = {each.id for each in schemes}
    found = next((each for each in wanted if each in known), None)
    default = None if found else services.schemes.default()
    return schemes, found or (default.id if default else None)


def _combo(name: str, width: int) -> QComboBox:
    made = QuietCombo()
    made.setPlaceholderText("–")
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setFixedWidth(width)
    return made


def _fill(choice: QComboBox, everything: str, entries: Mapping[str, str]) -> None:
    """Offer other entries, keeping what is chosen as far as it is still there."""
    chosen = choice.currentData()
    choice.clear()
    choice.addItem(everything, None)
    for value, words in entries.items():
        choice.addItem(words, value)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
