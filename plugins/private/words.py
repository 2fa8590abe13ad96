"""What tells who a private person is or how they fare, in words: plates, accounts, doors, births, minors, illness; hides nothing but the patterns themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from plugins.private.names import NAME, NO_NAME, SURNAMES, TITLED


def _settle_first(words: str) -> str:
    """Alternatives that begin with one sign each, behind a look at that sign alone: most places are settled by it."""
    signs = {word[0] for word in re.sub(r"[(（][^()]*[)）]", "", words).split("|")}
    return f"(?=[{''.join(sorted(signs))}])(?:{words})"


_ILLS = _settle_first(
    "白血病|癌|肿瘤|尿毒症|抑郁|焦虑症|精神分裂|精神病|精神障碍|双相|躁郁|糖尿病|高血压|艾滋|HIV|乙肝|肝炎|肝硬化|肺结核|结核|脑瘫|自闭症|孤独症|癫痫|羊癫疯|心脏病|冠心病|"
    "先心病|心梗|心肌|中风|脑梗|脑溢血|脑出血|偏瘫|瘫痪|截瘫|哮喘|肾衰|肾病|血友病|地中海贫血|地贫|红斑狼疮|帕金森|阿尔茨海默|老年痴呆|痴呆|失智|唐氏|智力障碍|多动症|梅毒|性病|流产|不孕|"
    "残疾|截肢|失明|失聪|耳聋|聋哑|骨折|新冠|肺炎|手足口|水痘|流感|梗死|骨髓|重病|大病|绝症|罕见病|渐冻|淋巴瘤|类风湿|痛风|强直|肌无力|白内障|青光眼|囊肿|结石"
)
_SUFFERS = _settle_first(
    r"患有|患上|身患|罹患|患了|患(?!者|病率)|确诊|查出|得了|得的是|诊断为|诊断出|被诊断|检出|感染|因病|病情|住院|化疗|透析|做手术|动手术|手术后|服药|吸毒|戒毒|怀孕|有(?:先天性|严重|轻度|重度)?"
)
_DEGREE = r"(?:[一二三四1-4]级)"
_IMPAIRED = r"(?:智力|精神|肢体|视力|听力|言语|多重)"
_GRADE = rf"(?:{_IMPAIRED}残疾|{_IMPAIRED}[一二三四1-4]级|残疾(?:等级)?(?:为|是)?{_DEGREE}|{_DEGREE}{_IMPAIRED}?残疾|(?:{_ILLS})患者|(?:残疾人|残障人士|聋哑人|盲人|精神病人)(?![一-鿿]{{0,2}}(?:联合会|协会|专干|专职|工作|事业|联络|证|服务|代表|之家|运动|办)))"
_SCHOOL = r"(?:小学|中学|幼儿园|幼稚园|学校|托儿所|初中|高中|[一二三四五六1-6七八九]年级|[初高][一二三]|[小中大]班|[一二三四五六七八九1-9][（(]\s?[0-9一二三四五六七八九十]{1,2}\s?[）)]班|就读|读书|上学|念书)"
_NEAR = r"[^。！？；\n]"
_YEARS = r"(?:1[0-7]|[0-9]|十[一二三四五六七]?|[一二三四五六七八九])"

_DIGIT = "0-9０-９"
_HAN_DIGIT = "〇零一二三四五六七八九"
_MONTH = rf"(?:[{_DIGIT}]{{1,2}}|十?[一二三四五六七八九十]|[{_HAN_DIGIT}]{{1,2}})"
_DAY = rf"(?:[{_DIGIT}]{{1,2}}|[一二三]?十?[一二三四五六七八九十]|[{_HAN_DIGIT}]{{1,2}})"
_YEAR = rf"(?:(?:19|20|１９|２０)[{_DIGIT}]{{2}}|[一二][{_HAN_DIGIT}]{{3}})"
_DATE = (
    rf"(?:{_YEAR}\s?[年.．\-－—–/／_]\s?{_MONTH}\s?[月.．\-－—–/／_]\s?{_DAY}(?:\s?[日号])?"
    rf"|(?<!\d)[3-9][{_DIGIT}]\s?年\s?{_MONTH}\s?月\s?{_DAY}\s?[日号]"
    rf"|(?<!\d)(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
)

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LETTER = "A-HJ-NP-Za-hj-np-zＡ-ＨＪ-ＮＰ-Ｚ"
_PLACE_LETTER = f"{_LETTER}OＯ"
"""粤O is a plate too; later letters are never O, which would be read as nought."""


Spare = Callable[[str, "re.Match[str]"], bool]


@dataclass(frozen=True, slots=True)
class _Look:
    """One kind of passage: what it cannot do without, its pattern around that, and what of it is nobody's."""

    kind: str
    cues: str
    """Words parted by blanks, a blank within one as _; where none of them stands, the pattern is not asked."""
    pattern: Callable[[], re.Pattern[str]]
    """Compiled when it is first asked: most texts ask for none of them, and every start of the program would wait for all."""
    spare: Spare = lambda _text, _match: False

    @property
    def words(self) -> list[str]:
        return [cue.replace("_", " ") for cue in self.cues.split()]


