"""Taking in photos of 12 megapixels, and keeping their bytes.

    python benchmarks/photos.py [--rounds N] [--photos N] [--json PATH]

The floor of taking in is what Pillow alone needs in this process to read, reduce and write the same photos; ours goes
through the reading process. The floor of keeping is a plain file of the same bytes, written and flushed. All take turns.
"""

from __future__ import annotations

import io
import os
import random
import sys
import tempfile
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from PIL import Image

from fieldteacher.domain.clock import RandomIds, SystemClock
from fieldteacher.pictures.intake import Intake
from fieldteacher.pictures.limits import LONG_SIDE, QUALITY
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.indexing import index
from fieldteacher.store.keys import new_key
from fieldteacher.store.migrating import migrate
from fieldteacher.store.opening import create_store
from measure import Result, against_floor, parser, plain, report, timed

WIDTH, HEIGHT = 4000, 3000
REACH_READING = 1.6
REACH_MEMORY_MB = 200.0
_PHOTO_KB = 300


def write_photos(folder: Path, count: int) -> list[Path]:
    """Photos of 12 megapixels with as much detail as a camera's, each another; some 4 MB each."""
    made = []
    for number in range(count):
        random.seed(number)
        small = Image.effect_noise((WIDTH // 8, HEIGHT // 8), 60).convert("RGB")
        whole = small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        grain = Image.effect_noise((WIDTH, HEIGHT), 18).convert("RGB")
        made.append(folder / f"photo-{number}.jpg")
        Image.blend(whole, grain, 0.35).save(made[-1], quality=92)
    return made


def floor(path: Path) -> bytes:
    """What Pillow alone does."""
    picture = Image.open(path)
    picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
    picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def reading(folder: Path, count: int, rounds: int) -> list[Result]:
    """Time a photo, and the most memory of the reading process."""
    photos = write_photos(folder, count)
    low: list[float] = []
    own: list[float] = []
    with Intake(date(2026, 3, 16)) as intake:
        intake.take(photos[0])
        for _ in range(rounds):
            for path in photos:
                low.append(timed(lambda path=path: floor(path)))  # type: ignore[misc]
                own.append(timed(lambda path=path: intake.take(path)))  # type: ignore[misc]
    results = [against_floor("a photo of 12 megapixels", low, own, REACH_READING, "ms")]
    if sys.platform == "linux":
        results.append(plain("memory of the reading process", [_memory(photos)], REACH_MEMORY_MB, "MB"))
    return results


def _memory(photos: list[Path]) -> float:
    """The peak of one reading process, asked while it lives."""
    with Intake(date(2026, 3, 16)) as intake:
        for path in photos:
            intake.take(path)
        process = intake._running()._process.pid
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def keeping(folder: Path, key: bytes | None, words: str, rounds: int) -> list[Result]:
    """Putting and getting the bytes of a kept photo."""
    store = create_store(
        folder / words, key=key, clock=SystemClock(), ids=RandomIds(), index=index, migrate=migrate
    )
    blobs = Blobs(store, SystemClock())
    blobs.put(b"the file is made by the first")
    figures: dict[str, list[float]] = {name: [] for name in ("write", "put", "read", "get")}
    for number in range(rounds * 20):
        content = random.Random(number).randbytes(_PHOTO_KB * 1000)
        plain_file = folder / f"{words}-{number}.bin"
        figures["write"].append(timed(lambda: _write(plain_file, content)))  # noqa: B023 - called at once
        figures["put"].append(timed(lambda: blobs.put(content)))  # noqa: B023
        sha256 = blobs.put(content)
        figures["read"].append(timed(plain_file.read_bytes))
        figures["get"].append(timed(lambda: blobs.get(sha256)))  # noqa: B023
    store.close()
    return [
        against_floor(f"keep {_PHOTO_KB} kB, {words}", figures["write"], figures["put"], None, "ms"),
        against_floor(f"fetch {_PHOTO_KB} kB, {words}", figures["read"], figures["get"], None, "ms"),
    ]


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def main() -> int:
    """Measure and report."""
    options = parser("Photos taken in and kept", rounds=3)
    options.add_argument("--photos", type=int, default=6, help="photos in a round")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results = reading(folder, given.photos, given.rounds)
        results += keeping(folder, None, "plain", given.rounds)
        results += keeping(folder, new_key(), "encrypted", given.rounds)
    return report("Photos", results, given.json)


if __name__ == "__main__":
    raise SystemExit(main())
