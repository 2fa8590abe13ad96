"""A second look for personal data at the finished files, which shares nothing with the first look at the sources.

The first folds a text and asks patterns; this one reads a file as its format has it and goes through it sign by sign. What one
of them overlooks by a mistake the other still sees; where both agree that a thing is nobody's, it goes up.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

MOBILE, CITIZEN, CARD = "手机号码", "身份证号码", "银行卡号"
PLATE, PASSPORT, MAIL, ACCOUNT = "车牌号码", "护照或通行证号码", "个人邮箱", "个人微信号或 QQ 号"

_FLOWING = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "tspan",
        "r",
        "t",
    ]
)
"""Elements within which a word goes on."""
_LINES = frozenset({"d", "points", "transform", "viewbox", "values", "keytimes", "width", "height", "x", "y", "r", "cx", "cy", "rx", "ry", "x1", "x2", "y1", "y2", "style", "sizes", "srcset", "integrity", "content-length"})  # fmt: skip
"""Attributes that draw and say nothing."""
_CODE = (".js", ".css", ".mjs")
_MARKUP = (".html", ".xml", ".svg", ".xhtml", ".atom", ".rss", ".webmanifest")
_PACKED = (".docx", ".epub", ".ods", ".odt", ".pptx", ".xlsx", ".zip")
_MOST = 200_000_000


def look(file: str, data: bytes, allowed: frozenset[str] = frozenset()) -> set[str]:
    """What of a person a file holds, by kind; raises ValueError or OSError for what cannot be read."""
    found: set[str] = set()
    for segment in (file, *_segments(file, data, 0)):
        found |= {thing.kind for thing in _look_at(segment) if seal(thing.text) not in allowed}
    return found


def seal(text: str) -> str:
    """By what a thing is known that may be public: its letters and digits alone, in no form that tells them."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    return blake2b(plain.encode(), digest_size=16).hexdigest()


def _segments(file: str, data: bytes, depth: int) -> Iterator[str]:
    """Each text of a file that a reader takes as one."""
    low = file.lower()
    if depth > 3:
        raise ValueError("packed too deep")
    if low.endswith(".br"):
        # The standard library cannot unpack it, and what cannot be read cannot be vouched for.
        raise ValueError("brotli")
    if low.endswith(".gz"):
        with gzip.open(io.BytesIO(data)) as packed:
            yield from _segments(file[:-3], _read_all(packed), depth + 1)
    elif low.endswith(_PACKED) or data.startswith(b"PK\3\4"):
        yield from _unpack(data, depth)
    elif low.endswith(".pdf"):
        yield from _read_pdf(data)
    else:
        yield from _read_text(low, data)


def _read_all(packed: Any) -> bytes:
    data: bytes = packed.read(_MOST + 1)
    if len(data) > _MOST:
        raise ValueError("too much")
    return data


def _unpack(data: bytes, depth: int) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name
            with archive.open(name) as packed:
                part = _read_all(packed)
            if name.endswith((".xml", ".rels")):
                yield from _read_office(part.decode("utf-8", "replace"))
            else:
                yield from _segments(name, part, depth + 1)


def _read_office(xml: str) -> Iterator[str]:
    """Tags of runs are passed over, those of paragraphs and cells end a segment; attributes come one by one."""
    words: list[str] = []
    for piece in xml.split("<"):
        tag, _, text = piece.partition(">")
        name = tag.strip("/").partition(" ")[0].rpartition(":")[2]
        if name in ("p", "c", "tc", "row", "tr", "si", "table-cell", "table-row", "h"):
            yield unescape("".join(words))
            words = []
        yield from (unescape(value) for value in tag.split('"')[1::2] if len(value) > 6)
        words.append(text)
    yield unescape("".join(words))


