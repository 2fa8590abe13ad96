"""How people in a text fare: children at school, and the ill; each sentence is taken apart into who is spoken of and what is said.

A sentence tells on somebody where it goes on from a name to a school, an age or an illness as such sentences do; a talk about an
illness, a doctor, a rule for everybody do not.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.publish.second_look.dates import find_births
from plugins.publish.second_look.homes import find_doors
from plugins.publish.second_look.names import YOUNG, Person, find_persons
from plugins.publish.second_look.thing import list_words

DOOR, BIRTH, CHILD, ILL = "door", "birth", "minor", "illness"
SAID = {DOOR: "住家门牌", BIRTH: "出生日期", CHILD: "未成年人的姓名和学校、病情", ILL: "一个人的病情或残疾"}

_STOPS = "。！？；!?;\n"
_ILLS = list_words(
    "白血病 癌 肿瘤 淋巴瘤 骨髓瘤 血管瘤 尿毒症 抑郁 焦虑症 精神分裂 精神病 精神障碍 双相 躁郁 糖尿病 高血压 "
    "高血脂 艾滋 HIV 乙肝 丙肝 肝炎 肝硬化 肝病 肺结核 结核 尘肺 肺病 脑瘫 自闭症 孤独症 癫痫 羊癫疯 心脏病 "
    "冠心病 先心病 心梗 心肌 心衰 脑梗 脑溢血 脑出血 脑瘤 哮喘 肾衰 肾病 肾炎 血友病 地中海贫血 地贫 贫血 "
    "红斑狼疮 帕金森 阿尔茨海默 老年痴呆 痴呆 失智 认知障碍 唐氏 智力障碍 多动症 梅毒 性病 不孕 重病 大病 "
    "绝症 罕见病 慢性病 渐冻 类风湿 风湿 痛风 强直 肌无力 肌萎缩 白内障 青光眼 囊肿 结石 新冠 肺炎 手足口 "
    "水痘 流感 梗死 甲亢 甲减 胃病 胃溃疡 腰椎间盘 关节炎 皮肤病 白癜风 牛皮癣 精神疾病 传染病 麻风 眼疾 耳聋 "
    "2型糖尿"
)
_EVENTS = list_words(
    "中风 偏瘫 瘫痪 截瘫 骨折 脑梗 脑溢血 脑出血 心梗 失明 失聪 流产 截肢 住院 手术 化疗 放疗 透析 怀孕 吸毒 "
    "戒毒 假肢 卧床 病重 病危 病倒 病故 病逝 重病 聋哑 小产 堕胎 病休"
)
_SUFFERS = list_words("患 确诊 查出 得了 得的是 诊断 检出 感染 罹患 染上 患上 有 因 是 为 系 犯 发现")
_IMPAIRED = ("智力", "精神", "肢体", "视力", "听力", "言语", "多重")
_HANDICAPPED = list_words(
    "残疾人 聋哑人 盲人 精神病人 残障人士 聋人 视障人士 听障人士 智障人士 残疾军人 "
    "吸毒人员 戒毒人员 涉毒人员 矫正对象 矫正人员 刑满释放人员 刑释人员"
)
_BEHIND_ILL = ("", "晚期", "早期", "中期", "术后", "患者", "病人", "多年", "病史", "确诊", "史", "症", "病", "复发", "去世", "离世", "足", "走失", "发作", "住院", "在家", "需要", "缠身", "加重", "后", "了", "好几年", "两年", "三年")  # fmt: skip
_SPEAKS = frozenset("讲谈问询教陪帮捐送替顾护请让参开办写学建议提慰接推介绍协调宣传组织采访主持")
"""What makes of a name one who does something for the ill."""
_TALKS = list_words(
    "讲座 预防 知识 宣传 义诊 筛查 科普 防治 保险 政策 病种 目录 申请条件 门诊 疫苗 医保 报销 津贴 补贴 办理 "
    "换领 换发 申领 评定 康复训练 化名 讲解 介绍 专家 坐诊 医师 处方药 主讲 授课 志愿者培训 例如 比如 假如"
)
_SCHOOLS = list_words("小学 中学 幼儿园 幼稚园 学校 托儿所 初中 高中 大班 中班 小班 实验 附小 附中")
_GRADES = list_words("年级 初一 初二 初三 高一 高二 高三 大班 中班 小班 小一 小二 小三 小四 小五 小六")
_IN_NEED = ("留守儿童", "困境儿童", "走失儿童", "孤儿")
_TAUGHT_AT = ("小学", "小学生", "中学生", "学生", "中学", "幼儿园", "附小", "附中")
_NAMED_SCHOOLS = ("小学", "中学", "幼儿园", "附小", "附中", "实验学校")
_HONOURED = ("获", "荣获", "被评", "当选", "见义", "拾金", "走失", "失踪")
_LEARNS = list_words(
    "就读 上学 读书 念书 入学 在读 上小学 上幼儿园 上初中 上高中 读小学 读初中 读高中 学生 毕业 升学 转学 "
    "休学 念小学 读幼儿园"
)
_CHILD_WORDS = list_words(
    "学生 小学生 中学生 孩子 儿子 女儿 孙子 孙女 外孙 外孙女 侄子 侄女 弟弟 妹妹 男童 女童 男孩 女孩 患儿 "
    "小朋友 儿童 宝宝 少年 小住户 同学 幼儿 婴儿 少先队员 双胞胎"
)
_ATTRIBUTES = list_words("男 女 汉族 独居 退休 低保户 今年 现年 年仅 刚满 才 本楼 居民")

_ILL_WORDS = (*_ILLS, *_EVENTS, "残", *_HANDICAPPED, *_IMPAIRED)
_SCHOOL_WORDS = (*_SCHOOLS, *_GRADES, *_LEARNS, *_IN_NEED, "同学", "小朋友", "岁", "班")
_ILL_SIGNS = frozenset(word[0] for word in _ILL_WORDS)
_SCHOOL_SIGNS = frozenset(word[-1] for word in _SCHOOL_WORDS)


def look_at_people(text: str) -> Iterator[tuple[str, str]]:
    """Each thing by its kind, and by the word that tells it from others: a name, or figures parted by |."""
    if any(sign in text for sign in "栋幢座楼元梯住家访#户门收房业租巷弄"):
        yield from ((DOOR, door) for door in find_doors(text))
    if any(word in text for word in ("生", "男", "女", "DOB", "dob", "irth", "orn")):
        yield from ((BIRTH, day) for line in text.split("\n") for day in find_births(line))
    ill, child = _may_tell_illness(text), _may_tell_school(text)
    if not (ill or child):
        return
    for sentence in _sentences(text):
        if not ((child and _may_tell_school(sentence)) or (ill and _may_tell_illness(sentence))):
            continue
        for person in find_persons(sentence):
            if child and _is_child_told(sentence, person):
                yield CHILD, person.name
            elif ill and _is_illness_told(sentence, person):
                yield ILL, person.name


def _may_tell_illness(text: str) -> bool:
    # Most texts are short, and one look at their signs is faster than a hundred words sought in each.
    return not _ILL_SIGNS.isdisjoint(text) and any(word in text for word in _ILL_WORDS)


def _may_tell_school(text: str) -> bool:
    return not _SCHOOL_SIGNS.isdisjoint(text) and any(word in text for word in _SCHOOL_WORDS)


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for at, sign in enumerate(text):
        if sign in _STOPS:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _is_talk(sentence: str, at: int) -> bool:
    """Whether the words around are about an illness or a school as a matter for everybody."""
    near = sentence[max(0, at - 24) : at + 30]
    return any(word in near for word in _TALKS)


def _skip_attributes(rest: str) -> str:
    """What is left behind ，男，58岁，独居，."""
    while rest:
        bare = rest.lstrip(" ,，、|:：()（）\x01\t*")
        word = next((w for w in _ATTRIBUTES if bare.startswith(w)), "")
        age = 0
        while age < 3 and bare[age : age + 1].isdigit():
            age += 1
        if word:
            rest = bare[len(word) :]
        elif age and bare[age : age + 1] == "岁":
            rest = bare[age + 1 :]
        else:
            return bare if bare != rest else rest
    return rest


# Illness


def _is_illness_told(sentence: str, person: Person) -> bool:
    if _is_talk(sentence, person.start):
        return False
    return _goes_on_to_illness(sentence, person) or _comes_from_illness(sentence, person)


def _comes_from_illness(sentence: str, person: Person) -> bool:
    """尿毒症患者某某, 残疾人某某."""
    head = sentence[: person.start].rstrip(" ：:")
    if head.endswith(_HANDICAPPED):
        return True
    for word in ("患者", "病人", "患儿", "的居民", "的"):
        if head.endswith(word):
            return any(head.removesuffix(word).endswith((ill, ill + "病", ill + "症")) for ill in (*_ILLS, *_EVENTS))
    return False


def _goes_on_to_illness(sentence: str, person: Person) -> bool:
    rest = sentence[person.end : person.end + 40]
    other = next(find_persons(rest[1:]), None)
    if other and other.start > 0:
        # What follows another name is said of that one.
        rest = rest[: other.start + 1]
    bare = _skip_attributes(rest)
    parted = bare != rest
    return any(_links(bare[:at], bare[at + len(ill) :], ill, person, parted) for at, ill in _illnesses(bare))


def _illnesses(text: str) -> Iterator[tuple[int, str]]:
    """Every illness, event and degree of disability, with its place."""
    for word in (*_ILLS, *_EVENTS, *_HANDICAPPED):
        at = text.find(word)
        if at >= 0:
            yield at, word
    at = text.find("残疾")
    if at >= 0 and (text[max(0, at - 2) : at] in _IMPAIRED or any(f"{n}级" in text for n in "一二三四1234")):
        yield max(0, at - 2) if text[max(0, at - 2) : at] in _IMPAIRED else at, "残疾"
    for impaired in _IMPAIRED:
        at = text.find(impaired)
        if at >= 0 and text[at + 2 : at + 4] in tuple(f"{n}级" for n in "一二三四1234"):
            yield at, impaired
    at = text.find("级残")
    if at > 0:
        yield at - 1, "级残"


def _links(gap: str, behind: str, ill: str, person: Person, parted: bool) -> bool:
    """Whether what stands between a name and an illness says that it is that person's."""
    if (
        len(gap) > 18
        or _SPEAKS & set(gap)
        or behind.startswith(
            ("讲座", "知识", "防治", "人座谈", "联合会", "协会", "专科", "医院", "科", "人证", "服务", "人事业")
        )
    ):
        return False
    last = gap.rpartition("，")[2].rpartition(",")[2]
    if ill in _EVENTS:
        return len(last) < 10
    if ill in _HANDICAPPED:
        ends = not ("一" <= behind[:1] <= "鿿") or behind.startswith(tuple(filter(None, _BEHIND_ILL)))
        return ends and (parted or gap[-1:] in tuple("是系为"))
    if any(word in gap for word in _SUFFERS):
        return "患者" not in gap and "患病率" not in gap
    if ill in ("残疾", "级残", *_IMPAIRED):
        return len(gap) < 12
    ends = not behind or not ("一" <= behind[0] <= "鿿") or behind.startswith(tuple(filter(None, _BEHIND_ILL)))
    return ends and len(gap) < 7 and (parted or bool(person.called == "elder" and len(gap) < 4))