def _before(text: str, place: int, length: int) -> str:
    """What stands before a place in its line."""
    return text[max(0, place - length) : place].rpartition("\n")[2]


def _after(text: str, place: int, length: int) -> str:
    return text[place : place + length].partition("\n")[0]


_LIFT = re.compile(r"[（(][0-9]{2}[）)]")
"""梯11粤B00138(26) is how lifts, boilers and their like are registered."""


def no_plate(text: str, match: re.Match[str]) -> bool:
    if _LIFT.match(text, match.end()) and text[match.start() - 1 : match.start()].isdigit():
        return True
    # What ends in 港 or 学 is a plate and nothing else.
    plate = str(match["it"])
    return sum(c.isdigit() for c in plate) < 3 - (plate[-1] in "挂学警港澳领使")


_PRODUCT = re.compile(r"编号|型号|单号|批号|货号|订单|产品|版本|代码")


def is_product(text: str, match: re.Match[str]) -> bool:
    dated = re.fullmatch(r"[A-Z]20[0-3]\d(?:0\d|1[0-2])[0-3]\d", match["it"])
    return bool(dated or _PRODUCT.search(_before(text, match.start(), 8)))


_PUBLIC_ROOM = re.compile(
    r"中心|工作站|活动室|图书室|阅览室|办公|物业|管理处|学校|小学|中学|幼儿园|医院|门诊|诊所|大厦|广场|写字楼|党群|窗口|居委会|法院|派出所|警务|公司|银行|服务站|会议室|培训|教室|邮局|地铁|商场|工业园|园区|驿站|值班室|收发|门岗|监控室|仓库|机房|配电房|水泵房|食堂|调解室|课室|展厅|讲堂|书屋|书吧|餐厅|药店|社康|架空层|消防|电梯机|车库|病房|病区|床位|住院部|之家|大堂|大厅|电梯厅|走廊|天台|闭馆|法庭|排练|铺"
)
_HOUSEHOLD = re.compile(r"\s?的?(?:户主|业主|住户|租户)")
_HOME = re.compile(r"住(?![院建宿保房])|居住|户主|家在|业主|租户|[的在]家")


def _is_public_room(text: str, match: re.Match[str]) -> bool:
    around = _before(text, match.start(), 16) + _after(text, match.end(), 10)
    home = _HOME.search(_before(text, match.start(), 10)) or _HOUSEHOLD.match(text, match.end())
    return bool(_PUBLIC_ROOM.search(around)) and not home


_OFFICIAL = re.compile(r"公众号|服务号|订阅号|小程序|企业|视频号|群(?:号|聊)?|支付|官方|官微|客服|抖音")


def _is_official(text: str, match: re.Match[str]) -> bool:
    called = _before(text, match.start(), 4) + text[match.start() : match.start("id")]
    searched = "搜" in called and _OFFICIAL.search(_after(text, match.end(), 6))
    return bool(_OFFICIAL.search(called) or searched)


