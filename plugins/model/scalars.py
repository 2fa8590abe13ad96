"""One word of an editor as a value: an id, a number, an address, a file; hides what it may look like and what was probably meant.

Every scalar arrives as the text that was typed; a type refuses what it cannot read with one
Chinese sentence and the fix.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from urllib.parse import unquote

from plugins.model.hours import Hours
from plugins.model.hours_text import HoursError, parse_hours
from plugins.model.lunar import EACH_YEAR, parse_lunar
from plugins.model.moments import LONGEST_HOURS, refuse, take_text, take_typed
from plugins.text import explain_address

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LOCAL = re.compile(r"0(?:10|2\d|[3-9]\d{2})-?([1-9][\d-]{3,12})", re.ASCII)
PHONE = re.compile(r"(?:0\d{2,3}-?)?\d{3,4}-?\d{4}|1\d{4}|9[56]\d{3}|[1-9]\d{2}|400-?\d{3}-?\d{4}", re.ASCII)
_EXTENSION = re.compile(
    r"(0\d{2,3}-?\d{3,4}-?\d{3,5}|400-?\d{3}-?\d{4})\s*(?:[-,，;；#xX*]|转分机|转|分机|ext\.?)\s*(?:号\s*)?(\d{1,6})",
    re.ASCII,
)
_ALIAS = re.compile(r"""/(?:[^\s/?#%<>"'\\{}$;|*:\x00-\x1f]{1,80}/)*(?:[^\s/?#%<>"'\\{}$;|*:\x00-\x1f]{1,80}/?)""")
"""Whatever a file can be called on every disk and every host of ours can be told of; Chinese and capitals too."""
_RESERVED_SLUGS = frozenset(
    {"404", "assets", "calendars", "data", "feeds", "index", "pinyin", "search", "tags", "zh-hant"}
)


def parse_words(value: object) -> str:
    """Text or a line: something a reader can read, not signs alone."""
    text = take_typed(value)
    if text not in ("", "~") and not any(char.isalnum() for char in text):  # ~ is told where YAML is read
        refuse(f"只有符号，没有字：“{text[:40]}”", "写上内容；没有就不写这一项")
    return text


_BETWEEN_WORDS = re.compile(r"[、，,；;。\n]")


def parse_keyword(value: object) -> str:
    """One word to be found by: of two in one, as 低保，补助 is with a Chinese comma, neither would be."""
    text = parse_words(value)
    if _BETWEEN_WORDS.search(text):
        words = [word.strip() for word in _BETWEEN_WORDS.split(text) if word.strip()]
        refuse(f"几个词写成了一个：“{text[:40]}”", f"一个词写一项：{'；'.join(words)[:80]}")
    return text


def is_slug(text: str) -> bool:
    """Whether a text has the form of an id: small letters, digits and hyphens."""
    return SLUG.fullmatch(text) is not None


def parse_slug(value: object) -> str:
    """An id, which is part of an address too."""
    text = take_text(value)
    if not is_slug(text):
        likely = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]
        refuse(
            f"编号只能用小写字母、数字和连字符，写的是“{text[:40]}”",
            f"例如 {likely}" if text.isascii() and likely else "用拼音或英文写，例如 bus-pass",
        )
    if len(text) > 80:
        refuse(f"编号最长 80 个字符，现在 {len(text)} 个", "缩短编号")
    if text in _RESERVED_SLUGS:
        refuse(f"“{text}”是网站保留的地址", "换一个编号")
    return text


def parse_count(value: object) -> int:
    """A whole number of up to six digits."""
    text = take_text(value)
    if re.fullmatch(r"[-－—–−][0-9]+", text):
        refuse(f"这个数不能是负的：“{text[:40]}”", "核对这个数")
    if _ENDLESS.fullmatch(text):
        refuse(f"应为整数，写的是“{text[:40]}”", "没有限制、说不准，就不写这一行")
    if text.endswith(("%", "％")):
        refuse(f"应为整数，写的是“{text[:40]}”", "写数出来的个数，不写百分数；百分数由网站算")
    if not re.fullmatch(r"[0-9]+", text):
        refuse(f"应为整数，写的是“{text[:40]}”", f"写成 {_guess_count(text)}")
    if len(text) > 6:
        refuse(f"数字太大：“{text[:40]}”", "最多六位数")
    return int(text)


_ENDLESS = re.compile(
    "(?:人数|名额|次数|数量)?(?:不限|无限制?|没有限制|不限制|无限|不定|不详|待定|无|没有)(?:人数|名额)?"
)
_FILM_TIME = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)", re.ASCII)


