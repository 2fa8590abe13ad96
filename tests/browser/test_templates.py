"""Every template, on the first page that is made with it: whatever kind is added, a browser looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from plugins.rules.reader import read
from plugins.site.site import make_site
from tests.browser.conftest import serve_folder
from tests.browser.test_browser import COLOURS, LAY_OUT, MODES, set_mode, small_targets, violations, visit
from tests.conftest import EXAMPLE, NOW, at, plan
from tests.pages.conftest import BuiltSite

UNSEEN = {"redirect.html": "leads on at once"}
"""Templates nobody looks at, and why."""
UNFOLD = "document.querySelectorAll('main details').forEach(one => { one.open = true; })"

pytestmark = pytest.mark.browser


def first_pages() -> dict[str, str]:
    """Of each template the first page, and of each print view's."""
    sources = read(EXAMPLE).sources
    assert sources
    found: dict[str, str] = {}
    for address, page in sorted(plan(make_site(sources, at(NOW))).items()):
        if page.template not in UNSEEN:
            found.setdefault(page.template, address)
    return found


PAGES = first_pages()


@pytest.fixture(scope="module")
def example_host(builds: Callable[[Path], BuiltSite]) -> Iterator[str]:
    with serve_folder(builds(EXAMPLE)) as url:
        yield url


def test_the_example_has_a_page_of_every_kind() -> None:
    assert len(PAGES) > 45


@pytest.mark.parametrize("template", PAGES)
def test_a_page_has_no_fault_in_any_mode_with_all_of_it_unfolded(
    chromium: Browser, example_host: str, template: str
) -> None:
    with visit(chromium, example_host, PAGES[template], 360) as found:
        page = found.page
        for mode in MODES:
            if mode == "elder" and template == "screen.html":
                continue  # its letters are as large as they get
            set_mode(page, mode)
            page.evaluate(UNFOLD)
            page.evaluate(LAY_OUT)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, mode
            assert violations(page, () if mode == "light" else COLOURS) == [], mode
            assert small_targets(page) == [], mode
        assert found.faults == []
