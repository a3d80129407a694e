"""An office and its teachers exchange packages."""

from __future__ import annotations

import pytest
from tests.services.exchange.stations import College, change, export, send, swap, value

from fieldteacher.config.paths import resources
from fieldteacher.domain.errors import Cancelled, InputRefused, NotFound, UserError
from fieldteacher.services.app import Services
from fieldteacher.services.conflicts import Choice
from fieldteacher.store.blobs import Blobs

PHOTO = resources() / "templates" / "photos" / "meeting.jpg"


def state(services: Services, name: str) -> tuple[int, int]:
    """What a station thinks another lacks: dossiers and changes."""
    peers = services.exchange.synchronisation.overview().peers
    (found,) = [peer for peer in peers if peer.station.label == name]
    return found.waiting, found.changes


def test_a_teacher_joins_with_what_the_office_typed_before(college: College) -> None:
    college.office.records.put("teacher", {"name": "张老师"})
    mine = college.student("李明", "1", "张老师")
    college.office.records.put("teacher", {"name": "王老师"})
    other = college.student("赵强", "2", "王老师")
    teacher = college.join("张老师")
    assert value(teacher, "student", mine, "name") == "李明"
    assert teacher.records.get("student", other) is None
    assert teacher.settings.status().college == "示例职业技术学院"
    assert teacher.settings.status().owner == "张老师"
    assert teacher.records.count("teacher") == 2
    assert not teacher.exchange.synchronisation.overview().joined
    taken = send(college, teacher, college.office)
    assert taken.merged.applied == 0
    (peer,) = college.office.exchange.stations.peers()
    assert (peer.station.label, peer.station.role) == ("张老师", "teacher")
    send(college, college.office, teacher)
    assert teacher.exchange.synchronisation.overview().joined


def test_what_both_change_meets_as_a_conflict_on_both_sides_and_is_settled_once(college: College) -> None:
    teacher = college.add("张老师")
    student = college.student("李明", "1", "张老师", phone="13800000001")
    swap(college, college.office, teacher)
    change(college.office, "student", student, phone="13800000002")
    change(teacher, "student", student, phone="13800000003", major="机电")
    taken = send(college, teacher, college.office)
    assert taken.merged.conflicts == (("student", student, "phone"),)
    assert [line.state for line in taken.lines] == ["conflict"]
    assert send(college, college.office, teacher).merged.conflicts == (("student", student, "phone"),)
    assert len(teacher.conflicts.waiting()) == len(college.office.conflicts.waiting()) == 1
    teacher.conflicts.settle([Choice(teacher.conflicts.waiting()[0], "13800000002")])
    send(college, teacher, college.office)
    assert college.office.conflicts.waiting() == []
    assert value(college.office, "student", student, "phone") == "13800000002"
    assert value(college.office, "student", student, "major") == "机电"


def test_only_what_differs_goes_and_a_lost_package_is_made_good(college: College) -> None:
    teacher = college.add("张老师")
    first = college.student("李明", "1", "张老师")
    second = college.student("赵强", "2", "张老师")
    swap(college, college.office, teacher)
    assert state(college.office, "张老师") == state(teacher, "实习办") == (0, 0)
    change(teacher, "student", first, major="机电")
    export(college, teacher, college.office)  # lost
    change(teacher, "student", second, major="数控")
    assert state(teacher, "实习办") == (2, 2)
    exported = export(college, teacher, college.office)
    assert exported.dossiers == 2
    college.office.exchange.synchronisation.take_in(exported.file)
    assert value(college.office, "student", first, "major") == "机电"
    assert state(teacher, "实习办") == (2, 2), "sent is not received"
    send(college, college.office, teacher)
    assert state(teacher, "实习办") == (0, 0)
    assert export(college, teacher, college.office).dossiers == 0


def test_the_same_package_again_is_known_and_an_old_one_says_nothing_of_what_is_held(
    college: College,
) -> None:
    teacher = college.add("张老师")
    student = college.student("李明", "1", "张老师")
    swap(college, college.office, teacher)
    change(teacher, "student", student, major="机电")
    old = export(college, teacher, college.office)
    change(teacher, "student", student, major="数控")
    send(college, teacher, college.office)
    have = college.office.exchange.stations.peers()[0].have
    again = college.office.exchange.synchronisation.take_in(old.file)
    assert (again.merged.applied, bool(again.changes)) == (0, False)
    assert again.merged.known > 0
    assert college.office.exchange.stations.peers()[0].have == have
    assert value(college.office, "student", student, "major") == "数控"


