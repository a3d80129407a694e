"""A roster of 10,000 rows and 20 columns: its preview beside calamine's own parse of the file, its import
beside the parse and one ``executemany`` of the same cells into one log table.

    python benchmarks/rosters.py [--rounds N] [--rows N] [--json PATH]

Every round takes a fresh process and a fresh store. The import counts the preview it begins with. While
preview and import run in a thread, another asks for the interpreter every millisecond, as a window does;
the longest it had to wait is the stall.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from fieldteacher.bootstrap import create_services
from fieldteacher.domain.clock import SystemClock
from fieldteacher.domain.identity import id_check_character, uscc_check_character
from fieldteacher.store.connection import connect
from fieldteacher.tabular.writer import new_workbook
from measure import against_floor, fresh_process, parser, plain, report

TODAY = date(2026, 3, 16)
HEADINGS = (
    "学号", "姓名", "性别", "身份证号", "手机号", "民族", "政治面貌", "学院", "专业", "班级", "出生日期", "家长姓名", "家长电话",
    "家庭住址", "实习单位", "统一社会信用代码", "岗位", "实习开始时间", "实习结束时间", "宿舍",
)  # fmt: skip
_LOG = (
    "CREATE TABLE log (device INTEGER, counter INTEGER, wall INTEGER, type TEXT, record TEXT, field TEXT, value ANY, "
    "replaces TEXT, PRIMARY KEY (device, counter)) STRICT, WITHOUT ROWID"
)


def line(n: int) -> list[Any]:
    """The cells of one invented student."""
    born = date(2005, 1, 1) + timedelta(days=n % 700)
    head = f"510502{born:%Y%m%d}{(n % 400) * 2 + 100:03d}"
    firm = f"91320594MA{n % 60:07d}"
    name = "赵钱孙李周吴郑王冯陈褚卫"[n % 12] + chr(0x4E00 + n % 5000) + chr(0x4E00 + n * 7 % 5000)
    return [
        f"2023{n:07d}", name, "女", head + id_check_character(head), f"138{n:08d}", "汉族", "共青团员", "智能制造学院",
        f"专业{n % 12}", f"器械23{n % 40:02d}班", born, name[0] + "建国", f"139{n:08d}", f"四川省泸州市学苑路{n}号",
        f"苏州第{n % 60}精密机械有限公司", firm + uscc_check_character(firm), f"岗位{n % 15}", date(2025, 11, 3),
        date(2026, 5, 1), f"公寓{n // 4}",
    ]  # fmt: skip


def write_roster(path: Path, rows: int) -> None:
    """The file that all rounds read."""
    content = io.BytesIO()
    book = new_workbook(content)
    sheet = book.add_worksheet()
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    for n in range(rows):
        for column, cell in enumerate(line(n)):
            if isinstance(cell, date):
                sheet.write_datetime(n + 1, column, cell, days)
            else:
                sheet.write_string(n + 1, column, cell)
    book.close()
    path.write_bytes(content.getvalue())


def parse(path: Path) -> list[list[Any]]:
    """Calamine's own reading."""
    from python_calamine import CalamineWorkbook

    rows: list[list[Any]] = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return rows


def write_log(folder: Path, cells: Sequence[tuple[object, ...]]) -> None:
    """All cells into one log table, in one transaction."""
    (folder / "floor.db").touch()
    connection = connect(folder / "floor.db", None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(_LOG)
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)", cells)
    connection.execute("COMMIT")
    connection.close()


def seconds(step: Callable[[], object]) -> float:
    """How long a step takes."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def with_stall(step: Callable[[], object]) -> float:
    """The longest, in ms, that this thread waited for the interpreter while ``step`` ran in another."""
    worker = threading.Thread(target=step)
    worker.start()
    longest = 0.0
    while worker.is_alive():
        before = time.perf_counter()
        time.sleep(0.001)
        longest = max(longest, time.perf_counter() - before - 0.001)
    worker.join()
    return 1000 * longest


def one_round(path: Path) -> dict[str, float]:
    """The figures of one fresh process."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parse(path)  # the library is loaded and the file is in memory for both
        figures["parse"] = seconds(lambda: parse(path))
        cells = [
            (1, r * 100 + c, 1_770_000_000_000, "student", f"record-{r:027}", HEADINGS[c], str(cell), "")
            for r, row in enumerate(parse(path)[1:])
            for c, cell in enumerate(row)
        ]
        figures["log"] = figures["parse"] + seconds(lambda: write_log(folder, cells))
        services = create_services(folder / "store", clock=SystemClock(TODAY))
        rosters = services.rosters
        figures["preview"] = seconds(lambda: rosters.preview(path))
        figures["import"] = seconds(lambda: rosters.import_roster(rosters.preview(path)))
        figures["again"] = seconds(lambda: rosters.preview(path))
        figures["stall of preview"] = with_stall(lambda: rosters.preview(path))
        services.close()
        second = create_services(folder / "second", clock=SystemClock(TODAY))
        figures["stall of import"] = with_stall(
            lambda: second.rosters.import_roster(second.rosters.preview(path))
        )
        second.close()
    return figures


def main() -> int:
    """Measure and report."""
    options = parser("A roster of 10,000 rows", rounds=5)
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--one", type=Path, help="one round over this file, figures as JSON")
    given = options.parse_args()
    if given.one:
        print(json.dumps(one_round(given.one)))
        return 0
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "roster.xlsx"
        write_roster(path, given.rows)
        rounds = [fresh_process(Path(__file__), "--one", str(path)) for _ in range(given.rounds)]
    by_name = {figure: [one[figure] for one in rounds] for figure in rounds[0]}
    results = [
        against_floor("preview, empty store", by_name["parse"], by_name["preview"], 4.0),
        against_floor("preview, all rows known", by_name["parse"], by_name["again"], 4.0),
        against_floor("import with its preview", by_name["log"], by_name["import"], 6.0),
        plain("longest wait, preview", by_name["stall of preview"], 50.0, "ms"),
        plain("longest wait, import", by_name["stall of import"], 50.0, "ms"),
    ]
    return report(f"A roster of {given.rows:,} rows x {len(HEADINGS)} columns", results, given.json)


if __name__ == "__main__":
    raise SystemExit(main())