def _read_pdf(data: bytes) -> Iterator[str]:
    # Only a site with PDFs pays for the reader.
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        yield from (str(value) for value in (reader.metadata or {}).values())
        for page in reader.pages:
            yield from page.extract_text().split("\n")
    except Exception as error:  # a reader of what others made raises as it likes
        raise ValueError("PDF") from error


def _read_text(low: str, data: bytes) -> Iterator[str]:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not wide and b"\0" in data[:4096]:
        yield from _read_binary(data)
        return
    text = data.decode("utf-16" if wide else "utf-8", "replace")
    if low.endswith(_MARKUP) or text[:100].lstrip()[:1] == "<":
        yield from _read_markup(text)
    elif low.endswith((".json", ".geojson")):
        yield from _read_json(text)
    elif low.endswith(".csv"):
        yield from (cell for row in csv.reader(io.StringIO(text)) for cell in row)
    elif low.endswith(".ics"):
        unfolded = text.replace("\r\n ", "").replace("\r\n\t", "").replace("\n ", "")
        yield from unfolded.splitlines()
    elif low.endswith(_CODE):
        yield _unescape_code(text)
    else:
        yield text
        if "%" in text:
            yield unquote(text)
        if "&" in text:
            yield unescape(text)
        if "\\" in text:
            yield _unescape_code(text)


def _read_binary(data: bytes) -> Iterator[str]:
    """Words amid bytes, of one and of two bytes each."""
    yield data.decode("latin-1").replace("\0", "\x01")
    yield data.decode("utf-16-le", "replace")
    yield data[1:].decode("utf-16-le", "replace")


def _read_json(text: str) -> Iterator[str]:
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        yield text
        return
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield from one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str):
            yield one
            if "<" in one:
                yield from _read_markup(one)
        elif isinstance(one, int):
            yield str(one)


def _unescape_code(text: str) -> str:
    """Escapes of JavaScript, JSON and CSS as what they stand for."""
    if "\\" not in text:
        return text
    first, *rest = text.split("\\")
    out = [first]
    for piece in rest:
        wide = piece[:1] in ("u", "x")
        body = piece[1:].lstrip("{") if wide else piece
        most = (4 if piece[0] == "u" else 2) if wide else 6
        size = next((i for i, c in enumerate(body[:most]) if c not in "0123456789abcdefABCDEF"), len(body[:most]))
        if size > 1:
            out.append(chr(min(int(body[:size], 16), 0x10FFFF)))
            out.append(body[size:].removeprefix("}").removeprefix(" "))
        else:
            out.append(piece)
    return "".join(out)


