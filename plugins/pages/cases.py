"""What residents raised and what became of it: a page for each public case, the figures, and lists of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import partial

from markupsafe import Markup

from plugins.model import (
    CASE_KINDS,
    CASE_STATES,
    CHANNELS,
    OPEN_CASES,
    Case,
    Tally,
    Times,
    address_of,
    all_cases,
    cases_of_kind_address,
    cases_of_place_address,
    cases_of_year_address,
    tally,
)
from plugins.pages.books import percent
from plugins.site import (
    HOME,
    DateView,
    GroupView,
    HeadView,
    Leaf,
    Link,
    ListPart,
    Page,
    Site,
    StateView,
    card,
    case_states,
    link_to,
    plan_list,
    series_link,
    show_date,
    show_words,
)

CASES = Link("您反映，我们办", "/cases/")
SHOWN = 12
"""How many of the open and of the ended cases the first page shows."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CaseStepView:
    """What was done on one day."""

    date: DateView
    """The day."""
    word: str
    """How far it came: 收到, 转办, 办理中 …"""
    by: str
    """Who did it, as a role; may be empty."""
    note: Markup
    """What was done; may be empty."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case from the day it came in to the last step."""

    head: HeadView
    number: str
    """What stands on the receipt."""
    subject: str
    """What it is about."""
    states: tuple[StateView, ...]
    """How far it is, and whether its term has passed."""
    kind: str
    """求助, 建议 …"""
    where: str
    """The public place it is about; may be empty."""
    series: Link | None
    """The campaign it belongs to."""
    place: Link | None
    """The garden it is about."""
    channel: str
    """How it came in."""
    holder: str
    """Who has it now, as a role; empty where it has ended or nobody is named."""
    answer_by: DateView | None
    """The last day of the term for an answer; None once there is one."""
    solve_by: DateView | None
    """The last day of the term for being done with it; None once it is."""
    took: str
    """How many days the answer and the end took; empty while there is neither."""
    steps: tuple[CaseStepView, ...]
    """What was done, in order."""
    answer: Markup
    """The answer; may be empty."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """A number, what it counts and how it was reckoned."""

    title: str
    """What it counts."""
    value: str
    """The number with its unit."""
    definition: str
    """How it is reckoned."""


@dataclass(frozen=True, slots=True)
class CasesView:
    """Cases as a list, the first page with the figures of all."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    figures: tuple[FigureView, ...]
    """How many there are and how long they take; on the first page of all and of a kind alone."""
    groups: tuple[GroupView, ...]
    """The cases in their parts."""
    years: tuple[Link, ...]
    """The list of each year."""
    kinds: tuple[Link, ...]
    """The list of each kind."""
    places: tuple[Link, ...]
    """The list of each garden."""
    pages: tuple[Link, ...]
    """The other pages of a long list."""
    current: str
    """The address of this list's first page."""


@dataclass(frozen=True, slots=True)
class _CaseList:
    """One way to look at cases: its address, its words and the public cases in it."""

    url: str
    name: str
    title: str
    found: tuple[Case, ...]
    field: str


def plan_cases(site: Site) -> Iterator[Page]:
    """Every public case, all of them together, and by year, kind and place."""
    if "cases" not in site.sources.sections:
        return
    for case in site.sources.of(Case):
        last = case.steps[-1].date if case.steps else case.received
        yield Page(address_of(case), "case.html", partial(_view_case, case, site), case.path, last.isoformat())
    lists = tuple(_lists(site))
    yield Page("/cases/", "cases.html", partial(_view_cases, site, lists))
    for one in lists:
        part = ListPart(f"{len(one.found)} 件", one.found, partial(card, site=site))
        yield from plan_list(one.url, "cases.html", (part,), partial(_view_list, one, lists, site))


def _view_case(case: Case, site: Site) -> CaseView:
    terms = site.sources.community.case_terms
    place = site.sources.place.get(case.place or "")
    title = f"{case.subject}（{case.id}）"
    timed = case.is_open and case.has_terms
    told = f"{CASE_KINDS[case.case_kind]}，{show_date(case.received).words}收到，{CASE_STATES[case.state]}。"
    head = HeadView(
        title, told, address_of(case), "cases", (HOME, CASES, Link(case.id, "")), case.sample, published=case.received.isoformat()
    )  # fmt: skip
    return CaseView(
        head=head,
        number=case.id,
        subject=case.subject,
        states=case_states(case, site),
        kind=CASE_KINDS[case.case_kind],
        where=case.where or "",
        series=series_link(case.series, site),
        place=link_to(place) if place else None,
        channel=CHANNELS[case.channel],
        holder=case.holder if case.is_open else "",
        answer_by=None if case.answered_on or not timed else show_date(case.received + _DAY * terms.answer_days),
        solve_by=show_date(case.received + _DAY * terms.solve_days) if timed else None,
        took=_say_took(case),
        steps=tuple(_show_steps(case, site)),
        answer=show_words(case.answer or "", site),
    )


def _show_steps(case: Case, site: Site) -> Iterator[CaseStepView]:
    """The receipt first, whether or not it was written as a step."""
    steps = case.steps
    if not steps or steps[0].state != "received":
        yield CaseStepView(show_date(case.received), CASE_STATES["received"], "", Markup())
    for step in steps:
        words = show_words(step.note or "", site)
        yield CaseStepView(show_date(step.date), CASE_STATES[step.state], step.by or "", words)


