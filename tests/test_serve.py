"""The preview shows a save, says what is wrong, and writes nothing."""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PATIENCE = 20.0


@dataclass(frozen=True)
class Served:
    """A running preview of a copy of the example site."""

    content: Path
    port: int
    process: subprocess.Popen[str]

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def wait_for(self, path: str, words: str) -> str:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if words in (text := self.get(path)[1]):
                return text
            time.sleep(0.02)
        raise AssertionError(f"{words} never came up on {path}")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve")
    content = folder / "content"
    shutil.copytree(ROOT / "tests" / "site", content)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-u",
        "-m",
        "plugins",
        "serve",
        "--content",
        str(content),
        "--port",
        str(port),
        "--as-of",
        "2026-11-23",
    ]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    assert "预览" in process.stdout.readline()
    yield Served(content, port, process)
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()


def story(served: Served) -> tuple[Path, str]:
    from plugins.model.addresses import address_of
    from plugins.rules.reader import read

    sources = read(served.content).sources
    assert sources
    oldest = sources.news[-1]
    return served.content / oldest.path, address_of(oldest)


def test_a_page_is_served_with_the_reload_script(served: Served) -> None:
    status, text = served.get("/")
    assert status == 200
    assert '<script src="/.preview/reload.js"></script>' in text
    assert served.get("/.preview/reload.js")[0] == 200


def test_style_feeds_and_pictures_are_served(served: Served) -> None:
    css = served.get("/")[1].split('rel="stylesheet" href="')[1].split('"')[0]
    assert served.get(css)[0] == 200
    assert served.get("/feeds/all.atom")[0] == 200
    picture = next((served.content / "images").glob("*.svg")).name
    assert served.get(f"/images/{picture}")[0] == 200


def test_an_address_that_is_not_there_gets_the_404_page(served: Served) -> None:
    status, text = served.get("/nowhere/")
    assert status == 404
    assert "没有找到这一页" in text


def test_a_path_out_of_the_folder_is_not_served(served: Served) -> None:
    assert served.get("/images/..%2fdata/people.yaml")[0] == 404
    assert served.get("/data/people.yaml")[0] == 404


def test_a_save_comes_up(served: Served) -> None:
    file, address = story(served)
    text = file.read_text()
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    file.write_text(text.replace(title, "title: 刚刚改过的标题"))
    served.wait_for(address, "刚刚改过的标题")


def test_a_problem_is_shown_in_the_browser_and_the_last_good_page_stays(served: Served) -> None:
    file, address = story(served)
    text = file.read_text()
    before = served.get(address)[1]
    file.write_text(text.replace("column: ", "colunm: "))
    deadline = time.monotonic() + PATIENCE
    problems: list[str] = []
    while not problems and time.monotonic() < deadline:
        problems = json.loads(served.get("/.preview/version?")[1])["problems"]
        time.sleep(0.05)
    assert any("colunm" in p and "是否想写 column" in p for p in problems)
    assert served.get(address)[1] == before
    file.write_text(text)
    while problems and time.monotonic() < deadline + PATIENCE:
        problems = json.loads(served.get("/.preview/version?")[1])["problems"]
        time.sleep(0.05)
    assert problems == []


