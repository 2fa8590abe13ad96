"""The site is composed once, of every room; a plugin that does not load, or plans nothing, refuses the build."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from plugins.composition import ROOMS, plan_site, promised_files
from plugins.failure import OutputError
from plugins.incremental import Delivery, Outcome, Preview, Templates, write_site
from plugins.progress import Progress
from plugins.publish.gates import counts
from plugins.publish.subject import Subject
from plugins.publish.tree import OutputTree
from plugins.rules import Library, read
from plugins.site import Artifact, Finisher, Page, Rendition, Room, make_site, open_site
from plugins.site.site import Site
from tests.conftest import EXAMPLE, NOW, ROOT, SITES, at, edit
from tests.incremental.project import Project, differences, make_project, tree_of

THEME = Templates(ROOT / "theme")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The example site with its own copy of the plugins, built."""
    project = make_project(tmp_path_factory.mktemp("whole") / "project", code=True)
    built = project.run()
    assert built.status == 0, built.said
    return project


def set_plugins(change: str) -> Callable[[Project], None]:
    """Change the list of plugins by a line of Python."""
    return lambda project: project.append("pelicanconf.py", f"\n{change}\n")


def foreign(code: str) -> Callable[[Project], None]:
    """Somebody else's plugin beside ours."""

    def add(project: Project) -> None:
        project.write("foreign.py", code)
        project.append("pelicanconf.py", '\nPLUGINS.append("foreign")\n')

    return add


HOSTING = "plugins/hosting/__init__.py"
MUTATIONS: dict[str, tuple[Callable[[Project], object], str]] = {
    "a mistyped name": (set_plugins('PLUGINS[3] = "plugins.hostings"'), "plugins.hostings"),
    "a name that is not there": (set_plugins('PLUGINS.append("sitemap")'), "sitemap"),
    "a room left out": (set_plugins("del PLUGINS[1]"), "plugins.directory: 不在"),
    "the writer left out": (set_plugins("del PLUGINS[-1]"), "plugins.incremental: 不在"),
    "no list at all": (set_plugins("PLUGINS = None"), "plugins.pages: 不在"),
    "a module that imports what is missing": (
        lambda p: p.append("plugins/hosting/rules.py", "\nimport missing_module\n"),
        "missing_module",
    ),
    "a module that fails": (foreign("raise OSError('no disk')"), "foreign: 没有装上（OSError: no disk）"),
    "a module that leaves": (foreign("import sys\nsys.exit(0)"), "foreign: 没有装上（SystemExit: 0）"),
    "a module that is no Python": (foreign("def register(:"), "foreign: 没有装上（SyntaxError"),
    "a plugin without a door": (foreign("x = 1"), "foreign: 没有装上（AttributeError"),
    "register() that fails": (
        lambda p: p.edit(HOSTING, "    from pelican import signals", "    raise OSError('no host')"),
        "plugins.hosting: 没有装上（OSError: no host）",
    ),
    "register() that does nothing": (
        lambda p: p.edit(HOSTING, "    signals.initialized.connect(ROOM.join)", "    del signals"),
        "plugins.hosting: 不在",
    ),
    "a planner that plans nothing": (
        lambda p: p.append(
            "plugins/directory/plan.py", "\n\ndef plan_directory(site: Site) -> Iterator[Page]:\n    yield from ()\n"
        ),
        "（plugins.directory 什么也没有做）",
    ),
    "a planner that plans less": (
        lambda p: p.edit("plugins/directory/plan.py", "    yield from plan_places(site)\n", ""),
        "/places/",
    ),
    "host files that are not made": (
        lambda p: p.append(
            "plugins/hosting/files.py",
            "\n\ndef make_host_files(site: Site) -> Iterator[Artifact]:\n    yield from ()\n",
        ),
        "没有规划 _headers、_redirects、next-change.json、updated.svg（plugins.hosting 什么也没有做）",
    ),
    "Pelican's own class": (set_plugins('PELICAN_CLASS = "pelican.Pelican"'), "PELICAN_CLASS"),
}


FULL = bool(os.environ.get("FULL"))
BY_BOTH = (
    "a module that imports what is missing",
    "a planner that plans nothing",
)


