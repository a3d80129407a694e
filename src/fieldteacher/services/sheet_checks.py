"""What a pile of filled forms comes to: each reading beside its issued form, the person's decisions and the store.

Everything about a sheet follows from its reading, the decisions and what is saved now, so that undoing a save or a
decision needs nothing of its own here. Decision 0093.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from fieldteacher.domain.errors import NotFound
from fieldteacher.domain.scoring import CriterionSpec, Missing, Result, SchemeSpec, evaluate
from fieldteacher.domain.sheet_marks import Worked, band_of, usual, work_out
from fieldteacher.domain.sheet_readings import DOUBTS, REFUSALS, RowReading, SheetReading
from fieldteacher.domain.text import Text
from fieldteacher.paper.layout.form_number import grouped
from fieldteacher.services.schemes import load_scheme
from fieldteacher.store.queries import issued as queries
from fieldteacher.store.queries.issued import EvaluationRow, IssuedForm
from fieldteacher.store.reader import Reader

State = Literal["refused", "doubtful", "ready", "saved", "double", "left"]
"""``ready``: no question is open, and there is something to save; ``saved``: there is nothing to save any more;
``double``: another picture of the same form says the same; ``left``: a person left it out, or nothing is on it."""

Sheet = tuple[str, str, str, str]
"""What names an evaluation: placement, scheme, stage and rater."""

_GONE = Text(
    "这张表（编号 {number}）的学生已删除，或打印已撤销",
    "the student of form {number} was deleted, or its printing was taken back",
)
_CHANGED = Text(
    "考核方案已改，与这张表（{layout}）对不上",
    "the scheme has changed and no longer goes with this form ({layout})",
)
_LOCKED = Text(
    "{name}的考核已签字，分数与这张表不同，请先解除签字",
    "the evaluation of {name} is signed and its marks differ; unlock it first",
)
_MISSING = Text("{name}已登记缺评，请先取消缺评", "{name} was stated missing; take that back first")
_DOUBLE = Text("与第 {n} 张是同一张表，结果相同", "the same form as no. {n}, with the same result")
_BETTER = Text("第 {n} 张是同一张表，已认出", "no. {n} is the same form, and could be read")
_LEFT = Text("已略过", "left out")
_EMPTY = Text("这张表没有可保存的分数", "there is no mark to save on this sheet")
_TWICE = Text("与第 {n} 张是同一张表，结果不同", "the same form as no. {n}, with another result")
_OTHER = Text("已录入的分数与这张表不同（{n} 项）", "marks that differ are saved already ({n})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about one sheet. ``rows``: a band or a digit by the row's name; ``None``: left empty."""

    rows: Mapping[str, int | None] = field(default_factory=dict)
    ticks_stand: bool = False
    """The ticks stand although the total that is written says otherwise."""
    paper_stands: bool | None = None
    """Where other marks are saved: whether those of the paper stand."""
    left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PileSheet:
    """One page of the pile: ``number`` counts from 1 as they came; ``picture`` is the hash of its picture's bytes."""

    number: int
    reading: SheetReading
    picture: str = ""
    decision: Decision = field(default_factory=Decision)


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row of the form with its meaning; ``value`` is what is decided or plain, ``None`` where neither.

    ``criterion`` is ``None`` for the two rows of digits.
    """

    reading: RowReading
    criterion: CriterionSpec | None
    value: int | None
    open: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a person has to decide: a ``row``; a ``total`` that disagrees; ``other`` marks are saved; the
    form was read ``twice`` and differs from the sheet ``other``; or the reader wants the ``sheet`` looked at."""

    kind: Literal["row", "sheet", "total", "twice", "other"]
    text: Text
    row: str = ""
    other: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSheet:
    """A sheet with all that is to be said of it."""

    sheet: PileSheet
    state: State
    reason: Text | None = None
    form: IssuedForm | None = None
    scheme: SchemeSpec | None = None
    rows: tuple[CheckedRow, ...] = ()
    digits: tuple[CheckedRow, ...] = ()
    total: int | None = None
    """The total as it stands on paper, out of 100."""
    worked: Worked | None = None
    saved: Mapping[str, int] = field(default_factory=dict)
    """The marks of this rater that are saved now."""
    writes: Mapping[str, int] = field(default_factory=dict)
    """The marks that saving would write."""
    attaches: bool = False
    """Whether saving hangs the picture on the evaluation."""
    questions: tuple[Question, ...] = ()
    result: Result | None = None
    """What the student's marks come to with this sheet."""

    @property
    def number(self) -> int:
        """Its place in the pile."""
        return self.sheet.number

    @property
    def marks(self) -> Mapping[str, int]:
        """The marks by criterion as they stand, or would stand, with this sheet."""
        return {**self.saved, **(self.worked.marks if self.worked else {}), **self.writes}

    @property
    def plain_part(self) -> bool:
        """Whether the plain rows may be saved although other rows wait for a person."""
        return (
            self.state == "doubtful"
            and self.sheet.reading.reason is None
            and all(question.kind == "row" for question in self.questions)
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the store knows of the forms in a pile."""

    forms: Mapping[str, IssuedForm]
    schemes: Mapping[str, SchemeSpec]
    evaluations: Mapping[Sheet, EvaluationRow]
    marks: Mapping[tuple[str, str, str], Mapping[str, Mapping[str, int]]]
    """By placement, scheme and stage: the marks by rater and criterion."""


def gather(reader: Reader, readings: Sequence[SheetReading]) -> Facts:
    """Look the forms up, with their schemes and what is saved of them."""
    forms = queries.issued_forms(reader, (r.form_number for r in readings if r.form_number))
    placements = {form.who.placement for form in forms.values()}
    schemes: dict[str, SchemeSpec] = {}
    for scheme in {form.scheme for form in forms.values()}:
        try:
            schemes[scheme] = load_scheme(reader, scheme)
        except NotFound:
            continue
    marks: dict[tuple[str, str, str], dict[str, dict[str, int]]] = {}
    for placement, scheme, stage, rater, criterion, tenths in queries.marks_of_placements(reader, placements):
        marks.setdefault((placement, scheme, stage), {}).setdefault(rater, {})[criterion] = tenths
    evaluations = {row[:4]: row for row in queries.evaluations_of(reader, placements)}
    return Facts(forms, schemes, evaluations, marks)


class Checker:
    """Checks piles against what the store knew at one moment; a sheet that is the same object is looked at once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._alone: dict[int, CheckedSheet] = {}

    def check(self, pile: Sequence[PileSheet]) -> list[CheckedSheet]:
        """Every sheet of a pile, in its order."""
        checked = [self._of(sheet) for sheet in pile]
        groups: dict[Sheet, list[int]] = {}
        for place, each in enumerate(checked):
            if each.form is not None and each.state not in ("refused", "left"):
                groups.setdefault(each.form.sheet, []).append(place)
        for places in groups.values():
            if len(places) > 1:
                _compare(checked, places)
        for place, each in enumerate(checked):
            if each.sheet.reading.status == "refused" and each.form is not None and each.form.sheet in groups:
                better = checked[groups[each.form.sheet][0]].number
                checked[place] = replace(each, state="left", reason=_BETTER.fill(n=better))
        return checked

    def _of(self, sheet: PileSheet) -> CheckedSheet:
        known = self._alone.get(sheet.number)
        if known is None or known.sheet is not sheet:
            known = self._alone[sheet.number] = _check(sheet, self._facts)
        return known


def _check(sheet: PileSheet, facts: Facts) -> CheckedSheet:
    """One sheet by itself."""
    reading = sheet.reading
    form = facts.forms.get(reading.form_number)
    if reading.status == "refused" and reading.reason is not None:
        return CheckedSheet(sheet=sheet, state="refused", reason=reading.reason.text, form=form)
    number = grouped(reading.form_number)
    if form is None:
        return CheckedSheet(
            sheet=sheet, state="refused", reason=REFUSALS["unknown_number"].fill(number=number)
        )
    scheme = facts.schemes.get(form.scheme)
    if not form.living or scheme is None:
        return CheckedSheet(sheet=sheet, state="refused", reason=_GONE.fill(number=number), form=form)
    if len(scheme.of(form.rater)) != len(reading.rows) or any(
        len(row.boxes) != len(scheme.bands) for row in reading.rows
    ):
        return CheckedSheet(sheet=sheet, state="refused", reason=_CHANGED.fill(layout=form.layout), form=form)
    return _Check(sheet, form, scheme, facts).done()


class _Check:
    """The check of one sheet whose form is known."""

    def __init__(self, sheet: PileSheet, form: IssuedForm, scheme: SchemeSpec, facts: Facts) -> None:
        self._sheet, self._form, self._scheme = sheet, form, scheme
        reading, decided = sheet.reading, sheet.decision.rows
        self._rows = tuple(
            _row(row, criterion, decided)
            for row, criterion in zip(reading.rows, scheme.of(form.rater), strict=True)
        )
        unwritten = all(row.state == "blank" for row in reading.digits)
        self._digits = tuple(_row(row, None, decided, asked=not unwritten) for row in reading.digits)
        self._all_marks = facts.marks.get(form.sheet[:3], {})
        self._evaluations = {
            rater: row
            for rater in scheme.raters
            if (row := facts.evaluations.get((*form.sheet[:3], rater))) is not None
        }
        self._saved = self._all_marks.get(form.rater, {})

    def done(self) -> CheckedSheet:
        """The sheet, but for other pictures of the same form."""
        decision, own = self._sheet.decision, self._evaluations.get(self._form.rater)
        total = self._total()
        worked = self._worked(None if decision.ticks_stand else total)
        differing = self._differing(worked)
        stands = not differing or decision.paper_stands
        writes = (
            {id: mark for id, mark in worked.marks.items() if self._saved.get(id) != mark} if stands else {}
        )
        attaches = bool(writes) or (own is not None and own.sheet is None)
        questions = () if decision.left_out else self._questions(total, worked, differing)
        checked = CheckedSheet(
            sheet=self._sheet, state="ready", form=self._form, scheme=self._scheme, rows=self._rows,
            digits=self._digits, total=total, worked=worked, saved=self._saved, writes=writes, attaches=attaches,
            questions=questions, result=self._result(worked.marks if decision.paper_stands is not False else {}),
        )  # fmt: skip
        return self._with_state(checked, own)

    def _with_state(self, checked: CheckedSheet, own: EvaluationRow | None) -> CheckedSheet:
        name = self._form.who.name
        if checked.sheet.decision.left_out:
            return replace(checked, state="left", reason=_LEFT, writes={}, attaches=False)
        if own is not None and own.status == "missing":
            return replace(checked, state="refused", reason=_MISSING.fill(name=name), questions=())
        if own is not None and own.status == "signed" and (checked.writes or self._differing_open(checked)):
            return replace(checked, state="refused", reason=_LOCKED.fill(name=name), questions=())
        if checked.questions:
            return replace(checked, state="doubtful", reason=checked.questions[0].text)
        if checked.writes or checked.attaches:
            return checked
        if own is None:
            return replace(checked, state="left", reason=_EMPTY)
        return replace(checked, state="saved")

    @staticmethod
    def _differing_open(checked: CheckedSheet) -> bool:
        return any(question.kind == "other" for question in checked.questions)

    def _total(self) -> int | None:
        tens, units = (row.value for row in self._digits) if len(self._digits) == 2 else (None, None)
        return None if tens is None or units is None else 10 * tens + units

    def _worked(self, total: int | None) -> Worked:
        levels = {
            row.criterion.id: row.value for row in self._rows if row.criterion and row.value is not None
        }
        kept = {
            row.criterion.id: mark
            for row in self._rows
            if row.criterion is not None
            and row.value is not None
            and (mark := self._saved.get(row.criterion.id)) is not None
            and mark != usual(self._scheme, row.criterion, row.value)
        }
        return work_out(self._scheme, self._form.rater, levels, total, kept)

    def _differing(self, worked: Worked) -> int:
        """How many marks are saved that this paper contradicts. What a tick alone stands for may move freely."""
        count = 0
        for row in self._rows:
            saved = self._saved.get(row.criterion.id) if row.criterion else None
            if row.criterion is None or row.value is None or saved is None:
                continue
            own = usual(self._scheme, row.criterion, row.value)
            other_band = band_of(self._scheme, row.criterion, saved) != row.value
            if other_band or saved not in (own, worked.marks[row.criterion.id]):
                count += 1
        return count

    def _questions(self, total: int | None, worked: Worked, differing: int) -> tuple[Question, ...]:
        decision, reading = self._sheet.decision, self._sheet.reading
        found = [
            Question(
                "row", row.reading.doubt.text if row.reading.doubt else DOUBTS["blank"], row.reading.name
            )
            for row in (*self._rows, *self._digits)
            if row.open
        ]
        if not found and worked.fits is False and not decision.ticks_stand:
            said = DOUBTS["total_disagrees"].fill(total=total, least=worked.least, most=worked.most)
            found.append(Question("total", said))
        if reading.reason is not None and reading.reason.code not in _OWN and not decision.ticks_stand:
            found.append(Question("sheet", reading.reason.text))
        if differing and decision.paper_stands is None:
            found.append(Question("other", _OTHER.fill(n=differing)))
        return tuple(found)

    def _result(self, marks: Mapping[str, int]) -> Result:
        every = {id: mark for of_rater in self._all_marks.values() for id, mark in of_rater.items()}
        missing = {
            rater: Missing(row.missing_as) if row.missing_as else None
            for rater, row in self._evaluations.items()
            if row.status == "missing"
        }
        return evaluate(self._scheme, {**every, **marks}, missing)


_OWN = ("total_disagrees", "read_twice")
"""Doubts about a whole sheet that are found here anew, because decisions may settle them."""


def _row(
    row: RowReading, criterion: CriterionSpec | None, decided: Mapping[str, int | None], *, asked: bool = True
) -> CheckedRow:
    if row.name in decided:
        return CheckedRow(row, criterion, decided[row.name], open=False)
    clear = row.state == "clear"
    return CheckedRow(row, criterion, row.value if clear else None, open=asked and not clear)


def _compare(checked: list[CheckedSheet], places: Sequence[int]) -> None:
    """Set the pictures of one form beside each other: the one with fewest questions speaks for all that agree."""
    first = min(places, key=lambda place: (len(checked[place].questions), place))
    for place in places:
        if place == first:
            continue
        if _agree(checked[first], checked[place]):
            said = _DOUBLE.fill(n=checked[first].number)
            checked[place] = replace(
                checked[place], state="double", reason=said, questions=(), writes={}, attaches=False
            )
            continue
        for one, other in ((first, place), (place, first)):
            asked = Question("twice", _TWICE.fill(n=checked[other].number), other=checked[other].number)
            questions = (*checked[one].questions, asked)
            checked[one] = replace(
                checked[one], state="doubtful", reason=questions[0].text, questions=questions
            )


def _agree(one: CheckedSheet, other: CheckedSheet) -> bool:
    """Whether two pictures say the same, wherever both say something."""
    pairs = zip((*one.rows, *one.digits), (*other.rows, *other.digits), strict=False)
    return all(a.value == b.value or a.open or b.open for a, b in pairs)
