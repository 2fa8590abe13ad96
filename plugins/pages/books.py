"""The community's books: awards and elections, ledgers, surveys; every figure on these pages is reckoned from what was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from markupsafe import Markup

from plugins.model import (
    AWARD_KINDS,
    LEDGER_KINDS,
    ROUND_WAYS,
    SECTIONS,
    Award,
    Case,
    Ledger,
    Round,
    SectionId,
    Survey,
    SurveyQuestion,
    address_of,
    hidden_cells,
    share_of,
)
from plugins.pages.news import ListView, list_leaf
from plugins.site import (
    HOME,
    DateView,
    HeadView,
    Leaf,
    Link,
    ListPart,
    Page,
    PhoneView,
    Site,
    card,
    link_to,
    plan_list,
    show_date,
    show_phone,
    show_words,
    term_words,
)

INTROS: dict[SectionId, str] = {
    "awards": "评什么、选什么，一轮一轮多少人家进来、多少人家选出来，都写在这里。名字要本人同意才写。",
    "ledgers": "大家的钱，一笔一笔收了多少、用了多少、还剩多少。结余是一笔一笔加出来的。",
    "surveys": "问了大家什么，大家怎样回答，后来转成了哪几件事。人数太少的不写，免得认出是谁。",
    "series": "年年都办的、一做好几年的：哪一年做了什么，都收在一页里；没有记下来的年份也照实写。",
    "films": "社区拍的片子。点开播放以前，什么也不会下载；多大、多长都先写明。",
    "forms": "办事要填的表：在自己的手机上填好，印在一张纸上带去；网站一个字也不记。",
    "meetings": "在会上商量了什么、定了什么、谁去办、哪天办好。",
}

BOOKS: tuple[SectionId, ...] = ("awards", "ledgers", "surveys", "meetings")
"""The lists that lead to each other."""


@dataclass(frozen=True, slots=True)
class VotesView:
    """A candidate's votes."""

    candidate: str
    """Its number; no name."""
    votes: str
    """How many."""
    width: int
    """The bar's length beside the longest, in hundredths."""
    chosen: bool
    """Whether it went on."""


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round of an award or an election."""

    name: str
    """What it is called."""
    date: DateView | None
    """Its day, where it is known."""
    way: str
    """提名, 投票 …"""
    candidates: str
    """How many went in."""
    chosen: str
    """How many came out."""
    width: int
    """Those who came out beside all that went into the first round, in hundredths."""
    ballots: str
    """How many ballots came back, and how many of them counted; may be empty."""
    ties: str
    """How a tie ended; may be empty."""
    note: Markup
    """What else is to say; may be empty."""
    results: tuple[VotesView, ...]
    """The votes, most first."""


@dataclass(frozen=True, slots=True)
class AwardView:
    """A prize or an election from the first round to the last."""

    head: HeadView
    name: str
    """What it is called."""
    summary: str
    """What it is for, and who chooses."""
    kind: str
    """评选 or 选举."""
    year: str
    """When."""
    course: str
    """110 户 → 20 户"""
    organizer: Link | None
    """Who held it."""
    rules: tuple[str, ...]
    """Its rules."""
    rounds: tuple[RoundView, ...]
    """Its rounds in order."""
    deeds: tuple[Markup, ...]
    """What was honoured, without names."""


@dataclass(frozen=True, slots=True)
class LedgerLineView:
    """One line of a ledger."""

    date: DateView
    """Its day."""
    what: str
    """What the money was for, how many gave it and what proves it."""
    moved: str
    """What came in or went out, in yuan, with its sign."""
    left: str
    """What was left after it."""


@dataclass(frozen=True, slots=True)
class LedgerView:
    """Money line by line."""

    head: HeadView
    name: str
    """What it is called."""
    summary: str
    """What the money is for."""
    kind: str
    """经费, 邻里互助 or 公开募捐."""
    keeper: Link | None
    """Who keeps it."""
    opening: str
    """What was there before; empty where there was nothing."""
    received: str
    """All that came in."""
    spent: str
    """All that went out."""
    balance: str
    """What is left."""
    givers: str
    """How many times somebody gave; may be empty."""
    lines: tuple[LedgerLineView, ...]
    """Its lines in order."""
    left: str
    """What is left, without its unit."""
    appeal: tuple[tuple[str, str], ...]
    """What the law asks of a public appeal, as label and words."""
    phone: PhoneView | None
    """Whom to ask about it."""


@dataclass(frozen=True, slots=True)
class SurveyAnswerView:
    """An answer, and how many gave it."""

    answer: str
    """Its words."""
    count: str
    """How many people; 不到 3 人 and the like where it could be somebody."""
    share: str
    """Of those asked; empty where the count is not told."""
    width: int
    """The share in hundredths, for the bar."""


@dataclass(frozen=True, slots=True)
class SurveyQuestionView:
    """A question with its answers."""

    ask: str
    """Its words."""
    asked: str
    """How many were asked, and whether they could choose several."""
    answers: tuple[SurveyAnswerView, ...]
    """In the order of the survey."""
    finding: Markup
    """What it shows; may be empty."""
    cases: tuple[Link, ...]
    """What came of it."""


@dataclass(frozen=True, slots=True)
class SurveyView:
    """What people were asked, and what they answered."""

    head: HeadView
    name: str
    """What it is called."""
    summary: str
    """What it is about."""
    method: str
    """How people were asked."""
    period: str
    """When."""
    n: str
    """How many answered."""
    questions: tuple[SurveyQuestionView, ...]
    """In its order."""


def plan_books(site: Site) -> Iterator[Page]:
    """Every award, ledger and survey, and a list of each kind."""
    for award in site.sources.of(Award):
        yield Page(address_of(award), "award.html", partial(_view_award, award, site), award.path)
    for ledger in site.sources.of(Ledger):
        day = ledger.lines[-1].date.isoformat()
        yield Page(address_of(ledger), "ledger.html", partial(_view_ledger, ledger, site), ledger.path, day)
    for survey in site.sources.of(Survey):
        day = survey.until.isoformat()
        yield Page(address_of(survey), "survey.html", partial(_view_survey, survey, site), survey.path, day)
    yield from plan_book_list("awards", site.sources.of(Award), site)
    yield from plan_book_list("ledgers", site.sources.of(Ledger), site)
    yield from plan_book_list("surveys", site.sources.of(Survey), site)


def plan_book_list(
    section: SectionId, entries: Sequence[Any], site: Site, feeds: tuple[Link, ...] = ()
) -> Iterator[Page]:
    """All entries of a kind as lines, newest first."""
    if section not in site.sources.sections:
        return
    title, intro = SECTIONS[section].title, INTROS[section]
    url = SECTIONS[section].address
    head = HeadView(
        title, intro, url, section, (HOME, Link(title, "")), any(entry.sample for entry in entries), feeds=feeds
    )

    beside = tuple(Link(SECTIONS[one].title, SECTIONS[one].address) for one in BOOKS if one in site.sources.sections)
    tabs = beside if section in BOOKS and len(beside) > 1 else ()

    def view(leaf: Leaf) -> ListView:
        return replace(list_leaf(leaf, head, intro, layout="lines"), tabs=tabs)

    yield from plan_list(url, "list.html", (ListPart(f"{len(entries)} 项", entries, partial(card, site=site)),), view)


def head_of(entry: Any, feeds: tuple[Link, ...] = ()) -> HeadView:
    """The head of an entry's page, its list before it in the trail."""
    section = SECTIONS[entry.kind.name]
    crumbs = (HOME, Link(section.title, section.address), Link(entry.called, ""))
    return HeadView(entry.called, entry.told, address_of(entry), section.id, crumbs, entry.sample, feeds=feeds)


