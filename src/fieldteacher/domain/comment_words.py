"""Words that praise and words that fault, as comments on students use them; short on purpose.

Only words that hardly ever mean anything else stand here: a hint that is wrong once too often is read no more.
"""

from __future__ import annotations

PRAISE = (
    "优秀", "出色", "突出", "表现很好", "非常好", "非常认真", "认真负责", "好评", "圆满完成", "上手快", "动手能力强",
    "主动性强", "吃苦耐劳", "勤奋", "excellent", "outstanding", "very good",
)  # fmt: skip
FAULT = (
    "较差", "很差", "不合格", "不及格", "旷工", "迟到", "早退", "顶撞", "不服从", "消极", "懒散", "敷衍", "违纪", "违反",
    "玩手机", "未完成", "没有完成", "不认真", "不遵守", "poor", "absent without leave", "careless",
)  # fmt: skip
NOT = ("不", "没", "未", "无", "欠", "非", "缺乏", "谈不上", "有待", "还需", "尚需", "not ", "no ", "never ")
"""Before a word they turn it round, or take it away: ``不够认真负责``, ``从未迟到``, ``没有旷工``."""
BEFORE = 4
"""So many characters before a word are looked at for one of ``NOT``."""


def tone(comment: str) -> tuple[str | None, str | None]:
    """The first word of praise and the first word of fault in a comment that nothing turns round."""
    words = comment.casefold()
    return _first(words, PRAISE), _first(words, FAULT)


def _first(comment: str, words: tuple[str, ...]) -> str | None:
    found = [(place, word) for word in words for place in _places(comment, word)]
    return min(found)[1] if found else None


def _places(comment: str, word: str) -> list[int]:
    places, start = [], comment.find(word)
    while start >= 0:
        before = comment[max(0, start - BEFORE) : start]
        clause = max(before.rfind(mark) for mark in "，。；、,.;")
        if not any(each in before[clause + 1 :] for each in NOT):
            places.append(start)
        start = comment.find(word, start + 1)
    return places
