"""One page rendered, one picture made fit or one file copied, the same in every process of a build."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import orjson

from plugins import media
from plugins.files import digest
from plugins.incremental.fingerprint import fingerprint, hash_frame, hash_templates
from plugins.incremental.finish import take_all
from plugins.incremental.ledger import SiteInWork
from plugins.incremental.manifest import WrittenFile
from plugins.incremental.plan import Plan
from plugins.incremental.render import Sheet, make_environment, render_sheet
from plugins.incremental.stream import copy_file, digest_file
from plugins.incremental.verify import inspect
from plugins.media import DamagedError, Version, list_versions, make_versions
from plugins.site import SiteView
from plugins.text import hash_code


class Worker:
    """One page's or one picture's work, the same in every process."""

    def __init__(self, plan: Plan, content: Path, stage: SiteInWork) -> None:
        self.environment = make_environment(plan.templates)
        names = frozenset(sheet.template for sheet in plan.sheets)
        self.hashes = hash_templates(self.environment, names)
        shared = [plan.templates.named(), *(finisher.name for finisher in plan.finishers)]
        self.base = hash_frame(plan.frame, stage.engine) + "\0".join(shared).encode()
        self.frame = plan.frame
        self.finishers = plan.finishers
        self.known = frame_links(plan.frame)
        self.content = content
        self.stage = stage
        self.pictures = hash_code(Path(media.__path__[0]), ("pillow",))
        self.list_versions = partial(list_sent, plan)
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


def list_sent(plan: Plan, media: str) -> tuple[Version, ...]:
    """What is sent of a picture; of a drawing or an attachment itself."""
    size = plan.site.sources.sizes.get(media)
    found = list_versions(media, size) if size else None
    return found.all() if found else (Version(media, 0, 0, ""),)


def frame_links(frame: SiteView) -> frozenset[str]:
    """The links that every page has, as they stand in it: dead ones are told of once."""
    urls = [item.url for item in frame.menu] + [item.url for group in frame.footer for item in group.items]
    return frozenset(frame.root + url for url in [*urls, frame.css, frame.js])
