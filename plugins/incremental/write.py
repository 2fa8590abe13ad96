"""All pages into a fresh stage, and the stage in the place of the site; hides what was worth rendering.

Pages whose fingerprint and file are as they were are carried over, the rest rendered, on all cores.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from plugins.failure import OutputError, pack
from plugins.files import digest
from plugins.incremental.fingerprint import LIBRARIES, fingerprint, hash_frame, hash_templates
from plugins.incremental.manifest import Written, load_manifest, name_manifest, save_manifest
from plugins.incremental.origins import Origins
from plugins.incremental.render import make_environment, read_texts, render
from plugins.incremental.stage import Survey, Workshop, clear, open_workshop, prepare_stage, switch
from plugins.incremental.verify import find_dead_links, find_tags, find_targets, inspect
from plugins.model import Location
from plugins.parallel import count_cores, run_on_cores
from plugins.problems import Problem, SourceError
from plugins.progress import Progress
from plugins.site import Artifact, Page, Site, SiteView, check_links, make_maps
from plugins.text import hash_code

SHRINK = 0.8
"""A site with fewer than this share of the pages that are up is refused unless it is said to be meant."""

FRAME = "每一页的页眉页脚"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written, from whom to whom."""

    site: Site
    frame: SiteView
    pages: Sequence[Page]
    artifacts: Sequence[Artifact]
    content: Path
    theme: Path
    output: Path
    allow_shrink: bool = False
    workers: int = 0
    survey: Survey | None = None
    """The stage, where its preparation has begun already."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build made."""

    pages: int
    rendered: int
    files: int
    switched: bool
    warnings: tuple[Problem, ...]
    manifest: str
    marks: Mapping[str, str]
    """The digest of every source that was read."""
    until: datetime
    """When the same sources may make another site."""

    def __str__(self) -> str:
        kept = self.pages - self.rendered
        same = "" if self.switched else "没有变化，"
        return f"{same}共 {self.pages} 页：新生成 {self.rendered}，沿用 {kept}；{self.files} 个文件；提醒 {len(self.warnings)} 条"


def write_site(plan: Plan, progress: Progress) -> Outcome:
    """Check, render what is stale into a stage, verify, switch; raises before the output is touched."""
    workshop = open_workshop(plan.output, plan.content)
    pages = sorted(plan.pages, key=lambda p: p.address)
    artifacts = sorted((*plan.artifacts, *make_maps(plan.site, pages)), key=lambda a: a.file)
    progress.enter("检查链接")
    problems = (*check_links(plan.site, pages, artifacts), *_find_doubles(pages, artifacts, plan.site.sources.files))
    if problems:
        raise SourceError(problems)
    with ExitStack() as stack:
        survey = plan.survey or stack.enter_context(prepare_stage(workshop, plan.workers or count_cores()))
        before = load_manifest(workshop.manifest)
        standing = survey.standing()
        files = {a.file for a in artifacts} | {p.file for p in pages} | set(plan.site.sources.files)
        clear(workshop, sorted(standing.keys() - files))
        written, rendered = _write_all(plan, workshop, pages, artifacts, _Standing(before, standing), progress)
        progress.enter("核对")
        _verify(plan, pages, workshop, written, standing)
        switched = bool(rendered) or standing.keys() != {w.file for w in written}
        if switched:
            progress.enter("换上新网站")
            switch(workshop)
            save_manifest(workshop.manifest, written)
    marks = {**plan.site.marks, **{w.file: w.digest for w in written if w.file in plan.site.sources.files}}
    return Outcome(
        pages=len(pages),
        rendered=sum(rendered.values()),
        files=len(written) - len(pages),
        switched=switched,
        warnings=plan.site.warnings,
        manifest=name_manifest(written),
        marks=marks,
        until=plan.site.until,
    )


def _find_doubles(pages: Sequence[Page], artifacts: Sequence[Artifact], media: Iterable[str]) -> Iterator[Problem]:
    """Two pages or files of one name, at a source that asks for it: one would take the other's place."""
    often = Counter((*(p.file for p in pages), *(a.file for a in artifacts), *media))
    for page in pages:
        if often[page.file] > 1:
            message = f"地址 {page.address} 有 {often[page.file]} 页要用"
            yield Problem(
                page.source or "data/community.yaml", 1, 1, "", "地址", message, "换一个编号，或删掉那条旧地址"
            )


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the last build wrote, and what stands there now."""

    before: Mapping[str, Written]
    now: Mapping[str, str]

    def former(self, file: str, made_of: str) -> Written | None:
        """What was written of a file, if it was made of the same and its bytes are untouched since."""
        former = self.before.get(file)
        stands = former and former.fingerprint == made_of and former.digest == self.now.get(file)
        return former if stands else None

    def write(self, stage: Path, file: str, data: bytes) -> None:
        """Write a file of the stage; the one that stands there is the output's own, so it makes way."""
        path = stage / file
        if file in self.now:
            path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.write_bytes(data)
        except OSError as error:
            error.filename = str(path)  # a full disk names none
            raise


