"""What a page is made of, as one short text; hides how views, templates and code are hashed.

Same fingerprint, same bytes: everything a page's HTML depends on goes in, nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from jinja2 import Environment, TemplateNotFound, meta

from plugins.failure import OutputError
from plugins.files import digest
from plugins.site import PageView, SiteView

LIBRARIES = (
    "holidays",
    "icalendar",
    "jinja2",
    "markdown",
    "markupsafe",
    "nh3",
    "orjson",
    "pelican",
    "pydantic",
    "python-dateutil",
    "pyyaml",
)
"""The libraries whose version may change a page."""


def hash_templates(environment: Environment, names: frozenset[str]) -> Mapping[str, str]:
    """For each template the hash of its text and of every template it extends, includes or imports.

    Where the name of one is known only when a page is rendered, it may be any.
    """
    texts: dict[str, bytes] = {}
    leads: dict[str, tuple[str, ...]] = {}
    waiting = [(name, name) for name in sorted(names)]
    while waiting:
        name, user = waiting.pop()
        if name in texts:
            continue
        text, file = _read(environment, name, user)
        texts[name] = text.encode()
        found = tuple(meta.find_referenced_templates(environment.parse(text, name, file)))
        any_of = environment.list_templates(extensions=["html"]) if None in found else ()
        leads[name] = (*(one for one in found if one), *any_of)
        waiting += [(one, name) for one in leads[name]]
    return {name: _hash_closure(name, texts, leads) for name in names}


def _read(environment: Environment, name: str, user: str) -> tuple[str, str | None]:
    """A template's text and file; `user` is the template that leads to it."""
    if environment.loader is None:
        raise ValueError("the environment has no loader")
    try:
        return environment.loader.get_source(environment, name)[:2]
    except TemplateNotFound:
        raise OutputError(f"templates/{user}: 没有 {name} 这个模板 → 新建它，或改正名字") from None
    except UnicodeDecodeError:
        raise OutputError(f"templates/{name}: 文件编码不是 UTF-8 → 另存为 UTF-8 编码") from None


def _hash_closure(name: str, texts: Mapping[str, bytes], leads: Mapping[str, tuple[str, ...]]) -> str:
    closure: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in closure:
            closure.add(one)
            waiting += leads[one]
    return digest(*(one.encode() + b"\0" + texts[one] + b"\0" for one in sorted(closure)))


def fingerprint(view: PageView, template: str, base: bytes) -> str:
    """The fingerprint of one page: its view, its template's hash, and `base`, what all pages share."""
    return digest(base, template.encode(), orjson.dumps(view))


def hash_frame(frame: SiteView, engine: str) -> bytes:
    """What every page depends on: the frame around it and the engine that makes it."""
    return orjson.dumps(frame) + engine.encode()
