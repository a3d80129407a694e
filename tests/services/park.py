"""A handful of invented people at two enterprises, to try services on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fieldteacher.services.app import Services

PAPERS = ("tri_party_agreement", "consent", "liability_insurance", "safety_training")
"""What every placement needs."""


@dataclass
class Park:
    """Two enterprises, a contact, three students; the first two are placed at the first enterprise.

    Attributes hold record ids.
    """

    services: Services
    enterprise: str = ""
    other_enterprise: str = ""
    mentor: str = ""
    students: list[str] = field(default_factory=list)
    placements: list[str] = field(default_factory=list)

    @classmethod
    def settle(cls, services: Services) -> Park:
        """Fill an empty store."""
        park = cls(services)
        park.enterprise = park.add(
            "enterprise", name="苏州甲精密有限公司", short_name="甲精密", city="苏州市"
        )
        park.other_enterprise = park.add("enterprise", name="昆山乙电子厂")
        park.mentor = park.add(
            "contact", enterprise=park.enterprise, name="钱师傅", role="mentor", phone="13700137000"
        )
        for number, name in enumerate(("李晓明", "王芳", "单丽"), start=1):
            park.students.append(
                park.add(
                    "student",
                    student_number=f"23010{number}",
                    name=name,
                    class_name="机电2301",
                    phone=f"1380013800{number}",
                )
            )
        for student in park.students[:2]:
            park.placements.append(park.place(student))
        return park

    def add(self, type_name: str, **values: Any) -> str:
        """Save a new record; returns its id."""
        return self.services.records.put(type_name, values)[0]

    def place(self, student: str, enterprise: str = "", start: str = "2026-03-01", **values: Any) -> str:
        """Place a student; returns the placement's id."""
        return self.services.placements.place(
            {
                "student": student,
                "enterprise": enterprise or self.enterprise,
                "start": start,
                "mentor": self.mentor,
                **values,
            }
        )[0]

    def all(self, type_name: str, **where: Any) -> list[dict[str, Any]]:
        """The records of a type."""
        return self.services.records.list(type_name, where)[1]

    def value(self, type_name: str, record: str, name: str) -> Any:
        """A field's value, deleted record or not."""
        found = self.services.records.get(type_name, record)
        assert found is not None
        return found[name]
