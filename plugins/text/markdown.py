"""The one Markdown dialect of the site; hides Python-Markdown, how it is set up and how it is made fast.

The dialect is Python-Markdown with the extensions of `plugins.text.dialect` and those the MARKDOWN setting names.
Raw HTML passes through here; `plugins.text.prose` decides about it.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from markdown import Markdown

from plugins.text.dialect import Finding, StructurePreprocessor, default_extensions
from plugins.text.tuning import tune

_HEADING = re.compile(r"<h([1-6])((?: [^<>]*)?)>(.*?)</h\1>", re.S)
_ID = re.compile(r' id="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
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


def read_setting(setting: Mapping[str, Any], default: Mapping[str, Any]) -> Dialect:
    """The dialect a site's MARKDOWN setting asks for; Pelican's own default asks for nothing more than ours."""
    if setting == default:
        return PLAIN
    configs = setting.get("extension_configs") or {}
    names = tuple(dict.fromkeys([*(setting.get("extensions") or ()), *configs]))
    dialect = Dialect(names, json.dumps(configs, sort_keys=True, ensure_ascii=False))
    _build(dialect)
    return dialect


@dataclass(frozen=True, slots=True)
class Converted:
    """A body's HTML, not yet made safe, and what its structure could not be read as."""

    html: str
    findings: tuple[Finding, ...] = ()


def _build(dialect: Dialect) -> Markdown:
    """A Markdown of the dialect, as the library runs it."""
    md = Markdown(extensions=list(default_extensions()), output_format="html")
    configs = json.loads(dialect.configs)
    for name in dialect.extensions:
        try:
            md.registerExtensions([name], configs)
        except Exception as error:  # whatever an extension's own code does at loading
            raise ExtensionError(f"Markdown 扩展“{name}”装不上（{type(error).__name__}: {error}）") from error
    return md


@lru_cache(maxsize=8)
def _engine(dialect: Dialect, thread: int) -> Markdown:  # noqa: ARG001
    """One Markdown a thread: it holds the body it is at work on."""
    return tune(_build(dialect))


def to_html(text: str, dialect: Dialect = PLAIN) -> Converted:
    """A body's HTML; headings have ids that keep Chinese words readable."""
    return finish(_engine(dialect, threading.get_ident()), text)


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
    if _CONTENTS.search(html):
        html = _CONTENTS.sub(lambda _: _list_headings(html), html)
    return Converted(html, tuple(cast("StructurePreprocessor", md.preprocessors["structure"]).findings))


def _name_headings(html: str) -> str:
    used = {m[1] for m in _ID.finditer(html)}

    def name(match: re.Match[str]) -> str:
        if _ID.search(match[2]):
            return match[0]
        anchor = wanted = slugify(_TAG.sub("", match[3]))
        number = 1
        while anchor in used:
            number += 1
            anchor = f"{wanted}-{number}"
        used.add(anchor)
        return f'<h{match[1]} id="{anchor}"{match[2]}>{match[3]}</h{match[1]}>'

    return _HEADING.sub(name, html)


def _list_headings(html: str) -> str:
    items = []
    for match in _HEADING.finditer(html):
        found = _ID.search(match[2])
        if found:
            words = re.sub(r"</?a\b[^>]*>", "", match[3])
            items.append(f'<li><a href="#{found[1]}">{words}</a></li>')
    return "<ul>\n" + "\n".join(items) + "\n</ul>" if items else ""


def slugify(text: str) -> str:
    """An anchor that keeps Chinese words readable."""
    return re.sub(r"[^\w]+", "-", text.strip().lower()).strip("-") or "section"