class _Markup(HTMLParser):
    """Gathers what stands between two elements that part, and what tags say, as segments of their own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[str] = []
        self._open: list[str] = []
        self._script = ""

    def part(self) -> None:
        if self._open:
            self.done.append("".join(self._open))
            self._open = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._open.append("\n")
        elif tag not in _FLOWING:
            self.part()
        if tag in ("script", "style"):
            self._script = tag
        for name, value in attrs:
            if value and len(value) > 6 and name not in _LINES:
                self.done.append(value)
                if "%" in value:
                    self.done.append(unquote(value))

    def handle_endtag(self, tag: str) -> None:
        self._script = ""
        if tag not in _FLOWING:
            self.part()

    def handle_data(self, data: str) -> None:
        if self._script:
            self.done += _read_json(data) if data.lstrip()[:1] in ("{", "[") else [_unescape_code(data)]
        else:
            self._open.append(data)

    def handle_comment(self, data: str) -> None:
        self.done.append(data)

    def unknown_decl(self, data: str) -> None:
        self.done.append(data)


def _read_markup(text: str) -> list[str]:
    markup = _Markup()
    markup.feed(text)
    markup.close()
    markup.part()
    return markup.done


@dataclass(frozen=True, slots=True)
class _Thing:
    kind: str
    text: str


def _look_at(segment: str) -> Iterator[_Thing]:
    if not segment.isascii():
        segment = unicodedata.normalize("NFKC", segment)
    if sum(map(segment.count, "0123456789")) > 5 or not segment.isascii():
        yield from _look_at_numbers(segment)
    if "@" in segment or "at" in segment or "#" in segment:
        yield from _look_at_mail(segment)
    if len(segment) > 6:
        yield from _look_at_labels(segment)
    if not segment.isascii():
        yield from _look_at_plates(segment)


_HAN = dict(zip("〇零一二三四五六七八九幺两洞拐壹贰叁肆伍陆柒捌玖", "001234567891207123456789", strict=True))
_LIKE = dict(zip("oOQlIB", "000118", strict=True))
_SAYS_PHONE = ("电话", "手机", "联系", "致电", "拨打", "短信", "tel", "phone", "mobile", "call")
_SAYS_CITIZEN = ("身份证", "证件", "公民身份", "户口", "残疾证", "证号")
_SAYS_CARD = ("卡号", "账号", "帐号", "账户", "开户", "存折", "收款")
_SAYS_BANK = ("银行", "农商", "信用社", "工行", "农行", "中行", "建行", "招行", "交行", "邮储")
_SAYS_NOTHING = ("单号", "流水", "发票", "书号", "isbn", "issn", "条码", "条形码", "表号", "读数", "户号", "批号", "备案", "案号", "文号", "编号", "编码", "代码", "货号", "型号", "序列号", "许可证", "合同", "工单", "受理号", "件号", "版本", "订单", "缴费", "电表", "水表", "燃气", "运单", "机身", "表底")  # fmt: skip
_SHAPES = frozenset({"344", "335", "56", "443", "38", "74", "65", "47", "353", "434", "32222", "3422", "1" * 11})
_MOST_GROUPS = 19
"""A card's digits, each by itself."""
_CITIZEN_SHAPES = ([18], [15], [17], [6, 8, 4], [6, 8, 3], [6, 4, 4, 4])
_LISTING = frozenset(",，、|:=;；")
_MEASURES = frozenset("×÷±%‰°$¥€")


@dataclass(slots=True)
class _Phrase:
    """Digits that follow each other with no more than a few signs between them."""

    start: int
    groups: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    told: int = 0
    """How many of the digits are told in Chinese."""


def _phrases(text: str, words: bool) -> Iterator[_Phrase]:
    """Goes through a text sign by sign; with `words` a Chinese numeral counts as a digit."""
    phrase, gap = _Phrase(0), ""
    for at, sign in enumerate(text):
        digit = sign if sign in "0123456789" else str(unicodedata.digit(sign, "")) if sign > "\x7f" else ""
        told = words and not digit and sign in _HAN
        if digit or told:
            if gap or not phrase.groups:
                if not phrase.groups:
                    phrase.start = at
                else:
                    phrase.gaps.append(gap)
                phrase.groups.append("")
                gap = ""
            phrase.groups[-1] += digit or _HAN[sign]
            phrase.told += told
        elif sign > "\x7f" and unicodedata.category(sign) in ("Cf", "Mn", "Me"):
            continue
        elif phrase.groups:
            gap += sign
            if sign.isalpha() or sign < "\t" or sign in _MEASURES or len(gap) > 5 or gap.count("\n") > 1:
                yield phrase
                phrase, gap = _Phrase(at), ""
    if phrase.groups:
        yield phrase


def _look_at_numbers(text: str) -> Iterator[_Thing]:
    for phrase in _phrases(text, words=False):
        if sum(map(len, phrase.groups)) > 10:
            yield from _judge(phrase, text)
    if sum(map(text.count, _HAN)) > 3:
        for phrase in _phrases(text, words=True):
            if phrase.told > 2 and sum(map(len, phrase.groups)) - phrase.told < 11:
                for told in sorted({*phrase.groups, "".join(phrase.groups)}):
                    if _is_mobile(told):
                        yield _Thing(MOBILE, told)
                    if _has_birthday(told):
                        yield _Thing(CITIZEN, told)
    if any(map(text.count, _LIKE)):
        for word in "".join(c if c.isascii() and c.isalnum() else " " for c in text).split():
            plain = "".join(_LIKE.get(c, c) for c in word)
            if len(plain) == 11 and sum(map(str.isdigit, word)) > 5 and plain != word and _is_mobile(plain):
                yield _Thing(MOBILE, plain)