_RULE = re.compile(
    r"以前|以后|之前|之后|之间|期间|至|到(?!场)|凡|起$|前出生|后出生|满\d+周?岁|适龄|出生的(?:儿童|人|居民|孩子|老人|公民|学生)|"
    r"（含）|\(含\)|及以|早于|晚于|不早|不晚|截至|应在"
)


def _is_pattern(text: str, match: re.Match[str]) -> bool:
    """Who is entitled by the year of birth is nobody in particular."""
    return bool(_RULE.search(text[max(0, match.start() - 12) : match.end() + 12]))


_DOUBT = re.compile(
    r"讲座|预防|知识|宣传|义诊|筛查|科普|防治|保险|政策|病种|目录|补贴标准|申请条件|门诊|疫苗|医保|报销|津贴|补贴|办理|换领|申领|评定|申请人|康复训练|化名"
)
_MARKED = re.compile(
    r"(?:^|[\n。！？；，、：:（(“\"|\-*#>\s/]|居民|村民|业主|住户|租客|租户|学生|孩子|儿子|女儿|孙子|孙女|外孙|侄子|侄女|弟弟|妹妹|哥哥|姐姐|丈夫|妻子"
    r"|母亲|父亲|爸爸|妈妈|老伴|老人|户主|党员|对象|名叫|叫|是|患者|患儿|病人|家住|同学|花园|小区|社区|家园|姓名|儿童|青年|女孩|男孩|邻居|小朋友|之[子女妻夫母父]|困难户|低保户|工人|[者的和与班栋室房为帮给让望访人])\s?$"
)
_OFFICE = r"(?!某?[一-鿿]?(?:老师|主任|校长|院长|医生|医师|书记|站长|社工|律师|警官|教练|园长|护士|经理|教授|班主任))"
_LIKELY = "明红强丽华军芳刚杰宝玲燕辉英雨宇轩涵萱欣怡豪磊鹏飞波涛婷娜敏静浩梓月星晨阳琪龙虎娟莉伟勇萍兰凤莲"
_NICK = rf"(?:[小阿][{_LIKELY}]|[小老阿][{SURNAMES}])(?![一-鿿]?(?:花园|小区))"
_WHO = rf"{_OFFICE}(?:{TITLED}|{NAME}|{_NICK})"
_CHILD = rf"{_OFFICE}(?:{NAME}|{_NICK})"
_LEARNS = r"(?:就读|上学|读书|念书|入学|年级|[小中大]班|[初高][一二三](?!期|楼)|学生|上(?:小学|幼儿园|初中|高中)|在读(?![一-鿿])|幼儿园|[0-9一二三四五六七八九]\s?[（(]\s?[0-9一二三四五六七八九十]{1,2}\s?[）)]\s?班)"
_GOES_ON = "[，,、（(：:\\s]|患|确诊|查出|检出|诊断|被|因|感染|得|身患|罹患|住院|中风|偏瘫|瘫痪|骨折|去年|今年|前年|上月|上个月|昨|近日|最近|不幸|前不久|刚|突|上周|近年|多年|长期|一直|从小|自幼|已|曾|也|是|为|系|怀孕|吸毒|戒毒|做手术|动手术|产后|有|在(?:化疗|透析|戒毒|住院)|每"
"""How a sentence goes on after a name; what else stands there makes a word of it."""
_TRAITS = r"(?:[，,、（(\s]{1,2}(?:男|女|[1-9][0-9]?\s?岁|[一-鿿]族|独居|退休|低保户|未婚|离异|丧偶)){0,4}"
"""What a list says of somebody before it says how they fare."""
_EVENT = "中风|偏瘫|瘫痪|截瘫|骨折|脑梗|失明|失聪|流产|截肢|脑溢血|脑出血|心梗|住院|[做动](?:了|过|完)?[^，。；\n]{0,4}手术|因病(?:卧床|在家|休养|去世)|手术后|化疗|放疗|透析|怀孕|吸毒|戒毒"


