"""Every page is whole, well nested and locked: nothing inline, nothing from another host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from plugins.publish.markup import Markup, parse
from plugins.publish.subject import Finding, Subject
from plugins.publish.tree import Tree

_FETCHED = frozenset({"audio", "embed", "iframe", "img", "input", "object", "script", "source", "track", "video"})
_FETCHING_RELS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"})


def examine(subject: Subject) -> Finding:
    """Parse every page."""
    pages = subject.tree.pages()
    faults: list[str] = []
    for page in pages:
        try:
            html = subject.tree.read(page).decode()
        except UnicodeDecodeError:
            faults.append(f"{page}:1: 不是 UTF-8 → 重新生成")
            continue
        faults += [f"{page}:{line}: {what} → 修改模板" for line, what in _judge(html, subject.site.url)]
    return Finding(len(pages), tuple(faults))


def plant(subject: Subject) -> Iterator[tuple[str, Subject]]:
    """A sound page with one fault at a time."""
    start = '<!doctype html>\n<html lang="zh-Hans"><head><title>种</title></head>\n<body><h1>种</h1>'
    end = "</body></html>\n"
    for html, mark in (
        (f"{start}<p><b>种</p></b>{end}", "</p>"),
        (f"{start}<p>种{end}", "</body>"),
        (start, "没有写完"),
        (f"{start}<h1>种</h1>{end}", "一级标题"),
        (f"{start}<p id=x></p><p id=x></p>{end}", "#x"),
        (f'{start}<label for="y">种</label>{end}', "#y"),
        (f'{start}<img src="/a.png">{end}', "alt"),
        (f"{start}<script>1</script>{end}", "<script>"),
        (f"{start}<style>p{{}}</style>{end}", "<style>"),
        (f'{start}<p style="color:red"></p>{end}', "style="),
        (f'{start}<p onclick="x()"></p>{end}', "onclick"),
        (f'{start}<a href="javascript:x">种</a>{end}', "javascript"),
        (f'{start}<img alt="" src="https://planted.invalid/a.png">{end}', "别处"),
        (f"{start}{end}".replace("<!doctype html>", ""), "doctype"),
        (f"{start}{end}".replace(' lang="zh-Hans"', ""), "lang"),
        (f"{start}{end}".replace("<title>种</title>", ""), "标题"),
    ):
        tree = Tree(subject.tree.folder, ()).plant({"planted.html": html.encode()})
        yield mark, replace(subject, tree=tree)


def _judge(html: str, url: str) -> Iterator[tuple[int, str]]:
    found = parse(html)
    if not html.rstrip().endswith("</html>"):
        yield html.count("\n") + 1, "页面没有写完"
    if not found.doctype:
        yield 1, "开头没有 <!doctype html>"
    if not found.title:
        yield 1, "没有页面标题 <title>"
    headings = [line for line, tag, _ in found.tags if tag == "h1"]
    if len(headings) != 1:
        yield headings[-1] if headings else 1, f"一级标题有 {len(headings)} 个，应为 1 个"
    yield from ((line, f"标签没有配好：</{tag}>") for line, tag in found.tangled)
    yield from ((1, f"编号 #{name} 有 {times} 处") for name, times in sorted(Counter(found.ids).items()) if times > 1)
    yield from (
        (line, f"{name} 说的 #{target} 不在这一页") for line, name, target in found.needs if target not in found.ids
    )
    yield from _lock(found, url)


def _lock(found: Markup, url: str) -> Iterator[tuple[int, str]]:
    """What a content security policy without unsafe-inline would stop, and what would ask another host."""
    for line, tag, values in found.tags:
        if tag == "html" and not values.get("lang"):
            yield line, "<html> 没有 lang"
        if tag == "img" and "alt" not in values:
            yield line, "图片没有 alt"
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") != "application/ld+json"):
            yield line, f"页内写了 <{tag}>"
        if "style" in values:
            yield line, "页内写了 style="
        yield from ((line, f"页内写了 {name}=") for name in sorted(values) if name.startswith("on"))
        if values.get("href", "").strip().lower().startswith("javascript:"):
            yield line, "链接是 javascript:"
        fetches = tag in _FETCHED or (tag == "link" and _FETCHING_RELS.intersection(values.get("rel", "").split()))
        if fetches and any(
            _is_elsewhere(values.get(name, ""), url) for name in ("src", "href", "data", "srcset", "poster")
        ):
            yield line, f"<{tag}> 要从别处取东西"


def _is_elsewhere(address: str, url: str) -> bool:
    outside = address.startswith(("http:", "https:", "//"))
    return outside and not address.startswith(url + "/")
