"""The list from A to Z: every entry under its letter, and a matter once."""

from __future__ import annotations

from dataclasses import replace

from plugins.model import address_of
from plugins.rules.reader import read
from plugins.search.plan import LISTED, ON_ONE_PAGE, _sort
from plugins.site.site import make_site
from tests.conftest import NOW, TOWN, at, plan


def test_a_matter_that_a_guide_tells_is_listed_once() -> None:
    """By the guide; a service that is called otherwise, or has none, has its own place."""
    sources = read(TOWN).sources
    assert sources
    listed = [card.url for cards in _sort(make_site(sources, at(NOW))).values() for card in cards]
    everything = {address_of(entry) for model in LISTED for entry in sources.of(model)}
    missing = everything - set(listed)
    assert len(listed) == len(set(listed))
    assert "/guides/bus-pass/" in listed and "/services/bus-pass/" in missing
    assert "/services/security-patrol/" in listed and "/services/library-lending/" in listed
    assert all(address.startswith("/services/") for address in missing)
    titles = {guide.services[0]: guide.title for guide in sources.guides}
    for address in missing:
        service = sources.service[address.split("/")[2]]
        assert service.name in titles[service.id]


def test_where_the_later_pages_of_a_letter_once_stood_leads_on() -> None:
    sources = read(TOWN).sources
    assert sources
    like = sources.organizations[0]
    many = tuple(like.model_copy(update={"id": f"team-{n}", "name": f"下棋{n}队"}) for n in range(ON_ONE_PAGE + 1))
    pages = plan(make_site(replace(sources, organizations=(*sources.organizations, *many)), at(NOW)))
    old = pages["/pinyin/x/2/"]
    assert (old.template, old.view.target.url) == ("redirect.html", "/pinyin/x/page/2/")
    assert "/pinyin/x/page/2/" in pages
    assert "/pinyin/x/3/" not in pages
