"""schemas/: valid themselves, right about what is right, and as strict as the reader where a schema can be."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from plugins.model import KINDS, Record, Spelling, make_schema, shape_of
from plugins.model.kinds import model_of
from plugins.rules.entries import enter
from plugins.rules.names import Choices, gather_choices
from plugins.rules.reader import Library, read
from plugins.text.parsing import parse_source
from tests.conftest import EXAMPLE, ROOT
from tests.schemas import find_faults, main

BROKEN = ROOT / "tests" / "site_broken"
SCHEMAS = sorted((ROOT / "schemas").glob("*.json"))
FILES = sorted(f.relative_to(EXAMPLE).as_posix() for f in EXAMPLE.rglob("*") if f.suffix in (".md", ".yaml"))


@cache
def choices_of(content: Path) -> Choices:
    library = Library(content)
    library.load()
    return gather_choices(library.rows())


def problems_of(data: bytes, path: str) -> list[str]:
    """What the reader says of one file, without the rules across files."""
    model = model_of(path)
    return [str(p) for p in enter(parse_source(data, path), model, choices_of(EXAMPLE)).problems]


def test_there_is_one_schema_for_each_kind() -> None:
    assert {file.stem for file in SCHEMAS} == {model.kind.name for model in KINDS}


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.stem)
def test_a_schema_is_valid_and_speaks_chinese(file: Path) -> None:
    schema = json.loads(file.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    objects = [schema.get("items", schema), *schema.get("$defs", {}).values()]
    titles = [value["title"] for one in objects for value in one["properties"].values()]
    assert all(re.search("[\u4e00-\u9fff]", title) for title in (schema["title"], *titles))
    assert {"path", "at", "body"}.isdisjoint(objects[0]["properties"])
    assert {"path", "body"}.isdisjoint(key for one in objects for key in one["properties"])


@pytest.mark.parametrize("path", FILES)
def test_the_example_site_is_right(path: str) -> None:
    assert list(find_faults((EXAMPLE / path).read_bytes(), path)) == []


def test_what_the_reader_takes_no_schema_refuses() -> None:
    """Of all the files with one of every mistake: what is right is right by its schema."""
    wrong = {problem.path for problem in read(BROKEN).problems}
    right = 0
    for file in sorted(BROKEN.rglob("*")):
        path = file.relative_to(BROKEN).as_posix()
        if file.is_file() and model_of(path) and path not in wrong:
            right += 1
            assert list(find_faults(file.read_bytes(), path)) == []
    assert right >= 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("date: 2026-11-22", "date: 2026年11月22日（周日） 上午9点半"),
        ("date: 2026-11-22", "date: 2026/11/22 9:30"),
        ("date: 2026-11-22", "date: 2026-11-22T09:30+08:00"),
        ("column: notices", "column: 公告"),
        ("title: 12月检修水管", "title: 2026"),
        ("title: 12月检修水管", "title: true"),
        ("expires: 2026-12-05", "expires:"),
        ("expires: 2026-12-05", 'expires: ""'),
        ("expires: 2026-12-05", "sample: 是"),
        ("expires: 2026-12-05", "status: 公开"),
        ("expires: 2026-12-05", "slug: 2026"),
    ],
)
def test_whatever_way_the_reader_takes_a_value_the_schema_takes_it(old: str, new: str) -> None:
    text = (EXAMPLE / STORY).read_text("utf-8")
    assert old in text
    told = text.replace(old, new).encode()
    assert problems_of(told, STORY) == []
    assert list(find_faults(told, STORY)) == []


STORY = "news/2026/winter-water.md"
CLASS = "activities/2026/tai-chi.md"
CLINIC = "activities/2026/clinic.md"
GUIDE = "guides/bus-card.md"
POLICY = "policies/pets-2026.md"
DESK = "data/rosters/library-desk.yaml"
PLACES, GRIDS, ROOMS = "data/places.yaml", "data/grids.yaml", "data/locations.yaml"
SERVICES, TEAMS, PEOPLE = "data/services.yaml", "data/organizations.yaml", "data/people.yaml"
TOWN, DAYS = "data/community.yaml", "data/workdays.yaml"
WRONG = [
    (STORY, "date: 2026-11-22", "date: 昨天"),
    (STORY, "date: 2026-11-22", "date: 11-22"),
    (STORY, "date: 2026-11-22", "date: 2026-13-22"),
    (STORY, "date: 2026-11-22", "date: 2026-11-22 25:00"),
    (STORY, "date: 2026-11-22", "date: 1826-11-22"),
    (STORY, "date: 2026-11-22\n", ""),
    (STORY, "date: 2026-11-22", "date: [2026-11-22]"),
    (STORY, "title: 12月检修水管", "title: ''"),
    (STORY, "title: 12月检修水管", "title:"),
    (STORY, "title: 12月检修水管", "title: [检修]"),
    (STORY, "title: 12月检修水管", f"title: {'长' * 121}"),
    (STORY, "summary: 12月3日停水两小时。", f"summary: {'长' * 301}"),
    (STORY, "column: notices", "column: {id: notices}"),
    (STORY, "column: notices", "column: []"),
    (STORY, "column: notices", "colum: notices"),
    (STORY, "column: notices", "栏目: notices"),
    (STORY, "expires: 2026-12-05", "expires: 2026-12-05 09:00"),
    (STORY, "tags: [停水]", "tags: 停水"),
    (STORY, "tags: [停水]", "tags: [{name: 停水}]"),
    (STORY, "tags: [停水]", "status: hidden"),
    (STORY, "tags: [停水]", "sample: yes"),
    (STORY, "tags: [停水]", "image: tree.svg\nimage_alt: 树"),
    (STORY, "tags: [停水]", "image: images/../tree.svg\nimage_alt: 树"),
    (STORY, "tags: [停水]", "aliases: [old-name]"),
    (STORY, "tags: [停水]", "aliases: [旧/]"),
    (STORY, "tags: [停水]", "slug: Winter_Water"),
    (STORY, "tags: [停水]", "updates: [{date: 2026-11-23}]"),
    (STORY, "tags: [停水]", "updates: [{date: 2026-11-23, note: ''}]"),
    (STORY, "tags: [停水]", "body: 正文"),
    (STORY, "tags: [停水]", "path: x.md"),
    (CLASS, "repeat: FREQ=WEEKLY;BYDAY=TU", "repeat: 每周二"),
    (CLASS, "also: [2026-11-29 07:00]", "also: [2026-11-29 早上]"),
    (CLASS, "location: square", "state: 改期"),
    (CLINIC, "capacity: 30", "capacity: 三十"),
    (CLINIC, "capacity: 30", "capacity: 30人"),
    (CLINIC, "capacity: 30", "capacity: 3000000"),
    (CLINIC, "capacity: 30", "capacity: -1"),
    (CLINIC, "phone: 0755-5550-0104", "phone: 打总机"),
    (CLINIC, "phone: 0755-5550-0104", "email: 服务中心"),
    (GUIDE, "original: true", "original: 要"),
    (GUIDE, "    original: true\n", ""),
    (GUIDE, "services: [bus-card]", "services: []"),
    (GUIDE, "applicants: [个人]", "applicants: [居民]"),
    (GUIDE, "review_months: 12", "review_months: 0"),
    (GUIDE, "review_months: 12", "review_months: 121"),
    (GUIDE, "file: files/form.txt", "file: form.txt"),
    (GUIDE, "online_url: https://bus.example.org/", "online_url: bus.example.org"),
    (POLICY, "source_url: https://example.org/pets", "source_url: ftp://example.org/pets"),
    (POLICY, "issuer: 云杉社区居民委员会\n", ""),
    (DESK, "weekday: Mo", "weekday: 周八"),
    (DESK, "starts: 14:00", "starts: 25:00"),
    (DESK, "starts: 14:00", "starts: 午后"),
    (DESK, "cancelled: true", "cancelled: 停"),
    (DESK, "needs: 3", "needs: 三"),
    (DESK, "until: 2027-01-31", "holidays: 半天"),
    (PLACES, "  kind: garden", "  kind: 村"),
    (PLACES, "- {id: b1, name: 1栋}", "- {id: 1栋, name: 1栋}"),
    (PLACES, "- {id: b1, name: 1栋}", "- {name: 1栋}"),
    (GRIDS, "[spruce/b1, spruce/b2]", "[{id: b1}, spruce/b2]"),
    (GRIDS, "[spruce/b1, spruce/b2]", "[]"),
    (ROOMS, "latitude: 22.6125", "latitude: 122.6"),
    (ROOMS, "latitude: 22.6125", "latitude: 北纬22度"),
    (ROOMS, "closed: true, note: 元旦闭馆", "closed: true"),
    (SERVICES, "  - number: 0755-5550-0103", "  - nummer: 0755-5550-0103"),
    (TEAMS, "kind: club", "kind: team"),
    (PEOPLE, "roles: [3号岗义工]", "roles: []"),
    (PEOPLE, "purpose: roster, until: 2027-03-31", "purpose: website, until: 2027-03-31"),
    (TOWN, 'postal_code: "000000"', "postal_code: 5180"),
    (TOWN, "levels: {clash: error,", "levels: {clash: 严重,"),
    (TOWN, "rest_hours: 11", "rest_hours: 25"),
    (TOWN, "url: https://spruce.example.org", "url: spruce.example.org"),
    (DAYS, "- year: 2026", "- year: 明年"),
    (DAYS, "workdays: [2026-10-10]", "workdays: 2026-10-10"),
]


@pytest.mark.parametrize(("path", "old", "new"), WRONG, ids=[f"{n}" for n in range(len(WRONG))])
def test_what_the_reader_refuses_the_schema_refuses(path: str, old: str, new: str) -> None:
    text = (EXAMPLE / path).read_text("utf-8")
    assert old in text
    wrong = text.replace(old, new, 1).encode()
    assert problems_of(wrong, path)
    assert list(find_faults(wrong, path))


def test_at_least_sixty_mistakes_are_tried() -> None:
    assert len(set(WRONG)) == len(WRONG) >= 60


def spellings(model: type[Record]) -> set[Spelling]:
    """Every spelling that a kind's fields have, those of its parts too."""
    found, waiting, done = set(), [model], set()
    while waiting:
        for shape in shape_of(waiting.pop()):
            found |= {shape.spelling} if shape.spelling else set()
            if shape.part and shape.part not in done:
                done.add(shape.part)
                waiting.append(shape.part)
    return found


