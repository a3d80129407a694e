"""A few invented people for the screens' tests."""

from __future__ import annotations

from dataclasses import dataclass

from fieldteacher.services.app import Services


@dataclass(frozen=True, slots=True)
class People:
    """Ids of what was made."""

    chenyao: str
    bolan: str
    zhang: str
    wang: str
    li: str
    placement: str


def settle_people(services: Services) -> People:
    """Two enterprises; 张伟 placed at the first since January, 王芳 and 李娜 not placed."""
    put = services.records.put
    chenyao, _ = put(
        "enterprise", {"name": "苏州晨曜精密电子有限公司", "short_name": "晨曜电子", "phone": "0512-62880000"}
    )
    bolan, _ = put("enterprise", {"name": "苏州博澜半导体有限公司", "short_name": "博澜半导体"})
    put("contact", {"enterprise": chenyao, "name": "周敏", "role": "hr", "phone": "13900001111"})
    zhang, _ = put(
        "student",
        {
            "student_number": "2023001",
            "name": "张伟",
            "class_name": "机电2301",
            "phone": "13800001111",
            "attention_level": "L1",
        },
    )
    wang, _ = put("student", {"student_number": "2023002", "name": "王芳", "class_name": "机电2302"})
    li, _ = put("student", {"student_number": "2023003", "name": "李娜", "class_name": "数控2301"})
    placement, _ = services.placements.place(
        {"student": zhang, "enterprise": chenyao, "start": "2026-01-05", "end": "2026-06-30", "post": "质检"}
    )
    put("promise", {"about": zhang, "what": "与车间商量调班", "due_on": "2026-03-10", "status": "open"})
    return People(chenyao, bolan, zhang, wang, li, placement)
