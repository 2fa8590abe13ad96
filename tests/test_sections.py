"""What a community leaves out is nowhere: not in the menu, not on home, not at its address; and what is left hangs together."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pytest

from plugins.composition import all_files, all_pages
from plugins.media import list_versions
from plugins.model import address_of, all_addresses, list_addresses
from plugins.model.sections import HomePart, OptionalSection
from plugins.problems import Problem
from plugins.rules import read
from plugins.site import Site, make_frame, make_site
from tests.conftest import EXAMPLE, LOADED, NOW, ROOT, Change, at, change_site

COMMUNITY = "data/community.yaml"
END = "source_note: 全部是示例。\n"
OPTIONAL: tuple[OptionalSection, ...] = get_args(OptionalSection)


def add(lines: str) -> Change:
    """The example's community with more lines."""
    return {COMMUNITY: (END, f"{END}{lines}\n")}


def strip(content: Path, sections: tuple[str, ...]) -> None:
    """Take out the files of the sections, then every line that check tells of because it names what was there."""
    for section in {*sections} - {"screen", "data"}:
        shutil.rmtree(content / section, ignore_errors=True)
        shutil.rmtree(content / "data" / section, ignore_errors=True)
        (content / "data" / f"{section}.yaml").unlink(missing_ok=True)
    for _ in range(6):  # a notice that is about nothing any more has a time too many
        _strip_told(content, {(p.path, p.line): p.field for p in read(content).errors})


def _strip_told(content: Path, told: dict[tuple[str, int], str]) -> None:
    for path in {path for path, _ in told}:
        kept = ""
        for number, line in enumerate((content / path).read_text("utf-8").splitlines(keepends=True), 1):
            field = told.get((path, number))
            kept += re.sub(r"\]\(/[^)]*\)", "](/)", line) if field == "body" else "" if field else line
        (content / path).write_text(re.sub(r"^ *[a-z_]+:\n(?=[a-z#]|- id)", "", kept, flags=re.M), "utf-8")


def site_of(content: Path) -> Site:
    reading = read(content)
    assert reading.sources, reading.errors
    return make_site(reading.sources, at(NOW))


def check_whole(site: Site) -> None:
    """Pages are those the addresses promise, and every link of every view leads to one."""
    pages = {page.address: page for page in all_pages(site)}
    files = {f"/{a.file}" for a in all_files(site)} | {f"/{f}" for f in site.sources.files}
    versions = (list_versions(picture, size) for picture, size in site.sources.sizes.items())
    files |= {f"/{version.file}" for found in versions if found for version in found.all()}
    promised = {*list_addresses(site.sources), *map(address_of, site.sources.entries())}
    assert promised <= pages.keys()
    assert {a for a in all_addresses(site.sources) if not a.endswith("/")} <= files | {"/404.html"}
    frame = make_frame(site, *LOADED)
    for address, page in [("the frame", frame), *((a, p.view) for a, p in pages.items())]:
        for url in re.findall(r"url='(/[^']*)'", repr(page)):
            known = url.startswith("/theme/") or url.partition("#")[0] in pages.keys() | files
            assert known, f"{address} leads to {url}"


@pytest.mark.parametrize(
    "without",
    [(s,) for s in OPTIONAL] + [c for i, c in enumerate(combinations(OPTIONAL, 2)) if i % 5 == 0] + [OPTIONAL],
    ids="-".join,
)
def test_what_is_left_out_is_nowhere_and_the_rest_hangs_together(tmp_path: Path, without: tuple[str, ...]) -> None:
    wanted = {*without}
    wanted |= {"guides"} if "services" in wanted else set()
    wanted |= {"grids"} if "places" in wanted else set()
    wanted |= {"rosters", "screen"} if "organizations" in wanted else set()
    content = change_site(tmp_path, add(f"without: [{', '.join(sorted(wanted))}]"))
    strip(content, tuple(wanted))
    site = site_of(content)
    check_whole(site)
    there = {page.address for page in all_pages(site)}
    gone = wanted | ({"screen"} if "rosters" in wanted else set())
    assert not [a for a in there if a.split("/")[1] in gone]
    frame = make_frame(site, *LOADED)
    assert not {item.id for item in frame.menu} & gone


def test_a_section_that_is_left_out_is_told_with_its_files(
    problems_of: Callable[[Change], tuple[Problem, ...]],
) -> None:
    (told,) = problems_of(add("without: [grids]"))
    assert (told.level, told.field) == ("warning", "without[0]")
    assert "data/grids.yaml 里写的都不会显示" in told.message


@pytest.mark.parametrize(
    ("lines", "field", "said"),
    [
        ("menu: [news, policies, news]", "menu[2]", "“news”写了两次"),
        ("home: [rosters]", "home[0]", "没有“rosters”这个选项"),
        ("home: [tasks, tasks]", "home[1]", "“tasks”写了两次"),
        ("without: [screen, screen]", "without[1]", "“screen”写了两次"),
        ("without: [screen]\nmenu: [home, screen]", "menu[1]", "without 里写了不设 screen，这里不会显示"),
        ("without: [guides]", "frequent_guides[0]", "写了“bus-card”，可是网站不设办事指南"),
        ("without: [new]", "without[0]", "没有“new”这个选项"),
        ("menu: [about]", "menu[0]", "没有“about”这个选项"),
        ("home: []\nmenu: 新闻", "menu", "应为列表"),
    ],
)
def test_a_contradiction_is_told(
    problems_of: Callable[[Change], tuple[Problem, ...]], lines: str, field: str, said: str
) -> None:
    assert (field, said) in [(p.field, p.message) for p in problems_of(add(lines))]


