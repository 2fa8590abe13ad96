"""A kind of content is one record: one that is made up here joins a copy of the house, and everything follows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest

from plugins.model import KINDS, Record, Sources
from plugins.model.addresses import address_of
from plugins.model.kind import one_entry, one_list
from tests.conftest import EXAMPLE, ROOT

MODEL = '''"""What residents ask for, and what came of it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plugins.model.fields import (Alias, Day, Line, LocationId, Slug, Summary, Text)
from plugins.model.kind import Kind, one_list
from plugins.model import Entry
from plugins.model.parts import Part
from plugins.model.spelling import Names

PetitionId = Annotated[Slug, Names("petitions", noun="这件事")]


class Step(Part):
    date: Day = Field(title="日期")
    done: Line = Field(title="做了什么")
    other: PetitionId | None = Field(None, title="另见")


class Petition(Entry):
    kind: ClassVar = Kind(
        "petitions", "民情", one_list("data/petitions/*.yaml"), "/petitions/{id}/", "/petitions/", title="subject", summary="asked",
        order=lambda one: (-one.opened.toordinal(), one.id), sheet=True, schema_type="Report",
    )  # fmt: skip

    id: Slug = Field(title="编号")
    subject: Line = Field(title="事由")
    asked: Summary = Field(title="诉求")
    opened: Day = Field(title="收到日期")
    location: LocationId | None = Field(None, title="在哪里")
    follows: tuple[PetitionId, ...] = Field((), title="接着哪件事")
    steps: tuple[Step, ...] = Field((), title="经过")
    answer: Text | None = Field(None, title="答复")
    status: Literal["draft", "published"] = Field("published", title="状态", description="draft 草稿；published 公开")
    aliases: tuple[Alias, ...] = Field((), title="旧地址")
'''
PAGES = '''"""Petitions: one page each, and a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from plugins.model import address_of
from plugins.model.kinds import Petition
from plugins.site import HOME, CardView, HeadView, Link, Page, Site, card, show_date

PETITIONS = Link("民情", "/petitions/")


@dataclass(frozen=True, slots=True)
class PetitionView:
    """One petition, or all of them as cards."""

    head: HeadView
    title: str
    words: str
    date: str
    cards: tuple[CardView, ...]


def plan_petitions(site: Site) -> Iterator[Page]:
    for one in site.sources.of(Petition):
        yield Page(address_of(one), "petition.html", partial(_view_petition, one), one.path)
    yield Page("/petitions/", "petition.html", partial(_view_petitions, site))


def _view_petition(one: Petition) -> PetitionView:
    crumbs = (HOME, PETITIONS, Link(one.subject, ""))
    head = HeadView(one.subject, one.asked, address_of(one), "petitions", crumbs, one.sample)
    return PetitionView(head, one.subject, one.asked, show_date(one.opened).words, ())


def _view_petitions(site: Site) -> PetitionView:
    head = HeadView("民情", "大家提的事。", "/petitions/", "petitions", (HOME, Link("民情", "")))
    return PetitionView(head, "民情", "大家提的事。", "", tuple(card(one, site) for one in site.sources.of(Petition)))
'''
TEMPLATE = """{% extends "base.html" %}
{% from "components/card.html" import card %}
{% block main %}
<article class="wrap"><h1>{{ view.title }}</h1><p>{{ view.words }} {{ view.date }}</p>
{% for one in view.cards %}{{ card(one, site) }}{% endfor %}
</article>
{% endblock %}
"""
OLDER = """- id: c-2025-1
  subject: 小广场的灯
  asked: 晚上太暗，想加一盏灯。
  opened: 2025-10-08
  location: square
  answer: 已经装好。
"""
NEWER = """- id: c-2026-1
  subject: 灯又不亮了
  asked: 去年装的灯坏了。
  opened: 2026年11月2日
  location: square
  follows: [c-2025-1]
  aliases: [/old/lamp/]
  steps:
    - {date: 2026-11-03, done: 报给维修, other: c-2025-1}
- id: c-2026-2
  subject: 还没写完
  asked: 草稿。
  opened: 2026-11-05
  status: draft
