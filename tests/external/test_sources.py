"""Where the sources lead out of the site: every form an editor writes an address in, at its line and column."""

from __future__ import annotations

from pathlib import Path

from plugins.rules.external import _outward_addresses, find_external
from plugins.rules.reader import read
from tests.conftest import EXAMPLE, change_site

STORY = """\
---
title: 去别处看看
summary: 详见 https://a.example.com/summary。
date: 2026-11-20
column: updates
source: "转自（https://a.example.com/source(1)）"
---

看[一处](https://b.example.com/one)和[两处](https://b.example.com/two%2Fthree?x=1&y=2#part)，
再看一次[一处](https://b.example.com/one)。

<https://b.example.com/auto>，还有[中文](https://b.example.com/中文/)

[站内](/guides/bus-card/)、[信](mailto:a@b.example.com)、[自己](https://spruce.example.org/news/)、
[像自己](https://spruce.example.org.example.com/)、`https://b.example.com/code`
"""
DRAFT = "---\ntitle: 草稿\nsummary: 还没写好。\ndate: 2026-11-20\ncolumn: updates\nstatus: draft\n---\n[x](http://d.example.com)\n"


def places(content: Path) -> dict[str, str]:
    """Every place beside those of the example site itself."""
    reading = read(content)
    assert reading.errors == ()
    for link in find_external(reading):
        line = (content / link.path).read_text("utf-8").split("\n")[link.line - 1]
        assert line[link.column - 1 :].startswith(link.address[:18]), link
    usual = find_external(read(EXAMPLE))
    found = [link for link in find_external(reading) if link not in usual]
    return {f"{x.path}:{x.line}:{x.column} {x.field} {x.label}": x.address for x in found}


def test_the_example_site_leads_out_at_seven_places() -> None:
    found = [(f"{x.path}:{x.line}:{x.column} {x.field} {x.label}", x.address) for x in find_external(read(EXAMPLE))]
    assert found == [
        ("data/locations.yaml:22:12 website 网站", "https://library.example.org/"),
        ("data/organizations.yaml:11:12 website 网站", "https://helpers.example.org/"),
        ("data/services.yaml:39:15 online_url 网上办理", "https://jobs.example.org/"),
        ("films/bridge.md:7:7 link 影片网址", "https://video.example.org/bridge"),
        ("guides/bus-card.md:34:13 online_url 网上办理", "https://bus.example.org/"),
        ("notes/2026-11.yaml:14:9 link 详细情况", "https://tea.example.org/ginger"),
        ("policies/pets-2026.md:11:13 source_url 原文网址", "https://example.org/pets"),
    ]


def test_a_body_and_its_front_matter(tmp_path: Path) -> None:
    content = change_site(tmp_path, {"news/2026/out.md": STORY, "news/2026/later.md": DRAFT})
    assert places(content) == {
        "news/2026/later.md:8:5 body 正文": "http://d.example.com",
        "news/2026/out.md:3:13 summary 摘要": "https://a.example.com/summary",
        "news/2026/out.md:6:13 source 来源": "https://a.example.com/source(1)",
        "news/2026/out.md:9:7 body 正文": "https://b.example.com/one",
        "news/2026/out.md:9:39 body 正文": "https://b.example.com/two%2Fthree?x=1&y=2#part",
        "news/2026/out.md:10:10 body 正文": "https://b.example.com/one",
        "news/2026/out.md:12:2 body 正文": "https://b.example.com/auto",
        "news/2026/out.md:12:37 body 正文": "https://b.example.com/%E4%B8%AD%E6%96%87/",
        "news/2026/out.md:15:7 body 正文": "https://spruce.example.org.example.com/",
    }


def test_lines_of_a_text_that_runs_on(tmp_path: Path) -> None:
    """In | and > and over several lines, with quotes, in brackets."""
    row = """\
- id: outside
  name: 别处的服务
  category: employment
  description: |
    先看说明。
    网址是 http://c.example.com/a, 或 http://c.example.com/b?c=d.
  eligibility: >-
    要先登记
    （http://c.example.com/e）
  online_url: 'http://c.example.com/中文，'
  phones: [{number: 0755-5550-0100, description: "http://c.example.com/f"}]
"""
    services = (EXAMPLE / "data/services.yaml").read_text("utf-8")
    above = services.count("\n")
    content = change_site(tmp_path, {"data/services.yaml": services + row.replace("中文，", "中文")})
    found = {place.removeprefix("data/services.yaml:"): address for place, address in places(content).items()}
    assert found == {
        f"{above + 6}:9 description 服务内容": "http://c.example.com/a",
        f"{above + 6}:35 description 服务内容": "http://c.example.com/b?c=d",
        f"{above + 9}:6 eligibility 申请条件": "http://c.example.com/e",
        f"{above + 10}:16 online_url 网上办理": "http://c.example.com/中文",
        f"{above + 11}:51 phones[0].description 用途": "http://c.example.com/f",
    }


def test_where_an_address_ends() -> None:
    def ends(text: str) -> list[str]:
        return [address for _, address in _outward_addresses(text)]

    assert ends("见https://a.cn/x，和https://b.cn/y。") == ["https://a.cn/x", "https://b.cn/y"]
    assert ends("(https://a.cn/x_(1)).") == ["https://a.cn/x_(1)"]
    assert ends("https://a.cn/x; https://b.cn/?a=b;c!") == ["https://a.cn/x", "https://b.cn/?a=b;c"]
    assert ends('"https://a.cn/路/"') == ["https://a.cn/路/"]
    assert ends("没有 ftp://a.cn 也没有 https://") == []


def test_sources_with_an_error_lead_nowhere(tmp_path: Path) -> None:
    content = change_site(tmp_path, {"news/2026/lantern.md": ("column: updates", "column: nowhere")})
    assert find_external(read(content)) == ()
