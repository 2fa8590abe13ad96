"""The address a site is served from; hides which forms of it links can begin with."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from plugins.failure import OutputError


def check_url(url: str) -> str:
    """The address a site is served from, as it was set; raises OutputError where links could not begin with it."""
    if url and not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", url):
        host = re.sub(r"^[a-zA-Z]+:/*|^/+", "", url)
        raise OutputError(
            f"SITE_URL（设置里的 SITEURL）: “{url}”不是完整的网址 → 以 https:// 开头，例如 https://{host}"
        )
    return url


def in_ascii(url: str) -> str:
    """The address with its host as machines ask for it: feeds, site maps and calendars spell 云杉.中国 no other way (RFC 5891)."""
    host = urlsplit(url).netloc
    try:
        return url.replace(host, host.encode("idna").decode(), 1) if not host.isascii() else url
    except UnicodeError:
        raise OutputError(f"网址: “{url}”的域名写法不对 → 核对域名") from None