def parse_film_time(value: object) -> int:
    """28:30 or 1:05:00, in seconds."""
    text = take_text(value)
    match = _FILM_TIME.fullmatch(text.replace("：", ":"))
    if not match or (match[1] and int(match[2]) > 59):
        return refuse(f"影片的时间写法不对：“{text[:40]}”", "写成 分:秒，例如 28:30；一小时以上写 1:05:00")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return (hours * 60 + minutes) * 60 + seconds


def _guess_count(text: str) -> str:
    """The number somebody meant by 2份 or 两份; an example where that is not certain."""
    plain = re.sub(r"(?<=[0-9])[, ](?=[0-9]{3}(?![0-9]))", "", unicodedata.normalize("NFKC", text)).removesuffix(".0")
    if re.fullmatch(r"[零〇一二三四五六七八九]{2,6}年?", plain):
        return "".join(str(_CHINESE_DIGITS[digit]) for digit in plain.removesuffix("年"))
    numbers = re.findall(r"[0-9]+", plain)
    words = list(filter(None, map(_read_chinese, _CHINESE_NUMBER.findall(plain))))
    if re.search(r"[0-9]\s*[-~～—–至到]+\s*[0-9]", plain) and len(numbers) == 2:
        return str(max(map(int, numbers)))[:6]
    sure = [n for n in (*numbers, *words) if len(n) <= 6]
    return sure[0] if len(numbers) + len(words) == 1 and sure else "数字，例如 2"


_CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_CHINESE_NUMBER = re.compile("[零〇一二两三四五六七八九十百]+")
_TENS = re.compile("(?:(.)百)?零?(?:(.)?(十))?(.)?")


def _read_chinese(words: str) -> str:
    """三十五 as 35; empty for what is no number up to 999."""
    found = _TENS.fullmatch(words)
    if not found or any(c and c not in _CHINESE_DIGITS for c in (found[1], found[2], found[4])):
        return ""
    hundreds, tens, ten, ones = found.groups()
    if hundreds and ones and not ten and "零" not in words:
        return ""  # 一百二 is 120
    number = 100 * _CHINESE_DIGITS[hundreds] if hundreds else 0
    number += 10 * (_CHINESE_DIGITS[tens] if tens else 1) if ten else 0
    return str(number + (_CHINESE_DIGITS[ones] if ones else 0))


_MEANT = re.compile(
    r"(?i)yes|true|on|[1√✓✔对y有]|必填|多选|停[班办]?|(?:需?要|必?须|需|必须)(?:预约|报名|原件)?|(?:名额)?已?满了?"
)
_DENIED = re.compile(
    r"(?i)no?|false|off|[0×✗✘错]|没有?|无|选填|单选|照常|(?:不|无)(?:需?要|需|用|必|须)?(?:预约|报名|原件)?|[未没]满"
)


def parse_flag(value: object) -> bool:
    """Yes or no."""
    if isinstance(value, bool):
        return value
    text = take_text(value)
    if text in ("true", "是"):
        return True
    if text in ("false", "否"):
        return False
    said = "true" if _MEANT.fullmatch(text) else "false" if _DENIED.fullmatch(text) else "true 或 false"
    return refuse(f"只能写 true 或 false，写的是“{text[:40]}”", f"写成 {said}")


