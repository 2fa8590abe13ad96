"""An nginx of this machine in front of a folder, and what must hold of everything it serves."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from plugins.hosting.rules import BRIEF, FOREVER, FRESH
from plugins.site.security import security_headers
from tests.browser.test_browser import visit
from tests.nginx import MISSING, find_nginx


@dataclass(frozen=True)
class Answer:
    """What nginx said: header names are in small letters."""

    status: int
    headers: Mapping[str, str]
    data: bytes


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def run_nginx(folder: Path, settings: str, port: int) -> Iterator[None]:
    """Debian's nginx with the site's settings included at the http level, as sites-enabled is."""
    binary = find_nginx()
    assert binary, MISSING
    folder.mkdir(parents=True)
    (folder / "site.conf").write_text(settings, "utf-8")
    places = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"daemon off; {user} worker_processes 1; pid {folder}/pid; error_log stderr notice; events {{}}\n"
        f"http {{ access_log off; {places} include {folder}/site.conf; }}\n"
    )
    command = [binary, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    assert "warn" not in tested.stderr, tested.stderr
    with (folder / "log").open("w") as log, subprocess.Popen(command, stderr=log) as server:
        try:
            _wait(port, server)
            yield
        finally:
            server.terminate()
            server.wait(30)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "nginx ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")


def ask(url: str, **headers: str) -> Answer:
    """One request; an underscore in a header's name is a dash."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", parts.path, headers={"Accept-Encoding": "identity"} | sent)
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def check_headers(url: str, stated: str) -> None:
    """Every answer of any kind has the security headers of the site's stated address, and no other."""
    plain = {k.lower(): v for k, v in security_headers(stated).items()}
    secure = plain.pop("strict-transport-security", None)
    for path in ("/", "/gone/", "/robots.txt", "/feeds/all.atom", "/theme", "/theme/img/logo.svg"):
        headers = ask(url + path).headers
        assert {k: v for k, v in headers.items() if k in plain} == plain, path
        assert "strict-transport-security" not in headers
        assert headers["server"] == "nginx"
        assert ask(url + path, X_Forwarded_Proto="https").headers.get("strict-transport-security") == secure


def check_compression(url: str, folder: Path) -> None:
    """Text comes packed to whoever takes it, and is the very file; pictures come as they are."""
    for path, file in (("/", "index.html"), ("/404.html", "404.html"), ("/sitemap.xml", "sitemap.xml")):
        packed, plain = ask(url + path, Accept_Encoding="gzip, br"), ask(url + path)
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
        assert packed.headers["content-type"] == plain.headers["content-type"]
        assert gzip.decompress(packed.data) == plain.data == (folder / file).read_bytes()
        assert len(packed.data) < len(plain.data) / 2
    pictures = (".jpg", ".png", ".webp", ".ico", ".svg")
    picture = next(p for p in sorted(folder.rglob("*")) if p.suffix in pictures)
    answer = ask(f"{url}/{picture.relative_to(folder).as_posix()}")
    assert answer.data == picture.read_bytes()


def check_caching(url: str, folder: Path) -> None:
    """Named by content: a year. The rest: five minutes, then a question that costs nothing."""
    hashed = [f"/theme/{file.name}" for file in sorted((folder / "theme").glob("*.*")) if not file.name.endswith(".gz")]
    assert len(hashed) >= 4
    for path in hashed:
        assert ask(url + path).headers["cache-control"] == FOREVER, path
    assert ask(url + "/next-change.json").headers["cache-control"] == FRESH
    for path in ("/", "/locations/", "/gone/", "/robots.txt", "/feeds/all.atom", "/services/index.json"):
        assert ask(url + path).headers["cache-control"] == BRIEF, path
    for taken in ("gzip", "identity"):
        first = ask(url + "/", Accept_Encoding=taken)
        again = ask(url + "/", Accept_Encoding=taken, If_None_Match=first.headers["etag"])
        assert (again.status, again.data) == (304, b"")


