"""A cell as the words of its column; hides the ways Excel writes dates, times and numbers."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.utils.datetime import from_excel

from plugins.rules import Choices
from plugins.sheets.columns import SheetColumn
from plugins.sheets.grid import GridCell
from plugins.sheets.values import HELD, CellError, choose, choose_all, meaning, split, write
from plugins.text import HARMLESS, Data

_TEXT_FORMAT = "把这一格设成“文本”格式，再重新写一遍"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-") | {"\u3000": " ", "\xa0": " "})
_EDGES = " \t\n\r\u3000\xa0"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PLAIN_FORMATS = re.compile(r"General|@|0+|0\.0+|#|#,##0(?:\.0+)?", re.I)
"""How a number may be shown so that whoever reads the cell reads the number."""
_COMPACT_DAY = re.compile(r"(?:19|20)\d{6}")
_SPOKEN = re.compile(
    r"(上午|下午|早上|中午|晚上)?\s*(\d{1,2})\s*(?:[:点时])\s*+(?:(\d{1,2})(?:\s*分)?|(半))?(?::00)?\s*(?:([AP])M)?"
)
_YES = frozenset({"是", "true", "yes", "y", "1", "对", "√", "✓", "有"})
_NO = frozenset({"否", "false", "no", "n", "0", "不", "×", "不是", "无"})


def read_cell(cell: GridCell | None, column: SheetColumn, choices: Choices, epoch: Any) -> Data | None:
    """What a cell says, as its source would have it; HELD where it is not the sheet's to say, None where it is blank."""
    if cell is None:
        return None
    if cell.formula:
        raise CellError("这一格是公式", "复制这一格，用“选择性粘贴 → 数值”贴回去，或直接写内容")
    if cell.error:
        raise CellError(f"这一格是错误值 {str(cell.value)[:10]}", "改成正确的内容，没有就清空")
    if cell.struck:
        raise CellError("这一格里有画了删除线的字，不知道还要不要", "不要的字删掉，要的去掉删除线")
    if isinstance(cell.value, str) and _CONTROL.search(cell.value):
        raise CellError("这一格里有看不见的控制字符", "删掉这一格，重新写一遍")
    if isinstance(cell.value, bool) and column.form != "flag":
        raise CellError("这一格是 TRUE 或 FALSE", f"写文字；{_TEXT_FORMAT}")
    text = _typed_text(cell, column, epoch)
    if text == HELD:
        return HELD
    if not column.many:
        return _read_one(text, column, choices)
    items = (one for item in split(column, text) for one in _read_item(item, column, choices))
    return list(items) or None


def _read_item(text: str, column: SheetColumn, choices: Choices) -> list[str]:
    """What stands between two separators; where ids are asked for, any other mark may stand between several."""
    if column.names or column.options:
        return choose_all(choices, column, _plain_names(text) if column.names else text)
    one = _read_one(text, column, choices)
    return [] if one is None else [one]


def folded(cell: GridCell | None, column: SheetColumn) -> bool:
    """Whether a cell holds full-width letters or digits that are read as half-width ones."""
    if cell is None or not isinstance(cell.value, str) or column.form in ("text", "option"):
        return False
    return any("０" <= c <= "９" or "Ａ" <= c <= "Ｚ" or "ａ" <= c <= "ｚ" or c == "：" for c in cell.value)


def _typed_text(cell: GridCell, column: SheetColumn, epoch: Any) -> str:
    value = cell.value
    if isinstance(value, str):
        return HARMLESS.sub("", value).strip(_EDGES)
    if column.form == "flag":
        return str(value).lower().removesuffix(".0")
    if column.form in ("day", "moment", "clock"):
        text = _moment_text(value, column, epoch)
        # Midnight that the cell does not show is a day of which nobody has said when.
        return (
            text[:10]
            if column.form == "moment" and text.endswith(" 00:00") and "h" not in cell.format.lower()
            else text
        )
    if isinstance(value, datetime | date | time | timedelta):
        raise CellError("Excel 把这一格变成了日期或时间", _TEXT_FORMAT)
    return _number_text(value, cell.format, column)


def _number_text(value: Any, shown: str, column: SheetColumn) -> str:
    number = float(value)
    if not _PLAIN_FORMATS.fullmatch(shown):
        raise CellError(f"这一格里是数字 {number:.15g}，显示的却是别的样子（格式 {shown[:20]}）", _TEXT_FORMAT)
    if not number.is_integer():
        if column.form == "count":
            raise CellError(f"应为整数，写的是“{value}”", "写成整数，例如 2")
        words = f"{number:.15g}"  # as many digits as Excel keeps
        if "e" in words:
            raise CellError(f"数字太小，写的是“{words}”", _TEXT_FORMAT)
        return words
    digits = str(int(number))
    if re.fullmatch("0{2,20}", shown):
        digits = digits.zfill(len(shown))  # what the cell shows is what was meant
    if column.form == "phone" and len(digits) > 5 and not digits.startswith("0"):
        raise CellError("电话被 Excel 当成了数字，开头的 0 可能丢了", f"{_TEXT_FORMAT}，例如 0755-5550-0101")
    if len(digits) > 15:
        raise CellError("数字太长，Excel 只记得前 15 位", _TEXT_FORMAT)
    return digits


