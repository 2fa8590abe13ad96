"""What residents raise: numbers equal an independent reckoning, lists hold every case once, and nobody who raised it is anywhere."""

from __future__ import annotations

import random
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.composition import all_pages
from plugins.model import Case, Sources, tally
from plugins.pages.cases import CasesView, CaseView
from plugins.rules import Library, read
from plugins.rules.due import list_deadlines
from plugins.site import make_site
from plugins.site.paging import PER_PAGE
from tests.builds import build_here
from tests.conftest import EXAMPLE, NOW, at, change_site
from tests.private.corpus import make_mobile, make_name

STATES = ("referred", "working", "answered", "solved", "declined")


def make_case(number: int, chance: random.Random, year: int = 2026) -> dict[str, Any]:
    """One of a made-up year, as an editor types it."""
    received = date(year, 1, 1) + timedelta(chance.randrange(320))
    steps: list[dict[str, Any]] = []
    day = received
    for state in STATES[: chance.randrange(len(STATES))]:
        if chance.random() < 0.8:
            day += timedelta(chance.choice((0, 1, 2, 5, 9, 16, 40)))
            steps.append({"date": day, "state": state, "by": "物业公司"})
    if steps and chance.random() < 0.15:
        steps[-1] |= {"state": "declined", "note": "不归社区管。"}
    row: dict[str, Any] = {
        "id": f"{year}-{number:03}",
        "kind": chance.choice(("help", "suggestion", "complaint", "question", "issue")),
        "subject": f"第{number}件事",
        "received": received,
        "channel": "window",
        "steps": steps,
        "answer": "给居民的话。",
    }
    if chance.random() < 0.6:
        row["place"] = chance.choice(("spruce", "maple"))
    return row | ({"public": False} if chance.random() < 0.2 else {})


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    chance = random.Random(14)
    return [make_case(number, chance) for number in range(1, 401)]


@pytest.fixture(scope="module")
def sources(rows: list[dict[str, Any]]) -> Sources:
    """The example site with a made-up year of 400 cases."""
    library = Library(EXAMPLE)
    library.load()
    for old in ("2025", "2026"):
        library.replace(f"data/cases/{old}.yaml", b"[]\n")
    library.replace("data/cases/2026.yaml", yaml.safe_dump(rows, allow_unicode=True, sort_keys=False).encode())
    reading = library.reading()
    assert reading.sources, [p for p in reading.problems if p.level == "error"]
    return reading.sources


def ask(rows: list[dict[str, Any]]) -> sqlite3.Connection:
    """The same cases as two tables, so that another language reckons."""
    base = sqlite3.connect(":memory:")
    base.execute("create table cases (id text, kind text, place text, received text, shown int)")
    base.execute("create table steps (id text, n int, day text, state text)")
    for row in rows:
        shown = row.get("public", True)
        base.execute(
            "insert into cases values (?,?,?,?,?)",
            (row["id"], row["kind"], row.get("place"), row["received"].isoformat(), shown),
        )
        for n, step in enumerate(row["steps"]):
            base.execute("insert into steps values (?,?,?,?)", (row["id"], n, step["date"].isoformat(), step["state"]))
    base.executescript("""
        create view last as select id, day, state from steps s where n = (select max(n) from steps t where t.id = s.id);
        create view ended as select c.*, l.day, l.state from cases c join last l using (id)
            where l.state in ('solved', 'declined') or (l.state = 'answered' and c.kind = 'question');
        create view answered as select c.id, c.kind, c.received, min(s.day) day from cases c join steps s using (id)
            where s.state in ('answered', 'solved', 'declined') group by c.id;
        create view answer_days as select julianday(day) - julianday(received) days from answered where kind <> 'issue';
        create view end_days as select julianday(day) - julianday(received) days from ended where kind <> 'issue';
    """)
    return base


PERCENTILE = """
    with ranked as (select days, row_number() over (order by days) - 1 n, (count(*) over () - 1) * {share} place from {view})
    select sum(days * (1 - abs(n - place))) from ranked where abs(n - place) < 1
"""
"""Between the two nearest ranks in proportion."""