def _view_award(award: Award, site: Site) -> AwardView:
    first, unit = award.rounds[0], award.unit
    steps = [first.candidates, *(one.chosen for one in award.rounds)]
    course = [count for i, count in enumerate(steps) if i == 0 or count != steps[i - 1]]
    organizer = site.sources.organization.get(award.organization or "")
    return AwardView(
        head=head_of(award),
        name=award.name,
        summary=award.description,
        kind=AWARD_KINDS[award.award_kind],
        year=f"{award.year}年",
        course=" → ".join(f"{count} {unit}" for count in course),
        organizer=link_to(organizer) if organizer else None,
        rules=award.rules,
        rounds=tuple(_show_round(one, first.candidates, unit, site) for one in award.rounds),
        deeds=tuple(show_words(deed, site) for deed in award.deeds),
    )


def _show_round(one: Round, all_of_them: int, unit: str, site: Site) -> RoundView:
    cast = [f"收回 {one.ballots} 张票"] if one.ballots is not None else []
    cast += [f"有效 {one.valid} 张"] if one.valid is not None else []
    most = max((r.votes for r in one.results), default=0)
    return RoundView(
        name=one.name,
        date=show_date(one.date) if one.date else None,
        way=ROUND_WAYS[one.how],
        candidates=f"{one.candidates} {unit}",
        chosen=f"{one.chosen} {unit}",
        width=_hundredths(one.chosen, all_of_them),
        ballots="，".join(cast),
        ties=one.ties or "",
        note=show_words(one.note or "", site),
        results=tuple(
            VotesView(r.candidate, f"{r.votes} 票", _hundredths(r.votes, most), i < one.chosen)
            for i, r in enumerate(one.results)
        ),
    )