def parse_degrees(value: object) -> float:
    """Degrees of latitude or longitude."""
    text = take_text(value)
    if not re.fullmatch(r"-?\d{1,3}(\.\d+)?", text):
        refuse(f"应为经纬度数字，写的是“{text[:40]}”", "例如 22.6125")
    return float(text)


def parse_yuan(value: object) -> Decimal:
    """Money in yuan, to the fen."""
    text = take_text(value)
    plain = re.sub(r"[,，]", "", text.strip()).removeprefix("¥").removeprefix("￥").removesuffix("元").strip()
    if not re.fullmatch(r"\d{1,10}(\.\d{1,2})?", plain, re.ASCII):
        said = re.fullmatch(r"(\d{1,6}(?:\.\d{1,2})?)([千万]?)(?:块钱?|元整?|圆整?)?", plain)
        meant = Decimal(said[1]) * {"": 1, "千": 1000, "万": 10_000}[said[2]] if said else None
        fix = "只写数字，单位是元，最多两位小数，例如 8060.50"
        refuse(f"应为金额，写的是“{text[:40]}”", fix if meant is None else f"写成 {meant.normalize():f}")
    return Decimal(plain)


def parse_phone(value: object) -> str:
    """A number as it is dialled, without its extension."""
    text = take_text(value)
    extension = _EXTENSION.fullmatch(text)
    if extension and PHONE.fullmatch(extension[1]):
        refuse("分机不写在号码里", f'number: {extension[1]}，另写 extension: "{extension[2]}"')
    if not PHONE.fullmatch(text) and _LOCAL.fullmatch(text):
        refuse(
            f"电话号码的位数不对：“{text[:40]}”",
            "区号后面是 7 位或 8 位，例如 0755-5550-0101；看看少打了还是多打了",
        )
    if not PHONE.fullmatch(text):
        fix = "写区号和号码，例如 0755-5550-0101；短号直接写，例如 12345；别处写过的，写那个场所或队伍的编号"
        refuse("电话号码写法不对", _guess_phone(text) or fix)
    return text


_BETWEEN_NUMBERS = re.compile(r"[/、，,;；和或\s]+")
_PARTED = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))([1-9]\d{2,3})(\d{4})", re.ASCII)


def _guess_phone(text: str) -> str:
    """A number with brackets, blanks, +86 or full-width digits as it is to be typed, and two as two; empty where nobody can know."""
    plain = unicodedata.normalize("NFKC", text).translate(str.maketrans("–—－", "---"))
    digits = re.sub(r"[^\d]", "", plain)
    if re.match(r"(?:\+|00)86", plain):
        digits = f"0{re.sub('^0*86', '', digits).lstrip('0')}"
    if found := _PARTED.fullmatch(digits):
        return f"写成 {'-'.join(found.groups())}"
    if re.fullmatch(r"[48]00\d{7}", digits):
        return f"写成 {digits[:3]}-{digits[3:6]}-{digits[6:]}"
    several = [one for one in _BETWEEN_NUMBERS.split(plain) if one]
    if len(several) > 1 and PHONE.fullmatch(several[0]) and all(re.fullmatch(r"[\d-]{3,}", one) for one in several):
        return f"这里只写一个号码，例如 {several[0]}；phones 里可以一行写一个"
    return ""


def parse_extension(value: object) -> str:
    """An extension: up to six digits."""
    text = take_text(value)
    if not re.fullmatch(r"[0-9]{1,6}", text):
        refuse(f"分机应为一到六位数字，写的是“{text[:40]}”", "只写数字，例如 8002")
    return text


def parse_url(value: object) -> str:
    """A whole address on the web."""
    text = take_text(value)
    if not re.fullmatch(r"https?://[^\s<>\"'\\]+", text):
        refuse(f"网址写法不对：“{text[:60]}”", _guess_url(text))
    if wrong := explain_address(text):
        refuse(*wrong)
    return text


