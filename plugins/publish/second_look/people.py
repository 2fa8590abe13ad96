"""What the second look sees of people in words: doors, births, children at school or ill, the ill; sign by sign, and only where it is sure.

It knows somebody by a surname with how one is called (阿姨, 先生, 同学), a home by its word or a flat behind a building.
"""

from __future__ import annotations

from collections.abc import Iterator

DOOR, BIRTH, CHILD, ILL = "door", "birth", "minor", "illness"
SAID = {DOOR: "住家门牌", BIRTH: "出生日期", CHILD: "未成年人的姓名和学校、病情", ILL: "一个人的病情或残疾"}

_SURNAMES = frozenset("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施")  # fmt: skip
_CALLED = (
    "阿姨",
    "叔叔",
    "大爷",
    "大妈",
    "大叔",
    "奶奶",
    "爷爷",
    "婆婆",
    "师傅",
    "先生",
    "女士",
    "伯伯",
    "阿婆",
    "阿公",
    "阿伯",
    "大姐",
    "老人",
    "老伯",
    "太太",
)
_UNITS = ("号楼", "栋", "幢", "座", "单元")
_STOPS = frozenset("。！？；\n")
_NUMERALS = frozenset("0123456789一二三四五六七八九十")
_HAN_DIGITS = frozenset("〇零一二三四五六七八九")
_COUNTED = frozenset("户人个元平米㎡度盏份位间次名件亩台株条张年月吨套辆棵多余家块0123456789-—")
_PUBLIC = ("中心", "站", "活动", "图书", "阅览", "办公", "物业", "管理处", "学校", "小学", "中学", "幼儿园", "医院", "门诊", "大厦", "广场", "写字楼", "党群", "窗口", "居委", "法院", "派出所", "警务", "公司", "银行", "会议", "培训", "教室", "商场", "园区", "驿站", "值班", "门岗", "监控", "仓库", "机房", "配电", "水泵", "食堂", "调解", "课室", "展厅", "讲堂", "书屋", "书吧", "餐厅", "药店", "社康", "架空", "消防", "电梯", "车库", "病房", "床位", "诊", "架空层")  # fmt: skip
_AT_HOME = ("家住", "住在", "住址", "居住", "业主", "住户", "户主", "家在", "租户")
_RULES = (
    "以前",
    "以后",
    "之前",
    "之后",
    "之间",
    "期间",
    "至",
    "凡",
    "满",
    "适龄",
    "起",
    "截至",
    "早于",
    "晚于",
    "儿童",
    "居民",
    "人口",
    "成立",
    "建",
)
_ILLS = ("白血病", "癌", "肿瘤", "尿毒症", "抑郁", "精神分裂", "精神病", "糖尿病", "高血压", "艾滋", "肝炎", "肺结核", "脑瘫", "自闭症", "癫痫", "心脏病", "冠心病", "脑梗", "偏瘫", "瘫痪", "哮喘", "肾衰", "帕金森", "阿尔茨海默", "老年痴呆", "失智")  # fmt: skip
_SUFFERS = ("患", "确诊", "查出", "得了", "诊断出", "被诊断", "检出")
_SCHOOLS = (
    "小学",
    "中学",
    "幼儿园",
    "年级",
    "就读",
    "初一",
    "初二",
    "初三",
    "高一",
    "高二",
    "高三",
    "大班",
    "中班",
    "小班",
)
_TALKS = (
    "讲座",
    "预防",
    "知识",
    "义诊",
    "筛查",
    "科普",
    "防治",
    "政策",
    "讲",
    "教",
    "介绍",
    "医",
    "津贴",
    "补贴",
    "疫苗",
    "化名",
    "一等奖",
    "康复",
)
_NO_GIVEN = frozenset("年级班学园队社各位全校中的和与是在有")


