"""Where somebody lives, to the door: a building and a flat behind it, or figures by hyphens where it says that somebody lives there."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.publish.second_look.thing import list_words

_BUILDINGS = ("号楼", "楼栋", "栋", "幢", "座")
_LANES = ("巷", "弄")
_UNITS = ("单元", "梯", "门洞", "门")
_HYPHENS = ("-", "—", "–")
_FIGURES = frozenset("0123456789")
_TOLD = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
_STEMS = dict(zip("甲乙丙丁戊", "甲乙丙丁戊", strict=True))
_COUNTED = frozenset("户人个元平米㎡度盏份位间次名件亩台株条张年月吨套辆棵多余家块分秒届期路片座0123456789-—:")
_PUBLIC = list_words(
    "中心 站 活动 图书 阅览 办公 物业 管理处 学校 小学 中学 幼儿园 医院 门诊 大厦 广场 写字楼 党群 窗口 居委 "
    "收发 法院 派出所 警务 公司 银行 会议 培训 教室 商场 园区 驿站 值班 门岗 监控 仓库 机房 配电 水泵 食堂 调解 "
    "课室 展厅 讲堂 书屋 书吧 餐厅 药店 社康 架空 消防 电梯 车库 病房 病区 床位 诊 法庭 排练 商铺 之家 闭馆 "
    "开放 邮局 地铁 工业园 铺"
)
_AT_HOME = list_words("家住 住在 住址 居住 业主 住户 户主 家在 租户 的家 在家")
_BEFORE_FIGURES = ("住", "家在", "家庭地址", "门牌", "房号", "入户", "走访", "收件", "收货")
_BEFORE_WHOLE = ("上门", "送到", "寄到")
"""Before a building, a unit and a flat: 上门 9-11 is a time."""
_BEHIND_FIGURES = ("住户", "业主", "户主", "租户", "居民", "的老人", "的住")


def find_doors(text: str) -> Iterator[str]:
    """The figures of each door, parted by |."""
    for start, end, key in (*_find_flats(text), *_find_lanes(text), *_find_figures(text)):
        ahead = text[max(0, start - 16) : start].rpartition("\n")[2]
        behind = text[end : end + 12].partition("\n")[0]
        home = any(word in ahead + "|" + behind for word in _AT_HOME) and "住院" not in ahead
        if home or not any(word in ahead + "|" + behind for word in _PUBLIC):
            yield key


def _find_flats(text: str) -> Iterator[tuple[int, int, str]]:
    for word in (*_BUILDINGS, *_UNITS, "#"):
        at = text.find(word)
        while at >= 0:
            start, building = _building_before(text, at)
            # The 栋 of 楼栋 has no number right before it.
            if building and not (word == "#" and not building.isdigit()):
                end, flat = _flat_behind(text, at + len(word), first=word not in _UNITS)
                if flat:
                    yield start, end, f"{building}|{flat}"
            at = text.find(word, at + len(word))


def _find_lanes(text: str) -> Iterator[tuple[int, int, str]]:
    """2巷8号302房: a house in a lane, and a flat behind it."""
    for word in _LANES:
        at = text.find(word)
        while at >= 0:
            start, lane = _building_before(text, at)
            house, end = _short_number(text, at + len(word))
            flat_end, flat = _flat_behind(text, end + 1, first=False) if text[end : end + 1] == "号" else (0, "")
            rest = text[flat_end : flat_end + 1]
            if lane and house and flat and not ("一" <= rest <= "鿿" and rest not in "房室"):
                yield start, flat_end, f"{lane}|{house}|{flat}"
            at = text.find(word, at + len(word))


def _building_before(text: str, at: int) -> tuple[int, str]:
    """Up to three figures, numerals or a letter right before a place."""
    end = at - 1 if text[at - 1 : at] == " " else at
    start = end
    while (
        start
        and end - start < 3
        and (text[start - 1] in _FIGURES or text[start - 1] in _TOLD or text[start - 1] == "十")
    ):
        start -= 1
    if (
        start == end
        and start
        and ((text[start - 1].isascii() and text[start - 1].isalpha()) or text[start - 1] in _STEMS)
    ):
        start -= 1
    parted = start == 0 or not (text[start - 1].isascii() and (text[start - 1].isalnum() or text[start - 1] in "_/."))
    return (start, _plain(text[start:end])) if start < end and parted else (at, "")


def _flat_behind(text: str, at: int, *, first: bool) -> tuple[int, str]:
    """Where the number of a flat ends, past a unit and a floor, and all figures on the way; nothing where none stands there."""
    told: list[str] = []
    for word in ("楼", *_UNITS) if first else ():
        if text.startswith(word, at):
            at += len(word)
    unit, end = _short_number(text, at + 1)
    if first and unit.isdigit() and text[at : at + 1] in _HYPHENS and text[end : end + 1] in _HYPHENS:
        # 6号楼-2-1203
        told.append(unit)
        at = end
    for words in (_UNITS, ("楼", "层")):
        place = _skip(text, at)
        number, end = _short_number(text, place)
        word = next((w for w in words if text.startswith(w, end + (text[end : end + 1] == " "))), "")
        if number and word:
            told.append(number)
            at = end + (text[end : end + 1] == " ") + len(word)
    place = _skip(text, at)
    number, end = _flat_at(text, place, floor=bool(told))
    if not number or _is_counted(text, end):
        return 0, ""
    return end, "|".join((*told, number))


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] and text[at] in " -—·,，的|(":
        at += 1
    return at


def _short_number(text: str, at: int) -> tuple[str, int]:
    """1, 12, 十二, B."""
    end = at
    while end < len(text) and end - at < 3 and (text[end] in _FIGURES or text[end] in _TOLD or text[end] == "十"):
        end += 1
    if end == at and end < len(text) and text[end].isascii() and text[end].isalpha():
        end += 1
    return _plain(text[at:end]), end


def _flat_at(text: str, at: int, *, floor: bool) -> tuple[str, int]:
    """1203, 五〇二, 12A; behind a floor 03 and B too."""
    end = at
    signs: object = _FIGURES if text[at : at + 1] in _FIGURES else _TOLD
    while end < len(text) and text[end] in signs:  # type: ignore[operator]
        end += 1
    size = end - at
    letter = text[end : end + 1].upper()
    if letter and letter in "ABCDEFGH" and not text[end + 1 : end + 2].isascii():
        lettered = True
    else:
        lettered = bool(letter) and letter in "ABCDEFGH" and not text[end + 1 : end + 2].isalnum()
    if (
        size in (3, 4)
        or (size in (1, 2) and lettered and text[at] in _FIGURES)
        or (floor and size == 1 and text[end : end + 2] == "号房" and text[end : end + 3] != "号房间")
        or (floor and (size == 2 or (size == 0 and lettered)))
    ):
        return _plain(text[at:end]) + letter * lettered, end + lettered
    return "", at


def _is_counted(text: str, end: int) -> bool:
    """Whether the number counts something: 120 户, 12月, 1500 米."""
    rest = text[end : end + 6].lstrip()
    if text[end - 1].isalpha() and rest.startswith("户") and not rest.startswith("户型"):
        return False
    if rest.startswith(("室", "房", "号房")) or (rest.startswith("号") and not rest.startswith(("号线", "号文"))):
        return False
    return bool(rest) and rest[0] in _COUNTED and not rest.startswith("户主")


def _find_figures(text: str) -> Iterator[tuple[int, int, str]]:
    """5-2-301 and 6-1203 where it says that somebody lives there; 5号楼 and a floor are above."""
    at = 0
    while at < len(text):
        if text[at] not in _FIGURES:
            at += 1
            continue
        end, parts = at, [""]
        while end < len(text) and (
            text[end] in _FIGURES or (text[end] in "-—–" and text[end + 1 : end + 2] in tuple(_FIGURES))
        ):
            if text[end] in _FIGURES:
                parts[-1] += text[end]
            else:
                parts.append("")
            end += 1
        flat = len(parts[-1]) in (3, 4) and all(len(part) <= 2 for part in parts[:-1])
        if (
            flat
            and len(parts) < 4
            and not (at and text[at - 1] in "-—–/.")
            and _is_lived_in(text, at, end, alone=len(parts) == 1)
        ):
            yield at, end, "|".join(str(int(part)) for part in parts)
        at = end


def _is_lived_in(text: str, start: int, end: int, *, alone: bool) -> bool:
    clause = text[max(0, start - 18) : start]
    for stop in "。；;\n":
        clause = clause.rpartition(stop)[2]
    rest = text[end : end + 6].partition("\n")[0].lstrip()
    house = rest.startswith(("室", "房")) and not rest.startswith(("室外", "室内", "房间"))
    before = any(word in clause.replace("住院", "").replace("住建", "").replace("住宿", "") for word in _BEFORE_FIGURES)
    three = len(text[start:end].replace("—", "-").replace("–", "-").split("-")) == 3
    before = before or (three and any(word in clause for word in _BEFORE_WHOLE))
    behind = rest.removeprefix("室").removeprefix("房").removeprefix("的").startswith(_BEHIND_FIGURES)
    if alone:
        return house and before and not any(sign in _FIGURES for sign in clause)
    return (before and not _is_counted(text, end)) or behind


def _plain(word: str) -> str:
    """Figures as 0 to 9, letters as capitals."""
    if word.isdigit() and word.isascii():
        return str(int(word))
    if word and all(sign in _TOLD or sign == "十" for sign in word):
        if "十" in word:
            tens, _, ones = word.partition("十")
            return str(int(_TOLD.get(tens, "1")) * 10 + int(_TOLD.get(ones, "0")))
        return str(int("".join(_TOLD[sign] for sign in word)))
    return word.upper()
