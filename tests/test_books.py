"""The community's books: what does not add up is named with its line, small cells are not told, and sums are those of SQLite."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.composition import all_pages
from plugins.model import Award, Ledger, Survey, hidden_cells
from plugins.pages.books import AwardView, LedgerView, SurveyView
from plugins.pages.meetings import MeetingView
from plugins.rules import read
from plugins.rules.due import list_deadlines
from plugins.site import Site, make_site
from tests.conftest import EXAMPLE, NOW, at

FAULTS = 300 if os.environ.get("FULL") else 60
"""`make books` runs them all."""
Row = dict[str, Any]


def make_award(chance: random.Random) -> Row:
    left, day, rounds = chance.randrange(20, 120), date(2026, 1, 5), []
    for number in range(chance.randrange(2, 5)):
        chosen = max(1, left - chance.randrange(0, left))
        valid = chance.randrange(40, 90)
        votes = sorted((chance.randrange(1, valid) for _ in range(left)), reverse=True)
        rounds.append(
            {
                "name": f"第{number + 1}轮", "date": day, "how": "vote", "candidates": left, "chosen": chosen,
                "ballots": valid + 2, "valid": valid, "ties": "抽签",
                "results": [{"candidate": f"第{i + 1}号", "votes": v} for i, v in enumerate(votes)],
            }
        )  # fmt: skip
        left, day = chosen, day + timedelta(chance.randrange(1, 30))
    return {"name": "评选", "description": "选一选。", "year": 2026, "rounds": rounds}


def make_ledger(chance: random.Random) -> Row:
    cents, day, lines = chance.randrange(0, 50_000), date(2026, 1, 1), []
    opening = cents
    for _ in range(chance.randrange(2, 30)):
        day += timedelta(chance.randrange(0, 9))
        amount = chance.randrange(1, 90_000)
        if chance.random() < 0.5 and amount <= cents:
            lines.append({"date": day, "what": "付", "out": show(amount), "evidence": "发票"})
            cents -= amount
        else:
            lines.append({"date": day, "what": "收", "in": show(amount)})
            cents += amount
    return {"name": "账", "description": "大家的钱。", "opening": show(opening), "lines": lines, "balance": show(cents)}


def make_survey(chance: random.Random) -> Row:
    n = chance.randrange(20, 400)
    questions = []
    for number in range(chance.randrange(1, 4)):
        left, answers = n, []
        for i in range(chance.randrange(2, 6)):
            count = chance.randrange(0, left + 1)
            answers.append({"answer": f"第{i + 1}样", "count": count})
            left -= count
        questions.append({"ask": f"第{number + 1}问？", "answers": answers})
    return {
        "name": "调查", "description": "问一问。", "method": "上门", "from": date(2026, 3, 1), "until": date(2026, 3, 9), "n": n,
        "questions": questions,
    }  # fmt: skip


def show(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def grow(award: Row, chance: random.Random) -> None:
    award["rounds"][1]["candidates"] = award["rounds"][0]["chosen"] + chance.randrange(1, 9)
    award["rounds"][1].pop("results")


def choose_too_many(award: Row, chance: random.Random) -> None:
    award["rounds"][-1]["chosen"] = award["rounds"][-1]["candidates"] + chance.randrange(1, 9)


def stuff_the_box(award: Row, chance: random.Random) -> None:
    award["rounds"][0]["valid"] = award["rounds"][0]["ballots"] + chance.randrange(1, 9)


def vote_twice(award: Row, chance: random.Random) -> None:
    award["rounds"][0]["results"][0]["votes"] = award["rounds"][0]["valid"] + chance.randrange(1, 9)


def turn_back(award: Row, chance: random.Random) -> None:
    award["rounds"][1]["date"] = award["rounds"][0]["date"] - timedelta(chance.randrange(1, 99))


def lose_money(ledger: Row, chance: random.Random) -> None:
    ledger["balance"] = str(Decimal(ledger["balance"]) + Decimal(chance.randrange(1, 999)) / 100)


def forget_evidence(ledger: Row, _: random.Random) -> None:
    ledger["lines"].append({"date": str(ledger["lines"][-1]["date"]), "what": "付", "out": "0.01"})


def overdraw(ledger: Row, chance: random.Random) -> None:
    much = Decimal(ledger["balance"]) + chance.randrange(1, 99)
    ledger["lines"].append(
        {"date": str(ledger["lines"][-1]["date"]), "what": "付", "out": str(much), "evidence": "发票"}
    )


def ask_the_public(ledger: Row, _: random.Random) -> None:
    ledger["kind"] = "public"


def answer_too_often(survey: Row, chance: random.Random) -> None:
    question = chance.choice(survey["questions"])
    question["answers"][0]["count"] += (
        survey["n"] - sum(a["count"] for a in question["answers"]) + chance.randrange(1, 9)
    )


def ask_too_many(survey: Row, chance: random.Random) -> None:
    chance.choice(survey["questions"])["asked"] = survey["n"] + chance.randrange(1, 9)


MAKERS: dict[str, Callable[[random.Random], Row]] = {
    "awards": make_award,
    "ledgers": make_ledger,
    "surveys": make_survey,
}
PLANTED: tuple[tuple[str, Callable[[Row, random.Random], None], str], ...] = (
    ("awards", grow, "上一轮只选出"),
    ("awards", choose_too_many, "进入这一轮的只有"),
    ("awards", stuff_the_box, "收回的只有"),
    ("awards", vote_twice, "有效票只有"),
    ("awards", turn_back, "之前"),
    ("ledgers", lose_money, "算出来是"),
    ("ledgers", forget_evidence, "没有写凭证"),
    ("ledgers", overdraw, "账上是"),
    ("ledgers", ask_the_public, "公开募捐没有写"),
    ("surveys", answer_too_often, "只问了"),
    ("surveys", ask_too_many, "人回答"),
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The example site, to be changed."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "content"))


@pytest.fixture
def folder(content: Path) -> Path:
    for kind in MAKERS:
        for file in (content / "data" / kind).glob("*.yaml"):
            file.unlink()
    return content


def write(folder: Path, kind: str, id: str, row: Row) -> None:
    row["name"] += f"（{id}）"
    (folder / "data" / kind / f"{id}.yaml").write_text(
        yaml.safe_dump(row, allow_unicode=True, sort_keys=False), "utf-8"
    )


def test_each_fault_is_named_with_its_file_and_line(folder: Path) -> None:
    chance = random.Random(15)
    meant: dict[str, str] = {}
    for number in range(FAULTS):
        kind, plant, words = PLANTED[number % len(PLANTED)]
        row = MAKERS[kind](chance)
        write(folder, kind, f"right-{number}", row)
        wrong = deepcopy(row)
        plant(wrong, chance)
        write(folder, kind, f"wrong-{number}", wrong)
        meant[f"data/{kind}/wrong-{number}.yaml"] = words
    told: dict[str, str] = {}
    for problem in read(folder).problems_on(at(NOW).date()):
        if problem.path.startswith(tuple(f"data/{kind}/" for kind in MAKERS)):
            assert problem.line >= 1
            told[problem.path] = told.get(problem.path, "") + problem.message
    assert {path: words for path, words in told.items() if "right-" in path} == {}
    assert {path: words for path, words in meant.items() if words not in told.get(path, "")} == {}


def test_sums_are_those_of_a_database(folder: Path) -> None:
    chance = random.Random(16)
    rows = {f"one-{i}": make_ledger(chance) for i in range(40)}
    base = sqlite3.connect(":memory:")
    base.execute("create table line (ledger text, moved integer)")
    for id, row in rows.items():
        write(folder, "ledgers", id, row)
        base.execute("insert into line values (?, ?)", (id, round(Decimal(row["opening"]) * 100)))
        for line in row["lines"]:
            moved = Decimal(line.get("in", 0)) - Decimal(line.get("out", 0))
            base.execute("insert into line values (?, ?)", (id, round(moved * 100)))
    expected = dict(base.execute("select ledger, sum(moved) from line group by ledger"))
    assert {one.id: round(one.balance * 100) for one in site_of(folder).sources.of(Ledger)} == expected


def site_of(folder: Path) -> Site:
    return make_site(read(folder).sources, at(NOW))


def views(site: Site) -> dict[str, Any]:
    return {page.address: page.view for page in all_pages(site)}


@pytest.mark.parametrize(
    ("counts", "many", "hidden"),
    [
        ((30, 18, 2), False, {1, 2}),
        ((30, 18, 2), True, {2}),
        ((30, 1, 2), False, {1, 2}),
        ((30, 0), False, set()),
        ((3, 3), False, set()),
        ((1,), False, {0}),
    ],
)
def test_nobody_can_be_told_from_a_small_cell(counts: tuple[int, ...], many: bool, hidden: set[int]) -> None:
    assert hidden_cells(counts, many=many) == hidden


def test_what_is_shown_never_gives_a_small_cell_away() -> None:
    """Of answers that exclude each other, those not told add up to what two of them could share."""
    chance = random.Random(17)
    for _ in range(500):
        counts = [chance.choice((0, 1, 2, 3, 9, 40)) for _ in range(chance.randrange(2, 7))]
        hidden = hidden_cells(counts, many=False)
        small = {i for i, count in enumerate(counts) if 0 < count < 3}
        assert small <= hidden
        told = [count for count in counts if count]
        assert not small or len(hidden) > 1 or len(told) == 1


def test_pages_say_what_was_written(content: Path) -> None:
    pages = views(site_of(content))
    award, ledger = pages["/awards/warm-2026/"], pages["/ledgers/tea-2026/"]
    survey, meeting = pages["/surveys/lamps-2026/"], pages["/meetings/2026/lamps/"]
    assert isinstance(award, AwardView)
    assert isinstance(ledger, LedgerView)
    assert isinstance(survey, SurveyView)
    assert isinstance(meeting, MeetingView)
    assert award.course == "6 人 → 2 人"
    assert [(one.candidate, one.chosen) for one in award.rounds[1].results] == [
        ("第4号", True),
        ("第1号", True),
        ("第5号", False),
    ]
    assert (ledger.opening, ledger.received, ledger.spent, ledger.balance) == (
        "120.50 元",
        "300 元",
        "86.80 元",
        "333.70 元",
    )
    assert [line.left for line in ledger.lines] == ["420.50", "333.70"]
    assert [answer.count for answer in survey.questions[0].answers] == ["30 人", "人数少，不写", "人数少，不写"]
    assert survey.questions[0].answers[0].share == "60%"
    assert survey.questions[1].answers[0].width == int(Fraction(12, 20) * 100)
    assert [link.title for link in survey.questions[0].cases] == [
        meeting.decisions[0].case.title if meeting.decisions[0].case else ""
    ]
    assert meeting.present == "居民代表 7 人、物业公司 1 人"


def test_a_meeting_asks_for_its_minutes_and_for_what_it_decided(content: Path) -> None:
    tasks = {(d.task, d.day) for d in list_deadlines(read(content).sources, at(NOW).date()) if "meetings/" in d.path}
    assert ("会议纪要该写了", date(2026, 12, 24)) in tasks
    assert ("会上定的事到期", date(2026, 12, 2)) in tasks
    assert not any(day == date(2026, 11, 21) for _, day in tasks)


def test_a_community_without_books_has_no_page_of_them(content: Path) -> None:
    for kind in MAKERS:
        for file in (content / "data" / kind).glob("*.yaml"):
            file.unlink()
    for file in (content / "meetings").rglob("*.md"):
        file.unlink()
    site = site_of(content)
    assert {"awards", "ledgers", "surveys", "meetings"} & site.sources.sections == set()
    assert not any(url.startswith(("/awards/", "/ledgers/", "/surveys/", "/meetings/")) for url in views(site))
    assert not any(site.sources.of(model) for model in (Award, Ledger, Survey))
