"""An example site as it is made at any moment, and what its pages say in a browser whose clock is set.

Sources are read once and only pages are rendered, so that forty moments cost less than one build; a page that is the same
at many moments is opened once and looked at with each clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import Any

from jinja2 import Environment
from playwright.sync_api import Browser, Page

from plugins.assets import gather_assets
from plugins.commands.build import load_settings
from plugins.composition import plan_site
from plugins.incremental import Templates
from plugins.incremental.render import make_environment, render_sheet
from plugins.model import Sources
from plugins.rules.reader import read
from plugins.settings import templates_of
from plugins.site.site import make_site
from tests.conftest import ROOT

CLOCK = """(() => {
  const Real = Date;
  let now = +(sessionStorage.getItem("now") || Real.now());
  window.Date = class extends Real {
    constructor(...given) { if (given.length) { super(...given); } else { super(now); } }
    static now() { return now; }
  };
  window.setNow = (moment) => { now = moment; document.dispatchEvent(new Event("visibilitychange")); };
})()"""
"""A clock that stands; Playwright's own gives each page all times it was ever set to."""
LOOK = "(moments) => moments.map((moment) => { setNow(moment); return (%s)(); })"
_MACHINES = re.compile(r'<script type="application/ld\+json">.*?</script>', re.DOTALL)
_TIMED = re.compile(r"\sdata-(?:from|until|day|hours|date)\b")
_LEADS_ON = '<meta http-equiv="refresh"'


@dataclass(frozen=True)
class Made:
    """The pages of a site made at one moment, by address."""

    moment: datetime
    pages: Mapping[str, str]

    def kinds(self, most: int | None) -> list[str]:
        """Pages on which something hangs on the clock: of each kind of address so many, or all."""
        found: dict[str, list[str]] = {}
        for address, html in self.pages.items():
            # what leads on is read by nobody
            if _TIMED.search(html) and _LEADS_ON not in html:
                kind = re.sub(r"[^/]+/$", "", address) if address.count("/") > 2 else address
                found.setdefault(kind, []).append(address)
        return sorted(chain.from_iterable(pages[:most] for pages in found.values()))


@dataclass
class Town:
    """One site, read once."""

    content: Path

    @cached_property
    def _sources(self) -> Sources:
        sources = read(self.content).sources
        assert sources
        return sources

    @cached_property
    def _templates(self) -> Templates:
        loaded = load_settings(ROOT / "pelicanconf.py", self.content, None, None)
        return templates_of({**loaded, "THEME": Path(loaded["THEME"]).resolve()})

    @cached_property
    def _environment(self) -> Environment:
        return make_environment(self._templates)

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Style and script, by address."""
        files = gather_assets(self._templates.theme, self._sources.community.colours).files
        return {f"/{file.file}": file.data for file in files}

    def at(self, moment: datetime) -> Made:
        """Every page as it is made at a moment."""
        plan = plan_site(make_site(self._sources, moment), self._templates)
        pages = {
            page.address: render_sheet(self._environment, plan.sheet_named[page.file], page.view, plan.frame)
            for page in plan.pages
        }
        return Made(moment, pages)


@cache
def town(content: Path) -> Town:
    return Town(content)


@cache
def made_at(content: Path, moment: datetime) -> Made:
    """What is asked for often: a site as it was made once."""
    return town(content).at(moment)


class Stand:
    """A host at which one made site stands after the other."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.page = ""
        self.url = ""

    def answer(self, path: str) -> tuple[bytes | None, str, str]:
        """Of a path what is sent, its type and how long it is kept."""
        if path.endswith((".css", ".js")):
            kind = "text/css" if path.endswith(".css") else "text/javascript"
            return self.files.get(path), kind, "max-age=3600"
        return self.page.encode() if path.endswith(("/", ".html")) else None, "text/html; charset=utf-8", "no-store"


@contextmanager
def stand(files: Mapping[str, bytes]) -> Iterator[Stand]:
    """The host, served from memory."""
    standing = Stand(files)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            data, kind, keeping = standing.answer(self.path.partition("?")[0])
            self.send_response(HTTPStatus.OK if data is not None else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", kind)
            self.send_header("Cache-Control", keeping)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: a test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    standing.url = f"http://127.0.0.1:{server.server_port}"
    yield standing
    server.shutdown()
    server.server_close()


@contextmanager
def reader(chromium: Browser, standing: Stand) -> Iterator[Page]:
    """One tab, far from Shanghai."""
    context = chromium.new_context(timezone_id="America/New_York", viewport={"width": 1280, "height": 900})
    context.add_init_script(CLOCK)
    page = context.new_page()
    page.goto(f"{standing.url}/")
    yield page
    context.close()


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def look(
    page: Page, standing: Stand, address: str, html: str, moments: Sequence[datetime], script: str, spoil: str = ""
) -> list[Any]:
    """What a script finds on a page that is opened at the first of some moments, at each of them."""
    standing.page = html
    page.evaluate("now => sessionStorage.setItem('now', now)", _milliseconds(moments[0]))
    page.goto(standing.url + address, wait_until="load")
    if spoil:
        page.evaluate(spoil)
    found: list[Any] = page.evaluate(LOOK % script, [_milliseconds(moment) for moment in moments])
    return found


def without_data_block(html: str) -> str:
    """A page as people have it."""
    return _MACHINES.sub("", html)
