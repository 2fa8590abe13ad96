"""A labelled corpus of passages with and without what belongs to one person; every person and number in it is made up.

Numbers are put together when the corpus is made, so that no file of the repository holds one. Mobiles are 138-0013-80xx and
their like, births lie before 1906, names say that they are examples.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_HAN = "零一二三四五六七八九"
_WIDE = "０１２３４５６７８９"
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨"
_BOLD = "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"
SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱林何郭马罗梁谢邓冯曾彭"
GIVEN = ("示例", "样例", "测试", "小样", "小例", "例", "样", "某", "某某", "大试", "试试")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of prose and the kinds of private things in it; none for a harmless one."""

    text: str
    kind: str = ""


def spell(digits: str, signs: str) -> str:
    return "".join(signs[int(d)] for d in digits)


def part(digits: str, sign: str, *sizes: int) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    return sign.join(parts)


def make_mobile(rng: random.Random) -> str:
    return rng.choice(("138", "139", "135", "150", "177", "188", "199")) + "0013" + f"80{rng.randrange(100):02}"


def make_id(rng: random.Random) -> str:
    """GB 11643-1999 with its check digit, of somebody born before 1906."""
    area = rng.choice(("440301", "110101", "420106", "510104", "330106"))
    birth = f"{rng.randrange(1901, 1906)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"
    head = f"{area}{birth}{rng.randrange(1000):03}"
    return head + "10X98765432"[sum(int(d) * w for d, w in zip(head, _ID_WEIGHTS, strict=True)) % 11]


def make_card(rng: random.Random, length: int = 19) -> str:
    """An issuer that no bank has used up, ascending digits, and Luhn's digit."""
    head = (rng.choice(("622202", "621700", "622848")) + f"{rng.randrange(1000):03}" + "0123456789")[: length - 1]
    total = 0
    for place, digit in enumerate(reversed(head)):
        value = int(digit) * (2 - place % 2)
        total += value - 9 * (value > 9)
    return head + str(-total % 10)