def _write_all(
    plan: Plan,
    workshop: Workshop,
    pages: Sequence[Page],
    artifacts: Sequence[Artifact],
    standing: _Standing,
    progress: Progress,
) -> tuple[list[Written], dict[str, bool]]:
    """Every file of the site as it will stand, and those written now (file -> whether it is a page)."""
    written: list[Written] = []
    fresh: dict[str, bool] = {}
    others = [(a.file, a.data) for a in artifacts]
    others += [(media, (plan.content / media).read_bytes()) for media in plan.site.sources.files]
    for file, data in others:
        mark = digest(data)
        if standing.now.get(file) != mark or not standing.former(file, mark):
            standing.write(workshop.stage, file, data)
            fresh[file] = False
        written.append(Written(file, mark, mark, ""))
    renderer = _Renderer(plan, workshop.stage, pages, standing)
    workers = plan.workers or count_cores()
    gc.freeze()
    progress.enter("生成页面", len(pages))
    for _, result in run_on_cores(pages, renderer.work, pack, workers):
        file, mark, made_of, links, is_fresh, faults = orjson.loads(result)
        if faults:
            raise OutputError(f"{file}: {'；'.join(faults)} → 修改模板")
        written.append(Written(file, made_of, mark, links))
        if is_fresh:
            fresh[file] = True
        progress.advance()
    gc.unfreeze()
    return sorted(written, key=lambda w: w.file), fresh


class _Renderer:
    """One page's work, the same in every worker."""

    def __init__(self, plan: Plan, stage: Path, pages: Sequence[Page], standing: _Standing) -> None:
        self.environment = make_environment(plan.theme)
        names = frozenset(page.template for page in pages)
        self.templates = hash_templates(self.environment, names)
        self.base = hash_frame(plan.frame, hash_code(Path(__file__).parents[1], LIBRARIES))
        self.frame = plan.frame
        self.known = _frame_links(plan.frame)
        self.stage = stage
        self.standing = standing
        if not standing.before:  # all will be rendered: compile once, before the workers part
            for name in sorted(names):
                self.environment.get_template(name)

    def work(self, page: Page) -> bytes:
        """Carry the page's file over if nothing it is made of has changed, else render it into the stage."""
        view = page.view
        made_of = fingerprint(view, self.templates[page.template], self.base)
        former = self.standing.former(page.file, made_of)
        if former:
            return orjson.dumps((page.file, former.digest, made_of, former.links, False, ()))
        html = render(self.environment, page.template, view, self.frame)
        data = html.encode()
        self.standing.write(self.stage, page.file, data)
        faults, links = inspect(html, self.frame.root, self.known)
        return orjson.dumps((page.file, digest(data), made_of, links, True, faults))


def _frame_links(frame: SiteView) -> frozenset[str]:
    """The links that every page has, as they stand in it: dead ones are told of once."""
    urls = [item.url for item in frame.menu] + [item.url for group in frame.footer for item in group.items]
    return frozenset(frame.root + url for url in [*urls, frame.css, frame.js, frame.app])


def _verify(
    plan: Plan, pages: Sequence[Page], workshop: Workshop, written: Sequence[Written], standing: Iterable[str]
) -> None:
    """Refuse a site with dead links, an empty one, and one that lost a fifth of its pages."""
    files = frozenset(w.file for w in written)
    targets = {w.file: w.links for w in written}
    targets[FRAME] = find_targets(_frame_links(plan.frame), plan.frame.root)
    dead = find_dead_links(targets, files)
    if dead:
        raise OutputError("\n".join(sorted(set(_explain(plan, pages, workshop, dead)))))
    station = plan.site.sources.community.station
    if all(isinstance(entry, Location) and entry.id == station for entry in plan.site.sources.entries()):
        raise OutputError(f"{plan.content}: 没有任何内容，网站会是空的 → 检查内容文件夹是否完整")
    pages_up = sum(file.endswith(".html") for file in standing)
    if len(pages) < pages_up * SHRINK and not plan.allow_shrink:
        message = f"{plan.output}: 页面从 {pages_up} 页减到 {len(pages)} 页，少了两成以上"
        raise OutputError(f"{message} → 检查内容是否完整；确实要减，加上 --allow-shrink")


def _explain(plan: Plan, pages: Sequence[Page], workshop: Workshop, dead: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Each dead link with the line that makes it; one that stands on every page is told of the first alone."""
    texts = read_texts(plan.theme, Path(__file__).parents[1])
    find = Origins(plan.site, tuple(pages), plan.content.name, texts).find
    everywhere = {target for page, target in dead if page == FRAME}
    places = [(page, target) for page, target in dead if page != FRAME]
    places += [(pages[0].file, target) for target in sorted(everywhere)]
    for page, target in places:
        html = (workshop.stage / page).read_text("utf-8")
        for tag, address in find_tags(html, plan.frame.root, target):
            origin = find(page, tag, address)
            place = (
                f"{origin}: 链接去不了：没有 {address}（{page}）" if origin else f"{page}: 链接去不了：没有 {address}"
            )
            yield f"{place} → 修改模板或内容"
