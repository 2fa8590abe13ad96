"""The configuration that `kangle nginx` writes, in a real nginx: the site below a path, walked by a browser; and HTTPS behind a proxy."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from plugins.hosting.packing import pack
from tests.conftest import EXAMPLE, ROOT, TOWN
from tests.hosting.served import check_all, check_headers, find_port, run_nginx, walk
from tests.publish.stage import AS_OF, environment


@dataclass(frozen=True)
class Host:
    """A site on this machine: where it answers, where its files are."""

    url: str
    folder: Path


def kangle(url: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "plugins", *arguments, "--settings", "publishconf.py", "--as-of", AS_OF],
        cwd=ROOT, env=environment(ROOT) | {"SITE_URL": url}, capture_output=True, text=True, timeout=300)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The town as a project page, at /kangle/."""
    place, port = tmp_path_factory.mktemp("below"), find_port()
    url = f"http://127.0.0.1:{port}/kangle"
    kangle(url, "build", "--output", str(place / "site"), "--content", str(TOWN))
    pack(place / "site")
    with run_nginx(
        place / "nginx",
        kangle(url, "nginx", str(place / "site"), "--listen", f"127.0.0.1:{port}", "--content", str(TOWN)),
        port,
    ):
        yield Host(url, place / "site")


def test_below_a_path_everything_is_served_as_stated(below: Host) -> None:
    check_all(below.url, below.folder, below.url)


@pytest.mark.browser
def test_below_a_path_a_browser_walks_the_site(below: Host, chromium: Browser) -> None:
    """Each third kind of page: `make rehearse` walks them all."""
    walk(chromium, below.url, 3)


def test_below_a_path_no_address_forgets_it(below: Host) -> None:
    """Pages, feeds, calendars, data, JSON-LD, the site map: what begins at the host's root begins with the path."""
    host = below.url.removesuffix("/kangle")
    told = 0
    for file in sorted(below.folder.rglob("*")):
        if file.suffix not in (".html", ".atom", ".ics", ".json", ".csv", ".xml", ".txt"):
            continue
        text = file.read_text("utf-8-sig")
        local = re.findall(r"""\s(?:href|src|action|poster|data-[a-z-]+)=["'](/[^"'|]*)["']""", text)
        whole = re.findall(re.escape(host) + r"[^\s\"'<>\\,;]*", text)
        told += len(local) + len(whole)
        assert [a for a in local if not a.startswith("/kangle/")] == [], file
        assert [a for a in whole if a != below.url and not a.startswith(f"{below.url}/")] == [], file
        assert not re.search(r"(?<!@)\bkangle\.example\.org", text), (
            file
        )  # an event keeps its UID, the hall its e-mail address
    assert told > 1000


def test_over_https_behind_a_proxy_browsers_are_told_to_stay_there(tmp_path: Path) -> None:
    """The example site as it is stated, https; nginx hears of it from the proxy before it."""
    port, stated = find_port(), "https://spruce.example.org"
    content = ("--content", str(EXAMPLE))
    kangle(stated, "build", "--output", str(tmp_path / "site"), *content)
    settings = kangle(stated, "nginx", str(tmp_path / "site"), "--listen", f"127.0.0.1:{port}", *content)
    assert "server_name spruce.example.org;" in settings
    with run_nginx(tmp_path / "nginx", settings, port):
        check_headers(f"http://127.0.0.1:{port}", stated)
