"""`kangle verify` finds whatever is not as it was published, on a live site and in a folder."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from plugins.failure import OutputError
from plugins.hosting import pack
from plugins.publish import verify
from plugins.publish.release import NAME, read_release
from plugins.publish.verify import find_overdue, verify_folder, verify_site
from tests.publish.stage import FULL, SEED, Project

CORRUPTIONS = 50 if FULL else 15


@pytest.fixture
def published(signed: Project, tmp_path: Path) -> Path:
    """A folder as a host serves it, the links of nobody else's files."""
    folder = tmp_path / "www"
    shutil.copytree(signed.output, folder)
    shutil.copyfile(signed.signed, folder / NAME)
    (folder / ".nojekyll").touch()
    return folder


class Host(SimpleHTTPRequestHandler):
    """A host that may do one thing wrong with one address."""

    wrong: tuple[str, str] = ("", "")
    packed: bool = False

    def do_GET(self) -> None:
        file = unquote(self.path).lstrip("/")
        file += "index.html" if file.endswith("/") or not file else ""
        kind = self.wrong[1] if self.wrong[0] == file else ""
        if kind == "error":
            return self.send_error(500)
        if kind == "redirect":
            self.send_response(302)
            self.send_header("Location", "/index.html")
            return self.end_headers()
        path = Path(self.directory, file)
        if not path.is_file():
            return self.send_error(404)
        data = path.read_bytes()
        packs = self.packed and "gzip" in self.headers["Accept-Encoding"]
        body = gzip.compress(data + (b" " if kind == "stale copy" else b"")) if packs else data
        self.send_response(200)
        self.send_header("Content-Length", str(len(body) + (10 if kind == "breaks off" else 0)))
        if packs:
            self.send_header("Content-Encoding", "br" if kind == "strange packing" else "gzip")
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if kind == "cut packing" else body)
        return None

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def serve(folder: Path, wrong: tuple[str, str] = ("", ""), packed: bool = False) -> Iterator[str]:
    host = type("Broken", (Host,), {"wrong": wrong, "packed": packed})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(host, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.publish.verify.PAUSE", 0.0)


def test_what_was_published_is_as_it_was_published(published: Path, signed: Project) -> None:
    assert verify_folder(published) == ()
    for packed in (False, True):
        with serve(published, packed=packed) as url:
            assert verify_site(url) == ()
            assert verify_site(f"{url}/", read_release(signed.signed.read_bytes())) == ()


Corruption = Callable[[Path, random.Random], None]


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def truncate(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def append(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def empty(path: Path, chance: random.Random) -> None:
    path.write_bytes(b"")


def delete(path: Path, chance: random.Random) -> None:
    path.unlink()


def recase(path: Path, chance: random.Random) -> None:
    path.rename(path.with_name(path.name.upper()))


def confuse(path: Path, chance: random.Random) -> None:
    """Another page in its place, as a host does that has one answer for everything."""
    path.write_bytes(b"<!doctype html>\n<html><body>" + b"x" * path.stat().st_size)


FILES: tuple[Corruption, ...] = (flip, truncate, append, empty, delete, recase, confuse)
HOSTS = ("error", "redirect", "breaks off", "stale copy", "strange packing", "cut packing")


def test_every_corruption_of_a_served_site_is_found(published: Path, tmp_path: Path) -> None:
    """One file at a time, of any kind and the manifest too; what is found names the file and nothing else."""
    chance = random.Random(SEED)
    files = sorted(f for f in read_release((published / NAME).read_bytes()).files if (published / f).stat().st_size)
    found: dict[str, int] = {}
    for number in range(CORRUPTIONS):
        kind = (*FILES, *HOSTS)[number % (len(FILES) + len(HOSTS))]
        file = NAME if number % 10 == 9 and not isinstance(kind, str) else chance.choice(files)
        folder = tmp_path / str(number)
        shutil.copytree(published, folder)
        if not isinstance(kind, str):
            kind(folder / file, chance)
        name = kind if isinstance(kind, str) else kind.__name__
        wrong = (file, kind) if isinstance(kind, str) else ("", "")
        with serve(folder, wrong, packed=number % 2 == 1 or "pack" in name or "copy" in name) as url:
            faults = verify_site(url)
        assert len(faults) == 1 and faults[0].startswith(f"{file}: "), (name, file, faults)
        if not isinstance(kind, str):
            assert [f for f in verify_folder(folder) if f.startswith(f"{file}: ")], (name, file)
        found[name] = found.get(name, 0) + 1
        shutil.rmtree(folder)
    print(f"{sum(found.values())} of {CORRUPTIONS} corruptions found: {found}")


def test_what_a_folder_has_too_much(published: Path) -> None:
    (published / "stray.html").write_text("x")
    (published / "about" / "CNAME").write_text("x")
    (published / "link").symlink_to(published / "index.html")
    assert [f.partition(": ")[0] for f in verify_folder(published)] == ["about/CNAME", "link", "stray.html"]


def test_a_whole_site_that_is_another_release(published: Path, signed: Project) -> None:
    release = read_release(signed.signed.read_bytes())
    other = release.model_copy(update={"clock": "2026-11-24T00:00:00+08:00"})
    assert verify_folder(published, other) == (f"{NAME}: 不是指定的那一次发布",)


def test_a_server_that_is_busy_is_asked_again(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, int] = {}
    get = verify._get

    def busy(address: str, encoding: str) -> verify.ServedFile:
        asked[address] = asked.get(address, 0) + 1
        return get(address, encoding) if asked[address] > 1 else verify.ServedFile(503, b"")

    monkeypatch.setattr("plugins.publish.verify._get", busy)
    with serve(published) as url:
        assert verify_site(url) == ()
    assert min(asked.values()) == 2


def test_an_old_address_may_lead_to_where_the_release_says_and_nowhere_else(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, _ = (published / "_redirects").read_text().split("\n")[0].split()
    get = verify._get
    for status, target, expected in (
        (301, new, 0),
        (308, new, 0),
        (302, new, 1),
        (301, "/", 1),
        (301, f"//other.example{new}", 1),
    ):

        def answer(address: str, encoding: str, status: int = status, target: str = target) -> verify.ServedFile:
            return verify.ServedFile(status, b"", "", target) if address.endswith(old) else get(address, encoding)

        monkeypatch.setattr("plugins.publish.verify._get", answer)
        with serve(published) as url:
            faults = verify_site(url)
        assert len(faults) == expected, (status, target, faults)
        assert all("被转到" in fault for fault in faults)


def test_a_host_may_keep_its_rules_to_itself_but_only_all_of_them(published: Path) -> None:
    (published / "_redirects").unlink()
    with serve(published) as url:
        assert verify_site(url) == ("_redirects: 没有这个文件（404）",)
    (published / "_headers").unlink()
    with serve(published) as url:
        assert verify_site(url) == ()


def test_a_packed_copy_of_an_older_page_is_told_as_what_it_is(published: Path) -> None:
    """A folder that was packed, then brought up to date and not packed again: browsers get the old page."""
    pack(published)
    assert verify_folder(published) == ()
    copy = published / "index.html.gz"
    copy.write_bytes(gzip.compress(b"old"))
    stray = published / "gone.html.gz"
    stray.write_bytes(gzip.compress(b"gone"))
    old, extra = sorted(verify_folder(published), reverse=True)
    assert old.startswith("index.html.gz: 压缩的副本和原文件不一样") and old.endswith("再运行一次 kangle pack")
    assert extra == "gone.html.gz: 清单里没有 → 多出来的文件"
    copy.write_bytes(b"no gzip")
    assert any(fault.startswith("index.html.gz: 压缩的副本") for fault in verify_folder(published))
    with serve(published, ("index.html", "stale copy"), packed=True) as url:
        assert verify_site(url) == (f"index.html: {old.partition(': ')[2]}",)


def test_a_site_whose_clock_has_stopped_is_told(published: Path) -> None:
    due = datetime.fromisoformat(json.loads((published / "next-change.json").read_text())["next_change"])
    with serve(published) as url:
        assert find_overdue(url, due) == ""
        assert find_overdue(url, due + timedelta(hours=23)) == ""
        told = find_overdue(url, due + timedelta(days=70))
        assert "已经过了 70 天 → 定时任务可能停了" in told and f"{due:%Y-%m-%d %H:%M}" in told
        (published / "next-change.json").write_text("[]")
        assert find_overdue(url, due + timedelta(days=70)) == ""


def test_where_nothing_is(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="连不上"):
        verify_site("http://127.0.0.1:9")
    with pytest.raises(OutputError, match="没有这个文件夹"):
        verify_folder(tmp_path / "nowhere")
    assert verify_folder(tmp_path) == (f"{NAME}: 没有清单",)


def test_the_command(published: Path, signed: Project) -> None:
    done = signed.run("verify", str(published), "--manifest", str(signed.signed))
    assert (done.code, done.out) == (0, "和清单完全一样。\n")
    (published / "index.html").write_text("x")
    done = signed.run("verify", str(published))
    assert done.code == 1
    assert done.out.startswith("index.html: 内容不全")
    assert signed.run("verify", "nowhere").code == 2