# Children


def _is_child_told(sentence: str, person: Person) -> bool:
    if person.called == "elder" or person.name.endswith(YOUNG):
        # 王小朋友 is no one: a child's name stands before it.
        return False
    rest = sentence[person.end : person.end + 34]
    other = next(find_persons(rest[1:]), None)
    if other and other.start > 0:
        rest = rest[: other.start + 1]
    if _is_talk(sentence, person.start) or any(word in rest[:8] for word in ("老师", "班主任", "家长会")):
        return False
    head = sentence[max(0, person.start - 24) : person.start]
    led = _is_led_as_child(head)
    at_school = _tells_school(rest)
    ill = any(True for _ in _illnesses(rest))
    if person.called == "young":
        return at_school or ill or _tells_class(head) or any(word in head for word in (*_SCHOOLS, *_GRADES))
    if _is_minor(_age_behind(rest)) or _is_minor(_age_before(head)):
        return True
    if head.rstrip("：:").endswith(_IN_NEED) or (head.endswith(_TAUGHT_AT) and rest.startswith(_HONOURED)):
        return True
    if led:
        return at_school or ill or _is_in_class(head)
    return _is_pupil(rest) or _is_in_class(head)


def _is_led_as_child(head: str) -> bool:
    bare = head.rstrip(" ：:|\x01*").removesuffix("叫").removesuffix("名").removesuffix("是")
    return bare.endswith((*_CHILD_WORDS, "资助对象", "获奖名单", "失踪", "走失"))