def test_a_preview_says_what_taking_in_does_and_writes_nothing(college: College) -> None:
    teacher = college.add("张老师")
    student = college.student("李明", "1", "张老师")
    swap(college, college.office, teacher)
    change(teacher, "student", student, major="机电")
    talk = teacher.records.put("talk", {"student": student, "talked_on": "2026-03-10"})[0]
    exported = export(college, teacher, college.office)
    before = college.office.store.read().query("SELECT count(*) FROM change")
    preview = college.office.exchange.synchronisation.preview(exported.file)
    assert college.office.store.read().query("SELECT count(*) FROM change") == before
    assert college.office.records.get("talk", talk) is None
    assert preview.merged.created == {("talk", talk)}
    assert preview.merged.changed == {("student", student)}
    assert [(line.state, line.title.zh, line.what.zh) for line in preview.lines] == [
        ("changed", "李明", "专业"), ("created", "李明 · 2026-03-10", ""),
    ]  # fmt: skip
    assert (preview.counts["created"], preview.counts["applied"]) == (1, 3)
    taken = college.office.exchange.synchronisation.take_in(exported.file)
    assert taken.merged.created == preview.merged.created
    assert taken.merged.changed == preview.merged.changed
    assert taken.counts == preview.counts


def test_an_import_is_taken_back_as_a_whole_and_comes_again(college: College) -> None:
    teacher = college.add("张老师")
    student = college.student("李明", "1", "张老师", major="旧")
    swap(college, college.office, teacher)
    change(teacher, "student", student, major="新")
    exported = export(college, teacher, college.office)
    packages = college.office.exchange.synchronisation
    packages.take_in(exported.file)
    changes = packages.undo()
    assert ("student", student) in changes.changed
    assert value(college.office, "student", student, "major") == "旧"
    assert packages.history()[0].undone
    packages.take_in(exported.file)
    assert value(college.office, "student", student, "major") == "新"
    packages.undo(exported.package)
    assert value(college.office, "student", student, "major") == "旧"
    with pytest.raises(NotFound):
        packages.undo("0000")


def test_an_import_that_is_stopped_leaves_nothing(college: College) -> None:
    teacher = college.add("张老师")
    student = college.student("李明", "1", "张老师")
    swap(college, college.office, teacher)
    teacher.attachments.add(student, teacher.attachments.take_in([PHOTO]).kept)
    exported = export(college, teacher, college.office)
    before = college.office.store.read().query("SELECT count(*) FROM change")
    for at in (0, 30, 80):
        heard: list[int] = []

        def stop(done: int, of: int, at: int = at, heard: list[int] = heard) -> None:
            heard.append(done)
            if done >= at:
                raise Cancelled

        with pytest.raises(Cancelled):
            college.office.exchange.synchronisation.take_in(exported.file, told=stop)
        assert heard[-1] >= at
        assert college.office.store.read().query("SELECT count(*) FROM change") == before
    taken = college.office.exchange.synchronisation.take_in(exported.file)
    assert (taken.files, len(taken.merged.created)) == (1, 1)


def test_a_save_need_not_wait_for_the_photos_of_an_export(college: College) -> None:
    teacher = college.add("张老师")
    student = college.student("李明", "1", "张老师")
    swap(college, college.office, teacher)
    sha256 = Blobs(teacher.store, college.clock).put(bytes(3_000_000))
    teacher.records.put(
        "attachment", {"owner": student, "sha256": sha256, "name": "大文件", "size": 3_000_000}
    )
    saved: list[int] = []

    def told(done: int, of: int) -> None:  # heard while the package is sealed, when all has been read
        if not saved:
            saved.append(1)
            change(teacher, "student", student, major="机电")

    exported = export(college, teacher, college.office, told=told)
    assert saved
    taken = college.office.exchange.synchronisation.take_in(exported.file)
    assert value(college.office, "student", student, "major") is None
    assert taken.merged.differing == ()
    send(college, teacher, college.office)
    assert value(college.office, "student", student, "major") == "机电"