def run(project: Project, *command: str) -> subprocess.CompletedProcess[bytes]:
    kept = {k: v for k, v in os.environ.items() if k not in ("SOURCE_DATE_EPOCH", "PYTHONPATH")}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=project.folder, env=kept, capture_output=True, check=False
    )


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_does_not_load_or_plans_nothing_is_refused(whole: Project, tmp_path: Path, name: str) -> None:
    """By plain Pelican and by `kangle build`; the site that stands stays, and no gate signs it. FULL=1: each by both."""
    change, word = MUTATIONS[name]
    both = FULL or name in BY_BOTH
    project = Project(Path(shutil.copytree(whole.folder, tmp_path / "project")))
    change(project)
    before = tree_of(project.output)
    doors = [("pelican", "content", "-s", "pelicanconf.py")]
    doors += [("plugins", "build", "--as-of", NOW)] if both and word != "PELICAN_CLASS" else []
    for door in doors:
        done = run(project, *door)
        said = done.stderr.decode()
        assert (done.returncode, "Traceback" in said) == (2, False), said
        assert word in said
    assert differences(before, tree_of(project.output)) == []
    if not both:
        return
    gates = run(project, "plugins", "gates", "--as-of", NOW)
    assert gates.returncode == 2
    assert "通过" not in gates.stdout.decode()
    assert not (project.folder / ".kangle/output/release.json").exists()


def test_nothing_is_missing_from_the_whole(site: Site) -> None:
    plan = plan_site(site, THEME)
    promised = promised_files(site.sources)
    assert {
        "_headers",
        "_redirects",
        "calendars/activities.ics",
        "feeds/all.atom",
        "next-change.json",
        "updated.svg",
    } <= promised
    assert promised <= plan.artifact_named.keys()
    assert site.entry_at.keys() <= {page.address for page in plan.pages}


@pytest.mark.parametrize("name", SITES)
def test_every_address_has_its_page_at_any_moment(name: str) -> None:
    """What is public changes with the day: an address that only a list of later pages would have is not promised before."""
    sources = read(SITES[name]).sources
    assert sources
    days = random.Random("days").sample(range(-400, 800), 400 if FULL else 12)
    for day in {-90, *days}:
        plan_site(make_site(sources, at(NOW) + timedelta(days=day)), THEME)


def test_two_rooms_that_write_one_file_are_refused(tmp_path: Path) -> None:
    content = Path(shutil.copytree(EXAMPLE, tmp_path / "content"))
    twice = tuple(Room(f"plugins.{name}", make=lambda _: [Artifact("words.txt", b"")]) for name in "ab")
    with pytest.raises(OutputError, match=r"^words\.txt: 有两处要写"):
        build(content, tmp_path, (*ROOMS, *twice))


def test_the_counts_gate_misses_a_file_of_every_site(site: Site) -> None:
    """Even where the build never wrote it and so does not miss it."""
    subject = Subject(
        tree=OutputTree(EXAMPLE, ("index.html",)),
        content=EXAMPLE,
        site=site,
        check=lambda _: pytest.fail("not asked"),
        made=frozenset({"index.html"}),
        read={},
        promised=promised_files(site.sources),
    )
    faults = counts.examine(subject).faults
    for file in promised_files(site.sources):
        assert any(fault.startswith(f"{file}: 来源里有") for fault in faults)


def index_of(calls: Path) -> Room:
    """A search index: what a page is called, by its address; every page that is looked at is noted."""

    def take(page: Page, html: str) -> str:
        with calls.open("a") as file:
            file.write(f"{page.file}\n")
        return html[html.index("<title>") + 7 : html.index("</title>")]

    def make(given: Mapping[str, str]) -> Iterator[Artifact]:
        yield Artifact("search.json", json.dumps(given, ensure_ascii=False).encode())

    return Room("plugins.search", finishers=(Finisher("titles", take, make),))


def build(content: Path, folder: Path, rooms: Sequence[Room]) -> Outcome:
    site = open_site(read(content), at(NOW))
    delivery = Delivery(content=content, output=folder / "output", workers=1)
    return write_site(plan_site(site, THEME, rooms), delivery, Progress(watched=False))