def parse_server(value: object) -> str:
    """The root of a server that scripts of our pages ask; 127.0.0.1 is for trying it out."""
    text = take_text(value).rstrip("/")
    if not re.fullmatch(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?|http://127\.0\.0\.1:\d{1,5}", text):
        refuse(
            f"留言服务器的网址不对：“{text[:60]}”", "写 https:// 和域名，后面什么也不带，例如 https://talk.example.org"
        )
    return text


_NO_SCHEME = re.compile(r"(https?)?:?/*((?:[\w-]+\.)+[a-z]{2,}(?:[:/?#][^\s<>\"'\\\\]*)?)", re.I)


def _guess_url(text: str) -> str:
    """An address that lacks its beginning, or has full-width signs, as it is to be typed."""
    if re.fullmatch(
        r"(?:news|activities|guides|services|policies|locations|organizations|pages|places|columns|series|films)/[\w/#.-]*",
        text,
    ):
        return f"站内的以 / 开头，写成 /{text.removesuffix('.md').strip('/')[:80]}/"
    match = _NO_SCHEME.fullmatch(unicodedata.normalize("NFKC", text))
    if match:
        return f"写成 {(match[1] or 'https').lower()}://{match[2][:80]}"
    return "写完整网址，以 https:// 开头" if "." in text else "写完整网址，以 https:// 开头；没有网址就不写这一行"


def parse_colour(value: object) -> str:
    """Six hexadecimal digits, behind a # or not."""
    text = take_text(value).lower().removeprefix("#")
    if not re.fullmatch(r"[0-9a-f]{6}", text):
        refuse(f"颜色写法不对：“{text[:40]}”", '写六位色号，带引号，例如 "#1f5c4a"')
    return f"#{text}"


def parse_postal_code(value: object) -> str:
    """A Chinese postal code."""
    text = take_text(value)
    if not re.fullmatch(r"[0-9]{6}", text):
        refuse(f"邮政编码应为六位数字，写的是“{text[:40]}”", "例如 518000")
    return text


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def parse_email(value: object) -> str:
    """An address for mail."""
    text = take_text(value)
    if not _EMAIL.fullmatch(text):
        meant = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).removeprefix("mailto:")).strip(".,;。")
        sure = _EMAIL.fullmatch(meant)
        refuse(f"邮箱写法不对：“{text[:60]}”", f"写成 {meant[:80]}" if sure else "例如 service@example.org")
    return text


_FILE = re.compile(r"(images|files)/[^\s?#%<>\"\\]+")


def is_file(text: str) -> bool:
    """Whether a text is a path in images/ or files/, be there a file or not."""
    return _FILE.fullmatch(text) is not None and ".." not in text


def parse_file(value: object) -> str:
    """A file of images/ or files/."""
    text = take_text(value).lstrip("/")
    if is_file(text):
        return text
    if re.match(r"https?:", text, re.I):
        refuse(f"图片和文件不能从别的网站取：“{text[:60]}”", "下载下来，放进 images/ 或 files/，例如 images/photo.jpg")
    if "\\" in text:
        refuse(
            f"路径里用了反斜杠：“{text[:60]}”",
            f"写成 {text.rpartition(chr(92))[2] and 'images/' + text.rpartition(chr(92))[2]}",
        )
    if text.startswith("content/"):
        refuse(f"路径从 images/ 或 files/ 写起：“{text[:60]}”", f"写成 {text.removeprefix('content/')[:60]}")
    if re.match(r"(images|files)/", text) and re.search(r"\s", text):
        name = re.sub(r"\s+", "-", text)
        refuse(f"文件名里有空格：“{text[:60]}”", f"把文件改名，这里写 {name[:60]}")
    if re.match(r"(images|files)/", text) and (bad := re.search(r"[?#%<>\"]", text)):
        refuse(f"文件名里不能有 {bad.group()}：“{text[:60]}”", "把文件改名，再改这里，例如 images/photo.jpg")
    name = re.sub(r"\s+", "-", text.rpartition("/")[2])
    folder = "images" if re.search(r"\.(?:jpe?g|png|webp|gif|svg)$", name, re.I) else "files"
    plain = re.fullmatch(r"[^\s?#%<>\"\\\\]+\.\w{2,4}", name)
    fix = f"放进 {folder}/，写成 {folder}/{name[:60]}" if plain else "例如 images/photo.jpg"
    return refuse(f"文件要放在 images/ 或 files/ 里，写的是“{text[:60]}”", fix)


