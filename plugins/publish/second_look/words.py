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
        "ymail",
    ]
)


def look_at_mail(text: str) -> Iterator[Thing]:
    """The words before and behind each @, however it is put."""
    for sign in ("(at)", "[at]", "#at#", "#"):
        text = text.replace(sign, "@")
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


def _last_word(text: str) -> str:
    end = len(text)
    while end and text[end - 1].isascii() and (text[end - 1].isalnum() or text[end - 1] in "._-+%"):
        end -= 1
    return text[end:]


_LABELS = {
    "微信": ACCOUNT, "威信": ACCOUNT, "薇信": ACCOUNT, "wechat": ACCOUNT, "weixin": ACCOUNT, "加v": ACCOUNT, "vx": ACCOUNT, "wx": ACCOUNT,
    "v信": ACCOUNT, "绿泡泡": ACCOUNT, "qq": ACCOUNT, "q q": ACCOUNT, "q号": ACCOUNT, "扣扣": ACCOUNT, "企鹅": ACCOUNT,
    "回乡证": PASSPORT, "台胞证": PASSPORT, "护照": PASSPORT, "通行证": PASSPORT, "passport": PASSPORT,
}  # fmt: skip
_OFFICIAL = ("公众", "服务号", "订阅", "小程序", "企业", "视频号", "群", "支付", "官")


def look_at_labels(text: str) -> Iterator[Thing]:
    """The word that follows one of the labels."""
    low = text.casefold()
    for label, kind in _LABELS.items():
        at = low.find(label)
        while at >= 0:
            rest = low[at + len(label) : at + len(label) + 40]
            alone = at == 0 or not (label.isascii() and low[at - 1].isascii() and low[at - 1].isalpha())
            words = rest.lstrip("号码帐账idno.是为联系编 :(“\"'「【=*`-")
            said = rest[: len(rest) - len(words)]
            word = _first_word(words)
            official = any(mark in low[max(0, at - 4) : at + len(label) + 4] for mark in _OFFICIAL)
            if alone and not official and _is_account(label, kind, said, word):
                yield Thing(kind, word)
            at = low.find(label, at + len(label))


def _first_word(text: str) -> str:
    end = 0
    while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] in "_-"):
        end += 1
    return text[:end]


def _is_account(label: str, kind: str, said: str, word: str) -> bool:
    if label.isascii() and not any(sign in said for sign in " :(=\"'号码为是"):
        return False  # the middle of a word: indexes are full of such
    digits = sum(c.isdigit() for c in word)
    if kind == PASSPORT:
        return _is_passport(word, digits, said)
    if label in ("qq", "q q", "q号", "扣扣", "企鹅"):
        return word.isdigit() and 5 <= len(word) <= 11 and word[0] != "0"
    return 6 <= len(word) <= 20 and word[0].isalpha() and (digits > 0 or "_" in word or ":" in said or "号" in said)


def _is_passport(word: str, digits: int, said: str) -> bool:
    if word.isdigit():
        return 8 <= len(word) <= 10 and bool(said)
    return 8 <= len(word) <= 11 and word[0].isalpha() and digits >= len(word) - 2


_PROVINCES = frozenset("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼")


def look_at_plates(text: str) -> Iterator[Thing]:
    for at, sign in enumerate(text):
        if sign in _PROVINCES and text[at + 1 : at + 3].strip()[:1].isascii():
            rest = text[at + 1 : at + 14].lstrip(" ")
            plain = _first_word(rest.replace("·", "", 1).replace("•", "", 1).replace("-", "", 1).replace(" ", "", 2))
            if 6 <= len(plain) <= 7 and plain[0].isalpha() and sum(c.isdigit() for c in plain) > 2 and plain.isalnum():
                yield Thing(PLATE, sign + plain)
