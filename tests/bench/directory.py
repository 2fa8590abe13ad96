"""`make bench-directory`: a directory of 5,000 services against as many plain stories, and its filter in a slow browser.

python -m tests.bench.directory [--services 5000] [--runs 3] [--taps 30] [--slow 4] [--only build|browser]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.community import AUDIENCES, CATEGORIES, Size, write_community, write_frame
from tests.bench.generate import PLACES, make_stories, write_kangle
from tests.bench.measure import Noise, Run, run
from tests.bench.sites import ENVIRON, ROOT
from tests.chromium import MISSING, find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST, FASTEST = 3.0, 100.0
"""The bars: times the stories' check and build; milliseconds from a tap to the painted result."""
WATCH = """() => {
  window.taps = [];
  for (const kind of ['change', 'click']) addEventListener(kind, event => {
    const asked = kind === 'change' ? event.target.closest('.filter') : event.target.closest('.filter button, [data-more]');
    if (!asked) return;
    const begun = event.timeStamp, channel = new MessageChannel();
    channel.port1.onmessage = () => window.taps.push([performance.now() - begun, answer()]);
    requestAnimationFrame(() => channel.port2.postMessage(0));
  }, true);
  const answer = () => [document.querySelector('[role=status]').textContent,
    document.querySelectorAll('[data-found] .card').length,
    document.querySelector('[data-found]').hidden].join(' ');
  window.answer = answer;
}"""
"""Time from the event to the frame that shows its result: what is posted in a frame's callback runs once it is drawn."""


@dataclass(frozen=True, slots=True)
class Contest:
    """One site of the two: a project of its own with a copy of the code."""

    name: str
    folder: Path

    def clear(self) -> None:
        for made in ("output", ".kangle"):
            shutil.rmtree(self.folder / made, ignore_errors=True)

    def run(self, verb: str) -> Run:
        return run((sys.executable, "-m", "plugins", verb), self.folder, ENVIRON)

    def count(self) -> int:
        return sum(1 for _ in (self.folder / "output").rglob("*.html"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.directory")
    parser.add_argument(
        "--services", type=int, default=Size().services, help="how many services; the rest in proportion"
    )
    parser.add_argument("--runs", type=int, default=3, help="runs of each, in turn")
    parser.add_argument("--taps", type=int, default=30, help="taps on each control")
    parser.add_argument("--slow", type=float, default=4, help="how many times slower the browser's processor is made")
    parser.add_argument("--only", choices=("build", "browser"), help="one half")
    asked = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="kangle-directory-"))
    try:
        size = _scale(asked.services)
        data, stories = _make_sites(size, work)
        print(f"{size}: {size.entries:,} entries of data against as many stories")
        missed = False
        if asked.only != "browser":
            missed |= _race(data, stories, asked.runs)
        if asked.only != "build":
            if asked.only:
                data.run("build")
            missed |= _tap(data.folder / "output", asked.taps, asked.slow)
        sys.exit(int(missed))
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _scale(services: int) -> Size:
    full = Size()
    part = services / full.services
    rosters = max(1, round(full.rosters * part))
    return Size(services, max(rosters, round(full.locations * part)), round(full.organizations * part), rosters)


