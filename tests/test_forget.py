"""`kangle forget`: every place a person stands, in the files, the old sites and a real git history; nothing is changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from plugins.commands import main
from plugins.commands.history import is_shallow, look_back, open_repository
from plugins.rules.traces import find_traces, spell_widely
from tests.conftest import EXAMPLE
from tests.incremental.project import make_project, tree_of
from tests.pictures import jpeg, segment
from tests.private.files import core, docx, xlsx

STORY = (
    "---\ntitle: 王阿姨的一天\nsummary: 跟着{}走一天。\ndate: 2026-11-20\ncolumn: notices\n---\n\n早上，王阿姨开门。\n"
)


def forget(content: Path, *arguments: str) -> Result:
    output = content.parent / "output"
    return CliRunner().invoke(main, ["forget", *arguments, "--content", str(content), "--output", str(output)])


def git(folder: Path, *arguments: str, day: str = "2026-11-01") -> str:
    moment = f"{day}T12:00:00+08:00"
    environ = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-c", "user.name=编辑", "-c", "user.email=editor@example.org", *arguments]
    done = subprocess.run(command, cwd=folder, env={**os.environ, **environ}, capture_output=True, check=True)
    return done.stdout.decode()


def commit(folder: Path, day: str, message: str = "改内容") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message, day=day)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The example site with the person in every kind of file."""
    folder = tmp_path / "content"
    shutil.copytree(EXAMPLE, folder)
    (folder / "news/2026/day.md").write_text(STORY.format("helper-1"), "utf-8")
    (folder / "files/list.csv").write_bytes("编号,称呼\nhelper-1,王阿姨\nhelper-10,别人\n".encode("gb18030"))
    (folder / "images/王阿姨.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 5'/>", "utf-8")
    (folder / "files/scan.pdf").write_bytes(b"%PDF-1.4 \0\0")
    runs = "<si><r><t>王</t></r><r><t>阿姨</t></r></si>"
    (folder / "files/table.xlsx").write_bytes(xlsx("", runs))
    people = folder / "data/people.yaml"
    people.write_text(
        people.read_text("utf-8") + "- id: helper-10\n  display: 王阿姨\n  roles: [10号岗义工]\n", "utf-8"
    )
    roster = folder / "data/rosters/library-desk.yaml"
    roster.write_text("# helper-1 周一不来\n" + roster.read_text("utf-8"), "utf-8")
    return folder


PLACES = """\
data/rosters/library-desk.yaml:1: 注释：helper-1
data/rosters/library-desk.yaml:9: pattern[0].people[0] (人员)：helper-1
data/rosters/library-desk.yaml:16: shifts[0].people[0] (人员)：helper-1
files/list.csv:2：helper-1
files/list.csv:2：王阿姨
files/table.xlsx：王阿姨
images/王阿姨.svg: 文件名：王阿姨
news/2026/day.md:2: title (标题)：王阿姨
news/2026/day.md:3: summary (摘要)：helper-1
news/2026/day.md:8: body (正文)：王阿姨
data/people.yaml:2: id (编号)：helper-1
data/people.yaml:3: display (称呼)：王阿姨
"""


def test_every_place_is_listed_with_its_line_and_field_in_the_order_of_removal(content: Path) -> None:
    said = forget(content, "helper-1")
    assert said.exit_code == 0, said.output
    listed = [line.strip().removeprefix(f"{content}/") for line in said.output.splitlines() if line.startswith("    ")]
    assert listed[: PLACES.count("\n")] == PLACES.splitlines()
    assert "内容里有 12 处" in said.output
    assert "files/scan.pdf" in said.output.partition("看不进去")[2].partition("二、")[0]
    assert "helper-10 也叫这个称呼，是另一个人" in said.output
    assert "示例-001" in said.output


def test_nothing_is_changed(content: Path) -> None:
    git(content, "init", "-q")
    commit(content, "2026-11-01")
    before = tree_of(content.parent)
    assert forget(content, "helper-1").exit_code == 0
    assert tree_of(content.parent) == before


