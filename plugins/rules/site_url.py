"""Whether the site's address, or that of its discussions, is one that is nobody's; hides which those are."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from plugins.model import Community, label_at
from plugins.problems import Problem
from plugins.text import Tree

_NAMES = ("example.org", "example.com", "example.net", "example", "invalid")
"""Kept for examples and never given to anybody (RFC 2606); `test` is not here, it is what tests are for."""


def is_example(url: str) -> bool:
    """Whether nobody can be reached at an address."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return any(host == name or host.endswith(f".{name}") for name in _NAMES)


_INSIDE = ("localhost", "local", "internal", "lan")


def is_unreachable(server: str) -> bool:
    """Whether no reader's device gets to a server: it is this machine, one behind a router, or an example."""
    host = (urlsplit(server).hostname or "").rstrip(".")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return is_example(server) or host.rpartition(".")[2] in _INSIDE


def check_discussion(community: Community, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """A warning, not an error, for whoever tries it out here; a release is refused."""
    tree = trees.get(community.path)
    if tree and community.discussion and is_unreachable(community.discussion.url):
        loc = ("discussion", "url")
        line, column = tree.place(loc)
        message = f"{community.discussion.url} 只有这台机器连得上，或是示例，不能发布"
        fix = "试好以后写留言服务器对外的网址，或删掉 discussion"
        yield Problem(community.path, line, column, "discussion.url", label_at(Community, loc), message, fix, "warning")


def check_site_url(community: Community, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """A warning, not an error: whoever writes and previews needs no address yet, and SITE_URL may give it."""
    tree = trees.get(community.path)
    if tree and is_example(community.url):
        line, column = tree.place(("url",))
        message = f"{community.url} 是示例网址，不能发布"
        fix = "写网站真正的网址；发布时用 SITE_URL 给出网址的，可以不改"
        yield Problem(community.path, line, column, "url", label_at(Community, ("url",)), message, fix, "warning")
