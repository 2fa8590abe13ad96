"""Dates, times, phones, the numbers of cases and what is counted, which no line end may break; hides where in a page words stand.

Between a figure and 月 a browser may break a line, and no style forbids it there alone.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    "[0-9]{1,4}(?:"
    "年(?:[0-9]{1,2}月(?:[0-9]{1,2}日(?: 周.)?)?)?|月(?:[0-9]{1,2}日(?: 周.)?)?| ?[日点时栋户人号份名件次项]"
    "|[:：][0-9]{2}(?:[—–~～-](?:次日)?[0-9]{1,2}[:：][0-9]{2})?"
    "|-[0-9]{2}-[0-9]{2}(?![0-9-])|-[0-9]{3,4}-?[0-9]{4}(?:[-转][0-9]{1,6})?|-[0-9]{3,4}(?![0-9-]))"
)
"""Begins with a set of characters, which is what the engine can look for without trying each place."""
_APART = ("script", "style", "svg", "select", "textarea")
"""Elements whose words are no running text."""
_WHOLE_ALREADY = ("</time>", "</a>")
"""What the style keeps whole: a time, and a phone that is a link."""


def keep_whole(html: str) -> str:
    """The page with each date, time and phone of its main part in a span that is not broken."""
    start = max(html.find("<main"), html.find("<body"))
    end = html.rfind("</main>")
    return html if start < 0 else keep_part_whole(html, start, len(html) if end < 0 else end)


def keep_part_whole(html: str, start: int = 0, last: int | None = None) -> str:
    """The same of any piece of HTML; the frame around the main part is rendered once and asks for it itself."""
    out: list[str] = []
    done = 0
    apart = _spans(html, start)
    for match in _TOKEN.finditer(html, start, len(html) if last is None else last):
        begin = match.start()
        if html.rfind("<", done, begin) > html.rfind(">", done, begin) or html[begin - 1 : begin].isdecimal():
            continue  # inside a tag, or the rest of a longer number
        if html[begin - 1 : begin] == ">" and html.startswith(_WHOLE_ALREADY, match.end()):
            continue
        if any(first < begin < last for first, last in apart):
            continue
        out += (html[done:begin], '<span class="whole">', match[0], "</span>")
        done = match.end()
    out.append(html[done:])
    return "".join(out)


def _spans(html: str, start: int) -> list[tuple[int, int]]:
    found = []
    for name in _APART:
        at = html.find(f"<{name}", start)
        while at >= 0:
            end = html.find(f"</{name}", at)
            end = len(html) if end < 0 else end
            found.append((at, end))
            at = html.find(f"<{name}", end)
    return found