def test_a_mass_deletion_needs_a_word(college: College) -> None:
    teacher = college.add("张老师")
    students = [college.student(f"学生{n}", str(n), "张老师") for n in range(12)]
    swap(college, college.office, teacher)
    for student in students[:6]:
        teacher.records.delete("student", student)
    exported = export(college, teacher, college.office)
    packages = college.office.exchange.synchronisation
    preview = packages.preview(exported.file)
    assert preview.gate is not None
    assert (preview.gate.number, preview.gate.deleted) == (6, {"student": 6})
    before = college.office.store.read().query("SELECT * FROM peer")
    with pytest.raises(InputRefused) as refused:
        packages.take_in(exported.file)
    assert refused.value.code == "mass_deletion"
    assert "删除 6 条学生记录" in refused.value.text.zh
    assert college.office.store.read().query("SELECT * FROM peer") == before
    assert college.office.records.count("student") == 12
    assert len(packages.take_in(exported.file, accept_deletions=True).merged.deleted) == 6
    assert college.office.records.count("student") == 6


def test_rewriting_most_of_many_students_needs_a_word_too(college: College) -> None:
    teacher = college.add("张老师")
    students = [college.student(f"学生{n}", str(n), "张老师") for n in range(21)]
    swap(college, college.office, teacher)
    for number, student in enumerate(students):
        change(teacher, "student", student, name=f"某人{number}", student_number=f"9{number}")
    exported = export(college, teacher, college.office)
    gate = college.office.exchange.synchronisation.preview(exported.file).gate
    assert gate is not None
    assert (gate.number, gate.rewritten) == (21, 21)


def test_a_handover_reaches_both_teachers_and_the_former_one_is_told(college: College) -> None:
    anna, bela = college.add("安老师"), college.add("白老师")
    student = college.student("李明", "1", "安老师")
    talk = None
    for teacher in (anna, bela):
        swap(college, college.office, teacher)
    talk = anna.records.put("talk", {"student": student, "talked_on": "2026-03-10"})[0]
    (placement,) = college.office.records.list("placement")[1]
    change(
        college.office,
        "placement",
        placement["id"],
        teacher=college.office.exchange.stations.teacher_named("白老师"),
    )
    send(college, college.office, anna)
    taken_away = anna.store.read().query("SELECT id FROM dossier WHERE released_ms IS NOT NULL")
    assert taken_away == [(f"student:{student}",)]
    send(college, college.office, bela)
    assert value(bela, "student", student, "name") == "李明"
    send(college, anna, college.office)  # what she wrote before she knew
    assert value(college.office, "talk", talk, "talked_on") == "2026-03-10"
    send(college, college.office, bela)
    assert value(bela, "talk", talk, "talked_on") == "2026-03-10"
    bela.records.put("talk", {"student": student, "talked_on": "2026-03-12"})
    send(college, bela, college.office)
    taken = send(college, college.office, anna)
    assert taken.merged.created == frozenset(), "what the new teacher writes does not go to the former one"
    own = anna.store.read().query("SELECT digest FROM dossier WHERE id = ?", (f"student:{student}",))[0][0]
    office = anna.exchange.stations.find("office")
    assert office.have[f"student:{student}"] == own, "the office says that all she has is there"
    change(
        college.office,
        "placement",
        placement["id"],
        teacher=college.office.exchange.stations.teacher_named("安老师"),
    )
    send(college, college.office, anna)
    assert anna.store.read().query("SELECT id FROM dossier WHERE released_ms IS NOT NULL") == []
    assert anna.records.count("talk") == 2


def test_a_student_handed_over_leaves_the_former_laptop_when_the_office_has_everything(
    college: College,
) -> None:
    anna, bela = college.add("安老师"), college.add("白老师")
    student, other = college.student("李明", "1", "安老师"), college.student("赵强", "2", "安老师")
    for teacher in (anna, bela):
        swap(college, college.office, teacher)
    name = college.office.exchange.stations.teacher_named
    placement = college.office.records.list("placement", {"student": student})[1][0]["id"]
    change(college.office, "placement", placement, teacher=name("白老师"))
    send(college, college.office, anna)
    college.clock.advance(days=15)
    talk = anna.records.put("talk", {"student": student, "talked_on": "2026-03-10"})[0]
    send(college, college.office, anna)
    assert value(anna, "student", student, "name") == "李明", "the office does not have her talk yet"
    send(college, college.office, bela)
    bela.records.put("talk", {"student": student, "talked_on": "2026-03-20"})
    send(college, bela, college.office)
    late = export(college, college.office, anna)
    send(college, anna, college.office)
    send(college, college.office, anna)
    assert anna.records.get("student", student) is None
    assert value(anna, "student", other, "name") == "赵强"
    anna.exchange.synchronisation.take_in(late.file)
    assert anna.records.get("student", student) is None
    send(college, anna, college.office)
    assert value(college.office, "talk", talk, "talked_on") == "2026-03-10"
    assert college.office.records.count("student") == 2, "removing is no deletion"
    change(college.office, "placement", placement, teacher=name("安老师"))
    send(college, college.office, anna)
    assert anna.records.count("talk") == 2
    assert value(anna, "student", student, "name") == "李明"