def test_the_figures_equal_those_of_a_database(sources: Sources, rows: list[dict[str, Any]]) -> None:
    base = ask(rows)

    def one(query: str) -> Any:
        return base.execute(query).fetchone()[0]

    counted = tally(
        [*sources.of(Case), *(d for d in sources.drafts if isinstance(d, Case))], sources.community.case_terms
    )
    assert counted.received == 400
    assert counted.open == 400 - one("select count(*) from ended")
    assert counted.solved == one("select count(*) from ended where state = 'solved'")
    assert counted.declined == one("select count(*) from ended where state = 'declined'")
    assert counted.unanswered == one(
        "select count(*) from cases where id not in (select id from ended) and id not in (select id from answered)"
    )
    for times, view, term in ((counted.answers, "answer_days", 15), (counted.ends, "end_days", 60)):
        assert len(times.days) == one(f"select count(*) from {view}") > 50
        assert times.in_term == one(f"select count(*) from {view} where days <= {term}")
        for found, share in ((times.median, 0.5), (times.ninetieth, 0.9)):
            assert found is not None
            assert float(found) == pytest.approx(one(PERCENTILE.format(share=share, view=view)))


@pytest.fixture(scope="module")
def views(sources: Sources) -> dict[str, Any]:
    """The view of each page on cases, by its address."""
    pages = all_pages(make_site(sources, at(NOW)))
    return {page.address: page.view for page in pages if page.address.startswith("/cases/")}


def test_an_old_page_of_a_list_leads_to_where_it_went(views: dict[str, Any]) -> None:
    leaves = [address for address in views if "/page/" in address]
    assert len(leaves) > 1
    assert all(views[address.replace("page/", "")].target.url == address for address in leaves)


