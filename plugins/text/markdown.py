"""The one Markdown dialect of the site; hides Python-Markdown, how it is set up and how it is made fast.

The dialect is Python-Markdown with the extensions of `plugins.text.dialect` and those the MARKDOWN setting names.
Raw HTML passes through here; `plugins.text.prose` decides about it.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from markdown import Markdown

from plugins.text.dialect import BUILT_IN, BodyMistake, StructurePreprocessor, default_extensions
from plugins.text.figures import carry_figures
from plugins.text.tuning import tune

_HEADING = re.compile(r"<h([1-6])((?: [^<>]*)?)>((?:(?!<h[1-6]).)*?)</h\1>", re.S)
_ID = re.compile(r' id="([^"]*)"')
_TAG = re.compile(r"<[^<>]*>")
_IMAGE = re.compile(r'<img alt="([^"]*)" src="([^"]*)"')
_CONTENTS = re.compile(r"<p>\[(?:TOC|toc|目录)\]</p>")


class ExtensionError(Exception):
    """A Markdown extension of the settings that cannot be loaded; `str` is what to tell, `fix` what to do."""

    fix = "核对名字，装上它的程序包，或从 MARKDOWN 里删掉"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the MARKDOWN setting adds to the dialect: extensions by name, and their settings as JSON."""

    extensions: tuple[str, ...] = ()
    configs: str = "{}"


PLAIN = Dialect()
_INSTEAD = {"extra": "md_in_html"}
"""What of an extension's parts the dialect has not."""


def read_setting(markdown: Mapping[str, Any] | None) -> Dialect:
    """The dialect a site's MARKDOWN setting asks for; raises ExtensionError where it names what cannot be loaded."""
    if not markdown:
        return PLAIN
    configs = markdown.get("extension_configs") or {}
    names = tuple(dict.fromkeys([*(markdown.get("extensions") or ()), *configs]))
    for name in names:
        if not isinstance(name, str):
            raise ExtensionError(f"Markdown 扩展要写名字，写的是 {type(name).__name__}")
    return _checked(Dialect(names, json.dumps(configs, sort_keys=True, ensure_ascii=False, default=repr)))


@lru_cache(maxsize=8)
def _checked(dialect: Dialect) -> Dialect:
    build(dialect)
    return dialect


@dataclass(frozen=True, slots=True)
class Converted:
    """A body's HTML, not yet made safe, and what its structure could not be read as."""

    html: str
    findings: tuple[BodyMistake, ...] = ()


def build(dialect: Dialect) -> Markdown:
    """A Markdown of the dialect, as the library runs it."""
    configs = {_short(name): config for name, config in json.loads(dialect.configs).items()}
    md = Markdown(extensions=list(default_extensions(configs)), output_format="html")
    for name in dialect.extensions:
        short = _short(name)
        if short in BUILT_IN and not (short == "toc" and configs.get(short)):
            continue
        try:
            md.registerExtensions([_INSTEAD.get(short, name)], {name: configs.get(short, {})})
        except Exception as error:  # whatever an extension's own code does at loading
            raise ExtensionError(f"Markdown 扩展“{name}”装不上（{type(error).__name__}: {error}）") from error
    return md


def _short(name: str) -> str:
    return name.removeprefix("markdown.extensions.")


@lru_cache(maxsize=8)
def _engine(dialect: Dialect, thread: int) -> Markdown:  # noqa: ARG001
    """One Markdown a thread: it holds the body it is at work on. Who knows what another's extension looks for?"""
    return tune(build(dialect)) if dialect == PLAIN else build(dialect)


def to_html(text: str, markdown: Mapping[str, Any] | None = None) -> Converted:
    """A body's HTML; headings have ids that keep Chinese words readable. `markdown` is Pelican's setting MARKDOWN."""
    return finish(_engine(read_setting(markdown), threading.get_ident()), carry_figures(text))


def finish(md: Markdown, text: str) -> Converted:
    """Convert by one Markdown, and name the headings."""
    md.reset()
    html = md.convert(text)
    if 'align="' in html:
        html = re.sub(r'<(t[hd]) align="(left|center|right)">', r'<\1 class="align-\2">', html)
    if "<img alt=" in html:
        html = _IMAGE.sub(r'<img src="\2" alt="\1"', html)
    if "<h" in html:
        html = _name_headings(html)
    if _CONTENTS.search(html) and _HEADING.search(html):
        html = _CONTENTS.sub(lambda _: _list_headings(html), html)
    return Converted(html, tuple(cast("StructurePreprocessor", md.preprocessors["structure"]).findings))


def _name_headings(html: str) -> str:
    used = {m[1] for m in _ID.finditer(html)}
    last: Counter[str] = Counter()

    def name(match: re.Match[str]) -> str:
        if _ID.search(match[2]):
            return match[0]
        anchor = wanted = slugify(_TAG.sub("", match[3]))
        while anchor in used:
            last[wanted] += 1
            anchor = f"{wanted}-{last[wanted] + 1}"
        used.add(anchor)
        return f'<h{match[1]} id="{anchor}"{match[2]}>{match[3]}</h{match[1]}>'

    return _HEADING.sub(name, html)


def _list_headings(html: str) -> str:
    items = []
    for match in _HEADING.finditer(html):
        found = _ID.search(match[2])
        if found:
            words = re.sub(r"</?a\b[^<>]*>", "", match[3])
            items.append(f'<li><a href="#{found[1]}">{words}</a></li>')
    return "<ul>\n" + "\n".join(items) + "\n</ul>"


def slugify(text: str) -> str:
    """An anchor that keeps Chinese words readable."""
    return re.sub(r"[^\w]+", "-", text.strip().lower()).strip("-") or "section"