def test_a_new_and_a_deleted_file_are_followed(served: Served) -> None:
    file, _ = story(served)
    fresh = file.with_name("brand-new.md")
    fresh.write_text(
        file.read_text().replace("aliases:", "# aliases:") if "aliases:" in file.read_text() else file.read_text()
    )
    address = story(served)[1].rsplit("/", 2)[0] + "/brand-new/"
    served.wait_for(address, "<h1")
    fresh.unlink()
    deadline = time.monotonic() + PATIENCE
    while served.get(address)[0] != 404:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def gone(served: Served, address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while served.get(address)[0] != 404:
        assert time.monotonic() < deadline, f"{address} is still there"
        time.sleep(0.05)


EARLY = {
    "news": ("column: updates\n", "/news/{year}/early/"),
    "activities": ("starts: 2026-12-30 19:00\nends: 2026-12-30 21:00\n", "/activities/2026/early/"),
    "policies": ("issuer: 居委会\neffective: 2027-01-01\napplies_to: 大家\n", "/policies/early/"),
}


@pytest.mark.parametrize("folder", EARLY)
def test_what_is_not_public_yet_is_shown_and_says_so(folder: str, served: Served) -> None:
    fields, named = EARLY[folder]
    file = served.content / f"{named.format(year=2026).strip('/')}.md"
    for year, more, told in ((2026, "\nstatus: draft", "这是草稿"), (2062, "", "2062-11-20 才公开")):
        address = named.format(year=year)
        dated = f"date: {year}-11-20{more}"
        file.write_text(f"---\ntitle: 还在写的一篇\nsummary: 试一试。\n{dated}\n{fields}---\n\n正文。\n")
        text = served.wait_for(address, told)
        assert "还在写的一篇</h1>" in text
        assert "还在写的一篇" not in served.get("/")[1]
        assert "还在写的一篇" not in served.get(f"/{folder}/")[1]
    file.write_text(file.read_text().replace("2062", "2026"))
    address = named.format(year=2026)
    deadline = time.monotonic() + PATIENCE
    while "preview-unreleased" in served.get(address)[1]:
        assert time.monotonic() < deadline
    file.unlink()
    gone(served, address)


def test_a_draft_of_a_guide_and_of_a_page_are_shown_too(served: Served) -> None:
    for folder in ("guides", "pages"):
        example = next((served.content / folder).glob("*.md"))
        file = example.with_name("early.md")
        words = "\n".join(line for line in example.read_text().splitlines() if not line.startswith("aliases"))
        file.write_text(words.replace("---\n", "---\nstatus: draft\n", 1))
        served.wait_for("/guides/early/" if folder == "guides" else "/early/", "这是草稿")
        file.unlink()


def test_a_folder_that_comes_gets_another_name_or_goes_is_followed(served: Served, tmp_path: Path) -> None:
    (tmp_path / "2024" / "inside").mkdir(parents=True)
    words = "---\ntitle: 搬来的一篇\nsummary: 试一试。\ndate: 2024-11-20\ncolumn: updates\n---\n\n正文。\n"
    addresses = [f"/news/2024/moved-{name}/" for name in ("one", "two")]
    for address in addresses:
        (tmp_path / "2024" / f"{address.split('/')[3]}.md").write_text(words)
    news = served.content / "news"
    (tmp_path / "2024").rename(news / "2024")
    for address in addresses:
        served.wait_for(address, "搬来的一篇")
    (news / "2024").rename(news / "2023")
    (news / "2023" / "moved-one.md").write_text(words.replace("一篇", "那一篇"))
    served.wait_for(addresses[0], "搬来的那一篇")
    served.wait_for(addresses[1], "搬来的一篇")
    (news / "2023").rename(tmp_path / "away")
    for address in addresses:
        gone(served, address)


def test_nothing_is_written(served: Served) -> None:
    assert not (served.content.parent / "output").exists()
    assert not (served.content.parent / ".kangle").exists()


def test_a_port_in_use_is_said(served: Served) -> None:
    command = [sys.executable, "-m", "plugins", "serve", "--content", str(served.content), "--port", str(served.port)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 2
    assert "端口" in done.stderr and "Traceback" not in done.stderr


def ask(served: Served, head: str) -> str:
    """What the preview says to a request that is written by hand."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as wire:
        wire.sendall(head.replace("\n", "\r\n").encode())
        said = b""
        while data := wire.recv(65536):
            said += data
    return said.decode(errors="replace")


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{8000}", "", "127.0.0.1.evil.example", "0.0.0.0:80"])
def test_another_name_that_leads_here_gets_nothing(host: str, served: Served) -> None:
    """DNS rebinding: a page elsewhere may not read what is being written."""
    said = ask(served, f"GET / HTTP/1.0\n{f'Host: {host}' if host else 'X: y'}\n\n")
    assert said.startswith("HTTP/1.0 403")
    assert "<h1" not in said
    for own in ("127.0.0.1", f"localhost:{served.port}", f"LOCALHOST:{served.port}"):
        assert ask(served, f"GET / HTTP/1.0\nHost: {own}\n\n").startswith("HTTP/1.0 200")


@pytest.mark.parametrize(
    ("path", "leads"),
    [("/news", "/news/"), ("//news", "/news/"), ("/services?x=1", "/services/"), ("/news/nothing", ""), ("/%ff", "")],
)
def test_an_address_without_its_last_slash_leads_on(path: str, leads: str, served: Served) -> None:
    said = ask(served, f"GET {path} HTTP/1.0\nHost: localhost\n\n").partition("\r\n\r\n")[0]
    assert said.startswith("HTTP/1.0 301" if leads else "HTTP/1.0 404")
    assert [line for line in said.splitlines() if line.startswith("Location")] == (
        [f"Location: {leads}"] if leads else []
    )


def test_only_this_machine_is_listened_to(served: Served) -> None:
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    heard = {line.split()[1] for line in lines if line.split()[3] == "0A"}
    mine = [place for place in heard if int(place.partition(":")[2], 16) == served.port]
    assert mine == [f"0100007F:{served.port:04X}"]


@pytest.mark.parametrize(
    "path",
    [
        "/images/../data/people.yaml", "/images/..%2f..%2f..%2fetc/passwd", "/images/%2e%2e/data/people.yaml",
        "/images//etc/passwd", "/images/%2fetc%2fpasswd", "//etc/passwd", "/images/..\\data\\people.yaml", "/images/%00",
        "/files/%0d%0aX: y", "/images/" + "a" * 5_000, "/images/link/people.yaml", "/images/link.yaml", "/images/",
        "/data/people.yaml", "/.preview/../data/people.yaml", "/%ff%fe", "http://evil.example/data/people.yaml",
    ],
)  # fmt: skip
def test_no_path_leads_out(path: str, served: Served) -> None:
    link = served.content / "images" / "link"
    if not link.is_symlink():
        link.symlink_to(served.content / "data")
        link.with_suffix(".yaml").symlink_to(served.content / "data" / "people.yaml")
    said = ask(served, f"GET {path} HTTP/1.0\nHost: localhost\n\n")
    assert said.startswith(("HTTP/1.0 404", "HTTP/1.0 400")), said[:80]
    assert "roles:" not in said
    assert "root:" not in said
    link.unlink()
    link.with_suffix(".yaml").unlink()


def test_two_hundred_slow_connections_keep_nobody_out(served: Served) -> None:
    """Each says a part of a request and waits; a browser that comes then is answered, and those that go leave no word."""
    slow = [socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) for _ in range(200)]
    for wire in slow:
        wire.sendall(b"GET / HTTP/1.1\r\nHost: loc")
    assert served.get("/")[0] == 200
    for number, wire in enumerate(slow):
        if number % 2:  # those hang up in the middle of the answer
            wire.sendall(b"alhost\r\n\r\n")
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        wire.close()
    assert served.get("/")[0] == 200
    os.set_blocking(served.process.stdout.fileno(), False)  # type: ignore[union-attr]
    said = (
        os.read(served.process.stdout.fileno(), 1 << 20)
        if select.select([served.process.stdout], [], [], 0)[0]
        else b""
    )  # type: ignore[union-attr]
    os.set_blocking(served.process.stdout.fileno(), True)  # type: ignore[union-attr]
    assert b"Traceback" not in said
    assert "程序出错".encode() not in said


BROKEN_SAVES: dict[str, tuple[str, bytes]] = {
    "not text": ("data/people.yaml", b"\xff\xfe\x00\x01" * 50),
    "nothing": ("data/community.yaml", b""),
    "half": ("data/services.yaml", b"- {id: a, name"),
    "another form": ("data/community.yaml", b"- a\n- b\n"),
    "a bomb": ("data/people.yaml", b"[" * 100_000),
    "NUL": ("pages/about.md", b"---\ntitle: \x00\n---\n\x00"),
    "a roster of 300 years": ("data/rosters/library-desk.yaml", b"from: 1900-01-01\nuntil: 2199-12-31\n"),
}


@pytest.mark.parametrize("kind", BROKEN_SAVES)
def test_it_survives_a_broken_save(kind: str, served: Served) -> None:
    path, data = BROKEN_SAVES[kind]
    file = served.content / path
    before = file.read_bytes()
    file.write_bytes(data)
    deadline = time.monotonic() + PATIENCE
    try:
        while not json.loads(served.get("/.preview/version?")[1])["problems"]:
            assert time.monotonic() < deadline, "no problem was told"
            time.sleep(0.05)
        assert served.get("/")[0] == 200
    finally:
        file.write_bytes(before)
    while json.loads(served.get("/.preview/version?")[1])["problems"]:
        assert time.monotonic() < deadline + PATIENCE, "it did not recover"
        time.sleep(0.05)
    assert served.process.poll() is None
