"""How one signs up for an activity, where nobody can mean it so; hides which words tell dates and that all seats are taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from plugins.model import SHANGHAI, Activity, first_moment, last_of
from plugins.text import Loc

Doubt = tuple[Loc, str, str]
"""Where in the entry, what is wrong, how to mend it."""

_DAY = timedelta(days=1)
_DATED = re.compile(
    r"[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?[日号][^，。；\n]{0,10}(?:前|起|至|到|止|开始)"
    r"|(?:截止|截至|开始)[^，。；\n0-9]{0,6}[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?[日号]"
)
_FULL = re.compile(r"(?:名额|报名|节目单)?已满|停止报名|报名(?:已经?)?(?:截止|结束)")


def find_signup_faults(activity: Activity) -> Iterator[Doubt]:
    """What needs no sign-up has no day of it; it opens before it closes, and closes before all is over."""
    signup = activity.signup
    if signup is None:
        return
    opens, closes = signup.opens_at, signup.closes_at
    if signup.needed is False:
        said = next((key for key in ("opens", "closes", "full") if getattr(signup, key)), "")
        if said or activity.signup_url:
            loc: Loc = ("signup", said) if said else ("signup_url",)
            yield loc, "写了不用报名，又写怎样报", "要报名就写 needed: true，不用报名就删掉这一行"
        return
    last = last_of(activity)
    end = None if last is None else datetime.combine(_last_day_of(last), time(), SHANGHAI) + _DAY
    if opens and closes and closes <= opens:
        yield ("signup", "closes"), "报名截止不在报名开始之后", "核对两个日期"
    elif opens and end and opens >= end:
        yield ("signup", "opens"), "活动办完了才开始报名", "核对日期和年份"
    elif closes and end and closes > end:
        yield ("signup", "closes"), "活动办完了才截止报名", "核对日期和年份"


def _last_day_of(found: tuple[datetime, datetime]) -> date:
    return max(found[0], found[1] - timedelta.resolution).date()


_NO_SIGNUP = {"cancelled": "活动取消了", "postponed": "活动延期了"}


def doubt_signup(activity: Activity) -> Iterator[Doubt]:
    """Dates told in words alone keep no label true, and a sign-up that was closed when it was announced has another year."""
    signup = activity.signup
    closes = signup.closes_at if signup else None
    why = _NO_SIGNUP.get(activity.state, "名额满了" if signup and signup.full else "")
    if signup and signup.how and why:
        yield ("signup",), f"{why}，“{signup.how[:20]}”不会出现在页面上", "要说的话写在正文里，这里删掉"
    if activity.signup_url and why:
        yield ("signup_url",), f"{why}，报名网址不会出现在页面上", "删掉这一行"
    if signup is None or signup.needed is False:
        return
    if closes and closes <= first_moment(activity.date):
        yield ("signup", "closes"), f"到发布日期 {activity.date} 已经截止了", "核对日期和年份"
    dated = signup.how and not signup.opens and not signup.closes and _DATED.search(signup.how)
    if dated:
        fix = "报名的日期写成 opens: 和 closes:，页面才会自己说报名中、报名截止"
        yield ("signup",), "报名从哪天到哪天写在话里", fix
    elif signup.how and not signup.full and _FULL.search(signup.how):
        yield ("signup",), "已满写在话里", "另写 full: true，页面就不再请人报名"
