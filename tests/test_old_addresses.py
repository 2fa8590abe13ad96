"""Old addresses lead on, for every kind and on every host; one that is lost is noticed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic_core import PydanticCustomError

from plugins.calendars.calendars import make_calendars
from plugins.commands.check import check
from plugins.hosting.files import make_host_files
from plugins.hosting.nginx import write_nginx
from plugins.model.addresses import cases_of_kind_address, cases_of_year_address, category_address
from plugins.model.cases import Case
from plugins.model.moved import all_addresses
from plugins.model.scalars import parse_alias
from plugins.model.sources import Sources
from plugins.pages.feeds import make_feeds
from plugins.problems import Problem
from plugins.rules.lost import find_lost
from plugins.rules.reader import read
from plugins.site.site import make_site
from tests.conftest import EXAMPLE, NOW, Change, at, change_site, edit, plan

OLD: Change = {
    "data/services.yaml": ("- id: bus-card\n", "- id: bus-card\n  aliases: [/News/Show/, /2019/05/tongzhi.html]\n"),
    "data/places.yaml": ("- id: maple\n", "- id: maple\n  aliases: [/枫叶/]\n"),
    "data/community.yaml": ("  - id: notices\n", "  - id: notices\n    aliases: [/columns/gonggao/]\n"),
}
LEADS = {
    "/News/Show/": "/services/bus-card/",
    "/2019/05/tongzhi.html": "/services/bus-card/",
    "/枫叶/": "/places/maple/",
    "/columns/gonggao/": "/columns/notices/",
}


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("/2019/05/tongzhi.html", "/2019/05/tongzhi.html"),
        ("/News/Show/", "/News/Show/"),
        ("/通知/", "/通知/"),
        ("/%E9%80%9A%E7%9F%A5/", "/通知/"),
        ("/old-name", "/old-name/"),
        ("/show.asp", "/show.asp/"),
        ("https://old.example.org/a/b.html", "/a/b.html"),
    ],
)
def test_an_old_address_may_be_what_a_file_can_be(typed: str, read_as: str) -> None:
    assert parse_alias(typed) == read_as


@pytest.mark.parametrize(
    "typed", ["/show.asp?id=12", "/a/../b/", "old", "//x/", "/a b/", "/.git/", "/a#b", '/a";}/', "/{a}/", "/"]
)
def test_an_old_address_is_nothing_else(typed: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_alias(typed)


def test_every_kind_and_every_column_leads_on_from_its_old_addresses(changed: Callable[[Change], Sources]) -> None:
    site = make_site(changed(OLD), at(NOW))
    pages = plan(site)
    assert {old: pages[old].view.target.url for old in LEADS} == LEADS  # type: ignore[attr-defined]
    assert pages["/2019/05/tongzhi.html"].file == "2019/05/tongzhi.html"
    redirects = next(a for a in make_host_files(site) if a.file == "_redirects").data.decode()
    assert "/%E6%9E%AB%E5%8F%B6/ /places/maple/ 301\n" in redirects
    assert "/%E6%9E%AB%E5%8F%B6 /places/maple/ 301\n" in redirects
    assert redirects.count("/2019/05/tongzhi.html ") == 1
    nginx = write_nginx(site, Path("/srv/site"))
    assert 'location = "/枫叶" { return 301 /places/maple/; }' in nginx
    assert nginx.count('location = "/2019/05/tongzhi.html"') == 1


def test_the_pages_of_every_long_list_lead_on_from_where_they_once_stood(sources: Sources) -> None:
    services = tuple(sources.services[0].model_copy(update={"id": f"s-{n}", "guides": ()}) for n in range(45))
    cases = tuple(sources.of(Case)[0].model_copy(update={"id": f"C-2026-{n:04}"}) for n in range(130))
    more = {**sources.more, Case.kind.name: cases}
    site = make_site(replace(sources, services=services, guides=(), more=more), at(NOW))
    pages = plan(site)
    first = category_address(services[0].category)
    lists = [first, cases_of_year_address(cases[0].received.year), cases_of_kind_address(cases[0].case_kind)]
    redirects = next(a for a in make_host_files(site) if a.file == "_redirects").data.decode()
    for one in lists:
        for number in (2, 3):
            leaf = f"{one}page/{number}/"
            assert pages[f"{one}{number}/"].view.target.url == leaf  # type: ignore[attr-defined]
            assert pages[leaf].template in ("services.html", "cases.html")
            assert f"{one}{number}/ {leaf} 301\n" in redirects
        assert not {f"{one}4/", f"{one}page/4/"} & pages.keys()
    assert {f"{one}2/" for one in lists} <= set(all_addresses(site.sources))


def test_an_old_address_that_differs_by_capitals_alone_is_told(
    problems_of: Callable[[Change], tuple[Problem, ...]],
) -> None:
    found = problems_of({"data/services.yaml": ("- id: bus-card\n", "- id: bus-card\n  aliases: [/Services/]\n")})
    assert ["只差大小写" in p.message for p in found] == [True]


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The example in git."""
    content = change_site(tmp_path, {})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "a")
    return content


def lost(content: Path, now: datetime | None = None) -> list[tuple[str, str]]:
    reading = read(content)
    assert reading.sources, [str(p) for p in reading.errors]
    return [(p.path, p.fix) for p in find_lost(content, reading.sources, reading.trees, now or at(NOW))]


