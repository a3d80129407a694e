"""Photos and files on records: taken in before the record is saved, so that a stop in between loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import HeldClock
from tests.pictures.photographs import photograph, png_bomb, scene
from tests.services.park import Park

from fieldteacher.domain.errors import InputRefused, NotFound, UserError
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.app import Services
from fieldteacher.services.attachments import MOST_FILES


@pytest.fixture
def visit(park: Park) -> str:
    """A visit to hang photos on."""
    return park.add("visit", enterprise=park.enterprise, visited_on="2026-03-10")


def test_photos_of_a_folder_go_onto_a_visit_and_bad_ones_are_named(
    services: Services, visit: str, tmp_path: Path
) -> None:
    folder = tmp_path / "DCIM"
    (folder / "100").mkdir(parents=True)
    photograph(folder / "b.jpg")
    photograph(folder / "100" / "a.JPG", scene(300, 200))
    png_bomb(folder / "bomb.png")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / ".hidden.jpg").write_bytes(b"x")
    seen: list[tuple[int, int]] = []
    taken = services.attachments.take_in([folder], lambda done, total: seen.append((done, total)))
    assert [each["name"] for each in taken.kept] == ["b.jpg", "a.jpg"]
    assert [error.code for error in taken.refused] == ["too_many_pixels"]
    assert taken.passed_over == 1
    assert seen[-1] == (3, 3)
    ids, changes = services.attachments.add(visit, taken.kept)
    assert changes.touches("attachment")
    rows = services.attachments.of(visit)
    assert {row["id"] for row in rows} == set(ids)
    assert {(row["taken_at"], row["taken_on"], row["media_type"]) for row in rows} == {
        ("2026-03-10T14:05", "2026-03-10", "image/jpeg")
    }
    assert all(len(services.attachments.content(row["sha256"])) == row["size"] for row in rows)
    assert services.attachments.add(visit, taken.kept)[0] == []  # the same folder again
    assert services.backups.verify() == []


def test_a_stop_between_bytes_and_record_leaves_only_bytes(
    services: Services, visit: str, tmp_path: Path, clock: HeldClock
) -> None:
    taken = services.attachments.take_in([photograph(tmp_path / "a.jpg")])
    with pytest.raises(FieldProblem):
        services.attachments.add("no-such-record", taken.kept)
    assert services.records.count("attachment") == 0
    assert services.backups.verify() == []
    found = services.attachments.check()
    assert (found.files, found.removable) == (1, 0)
    clock.advance(days=91)
    assert services.attachments.check().removable == 1
    services.backups.create(tmp_path / "b")
    assert services.attachments.check().files == 0


def test_undo_takes_the_photo_off_and_its_bytes_stay(services: Services, visit: str, tmp_path: Path) -> None:
    services.attachments.add(visit, services.attachments.take_in([photograph(tmp_path / "a.jpg")]).kept)
    row = services.attachments.of(visit)[0]
    services.records.undo()
    assert services.attachments.of(visit) == []
    assert services.attachments.content(row["sha256"])
    services.records.restore("attachment", row["id"])
    assert [each["id"] for each in services.attachments.of(visit)] == [row["id"]]


def test_photos_are_saved_with_their_visit_in_one_save(
    services: Services, park: Park, tmp_path: Path
) -> None:
    taken = services.attachments.take_in([photograph(tmp_path / "a.jpg")])
    visit, changes = services.visits.record(
        {"enterprise": park.enterprise, "visited_on": "2026-03-16"}, park.students[:1],
        photos=[{**taken.kept[0], "caption": "宿舍"}],
    )  # fmt: skip
    assert changes.touches("visit")
    assert changes.touches("attachment")
    assert [row["caption"] for row in services.attachments.of(visit)] == ["宿舍"]
    services.records.undo()
    assert services.attachments.of(visit) == []


def test_a_file_is_written_out_whole_or_not_at_all(services: Services, visit: str, tmp_path: Path) -> None:
    pdf = tmp_path / "协议.pdf"
    pdf.write_bytes(b"%PDF-1.7\n" + b"x" * 5000)
    (record,), _ = services.attachments.add(visit, services.attachments.take_in([pdf]).kept)
    target = tmp_path / "out.pdf"
    assert services.attachments.write(record, target) == 5009
    assert target.read_bytes() == pdf.read_bytes()
    with pytest.raises(UserError):
        services.attachments.write(record, tmp_path / "no such folder" / "out.pdf")
    with pytest.raises(NotFound):
        services.attachments.write("nothing", target)


def test_stopping_keeps_nothing(services: Services, tmp_path: Path) -> None:
    taken = services.attachments.take_in([photograph(tmp_path / "a.jpg")], cancelled=lambda: True)
    assert taken.stopped
    assert taken.kept == ()


def test_too_many_files_at_once_are_refused(services: Services, tmp_path: Path) -> None:
    for number in range(MOST_FILES + 1):
        (tmp_path / f"{number}.jpg").touch()
    with pytest.raises(InputRefused) as refused:
        services.attachments.take_in([tmp_path])
    assert refused.value.code == "too_many_files"


def test_the_first_file_of_a_paper_is_its_scan(services: Services, park: Park, tmp_path: Path) -> None:
    paper = park.add("paper", placement=park.placements[0], kind="consent", signed_on="2026-03-01")
    one, other = (
        services.attachments.take_in([photograph(tmp_path / f"{n}.jpg", scene(200 + n, 100))]).kept
        for n in (1, 2)
    )
    (first,), _ = services.attachments.add(paper, one)
    (second,), _ = services.attachments.add(paper, other)
    assert services.records.need("paper", paper)["attachment"] == first
    services.records.delete("attachment", first)
    (again,), _ = services.attachments.add(paper, one)
    assert services.records.need("paper", paper)["attachment"] == again
    assert second in {row["id"] for row in services.attachments.of(paper)}
