"""What was talked over and decided together: a page for each meeting, and a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from plugins.model import Case, Decision, Meeting, address_of
from plugins.pages.article import make_article
from plugins.pages.books import head_of, plan_book_list
from plugins.pages.related import Related
from plugins.site import ArticleView, DateView, HeadView, Link, Page, Site, link_to, moment_words, show_date, show_words


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One thing that was decided, and who sees to it."""

    what: Markup
    """What was decided."""
    by: str
    """Who does it, as a role; may be empty."""
    due: DateView | None
    """The day until which it is to be done."""
    done: DateView | None
    """The day on which it was done."""
    case: Link | None
    """What residents raised, where it is about that."""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting."""

    head: HeadView
    article: ArticleView
    when: str
    """Its day and time."""
    organizer: Link | None
    """Who held it."""
    location: Link | None
    """Where it is held."""
    agenda: tuple[str, ...]
    """What it is about, point by point."""
    present: str
    """Who was there, as roles; empty before."""
    decisions: tuple[DecisionView, ...]
    """What was decided."""


def plan_meetings(site: Site, related: Related) -> Iterator[Page]:
    """Every meeting, and all of them as a list."""
    meetings = site.sources.of(Meeting)
    for meeting in meetings:
        view = partial(_view_meeting, meeting, site, related)
        yield Page(address_of(meeting), "meeting.html", view, meeting.path, meeting.date.date().isoformat())
    yield from plan_book_list("meetings", meetings, site)


def _view_meeting(meeting: Meeting, site: Site, related: Related) -> MeetingView:
    organizer = site.sources.organization.get(meeting.organization or "")
    location = site.sources.location.get(meeting.location or "")
    cases = {case.id: case for case in site.sources.of(Case)}
    return MeetingView(
        head=head_of(meeting),
        article=make_article(meeting, site, related),
        when=moment_words(meeting.date),
        organizer=link_to(organizer) if organizer else None,
        location=link_to(location) if location else None,
        agenda=meeting.agenda,
        present="、".join(f"{one.role} {one.count} 人" for one in meeting.present),
        decisions=tuple(_show_decision(decision, cases, site) for decision in meeting.decisions),
    )


def _show_decision(decision: Decision, cases: dict[str, Case], site: Site) -> DecisionView:
    case = cases.get(decision.case or "")
    return DecisionView(
        what=show_words(decision.what, site),
        by=decision.by or "",
        due=show_date(decision.due) if decision.due else None,
        done=show_date(decision.done) if decision.done else None,
        case=link_to(case) if case else None,
    )
