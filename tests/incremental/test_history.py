"""Any history of a project, step by step: after each the output is the one of a clean build, byte for byte.

`make incremental` runs 200 sequences; SEED=… repeats a run. `make test` runs a few short ones, always the same.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from plugins.commands.rollback import rollback
from plugins.incremental import worker
from plugins.rules.reader import Library, read
from tests.incremental.conftest import FULL
from tests.incremental.project import Tree, differences, make_project, tree_of

pytestmark = pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")

SHARDS, SEQUENCES, STEPS = (4, 50, 10) if FULL else (1, 3, 2)
SEED = int(os.environ.get("SEED") or (random.SystemRandom().randrange(10**9) if FULL else 20261123))

WHICH = st.integers(0, 40)
WORDS = st.sampled_from(("雨停了。", "今天晴。", "路修好了，**重点：**请走左边。", "A & B <三>", "𠮷祥 🎉"))
SLUGS = st.sampled_from(("story-a", "story-b", "story-c", "lantern", "new-year"))
MOMENTS = st.sampled_from(
    ("2025-06-01", "2026-09-24", "2026-11-20 10:00", "2026-11-23 09:00", "2026-11-23 10:00", "2026-11-24", "2026-12-20")
)
CLOCKS = st.sampled_from(
    (
        "2026-11-22 23:59",
        "2026-11-23 09:30",
        "2026-11-23 09:59",
        "2026-11-23 10:00",
        "2026-11-23 12:00",
        "2026-11-24 00:00",
        "2026-11-24 08:00",
        "2026-11-28 09:00",
        "2026-11-28 11:30",
        "2026-12-01 07:00",
        "2026-12-06 00:00",
        "2026-12-20 00:00",
        "2027-01-01 00:00",
        "2027-04-01 12:00",
    )
)
BODIES = st.sampled_from(
    (
        "只有一句话。",
        "有一条注[^1]。\n\n[^1]: 注在这里。",
        "| 时间 | 地点 |\n|:--|--:|\n| 9:00 | 广场 |",
        "## 怎么走\n\n往前走。\n\n## 怎么走\n\n再往前走。",
        "办法见[指南](/guides/bus-card/)。",
        "也看[那一篇](/news/2026/story-a/)和[这一段](/about/#怎么走)。",
        "![一棵云杉](/images/tree.svg)",
        "![还没有的图](/images/new-1.svg)",
    )
)
FIELDS = st.sampled_from(
    (
        ("services", "name"),
        ("services", "description"),
        ("services", "fees"),
        ("locations", "name"),
        ("locations", "address"),
        ("locations", "hours_note"),
        ("organizations", "name"),
        ("organizations", "purpose"),
        ("places", "name"),
        ("places", "description"),
        ("grids", "officer"),
    )
)
Rows = list[dict[str, Any]]


class History(RuleBasedStateMachine):
    """One project: what an editor, a designer and an accident do to it, in any order."""

    sequences = 0
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="kangle-history-"))
        self.project = make_project(self.folder / "project")
        self.content = self.project.folder / "content"
        self.workers = 1
        self.count = 0
        self.earlier: dict[str, bytes] = {}
        self.good = self.sources()
        self.library = Library(self.content)
        self.library.load()
        self.listed = tree_of(self.content)

    def teardown(self) -> None:
        type(self).sequences += 1
        shutil.rmtree(self.folder)

    def sources(self) -> tuple[Tree, str, str | None]:
        """All a build is made of, to come back to."""
        found = {
            f"{room}/{n}": d for room in ("content", "theme") for n, d in tree_of(self.project.folder / room).items()
        }
        return found, self.project.moment, self.project.url

    def restore(self) -> None:
        files, self.project.moment, self.project.url = self.good
        for name in tree_of(self.project.folder).keys() - files.keys():
            if name.startswith(("content/", "theme/")) and not name.endswith("/"):
                (self.project.folder / name).unlink()
        for name, data in files.items():
            file = self.project.folder / name
            if not name.endswith("/"):
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)

    @invariant()
    def equals_a_clean_build(self) -> None:
        """What a clean build refuses the incremental one refuses with the same words, and leaves the output."""
        type(self).steps += 1
        before = tree_of(self.project.output)
        built = self.project.build(workers=self.workers)
        clean, tree = self.project.clean()
        assert built.status == clean.status, built.said + clean.said
        if clean.status:
            assert built.said == clean.said
            assert differences(tree_of(self.project.output), before) == []
            self.restore()
            assert self.project.build(workers=self.workers).status == 0
            clean, tree = self.project.clean()
        assert differences(tree_of(self.project.output), tree) == []
        assert built.rendered <= built.pages
        self.good = self.sources()

    @invariant()
    def equals_what_the_preview_reads(self) -> None:
        """Reading the changed files alone gives what reading all of them gives."""
        before, self.listed = self.listed, tree_of(self.content)
        changed = {n for n in before.keys() | self.listed.keys() if before.get(n) != self.listed.get(n)}
        self.library.refresh(sorted(name for name in changed if not name.endswith("/")))
        assert self.library.reading() == read(self.content)

    # What an editor does

    def pick(self, pattern: str, which: int) -> Path | None:
        found = sorted(self.content.glob(pattern))
        return found[which % len(found)] if found else None

    def rows(self, table: str) -> Rows:
        found: Rows = yaml.load((self.content / f"data/{table}.yaml").read_bytes(), yaml.BaseLoader)
        return found

    def keep_rows(self, table: str, rows: object) -> None:
        words = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False)
        (self.content / f"data/{table}.yaml").write_text(words, "utf-8")

    @rule(
        slug=SLUGS,
        title=WORDS,
        date=MOMENTS,
        column=st.sampled_from(("updates", "notices", "diary")),
        tags=st.lists(st.sampled_from(("停水", "节日", "老年人")), unique=True),
        places=st.lists(st.sampled_from(("spruce", "maple")), unique=True),
        extra=st.sampled_from(
            ("", "expires: 2026-12-25\n", "image: images/tree.svg\nimage_alt: 树\n", "status: draft\n")
        ),
        body=BODIES,
    )
    def write_story(
        self, slug: str, title: str, date: str, column: str, tags: list[str], places: list[str], extra: str, body: str
    ) -> None:
        head = f"title: {title}\nsummary: {title}摘要\ndate: {date}\ncolumn: {column}\n{extra}"
        head += f"tags: [{', '.join(tags)}]\nplaces: [{', '.join(places)}]\n"
        self.project.write(f"content/news/2026/{slug}.md", f"---\n{head}---\n{body}\n")

    @rule(kind=st.sampled_from(("news", "activities", "policies", "guides", "pages")), which=WHICH, words=WORDS)
    def edit_a_body(self, kind: str, which: int, words: str) -> None:
        file = self.pick(f"{kind}/**/*.md", which)
        if file:
            file.write_text(f"{file.read_text('utf-8')}\n{words}\n", "utf-8")

    @rule(kind=st.sampled_from(("news", "activities", "policies", "guides", "pages")), which=WHICH, words=WORDS)
    def edit_a_title(self, kind: str, which: int, words: str) -> None:
        file = self.pick(f"{kind}/**/*.md", which)
        if file:
            lines = [f"title: {words}" if li.startswith("title:") else li for li in file.read_text("utf-8").split("\n")]
            file.write_text("\n".join(lines), "utf-8")

    @rule(kind=st.sampled_from(("news", "activities", "guides")), which=WHICH)
    def rename(self, kind: str, which: int) -> None:
        file = self.pick(f"{kind}/**/*.md", which)
        if file:
            name = file.stem.removesuffix("-again") if file.stem.endswith("-again") else f"{file.stem}-again"
            file.rename(file.with_name(f"{name}.md"))

    @rule(kind=st.sampled_from(("news", "activities", "policies", "guides", "pages")), which=WHICH)
    def delete(self, kind: str, which: int) -> None:
        file = self.pick(f"{kind}/**/*.md", which)
        if file:
            file.unlink()

    @rule(which=WHICH)
    def toggle_draft(self, which: int) -> None:
        file = self.pick("*/**/*.md", which)
        if file:
            words = file.read_text("utf-8")
            draft = "\nstatus: draft\n"
            file.write_text(words.replace(draft, "\n") if draft in words else words.replace("\n", draft, 1), "utf-8")

    @rule(
        slug=st.sampled_from(("guide-a", "guide-b", "bus-card")),
        title=WORDS,
        service=st.sampled_from(("bus-card", "home-visit", "job-register")),
    )
    def write_guide(self, slug: str, title: str, service: str) -> None:
        file = self.content / "guides/job-register.md"
        if file.exists():
            words = file.read_text("utf-8").replace("[job-register]", f"[{service}]")
            lines = [f"title: {title}" if line.startswith("title:") else line for line in words.split("\n")]
            file.with_stem(slug).write_text("\n".join(lines), "utf-8")

    @rule(field=FIELDS, which=WHICH, words=WORDS)
    def edit_a_row(self, field: tuple[str, str], which: int, words: str) -> None:
        rows = self.rows(field[0])
        rows[which % len(rows)][field[1]] = words
        self.keep_rows(field[0], rows)

    @rule(which=WHICH, add=st.booleans())
    def add_or_delete_a_service(self, which: int, add: bool) -> None:
        rows = self.rows("services")
        if add:
            self.count += 1
            rows.insert(which % (len(rows) + 1), {**deepcopy(rows[which % len(rows)]), "id": f"new-{self.count}"})
        elif len(rows) > 1:
            del rows[which % len(rows)]
        self.keep_rows("services", rows)

    @rule(table=st.sampled_from(("services", "locations", "organizations", "places", "grids")))
    def turn_rows_round(self, table: str) -> None:
        self.keep_rows(table, self.rows(table)[::-1])

    @rule(which=WHICH, number=st.integers(100, 999))
    def edit_a_phone(self, which: int, number: int) -> None:
        rows = self.rows("locations")
        reachable = [row for row in rows if row.get("phones")]
        reachable[which % len(reachable)]["phones"][0]["number"] = f"0755-5550-0{number}"
        self.keep_rows("locations", rows)

    @rule(which=WHICH, until=st.sampled_from(("", "2026-11-22", "2026-11-23", "2027-03-31")))
    def edit_a_consent(self, which: int, until: str) -> None:
        rows = self.rows("people")
        consent = {"field": "display", "purpose": "roster", "until": until, "record": "示例"}
        rows[which % len(rows)].update(consents=[consent] if until else [], display="小王")
        self.keep_rows("people", rows)

    @rule(
        which=WHICH,
        name=st.sampled_from(("停水", "水管", "节日", "过节", "老年人", "老人家")),
        everywhere=st.booleans(),
    )
    def rename_a_tag(self, which: int, name: str, everywhere: bool) -> None:
        community = self.rows("community")
        tag = community["tags"][which % len(community["tags"])]  # type: ignore[call-overload]
        former, tag["name"] = tag["name"], name
        self.keep_rows("community", community)
        for file in self.content.rglob("*.md") if everywhere else ():
            lines = file.read_text("utf-8").split("\n")
            file.write_text("\n".join(w.replace(former, name) if w.startswith("tags:") else w for w in lines), "utf-8")

    @rule(field=st.sampled_from(("motto", "name", "description", "source_note")), words=WORDS)
    def edit_the_frame(self, field: str, words: str) -> None:
        community: Any = self.rows("community")
        community[field] = words
        self.keep_rows("community", community)

    @rule(number=st.integers(1, 2), change=st.sampled_from(("write", "delete")))
    def change_a_picture(self, number: int, change: str) -> None:
        file = self.content / f"images/new-{number}.svg"
        self.count += 1
        if change == "write":
            file.write_text(
                f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 5'><!-- {self.count} --></svg>\n", "utf-8"
            )
        else:
            file.unlink(missing_ok=True)

    @rule(which=WHICH)
    def edit_a_picture_or_form(self, which: int) -> None:
        file = self.pick("[fi]*/*.*", which)
        if file:
            file.write_bytes(file.read_bytes() + b"\n")

    # What a designer and a keeper of the site do

    @rule(
        pattern=st.sampled_from(
            ("templates/*.html", "templates/components/*.html", "static/css/*.css", "static/*/*.*")
        ),
        which=WHICH,
    )
    def add_a_comment(self, pattern: str, which: int) -> None:
        found = sorted((self.project.folder / "theme").glob(pattern))
        file = found[which % len(found)]
        self.count += 1
        comment = {".html": f"{{# {self.count} #}}", ".svg": f"<!-- {self.count} -->"}.get(
            file.suffix, f"/* {self.count} */"
        )
        file.write_text(file.read_text("utf-8") + comment, "utf-8")

    @rule(name=st.sampled_from(("main", "footer", "header")))
    def change_the_base(self, name: str) -> None:
        self.count += 1
        file = self.project.folder / "theme/templates/base.html"
        file.write_text(file.read_text("utf-8").replace(f"</{name}>", f"<!-- {self.count} --></{name}>", 1), "utf-8")

    @rule(moment=CLOCKS)
    def move_the_clock(self, moment: str) -> None:
        self.project.moment = moment

    @rule(
        url=st.sampled_from((None, "https://other.example", "https://other.example/sub", "https://other.example/sub/"))
    )
    def change_the_address(self, url: str | None) -> None:
        self.project.url = url

    @rule(workers=st.sampled_from((1, 2, 3)))
    def change_the_workers(self, workers: int) -> None:
        self.workers = workers

    @precondition(lambda self: any((self.project.folder / ".kangle/output/releases").glob("*")))
    @rule(which=WHICH)
    def roll_back(self, which: int) -> None:
        releases = sorted((self.project.folder / ".kangle/output/releases").iterdir(), reverse=True)
        steps = which % len(releases) + 1
        wanted = tree_of(releases[steps - 1])
        folders = ["--content", str(self.content), "--output", str(self.project.output)]
        done = CliRunner().invoke(rollback, [str(steps), *folders])
        assert done.exit_code == 0, done.output
        assert differences(tree_of(self.project.output), wanted) == []

    # What happens to what was made

    @rule(
        which=WHICH,
        how=st.sampled_from(
            ("edit", "cut", "remove", "link", "add", "add folder", "remove folder", "remove all", "swap")
        ),
    )
    def tamper(self, which: int, how: str) -> None:
        output = self.project.output
        files = sorted(file for file in output.rglob("*.*") if file.is_file())
        file = files[which * 7 % len(files)]
        if how == "edit":
            file.write_bytes(file.read_bytes().replace(b"e", b"E", 1))
        elif how == "cut":
            os.truncate(file, file.stat().st_size // 2)
        elif how == "remove":
            file.unlink()
        elif how == "link":
            aside = self.folder / f"aside-{len(list(self.folder.iterdir()))}"
            file.rename(aside)
            file.symlink_to(aside)
        elif how == "add":
            (file.parent / "mine.html").write_bytes(b"mine")
        elif how == "add folder":
            (file.parent / "mine").mkdir()
        elif how == "swap":
            files[0].rename(self.folder / "one")
            file.rename(files[0]) if file != files[0] else None
            (self.folder / "one").rename(file)
        else:
            shutil.rmtree(output if how == "remove all" or file.parent == output else file.parent)

    @rule(
        name=st.sampled_from(("manifest.db", "sources.db")),
        how=st.sampled_from(("remove", "cut", "flip", "noise", "keep a copy", "put the copy back", "remove all")),
        chance=st.randoms(use_true_random=False),
    )
    def forget(self, name: str, how: str, chance: random.Random) -> None:
        known = self.project.folder / ".kangle/output"
        file = known / name
        if how == "remove all":
            shutil.rmtree(known, ignore_errors=True)
        elif how == "put the copy back":
            if name in self.earlier and known.is_dir():
                file.write_bytes(self.earlier[name])
        elif not file.exists():
            return
        elif how == "remove":
            file.unlink()
        elif how == "keep a copy":
            self.earlier[name] = file.read_bytes()
        else:
            data = bytearray(file.read_bytes())
            for _ in range(chance.randint(1, 5)):
                data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
            file.write_bytes({"cut": data[: len(data) // 2], "noise": b"noise" * 999}.get(how, data))


def run_history(machine: type[History], number: int, sequences: int, steps: int) -> None:
    chosen = settings(
        max_examples=sequences,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if FULL else (Phase.generate,),
        report_multiple_bugs=False,
        print_blob=True,
    )
    run_state_machine_as_test(seed(SEED + number)(machine), settings=chosen)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_any_history_equals_a_clean_build(shard: int, record_property: Callable[[str, object], None]) -> None:
    machine = type(f"History{shard}", (History,), {"sequences": 0, "steps": 0})
    print(f"SEED={SEED}")
    try:
        run_history(machine, shard, SEQUENCES, STEPS)
    finally:
        record_property("sequences", machine.sequences)
        record_property("steps", machine.steps)


def test_a_history_finds_a_planted_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fingerprint that forgets what a page shows does not survive a few sequences."""
    monkeypatch.setattr(worker, "fingerprint", lambda view, template, base: template)
    machine = type("Faulty", (History,), {"sequences": 0, "steps": 0})
    with pytest.raises(AssertionError, match="!"):
        run_history(machine, 0, 5, 2)
