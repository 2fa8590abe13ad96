"""What is refused before anything is written: the old site stays, byte for byte."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.harness import Box, Done, Prepared, Tree, look, told

WITHOUT_PRIVILEGES = {"FAULT_UNPRIVILEGED": "1"}
"""Root opens everything; these builds do without that right (see inject/sitecustomize.py)."""


def everything(box: Box) -> Tree:
    """All that is in a box but its caches."""
    return {k: v for k, v in (look(box.folder) or {}).items() if not k.startswith(".kangle/output/")}


def refuse(prepared: Prepared, box: Box, done: Done, before: Tree, code: int, *words: str) -> None:
    """The build ended with this status, said these words, and changed nothing."""
    assert done.code == code, done.err + done.out
    assert told(done.err) == []
    assert [word for word in words if word not in done.err] == [], done.err
    assert everything(box) == before
    assert prepared.state(box) == "old"
    assert prepared.broken_releases(box) == []


@pytest.mark.parametrize(
    ("output", "word"),
    [
        ("content", "内容文件夹"),
        (".", "内容文件夹"),
        ("..", "内容文件夹"),
        ("/", "内容文件夹"),
        ("home", "个人主目录"),
        ("content/site", "放在内容文件夹里"),
        ("content/news/2026", "放在内容文件夹里"),
        ("settings.py", "已有一个文件"),
        ("theme", "不像是网站"),
        ("home/user/documents", "不像是网站"),
        ("link", "内容文件夹"),
    ],
)
def test_output_in_a_wrong_place(output: str, word: str, prepared: Prepared, box: Box) -> None:
    papers = box.folder / "home" / "user" / "documents"
    papers.mkdir(parents=True)
    (papers / "letter.txt").write_text("一封信")
    (box.folder / "link").symlink_to("content")
    before = everything(box)
    done = box.build(
        "--output", output, env={"HOME": str(box.folder / "home" / "user") if "user" not in output else "/"}
    )
    refuse(prepared, box, done, before, 2, word)
    assert not Path("/.kangle").exists()


def test_output_that_holds_the_project(prepared: Prepared, box: Box, tmp_path: Path) -> None:
    """Also where the content is elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    shutil.move(box.content, elsewhere)
    before = everything(box)
    refuse(prepared, box, box.build("--content", str(elsewhere), "--output", "."), before, 2, "当前项目")


def test_missing_content(prepared: Prepared, box: Box) -> None:
    before = everything(box)
    refuse(prepared, box, box.build("--content", "nowhere"), before, 2, "nowhere", "没有这个内容文件夹")


@pytest.mark.parametrize("left", [(), ("data/community.yaml",)])
def test_empty_content(left: tuple[str, ...], prepared: Prepared, box: Box) -> None:
    """A checkout that failed: nothing is there, or next to nothing."""
    for file in sorted(box.content.rglob("*"), reverse=True):
        if file.is_file() and file.relative_to(box.content).as_posix() not in left:
            file.unlink()
    before = everything(box)
    refuse(prepared, box, box.build(), before, 1, "content/")


def test_shrunk_content(prepared: Prepared, box: Box) -> None:
    extra = [box.content / "news" / "2026" / f"extra-{number}.md" for number in range(60)]
    story = (box.content / "news" / "2026" / "fault-new.md").read_text("utf-8")
    for file in extra:
        file.write_text(story, "utf-8")
    assert box.build().code == 0
    big = look(box.output)
    for file in extra:
        file.unlink()
    done = box.build()
    assert done.code == 2
    assert "--allow-shrink" in done.err
    assert told(done.err) == []
    assert look(box.output) == big
    done = box.build("--allow-shrink")
    assert (done.code, done.complaint) == (0, "")
    assert prepared.state(box) == "new"


