"""The Chinese dialect, rule by rule; and the tuned Markdown says what the library itself says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown import Markdown

from plugins.text.accounting import account
from plugins.text.markdown import PLAIN, ExtensionError, build, finish, read_setting, to_html
from plugins.text.prose import convert
from tests.bench.generate import make_stories
from tests.conftest import ROOT

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))


def flat(html: str) -> str:
    """HTML without the line ends that blocks are set apart by, and the sanitiser's order of attributes."""
    html = re.sub(r"\n(?=<)|(?<=>)\n", "", html.strip())
    return re.sub(r"<(a|input|li) ([^>]*)>", lambda m: f"<{m[1]} {' '.join(sorted(_attributes(m[2])))}>", html)


def _attributes(text: str) -> list[str]:
    return [name + (value or '=""') for name, value in re.findall(r'([\w-]+)(="[^"]*")?', text)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_typed_is_shown_as_it_was_meant(case: dict[str, Any]) -> None:
    prose, problems = convert(case["typed"], "x.md", 1)
    assert [[p.line, p.message] for p in problems] == case.get("told", [])
    if "shown" in case:
        assert flat(prose.html) == flat(case["shown"])
        assert list(account(case["typed"], prose.html, "x.md", 1)) == []


def test_every_case_says_what_it_expects() -> None:
    assert all(("shown" in case) != ("told" in case) for case in CASES)


@cache
def stock() -> Markdown:
    """The dialect as the library itself runs it."""
    return build(PLAIN)


FIGURE = re.compile(r"\{\{[^}]*\}\}")


def bodies() -> list[str]:
    found = [story.body for story in make_stories(150)]
    for folder in ("tests/site", "tests/site_town", "tests/site_small", "tests/site_broken"):
        for file in sorted((ROOT / folder).rglob("*.md")):
            body = file.read_bytes().decode("utf-8", "replace").partition("\n---\n")[2]
            found.append(FIGURE.sub("", body))  # a mark of ours, which the library does not know
    return [*found, *(case["typed"] for case in CASES)]


def test_tuned_equals_stock() -> None:
    found = bodies()
    different = [body for body in found if to_html(body) != finish(stock(), body)]
    assert different == []
    assert len(found) > 250


def test_a_tuned_markdown_that_skips_too_much_is_found() -> None:
    """The comparison sees a pattern that is not called: without brackets there are no links."""
    plain = build(PLAIN)
    plain.inlinePatterns.deregister("link")
    assert any(finish(plain, body) != finish(stock(), body) for body in bodies())


def test_a_body_of_every_legitimate_mark_is_green() -> None:
    text = "\n\n".join(case["typed"] for case in CASES if "shown" in case and "#{#" not in case["typed"])
    _, problems = convert(text, "x.md", 1)
    assert problems == []


def test_the_setting_names_extensions_and_their_configs() -> None:
    assert to_html("他说 (c) 好", {"extensions": ["markdown.extensions.smarty"]}).html == "<p>他说 (c) 好</p>"
    curly = to_html('say "it"', {"extensions": ["smarty"], "extension_configs": {"smarty": {"smart_quotes": True}}})
    assert curly.html == "<p>say &ldquo;it&rdquo;</p>"
    notes = to_html("甲[^1]\n\n[^1]: 乙", {"extension_configs": {"markdown.extensions.footnotes": {"SEPARATOR": ":"}}})
    assert 'id="fn:1"' in notes.html


def test_extensions_the_dialect_has_stay_as_it_has_them() -> None:
    setting = {"extensions": ["extra", "sane_lists", "meta"], "extension_configs": {"markdown.extensions.toc": {}}}
    typed = "| 甲 | 乙 |\n|:--|--|\n| 丙 | 丁 |\n\n## 标题\n\n注[^1]。\n\n[^1]: 说明\n"
    assert to_html(typed, setting) == to_html(typed)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"extensions": ["no_such_extension"]}, "“no_such_extension”装不上"),
        ({"extension_configs": {"smarty": {"no_such_option": 1}}}, "“smarty”装不上"),
        ({"extensions": [object()]}, "要写名字"),
    ],
)
def test_an_extension_that_cannot_be_loaded_is_named(setting: dict[str, Any], told: str) -> None:
    with pytest.raises(ExtensionError, match=told):
        read_setting(setting)


def test_what_the_editors_guide_shows_is_understood() -> None:
    section = (ROOT / "docs/editing.md").read_text("utf-8").partition("## 正文怎么写")[2].partition("\n## ")[0]
    rows = [line.split("` |")[0].removeprefix("| `") for line in section.splitlines() if line.startswith("| `")]
    for row in rows:
        body = row.replace("⏎", "\n")
        prose, problems = convert(body, "x.md", 1)
        assert [*problems, *account(body, prose.html, "x.md", 1)] == [], row
    assert len(rows) > 35
