"""What the site tells hosts: headers, redirects, the next change, packed copies; and what `kangle diff` says."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from plugins.commands.diff import diff
from plugins.commands.nginx import nginx
from plugins.hosting.files import make_host_files
from plugins.hosting.nginx import write_nginx
from plugins.hosting.packing import pack
from plugins.hosting.rules import HASHED, TYPES, header_rules, moved
from plugins.model.sources import Sources
from plugins.publish.release import Release, Signature, SourceCommit, describe, digest_files, write_release
from plugins.site.security import security_headers
from plugins.site.site import make_site
from tests.conftest import NOW, ROOT, SITES, at

HOSTS = ("https://spruce.example.org", "https://example.org/kangle")


def files(sources: Sources, url: str, now: str = NOW) -> dict[str, str]:
    return {a.file: a.data.decode() for a in make_host_files(make_site(sources, at(now), url))}


@pytest.mark.parametrize("url", HOSTS)
def test_headers_are_those_of_the_one_policy_and_none_is_said_twice(sources: Sources, url: str) -> None:
    """Cloudflare and Netlify join the values of two rules that match; so no rule repeats another's name."""
    root = make_site(sources, at(NOW), url).root
    rules: dict[str, dict[str, str]] = {}
    for line in files(sources, url)["_headers"].splitlines():
        if line.startswith("/"):
            rules[line] = {}
        else:
            name, _, value = line.strip().partition(": ")
            rules[list(rules)[-1]][name] = value
    assert rules.pop(f"{root}/*") == dict(security_headers(url))
    assert {name for rule in rules.values() for name in rule} == {"Cache-Control"}
    assert list(rules) == [f"{root}/theme/:file", f"{root}/next-change.json"]


@pytest.mark.parametrize("url", HOSTS)
def test_redirects_lead_from_every_old_address_to_the_page(sources: Sources, url: str) -> None:
    site = make_site(sources, at(NOW), url)
    lines = files(sources, url)["_redirects"].splitlines()
    old = {alias for entry in sources.entries() for alias in entry.old_addresses}
    assert old
    assert {line.split()[0] for line in lines} == {site.root + a for alias in old for a in (alias, alias.rstrip("/"))}
    assert all(line.split()[2] == "301" and line.split()[1].startswith(f"{site.root}/") for line in lines)


def test_the_next_change_is_the_sites_and_the_same_until_then(sources: Sources) -> None:
    site = make_site(sources, at(NOW))
    text = files(sources, "", NOW)["next-change.json"]
    assert datetime.fromisoformat(orjson.loads(text)["next_change"]) == site.until > site.now
    before = make_site(sources, site.until - timedelta(seconds=1))
    assert {a.file: a.data.decode() for a in make_host_files(before)}["next-change.json"] == text
    after = make_site(sources, site.until)
    assert {a.file: a.data.decode() for a in make_host_files(after)}["next-change.json"] != text


def test_nginx_says_every_rule_in_its_own_words(sources: Sources) -> None:
    site = make_site(sources, at(NOW), HOSTS[1])
    text = write_nginx(site, Path("/srv/kangle/site"), "8080")
    for name, value in header_rules(site):
        assert f"add_header {name} " in text
        assert value in text
    for old, new in moved(site):
        assert f'location = "{old}" {{ return 301 {new}; }}' in text
    assert text.count("{") - HASHED.count("{") == text.count("}") - HASHED.count("}")
    assert 'alias "/srv/kangle/site/";' in text


@pytest.mark.parametrize("folder", ["site", "/srv/a;b", '/srv/"', "/srv/$host", "/srv/{a}"])
def test_nginx_is_given_no_folder_it_would_read_otherwise(folder: str) -> None:
    done = CliRunner().invoke(nginx, [folder])
    assert done.exit_code == 2
    assert "完整的路径" in done.output


