"""An attachment is what its name says, and its name stands on every disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.media import examine_attachment, find_impostor
from plugins.problems import Problem
from plugins.rules.reader import read
from tests.attachments import OLE, PDF, office
from tests.conftest import Change, change_site

Problems = Callable[[Change], tuple[Problem, ...]]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("form.pdf", PDF),
        ("junk-in-front.pdf", b"\r\n" + PDF),
        ("form.docx", office("word")),
        ("list.xlsx", office("xl")),
        ("FORM.PDF", PDF),
    ],
)
def test_what_a_file_says_it_is_it_is(name: str, data: bytes) -> None:
    assert examine_attachment(data, f"files/{name}") == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("form.pdf", b"", "文件是空的"),
        ("form.pdf", b" \r\n\0\0", "文件是空的"),
        ("form.pdf", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "里面只有 Git LFS 的指针"),
        ("form.pdf", b"<!DOCTYPE html><title>Sign in</title>", "里面是一个网页"),
        ("form.xls", b"\n<html xmlns:x='urn:x'><table></table></html>", "里面是一个网页"),
        ("form.docx", b'<?xml version="1.0"?>\n<!-- x -->\n<html></html>', "里面是一个网页"),
        ("form.pdf", PDF[:30], "PDF 只有前面一段"),
        ("form.pdf", office("word"), "名称是 .pdf，内容却是 .docx"),
        ("form.docx", office("xl"), "名称是 .docx，内容却是 .xlsx"),
        ("form.docx", office("word")[:-30], "不是完整的 .docx 文件"),
        ("old.doc", OLE, "名称是 .doc，内容却是加了密码的文件或旧格式"),
        ("old.xls", OLE, "名称是 .xls，内容却是加了密码的文件或旧格式"),
        ("rich.doc", b"{\\rtf1 a}", "名称是 .doc，内容却是 .rtf"),
        ("form.docx", OLE, "名称是 .docx，内容却是加了密码的文件或旧格式"),
        ("form.doc", office("word"), "名称是 .doc，内容却是 .docx"),
        ("form.docx", b"\xff\xd8\xff", "不是 .docx 文件"),
        ("form.xlsx", b"a,b\n1,2\n", "不是 .xlsx 文件"),
    ],
)
def test_what_nobody_can_open_is_named(name: str, data: bytes, said: str) -> None:
    (found,) = examine_attachment(data, f"files/{name}")
    assert found.message.startswith(said)


@pytest.mark.parametrize("name", ["files/form.txt", "images/tree.svg", "images/tree.jpg"])
def test_no_file_of_any_kind_is_a_pointer_or_empty(problems_of: Problems, name: str) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    assert [p.message for p in problems_of({name: pointer}) if p.path == name] == [
        "里面只有 Git LFS 的指针，不是文件本身"
    ]


def test_an_empty_text_is_named(problems_of: Problems) -> None:
    assert [p.message for p in problems_of({"files/form.txt": b"\n"})] == ["文件是空的"]


def test_words_about_html_are_no_web_page() -> None:
    assert find_impostor("说明：<html> 是网页的开头。".encode()) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a:b.svg", "不能有 :"),
        ("a?b.svg", "不能有 ?"),
        ('a"b.svg', '不能有 "'),
        ("a|b.svg", "不能有 |"),
        ("a\\b.svg", "不能有 \\"),
        ("con.svg", "“con”是 Windows 留给设备的名字"),
        ("Aux.svg", "“Aux”是 Windows 留给设备的名字"),
        ("COM1.tar.svg", "“COM1”是 Windows 留给设备的名字"),
        (" a.svg", "开头或末尾不能是空格或点"),
        ("长" * 81 + ".svg", "太长"),
        ("Tree.svg", "和 Tree.svg 只差大小写"),
        ("TREE.SVG", "和 TREE.SVG 只差大小写"),
    ],
)
def test_a_name_that_some_disk_cannot_hold_is_named(tmp_path: Path, name: str, said: str) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'
    problems = read(change_site(tmp_path, {f"images/{name}": drawing})).problems
    assert any(p.label == "文件名" and said in p.message for p in problems)


@pytest.mark.parametrize("name", ["news/2026/con.md", "news/aux/a.md"])
def test_a_folder_and_a_page_may_have_no_such_name_either(problems_of: Problems, name: str) -> None:
    story = "---\ntitle: 一篇\nsummary: 摘要。\ndate: 2026-11-01\ncolumn: updates\n---\n正文。\n"
    assert [p.label for p in problems_of({name: story})] == ["文件名"]


def test_a_name_spelt_in_two_ways_is_one_name(problems_of: Problems) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'
    (found,) = problems_of({"images/caf\u00e9.svg": drawing, "images/cafe\u0301.svg": drawing})
    assert "只差大小写或字的编码" in found.message


def test_a_space_in_a_name_is_told_before_somebody_links_to_it(problems_of: Problems) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'
    (found,) = problems_of({"images/周六 打扫.svg": drawing})
    assert (found.level, found.fix) == ("warning", "改名为 周六-打扫.svg，图片和链接里也这样写")
