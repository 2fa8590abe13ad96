"""Every page is whole, well nested, readable by everyone, and locked: nothing inline, nothing from another host."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from plugins.publish.subject import Finding, Subject
from plugins.publish.tree import OutputTree
from plugins.site import REFERRER, page_policy
from plugins.text import BLOCKS, THROUGH, Element, Markup, Reader, Tag, look_at_place, look_through

_FETCHED = frozenset({"audio", "embed", "iframe", "img", "input", "object", "script", "source", "track", "video"})
_FETCHING_RELS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"})
_NAMES_IDS = ("for", "list", "headers", "aria-controls", "aria-labelledby", "aria-describedby", "aria-owns")
_ACTIVE = frozenset({"a", "button", "input", "select", "textarea", "label"})
_NO_LABEL = frozenset({"hidden", "submit", "reset", "button", "image"})
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CONTROLS = frozenset({"input", "select", "textarea"})
_NAMED = _HEADINGS | _CONTROLS | {"a", "button"}
_PICTURE = re.compile(r'\salt="\s*[^\s"][^"]*"')


def examine(subject: Subject) -> Finding:
    """Read every page."""
    pages = subject.tree.pages()
    discussion = subject.site.sources.community.discussion
    judge = _PageJudge(subject.site.url, discussion.url if discussion else "")
    faults: list[str] = []
    for page in pages:
        try:
            found = judge.reader.read(subject.tree.read(page).decode())
        except UnicodeDecodeError:
            faults.append(f"{page}:1: 不是 UTF-8 → 重新生成")
            continue
        faults += [subject.fault(page, found.line(at), tag, what) for at, tag, what in judge.look(found)]
    return Finding(len(pages), tuple(faults))


def plant(subject: Subject) -> Iterator[tuple[str, Subject]]:
    """A sound page with one fault at a time."""
    lock = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{page_policy()}">'
    lock += f'<meta name="referrer" content="{REFERRER}">'
    start = f'<!doctype html>\n<html lang="zh-Hans"><head>{lock}<title>种</title></head>\n<body><h1>种</h1>'
    end = "</body></html>\n"
    for html, mark in (
        (f"{start}<p><b>种</p></b>{end}", "</p>"),
        (f"{start}<p>种{end}", "</body>"),
        (f"{start}<p>1 < 2</p>{end}", "没有配好：<"),
        (start, "没有写完"),
        (f"{start}<p id=x id=y></p>{end}", "读不懂"),
        (f"{start}<p><div></div></p>{end}", "<div> 不能放在 <p>"),
        (f"{start}<ul><p></p></ul>{end}", "<p> 不能放在 <ul>"),
        (f"{start}<div><li></li></div>{end}", "<li> 不能放在 <div>"),
        (f'{start}<a href="/"><span><button>种</button></span></a>{end}', "<button> 不能放在 <a>"),
        (f"{start}<h1>种</h1>{end}", "一级标题"),
        (f"{start}<h3>种</h3>{end}", "跳过"),
        (f"{start}<h2> </h2>{end}", "标题没有字"),
        (f"{start}<p id=x></p><p id=x></p>{end}", "#x"),
        (f'{start}<label for="y">种</label>{end}', "#y"),
        (f"{start}<input>{end}", "没有标签"),
        (f'{start}<a href="/"></a>{end}', "没有字"),
        (f"{start}<table><tr><th>种</th></tr></table>{end}", "scope"),
        (f'{start}<img src="/a.png">{end}', "alt"),
        (f"{start}<script>1</script>{end}", "<script>"),
        (f"{start}<style>p{{}}</style>{end}", "<style>"),
        (f'{start}<p style="color:red"></p>{end}', "style="),
        (f'{start}<p onclick="x()"></p>{end}', "onclick"),
        (f'{start}<a href="javascript:x">种</a>{end}', "javascript"),
        (f'{start}<a href="https://planted.invalid/">种</a>{end}', "noopener"),
        (f'{start}<img alt="" src="https://planted.invalid/a.png">{end}', "别处"),
        (f'{start}<form action="https://planted.invalid/"></form>{end}', "别处"),
        (f"{start}{end}".replace(lock, '<meta charset="utf-8">'), "安全策略"),
        (f"{start}{end}".replace(lock, f'<script src="/a.js"></script>{lock}'), "安全策略"),
        (f"{start}{end}".replace("default-src 'none'", "default-src *"), "安全策略"),
        (f"{start}{end}".replace(REFERRER, "unsafe-url"), "referrer"),
        (f"{start}{end}".replace("<!doctype html>", ""), "doctype"),
        (f"{start}{end}".replace(' lang="zh-Hans"', ""), "lang"),
        (f"{start}{end}".replace("<title>种</title>", ""), "标题"),
    ):
        tree = OutputTree(subject.tree.folder, ()).plant({"planted.html": html.encode()})
        yield mark, replace(subject, tree=tree)


PageFault = tuple[int, str, str]
"""Offset, the tag as it is written, what is wrong."""


class _PageJudge:
    """Looks at pages one after the other; what is wrong with a tag by itself, or in another, is found out once."""

    def __init__(self, url: str, talk: str) -> None:
        self.reader = Reader()
        self._url, self._talk = url, talk
        self._alone: dict[str, tuple[str, ...]] = {}
        self._inside: dict[tuple[str, str], str] = {}

    def look(self, found: Markup) -> Iterator[PageFault]:
        yield from _look_at_frame(found, self._talk)
        yield from ((at, tag, f"标签没有配好：{tag}") for at, tag in found.tangled)
        yield from _look_at_ids(found)
        yield from _look_at_headings(found)
        elements, alone, inside = found.elements, self._alone, self._inside
        # This runs for every tag of every page: what tags look alike say is looked at once, and nothing is called in vain.
        for number, (tag, start, _, parent) in enumerate(elements):
            own = alone.get(tag.text)
            if own is None:
                own = alone[tag.text] = tuple(_look_at_tag(tag, self._url))
            for what in own:
                yield start, tag.text, what
            pair = tag.name, elements[parent].tag.name if parent >= 0 else ""
            misplaced = inside.get(pair)
            if misplaced is None:
                misplaced = inside[pair] = look_at_place(*pair)
            if misplaced or (pair[1] in THROUGH and tag.name in BLOCKS):
                misplaced = misplaced or look_through(found, number)
                if misplaced:
                    yield start, tag.text, misplaced
            if tag.name in _NAMED:
                yield from ((start, tag.text, what) for what in _look_at_name(found, number))


def _look_at_frame(found: Markup, talk: str) -> Iterator[PageFault]:
    """The page as a whole: its two ends, its name, its lock."""
    if not found.html.rstrip().endswith("</html>"):
        yield len(found.html), "", "页面没有写完"
    if not found.html.lstrip().lower().startswith("<!doctype html>"):
        yield 0, "", "开头没有 <!doctype html>"
    yield from _look_at_titles(found)
    yield from _look_at_lock(found, talk)


def _look_at_titles(found: Markup) -> Iterator[PageFault]:
    names = [element.tag.name for element in found.elements]
    # A drawing has titles too: the page's is the one in its head.
    if not any(n == "title" and found.words(i) and "head" in names[:i] for i, n in enumerate(names)):
        yield 0, "", "没有页面标题 <title>"
    if names.count("h1") != 1:
        yield 0, "", f"一级标题有 {names.count('h1')} 个，应为 1 个"


def _look_at_lock(found: Markup, talk: str) -> Iterator[PageFault]:
    talks = any("data-talk" in element.tag.attributes for element in found.elements) if talk else False
    head = [e.tag for e in found.elements if e.parent >= 0 and found.elements[e.parent].tag.name == "head"]
    # The charset stands first; what comes before the policy is not held by it.
    first = head[1].attributes if len(head) > 1 else {}
    if (first.get("http-equiv"), first.get("content")) != (
        "Content-Security-Policy",
        page_policy(talk if talks else ""),
    ):
        yield 0, "", "安全策略不在 <head> 的最前面，或不是 plugins/site/security.py 里的那一条"
    said = {(tag.attributes.get("name"), tag.attributes.get("content")) for tag in head}
    if ("referrer", REFERRER) not in said:
        yield 0, "", "没有 referrer 的说明"


def _look_at_ids(found: Markup) -> Iterator[PageFault]:
    ids = Counter(found.ids)
    for element in found.elements:
        name = element.tag.attributes.get("id")
        if name is not None and (ids[name] > 1 or not name or " " in name):
            yield element.start, element.tag.text, f"编号 #{name} 有 {ids[name]} 处" if name else "编号是空的"
            ids[name] = 1
        for attribute in _NAMES_IDS:
            for target in element.tag.attributes.get(attribute, "").split():
                if target not in ids:
                    yield element.start, element.tag.text, f"{attribute} 说的 #{target} 不在这一页"


def _look_at_headings(found: Markup) -> Iterator[PageFault]:
    level = 0
    for element in found.elements:
        if element.tag.name in _HEADINGS:
            here = int(element.tag.name[1])
            if here > level + 1:
                yield element.start, element.tag.text, f"标题从 h{level} 跳过一级到 h{here}"
            level = here


def _look_at_name(found: Markup, number: int) -> Iterator[str]:
    """What an element is called that a reader must be able to name."""
    element = found.elements[number]
    name, attributes = element.tag.name, element.tag.attributes
    if name in _CONTROLS:
        if attributes.get("type", "text") not in _NO_LABEL and not _is_labelled(found, element):
            yield f"<{name}> 没有标签 <label>"
        return
    inside = found.inside(number)
    if "<" in inside and name not in _HEADINGS:
        yield from (
            f"<{inner}> 不能放在 <{name}> 里"
            for inner in sorted(_ACTIVE)
            if f"<{inner} " in inside or f"<{inner}>" in inside
        )
    if not (inside.strip() if "<" not in inside else found.words(number)) and not _is_named_otherwise(
        found, element, inside
    ):
        yield "标题没有字" if name in _HEADINGS else f"<{name}> 没有字，也没有 aria-label"


def _is_labelled(found: Markup, element: Element) -> bool:
    attributes = element.tag.attributes
    if "aria-label" in attributes or "aria-labelledby" in attributes:
        return True
    labels = {e.tag.attributes.get("for") for e in found.elements if e.tag.name == "label"}
    return attributes.get("id", "") in labels or any(tag.name == "label" for tag in found.around(element))


def _is_named_otherwise(found: Markup, element: Element, inside: str) -> bool:
    """By an attribute, by a picture's words, or by the script that fills it in."""
    attributes = element.tag.attributes
    if any(attributes.get(key) for key in ("aria-label", "aria-labelledby", "title")) or _PICTURE.search(inside):
        return True
    filled = any(key.startswith("data-") for key in attributes) and "hidden" in attributes
    return filled or any(tag.name == "template" for tag in found.around(element))