def test_every_value_has_a_spelling_of_its_own() -> None:
    """A field whose type has none has no words, no cell and no schema."""
    for model in KINDS:
        for shape in shape_of(model):
            assert shape.part or shape.options or shape.spelling, f"{model.kind.name}.{shape.key}"
        make_schema(model)
    words = {s.words for model in KINDS for s in spellings(model)}
    assert {"文字", "日期，如 2026-11-23", "小区编号/楼栋编号，如 garden/b1"} <= words


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.stem)
def test_patterns_are_plain_ecma_and_come_to_an_end(file: Path) -> None:
    """No construct that only Python knows; a pattern that backtracks without end would never come back from here."""
    patterns = set(re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', file.read_text("utf-8")))
    for pattern in map(json.loads, patterns):
        assert not re.search(r"\(\?P|\(\?[aiLmsux]|\\A|\\Z|\(\?<", pattern)
        for piece in (" ", "a", "1", "-", "a-", "1-", "/", "a=b;", "2026-11-23 ", "09:00"):
            re.search(pattern, piece * 3000 + "!")


def test_a_folder_is_held_against_the_schemas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/people.yaml").write_text("- {id: a, roles: [义工]}\n", "utf-8")
    assert main(tmp_path) == 0
    (tmp_path / "data/people.yaml").write_text("- {id: a, roles: 义工}\n", "utf-8")
    assert main(tmp_path) == 1
    assert "data/people.yaml: $[0].roles" in capsys.readouterr().out
