"""All pages into a fresh stage, and the stage in the place of the site; hides what was worth rendering.

Pages whose fingerprint and file are as they were are carried over, the rest rendered, on all cores.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

import orjson

from plugins import media
from plugins.failure import OutputError, pack
from plugins.files import digest, make_folder
from plugins.incremental.fingerprint import fingerprint, hash_frame, hash_templates, name_engine
from plugins.incremental.finish import make_all, take_all
from plugins.incremental.manifest import WrittenFile, load_manifest, name_files, save_manifest
from plugins.incremental.origins import Origins
from plugins.incremental.plan import Plan
from plugins.incremental.render import Sheet, make_environment, read_texts, render_sheet
from plugins.incremental.stage import Survey, Workshop, clear, open_workshop, prepare_stage, switch
from plugins.incremental.stream import copy_file, digest_file
from plugins.incremental.verify import find_dead_links, find_tags, find_targets, inspect
from plugins.media import DamagedError, Version, list_versions, make_versions, tell_damage
from plugins.model import Location
from plugins.parallel import count_cores, run_on_cores
from plugins.problems import Problem, SourceError
from plugins.progress import Progress
from plugins.site import Artifact, Bundle, SiteView, check_links
from plugins.text import hash_code

SHRINK = 0.8
"""A site with fewer than this share of the pages that are up is refused unless it is said to be meant."""

FRAME = "每一页的页眉页脚"

BUNDLE = "bundle "
"""What the fingerprint of a bundle's file begins with."""

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
        stage = _SiteInWork(workshop, load_manifest(workshop.manifest), survey.standing(), engine)
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


@dataclass(slots=True)
class _SiteInWork:
    """The site as it grows: what the last build wrote, what stands there now, and what this build has made of it."""

    workshop: Workshop
    before: Mapping[str, WrittenFile]
    now: Mapping[str, str]
    engine: str
    """All code that makes a page, in one word."""
    sources: dict[str, str] = field(default_factory=dict)
    """The digest of each picture and file, as it lies in the content folder."""
    ledger: dict[str, WrittenFile] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    root: str = field(init=False)
    """The stage, as text: a Path is made slowly, and there are files by the ten thousand."""

    def __post_init__(self) -> None:
        self.root = str(self.workshop.stage)

    def former(self, file: str, made_of: str) -> WrittenFile | None:
        """What was written of a file, if it was made of the same and its bytes are untouched since."""
        former = self.before.get(file)
        stands = former and former.fingerprint == made_of and former.digest == self.now.get(file)
        return former if stands else None

    def keep_only(self, files: Iterable[str]) -> None:
        """Take off the stage what the new site has not; what bundles made may be wanted again."""
        bundled = {file for file, written in self.before.items() if written.fingerprint.startswith(BUNDLE)}
        clear(self.workshop, sorted(self.now.keys() - set(files) - bundled))

    def make_way(self, file: str) -> str:
        """The path of a file to be written; the one that stands there is the output's own, so it makes way."""
        path = f"{self.root}/{file}"
        if file in self.now:
            Path(path).unlink(missing_ok=True)
        make_folder(path.rpartition("/")[0])
        return path

    def write(self, file: str, data: bytes) -> None:
        """Write a file of the stage."""
        path = self.make_way(file)
        try:
            with open(path, "wb") as opened:  # noqa: PTH123
                opened.write(data)
        except OSError as error:
            error.filename = path  # a full disk names none
            raise

    def put_all(self, artifacts: Iterable[Artifact]) -> None:
        """Write files that are made whole, where they are not the ones that stand there."""
        for artifact in artifacts:
            mark = digest(artifact.data)
            stands = self.former(artifact.file, mark) is not None
            if not stands or not (self.workshop.stage / artifact.file).exists():
                self.write(artifact.file, artifact.data)
            self.enter(WrittenFile(artifact.file, mark, mark), not stands)

    def sort_bundles(self) -> Mapping[str, list[WrittenFile]]:
        """The files of each bundle that stand as the last build left them; a bundle that has lost one is not there."""
        found: dict[str, list[WrittenFile]] = {}
        for written in self.before.values():
            if written.fingerprint.startswith(BUNDLE):
                found.setdefault(written.fingerprint, []).append(written)
        return {mark: files for mark, files in found.items() if all(self.now.get(w.file) == w.digest for w in files)}

    def replace_one(self, artifact: Artifact, made_of: str) -> tuple[WrittenFile, bool]:
        """Write one file of a bundle, unless those bytes stand there."""
        mark = digest(artifact.data)
        stands = self.now.get(artifact.file) == mark and (self.workshop.stage / artifact.file).exists()
        if not stands:
            self.write(artifact.file, artifact.data)
        return WrittenFile(artifact.file, made_of, mark), not stands

    def drop_leftovers(self) -> None:
        """Take off what bundles made once and do not make now."""
        gone = self.now.keys() - self.ledger.keys()
        clear(self.workshop, sorted(file for file in gone if (self.workshop.stage / file).is_file()))

    def enter(self, written: WrittenFile, is_fresh: bool) -> None:
        """Book a file that stands on the stage; two of one name are nobody's plan."""
        if written.file in self.ledger:
            raise OutputError(f"{written.file}: 有两处要写这个文件 → 给其中一处换一个网址")
        self.ledger[written.file] = written
        if is_fresh:
            self.fresh.add(written.file)

    def differs(self) -> bool:
        """Whether the stage is another site than the one that is up."""
        return bool(self.fresh) or self.now.keys() != self.ledger.keys()

    def name(self) -> str:
        """All files and what they hold, in one word."""
        return name_files({file: written.digest for file, written in self.ledger.items()})

    def written(self) -> list[WrittenFile]:
        return sorted(self.ledger.values(), key=lambda w: w.file)


