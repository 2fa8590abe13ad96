"""Pages made when a browser asks for them; hides what must be made anew after a change.

Nothing is written: after a save the changed file is read, the plan made again, and the page that is
looked at rendered, so that ten thousand stories do not stand between an editor and the one being written.
"""

from __future__ import annotations

import gc
import json
import mimetypes
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment

from plugins.failure import tell
from plugins.incremental.fingerprint import fingerprint, hash_frame, hash_templates
from plugins.incremental.finish import make_all, take_all
from plugins.incremental.plan import Plan
from plugins.incremental.render import Sheet, Templates, make_environment, render, render_sheet
from plugins.media import DamagedError, list_versions, make_versions
from plugins.model import Document, Sources, address_of
from plugins.problems import Problem
from plugins.rules import Library
from plugins.site import Artifact, Bundle, Page, SiteView

RELOAD = """(async () => {
  let version = "";
  for (;;) {
    try {
      const found = await (await fetch("/.preview/version?" + version)).json();
      if (version && found.version !== version && !found.problems.length) return location.reload();
      version = found.version;
      let note = document.getElementById("preview-problems");
      if (!note) {
        note = document.createElement("pre");
        note.id = "preview-problems";
        note.style.cssText = "position:fixed;inset:auto 0 0;margin:0;padding:1em;max-height:50vh;overflow:auto;" +
          "background:#7d1f1a;color:#fff;font:16px/1.6 sans-serif;white-space:pre-wrap;z-index:9";
        document.body.append(note);
      }
      note.hidden = !found.problems.length;
      note.textContent = found.problems.join("\\n");
    } catch { await new Promise(done => setTimeout(done, 1000)); }
  }
})();
"""
_DRAFT = "这是草稿，只有预览里看得到。写好后把 status 改成 published，发布时才有这一页。"
_LATER = "{} 才公开，到那时以前只有预览里看得到这一页。"
_TAG = b'<script src="/.preview/reload.js"></script>\n</body>'


@dataclass(frozen=True, slots=True)
class PreviewAnswer:
    """What goes back to the browser."""

    status: int
    type: str
    body: bytes
    location: str = ""
    """Where else it is, of an address without its last slash."""


def _is_inside(content: Path, path: str) -> bool:
    """Whether a path names a file of the folder itself: nothing by way of a link, a parent or a name no file can have."""
    file = content.resolve() / path.lstrip("/")
    try:
        return path.isprintable() and file.is_file() and str(file.resolve()) == f"{content.resolve()}{path}"
    except OSError:  # a name longer than any
        return False


