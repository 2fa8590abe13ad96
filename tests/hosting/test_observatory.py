"""The Observatory's grade of the site: with every header, as nginx sends them; and on GitHub Pages, which sends its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import EXAMPLE
from tests.hosting.observatory import Visit, scan
from tests.hosting.served import ask, find_port, run_nginx
from tests.hosting.test_nginx import kangle

URL = "https://spruce.example.org"
PAGES = {"strict-transport-security": "max-age=31556952", "access-control-allow-origin": "*"}
"""What GitHub Pages says at *.github.io, of what is graded; at a domain of one's own it leaves the first out."""


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The front page out of a real nginx behind a proxy that speaks HTTPS, and leads there from HTTP."""
    folder, port = tmp_path_factory.mktemp("graded"), find_port()
    content = ("--content", str(EXAMPLE))
    kangle(URL, "build", "--output", str(folder / "site"), *content)
    settings = kangle(URL, "nginx", str(folder / "site"), "--listen", f"127.0.0.1:{port}", *content)
    with run_nginx(folder / "nginx", settings, port):
        answer = ask(f"http://127.0.0.1:{port}/", X_Forwarded_Proto="https")
        yield Visit(f"{URL}/", answer.headers, answer.data.decode(), f"{URL}/")


def without(visit: Visit, *names: str, **changes: str) -> Visit:
    """The same visit with some headers left out or changed; an underscore in a name is a dash."""
    kept = {name: said for name, said in visit.headers.items() if name not in names}
    return replace(visit, headers=kept | {name.replace("_", "-"): said for name, said in changes.items()})


def with_policy(visit: Visit, old: str, new: str) -> Visit:
    """The same visit with another policy, in the header alone."""
    page = visit.page.replace("Content-Security-Policy", "x-none")
    header = visit.headers["content-security-policy"]
    assert old in header
    return without(replace(visit, page=page), content_security_policy=header.replace(old, new, 1))


def test_a_host_with_headers_gets_the_best_grade(visit: Visit) -> None:
    found = scan(visit)
    print(f"a host with headers: {found.grade} ({found.score})")
    assert (found.grade, found.score) == ("A+", 130), found.results


@pytest.mark.parametrize(("headers", "grade", "score"), [(PAGES, "B", 75), ({}, "C", 55)])
def test_what_github_pages_can_reach_is_what_the_docs_say(
    visit: Visit, headers: Mapping[str, str], grade: str, score: int
) -> None:
    found = scan(replace(visit, headers=headers))
    print(f"GitHub Pages, {'github.io' if headers else 'a domain of its own'}: {found.grade} ({found.score})")
    assert (found.grade, found.score) == (grade, score), found.results
    assert f"{grade} ({score})" in (Path(__file__).parents[2] / "docs" / "publishing.md").read_text("utf-8")


def weaken(visit: Visit) -> Iterator[tuple[str, Visit]]:
    """A worse site for every rule, by the result it must get."""
    script = visit.page.replace('<script src="', '<script src="https://cdn.example', 1)
    nothing = visit.page.replace("Content-Security-Policy", "x-none").replace('name="referrer"', 'name="x-none"')
    yield "csp-not-implemented", without(replace(visit, page=nothing), "content-security-policy")
    yield "csp-implemented-with-unsafe-inline", with_policy(visit, "script-src", "script-src 'unsafe-inline'")
    yield "csp-implemented-with-unsafe-inline", with_policy(visit, "default-src 'none'", "object-src *")
    yield "csp-implemented-with-insecure-scheme", with_policy(visit, "img-src", "img-src http://pictures.example")
    yield "csp-implemented-with-unsafe-eval", with_policy(visit, "script-src", "script-src 'unsafe-eval'")
    yield "csp-implemented-with-unsafe-inline-in-style-src-only", with_policy(visit, "style-src", "style-src data:")
    yield "csp-implemented-with-no-unsafe", with_policy(visit, "default-src 'none'", "default-src 'self'")
    yield "cross-origin-resource-policy-not-implemented", without(visit, "cross-origin-resource-policy")
    yield "hsts-not-implemented", without(visit, "strict-transport-security")
    yield "hsts-implemented-max-age-less-than-six-months", without(visit, strict_transport_security="max-age=86400")
    yield "hsts-not-implemented-no-https", replace(visit, url="http://spruce.example.org/")
    yield "redirection-missing", replace(visit, http_leads_to="http://spruce.example.org/")
    yield "redirection-off-host-from-http", replace(visit, http_leads_to="https://elsewhere.example/")
    yield "referrer-policy-unsafe", without(visit, referrer_policy="unsafe-url")
    yield "referrer-policy-not-implemented", without(replace(visit, page=nothing), "referrer-policy")
    yield "sri-not-implemented-but-external-scripts-loaded-securely", replace(visit, page=script)
    insecure = script.replace("https://cdn", "http://cdn")
    yield "sri-not-implemented-and-external-scripts-not-loaded-securely", replace(visit, page=insecure)
    yield "x-content-type-options-not-implemented", without(visit, "x-content-type-options")
    yield "x-content-type-options-header-invalid", without(visit, x_content_type_options="sniff")
    bare = with_policy(visit, "frame-ancestors", "x-none")
    yield "x-frame-options-sameorigin-or-deny", bare
    yield "x-frame-options-not-implemented", without(bare, "x-frame-options")
    yield "x-frame-options-header-invalid", without(bare, x_frame_options="ALLOWALL")


def test_every_weakness_costs_what_the_table_says(visit: Visit) -> None:
    best = scan(visit)
    for result, worse in weaken(visit):
        found = scan(worse)
        assert result in found.results
        assert found.score < best.score, result


def test_bonuses_count_only_above_an_a(visit: Visit) -> None:
    assert scan(without(visit, "strict-transport-security")).score == 80


def test_a_cookie_is_no_result(visit: Visit) -> None:
    with pytest.raises(ValueError, match="no cookie"):
        scan(without(visit, set_cookie="id=1"))
