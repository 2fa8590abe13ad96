"""The site as machines find it: sitemap (sitemaps.org 0.9) and robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from plugins.site.site import Site
from plugins.site.views import Artifact, Page

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def make_maps(site: Site, pages: Iterable[Page]) -> tuple[Artifact, ...]:
    """The sitemap of every page that may be indexed, and the robots.txt that points to it."""
    ET.register_namespace("", _NAMESPACE)
    root = ET.Element(f"{{{_NAMESPACE}}}urlset")
    for page in sorted(pages, key=lambda p: p.address):
        if page.indexed:
            url = ET.SubElement(root, f"{{{_NAMESPACE}}}url")
            ET.SubElement(url, f"{{{_NAMESPACE}}}loc").text = site.url + page.address
            if page.modified:
                ET.SubElement(url, f"{{{_NAMESPACE}}}lastmod").text = page.modified
    xml = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    robots = f"User-agent: *\nAllow: /\nSitemap: {site.url}/sitemap.xml\n"
    return Artifact("sitemap.xml", xml), Artifact("robots.txt", robots.encode())
