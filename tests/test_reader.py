"""Reading a content folder: what becomes of good files, and that one fault never hides or makes another."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from plugins.model.moments import SHANGHAI
from plugins.model.sources import Sources
from plugins.problems import Problem
from plugins.rules.reader import Library, read
from tests.attachments import PDF, office
from tests.conftest import EXAMPLE, ROOT, Change, change_site, edit
from tests.pictures import gif, jpeg, lossy, png, riff

Problems = Callable[[Change], tuple[Problem, ...]]
Changed = Callable[[Change], Sources]

STORY = "---\ntitle: 一篇\nsummary: 摘要。\ndate: 2026-11-01\ncolumn: updates\n---\n正文。\n"


def lines(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{p.path}:{p.line} {p.field}" for p in problems]


def test_the_example_site_has_everything_in_a_stable_order(sources: Sources) -> None:
    assert [n.slug for n in sources.news] == ["new-year", "winter-water", "bus-card-desk", "lantern", "water-2025"]
    assert [a.slug for a in sources.activities] == ["mid-autumn", "tai-chi", "clinic"]
    assert [p.slug for p in sources.policies] == ["pets-2026", "pets-2024"]
    assert [g.slug for g in sources.guides] == ["bus-card", "job-register"]
    assert [d.id_or_slug for d in sources.drafts] == ["unfinished", "2025-003"]
    assert [p.id for p in sources.people] == ["helper-1", "helper-2", "helper-3", "helper-4"]
    assert sources.files == (
        "files/form.txt",
        "files/lights.mp4",
        "files/lights.vtt",
        "images/lawn.jpg",
        "images/tree.svg",
    )


def test_reading_twice_gives_equal_sources(sources: Sources) -> None:
    assert read(EXAMPLE).sources == sources


def test_a_day_without_a_time_is_its_midnight_in_shanghai(sources: Sources) -> None:
    lantern = next(n for n in sources.news if n.slug == "lantern")
    assert lantern.date == datetime(2026, 9, 24, tzinfo=SHANGHAI)


def test_values_stay_as_typed(changed: Changed) -> None:
    found = changed({"data/places.yaml": ("property_phone: 0755-5550-0110", "property_phone: 05715550101")})
    assert found.place["spruce"].property_phone == "05715550101"


def test_a_hash_inside_a_quoted_value_stays(changed: Changed) -> None:
    found = changed({"data/places.yaml": ("name: 1栋", 'name: "3号楼 #301"')})
    assert found.place["spruce"].buildings[0].name == "3号楼 #301"


def test_a_byte_order_mark_and_windows_line_ends_are_read(changed: Changed, sources: Sources) -> None:
    text = (EXAMPLE / "pages" / "about.md").read_text("utf-8")
    found = changed({"pages/about.md": b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()})
    assert found.pages[0].body == sources.pages[0].body


def test_lines_are_counted_from_the_start_of_the_file_in_windows_files(problems_of: Problems) -> None:
    text = STORY.replace("column: updates", "column: nothing").replace("\n", "\r\n")
    assert lines(problems_of({"news/2026/a.md": text})) == ["news/2026/a.md:5 column"]


def test_a_story_takes_its_address_from_its_file_name_without_the_date(changed: Changed) -> None:
    found = changed({"news/2026/2026-11-01-water-off.md": STORY})
    assert "water-off" in {n.slug for n in found.news}


def test_a_chinese_file_name_gives_a_stable_address_of_its_own(tmp_path: Path) -> None:
    names = ["停水通知", "停电通知", "公示", "公事", "😀", "（空 格）"]
    reading = read(change_site(tmp_path, {f"news/2026/{name}.md": STORY for name in names}))
    assert {p.level for p in reading.problems} == {"warning"}
    assert [p.path for p in reading.problems] == sorted(f"news/2026/{name}.md" for name in names)
    assert all("写一行 slug" in p.fix for p in reading.problems)
    assert reading.sources
    slugs = {n.slug for n in reading.sources.news if n.title == "一篇"}
    assert len(slugs) == len(names)
    assert "nb3b35ecd1b" in slugs


def test_the_same_chinese_name_on_two_days_gives_two_addresses(tmp_path: Path) -> None:
    changes: Change = {"news/2026/2026-11-01-停水通知.md": STORY, "news/2026/2026-11-08-停水通知.md": STORY}
    found = read(change_site(tmp_path, changes)).sources
    assert found and len({n.slug for n in found.news if n.title == "一篇"}) == 2


def test_a_slug_left_empty_is_the_file_name(changed: Changed) -> None:
    found = changed({"news/2026/left-empty.md": STORY.replace("column", "slug:\ncolumn")})
    assert "left-empty" in {n.slug for n in found.news}


def test_a_field_left_empty_is_a_field_not_written(changed: Changed) -> None:
    found = changed({"news/2026/a.md": STORY.replace("column: updates", "column: updates\nexpires:\nimage:\nplaces:")})
    assert next(n for n in found.news if n.slug == "a").expires is None


def test_a_draft_is_read_but_is_not_among_the_public(sources: Sources) -> None:
    public = {e.path for e in sources.entries()}
    assert "news/2026/unfinished.md" not in public
    assert sources.drafts[0].path == "news/2026/unfinished.md"


def test_a_draft_is_checked_like_any_story(problems_of: Problems) -> None:
    found = problems_of({"news/2026/unfinished.md": ("places: [spruce]", "places: [pine]")})
    assert lines(found) == ["news/2026/unfinished.md:7 places[0]"]


def test_a_missing_content_folder_is_one_plain_problem(tmp_path: Path) -> None:
    found = read(tmp_path / "nowhere")
    assert [str(p) for p in found.problems] == [
        ".:1:1: 读不了这个文件夹（No such file or directory） → 检查文件夹是否存在、能否打开",
        "data/community.yaml:1:1: 社区资料: 没有这个文件 → 新建 data/community.yaml，写上社区名称、电话和栏目",
    ]


def test_an_empty_content_folder_asks_for_the_community(tmp_path: Path) -> None:
    assert lines(read(tmp_path).problems) == ["data/community.yaml:1 "]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = change_site(tmp_path, {})
    whole = Path.read_bytes

    def fail(self: Path) -> bytes:
        if self.name == "about.md":
            raise PermissionError(13, os.strerror(13))
        return whole(self)

    monkeypatch.setattr(Path, "read_bytes", fail)
    found = read(content).problems
    assert [p.message for p in found if p.path == "pages/about.md"] == ["读不了这个文件（Permission denied）"]
    assert {p.path for p in found} == {"pages/about.md"}


@pytest.mark.parametrize("table", ["places", "grids", "locations", "services", "organizations", "people", "workdays"])
def test_a_table_that_is_no_list_is_one_problem(problems_of: Problems, table: str) -> None:
    found = problems_of({f"data/{table}.yaml": "id: a\n"})
    assert [f"{p.path}:{p.line} {p.message}" for p in found] == [f"data/{table}.yaml:1 应为列表"]


@pytest.mark.parametrize("table", ["places", "grids", "locations", "services", "organizations", "people", "workdays"])
def test_a_table_that_is_no_yaml_is_one_problem(problems_of: Problems, table: str) -> None:
    assert [p.path for p in problems_of({f"data/{table}.yaml": "- id: [a\n"})] == [f"data/{table}.yaml"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("data/places.yaml", "kind: garden", "kind: 别墅"),
        ("data/grids.yaml", "officer: 一号网格员\n", "officer:\n"),
        ("data/locations.yaml", "hours: Mo-Fr 09:00-12:00,14:00-18:00; PH off", "hours: 周一"),
        ("data/services.yaml", "description: 替老人办理乘车证。", "description: []"),
        ("data/organizations.yaml", "purpose: 看望老人，照看图书室。", "purpose:"),
        ("data/people.yaml", "roles: [1号岗义工]", "roles: []"),
        ("data/community.yaml", "phone: 0755-5550-0100", "phone: 总机"),
        ("data/rosters/library-desk.yaml", "from: 2026-11-01", "from: 十一月"),
        ("guides/bus-card.md", "copies: 2", "copies: 两张"),
        ("policies/pets-2024.md", "effective: 2024-02-01", "effective: 二月"),
        ("news/2026/lantern.md", "date: 2026-09-24", "date: 九月"),
        ("pages/about.md", "summary: 云杉社区在哪里。", "summary:"),
    ],
)
def test_a_fault_in_one_entry_is_not_reported_again_by_those_that_name_it(
    problems_of: Problems, path: str, old: str, new: str
) -> None:
    found = problems_of({path: (old, new)})
    assert [p.path for p in found] == [path]


def test_a_broken_community_does_not_hide_a_dangling_id_elsewhere(problems_of: Problems) -> None:
    found = problems_of(
        {
            "data/community.yaml": ("fresh_days: 14", "fresh_days: 两周"),
            "news/2026/lantern.md": ("column: updates", "column: update"),
        }
    )
    assert lines(found) == ["data/community.yaml:22 columns[0].fresh_days", "news/2026/lantern.md:5 column"]


def test_a_community_that_is_no_yaml_does_not_hide_a_dangling_id_elsewhere(problems_of: Problems) -> None:
    found = problems_of(
        {"data/community.yaml": "name: [\n", "news/2026/lantern.md": ("places: [spruce]", "places: [pine]")}
    )
    assert [p.path for p in found] == ["data/community.yaml", "news/2026/lantern.md"]


def test_a_broken_link_is_reported_in_the_same_run_as_a_broken_field(problems_of: Problems) -> None:
    found = problems_of(
        {
            "news/2026/lantern.md": ("/about/#怎么走", "/about/#在哪里"),
            "news/2026/bus-card-desk.md": ("/guides/bus-card/", "/guides/bus-crad/"),
            "guides/job-register.md": ("visits: 0", "visits: 不用"),
        }
    )
    assert lines(found) == [
        "guides/job-register.md:13 visits",
        "news/2026/bus-card-desk.md:10 body",
        "news/2026/lantern.md:15 body",
    ]


def test_a_link_to_a_page_with_a_fault_of_its_own_is_no_broken_link(problems_of: Problems) -> None:
    found = problems_of({"guides/bus-card.md": ("visits: 1", "visits: 一次")})
    assert lines(found) == ["guides/bus-card.md:39 visits"]


def test_a_roster_may_repeat_its_file_name_as_id(changed: Changed) -> None:
    found = changed({"data/rosters/library-desk.yaml": ("name: 图书室", "id: library-desk\nname: 图书室")})
    assert found.rosters[0].id == "library-desk"


def test_people_and_dates_of_the_example_are_typed(sources: Sources) -> None:
    assert sources.person["helper-1"].consents[0].until == date(2027, 3, 31)
    assert sources.rosters[0].from_ == date(2026, 11, 1)


def test_media_of_every_kind_is_listed(tmp_path: Path) -> None:
    kinds = ("svg", "png", "jpg", "jpeg", "webp", "gif", "pdf", "docx", "xlsx", "txt", "PNG")
    bytes_of = {"svg": (EXAMPLE / "images/tree.svg").read_bytes(), "png": png(), "jpg": jpeg(), "jpeg": jpeg(), "gif": gif(),
                "webp": riff(lossy(8, 5)), "pdf": PDF, "docx": office("word"), "xlsx": office("xl")}  # fmt: skip
    files = {f"files/a{i}.{kind}": bytes_of.get(kind.lower(), b"x") for i, kind in enumerate(kinds)}
    reading = read(change_site(tmp_path, files))
    assert reading.problems == ()
    assert reading.marks.keys() >= files.keys()
    assert reading.sources
    assert len(reading.sources.files) == len(kinds) + 5


def test_a_personal_number_in_a_text_to_download_is_refused(problems_of: Problems) -> None:
    found = problems_of(
        {
            "files/list.txt": "王 13800000000\n",
            "images/a.svg": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 5'><!-- 13800000000 --></svg>",
        }
    )
    assert [p.path for p in found] == ["files/list.txt", "images/a.svg"]


# pytest-xdist has a thread of its own, which Python 3.12 warns of at a fork; a build has none.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("site", ["site", "site_broken"])
def test_a_cache_and_more_workers_change_nothing_that_is_read(tmp_path: Path, site: str) -> None:
    content = ROOT / "tests" / site
    plain = read(content)
    assert read(content, tmp_path / "cache", 3) == plain
    assert read(content, tmp_path / "cache", 3) == plain
    assert read(content, tmp_path / "cache", 1) == plain


def test_a_cache_follows_every_change_of_a_file(tmp_path: Path) -> None:
    content = change_site(tmp_path, {})
    cache = tmp_path / "cache"
    read(content, cache)
    about = content / "pages" / "about.md"
    about.write_text(about.read_text("utf-8").replace("社区介绍", "社区简介"), "utf-8")
    reading = read(content, cache)
    assert reading.sources
    assert reading.sources.pages[0].title == "社区简介"
    assert reading == read(content)


def test_a_damaged_cache_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"no database")
    assert read(EXAMPLE, tmp_path / "cache") == read(EXAMPLE)


REFRESHED: list[Change] = [
    {"pages/about.md": ("社区介绍", "社区简介")},
    {"pages/about.md": None, "news/2026/lantern.md": None},
    {"pages/about.md": ("summary: 云杉社区在哪里。", "summary:")},
    {"data/places.yaml": ("name: 云杉花园", "name: 云杉小区")},
    {"data/places.yaml": "- id: [\n"},
    {"data/community.yaml": ("station: service-centre", "station: nowhere")},
    {"data/rosters/library-desk.yaml": ("people: [helper-4]", "people: [helper-9]")},
    {"images/new.svg": b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 5'/>", "files/form.txt": None},
    {"guides/new.md": STORY, "files/list.txt": "13800000000"},
]


@pytest.mark.parametrize("change", REFRESHED, ids=lambda change: ",".join(change))
def test_reading_the_changed_files_again_is_reading_all_anew(tmp_path: Path, change: Change) -> None:
    content = change_site(tmp_path, {})
    library = Library(content)
    library.load()
    edit(content, change)
    library.refresh(change)
    assert library.reading() == read(content)


def test_pictures_and_attachments_are_as_large_as_they_say_and_known_by_their_bytes(tmp_path: Path) -> None:
    content = change_site(tmp_path, {"images/photo.jpg": jpeg(30, 20, tags={0x0112: 6}), "files/form.pdf": PDF})
    cache = tmp_path / "cache.db"
    first = read(content, cache)
    assert first.sources
    assert first.sources.sizes["images/photo.jpg"] == (20, 30)
    assert first.sources.sizes["images/tree.svg"] == (40, 40)
    again = read(content, cache)
    assert again.sources
    assert again.sources.sizes == first.sources.sizes
    edit(content, {"images/photo.jpg": jpeg(40, 20), "files/form.pdf": PDF + b"\n"})
    changed = read(content, cache)
    assert changed.sources
    assert changed.sources.sizes["images/photo.jpg"] == (40, 20)
    assert {p for p in changed.marks if changed.marks[p] != first.marks[p]} == {"images/photo.jpg", "files/form.pdf"}