def _refuse_what_sources_do_wrong(plan: Plan) -> None:
    problems = (*check_links(plan.site, plan.pages, plan.artifacts), *_find_doubles(plan))
    if problems:
        raise SourceError(problems)


def _list_files(plan: Plan) -> Iterator[str]:
    yield from (artifact.file for artifact in plan.artifacts)
    yield from (sheet.file for sheet in plan.sheets)
    yield from (version.file for media in plan.site.sources.files for version in _versions(plan, media))


def _versions(plan: Plan, media: str) -> tuple[Version, ...]:
    """What is sent of a picture; of a drawing or an attachment itself."""
    size = plan.site.sources.sizes.get(media)
    found = list_versions(media, size) if size else None
    return found.all() if found else (Version(media, 0, 0, ""),)


def _make_pages_and_media(plan: Plan, delivery: Delivery, stage: _SiteInWork, progress: Progress) -> None:
    """Every page rendered or carried over, every picture made fit and every file copied, or carried over, on all cores."""
    worker = _Worker(plan, delivery, stage)
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


class _Worker:
    """One page's or one picture's work, the same in every process."""

    def __init__(self, plan: Plan, delivery: Delivery, stage: _SiteInWork) -> None:
        self.environment = make_environment(plan.templates)
        names = frozenset(sheet.template for sheet in plan.sheets)
        self.hashes = hash_templates(self.environment, names)
        shared = [plan.templates.named(), *(finisher.name for finisher in plan.finishers)]
        self.base = hash_frame(plan.frame, stage.engine) + "\0".join(shared).encode()
        self.frame = plan.frame
        self.finishers = plan.finishers
        self.known = _frame_links(plan.frame)
        self.content = delivery.content
        self.stage = stage
        self.pictures = hash_code(Path(media.__path__[0]), ("pillow",))
        self.list_versions = partial(_versions, plan)
        if not stage.before:  # all will be rendered: compile once, before the workers part
            for name in sorted(names):
                self.environment.get_template(name)

    def work(self, job: Sheet | str) -> bytes:
        """As JSON: of a page what is to be booked, whether it was made anew, what is wrong with it; of media its digest and each file."""
        if isinstance(job, str):
            mark, made = self._send(job)
            return orjson.dumps((mark, [(_row(written), is_fresh) for written, is_fresh in made]))
        written, is_fresh, faults = self._render(job)
        return orjson.dumps((_row(written), is_fresh, faults))

    def _render(self, sheet: Sheet) -> tuple[WrittenFile, bool, list[str]]:
        """Carry a page's file over if nothing it is made of has changed, else render it into the stage."""
        view = sheet.page.view
        made_of = fingerprint(view, self.hashes[sheet.template] + sheet.rendition.edition, self.base)
        former = self.stage.former(sheet.file, made_of)
        if former:
            return former, False, []
        html = render_sheet(self.environment, sheet, view, self.frame)
        data = html.encode()
        self.stage.write(sheet.file, data)
        faults, links = inspect(html, self.frame.root, self.known)
        given = take_all(self.finishers, sheet.page, html) if sheet.is_main else ""
        return WrittenFile(sheet.file, made_of, digest(data), links, given), True, faults

    def _send(self, media: str) -> tuple[str, list[tuple[WrittenFile, bool]]]:
        """The digest of a picture or file, and what is sent of it; nothing, where a picture is damaged."""
        source = self.content / media
        versions = self.list_versions(media)
        if versions[0].format:
            return self._make_fit(source, versions)
        mark = digest_file(source)
        stands = self.stage.former(media, mark) is not None
        if not stands:  # never held whole: some are large
            mark = copy_file(source, Path(self.stage.make_way(media)))
        return mark, [(WrittenFile(media, mark, mark), not stands)]

    def _make_fit(self, source: Path, versions: Sequence[Version]) -> tuple[str, list[tuple[WrittenFile, bool]]]:
        """Every version of a picture, all as they were, or all anew of other bytes or by other code."""
        if all(version.file in self.stage.before for version in versions):
            mark = digest_file(source)
            former = [self.stage.former(version.file, self._name_picture(mark)) for version in versions]
            if all(former):
                return mark, [(written, False) for written in former if written]
        data = source.read_bytes()
        mark = digest(data)  # it may have changed since it was looked at
        try:
            made = [self._put(version.file, mark, sent) for version, sent in make_versions(data, versions)]
        except DamagedError:
            made = []
        return mark, [(written, True) for written in made]

    def _name_picture(self, mark: str) -> str:
        return digest(mark.encode(), self.pictures.encode())

    def _put(self, file: str, mark: str, data: bytes) -> WrittenFile:
        self.stage.write(file, data)
        return WrittenFile(file, self._name_picture(mark), digest(data))


