"""`kangle links` as it is typed: what it says, how it ends, what it leaves behind; and that nothing else asks other sites."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plugins.commands import links as module
from plugins.commands import main
from plugins.external.turns import Turns
from tests.conftest import ROOT, Change, change_site
from tests.external.hosts import Host, Town, drop, open_web, say

Run = Callable[..., Result]


@pytest.fixture
def run(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command with its cache below a folder of its own; it may come to 127.0.0.1 and waits for nobody."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "Web", open_web)
    monkeypatch.setattr(module, "Turns", partial(Turns, sleep=town.watch.sleep, stopwatch=town.watch.read))

    def call(*arguments: str, as_of: str = "2026-11-23 09:30") -> Result:
        return CliRunner().invoke(main, ["links", "content", "--as-of", as_of, *arguments])

    return call


def lead(*hosts: Host) -> Change:
    """Three places of the example site, each to a host of ours; the two web sites, the film and the note are left out."""
    pets, bus, jobs = (host.named for host in hosts)
    return {
        "policies/pets-2026.md": ("https://example.org/pets", f"{pets}/x"),
        "guides/bus-card.md": ("https://bus.example.org/", f"{bus}/x#top"),
        "data/services.yaml": ("https://jobs.example.org/", f"{jobs}/x"),
        "data/locations.yaml": ("  website: https://library.example.org/\n", ""),
        "data/organizations.yaml": ("  website: https://helpers.example.org/\n", ""),
        "films/bridge.md": ("link: https://video.example.org/bridge\n", ""),
        "notes/2026-11.yaml": ("  link: https://tea.example.org/ginger\n", ""),
    }


def test_what_an_editor_reads(town: Town, tmp_path: Path, run: Run) -> None:
    gone, moved, shut = town.host({"/x": say(410)}), town.host({"/x": say(301, Location="/y")}), town.host({"/x": drop})
    change_site(tmp_path, lead(gone, moved, shut))
    done = run()
    assert (
        done.stdout
        == f"""\
