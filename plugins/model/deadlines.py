"""When something will be overdue and whose task it is; hides nothing: a kind says its own on its record.

A deadline is for those who keep the site, and stands on no page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from plugins.text import Loc

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EntryDeadline:
    """One deadline of an entry: `day` is the first on which it is overdue, `loc` the field inside the entry."""

    day: date
    task: str
    """What is to be done, in a few words."""
    fix: str
    """What to write then."""
    loc: Loc
    role: str = ""
    """Whose task it is; empty where whoever keeps the entry does it."""
    lasts: bool = False
    """Whether it is still to be done when the day is past; a notice that has expired needs nobody."""


def review_deadline(guide: Any) -> Iterator[EntryDeadline]:
    day = guide.reviewed + relativedelta(months=guide.review_months)
    fix = "逐项核对，再把 reviewed 改成核对的那一天"
    yield EntryDeadline(day, "办事指南该核对了", fix, ("reviewed",), guide.owner, lasts=True)


def expiry_deadline(entry: Any) -> Iterator[EntryDeadline]:
    """The day after a story or a policy is in force for the last time."""
    if entry.expires:
        field = "until" if getattr(entry, "until", None) else "expires"
        fix = f"办完了不用管；还要办，就改 {field} 或另写一篇"
        yield EntryDeadline(entry.expires + _DAY, f"{entry.kind.label}到期", fix, (field,))


def activity_deadlines(activity: Any) -> Iterator[EntryDeadline]:
    """The close of sign-up, and the end of a series."""
    closes = activity.signup.closes if activity.signup and not activity.signup.full else None
    if closes and activity.state == "scheduled":
        last = closes.date() if isinstance(closes, datetime) else closes
        fix = "数一数名额，通知报上名的人；还收人就改 signup.closes"
        yield EntryDeadline(last + _DAY, "活动报名截止", fix, ("signup", "closes"))
    if activity.until:
        fix = "还办下去，就改 until"
        yield EntryDeadline(activity.until + _DAY, "活动办完最后一次", fix, ("until",))


def roster_deadline(roster: Any) -> Iterator[EntryDeadline]:
    fix = "接着排，就改 until；不排了，就删掉这个文件"
    yield EntryDeadline(roster.until + _DAY, "值班表用完了", fix, ("until",), lasts=True)


def consent_deadlines(person: Any) -> Iterator[EntryDeadline]:
    """The end of each consent that no later one to the same use outlasts."""
    last: dict[tuple[str, str], tuple[date, int]] = {}
    for i, consent in enumerate(person.consents):
        use = (consent.field, consent.purpose)
        last[use] = max(last.get(use, (consent.until, i)), (consent.until, i))
    for until, i in sorted(last.values()):
        fix = "请本人续签后改 until；不续签就删掉这份同意书"
        yield EntryDeadline(until + _DAY, "同意书到期", fix, ("consents", i, "until"), lasts=True)


def term_deadline(entry: Any) -> Iterator[EntryDeadline]:
    """The day on which somebody has to be chosen anew."""
    if entry.term_until:
        fix = "换届或续聘以后，改 term_from 和 term_until；不再有任期就删掉"
        yield EntryDeadline(entry.term_until + _DAY, "任期届满", fix, ("term_until",), lasts=True)


def person_deadlines(person: Any) -> Iterator[EntryDeadline]:
    yield from consent_deadlines(person)
    yield from term_deadline(person)


def closure_deadlines(entry: Any) -> Iterator[EntryDeadline]:
    """The day on which a place opens again, or a service goes on."""
    for field, task in (("closed", "场所恢复开放"), ("paused", "服务恢复办理")):
        closure = getattr(entry, field, None)
        if closure and closure.until:
            fix = f"核对能不能按时恢复；要推迟就改 {field}.until"
            yield EntryDeadline(closure.until + _DAY, task, fix, (field, "until"))


def appeal_deadline(ledger: Any) -> Iterator[EntryDeadline]:
    """The day on which a public appeal is over and its account is due."""
    if ledger.appeal:
        fix = "公布结余和多出来的钱怎么用；账目写全"
        yield EntryDeadline(ledger.appeal.until + _DAY, "募捐结束，该公布账目", fix, ("appeal", "until"), lasts=False)


def meeting_deadlines(meeting: Any) -> Iterator[EntryDeadline]:
    """When the minutes are late, and each thing that was decided."""
    if not meeting.is_written:
        day = meeting.date.date() + timedelta(days=meeting.minutes_days + 1)
        fix = "写上 present、decisions 和正文"
        yield EntryDeadline(day, "会议纪要该写了", fix, ("decisions",), lasts=True)
    for i, decision in enumerate(meeting.decisions):
        if decision.due and not decision.done:
            fix = "办了就写 done: 日期；没办完就改 due"
            yield EntryDeadline(
                decision.due + _DAY, "会上定的事到期", fix, ("decisions", i, "due"), decision.by or "", lasts=True
            )
