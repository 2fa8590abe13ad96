"""The same stories as a site of each generator: how it is laid out, built, edited and previewed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.bench.generate import Story, make_stories, story_path, write_hugo, write_kangle, write_pelican
from tests.bench.measure import run
from tests.bench.plain import read_plain

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
BENCH = ROOT / ".venv-bench"
HUGO = next(BENCH.glob("lib/python*/site-packages/hugo/binaries/hugo"), Path("hugo"))
NOW = "2026-11-23T09:00:00+08:00"
EPOCH = "1795395600"
ENVIRON = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "TMPDIR")} | {
    "SOURCE_DATE_EPOCH": EPOCH
}
SERVICE = "services/home-service"
SENTENCE = "出门不方便，打个电话约时间"
"""Words of that service in each generator's source."""
MARKS = (f"改{number:04}" for number in count(1))
"""Words of an edit that no other edit has."""
ARTICLE = '<article class="wrap">'
"""A tag of each theme's template of a story."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """One generator with its copy of the site."""

    name: str
    folder: Path
    output: str
    command: tuple[str, ...]
    made: tuple[str, ...]
    """What a cold build must not find."""
    service: str
    template: str
    serve: Callable[[int], tuple[str, ...]] | None = None
    ready: str = ""
    """What the preview prints when it serves."""
    texts: dict[str, str] = field(default_factory=dict)
    """Sources as they were before any edit."""

    def clear(self) -> None:
        """Remove output and every cache."""
        for name in self.made:
            path = self.folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def page(self, address: str) -> str:
        return (self.folder / self.output / address / "index.html").read_text(encoding="utf-8")

    def edit_story(self, story: Story, mark: str) -> None:
        """Another title and one more sentence."""
        text = self._original(f"content/{story_path(story)}")
        changed = text.replace(story.title, f"{story.title}{mark}") + f"\n这一句是{mark}。\n"
        self._write(f"content/{story_path(story)}", changed)

    def edit_service(self, mark: str) -> None:
        self._replace(self.service, SENTENCE, SENTENCE + mark)

    def edit_template(self, mark: str) -> None:
        self._replace(self.template, ARTICLE, ARTICLE.replace(">", f' data-edit="{mark}">'))

    def _replace(self, file: str, old: str, new: str) -> None:
        text = self._original(file)
        if old not in text:
            raise ValueError(f"{self.name}: {file} has no {old}")
        self._write(file, text.replace(old, new))

    def _original(self, file: str) -> str:
        if file not in self.texts:
            self.texts[file] = (self.folder / file).read_text(encoding="utf-8")
        return self.texts[file]

    def _write(self, file: str, text: str) -> None:
        (self.folder / file).write_text(text, encoding="utf-8")


def make_sites(number: int, work: Path) -> tuple[list[Story], list[Contestant]]:
    """Write `number` stories for each generator below `work`; Kangle first, and built, for the others take from it."""
    stories = make_stories(number)
    kangle = _make_kangle(stories, work / "kangle")
    run(kangle.command, kangle.folder, ENVIRON)
    built = kangle.folder / kangle.output
    plain = read_plain(built)
    hugo, pelican = work / "hugo", work / "pelican"
    shutil.copytree(HERE / "hugo", hugo)
    write_hugo(stories, plain, hugo / "content")
    _copy_media(built, hugo / "static")
    shutil.copytree(HERE / "pelican", pelican)
    write_pelican(stories, plain, pelican / "content")
    _copy_media(built, pelican / "content")
    return stories, [kangle, *_hugos(hugo), _pelican(pelican)]


def _make_kangle(stories: list[Story], folder: Path) -> Contestant:
    """A project of its own with a copy of the code, so that work on the code does not reach a run."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copytree(ROOT / "tests" / "site_town", folder / "content")
    shutil.copy(ROOT / "pelicanconf.py", folder)
    shutil.rmtree(folder / "content" / "news")
    write_kangle(stories, folder / "content")
    base = (sys.executable, "-m", "plugins")
    return Contestant(
        name="Kangle",
        folder=folder,
        output="output",
        command=(*base, "build"),
        made=("output", ".kangle"),
        service="content/data/services.yaml",
        template="theme/templates/news.html",
        serve=lambda port: (*base, "serve", "--settings", "pelicanconf.py", "--port", str(port)),
        ready="预览",
    )


def _hugos(folder: Path) -> list[Contestant]:
    """Hugo as it is fair, without related items, and (for the preview only) as it is by default."""

    texts: dict[str, str] = {}

    def make(name: str, output: str, config: str, *flags: str) -> Contestant:
        base = (str(HUGO), "--config", config, "--cacheDir", str(folder / "cache"), "--clock", NOW)
        return Contestant(
            name=name,
            folder=folder,
            output=output,
            command=(*base, "--destination", output),
            made=(output, "cache", "resources", ".hugo_build.lock"),
            service=f"content/{SERVICE}.md",
            template="layouts/page.html",
            serve=lambda port: (base[0], "server", *base[1:], "--port", str(port), *flags),
            ready="Web Server is available",
            texts=texts,
        )

    return [
        make("Hugo", "public", "hugo.toml", "--disableFastRender"),
        make("Hugo, no related items", "public-norelated", "hugo.toml,norelated.toml", "--disableFastRender"),
    ]


def _pelican(folder: Path) -> Contestant:
    return Contestant(
        name="Pelican",
        folder=folder,
        output="public",
        command=(str(BENCH / "bin" / "pelican"), "-s", "pelicanconf.py", "-q"),
        made=("public", "cache", "__pycache__"),
        service=f"content/pages/{SERVICE}.md",
        template="theme/templates/article.html",
    )


def _copy_media(built: Path, folder: Path) -> None:
    """Pictures, files, style and script of a finished site, under the names that the other themes use."""
    for name in ("theme", "images", "files"):
        shutil.copytree(built / name, folder / name)
    for stem in ("site", "app"):
        for file in (folder / "theme").glob(f"{stem}.*.*"):
            file.rename(file.with_name(f"{stem}{file.suffix}"))


def read_versions() -> str:
    """The versions of what is compared, in one line."""
    hugo = subprocess.run([HUGO, "version"], capture_output=True, text=True, check=True).stdout.split()[1]
    pelican = subprocess.run([BENCH / "bin" / "pelican", "--version"], capture_output=True, text=True, check=True)
    python = sys.version.split()[0]
    return f"Hugo {hugo.partition('-')[0].removeprefix('v')}, Pelican {pelican.stdout.strip()}, Python {python}"
