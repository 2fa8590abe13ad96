"""What residents raised, as rows of open data; hides which words stand for each code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plugins.model import CASE_KINDS, CASE_STATES, CHANNELS, Case, address_of
from plugins.site import Site


@dataclass(frozen=True, slots=True)
class CaseField:
    """One field of a row: its name for programs, its label for people, and what it says."""

    name: str
    label: str
    meaning: str
    read: Callable[[Case, Site], Any]


def _place(case: Case, site: Site) -> str:
    return site.sources.place[case.place].name if case.place else ""


def _steps(case: Case, _: Site) -> list[dict[str, str]]:
    return [
        {"date": step.date.isoformat(), "state": step.state, "by": step.by or "", "note": step.note or ""}
        for step in case.steps
    ]


CASE_FIELDS = (
    CaseField("id", "编号", "回执上的编号", lambda c, _: c.id),
    CaseField("kind", "哪一类", "求助、建议、投诉、咨询或难题", lambda c, _: CASE_KINDS[c.case_kind]),
    CaseField("subject", "什么事", "只写事，不写人", lambda c, _: c.subject),
    CaseField("place", "小区", "小区或园区的名称；空着就是没有写明", _place),
    CaseField("where", "在哪里", "公共的地方", lambda c, _: c.where or ""),
    CaseField("received", "收到日期", "登记的那一天", lambda c, _: c.received.isoformat()),
    CaseField("channel", "怎样收到的", "窗口、电话、走访等", lambda c, _: CHANNELS[c.channel]),
    CaseField("state", "办到哪一步", "收到、转办、办理中、已答复、已解决或不能办", lambda c, _: CASE_STATES[c.state]),
    CaseField(
        "answered", "答复日期", "第一次答复的那一天；空着就是还没有", lambda c, _: c.answered_on.isoformat() if c.answered_on else ""
    ),
    CaseField("ended", "办结日期", "已解决或者不能办的那一天；空着就是还在办", lambda c, _: c.ended_on.isoformat() if c.ended_on else ""),
    CaseField("answer", "答复", "给居民的话", lambda c, _: c.answer or ""),
    CaseField("url", "网页", "本站介绍它的网页", lambda c, site: site.url + address_of(c)),
    CaseField("sample", "示例数据", "“是”表示这一行是示例，不能当真", lambda c, _: c.sample),
)  # fmt: skip


def list_cases(site: Site) -> list[dict[str, Any]]:
    """A row for each public case, its steps in it."""
    return [
        {f.name: f.read(case, site) for f in CASE_FIELDS} | {"steps": _steps(case, site)}
        for case in site.sources.of(Case)
    ]
