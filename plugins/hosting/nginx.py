"""One site as nginx serves it; hides nginx's language.

Written for nginx 1.18 and later with its gzip_static module, as Debian packs it; meant for a file of its own that is
included at the http level. Every add_header stands in the server block: one in a location would drop all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from plugins.hosting.rules import BRIEF, FOREVER, FRESH, HASHED, TEXTS, TYPES, both_ways, header_rules, moved
from plugins.site import Site

_ONLY_SECURE = "Strict-Transport-Security"
"""Means something over HTTPS only (RFC 6797), and must not be sent otherwise."""


def write_nginx(site: Site, folder: Path, listen: str = "80") -> str:
    """The configuration of a server whose published files stand in a folder."""
    root, host = site.root, urlsplit(site.url).hostname or "_"
    lines = [
        "# 由 kangle nginx 生成；改了网址、旧地址或安全策略以后重新生成。",
        *_write_maps(site),
        "server {",
        f"    listen {listen};",
        f"    server_name {host};",
        "    server_tokens off;",
        "    charset utf-8;",
        f"    charset_types {' '.join(sorted({TYPES[end] for end in TEXTS} - {'text/html'}))};",
        "    default_type application/octet-stream;",
        "    types {",
        *(f"        {kind} {end};" for end, kind in sorted(TYPES.items())),
        "    }",
        "    gzip_static on;",
        "    gzip_vary on;",
        "    etag on;",
        "    autoindex off;",
        # Behind a proxy nginx does not know by which name and port it was called.
        "    absolute_redirect off;",
        # A folder without an index is 403 to nginx, and a page that is not there to everybody else.
        f"    error_page 403 404 =404 {root}/404.html;",
        *_write_headers(site),
        "    # What git and hosts keep is nobody's page.",
        r"    location ~ /\.(?!well-known/) { return 404; }",
        # nginx compares the address as it is meant, not the percent signs it was asked by.
        *(f'    location = "{start}" {{ return 301 {new}; }}' for old, new in moved(site) for start in both_ways(old)),
        f"    location {root}/ {{",
        f"        alias {_quote_path(folder)};",
        "        index index.html;",
        "    }",
        *([f"    location = {root} {{ return 301 {root}/; }}", "    location / { return 404; }"] if root else []),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _write_maps(site: Site) -> Iterator[str]:
    """How long an answer may be kept, by its address; and whether it came over HTTPS, also behind a proxy of ours."""
    yield "map $uri $kangle_cache {"
    yield f'    default "{BRIEF}";'
    yield f'    "~^{site.root}{HASHED}$" "{FOREVER}";'
    yield f'    "{site.root}/next-change.json" "{FRESH}";'
    yield "}"
    secure = dict(header_rules(site)).get(_ONLY_SECURE)
    if secure:
        yield "map $http_x_forwarded_proto$https $kangle_hsts {"
        yield '    default "";'
        yield f'    "~^(https|on|httpson)$" "{secure}";'
        yield "}"


def _write_headers(site: Site) -> Iterator[str]:
    yield "    add_header Cache-Control $kangle_cache always;"
    for name, value in header_rules(site):
        shown = "$kangle_hsts" if name == _ONLY_SECURE else f'"{value}"'
        yield f"    add_header {name} {shown} always;"


def _quote_path(folder: Path) -> str:
    """A path as nginx reads it: in quotes, with nothing in it that means something."""
    text = folder.as_posix().rstrip("/") + "/"
    if any(char in text for char in '"\\$;{}\n'):
        raise ValueError(text)
    return '"' + text + '"'