def _tells_school(rest: str) -> bool:
    return any(word in rest[:26] for word in (*_SCHOOLS, *_GRADES, *_LEARNS)) or _tells_class(rest[:26])


def _tells_class(text: str) -> bool:
    """三（2）班, 四年级2班."""
    at = text.find("班")
    while at > 0:
        ahead = text[max(0, at - 4) : at].rstrip(")）")
        if ahead[-1:].isdigit() or (
            ahead[-1:] and ahead[-1] in "一二三四五六七八九十" and any(s in "(（级" for s in ahead)
        ):
            return True
        at = text.find("班", at + 1)
    return "班级" in text


def _is_in_class(head: str) -> bool:
    """Whether a class stands right before a name: 初二（3）班 某某, 六年级学生某某."""
    bare = head.rstrip(" ：:|")
    for word in ("小学生", "学生", "同学", "的"):
        bare = bare.removesuffix(word)
    return bare.endswith(_GRADES) or (bare.endswith("班") and _tells_class(bare))


def _is_pupil(rest: str) -> bool:
    """Whether a sentence goes on from a name to school, without a word of what sort of person it is."""
    bare = _skip_attributes(rest)
    if bare != rest:
        place = bare[:18]
        if _names_school(rest, bare):
            return True
        learns = any(word in place for word in (*_GRADES, "就读", "在读", "读书", "学生", "上学")) or _tells_class(
            place
        )
        labelled = any(label in rest[:26] for label in ("学校:", "学校：", "班级:", "班级：", "年级:", "年级："))
        return learns or labelled
    ahead = rest[:14]
    return any(word in ahead for word in ("就读", "在读", "年级", "上幼儿园", "上小学", "读小学", "初一", "初二", "初三", "高一", "高二", "高三", "上学")) and not any(sign in ahead for sign in "讲教")  # fmt: skip


