"""What a browser may do on our pages, said once for the meta elements, every host's headers and security.txt; hides their syntax.

The policy: https://www.w3.org/TR/CSP3/. Features: https://www.w3.org/TR/permissions-policy/. Contact: RFC 9116.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from plugins.model import SHANGHAI
from plugins.site.page import Artifact
from plugins.site.site import Site

REFERRER = "same-origin"
"""No other site learns what a resident was reading."""
_POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "img-src": "'self'",
    "manifest-src": "'self'",
    "media-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
}
_HEADER_ONLY = {"frame-ancestors": "'none'"}
"""A meta element cannot say this: browsers pass over it there (CSP3, section 4.2)."""
_FEATURES = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
             "midi", "payment", "usb")  # fmt: skip
_YEAR = 365 * 24 * 60 * 60


def page_policy(talk: str = "") -> str:
    """The content security policy as it stands in every page's head; `talk` is the discussion server of a page that has one."""
    return _join_policy(_open_to(talk))


def _open_to(talk: str) -> Mapping[str, str]:
    """Scripts of ours may ask one more host, and nothing of it is run or shown."""
    if not talk:
        return _POLICY
    parts = urlsplit(talk)
    return {**_POLICY, "connect-src": f"'self' {parts.scheme}://{parts.netloc}"}


def security_headers(url: str, talk: str = "") -> Mapping[str, str]:
    """The headers of every answer of the site at `url`; what only https can promise is said there alone.

    Both header and head must allow what a page asks for: with a server for discussions, the head of any other page does not.
    """
    https = urlsplit(url).scheme == "https"
    policy = {**_open_to(talk), **_HEADER_ONLY, **({"upgrade-insecure-requests": ""} if https else {})}
    headers = {
        "Content-Security-Policy": _join_policy(policy),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
        "Referrer-Policy": REFERRER,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    return headers | ({"Strict-Transport-Security": f"max-age={_YEAR}"} if https else {})


def make_security_txt(site: Site) -> Iterator[Artifact]:
    """Where to tell of a weakness; only at the root of a host, nobody looks for it elsewhere.

    It runs out a year after the first day of this month, so a site that is not built any more says so by itself.
    """
    if site.root:
        return
    community = site.sources.community
    # A tel: link for the whole world has the country's number and no zero before the area's (RFC 3966).
    call = f"+86-{community.phone[1:]}" if community.phone.startswith("0") else community.phone
    contact = f"mailto:{community.email}" if community.email else f"tel:{call}"
    expires = datetime(site.today.year + 1, site.today.month, 1, tzinfo=SHANGHAI)
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: zh, en",
        f"Canonical: {site.url}/.well-known/security.txt",
        "",
    )
    yield Artifact(".well-known/security.txt", "\n".join(lines).encode())


def _join_policy(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {sources}".strip() for name, sources in policy.items())