def test_teachers_exchange_directly_once_the_office_told_them_of_each_other(college: College) -> None:
    anna = college.add("安老师")
    bela = college.add("白老师", "安老师")
    student = college.student("李明", "1", "安老师")
    for teacher in (anna, bela):
        swap(college, college.office, teacher)
    swap(college, college.office, anna)
    change(anna, "student", student, major="机电")
    taken = send(college, anna, bela)
    assert value(bela, "student", student, "major") == "机电"
    assert taken.sender.label == "安老师"
    assert send(college, anna, college.office).merged.applied == 1


def test_who_may_and_may_not(college: College) -> None:
    teacher = college.add("张老师")
    stranger = college.add("王老师")
    exported = export(college, teacher, college.office)
    with pytest.raises(InputRefused) as refused:
        stranger.exchange.synchronisation.take_in(exported.file)
    assert refused.value.code == "not_for_us"
    college.office.exchange.stations.revoke("张老师")
    for verb in (
        college.office.exchange.synchronisation.preview,
        college.office.exchange.synchronisation.take_in,
    ):
        with pytest.raises(InputRefused) as refused:
            verb(exported.file)
        assert refused.value.code == "revoked_sender"
    with pytest.raises(UserError) as refused_export:
        export(college, college.office, teacher)
    assert refused_export.value.code == "revoked_recipient"
    college.office.exchange.stations.reinstate("张老师")
    college.office.exchange.synchronisation.take_in(exported.file)
    for verb in (teacher.exchange.stations.revoke, teacher.exchange.stations.reinstate):
        with pytest.raises(UserError) as not_office:
            verb("王老师")
        assert not_office.value.code == "not_the_office"


def test_an_invitation_serves_once(college: College) -> None:
    teacher = college.join("张老师")
    file = college.folder / "张老师.ftinvite"
    assert file.exists()
    send(college, teacher, college.office)
    assert college.office.exchange.inviting.open_invites() == []
    assert len(college.office.exchange.stations.peers()) == 1


def test_an_invitation_that_was_taken_back_admits_nobody(college: College) -> None:
    teacher = college.join("张老师")
    exported = export(college, teacher, college.office)
    assert college.office.exchange.inviting.withdraw("张老师") == 1
    with pytest.raises(InputRefused) as refused:
        college.office.exchange.synchronisation.take_in(exported.file)
    assert refused.value.code == "bad_enrolment"
    with pytest.raises(NotFound):
        college.office.exchange.inviting.withdraw("张老师")


def test_stations_are_called_as_their_owners_are_now(college: College) -> None:
    teacher = college.add("张老师")
    (record,) = college.office.records.list("teacher")[1]
    change(college.office, "teacher", record["id"], name="张建国")
    college.office.settings.set("author", "就业办")
    assert [peer.station.label for peer in college.office.exchange.stations.peers()] == ["张建国"]
    send(college, college.office, teacher)
    assert teacher.exchange.stations.need_own().station.label == "张建国"
    assert [peer.station.label for peer in teacher.exchange.stations.peers()] == ["就业办"]


def test_a_store_outside_any_exchange_says_so(services: Services) -> None:
    with pytest.raises(UserError) as refused:
        services.exchange.synchronisation.export("office", services.store.folder / "x.ftpkg")
    assert refused.value.code == "not_joined"
    with pytest.raises(UserError) as refused:
        services.exchange.inviting.invite("张老师", services.store.folder / "x.ftinvite")
    assert refused.value.code == "not_the_office"
