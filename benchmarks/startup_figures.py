"""What a child of ``startup.py`` reports; small, because loading it counts."""

from __future__ import annotations

import os
import time
from pathlib import Path

STARTED = "FIELDTEACHER_BENCHMARK_STARTED"


def figures() -> dict[str, float]:
    """Seconds since the parent started this process, and its resident memory in MB; for the children."""
    seconds = time.time() - float(os.environ[STARTED])
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return {"seconds": seconds, "memory": pages * os.sysconf("SC_PAGE_SIZE") / 1e6}
