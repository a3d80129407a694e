"""A small office with one of every record that a form shows."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.forms.selection import FormSelection
from fieldteacher.services.printing import Printed, PrintOptions
from fieldteacher.store.blobs import Blobs

SECRET = "只给自己看的话"
ALL = FormSelection()


def photo(colour: str = "green") -> bytes:
    """A JPEG picture."""
    kept = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(kept, "JPEG")
    return kept.getvalue()


def pages_of(file: Path) -> list[str]:
    """The text of each page without spaces."""
    return [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(file).pages]


def text_of(file: Path) -> str:
    return "".join(pages_of(file))


@dataclass
class Office:
    """The services, and the ids of what is in them."""

    services: Services
    ids: dict[str, str]
    folder: Path

    def printed(self, form: str, selection: FormSelection = ALL, **more: Any) -> Printed:
        """Print into one file."""
        forms = self.services.printing.forms
        job = forms.job(form, selection, **more)
        file = self.folder / f"{form}.pdf"
        return forms.print_forms(job, file=file, options=PrintOptions(placeholders=True))

    def text(self, form: str, selection: FormSelection = ALL, **more: Any) -> str:
        """The text of what is printed."""
        return text_of(self.printed(form, selection, **more).files[0])

    def put(self, type_name: str, values: dict[str, Any], record: str | None = None) -> str:
        return self.services.records.put(type_name, values, record=record)[0]


@pytest.fixture
def office(services: Services, clock: Clock, tmp_path: Path) -> Office:
    """甲厂 with two students, 乙厂 with one; a visit with talks, promises and a photo; an incident; papers."""
    sha256 = Blobs(services.store, clock).put(photo())
    ids: dict[str, str] = {}
    with services.store.write(Text("造测试数据", "make test data")) as txn:
        ids["teacher"] = txn.create("teacher", {"name": "张老师", "staff_number": "T01", "title": "讲师"})
        ids["batch"] = txn.create("batch", {"name": "2026届", "start": "2026-03-02", "end": "2026-08-28"})
        for key, name in (("a", "苏州甲厂有限公司"), ("b", "乙厂")):
            ids[key] = txn.create(
                "enterprise", {"name": name, "address": "星湖街1号", "phone": "0512-67000001"}
            )
        ids["mentor"] = txn.create(
            "contact", {"enterprise": ids["a"], "name": "钱师傅", "role": "mentor", "phone": "13900000001"}
        )
        for number, (name, firm) in enumerate((("周小满", "a"), ("王𬭎", "a"), ("吴春分", "b")), 1):
            student = txn.create(
                "student",
                {
                    "student_number": f"23010{number}", "name": name, "class_name": "机电2301班", "major": "机电一体化",
                    "guardian_name": "周大满", "guardian_phone": "13800000000",
                },
            )  # fmt: skip
            ids[f"s{number}"] = student
            ids[f"p{number}"] = txn.create(
                "placement",
                {
                    "student": student, "enterprise": ids[firm], "post": "装配工", "start": "2026-03-02", "end": "2026-08-28",
                    "status": "active", "batch": ids["batch"], "teacher": ids["teacher"], "mentor": ids["mentor"],
                },
            )  # fmt: skip
        ids["paper"] = txn.create(
            "paper",
            {
                "placement": ids["p1"], "kind": "tri_party_agreement", "number": "SX2026001", "signed_on": "2026-02-20",
                "items": ("parties", "pay"),
            },
        )  # fmt: skip
        txn.create("paper", {"placement": ids["p1"], "kind": "consent", "signed_on": "2026-02-21"})
        txn.create(
            "journal",
            {"student": ids["s1"], "kind": "weekly", "period": "2026-W11", "characters": 640, "stars": 4},
        )
    visit, _ = services.visits.record(
        {
            "enterprise": ids["a"], "visited_on": "2026-03-10", "visitors": "张老师、李书记", "received_by": "人事 赵六",
            "training": "师徒一对一，每周集中培训一次。", "findings": "夜班安排过多。", "rule_answers": {"R10": "yes", "R15": "no"},
        },
        [ids["s1"], ids["s2"]],
        common={"work": "按时上下班。"},
        single={ids["s2"]: {"difficulties": "想家。", "private_note": SECRET}},
        promises=[{"what": "取消学生夜班", "who": "赵六", "due_on": "2026-03-20"}],
    )  # fmt: skip
    ids["visit"] = visit
    ids["talk"] = next(row["id"] for row in services.records.list("talk")[1] if row["student"] == ids["s2"])
    with services.store.write(Text("造测试数据", "make test data")) as txn:
        ids["photo"] = txn.create(
            "attachment",
            {
                "owner": visit,
                "name": "周小满的照片.jpg",
                "media_type": "image/jpeg",
                "sha256": sha256,
                "caption": "装配线",
            },
        )
        ids["incident"] = txn.create(
            "incident",
            {
                "kind": "machine", "level": "minor", "occurred_at": "2026-03-12T14:05", "known_at": "2026-03-12T14:20",
                "enterprise": ids["a"], "students": (ids["s1"],), "course": "清理切屑时划伤。", "injury": "左手食指缝两针。",
                "measures": "送医。", "place": "二号车间",
            },
        )  # fmt: skip
        for told, when in (("school", "2026-03-12T14:31"), ("guardian", "2026-03-12T16:30")):
            txn.create(
                "notification",
                {"incident": ids["incident"], "told": told, "told_at": when, "person": "值班室"},
            )
    return Office(services, ids, tmp_path)


@pytest.fixture
def only() -> Callable[[str], FormSelection]:
    """One record by its id."""
    return lambda record: FormSelection(ids=(record,))