class Preview:
    """A site that is remade as its files change; `plan` makes one from sources, `plan_early` one with what is not public yet."""

    def __init__(
        self,
        library: Library,
        content: Path,
        templates: Templates,
        plan: Callable[[Sources], Plan],
        plan_early: Callable[[Sources], Plan] | None = None,
    ) -> None:
        self._content, self._templates, self._plan, self._plan_early = content, templates, plan, plan_early
        self._folders = templates.folders()
        self._library = library
        self._library.load()
        self._environment: Environment = make_environment(templates)
        self._given: dict[str, tuple[str, str]] = {}
        self._finished: tuple[Plan | None, dict[str, Artifact]] = (None, {})
        self._bundles: dict[str, tuple[Artifact, ...]] = {}
        self._early: tuple[Plan | None, Plan | None] = (None, None)
        self._planned: Plan | None = None
        self._problems: tuple[Problem, ...] = ()
        self._version = 0
        self._changed = threading.Condition()
        self._making = threading.Lock()
        self._replan()
        self.check()
        gc.collect()
        gc.freeze()

    def refresh(self, paths: Iterable[Path]) -> None:
        """Take up changed files of content or theme."""
        inside = [p.relative_to(self._content).as_posix() for p in paths if p.is_relative_to(self._content)]
        with self._making:
            if any(p.is_relative_to(folder) for p in paths for folder in self._folders):
                self._environment = make_environment(self._templates)
            self._library.refresh(inside)
            self._replan()

    def _replan(self) -> None:
        sources = self._library.sources()
        if sources is not None:
            try:
                self._planned = self._plan(sources)
            except (KeyError, StopIteration):
                return  # a reference leads nowhere; check() is about to say which
        with self._changed:
            self._version += 1
            self._changed.notify_all()

    def check(self) -> tuple[Problem, ...]:
        """Every problem of the sources, also shown in the browser."""
        problems = self._library.reading().problems
        if problems != self._problems:
            with self._changed:
                self._problems = problems
                self._version += 1
                self._changed.notify_all()
        return problems

    def answer(self, path: str, query: str) -> PreviewAnswer:
        """The file or page of a site path."""
        if path == "/.preview/reload.js":
            return PreviewAnswer(200, "text/javascript; charset=utf-8", RELOAD.encode())
        if path == "/.preview/version":
            return self._wait(query)
        with self._making:  # what is asked for after a save shows the save
            planned = self._planned
        if planned is None:
            lines = "\n".join(f"{self._content.name}/{p}" for p in self._problems)
            body = f'<!doctype html><html lang="zh-Hans"><title>有问题</title><body><pre>{lines}</pre></body></html>'
            return PreviewAnswer(500, "text/html; charset=utf-8", body.encode().replace(b"</body>", _TAG))
        sheet = planned.sheet_named.get(path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        if sheet is not None:
            return self._show(sheet, planned.frame, 200)
        early = self._show_early(planned, path)
        if early is not None:
            return early
        artifact = planned.artifact_named.get(path.lstrip("/"))
        file = self._content / path.lstrip("/")
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if artifact is not None:
            return PreviewAnswer(200, kind, artifact.data)
        sent = self._make_version(planned, path.lstrip("/"))
        if sent is not None:
            return PreviewAnswer(200, kind, sent)
        if path.startswith(("/images/", "/files/")) and _is_inside(self._content, path):
            return PreviewAnswer(200, kind, file.read_bytes())
        finished = self._finish(planned).get(path.lstrip("/"))
        if finished is not None:
            return PreviewAnswer(200, kind, finished.data)
        whole = f"/{path.strip('/')}/"
        if not path.endswith("/") and (f"{whole[1:]}index.html" in planned.sheet_named or whole in self.unreleased()):
            # As every host answers.
            return PreviewAnswer(301, kind, b"", quote(whole))
        return self._show(planned.sheet_named["404.html"], planned.frame, 404)

    def unreleased(self) -> Mapping[str, str]:
        """Documents that are not public yet, by address: drafts, and what is dated later; and why they are not."""
        if self._planned is None or self._plan_early is None:
            return {}
        site = self._planned.site
        drafts = {address_of(draft): _DRAFT for draft in site.sources.drafts if isinstance(draft, Document)}
        return drafts | {address: _LATER.format(since) for address, since in site.later.items()}

    def _show_early(self, planned: Plan, path: str) -> PreviewAnswer | None:
        """A page that is not public yet, with a line on top that says so."""
        hidden = self.unreleased() if path.endswith("/") else {}
        address = next((address for address in hidden if path.endswith(address)), None)
        early = self._plan_whole(planned) if address else None
        sheet = early.sheet_named.get(f"{path.lstrip('/')}index.html") if early else None
        if not address or not early or not sheet:
            return None
        answer = self._show(sheet, early.frame, 200)
        line = f'<p class="notice notice--wait" id="preview-unreleased">{hidden[address]}</p>'
        return replace(answer, body=re.sub(rb"(<main\b[^>]*>)", rb"\1" + line.encode(), answer.body, count=1))

    def _plan_whole(self, planned: Plan) -> Plan | None:
        """The site with what is not public yet; made when such a page is asked for, once after each save."""
        with self._making:
            if self._early[0] is not planned:
                self._early = (planned, self._plan_with_drafts())
            return self._early[1]

    def _plan_with_drafts(self) -> Plan | None:
        sources = self._library.sources(drafts=True)
        try:
            return self._plan_early(sources) if sources and self._plan_early else None
        except (KeyError, StopIteration):
            return None  # a draft names what is not there; check() says which

    def _make_version(self, planned: Plan, file: str) -> bytes | None:
        """One file of a picture, made when it is asked for; none where it is no picture's, or the picture is damaged."""
        # a.jpg, or a.jpg.720.webp
        sizes = planned.site.sources.sizes
        source = file if file in sizes else file.rsplit(".", 2)[0]
        found = (
            list_versions(source, sizes[source])
            if source in sizes and _is_inside(self._content, f"/{source}")
            else None
        )
        original = self._content / source
        wanted = [version for version in (found.all() if found else ()) if version.file == file]
        try:
            made = make_versions(original.read_bytes(), wanted) if wanted else ()
            return next((data for _, data in made), None)
        except DamagedError:
            return None

    def _finish(self, planned: Plan) -> Mapping[str, Artifact]:
        """The files that are made of finished pages, when one may be asked for; only pages that changed are rendered."""
        if not planned.finishers and not planned.bundles:
            return {}
        with self._making:
            if self._finished[0] is not planned:
                hashes = hash_templates(self._environment, frozenset(page.template for page in planned.pages))
                base = hash_frame(planned.frame, planned.templates.named())
                given = {page.file: self._take(planned, page, hashes, base) for page in planned.pages}
                self._given = given
                texts = {file: taken for file, (_, taken) in given.items()}
                self._finished = (
                    planned,
                    {a.file: a for a in self._unpack([*planned.bundles, *make_all(planned.finishers, texts)])},
                )
            return self._finished[1]

    def _unpack(self, made: Iterable[Artifact | Bundle]) -> Iterator[Artifact]:
        """Every file; those of a bundle that is as it was are not made again."""
        bundles: dict[str, tuple[Artifact, ...]] = {}
        for one in made:
            if isinstance(one, Bundle):
                bundles[one.made_of] = self._bundles.get(one.made_of) or tuple(one.make())
                yield from bundles[one.made_of]
            else:
                yield one
        self._bundles = bundles

    def _take(self, planned: Plan, page: Page, hashes: Mapping[str, str], base: bytes) -> tuple[str, str]:
        made_of = fingerprint(page.view, hashes[page.template], base)
        former = self._given.get(page.file)
        if former and former[0] == made_of:
            return former
        html = render(self._environment, page.template, page.view, planned.frame)
        return made_of, take_all(planned.finishers, page, html)

    def _show(self, sheet: Sheet, frame: SiteView, status: int) -> PreviewAnswer:
        try:
            html = render_sheet(self._environment, sheet, sheet.page.view, frame).encode()
        except Exception as error:
            told = tell(error, self._content.name)
            if told is None:
                raise
            return PreviewAnswer(500, "text/plain; charset=utf-8", "\n".join(told[1]).encode())
        return PreviewAnswer(status, "text/html; charset=utf-8", html.replace(b"</body>", _TAG))

    def _wait(self, seen: str) -> PreviewAnswer:
        """The version, once it is another than the one the browser has seen, or after a while."""
        with self._changed:
            self._changed.wait_for(lambda: str(self._version) != seen, timeout=20)
            found = {"version": str(self._version), "problems": [str(p) for p in self._problems if p.level == "error"]}
        return PreviewAnswer(200, "application/json", json.dumps(found, ensure_ascii=False).encode())