def parse_opening_hours(value: object) -> Hours:
    """Opening hours, and where in them a mistake stands."""
    if isinstance(value, Hours):
        return value
    text = take_text(value, LONGEST_HOURS)
    try:
        return parse_hours(text)
    except HoursError as error:
        refuse(f"开放时间不对：“{error.shown}”，{error}", error.fix, error.at)


def parse_building(value: object) -> str:
    """A building within its place."""
    text = take_text(value)
    if not re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", text):
        refuse(f"楼栋写法不对：“{text[:60]}”", "写 小区编号/楼栋编号，例如 garden/b1")
    return text


def parse_alias(value: object) -> str:
    """The path of an old address, in the one form it is compared in."""
    text = take_text(value)
    if "?" in text or "#" in text:
        refuse(f"旧地址里不能有 ? 和 #：“{text[:60]}”", "托管网站只认 ? 前面的路径，例如 /news/2020/old-name/")
    path = unicodedata.normalize("NFC", unquote(re.sub(r"^https?://[^/]+", "", text)))
    path = path.removesuffix("index.html") if path.endswith("/index.html") else path  # a page's other name
    steps = path.strip("/").split("/")
    if not _ALIAS.fullmatch(path) or any(step in (".", "..") or step.startswith(".") for step in steps):
        refuse(f"旧地址写法不对：“{text[:60]}”", "写站内路径，以斜杠开头，例如 /news/2020/old-name/ 或 /2019/05/a.html")
    return path if path.endswith(("/", ".html")) else f"{path}/"


def parse_lunar_date(value: object) -> str:
    """A day of the lunar year in its usual words, 每年 before them where it comes again."""
    text = take_text(value)
    again = EACH_YEAR if text.startswith(EACH_YEAR) else ""
    day = parse_lunar(text.removeprefix(again).strip())
    if not day:
        refuse(f"农历的日子看不懂：“{text[:40]}”", "例如 正月十五、每年正月十五、腊月廿三、闰六月初一、除夕")
    return f"{again}{day}"


def parse_page(value: object) -> str:
    """An address on this site."""
    text = take_text(value)
    if not re.fullmatch(r"/(?!/)[^\s?]*", text):
        refuse(f"不是站内的地址：“{text[:60]}”", "写站内路径，以斜杠开头，例如 /guides/")
    return text


def parse_affected(value: object) -> str:
    """Whom a notice concerns: a place, a building, a grid, or all."""
    text = take_text(value)
    if not re.fullmatch(r"[a-z0-9-]+(?:/[a-z0-9-]+)?", text):
        refuse(
            f"写法不对：“{text[:60]}”",
            "写小区编号、小区编号/楼栋编号或网格编号，例如 garden 或 garden/b1；全社区写 all",
        )
    return text


def parse_target(value: object) -> str:
    """An address on this site, or one on the web."""
    text = take_text(value)
    if text.startswith("/"):
        if not re.fullmatch(r"/(?!/)[^\s<>\"'\\?]*", text):
            refuse(f"站内地址写法不对：“{text[:60]}”", "以一个斜杠开头，例如 /news/2026/water/")
        return text
    return parse_url(text)