def test_each_list_holds_its_cases_and_no_other(views: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    base = ask(rows)
    listed: dict[str, list[str]] = {}
    for address, view in views.items():
        if isinstance(view, CasesView) and address != "/cases/":
            shown = [card.url.split("/")[2] for group in view.groups for card in group.items]
            assert len(shown) <= PER_PAGE
            listed.setdefault(view.current, []).extend(shown)
    wanted: dict[str, str] = {
        "/cases/open/": "id not in (select id from ended)",
        "/cases/year/2026/": "1",
        "/cases/place/spruce/": "place = 'spruce'",
        "/cases/place/maple/": "place = 'maple'",
    }
    wanted |= {f"/cases/kind/{k}/": f"kind = '{k}'" for k in ("help", "suggestion", "complaint", "question", "issue")}
    assert listed.keys() == wanted.keys()
    for address, where in wanted.items():
        query = f"select id from cases where shown and {where} order by received desc, id"
        assert listed[address] == [row[0] for row in base.execute(query)], address


def test_each_public_case_has_a_page_and_no_other(views: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    pages = {address.split("/")[2] for address, view in views.items() if isinstance(view, CaseView)}
    assert pages == {row["id"] for row in rows if row.get("public", True)}


def test_a_page_says_who_has_it_and_by_when(sources: Sources, views: dict[str, Any]) -> None:
    for case in sources.of(Case):
        view = views[f"/cases/{case.id}/"]
        assert view.steps[0].word == "收到"
        assert len(view.steps) == len(case.steps) + 1
        assert bool(view.solve_by) == (case.is_open and case.case_kind != "issue")
        assert [s.word for s in view.states if s.word.startswith("已过")] == (
            ["已过办结期限" if case.answered_on else "已过答复期限"] if view.solve_by else []
        )


def test_due_names_each_term_that_is_near_once(sources: Sources) -> None:
    told = Counter(d.title for d in list_deadlines(sources, at(NOW).date()) if d.kind == "cases")
    everyone = [*sources.of(Case), *(d for d in sources.drafts if isinstance(d, Case))]
    assert told == {c.id: 1 for c in everyone if c.is_open and c.case_kind != "issue"}


def test_a_kind_has_figures_of_its_own(views: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    base = ask(rows)
    for kind in ("help", "suggestion", "complaint", "question", "issue"):
        figures = {f.title: f.value for f in views[f"/cases/kind/{kind}/"].figures}
        assert (
            figures["一共收到"]
            == f"{base.execute('select count(*) from cases where kind = ?', (kind,)).fetchone()[0]} 件"
        )
    assert not views["/cases/year/2026/"].figures


@pytest.mark.parametrize(
    ("field", "place"), [("answer", "answer"), ("steps", "steps.0.note")], ids=["an answer", "a step"]
)
def test_a_dead_link_is_told_where_it_stands(field: str, place: str) -> None:
    text = "看[办事指南](/guides/nowhere/)。"
    row = {
        "id": "2025-001", "kind": "help", "subject": "灯", "received": "2025-03-03", "channel": "window",
        "answer": text if field == "answer" else "好了。",
        "steps": [{"date": "2025-03-04", "state": "working", "by": "**物业**", "note": text if field == "steps" else "在修。"}],
    }  # fmt: skip
    library = Library(EXAMPLE)
    library.load()
    library.replace("data/cases/2025.yaml", yaml.safe_dump([row], allow_unicode=True, sort_keys=False).encode())
    told = [p for p in library.reading().problems if p.path == "data/cases/2025.yaml"]
    assert [p.message for p in told if "去不了" in p.message] == ["链接去不了：没有 /guides/nowhere/"]
    assert sum("不能用加粗" in p.message for p in told) == 1
    assert all(p.line > 1 for p in told), place


SENDER = ("sender", "name", "phone", "姓名", "来信人", "联系电话", "住址", "反映人", "wechat", "contact")


def mistakes() -> Iterator[tuple[str, str]]:
    yield "id: '14'", r"编号要写成年份和序号：“14” → 例如 2026-014"
    yield "received: 2025-11-02", r"编号是 2026 年的，收到日期是 2025-11-02"
    yield "state: gone", r"没有“gone”这个选项"
    yield "subject: 张某某来说灯坏了 13912345678", r"手机"


@pytest.mark.parametrize(("line", "told"), list(mistakes()))
def test_a_slip_is_told(line: str, told: str, tmp_path: Path) -> None:
    assert re.search(told, "\n".join(problems_of(line)))


def problems_of(line: str, step: str = "") -> list[str]:
    text = (EXAMPLE / "data/cases/2026.yaml").read_text("utf-8")
    key = line.partition(":")[0]
    first = text.partition("- id: 2026-002")[0]
    changed = re.sub(rf"(?m)^(- |  )({key}|- \{{date: [^,]*, {key}): .*$", rf"\g<1>{line}", first, count=1)
    if key == "state":
        changed = first.replace("state: answered", line)
    elif changed == first:
        changed = first + f"  {line}\n"
    library = Library(EXAMPLE)
    library.load()
    library.replace("data/cases/2026.yaml", changed.encode())
    return [str(p) for p in library.reading().problems if p.path == "data/cases/2026.yaml"]


@pytest.mark.parametrize("key", SENDER)
def test_whoever_raised_it_has_no_field(key: str) -> None:
    told = "\n".join(problems_of(f"{key}: 某某"))
    assert "没有这个字段" in told
    assert "来反映的人是谁，这里一个字也不写" in told


CHANNEL_KEYS = (*SENDER, "letter", "mail", "visit", "来访人", "地址", "电话", "微信", "身份证")
MADE_UP = 500


@pytest.fixture(scope="module")
def senders() -> list[tuple[str, str, str]]:
    """Names, mobiles and addresses of people who do not exist."""
    chance = random.Random(500)
    return [
        (
            f"{make_name(chance)}{number:03}",
            make_mobile(chance),
            f"云杉里{chance.randrange(1, 30)}栋{chance.randrange(1, 6)}单元{number + 100}室",
        )
        for number in range(MADE_UP)
    ]


def test_a_sender_in_a_field_of_his_own_is_refused_and_not_repeated(senders: list[tuple[str, str, str]]) -> None:
    """Every name, phone and address is told by the field it was put in, in words that do not hold it."""
    library = Library(EXAMPLE)
    library.load()
    told = 0
    for start in range(0, MADE_UP, 25):  # of one kind of problem a hundred are listed
        rows = []
        for number, sender in enumerate(senders[start : start + 25], 1):
            keys = [CHANNEL_KEYS[(start + number + n) % len(CHANNEL_KEYS)] for n in range(3)]
            rows.append(make_case(number, random.Random(number)) | dict(zip(keys, sender, strict=True)))
        library.replace("data/cases/2026.yaml", yaml.safe_dump(rows, allow_unicode=True, sort_keys=False).encode())
        reading = library.reading()
        assert reading.sources is None
        said = [p for p in reading.problems if p.path == "data/cases/2026.yaml"]
        told += sum("没有这个字段" in p.message for p in said)
        words = "\n".join(map(str, said))
        assert not [word for sender in senders for word in sender if word in words]
    assert told == 3 * MADE_UP


def test_what_is_counted_and_not_shown_is_in_no_byte(senders: list[tuple[str, str, str]], tmp_path: Path) -> None:
    """Names and addresses in the fields of cases that are not public; phones are refused wherever they stand."""
    rows = []
    for number, (name, _, address) in enumerate(senders, 1):
        row = make_case(number, random.Random(number)) | {
            "public": False,
            "subject": f"帮{name}",
            "answer": f"答复{name}",
        }
        row |= {"where": address.partition("单元")[0] + f"乙{number}"}
        rows.append(row | {"steps": [{**step, "note": f"找{name}"} for step in row["steps"]]})
    content = change_site(tmp_path, {"data/cases/2026.yaml": yaml.safe_dump(rows, allow_unicode=True, sort_keys=False)})
    build_here(content, tmp_path / "output", NOW)
    words = [word for row, (name, _, _) in zip(rows, senders, strict=True) for word in (name, row["where"], row["id"])]
    found = [
        (file.name, word)
        for file in sorted((tmp_path / "output").rglob("*"))
        if file.is_file() and file.suffix not in (".webp", ".jpg", ".png")
        for text in (file.read_text("utf-8", "replace"),)
        for word in (words if "云杉里" in text or "2026-" in text or "例" in text else ())
        if word in text
    ]
    assert found == []


def test_a_draft_of_steps_goes_on() -> None:
    """Order, ends and reasons of steps, each told with its place."""
    case = next(c for c in read(EXAMPLE).sources.of(Case) if c.id == "2025-001")  # type: ignore[union-attr]
    assert case.holder == "物业公司"
    assert case.ended_on == date(2025, 3, 8)
    for steps, told in (
        ([("2025-03-02", "working", "")], "在 2025-03-03 之前"),
        ([("2025-03-04", "working", ""), ("2025-03-05", "received", "")], "又写收到"),
        ([("2025-03-04", "solved", "好了"), ("2025-03-05", "answered", "")], "写在“已解决”后面"),
        ([("2025-03-04", "declined", "")], "没有写为什么"),
    ):
        library = Library(EXAMPLE)
        library.load()
        rows = [
            {
                "id": "2025-001", "kind": "help", "subject": "灯", "received": "2025-03-03", "channel": "window",
                "steps": [{"date": d, "state": s} | ({"note": n} if n else {}) for d, s, n in steps],
            }
        ]  # fmt: skip
        library.replace("data/cases/2025.yaml", yaml.safe_dump(rows, allow_unicode=True).encode())
        assert told in "\n".join(str(p) for p in library.reading().problems), steps


def test_figures_of_nothing_are_not_told(sources: Sources) -> None:
    empty = replace(sources, more={**sources.more, "cases": ()}, drafts=())
    pages = all_pages(make_site(empty, at(NOW)))
    assert not [page for page in pages if page.address.startswith("/cases/")]
