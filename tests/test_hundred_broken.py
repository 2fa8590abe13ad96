"""A hundred broken files at once: one run names every one by file, line and field, and leaves the site alone."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.model.kinds import KINDS
from tests.builds import build_here
from tests.conftest import EXAMPLE, NOW, ROOT, change_site

SEED = 20261123
HUNDRED = 100


@dataclass(frozen=True)
class Fault:
    """One broken file: its bytes, and the line and field that must be named."""

    path: str
    data: bytes
    line: int
    field: str


COMMON = ["title: 一篇", "summary: 只错一处。"]
FIELDS = {
    "news": [*COMMON, "date: 2026-11-01", "column: updates"],
    "activities": [*COMMON, "date: 2026-11-01", "starts: 2026-11-28 09:00", "ends: 2026-11-28 11:00"],
    "policies": [*COMMON, "date: 2026-11-01", "issuer: 居委会", "effective: 2026-11-01", "applies_to: 居民"],
    "guides": [
        *COMMON,
        "services: [bus-card]",
        "applicants: [个人]",
        "conditions: [无]",
        "materials: [{name: 身份证, original: true, copies: 1}]",
        "steps: [取号]",
        "time_limit: 当场办结",
        "fee: 不收费",
        "legal_basis: [示例办法]",
        "locations: [service-centre]",
        "visits: 1",
        "reviewed: 2026-06-01",
        "owner: 民政窗口",
    ],
    "pages": COMMON,
    "series": [*COMMON, "since: 2020"],
    "films": [*COMMON, "date: 2026-11-01", "where: 图书室"],
    "meetings": [*COMMON, "date: 2026-11-01 09:00", "agenda: [灯]"],
}
OPTIONAL = ["sample: true", "tags: [老年人]", "places: [maple]", "status: published"]
EVERY = tuple(FIELDS)


def key_of(line: str) -> str:
    return line.partition(":")[0]


def write_front(rng: random.Random, kind: str, bad: str) -> list[str]:
    """A front matter in any order, with one line replaced by a bad one or added to it."""
    lines = [line for line in FIELDS[kind] if key_of(line) != key_of(bad)]
    lines += [line for line in rng.sample(OPTIONAL, 2) if key_of(line) != key_of(bad)]
    rng.shuffle(lines)
    lines.insert(rng.randrange(len(lines) + 1), bad)
    return lines


BAD_LINES = [
    # kinds, the line, the field that is named
    (EVERY, "title: [一, 二]", "title"),
    (EVERY, f"title: {'床' * 121}", "title"),
    (EVERY, f"summary: {'床' * 301}", "summary"),
    (EVERY, "Slgu: bus-pass", "Slgu"),
    (EVERY, "标签: 节日", "标签"),
    (EVERY, "slug: ../../evil", "slug"),
    (EVERY, "slug: tags", "slug"),
    (EVERY, "status: 写了一半", "status"),
    (EVERY, "sample: maybe", "sample"),
    (EVERY, "places: spruce", "places"),
    (EVERY, "places: [spruce, oak]", "places[1]"),
    (EVERY, "tags: [没有的标签]", "tags[0]"),
    (EVERY, "image: images/none.svg", "image"),
    (EVERY, "image: images/tree.svg", "image"),
    (EVERY, "image: ../secret.svg", "image"),
    (EVERY, "aliases: [old]", "aliases[0]"),
    (EVERY, "aliases: [/guides/]", "aliases[0]"),
    (EVERY, "save_as: index.html", "save_as"),
    (("news", "activities", "policies"), "date: 2026-02-30", "date"),
    (("news", "activities", "policies"), "date: 03/04/24", "date"),
    (("news",), "date: 2026-11-01 10:00 CST", "date"),
    (("news",), "column: update", "column"),
    (("news",), "expires: 2026-10-01", "expires"),
    (("news", "policies"), "updates: [{date: 2026-11-02}]", "updates[0].note"),
    (("activities",), "starts: 上午九点", "starts"),
    (("activities",), "ends: 2026-11-28 08:00", "ends"),
    (("activities",), "repeat: 每周二", "repeat"),
    (("activities",), "repeat: FREQ=DAILY;INTERVAL=0", "repeat"),
    (("activities",), "location: libary", "location"),
    (("activities",), "organization: helper", "organization"),
    (("activities",), "capacity: 三十人", "capacity"),
    (("activities",), "contact: {phone: 没有}", "contact.phone"),
    (("activities",), "state: 改期", "state"),
    (("policies",), "effective: 2026年13月1日", "effective"),
    (("policies",), "supersedes: [none]", "supersedes[0]"),
    (("policies",), "source_url: example.org", "source_url"),
    (("policies",), "expires: 2026-10-01", "expires"),
    (("guides",), "services: [bus]", "services[0]"),
    (("guides",), "materials: [{name: 证, original: true, copies: 两份}]", "materials[0].copies"),
    (("guides",), "materials: [{name: 证, original: 原件, copies: 1}]", "materials[0].original"),
    (("guides",), "steps: []", "steps"),
    (("guides",), "locations: [centre]", "locations[0]"),
    (("guides",), "applicants: [组织]", "applicants[0]"),
    (("guides",), "forms: [{name: 表, file: files/none.pdf}]", "forms[0].file"),
    (("guides",), "review_months: 0", "review_months"),
    (("guides",), "visits: 一次", "visits"),
]
BAD_YAML = [
    "source: 一: 二",
    "source: @二",
    "source: [一",
    'source: "一',
    "\tsource: 一",
    "source：一",
    "source:一",
    "source 一",
    "source: &a 一",
    "source: !!python/name:os.system 一",
]
BAD_BODIES = [
    "<script>alert(1)</script>",
    '<p onclick="x">字</p>',
    "<!-- 备注 -->",
    "# 大标题",
    "[坏](/nowhere/)",
    "[坏](/about/#没有)",
    "[坏](javascript:x)",
    "[坏](guides/)",
    "![](/images/tree.svg)",
    "![图](/images/none.svg)",
]
BAD_TEXTS: list[Callable[[bytes], bytes]] = [
    lambda data: data.replace("这一行".encode(), "这\u202e一行".encode()),
    lambda data: data.replace("这一行".encode(), "这\x00一行".encode()),
    lambda data: data.replace("这一行".encode(), "这\ufffd一行".encode()),
    lambda data: data.replace("这一行".encode(), "这一行 13800000000".encode()),
    lambda data: data.replace("这一行".encode(), "这一行 11010519491231002X".encode()),
    lambda data: data.replace("这一行".encode(), "这一行".encode() + b"\xff"),
]
TYPICAL_ROSTER = [
    "name: 一张表",
    "summary: 只错一处。",
    "organization: helpers",
    "location: library",
    "from: 2026-11-01",
    "until: 2026-12-31",
    "pattern: [{weekday: Mo, starts: 09:00, ends: 12:00, people: [helper-1]}]",
]
BAD_ROSTER_LINES = [
    ("from: 2026-11-31", "from"),
    ("until: 2026-10-01", "until"),
    ("organization: helper", "organization"),
    ("location: libary", "location"),
    ("pattern: [{weekday: 周八, starts: 09:00, ends: 12:00}]", "pattern[0].weekday"),
    ("pattern: [{weekday: Mo, starts: 九点, ends: 12:00}]", "pattern[0].starts"),
    ("pattern: [{weekday: Mo, starts: 09:00, ends: 12:00, people: [helper-9]}]", "pattern[0].people[0]"),
    ("changes: [{date: 2026-11-24, starts: 09:00, cancelled: true}]", "changes[0].starts"),
    ("shifts: [{starts: 2026-11-24 09:00, ends: 2026-11-24 08:00}]", "shifts[0].ends"),
    ("id: another", "id"),
]
BAD_ROWS = {
    "authors": ("- id: pen\n  name: 笔\n  description: 一\n  organization: nobody\n", 4, "organization"),
    # a row to add to each table, the line of it that is wrong, and the field
    "synonyms": ("- name: 图书室\n  also: [乘车卡]\n", 2, "also[0]"),
    "places": (
        "- id: pine\n  name: 松园\n  kind: 别墅\n  description: 一\n  buildings: [{id: b1, name: 1栋}]\n",
        3,
        "kind",
    ),
    "grids": (
        "- id: grid-3\n  name: 三\n  buildings: [maple/b9]\n  officer: 员\n  phone: 0755-5550-0141\n  location: library\n",
        3,
        "buildings[0]",
    ),
    "locations": (
        "- id: hall\n  name: 厅\n  kind: room\n  description: 一\n  address: 一\n  hours: 周一\n",
        6,
        "hours",
    ),
    "services": ("- id: new\n  name: 新\n  category: none\n  description: 一\n", 3, "category"),
    "organizations": ("- id: new\n  name: 新\n  kind: club\n  purpose: 一\n  phone: 0755-5550-0142\n", 5, "phone"),
    "alerts": ("- level: 紫\n  words: 有风\n  from: 2026-11-25\n  affects: [all]\n", 1, "level"),
    "discussion/2026": ("- {number: 5, page: news, date: 2026-11-20, text: 好}\n", 1, "page"),
    "write": ("mailbox: 信箱\n", 1, "mailbox"),
    "concerns": ("- id: leak2\n  name: 漏\n  turns:\n    - {who: 人, phone: 没有}\n", 4, "turns[0].phone"),
    "figures": (
        "- id: fig\n  name: 数\n  unit: 个\n  definition: 数。\n  source: 台账\n  values:\n    - {period: 前年, value: 4}\n",
        7,
        "values[0].period",
    ),
    "../notes/2026-11": ("- id: cold\n  text: 降温。\n  time: 明天早上\n", 3, "time"),
    "people": ("- id: helper-1\n  roles: [岗位]\n", 1, "id"),
    "workdays": (
        "- year: 2027\n  notice: 一\n  holidays:\n    - {name: 元旦, from: 2027-01-03, until: 2027-01-01}\n",
        4,
        "holidays[0].until",
    ),
}


def bad_documents(rng: random.Random) -> Iterator[Fault]:
    """Every bad line in one of its kinds, then every bad line again in another kind."""
    for turn in range(2):
        for number, (kinds, bad, field) in enumerate(BAD_LINES):
            kind = rng.choice(kinds)
            lines = ["---", *write_front(rng, kind, bad), "---", "正文。"]
            text = "\n".join(lines) + "\n"
            yield Fault(f"{kind}/field-{turn}-{number}.md", text.encode(), lines.index(bad) + 1, field)


def bad_yaml(rng: random.Random) -> Iterator[Fault]:
    for number, bad in enumerate(BAD_YAML):
        kind = EVERY[number % len(EVERY)]
        lines = ["---", *FIELDS[kind], bad, "---", "正文。"]
        field = "source" if "：" in bad else ""
        yield Fault(f"{kind}/yaml-{number}.md", "\n".join(lines).encode(), lines.index(bad) + 1, field)


def bad_bodies(rng: random.Random) -> Iterator[Fault]:
    for number, bad in enumerate(BAD_BODIES):
        kind = EVERY[number % len(EVERY)]
        lines = ["---", *FIELDS[kind], "---", *["一段话。", ""] * rng.randrange(1, 30), bad, "", "结尾。"]
        yield Fault(f"{kind}/body-{number}.md", "\n".join(lines).encode(), lines.index(bad) + 1, "body")


def bad_texts(rng: random.Random) -> Iterator[Fault]:
    for number, spoil in enumerate(BAD_TEXTS):
        kind = EVERY[number % len(EVERY)]
        lines = ["---", *FIELDS[kind], "---", *["一段话。", ""] * rng.randrange(1, 200), "这一行。"]
        yield Fault(f"{kind}/text-{number}.md", spoil("\n".join(lines).encode()), len(lines), "")


def bad_files(rng: random.Random) -> Iterator[Fault]:
    whole = "\n".join(["---", *FIELDS["news"], "---", "正文。"])
    yield Fault("news/file-gbk.md", whole.replace("一篇", "通知公告").encode("gbk"), 2, "")
    yield Fault("news/file-utf-16.md", whole.encode("utf-16"), 1, "")
    yield Fault("news/file-empty.md", b"", 1, "文件头")
    yield Fault("news/file-blank-first.md", b"\n" + whole.encode(), 1, "文件头")
    yield Fault("news/file-not-closed.md", whole.replace("\n---", "").encode(), 1, "文件头")
    yield Fault("news/file-no-body.md", whole.replace("正文。", "").encode(), 7, "body")
    yield Fault("files/file.exe", b"MZ", 1, "")
    yield Fault("images/file.tiff", b"II", 1, "")
    yield Fault("notes.md", b"x", 1, "")
    yield Fault("files/list.txt", "一\n二 13800000000\n".encode(), 2, "")


def bad_rosters(rng: random.Random) -> Iterator[Fault]:
    for number, (bad, field) in enumerate(BAD_ROSTER_LINES):
        lines = [line for line in TYPICAL_ROSTER if key_of(line) != key_of(bad)]
        lines.insert(rng.randrange(len(lines) + 1), bad)
        text = "\n".join(lines) + "\n"
        yield Fault(f"data/rosters/roster-{number}.yaml", text.encode(), lines.index(bad) + 1, field)


def bad_tables(rng: random.Random) -> Iterator[Fault]:
    for table, (row, line, field) in BAD_ROWS.items():
        path = f"data/{table}.yaml".removeprefix("data/../")
        text = (EXAMPLE / path).read_text("utf-8")
        yield Fault(path, (text + row).encode(), text.count("\n") + line, field)
    text = (EXAMPLE / "data" / "community.yaml").read_text("utf-8")
    bad = text.replace("fresh_days: 14", "fresh_days: 两周")
    line = bad[: bad.index("两周")].count("\n") + 1
    yield Fault("data/community.yaml", bad.encode(), line, "columns[0].fresh_days")


def make_faults() -> list[Fault]:
    """A hundred faults: one of each class first, the rest by lot."""
    rng = random.Random(SEED)
    makers = (bad_documents, bad_yaml, bad_bodies, bad_texts, bad_files, bad_rosters, bad_tables)
    every = [fault for maker in makers for fault in maker(rng)]
    needed = [fault for fault in every if "/field-" not in fault.path]
    lines = [fault for fault in every if "/field-0-" in fault.path]
    rest = [fault for fault in every if "/field-1-" in fault.path]
    return (needed + lines + rng.sample(rest, len(rest)))[:HUNDRED]


def build(content: Path, output: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "plugins", "build", "--content", str(content), "--output", str(output)]
    return subprocess.run([*command, "--as-of", NOW], cwd=ROOT, capture_output=True, text=True, timeout=120)


def photograph(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder with its time and bytes."""
    paths = [folder, *sorted(folder.rglob("*"))]
    return {str(p): (p.stat().st_mtime_ns, p.read_bytes() if p.is_file() else b"") for p in paths}