def home_of(site: Site) -> Any:
    return next(page.view for page in all_pages(site) if page.address == "/")


def test_menu_and_home_follow_what_the_community_wrote(tmp_path: Path) -> None:
    lines = "menu: [policies, home, rosters]\nhome: [hotlines, services, places, doors, notices]"
    site = site_of(change_site(tmp_path, add(lines)))
    frame = make_frame(site, *LOADED)
    assert [item.url for item in frame.menu] == ["/policies/", "/", "/rosters/"]
    assert [(b.tone, b.parts) for b in home_of(site).bands] == [
        ("rescue", ("hotlines",)),
        ("plain", ("services",)),
        ("tinted", ("places",)),
        ("plain", ("doors", "notices")),
    ]


def test_notices_join_the_news_where_home_has_no_part_for_them(tmp_path: Path) -> None:
    home = home_of(site_of(change_site(tmp_path, add("home: [news]"))))
    assert "12月检修水管" in [card.title for card in home.news]


@pytest.mark.parametrize("part", get_args(HomePart))
def test_home_can_be_one_part_alone(tmp_path: Path, part: str) -> None:
    bands = home_of(site_of(change_site(tmp_path, add(f"home: [{part}]")))).bands
    assert [b.parts for b in bands] == [(part,)]


SMALLEST = "name: 柳岸村\nfull_name: 柳岸村\nmotto: 好\ndescription: 好。\nurl: https://liuan.test\naddress: 柳岸村\n"
SMALLEST += "phone: 0755-5550-0100\ncomplaints_phone: 0755-5550-0199\nstation: hall\n"
HALL = "- {id: hall, name: 村部, kind: office, description: 大厅。, address: 柳岸村}\n"
ALONE = {
    "policies/rule.md": "title: 规定\nsummary: 规定。\ndate: 2026-01-01\nissuer: 村委会\neffective: 2026-01-01\napplies_to: 全体",
    "activities/2026/film.md": "title: 电影\nsummary: 电影。\ndate: 2026-11-01\nstarts: 2026-12-01 19:00\nends: 2026-12-01 21:00",
    "pages/history.md": "title: 村史\nsummary: 村史。",
    "data/places.yaml": "- {id: east, name: 东头, kind: garden, description: 东头。, buildings: [{id: b1, name: 1组}]}\n",
    "data/organizations.yaml": "- {id: council, name: 村委会, kind: committee, purpose: 管事。}\n",
    "data/locations.yaml": HALL + "- {id: store, name: 供销社, kind: room, description: 买东西。, address: 柳岸村}\n",
}


@pytest.mark.parametrize("name", ALONE)
def test_one_entry_of_any_kind_alone_is_a_site(tmp_path: Path, name: str) -> None:
    """Also without any column, category or audience."""
    files = {COMMUNITY: SMALLEST, "data/locations.yaml": HALL, name: ALONE[name]}
    for path, text in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{text}\n---\n\n正文。\n" if path.endswith(".md") else text, "utf-8")
    check_whole(site_of(tmp_path))


def test_what_the_guide_for_adopters_shows_is_enough_and_right(tmp_path: Path) -> None:
    """The files it shows with one policy are a site; what it adds later to community.yaml is without a problem too."""
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "adopting.md").read_text("utf-8"), re.S)
    community, locations, parts, looks = blocks
    files = {
        "data/locations.yaml": locations,
        "policies/rule.md": f"---\n{ALONE['policies/rule.md']}\n---\n\n正文。\n",
        "images/logo.svg": (EXAMPLE / "images" / "tree.svg").read_text("utf-8"),
        "images/skyline.svg": (EXAMPLE / "images" / "tree.svg").read_text("utf-8"),
    }
    for path, text in (files | {COMMUNITY: community}).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert read(tmp_path).problems == ()
    shown = looks.replace("images/icon.png", "images/logo.svg")
    (tmp_path / COMMUNITY).write_text(community + parts + shown, "utf-8")
    assert read(tmp_path).problems == ()


@pytest.mark.parametrize("drafts", [False, True])
def test_a_site_of_the_service_centre_alone_is_empty(tmp_path: Path, drafts: bool) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / COMMUNITY).write_text(SMALLEST, "utf-8")
    (tmp_path / "data/locations.yaml").write_text(HALL, "utf-8")
    if drafts:
        (tmp_path / "pages").mkdir()
        (tmp_path / "pages/draft.md").write_text("---\ntitle: 草\nsummary: 草。\nstatus: draft\n---\n\n草。\n", "utf-8")
    assert [p.message for p in read(tmp_path).errors] == ["没有任何内容，网站会是空的"]


def test_the_example_has_every_section() -> None:
    assert site_of(EXAMPLE).sources.sections >= set(OPTIONAL)
