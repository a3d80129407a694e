"""The search box: names, initials, pinyin, tails, enterprises, free text; the index follows every change."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.making import SAVE, add, change, delete, student

from fieldteacher.store.database import Store
from fieldteacher.store.pinyin import person, spelled
from fieldteacher.store.readings import COMPOUND, SURNAMES
from fieldteacher.store.renewing import outdated, renew
from fieldteacher.store.search import SETTING, find
from fieldteacher.store.words import excerpt, index_words, match_expression, normal


def found(store: Store, typed: str, limit: int = 20) -> list[str]:
    """The titles of what is found, best first."""
    return [hit.title for hit in find(store.read(), typed, limit, "zh_CN")]


# -- pinyin --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("张三", "zhangsan", "zs"), ("单丽", "shanli", "sl"), ("仇英", "qiuying", "qy"), ("解晓", "xiexiao", "xx"),
        ("区明", "ouming", "om"), ("尉迟恭", "yuchigong", "ycg"), ("万俟雪", "moqixue", "mqx"), ("覃芳", "qinfang", "qf"),
        ("曾黎", "zengli", "zl"), ("令狐冲", "linghuchong", "lhc"), ("长孙无忌", "zhangsunwuji", "zswj"),
        ("查良镛", "zhaliangyong", "zly"), ("朴树", "piaoshu", "ps"), ("吕布", "lvbu", "lb"), ("欧阳娜娜", "ouyangnana", "oynn"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt"), ("Tom李", "tomli", "toml"), ("缪晓", "miaoxiao", "mx"),
        ("冼星", "xianxing", "xx"), ("郗鉴", "xijian", "xj"), ("隗嚣", "weixiao", "wx"), ("澹台明", "tantaiming", "ttm"),
        ("夏侯渊", "xiahouyuan", "xhy"), ("宇文成", "yuwencheng", "ywc"), ("司徒静", "situjing", "stj"), ("种师道", "chongshidao", "csd"),
        ("上官云", "shangguanyun", "sgy"), ("皇甫嵩", "huangfusong", "hfs"), ("诸葛亮", "zhugeliang", "zgl"), ("盖聂", "genie", "gn"),
        ("翟天", "zhaitian", "zt"), ("华佗", "huatuo", "ht"), ("任盈", "renying", "ry"), ("乐毅", "yueyi", "yy"), ("卜凡", "bufan", "bf"),
    ],
)  # fmt: skip
def test_names_are_spelled_as_their_bearers_do(name: str, full: str, initials: str) -> None:
    assert spelled(name)[:2] == (full, initials)


def test_a_surname_is_also_found_by_the_usual_reading() -> None:
    assert set(spelled("单丽")) == {"shanli", "sl", "danli", "dl"}
    assert spelled("张三") == ("zhangsan", "zs")


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("覃芳", "tanfang"), ("曾黎", "cengli"), ("朴树", "pushu"), ("王乐", "wangle"), ("王乐", "wangyue"), ("李重阳", "lichongyang"),
        ("吕布", "lyubu"), ("牟平", "mouping"), ("尉迟恭", "weichigong"), ("长城精密", "changchengjingmi"), ("长城精密", "ccjm"),
        ("厦门甲", "xiamenjia"), ("薛晟", "xuesheng"), ("陈栎", "chenli"),
    ],
)  # fmt: skip
def test_characters_of_several_readings_are_found_by_each(name: str, also: str) -> None:
    assert also in spelled(name)


def test_people_are_found_by_mixes_of_initials_and_full_syllables() -> None:
    assert {"lixiaoming", "lxm", "lxming", "lixming", "lxiaoming"} == set(person("李晓明"))


@given(st.text())
def test_anything_can_be_spelled(name: str) -> None:
    for key in person(name):
        assert key.isascii()


# -- words ---------------------------------------------------------------------------------------


def test_chinese_is_cut_in_pairs_and_other_scripts_by_word() -> None:
    assert index_words(["师傅很照顾", "CNC 机床ok"]) == "师傅 傅很 很照 照顾 顾 cnc 机床 床 ok"
    assert match_expression("很照顾") == '"很照 照顾"'
    assert match_expression("顾") == '"顾"*'
    assert match_expression("ｃｎｃ 机床") == '"cnc"* AND "机床"'
    assert match_expression('"*()-') == ""


@given(st.text())
def test_any_text_can_be_typed(typed: str) -> None:
    assert "\x00" not in normal(typed)
    normal(typed).encode()
    assert match_expression(typed).count('"') % 2 == 0


# -- people and enterprises ----------------------------------------------------------------------


@pytest.fixture
def park(store: Store) -> Store:
    """Three students, one of them placed, and an enterprise with a contact."""
    with store.write(SAVE) as txn:
        factory = txn.create(
            "enterprise",
            {
                "name": "苏州甲精密有限公司",
                "short_name": "甲精密",
                "uscc": "91320594MA00000002",
                "district": "工业园区",
            },
        )
        txn.create("contact", {"enterprise": factory, "name": "钱主管", "phone": "0512-66668888"})
        pupil = txn.create(
            "student",
            {
                "student_number": "23010147",
                "name": "李晓明",
                "class_name": "机电2301",
                "phone": "13800138000",
                "guardian_phone": "13912345678",
            },
        )
        txn.create(
            "placement",
            {"student": pupil, "enterprise": factory, "start": "2026-03-01", "lodging_address": "5号楼302"},
        )
        txn.create("student", {"student_number": "23010148", "name": "单丽"})
        txn.create("teacher", {"staff_number": "T0042", "name": "周老师", "phone": "13700001111"})
        txn.create("student", {"student_number": "23010149", "name": "𠮷𬭎", "class_name": "数控2302"})
    return store


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("李晓明", "李晓明"), ("李", "李晓明"), ("晓明", "李晓明"), ("lxm", "李晓明"), ("lx", "李晓明"), ("LiXiao", "李晓明"),
        ("sl", "单丽"), ("dan", "单丽"), ("𠮷", "𠮷𬭎"), ("𬭎", "𠮷𬭎"), ("0147", "李晓明"), ("147", "李晓明"), ("8000", "李晓明"),
        ("5678", "李晓明"), ("302", "李晓明"), ("szjjm", "苏州甲精密有限公司"), ("甲精密", "苏州甲精密有限公司"), ("00002", "苏州甲精密有限公司"),
        ("园区", "苏州甲精密有限公司"), ("机电 李", "李晓明"), ("甲精密 lx", "李晓明"), ("ｌｘ", "李晓明"), ("钱", "钱主管"),
        ("lx甲精密", "李晓明"), ("2301 李", "李晓明"), ("李 晓明", "李晓明"), ("xiaoming 精密", "李晓明"),
        ("jjm lxm", "李晓明"), ("138-0013-8000", "李晓明"), ("+8613912345678", "李晓明"), ("lxming", "李晓明"), ("李，机电", "李晓明"),
        ("5号楼 李", "李晓明"), ("jd2301", "李晓明"), ("051266668888", "钱主管"), ("钱 甲精密", "钱主管"), ("zls", "周老师"), ("T0042", "周老师"),
        ("qianzhuguan", "钱主管"), ("66668888", "钱主管"), ("  李  ", "李晓明"),
    ],
)  # fmt: skip
def test_finds(park: Store, typed: str, first: str) -> None:
    assert found(park, typed)[0] == first


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "qqq", "李 数控", "|", "%", "_", "'", '"', "\ud800", "\x00", "*", "a" * 5000, "李 " * 500],
)
def test_finds_nothing_where_nothing_fits_and_never_fails(park: Store, typed: str) -> None:
    assert found(park, typed) == ([] if typed != "李 " * 500 else ["李晓明"])


def test_a_whole_key_comes_before_its_start_and_that_before_its_middle(store: Store) -> None:
    for number, name in enumerate(("王小李", "李明", "李")):
        student(store, name, str(number))
    assert found(store, "李") == ["李", "李明", "王小李"]
    assert found(store, "李", limit=2) == ["李", "李明"]


def test_a_short_word_is_found_inside_where_few_begin_so(store: Store) -> None:
    for number, name in enumerate(("王李", "李明", "李", "赵六")):
        student(store, name, str(number))
    assert found(store, "李", limit=2) == ["李", "李明"]
    assert found(store, "李", limit=3) == ["李", "李明", "王李"]
    assert found(store, "l", limit=1) == ["李"]


def test_an_enterprise_comes_before_its_students_and_those_here_before_those_who_left(park: Store) -> None:
    add(park, "contact", enterprise=add(park, "enterprise", name="李氏木业"), name="李来")
    left = student(park, "李芳", "22010001")
    firm = park.read().records("enterprise")[0]["id"]
    add(park, "placement", student=left, enterprise=firm, start="2025-03-01", status="returned")
    assert found(park, "甲精密") == ["苏州甲精密有限公司", "李晓明", "钱主管", "李芳"]
    assert found(park, "李") == ["李晓明", "李氏木业", "李来", "李芳"]
    assert found(park, "李芳")[0] == "李芳"


def test_subtitles_say_who_it_is(park: Store) -> None:
    hits = {hit.title: hit.subtitle for hit in find(park.read(), "精密", 20, "zh_CN")}
    assert hits["李晓明"].endswith("机电2301 · 甲精密")


_LATIN = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6)
_GIVEN = st.text("晓明芳丽强伟静敏杰涛磊洋艳勇娟霞鹏飞宇轩涵梓怡诗琪雨欣乐重行晟茜长", min_size=1, max_size=2)
_SURNAME = st.sampled_from([*SURNAMES, *COMPOUND, *"李王张刘陈杨赵黄周吴徐吕"])
_DIGITS = st.text("0123456789", min_size=8, max_size=8)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    surname=_SURNAME, given_name=_GIVEN, digits=st.tuples(_DIGITS, _DIGITS, _DIGITS), room=st.integers(100, 999),
    words=st.tuples(_LATIN, _LATIN), data=st.data(),
)  # fmt: skip
def test_every_student_is_found_in_every_way(
    store: Store, surname: str, given_name: str, digits: tuple[str, str, str], room: int, words: tuple[str, str], data: st.DataObject
) -> None:  # fmt: skip
    name, (number, phone, guardian) = surname + given_name, digits
    firm = add(store, "enterprise", name=f"{words[0]}精密制造有限公司", short_name=f"{words[0]}精密")
    who = student(
        store, name, number, class_name="机电2301", phone=f"138{phone}", guardian_phone=f"139{guardian}"
    )
    add(
        store, "placement", student=who, enterprise=firm, start="2026-03-01", lodging_address=f"{words[1]}公寓{room}室"
    )  # fmt: skip
    tail = data.draw(st.integers(3, 8))
    cut = data.draw(st.integers(1, 4))
    ways = [
        name, name[:cut], given_name, f"{surname} {given_name}", number, number[-tail:], phone[-tail:], guardian[-tail:], f"138{phone}",
        "机电2301", "jd2301", f"{words[0]}精密", f"{words[1]}公寓", f"{room}", f"2301 {name}", f"{words[0]}精密 {surname}",
    ]  # fmt: skip
    ways += [*person(name), *(key[:cut] for key in spelled(name))]
    ways += [
        f"{spelled(name)[1]} {words[0]}精密",
        f"{words[0]}精密 {spelled(name)[0]}",
        f"{spelled(name)[1]}精密",
    ]
    for typed in ways:
        assert who in {hit.id for hit in find(store.read(), typed, 100_000, "zh_CN")}, typed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text() | st.text("李lx2301 -+|¦*\"'%_()，甲·", max_size=30))
def test_anything_typed_is_answered(park: Store, typed: str) -> None:
    for hit in find(park.read(), typed, 5, "zh_CN"):
        assert hit.title


def test_the_index_of_an_older_program_is_made_anew(park: Store) -> None:
    add(park, "talk", student=student(park, "赵磊"), talked_on="2026-03-16", work="学会了换刀")
    assert not outdated(park)
    park.keep_settings({SETTING: None})
    with park._transaction() as connection:
        connection.execute("UPDATE search_key SET keys = '|x|'")
        connection.execute("UPDATE search_document SET about = NULL")
    assert found(park, "lxm") == found(park, "赵磊 换刀") == []
    saves = park.last_saves(100)
    renew(park)
    assert found(park, "lxm") == ["李晓明"]
    assert found(park, "zhoulao") == ["周老师"]
    assert found(park, "赵磊 换刀") == ["赵磊 · 2026-03-16"]
    assert not outdated(park)
    assert park.last_saves(100) == saves


@pytest.mark.parametrize(
    ("typed", "why"),
    [("302", "5号楼302"), ("5678", "13912345678"), ("赵父", "赵父"), ("lxm", ""), ("甲精密 李", ""), ("0147", ""), ("138-0013-8000", "")],
)  # fmt: skip
def test_what_is_not_on_show_is_told(park: Store, typed: str, why: str) -> None:
    pupil = park.read().records("student", {"name": "李晓明"})[0]["id"]
    change(park, "student", pupil, guardian_name="赵父")
    hit = next(hit for hit in find(park.read(), typed, 20, "zh_CN") if hit.id == pupil)
    assert hit.subtitle == " · ".join(filter(None, ("23010147", "机电2301", "甲精密", why)))


def test_many_people_leave_room_for_what_was_written(store: Store) -> None:
    firm = add(store, "enterprise", name="甲厂")
    people = [student(store, f"王{name}", name) for name in "一二三四五六七"]
    for who in people:
        add(store, "placement", student=who, enterprise=firm, start="2026-03-01", lodging_address="南苑宿舍")
    for day in range(1, 5):
        add(store, "talk", student=people[0], talked_on=f"2026-03-0{day}", living="宿舍漏水")
    assert found(store, "宿舍", limit=6) == [
        "王一",
        "王七",
        "王三",
        "王二",
        "王一 · 2026-03-04",
        "王一 · 2026-03-03",
    ]
    assert len(found(store, "南苑", limit=6)) == 6
    assert len(found(store, "宿舍", limit=20)) == 11


# -- the index follows ---------------------------------------------------------------------------


def test_a_new_name_is_found_and_the_old_one_no_more(store: Store) -> None:
    record = student(store, "李晓明")
    change(store, "student", record, name="张伟")
    assert (found(store, "张伟"), found(store, "zw"), found(store, "李晓明"), found(store, "lxm")) == (
        ["张伟"],
        ["张伟"],
        [],
        [],
    )
    store.undo()
    assert (found(store, "lxm"), found(store, "zw")) == (["李晓明"], [])
    delete(store, "student", record)
    assert found(store, "李晓明") == []
    store.undo()
    assert found(store, "李晓明") == ["李晓明"]


def test_a_transfer_moves_the_student_to_the_other_enterprises_name(park: Store) -> None:
    place = park.read().records("placement")[0]
    other = add(park, "enterprise", name="昆山乙电子厂")
    with park.write(SAVE) as txn:
        txn.update("placement", place["id"], {"status": "transferred", "end": "2026-03-31"})
        txn.create("placement", {"student": place["student"], "enterprise": other, "start": "2026-04-01"})
    assert "李晓明" in found(park, "乙电子")
    assert "李晓明" not in found(park, "甲精密")
    park.undo()
    assert "李晓明" in found(park, "甲精密")


def test_a_placement_given_to_another_student_leaves_the_first(park: Store) -> None:
    place, other = park.read().records("placement")[0], park.read().records("student", {"name": "单丽"})[0]
    change(park, "placement", place["id"], student=other["id"])
    assert "单丽" in found(park, "甲精密")
    assert "李晓明" not in found(park, "甲精密")


def test_an_enterprises_new_name_reaches_its_students_and_contacts(park: Store) -> None:
    factory = park.read().records("enterprise")[0]["id"]
    change(park, "enterprise", factory, name="丙机械", short_name=None)
    assert set(found(park, "丙机械")) == {"丙机械", "李晓明", "钱主管"}
    assert found(park, "甲精密") == []


# -- free text -----------------------------------------------------------------------------------


@pytest.fixture
def diary(store: Store) -> Store:
    pupil = student(store, "赵磊")
    add(
        store,
        "talk",
        student=pupil,
        talked_on="2026-03-16",
        work="师傅很照顾，学会了CNC换刀",
        living="宿舍漏水，𬭎已报修",
    )
    return store


@pytest.mark.parametrize(
    "typed", ["漏", "漏水", "宿舍漏", "师傅很照顾", "cnc", "CN", "换刀 漏水", "𬭎", "𬭎已", "修"]
)
def test_free_text_is_found_by_one_two_and_more_characters(diary: Store, typed: str) -> None:
    assert found(diary, typed) == ["赵磊 · 2026-03-16"]


@pytest.mark.parametrize("typed", ["刀宿", "水师", "漏水 食堂", "傅照"])
def test_what_is_not_there_is_not_found(diary: Store, typed: str) -> None:
    assert found(diary, typed) == []


@pytest.mark.parametrize("typed", ["赵磊 漏水", "漏水 zl", "zhaolei 换刀 漏水", "230101 cnc", "赵 磊 漏水"])
def test_free_text_is_found_with_whom_it_is_about(diary: Store, typed: str) -> None:
    other = student(diary, "王芳", "230199")
    add(diary, "talk", student=other, talked_on="2026-03-17", work="学会了CNC换刀", living="宿舍漏水")
    assert found(diary, typed) == ["赵磊 · 2026-03-16"]


def test_free_text_of_an_enterprise_is_found_with_its_name(park: Store) -> None:
    firm = park.read().records("enterprise")[0]["id"]
    add(park, "visit", enterprise=firm, visited_on="2026-03-10", findings="注塑车间噪声大")
    add(
        park,
        "visit",
        enterprise=add(park, "enterprise", name="乙厂"),
        visited_on="2026-03-11",
        findings="噪声大",
    )
    assert found(park, "甲精密 噪声") == ["苏州甲精密有限公司 · 2026-03-10"]
    assert found(park, "噪声 jjm") == ["苏州甲精密有限公司 · 2026-03-10"]


def test_an_excerpt_shows_what_was_typed() -> None:
    long = "一" * 40 + "宿舍漏水" + "二" * 40
    assert excerpt(["别的", long], ["漏水"]) == "…" + "一" * 4 + "宿舍漏水" + "二" * 16 + "…"
    assert excerpt(["短的\n两行"], ["没有"]) == "短的 两行"
    assert excerpt([], ["没有"]) == ""


def test_free_text_follows_its_record(diary: Store) -> None:
    talk = diary.read().records("talk")[0]["id"]
    change(diary, "talk", talk, living="一切正常")
    assert (found(diary, "漏水"), len(found(diary, "正常")), len(found(diary, "换刀"))) == ([], 1, 1)
    diary.undo()
    assert (len(found(diary, "漏水")), found(diary, "正常")) == (1, [])
    change(diary, "talk", talk, work=None, living=None)
    assert found(diary, "换刀") == []
    change(diary, "talk", talk, work="换刀")
    assert len(found(diary, "换刀")) == 1
    delete(diary, "talk", talk)
    assert found(diary, "换刀") == []


def test_a_talk_is_named_in_the_language_asked_for(diary: Store) -> None:
    assert [hit.subtitle for hit in find(diary.read(), "漏水", 5, "en")] == ["talk · 宿舍漏水，𬭎已报修"]
