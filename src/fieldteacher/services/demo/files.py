"""Photos and scans on the demo's records: a few drawn pictures, shared by many."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from fieldteacher.domain.text import Text
from fieldteacher.services.demo.ledger import Entry, Ledger, Save

SEEN = {
    "meeting": ("座谈", "与企业人事、带教师傅座谈"),
    "workshop": ("车间", "学生所在产线，防护用品齐全"),
    "dormitory": ("宿舍", "四人间，用电安全已查"),
    "canteen": ("食堂", "食堂供餐情况"),
}
"""Picture → the name its files have, and what is said of it."""
SCAN = "paper"


class Files:
    """Hangs the pictures on what was done; without pictures there are no attachments."""

    def __init__(self, ledger: Ledger, pictures: Mapping[str, bytes], seed: int, author: str) -> None:
        self._ledger, self._author = ledger, author
        self._pictures = pictures
        self._random = Random(f"{seed}/files")

    def fill(self) -> None:
        """Photos of every third visit and of the incidents, scans of some papers."""
        if not self._pictures:
            return
        day = self._ledger.today - timedelta(days=3)
        save = self._ledger.save(day, Text("添加照片和文件", "add photos and files"), self._author)
        # A week's visits are saved at its end.
        for visit in self._done("visit", "visited_on", day - timedelta(days=day.weekday()))[::3]:
            for name in self._random.sample(list(SEEN), self._random.choice((1, 1, 2, 3))):
                self._photo(
                    save,
                    visit,
                    name,
                    f"{visit.values['visited_on']}T{self._random.randrange(9, 17):02d}:{self._random.randrange(60):02d}",
                )
        for incident in self._done("incident", "occurred_at", day):
            place = "dormitory" if incident.values.get("place") == "宿舍" else "workshop"
            self._photo(save, incident, place, incident.values["known_at"])
        for number, paper in enumerate(self._done("paper", "signed_on", day)[::25], start=1):
            scan = self._attach(save, paper, SCAN, f"扫描件{number}.jpg")
            self._ledger.update(save, "paper", paper.id, {"attachment": scan})

    def _done(self, kind: str, when: str, before: date) -> list[Entry]:
        known = before.isoformat()
        return [each for each in self._ledger.of(kind) if str(each.values.get(when) or "9")[:10] < known]

    def _photo(self, save: Save, owner: Entry, picture: str, taken_at: str) -> None:
        name, caption = SEEN[picture]
        self._attach(
            save, owner, picture, f"{name}.jpg", taken_at=taken_at, taken_on=taken_at[:10], caption=caption
        )

    def _attach(self, save: Save, owner: Entry, picture: str, name: str, **more: str) -> str:
        content = self._pictures[picture]
        return self._ledger.create(save, "attachment", {
            "owner": owner.id, "name": name, "media_type": "image/jpeg", "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(), **more,
        })  # fmt: skip