def _look_at_tag(tag: Tag, url: str) -> Iterator[str]:
    """What a tag says by itself."""
    if tag.garbled:
        yield f"读不懂这个标签：{tag.text[:60]}"
    yield from _look_at_lacks(tag)
    yield from _look_at_inline(tag)
    yield from _look_at_targets(tag, url)


def _look_at_lacks(tag: Tag) -> Iterator[str]:
    """What a reader would miss."""
    name, values = tag.name, tag.attributes
    if name == "html" and not _LANGUAGE.fullmatch(values.get("lang", "").removesuffix("-CN") or "-"):
        yield "<html> 没有 lang，或写得不对"
    if name == "img" and "alt" not in values:
        yield "图片没有 alt"
    if name == "th" and values.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
        yield "表头没有 scope"


def _look_at_inline(tag: Tag) -> Iterator[str]:
    """What a policy without exceptions would stop."""
    name, values = tag.name, tag.attributes
    runs = name == "script" and "src" not in values and values.get("type") != "application/ld+json"
    if name == "style" or runs:
        yield f"页内写了 <{name}>"
    if "style" in values:
        yield "页内写了 style="
    yield from (f"页内写了 {key}=" for key in sorted(values) if key.startswith("on"))


def _look_at_targets(tag: Tag, url: str) -> Iterator[str]:
    name, values = tag.name, tag.attributes
    href = values.get("href", "").strip().lower()
    rels = values.get("rel", "").split()
    if href.startswith(("javascript:", "data:", "vbscript:")):
        yield "链接是 javascript: 或 data:"
    if name == "a" and _is_elsewhere(values.get("href", ""), url) and not {"noopener", "noreferrer"} & set(rels):
        yield '去别的网站的链接没有 rel="noopener"'
    fetches = name in _FETCHED or (name == "link" and _FETCHING_RELS.intersection(rels))
    keys = ("src", "href", "data", "srcset", "poster") if fetches else ("action", "formaction", "ping", "background")
    if any(_is_elsewhere(values.get(key, ""), url) for key in keys):
        yield f"<{name}> 要从别处取东西，或送到别处去"


def _is_elsewhere(address: str, url: str) -> bool:
    outside = address.strip().lower().startswith(("http:", "https:", "//"))
    return outside and not address.startswith(url + "/")