def _names_school(rest: str, bare: str) -> bool:
    """（小学）, ，女，2016年生，小学: a school alone in brackets, or at the end of what is listed of somebody."""
    named = [at + len(word) for word in _NAMED_SCHOOLS if (at := bare[:18].find(word)) >= 0]
    if not named:
        return False
    if rest.lstrip(" ")[:1] in ("(", "（"):
        return any(bracket in bare[:20] for bracket in ")）")
    listed = rest.lstrip(" ,，、|(\x01")[:1] in ("男", "女")
    return listed and not "一" <= bare[max(named) : max(named) + 1] <= "鿿"


def _is_minor(age: str) -> bool:
    return age.isdigit() and 0 < int(age) < 18


def _age_behind(rest: str) -> str:
    """9 of （9岁）, ，男，9岁, 今年9岁."""
    bare = rest.lstrip(" ,，、|:：(（\x01")
    for word in ("男", "女", "今年", "现年", "年仅", "刚满", "才", "刚", "仅"):
        bare = bare.removeprefix(word).lstrip(" ,，、|")
    return _figures_before(bare, bare.find("岁")) if 0 < bare.find("岁") < 4 else ""


def _age_before(head: str) -> str:
    """8 of 8岁的, 8岁女孩."""
    bare = head
    for word in (*_CHILD_WORDS, "的"):
        bare = bare.removesuffix(word)
    bare = bare.removesuffix("的")
    return _figures_before(bare, len(bare) - 1) if bare.endswith("岁") else ""


def _figures_before(text: str, at: int) -> str:
    word = text[max(0, at - 2) : at].strip()
    told = {
        "一": "1",
        "二": "2",
        "三": "3",
        "四": "4",
        "五": "5",
        "六": "6",
        "七": "7",
        "八": "8",
        "九": "9",
        "十": "10",
    }
    digits = "".join(sign for sign in word if sign in "0123456789")
    return digits or (told.get(word[-1:], "") if len(word) == 1 or word[0] != "十" else f"1{told.get(word[1:], '0')}")
