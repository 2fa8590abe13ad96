"""一次带齐 in a real browser: what is merged there is what a count by hand gives, for 200 sets of matters."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from plugins.model import PER_PAGE, Guide, Paper, paper_key
from plugins.rules.reader import read
from tests.bench.lists import grow
from tests.browser.conftest import serve_folder
from tests.browser.test_browser import visit
from tests.conftest import EXAMPLE, TOWN
from tests.pages.conftest import BuiltSite

pytestmark = pytest.mark.browser

SETS = 200


def merge_by_hand(guides: list[Guide], papers: tuple[Paper, ...]) -> list[dict[str, Any]]:
    """Every pair of wants is compared with every other: slow, and it cannot lose one."""
    wants = [(guide, material) for guide in guides for material in guide.materials]
    merged = []
    for at, (_, first) in enumerate(wants):
        key = paper_key(first.name, papers)
        if any(paper_key(m.name, papers) == key for _, m in wants[:at]):
            continue
        same = [(g, m) for g, m in wants if paper_key(m.name, papers) == key]
        merged.append(
            {
                "name": first.name,
                "original": any(m.original for _, m in same),
                "copies": sorted(m.copies for _, m in same)[-1],
                "always": not all(m.when for _, m in same),
                "wants": [
                    {
                        "matter": g.title,
                        "name": m.name,
                        "original": m.original,
                        "copies": m.copies,
                        "when": m.when or "",
                        "note": m.note or "",
                    }
                    for g, m in same
                ],
            }
        )
    return [p for p in merged if p["always"]] + [p for p in merged if not p["always"]]


def test_200_sets_of_matters_equal_a_count_by_hand(chromium: Browser, host: str) -> None:
    sources = read(TOWN).sources
    assert sources
    chance = random.Random(20261129)
    guides = list(sources.guides)
    sets = [chance.sample(guides, chance.randint(1, len(guides))) for _ in range(SETS)]
    ids = [[guide.slug for guide in chosen] for chosen in sets]
    with visit(chromium, host, "/bring/") as found:
        got = found.page.evaluate(
            "ids => kangleBring.load().then(all => ids.map(chosen => kangleBring.merge(all, chosen)))", ids
        )
    papers = sources.community.papers
    want = [merge_by_hand([g for g in guides if g in chosen], papers) for chosen in sets]
    assert sum(len(one["wants"]) > 1 for merged in want for one in merged) > SETS
    assert got == want


def test_the_choice_stands_in_the_address_and_nowhere_else(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/bring/?for=bus-pass") as found:
        page = found.page
        pack = page.locator("[data-pack]")
        expect(pack).to_be_visible()
        page.get_by_label("低保申请协助", exact=True).check()
        expect(pack.get_by_role("status").first).to_contain_text("2 件事")
        assert page.url.endswith("?for=low-income-support&for=bus-pass")
        assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
        assert found.faults == []
        page.get_by_role("button", name="重新选").click()
        expect(pack).to_be_hidden()
        assert page.url.endswith("/bring/")


@pytest.fixture(scope="module")
def many_host(builds: Callable[[Path], BuiltSite], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A town with more matters than a page holds."""
    content = tmp_path_factory.mktemp("many") / "content"
    shutil.copytree(EXAMPLE, content)
    grow(content, {"guides": PER_PAGE + 10})
    with serve_folder(builds(content)) as url:
        yield url


def test_what_is_chosen_on_one_page_is_on_the_list_of_the_next(chromium: Browser, many_host: str) -> None:
    with visit(chromium, many_host, "/bring/", 360) as found:
        page = found.page
        page.locator(".bring__box").first.check()
        page.get_by_role("link", name="第 2 页").click()
        page.locator(".bring__box").first.check()
        expect(page.locator("[data-pack]").get_by_role("status").first).to_contain_text("2 件事")
        page.get_by_role("link", name="第 1 页").click()
        expect(page.locator(".bring__box").first).to_be_checked()
        page.locator(".bring__box").first.uncheck()
        expect(page.locator("[data-pack]").get_by_role("status").first).to_contain_text("1 件事")
        page.get_by_role("button", name="重新选").click()
        expect(page.locator("[data-pack]")).to_be_hidden()
        assert page.url.endswith("/bring/")
        assert found.faults == []


def test_without_script_every_matter_has_its_own_list(chromium: Browser, host: str) -> None:
    with visit(chromium, host, "/bring/", java_script_enabled=False) as found:
        expect(found.page.locator(".bring__box").first).to_be_hidden()
        found.page.locator("summary").first.click()
        expect(found.page.locator("details[open] li").first).to_be_visible()