"""


@dataclass
class House:
    """A copy of the project that may be built on."""

    folder: Path
    places: list[str] = field(default_factory=list)
    """Every file of the program that was touched or added."""

    def put(self, name: str, text: str) -> None:
        self.places.append(name)
        (self.folder / name).write_text(text, "utf-8")

    def insert(self, name: str, *lines: tuple[str, str]) -> None:
        """Put lines before others, in one file."""
        self.places.append(name)
        text = (self.folder / name).read_text("utf-8")
        for before, line in lines:
            assert text.count(before) == 1, (name, before)
            text = text.replace(before, line + before)
        (self.folder / name).write_text(text, "utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        command = [sys.executable, "-m", "plugins", *arguments]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True)

    def differing(self) -> set[str]:
        """The files of the program that are not as they are here, found by looking."""
        files = [f for room in ("plugins", "theme") for f in (self.folder / room).rglob("*") if f.is_file()]
        names = {f.relative_to(self.folder).as_posix() for f in files if "__pycache__" not in f.parts}
        return {
            n for n in names if not (ROOT / n).exists() or (ROOT / n).read_bytes() != (self.folder / n).read_bytes()
        }


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The house with one more kind, its example, and its site built."""
    folder = tmp_path_factory.mktemp("house")
    for room in ("plugins", "theme"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pelicanconf.py", "publishconf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copytree(EXAMPLE, folder / "content")
    house = House(folder)
    house.put("plugins/model/petitions.py", MODEL)
    house.insert(
        "plugins/model/kinds.py",
        ("from plugins.model.kind import", "from plugins.model.petitions import Petition\n"),
        ('    "Community",\n', '    "Petition",\n'),
        (')\n"""In the order', "    Petition,\n"),
    )
    house.put("plugins/pages/petitions.py", PAGES)
    house.insert(
        "plugins/pages/plan.py",
        ("from plugins.pages.guides import", "from plugins.pages.petitions import plan_petitions\n"),
        ("    yield from plan_guides(", "    yield from plan_petitions(site)\n"),
    )
    (folder / "theme/templates/petition.html").write_text(TEMPLATE, "utf-8")
    (folder / "content/data/petitions").mkdir()
    (folder / "content/data/petitions/2025.yaml").write_text(OLDER, "utf-8")
    (folder / "content/data/petitions/2026.yaml").write_text(NEWER, "utf-8")
    built = house.run("build", "--as-of", "2026-11-23T09:30")
    assert built.returncode == 0, built.stderr
    return house


def page_of(house: House, address: str) -> str:
    return (house.folder / "output" / address.strip("/") / "index.html").read_text("utf-8")


def test_it_joins_by_four_places_and_its_template(house: House) -> None:
    assert house.differing() == {*house.places, "theme/templates/petition.html"}
    assert len(house.places) <= 4


def test_its_entries_are_read_planned_and_rendered(house: House) -> None:
    page = page_of(house, "/petitions/c-2026-1/")
    assert "<h1>灯又不亮了</h1>" in page
    assert "2026年11月2日" in page
    assert not (house.folder / "output/petitions/c-2026-2").exists()
    assert "/petitions/c-2025-1/</loc>" in (house.folder / "output/sitemap.xml").read_text("utf-8")


def test_its_cards_stand_in_its_order(house: House) -> None:
    listed = page_of(house, "/petitions/")
    assert listed.index("灯又不亮了") < listed.index("小广场的灯")
    assert "还没写完" not in listed
    assert ">民情<" in listed


def test_its_page_says_what_it_is_to_programs(house: House) -> None:
    page = page_of(house, "/petitions/c-2026-1/")
    nodes = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])["@graph"]
    assert {"@type": "Report", "name": "灯又不亮了"}.items() <= nodes[0].items()


def test_its_old_addresses_lead_on(house: House) -> None:
    assert "/petitions/c-2026-1/" in page_of(house, "/old/lamp/")
    assert re.search(
        r"^/old/lamp/\s+/petitions/c-2026-1/", (house.folder / "output/_redirects").read_text("utf-8"), re.M
    )


@pytest.fixture
def content(house: House, tmp_path: Path) -> Path:
    return Path(shutil.copytree(house.folder / "content", tmp_path / "content"))


def problems(house: House, content: Path) -> list[str]:
    done = house.run("check", str(content), "--as-of", "2026-11-23")
    return [
        line.partition("content/")[2]
        for line in (done.stdout + done.stderr).splitlines()
        if "content/data/petitions" in line
    ]


def test_its_mistakes_are_told_at_their_line(house: House, content: Path) -> None:
    wrong = NEWER.replace("follows: [c-2025-1]", "follows: [c-2025-1, c-2024-9, c-2026-2]").replace(
        "location: square", "location: squire"
    )
    wrong = (
        wrong.replace("other: c-2025-1", "other: c-2025-7")
        .replace("2026-11-05", "昨天")
        .replace("/old/lamp/", "/petitions/c-2025-1/")
    )
    (content / "data/petitions/2026.yaml").write_text(wrong, "utf-8")
    (content / "data/petitions/notes.txt").write_text("?", "utf-8")
    told = "\n".join(problems(house, content))
    for line, words in (
        (5, "location (在哪里): 没有“squire” → 是否想写 square？"),
        (6, "follows[1] (接着哪件事): 没有“c-2024-9”这件事"),
        (6, "follows[2] (接着哪件事): 没有“c-2026-2”这件事，它还是草稿"),
        (7, "aliases[0] (旧地址): 旧地址 /petitions/c-2025-1/ 已是"),
        (9, "steps[0].other (另见): 没有“c-2025-7”这件事"),
        (13, "opened (收到日期): 日期不明确：“昨天”"),
    ):
        assert re.search(rf"data/petitions/2026.yaml:{line}:\d+: {re.escape(words)}", told), (words, told)
    assert "data/petitions/notes.txt" in told