def _say_took(case: Case) -> str:
    """第 3 天答复，第 12 天办结"""
    days = [
        (f"{(day - case.received).days} 天{word}" if day > case.received else f"当天{word}")
        for day, word in ((case.answered_on, "答复"), (case.ended_on, "办结"))
        if day
    ]
    return "，".join(days)


def _view_cases(site: Site, lists: Sequence[_CaseList]) -> CasesView:
    intro = "居民反映的事，一件一个编号：办到哪一步、谁在办、怎样答复，都写在这里。来反映的人是谁，一个字也不写。"
    public = site.sources.of(Case)
    waiting = [case for case in public if case.is_open]
    ended = sorted((c for c in public if not c.is_open), key=lambda c: (c.ended_on, c.id), reverse=True)
    groups = (
        _group("正在办", waiting, "open", OPEN_CASES, site),
        _group("办完的", ended, "ended", "", site),
    )
    head = HeadView(
        CASES.title, intro, CASES.url, "cases", (HOME, Link(CASES.title, "")), any(c.sample for c in public)
    )
    figures = tuple(_show_figures(tally(all_cases(site.sources), site.sources.community.case_terms)))
    return CasesView(head, CASES.title, intro, figures, groups, *_links(lists), (), CASES.url)


def _group(title: str, found: Sequence[Case], anchor: str, url: str, site: Site) -> GroupView:
    more = Link(f"{title}：全部 {len(found)} 件", url) if url and len(found) > SHOWN else None
    return GroupView(title, tuple(card(c, site) for c in found[:SHOWN]), anchor, url if more else "", more=more)


def _view_list(one: _CaseList, lists: Sequence[_CaseList], site: Site, leaf: Leaf) -> CasesView:
    intro = f"{one.title}，公开的共 {len(one.found)} 件。"
    crumbs = (HOME, CASES, Link(one.name, ""))
    head = leaf.name(HeadView(one.title, intro, one.url, "cases", crumbs, any(case.sample for case in one.found)))
    figures = tuple(_figures_of_kind(one, site)) if leaf.number == 1 else ()
    return CasesView(head, head.title, intro, figures, leaf.groups, *_links(lists), leaf.pages, one.url)


def _figures_of_kind(one: _CaseList, site: Site) -> Iterator[FigureView]:
    """The figures of all cases of a kind, on the list of that kind; the others have none."""
    if one.field == "kind":
        kind = one.found[0].case_kind
        cases = [case for case in all_cases(site.sources) if case.case_kind == kind]
        yield from _show_figures(tally(cases, site.sources.community.case_terms))


def _links(lists: Sequence[_CaseList]) -> tuple[tuple[Link, ...], tuple[Link, ...], tuple[Link, ...]]:
    """The lists by year, by kind and by place, each with how many it holds."""

    def links(field: str) -> tuple[Link, ...]:
        return tuple(Link(one.name, one.url, f"{len(one.found)}") for one in lists if one.field == field)

    return links("year"), links("kind"), links("place")


def _lists(site: Site) -> Iterator[_CaseList]:
    """Every list that has a public case in it."""
    cases = site.sources.of(Case)
    waiting = tuple(case for case in cases if case.is_open)
    if waiting:
        yield _CaseList(OPEN_CASES, "正在办", "正在办的事", waiting, "open")
    for year in sorted({case.received.year for case in cases}, reverse=True):
        found = tuple(case for case in cases if case.received.year == year)
        yield _CaseList(cases_of_year_address(year), f"{year}年", f"{year}年收到的事", found, "year")
    for kind, word in CASE_KINDS.items():
        if found := tuple(case for case in cases if case.case_kind == kind):
            yield _CaseList(cases_of_kind_address(kind), word, f"居民反映的{word}", found, "kind")
    for place in site.sources.places:
        if found := tuple(case for case in cases if case.place == place.id):
            yield _CaseList(cases_of_place_address(place.id), place.name, f"{place.name}的事", found, "place")


def _show_figures(counted: Tally) -> Iterator[FigureView]:
    """The figures of all cases, those that have no page among them, each with its definition."""
    yield FigureView("一共收到", f"{counted.received} 件", "有编号的都算，不公开的也算。")
    yield FigureView("正在办", f"{counted.open} 件", f"还没有办结的，其中 {counted.unanswered} 件还没有答复。")
    share = f"{percent(counted.solved_share)}，" if counted.solved_share is not None else ""
    yield FigureView(
        "已解决", f"{counted.solved} 件", f"{share}用已解决的件数除以一共收到的件数；另有 {counted.declined} 件不能办。"
    )
    yield from _show_times("答复", counted.answers, "从收到的那天到第一次答复的那天")
    yield from _show_times("办结", counted.ends, "从收到的那天到已解决或者不能办的那天")


def _show_times(word: str, times: Times, definition: str) -> Iterator[FigureView]:
    if times.median is None or times.ninetieth is None:
        return
    count = len(times.days)
    yield FigureView(
        f"{word}要几天",
        f"{_days(times.median)} 天",
        f"{definition}，{count} 件按天数排队，排在正中间的那一件（中位数）；难题不算。",
    )
    yield FigureView(
        f"十件里九件，几天内{word}",
        f"{_days(times.ninetieth)} 天",
        "同样排队，排在十分之九处的那一件（第 90 百分位）。",
    )
    within = f"{percent(Fraction(times.in_term, count))}"
    yield FigureView(f"{times.term} 天内{word}的", within, f"{word}了的 {count} 件里有 {times.in_term} 件。")


def _days(value: Fraction) -> str:
    """A whole number, or one figure behind the point, halves rounded up."""
    tenths = int(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