def check_types(url: str, folder: Path) -> None:
    kinds = {
        ".html": "text/html; charset=utf-8",
        ".atom": "application/atom+xml; charset=utf-8",
        ".ics": "text/calendar; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".svg": "image/svg+xml; charset=utf-8",
    }
    for ending, kind in kinds.items():
        files = [f for f in sorted(folder.rglob(f"*{ending}")) if ".git" not in f.parts]
        assert files or ending in (".atom", ".ics", ".csv"), (
            "only a site without news, activities or data has no such file"
        )
        for file in files[:1]:
            path = f"/{file.relative_to(folder).as_posix()}"
            assert ask(url + path).headers["content-type"] == kind, path


def check_refusals(url: str, folder: Path) -> None:
    """404 with the page that helps; no listing; nothing of git or the host."""
    page = (folder / "404.html").read_bytes()
    for path in (
        "/gone/",
        "/feeds/",
        "/theme/",
        "/.git/config",
        "/.git/",
        "/.nojekyll",
        "/locations/.hidden",
        "/%2e%2e/%2e%2e/etc/passwd",
    ):
        answer = ask(url + path)
        if path.startswith("/%2e") and answer.status == 400:
            continue
        assert answer.status == 404, path
        assert b"Index of" not in answer.data
        if path == "/gone/":
            assert answer.data == page
            assert answer.headers["content-type"] == "text/html; charset=utf-8"


def check_redirects(url: str, folder: Path) -> None:
    """Old addresses lead on for good, and a folder's name to the folder, wherever the server stands."""
    rules = [line.split() for line in (folder / "_redirects").read_text().splitlines()]
    host = url.removesuffix(urlsplit(url).path)
    for old, new, status in rules:
        answer = ask(host + old)
        assert (str(answer.status), answer.headers["location"]) == (status, new)
        assert ask(host + new).status == 200
    answer = ask(url + "/locations")
    assert (answer.status, answer.headers["location"]) == (301, f"{urlsplit(url).path}/locations/")


def check_all(url: str, folder: Path, stated: str) -> None:
    check_headers(url, stated)
    check_compression(url, folder)
    check_caching(url, folder)
    check_types(url, folder)
    check_refusals(url, folder)
    check_redirects(url, folder)


def walk(chromium: Browser, url: str, every: int = 1) -> None:
    """A resident's way: every kind of page or each third, the filter as it is used, a feed; nothing complains, nothing is missing."""
    listed = re.findall(r"<loc>([^<]*)</loc>", ask(f"{url}/sitemap.xml").data.decode())
    addresses = [link.removeprefix(url) for link in listed]
    kinds = {(a.split("/")[1], a.count("/")): a for a in reversed(addresses)}
    assert len(kinds) > 3
    for kind, address in [*sorted(kinds.items())[::every], (("404", 1), "/404.html")]:
        with visit(chromium, url, address) as seen:
            seen.page.wait_for_load_state("networkidle")
            assert seen.faults == [], kind
            assert seen.page.locator("h1").count() == 1
            links = seen.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
            inside = [link for link in links if link.startswith(url.removesuffix(urlsplit(url).path))]
            assert inside
            assert [link for link in inside if not link.startswith(f"{url}/")] == []
    if "/services/" in addresses:
        _find_a_service(chromium, url)
    with visit(chromium, url, "/locations/") as seen:
        seen.page.goto(f"{url}/gone/")
        assert seen.faults[:1] == [f"404: {url}/gone/"]
        seen.page.locator("main a[href]").first.click()
        seen.page.wait_for_load_state()
        assert seen.page.url.startswith(f"{url}/")
        assert seen.page.url != f"{url}/gone/"


def _find_a_service(chromium: Browser, url: str) -> None:
    with visit(chromium, url, "/services/") as seen:
        form = seen.page.locator("form[data-filter]")
        with seen.page.expect_response(f"{url}/services/index.json"):
            form.locator("select[name=category]").select_option(index=1)
        found = seen.page.locator("[data-found] .card__link").first
        found.wait_for()
        found.click()
        seen.page.wait_for_url(f"{url}/services/*/")
        assert seen.faults == []
