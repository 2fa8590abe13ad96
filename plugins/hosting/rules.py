"""How the site wants to be served, whatever the host: which headers, how long to keep what, what has moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.model import followed_addresses, moved_addresses
from plugins.site import Site, security_headers

FOREVER = "public, max-age=31536000, immutable"
"""For files whose name changes with their content (RFC 8246)."""
BRIEF = "public, max-age=300, must-revalidate"
"""For all else: the site changes by the clock too, and an open page is never more than five minutes behind."""
FRESH = "no-cache"
"""For what says when to look again."""
HASHED = r"/theme/[a-z-]+\.[0-9a-f]{12}\.(?:css|js|png)"
"""Addresses of files that are named by their content."""
TYPES: Mapping[str, str] = {
    "atom": "application/atom+xml",
    "css": "text/css",
    "csv": "text/csv",
    "html": "text/html",
    "ics": "text/calendar",
    "js": "text/javascript",
    "json": "application/json",
    "mp4": "video/mp4",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml",
    "svg": "image/svg+xml",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "wasm": "application/wasm",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By ending, as registered with IANA."""
TEXTS = ("atom", "css", "csv", "html", "ics", "js", "json", "svg", "txt", "vtt", "webmanifest", "xml")
"""Endings of files that are UTF-8 text: they are served as such, and packed."""


def header_rules(site: Site) -> tuple[tuple[str, str], ...]:
    """The headers of every answer, in order."""
    discussion = site.sources.community.discussion
    return tuple(sorted(security_headers(site.url, discussion.url if discussion else "").items()))


def moved(site: Site) -> Iterator[tuple[str, str]]:
    """Every old address and the one that took its place, sorted, with the site's root."""
    found = (*moved_addresses(site.sources), *followed_addresses(site.sources))
    for one in sorted(found, key=lambda moved: moved.old):
        yield site.root + one.old, site.root + one.new


def both_ways(old: str) -> tuple[str, ...]:
    """An old address as people have it: a folder's with and without its slash."""
    return (old, old.rstrip("/")) if old.endswith("/") else (old,)
