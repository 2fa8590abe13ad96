"""一次带齐: several matters, one list of what to bring; hides what the browser is told of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from plugins.model import BRING, BRING_INDEX, Guide, address_of, brings_together, paper_key
from plugins.pages.feeds import make_feeds
from plugins.pages.guides import GUIDES, MaterialView, list_by_category, view_material
from plugins.site import HOME, Artifact, HeadView, Leaf, Link, Page, Site, plan_list


@dataclass(frozen=True, slots=True)
class MatterView:
    """One thing to get done, and what it asks for."""

    id: str
    """Its name in the address of the list."""
    guide: Link
    """How it is done."""
    materials: tuple[MaterialView, ...]
    """What to bring; none where nothing is asked for."""


@dataclass(frozen=True, slots=True)
class MatterGroup:
    """Matters of one kind."""

    title: str
    """What kind."""
    id: str
    """Its anchor on the page."""
    matters: tuple[MatterView, ...]
    """The matters."""


@dataclass(frozen=True, slots=True)
class BringView:
    """The page on which a resident chooses several matters and gets one list."""

    head: HeadView
    title: str
    """The page's heading."""
    intro: str
    """One sentence below it."""
    index: str
    """The file the script reads."""
    groups: tuple[MatterGroup, ...]
    """The matters to choose from."""
    parts: tuple[Link, ...]
    """Where each kind begins, where there are several pages."""
    pages: tuple[Link, ...]
    """The pages of a long list: what is chosen on one is carried to the others."""


def plan_bring(site: Site) -> Iterator[Page]:
    """The page, where there are two matters or more."""
    if brings_together(site.sources):
        yield from plan_list(BRING, "bring.html", list_by_category(site), _view_bring)


def make_files(site: Site) -> Iterator[Artifact]:
    """Every file beside the pages: feeds, and what the browser asks for."""
    yield from make_feeds(site)
    yield from make_papers(site)


def make_papers(site: Site) -> Iterator[Artifact]:
    """What each matter asks for, with one number for each paper however it is called."""
    if not brings_together(site.sources):
        return
    papers = site.sources.community.papers
    numbers: dict[str, int] = {}
    rows = []
    for guide in site.sources.guides:
        wants = [
            (
                numbers.setdefault(paper_key(m.name, papers), len(numbers)),
                m.name,
                m.original,
                m.copies,
                m.when or "",
                m.note or "",
            )
            for m in guide.materials
        ]
        rows.append((guide.slug, guide.title, site.root + address_of(guide), wants))
    yield Artifact(BRING_INDEX.lstrip("/"), orjson.dumps(rows))


def _view_bring(leaf: Leaf) -> BringView:
    intro = "要办的事不止一件？勾一勾，合成一张清单：同样的材料只列一次，出门前照着收拾，一趟办完。"
    head = leaf.name(HeadView("一次带齐", intro, BRING, "guides", (HOME, GUIDES, Link("一次带齐", ""))))
    return BringView(
        head=head,
        title=head.title,
        intro=intro,
        index=BRING_INDEX,
        groups=tuple(
            MatterGroup(part.title, part.id, tuple(_view_matter(guide) for guide in part.entries[start:end]))
            for part, start, end in leaf.sheet
        ),
        parts=leaf.parts,
        pages=leaf.pages,
    )


def _view_matter(guide: Guide) -> MatterView:
    link = Link(guide.title, address_of(guide))
    return MatterView(guide.slug, link, tuple(view_material(m) for m in guide.materials))
