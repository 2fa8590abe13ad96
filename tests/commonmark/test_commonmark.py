"""The CommonMark examples: each as CommonMark has it, or in a list with the reason."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from plugins.text.prose import convert

HERE = Path(__file__).parent
EXAMPLES: list[dict[str, Any]] = json.loads((HERE / "spec-0.31.2.json").read_text("utf-8"))
LIST = HERE / "differences.txt"
BLOCKS = {"p", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br", "pre", "div", "table"}
Node = tuple[Any, ...] | str


class _Tree(HTMLParser):
    """A page as a reader sees it: spaces between blocks, order and quoting of attributes, and our ids are no difference."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self._code = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code += tag == "pre"
        kept = sorted((k, v or "") for k, v in attrs if k != "id")
        self.nodes.append((tag, *kept))

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "pre"
        if tag not in ("br", "hr", "img"):
            self.nodes.append(("/" + tag,))

    def handle_data(self, data: str) -> None:
        words = data if self._code else re.sub(r"\s+", " ", data)
        if self.nodes and isinstance(self.nodes[-1], str):
            self.nodes[-1] += words
        else:
            self.nodes.append(words)


def seen(html: str) -> list[Node]:
    nodes = _Tree(html).nodes
    found: list[Node] = []
    for i, node in enumerate(nodes):
        if isinstance(node, str):
            before, after = nodes[i - 1] if i else ("p",), nodes[i + 1] if i + 1 < len(nodes) else ("p",)
            if str(before[0]).strip("/") in BLOCKS and before != ("pre",):
                node = node.lstrip()
            if str(after[0]).strip("/") in BLOCKS:
                node = node.rstrip()
        if node:
            found.append(node)
    return found


def outcome(example: dict[str, Any]) -> str:
    """`same`, `refused` or `other`."""
    prose, problems = convert(example["markdown"].replace("→", "\t"), "x.md", 1)
    if problems:
        return "refused"
    return "same" if seen(prose.html) == seen(example["html"].replace("→", "\t")) else "other"


def listed() -> dict[int, tuple[str, str]]:
    lines = (line.split(" ", 2) for line in LIST.read_text("utf-8").splitlines() if line and line[0].isdigit())
    return {int(number): (what, reason) for number, what, reason in lines}


def test_each_example_is_as_commonmark_has_it_or_in_the_list() -> None:
    found = {e["n"]: what for e in EXAMPLES if (what := outcome(e)) != "same"}
    if os.environ.get("KANGLE_RENEW"):
        old = listed() if LIST.exists() else {}
        reasons = {n: old.get(n, ("", "?"))[1] for n in found}
        LIST.write_text("".join(f"{n} {what} {reasons[n]}\n" for n, what in sorted(found.items())), "utf-8")
    assert found == {n: what for n, (what, _) in listed().items()}
    assert len(EXAMPLES) == 652


def test_each_difference_has_a_reason() -> None:
    assert [n for n, (_, reason) in listed().items() if len(reason) < 8] == []


def test_the_comparison_sees_a_difference() -> None:
    assert seen("<p>a <em>b</em></p>") != seen("<p>a b</p>")
    assert seen("<p>a</p>\n<p>b</p>") == seen("<p>a</p><p>b</p>")
    assert seen('<a href="/b">x</a>') != seen('<a href="/c">x</a>')
