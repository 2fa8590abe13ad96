"""All pages into a fresh stage, and the stage in the place of the site; hides what was worth rendering.

Pages whose fingerprint and file are as they were are carried over, the rest rendered, on all cores.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from plugins.failure import OutputError, pack
from plugins.files import digest
from plugins.incremental.fingerprint import name_engine
from plugins.incremental.finish import make_all
from plugins.incremental.ledger import BUNDLE, SiteInWork
from plugins.incremental.manifest import WrittenFile, load_manifest, save_manifest
from plugins.incremental.origins import Origins
from plugins.incremental.plan import Plan
from plugins.incremental.render import Sheet, read_texts
from plugins.incremental.stage import Survey, Workshop, open_workshop, prepare_stage, switch
from plugins.incremental.verify import find_dead_links, find_tags, find_targets
from plugins.incremental.worker import Worker, frame_links, list_sent
from plugins.media import tell_damage
from plugins.model import Location
from plugins.parallel import count_cores, run_on_cores
from plugins.problems import Problem, SourceError
from plugins.progress import Progress
from plugins.site import Artifact, Bundle, check_links

SHRINK = 0.8
"""A site with fewer than this share of the pages that are up is refused unless it is said to be meant."""

FRAME = "每一页的页眉页脚"

Guest = Callable[[Path, Mapping[str, str]], Iterable[Artifact]]
"""Somebody else's code that looks at the finished site in a folder: gets each file's digest, gives files to add."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """From where to where a plan is carried out, and how."""

    content: Path
    output: Path
    allow_shrink: bool = False
    workers: int = 0
    survey: Survey | None = None
    """The stage, where its preparation has begun already."""
    guest: Guest | None = None

    def cores(self) -> int:
        return self.workers or count_cores()

    def prepare(self, workshop: Workshop) -> AbstractContextManager[Survey]:
        return nullcontext(self.survey) if self.survey else prepare_stage(workshop, self.cores())


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


def write_site(plan: Plan, delivery: Delivery, progress: Progress) -> Outcome:
    """The build from beginning to end; whatever it refuses, it refuses before the output is touched."""
    workshop = open_workshop(delivery.output, delivery.content)
    progress.enter("检查链接")
    _refuse_what_sources_do_wrong(plan)
    with delivery.prepare(workshop) as survey:
        engine = name_engine(Path(__file__).parents[1])
        stage = SiteInWork(workshop, load_manifest(workshop.manifest), survey.standing(), engine)
        stage.keep_only(_list_files(plan))
        stage.put_all(plan.artifacts)
        progress.enter("生成页面", len(plan.pages))
        _make_pages_and_media(plan, delivery, stage, progress)
        progress.enter("核对")
        _finish(plan, stage, delivery.cores())
        stage.put_all(_let_in(delivery, stage))
        _refuse_dead_links(plan, delivery, stage)
        _refuse_a_lesser_site(plan, delivery, stage)
        if stage.differs():
            progress.enter("换上新网站")
            switch(workshop)
            save_manifest(workshop.manifest, stage.written(), stage.before, stage.name())
    return _sum_up(plan, stage)


def _find_doubles(plan: Plan) -> Iterator[Problem]:
    """Two pages or files of one name, at a source that asks for it: one would take the other's place."""
    often = Counter(_list_files(plan))
    for sheet in plan.sheets:
        if often[sheet.file] > 1:
            page = sheet.page
            message = f"地址 {page.address} 有 {often[sheet.file]} 页要用"
            yield Problem(
                page.source or "data/community.yaml", 1, 1, "", "地址", message, "换一个编号，或删掉那条旧地址"
            )


def _refuse_what_sources_do_wrong(plan: Plan) -> None:
    problems = (*check_links(plan.site, plan.pages, plan.artifacts), *_find_doubles(plan))
    if problems:
        raise SourceError(problems)


def _list_files(plan: Plan) -> Iterator[str]:
    yield from (artifact.file for artifact in plan.artifacts)
    yield from (sheet.file for sheet in plan.sheets)
    yield from (version.file for media in plan.site.sources.files for version in list_sent(plan, media))


def _make_pages_and_media(plan: Plan, delivery: Delivery, stage: SiteInWork, progress: Progress) -> None:
    """Every page rendered or carried over, every picture made fit and every file copied, or carried over, on all cores."""
    worker = Worker(plan, delivery.content, stage)
    jobs: list[Sheet | str] = [*plan.site.sources.files, *plan.sheets]
    gc.freeze()
    damaged = []
    for index, result in run_on_cores(jobs, worker.work, pack, delivery.cores()):
        job = jobs[index]
        if isinstance(job, str):
            mark, made = orjson.loads(result)
            stage.sources[job] = mark
            damaged += [] if made else [tell_damage(job)]
            for row, is_fresh in made:
                stage.enter(WrittenFile(*row), is_fresh)
            continue
        row, is_fresh, faults = orjson.loads(result)
        written = WrittenFile(*row)
        if faults:
            raise OutputError(f"{written.file}: {'；'.join(faults)} → 修改模板")
        stage.enter(written, is_fresh)
        if job.is_main:
            progress.advance()
    gc.unfreeze()
    if damaged:
        raise SourceError(sorted(damaged))


