"""The site as machines find it: sitemap (sitemaps.org 0.9), robots.txt (RFC 9309) and security.txt (RFC 9116)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from plugins.site.page import Artifact, Page
from plugins.site.security import make_security_txt
from plugins.site.site import Site

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def make_maps(site: Site, pages: Iterable[Page]) -> tuple[Artifact, ...]:
    """The sitemap of every page that may be indexed, the robots.txt that points to it, and whom to tell of a weakness."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<urlset xmlns="{_NAMESPACE}">']
    for page in sorted(pages, key=lambda p: p.address):
        if page.indexed:
            changed = f"<lastmod>{page.modified}</lastmod>" if page.modified else ""
            lines.append(f"<url><loc>{escape(site.url + page.address)}</loc>{changed}</url>")
    xml = "\n".join((*lines, "</urlset>", ""))
    robots = f"User-agent: *\nAllow: /\nSitemap: {site.url}/sitemap.xml\n"
    return Artifact("sitemap.xml", xml.encode()), Artifact("robots.txt", robots.encode()), *make_security_txt(site)
