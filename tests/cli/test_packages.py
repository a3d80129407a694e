"""``package``, ``device`` and ``join``: an office and its teachers play through what happens in a term."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.cli.exchanging import College

DAY = "2026-03-16"


@pytest.fixture
def college(command: Command, tmp_path: Path) -> College:
    """An office that invited nobody yet."""
    return College(command, tmp_path).found()


@pytest.fixture
def pair(college: College) -> College:
    """The office and 张老师, who holds 李明."""
    college.student("李明", "230101", "张老师")
    college.join("张老师")
    college.settle("张老师")
    return college


def student_of(college: College, station: str = "office", number: str = "230101") -> str:
    """The id of a student."""
    found = college.run(station, "record", "list", "student", "--where", f"student_number={number}")
    return str(found["records"][0]["id"])


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file of a store."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip


def test_sixty_students_two_teachers_both_ways(college: College) -> None:
    anna, bela = college.students("甲", 30, "安老师"), college.students("乙", 30, "白老师")
    for teacher, mine in (("安老师", anna), ("白老师", bela)):
        college.join(teacher)
        assert {row["id"] for row in college.run(teacher, "record", "list", "student")["records"]} == set(
            mine
        )
    talk = college.put("安老师", "talk", student=anna[0], talked_on=DAY, work="适应良好")
    college.put("白老师", "talk", student=bela[0], talked_on=DAY, work="想换岗")
    for teacher in ("安老师", "白老师"):
        exported = college.export(teacher, "office")
        assert (exported["dossiers"], exported["attachments"]) == (1, 0)
        preview = college.run("office", "package", "preview", exported["file"])
        taken = college.run("office", "package", "import", exported["file"])
        assert preview["created"] == taken["created"] == 1
        assert (taken["from"], taken["conflicts"], taken["rejected"], taken["deleted"]) == (teacher, 0, 0, 0)
        assert taken["changes_by_name"][0]["state"] == "created"
    assert college.value("office", "talk", talk, "work") == "适应良好"
    college.put("office", "student", id=bela[0], class_name="机电2301")
    assert college.send("office", "安老师")["applied"] == 0
    assert college.send("office", "白老师")["changed"] == 1
    assert college.value("白老师", "student", bela[0], "class_name") == "机电2301"
    states = college.run("office", "office", "status")["teachers"]
    assert [(each["teacher"], each["state"], each["students"]) for each in states] == [
        ("安老师", "joined", 30), ("白老师", "joined", 30),
    ]  # fmt: skip


def test_a_conflict_is_listed_on_both_sides_settled_once_and_gone_everywhere(pair: College) -> None:
    student = student_of(pair)
    talk = pair.put("张老师", "talk", student=student, talked_on=DAY, work="一")
    pair.settle("张老师")
    pair.put("张老师", "talk", id=talk, work="教师的话")
    pair.put("office", "talk", id=talk, work="办公室的话")
    taken = pair.send("张老师", "office", status=1)
    assert taken["conflicts"] == 1
    assert taken["changes_by_name"][0]["what"] == "工作"
    pair.send("office", "张老师", status=1)
    for station in ("office", "张老师"):
        (conflict,) = pair.run(station, "conflict", "list", status=1)["conflicts"]
        assert {value["value"] for value in conflict["values"]} == {"教师的话", "办公室的话"}
        assert {value["by"] for value in conflict["values"]} == {"张老师", "实习办"}
    pair.run("张老师", "conflict", "resolve", conflict["id"], "--value", json.dumps("两人的话"))
    pair.send("张老师", "office")
    pair.send("office", "张老师")
    for station in ("office", "张老师"):
        assert pair.run(station, "conflict", "list")["conflicts"] == []
        assert pair.value(station, "talk", talk, "work") == "两人的话"


def test_a_deletion_against_an_edit_is_shown_and_nothing_is_lost(pair: College) -> None:
    student = student_of(pair)
    talk = pair.put("张老师", "talk", student=student, talked_on=DAY, work="一")
    pair.settle("张老师")
    pair.run("office", "record", "delete", "talk", talk)
    pair.put("张老师", "talk", id=talk, work="后来补记")
    taken = pair.send("张老师", "office", status=1)
    assert taken["changes_by_name"][0]["what"] == "是否删除"
    (conflict,) = pair.run("office", "conflict", "list", status=1)["conflicts"]
    assert conflict["field"] == "deleted"
    shown = pair.run("office", "record", "show", "talk", talk, status=1)
    assert (shown["record"]["work"], shown["record"]["deleted"]) == ("后来补记", False)
    pair.run("office", "record", "restore", "talk", talk)
    pair.send("office", "张老师")
    assert pair.run("张老师", "record", "list", "talk")["total"] == 1


def test_the_same_package_again_is_known(pair: College) -> None:
    pair.put("张老师", "student", id=student_of(pair), major="机电")
    exported = pair.export("张老师", "office")
    assert pair.run("office", "package", "import", exported["file"])["applied"] == 1
    again = pair.run("office", "package", "import", exported["file"])
    assert (again["applied"], again["created"], again["changed"], again["deleted"]) == (0, 0, 0, 0)
    assert again["already_known"] == exported["changes"]


def test_a_lost_package_is_made_good_by_the_next(pair: College) -> None:
    pair.put("张老师", "student", id=student_of(pair), major="机电")
    Path(pair.export("张老师", "office")["file"]).unlink()
    assert pair.send("张老师", "office")["applied"] == 1
    assert pair.value("office", "student", student_of(pair), "major") == "机电"


def test_a_laptop_restored_from_last_week_loses_nothing_the_office_has(pair: College) -> None:
    student, folder = student_of(pair), pair.folder
    backup = pair.run("张老师", "backup", "create", str(folder / "backups"))["file"]
    pair.put("张老师", "student", id=student, major="机电")
    pair.send("张老师", "office")
    shutil.rmtree(folder / "张老师")
    pair.command("backup", "restore", str(backup), "--into", str(folder / "张老师"))
    assert pair.value("张老师", "student", student, "major") is None
    pair.put("张老师", "student", id=student, class_name="机电2301")
    pair.settle("张老师")
    for station in ("office", "张老师"):
        assert pair.value(station, "student", student, "major") == "机电"
        assert pair.value(station, "student", student, "class_name") == "机电2301"
    assert pair.run("office", "conflict", "list")["conflicts"] == []


def test_a_student_changes_teacher(pair: College) -> None:
    pair.join("王老师")
    student = student_of(pair)
    assert pair.run("王老师", "record", "list", "student")["total"] == 0
    (placement,) = pair.run("office", "record", "list", "placement")["records"]
    new = pair.run("office", "record", "list", "teacher", "--where", "name=王老师")["records"][0]["id"]
    pair.put("office", "placement", id=placement["id"], teacher=new)
    talk = pair.put("张老师", "talk", student=student, talked_on=DAY, work="交接前")
    pair.settle("张老师", "王老师")
    assert pair.value("王老师", "talk", talk, "work") == "交接前"
    later = pair.put("王老师", "talk", student=student, talked_on=DAY, work="交接后")
    pair.settle("王老师", "张老师")
    assert pair.run("张老师", "record", "show", "talk", later, status=3)["error"]["code"] == "not_found"
    assert pair.value("office", "talk", later, "work") == "交接后"


def test_teachers_exchange_directly(pair: College) -> None:
    pair.join("王老师", "--covers", "张老师")
    pair.settle("张老师", "王老师")
    pair.put("张老师", "student", id=student_of(pair), major="机电")
    assert pair.send("张老师", "王老师")["from"] == "张老师"
    assert pair.value("王老师", "student", student_of(pair), "major") == "机电"


def test_photos_stay_behind_until_they_are_wanted(pair: College) -> None:
    from fieldteacher.config.paths import resources

    photo = resources() / "templates" / "photos" / "meeting.jpg"
    visit = pair.put(
        "张老师",
        "visit",
        visited_on=DAY,
        enterprise=pair.run("张老师", "record", "list", "enterprise")["records"][0]["id"],
    )
    pair.run("张老师", "attachment", "add", str(photo), "--owner", visit)
    exported = pair.export("张老师", "office", "--photos", "none")
    assert (exported["attachments"], exported["left_out"]) == (0, 1)
    assert pair.run("office", "package", "import", exported["file"])["files"] == 0
    pair.send("office", "张老师")
    assert pair.export("张老师", "office", "--photos", "0")["left_out"] == 1
    exported = pair.export("张老师", "office")
    assert (exported["attachments"], exported["left_out"]) == (1, 0)
    assert pair.run("office", "package", "import", exported["file"])["files"] == 1
    pair.send("office", "张老师")
    assert pair.export("张老师", "office")["attachments"] == 0


def test_many_deletions_need_a_word_and_a_refusal_leaves_the_store_as_it_was(college: College) -> None:
    students = college.students("学生", 20, "张老师")
    college.join("张老师")
    for student in students[:10]:
        college.run("张老师", "record", "delete", "student", student)
    exported = college.export("张老师", "office")
    before = fingerprint(college.folder / "office")
    outcome = college.outcome("office", "package", "import", exported["file"])
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "mass_deletion")
    assert "10" in outcome.err
    assert outcome.err.count("\n") == 1
    assert college.run("office", "package", "preview", exported["file"], status=1)["gate"]["deleted"] == {
        "student": 10
    }
    assert fingerprint(college.folder / "office") == before
    assert college.run("office", "package", "import", exported["file"], "--accept-deletions")["deleted"] == 10


@pytest.mark.parametrize("verb", ["preview", "import"])
def test_what_is_not_for_us_not_whole_or_not_trusted_is_refused_and_changes_nothing(
    pair: College, verb: str
) -> None:
    pair.join("王老师")
    exported = Path(pair.export("张老师", "office")["file"])
    for_other = Path(pair.export("office", "王老师")["file"])
    cut, text = pair.folder / "cut.ftpkg", pair.folder / "text.ftpkg"
    cut.write_bytes(exported.read_bytes()[:-50])
    text.write_text("hello")
    pair.run("office", "device", "revoke", "王老师")
    revoked = pair.folder / "revoked.ftpkg"
    pair.run("王老师", "package", "export", str(revoked), "--to", "office")
    cases = [
        ("office", cut, "package_damaged"), ("office", text, "not_a_package"), ("张老师", for_other, "not_for_us"),
        ("office", revoked, "revoked_sender"), ("office", pair.folder / "张老师.ftinvite", "is_an_invitation"),
        ("office", pair.folder / "nothing.ftpkg", "not_readable"),
    ]  # fmt: skip
    for station, file, code in cases:
        before = fingerprint(pair.folder / station)
        outcome = pair.outcome(station, "package", verb, str(file))
        assert (outcome.status, outcome.data["error"]["code"]) == (3, code)
        assert outcome.err.count("\n") == 1
        assert fingerprint(pair.folder / station) == before


def test_a_shared_folder_carries_everything(college: College) -> None:
    shared = college.folder / "shared"  # made by the first who writes there
    anna, bela = college.student("李明", "1", "安老师"), college.student("赵强", "2", "白老师")
    stations = ("安老师", "白老师", "office")
    for teacher in stations[:2]:
        college.join(teacher)

    def turn() -> None:
        for station in stations:
            college.run(station, "package", "import", str(shared))
            college.run(station, "package", "export", "--to-file", str(shared))

    written = college.run("office", "package", "export", "--to-file", str(shared))
    assert [each["to"] for each in written["files"]] == ["安老师", "白老师"]
    assert written["bytes"] == sum(path.stat().st_size for path in shared.iterdir())
    (shared / "half.ftpkg.part").write_bytes(b"x")
    (shared / ".hidden.ftpkg").write_bytes(b"x")
    (shared / "foreign.ftpkg").write_bytes(b"x")
    college.put("安老师", "student", id=anna, major="机电")
    college.put("白老师", "student", id=bela, major="数控")
    turn()
    turn()
    assert college.value("office", "student", anna, "major") == "机电"
    assert college.value("office", "student", bela, "major") == "数控"
    college.put("office", "student", id=anna, class_name="一班")
    turn()
    turn()
    assert college.value("安老师", "student", anna, "class_name") == "一班"
    for station in stations:
        assert college.run(station, "package", "inbox", str(shared))["packages"] == [] or station != "office"
    assert len(list(shared.glob("*-*.ftpkg"))) <= 6, "superseded packages are taken away"
    text = "".join(path.name for path in shared.iterdir())
    assert "老师" not in text


def test_the_inbox_lists_what_is_for_us_and_one_bad_package_keeps_no_other_back(pair: College) -> None:
    shared = pair.folder / "shared"
    shared.mkdir()
    pair.put("office", "student", id=student_of(pair), major="机电")
    pair.run("office", "package", "export", "--to-file", str(shared))
    (lying,) = pair.run("张老师", "package", "inbox", str(shared))["packages"]
    assert (lying["from"], lying["bytes"]) == ("实习办", Path(lying["file"]).stat().st_size)
    assert pair.run("office", "package", "inbox", str(shared))["packages"] == []
    damaged = Path(lying["file"]).with_name(
        Path(lying["file"]).name.replace("-", "-", 1).replace(".ftpkg", "9.ftpkg")
    )
    damaged.write_bytes(Path(lying["file"]).read_bytes()[:-9])
    taken = pair.run("张老师", "package", "import", str(shared), status=1)
    assert (taken["applied"], len(taken["packages"])) == (1, 1)
    assert [each["code"] for each in taken["refused"]] == ["package_damaged"]
    assert pair.run("张老师", "package", "import", str(shared), status=3)["packages"] == []


def test_undo_and_the_list(pair: College) -> None:
    student = student_of(pair)
    pair.put("张老师", "student", id=student, major="机电")
    taken = pair.send("张老师", "office")
    (first, *_) = pair.run("office", "package", "list")["packages"]
    assert (first["package"], first["way"], first["with"], first["undone"]) == (
        taken["package"],
        "received",
        "张老师",
        False,
    )
    assert pair.run("office", "package", "undo", taken["package"])["undone"]["records"] == 1
    assert pair.value("office", "student", student, "major") is None
    assert pair.run("office", "package", "list")["packages"][0]["undone"]
    assert (
        pair.run("office", "package", "undo", taken["package"], status=3)["error"]["code"]
        == "nothing_to_undo"
    )


def test_who_it_is_for_can_be_said_in_several_ways(pair: College) -> None:
    file = str(pair.folder / "x.ftpkg")
    devices = pair.run("office", "device", "list")["devices"]
    mine, other = next(d for d in devices if d["own"]), next(d for d in devices if not d["own"])
    assert mine["role"] == "office"
    for name in (other["device"], other["device"][:6], "张老师"):
        assert pair.run("office", "package", "export", file, "--to", name)["to"] == "张老师"
    assert pair.run("张老师", "package", "export", file)["to"] == "实习办", "there is only one"
    assert (
        pair.run("office", "package", "export", file, "--to", "谁", status=3)["error"]["code"]
        == "unknown_device"
    )
    pair.join("王老师")
    assert pair.run("office", "package", "export", file, status=3)["error"]["code"] == "ambiguous"
    outcome = pair.outcome("office", "package", "export", "--to", "office")
    assert outcome.status == 2


def test_a_store_outside_any_exchange_answers_in_one_sentence(
    command: Command, new_store: Path, tmp_path: Path
) -> None:
    shown = command("device", "show").data
    assert (shown["joined"], shown["role"], shown["label"]) == (False, "teacher", "张岚生")
    (listed,) = command("device", "list").data["devices"]
    assert (listed["device"], listed["own"]) == (shown["device"], True)
    package = str(tmp_path / "x.ftpkg")
    for words in (
        ("package", "export", package), ("package", "export", package, "--to", "office"), ("package", "import", package),
        ("package", "preview", package), ("package", "inbox", str(tmp_path)), ("package", "export", "--to-file", str(tmp_path)),
        ("device", "show", "--secret-key"),
    ):  # fmt: skip
        outcome = command(*words)
        assert (outcome.status, outcome.data["error"]["code"]) == (3, "not_joined"), words
        assert outcome.err.count("\n") == 1
    for words in (("office", "status"), ("office", "scope"), ("device", "revoke", "x"), ("office", "rules", "add", "x.toml"),
                  ("office", "invite", "--teacher", "王", "-o", package)):  # fmt: skip
        outcome = command(*words)
        assert (outcome.status, outcome.data["error"]["code"]) == (3, "not_the_office"), words
    assert command("package", "undo").data["error"]["code"] == "nothing_to_undo"
    assert command("package", "list").data == {"packages": []}


def test_joining_needs_the_file_the_code_and_an_empty_place(college: College) -> None:
    file = college.invite("张老师")
    code = college.codes["张老师"]
    for name, words, expected in (
        ("a", (str(file), "--code", "0000-0000-0000-0000"), "wrong_code"), ("b", (str(file), "--code", "abc"), "not_a_code"),
        ("c", (str(college.folder / "none.ftinvite"), "--code", code), "not_readable"), ("office", (str(file), "--code", code), "store_exists"),
    ):  # fmt: skip
        outcome = college.outcome(name, "join", *words, "--no-password")
        assert (outcome.status, outcome.data["error"]["code"]) == (3, expected)
        assert name == "office" or not (college.folder / name).exists()
    spoken = code.lower().replace("-", " ")
    answer = college.run("张老师", "join", str(file), "--code", spoken, "--no-password")
    assert answer["device"] == college.run("张老师", "device", "show")["device"]


def test_the_secret_key_opens_a_package(pair: College) -> None:
    import pyrage

    secret = pair.run("office", "device", "show", "--secret-key")["age_secret"]
    sealed = Path(pair.export("张老师", "office")["file"]).read_bytes()
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(secret)]).startswith(b"ftpkg 1\n")
    plain = pair.command("device", "show", "--secret-key", store=pair.folder / "office", as_json=False)
    assert plain.out.strip() == secret