def test_nothing_is_lost_where_nothing_changed_or_nobody_knows(kept: Path, tmp_path: Path) -> None:
    assert lost(kept) == []
    (tmp_path / ".git").rename(tmp_path / "gone")
    (kept / "news/2026/lantern.md").rename(kept / "news/2026/lanterns.md")
    assert lost(kept) == []


def test_a_renamed_file_is_noticed_before_and_after_the_commit(kept: Path, tmp_path: Path) -> None:
    (kept / "news/2026/lantern.md").rename(kept / "news/2026/lanterns.md")
    said = [("news/2026/lanterns.md", "加上 aliases: [/news/2026/lantern/]")]
    assert lost(kept) == said
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "b")
    assert lost(kept) == said


def test_a_renamed_file_is_noticed_beside_an_error_and_what_is_faulty_is_not_taken_for_lost(kept: Path) -> None:
    (kept / "news/2026/lantern.md").rename(kept / "news/2026/lanterns.md")
    edit(kept, {"pages/about.md": ("title: ", "titel: ")})
    output = CliRunner().invoke(check, [str(kept), "--as-of", NOW]).output
    assert "加上 aliases: [/news/2026/lantern/]" in output
    assert "aliases: [/about/]" not in output


def test_an_alias_settles_it(kept: Path) -> None:
    (kept / "news/2026/lantern.md").rename(kept / "news/2026/lanterns.md")
    file = kept / "news/2026/lanterns.md"
    file.write_text(file.read_text("utf-8").replace("aliases:\n", "aliases:\n  - /news/2026/lantern/\n"), "utf-8")
    assert lost(kept) == []


def test_a_story_moved_to_another_year_is_noticed(kept: Path) -> None:
    file = kept / "news/2026/lantern.md"
    file.write_text(file.read_text("utf-8").replace("date: 2026-", "date: 2025-"), "utf-8")
    assert lost(kept) == [("news/2026/lantern.md", "加上 aliases: [/news/2026/lantern/]")]


def test_a_renamed_service_a_merged_one_and_a_renamed_column_are_noticed(kept: Path) -> None:
    edit(kept, {"data/places.yaml": ("- id: maple\n", "- id: maples\n")})
    for file in kept.rglob("*"):
        if file.suffix in (".md", ".yaml"):
            text = file.read_text("utf-8")
            file.write_text(
                text.replace("maple/", "maples/")
                .replace("maple]", "maples]")
                .replace("place: maple\n", "place: maples\n")
                .replace("id: diary", "id: journal")
                .replace("column: diary", "column: journal"),
                "utf-8",
            )
    assert ("data/places.yaml", "加上 aliases: [/places/maple/]") in lost(kept)
    assert ("data/community.yaml", "这一项加上 aliases: [/columns/diary/]") in lost(kept)


def test_what_is_deleted_is_told_with_the_alias_to_add(kept: Path) -> None:
    edit(kept, {"pages/about.md": None})
    found = [p for p in CliRunner().invoke(check, [str(kept), "--as-of", NOW]).output.splitlines() if "/about/" in p]
    assert any("没有了" in line and "aliases: [/about/]" in line for line in found) or any(
        "去不了" in line for line in found
    )


def test_a_draft_and_a_story_still_to_come_had_no_address(kept: Path) -> None:
    edit(kept, {"news/2026/unfinished.md": None})
    assert lost(kept) == []


FOLLOWED = {
    "/columns/notices/": "/feeds/{}.atom",
    "/rosters/library-desk/": "/calendars/rosters/{}.ics /rosters/{}/print/",
    "/organizations/helpers/": "/calendars/organizations/{}.ics",
    "/places/maple/": "/places/{}/1/ /services/place/{}/",
}


def test_what_hung_on_an_old_address_leads_on_too(changed: Callable[[Change], Sources]) -> None:
    """Feeds and calendars that people subscribe to, a building's page behind a printed code, the sheet to print."""
    place = (EXAMPLE / "data/places.yaml").read_text("utf-8")
    sources = changed(
        {
            "data/community.yaml": ("  - id: notices\n", "  - id: notices\n    aliases: [/columns/former/]\n"),
            "data/rosters/library-desk.yaml": ("name: ", "aliases: [/rosters/former/]\nname: "),
            "data/organizations.yaml": ("- id: helpers\n", "- id: helpers\n  aliases: [/organizations/former/]\n"),
            "data/places.yaml": place.replace("- id: maple\n", "- id: maple\n  aliases: [/places/former/]\n"),
        }
    )
    site = make_site(sources, at(NOW))
    pages = plan(site)
    files = {f"/{a.file}": a.data for a in (*make_feeds(site), *make_calendars(site))}
    rules = next(a.data.decode() for a in make_host_files(site) if a.file == "_redirects")
    known = set(all_addresses(sources))
    building = sources.place["maple"].buildings[0].id
    for new, below in FOLLOWED.items():
        for pattern in below.replace("/1/", f"/{building}/").split():
            old, now = pattern.replace("{}", "former"), pattern.replace("{}", new.split("/")[2])
            assert f"{old} {now} 301\n" in rules, old
            assert old in known
            if old.endswith("/"):
                assert pages[old].view.target.url == now  # type: ignore[attr-defined]
            else:
                assert files[old] == files[now]


def test_a_feed_that_another_column_has_now_stays_its_own(changed: Callable[[Change], Sources]) -> None:
    sources = changed({"data/community.yaml": ("  - id: notices\n", "  - id: notices\n    aliases: [/columns/all/]\n")})
    files = [a.file for a in make_feeds(make_site(sources, at(NOW)))]
    assert len(files) == len(set(files))
