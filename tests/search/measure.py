"""How long a search takes on a phone four times as slow as this machine, at 1,000 pages; `make search` prints it."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench.generate import make_stories
from tests.browser.conftest import serve_folder
from tests.chromium import MISSING, find_chromium
from tests.conftest import FLAGS
from tests.pages.conftest import BuiltSite
from tests.search.test_substrings import build_prose, choose_words

SLOWER = 4
TIME = """async (word) => {
  const start = performance.now();
  await kangleSearch.engine.find(word);
  return performance.now() - start;
}"""


def measure(pages: int = 1000) -> tuple[float, list[float]]:
    """Milliseconds of the first answer, and of each after it."""
    stories = make_stories(pages)
    path = find_chromium()
    assert path, MISSING
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        output = build_prose(stories, Path(folder))
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page()
        with serve_folder(BuiltSite(output)) as host:
            page.goto(f"{host}/search/")
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            first, *later = (page.evaluate(TIME, word) for word in choose_words(stories)[:40])
        browser.close()
    return first, later


if __name__ == "__main__":
    first, later = measure()
    print(f"第一次 {first:.0f} 毫秒，以后中位 {statistics.median(later):.0f} 毫秒，最慢 {max(later):.0f} 毫秒")