def _judge(phrase: _Phrase, text: str) -> Iterator[_Thing]:
    """The longest thing from each group on."""
    before = text[max(0, phrase.start - 16) : phrase.start].casefold()
    after = _end_of(phrase, text)
    if _is_code(text, phrase.start):
        return
    first = 0
    while first < len(phrase.groups):
        for last in range(min(len(phrase.groups), first + _MOST_GROUPS), first, -1):
            groups, gaps = phrase.groups[first:last], phrase.gaps[first : last - 1]
            kind = _kind_of(groups, gaps, before if first == 0 else "", after if last == len(phrase.groups) else "")
            if kind:
                digits = "".join(groups)
                yield _Thing(kind, digits[-11:] if kind == MOBILE else digits)
                first = last - 1
                break
        first += 1


def _end_of(phrase: _Phrase, text: str) -> str:
    """What stands behind a phrase, as far as the end of an identity number can reach."""
    left, at = sum(map(len, phrase.groups)), phrase.start
    while left and at < len(text):
        left -= unicodedata.digit(text[at], None) is not None
        at += 1
    return text[at : at + 4]


def _is_code(text: str, at: int) -> bool:
    """Whether a number stands in a word of twenty and more letters and digits, or in one of five parts: a digest, a key, a UUID."""
    start = end = at
    while (
        start
        and (text[start - 1].isascii() and (text[start - 1].isalnum() or text[start - 1] == "-"))
        and at - start < 90
    ):
        start -= 1
    while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] == "-") and end - at < 90:
        end += 1
    word = text[start:end]
    parts = word.split("-")
    longest = max(parts, key=len)
    uuid = [len(part) for part in parts] == [8, 4, 4, 4, 12]
    return any(c.isalpha() for c in word) and (uuid or (len(longest) > 19 and any(c.isalpha() for c in longest)))


def _kind_of(groups: list[str], gaps: list[str], before: str, after: str) -> str:
    digits = "".join(groups)
    nothing = any(word in before[-14:] for word in _SAYS_NOTHING) and not any(w in before[-6:] for w in _SAYS_PHONE)
    number = _with_x(digits, after)
    named = any(word in before for word in _SAYS_CITIZEN)
    if _is_citizen(number) or (named and (len(digits) in (15, 18) or len(number) == 18)):
        return CITIZEN
    if not nothing and _has_birthday(number) and [len(group) for group in groups] in _CITIZEN_SHAPES:
        return CITIZEN
    bank = any(word in before for word in _SAYS_BANK) and digits[:2] == "62"
    if (bank or any(word in before for word in _SAYS_CARD)) and 13 <= len(digits) <= 19 and digits[0] != "0":
        return CARD
    if nothing:
        return ""
    fours = bool(gaps) and all(len(group) == 4 for group in groups[:-1]) and len(groups[-1]) < 5
    sound = _has_luhn_digit(digits) and (not gaps or len(groups[0]) == 6)
    if _is_issued(digits) and len(set(gaps)) < 2 and (fours or sound):
        return CARD
    return MOBILE if _is_spelt_mobile(groups, gaps, before) else ""


def _with_x(digits: str, after: str) -> str:
    tail = after.lstrip(" -.()").upper()
    return f"{digits}X" if len(digits) == 17 and tail[:1] in ("X", "×") and not tail[1:2].isalnum() else digits


def _is_mobile(digits: str) -> bool:
    return len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789"


