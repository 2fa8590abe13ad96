"""An address that is nobody's is told by check and stops a release."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from pydantic import ValidationError

from plugins.calendars.calendars import make_calendars
from plugins.commands.check import inspect
from plugins.failure import OutputError
from plugins.model import Discussion
from plugins.pages.feeds import make_feeds
from plugins.publish.gates import check
from plugins.rules import is_example, is_unreachable
from plugins.rules.reader import read
from plugins.site.site import make_site
from tests.conftest import EXAMPLE, NOW, at, change_site
from tests.links.built import build

COMMUNITY = "data/community.yaml"
URL = "url: https://spruce.example.org"


@pytest.mark.parametrize(
    ("url", "nobodys"),
    [
        ("https://example.org", True),
        ("https://a.b.example.com/x", True),
        ("http://EXAMPLE.net:8000/", True),
        ("https://spruce.example", True),
        ("https://example.org.", True),
        ("https://spruce.invalid/", True),
        ("https://my-example.org", False),
        ("https://example.org.cn", False),
        ("https://name.github.io/example.org/", False),
        ("http://127.0.0.1:8000", False),
        ("https://spruce.test", False),
    ],
)
def test_which_addresses_are_nobodys(url: str, nobodys: bool) -> None:
    assert is_example(url) is nobodys


def test_check_tells_of_it_at_its_line(tmp_path: Path) -> None:
    told = [p for p in inspect(EXAMPLE, at(NOW)).problems if p.field == "url"]
    assert [(p.level, p.path, p.line, p.label) for p in told] == [("warning", COMMUNITY, 6, "网址")]
    content = change_site(tmp_path, {COMMUNITY: (URL, "url: https://spruce.test")})
    assert [p for p in inspect(content, at(NOW)).problems if p.field == "url"] == []


@pytest.mark.parametrize(
    ("url", "refused"), [("", True), ("https://a.example.com/b", True), ("https://spruce.test", False)]
)
def test_the_gate_refuses_it_unless_the_release_has_another(url: str, refused: bool) -> None:
    faults = check.examine(build(EXAMPLE, url=url)).faults
    assert [("SITE_URL" in fault) for fault in faults] == [True] * refused


def test_a_chinese_domain_is_spelt_as_machines_ask_for_it() -> None:
    """In the feed, the calendar, the site map and the pages alike."""
    sources = read(EXAMPLE).sources
    assert sources
    site = make_site(sources, at(NOW), "https://云杉.中国/里/")
    assert site.url == "https://xn--9kq951d.xn--fiqs8s/里"
    said = b"".join(a.data for a in (*make_feeds(site), *make_calendars(site)))
    assert b"https://xn--9kq951d.xn--fiqs8s/" in said
    assert "云杉.中国".encode() not in said and quote("云杉.中国").encode() not in said
    with pytest.raises(OutputError, match="域名写法不对"):
        make_site(sources, at(NOW), "https://云..中国")


@pytest.mark.parametrize(
    ("server", "unreachable"),
    [
        ("http://127.0.0.1:8010", True),
        ("https://127.0.0.1", True),
        ("https://192.168.1.4:8443", True),
        ("https://talk.localhost", True),
        ("https://talk.example.org", True),
        ("https://talk.spruce.test", False),
    ],
)
def test_a_release_has_no_discussion_that_only_this_machine_reaches(
    tmp_path: Path, server: str, unreachable: bool
) -> None:
    """`check` warns at the line, the gate refuses."""
    own = {COMMUNITY: (URL, f"url: https://spruce.test\ndiscussion: {{url: '{server}'}}")}
    content = change_site(tmp_path, own)
    reading = inspect(content, at(NOW))
    told = [(p.level, p.line) for p in reading.problems if p.field == "discussion.url"]
    assert told == [("warning", 7)] * unreachable
    assert reading.errors == ()
    assert is_unreachable(server) is unreachable
    faults = check.examine(build(content)).faults
    assert [server in fault for fault in faults] == [True] * unreachable


def test_http_is_no_way_to_a_discussion_but_for_trying_it_out() -> None:
    for server in ("http://talk.spruce.test", "http://localhost:8010", "https://talk.spruce.test/isso"):
        with pytest.raises(ValidationError, match="留言服务器的网址不对"):
            Discussion(url=server)
