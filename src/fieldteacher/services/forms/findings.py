"""规则检查结果与整改单: what the rules find at an enterprise, to be put right by a day, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fieldteacher.domain.rules.finding import GRAVEST, SEVERITIES, Finding, Severity
from fieldteacher.domain.text import Text, begun
from fieldteacher.paper.printing.flow.blocks import (
    Block,
    Column,
    Field,
    Fields,
    FlowForm,
    Grid,
    Passage,
    Signature,
    Signatures,
    Table,
    Value,
)
from fieldteacher.services.forms import offers
from fieldteacher.services.forms.kind import FormKind, part_of_a_file
from fieldteacher.services.forms.placed import placed
from fieldteacher.services.forms.roster import contact_of
from fieldteacher.services.forms.source import Source
from fieldteacher.services.forms.wording import (
    COLLEGE_SEAL,
    COMPANY_SEAL,
    DATE,
    ENTERPRISE,
    ORDER,
    SIGN,
    rule_of,
)

_TITLE, _CODE = (
    Text("实习规则检查结果与整改单", "Rule Findings and What to Put Right"),
    Text("规则检查", "Rule findings"),
)
_AS_OF = Text("检查日期：{day}", "As of {day}")
_RULE, _ARTICLE = Text("规则", "Rule"), Text("条款", "Article")
_ARTICLE_NO = Text("第{n}条", "Art. {n}")
_GRADE, _WHOM, _WHAT = (
    Text("程度", "Severity"),
    Text("对象", "About"),
    Text("问题", "What is wrong or missing"),
)
_UNTIL, _DONE = Text("整改期限", "By"), Text("整改情况", "Put right")
_TABLE, _WAIVED = Text("需整改或补齐", "To be put right or filed"), Text("已豁免", "Let pass")
_REASON, _BY = Text("理由", "Reason"), Text("决定人 / 有效至", "Decided by / until")
_NONE = Text("按当前记录，未发现需整改的问题。", "By the records, nothing has to be put right.")
_COUNTS, _COUNT = Text("汇总", "In all"), Text("{word} {n} 项", "{word}: {n}")
_BASIS_LABEL = Text("检查依据", "Basis")
_BASIS = Text(
    "《职业学校学生实习管理规定》（2021年修订，教职成〔2021〕4号）及所用地方、学校规则；结果按本机记录得出，以核实为准。",
    "Regulation on Internships of Vocational-School Students (2021) and the local rules in use; found from the "
    "records on this machine, to be verified.",
)
_OWN = Text("学校与批次", "College and batches")
_CONTACT, _NOTHING = Text("企业联系人", "Contact"), Text("无", "none")
_SEPARATOR = Text("，", ", ")
_ENTERPRISE_WORD, _COLLEGE_WORD = (
    Text("实习单位意见", "The enterprise"),
    Text("学校意见", "The college"),
)
_CHECKED = Text("检查人", "Checked by")
_FIRM = "enterprise:"
_COLLEGE_KEY = "college"


def make(source: Source, key: str) -> FlowForm:
    """What is found at an enterprise (``enterprise:…``), or of the college and its batches (``college``)."""
    found = sorted(_chosen(source)[key], key=lambda each: (GRAVEST[each.severity], each.rule, each.title.zh))
    name = _name(source, key)
    waived = [each for each in found if each.waived]
    open_ = [each for each in found if not each.waived]
    blocks: list[Block] = [_facts(source, key, name, open_)]
    blocks.append(_table(source, open_) if open_ else Passage(source.t(_NONE), source.t(_TABLE)))
    if waived:
        blocks.append(_let_pass(source, waived))
    blocks.append(_signatures(source, key))
    return _form(source, name, tuple(blocks))


def blank(source: Source, enterprise: str | None) -> FlowForm:
    """An empty list to be written by hand, headed with an enterprise where one is given."""
    rows = [(str(number), *[""] * 7) for number in range(1, 6)]
    name = source.name("enterprise", enterprise)
    facts = _facts(source, f"{_FIRM}{enterprise}" if enterprise else "", name, [])
    table = Table(_columns(source), rows, title=source.t(_TABLE), row_height=10.5)
    return _form(source, name, (facts, table, _signatures(source, _FIRM)))


def _columns(source: Source) -> tuple[Column, ...]:
    t = source.t
    return (
        Column(t(ORDER), 10, "centre"), Column(t(_RULE), 15, "centre"), Column(t(_ARTICLE), 23, "centre"),
        Column(t(_GRADE), 16, "centre"), Column(t(_WHOM), 50), Column(t(_WHAT), 92), Column(t(_UNTIL), 22, "centre"),
        Column(t(_DONE), 34),
    )  # fmt: skip


def _table(source: Source, found: Sequence[Finding]) -> Table:
    rows: list[tuple[Value, ...]] = [
        (
            str(number), source.t(rule_of(each)), source.t(_ARTICLE_NO.fill(n=each.article)) if each.article else "—",
            source.choice(SEVERITIES[each.severity]), source.t(each.title), source.t(each.message), "", "",
        )
        for number, each in enumerate(found, 1)
    ]  # fmt: skip
    return Table(_columns(source), rows, title=source.t(_TABLE))


def _let_pass(source: Source, waived: Sequence[Finding]) -> Table:
    t = source.t
    columns = (
        Column(t(_RULE), 15, "centre"), Column(t(_WHOM), 50), Column(t(_WHAT), 80), Column(t(_REASON), 72),
        Column(t(_BY), 40, "centre"),
    )  # fmt: skip
    rows = []
    for each in waived:
        row = source.row("waiver", each.waived)
        by = "\n".join(filter(None, (row.get("waived_by"), source.day(row.get("until")))))
        rows.append((t(rule_of(each)), t(each.title), t(each.message), row.get("reason") or "", by))
    return Table(columns, rows, title=t(_WAIVED))


def _facts(source: Source, key: str, name: str, found: Sequence[Finding]) -> Grid:
    t = source.t
    counts = Counter(each.severity for each in found)
    words = [t(_COUNT.fill(word=SEVERITIES[grade], n=counts[grade])) for grade in Severity if counts[grade]]
    firm = key.removeprefix(_FIRM) if key.startswith(_FIRM) else None
    return Grid(
        (
            Fields(
                (
                    Field(t(ENTERPRISE), name, span=2), Field(t(_CONTACT), contact_of(source, firm)),
                    Field(t(_COUNTS), begun(t(_SEPARATOR).join(words)) or (t(_NOTHING) if key else ""), span=3),
                    Field(t(_BASIS_LABEL), t(_BASIS), span=3),
                ),
                columns=3,
            ),
        )
    )  # fmt: skip


def _signatures(source: Source, key: str) -> Signatures:
    t, sign, day = source.t, source.t(SIGN), source.t(DATE)
    places = [Signature(t(_CHECKED), sign, day)]
    if key.startswith(_FIRM):
        places.append(Signature(t(_ENTERPRISE_WORD), sign, day, seal=t(COMPANY_SEAL)))
    places.append(Signature(t(_COLLEGE_WORD), sign, day, seal=t(COLLEGE_SEAL)))
    return Signatures(tuple(places), height=36)


def _form(source: Source, name: str, blocks: tuple[Block, ...]) -> FlowForm:
    return FlowForm(
        code=source.t(_CODE), title=source.t(_TITLE), college=source.college_name,
        right=source.t(_AS_OF.fill(day=source.day(source.today.isoformat()))), blocks=blocks,
        name=name or source.t(_TITLE), language=source.language, landscape=True,
    )  # fmt: skip


def _name(source: Source, key: str) -> str:
    return source.name("enterprise", key.removeprefix(_FIRM)) if key.startswith(_FIRM) else source.t(_OWN)


def _chosen(source: Source) -> dict[str, list[Finding]]:
    """What is found within the selection, by enterprise in the order of names; the college's own last."""
    return source.once("findings chosen", lambda: _by_key(source))


def _by_key(source: Source) -> dict[str, list[Finding]]:
    wanted = source.wanted
    students = {who.student for who in placed(source)} if wanted.of_people else None
    firms = {*wanted.enterprises, *wanted.ids}
    found: dict[str, list[Finding]] = {}
    for each in source.findings():
        if firms and each.enterprise not in firms:
            continue
        if students is not None and each.student not in students:
            continue
        key = f"{_FIRM}{each.enterprise}" if each.enterprise else _COLLEGE_KEY
        found.setdefault(key, []).append(each)
    for firm in firms:
        # Asked for by name, an enterprise without findings gets the sheet that says so.
        source.need("enterprise", firm)
        found.setdefault(f"{_FIRM}{firm}", [])
    order = sorted(found, key=lambda key: (key == _COLLEGE_KEY, _name(source, key), key))
    return {key: found[key] for key in order}


def _file_name(source: Source, key: str) -> str:
    return part_of_a_file(_name(source, key))


FINDINGS = FormKind(
    offer=offers.FINDINGS, select=lambda source: list(_chosen(source)), make=make, blank=blank, file_name=_file_name
)  # fmt: skip
