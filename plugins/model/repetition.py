"""How an activity comes again, as a field holds it: an RFC 5545 rule, or days in Chinese that become one; hides which rules are refused."""

from __future__ import annotations

import re
from datetime import datetime

from dateutil.rrule import rrulestr

from plugins.model.moments import SHANGHAI, refuse, take_text
from plugins.model.recurrence import RecurrenceError, parse_recurrence

_RULE_PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d?",
    "COUNT": r"[1-9]\d{0,2}",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
    "WKST": r"[A-Z]{2}",
    "BYDAY": r"[+-]?[1-5]?[A-Z]{2}(?:,[+-]?[1-5]?[A-Z]{2})*",
    "BYMONTH": r"\d{1,2}(?:,\d{1,2})*",
    "BYMONTHDAY": r"-?\d{1,2}(?:,-?\d{1,2})*",
    "BYSETPOS": r"-?\d{1,2}",
}
"""The recurrences (RFC 5545) an activity can have; hourly ones and endless loops such as INTERVAL=0 are none."""
_UNTIL = re.compile(r"UNTIL=(\d{8})(T\d{6})?(Z)?")


def parse_repeat(value: object) -> str:
    """A rule of RFC 5545 that ends and names a day."""
    text = take_text(value).upper().removeprefix("RRULE:")
    if not _is_rule(text):
        refuse(f"重复规则看不懂：“{text[:80]}”", _guess_rule(text))
    return _UNTIL.sub(_end_of, text)


def parse_every(value: object) -> str:
    """Days in Chinese, as the rule they are."""
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        refuse("应为一段文字，写成了列表或下级字段", f"写成 every: {'、'.join(value)}"[:160])
    text = take_text(value)
    if _is_rule(text):  # as a model holds it
        return text
    try:
        return parse_recurrence(text)
    except RecurrenceError as error:
        refuse(error.message, error.fix)


def _guess_rule(text: str) -> str:
    """The rule somebody meant who wrote it in Chinese, or with a day in the wrong form."""
    slim = re.sub(
        r"UNTIL=(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", lambda m: f"UNTIL={m[1]}{int(m[2]):02}{int(m[3]):02}", text
    )
    slim = re.sub(r"\s+", "", slim).replace("；", ";").replace("，", ",").replace("：", ":").replace("＝", "=")
    if slim != text and _is_rule(slim):
        return f"写成 {slim}"
    try:
        parse_recurrence(text)
    except RecurrenceError:
        return "删掉 repeat，写 every: 周二、周四；要用 RFC 5545，例如 FREQ=WEEKLY;BYDAY=TU,TH"
    return f"删掉 repeat，写 every: {text}"


def _is_rule(text: str) -> bool:
    pairs = [part.partition("=") for part in text.split(";")]
    parts = {name: words for name, _, words in pairs}
    known = all(name in _RULE_PARTS and re.fullmatch(_RULE_PARTS[name], words, re.ASCII) for name, _, words in pairs)
    if not known or len(parts) < len(pairs) or parts.keys() >= {"COUNT", "UNTIL"}:
        return False
    if parts.get("FREQ") not in ("MONTHLY", "YEARLY") and parts.keys() & {"BYMONTHDAY", "BYSETPOS"}:
        return False  # RFC 5545 forbids or empties these, and 30 February of a DAILY rule is sought until 9999
    try:
        rule = rrulestr(_UNTIL.sub(_end_of, text), dtstart=datetime(2000, 1, 1))
        return next(iter(rule), None) is not None
    except (ValueError, TypeError):
        return False


def _end_of(match: re.Match[str]) -> str:
    """UNTIL as a local moment: a day counts to its end, and a UTC moment (Z) is eight hours later here."""
    day, clock, utc = match.groups()
    if not clock:
        return f"UNTIL={day}T235959"
    if not utc:
        return match.group()
    moment = datetime.strptime(f"{day}{clock}+0000", "%Y%m%dT%H%M%S%z").astimezone(SHANGHAI)
    return f"UNTIL={moment:%Y%m%dT%H%M%S}"