content/policies/pets-2026.md:11:13: source_url (原文网址): 找不到了（410）：{gone.named}/x → 换成现在的网址，或删掉这个链接
提醒：
content/data/services.yaml:39:15: online_url (网上办理): 连不上，说到一半断开了：{shut.named}/x → 过几天再查，3 天都这样就要改
content/guides/bus-card.md:34:13: online_url (网上办理): 搬走了：{moved.named}/x#top → 改成 {moved.named}/y#top
问了 3 个网址，0 个七天内看过。
有 1 处要改，2 处提醒。
"""
    )
    assert done.stderr == "要问 3 个网站的 3 个网址，请等一会儿。\n"
    assert done.exit_code == 1
    assert [p.name for p in (tmp_path / ".kangle").iterdir()] == ["external-links.json"]


def test_warnings_alone_are_no_failure(town: Town, tmp_path: Path, run: Run) -> None:
    home, login = town.host({"/x": say(308, Location="/")}), town.host({"/x": say(401)})
    change_site(tmp_path, lead(home, login, town.host({"/robots.txt": say(200, b"User-agent: *\nDisallow: /")})))
    done = run()
    assert done.exit_code == 0
    assert f"→ 只转到首页 {home.named}/，那一页多半没有了" in done.stdout
    assert "对方不让程序看（401）" in done.stdout
    assert (
        "问了 3 个网址，1 个按对方的要求（robots.txt）没有问，0 个七天内看过。\n有 0 处要改，2 处提醒。" in done.stdout
    )


def test_a_second_run_asks_nobody(town: Town, tmp_path: Path, run: Run) -> None:
    hosts = [town.host() for _ in range(3)]
    change_site(tmp_path, lead(*hosts))
    assert run().stdout == "问了 3 个网址，0 个七天内看过。\n没有发现错误。\n"
    for host in hosts:
        host.asked.clear()
    done = run(as_of="2026-11-29")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "问了 0 个网址，3 个七天内看过。\n没有发现错误。\n", "")
    assert [host.asked for host in hosts] == [[], [], []]
    assert run("--fresh").stdout.startswith("问了 3 个")
    assert run(as_of="2026-12-05").stdout.startswith("问了 3 个")


def test_no_network_is_said_and_nothing_is_kept(town: Town, tmp_path: Path, run: Run) -> None:
    hosts = [town.host({"/robots.txt": drop, "/x": drop}) for _ in range(3)]
    change_site(tmp_path, lead(*hosts))
    done = run()
    assert (done.exit_code, done.stdout) == (2, "")
    assert "没有查成：一个网站都连不上" in done.stderr
    assert not (tmp_path / ".kangle").exists()


def test_three_days_of_silence_end_in_a_failure(town: Town, tmp_path: Path, run: Run) -> None:
    change_site(tmp_path, lead(town.host(), town.host(), town.host({"/x": drop})))
    ends = [run(as_of=f"2026-11-{day}").exit_code for day in (23, 24, 25)]
    assert ends == [0, 0, 1]
    assert "连不上，说到一半断开了，3 天都这样：" in run(as_of="2026-11-26").stdout


@pytest.mark.parametrize("data", [b"", b"{}", b"\0\xff", b'{"schema": 1, "links": {"'])
def test_a_damaged_cache_is_ignored(town: Town, tmp_path: Path, run: Run, data: bytes) -> None:
    change_site(tmp_path, lead(*(town.host() for _ in range(3))))
    run()
    cache = tmp_path / ".kangle/external-links.json"
    whole = cache.read_bytes()
    cache.write_bytes(data)
    assert run().stdout.startswith("问了 3 个网址")
    assert cache.read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_no_reason_to_be_silent(town: Town, tmp_path: Path, run: Run) -> None:
    change_site(tmp_path, lead(town.host({"/x": say(404)}), town.host(), town.host()))
    (tmp_path / "file").touch()
    done = run("--cache", "file/links.json")
    assert done.exit_code == 1
    assert "这次的结果没有记下" in done.stderr
    assert "找不到了（404）" in done.stdout


def test_sources_with_an_error_come_first(town: Town, tmp_path: Path, run: Run) -> None:
    host = town.host()
    bad: Change = {"news/2026/lantern.md": ("column: updates", "column: nowhere")}
    change_site(tmp_path, {**lead(host, host, host), **bad})
    done = run()
    assert done.exit_code == 1
    assert "content/news/2026/lantern.md:5:9: column (栏目)" in done.stderr
    assert host.asked == []


def test_a_login_in_an_address_is_not_repeated(town: Town, tmp_path: Path, run: Run) -> None:
    host = town.host()
    change_site(
        tmp_path, {**lead(host, host, host), "data/services.yaml": ("https://jobs.", "https://me:secret@jobs.")}
    )
    done = run()
    assert done.exit_code == 1
    assert done.stderr == "要问 1 个网站的 2 个网址，请等一会儿。\n"
    assert "网址里写着用户名或密码：jobs.example.org/ →" in done.stdout
    assert "secret" not in done.output + (tmp_path / ".kangle/external-links.json").read_text()


def test_a_site_that_leads_nowhere_asks_nobody(tmp_path: Path, run: Run) -> None:
    out = {
        "policies/pets-2026.md": ("source_url: https://example.org/pets\n", ""),
        "guides/bus-card.md": ("online_url: https://bus.example.org/\n", ""),
        "data/services.yaml": ("  online_url: https://jobs.example.org/\n", ""),
        "data/locations.yaml": ("  website: https://library.example.org/\n", ""),
        "data/organizations.yaml": ("  website: https://helpers.example.org/\n", ""),
        "films/bridge.md": ("link: https://video.example.org/bridge\n", ""),
        "notes/2026-11.yaml": ("  link: https://tea.example.org/ginger\n", ""),
    }
    change_site(tmp_path, out)
    done = run()
    assert (done.exit_code, done.stdout) == (0, "问了 0 个网址，0 个七天内看过。\n没有发现错误。\n")


def test_nothing_but_this_verb_asks_other_sites() -> None:
    """No build, check or gate imports what does."""

    def uses(file: Path) -> bool:
        nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
        names = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        names += [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
        return any(name.startswith("plugins.external") for name in names)

    found = {file.relative_to(ROOT / "plugins").as_posix() for file in (ROOT / "plugins").rglob("*.py") if uses(file)}
    assert {name for name in found if not name.startswith("external/")} == {"commands/links.py"}
    recipes = (ROOT / "Makefile").read_text("utf-8")
    assert recipes.count("kangle links") == 1