def test_an_id_is_used_once_in_all_its_files(house: House, content: Path) -> None:
    (content / "data/petitions/2026.yaml").write_text(NEWER.replace("id: c-2026-1", "id: c-2025-1"), "utf-8")
    assert any(
        "地址 /petitions/c-2025-1/ 与 data/petitions/2025.yaml 第 1 项重复" in line for line in problems(house, content)
    )


def test_a_body_may_link_to_it(house: House, content: Path) -> None:
    page = content / "pages/about.md"
    page.write_text(page.read_text("utf-8") + "\n[灯](/petitions/c-2026-1/) [全部](/petitions/)\n", "utf-8")
    assert house.run("check", str(content), "--as-of", "2026-11-23").returncode == 0
    page.write_text(page.read_text("utf-8") + "\n[草稿](/petitions/c-2026-2/)\n", "utf-8")
    assert "/petitions/c-2026-2/ 还是草稿" in house.run("check", str(content), "--as-of", "2026-11-23").stdout


def test_it_is_documented_with_a_schema(house: House) -> None:
    assert house.run("docs", "--content", "content").returncode == 0
    assert "## 民情 · `content/data/petitions/*.yaml`" in (house.folder / "docs/data.md").read_text("utf-8")
    assert "PetitionView" in (house.folder / "docs/templates.md").read_text("utf-8")
    schema = json.loads((house.folder / "schemas/petitions.json").read_text("utf-8"))
    assert schema["title"] == "民情"
    assert schema["items"]["properties"]["follows"]["title"] == "接着哪件事"


def test_it_goes_to_a_sheet_and_back_into_its_own_files(house: House, content: Path, tmp_path: Path) -> None:
    file = tmp_path / "petitions.xlsx"
    done = house.run("export", "petitions", "-o", str(file), "--content", str(content))
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(file)
    sheet, steps = book["民情"], book["民情的经过"]
    assert [sheet.cell(row, 1).value for row in (3, 4, 5)] == ["c-2025-1", "c-2026-1", "c-2026-2"]
    assert steps.cell(3, 4).value == "c-2025-1 小广场的灯"
    column = next(cell.column for cell in sheet[1] if cell.value == "事由")
    sheet.cell(4, column).value = "灯修好了"
    book.save(file)
    done = house.run("import", str(file), "--content", str(content), "--yes", "--as-of", "2026-11-23")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (content / "data/petitions/2025.yaml").read_text("utf-8") == OLDER
    assert (content / "data/petitions/2026.yaml").read_text("utf-8") == NEWER.replace("灯又不亮了", "灯修好了")


def every_type(model: type[Record]) -> Iterator[str]:
    yield from (name for name, info in model.model_fields.items() if info.title)


def test_a_record_names_fields_that_are_there() -> None:
    for model in KINDS:
        kind = model.kind
        named = {kind.key, kind.title, kind.summary} - {""}
        named |= {name.partition(".")[0] for name in re.findall(r"{([\w.]+)}", kind.address)}
        assert named <= set(every_type(model)), kind.name
        assert kind.address.startswith("/") == bool(kind.address)
        assert kind.index in ("", f"/{kind.name}/")


def test_no_two_kinds_share_a_name_a_file_or_an_address() -> None:
    for words in ([m.kind.name for m in KINDS], [m.kind.label for m in KINDS], [m.kind.source.pattern for m in KINDS]):
        assert len(set(words)) == len(words)


def test_the_sources_have_every_kind_by_its_model(sources: Sources) -> None:
    assert [address_of(e) for m in KINDS if m.kind.address for e in sources.of(m)] == [
        address_of(e) for e in sources.entries()
    ]
    assert sources.of(type(sources.people[0])) == sources.people


@pytest.mark.parametrize(
    ("source", "path", "covered"),
    [
        (one_list("data/places.yaml"), "data/places.yaml", True),
        (one_list("data/places.yaml"), "data/places.yml", False),
        (one_list("data/petitions/*.yaml"), "data/petitions/2026.yaml", True),
        (one_list("data/petitions/*.yaml"), "data/petitions/.yaml", False),
        (one_list("data/petitions/*.yaml"), "data/petitions.yaml", False),
        (one_entry("data/rosters/*.yaml"), "data/rosters/old/desk.yaml", True),
    ],
)
def test_a_source_covers_its_files(source: object, path: str, covered: bool) -> None:
    assert source.covers(path) is covered  # type: ignore[attr-defined]
