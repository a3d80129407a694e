"""Rosters by enterprise and by lodging, what the rules find, the certificate of practice, cover sheets for scanning."""

from __future__ import annotations

import re

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from tests.services.forms.conftest import ALL, Office, pages_of

from fieldteacher.domain.errors import UserError
from fieldteacher.services.forms.cover import number_of, placement_of
from fieldteacher.services.forms.lodging import parted
from fieldteacher.services.forms.selection import FormSelection
from fieldteacher.services.printing import Selection


def test_a_roster_for_each_enterprise_with_whom_to_call(office: Office) -> None:
    office.put(
        "contact", {"enterprise": office.ids["a"], "name": "赵六", "role": "hr", "phone": "13900000009"}
    )
    pages = pages_of(office.printed("roster").files[0])
    assert len(pages) == 2
    firm = next(page for page in pages if "苏州甲厂有限公司" in page)
    for words in (
        "周小满",
        "王𬭎",
        "230102",
        "13800000000",
        "周大满",
        "钱师傅",
        "赵六13900000009",
        "2人",
        "装配工",
    ):
        assert words in firm, words
    assert "吴春分" not in firm
    assert "2026-03-02—2026-08-28" in firm


def test_a_roster_shows_each_period_where_they_differ(office: Office) -> None:
    office.put("placement", {"end": "2026-07-31"}, record=office.ids["p2"])
    text = office.text("roster", FormSelection(enterprises=(office.ids["a"],)))
    assert "2026-07-31" in text
    assert "2026-08-28" in text


@pytest.mark.parametrize(
    ("address", "building", "room"),
    [
        ("苇渡电子宿舍1号楼409室", "苇渡电子宿舍1号楼", "409室"),
        ("星湖公寓 3 栋 1204", "星湖公寓 3 栋", "1204"),
        ("厂区宿舍A-305", "厂区宿舍A", "305"),
        ("听荷街租住房", "听荷街租住房", ""),
        ("", "", ""),
        ("5号", "5号", ""),
    ],
)
def test_an_address_is_a_building_and_a_room(address: str, building: str, room: str) -> None:
    assert parted(address) == (building, room)


def test_lodgings_by_building_in_the_order_of_rooms_then_own_ones(office: Office) -> None:
    for number, (kind, address) in enumerate(
        (("dormitory", "一号楼305室"), ("dormitory", "一号楼201室"), ("own", "听荷街租住房")), 1
    ):
        values = {"lodging_kind": kind, "lodging_address": address, "lodging_contact": "老宋"}
        office.put("placement", values, record=office.ids[f"p{number}"])
    dormitory, own = pages_of(office.printed("lodging").files[0])
    assert re.search(r"201室王𬭎.*305室周小满", dormitory)
    assert "老宋" in dormitory
    assert "听荷街租住房缺吴春分" in own
    office.put("paper", {"placement": office.ids["p3"], "kind": "lodging_consent"})
    assert "听荷街租住房有吴春分" in office.text("lodging")


def test_who_has_no_lodging_recorded_is_on_a_list_too(office: Office) -> None:
    text = office.text("lodging")
    assert "未登记住宿" in text
    assert "周小满" in text


def test_findings_of_an_enterprise_with_room_to_put_them_right(office: Office) -> None:
    services = office.services
    found = [f for f in services.compliance.findings() if f.enterprise == office.ids["a"]]
    assert found
    text = office.text("findings", FormSelection(enterprises=(office.ids["a"],)))
    for each in found:
        # A name that only the program knows, such as "talk_overdue", tells nobody anything.
        assert (each.rule if each.article else "校内") in text
        assert re.sub(r"\s", "", each.message.zh) in text, each
    assert not re.search(r"[a-z]_[a-z]", text)
    assert any(not each.article for each in found)
    assert "整改期限" in text
    assert "企业盖章处" in text
    services.compliance.waive(found[0], "已与企业核实", "李主任")
    text = office.text("findings", FormSelection(enterprises=(office.ids["a"],)))
    assert "已豁免" in text
    assert "已与企业核实" in text


