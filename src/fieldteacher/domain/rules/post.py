"""Checks of the post: labour intensity, hazards, match with the major, share of interns, length, who guides."""

from __future__ import annotations

from datetime import date

from fieldteacher.domain.rules.finding import NONE, Kind, Problem, Problems
from fieldteacher.domain.rules.people import GRADES, hazard_words
from fieldteacher.domain.rules.terms import Check, Level, Parameter, Terms
from fieldteacher.domain.rules.world import Placed, World
from fieldteacher.domain.steps import Action, Step
from fieldteacher.domain.text import Text

_DAYS = Text("天", "days")
_GRADE = Parameter("grade", Text("禁止的劳动强度（级）", "forbidden labour grade"), Text("级", "grade"), 1, 5)
_PERCENT = Parameter("percent", Text("同岗位比例上限", "highest share of the post"), Text("%", "%"), high=100)
_SHORTEST = Parameter("shortest", Text("最短时长", "shortest length"), _DAYS, high=1500)
_LONGEST = Parameter("longest", Text("最长时长", "longest length"), _DAYS, high=1500)


def amend(
    case: Placed, field: str, message: Text, kind: Kind = Kind.BREACH, action: Action = Action.PLACEMENT
) -> Problems:
    """Something about a placement, mended in one of its fields (or, with ``PAPER``, by a kind of paper)."""
    id = case.placement.id
    return (Problem("placement", id, message, Step(action, id, field), kind),)


def due(start: str, world: World) -> Kind:
    """How much it weighs that something is missing which must be there on the first day: until then it is a reminder."""
    return Kind.BREACH if start <= world.today else Kind.REMINDER


def filed_before(case: Placed) -> bool:
    """Whether a special post was filed with the authority by the first day (Art. 17)."""
    start = case.placement.start
    return any(
        paper.signed_on is not None and paper.signed_on <= start
        for paper in case.papers.get("special_filing", ())
    )


def labour_grade(case: Placed, terms: Terms, world: World) -> Problems:
    """Labour of ``grade`` and above, forbidden to every student (Art. 16(7))."""
    grade = GRADES.get(case.placement.labour_grade or "")
    if grade is None:
        words = Text("体力劳动强度未登记", "labour intensity not recorded")
        return amend(case, "labour_grade", words, Kind.UNRECORDED)
    if grade < terms["grade"]:
        return NONE
    words = Text("体力劳动强度 {g} 级", "labour intensity of grade {g}").fill(g=case.placement.labour_grade)
    return amend(case, "labour_grade", words)


def filed_hazards(case: Placed, terms: Terms, world: World) -> Problems:
    """A post with one of the ``tags`` that was not filed as a special post by the first day (Art. 17(1)).

    A post without any hazard noted counts as one without; a post that is heavy is another rule's.
    """
    tags = [tag for tag in case.placement.hazard_tags or () if tag in terms.words("tags")]
    if not tags or filed_before(case):
        return NONE
    words = Text(
        "岗位有{t}风险，没有实习开始前的特殊岗位备案",
        "the post has risks ({t}) and was not filed as a special post before the start",
    )
    return amend(case, "special_filing", words.fill(t=hazard_words(tags)), action=Action.PAPER)


def major_match(case: Placed, terms: Terms, world: World) -> Problems:
    """A post of another field than the major's (Art. 8)."""
    match = case.placement.major_match
    if match is None:
        return amend(
            case,
            "major_match",
            Text("专业对口情况未登记", "match with the major not recorded"),
            Kind.UNRECORDED,
        )
    if match != "other":
        return NONE
    words = Text("岗位“{p}”跨专业大类", "the post “{p}” belongs to another field than the major")
    return amend(case, "major_match", words.fill(p=case.placement.post or "–"))


def post_share(case: Placed, terms: Terms, world: World) -> Problems:
    """More than ``percent`` of the staff on the same post are students (Art. 11)."""
    placement = case.placement
    if placement.start > world.today:
        return NONE
    if not placement.post or placement.post_staff_count is None:
        field = "post_staff_count" if placement.post else "post"
        words = Text("岗位或同岗位职工人数未登记", "post or staff on the post not recorded")
        return amend(case, field, words, Kind.UNRECORDED)
    there, staff = world.on_post[placement.enterprise, placement.post], placement.post_staff_count
    if there * 100 <= terms["percent"] * staff:
        return NONE
    words = Text(
        "岗位“{p}”实习生 {n} 人，同岗位职工 {s} 人，超过 {q}%",
        "{n} students on the post “{p}” with {s} staff, over {q} %",
    )
    return amend(case, "post_staff_count", words.fill(p=placement.post, n=there, s=staff, q=terms["percent"]))


def length(case: Placed, terms: Terms, world: World) -> Problems:
    """The student's whole time in the batch, transfers included, is far from six months (Art. 12)."""
    end = case.placement.end
    if end is None:
        return amend(
            case, "end", Text("实习结束日期未登记", "end of the placement not recorded"), Kind.UNRECORDED
        )
    days = (date.fromisoformat(end) - date.fromisoformat(case.begun)).days + 1
    if terms["shortest"] <= days <= terms["longest"]:
        return NONE
    words = Text(
        "实习共 {d} 天，一般为 6 个月（{a}–{b} 天）",
        "{d} days in all, where six months are usual ({a} to {b} days)",
    )
    return amend(case, "end", words.fill(d=days, a=terms["shortest"], b=terms["longest"]))


def guides(case: Placed, terms: Terms, world: World) -> Problems:
    """No teacher of the college, or nobody of the enterprise, is named for the student (Art. 8)."""
    placement = case.placement
    weight = due(placement.start, world)
    if not placement.teacher and not placement.mentor:
        words = Text("没有校内指导教师和企业导师", "neither a teacher nor a mentor is named")
        return amend(case, "teacher", words, weight)
    if not placement.mentor:
        return amend(case, "mentor", Text("没有企业导师", "no mentor is named"), weight)
    if not placement.teacher:
        return amend(case, "teacher", Text("没有校内指导教师", "no teacher is named"), weight)
    return NONE


def signed_with(case: Placed, terms: Terms, world: World) -> Problems:
    """The placement was signed with an agency instead of the enterprise (Art. 16(6))."""
    if case.placement.signed_with != "agency":
        return NONE
    words = Text("与中介或劳务派遣机构签约", "signed with an agency or a labour dispatcher")
    return amend(case, "signed_with", words)


CHECKS = (
    Check("labour_grade", Level.PLACEMENT, labour_grade, (_GRADE,)),
    Check("filed_hazards", Level.PLACEMENT, filed_hazards, (), ("tags",)),
    Check("major_match", Level.PLACEMENT, major_match),
    Check("post_share", Level.PLACEMENT, post_share, (_PERCENT,)),
    Check("length", Level.PLACEMENT, length, (_SHORTEST, _LONGEST)),
    Check("guides", Level.PLACEMENT, guides),
    Check("signed_with", Level.PLACEMENT, signed_with),
)
