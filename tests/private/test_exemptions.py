"""A line with a reason and a date lets something stand for a time, is told in every check, and ends."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from plugins.private import find_exemptions, seal
from plugins.problems import Problem
from plugins.publish.second_look import look
from plugins.publish.second_look import seal as seal_again
from plugins.rules.reader import read
from tests.conftest import change_site
from tests.private.corpus import NUMBERS

M = NUMBERS["mobile"]
TODAY = date(2026, 11, 23)
HEAD = "---\ntitle: 一篇\nsummary: 摘要。\ndate: 2026-11-01\ncolumn: updates\n---\n"
SAID = "可以公开：社区值班手机，到 2027-06-30"


def told(folder: Path, body: str, day: date = TODAY) -> list[Problem]:
    path = "news/2026/duty.md"
    return [p for p in read(change_site(folder / f"{day}", {path: HEAD + body})).problems_on(day) if p.path == path]


@pytest.mark.parametrize(
    "body", [f"值班手机 {M}。 <!-- {SAID} -->\n", f"<!-- {SAID} -->\n值班手机 {M}。\n", f"<!--{SAID.replace('：', ':').replace('，', ', ')}-->\n值班 {M}\n"]
)  # fmt: skip
def test_it_lets_a_line_stand_and_is_told(tmp_path: Path, body: str) -> None:
    (found,) = told(tmp_path, body)
    assert (found.level, found.label) == ("warning", "例外")
    assert "社区值班手机" in found.message
    assert "2027-06-30" in found.message
    assert M not in str(found)


def test_it_ends_by_itself(tmp_path: Path) -> None:
    body = f"值班手机 {M}。 <!-- {SAID} -->\n"
    assert [p.level for p in told(tmp_path, body, date(2027, 6, 30))] == ["warning"]
    (found,) = told(tmp_path, body, date(2027, 7, 1))
    assert found.level == "error"
    assert "已经到期" in found.message


def test_it_lasts_a_year_at_most(tmp_path: Path) -> None:
    (found,) = told(tmp_path, f"值班手机 {M}。 <!-- {SAID.replace('2027', '2036')} -->\n")
    assert (found.level, "太久" in found.message) == ("error", True)


@pytest.mark.parametrize(
    "said", ["可以公开", "可以公开：值班手机", "可以公开：，到 2027-06-30", "可以公开：值班手机，到 明年"]
)
def test_it_wants_a_reason_and_a_date(tmp_path: Path, said: str) -> None:
    found = told(tmp_path, f"值班手机 {M}。 <!-- {said} -->\n")
    assert {(p.level, p.message) for p in found} == {("error", "没有写全原因和日期"), ("error", "像是个人手机号码")}


def test_it_reaches_no_other_line(tmp_path: Path) -> None:
    found = told(tmp_path, f"<!-- {SAID} -->\n值班 {M}\n\n另一个 {M}\n")
    assert sorted(p.level for p in found) == ["error", "warning"]


def test_one_that_lets_nothing_stand_is_told(tmp_path: Path) -> None:
    (found,) = told(tmp_path, f"<!-- {SAID} -->\n没有号码。\n")
    assert (found.level, found.message) == ("warning", "这一行没有用到例外")


def test_in_yaml_it_is_a_comment(tmp_path: Path) -> None:
    note = f"# {SAID}\n# 备用 {M}\n"
    site = change_site(tmp_path, {})
    file = site / "data" / "services.yaml"
    file.write_text(note + file.read_text("utf-8"), "utf-8")
    reading = read(site)
    assert reading.errors == ()
    assert [p.level for p in reading.problems_on(TODAY) if p.label == "例外"] == ["warning"]
    assert seal("mobile", M) <= reading.allowed()


def test_both_looks_know_a_thing_by_the_same_seal() -> None:
    page = f"<p>值班手机 138-0013-8000 和 +86 {M}</p>".encode()
    assert look("a.html", page, seal("mobile", "138-0013-8000")) == set()
    for kind, text in (("mail", "Shili@QQ.com"), ("plate", "粤B·1" + "2345"), ("wechat", "shili_2026")):
        assert seal_again(text) in seal(kind, text)
        said = {"wechat": f"微信：{text}"}.get(kind, text)
        assert look("a.txt", said.encode())
        assert look("a.txt", said.encode(), seal(kind, text)) == set()


def test_of_a_thousand_the_rest_is_not_read(tmp_path: Path) -> None:
    found = told(tmp_path, f"{M}\n\n" * 1_200)
    assert len(found) < 110
    assert any("后面的没有再看" in p.message for p in found)


def test_an_exemption_costs_nothing_where_there_is_none() -> None:
    assert find_exemptions("公开电话，可以打。\n" * 100) == []


def test_what_a_field_is_for_may_stand_in_it(tmp_path: Path) -> None:
    site = change_site(tmp_path, {})
    file = site / "data" / "locations.yaml"
    text = file.read_text("utf-8")
    first = next(line for line in text.splitlines() if line.strip().startswith("address:"))
    indent = first.partition("address:")[0]
    file.write_text(text.replace(first, f"{indent}address: 花园6号楼1203房", 1), "utf-8")
    assert [p for p in read(site).problems if "门牌" in p.message] == []
    file.write_text(text.replace(first, f"{first}\n{indent}description: 住在花园6号楼1203房", 1), "utf-8")
    assert [p for p in read(site).problems if "门牌" in p.message]
