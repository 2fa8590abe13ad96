"""办事指南: what to bring, where to go, when it is open, whom to call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from plugins.model import BRING, Guide, Material, address_of, brings_together
from plugins.pages.article import make_article, make_head
from plugins.pages.eligibility import draw_questions
from plugins.pages.forms import link_forms
from plugins.pages.news import ListView, list_leaf
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
    LocationBrief,
    Page,
    PhoneView,
    Site,
    StateView,
    audience_names,
    brief,
    card,
    guide_states,
    link_to,
    plan_list,
    show_complaints,
    show_date,
    show_words,
)

GUIDES = Link("办事指南", "/guides/")


@dataclass(frozen=True, slots=True)
class MaterialView:
    """Something to bring."""

    name: str
    """What to bring."""
    form: str
    """Original, copies, or only to show."""
    when: str
    """In what case only it is asked for; empty where it always is."""
    note: str
    """What to mind; may be empty."""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question that is often asked."""

    question: str
    """As people ask it."""
    answer: str
    """What to know."""


@dataclass(frozen=True, slots=True)
class GuideView:
    """How to get one thing done: what to bring, where to go, how long it takes."""

    head: HeadView
    article: ArticleView
    services: tuple[Link, ...]
    """The services it is a guide to."""
    audience: tuple[str, ...]
    """Whom it is of use to."""
    applicants: str
    """Who may apply."""
    conditions: tuple[str, ...]
    """What must be true of them."""
    eligible: Markup
    """The questions by which one finds out; empty where nothing is asked."""
    materials: tuple[MaterialView, ...]
    """What to bring."""
    bring: Link | None
    """The list of this and other matters together; None where there is none."""
    steps: tuple[str, ...]
    """What to do, one after the other."""
    time_limit: str
    """How long it may take."""
    fee: str
    """What it costs."""
    visits: str
    """How often one has to come."""
    legal_basis: tuple[str, ...]
    """The rules it rests on."""
    windows: tuple[LocationBrief, ...]
    """Where to go."""
    states: tuple[StateView, ...]
    """能网办, or 只到窗口."""
    online_url: str
    """Where it can be done online; empty where it cannot."""
    blanks: tuple[Link, ...]
    """Forms to fill in on the site."""
    forms: tuple[Link, ...]
    """Forms to download."""
    faq: tuple[QuestionView, ...]
    """Questions that are often asked."""
    complaints: PhoneView
    """The number for complaints."""
    reviewed: DateView
    """When it was last checked."""
    review_due: str
    """A warning where it should have been checked again by now; else empty."""
    owner: str
    """Who checks it."""
    missing: str
    """What a guide must say and this one cannot yet; empty where it says all."""
    previous: Link | None
    """The guide before this one."""
    next: Link | None
    """The guide after this one."""


def plan_guides(site: Site, related: Related) -> Iterator[Page]:
    """Every guide, and the list by category of its services."""
    guides = site.sources.guides
    for i, guide in enumerate(guides):
        previous = link_to(guides[i - 1]) if i else None
        following = link_to(guides[i + 1]) if i + 1 < len(guides) else None
        view = partial(_view_guide, guide, site, related, previous, following)
        yield Page(address_of(guide), "guide.html", view, guide.path)
    if "guides" in site.sources.sections:
        yield from plan_list(GUIDES.url, "list.html", list_by_category(site), partial(_view_guides, site))


def _view_guide(guide: Guide, site: Site, related: Related, previous: Link | None, following: Link | None) -> GuideView:
    sources = site.sources
    due = guide.reviewed + relativedelta(months=guide.review_months)
    return GuideView(
        head=make_head(guide, site, "guides", GUIDES),
        article=make_article(guide, site, related),
        services=tuple(link_to(sources.service[s]) for s in guide.services),
        audience=audience_names(guide.audience, site),
        applicants="、".join(guide.applicants),
        conditions=tuple(show_words(c, site) for c in guide.conditions),
        eligible=draw_questions(guide.eligible, site),
        materials=tuple(view_material(m) for m in guide.materials),
        bring=_link_bring(guide, site),
        steps=tuple(show_words(s, site) for s in guide.steps),
        time_limit=guide.time_limit,
        fee=guide.fee,
        visits=f"{guide.visits} 次" if guide.visits else "不用到现场",
        legal_basis=guide.legal_basis,
        windows=tuple(brief(sources.location[i], site) for i in guide.locations),
        states=guide_states(guide),
        online_url=guide.online_url or "",
        blanks=link_forms(guide, site),
        forms=tuple(Link(f.name, f"/{f.file}") for f in guide.forms),
        faq=tuple(QuestionView(q.question, show_words(q.answer, site)) for q in guide.faq),
        complaints=show_complaints(sources.community),
        reviewed=show_date(guide.reviewed),
        review_due=""
        if due >= site.today
        else f"这份指南在 {show_date(due).words} 前应当重新核对，去之前请先打电话问一问。",
        owner=guide.owner,
        missing=_missing(guide, site),
        previous=previous,
        next=following,
    )


def view_material(material: Material) -> MaterialView:
    """A paper with what is wanted of it, in words."""
    copies = f"复印件 {material.copies} 份" if material.copies else ""
    words = [w for w in ("原件" if material.original else "", copies) if w]
    return MaterialView(material.name, "，".join(words) or "出示即可", material.when or "", material.note or "")


def _link_bring(guide: Guide, site: Site) -> Link | None:
    there = guide.materials and brings_together(site.sources)
    return Link("还要办别的事？合成一张清单，一次带齐", BRING, guide.slug) if there else None


def _missing(guide: Guide, site: Site) -> str:
    """Which of the twelve required elements of a service guide the page cannot tell; the model requires ten."""
    windows = [site.sources.location[i] for i in guide.locations]
    has_phone = any(w.phones for w in windows)
    has_hours = any(w.hours for w in windows)
    missing = [name for name, there in (("咨询电话", has_phone), ("办理时间", has_hours)) if not there]
    return f"还缺{'、'.join(missing)}" if missing else ""


def _show_line(guide: Guide, site: Site) -> CardView:
    """Its name, how long it takes and what it costs: sixteen guides with all they say are ten screens of a phone."""
    return replace(card(guide, site), summary="", label="", image=None)


def list_by_category(site: Site) -> tuple[ListPart[Guide], ...]:
    """Every guide, by the category of its first service."""
    services = site.sources.service
    found: dict[str, list[Guide]] = {}
    for guide in site.sources.guides:
        found.setdefault(services[guide.services[0]].category, []).append(guide)
    categories = (c for c in site.sources.community.categories if c.id in found)
    return tuple(ListPart(c.name, found[c.id], partial(_show_line, site=site), c.id) for c in categories)


def _view_guides(site: Site, leaf: Leaf) -> ListView:
    intro = "办一件事要带什么、去哪个窗口、多久办好、打哪个电话。"
    head = HeadView("办事指南", intro, "/guides/", "guides", (HOME, Link("办事指南", "")))
    return list_leaf(leaf, head, intro, f"共 {len(site.sources.guides)} 份", "lines")
