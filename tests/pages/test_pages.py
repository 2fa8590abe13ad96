"""Every page of every example site keeps the promises every page makes."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit
from xml.etree import ElementTree as ET

import pytest

from plugins.model import address_of
from plugins.rules import read
from plugins.site import make_site
from tests.conftest import TOWN, at
from tests.pages.conftest import AS_OF, BuiltPage, BuiltSite, build

_FIRST_CLASS = re.compile(r"(?:^|[{},(])[^{},.()]*\.([a-z][\w-]*)")
"""A selector's; further ones say in what the first stands, or what stands in it."""

Fault = Callable[[BuiltPage, BuiltSite], list[str]]


def one_h1(page: BuiltPage, site: BuiltSite) -> list[str]:
    """Exactly one h1, with words."""
    found = page.texts("//h1")
    return [] if len(found) == 1 and found[0] else [f"h1: {found}"]


def heading_order(page: BuiltPage, site: BuiltSite) -> list[str]:
    """No heading level is skipped on the way down."""
    levels = [int(h.tag[1]) for h in page.tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    return [f"h{a} then h{b}" for a, b in zip([0, *levels], levels, strict=False) if b > a + 1]


def landmarks(page: BuiltPage, site: BuiltSite) -> list[str]:
    """One header, main and footer, and a named nav."""
    body = page.tree.xpath("/html/body")[0]
    faults = [
        f"{tag}: {n}"
        for tag in ("main", "header", "footer")
        if (n := len(body.xpath(f".//{tag}[not(ancestor::main)]"))) != 1
    ]
    names = [n.get("aria-label") or n.get("aria-labelledby") for n in body.xpath(".//nav")]
    return faults + ([] if names and all(names) and len(set(names)) == len(names) else [f"nav: {names}"])


def language(page: BuiltPage, site: BuiltSite) -> list[str]:
    """The page says it is Simplified Chinese, in UTF-8, for small screens."""
    tree = page.tree
    wanted = {
        "lang": tree.xpath("/html/@lang") == ["zh-Hans-CN"],
        "charset": tree.xpath("//meta/@charset") in (["utf-8"], ["UTF-8"]),
        "viewport": bool(tree.xpath("//meta[@name='viewport']")),
    }
    return [name for name, there in wanted.items() if not there]


def own_theme(page: BuiltPage, site: BuiltSite) -> list[str]:
    """Our style sheet, and no word of Pelican's themes."""
    styles = page.tree.xpath("//link[@rel='stylesheet']/@href")
    own = r"/theme/site\.[0-9a-f]{12}\.css( /theme/[a-z]+\.[0-9a-f]{12}\.css)*"
    faults = [] if re.fullmatch(own, " ".join(styles)) else [f"{styles}"]
    return faults + re.findall(r"Proudly powered by|notmyidea|Powered by.{0,40}Pelican", page.text)


def styled(page: BuiltPage, site: BuiltSite) -> list[str]:
    """A class that some sheet speaks of is spoken of by one that the page loads."""
    every = classes_by_sheet(site.folder)
    loaded = {link.rpartition("/")[2] for link in page.tree.xpath("//link[@rel='stylesheet']/@href")}
    known = {name for sheet in loaded for name in every[sheet]}
    other = {name for names in every.values() for name in names} - known
    return sorted({name for words in page.tree.xpath("//@class") for name in words.split()} & other)


@cache
def classes_by_sheet(folder: Path) -> dict[str, set[str]]:
    sheets = (folder / "theme").glob("*.css")
    return {sheet.name: set(_FIRST_CLASS.findall(sheet.read_text("utf-8"))) for sheet in sheets}


def titles(page: BuiltPage, site: BuiltSite) -> list[str]:
    """A title and a description with words."""
    title = page.texts("//head/title")
    description = page.tree.xpath("//meta[@name='description']/@content")
    return [] if title and title[0] and description and description[0].strip() else [f"{title} {description}"]


def links_resolve(page: BuiltPage, site: BuiltSite) -> list[str]:
    """Every internal link, picture, style and anchor is there, exact in case."""
    faults = []
    for link in page.tree.xpath("//@href|//@src"):
        target = urlsplit(link)
        if target.scheme or target.netloc:
            continue
        file = site.find(page.address, urldefrag(link).url or page.address)
        if file is None:
            faults.append(link)
        elif target.fragment and file.suffix == ".html":
            address = "/" + file.relative_to(site.folder).as_posix().removesuffix("index.html")
            if unquote(target.fragment) not in site.pages[address].tree.xpath("//@id"):
                faults.append(link)
    return faults


def unique_ids(page: BuiltPage, site: BuiltSite) -> list[str]:
    """No id stands twice."""
    ids = page.tree.xpath("//@id")
    return sorted({i for i in ids if ids.count(i) > 1})


def nothing_inline(page: BuiltPage, site: BuiltSite) -> list[str]:
    """No inline script, style or handler: a strict Content-Security-Policy holds. A data block runs nothing."""
    tree = page.tree
    faults = [s.text_content()[:40] for s in tree.xpath("//script[not(@src or @type='application/ld+json')] | //style")]
    return faults + tree.xpath("//@style") + list(tree.xpath("//@*[starts-with(name(), 'on')]"))


def own_host(page: BuiltPage, site: BuiltSite) -> list[str]:
    """Nothing is loaded from another host."""
    loaded = page.tree.xpath(
        "//script/@src | //img/@src | //img/@srcset | //link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href | //iframe/@src | //source/@srcset"
    )
    return [link for link in loaded if urlsplit(link).scheme or urlsplit(link).netloc]


def pictures_speak(page: BuiltPage, site: BuiltSite) -> list[str]:
    """Every picture has an alt attribute and its size."""
    return [
        i.get("src")
        for i in page.tree.xpath("//img")
        if i.get("alt") is None or not i.get("width") or not i.get("height")
    ]


def phones_dial(page: BuiltPage, site: BuiltSite) -> list[str]:
    """Every tel: link holds a number that can be dialled."""
    return [
        h
        for h in page.tree.xpath("//a/@href[starts-with(., 'tel:')]")
        if not re.fullmatch(r"tel:\+?\d[\d-]{2,18}(,\d{1,8})?", h)
    ]


def no_leftovers(page: BuiltPage, site: BuiltSite) -> list[str]:
    """No Python or template word has leaked into the text."""
    text = "".join(page.tree.xpath("//text()[not(parent::script[@type='application/ld+json'])]"))
    return re.findall(r"\bNone\b|\{\{|\}\}|\{%|Markup\(|datetime\.|\bundefined\b|<[a-z.]+View", text)


def menu_says_where(page: BuiltPage, site: BuiltSite) -> list[str]:
    """At most one entry of the menu is marked, as `page` where it leads to the page itself and only there."""
    entries = [(a.get("href"), a.get("aria-current")) for a in page.tree.xpath("//nav[@id='menu']//a")]
    marked = [f"{href}: {mark}" for href, mark in entries if mark]
    wrong = [f"{href}: {mark}" for href, mark in entries if (mark == "page") != (href == page.address)]
    return wrong + (marked if len(marked) > 1 else [])


FAULTS: tuple[Fault, ...] = (
    one_h1, heading_order, landmarks, language, own_theme, styled, titles, links_resolve, unique_ids,
    nothing_inline, own_host, pictures_speak, phones_dial, no_leftovers, menu_says_where,
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.__name__)
def test_every_page(built: BuiltSite, fault: Fault) -> None:
    found = {address: faults for address, page in built.pages.items() if (faults := fault(page, built))}
    if fault in (landmarks, language, own_theme):
        found = {a: f for a, f in found.items() if "http-equiv" not in built.pages[a].text}
    assert not found


PLANTS = {
    one_h1: ("<h1", "<h2"),
    heading_order: ("</main>", "<h6>x</h6></main>"),
    landmarks: ("<main", "<section"),
    language: ('lang="zh-Hans-CN"', 'lang="en"'),
    own_theme: ("/theme/site.", "/theme/css/"),
    styled: ("</main>", "<p class='poster'>x</p></main>"),
    titles: ('name="description"', 'name="nothing"'),
    links_resolve: ("</main>", '<a href="/News/">x</a></main>'),
    unique_ids: ("</main>", "<p id='a'></p><p id='a'></p></main>"),
    nothing_inline: ("</main>", "<p style='color:red'>x</p></main>"),
    own_host: ("</main>", "<img src='https://cdn.example.org/x.png' alt='' width='1' height='1'></main>"),
    pictures_speak: ("</main>", "<img src='/images/tree.svg'></main>"),
    phones_dial: ("</main>", "<a href='tel:打电话'>x</a></main>"),
    no_leftovers: ("</main>", "<p>None</p></main>"),
    menu_says_where: ('aria-current="page"', 'aria-current="true"'),
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.__name__)
def test_the_check_sees_a_planted_fault(built: BuiltSite, fault: Fault, tmp_path: object) -> None:
    page = built.pages["/guides/"]
    before, after = PLANTS[fault]
    assert before in page.text
    text = page.text.replace(before, after)
    if before == "<main":
        text = text.replace("</main>", "</section>")
    planted = BuiltPage(page.address, page.file, text, load_text(text))
    assert fault(planted, built.having(planted))


def load_text(text: str) -> object:
    from lxml import html

    return html.document_fromstring(text.encode())


def test_over_150_pages(town: BuiltSite) -> None:
    assert len(town.pages) > 150


def test_every_kind_has_pages(town: BuiltSite) -> None:
    wanted = {
        r"/news/\d{4}/[^/]+/": 24, r"/activities/\d{4}/[^/]+/": 16, r"/policies/[^/]+/": 8, r"/guides/[^/]+/": 14,
        r"/services/[^/]+/": 20, r"/locations/[^/]+/": 14, r"/places/[^/]+/": 6, r"/places/[^/]+/[^/]+/": 34,
        r"/grids/[^/]+/": 10,
        r"/organizations/[^/]+/": 18, r"/rosters/[^/]+/": 6, r"/columns/[^/]+/": 4, r"/tags/[^/]+/": 5,
        r"/news/\d{4}/": 3, r"/services/category/[^/]+/": 8, r"/services/audience/[^/]+/": 6,
        r"/(about|contact|accessibility|privacy|contribute)/": 5,
    }  # fmt: skip
    counts = {pattern: sum(bool(re.fullmatch(pattern, a)) for a in town.pages) for pattern in wanted}
    assert {p: c for p, c in counts.items() if c < wanted[p]} == {}


def test_no_file_of_pelicans_own_is_written(built: BuiltSite) -> None:
    names = {f.relative_to(built.folder).as_posix() for f in built.folder.rglob("*") if f.is_file()}
    assert not names & {"archives.html", "authors.html", "categories.html", "tags.html"}
    assert not [n for n in names if n.startswith(("author/", "category/", "theme/css"))]


def test_a_phone_stands_on_every_page_that_shows_its_location(town: BuiltSite) -> None:
    """One line of locations.yaml: the window's own page, its guides and its services show the same number."""
    window = town.pages["/locations/window-civil-affairs/"]
    numbers = window.tree.xpath("//main//a/@href[starts-with(., 'tel:')]")
    assert numbers
    linked = [
        a
        for a, p in town.pages.items()
        if re.match(r"/(guides|services)/[^/]+/$", a) and "/locations/window-civil-affairs/" in p.text
    ]
    assert len(linked) > 3
    assert [a for a in linked if numbers[0] not in town.pages[a].text] == []


def test_guides_answer_where_when_what_and_whom(built: BuiltSite) -> None:
    for address, page in built.pages.items():
        if re.fullmatch(r"/guides/[^/]+/", address):
            text = page.tree.text_content()
            missing = [w for w in ("怎样办", "办理时限", "收费", "设定依据", "监督投诉") if w not in text]
            assert not missing, (address, missing)
            assert page.tree.xpath("//main//a[starts-with(@href, 'tel:')]"), address


def test_sample_data_is_marked_where_it_stands(built: BuiltSite, content: Path) -> None:
    sources = read(content).sources
    assert sources
    samples = [address_of(e) for e in sources.entries() if e.sample and address_of(e) in built.pages]
    assert content != TOWN or len(samples) > 50
    assert [a for a in samples if "示例数据" not in built.pages[a].tree.text_content()] == []


def test_feeds_are_atom_with_entries(built: BuiltSite, content: Path) -> None:
    sources = read(content).sources
    assert sources
    sources = make_site(sources, at(AS_OF)).sources
    told = {"all": len(sources.news)} | {
        c.id: sum(n.column == c.id for n in sources.news) for c in sources.community.columns
    }
    told |= {kind: len(entries) for kind in ("films", "notes") if (entries := sources.more.get(kind, ()))}
    atom = "{http://www.w3.org/2005/Atom}"
    feeds = sorted((built.folder / "feeds").glob("*.atom"))
    assert [f.stem for f in feeds] == sorted(told)
    for file in feeds:
        root = ET.parse(file).getroot()
        entries = root.findall(f"{atom}entry")
        assert root.tag == f"{atom}feed" and root.findtext(f"{atom}id") and root.findtext(f"{atom}updated")
        assert bool(entries) == bool(told[file.stem])
        assert all(e.findtext(f"{atom}id") and e.findtext(f"{atom}updated") for e in entries)


def test_the_sitemap_lists_every_page_once(built: BuiltSite) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ET.parse(built.folder / "sitemap.xml").getroot()
    listed = [urlsplit(loc.text or "").path for loc in root.iter(f"{space}loc")]
    indexed = [
        a
        for a, p in built.pages.items()
        if not p.tree.xpath("//meta[@name='robots' and contains(@content, 'noindex')]")
    ]
    assert sorted(listed) == sorted(indexed)


def test_a_text_page_fits_the_first_round_trip(built: BuiltSite) -> None:
    """HTML and CSS of a text page at most 14 KB over the wire (standards: weight)."""
    css = next((built.folder / "theme").glob("site.*.css")).read_bytes()
    sizes = {a: len(gzip.compress(p.text.encode())) + len(gzip.compress(css)) for a, p in built.pages.items()}
    heavy = {
        a: s
        for a, s in sizes.items()
        if s > 14 * 1024 and re.match(r"/(news/\d+/.|guides/.|policies/.|services/[^/]+/$)", a)
    }
    assert not heavy


def test_a_redirect_leads_to_its_page(built: BuiltSite) -> None:
    leads = "//meta[@http-equiv='refresh'][starts-with(@content, '0;')]/@content"
    redirects = {page.address: found for page in built.pages.values() if (found := page.tree.xpath(leads))}
    assert redirects
    for address, (content,) in redirects.items():
        assert built.find(address, content.split("url=")[1])


def test_the_site_works_below_a_path(content: Path, tmp_path: Path) -> None:
    """Project pages: every internal link starts with the path."""
    url = "https://name.example.org/below"
    site = build(content, tmp_path / "output", url=url)
    wrong = {
        a: bad
        for a, p in site.pages.items()
        if (bad := [x for x in p.tree.xpath("//@href|//@src") if x.startswith("/") and not x.startswith("/below/")])
    }
    assert not wrong


def test_what_leads_to_a_part_is_there_as_long_as_the_part(town: BuiltSite) -> None:
    times = ("data-from", "data-until", "hidden")
    for address in ("/activities/past/", "/policies/"):
        tree = town.pages[address].tree
        for link in tree.xpath('//nav[@class="jump"]//a[starts-with(@href, "#")]'):
            part = tree.xpath(f'//*[@id="{link.get("href")[1:]}"]')[0]
            assert {n: link.getparent().get(n) for n in times} == {n: part.get(n) for n in times}, address
