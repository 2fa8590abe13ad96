"""What a page shows, told to other programs as JSON-LD in its head; hides how a script element is closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import orjson
from markupsafe import Markup

from plugins.model import Entry
from plugins.site.cards import HOME
from plugins.site.frame_views import HeadView
from plugins.site.kinds import node
from plugins.site.nodes import SAMPLE, Node, home_nodes
from plugins.site.page import Page
from plugins.site.site import Site

_ESCAPES = (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def add_json_ld(pages: Iterable[Page], site: Site) -> Iterator[Page]:
    """The pages with what describes each of them; one that describes itself stays as it is."""
    for page in pages:
        describe = partial(_describe, site.entry_at.get(page.address), site)
        yield page if page.describe else page._replace(describe=describe)


def write_nodes(nodes: Iterable[Node], head: HeadView, site: Site) -> Markup:
    """Nodes and the page's trail as the text of a script element, with nothing in it that could end the element."""
    graph = [*nodes, *_trail(head, site)]
    if not graph:
        return Markup("")
    text = orjson.dumps({"@context": "https://schema.org", "@graph": graph}).decode()
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return Markup(text)  # noqa: S704


def _describe(entry: Entry | None, site: Site, head: HeadView) -> Markup:
    if head.robots != "index":
        return Markup("")
    if head.url == HOME.url:
        return write_nodes(home_nodes(site), head, site)
    found = node(entry, site) if entry else {}
    if entry and found:
        found |= {"description": head.description, "url": site.url + head.url}
        if head.image:
            found["image"] = site.url + head.image.url
        if entry.sample:
            found["disambiguatingDescription"] = SAMPLE
    return write_nodes([found] if found else [], head, site)


def _trail(head: HeadView, site: Site) -> Iterator[Node]:
    if len(head.crumbs) < 2:
        return
    items: list[Node] = []
    for position, crumb in enumerate(head.crumbs, 1):
        item: Node = {"@type": "ListItem", "position": position, "name": crumb.title}
        items.append(item | ({"item": site.url + crumb.url} if crumb.url else {}))
    yield {"@type": "BreadcrumbList", "itemListElement": items}
