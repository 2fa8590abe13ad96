"""The page that is searched on, the list from A to Z, and what a browser is told of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from xml.sax.saxutils import escape

import orjson

from plugins.model import (
    A_TO_Z,
    SEARCH,
    SECTIONS,
    Guide,
    Location,
    Organization,
    Place,
    SectionId,
    Service,
    category_address,
    count_leaves,
    leaf_address,
    letter_address,
)
from plugins.search.letters import NO_LETTER, initial, spell
from plugins.search.postings import FOLDER
from plugins.search.tables import SYLLABLES, TRADITIONAL
from plugins.site import (
    HOME,
    Artifact,
    CardView,
    GroupView,
    HeadView,
    Leaf,
    Link,
    ListPart,
    Page,
    Site,
    add_json_ld,
    link_to,
    plan_list,
    redirect_page,
)

LETTERS = f"{FOLDER}letters.json"
DESCRIPTION = "opensearch.xml"
SEARCH_FILES = (LETTERS, DESCRIPTION)
LISTED = (Guide, Service, Place, Location, Organization)
"""What the list from A to Z holds."""
WAYS: tuple[SectionId, ...] = ("guides", "services", "activities", "locations", "organizations")
ON_ONE_PAGE = 400
"""Where there is more, each letter has a page of its own."""


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page that is searched on."""

    head: HeadView
    title: str
    """What the page is called."""
    hot: tuple[Link, ...]
    """What is looked for most."""
    ways: tuple[Link, ...]
    """Ways to look where nothing is found."""


@dataclass(frozen=True, slots=True)
class LettersView:
    """The list from A to Z, or one letter of it."""

    head: HeadView
    title: str
    """What the page is called."""
    intro: str
    """How to use it."""
    letters: tuple[Link, ...]
    """The letters there are; those of this page lead to its parts."""
    groups: tuple[GroupView, ...]
    """The entries under each letter."""
    pages: tuple[Link, ...]
    """The pages of a long letter."""


def plan_search(site: Site) -> Iterator[Page]:
    """The search page and the list from A to Z."""
    yield from add_json_ld(_plan(site), site)


def make_files(site: Site) -> Iterator[Artifact]:
    """How characters are read, and the search as a browser offers it (OpenSearch 1.1)."""
    found = {"syllables": SYLLABLES.split("\n")[:-1], "traditional": TRADITIONAL.split("\n")[:-1]}
    yield Artifact(LETTERS, orjson.dumps(found))
    yield Artifact(DESCRIPTION, _describe(site).encode())


def _describe(site: Site) -> str:
    name = escape(site.sources.community.name)
    address = escape(f"{site.url}{SEARCH}?q={{searchTerms}}", {'"': "&quot;"})
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{name[:16]}</ShortName>\n<Description>在{name}的网站上找</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n<Language>zh-CN</Language>\n"
        f'<Url type="text/html" template="{address}"/>\n</OpenSearchDescription>\n'
    )


def _plan(site: Site) -> Iterator[Page]:
    yield Page(SEARCH, "search.html", partial(_view_search, site), indexed=False)
    by_letter = _sort(site)
    if sum(map(len, by_letter.values())) <= ON_ONE_PAGE:
        yield Page(A_TO_Z, "letters.html", partial(_view_all, by_letter))
        return
    yield Page(A_TO_Z, "letters.html", partial(_view_letters, by_letter))
    for letter, entries in by_letter.items():
        part = ListPart(letter, entries, _as_it_is, _anchor(letter))
        view = partial(_view_letter, letter, _links(by_letter))
        first = letter_address(letter)
        yield from plan_list(first, "letters.html", (part,), view, ON_ONE_PAGE)
        for n in range(2, count_leaves(entries, ON_ONE_PAGE) + 1):
            yield redirect_page(f"{first}{n}/", Link(f"按拼音找：{letter}（第 {n} 页）", leaf_address(first, n)))


def _as_it_is(entry: CardView) -> CardView:
    return entry


def _sort(site: Site) -> dict[str, list[CardView]]:
    """What is listed, by letter, in the order in which it is read; a matter once, though a service and its guide tell of it."""
    told = site.sources.guide_telling
    entries = [e for model in LISTED for e in site.sources.of(model) if not (isinstance(e, Service) and e.id in told)]
    said = sorted((initial(entry.called), spell(entry.called), link_to(entry).url, entry) for entry in entries)
    found: dict[str, list[CardView]] = {}
    for letter, _, _, entry in said:
        found.setdefault(letter, []).append(CardView(entry.called, link_to(entry).url, facts=(entry.kind.label,)))
    return {letter: found[letter] for letter in sorted(found, key=lambda one: (one == NO_LETTER, one))}


INTRO = "办事指南、服务、小区、场所和队伍，按拼音的第一个字母排。"


def _view_all(by_letter: dict[str, list[CardView]]) -> LettersView:
    head = HeadView("按拼音找", INTRO, A_TO_Z, "none", (HOME, Link("按拼音找", "")))
    letters = tuple(Link(letter, f"{A_TO_Z}#{_anchor(letter)}") for letter in by_letter)
    groups = tuple(GroupView(letter, tuple(cards), _anchor(letter)) for letter, cards in by_letter.items())
    return LettersView(head, "按拼音找", INTRO, letters, groups, ())


def _view_letters(by_letter: dict[str, list[CardView]]) -> LettersView:
    head = HeadView("按拼音找", INTRO, A_TO_Z, "none", (HOME, Link("按拼音找", "")))
    return LettersView(head, "按拼音找", INTRO, _links(by_letter), (), ())


def _view_letter(letter: str, letters: tuple[Link, ...], leaf: Leaf) -> LettersView:
    title = f"按拼音找：{letter}"
    crumbs = (HOME, Link("按拼音找", A_TO_Z), Link(title, ""))
    head = leaf.name(HeadView(title, INTRO, letter_address(letter), "none", crumbs))
    return LettersView(head, head.title, INTRO, letters, leaf.groups, leaf.pages)


def _links(by_letter: dict[str, list[CardView]]) -> tuple[Link, ...]:
    return tuple(Link(letter, letter_address(letter), f"{len(cards)}") for letter, cards in by_letter.items())


def _anchor(letter: str) -> str:
    return "other" if letter == NO_LETTER else letter.lower()


def _view_search(site: Site) -> SearchView:
    sources = site.sources
    intro = "打几个字，或者打拼音。"
    head = HeadView("找一找", intro, SEARCH, "none", (HOME, Link("找一找", "")), robots="noindex")
    hot = tuple(link_to(sources.guide[slug]) for slug in sources.community.frequent_guides)
    return SearchView(head, "找一找", hot, tuple(_ways(site)))


def _ways(site: Site) -> Iterator[Link]:
    """The list from A to Z, the sections of the menu, and the services by what is to be done."""
    yield Link("按拼音找", A_TO_Z, "从 A 到 Z")
    there = site.sources.sections
    for section in WAYS:
        if section in there:
            yield Link(SECTIONS[section].title, SECTIONS[section].address)
    for category in site.sources.community.categories if "services" in there else ():
        if site.sources.services_by_category.get(category.id):
            yield Link(category.name, category_address(category.id))