def test_findings_of_one_student_only(office: Office) -> None:
    text = office.text("findings", FormSelection(students=(office.ids["s3"],)))
    assert "吴春分" in text
    assert "周小满" not in text


def test_a_certificate_counts_the_days_at_one_enterprise(office: Office) -> None:
    for start, end, firm, days in (
        ("2026-03-02", "2026-03-04", "a", 30),
        ("2026-03-09", "2026-03-09", "a", 10),
        ("2026-03-11", "2026-03-12", "b", 20),
    ):
        office.put(
            "practice_entry",
            {
                "teacher": office.ids["teacher"], "enterprise": office.ids[firm], "starts_on": start, "ends_on": end,
                "days": days, "content": f"在{firm}装配",
            },
        )  # fmt: skip
    pages = pages_of(office.printed("certificate").files[0])
    assert len(pages) == 2
    first = next(page for page in pages if "甲厂" in page)
    assert "教师张老师（工号T01），于2026年03月02日至2026年03月09日期间" in first
    assert "累计4天" in first
    assert "在b装配" not in first
    assert "企业盖章处" in first
    with pytest.raises(UserError, match="nobody"):
        office.printed("certificate", FormSelection(since="2030-01-01"))


def _codes(office: Office, selection: FormSelection = ALL) -> list[str]:
    document = pypdfium2.PdfDocument(office.printed("cover", selection).files[0])
    found = []
    for page in document:
        picture = np.asarray(page.render(scale=150 / 72).to_pil().convert("L"))
        (code,) = zxingcpp.read_barcodes(picture)
        found.append(code.text)
    return found


def test_a_cover_s_code_is_read_back_and_leads_to_the_placement(office: Office) -> None:
    placements = [office.ids[f"p{n}"] for n in (1, 2, 3)]
    codes = _codes(office)
    assert {placement_of(code, placements) for code in codes} == set(placements)
    assert _codes(office) == codes
    assert placement_of("SX" + codes[0][2:], placements) is None
    assert placement_of(codes[0], []) is None
    assert len({number_of(each) for each in placements}) == 3
    assert not any(name in code for code in codes for name in ("230101", "周"))


def test_a_cover_lists_the_papers_to_lay_behind_it(office: Office) -> None:
    text = office.text("cover", FormSelection(ids=(office.ids["s1"],)))
    assert "三方协议SX2026001已登记" in text
    assert "实习责任保险未登记" in text
    assert "王𬭎" not in text


@pytest.mark.parametrize("form", ["roster", "lodging", "findings", "certificate", "papers"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_empty_ones_are_a_page_each(office: Office, form: str, language: str) -> None:
    printed = office.printed(form, blank=True, language=language)
    assert (printed.forms, printed.pages) == (1, 1)


def test_a_letter_lost_from_a_name_holds_printing_up(office: Office) -> None:
    office.put("student", {"name": "王?"}, record=office.ids["s2"])
    office.put("student", {"guardian_name": "李？"}, record=office.ids["s1"])
    forms = office.services.printing.forms
    job = forms.job("roster", ALL)
    assert [(m.character, m.where.zh.split(" · ")[1]) for m in forms.missing_glyphs(job)] == [
        ("？", "监护人（原字在导出时丢失）"),
        ("?", "姓名（原字在导出时丢失）"),
    ]
    with pytest.raises(UserError, match=r"print\.missing_glyphs"):
        forms.print_forms(job, file=office.folder / "x.pdf")
    office.put("talk", {"student": office.ids["s3"], "talked_on": "2026-03-11", "work": "适应吗？还好。"})
    assert forms.missing_glyphs(forms.job("talk", FormSelection(students=(office.ids["s3"],)))) == []
    services = office.services
    services.schemes.choose(services.schemes.add_ready("general_70_30", "考核")[0])
    (lost,) = services.printing.missing_glyphs(services.printing.job(Selection()))
    assert lost.character == "?"