def _view_ledger(ledger: Ledger, site: Site) -> LedgerView:
    keeper = site.sources.organization.get(ledger.organization or "")
    givers = sum(line.givers or 0 for line in ledger.lines)
    return LedgerView(
        head=head_of(ledger),
        name=ledger.name,
        summary=ledger.description,
        kind=LEDGER_KINDS[ledger.ledger_kind],
        keeper=link_to(keeper) if keeper else None,
        opening=f"{yuan(ledger.opening)} 元" if ledger.opening else "",
        received=f"{yuan(ledger.received)} 元",
        spent=f"{yuan(ledger.spent)} 元",
        balance=f"{yuan(ledger.balance)} 元",
        givers=f"{givers} 人次" if givers else "",
        lines=tuple(_show_lines(ledger)),
        left=yuan(ledger.balance),
        appeal=tuple(_show_appeal(ledger)),
        phone=show_phone(ledger.appeal.phone, extension=ledger.appeal.extension) if ledger.appeal else None,
    )


def _show_lines(ledger: Ledger) -> Iterator[LedgerLineView]:
    left = ledger.opening
    for line in ledger.lines:
        left += (line.in_ or 0) - (line.out or 0)
        more = [f"{line.givers} 人捐"] if line.givers else []
        more += [line.evidence] if line.evidence else []
        what = f"{line.what}（{'，'.join(more)}）" if more else line.what
        moved = f"+{yuan(line.in_)}" if line.in_ is not None else f"−{yuan(line.out)}"
        day = show_date(line.date)
        yield LedgerLineView(replace(day, words=day.words.partition(" ")[0]), what, moved, yuan(left))


def _show_appeal(ledger: Ledger) -> Iterator[tuple[str, str]]:
    appeal = ledger.appeal
    if appeal:
        yield "募捐组织", appeal.organizer
        yield "公开募捐资格证书", appeal.qualification
        yield "募捐方案", appeal.plan
        yield "用在哪里", appeal.purpose
        yield "什么时候", term_words(appeal.from_, appeal.until)
        yield "到哪里查", appeal.query
        yield "多出来的钱", appeal.leftover


def _view_survey(survey: Survey, site: Site) -> SurveyView:
    return SurveyView(
        head=head_of(survey),
        name=survey.name,
        summary=survey.description,
        method=survey.method,
        period=term_words(survey.from_, survey.until),
        n=f"{survey.n} 人",
        questions=tuple(_show_question(question, survey.n, site) for question in survey.questions),
    )


def _show_question(question: SurveyQuestion, n: int, site: Site) -> SurveyQuestionView:
    asked = n if question.asked is None else question.asked
    hidden = hidden_cells([a.count for a in question.answers], many=question.many)
    cases = {case.id: case for case in site.sources.of(Case)}
    return SurveyQuestionView(
        ask=question.ask,
        asked=f"问了 {asked} 人{'，可以选几样' if question.many else ''}",
        answers=tuple(
            SurveyAnswerView(a.answer, "人数少，不写", "", 0)
            if i in hidden
            else SurveyAnswerView(
                a.answer, f"{a.count} 人", percent(share_of(a.count, asked)), _hundredths(a.count, asked)
            )
            for i, a in enumerate(question.answers)
        ),
        finding=show_words(question.finding or "", site),
        cases=tuple(link_to(cases[id]) for id in question.cases if id in cases),
    )


def yuan(amount: Decimal | None) -> str:
    """8,060.50; whole yuan without the fen."""
    if amount is None:
        return ""
    return f"{amount:,.2f}".removesuffix(".00")


def percent(part: Fraction) -> str:
    """Whole hundredths, halves rounded up."""
    return f"{int(part * 100 + Fraction(1, 2))}%"


def _hundredths(part: int, whole: int) -> int:
    return int(Fraction(part, whole) * 100 + Fraction(1, 2)) if whole else 0
