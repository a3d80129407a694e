"""Forms printed, filled in with a pen, photographed, read and checked in a window that really runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.journeys.desk import Desk, wait_for
from tests.journeys.program import Program, command_line
from tests.services.filled_forms import fill, photograph

from fieldteacher.bootstrap import open_services
from fieldteacher.domain.clock import SystemClock
from fieldteacher.domain.scoring import SchemeSpec

PLAIN = (0, 1, 1, 0, 2, 1, 0, 1, 1)


def _scheme(store: Path) -> SchemeSpec:
    services = open_services(store, password=None, clock=SystemClock())
    found = services.schemes.default()
    services.close()
    assert found is not None
    return found


def _printed(ask: Callable[..., Any], folder: Path) -> Sequence[Path]:
    """Blank final forms of three students at one enterprise of whom nothing is entered yet."""
    begun = {
        each["placement"] for each in ask("record", "list", "evaluation", "--where", "stage=final")["records"]
    }
    numbers = {each["id"]: each["student_number"] for each in ask("record", "list", "student")["records"]}
    at: dict[str, list[str]] = {}
    for placement in ask("record", "list", "placement", "--where", "status=active")["records"]:
        if placement["id"] not in begun:
            at.setdefault(placement["enterprise"], []).append(numbers[placement["student"]])
    there = next(each for each in at.values() if len(each) >= 3)[:3]
    words = [word for number in there for word in ("--student", number)]
    done = ask("print", "evaluation", *words, "--blank", "--split", str(folder))
    return [Path(file) for file in done["files"]]


def test_a_folder_of_photos_is_read_checked_by_keys_and_saved(
    start: Callable[..., Program], store: Path, seat: Desk, tmp_path: Path
) -> None:
    def ask(*words: str) -> Any:
        return command_line(seat.env, store, *words)

    scheme, photos = _scheme(store), tmp_path / "photos"
    first, second, third = _printed(ask, tmp_path / "forms")
    photos.mkdir()
    photograph(fill(first, scheme, PLAIN, 84, 11), photos / "IMG_1.jpg", 11)
    photograph(fill(second, scheme, (0, (1, 3), *PLAIN[2:]), None, 12), photos / "IMG_2.jpg", 12, turn=180.0)
    photograph(fill(third, scheme, (None, *PLAIN[1:]), 84, 13), photos / "IMG_3.jpg", 13)
    before = {each["id"] for each in ask("record", "list", "score")["records"]}

    program = start(store)
    program.says("^今日$")
    program.key("ctrl+k")
    program.write(program.find("text", "搜索.*"), "识读考核表")
    program.find("list item", "识读考核表.*", rows=True)
    program.key("Return")
    program.settle()
    program.click(program.find("push button", "文件夹….*"))
    program.choose_file(photos)
    program.says("2 张待核对|待核对 2", seconds=60)
    program.settle()
    assert {each["id"] for each in ask("record", "list", "score")["records"]} == before, (
        "nothing unseen is saved"
    )
    program.key("2")  # the second band was meant
    program.says(f"^{scheme.of('enterprise')[0].name}$")
    program.settle()
    program.key("1")
    program.says("都核对过了")
    program.key("ctrl+Return")

    def made() -> list[int]:
        return [
            each["tenths"] for each in ask("record", "list", "score")["records"] if each["id"] not in before
        ]

    wait_for(lambda: len(made()) == 3 * len(PLAIN), lambda: program.why("the marks are not saved"))
    assert sum(made()) == 840 + 840 + sum((95, 85, 85, 95, 150, 85, 95, 85, 85))