@dataclass(frozen=True)
class Outcome:
    faults: list[Fault]
    run: subprocess.CompletedProcess[str]
    before: dict[str, tuple[int, bytes]]
    after: dict[str, tuple[int, bytes]]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("hundred")
    output = folder / "output"
    build_here(EXAMPLE, output, NOW)
    faults = make_faults()
    content = change_site(folder, {fault.path: fault.data for fault in faults})
    before = photograph(output)
    return Outcome(faults, build(content, output), before, photograph(output))


def test_the_faults_are_a_hundred_files_of_every_kind_and_table() -> None:
    faults = make_faults()
    paths = [fault.path for fault in faults]
    assert len(faults) == len(set(paths)) == HUNDRED
    rooms = {path.partition("/")[0] for path in paths}
    patterns = {model.kind.source.pattern for model in KINDS}
    assert rooms >= {pattern.partition("/")[0] for pattern in patterns} | {"images", "files"}
    assert set(paths) >= {pattern for pattern in patterns if "*" not in pattern}
    assert sum(path.startswith("data/rosters/") for path in paths) == len(BAD_ROSTER_LINES)


def test_every_fault_is_named_with_its_file_line_and_field_in_one_run(outcome: Outcome) -> None:
    lines = outcome.run.stderr.splitlines()
    missed = [fault for fault in outcome.faults if not any(names(line, fault) for line in lines)]
    assert [f"{fault.path}:{fault.line} {fault.field}" for fault in missed] == []


def names(line: str, fault: Fault) -> bool:
    field = rf"{re.escape(fault.field)}(?: \([^)]+\))?: " if fault.field else ""
    return re.match(rf"content/{re.escape(fault.path)}:{fault.line}:\d+: {field}.+ → .+", line) is not None


def test_no_file_without_a_fault_is_named(outcome: Outcome) -> None:
    named = set(re.findall(r"^content/([^:]+):\d+:\d+: ", outcome.run.stderr, re.M))
    assert named == {fault.path for fault in outcome.faults}


def test_no_personal_number_is_said_again(outcome: Outcome) -> None:
    assert not re.search("13800000000|11010519491231002X", outcome.run.stderr + outcome.run.stdout)


def test_the_run_ends_with_status_one_and_without_a_traceback(outcome: Outcome) -> None:
    assert outcome.run.returncode == 1
    assert "Traceback" not in outcome.run.stderr + outcome.run.stdout
    assert "网站没有更新，还是原来的样子" in outcome.run.stderr.splitlines()[-1]


def test_the_site_that_was_there_is_untouched(outcome: Outcome) -> None:
    assert outcome.after == outcome.before
    assert len(outcome.before) > 50
