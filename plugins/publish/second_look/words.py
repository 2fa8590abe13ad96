"""Mailboxes, accounts, passports and plates, by the words beside them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from plugins.publish.second_look.thing import ACCOUNT, MAIL, PASSPORT, PLATE, Thing

_PROVIDERS = frozenset(
    [
        "qq",
        "163",
        "126",
        "139",
        "188",
        "189",
        "wo",
        "sina",
        "sohu",
        "gmail",
        "googlemail",
        "hotmail",
        "outlook",
        "foxmail",
        "icloud",
        "yahoo",
        "aliyun",
        "live",
        "msn",
        "yeah",
        "21cn",
        "tom",
        "me",
        "mac",
        "protonmail",
        "proton",
        "88",
        "2980",
        "petalmail",
        "eyou",
        "263",
        "china",
        "ymail",
    ]
)


def look_at_mail(text: str) -> Iterator[Thing]:
    """The words before and behind each @, however it is put."""
    for sign in ("(at)", "[at]", "#at#", "#", "艾特"):
        text = text.replace(sign, "@")
    for dot in ("[dot]", "(dot)", "。", "点"):
        text = text.replace(dot, ".")
    text = _join_told(text)
    for left, right in pairwise(text.split("@")):
        user = _last_word(left.rstrip(" "))
        host = right.lstrip(" ")[:40].casefold().removeprefix("vip.").partition(".")
        if (
            len(user) > 1
            and host[1]
            and host[0].strip() in _PROVIDERS
            and host[2].lstrip()[:2] in ("co", "cn", "ne", "me", "hk", "tw")
        ):
            yield Thing(MAIL, f"{user}{host[0]}{_first_word(host[2].lstrip())}")


_TOLD_OF = frozenset(("qq", "163", "126", "139", "189", "gmail", "hotmail", "outlook", "foxmail", "icloud", "yahoo"))


def _join_told(text: str) -> str:
    """somebody at 163.com as with the sign; look at me. Come home is a sentence."""
    for sign in (" at ", " AT ", " At "):
        parts = text.split(sign)
        for number, part in enumerate(parts[1:], 1):
            host = part[:16].casefold().partition(".")
            mail = host[0] in _TOLD_OF and host[2][:2] in ("co", "cn", "ne")
            parts[number] = ("@" if mail else sign) + part
        text = "".join(parts)
    return text


def _last_word(text: str) -> str:
    end = len(text)
    while end and text[end - 1].isascii() and (text[end - 1].isalnum() or text[end - 1] in "._-+%"):
        end -= 1
    return text[end:]


_LABELS = {
    "微信": ACCOUNT, "威信": ACCOUNT, "薇信": ACCOUNT, "wechat": ACCOUNT, "weixin": ACCOUNT, "加v": ACCOUNT, "vx": ACCOUNT, "wx": ACCOUNT,
    "v信": ACCOUNT, "微 信": ACCOUNT, "加微": ACCOUNT, "加卫星": ACCOUNT, "+v": ACCOUNT, "v:": ACCOUNT, "薇": ACCOUNT, "wei信": ACCOUNT, "微x": ACCOUNT, "v❤": ACCOUNT, "微❤": ACCOUNT, "微♥": ACCOUNT, "➕v": ACCOUNT, "微号": ACCOUNT, "绿泡泡": ACCOUNT, "qq": ACCOUNT, "q q": ACCOUNT, "q号": ACCOUNT, "球球": ACCOUNT, "扣扣": ACCOUNT, "扣:": ACCOUNT, "q:": ACCOUNT, "企鹅": ACCOUNT,
    "军官证": PASSPORT, "回乡证": PASSPORT, "台胞证": PASSPORT, "护照": PASSPORT, "通行证": PASSPORT, "passport": PASSPORT,
}  # fmt: skip
_QQ = ("qq", "q q", "q号", "扣扣", "企鹅", "球球", "扣:", "q:")
_SINGLE = ("v:", "q:")
_BETWEEN = frozenset(
    "号码帐账是为联系编搜索一下查找添加好友备注遗失丢失作废旧新换成我的信个人本同/微→➡>\ufe0f，,、\x01 :;(“\"'「【=*`-\t|"
)
"""What may stand between a label and what it is about."""
_WORDS = frozenset(
    {"wechat", "weixin", "official", "account", "server", "android", "windows", "iphone", "login", "share"}
)
_OFFICIAL = ("公众", "服务号", "订阅", "小程序", "企业", "视频号", "群", "支付", "官")


def look_at_labels(text: str, *, chinese: bool) -> Iterator[Thing]:
    """The word that follows one of the labels."""
    low = text.casefold()
    for label, kind in _LABELS.items():
        at = low.find(label)
        while at >= 0:
            rest = low[at + len(label) : at + len(label) + 40]
            # q:123456 is what programs say too.
            if label == "薇" and low[max(0, at - 1) : at] in tuple("蔷紫采白"):
                break
            alone = (chinese or label not in _SINGLE) and (
                at == 0 or not (label.isascii() and low[at - 1].isascii() and low[at - 1].isalnum())
            )
            words, said = _skip_between(rest)
            word = _first_word(words)
            parted = _first_word(words.replace(" ", "")) if kind == PASSPORT or label in _QQ else word
            official = any(
                mark in low[max(0, at - 4) : at + len(label) + 4].partition(word or "\0")[0] for mark in _OFFICIAL
            )
            for told in (word, parted):
                if alone and not official and _is_account(label, kind, said, told) and not _is_sum(words, told):
                    yield Thing(kind, told)
                    break
            at = low.find(label, at + len(label))


def _is_sum(words: str, told: str) -> bool:
    """Whether figures count money: 扣：10000元."""
    return told.isdigit() and words[len(told) :].lstrip().startswith(("元", "块", "分", "万"))


def _skip_between(rest: str) -> tuple[str, str]:
    """What follows a label and what lies between, at most sixteen signs and a word such as no., number, id."""
    words = rest
    for _ in range(3):
        while words and words[0] in _BETWEEN and len(rest) - len(words) < 16:
            words = words[1:]
        for filler in ("number", "id", "no.", "no", "复印件"):
            if words.startswith(filler) and (filler[-1] == "." or not words[len(filler) : len(filler) + 1].isalnum()):
                words = words[len(filler) :]
    return words, rest[: len(rest) - len(words)]


def _first_word(text: str) -> str:
    end = 0
    while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] in "_-"):
        end += 1
    return text[:end]


def _is_account(label: str, kind: str, said: str, word: str) -> bool:
    if (
        label.isascii()
        and label not in _SINGLE
        and not any(sign in said for sign in " :;(=\"'号码为是→➡")
        and not (label in _QQ and word.isdigit())
    ):
        return False  # the middle of a word: indexes are full of such
    digits = sum(c.isdigit() for c in word)
    if kind == PASSPORT:
        return _is_passport(word, digits, said)
    if label in _QQ:
        return word.isdigit() and 5 <= len(word) <= 11 and word[0] != "0"
    marked = digits > 0 or "_" in word or (label not in ("v:", "薇") and any(sign in said for sign in ':号(“"是为→➡'))
    return 6 <= len(word) <= 20 and word[0].isalpha() and marked and word not in _WORDS


def _is_passport(word: str, digits: int, said: str) -> bool:
    if word.isdigit():
        return 8 <= len(word) <= 10 and bool(said)
    return 8 <= len(word) <= 11 and word[0].isalpha() and digits >= len(word) - 2


_PROVINCES = frozenset("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼")


def look_at_plates(text: str) -> Iterator[Thing]:
    for at, sign in enumerate(text):
        if sign in _PROVINCES and text[at + 1 : at + 3].strip()[:1].isascii():
            rest = text[at + 1 : at + 14].lstrip(" ")
            plain = _first_word(_join_plate(rest))
            if _is_lift(text, at, plain):
                continue
            if len(plain) == 5 and rest.partition(plain[-1])[2][:1] in tuple("挂学警港澳领使") and plain[0].isalpha():
                yield Thing(PLATE, sign + plain)
            if 6 <= len(plain) <= 7 and plain[0].isalpha() and sum(c.isdigit() for c in plain) > 2 and plain.isalnum():
                yield Thing(PLATE, sign + plain)
        elif sign == "使" and not "一" <= text[at - 1 : at] <= "鿿":
            plain = _first_word(_join_plate(text[at + 1 : at + 9]))
            if len(plain) == 6 and plain.isdigit() and text[at + 1 : at + 2].isdigit():
                yield Thing(PLATE, sign + plain)
        elif sign == "W" and text.startswith("WJ", at) and not text[at - 1 : at].isalnum():
            rest = text[at + 2 : at + 14].lstrip(" ")
            plain = _first_word(_join_plate(rest.lstrip("".join(_PROVINCES))))
            if len(plain) == 5 and plain[:4].isdigit():
                yield Thing(PLATE, f"WJ{plain}")


def _join_plate(text: str) -> str:
    """A plate without the sign and the blanks within it."""
    for sign in ("·", ".", "•", "-"):
        text = text.replace(sign, "", 1)
    return text.replace(" ", "")


def _is_lift(text: str, at: int, plain: str) -> bool:
    """梯11粤B00138(26) is how lifts, boilers and their like are registered."""
    registered = text[max(0, at - 1) : at].isdigit()
    year = text[at : at + 20].partition("(")[2][:3]
    return registered and year[:2].isdigit() and year[2:] == ")" and len(plain) > 5


def look_at_passports(text: str) -> Iterator[Thing]:
    """E and eight digits, or G, as passports have them, where no word says what it is."""
    for at, sign in enumerate(text):
        if (
            sign in "EG"
            and len(text[at + 1 : at + 9]) == 8
            and text[at + 1 : at + 9].isdigit()
            and not _joins(text[at - 1 : at])
            and not _joins(text[at + 9 : at + 10])
        ):
            digits = text[at + 1 : at + 9]
            dated = digits[:2] == "20" and digits[4:6] < "13" and digits[6:] < "32"
            ahead = text[max(0, at - 8) : at]
            if not dated and not any(word in ahead for word in ("号", "产品", "版本", "代码", "码", "单")):
                yield Thing(PASSPORT, sign + digits)


def _joins(sign: str) -> bool:
    return sign.isascii() and (sign.isalnum() or (sign != "" and sign in "_/-."))
