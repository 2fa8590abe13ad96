"""What a page is made of, as one short text; hides how views, templates and code are hashed.

Same fingerprint, same bytes: everything a page's HTML depends on goes in, nothing else.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from jinja2 import Environment, TemplateNotFound, meta

from plugins.failure import OutputError
from plugins.files import digest
from plugins.text import hash_beside, hash_code

if TYPE_CHECKING:
    from plugins.site import PageView, SiteView

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_REQUIRED = re.compile(r"^Requires-Dist: (.*)$", re.M)
_LEADING = re.compile(r"\{%[-+]?\s*+(?:extends|include|import|from)\b\s*+")
_NAMED = re.compile(
    r""""([^"\\\n]++)"\s*+(?:as\s+\w++|import\s[\w\s,]++|ignore\s+missing|with(?:out)?\s+context|\s)*[-+]?%\}"""
)
"""What follows where the name is written out and nothing is reckoned."""
_OPTIONAL = re.compile(r";[^;\n]*\bextra\s*==")


def list_libraries(package: str = "kangle") -> tuple[str, ...]:
    """The libraries a build stands on, as the package's own metadata and theirs name them; sorted."""
    found: set[str] = set()
    waiting = [package]
    while waiting:
        for needed in _requirements(waiting.pop()):
            name = needed.lower().replace("_", "-")
            if name not in found:
                found.add(name)
                waiting.append(name)
    return tuple(sorted(found))


def _requirements(package: str) -> Iterator[str]:
    """What a package needs always."""
    for line in _list_lines(package):
        found = _NAME.match(line)
        if found and not _OPTIONAL.search(line):
            yield found[0]


def _list_lines(package: str) -> Sequence[str]:
    """Our own metadata lies beside the code, where what is installed may be older; of the rest, what is installed."""
    file = Path(__file__).parents[2] / "pyproject.toml"
    if package == "kangle" and file.is_file():
        found: list[str] = tomllib.loads(file.read_text("utf-8"))["project"]["dependencies"]
        return found
    try:
        text = distribution(package).read_text("METADATA") or ""
    except PackageNotFoundError:
        return ()
    head = text.partition("\n\n")[0]  # the library would parse a long description too, thirty times a build
    return _REQUIRED.findall(head)


def name_engine(code: Path) -> str:
    """One word for all code that makes a page: ours, and its libraries by their versions."""
    return hash_code(code, list_libraries())


def name_value(value: object) -> str:
    """A setting in words that are the same in every run as long as it means the same; a function by its code.

    What has no words but its place in memory is another thing in each run: it costs time, and no page is stale.
    """
    if isinstance(value, Mapping):
        return "{" + ",".join(sorted(f"{name_value(k)}:{name_value(v)}" for k, v in value.items())) + "}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(name_value, value))}]"
    if isinstance(value, set | frozenset):
        return f"{{{','.join(sorted(map(name_value, value)))}}}"
    if isinstance(value, partial):
        return f"partial({name_value((value.func, value.args, value.keywords))})"
    return _name_code(value) if callable(value) else repr(value)


def _name_code(called: Any) -> str:
    """A function by its name, what it has caught, and all code that lies beside its module."""
    module = sys.modules.get(getattr(called, "__module__", None) or "")
    name = getattr(called, "__qualname__", "")
    if not name or module is None:
        return repr(called)
    caught = [cell.cell_contents for cell in getattr(called, "__closure__", None) or ()]
    kept = name_value((caught, getattr(called, "__defaults__", None), getattr(called, "__kwdefaults__", None)))
    top = sys.modules.get(module.__name__.partition(".")[0], module)
    return f"{module.__name__}.{name}{kept}{hash_beside(top)}"


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
        text, file = _read_code(environment, name, user)
        texts[name] = text.encode()
        found = _find_led_to(environment, text, name, file)
        any_of = environment.list_templates(extensions=["html"]) if None in found else ()
        leads[name] = (*(one for one in found if one), *any_of)
        waiting += [(one, name) for one in leads[name]]
    return {name: _hash_closure(name, texts, leads) for name in names}


def _find_led_to(environment: Environment, text: str, name: str, file: str | None) -> tuple[str | None, ...]:
    """The templates that one leads to, None for one whose name is not written out.

    A tag whose name is written out needs no parser, which takes a fifth of a second for all. Where a tag may be
    commented out or shown as it is, only the parser knows.
    """
    if "{#" in text or "raw" in text:
        return tuple(meta.find_referenced_templates(environment.parse(text, name, file)))
    named = [_NAMED.match(text, tag.end()) for tag in _LEADING.finditer(text)]
    whole = tuple(match[1] for match in named if match)
    if len(whole) == len(named):
        return whole
    return tuple(meta.find_referenced_templates(environment.parse(text, name, file)))


def _read_code(environment: Environment, name: str, user: str) -> tuple[str, str | None]:
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
