"""What the HTTP Observatory would say of a site, without asking it; hides its table of modifiers.

Names, modifiers and grades: https://github.com/mozilla/http-observatory/blob/main/httpobs/docs/scoring.md (2024-02-27), and for
Cross-Origin-Resource-Policy https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring. Only results that a site without
cookies, pins and preloading can have are here; a cookie is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

MODIFIERS = {
    "cookies-not-found": 0,
    "cross-origin-resource-policy-implemented-with-same-origin": 10,
    "cross-origin-resource-policy-not-implemented": 0,
    "cross-origin-resource-sharing-implemented-with-public-access": 0,
    "cross-origin-resource-sharing-not-implemented": 0,
    "csp-implemented-with-insecure-scheme": -20,
    "csp-implemented-with-no-unsafe": 5,
    "csp-implemented-with-no-unsafe-default-src-none": 10,
    "csp-implemented-with-unsafe-eval": -10,
    "csp-implemented-with-unsafe-inline": -20,
    "csp-implemented-with-unsafe-inline-in-style-src-only": 0,
    "csp-not-implemented": -25,
    "hsts-implemented-max-age-at-least-six-months": 0,
    "hsts-implemented-max-age-less-than-six-months": -10,
    "hsts-not-implemented": -20,
    "hsts-not-implemented-no-https": -20,
    "redirection-missing": -20,
    "redirection-off-host-from-http": -5,
    "redirection-to-https": 0,
    "referrer-policy-not-implemented": 0,
    "referrer-policy-private": 5,
    "referrer-policy-unsafe": -5,
    "sri-not-implemented-and-external-scripts-not-loaded-securely": -50,
    "sri-not-implemented-but-all-scripts-loaded-from-secure-origin": 0,
    "sri-not-implemented-but-external-scripts-loaded-securely": -5,
    "sri-not-implemented-but-no-scripts-loaded": 0,
    "x-content-type-options-header-invalid": -5,
    "x-content-type-options-nosniff": 0,
    "x-content-type-options-not-implemented": -5,
    "x-frame-options-header-invalid": -20,
    "x-frame-options-implemented-via-csp": 5,
    "x-frame-options-not-implemented": -20,
    "x-frame-options-sameorigin-or-deny": 0,
}
GRADES = ((100, "A+"), (90, "A"), (85, "A-"), (80, "B+"), (70, "B"), (65, "B-"), (60, "C+"), (50, "C"), (45, "C-"),
          (40, "D+"), (30, "D"), (25, "D-"), (0, "F"))  # fmt: skip
HALF_A_YEAR = 15_768_000
BONUS_FROM = 90
"""Bonuses count only where the score without them is an A."""
_BROAD = frozenset({"*", "http:", "https:", "ftp:", "data:"})
_PRIVATE = frozenset({"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"})


@dataclass(frozen=True)
class Visit:
    """The front page of a site as a visitor gets it: header names in small letters, and where plain HTTP leads."""

    url: str
    headers: Mapping[str, str]
    page: str
    http_leads_to: str


@dataclass(frozen=True)
class Scan:
    """A score, its grade, and the results it comes from."""

    score: int
    grade: str
    results: tuple[str, ...]


def scan(visit: Visit) -> Scan:
    """What the Observatory makes of a site."""
    tree = html.document_fromstring(visit.page.encode())
    results = (
        _cookies(visit),
        _resource_policy(visit),
        _sharing(visit),
        _policy(visit, tree),
        _transport(visit),
        _redirection(visit),
        _referrer(visit, tree),
        _scripts(visit, tree),
        _types(visit),
        _frames(visit),
    )
    found = [MODIFIERS[result] for result in results]
    score = max(0, 100 + sum(m for m in found if m < 0))
    if score >= BONUS_FROM:
        score += sum(m for m in found if m > 0)
    return Scan(score, next(grade for least, grade in GRADES if score >= least), results)


def _cookies(visit: Visit) -> str:
    if "set-cookie" in visit.headers:
        raise ValueError("a site of files sets no cookie")
    return "cookies-not-found"


def _resource_policy(visit: Visit) -> str:
    said = visit.headers.get("cross-origin-resource-policy")
    return f"cross-origin-resource-policy-{f'implemented-with-{said}' if said else 'not-implemented'}"


def _sharing(visit: Visit) -> str:
    said = "access-control-allow-origin" in visit.headers
    return f"cross-origin-resource-sharing-{'implemented-with-public-access' if said else 'not-implemented'}"


def _policy(visit: Visit, tree: html.HtmlElement) -> str:
    """A header's policy and a meta element's hold both, so each source must pass both: the stricter one decides."""
    policies = list(_policies(visit, tree))
    if not policies:
        return "csp-not-implemented"
    return max((_judge(policy) for policy in policies), key=lambda result: MODIFIERS[result])


def _policies(visit: Visit, tree: html.HtmlElement) -> Iterator[Mapping[str, frozenset[str]]]:
    metas = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for text in (visit.headers.get("content-security-policy", ""), *map(str, metas)):
        words = [part.split() for part in text.split(";") if part.strip()]
        if words:
            yield {name: frozenset(sources) for name, *sources in words}


def _judge(policy: Mapping[str, frozenset[str]]) -> str:
    every = policy.get("default-src", frozenset({"*"}))
    script, style, plugin = (policy.get(name, every) for name in ("script-src", "style-src", "object-src"))
    if script & (_BROAD | {"'unsafe-inline'"}) or plugin & _BROAD:
        return "csp-implemented-with-unsafe-inline"
    if any(source.startswith("http:") for sources in policy.values() for source in sources):
        return "csp-implemented-with-insecure-scheme"
    if "'unsafe-eval'" in script | style:
        return "csp-implemented-with-unsafe-eval"
    if style & (_BROAD | {"'unsafe-inline'"}):
        return "csp-implemented-with-unsafe-inline-in-style-src-only"
    nothing = every == {"'none'"}
    return f"csp-implemented-with-no-unsafe{'-default-src-none' if nothing else ''}"


def _transport(visit: Visit) -> str:
    if urlsplit(visit.url).scheme != "https":
        return "hsts-not-implemented-no-https"
    found = re.search(r"max-age=(\d+)", visit.headers.get("strict-transport-security", ""))
    if not found:
        return "hsts-not-implemented"
    return f"hsts-implemented-max-age-{'at-least' if int(found[1]) >= HALF_A_YEAR else 'less-than'}-six-months"


def _redirection(visit: Visit) -> str:
    goal, own = urlsplit(visit.http_leads_to), urlsplit(visit.url)
    if goal.scheme != "https":
        return "redirection-missing"
    return "redirection-to-https" if goal.hostname == own.hostname else "redirection-off-host-from-http"


def _referrer(visit: Visit, tree: html.HtmlElement) -> str:
    said = visit.headers.get("referrer-policy") or "".join(map(str, tree.xpath("//meta[@name='referrer']/@content")))
    if not said:
        return "referrer-policy-not-implemented"
    return f"referrer-policy-{'private' if said in _PRIVATE else 'unsafe'}"


def _scripts(visit: Visit, tree: html.HtmlElement) -> str:
    sources = [urlsplit(str(source)) for source in tree.xpath("//script/@src")]
    if not sources:
        return "sri-not-implemented-but-no-scripts-loaded"
    foreign = [source for source in sources if source.netloc not in ("", urlsplit(visit.url).netloc)]
    if not foreign:
        return "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"
    safe = all(source.scheme == "https" for source in foreign)
    return f"sri-not-implemented-{'but-external-scripts' if safe else 'and-external-scripts-not'}-loaded-securely"


def _types(visit: Visit) -> str:
    said = visit.headers.get("x-content-type-options")
    if not said:
        return "x-content-type-options-not-implemented"
    return f"x-content-type-options-{'nosniff' if said == 'nosniff' else 'header-invalid'}"


def _frames(visit: Visit) -> str:
    """A meta element cannot forbid frames: only the header's policy counts."""
    if "frame-ancestors" in visit.headers.get("content-security-policy", ""):
        return "x-frame-options-implemented-via-csp"
    said = visit.headers.get("x-frame-options")
    if not said:
        return "x-frame-options-not-implemented"
    return f"x-frame-options-{'sameorigin-or-deny' if said in ('DENY', 'SAMEORIGIN') else 'header-invalid'}"
