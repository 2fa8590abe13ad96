"""The lock on every page: one policy, in the head before anything it governs, in the headers, and nothing that needs it looser."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from lxml import html

from plugins.assets.bundle import gather_assets
from plugins.incremental.render import Templates, make_environment, render
from plugins.model.sources import Sources
from plugins.site.bodies import show_body
from plugins.site.frame import make_frame
from plugins.site.maps import make_maps
from plugins.site.page import Page
from plugins.site.security import page_policy, security_headers
from plugins.site.site import Site, make_site
from tests.conftest import ROOT, Change, at

UNSAFE = re.compile(r"unsafe-|\*|data:|blob:|https?:")


@pytest.fixture(scope="module")
def rendered(pages: dict[str, Page], site: Site) -> dict[str, str]:
    """One page of every template."""
    assets = gather_assets(ROOT / "theme")
    frame = make_frame(site, assets.css, assets.js, assets.scripts, assets.sheets)
    environment = make_environment(Templates(ROOT / "theme"))
    kinds = {page.template: page for page in pages.values()}
    return {name: render(environment, name, page.view, frame) for name, page in kinds.items()}


def test_every_template_is_looked_at(rendered: dict[str, str]) -> None:
    made = {f.name for f in (ROOT / "theme" / "templates").glob("*.html")} - {
        "base.html",
        "blank_page.html",
        "document.html",
    }
    assert rendered.keys() == made


def test_every_page_has_the_policy_before_what_it_governs(rendered: dict[str, str]) -> None:
    for name, text in rendered.items():
        head = html.document_fromstring(text).find("head")
        assert head is not None
        first = [(e.tag, e.get("http-equiv") or e.get("charset") or e.get("name")) for e in head][:3]
        assert first == [("meta", "utf-8"), ("meta", "Content-Security-Policy"), ("meta", "referrer")], name
        assert [e.get("content") for e in head.xpath("meta[@http-equiv='Content-Security-Policy']")] == [page_policy()]


def test_nothing_on_a_page_needs_a_looser_policy(rendered: dict[str, str]) -> None:
    for name, text in rendered.items():
        tree = html.document_fromstring(text)
        assert tree.xpath("//style|//script[not(@src) and not(@type='application/ld+json')]") == [], name
        assert [a for e in tree.iter("*") for a in dict(e.attrib) if a == "style" or a.startswith("on")] == [], name
        outside = tree.xpath("//*[@src]/@src|//link[@rel!='canonical' and @rel!='alternate']/@href")
        assert [a for a in outside if not a.startswith("/") or a.startswith("//")] == [], name


def test_pictures_of_the_theme_run_and_fetch_nothing() -> None:
    for file in (ROOT / "theme" / "static" / "img").glob("*.svg"):
        text = file.read_text("utf-8")
        assert not re.search(r"<script|<style|\son\w+=|\sstyle=|<foreignObject|<image|href=\"(?!#)|url\((?!#)", text), (
            file
        )


def test_the_policy_allows_nothing_unsafe() -> None:
    policy = page_policy()
    assert policy.startswith("default-src 'none'; base-uri 'none'; ")
    assert not UNSAFE.search(policy)
    assert "frame-ancestors" not in policy, "a browser warns of it in a meta element"


def test_the_header_is_the_page_policy_and_more() -> None:
    headers = security_headers("https://example.org")
    assert headers["Content-Security-Policy"].startswith(page_policy())
    assert headers["Content-Security-Policy"].endswith("; frame-ancestors 'none'; upgrade-insecure-requests")
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


def test_only_https_promises_https() -> None:
    headers = security_headers("http://127.0.0.1:8000")
    assert "Strict-Transport-Security" not in headers
    assert "upgrade-insecure-requests" not in headers["Content-Security-Policy"]


def read_security_txt(site: Site) -> dict[str, str]:
    found = [a.data.decode() for a in make_maps(site, ()) if a.file == ".well-known/security.txt"]
    assert len(found) <= 1
    return dict(line.split(": ", 1) for text in found for line in text.splitlines())


def test_security_txt_says_whom_to_write_to_and_until_when(site: Site) -> None:
    fields = read_security_txt(site)
    assert fields["Contact"] == "mailto:service@example.org"
    assert fields["Canonical"] == "https://spruce.example.org/.well-known/security.txt"
    assert fields["Expires"] == "2027-11-01T00:00:00+08:00"


@pytest.mark.parametrize("now", ["2026-01-01 00:00", "2026-12-31 23:59", "2028-02-29 12:00"])
def test_security_txt_is_good_for_a_year_at_most(sources: Sources, now: str) -> None:
    expires = datetime.fromisoformat(read_security_txt(make_site(sources, at(now)))["Expires"])
    assert 300 < (expires - at(now)).days <= 366


def test_without_an_address_the_telephone_is_named(changed: Callable[[Change], Sources]) -> None:
    sources = changed({"data/community.yaml": ("email: service@example.org\n", "")})
    assert read_security_txt(make_site(sources, at("2026-11-23")))["Contact"] == "tel:+86-755-5550-0100"


def test_below_a_path_there_is_no_security_txt(sources: Sources) -> None:
    assert read_security_txt(make_site(sources, at("2026-11-23"), "https://example.org/kangle")) == {}


def test_links_to_other_sites_are_marked(site: Site) -> None:
    prose = site.sources.guides[0].body
    body = '<p><a href="https://example.org/" title="x">一</a> <a href="/guides/">二</a> <a href="tel:110">三</a></p>'
    shown = show_body(replace(prose, html=body), site)
    assert [a.get("rel") for a in html.fragment_fromstring(shown).iter("a")] == ["noopener", None, None]