def make_name(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


_MOBILE_SPELLINGS = (
    lambda n: n,
    lambda n: part(n, "-", 3, 4, 4),
    lambda n: part(n, " ", 3, 4, 4),
    lambda n: part(n, ".", 3, 4, 4),
    lambda n: part(n, "·", 3, 4, 4),
    lambda n: part(n, "－", 3, 4, 4),
    lambda n: part(n, "–", 3, 4, 4),
    lambda n: part(n, "_", 3, 4, 4),
    lambda n: part(n, "/", 3, 4, 4),
    lambda n: part(n, " ", 3, 3, 5),
    lambda n: part(n, "-", 3, 3, 5),
    lambda n: part(n, " ", 5, 6),
    lambda n: part(n, " ", 4, 3, 4),
    lambda n: part(n, " ", 4, 4, 3),
    lambda n: part(n, "-", 3, 8),
    lambda n: part(n, "-", 7, 4),
    lambda n: part(n, " ", 3, 2, 2, 2, 2),
    lambda n: " ".join(n),
    lambda n: "-".join(n),
    lambda n: part(n, "\u3000", 3, 4, 4),
    lambda n: part(n, "\u00a0", 3, 4, 4),
    lambda n: part(n, "\u200b", 3, 4, 4),
    lambda n: part(n, "**", 3, 4, 4),
    lambda n: part(n, " - ", 3, 4, 4),
    lambda n: f"（{n[:3]}）{n[3:7]}-{n[7:]}",
    lambda n: f"{n[:3]}<b>{n[3:7]}</b>{n[7:]}",
    lambda n: f"<span>{n[:3]}</span><span>{n[3:]}</span>",
    lambda n: f"**{n[:3]}**{n[3:]}",
    lambda n: f"{n[:3]}&nbsp;{n[3:7]}&nbsp;{n[7:]}",
    lambda n: "".join(f"&#{ord(d)};" for d in n),
    lambda n: f"+86 {n}",
    lambda n: f"+86-{part(n, '-', 3, 4, 4)}",
    lambda n: f"86{n}",
    lambda n: f"0086 {n}",
    lambda n: f"(+86){n}",
    lambda n: spell(n, _WIDE),
    lambda n: spell(n, _CIRCLED),
    lambda n: spell(n, _BOLD),
    lambda n: spell(n, _HAN),
    lambda n: spell(n, "〇幺二三四五六七八九"),
    lambda n: spell(n, "零壹贰叁肆伍陆柒捌玖"),
    lambda n: part(spell(n, _HAN), " ", 3, 4, 4),
    lambda n: n[:3] + spell(n[3:7], _HAN) + n[7:],
    lambda n: n.replace("0", "O"),
    lambda n: n.replace("0", "o"),
    lambda n: part(n, "\n", 3, 8),
    lambda n: f"[{n}](tel:{n})",
    lambda n: f"[打电话](tel:+86{n})",
    lambda n: f"![请拨 {n}](/images/a.jpg)",
    lambda n: f'<a href="tel:{n}">拨打</a>',
    lambda n: f"<!-- {n} -->",
    lambda n: "\ufe0f\u20e3".join(n) + "\ufe0f\u20e3",
)
_MOBILE_PLACES = (
    "想参加的居民，请联系{name}：{it}。",
    "王阿姨-{it}",
    "- 联系人 {name} {it}",
    "电话：{it}（下午三点以后打）",
    "有事找楼长，{it}，随时都在。",
    "| {name} | {it} | 6号楼 |",
    "失物招领：捡到钥匙一串，失主请打{it}",
    "contact: {it}",
    "快递员张师傅{it}",
    "{it}是{name}的号码，微信同号",
)
_ID_SPELLINGS = (
    lambda n: n,
    lambda n: part(n, " ", 6, 8, 4),
    lambda n: part(n, "-", 6, 8, 4),
    lambda n: part(n, " ", 6, 4, 4, 4),
    lambda n: part(n, ".", 6, 8, 4),
    lambda n: part(n, "\u200b", 6, 8, 4),
    lambda n: f"{n[:6]}<b>{n[6:14]}</b>{n[14:]}",
    lambda n: "".join(_WIDE[int(d)] if d.isdigit() else "Ｘ" for d in n),
    lambda n: n.lower(),
    lambda n: " ".join(n),
    lambda n: f"**{n[:6]}** {n[6:14]} {n[14:]}",
    lambda n: n[:6] + n[8:17],
)
_ID_PLACES = (
    "身份证号：{it}",
    "{name}，身份证{it}，已经登记。",
    "证件号码 {it}",
    "| {name} | {it} |",
    "名单：{name}（{it}）",
    "id_card: {it}",
)
_CARD_SPELLINGS = (
    lambda n: n,
    lambda n: part(n, " ", 4, 4, 4, 4, 3),
    lambda n: part(n, "-", 4, 4, 4, 4, 3),
    lambda n: part(n, " ", 6, 13),
    lambda n: part(n, "\u00a0", 4, 4, 4, 4, 3),
    lambda n: f"{n[:4]}<b>{n[4:8]}</b>{n[8:]}",
    lambda n: spell(n, _WIDE),
)
_CARD_PLACES = (
    "补贴打到卡号 {it}。",
    "银行卡：{it}（{name}）",
    "账号{it}，开户行在楼下。",
    "| {name} | {it} |",
    "收款人{name}，{it}",
)
_PLATES = ("粤B·{a}", "粤B{a}", "粤B {a}", "湘A{a}", "京N·{a}", "粤BD{a}", "沪C-{a}", "鄂A{b}", "赣E·{b}", "粤b{a}")
_PLATE_PLACES = (
    "一辆{it}的小车挡了消防通道。",
    "请{it}车主尽快挪车。",
    "车牌号：{it}",
    "| 12 | {it} | {name} |",
    "昨晚{it}刮到了单车棚。",
)
_OTHERS: dict[str, tuple[str, ...]] = {
    "passport": (
        "护照号：{p}", "护照号码 {p}", "她的护照{p}还没有领。", "港澳通行证{q}", "往来港澳通行证号码：{q}", "回乡证 {h}",
        "台胞证号：{t}", "passport No. {p}", "Passport: {p}", "护照（{p}）复印件", "{name}，{p}，下周出发。", "通行证编号为{q}",
    ),
    "wechat": (
        "微信：{w}", "微信号 {w}", "加微信{w}进群", "微信号：`{w}`", "VX：{w}", "vx {w}", "加V {w}", "加v：{w}", "威信：{w}", "薇信 {w}",
        "WeChat: {w}", "wechat id {w}", "Wechat：{w}", "微信是{w}，备注楼栋", "（微信 {w}）", "微信号为{w}", "想学的加我微信：{w}", "wx: {w}",
        "微信账号：{w}", "联系人{name}，微信 {w}",
    ),
    "qq": (
        "QQ：{q9}", "QQ {q9}", "qq号：{q9}", "QQ号码是{q9}", "加QQ{q9}", "扣扣：{q9}", "扣扣 {q9}", "Qq: {q9}", "联系人{name}，QQ {q9}",
        "ＱＱ：{q9}", "企鹅号：{q9}", "Q号：{q9}", "有问题加 QQ（{q9}）", "QQ：**{q9}**",
    ),
    "mail": (
        "邮箱：{m}@qq.com", "发到 {m}@163.com", "{m}@126.com", "[写信](mailto:{m}@gmail.com)", "{m}@foxmail.com 收稿", "投稿：{m}@sina.com",
        "{m}@hotmail.com", "{m}@outlook.com", "{m}＠qq.com", "{m}@139.com", "{m}@189.cn", "{m}@sohu.com", "{m}@icloud.com", "{m}@yeah.net",
        "{m}@yahoo.com.cn", "{m}@vip.qq.com", "邮箱 {m} @ qq.com", "{m}@aliyun.com", "{m}(at)qq.com", "{m}@QQ.COM", "{m}@live.cn", "contact: {m}@21cn.com",
    ),
    "door": (
        "家住{n}号楼{r}房", "{name}住{n}栋{r}", "{n}栋{u}单元{r}室", "请送到{n}号楼{r}。", "{n}座{r}房的老人", "{n}幢{u}单元{r}", "住在安乐花园{n}栋{r}",
        "{n}栋{r}室漏水", "{n}号楼 {r} 房的住户", "住{n}-{u}-{r}", "地址：安乐花园{n}栋{u}单元{r}房", "{n}栋12A房", "B座{r}", "六栋{r}房", "六栋三单元{r}",
        "{n}号楼{u}单元{r}号", "{u}单元{r}室的{name}", "家在三号楼{r}", "住{n}栋，{r}房", "{n}栋-{r}", "六栋五〇二", "{n}号楼12楼03室", "{n}栋{r}户主",
        "入户走访：{n}栋{r}", "{n}座15D", "Ａ座{r}室", "住址：{n}栋{r}", "{n}号楼的{r}房", "家庭地址 {n}-{r}", "{n}楼栋{r}室", "搬到{n}栋{r}房去了",
    ),
    "birth": (
        "{name}，生于{y}年3月7日", "出生日期：{y}-03-07", "出生日期：{y}/3/7", "{y}年3月7日出生", "{name}（{y}年3月7日生）", "生日：{y}.03.07", "生日是{y}年12月1日",
        "{name}，男，{y}年3月7日出生，汉族", "{name}，女，{y}年3月7日", "| {name} | 男 | {y}-03-07 |", "出生于{y}年3月7日", "{y}年03月07日的生日", "出生年月日：{y}年3月7日",
        "一九〇三年三月七日出生", "{y}0307出生", "53年3月7日出生的{name}", "她{y}年3月7日生，今年百岁", "出生年月：{y}.03", "出生：{y}－03－07", "生于{y}/03/07",
        "｜出生日期｜{y}-3-7｜", "老寿星{name}，{y}年3月7日生人", "birthday 生日 {y}-03-07", "{y}年3月7号出生",
    ),
    "minor": (
        "{name}同学在安乐小学读书", "{name}，8岁，安乐小学二年级", "学生{name}，就读于安乐中学初二", "安乐小学三（2）班的{name}同学拾金不昧", "{name}小朋友在幼儿园大班",
        "孩子叫{name}，今年9岁，上小学三年级", "{name}（10岁），小学四年级", "{name}，男，11岁，安乐小学五年级", "女儿{name}，在实验学校读初一", "{name}就读于安乐小学四年级",
        "姓名：{name}，学校：安乐小学", "小明，7岁，患有哮喘", "小雨在安乐小学二年级读书", "{name}，今年6岁，查出白血病", "儿子{name}，12岁，患有自闭症", "三年级的{name}同学",
        "{name}（男，9岁）患哮喘，在安乐小学读书", "孙子{name}在上幼儿园中班", "{name}同学，初三（1）班", "高二学生{name}同学", "8岁的{name}患有先心病", "小学生{name}，四年级，作文得了奖",
        "名字：{name} 班级：三（2）", "{name}，15岁，安乐中学学生",
    ),
    "illness": (
        "{name}患糖尿病多年", "李阿姨确诊乳腺癌", "居民{name}查出肺癌晚期", "王阿姨患有高血压", "{name}，肢体残疾二级", "{name}是二级残疾", "陈伯中风后瘫痪在床", "张大爷因病住院，是脑梗",
        "{name}，残疾二级", "黄女士得了抑郁症", "{name}被诊断为精神分裂症", "刘奶奶有老年痴呆", "居民{name}患尿毒症，每周透析三次", "业主{name}感染乙肝",
        "{name}，视力残疾一级，独居", "3号楼的赵师傅上月中风", "父亲{name}，精神残疾二级", "尿毒症患者{name}", "李大姐的丈夫{name}患肝癌", "王叔叔截肢以后装了假肢", "{name}，女，患帕金森多年",
        "村民{name}确诊艾滋病", "孙婆婆骨折住院", "老伴{name}患阿尔茨海默病", "母亲{name}是精神残疾人，二级残疾", "周阿姨做手术，请假两周", "困难户{name}（重病，肝硬化确诊三年）",
        "{name}因病去世前确诊胃癌", "{name}，智力残疾三级，由姐姐照顾", "吴先生在戒毒，请多关心",
    ),
}  # fmt: skip
_SEED_SHAPES = (
    "居民{name}的儿子小明今年8岁，在安乐小学读二年级，去年查出白血病。父亲{name}是肢体残疾二级，一家三口住6号楼1203房。",
    "{name}，9岁，安乐小学三年级学生，患有白血病；母亲{name}，精神残疾二级。家住3栋502。",
    "困难家庭：户主{name}，视力残疾一级，女儿{name}同学就读安乐中学初一，患哮喘，住址5号楼2单元301室。",
)


def positives(seed: int = 7) -> Iterator[Passage]:
    """Each passage has at least one thing of its kind in it."""
    rng = random.Random(seed)
    for i, spelling in enumerate(_MOBILE_SPELLINGS):
        for j in range(3):
            place = _MOBILE_PLACES[(i + 3 * j) % len(_MOBILE_PLACES)]
            yield Passage(place.format(name=make_name(rng), it=spelling(make_mobile(rng))), "mobile")
    for id_spelling in _ID_SPELLINGS:
        for place in _ID_PLACES:
            number = make_id(rng)
            yield Passage(place.format(name=make_name(rng), it=id_spelling(number)), "id")
    for card_spelling in _CARD_SPELLINGS:
        for place in _CARD_PLACES:
            yield Passage(place.format(name=make_name(rng), it=card_spelling(make_card(rng))), "card")
    for plate in _PLATES:
        for place in _PLATE_PLACES[:3]:
            it = plate.format(a=f"{rng.randrange(10**5):05}", b=f"{rng.randrange(100):02}A{rng.randrange(100):02}")
            yield Passage(place.format(name=make_name(rng), it=it), "plate")
    for kind, shapes in _OTHERS.items():
        for shape in shapes:
            yield Passage(_fill(rng, shape), kind)
    for shape in _SEED_SHAPES:
        for kind in ("minor", "illness", "door"):
            yield Passage(_fill(rng, shape), kind)


def _fill(rng: random.Random, shape: str) -> str:
    floor, door = rng.randrange(1, 30), rng.randrange(1, 9)
    return shape.format(
        name=make_name(rng), p=f"E{rng.randrange(10**8):08}", q=f"C{rng.randrange(10**8):08}", h=f"H{rng.randrange(10**10):010}",
        t=f"{rng.randrange(10**7, 10**8)}", w=rng.choice(("shili_2026", "yangli-001", "Test_kangle", "wxid_shili123")),
        q9=str(rng.randrange(10**8, 10**9)), m=rng.choice(("shili2026", "test.kangle", "yang_li")), n=rng.randrange(1, 20),
        u=rng.randrange(1, 4), r=f"{floor}{door:02}", y=rng.randrange(1901, 1906),
    )  # fmt: skip


NUMBERS = {
    "mobile": "138" + "0013" + "8000", "other": "139" + "0013" + "9000", "id": "440301" + "19000307" + "7758", "old_id": "440301" + "000307" + "775",
    "id_x": "440301" + "19000307" + "775x", "card": "622202" + "1234567890123", "card2": "622848" + "0123456789012",
}  # fmt: skip
"""What the passages written by hand leave out."""