def look_at_people(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Each thing by its kind, in every form in which it may be known as allowed."""
    if any(unit in text for unit in _UNITS):
        yield from _find_doors(text)
    if "生" in text:
        yield from _find_births(text)
    if "同学" in text or "小朋友" in text or "岁" in text:
        yield from _find_children(text)
    if any(ill in text for ill in _ILLS) or "残疾" in text:
        yield from _find_ill(text)


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _find_doors(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    for unit in _UNITS:
        for at in _places(text, unit):
            start = _number_before(text, at)
            end = _room_behind(text, at + len(unit))
            if start < at and end:
                near = text[max(0, start - 16) : start].rpartition("\n")[2] + text[end : end + 10].partition("\n")[0]
                home = any(word in near for word in _AT_HOME)
                if home or not any(word in near for word in _PUBLIC):
                    door = text[start:end]
                    yield DOOR, frozenset({door, *(door + tail for tail in ("房", "室", "号", "号房"))})


def _number_before(text: str, at: int) -> int:
    end = at - 1 if text[at - 1 : at] == " " else at
    start = end
    while (
        start
        and end - start < 3
        and (text[start - 1] in _NUMERALS or (text[start - 1].isascii() and text[start - 1].isalpha()))
    ):
        start -= 1
    return start if start < end else at


def _room_behind(text: str, at: int) -> int:
    """Where the number of a flat ends that stands behind a building; 0 where none does."""
    behind = text[at : at + 12]
    for unit in ("单元", "楼", "层"):
        head, found, rest = behind.partition(unit)
        if found and len(head.strip()) < 3 and all(c in _NUMERALS or c.isalpha() for c in head.strip()):
            at += len(head) + len(unit)
            behind = rest
    skipped = len(behind) - len(behind.lstrip(" -—·,，的"))
    at, behind = at + skipped, behind[skipped:]
    for digits in (frozenset("0123456789"), _HAN_DIGITS):
        size = next((i for i, c in enumerate(behind) if c not in digits), len(behind))
        if size in (3, 4):
            size += behind[size : size + 1] in tuple("ABCDEFGH")
            after = behind[size:].removeprefix("号").lstrip("房室 ")
            return 0 if after[:1] in _COUNTED and after[:1] and after[:2] != "户主" else at + size
    return 0


def _find_births(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    for at in _places(text, "生"):
        near = text[max(0, at - 12) : at + 26].partition("\n")[0]
        behind = text[at + 1 : at + 20].lstrip("于日期年月: ：是为")
        ahead = text[max(0, at - 14) : at].removesuffix("出").rstrip()
        told = text[max(0, at - 1) : at + 2]
        marked = told[:2] == "出生" or told[-2:] in ("生于", "生日", "生辰")
        if text[at - 1 : at] in tuple("发产诞"):
            continue
        dated = (marked and _starts_with_date(behind)) or (
            _ends_with_date(ahead) and text[at + 1 : at + 2] not in tuple("产效活成态育物命意鲜根")
        )
        if dated and not any(word in near for word in _RULES):
            yield BIRTH, frozenset()


def _starts_with_date(text: str) -> bool:
    parts = _numbers(text[:12])
    return len(parts) >= 3 and text[:1].isdigit() and _is_date(parts[:3])


def _ends_with_date(text: str) -> bool:
    parts = _numbers(text)
    return len(parts) >= 3 and text[-1:] in tuple("日0123456789") and _is_date(parts[-3:])


def _numbers(text: str) -> list[str]:
    return "".join(c if c.isascii() and c.isdigit() else " " for c in text).split()


def _is_date(parts: list[str]) -> bool:
    year, month, day = parts
    return len(year) == 4 and year[:2] in ("19", "20") and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _sentence(text: str, at: int) -> str:
    start = end = at
    while start and text[start - 1] not in _STOPS and at - start < 40:
        start -= 1
    while end < len(text) and text[end] not in _STOPS and end - at < 40:
        end += 1
    return text[start:end]


def _name_before(text: str, at: int) -> bool:
    """Whether a surname and one or two signs stand right before a place, at the beginning of a word."""
    for size in (3, 2):
        name, before = text[max(0, at - size) : at], text[max(0, at - size - 1) : max(0, at - size)]
        if (
            len(name) == size
            and name[0] in _SURNAMES
            and not set(name[1:]) & _NO_GIVEN
            and all("一" <= c <= "鿿" for c in name)
        ):
            return not before or not "一" <= before <= "鿿" or before in "的班和与级生子女叫园学"
    return False


def _find_children(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    for word in ("同学", "小朋友"):
        for at in _places(text, word):
            said = _sentence(text, at)
            tells = any(w in said for w in (*_SCHOOLS, *_ILLS))
            if _name_before(text, at) and tells and not any(w in said for w in _TALKS):
                yield CHILD, frozenset()
    for at in _places(text, "岁"):
        digits = "".join(c for c in text[max(0, at - 2) : at] if c.isdigit())
        head = text[max(0, at - 12) : at - len(digits)].rstrip("今年刚满仅现才 男女，,、")
        said = _sentence(text, at)
        named = head[-1:] in tuple("（(，,") or head != text[max(0, at - 12) : at - len(digits)]
        name = _name_before(head.rstrip("（(，, "), len(head.rstrip("（(，, ")))
        if digits and int(digits) < 18 and named and name and any(w in said for w in (*_SCHOOLS, *_ILLS)):
            yield CHILD, frozenset()


def _find_ill(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    for called in _CALLED:
        for at in _places(text, called):
            end = next((i for i in range(at, min(len(text), at + 34)) if text[i] in _STOPS), at + 34)
            said, sentence = text[at + len(called) : end], _sentence(text, at)
            if text[at - 1 : at] not in _SURNAMES or not text[at - 1 : at] or any(w in sentence for w in _TALKS):
                continue
            if _tells_illness(said, 15) or ("残疾" in said and any(f"{n}级" in said for n in "一二三四1234")):
                yield ILL, frozenset()
    for word in _SUFFERS:
        for at in _places(text, word):
            said = text[at : at + 16]
            if _name_before(text, at) and _tells_illness(said, 0) and not any(w in _sentence(text, at) for w in _TALKS):
                yield ILL, frozenset()


def _tells_illness(said: str, within: int) -> bool:
    """Whether a sentence goes on with what somebody suffers from."""
    suffers = min((said.find(word) for word in _SUFFERS if word in said), default=-1)
    return 0 <= suffers <= within and "患者" not in said and any(ill in said[suffers:] for ill in _ILLS)
