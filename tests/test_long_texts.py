"""The articles of a rule as anchors, and the contents of a text that has no headings."""

from __future__ import annotations

from collections.abc import Callable

from plugins.model import Sources
from plugins.site import make_site
from plugins.text import parse_source
from tests.conftest import NOW, Change, at, plan

RULE = """---
title: 养犬公约
summary: 牵绳。
date: 2024-01-10
issuer: 居委会
effective: 2024-02-01
applies_to: 养犬的居民
---
第一章　总则

**第一条** 为了大家方便，定这个公约。

第二条　出门牵绳，见[第一条](#第一条)。

第二章　附则

第二条　又一个第二条，不再是锚。

第十二条之一　从公布之日起实行。

第三条规定的事，这里只是说到。
"""


def test_articles_are_anchors_once() -> None:
    body = parse_source(RULE.encode(), "policies/a.md").body
    assert body
    assert body.ids == ("第一章", "第一条", "第二条", "第二章", "第十二条之一")
    assert body.html.count('<p id="第二条">') == 1
    assert '<p id="第一条"><strong>第一条</strong> ' in body.html
    assert "<p>第三条规定" in body.html


def test_a_heading_keeps_its_name() -> None:
    body = parse_source((RULE + "\n## 第九条\n\n第九条　正文。\n").encode(), "policies/a.md").body
    assert body
    assert body.html.count('id="第九条"') == 1


def test_a_rule_without_headings_lists_its_chapters(changed: Callable[[Change], Sources]) -> None:
    site = make_site(changed({"policies/pets-2024.md": RULE}), at(NOW))
    view = plan(site)["/policies/pets-2024/"].view
    assert [h.id for h in view.article.headings] == ["第一章", "第二章"]  # type: ignore[attr-defined]
