"""What of Pelican means something here: its settings, other people's plugins, `pelican -r`, another theme."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.request import urlopen

import pytest
from pelican.settings import DEFAULT_CONFIG, read_settings

from plugins.failure import OutputError
from plugins.settings import HONOURED, MEANINGLESS, OWN, judge_settings
from tests.conftest import ROOT, Once
from tests.incremental.conftest import finish
from tests.incremental.project import Project, differences, tree_of


@pytest.fixture(scope="module")
def whole(once: Once) -> Project:
    """The example site, built."""
    return Project(once("finished", finish) / "project")


@pytest.fixture
def project(whole: Project, tmp_path: Path) -> Project:
    shutil.copytree(whole.folder, tmp_path / "project")
    return Project(tmp_path / "project")


def set_to(project: Project, line: str) -> None:
    project.append("pelicanconf.py", f"\n{line}\n")


def test_every_setting_of_pelican_has_its_word_once() -> None:
    words = Counter([*HONOURED, *OWN, *(name for group in MEANINGLESS for name in group.names)])
    assert DEFAULT_CONFIG.keys() - words.keys() == set()
    assert [name for name, count in words.items() if count > 1] == []
    assert all(group.why and group.instead for group in MEANINGLESS)


def test_our_own_settings_and_pelicans_defaults_are_not_told_of() -> None:
    for file in ("pelicanconf.py", "publishconf.py"):
        assert judge_settings(read_settings(str(ROOT / file)), DEFAULT_CONFIG, others=False) == ()
    assert judge_settings(read_settings(None), DEFAULT_CONFIG, others=False) == ()


def other_than(value: object) -> object:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 7
    if isinstance(value, str) or value is None:
        return "elsewhere/{slug}"
    return ["elsewhere"] if isinstance(value, list | tuple) else {"elsewhere": 1}


@pytest.mark.parametrize("group", MEANINGLESS, ids=lambda group: group.names[0])
def test_each_setting_that_decides_nothing_is_named_when_it_is_set(group: object) -> None:
    for name in group.names:  # type: ignore[attr-defined]
        if name == "CACHE_PATH":  # Pelican makes every path of it
            continue
        settings = {**DEFAULT_CONFIG, name: other_than(DEFAULT_CONFIG.get(name))}
        line = f"设置 {name}: {group.why} → {group.instead}"  # type: ignore[attr-defined]
        if group.refused:  # type: ignore[attr-defined]
            with pytest.raises(OutputError, match=re.escape(line)):
                judge_settings(settings, DEFAULT_CONFIG, others=False)
        else:
            assert judge_settings(settings, DEFAULT_CONFIG, others=False) == (line,)


def test_a_setting_nobody_knows_is_named_unless_a_plugin_may_know_it() -> None:
    settings = {**DEFAULT_CONFIG, "SITE_URL": "https://example.org"}
    assert judge_settings(settings, DEFAULT_CONFIG, others=False)[0].startswith("设置 SITE_URL: 没有这个设置")
    assert judge_settings(settings, DEFAULT_CONFIG, others=True) == ()


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('JINJA_FILTERS = ["shout"]', "设置 JINJA_FILTERS: 应为字典"),
        ('JINJA_FILTERS = {"shout": "x"}', "设置 JINJA_FILTERS: shout 不是函数"),
        ('JINJA_GLOBALS = {"view": 1}', "设置 JINJA_GLOBALS: view 是模板里已有的名字"),
        ('THEME_TEMPLATES_OVERRIDES = ["nowhere"]', "没有 nowhere 这个文件夹"),
        ("THEME_TEMPLATES_OVERRIDES = [3]", "应为文件夹的列表"),
        ("MARKDOWN = 3", "设置 MARKDOWN: 应为字典"),
        ('MARKDOWN = {"extensions": ["no_such_extension"]}', "设置 MARKDOWN: Markdown 扩展“no_such_extension”装不上"),
        ('ARTICLE_PATHS = ["news"]', "设置 ARTICLE_PATHS: "),
        ("DELETE_OUTPUT_DIRECTORY = True", "设置 DELETE_OUTPUT_DIRECTORY: "),
        ('EXTRA_PATH_METADATA = {"extra/CNAME": {"path": "CNAME"}}', "设置 EXTRA_PATH_METADATA: "),
    ],
)
def test_what_cannot_be_honoured_refuses_the_build(project: Project, line: str, word: str) -> None:
    before = tree_of(project.output)
    set_to(project, line)
    built = project.build()
    assert built.status == 2
    assert word in built.said
    assert differences(before, tree_of(project.output)) == []


def test_filters_globals_and_tests_reach_templates_and_their_code_counts(project: Project) -> None:
    code = 'def shout(text):\n    return f"{text}!"\n\n\nJINJA_FILTERS = {"shout": shout}\n'
    set_to(project, code + 'JINJA_GLOBALS = {"greeting": "您好"}\nJINJA_TESTS = {"short": lambda text: len(text) < 9}')
    words = "{% if greeting is short %}{{ greeting|shout }}{% endif %}"
    project.edit("theme/templates/policy.html", "{% block document %}", "{% block document %}" + words)
    built = project.build()
    assert (built.status, built.rendered) == (0, built.pages), built.said
    assert "您好!" in (project.output / "policies/pets-2026/index.html").read_text("utf-8")
    assert project.build().rendered == 0, "the same functions, defined anew by the next run"
    project.edit("pelicanconf.py", '{text}!"', '{text}?"')
    assert project.build().rendered == built.pages
    assert "您好?" in (project.output / "policies/pets-2026/index.html").read_text("utf-8")


def test_a_template_that_overrides_renders_its_pages(project: Project) -> None:
    project.write("mine/policy.html", '{% extends "!theme/policy.html" %}{% block main %}<h1>我的</h1>{% endblock %}')
    set_to(project, f'THEME_TEMPLATES_OVERRIDES = ["{project.folder / "mine"}"]')
    built = project.build()
    assert (built.status, built.rendered) == (0, 2), built.said
    assert "<h1>我的</h1>" in (project.output / "policies/pets-2026/index.html").read_text("utf-8")
    project.edit("mine/policy.html", "我的", "你的")
    assert project.build().rendered == 2
    assert "<h1>你的</h1>" in (project.output / "policies/pets-2026/index.html").read_text("utf-8")


def test_another_way_to_read_markdown_reads_all_bodies_again(project: Project) -> None:
    """The setting is a part of what the parse cache goes by, and `check` knows it too."""
    cache = project.folder / ".kangle/output/sources.db"
    before = cache.read_bytes()
    set_to(project, 'MARKDOWN = {"extension_configs": {"wikilinks": {"html_class": ""}}}')
    project.append("content/news/2026/lantern.md", "\n去 [[guides]] 看看。\n")
    built = project.build()
    assert built.status == 0, built.said
    assert cache.read_bytes() != before
    assert (
        ' href="/guides/"' in (project.output / "news/2026/lantern/index.html").read_text("utf-8").partition("去 ")[2]
    )


EXTENSION = """
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor


class Once(Postprocessor):
    def run(self, text):
        return text.replace("灯笼挂好了", "灯笼挂好了一次")


class Saying(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Once(md), "once", 1)


def makeExtension(**options):
    return Saying(**options)
"""


def test_an_extension_whose_code_changed_reads_all_bodies_again(project: Project) -> None:
    """Neither the cache of bodies nor the answer that nothing changed may outlive it."""
    page = project.output / "news/2026/lantern/index.html"
    project.write("saying.py", EXTENSION)
    set_to(project, 'MARKDOWN = {"extensions": ["saying"]}')
    found = {"PYTHONPATH": f"{ROOT}{os.pathsep}{project.folder}"}
    for words in ("一次", "两次"):
        project.edit("saying.py", "一次", words)
        built = project.run(environ=found)
        assert built.status == 0, built.said
        assert f"灯笼挂好了{words}" in page.read_text("utf-8")
    assert project.run(environ=found).rendered == 0


PLUGIN = """
from pathlib import Path
from urllib.request import urlopen

from pelican import signals


def work(run):
    folder = Path(run.settings["OUTPUT_PATH"])
    assert (folder / "index.html").exists()
    {work}


def register():
    signals.{signal}.connect(work)
"""


def add_plugin(project: Project, name: str, work: str, signal: str = "finalized") -> None:
    project.write(f"{name}.py", PLUGIN.format(work=work, signal=signal))
    set_to(project, f'import sys; sys.path.insert(0, "{project.folder}"); PLUGINS.append("{name}")')


@pytest.mark.parametrize(
    ("name", "work", "word"),
    [
        ("empty_sitemap", '(folder / "sitemap.xml").write_text("")', "empty_sitemap: 它改写或删掉了 sitemap.xml"),
        ("remove_feed", '(folder / "feeds/all.atom").unlink()', "remove_feed: 它改写或删掉了 feeds/all.atom"),
        ("fail_late", 'raise KeyError("x")', "fail_late: 运行出错（KeyError"),
        ("leave_late", "raise SystemExit(0)", "leave_late: 运行出错（SystemExit"),
    ],
)
def test_a_plugin_that_spoils_the_site_is_refused_by_name(project: Project, name: str, work: str, word: str) -> None:
    before = tree_of(project.output)
    add_plugin(project, name, work)
    built = project.build()
    assert built.status == 2
    assert word in built.said
    assert differences(before, tree_of(project.output)) == []
    assert not (project.folder / ".kangle/output/guests").exists()


def test_what_a_plugin_adds_becomes_part_of_the_site(project: Project) -> None:
    add_plugin(project, "adds_words", '(folder / "words.txt").write_text("一页")')
    built = project.build()
    assert built.status == 0, built.said
    assert (project.output / "words.txt").read_text() == "一页"
    assert "没有变化" in project.build().said
    _, clean = project.clean()
    assert differences(tree_of(project.output), clean) == []


@pytest.mark.parametrize(
    "signal", ["article_generator_finalized", "content_object_init", "get_generators", "all_generators_finalized"]
)
def test_a_plugin_that_waits_for_articles_is_refused_by_name(project: Project, signal: str) -> None:
    add_plugin(project, f"waits_{signal}", "pass", signal)
    built = project.build()
    assert built.status == 2
    assert f"waits_{signal}: 它等的是 Pelican 的 {signal}" in built.said


def test_another_theme_says_what_it_lacks(project: Project) -> None:
    (project.folder / "bare/templates").mkdir(parents=True)
    (project.folder / "bare/templates/home.html").write_text("x")
    set_to(project, 'THEME = "bare"')
    built = project.build()
    assert built.status == 2
    assert "这个主题缺少" in built.said
    assert "templates/policy.html" in built.said
    assert "templates/home.html" not in built.said
    assert "static/" in built.said


def test_pelican_that_watches_survives_a_mistake_and_shows_the_mended_file(project: Project) -> None:
    """`pelican -l -r`: the mistake is told, what is up stays and is served, and the next save is built."""
    story = project.folder / "content/news/2026/lantern.md"
    page = project.output / "news/2026/lantern/index.html"
    words = story.read_text("utf-8")
    kept = {k: v for k, v in os.environ.items() if k not in ("SOURCE_DATE_EPOCH", "PYTHONUNBUFFERED")}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "pelican", "content", "-l", "-r", "-b", "127.0.0.1", "-p", port]
    command += ["-s", "pelicanconf.py"]

    def served() -> str:
        with urlopen(f"http://127.0.0.1:{port}/news/2026/lantern/", timeout=10) as answer:
            return str(answer.read().decode())

    log = project.folder / "log"
    with log.open("w") as said:
        watching = subprocess.Popen(
            command,
            cwd=project.folder,
            env={**kept, "PYTHONPATH": str(ROOT)},
            stdout=said,
            stderr=said,
            start_new_session=True,  # one process builds and another serves
        )
    try:
        wait_for(lambda: log.read_text("utf-8").count("网站在") >= 1, log)
        save(story, words.replace("title: ", "titel: "), lambda: "titel: 没有这个字段" in log.read_text("utf-8"), log)
        assert "灯笼挂好了" in served()
        save(story, words.replace("灯笼挂好了", "灯笼都挂好了"), lambda: "灯笼都挂好了" in page.read_text("utf-8"), log)
        assert watching.poll() is None
        assert "灯笼都挂好了" in served()
        assert "Traceback" not in log.read_text("utf-8")
        assert log.read_text("utf-8").count("titel: 没有") < 9, "it waits for a save, and does not build again at once"
    finally:
        os.killpg(watching.pid, signal.SIGTERM)
        watching.wait()


def save(file: Path, text: str, seen: object, log: Path) -> None:
    """Save until it is seen: a watcher that is just about to look may miss the first."""
    for _ in range(30):
        file.write_text(text, "utf-8")
        try:
            wait_for(seen, log, 3)
        except AssertionError:
            continue
        return
    raise AssertionError(log.read_text("utf-8"))


def wait_for(seen: object, log: Path, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if seen():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))
