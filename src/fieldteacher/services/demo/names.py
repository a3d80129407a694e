"""Invented names of people: common surnames and given names put together by chance, and a few rare ones."""

from __future__ import annotations

from random import Random

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"  # fmt: skip
_BOYS = "伟强磊军洋勇涛明超杰鹏辉浩宇轩博文昊天俊豪子涵泽睿嘉诚志远思源鸿飞振国海龙永康文韬立群晓东俊杰一鸣"
_GIRLS = "芳娜敏静丽艳娟霞秀慧颖雪倩婷玉梦琪雨欣诗涵佳怡思雨晓彤欣妍语嫣若曦可馨梓萱雅琴海燕红梅春兰晓霞"
_COMPOUND = ("欧阳", "司徒", "上官", "诸葛")

RARE = (
    ("钱𬭎", "男"), ("林㛃", "女"), ("龚䶮", "男"), ("赵喆", "男"), ("欧阳静怡", "女"), ("阿依古丽·吐尔逊", "女"),
    ("沙马尔布·阿呷", "男"), ("王磊", "男"), ("王磊", "男"),
)  # fmt: skip
"""Names that files and fonts get wrong: characters beyond GBK or the common fonts, a two-character surname,
names with a middle dot, and one name that two students share."""

TEACHERS = ("张岚生", "罗静瑜", "秦望川", "何砚秋", "苏慕远", "唐知夏")


class Names:
    """A source of names; few repeat."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given: set[str] = set()

    def student(self, sex: str) -> str:
        """A student's name, as a rule one that no other student has."""
        name = self._one(sex)
        for _ in range(20):
            if name not in self._given:
                break
            name = self._one(sex)
        self._given.add(name)
        return name

    def adult(self) -> str:
        """A name of a guardian, mentor or official."""
        return self._one(self._random.choice(("男", "女")))

    def guardian(self, child: str) -> tuple[str, str]:
        """Name and relation of a student's guardian; a father has the student's surname."""
        relation = self._random.choice(("父亲", "父亲", "母亲", "母亲", "祖父"))
        if relation == "母亲" or "·" in child:
            return self._one("女" if relation == "母亲" else "男"), relation
        surname = child[:2] if child[:2] in _COMPOUND else child[0]
        return surname + self._random.choice(_BOYS) + self._random.choice(("", *_BOYS)), relation

    def _one(self, sex: str) -> str:
        given = _BOYS if sex == "男" else _GIRLS
        surname = self._random.choice(_COMPOUND if self._random.random() < 0.01 else _SURNAMES)
        first = self._random.choice(given)
        return surname + first + (self._random.choice(given) if self._random.random() < 0.8 else "")
