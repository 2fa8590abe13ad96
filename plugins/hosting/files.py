"""What a host is told of the site, in files of the site itself; hides the dialects of static hosts.

`_headers` and `_redirects` are read by Cloudflare Pages and Netlify; elsewhere they do nothing. `next-change.json` says
when the site is due again, `updated.svg` on which day it was made: a badge that ages when the clock behind it stops.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import orjson

from plugins.hosting.rules import FOREVER, FRESH, both_ways, header_rules, moved
from plugins.site import Artifact, Site

HOST_FILES = ("_headers", "_redirects", "next-change.json", "updated.svg")


def make_host_files(site: Site) -> Iterator[Artifact]:
    """The four files."""
    headers, redirects, next_change, badge = HOST_FILES
    yield Artifact(headers, _write_headers_file(site).encode())
    yield Artifact(redirects, _write_redirects(site).encode())
    due = {"next_change": site.until.isoformat()}
    yield Artifact(next_change, orjson.dumps(due, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    yield Artifact(badge, _BADGE.format(day=site.today.isoformat()).encode())


_BADGE = """<svg xmlns="http://www.w3.org/2000/svg" width="176" height="20" role="img" aria-label="网站更新于 {day}">
<rect width="86" height="20" fill="#444"/>
<rect x="86" width="90" height="20" fill="#0a6b50"/>
<g fill="#fff" font-family="sans-serif" font-size="12" text-anchor="middle">
<text x="43" y="14">网站更新于</text>
<text x="131" y="14">{day}</text>
</g>
</svg>
"""
"""For a README: the badge of a workflow is green for ever once nobody starts it."""


def _write_headers_file(site: Site) -> str:
    """Rules for every page; no name is set by two rules of one address, these hosts would join the values."""
    every = "".join(f"  {name}: {value}\n" for name, value in header_rules(site))
    hashed, due = f"{site.root}/theme/:file", f"{site.root}/next-change.json"
    return f"{site.root}/*\n{every}{hashed}\n  Cache-Control: {FOREVER}\n{due}\n  Cache-Control: {FRESH}\n"


def _write_redirects(site: Site) -> str:
    """An old address with and without its slash at the end, and where it leads for good; in percent signs, as it is asked for."""
    rules = ((quote(start), end) for old, end in moved(site) for start in both_ways(old))
    return "".join(f"{start} {end} 301\n" for start, end in rules)