def _moment_text(value: Any, column: SheetColumn, epoch: Any) -> str:
    """A date or time of Excel's, which may have come as the number behind it."""
    if isinstance(value, int | float):
        if column.form != "clock" and _COMPACT_DAY.fullmatch(str(value)):
            return str(value)
        value = _from_number(value, column, epoch)
    if isinstance(value, timedelta):
        if value >= timedelta(days=1) or value < timedelta():
            raise CellError("时间超过了一天", "按 24 小时制写，例如 14:30")
        value = (datetime(2000, 1, 1) + value).time()
    return _format(_to_minute(value), column)


def _from_number(value: float, column: SheetColumn, epoch: Any) -> Any:
    if column.form == "clock" and not 0 <= value < 1:
        raise CellError(f"“{value:g}”不是时间", "按 24 小时制写，例如 14:30")
    try:
        moment = from_excel(value, epoch)
    except (ValueError, OverflowError, TypeError):
        moment = None
    if column.form != "clock" and (not isinstance(moment, datetime | date) or moment.year not in range(1990, 2100)):
        raise CellError(f"“{value:g}”不是日期", "按 年-月-日 写，例如 2026-11-23")
    return moment


def _to_minute(value: Any) -> Any:
    """Times are kept as parts of a day: a second more or less is none."""
    if isinstance(value, time):
        moment = _to_minute(datetime.combine(date(2000, 1, 1), value))
        if moment.day != 1:
            raise CellError("时间超过了一天", "按 24 小时制写，例如 14:30")
        return moment.time()
    if isinstance(value, datetime):
        nearest = (value + timedelta(seconds=30)).replace(second=0, microsecond=0)
        if abs(nearest - value) > timedelta(seconds=1):
            raise CellError(f"时间里有秒：{value:%H:%M:%S}", "只写到分，例如 14:30")
        return nearest
    return value


def _format(value: Any, column: SheetColumn) -> str:
    if column.form == "clock":
        if isinstance(value, datetime):
            raise CellError("这一格有日期，应只写时间", "例如 14:30")
        if isinstance(value, time):
            return f"{value:%H:%M}"
        raise CellError("这一格是日期，应写时间", "例如 14:30")
    if isinstance(value, time):
        raise CellError("这一格只有时间，没有日期", "按 年-月-日 写，例如 2026-11-23")
    if isinstance(value, datetime) and column.form == "day" and value.time() != time():
        raise CellError("这一格有时间，应只写日期", f"例如 {value:%Y-%m-%d}")
    return f"{value:%Y-%m-%d}" if column.form == "day" else f"{value:%Y-%m-%d %H:%M}"


def _read_one(text: str, column: SheetColumn, choices: Choices) -> str | None:
    text = text.strip(_EDGES)
    if not text:
        return None
    if column.form == "text":
        if column.single_line and "\n" in text:
            raise CellError("这一格里有换行", "改成一行")
        return text
    if column.options:
        return choose(choices, column, text)
    if column.names:
        return choose(choices, column, _plain_names(text))
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    if column.form == "flag":
        return _read_flag(plain)
    if column.form == "clock":
        return write(column, _read_clock(plain))
    if column.form in ("day", "moment"):
        return write(column, _read_day(plain, column))
    return write(column, plain)


def _plain_names(text: str) -> str:
    """Ids and the words beside them: letters and digits half-width, dashes and spaces of one kind."""
    text = text.translate(_DASHES).strip()
    return "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" else c for c in text)


def _read_flag(text: str) -> str:
    if text.lower() in _YES:
        return "true"
    if text.lower() in _NO:
        return "false"
    raise CellError(f"只能写 是 或 否，写的是“{text[:40]}”", "写成 是 或 否")


def _read_clock(text: str) -> str:
    """A time in one of the ways people write it; anything else as it is, for the model to refuse."""
    match = _SPOKEN.fullmatch(text.upper())
    if not match or (not match[3] and not match[4] and ":" in text):
        return text
    half, hour, minute, thirty, meridiem = match.groups()
    hours = int(hour)
    if (half in ("下午", "晚上") or meridiem == "P") and hours < 12:
        hours += 12
    if (half in ("上午", "早上") or meridiem == "A") and hours == 12:
        hours = 0
    if half == "中午" and hours < 11:
        hours += 12
    return f"{hours}:{int(minute or (30 if thirty else 0)):02d}"


def _read_day(text: str, column: SheetColumn) -> str:
    if _COMPACT_DAY.fullmatch(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    number = re.fullmatch(r"\d{5}(?:\.\d+)?", text)
    if number:
        raise CellError(f"“{text}”是 Excel 的日期编号", "按 年-月-日 写，例如 2026-11-23")
    midnight = re.fullmatch(r"(.+?)[ T]0?0:00(?::00)?", text)
    if column.form == "day" and midnight and isinstance(meaning(column, midnight[1]), date):
        return midnight[1]
    return text