def test_every_ending_of_the_site_has_a_type() -> None:
    endings = {file.suffix[1:].lower() for place in (*SITES.values(), ROOT / "theme" / "static")
               for file in place.rglob("*") if file.is_file()} - {"md", "yaml", ""}  # fmt: skip
    assert endings - TYPES.keys() == set()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    site = tmp_path / "site"
    (site / ".git").mkdir(parents=True)
    (site / ".well-known").mkdir()
    for name, data in {
        "index.html": "青溪社区" * 200,
        "a.css": "p{color:red}" * 90,
        ".well-known/security.txt": "Contact: mailto:a@example.org\n" * 9,
        "tiny.txt": "a",
        "photo.jpg": "x" * 900,
        ".git/config.txt": "x" * 900,
    }.items():
        (site / name).write_text(data)
    yield site


def packed(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*.gz"))}


def test_text_is_packed_where_it_pays_and_nothing_else(folder: Path) -> None:
    assert pack(folder) == 3
    copies = packed(folder)
    assert set(copies) == {"index.html.gz", "a.css.gz", ".well-known/security.txt.gz"}
    for name, data in copies.items():
        original = folder / name.removesuffix(".gz")
        assert gzip.decompress(data) == original.read_bytes()
        assert (folder / name).stat().st_mtime == original.stat().st_mtime


def test_packing_again_makes_the_same_bytes_and_drops_what_is_gone(folder: Path) -> None:
    pack(folder)
    first = packed(folder)
    os.utime(folder / "a.css", (1, 1))
    pack(folder)
    assert packed(folder) == first
    (folder / "a.css").unlink()
    (folder / "index.html").write_text("changed " * 100)
    assert pack(folder) == 2
    assert set(packed(folder)) == {"index.html.gz", ".well-known/security.txt.gz"}
    assert packed(folder)["index.html.gz"] != first["index.html.gz"]


PAGE = "<html><head><title>{0}</title></head><body><header>{1}</header><main><h1>{0}</h1>{2}</main></body></html>"


def write(folder: Path, pages: dict[str, str]) -> Path:
    for name, text in pages.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def test_diff_names_pages_and_only_counts_frames(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {
        "index.html": PAGE.format("首页", "", "早"), "a/index.html": PAGE.format("甲 &lt;b&gt; [x]", "", ""),
        "b/index.html": PAGE.format("乙", "", "1"), "feeds/all.atom": "1"})  # fmt: skip
    new = write(tmp_path / "new", {
        "index.html": PAGE.format("首页", "新页眉", "早"), "b/index.html": PAGE.format("乙", "新页眉", "2"),
        "c/index.html": PAGE.format("丙", "新页眉", ""), "feeds/all.atom": "2"})  # fmt: skip
    said = CliRunner().invoke(diff, [str(old), str(new)]).output
    assert "新增 1 页，改动 1 页，去掉 1 页，另有 1 页只有页眉、页脚或样式不同，其他文件 1 个。" in said
    assert "#### 新增的页面（1）\n\n- 丙 `/c/`" in said
    assert "#### 改动的页面（1）\n\n- 乙 `/b/`" in said
    assert "#### 去掉的页面（1）\n\n- 甲 \\<b\\> \\[x\\] `/a/`" in said
    assert "#### 改动的其他文件（1）\n\n- `/feeds/all.atom`" in said
    assert "没有变化" in CliRunner().invoke(diff, [str(old), str(old)]).output


def test_diff_reads_manifests_and_says_what_it_cannot_read(tmp_path: Path) -> None:
    def manifest(name: str, pages: dict[str, bytes]) -> str:
        listed = {path: describe(data) for path, data in pages.items()}
        release = Release(
            source=SourceCommit(commit="0" * 40, order=1, committed=1), url="https://example.org", clock="",
            tree=digest_files(listed), files=listed,
            gates=[Signature(gate="check", examined=1, planted=1, tree=digest_files(listed))])  # fmt: skip
        (tmp_path / name).write_bytes(write_release(release))
        return str(tmp_path / name)

    old = manifest("old.json", {"index.html": b"1", "x/index.html": b""})
    new = manifest("new.json", {"index.html": b"2"})
    assert "改动 1 页，去掉 1 页。" in CliRunner().invoke(diff, [old, new]).output
    (tmp_path / "new.json").write_bytes((tmp_path / "new.json").read_bytes().replace(b"0000", b"0001", 1))
    for bad in (new, str(tmp_path / "gone")):
        done = CliRunner().invoke(diff, [old, bad])
        assert done.exit_code == 2
        assert "检查路径" in done.output
