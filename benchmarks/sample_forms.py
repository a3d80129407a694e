"""Invented students with marks and comments, the same for the floor and for the program."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

FONT = Path(__file__).resolve().parent.parent / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
COLLEGE = "江南职业技术学院"
CRITERIA = (
    ("职业道德", "遵守法律法规和企业规章制度，爱岗敬业，诚实守信，保守商业秘密", 100),
    ("劳动纪律", "按时上下班，不迟到早退，请假手续齐全，服从企业和学校双重管理", 100),
    ("工作态度", "工作主动认真，责任心强，能吃苦耐劳，虚心接受指导和批评", 100),
    ("安全意识", "熟悉岗位安全操作规程，正确使用劳动防护用品，无安全责任事故", 150),
    ("专业技能", "能运用所学专业知识独立完成岗位任务，操作规范，质量达到要求", 150),
    ("学习能力", "善于学习新知识、新技术、新工艺，能较快适应岗位要求", 100),
    ("沟通协作", "尊重师傅和同事，善于沟通，团队合作意识强，能妥善处理人际关系", 100),
    ("解决问题", "能发现工作中的问题，分析原因并提出合理的改进建议", 100),
    ("工作业绩", "按时保质完成工作任务，工作效率高，得到企业和用人部门的认可", 50),
    ("实习材料", "实习周记、月报、总结等材料填写及时、内容真实、格式规范", 50),
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂浩宇轩梓涵子欣怡嘉琪雨泽思远佳俊凯晨曦睿博文昊天翔鑫淼焱垚喆堃昇玥镕璟燚翀珺㛃䶮"
_ENTERPRISES = (
    "苏州川禾技术有限公司", "宁波拓岩集团股份有限公司", "杭州康视数字技术股份有限公司", "上海安众汽车有限公司安亭分公司",
    "无锡先岭智能装备股份有限公司", "常州宇辰车灯股份有限公司", "南京顿元自动化股份有限公司", "博舟汽车部件（苏州）有限公司",
)  # fmt: skip
_POSTS = ("数控机床操作工", "工业机器人调试员", "汽车装配工", "电气自动化技术员", "前端开发助理", "会计助理")
_MAJORS = ("机电一体化技术", "工业机器人技术", "汽车检测与维修技术", "软件技术", "大数据与会计", "数控技术")
_PHRASES = (
    "该生在实习期间表现积极主动，能够严格遵守公司的各项规章制度。", "工作认真负责，善于学习，专业基础扎实，动手能力较强。",
    "与同事相处融洽，具有良好的团队合作精神和沟通能力。", "能够按时完成师傅布置的各项任务，得到部门领导的一致好评。",
    "安全意识强，操作规范，未发生任何安全事故。", "希望今后在专业理论方面进一步加强学习，提高独立分析问题和解决问题的能力。",
    "对新设备、新工艺的掌握较快，提出过两条合理化改进建议并被采纳。", "偶有迟到现象，经提醒后能及时改正。",
)  # fmt: skip


@dataclass(frozen=True)
class SampleStudent:
    """One invented student; marks in tenths, comments of four and of two sentences."""

    form_id: int
    name: str
    number: str
    sex: str
    class_name: str
    major: str
    enterprise: str
    post: str
    period: str
    mentor: str
    teacher: str
    marks: tuple[int, ...]
    levels: tuple[int, ...]
    total: int
    grade: str
    comments: tuple[str, str]


def students(count: int, seed: int = 7) -> list[SampleStudent]:
    """``count`` different students; the same seed gives the same ones."""
    chance = random.Random(seed)
    return [_student(chance, index) for index in range(count)]


def _student(chance: random.Random, index: int) -> SampleStudent:
    per_cent = [chance.randint(60, 100) for _ in CRITERIA]
    marks = tuple(full * share // 100 for share, (_, _, full) in zip(per_cent, CRITERIA, strict=True))
    total = sum(marks)
    grade = "优秀" if total >= 900 else "良好" if total >= 800 else "中等" if total >= 700 else "合格"
    given = "".join(chance.choice(_GIVEN) for _ in range(chance.choice((1, 2, 2, 2))))
    return SampleStudent(
        form_id=chance.getrandbits(40),
        name=chance.choice(_SURNAMES) + given,
        number=f"2023{chance.randint(1, 12):02d}{index:05d}",
        sex=chance.choice("男女"),
        class_name=f"{chance.choice(_MAJORS)[:2]}23{chance.randint(1, 6):02d}班",
        major=chance.choice(_MAJORS),
        enterprise=chance.choice(_ENTERPRISES),
        post=chance.choice(_POSTS),
        period="2026年03月02日—2026年08月28日",
        mentor=chance.choice(_SURNAMES) + chance.choice(_GIVEN),
        teacher=chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_GIVEN),
        marks=marks,
        levels=tuple(0 if p >= 90 else 1 if p >= 80 else 2 if p >= 70 else 3 for p in per_cent),
        total=total,
        grade=grade,
        comments=("".join(chance.sample(_PHRASES, 4)), "".join(chance.sample(_PHRASES, 2))),
    )
