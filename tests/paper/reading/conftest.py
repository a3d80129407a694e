"""Filled forms as files, shared by the tests of reading."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.paper.reading import cameras, forms

SEEDS = (700, 701, 703)


@pytest.fixture(scope="package")
def pile(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two photos and a scan of three filled forms, by themselves in a folder."""
    folder, made = tmp_path_factory.mktemp("pile"), []
    for seed, name in zip(SEEDS, ("IMG_9.jpg", "IMG_10.jpg", "scan.jpg"), strict=True):
        filled = forms.filled(seed, forms.EASY)
        chance = random.Random(seed)
        content = (
            cameras.scanned(filled.pixels, cameras.Scanner(), chance)
            if name.startswith("scan")
            else cameras.photograph(filled.pixels, cameras.Camera(), chance)
        )
        made.append(folder / name)
        made[-1].write_bytes(content)
    return made
