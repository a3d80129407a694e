"""A roster of 10,000 rows and 20 columns: its preview beside calamine's parse, its import beside parse and log.

    python benchmarks/roster.py [--rounds N] [--json PATH]

The import counts from the file to the saved store, its preview included, because its floor counts so too:
parse, then one ``executemany`` of the same cells into one log table, in one transaction.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import python_calamine
import xlsxwriter

from fieldteacher.bootstrap import create_services
from fieldteacher.domain.clock import SystemClock
from fieldteacher.domain.identity import id_check_character
from fieldteacher.store.connection import connect
from measure import Result, against_floor, parser, report

ROWS = 10_000
PREVIEW, IMPORT = 4.0, 6.0
HEADINGS = (
    "学号", "姓名", "性别", "身份证号", "班级", "专业", "二级学院", "年级", "手机号", "民族", "政治面貌", "生源地", "家庭住址",
    "监护人姓名", "监护人电话", "实习单位", "单位地址", "岗位", "实习开始时间", "实习结束时间",
)  # fmt: skip
_SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单仇解"
_GIVEN = "晓小明芳丽强伟静敏杰涛磊洋艳勇娟霞鹏飞宇轩涵梓怡诗琪雨欣"
_LOG = (
    "CREATE TABLE log (device INTEGER, counter INTEGER, wall INTEGER, type TEXT, record TEXT, field TEXT, value ANY, "
    "replaces TEXT, PRIMARY KEY (device, counter)) STRICT, WITHOUT ROWID"
)


def rows() -> list[list[str]]:
    """Invented students at 200 invented enterprises."""
    chance = random.Random(1)
    made = []
    for n in range(ROWS):
        born = f"200{chance.randrange(4, 8)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
        sequence = chance.randrange(1, 1000)
        first17 = f"510502{born}{sequence:03}"
        name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=2))
        enterprise = chance.randrange(200)
        made.append(
            [
                f"2301{n:06}", name, "男" if sequence % 2 else "女", first17 + id_check_character(first17),
                f"机电23{n // 50 % 60:02}", "机电一体化技术", "智能制造学院", "2023", f"138{n:08}", "汉族", "共青团员", "四川省泸州市",
                f"四川省泸州市江阳区示例路{n}号", chance.choice(_SURNAMES) + "大明", f"139{n:08}", f"苏州示例{enterprise}精密有限公司",
                f"苏州市工业园区示例街{enterprise}号", "操作工", "2026-03-01", "2026-06-30",
            ]
        )  # fmt: skip
    return made


def write(path: Path) -> None:
    """The roster as a workbook of text cells."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("名单")
    for row, cells in enumerate([list(HEADINGS), *rows()]):
        sheet.write_row(row, 0, cells)
    book.close()


def parse(path: Path) -> Sequence[Sequence[object]]:
    """What calamine reads."""
    return python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()


def parse_and_log(path: Path, folder: Path) -> None:
    """Parse, then every cell as one row of one log table."""
    (folder / "floor.db").touch()
    connection = connect(folder / "floor.db", None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(_LOG)
    cells = (
        (
            1,
            20 * number + column,
            1_770_000_000_000,
            "student",
            f"record-{number:027}",
            HEADINGS[column],
            value,
            "",
        )
        for number, row in enumerate(parse(path)[1:])
        for column, value in enumerate(row)
    )
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)", cells)
    connection.execute("COMMIT")
    connection.close()


def timed(step: Callable[[], object]) -> float:
    """How many seconds a step takes."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def measure(rounds: int) -> list[Result]:
    """The figures; the first round warms up and does not count."""
    figures: dict[str, list[float]] = {name: [] for name in ("parse", "preview", "parse and log", "import")}
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "roster.xlsx"
        write(path)
        for number in range(rounds + 1):
            folder = Path(name) / str(number)
            folder.mkdir()
            services = create_services(folder / "store", name="张老师", clock=SystemClock())
            rosters = services.rosters

            def whole(rosters: object = rosters) -> None:
                done = rosters.import_roster(rosters.preview(path))  # type: ignore[attr-defined]
                if done.imported != ROWS:
                    raise RuntimeError(f"{done.imported} of {ROWS} lines were imported")

            measured = {
                "parse": timed(lambda: parse(path)),
                "preview": timed(lambda rosters=rosters: rosters.preview(path)),  # type: ignore[misc]
                "parse and log": timed(lambda folder=folder: parse_and_log(path, folder)),  # type: ignore[misc]
                "import": timed(whole),
            }
            services.close()
            if number:
                for step, seconds in measured.items():
                    figures[step].append(seconds)
    return [
        against_floor("preview", figures["parse"], figures["preview"], PREVIEW),
        against_floor("import, preview included", figures["parse and log"], figures["import"], IMPORT),
    ]


def main() -> int:
    """Measure and report."""
    options = parser("A roster of 10,000 rows and 20 columns").parse_args()
    return report("Roster of 10,000 rows x 20 columns", measure(options.rounds), options.json)


if __name__ == "__main__":
    raise SystemExit(main())
