"""How characters are read in names where the usual reading is not the only one, or not the right one."""

from __future__ import annotations

from collections.abc import Mapping

SURNAMES: Mapping[str, tuple[str, ...]] = {
    "单": ("shan",), "仇": ("qiu",), "解": ("xie",), "区": ("ou",), "曾": ("zeng",), "查": ("zha",), "朴": ("piao",),
    "乐": ("yue", "le"), "盖": ("ge", "gai"), "冼": ("xian",), "缪": ("miao", "miu"), "翟": ("zhai",), "宓": ("mi", "fu"),
    "种": ("chong",), "华": ("hua",), "任": ("ren",), "纪": ("ji",), "费": ("fei", "bi"), "秘": ("bi",), "黑": ("he",),
    "繁": ("po",), "员": ("yun",), "召": ("shao",), "燕": ("yan",), "覃": ("qin", "tan"), "洗": ("xian",), "折": ("she",),
    "晟": ("cheng", "sheng"), "葛": ("ge",), "那": ("na",), "幺": ("yao",), "么": ("yao",), "牟": ("mu", "mou"),
    "隗": ("wei", "kui"), "郗": ("xi", "chi"), "重": ("chong",), "适": ("kuo",), "尉": ("wei", "yu"), "谌": ("chen", "shen"),
    "佴": ("nai",), "褚": ("chu", "zhu"), "乜": ("nie",), "卜": ("bu",), "郇": ("xun", "huan"), "祭": ("zhai",),
    "咎": ("gao",), "贾": ("jia", "gu"), "俞": ("yu",), "车": ("che",), "都": ("du",), "柏": ("bai", "bo"), "薄": ("bo",),
    "强": ("qiang", "jiang"), "莘": ("shen", "xin"), "瞿": ("qu",), "占": ("zhan",), "长": ("chang",), "粘": ("nian",),
    "眭": ("sui",), "沈": ("shen",), "宿": ("su",), "殷": ("yin",), "盛": ("sheng", "cheng"), "臧": ("zang",),
    "逄": ("pang",), "逯": ("lu",), "过": ("guo",), "应": ("ying",), "哈": ("ha",), "撒": ("sa",), "相": ("xiang",),
}  # fmt: skip
"""Readings of a character as a surname, the bearers' first; the usual reading finds them too."""

COMPOUND: Mapping[str, str] = {
    "尉迟": "yu chi", "万俟": "mo qi", "令狐": "ling hu", "长孙": "zhang sun", "澹台": "tan tai", "夏侯": "xia hou",
    "宇文": "yu wen", "司徒": "si tu", "欧阳": "ou yang", "上官": "shang guan", "皇甫": "huang fu", "诸葛": "zhu ge",
    "司马": "si ma", "司空": "si kong", "司寇": "si kou", "鲜于": "xian yu", "单于": "chan yu", "淳于": "chun yu",
    "闾丘": "lv qiu", "亓官": "qi guan", "子车": "zi ju", "颛孙": "zhuan sun", "端木": "duan mu", "巫马": "wu ma",
    "公西": "gong xi", "公孙": "gong sun", "公羊": "gong yang", "公冶": "gong ye", "公良": "gong liang", "漆雕": "qi diao",
    "乐正": "yue zheng", "壤驷": "rang si", "拓跋": "tuo ba", "夹谷": "jia gu", "宰父": "zai fu", "谷梁": "gu liang",
    "段干": "duan gan", "百里": "bai li", "东郭": "dong guo", "东方": "dong fang", "南门": "nan men", "南宫": "nan gong",
    "西门": "xi men", "呼延": "hu yan", "羊舌": "yang she", "微生": "wei sheng", "濮阳": "pu yang", "太叔": "tai shu",
    "申屠": "shen tu", "仲孙": "zhong sun", "轩辕": "xuan yuan", "钟离": "zhong li", "慕容": "mu rong", "闻人": "wen ren",
    "赫连": "he lian", "宗政": "zong zheng", "第五": "di wu", "独孤": "du gu", "完颜": "wan yan", "纳兰": "na lan",
}  # fmt: skip
"""Surnames of two characters and their syllables."""

OTHERS: Mapping[str, tuple[str, ...]] = {
    "乐": ("yue",), "行": ("hang",), "重": ("chong",), "长": ("chang",), "茜": ("xi",), "朝": ("chao",), "曾": ("zeng",),
    "盛": ("cheng",), "晟": ("sheng",), "筠": ("jun",), "莞": ("wan",), "传": ("zhuan",), "藏": ("zang",), "屏": ("bing",),
    "薄": ("bo",), "蔚": ("yu",), "殷": ("yan",), "隽": ("jun",), "乾": ("gan",), "栎": ("yue",), "柏": ("bo",),
    "娜": ("nuo",), "参": ("shen", "cen"), "阿": ("e",), "都": ("du",), "泊": ("po",), "厦": ("xia",), "奇": ("ji",),
    "炅": ("gui",), "焘": ("tao",), "调": ("diao",), "率": ("shuai",), "会": ("kuai",), "校": ("jiao",), "角": ("jue",),
    "降": ("xiang",), "合": ("ge",), "石": ("dan",), "华": ("hua",), "单": ("shan",), "区": ("ou",), "省": ("xing",),
    "贾": ("gu",), "俞": ("shu",), "宿": ("xiu",), "沈": ("chen",), "尉": ("yu",), "仇": ("qiu",), "查": ("zha",),
    "洗": ("xian",), "卜": ("bu",), "逄": ("feng",), "什": ("shi",), "着": ("zhuo",), "没": ("mo",), "蛤": ("ha",),
    "臧": ("cang",), "强": ("jiang",), "弹": ("tan",), "湛": ("zhan",), "褚": ("zhu",), "台": ("tai",),
}  # fmt: skip
"""Readings beside the first one that a character has in given names and in the names of firms and places."""
