"""The student's archive of eight parts, and the teacher's own practice."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest
from tests.services.forms.conftest import ALL, SECRET, Office, pages_of, text_of

from fieldteacher.domain.errors import Cancelled
from fieldteacher.domain.text import Text
from fieldteacher.services.evaluations import Mark
from fieldteacher.services.forms.selection import FormSelection


@pytest.fixture
def rated(office: Office) -> Office:
    """The office with final marks of both raters for 周小满, and a report."""
    services = office.services
    scheme, _ = services.schemes.add_ready("general_70_30", "岗位实习考核")
    services.schemes.choose(scheme)
    chosen = services.schemes.default()
    assert chosen is not None
    marks = [Mark(office.ids["p1"], c.id, c.full_marks * 8 // 10) for c in chosen.criteria]
    services.evaluations.set_marks(chosen.id, "final", marks)
    office.put(
        "journal", {"student": office.ids["s1"], "kind": "summary", "period": "2026-08", "characters": 3200}
    )
    office.put("paper", {"placement": office.ids["p1"], "kind": "plan", "number": "FA-1"})
    return office


def archive(office: Office, student: str = "s1", **more: bool) -> list[str]:
    return pages_of(
        office.printed("archive", FormSelection(students=(office.ids[student],)), **more).files[0]
    )


def test_the_eight_parts_with_index_and_pages(rated: Office) -> None:
    pages = archive(rated)
    assert "学生实习档案" in pages[0]
    assert "周小满" in pages[0]
    index = pages[1]
    names = (
        "三方协议",
        "实习方案",
        "学生实习报告",
        "考核结果",
        "实习日志",
        "实习检查记录",
        "实习总结",
        "佐证材料",
    )
    found = re.findall(
        r"([一二三四五六七八])(三方协议|实习方案|学生实习报告|考核结果|实习日志|实习检查记录|实习总结|佐证材料)(\d+)齐",
        index,
    )
    assert [name for _, name, _ in found] == list(names)
    assert "八个部分齐全" in index
    for number, name in zip("一二三四五六七八", names, strict=True):
        (place,) = [n for n, page in enumerate(pages, 1) if f"第{number}部分{name}" in page] or [None]
        if name == "考核结果":
            place = next(n for n, page in enumerate(pages, 1) if "学生岗位实习考核表（期末）" in page)
        assert place is not None, name
        entry = re.search(rf"{number}{name}(\d+)齐", index)
        assert entry is not None
        assert entry.group(1).endswith(str(place)), (name, place, entry.group(1))
    assert all(f"第{n}页共{len(pages)}页" in page for n, page in enumerate(pages, 1))
    whole = "".join(pages)
    for words in ("SX2026001", "FA-1", "2026-W11", "3200", "师徒一对一", "按时上下班。", "001", "装配线"):
        assert words in whole, words


def test_records_of_inspection_are_numbered_as_they_are_there(rated: Office) -> None:
    whole = "".join(archive(rated))
    assert "（一）走访检查" in whole
    assert "（二）谈话" in whole
    for row in rated.services.records.list("visit")[1]:
        rated.services.records.delete("visit", row["id"])
    whole = "".join(archive(rated))
    assert "（一）谈话" in whole
    assert "（二）" not in whole


def test_what_is_missing_is_listed(office: Office) -> None:
    index = archive(office)[1]
    assert "缺：实习方案、学生实习报告、考核结果、实习总结。" in index
    other = archive(office, "s3")[1]
    assert (
        "缺：三方协议、实习方案、学生实习报告、考核结果、实习日志、实习检查记录、实习总结、佐证材料。"
        in other
    )


def test_marks_of_one_rater_are_not_the_whole_result(rated: Office) -> None:
    for row in rated.services.records.list("evaluation")[1]:
        if row["rater"] == "school":
            rated.services.records.delete("evaluation", row["id"])
    index = archive(rated)[1]
    assert "考核结果（不全）" in index


def test_an_archive_says_nothing_of_other_students(rated: Office) -> None:
    whole = "".join(archive(rated, photos=True))
    assert "王𬭎" not in whole
    assert "想家" not in whole
    assert SECRET not in whole


def test_the_files_lie_beside_the_archive_under_their_numbers(rated: Office) -> None:
    one = FormSelection(students=(rated.ids["s1"],))
    forms = rated.services.printing.forms
    plain = forms.print_forms(forms.job("archive", one), file=rated.folder / "a.pdf")
    (folder,) = plain.folders
    assert folder.parent == rated.folder
    assert [file.name for file in folder.iterdir()] == ["001.jpg"]
    assert (folder / "001.jpg").read_bytes().startswith(b"\xff\xd8")
    named = forms.print_forms(forms.job("archive", one), file=rated.folder / "b.pdf", personal_names=True)
    assert [file.name for file in named.folders[0].iterdir()] == ["001_装配线.jpg"]
    bare = forms.print_forms(forms.job("archive", one), file=rated.folder / "c.pdf", attachments=False)
    assert bare.folders == ()
    again = forms.print_forms(forms.job("archive", one), file=rated.folder / "a.pdf")
    assert again.folders[0] != folder
    assert folder.exists()


def test_split_lays_each_students_files_beside_the_own_archive(rated: Office) -> None:
    forms = rated.services.printing.forms
    everyone = forms.job("archive", ALL)
    printed = forms.print_forms(everyone, folder=rated.folder / "out")
    assert [file.name for file in printed.files] == [
        "archive-0001.pdf",
        "archive-0002.pdf",
        "archive-0003.pdf",
    ]
    assert {folder.name for folder in printed.folders} <= {
        "archive-0001-附件",
        "archive-0002-附件",
        "archive-0003-附件",
    }
    whole = forms.print_forms(everyone, file=rated.folder / "whole.pdf")
    files = sorted(file.name for file in whole.folders[0].iterdir())
    assert len(files) == 2  # the photo of the visit belongs to both who were at 甲厂
    assert all(re.fullmatch(r"000\d-001\.jpg", name) for name in files)


def test_a_file_that_is_not_there_is_told(rated: Office) -> None:
    rated.put(
        "attachment",
        {"owner": rated.ids["s1"], "name": "x.pdf", "sha256": "0" * 64, "media_type": "application/pdf"},
    )
    printed = rated.printed("archive", FormSelection(students=(rated.ids["s1"],)))
    assert any("1 个附件" in warning.zh for warning in printed.warnings)


def test_stopping_an_archive_leaves_nothing(rated: Office) -> None:
    forms = rated.services.printing.forms
    for stop_after in (0, 2, 4, 7):
        asked = iter(range(100))
        target = rated.folder / f"stopped{stop_after}"
        with pytest.raises(Cancelled):
            forms.print_forms(
                forms.job("archive", ALL), folder=target, cancelled=lambda a=asked, s=stop_after: next(a) >= s
            )
        assert not target.exists() or list(target.iterdir()) == []


def test_a_transferred_student_has_both_enterprises(rated: Office) -> None:
    services = rated.services
    with services.store.write(Text("转岗", "transfer")) as txn:
        txn.update("placement", rated.ids["p1"], {"status": "transferred", "end": "2026-05-01"})
        txn.create(
            "placement",
            {
                "student": rated.ids["s1"],
                "enterprise": rated.ids["b"],
                "start": "2026-05-02",
                "status": "active",
            },
        )
    whole = "".join(archive(rated))
    assert "苏州甲厂有限公司" in whole
    assert "乙厂" in whole
    assert "师徒一对一" in whole


def practice(office: Office, selection: FormSelection = ALL) -> list[str]:
    return pages_of(office.printed("practice", selection).files[0])


def test_practice_counts_no_day_twice_and_each_enterprise_confirms_its_own(office: Office) -> None:
    for values in (
        {"enterprise": office.ids["a"], "starts_on": "2026-03-02", "ends_on": "2026-03-06", "days": 50, "content": "跟班学习", "gains": "案例一份"},
        {"enterprise": office.ids["b"], "starts_on": "2026-03-06", "ends_on": "2026-03-06", "days": 10, "content": "走访车间"},
    ):  # fmt: skip
        office.put("practice_entry", {"teacher": office.ids["teacher"], **values})
    pages = practice(office)
    record = pages[0]
    assert "教师企业实践记录表" in record
    assert "合计5" in record
    assert "案例一份" in record
    certificates = [page for page in pages if "教师企业实践鉴定表" in page]
    days = {"苏州甲厂有限公司": "4天", "乙厂": "1天"}
    assert len(certificates) == 2
    for page in certificates:
        (firm,) = [name for name in days if name in page]
        assert days[firm] in page
        assert "企业鉴定意见" in page
        assert "学院意见" in page
    later = practice(office, FormSelection(since="2026-03-06"))
    assert "合计1" in later[0].replace("合计1.", "")


def test_archives_of_several_students_in_one_file(office: Office, tmp_path: Path) -> None:
    file = office.printed("archive").files[0]
    assert text_of(file).count("归档日期") == 3
    firm, one, other, two = pypdf.PdfReader(file).outline
    assert [firm.title, other.title] == ["乙厂", "苏州甲厂有限公司"]
    titles = [entry.title for below in (one, two) for entry in below if not isinstance(entry, list)]
    assert titles == ["吴春分 230103", "周小满 230101", "王𬭎 230102"]


def test_a_failure_with_the_files_takes_no_earlier_pdf_away(rated: Office) -> None:
    one = FormSelection(students=(rated.ids["s1"],))
    forms = rated.services.printing.forms
    kept, fresh = rated.folder / "kept.pdf", rated.folder / "fresh.pdf"
    forms.print_forms(forms.job("archive", one), file=kept, attachments=False)
    for file in (kept, fresh):
        done: list[int] = []

        def progress(step: int, of: int, done: list[int] = done) -> None:
            done.append(step)

        with pytest.raises(Cancelled):  # when the pages are drawn and the first file is to be laid
            forms.print_forms(
                forms.job("archive", one),
                file=file,
                progress=progress,
                cancelled=lambda d=done, f=file: len(d) == 2 and f.exists(),
            )
    assert kept.exists()
    assert not fresh.exists()
    assert not [path for path in rated.folder.iterdir() if path.name.endswith("附件")]
