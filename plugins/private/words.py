"""What tells who a private person is or how they fare, in words: plates, accounts, doors, births, minors, illness; hides the patterns.

Each pattern is asked only where characters that it cannot do without stand in the text: most texts are settled by that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申"
    "欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛曾阳甄简"
)
_COMPOUND = "欧阳|司马|上官|诸葛|司徒|东方|尉迟|公孙|慕容|令狐"
_GIVEN = r"(?:某{1,2}|[一-鿿]{1,2}?|[xX×]{1,2})"
_NAME = rf"(?:(?:{_COMPOUND}|[{_SURNAMES}]){_GIVEN})"
_TITLED = rf"(?:[{_SURNAMES}](?:某{{0,2}}|[一-鿿]{{0,2}})(?:阿姨|叔叔|大爷|大妈|大叔|大娘|奶奶|爷爷|婆婆|师傅|先生|女士|小姐|老师|太太|伯伯|同学|小朋友|老人|大姐|大哥|伯))"
_NICK = rf"(?:[小老阿][{_SURNAMES}一-鿿]{{1,2}}?)"
_MARKED = re.compile(
    r"(?:^|[\n。！？；，、：:（(“\"|\-*#>\s]|居民|村民|业主|住户|租客|租户|学生|孩子|儿子|女儿|孙子|孙女|外孙|丈夫|妻子|母亲|父亲|老伴|党员|对象|名叫|叫|是|患者|患儿|家住|同学|花园|小区|社区|家园|姓名|者|的)\s?$"
)
_ILLS = (
    "白血病|癌|肿瘤|尿毒症|抑郁|精神分裂|精神病|精神障碍|双相|糖尿病|高血压|艾滋|HIV|乙肝|肝炎|肝硬化|肺结核|结核|脑瘫|自闭症|孤独症|癫痫|羊癫疯|心脏病|冠心病|"
    "先心病|中风|脑梗|脑溢血|偏瘫|瘫痪|哮喘|肾衰|肾病|血友病|地中海贫血|地贫|红斑狼疮|帕金森|阿尔茨海默|老年痴呆|痴呆|唐氏|智力障碍|多动症|梅毒|性病|流产|不孕|"
    "残疾|截肢|失明|失聪|耳聋|聋哑|骨折|新冠|肺炎|手足口|水痘|梗死|骨髓|重病|大病|绝症|罕见病"
)
_SUFFERS = r"(?:患有|患上|身患|罹患|患了|患(?!者|病率)|确诊|查出|得了|诊断为|诊断出|检出|感染|因病|病情|住院|化疗|透析|做手术|动手术|手术后|服药|吸毒|戒毒|怀孕)"
_GRADE = rf"(?:(?:智力|精神|肢体|视力|听力|言语|多重)残疾|残疾[一二三四]级|[一二三四]级(?:智力|精神|肢体|视力|听力|言语|多重)?残疾|(?:{_ILLS})患者)"
_SCHOOL = r"(?:小学|中学|幼儿园|学校|初中|高中|[一二三四五六]年级|[初高][一二三]|[小中大]班|就读|读书|上学)"
_NEAR = r"[^。！？；\n]"


@dataclass(frozen=True, slots=True)
class Telling:
    """A passage that tells on somebody: its place, and what it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Look:
    """One kind of passage: what it cannot do without, its pattern around that, and what of it is nobody's."""

    kind: str
    signs: str
    """The characters that a cue can hold; without any of them there is none."""
    cue: re.Pattern[str]
    pattern: re.Pattern[str]
    spare: Callable[[str, re.Match[str]], bool] = lambda _text, _match: False


def find_tellings(text: str) -> Iterator[Telling]:
    """Every passage, kind by kind."""
    present = frozenset(_SIGNS.findall(text))
    for look in _LOOKS:
        if present.isdisjoint(look.signs):
            continue
        for start, end in _around(look.cue, text):
            for match in look.pattern.finditer(text, start, end):
                if not look.spare(text, match):
                    yield Telling(match.start("it"), match.end("it"), look.kind)