def break_template(box: Box, name: str, old: str, new: str) -> int:
    """Put something into a template, and say at which line."""
    file = box.folder / "theme" / "templates" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, old + new, 1), "utf-8")
    return text[: text.index(old) + len(old)].count("\n") + 1


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("name", ["page.html", "components/article.html"])
def test_template_with_an_undefined_name(name: str, workers: str, prepared: Prepared, box: Box) -> None:
    mark = {"page.html": "{% block main %}\n", "components/article.html": "{% macro contents("}[name]
    if name != "page.html":
        text = (box.folder / "theme" / "templates" / name).read_text("utf-8")
        start = text.index(mark)
        mark = text[start : text.index("\n", start) + 1]
    line = break_template(box, name, mark, "{{ no_such_name }}\n")
    before = everything(box)
    place = f"{'templates' if name == 'page.html' else ''}/{name}:{line}".removeprefix("/")
    refuse(prepared, box, box.build("--workers", workers), before, 2, place, "no_such_name")


@pytest.mark.parametrize(
    ("words", "told_as"),
    [
        ("{% if %}\n", "templates/page.html:{line}"),
        ("{% no_such_tag %}\n", "templates/page.html:{line}"),
        ('{% include "components/no-such.html" %}\n', "components/no-such.html"),
        ("{{ view.no_such_field }}\n", "templates/page.html:{line}"),
        ("{{ 1 // 0 }}\n", "templates/page.html:{line}"),
    ],
)
def test_broken_template(words: str, told_as: str, prepared: Prepared, box: Box) -> None:
    line = break_template(box, "page.html", "{% block main %}\n", words)
    before = everything(box)
    refuse(prepared, box, box.build(), before, 2, told_as.format(line=line))


def test_template_in_another_encoding(prepared: Prepared, box: Box) -> None:
    file = box.folder / "theme" / "templates" / "page.html"
    file.write_bytes(file.read_bytes() + "中文".encode("gbk"))
    refuse(prepared, box, box.build(), everything(box), 2, "page.html", "UTF-8")


def test_template_that_makes_a_dead_link(prepared: Prepared, box: Box) -> None:
    break_template(box, "page.html", "{% block main %}\n", '<a href="/nowhere/">?</a>\n')
    refuse(prepared, box, box.build(), everything(box), 2, "theme/templates/page.html:", "没有 /nowhere/（")


Refused = Callable[..., None]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("content/pages/about.md", 1),
        ("content/data/people.yaml", 1),
        ("content/news/2026", 1),
        ("content", 1),
        ("content/images/tree.svg", 1),
        ("theme/templates/page.html", 2),
        ("theme/templates/components", 2),
        ("theme/static/img", 2),
        ("theme/static/js", 2),
        ("theme/static/css/base.css", 2),
        ("theme/static/css/components", 2),
    ],
)
def test_unreadable_source(path: str, code: int, prepared: Prepared, box: Box) -> None:
    before = everything(box)
    hidden = box.folder / path
    mode = hidden.stat().st_mode
    hidden.chmod(0)
    done = box.build(env=WITHOUT_PRIVILEGES)
    hidden.chmod(mode)
    refuse(prepared, box, done, before, code, Path(path).name)


@pytest.mark.parametrize("workshop", [True, False])
@pytest.mark.parametrize("folder", [".", "output"])
def test_read_only_target(folder: str, workshop: bool, prepared: Prepared, box: Box) -> None:
    """The folder that holds the output, or the output itself, on its first build here and on a later one."""
    if not workshop:
        shutil.rmtree(box.folder / ".kangle")
    before = everything(box)
    locked = box.folder / folder
    locked.chmod(0o555)
    done = box.build(env=WITHOUT_PRIVILEGES)
    locked.chmod(0o755)
    (shutil.rmtree(box.folder / ".kangle", ignore_errors=True) if not workshop else None)
    refuse(prepared, box, done, before, 2, "没有权限")


def test_read_only_workshop(prepared: Prepared, box: Box) -> None:
    before = everything(box)
    for folder in (box.workshop, *box.workshop.rglob("*")):
        folder.chmod(folder.stat().st_mode & ~0o222)
    done = box.build(env=WITHOUT_PRIVILEGES)
    for folder in (box.workshop, *box.workshop.rglob("*")):
        folder.chmod(folder.stat().st_mode | 0o200)
    refuse(prepared, box, done, before, 2, ".kangle", "没有权限")
    assert prepared.heal(box) == []