def _finish(plan: Plan, stage: SiteInWork, cores: int) -> None:
    """The files that are made of finished pages, of which only those that are new were looked at for them; and bundles of nothing but the plan."""
    made = [*plan.bundles, *make_all(plan.finishers, {page.file: stage.ledger[page.file].given for page in plan.pages})]
    stage.put_all(one for one in made if isinstance(one, Artifact))
    _put_bundles([one for one in made if isinstance(one, Bundle)], stage, cores)
    stage.drop_leftovers()


def _put_bundles(bundles: Sequence[Bundle], stage: SiteInWork, cores: int) -> None:
    """Those that are as they were are carried over, the others made on all cores."""
    former = stage.sort_bundles()
    jobs = []
    for bundle in bundles:
        made_of = BUNDLE + digest(bundle.made_of.encode(), stage.engine.encode())
        for written in former.get(made_of, ()):
            stage.enter(written, False)
        if made_of not in former:
            jobs.append((bundle, made_of))

    def work(job: tuple[Bundle, str]) -> bytes:
        bundle, made_of = job
        written = (stage.replace_one(artifact, made_of) for artifact in bundle.make())
        return orjson.dumps([(one.file, one.fingerprint, one.digest, is_fresh) for one, is_fresh in written])

    for _, result in run_on_cores(jobs, work, pack, cores):
        for file, made_of, mark, is_fresh in orjson.loads(result):
            stage.enter(WrittenFile(file, made_of, mark), is_fresh)


def _let_in(delivery: Delivery, stage: SiteInWork) -> Iterable[Artifact]:
    """What other people's plugins add to the finished site."""
    if delivery.guest is None:
        return ()
    return delivery.guest(stage.workshop.stage, {file: written.digest for file, written in stage.ledger.items()})


def _refuse_dead_links(plan: Plan, delivery: Delivery, stage: SiteInWork) -> None:
    targets = {written.file: written.links for written in stage.written()}
    targets[FRAME] = find_targets(frame_links(plan.frame), plan.frame.root)
    dead = find_dead_links(targets, frozenset(stage.ledger))
    if dead:
        raise OutputError("\n".join(sorted(set(_explain_dead(plan, delivery, stage, dead)))))


def _refuse_a_lesser_site(plan: Plan, delivery: Delivery, stage: SiteInWork) -> None:
    """An empty site, and one that lost a fifth of its pages."""
    station = plan.site.sources.community.station
    if all(isinstance(entry, Location) and entry.id == station for entry in plan.site.sources.entries()):
        raise OutputError(f"{delivery.content}: 没有任何内容，网站会是空的 → 检查内容文件夹是否完整")
    pages_up = sum(file.endswith(".html") for file in stage.now)
    if len(plan.sheets) < pages_up * SHRINK and not delivery.allow_shrink:
        message = f"{delivery.output}: 页面从 {pages_up} 页减到 {len(plan.sheets)} 页，少了两成以上"
        raise OutputError(f"{message} → 检查内容是否完整；确实要减，加上 --allow-shrink")


def _explain_dead(plan: Plan, delivery: Delivery, stage: SiteInWork, dead: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Each dead link with the line that makes it; one that stands on every page is told of the first alone."""
    texts = read_texts(plan.templates.theme, Path(__file__).parents[1])
    find = Origins(plan.site, plan.pages, delivery.content.name, texts).find
    everywhere = {target for page, target in dead if page == FRAME}
    places = [(page, target) for page, target in dead if page != FRAME]
    places += [(plan.pages[0].file, target) for target in sorted(everywhere)]
    for page, target in places:
        html = (stage.workshop.stage / page).read_text("utf-8")
        for tag, address in find_tags(html, plan.frame.root, target):
            origin = find(page, tag, address)
            place = (
                f"{origin}: 链接去不了：没有 {address}（{page}）" if origin else f"{page}: 链接去不了：没有 {address}"
            )
            yield f"{place} → 修改模板或内容"


def _sum_up(plan: Plan, stage: SiteInWork) -> Outcome:
    return Outcome(
        pages=len(plan.pages),
        rendered=sum(page.file in stage.fresh for page in plan.pages),
        files=len(stage.ledger) - len(plan.pages),
        switched=stage.differs(),
        warnings=plan.site.warnings,
        manifest=stage.name(),
        marks={**plan.site.marks, **stage.sources},
        until=plan.site.until,
    )