def _around(cue: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where to look: 60 characters before and after each cue, what overlaps taken together."""
    start = end = -1
    for hit in cue.finditer(text):
        if hit.start() - 60 > end:
            if end >= 0:
                yield start, end
            start = max(0, hit.start() - 60)
        end = hit.end() + 60
    if end >= 0:
        yield start, min(end, len(text))


def _no_plate(_: str, match: re.Match[str]) -> bool:
    return sum(c.isdigit() for c in str(match["it"])) < 3


_OFFICIAL = re.compile(r"公众号|服务号|订阅号|小程序|企业微信|视频号|官微|官方|群$|支付|扫码|搜索|平台|工作站|社区")
_PUBLIC_ROOM = re.compile(
    r"中心|工作站|活动室|图书室|阅览室|办公|物业|管理处|学校|小学|中学|幼儿园|医院|门诊|诊所|大厦|广场|写字楼|党群|窗口|居委会|法院|派出所|警务|公司|银行|服务站|会议室|培训|教室|邮局|地铁|商场|工业园|园区|驿站|值班室|门岗|监控室|仓库|机房|配电房|水泵房"
)
_LIVES = re.compile(r"住|家|租|房东|业主|户主|搬|寄")


def _is_public_room(text: str, match: re.Match[str]) -> bool:
    around = (
        text[max(0, match.start() - 16) : match.start()].rpartition("\n")[2]
        + text[match.end() : match.end() + 10].partition("\n")[0]
    )
    before = text[max(0, match.start() - 10) : match.start()].rpartition("\n")[2]
    return bool(_PUBLIC_ROOM.search(around)) and not re.search(r"住在|家住|住址|居住|户主|租住|搬到|家在|住", before)


def _is_official(text: str, match: re.Match[str]) -> bool:
    return bool(
        re.search(
            r"公众号|服务号|订阅号|小程序|企业微信|视频号|群(?:号|聊)?|支付|官方",
            text[match.start() : match.start("id")],
        )
    )


_RULE = re.compile(
    r"以前|以后|之前|之后|之间|期间|至|到(?!场)|凡|起$|前出生|后出生|满\d+周?岁|适龄|出生的(?:儿童|人|居民|孩子|老人|公民|学生)"
)


def _is_pattern(text: str, match: re.Match[str]) -> bool:
    """Who is entitled by the year of birth is nobody in particular."""
    line = text[max(0, match.start() - 12) : match.end() + 12]
    return bool(_RULE.search(line))


_DOUBT = re.compile(r"讲座|预防|知识|宣传|义诊|筛查|科普|防治|保险|政策|病种|目录|补贴标准|申请条件")


def _is_nobody(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a name is the middle of a word, or the talk is of an illness and not of a person."""
    start = match.start("it")
    return not (start == 0 or _MARKED.search(text[max(0, start - 6) : start])) or _is_general(text, match)


def _is_general(text: str, match: re.Match[str]) -> bool:
    start = text.rfind("\n", 0, match.start()) + 1
    sentence = re.split(r"[。！？；\n]", text[max(start, match.start() - 40) : match.end() + 12])
    return bool(_DOUBT.search(match.group())) or (len(sentence) == 1 and bool(_DOUBT.search(sentence[0])))


_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_DATE = r"(?:19|20)\d{2}\s?[年.\-/—]\s?\d{1,2}\s?[月.\-/—]\s?\d{1,2}(?:\s?[日号])?"

_LOOKS = (
    _Look(
        "plate",
        _PROVINCES,
        re.compile(rf"[A-Za-zＡ-Ｚ](?<=[{_PROVINCES}].)|[A-Za-zＡ-Ｚ](?<=[{_PROVINCES}] .)"),
        re.compile(
            rf"(?P<it>[{_PROVINCES}]\s?[A-HJ-NP-Za-hj-np-zＡ-Ｚ]\s?[·•．.\-—]?\s?[A-HJ-NP-Z0-9a-hj-np-z０-９]{{4,5}}[A-HJ-NP-Z0-9a-hj-np-z０-９挂学警港澳])(?![A-Za-z0-9\-])"
        ),
        _no_plate,
    ),
    _Look(
        "passport",
        "护通pP",
        re.compile(r"护照|通行证|[Pp]assport|PASSPORT"),
        re.compile(r"(?:护照|通行证|passport)[^\n。；A-Za-z0-9]{0,8}(?P<it>[A-Za-z]{1,2}\s?\d{7,9})(?!\d)|$^", re.I),
    ),
    _Look(
        "passport",
        "EG",
        re.compile(r"[EG]\d{8}"),
        re.compile(r"(?<![A-Za-z0-9_/\-])(?P<it>[EG]\d{8})(?![A-Za-z0-9_])"),
        lambda text, match: bool(
            re.search(r"编号|型号|单号|批号|货号|订单|产品", text[max(0, match.start() - 8) : match.start()])
        ),
    ),
    _Look(
        "wechat",
        "信xX加tT",
        re.compile(r"[微威薇Vv]\s?信|[Ww]e[Cc]hat|[Ww]eixin|[VvWw][Xx]|加[Vv微]"),
        re.compile(
            r"(?:微\s?信|wechat|weixin|V\s?信|(?<![A-Za-z])vx|(?<![A-Za-z])wx|威信|薇信|加[Vv微])(?:公众号|服务号|订阅号|小程序|视频号|支付|群|号|ID|账号|帐号|联系)?[\s:：是为（(“\"「=＝-]{0,4}(?P<it>(?P<id>[A-Za-z][A-Za-z0-9_\-]{5,19}))(?![A-Za-z0-9./])",
            re.I,
        ),
        _is_official,
    ),
    _Look(
        "qq",
        "qQ扣Ｑ企",
        re.compile(r"[Qq][Qq]|扣扣|ＱＱ|企鹅|[Qq]号"),
        re.compile(
            r"(?:qq|扣扣|ＱＱ|企鹅|(?<![A-Za-z])q)\s?(?:群|号码|号|账号)?[\s:：是为（(“\"=＝-]{0,4}(?P<it>(?P<id>[1-9]\d{4,10}))(?!\d)",
            re.I,
        ),
        _is_official,
    ),
    _Look(
        "mail",
        "@＠#t",
        re.compile(r"[@＠]|\(at\)|\[at\]|#at#"),
        re.compile(
            r"(?<![A-Za-z0-9._%+-])(?P<it>[A-Za-z0-9][A-Za-z0-9._%+-]{1,63}\s?(?:[@＠]|\(at\)|\[at\]|#at#)\s?(?:vip\.)?(?:qq|163|126|139|189|wo|sina|sohu|gmail|hotmail|outlook|foxmail|icloud|yahoo|aliyun|live|msn|yeah|21cn|tom|me|protonmail)\s?[.．。]\s?(?:com|cn|net|me))",
            re.I,
        ),
    ),
    _Look(
        "door",
        "栋幢座号单",
        re.compile(r"[栋幢座]|号楼|单元"),
        re.compile(
            r"(?P<it>(?:[0-9０-９A-Za-z一二三四五六七八九十]{1,3}\s?(?:号楼|栋|幢|座|楼栋)\s?(?:[0-9０-９A-Za-z一二三四五六七八九十]{1,2}\s?(?:单元|梯|门)\s?)?[\-—·,，]?\s?[0-9０-９]{3,4}(?![0-9０-９])(?:\s?(?:房|室|号房|号|单元))?|[0-9０-９A-Za-z一二三四五六七八九十]{1,2}\s?单元\s?[0-9０-９]{3,4}\s?(?:房|室|号)?))(?!\s?[0-9户人个元平米㎡度盏份位间次名件亩台株条张年米吨套]|多|余)"
        ),
        _is_public_room,
    ),
    _Look(
        "door",
        "住址家",
        re.compile(r"[住址]|家在"),
        re.compile(
            r"(?:住|租住|住址|住在|家住|家在|家庭地址)[^。；\n]{0,14}?(?<![\d\-—])(?P<it>\d{1,3}[\-—]\d{1,2}[\-—]\d{3,4}|\d{1,3}[\-—]\d{3,4}|\d{3,4}\s?(?:房|室))(?![\d\-—])"
        ),
        _is_public_room,
    ),
    _Look(
        "birth",
        "生",
        re.compile(r"[出日年月]生|生[于日人]"),
        re.compile(
            rf"(?P<it>(?:(?<!公司)(?:生于|出生于|出生日期|出生年月日?|出生|生日)[^。；\n0-9]{{0,6}}{_DATE}|{_DATE}[^。；\n0-9]{{0,3}}(?:出生|生人|生(?!产|效|活|成|态|育|物|命|意|鲜)|的?生日)))"
        ),
        _is_pattern,
    ),
    _Look(
        "minor",
        "学园校初高年班读",
        re.compile(r"[小中]学|幼儿园|学校|[初高]中|年级|[小中大]班|就读|读书|上学|[初高][一二三]"),
        re.compile(
            rf"(?P<it>(?:{_NAME}|{_NICK})(?:同学|小朋友|[，,、\s]?[（(]?(?:男|女)|[，,]?[（(]?(?:今年)?(?:[3-9]|1[0-7]|[三四五六七八九十]{{1,2}})岁[）)]?|[，,]\s?(?:就读|在|是|现?读|上|康|某|实验|第)){_NEAR}{{0,16}}?{_SCHOOL})"
        ),
        _is_nobody,
    ),
    _Look(
        "minor",
        "岁",
        re.compile(r"岁"),
        re.compile(
            rf"(?P<it>(?:{_NAME}|{_NICK})[，,]?[（(]?(?:男|女)?[，,、]?(?:今年|刚满|年仅|才)?(?:[0-9]|1[0-7]|[一二三四五六七八九十]{{1,2}})岁{_NEAR}{{0,16}}?(?:{_SCHOOL}|{_ILLS}))"
        ),
        _is_general,
    ),
    _Look(
        "illness",
        "患诊查得断检染因情住透手服吸戒怀",
        re.compile(r"[患诊查得断检染因情住透手服吸戒怀][有上了断出为院析术后药毒孕]|罹患|身患|感染|因病|病情|检出|患"),
        re.compile(
            rf"(?P<it>(?:{_TITLED}|{_NAME}|{_NICK})[，,、（(\s]{{0,2}}{_NEAR}{{0,14}}?{_SUFFERS}{_NEAR}{{0,10}}?(?:{_ILLS}))(?!讲座|知识|防治)"
        ),
        _is_nobody,
    ),
    _Look(
        "illness",
        "残患",
        re.compile(r"残疾|患者"),
        re.compile(rf"(?P<it>(?:{_TITLED}|{_NAME}|{_NICK})[，,、：:（(\s]{{1,2}}{_NEAR}{{0,12}}?{_GRADE})"),
        _is_nobody,
    ),
)

_SIGNS = re.compile(f"[{''.join(sorted({sign for look in _LOOKS for sign in look.signs}))}]")
"""One scan tells which looks are worth while: in most texts there are few."""
