"""The town's search in a browser whose clock stands still."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import host
from tests.conftest import at
from tests.pages.conftest import AS_OF, builds, town

__all__ = ["builds", "host", "town"]


@pytest.fixture(scope="session")
def tab(chromium: Browser) -> Iterator[Page]:
    """One tab for every question; what is over hangs on the day."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.clock.set_fixed_time(at(AS_OF))
    yield page
    context.close()
