"""Living through one history in a folder of its own, and saying which one it was where it fails."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from tests.exchange.college import College
from tests.exchange.oracles import live_and_check
from tests.exchange.scoped import Scoped
from tests.exchange.scoped_oracles import live_and_check_scoped
from tests.exchange.world import World


def live_scoped(seed: int, college: College) -> Counter[str]:
    """The same of an office and its teachers."""
    with tempfile.TemporaryDirectory() as folder:
        world = Scoped(Path(folder), college, seed)
        try:
            live_and_check_scoped(world)
        except Exception as error:
            error.add_note(f"scoped history {seed}")
            raise
        finally:
            world.close()
        made = Counter(edits=len(world.truth.edits), histories=1, evicted=world.evicted)
        return world.done + made


def live(seed: int, empty: Path) -> Counter[str]:
    """Live through the history of a seed and hold it to every oracle; returns how often what was done."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), empty, seed)
        try:
            live_and_check(world)
        except Exception as error:
            error.add_note(f"history {seed}: {world.plan}")
            raise
        finally:
            world.close()
        return world.done + Counter(edits=len(world.truth.edits), histories=1)
