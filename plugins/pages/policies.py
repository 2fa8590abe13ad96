"""Policies: what is in force, since when, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from plugins.model import Policy, address_of
from plugins.pages.article import make_article, make_head
from plugins.pages.news import ListView, UpdateView
from plugins.pages.related import Related
from plugins.site import (
    HOME,
    ArticleView,
    DateView,
    GroupView,
    HeadView,
    Link,
    Page,
    Site,
    StateView,
    card,
    link_to,
    policy_state,
    show_date,
    show_words,
)

POLICIES = Link("政策", "/policies/")


@dataclass(frozen=True, slots=True)
class PolicyView:
    """One policy, and whether it holds."""

    head: HeadView
    article: ArticleView
    state: StateView
    """现行有效, 已失效 …"""
    number: str
    """The number of the document."""
    issuer: str
    """Who issued it."""
    date: DateView
    """When it was published."""
    effective: DateView
    """From when on it holds."""
    expires: DateView | None
    """Until when; None where no end is set."""
    applies_to: str
    """Whom it is about."""
    supersedes: tuple[Link, ...]
    """The policies it takes the place of."""
    superseded_by: tuple[Link, ...]
    """The policies that took its place."""
    source_url: str
    """Where the original stands; may be empty."""
    updates: tuple[UpdateView, ...]
    """Later words on it."""
    previous: Link | None
    """The policy before this one."""
    next: Link | None
    """The policy after this one."""


def plan_policies(site: Site, related: Related) -> Iterator[Page]:
    """Every policy, and the list with what is in force first."""
    policies = site.sources.policies
    for i, policy in enumerate(policies):
        newer = link_to(policies[i - 1]) if i else None
        older = link_to(policies[i + 1]) if i + 1 < len(policies) else None
        view = partial(_view_policy, policy, site, related, older, newer)
        yield Page(address_of(policy), "policy.html", view, policy.path, policy.date.isoformat())
    if "policies" in site.sources.sections:
        yield Page("/policies/", "list.html", partial(_view_policies, site))


def _view_policy(policy: Policy, site: Site, related: Related, older: Link | None, newer: Link | None) -> PolicyView:
    sources = site.sources
    return PolicyView(
        head=make_head(policy, site, "policies", POLICIES, published=policy.date.isoformat(), source=policy.issuer),
        article=make_article(policy, site, related),
        state=policy_state(policy, site),
        number=policy.number or "",
        issuer=policy.issuer,
        date=show_date(policy.date),
        effective=show_date(policy.effective),
        expires=show_date(policy.expires) if policy.expires else None,
        applies_to=policy.applies_to,
        supersedes=tuple(link_to(sources.policy[p]) for p in policy.supersedes if p in sources.policy),
        superseded_by=tuple(link_to(p) for p in sources.policies if policy.slug in p.supersedes),
        source_url=policy.source_url or "",
        updates=tuple(UpdateView(show_date(u.date), show_words(u.note, site)) for u in policy.updates),
        previous=older,
        next=newer,
    )


def _view_policies(site: Site) -> ListView:
    by_tone: dict[bool, list[Policy]] = {True: [], False: []}
    for policy in site.sources.policies:
        by_tone[policy_state(policy, site).tone in ("good", "wait")].append(policy)
    groups = []
    for standing, title, anchor in ((True, "现行有效", "in-force"), (False, "已失效或被替代", "lapsed")):
        if by_tone[standing]:
            groups.append(GroupView(title, tuple(card(p, site) for p in by_tone[standing]), anchor))
    intro = "社区和街道的规定、办法和公约，说清楚对您有什么用。"
    head = HeadView("政策", intro, "/policies/", "policies", (HOME, Link("政策", "")))
    return ListView(head, "政策", intro, tuple(groups), (), (), "")