def _row(written: WrittenFile) -> tuple[str, ...]:
    return (written.file, written.fingerprint, written.digest, written.links, written.given)


def _finish(plan: Plan, stage: _SiteInWork, cores: int) -> None:
    """The files that are made of finished pages, of which only those that are new were looked at for them; and bundles of nothing but the plan."""
    made = [*plan.bundles, *make_all(plan.finishers, {page.file: stage.ledger[page.file].given for page in plan.pages})]
    stage.put_all(one for one in made if isinstance(one, Artifact))
    _put_bundles([one for one in made if isinstance(one, Bundle)], stage, cores)
    stage.drop_leftovers()


def _put_bundles(bundles: Sequence[Bundle], stage: _SiteInWork, cores: int) -> None:
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


def _let_in(delivery: Delivery, stage: _SiteInWork) -> Iterable[Artifact]:
    """What other people's plugins add to the finished site."""
    if delivery.guest is None:
        return ()
    return delivery.guest(stage.workshop.stage, {file: written.digest for file, written in stage.ledger.items()})


def _frame_links(frame: SiteView) -> frozenset[str]:
    """The links that every page has, as they stand in it: dead ones are told of once."""
    urls = [item.url for item in frame.menu] + [item.url for group in frame.footer for item in group.items]
    return frozenset(frame.root + url for url in [*urls, frame.css, frame.js])


def _refuse_dead_links(plan: Plan, delivery: Delivery, stage: _SiteInWork) -> None:
    targets = {written.file: written.links for written in stage.written()}
    targets[FRAME] = find_targets(_frame_links(plan.frame), plan.frame.root)
    dead = find_dead_links(targets, frozenset(stage.ledger))
    if dead:
        raise OutputError("\n".join(sorted(set(_explain_dead(plan, delivery, stage, dead)))))


def _refuse_a_lesser_site(plan: Plan, delivery: Delivery, stage: _SiteInWork) -> None:
    """An empty site, and one that lost a fifth of its pages."""
    station = plan.site.sources.community.station
    if all(isinstance(entry, Location) and entry.id == station for entry in plan.site.sources.entries()):
        raise OutputError(f"{delivery.content}: 没有任何内容，网站会是空的 → 检查内容文件夹是否完整")
    pages_up = sum(file.endswith(".html") for file in stage.now)
    if len(plan.sheets) < pages_up * SHRINK and not delivery.allow_shrink:
        message = f"{delivery.output}: 页面从 {pages_up} 页减到 {len(plan.sheets)} 页，少了两成以上"
        raise OutputError(f"{message} → 检查内容是否完整；确实要减，加上 --allow-shrink")


def _explain_dead(plan: Plan, delivery: Delivery, stage: _SiteInWork, dead: Sequence[tuple[str, str]]) -> Iterator[str]:
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


def _sum_up(plan: Plan, stage: _SiteInWork) -> Outcome:
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
