"""What comes again or goes on for years: a page for each campaign, with what belongs to it by year, and a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from markupsafe import Markup

from plugins.model import (
    Activity,
    BeforeAfter,
    Campaign,
    Case,
    Entry,
    Figure,
    Film,
    News,
    address_of,
    feed_address,
    say_period,
    series_feed,
)
from plugins.pages.article import make_article
from plugins.pages.books import head_of, plan_book_list
from plugins.pages.related import Related
from plugins.site import (
    ArticleView,
    CardView,
    DateView,
    HeadView,
    ImageView,
    Link,
    Page,
    Site,
    link_to,
    show_date,
    show_image,
    show_story_date,
    show_words,
)

B = TypeVar("B", News, Activity, Case, Figure, Film)
"""What may belong to a campaign."""


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """What was done at one time."""

    when: str
    """2009年, 2008—2012年 …"""
    what: Markup
    """What was done."""


@dataclass(frozen=True, slots=True)
class PairView:
    """One place, before and after."""

    what: str
    """What is to be seen."""
    before: ImageView | None
    """As it was."""
    after: ImageView | None
    """As it became."""


@dataclass(frozen=True, slots=True)
class YearView:
    """What belongs to a campaign in one year, or years of which nothing is known."""

    title: str
    """The year, or from which to which."""
    items: tuple[CardView, ...]
    """What there is, newest first."""
    gap: str
    """That nothing was noted; empty where there is something."""


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A campaign through the years."""

    head: HeadView
    article: ArticleView
    since: str
    """From which year on, and until when."""
    rhythm: str
    """How often it comes; may be empty."""
    organizer: Link | None
    """Who holds it."""
    milestones: tuple[MilestoneView, ...]
    """Its course."""
    pairs: tuple[PairView, ...]
    """Pictures of before and after."""
    figures: tuple[Link, ...]
    """What was counted, each with its number."""
    years: tuple[YearView, ...]
    """What belongs to it, the newest year first, with the gaps."""


def plan_series(site: Site, related: Related) -> Iterator[Page]:
    """Every campaign, and all of them as a list."""
    campaigns = site.sources.of(Campaign)
    for one in campaigns:
        yield Page(address_of(one), "series.html", partial(_view_series, one, site, related), one.path)
    yield from plan_book_list("series", campaigns, site)


def _view_series(campaign: Campaign, site: Site, related: Related) -> SeriesView:
    organizer = site.sources.organization.get(campaign.organization or "")
    figures = _of(Figure, campaign, site)
    feeds = (
        (Link(campaign.title, feed_address(series_feed(campaign)), f"series-{campaign.slug}"),)
        if "news" in site.sources.sections
        else ()
    )
    return SeriesView(
        head=head_of(campaign, feeds),
        article=make_article(campaign, site, related),
        since=_say_span(campaign),
        rhythm=campaign.rhythm or "",
        organizer=link_to(organizer) if organizer else None,
        milestones=tuple(MilestoneView(say_period(s.when), show_words(s.what, site)) for s in campaign.milestones),
        pairs=tuple(_show_pair(pair, site) for pair in campaign.pairs),
        figures=tuple(link_to(one, f"{one.say(one.latest)}，{say_period(one.latest.period)}") for one in figures),
        years=tuple(_list_years(campaign, site)),
    )


def _say_span(campaign: Campaign) -> str:
    if campaign.until == campaign.since:
        return f"{campaign.since}年"
    return f"{campaign.since}年到{campaign.until}年" if campaign.until else f"{campaign.since}年起"


def _show_pair(pair: BeforeAfter, site: Site) -> PairView:
    before, after = (
        show_image(pair.before, pair.before_alt, site),
        show_image(pair.after, pair.after_alt, site),
    )
    return PairView(pair.what, before, after)


def _list_years(campaign: Campaign, site: Site) -> Iterator[YearView]:
    """Each year with something in it, and years without anything side by side as one gap."""
    found = _gather(campaign, site)
    years = found.keys() | _told_years(campaign, site)
    first, last = campaign.since, campaign.last_year(site.today)
    gap: list[int] = []
    for year in sorted({*range(first, last + 1), *found}, reverse=True):
        if year not in years:
            gap.append(year)
            continue
        yield from _tell_gap(gap)
        gap = []
        if year in found:
            items = sorted(found[year], key=lambda card: (card.date.iso if card.date else "", card.url), reverse=True)
            yield YearView(f"{year}年", tuple(items), "")
    yield from _tell_gap(gap)


def _tell_gap(gap: list[int]) -> Iterator[YearView]:
    if gap:
        title = f"{gap[-1]}年" if len(gap) == 1 else f"{gap[-1]}—{gap[0]}年"
        yield YearView(title, (), "没有记下来。" if len(gap) == 1 else f"这 {len(gap)} 年没有记下来。")


def _told_years(campaign: Campaign, site: Site) -> set[int]:
    """The years of which a milestone or a figure tells."""
    figures = _of(Figure, campaign, site)
    periods = [s.when for s in campaign.milestones] + [v.period for one in figures for v in one.values]
    return {year for period in periods for year in range(int(period[:4]), _last(period) + 1)}


def _last(period: str) -> int:
    """The last year of 2012, 2012-03 or 2008/2012."""
    return int(period.rpartition("/")[2][:4])


def _gather(campaign: Campaign, site: Site) -> dict[int, list[CardView]]:
    """Stories, activities and cases by year."""
    found: dict[int, list[CardView]] = {}
    for story in _of(News, campaign, site):
        found.setdefault(story.date.year, []).append(_line(story, show_story_date(story), story.date.year))
    for activity in _of(Activity, campaign, site):
        found.setdefault(activity.begins.year, []).append(_line(activity, show_date(activity.begins)))
    for film in _of(Film, campaign, site):
        found.setdefault(film.year or film.date.year, []).append(_line(film, show_date(film.date)))
    for case in _of(Case, campaign, site):
        found.setdefault(case.received.year, []).append(_line(case, show_date(case.received)))
    return found


def _line(entry: Entry, date: DateView, year: int | None = None) -> CardView:
    """An entry as a line of a year; the year stands above it, one of which no more is known has no date."""
    short = date.short.removeprefix(f"{year}年")
    shown = DateView(short, date.iso, short) if short else DateView("日子没有记下", date.iso, "日子没有记下")
    return CardView(entry.called, address_of(entry), "", entry.kind.label, shown)


def _of(model: type[B], campaign: Campaign, site: Site) -> tuple[B, ...]:
    """The entries of a kind that say they belong to it."""
    return tuple(entry for entry in site.sources.of(model) if entry.series == campaign.slug)
