"""What may stand in what: https://html.spec.whatwg.org/multipage/indices.html#elements-3."""

from __future__ import annotations

from plugins.text.markup import Markup

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figure", "footer", "form", "h1",
     "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul"}
)  # fmt: skip
_TIGHT = frozenset(
    {"abbr", "b", "button", "cite", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "label", "mark", "p", "pre", "small",
     "span", "strong", "sub", "sup", "time"}
)  # fmt: skip
"""These hold words, and no block."""
_HOLDS = {
    "ul": {"li"}, "ol": {"li"}, "menu": {"li"}, "dl": {"dt", "dd", "div"}, "tr": {"td", "th"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"}, "thead": {"tr"}, "tbody": {"tr"}, "tfoot": {"tr"},
    "select": {"option", "optgroup", "hr"}, "optgroup": {"option"},
}  # fmt: skip
_STANDS_IN = {
    "li": {"ul", "ol", "menu"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"}, "th": {"tr"}, "caption": {"table"}, "thead": {"table"}, "tbody": {"table"}, "option": {"select", "optgroup",
    "datalist"}, "figcaption": {"figure"}, "summary": {"details"}, "legend": {"fieldset"},
}  # fmt: skip
_ANYWHERE = frozenset({"script", "template"})
THROUGH = frozenset({"a", "ins", "del"})
"""These hold what the element around them may hold."""


def look_at_place(name: str, parent: str) -> str:
    """What is wrong with one element standing in another; empty where nothing is."""
    if not parent or parent == "template" or name in _ANYWHERE:
        return ""
    wrong = name not in _HOLDS.get(parent, {name}) or parent not in _STANDS_IN.get(name, {parent})
    return f"<{name}> 不能放在 <{parent}> 里" if wrong or (name in BLOCKS and parent in _TIGHT) else ""


def look_through(found: Markup, number: int, outside: str = "") -> str:
    """The same of what stands in a link: there it counts what stands around the link."""
    element = found.elements[number]
    outer = next((tag.name for tag in found.around(element) if tag.name not in THROUGH), outside)
    return look_at_place(element.tag.name, outer)