ids = st.sampled_from(["helper-1", "helper-10", "helper", "1", "x-helper-1", "helper-1-x"])


@given(
    st.lists(
        st.lists(st.one_of(ids, st.sampled_from(["王阿姨", "王", "阿姨", " ", "：", "'"])), max_size=6), max_size=6
    )
)
def test_a_text_gives_exactly_the_lines_that_a_plain_look_finds(
    tmp_path_factory: pytest.TempPathFactory, lines: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("traces")
    text = "\n".join("".join(words) for words in lines)
    (folder / "notes.txt").write_text(text, "utf-8")
    words = {"helper-1": re.compile(r"(?<![A-Za-z0-9-])helper-1(?![A-Za-z0-9-])"), "王阿姨": re.compile("王阿姨")}
    found, unread = find_traces(folder, words)
    looked = [
        (number, word)
        for number, line in enumerate(text.split("\n"), 1)
        for word in ("helper-1", "王阿姨")
        if ("王阿姨" in line if word == "王阿姨" else "helper-1" in re.split("[^a-z0-9-]+", line))
    ]
    assert [(t.line, t.word) for t in found] == looked
    assert unread == []


@pytest.mark.parametrize("text", ["陳阿姨", "陈 阿 姨", "陈\u3000阿姨", "陈\u200b阿姨", "**陈**阿姨", "陳·阿姨"])
def test_a_name_is_found_however_it_is_spelt(text: str) -> None:
    assert spell_widely("陈阿姨").search(f"谢谢{text}！")


@pytest.mark.parametrize("text", ["陈先生、阿姨", "王阿姨", "陈列，阿姨"])
def test_another_name_is_not(text: str) -> None:
    assert not spell_widely("陈阿姨").search(text)


def test_a_name_is_found_in_properties_and_beside_pictures(tmp_path: Path) -> None:
    (tmp_path / "form.docx").write_bytes(docx(docProps__core_dot_xml=core(title="王阿姨的名单")))
    (tmp_path / "photo.jpg").write_bytes(jpeg(8, 5, segment(0xFE, "王 阿姨".encode())))
    found, unread = find_traces(tmp_path, {"王阿姨": spell_widely("王阿姨")})
    assert ([trace.path for trace in found], unread) == (["form.docx", "photo.jpg"], [])


@pytest.fixture
def repository(content: Path) -> Path:
    """Five commits name the person in content, one of them on a branch that nobody merged."""
    folder = content.parent
    git(folder, "init", "-q", "-b", "main")
    (folder / "README.md").write_text("示例", "utf-8")
    commit(folder, "2026-10-01")
    story = content / "news/2026/day.md"
    story.write_text(story.read_text("utf-8") + "下午，王阿姨关门。\n", "utf-8")
    commit(folder, "2026-10-05")
    git(folder, "checkout", "-qb", "draft")
    (content / "files/other.txt").write_text("王阿姨", "utf-8")
    commit(folder, "2026-10-09", "给王阿姨写一篇")
    git(folder, "checkout", "-q", "main")
    story.unlink()
    commit(folder, "2026-11-02")
    return folder


def test_the_history_is_searched_on_every_branch(repository: Path) -> None:
    history = look_back(repository, "王阿姨", whole=False)
    assert (history.commits, history.first, history.last, history.messages) == (4, "2026-10-01", "2026-11-02", 1)
    assert set(history.files) == {
        "content/data/people.yaml",
        "content/files/list.csv",
        "content/files/other.txt",
        "content/images/王阿姨.svg",
        "content/news/2026/day.md",
    }


def test_a_longer_id_is_another_person(repository: Path) -> None:
    (repository / "content/files/ten.txt").write_text("helper-10 helper-1-x", "utf-8")
    commit(repository, "2026-11-09")
    assert look_back(repository, "helper-1", whole=True).last == "2026-11-02"
    assert look_back(repository, "helper-10", whole=True).last == "2026-11-09"


def test_a_merge_that_brings_the_word_by_itself_is_found(repository: Path) -> None:
    git(repository, "merge", "-q", "--no-commit", "draft")
    (repository / "content/files/merged.txt").write_text("王阿姨", "utf-8")
    commit(repository, "2026-11-12")
    assert "content/files/merged.txt" in look_back(repository, "王阿姨", whole=False).files


def test_what_was_amended_away_is_still_in_the_log(repository: Path) -> None:
    (repository / "content/files/slip.txt").write_text("李师傅的门牌", "utf-8")
    commit(repository, "2026-11-13")
    (repository / "content/files/slip.txt").unlink()
    git(repository, "commit", "-qa", "--amend", "-m", "改", "--allow-empty", day="2026-11-13")
    assert "content/files/slip.txt" in look_back(repository, "李师傅的门牌", whole=False).files


def test_the_report_counts_the_history_and_says_how_to_clean_it(repository: Path) -> None:
    said = forget(repository / "content", "helper-1").output
    assert "王阿姨：4 次提交、5 个文件，最早 2026-10-01，最近 2026-11-02" in said
    assert "提交说明里也有 1 次" in said
    for word in (
        "filter-repo",
        "王阿姨==>1号岗义工",
        "git push --force --all",
        "publish FLAGS=--no-history",
        "--no-history --replace",
        "缓存",
    ):
        assert word in said


def test_a_history_without_the_word_needs_no_cleaning(repository: Path) -> None:
    said = forget(repository / "content", "nobody-1", "--word", "没有这样的称呼").output
    assert "没有这样的称呼：历史里没有" in said
    assert "filter-repo" not in said


def test_a_shallow_copy_says_that_it_knows_only_a_part(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "copy")
    copy = open_repository(tmp_path / "copy" / "content")
    assert copy and is_shallow(copy)
    assert "--unshallow" in forget(tmp_path / "copy" / "content", "helper-1").output


def test_without_a_repository_there_is_no_history(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(content.parent))
    assert "没有历史要清" in forget(content, "helper-1").output


def test_an_unknown_id_is_wrong_usage_and_a_near_one_is_named(content: Path) -> None:
    said = forget(content, "helper-11")
    assert said.exit_code == 2
    assert re.search("没有“helper-11”这个人 → 从这些里选：helper-1、helper-10", said.output)


def test_a_people_file_with_an_error_is_to_be_mended_first(content: Path) -> None:
    people = content / "data/people.yaml"
    people.write_text(people.read_text("utf-8").replace("- id: helper-1\n", "- id: helper-1\n  x: 1\n"), "utf-8")
    said = forget(content, "helper-1")
    assert said.exit_code == 1
    assert "people.yaml:3:" in said.output
    assert forget(content, "helper-2").exit_code == 0


def test_one_who_is_gone_from_the_list_can_still_be_looked_for(content: Path) -> None:
    people = content / "data/people.yaml"
    people.write_text(people.read_text("utf-8").partition("- id: helper-2")[2], "utf-8")
    said = forget(content, "helper-1", "--word", "王阿姨")
    assert said.exit_code == 0
    assert "news/2026/day.md:8: body (正文)：王阿姨" in said.output


def test_the_sites_that_were_built_are_named(tmp_path: Path) -> None:
    """The site that is up, and the earlier one that `make rollback` would bring back."""
    project = make_project(tmp_path / "project")
    project.build()
    content = project.folder / "content"
    (content / "pages/about.md").write_text((content / "pages/about.md").read_text("utf-8") + "\n又一段。\n", "utf-8")
    project.build()
    said = forget(content, "helper-1").output.partition("三、")[2].partition("四、")[0]
    assert f"{project.output}: " in said
    assert f"{project.folder}/.kangle/output/releases/000001: " in said
    assert f"rm -r {project.folder}/.kangle/output。" in said
    shutil.rmtree(project.folder / ".kangle")
    shutil.rmtree(project.output)
    assert "都没有" in forget(content, "helper-1").output
