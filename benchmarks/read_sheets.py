"""Reading filled forms from photos: time a photo in one process, a pile in two, memory of a reading process.

    python benchmarks/read_sheets.py [--rounds N] [--photos N] [--pile N] [--json PATH]

The photos are synthetic, of 3,000 × 4,000 pixels as phones take them and of the sizes of the test corpus. The floor is
what cannot be left out: decoding the same file and searching it for markers once. All take turns.
"""

from __future__ import annotations

import importlib
import io
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import cv2
import numpy as np
from PIL import Image

from fieldteacher.domain.sheet_readings import IssuedSheet
from fieldteacher.paper.layout import form_number
from fieldteacher.paper.reading.judging import judge
from fieldteacher.paper.reading.limits import DEFAULT
from fieldteacher.paper.reading.pictures import Source, prepare
from fieldteacher.paper.reading.pile import Pile
from fieldteacher.paper.reading.reading import read_files
from fieldteacher.paper.reading.sheet import read_page
from measure import Result, against_floor, parser, plain, report, timed

REACH_PHOTO_MS = 300.0
REACH_PILE_S = 40.0
REACH_MEMORY_MB = 500.0


def photos(count: int, side: int | None) -> list[bytes]:
    """Photos of the test corpus; with ``side``, all of that many pixels."""
    cameras: Any = importlib.import_module("tests.paper.reading.cameras")
    forms: Any = importlib.import_module("tests.paper.reading.forms")
    made = []
    for seed in range(count):
        chance = random.Random(seed)
        camera = cameras.a_photo(chance)
        if side is not None:
            camera = cameras.harder(camera, side=side)
        made.append(cameras.photograph(forms.filled(seed).pixels, camera, chance))
    return made


def issued() -> dict[str, IssuedSheet]:
    """The forms that the photos are of."""
    forms: Any = importlib.import_module("tests.paper.reading.forms")
    known: dict[str, IssuedSheet] = forms.issued()
    return known


def floor(content: bytes) -> None:
    """Decode, make grey, search once for markers at the size at which the reader searches first."""
    picture = Image.open(io.BytesIO(content))
    picture.draft("RGB", (1733, 1733))
    grey = cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2GRAY)
    scale = min(1.0, 1600 / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)).detectMarkers(small)


def one_by_one(name: str, contents: Sequence[bytes], known: dict[str, IssuedSheet], rounds: int) -> Result:
    """Processor time a photo, in this process: a busy machine slows the clock, not the work."""
    layouts = {form_number.decode(number): sheet.layout for number, sheet in known.items()}
    low, own = [], []
    for _ in range(rounds):
        for content in contents:
            low.append(_processor(lambda content=content: floor(content)))
            own.append(_processor(lambda content=content: _read(content, layouts, known)))
    return against_floor(name, low, own, None, "ms")


def _read(content: bytes, layouts: dict[int, str], known: dict[str, IssuedSheet]) -> None:
    source = Source(content, DEFAULT)
    read = read_page(source.page(0), lambda: source.page(0, whole=True), layouts)
    judge(read.measured, known[read.measured.form_number])


def _processor(step: Any) -> float:
    start = time.process_time()
    step()
    return 1000 * (time.process_time() - start)


def pile(folder: Path, contents: Sequence[bytes], known: dict[str, IssuedSheet], count: int) -> list[Result]:
    """A pile through the reading processes, two at a time, and the most memory one of them held."""
    files = []
    for number in range(count):
        files.append(folder / f"IMG_{number:04}.jpg")
        files[-1].write_bytes(contents[number % len(contents)])
    before = _children_time()
    seconds = timed(lambda: list(read_files(files, known, processes=2))) / 1000
    worked = (_children_time() - before) / 2
    results = [
        plain(f"a pile of {count} photos, two processes, by the clock", [seconds], None, "s"),
        # What the clock shows on a machine that does nothing else.
        plain(
            "200 photos, processor time of each of two processes", [200 * worked / count], REACH_PILE_S, "s"
        ),
    ]
    if sys.platform == "linux":
        results.append(plain("memory of a reading process", [_memory(files, known)], REACH_MEMORY_MB, "MB"))
    return results


def _children_time() -> float:
    """Processor seconds of the processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _memory(files: Sequence[Path], known: dict[str, IssuedSheet]) -> float:
    """The peak of one reading process, asked while it lives."""
    most = 0.0
    with Pile(files[:20], known, 1, DEFAULT, lambda: False) as running:
        for _ in running.readings():
            for process in _children():
                most = max(most, process)
    return most


def _children() -> list[float]:
    found = []
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in path.read_text(encoding="utf-8").splitlines())
        except OSError:
            continue
        if lines["PPid"].strip() == str(os.getpid()) and "VmHWM" in lines:
            found.append(int(lines["VmHWM"].split()[0]) / 1024)
    return found


def main() -> int:
    """Measure and report."""
    options = parser("Filled forms read from photos", rounds=2)
    options.add_argument("--photos", type=int, default=24, help="different photos")
    options.add_argument("--pile", type=int, default=200, help="photos in the pile")
    given = options.parse_args()
    prepare()
    known = issued()
    corpus, large = photos(given.photos, None), photos(max(2, given.photos // 6), 4000)
    results = []
    for name, contents in (("a photo of the test corpus", corpus), ("a photo of 12 megapixels", large)):
        result = one_by_one(f"{name}, processor time", contents, known, given.rounds)
        results += [result, plain(name, [result.ours], REACH_PHOTO_MS, "ms")]
    with tempfile.TemporaryDirectory() as folder:
        results += pile(Path(folder), corpus, known, given.pile)
    return report("Reading sheets", results, given.json)


if __name__ == "__main__":
    raise SystemExit(main())
