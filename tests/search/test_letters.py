"""The list from A to Z: every entry under its letter, and a matter once."""

from __future__ import annotations

from plugins.model import address_of
from plugins.rules.reader import read
from plugins.search.plan import LISTED, _sort
from plugins.site.site import make_site
from tests.conftest import NOW, TOWN, at


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
