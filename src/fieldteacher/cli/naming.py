"""Records as people name them on the command line."""

from __future__ import annotations

from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services


def student(services: Services, given: str) -> str:
    """The id of a student named by id or student number. Raises ``NotFound``, ``UserError`` (``ambiguous``)."""
    if services.records.get("student", given) is not None:
        return str(services.records.need("student", given)["id"])
    _, rows = services.records.list("student", {"student_number": given}, limit=2)
    if len(rows) > 1:
        raise UserError(
            "ambiguous",
            Text("学号 {n} 有多名学生，请用编号。", "Several students have the number {n}; use the id.").fill(n=given),
        )  # fmt: skip
    if not rows:
        raise NotFound("not_found", Text("没有学生 {id}。", "There is no student {id}.").fill(id=given))
    return str(rows[0]["id"])


def known(services: Services, type_name: str, given: str | None) -> str | None:
    """The id given, after making sure that there is such a record."""
    return None if given is None else str(services.records.need(type_name, given)["id"])