def _is_spelt_mobile(groups: list[str], gaps: list[str], before: str) -> bool:
    digits = "".join(groups)
    prefix = next((p for p in ("0086", "86", "0") if digits.startswith(p) and _is_mobile(digits[len(p) :])), "")
    if not _is_mobile(digits[len(prefix) :]):
        return False
    if any(word in before[-12:] for word in _SAYS_PHONE):
        return True
    sizes = [len(group) for group in groups]
    sizes[0] -= len(prefix)
    if not sizes[0]:
        sizes, gaps = sizes[1:], gaps[1:]
    signs = {sign for gap in gaps for sign in gap.strip()}
    shape = "".join(map(str, sizes))
    lines = sum("\n" in gap for gap in gaps)
    if signs & _LISTING or lines > 1 or (lines and shape not in ("38", "74", "344")) or _is_day(groups[-3:]):
        return False
    if gaps == ["."] and sizes[0] < 4:
        return False
    return len(sizes) == 1 or shape in _SHAPES


def _is_day(groups: list[str]) -> bool:
    return (
        [len(g) for g in groups] == [4, 2, 2]
        and groups[0][:2] in ("19", "20")
        and groups[1] < "13"
        and groups[2] < "32"
    )


def _is_citizen(digits: str) -> bool:
    """ISO 7064, MOD 11-2, sign by sign, as GB 11643 asks; with a region and a birthday in it."""
    if len(digits) != 18 or not _has_birthday(digits):
        return False
    rest = 0
    for sign in digits:
        rest = (rest * 2 + (10 if sign == "X" else int(sign))) % 11
    return rest == 1


def _has_birthday(digits: str) -> bool:
    """A region's number and a day, as both forms of identity numbers have them; the old one leaves out the century."""
    if len(digits) not in (15, 18) or not digits[:-1].isdigit() or not "11" <= digits[:2] <= "65":
        return False
    day = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    return "1899" < day[:4] < "2100" and "01" <= day[4:6] <= "12" and "01" <= day[6:] <= "31"


def _is_issued(digits: str) -> bool:
    return (digits[:2] == "62" and 16 <= len(digits) <= 19) or (digits[0] in "45" and len(digits) == 16)


def _has_luhn_digit(digits: str) -> bool:
    """ISO/IEC 7812 by a table of doubled digits."""
    doubled = digits[-2::-2].translate(str.maketrans("0123456789", "0246813579"))
    return (sum(map(int, digits[-1::-2])) + sum(map(int, doubled))) % 10 == 0


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


def _look_at_mail(text: str) -> Iterator[_Thing]:
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
            yield _Thing(MAIL, f"{user}{host[0]}{_first_word(host[2].lstrip())}")


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


def _look_at_labels(text: str) -> Iterator[_Thing]:
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
                yield _Thing(kind, word)
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
        return (word.isdigit() and 8 <= len(word) <= 10 and bool(said)) or (
            8 <= len(word) <= 11 and word[0].isalpha() and digits >= len(word) - 2
        )
    if label in ("qq", "q q", "q号", "扣扣", "企鹅"):
        return word.isdigit() and 5 <= len(word) <= 11 and word[0] != "0"
    return 6 <= len(word) <= 20 and word[0].isalpha() and (digits > 0 or "_" in word or ":" in said or "号" in said)


_PROVINCES = frozenset("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼")


def _look_at_plates(text: str) -> Iterator[_Thing]:
    for at, sign in enumerate(text):
        if sign in _PROVINCES and text[at + 1 : at + 3].strip()[:1].isascii():
            rest = text[at + 1 : at + 14].lstrip(" ")
            plain = _first_word(rest.replace("·", "", 1).replace("•", "", 1).replace("-", "", 1).replace(" ", "", 2))
            if 6 <= len(plain) <= 7 and plain[0].isalpha() and sum(c.isdigit() for c in plain) > 2 and plain.isalnum():
                yield _Thing(PLATE, sign + plain)
