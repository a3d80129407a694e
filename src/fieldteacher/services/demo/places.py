"""The invented enterprises of the park, and what their posts are like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A line of business: the posts it has, which majors fit them, and how its departments are called."""

    industry: str
    department: str
    posts: tuple[str, ...]
    majors: tuple[str, ...]


MACHINING = Trade(
    industry="通用设备制造", department="机加工车间", posts=("数控车床操作工", "加工中心操作工", "质检员"),
    majors=("数控技术", "机电一体化技术"),
)  # fmt: skip
ELECTRONICS = Trade(
    industry="电子元器件制造", department="SMT车间", posts=("设备点检员", "测试员", "工艺助理"),
    majors=("应用电子技术", "机电一体化技术"),
)  # fmt: skip
MOULDS = Trade(
    industry="模具制造", department="模具部", posts=("模具钳工", "线切割操作工", "绘图员"), majors=("模具设计与制造", "数控技术"),
)  # fmt: skip
MEDICAL = Trade(
    industry="医疗器械制造", department="装配一部", posts=("装配工", "检验员", "售后技术员"), majors=("医疗器械维护与管理",),
)  # fmt: skip
AUTOMATION = Trade(
    industry="自动化设备制造", department="装调部", posts=("电气装配工", "设备调试员"), majors=("机电一体化技术", "应用电子技术"),
)  # fmt: skip
FOOD = Trade(
    industry="食品制造", department="品控部", posts=("化验员", "包装线操作工"), majors=("食品检验检测技术",),
)  # fmt: skip
LOGISTICS = Trade(
    industry="仓储物流", department="仓储部", posts=("仓管员", "单证员", "调度助理"), majors=("现代物流管理",),
)  # fmt: skip
HOTEL = Trade(
    industry="住宿餐饮", department="前厅部", posts=("前台接待", "宴会服务员"), majors=("酒店管理与数字化运营",),
)  # fmt: skip
AGENCY = Trade(
    industry="人力资源服务、劳务派遣", department="外派组", posts=("外派操作工",), majors=("机电一体化技术",),
)  # fmt: skip
NET_CAFE = Trade(
    industry="互联网上网服务（网吧）", department="前台", posts=("网管",), majors=("应用电子技术",),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One invented enterprise: name, short name, kind, trade, road, staff."""

    name: str
    short: str
    kind: str
    trade: Trade
    road: str
    staff: int


FIXED: tuple[Place, ...] = (
    Place("苏州云棹精密机械有限公司", "云棹精密", "private", MACHINING, "云棹路18号", 420),
    Place("苏州砚溪电子科技有限公司", "砚溪电子", "foreign", ELECTRONICS, "砚溪街66号", 1350),
    Place("苏州榆窗模具有限公司", "榆窗模具", "private", MOULDS, "榆窗巷9号", 180),
    Place("苏州青芦渡医疗器械有限公司", "青芦渡医疗", "joint", MEDICAL, "青芦大道201号", 560),
    Place("苏州岚汀自动化设备有限公司", "岚汀自动化", "private", AUTOMATION, "岚汀路33号", 260),
    Place("苏州麦穗湾食品有限公司", "麦穗湾食品", "private", FOOD, "麦穗湾路5号", 310),
    Place("苏州星埠仓储物流有限公司", "星埠物流", "state", LOGISTICS, "星埠大道100号", 240),
    Place("苏州晴榭光电有限公司", "晴榭光电", "foreign", ELECTRONICS, "晴榭街12号", 980),
    Place("苏州桐影汽车零部件有限公司", "桐影汽车", "joint", MACHINING, "桐影路77号", 640),
    Place("苏州禾渚传感技术有限公司", "禾渚传感", "private", AUTOMATION, "禾渚路21号", 150),
    Place("昆山苇渡电子有限公司", "苇渡电子", "foreign", ELECTRONICS, "苇渡路8号", 1720),
    Place("苏州沐帆湖畔酒店有限公司", "沐帆酒店", "private", HOTEL, "环荷路1号", 130),
    Place("苏州棠津机床附件有限公司", "棠津附件", "private", MACHINING, "棠津路45号", 38),
    Place("苏州竹屿诊断器械有限公司", "竹屿诊断", "private", MEDICAL, "竹屿路60号", 210),
)
"""The enterprises of every demo, the smallest of which takes too many students."""

STAFFING = Place("苏州迅驿湾人力资源有限公司", "迅驿湾人力", "agency", AGENCY, "驿湾路3号", 60)
CAFE = Place("苏州蓝汀网络会所", "蓝汀网络", "other", NET_CAFE, "听荷街88号", 12)
"""Two that may not take students at all; one student each was placed there before the teachers came."""

_FIRST = "云砚榆青岚麦星晴桐禾苇沐棠竹松柏槐芷蘅汀澜屿棹帆埠渚榭窗"
_SECOND = "溪湾渡汀洲坞桥岭坡塘港屿林原川"
_MORE = (MACHINING, ELECTRONICS, MOULDS, MEDICAL, AUTOMATION, FOOD, LOGISTICS, HOTEL)
_TAILS = {
    MACHINING.industry: "精密制造", ELECTRONICS.industry: "电子", MOULDS.industry: "模具", MEDICAL.industry: "医疗器械",
    AUTOMATION.industry: "自动化", FOOD.industry: "食品", LOGISTICS.industry: "物流", HOTEL.industry: "酒店",
}  # fmt: skip
PER_ENTERPRISE = 30
"""Students a further enterprise is added for."""


def places_for(students: int, random: Random) -> Sequence[Place]:
    """The enterprises for a number of students: the fixed ones, and more for a larger park."""
    places = list(FIXED)
    names = {place.name for place in places}
    while len(places) < students // PER_ENTERPRISE:
        trade = random.choice(_MORE)
        short = random.choice(_FIRST) + random.choice(_SECOND) + random.choice(_SECOND)
        name = f"苏州{short}{_TAILS[trade.industry]}有限公司"
        if name not in names:
            names.add(name)
            road = f"{short[0]}{short[2]}路{random.randrange(1, 200)}号"
            staff = random.randrange(300, 3000)
            places.append(Place(name, short + _TAILS[trade.industry][:2], "private", trade, road, staff))
    return places
