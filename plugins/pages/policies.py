"""Policies: what is in force, since when, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from plugins.model import Policy, address_of
from plugins.pages.article import make_article, make_head
from plugins.pages.news import ListView, UpdateView, list_leaf
from plugins.pages.related import Related
from plugins.site import (
    HOME,
    ArticleView,
    CardView,
    DateView,
    HeadView,
    Leaf,
    Link,
    ListPart,
    Page,
    PeriodView,
    Site,
    StateView,
    card,
    last_update,
    link_to,
    midnight,
    period,
    plan_list,
    policy_end,
    policy_states,
    public_updates,
    show_date,
    show_words,
    span_of,
)

POLICIES = Link("政策", "/policies/")


@dataclass(frozen=True, slots=True)
class PolicyView:
    """One policy, and whether it holds."""

    head: HeadView
    article: ArticleView
    states: tuple[StateView, ...]
    """现行有效, 已失效 …, each while it holds."""
    number: str
    """The number of the document."""
    issuer: str
    """Who issued it."""
    date: DateView
    """When it was published."""
    updated: DateView | None
    """The day of its newest correction; None where there is none."""
    effective: DateView
    """From when on it holds."""
    expires: DateView | None
    """Until when; None where no end is set."""
    applies_to: str
    """Whom it is about."""
    supersedes: tuple[Link, ...]
    """The policies it takes the place of."""
    superseded_by: tuple[Link, ...]
    """The policies that take its place, each with the day from which on."""
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
        yield Page(
            address_of(policy), "policy.html", view, policy.path, (last_update(policy, site) or policy.date).isoformat()
        )
    if "policies" in site.sources.sections:
        yield from plan_list(POLICIES.url, "list.html", _list_by_state(site), _view_policies)


def _view_policy(policy: Policy, site: Site, related: Related, older: Link | None, newer: Link | None) -> PolicyView:
    sources = site.sources
    return PolicyView(
        head=make_head(policy, site, "policies", POLICIES, published=policy.date.isoformat(), source=policy.issuer),
        article=make_article(policy, site, related),
        states=policy_states(policy, site),
        number=policy.number or "",
        issuer=policy.issuer,
        date=show_date(policy.date),
        updated=show_date(newest) if (newest := last_update(policy, site)) else None,
        effective=show_date(policy.effective),
        expires=show_date(policy.expires) if policy.expires else None,
        applies_to=policy.applies_to,
        supersedes=tuple(link_to(sources.policy[p]) for p in policy.supersedes if p in sources.policy),
        superseded_by=tuple(
            link_to(p, f"从 {show_date(p.effective).words} 起") for p in sources.superseding.get(policy.slug, ())
        ),
        source_url=policy.source_url or "",
        updates=tuple(UpdateView(show_date(u.date), show_words(u.note, site)) for u in public_updates(policy, site)),
        previous=older,
        next=newer,
    )


def _view_policies(leaf: Leaf) -> ListView:
    intro = "社区和街道的规定、办法和公约，说清楚对您有什么用。"
    head = HeadView("政策", intro, "/policies/", "policies", (HOME, Link("政策", "")))
    return list_leaf(leaf, head, intro)


SEEN_BEFORE = timedelta(days=100)
"""A reader's clock may be late: so long a policy still stands, unseen, in the part it has left."""


def _list_by_state(site: Site) -> tuple[ListPart[tuple[Policy, PeriodView]], ...]:
    """What is to come, what holds and what does not any more; a policy stands in each part while it belongs there."""
    parts: dict[str, list[tuple[Policy, PeriodView]]] = {"to-come": [], "in-force": [], "lapsed": []}
    for policy in site.sources.policies:
        effective, (end, _, _) = midnight(policy.effective), policy_end(policy, site)
        begins = min(effective, end) if end else effective
        for part, since, until in (("to-come", None, begins), ("in-force", begins, end), ("lapsed", end, None)):
            there = since or part == "to-come"
            if there and since != until and (until is None or until > site.now - SEEN_BEFORE):
                parts[part].append((policy, period(site.now, since, until)))

    def show(row: tuple[Policy, PeriodView]) -> CardView:
        return replace(card(row[0], site), period=row[1])

    titles = ("将要生效", "现行有效", "已失效或被替代")
    return tuple(
        ListPart(title, rows, show, anchor, period=span_of((held for _, held in rows), site.now))
        for title, (anchor, rows) in zip(titles, parts.items(), strict=True)
        if rows
    )
