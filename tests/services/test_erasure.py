"""Erasing a person on request: what is said before, and who may do it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldteacher.bootstrap import create_services
from fieldteacher.domain.clock import Clock, Ids
from fieldteacher.domain.errors import InputRefused, NotFound
from fieldteacher.services.app import Services
from fieldteacher.store.verifying import verify


def known(services: Services) -> tuple[str, str]:
    """A student with a talk, of whom a visit speaks and whom an incident names; the incident's id too."""
    put = services.records.put
    firm, _ = put("enterprise", {"name": "苏州甲厂"})
    pupil, _ = put("student", {"student_number": "1", "name": "欧阳芷若"})
    put("talk", {"student": pupil, "talked_on": "2026-03-16", "work": "欧阳芷若说学会了"})
    put("visit", {"enterprise": firm, "visited_on": "2026-03-16", "findings": "欧阳芷若反映食堂菜少"})
    put("visit", {"enterprise": firm, "visited_on": "2026-03-17", "findings": "无"})
    incident, _ = put("incident", {"kind": "illness", "occurred_at": "2026-03-02T08:00", "students": [pupil]})
    return pupil, incident


def test_what_goes_and_what_somebody_has_to_look_at_is_said_before(services: Services) -> None:
    pupil, incident = known(services)
    looked = services.erasure.look(pupil)
    assert (looked.title, looked.records, looked.files) == ("欧阳芷若", {"student": 1, "talk": 1}, 0)
    assert looked.changes == 5
    assert {(each.type, each.field) for each in looked.mentioned} == {
        ("visit", "findings"),
        ("incident", "students"),
    }
    assert incident in {each.record for each in looked.mentioned}
    assert services.records.need("student", pupil)["name"] == "欧阳芷若"
    with pytest.raises(NotFound):
        services.erasure.look("nobody")


def test_a_teacher_passes_the_request_on(services: Services) -> None:
    pupil, _ = known(services)
    with pytest.raises(InputRefused) as error:
        services.erasure.erase(pupil)
    assert error.value.code == "not_the_office"
    assert services.records.need("student", pupil)


def test_the_office_erases(tmp_path: Path, clock: Clock, ids: Ids) -> None:
    services = create_services(tmp_path / "office", role="office", college="示例学院", clock=clock, ids=ids)
    pupil, incident = known(services)
    looked, changes = services.erasure.erase(pupil)
    assert len(looked.mentioned) == 2
    assert ("student", pupil) in changes.deleted
    assert services.records.list("student") == (0, [])
    assert {hit.type for hit in services.search.find("欧阳")} == {"visit"}
    assert services.records.need("incident", incident)["students"] == (pupil,)
    assert verify(services.store) == []
    services.close()
