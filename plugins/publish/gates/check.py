"""The sources have no problem, they are those the site was made of, and its addresses are somebody's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.model import Discussion
from plugins.publish.subject import Finding, Subject
from plugins.rules import is_example, is_unreachable

_BROKEN = "news/2026/planted.md"


def examine(subject: Subject) -> Finding:
    """Every source, read anew without what was read before."""
    reading = subject.check(subject.content)
    faults = [str(problem) for problem in reading.errors]
    if is_example(subject.site.url):
        fix = "把 community.yaml 的 url 改成网站真正的网址，或用 SITE_URL 给出网址，再生成"
        faults.append(f"网址 {subject.site.url} 是示例，里面的链接到不了任何网站 → {fix}")
    discussion = subject.site.sources.community.discussion
    if discussion and is_unreachable(discussion.url):
        fix = "把 community.yaml 的 discussion 改成留言服务器对外的网址，或删掉，再生成"
        faults.append(f"留言服务器 {discussion.url} 居民连不上 → {fix}")
    changed = {path for path in {*reading.marks, *subject.read} if reading.marks.get(path) != subject.read.get(path)}
    faults += [f"{path}: 网站生成以后又改过 → 重新生成" for path in sorted(changed)]
    return Finding(len(reading.marks), tuple(faults))


def plant(subject: Subject) -> Iterator[tuple[str, Subject]]:
    """A story with a day that does not exist, a source that has changed since, an address that is nobody's, and discussions on this machine."""
    with TemporaryDirectory() as folder:
        file = Path(folder, _BROKEN)
        file.parent.mkdir(parents=True)
        file.write_text("---\ntitle: 种\nsummary: 种\ndate: 2026-02-30\ncolumn: x\n---\n\n种\n", "utf-8")
        yield f"{_BROKEN}:4:", replace(subject, content=Path(folder), read={})
        yield f"{_BROKEN}: 网站", replace(subject, content=Path(folder), read={_BROKEN: "0"})
    nobodys = replace(subject.site, url="https://planted.example.org")
    yield "网址 https://planted.example.org 是示例", replace(subject, site=nobodys)
    here = Discussion(url="http://127.0.0.1:8010")
    sources = subject.site.sources
    community = sources.community.model_copy(update={"discussion": here})
    local = replace(subject.site, sources=replace(sources, community=community))
    yield "留言服务器 http://127.0.0.1:8010", replace(subject, site=local)
