"""Filled forms: what a pile comes to beside what was issued and saved, and what saving does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.services.marks import mark
from tests.services.park import Park
from tests.services.readings import Reader, issue, reading, refused

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.domain.sheet_readings import SheetReading
from fieldteacher.services.evaluations import evaluation_id
from fieldteacher.services.sheet_checks import CheckedSheet, Decision
from fieldteacher.services.sheet_reading import SheetReadingService
from fieldteacher.services.signing import Sheet


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def sheets(park: Park, clock: Clock, reader: Reader) -> SheetReadingService:
    return SheetReadingService(park.services.store, clock, reader)


def check(sheets: SheetReadingService, reader: Reader, *readings: SheetReading) -> list[CheckedSheet]:
    """Read these into the pile and look at all of it."""
    reader.readings = list(readings)
    sheets.add([Path("x")])
    return sheets.check(sheets.pile())


def decide(sheets: SheetReadingService, checked: CheckedSheet, decision: Decision) -> list[CheckedSheet]:
    sheets.keep(replace(checked.sheet, decision=decision))
    return sheets.check(sheets.pile())


def saved(park: Park, scheme: SchemeSpec, student: int = 0) -> dict[str, int]:
    marks = park.services.evaluations.grid(scheme.id).rows[student].marks
    return {c.name: marks[c.id] for c in scheme.criteria if c.id in marks}


def evaluation(park: Park, scheme: SchemeSpec) -> str:
    return evaluation_id(park.placements[0], scheme.id, "final", "enterprise")


def test_a_plain_sheet_is_saved_with_its_picture_and_taken_back(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    number = issue(park, scheme)
    (one,) = check(sheets, reader, reading(number, (0, 1), 89))
    assert (one.state, one.total, one.form and one.form.who.name) == ("ready", 89, "李晓明")
    assert reader.issued[number].bands == (((360, 400), (320, 359), (240, 319), (0, 239)),
                                           ((540, 600), (480, 539), (360, 479), (0, 359)))  # fmt: skip
    done = sheets.save([one])
    assert (done.saved, dict(done.left)) == ([1], {})
    marks = saved(park, scheme)
    assert sum(marks.values()) == 890, "together the marks are the total on paper"
    assert 360 <= marks["纪律"] <= 400, "and each lies in its band"
    assert 480 <= marks["技能"] < 540
    (hung,) = park.services.attachments.of(evaluation(park, scheme))
    assert park.services.attachments.content(hung["sha256"]) == b"picture"
    assert "李" not in hung["name"]
    assert park.value("evaluation", evaluation(park, scheme), "sheet") == hung["id"]
    assert [each.state for each in sheets.check(sheets.pile())] == ["saved"]
    park.services.records.undo()
    assert saved(park, scheme) == {}
    assert [each.state for each in sheets.check(sheets.pile())] == ["ready"]


def test_ticks_without_a_total_are_the_middles_of_their_bands(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    (one,) = check(sheets, reader, reading(issue(park, scheme), (0, 3)))
    assert (one.state, one.questions) == ("ready", ())
    sheets.save([one])
    assert saved(park, scheme) == {"纪律": 380, "技能": 300}, (
        "95 % of 40, and 50 % of 60: as wide as the band above"
    )


def test_nothing_doubtful_is_saved_before_it_is_decided(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    doubtful = reading(issue(park, scheme), (0, 1), doubtful={"c2": ("doubtful", "faint")})
    (one,) = check(sheets, reader, doubtful)
    assert (one.state, [q.row for q in one.questions]) == ("doubtful", ["c2"])
    assert sheets.save([one]).saved == []
    assert saved(park, scheme) == {}
    (one,) = decide(sheets, one, Decision(rows={"c2": 2}))
    assert one.state == "ready"
    sheets.save([one])
    assert saved(park, scheme) == {"纪律": 380, "技能": 420}


def test_the_plain_part_of_a_doubtful_sheet_can_be_saved_alone(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    doubtful = reading(issue(park, scheme), (0, None), 92, doubtful={"c2": ("blank", "blank")})
    checked = check(sheets, reader, doubtful)
    sheets.save(checked, plain_part=True)
    assert saved(park, scheme) == {"纪律": 380}
    (one,) = decide(sheets, sheets.check(sheets.pile())[0], Decision(rows={"c2": 0}))
    assert one.state == "ready", "what a tick alone stood for moves with the total"
    sheets.save([one])
    assert sum(saved(park, scheme).values()) == 920


def test_a_total_that_disagrees_is_asked(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    (one,) = check(sheets, reader, reading(issue(park, scheme), (0, 1), 75))
    assert (one.state, [q.kind for q in one.questions]) == ("doubtful", ["total"])
    assert "84" in one.questions[0].text.en
    assert "94" in one.questions[0].text.en
    assert not one.plain_part
    assert sheets.save([one], plain_part=True).saved == []
    assert decide(sheets, one, Decision(rows={"tens": 8, "units": 8}))[0].state == "ready"
    (one,) = decide(sheets, one, Decision(ticks_stand=True))
    assert one.state == "ready"
    sheets.save([one])
    assert saved(park, scheme) == {"纪律": 380, "技能": 510}


def test_marks_that_are_saved_already_are_asked_or_left_as_they_are(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    mark(park, scheme, 371, 500)
    number = issue(park, scheme)
    (one,) = check(sheets, reader, reading(number, (0, 1), 87))
    assert (one.state, one.writes) == ("ready", {}), (
        "the same bands and the same total: only the picture is new"
    )
    sheets.save([one])
    assert saved(park, scheme) == {"纪律": 371, "技能": 500}
    assert [each.state for each in sheets.check(sheets.pile())] == ["saved"]

    other = reading(number, (2, 1), picture=b"another")
    sheets.forget([1])
    (one,) = check(sheets, reader, other)
    assert (one.state, [q.kind for q in one.questions]) == ("doubtful", ["other"])
    (kept,) = decide(sheets, one, Decision(paper_stands=False))
    assert (kept.state, kept.writes) == ("saved", {})
    (taken,) = decide(sheets, one, Decision(paper_stands=True))
    sheets.save([taken])
    assert saved(park, scheme) == {"纪律": 280, "技能": 500}
    pictures = {row["id"]: row["sha256"] for row in park.services.attachments.of(evaluation(park, scheme))}
    assert pictures[park.value("evaluation", evaluation(park, scheme), "sheet")] == taken.sheet.picture


def test_a_signed_sheet_takes_its_picture_and_refuses_other_marks(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    mark(park, scheme, 371, 500)
    park.services.signing.sign(scheme.id, "final", [Sheet(park.placements[0], "enterprise")])
    number = issue(park, scheme)
    (one,) = check(sheets, reader, reading(number, (2, 2)))
    assert one.state == "refused"
    assert "李晓明" in (one.reason.zh if one.reason else "")
    sheets.forget([1])
    (one,) = check(sheets, reader, reading(number, (0, 1)))
    sheets.save([one])
    assert len(park.services.attachments.of(evaluation(park, scheme))) == 1
    assert saved(park, scheme) == {"纪律": 371, "技能": 500}


def test_a_form_printed_with_its_marks_and_signed_only_brings_its_picture(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    mark(park, scheme, 380, 497)  # 87.7, which is printed as 88; the first is just what its tick stands for
    park.services.signing.sign(scheme.id, "final", [Sheet(park.placements[0], "enterprise")])
    (one,) = check(sheets, reader, reading(issue(park, scheme), (0, 1), 88))
    assert (one.state, one.writes, one.attaches) == ("ready", {}, True)
    sheets.save([one])
    assert saved(park, scheme) == {"纪律": 380, "技能": 497}


def test_forms_that_are_not_known_here_are_refused(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    number = issue(park, scheme, student=1, number=3)
    strange, gone, poor = check(
        sheets,
        reader,
        reading("0000000000", (0, 1)),
        reading(number, (0, 1), picture=b"2"),
        refused("no_page"),
    )
    assert strange.state == poor.state == "refused"
    assert "00000-00000" in (strange.reason.zh if strange.reason else "")
    assert gone.state == "ready"
    park.services.records.delete("student", park.students[1])
    assert sheets.check(sheets.pile())[1].state == "refused"
    assert sheets.save(sheets.check(sheets.pile())).saved == []


def test_one_form_read_twice_counts_once_and_is_asked_where_it_differs(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    number = issue(park, scheme)
    one, two = check(sheets, reader, reading(number, (0, 1)), reading(number, (0, 1), picture=b"2"))
    assert (one.state, two.state) == ("ready", "double")
    sheets.forget([1, 2])
    faint = reading(number, (0, 2), picture=b"3", doubtful={"c2": ("doubtful", "faint")})
    one, two = check(sheets, reader, faint, reading(number, (0, 1), picture=b"4"))
    assert (one.state, two.state) == ("double", "ready"), "the plainer picture speaks"
    sheets.forget([1, 2])
    one, two = check(sheets, reader, reading(number, (0, 1)), reading(number, (0, 2), picture=b"2"))
    assert [(q.kind, q.other) for each in (one, two) for q in each.questions] == [("twice", 2), ("twice", 1)]
    one, two = decide(sheets, two, Decision(left_out=True))
    assert (one.state, two.state) == ("ready", "left")


def test_a_refused_picture_is_settled_by_a_better_one_of_the_same_form(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    number = issue(park, scheme)
    poor = replace(refused("boxes_not_found"), form_number=number)
    (one,) = check(sheets, reader, poor)
    assert one.state == "refused"
    one, two = check(sheets, reader, reading(number, (0, 1)))
    assert (one.state, two.state) == ("left", "ready")
    assert "2" in (one.reason.zh if one.reason else "")


def test_what_is_missing_from_the_pile_is_listed(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    numbers = [issue(park, scheme, student, number=student + 1) for student in range(2)]
    issue(park, scheme, 1, number=9, stage="mid")
    checked = check(sheets, reader, reading(numbers[0], (0, 1)))
    (missing,) = sheets.missing(checked)
    assert (missing.form.who.name, missing.marked) == ("王芳", False)
    mark(park, scheme, 300, 400, student=1)
    assert [each.marked for each in sheets.missing(checked)] == [True]
    both = check(sheets, reader, reading(numbers[1], (1, 2), picture=b"2"))
    assert sheets.missing(both) == []


def test_a_pile_survives_and_a_picture_comes_once(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader, clock: Clock
) -> None:
    number = issue(park, scheme)
    doubtful = reading(number, (0, 1), 89, doubtful={"c2": ("doubtful", "faint")})
    (one,) = check(sheets, reader, doubtful)
    decide(sheets, one, Decision(rows={"c2": 2}))
    assert sheets.add([Path("x")]) == 0
    again = SheetReadingService(park.services.store, clock, reader)
    (kept,) = again.pile()
    assert kept.reading == replace(doubtful, picture=b"")
    assert kept.decision == Decision(rows={"c2": 2})
    assert again.picture(kept) == b"picture"


def test_what_another_version_kept_of_a_pile_is_passed_over(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    check(sheets, reader, reading(issue(park, scheme), (0, 1)))
    for number, content in (("7", "{}"), ("8", "no JSON"), ("9", '{"number": 9, "reading": {"reason": 1}}')):
        park.services.store.keep_draft("sheets", number, content)
    assert [sheet.number for sheet in sheets.pile()] == [1]


def test_a_sheet_whose_marks_changed_meanwhile_is_left(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    checked = check(sheets, reader, reading(issue(park, scheme), (0, 1)))
    mark(park, scheme, 100, 100)
    done = sheets.save(checked)
    assert (done.saved, list(done.left)) == ([], [1])
    assert saved(park, scheme) == {"纪律": 100, "技能": 100}


def test_a_scheme_of_which_forms_are_printed_is_not_changed_any_more(
    park: Park, scheme: SchemeSpec, sheets: SheetReadingService, reader: Reader
) -> None:
    number = issue(park, scheme)
    new, _ = park.services.schemes.save(
        scheme.id, {"raters": {"enterprise": 70, "school": 30}}, [
            {"rater": "enterprise", "name": "别的", "full_marks": 1000}, {"rater": "school", "name": "周志", "full_marks": 1000},
        ],
    )  # fmt: skip
    assert new != scheme.id
    (one,) = check(sheets, reader, reading(number, (0, 1)))
    assert (one.state, [row.criterion and row.criterion.name for row in one.rows]) == (
        "ready",
        ["纪律", "技能"],
    )
