"""Gaps that a template left are told, and what only looks like one is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.problems import Problem
from plugins.text import find_gaps
from tests.conftest import Change

GAPS = {
    "（此处填写活动时间）": "error",
    "报名：【此处插入二维码】": "error",
    "[请在此输入]": "error",
    "《这里填写题目》": "error",
    "【请填写】": "error",
    "地点：【待补充】": "error",
    "（照片待上传）": "error",
    "单击此处输入文字。": "error",
    "点击此处添加副标题": "error",
    "Lorem ipsum dolor sit amet": "error",
    "正文待补充": "warning",
    "电话：TODO": "warning",
    "FIXME 再问一次": "warning",
    "时间 TBD": "warning",
    "地点：XXXX": "warning",
    "xxx小区的居民": "warning",
    "地址：×××号": "warning",
    "20XX年XX月XX日": "warning",
    "2026年X月X日": "warning",
    "人数：XX": "warning",
    "时间：待定": "",
    "地点（待定）": "",
    "姓名：______": "",
    "资料待补充的居民，请再来一次": "",
    "表上写着“（此处填写姓名）”的地方": "",
    "标题写成“XXX社区”": "",
    "[点击这里填写报名表](/guides/)": "",
    "[此处填写报名表](/forms/signup/)": "",
    "138XXXX1234": "",
    "粤B·XXXXX": "",
    "衣服分XL、XXL、XXXL": "",
    "3×4×5米": "",
    "XX社区": "",
    "2004年成立，2012年12月5日评上": "",
    "某某小区": "",
    "TODO.md": "",
    "2026年做了X光检查，3×4米的展板，用 Excel 登记": "",
    "https://www.example.org/xxx/": "",
}


@pytest.mark.parametrize("text", GAPS)
def test_a_gap_is_told_once_and_what_is_none_is_left_alone(text: str) -> None:
    assert [level for *_, level in find_gaps(text)] == [GAPS[text]] * bool(GAPS[text])


@pytest.mark.parametrize("status", ["", "status: draft\n"])
def test_a_draft_may_have_gaps(problems_of: Callable[[Change], tuple[Problem, ...]], status: str) -> None:
    head = f"title: 一篇\nsummary: （此处填写摘要）\ndate: 2026-11-01\ncolumn: updates\n{status}"
    found = problems_of({"news/2026/case.md": f"---\n{head}---\n时间：20XX年XX月XX日\n"})
    assert [p.line for p in found if "还没有填" in p.message] == ([] if status else [3, 7])