def _make_sites(size: Size, work: Path) -> tuple[Contest, Contest]:
    """The community as data, and as many stories with the same frame."""
    data, stories = Contest("data", work / "data"), Contest("stories", work / "stories")
    for one in (data, stories):
        for name in ("plugins", "theme"):
            shutil.copytree(ROOT / name, one.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pelicanconf.py", one.folder)
    write_community(size, data.folder / "content")
    write_frame(stories.folder / "content", PLACES.items())
    write_kangle(make_stories(size.entries), stories.folder / "content")
    return data, stories


# Check and build


def _race(data: Contest, stories: Contest, runs: int) -> bool:
    """Check and cold build of each, in turn; whether the bar is missed."""
    noise = Noise()
    for one in (data, stories):
        one.run("check")  # compiles the copied code
    times: dict[tuple[str, str], list[Run]] = {}
    for _ in range(runs):
        for one in (data, stories):
            one.clear()
            for verb in ("check", "build"):
                times.setdefault((one.name, verb), []).append(one.run(verb))
    print(f"\n### check and cold build; other work took {noise.share():.0%} of the cores\n")
    print("| | data | stories | × |\n|---|--:|--:|--:|")
    pick: dict[str, Callable[[Run], float]] = {"seconds": lambda r: r.wall, "core seconds": lambda r: r.cpu}
    middle = 0.0
    for name, take in pick.items():
        for verbs in (("check",), ("build",), ("check", "build")):
            pairs = [
                (sum(take(times["data", v][i]) for v in verbs), sum(take(times["stories", v][i]) for v in verbs))
                for i in range(runs)
            ]
            ratio = statistics.median(one / two for one, two in pairs)
            one, two = (statistics.median(column) for column in zip(*pairs, strict=True))
            print(f"| {' + '.join(verbs)}, {name} | {one:.2f} | {two:.2f} | {ratio:.2f} |")
            if verbs == ("check", "build") and name == "seconds":
                middle = ratio
    print(f"| pages | {data.count():,} | {stories.count():,} | |")
    return _judge("check + build", middle, MOST, "×")


def _judge(what: str, value: float, most: float, unit: str) -> bool:
    missed = value >= most
    print(f"\n{what}: {value:.2f} {unit}, bar {most:g} {unit}: {'missed' if missed else 'kept'}")
    return missed


# The filter in a browser


def _tap(output: Path, taps: int, slow: float) -> bool:
    """Every control of the filter, `taps` times each; whether the slowest answer misses the bar."""
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    index = output / "services" / "index.json"
    with _serve(output) as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True).new_page()
        page.clock.set_fixed_time("2026-11-23T02:00:00Z")
        page.goto(f"{host}/services/")
        page.evaluate(WATCH)
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
        print(f"\n### the filter, processor {slow:g} times slower; index {index.stat().st_size / 1e6:.2f} MB\n")
        print("| control | taps | median ms | worst ms |\n|---|--:|--:|--:|")
        first = _measure(page, partial(_choose, page, "category", "category-0"))
        page.wait_for_function("answer().includes('找到')")
        worst = max(_report(name, page, tap, taps) for name, tap in _controls(page).items())
        print(f"| the first of all, fetching the index meanwhile | 1 | {first:.0f} | {first:.0f} |")
        browser.close()
    return _judge("slowest tap", worst, FASTEST, "ms")


@contextmanager
def _serve(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


def _choose(page: Page, name: str, value: str) -> None:
    page.locator(f"select[name={name}]").select_option(value)


def _controls(page: Page) -> Mapping[str, Callable[[int], None]]:
    """What is tapped, by name; each gets the number of the tap."""
    places = ["", *PLACES]

    def clear(number: int) -> None:
        _prepare(page, "category", f"category-{number % CATEGORIES}")
        page.locator(".filter button").click()

    def more(number: int) -> None:
        _prepare(page, "audience", f"audience-{number % AUDIENCES}")
        page.locator("[data-more]").click()

    def everything(number: int) -> None:
        """From one place and audience to a place: thousands found."""
        _choose(page, "place", places[1 + number % (len(places) - 1)])

    return {
        "category": lambda i: _choose(page, "category", f"category-{i % CATEGORIES}"),
        "audience": lambda i: _choose(page, "audience", f"audience-{i % AUDIENCES}"),
        "place": everything,
        "open now": lambda _: page.locator("[name=open]").click(),
        "clear": clear,
        "more": more,
    }


def _prepare(page: Page, name: str, value: str) -> None:
    """Choose something first, in a tap that is not counted."""
    _measure(page, partial(_choose, page, name, value))


def _report(name: str, page: Page, tap: Callable[[int], None], taps: int) -> float:
    if name == "open now" and page.locator("[name=open]").is_hidden():
        print("| open now | 0 | – | – |")
        return 0.0
    times = [_measure(page, partial(tap, number)) for number in range(taps)]
    print(f"| {name} | {taps} | {statistics.median(times):.0f} | {max(times):.0f} |")
    return max(times)


def _measure(page: Page, tap: Callable[[], None]) -> float:
    """Milliseconds of the last tap; the answer at that moment is the one that stays."""
    tap()
    page.wait_for_function("taps.length && document.querySelector('[role=status]').textContent !== '正在找……'")
    (*_, (lasted, answer)) = page.evaluate("taps.splice(0)")
    page.wait_for_timeout(50)
    later = page.evaluate("answer()")
    if "正在找" not in answer and answer != later:
        raise RuntimeError(f"painted too early: {answer} became {later}")
    return float(lasted)


if __name__ == "__main__":
    main()