def _is_nobody(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a name is the middle of a word, or the talk is of an illness and not of a person."""
    start = match.start("it")
    marked = start == 0 or bool(_POLITE.match(match["it"]) or _MARKED.search(text[max(0, start - 6) : start]))
    return not marked or bool(_TEACHES.search(match[0])) or _is_general(text, match)


_TEACHES = re.compile(r"[讲谈教陪帮]|介绍|演示|照顾|看望|慰问|护理|推荐|为残疾")
_POLITE = re.compile(
    rf"[{SURNAMES}](?:女士|先生|小姐|阿姨|大爷|大妈|奶奶|爷爷|婆婆|师傅|太太|大姐|大哥|老伯|阿婆|阿公)"
)
"""A surname and how one is called: no word ends like that, whatever stands before it."""


def _is_general(text: str, match: re.Match[str]) -> bool:
    return bool(NO_NAME.match(match["it"])) or _is_talk(text, match)


def _is_talk(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence is about an illness or a school as a matter for everybody."""
    start = text.rfind("\n", 0, match.start()) + 1
    sentence = re.split(r"[。！？；\n]", text[max(start, match.start() - 40) : match.end() + 12])
    return bool(_DOUBT.search(match[0]) or (len(sentence) == 1 and _DOUBT.search(sentence[0])))


_FIRST_NAME = re.compile(_WHO)


def _is_no_account(text: str, match: re.Match[str]) -> bool:
    called = text[match.start() : match.start("id")]
    word = match["id"].isalpha() and not _ANNOUNCED.search(_before(text, match.start(), 2) + called)
    return word or _is_official(text, match) or match["id"].lower() in _NO_ACCOUNT


_ANNOUNCED = re.compile(r"[:：号是为加“（=]|ID", re.I)
"""Before a word of letters alone: an account, and not the next word of an English sentence."""


def _is_no_patient(text: str, match: re.Match[str]) -> bool:
    """Where the illness comes first, nothing needs to mark the name behind it."""
    return _is_nobody(text, match) if _FIRST_NAME.match(match["it"]) else _is_general(text, match)


def _is_no_pupil(text: str, match: re.Match[str]) -> bool:
    name = match["who"] or match["pupil"]
    if name:
        return bool(NO_NAME.match(name)) or _is_talk(text, match)
    # Where the school or a label comes first, nothing needs to mark the name behind it.
    return _is_talk(text, match) if match["school"] or match["field"] else _is_nobody(text, match)


_STOREY = rf"[{_DIGIT}A-Za-zＡ-Ｚ一二三四五六七八九十甲乙丙丁]{{1,3}}"
_UNIT = rf"{_STOREY}\s?(?:单元|梯|门洞|门(?=\s?[0-9]{{3,4}}))"
_ROOM = (
    rf"(?:[{_DIGIT}]{{3,4}}[A-Ha-h]?|[{_HAN_DIGIT}]{{3,4}}|[{_DIGIT}]{{1,2}}[A-Ha-h](?![A-Za-z])"
    rf"|{_STOREY}\s?[楼层]\s?(?:[{_DIGIT}]{{2,4}}|[A-Ha-h](?![A-Za-z])(?:户(?!型))?)(?:\s?[室房座])?|{_STOREY}\s?[楼层]\s?{_STOREY}\s?号房(?!间))"
)
_COUNTED = r"(?!\s?(?:[-—]?[0-9０-９]|户(?!主|居民[一-鿿]{2,3}家)|[人个元平米㎡度盏份位间次名件亩台株条张年月米吨套辆棵多余家块座]|号线))"
_SCHOOL_WORDS = "小学 中学 幼儿园 幼稚园 学校 托儿所 初中 高中 年级 小班 中班 大班 就读 读书 上学 念书 学生 初一 初二 初三 高一 高二 高三 在读 ）班 )班"
_SUFFER_WORDS = "患 确诊 查出 得了 得的是 诊断 检出 感染 因病 病情 住院 化疗 透析 手术 服药 吸毒 戒毒 怀孕"

LOOKS = (
    _Look(
        "passport",
        "护照 通行证 回乡证 台胞证 军官证 assport ASSPORT",
        cache(
            lambda: re.compile(
                r"(?:护照|通行证|回乡证|台胞证|军官证|passport)[^\n。；A-Za-z0-9]{0,8}(?:No\.?|NO\.?)?[\s:：]{0,3}(?P<it>[A-Za-z]{1,2}\s?[0-9](?:[\s-]?[0-9]){6,10}|[0-9](?:[\s-]?[0-9]){7,9})(?![0-9])",
                re.I,
            )
        ),
    ),
    _Look(
        "wechat",
        "微 薇 i信 v❤ 绿泡泡 威信 V信 v信 卫星 +v +V ➕ echat eChat ECHAT eixin vx VX Vx wx WX Wx 加V 加v v： V： v: V:",
        cache(
            lambda: re.compile(
                r"(?:[微威薇Vv]\s?信|绿泡泡|(?<![蔷紫采白])薇|wei信|微[xX]|[微v]\s?[❤♥💚➕]\ufe0f?|(?<![A-Za-z0-9-])v(?=\s?[:：])|wechat|weixin|(?<![A-Za-z0-9-])[vw]x|加[Vv微]|[+＋➕][Vv]|加卫星|微号)\s?(?:公众号|服务号|订阅号|小程序|视频号|支付|群|号码|号|ID|账号|帐号|联系|好友|搜索?一?下?|查找|添加|同号)?"
                r"(?:[，,]?\s?(?:帐|账)?号(?:码)?(?:是|为)?)?[\s:：;；是为（(“\"「【=＝*`→➡>-]{0,6}(?P<it>(?P<id>[A-Za-z][A-Za-z0-9_\-]{5,19}))(?![A-Za-z0-9./])",
                re.I,
            )
        ),
        _is_no_account,
    ),
    _Look(
        "qq",
        "QQ qq Qq qQ q_q Q_Q 扣 ＱＱ 企鹅 Q号 q号 球球 Ｑ Q： Q: q： q:",
        cache(
            lambda: re.compile(
                r"(?:q\s?q|扣扣|扣(?=\s?[号:：])|ＱＱ|企鹅|球球|(?<![A-Za-z])[qＱ](?=\s?[号:：]))(?:\s?[/、和]\s?微信)?\s?(?:群|号码|号|账号|帐号|联系|好友)?[\s:：;；是为（(“\"【=＝*`-]{0,6}(?P<it>(?P<id>[1-9０-９](?:[\s-]?[0-9０-９]){4,11}))(?![0-9元块分万]|\s?(?:元|人民币))",
                re.I,
            )
        ),
        _is_official,
    ),
    _Look(
        "mail",
        "@ ＠ %40 _at_ _AT_ _At_ (at) [at] #at# （at） 艾特 #_qq #_163 #_126 #qq #163 #126",
        cache(
            lambda: re.compile(
                r"(?<![A-Za-z0-9._%+-])(?P<it>[A-Za-z0-9][A-Za-z0-9._%+-]{1,63}\s?(?:[@＠#]|%40|艾特|[(（\[]at[)）\]]|#at#)\s?(?:vip\.|foxmail\.)?(?:qq|163|126|139|188|189|wo|sina|sohu|gmail|googlemail|hotmail|outlook|foxmail|icloud|yahoo|aliyun|live|msn|yeah|21cn|tom|me|mac|protonmail|proton|88|2980|naver|ymail|petalmail|eyou|263|china)"
                r"\s?(?:[.．。点]|[(（\[]dot[)）\]])\s?(?:com|cn|net|me|hk|tw)|[A-Za-z0-9][A-Za-z0-9._-]{1,63} at (?:qq|163|126|139|189|sina|sohu|gmail|hotmail|outlook|foxmail|icloud|yahoo)\.(?:com|cn|net)(?![A-Za-z]))",
                re.I,
            )
        ),
    ),
    _Look(
        "door",
        "栋 幢 座 号楼 单元 #楼 #1 #2 #3 #4 #5 #6 #7 #8 #9",
        cache(
            lambda: re.compile(
                rf"(?P<it>(?:(?:(?:{_STOREY}\s?(?:号楼|栋|幢|座|楼栋)|(?<![A-Za-z0-9_/.-])[0-9]{{1,2}}\s?#楼?)\s?(?:{_UNIT}\s?|[\-—][0-9]{{1,2}}(?=[\-—]))?|{_UNIT}\s?)[\-—·,，的（(]?\s?(?:{_STOREY}\s?[楼层]\s?(?=[0-9]{{4}}))?{_ROOM}(?:\s?(?:房|室|号房|号))?)){_COUNTED}"
            )
        ),
        _is_public_room,
    ),
    _Look(
        "door",
        "住 家在 家庭地址 门牌 房号 入户 走访 业主 巷 弄 上门 收货 收件 送到 寄到",
        cache(
            lambda: re.compile(
                rf"(?P<it>(?:住(?![院建宿保房])|家在|家庭地址|门牌号?|房号|入户|走访)[^。；\n]{{0,14}}?(?<![\d\-—])(?:\d{{1,3}}[\-—]\d{{1,2}}[\-—]\d{{3,4}}|\d{{1,3}}[\-—]\d{{3,4}}|\d{{3,4}}\s?(?:房|室)|{_STOREY}\s?[楼层]\s?\d{{3,4}}(?:\s?[室房])?)(?![\d\-—]){_COUNTED}"
                rf"|(?:\d{{1,3}}|[一二三四五六七八九十]{{1,2}})\s?[巷弄]\s?\d{{1,3}}\s?号\s?(?:\d{{1,2}}\s?[楼层]\s?)?\d{{3,4}}(?:\s?[房室]|(?=[，,。；、）)\s]|$)){_COUNTED}"
                rf"|(?:上门|收货|收件|送到|寄到)[^。；\n]{{0,14}}?(?<![\d\-—])\d{{1,2}}[\-—]\d{{1,2}}[\-—]\d{{3,4}}(?![\d\-—]){_COUNTED}"
                r"|(?<![\d\-—])\d{1,2}[\-—](?:\d{1,2}[\-—])?\d{3,4}[ \u3000]?(?:房|室|号房)?的?(?:住户|业主|户主|租户|居民))"
            )
        ),
        _is_public_room,
    ),
    _Look(
        "birth",
        "生于 出生 生日 生辰 日生 月生 生） 生) 生人 男 女 DOB irth IRTH born Born",
        cache(
            lambda: re.compile(
                rf"(?P<it>(?:(?<![发产诞])(?:生于|出生于|出生日期|出生年月日?|出生时间|出生|(?<![A-Za-z])(?:DOB|Birthday|birthday|Birth date|Date of birth|BIRTHDAY|[Bb]orn(?: on)?|[Bb]irth)(?![A-Za-z])|生日(?!快乐|会|宴|歌|蛋糕)|生辰)[^。；！!\n0-9０-９]{{0,6}}?{_DATE}|{_DATE}[^。；\n0-9]{{0,3}}(?:出生|生人|生(?!产|效|活|成|态|育|物|命|意|鲜|根)|的?生日)"
                rf"|(?<![一-鿿])[男女][，,、\s|]{{1,3}}(?:汉族[，,、\s|]{{1,3}})?{_DATE}|出生年月[：:\s|]{{1,3}}(?:19|20)\d\d\s?[年.\-/]\s?\d{{1,2}}(?!\d)"
                rf"|{_WHO}[，,、：:（(\s]{{0,2}}(?:[男女][，,、\s]{{1,2}})?(?:[一-鿿]族[，,、\s]{{1,2}})?{_YEAR}\s?[年.．/\-]\s?{_MONTH}\s?月?[^。；\n0-9]{{0,2}}(?:出生|生人|生(?!产|效|活|成|态|育|物|命|意|鲜|根))))"
            )
        ),
        _is_pattern,
    ),
    _Look(
        "minor",
        f"{_SCHOOL_WORDS} 同学 小朋友 班级 岁",
        cache(
            lambda: re.compile(
                rf"(?P<it>{_CHILD}(?:同学|小朋友|[，,、\s]{{0,2}}[（(]?(?:男|女)|[，,、\s]{{0,2}}[（(]?(?:今年)?{_YEARS}\s?岁|[，,、（(\s]|(?=就读|读|上|在|是|今年|现在|正)){_NEAR}{{0,16}}?{_LEARNS}"
                rf"|(?P<school>小学|中学|幼儿园|学校|年级|[初高][一二三]|[0-9一二三四五六]\s?[）)]?\s?班|[小中大]班){_NEAR}{{0,6}}?{_CHILD}(?:同学|小朋友)"
                rf"|(?:[0-9一二三四五六七八九]年级(?:[0-9一二三四五六七八九十]{{1,2}}班)?|[)）]\s?班|[初高][一二三]|[小中大]班)(?:的|学生|同学|小学生)?[\s:：]?{_OFFICE}(?P<who>{NAME})(?=[，,。；、\s（(：:！!|]|见义|拾金|获|荣获|患|因|被|确诊|查出|今年|捡到|走失|失踪|家住|$)"
                rf"|(?:小学|中学|幼儿园|学生)的?{_OFFICE}(?P<pupil>{NAME})(?<![队组班团部会校院生赛奖次年级])(?=荣?获|被评|当选|见义|拾金|走失|失踪)"
                rf"|{_CHILD}\s?[（(][^）)。\n]{{0,10}}(?:小学|中学|幼儿园)[）)]|{_CHILD}[，,、\s|（(]{{1,2}}(?:(?:男|女)[，,、\s|]{{1,2}})?{_YEARS}\s?岁|{_CHILD}[，,、\s|（(]{{1,2}}[男女][，,、\s|]{_NEAR}{{0,16}}?(?:小学|中学|幼儿园)(?=[，,。；）)\s|]|$)|{_CHILD}(?:今年|刚满|年仅|现年)才?{_YEARS}\s?岁(?![以及到至—\-])"
                rf"|(?P<field>姓名|名字)[：:\s|*]{{1,4}}{_CHILD}[^。]{{0,24}}?(?:学校|班级|年级|幼儿园)[：:\s|*]{{1,4}})"
            )
        ),
        _is_no_pupil,
    ),
    _Look(
        "minor",
        "岁 小朋友 儿童 女孩 男孩 患儿 女童 男童 宝宝 学生",
        cache(
            lambda: re.compile(
                rf"(?P<it>{_CHILD}[，,、\s]?[（(]?(?:男|女)?[，,、]?(?:今年|刚满|年仅|现年|才)?{_YEARS}\s?岁{_NEAR}{{0,18}}?(?:{_SCHOOL}|{_ILLS})"
                rf"|(?:小朋友|儿童|女孩|男孩|患儿|女童|男童|宝宝|小学生|学生){_CHILD}{_NEAR}{{0,18}}?(?:{_ILLS})"
                rf"|(?:留守儿童|困境儿童|走失儿童|孤儿)[：:]?{_CHILD}(?=[，,。；、\s（(的：:]|$)"
                rf"|{_YEARS}\s?岁的?(?:孩子|男孩|女孩|男童|女童|小学生|学生){_CHILD}(?=[，,。；、\s（(]|$)"
                rf"|{_YEARS}\s?岁的?(?:孩子|女孩|男孩|儿子|女儿|孙子|孙女|小学生|学生|患儿|女童|男童)?{_CHILD}{_NEAR}{{0,14}}?(?:{_SCHOOL}|{_ILLS}))"
            )
        ),
        _is_general,
    ),
    _Look(
        "illness",
        _SUFFER_WORDS,
        cache(
            lambda: re.compile(
                rf"(?P<it>(?:{_OFFICE}(?:{TITLED}|{_NICK})|{_OFFICE}{NAME}(?={_GOES_ON}))[，,、（(\s]{{0,2}}{_NEAR}{{0,14}}?{_SUFFERS}{_NEAR}{{0,10}}?(?:{_ILLS}))(?!讲座|知识|防治)"
            )
        ),
        _is_nobody,
    ),
    _Look(
        "illness",
        "癌 瘤 症 病 残 瘫 梗 炎 痴 聋 盲 肾 疯 贫 毒 脑 肝 抑郁 障碍 双相 躁郁 中风 失明 失聪 失智 骨折 骨髓 流产 截肢 住院 手术 化疗 放疗 透析 怀孕 不孕 流感"
        " 水痘 新冠 结石 结核 心肌 心梗 高血压 哮喘 帕金森 阿尔茨海默 唐氏 红斑狼疮 手足口 渐冻 类风湿 痛风 强直 囊肿 白内障 青光眼 HIV 艾滋 癫痫 矫正 刑满 刑释 视障 听障 智障 肢障",
        cache(
            lambda: re.compile(
                rf"(?P<it>(?:{_OFFICE}(?:{TITLED}|{_NICK})|{_OFFICE}{NAME}(?={_GOES_ON}))(?:{_TRAITS}[，,、（(\s]{{0,2}}(?:{_NEAR}{{0,8}}?(?:{_EVENT})|(?:一直|长期|多年|也|都|家)?有{_NEAR}{{0,6}}?(?:{_ILLS})|因{_NEAR}{{0,4}}?(?:{_ILLS}))"
                rf"|{_TRAITS}[，,、（(：:]{_NEAR}{{0,6}}?(?:{_ILLS})(?=病?症?(?:晚期|早期|术后|患者|病人|感染者|确诊|多年|病史|[）)，。；\n]|$)))"
                rf"|{_OFFICE}{TITLED}(?:家?的?(?:儿子|女儿|孙子|孙女|老伴|丈夫|妻子|爱人|母亲|父亲|孩子))?的?{_NEAR}{{0,3}}?(?:{_ILLS})(?=病?症?(?:晚期|早期|术后|复发|多年|去世|离世|走失)|[，。；]|$)"
                rf"|(?:(?:{_ILLS})[病症]?(?:患者|病人|患儿|人|的|家庭)|(?:视|听|智|肢)[障残]人士?|(?:吸毒|戒毒|涉毒|矫正|刑满释放|刑释)(?:人员|对象)){_WHO}(?=[，,、。；（(\s家在是的每去从领募筹说向把被和与等捐获坐走住学做为已]|$))"
            )
        ),
        _is_no_patient,
    ),
    _Look(
        "illness",
        "残疾 患者 级残 残 聋哑 盲人 精神病人 肢体 视力 听力 智力 言语 精神",
        cache(lambda: re.compile(rf"(?P<it>{_WHO}[，,、：:（(\s是系为]{{1,2}}{_NEAR}{{0,12}}?{_GRADE})")),
        _is_nobody,
    ),
)
_NO_ACCOUNT = frozenset({"wechat", "weixin", "official", "account", "server", "miniprogram", "android", "windows"})
PLATE = re.compile(
    rf"(?P<it>[{_PROVINCES}]\s?[{_PLACE_LETTER}]\s?[·•．.\-—]?\s?[{_LETTER}{_DIGIT}](?:[\s·-]?[{_LETTER}{_DIGIT}]){{3}}(?:(?:[\s·-]?[{_LETTER}{_DIGIT}]){{1,2}}|[挂学警港澳领使])"
    rf"|WJ\s?[{_PROVINCES}]?\s?[·•．.\-—]?\s?[0-9]{{4}}[0-9A-Z]|(?<![一-鿿])使\s?[0-9]{{3}}[·•．.\-—]?[0-9]{{3}})(?![A-Za-z0-9\-])"
)
PASSPORT = re.compile(r"(?P<it>[EG](?<![A-Za-z0-9_/\-][EG])[0-9]{8})(?![A-Za-z0-9_])")