def test_a_file_of_finished_pages_sees_only_what_changed(tmp_path: Path) -> None:
    """A made-up search index: in the output, right after every change, and never made of a page that is the same."""
    content = Path(shutil.copytree(EXAMPLE, tmp_path / "content"))
    calls = tmp_path / "calls"
    rooms = (*ROOMS, index_of(calls))
    first = build(content, tmp_path, rooms)
    assert len(calls.read_text().splitlines()) == first.pages == first.rendered
    calls.write_text("")
    edit(content, {"news/2026/lantern.md": ("title: 灯笼挂上了云杉路", "title: 灯笼挂满了云杉路")})
    second = build(content, tmp_path, rooms)
    assert len(calls.read_text().splitlines()) == second.rendered < second.pages
    found = json.loads((tmp_path / "output/search.json").read_bytes())
    assert len(found) == second.pages
    assert found["news/2026/lantern/index.html"].startswith("灯笼挂满了云杉路")
    calls.write_text("")
    assert not build(content, tmp_path, rooms).switched
    assert calls.read_text() == ""
    standing = (tmp_path / "output/search.json").read_bytes()
    build(content, tmp_path / "clean", rooms)
    assert (tmp_path / "clean/output/search.json").read_bytes() == standing
    assert build(content, tmp_path, ROOMS).switched, "without the room its file goes"
    assert not (tmp_path / "output/search.json").exists()


def test_the_preview_has_the_file_of_finished_pages_too(tmp_path: Path) -> None:
    content = Path(shutil.copytree(EXAMPLE, tmp_path / "content"))
    calls = tmp_path / "calls"
    rooms = (*ROOMS, index_of(calls))
    preview = Preview(Library(content), content, THEME, lambda s: plan_site(make_site(s, at(NOW)), THEME, rooms))
    titles = json.loads(preview.answer("/search.json", "").body)
    assert titles["news/2026/lantern/index.html"].startswith("灯笼挂上了云杉路")
    calls.write_text("")
    story = "news/2026/lantern.md"
    edit(content, {story: ("灯笼挂好了", "灯笼都挂好了")})
    preview.refresh([content / story])
    assert json.loads(preview.answer("/search.json", "").body) == titles
    assert calls.read_text().splitlines() == ["news/2026/lantern/index.html"]
    assert preview.answer("/nowhere.json", "").status == 404


def with_renditions(rooms: Sequence[Room]) -> tuple[Room, ...]:
    """Every page also in a made-up edition, and each policy as a print view."""

    def wrap(room: Room) -> Room:
        plan = room.plan
        if plan is None:
            return room

        def planned(site: Site) -> Iterator[Page]:
            for page in plan(site):
                more = [
                    Rendition(f"hant/{page.file}", edition="/hant", change=lambda html: html.replace("灯笼", "燈籠"))
                ]
                if page.template == "policy.html":
                    more.append(Rendition(f"{page.file.removesuffix('index.html')}print.html", template="page.html"))
                yield page._replace(renditions=tuple(more))

        return replace(room, plan=planned)

    return tuple(map(wrap, rooms))


def test_a_page_makes_more_than_one_file(tmp_path: Path) -> None:
    """An edition of the site has a root of its own for its pages, files stay where they are; only what changed is made anew."""
    content = Path(shutil.copytree(EXAMPLE, tmp_path / "content"))
    rooms = with_renditions(ROOMS)
    plain = build(content, tmp_path / "plain", ROOMS)
    first = build(content, tmp_path, rooms)
    assert first.pages == plain.pages == first.rendered
    output, before = tmp_path / "output", tree_of(tmp_path / "plain/output")
    assert {k: v for k, v in tree_of(output).items() if k in before} == before, "the pages themselves are the same"
    story = (output / "hant/news/2026/lantern/index.html").read_text("utf-8")
    assert "燈籠" in story
    assert "灯笼" not in story
    assert ' href="/hant/news/"' in story
    assert ' href="/news/"' not in story
    assert 'href="/theme/site.' in story
    assert (output / "policies/pets-2026/print.html").exists()
    edit(content, {"news/2026/lantern.md": ("灯笼挂好了", "灯笼都挂好了")})
    second = build(content, tmp_path, rooms)
    assert second.rendered == 1
    assert "燈籠都挂好了" in (output / "hant/news/2026/lantern/index.html").read_text("utf-8")
    build(content, tmp_path / "clean", rooms)
    assert differences(tree_of(output), tree_of(tmp_path / "clean/output")) == []
    preview = Preview(Library(content), content, THEME, lambda s: plan_site(make_site(s, at(NOW)), THEME, rooms))
    assert "燈籠都挂好了" in preview.answer("/hant/news/2026/lantern/", "").body.decode()
    assert preview.answer("/policies/pets-2026/print.html", "").status == 200
