"""`kangle forget`: every place a person stands and how to remove it; changes nothing itself."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from plugins.commands.history import History, is_shallow, look_back, open_repository
from plugins.commands.options import read_markdown
from plugins.files import list_files
from plugins.git import GitError
from plugins.incremental import Workshop
from plugins.model import Person, Roster
from plugins.rules import Trace, find_traces, nearest, read, spell_widely

PEOPLE = Person.kind.source.pattern
ROSTERS = Roster.kind.source.path_of("").removesuffix(".yaml")
SHOWN = 20
"""So many files of the history are named; more would hide the rest."""


@click.command()
@click.argument("id")
@click.option(
    "--content",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("content"),
    help="内容文件夹",
)
@click.option("--output", type=click.Path(path_type=Path), default=Path("output"), help="输出文件夹")
@click.option("--word", "also", multiple=True, metavar="词", help="也找这个词，例如以前的称呼；可以写几次")
def forget(id: str, content: Path, output: Path, also: tuple[str, ...]) -> None:
    """一个人要离开，或者撤回同意：列出 ID 在哪里出现、按什么顺序去掉、git 历史里还剩什么。只列清单，什么都不改。"""
    reading = read(content, markdown=read_markdown())
    person = next((p for p in reading.people if p.id == id), None)
    if person is None and not also:
        _explain_unknown(id, content, [p.id for p in reading.people], [p for p in reading.errors if p.path == PEOPLE])
    words = _names_of(person, also)
    patterns = {id: _whole(id), **{word: spell_widely(word) for word in words}}
    found, unread = find_traces(content, patterns)
    click.echo(f"{id}：只列清单，什么都不改。")
    report = [
        *_tell_traces(content, _sort_traces(found, reading.people, id, words)),
        *_tell_person(person),
        *_tell_namesakes(_namesakes(reading.people, id, words)),
        *_tell_unread(content, unread),
        *_tell_order(content, person, any(t.path.startswith(ROSTERS) for t in found)),
        *_tell_sites(Workshop(output.resolve(), output.resolve().parent / ".kangle" / output.resolve().name), words),
    ]
    click.echo("\n".join(report))
    try:
        click.echo("\n".join(_tell_history(content, id, words, person.roles[0] if person else "义工")))
    except GitError as error:
        click.echo(f"git: 历史没有查完，{error} → 改好以后再运行一次", err=True)
        sys.exit(2)


def _names_of(person: Person | None, also: Iterable[str]) -> tuple[str, ...]:
    """What a person is called: as they are shown, and as somebody remembers."""
    display = person.display if person and person.display else ""
    return tuple(dict.fromkeys(word for word in (display, *also) if word.strip()))


def _namesakes(people: Iterable[Person], id: str, words: Sequence[str]) -> list[Person]:
    return [other for other in people if other.id != id and other.display in words]


def _whole(id: str) -> re.Pattern[str]:
    """An id where it is not a part of a longer one."""
    return re.compile(rf"(?<![A-Za-z0-9-]){re.escape(id)}(?![A-Za-z0-9-])")


def _explain_unknown(id: str, content: Path, known: Sequence[str], errors: Iterable[object]) -> None:
    faults = list(errors)
    for fault in faults:
        click.echo(f"{content}/{fault}", err=True)
    if faults:
        click.echo(f"没有读到“{id}”这个人 → 先改好上面的错误，再运行一次", err=True)
        sys.exit(1)
    near = nearest(id, dict.fromkeys(known)) if known else "里面还没有人"
    click.echo(f"{content}/{PEOPLE}: 没有“{id}”这个人 → {near}", err=True)
    click.echo(f"人已经删掉、只想查还剩什么：kangle forget {id} --word 称呼", err=True)
    sys.exit(2)


@dataclass(frozen=True, slots=True)
class _Traces:
    """Where a person stands in the content, in the order in which the places are to be mended."""

    rosters: list[Trace]
    elsewhere: list[Trace]
    people: list[Trace]

    def __len__(self) -> int:
        return len(self.rosters) + len(self.elsewhere) + len(self.people)


def _sort_traces(found: Iterable[Trace], people: Iterable[Person], id: str, words: Sequence[str]) -> _Traces:
    # A namesake's own entry has the same word in it, and is not to be touched.
    others = {other.at for other in _namesakes(people, id, words)}
    mine = [t for t in found if t.path != PEOPLE or t.loc[:1] not in others]
    return _Traces(
        rosters=[t for t in mine if t.path.startswith(ROSTERS)],
        elsewhere=[t for t in mine if t.path != PEOPLE and not t.path.startswith(ROSTERS)],
        people=[t for t in mine if t.path == PEOPLE],
    )


def _tell_traces(content: Path, traces: _Traces) -> Iterator[str]:
    yield f"\n一、内容里有 {len(traces)} 处"
    for title, found in (
        ("值班表", traces.rosters),
        ("别的文件（逐处看，写的是本人就改成岗位）", traces.elsewhere),
        ("人员表", traces.people),
    ):
        if found:
            yield f"  {title}"
            yield from (f"    {content}/{trace}：{trace.word}" for trace in found)


def _tell_person(person: Person | None) -> Iterator[str]:
    if person:
        records = "、".join(dict.fromkeys(consent.record for consent in person.consents))
        yield f"  本人的岗位 {'、'.join(person.roles)}，同意书 {records or '没有'}"


def _tell_namesakes(namesakes: Iterable[Person]) -> Iterator[str]:
    for other in namesakes:
        yield f"  {PEOPLE} 里的 {other.id} 也叫这个称呼，是另一个人，不用动；别的文件里写的是谁，请逐处核对"


def _tell_unread(content: Path, unread: Sequence[str]) -> Iterator[str]:
    if unread:
        yield "  这些文件程序看不进去，请打开看看："
        yield from (f"    {content}/{path}" for path in unread)
    yield "  图片里的人和字，程序看不出来，请想一想有没有照片。"


def _tell_order(content: Path, person: Person | None, on_duty: bool) -> Iterator[str]:
    yield "\n二、按这个顺序去掉"
    if person and person.display:
        yield f"  只是不再显示称呼，人还值班：删掉 {content}/{PEOPLE} 里的 display 和 consents，别的不用改，从第 3 步做起。"
        yield "  人也离开了，四步都做："
    steps = [
        f"值班表：{'上面每一处换成别人的编号，或删掉这个编号' if on_duty else '里面没有，不用改'}",
        f"别的文件里的称呼改成岗位，最后删掉 {content}/{PEOPLE} 里的这一项",
        "运行 make check、make site，看网站上还有没有",
        "发布：make publish FLAGS=--no-history，网站分支不留旧页面；纸质同意书按站里的规定保管或销毁",
    ]
    yield from (f"  {i}. {step}" for i, step in enumerate(steps, 1))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A folder of built pages and how many of its files have one of the words."""

    folder: Path
    files: int


def _tell_sites(workshop: Workshop, words: Sequence[str]) -> Iterator[str]:
    yield "\n三、生成过的网站"
    needles = [word.encode() for word in words]
    folders = [folder for folder in (workshop.output, *workshop.releases()) if folder.is_dir()]
    kept = [_Kept(folder, n) for folder in folders if (n := sum(_has(f, needles) for f in list_files(folder)))]
    for site in kept:
        yield f"  {site.folder}: {site.files} 个文件里还有"
    if not kept:
        yield "  现在的网站和留着的旧网站里都没有" if words else "  没有称呼可找"
    if workshop.folder.exists():
        yield f"  旧网站（供 make rollback 换回）和缓存留在 {workshop.folder}，换回去称呼就又出现。"
        yield f"  网站更新后删掉这个文件夹：rm -r {workshop.folder}。之后暂时不能换回旧网站，下一次生成会重新建立。"


def _has(file: Path, needles: Sequence[bytes]) -> bool:
    return file.is_file() and any(needle in data for data in (file.read_bytes(),) for needle in needles)


def _tell_history(content: Path, id: str, words: Sequence[str], instead: str) -> Iterator[str]:
    yield "\n四、git 历史"
    repository = open_repository(content)
    if repository is None:
        yield "  这里没有 git 仓库（或没有装 git），没有历史要清。"
        return
    if is_shallow(repository):
        yield "  这份仓库只有一部分历史，先运行 git fetch --unshallow，再查一次。"
    histories = {word: look_back(repository, word, whole=word == id) for word in (id, *words)}
    for word, history in histories.items():
        yield from _tell_word(word, history)
    yield "  以前的 Excel、Word、PDF 和图片，程序看不进去，没有算在里面。"
    if any(history.commits or history.messages for history in histories.values()):
        yield from _tell_cleaning(words, instead)


def _tell_word(word: str, history: History) -> Iterator[str]:
    if history.commits:
        yield f"  {word}：{history.commits} 次提交、{len(history.files)} 个文件，最早 {history.first}，最近 {history.last}"
        yield from (f"    {file}" for file in history.files[:SHOWN])
        if len(history.files) > SHOWN:
            yield f"    还有 {len(history.files) - SHOWN} 个文件"
    else:
        yield f"  {word}：历史里没有"
    if history.messages:
        yield f"    提交说明里也有 {history.messages} 次"


def _tell_cleaning(words: Sequence[str], instead: str) -> Iterator[str]:
    example = f"{words[0] if words else '称呼'}==>{instead}"
    steps = (
        "先做完第二步并提交，旧的分支、标签、暂存（git stash）不要的都删掉",
        "和所有改过仓库的人约好：推送完以前的改动，之后都重新克隆，不再用旧的那一份",
        f"在一份新克隆里写一个文件 names.txt，一行一个：{example}",
        "安装 git filter-repo，运行 git filter-repo --replace-text names.txt --replace-message names.txt",
        "整份不要的文件：git filter-repo --invert-paths --path 文件；同称呼的别人也会被换掉，先想好写法",
        "filter-repo 会去掉 origin，添回来：git remote add origin 仓库地址",
        "强制推送所有分支和标签：git push --force --all，再 git push --force --tags",
        '历史改写过，网站要说明了才换：make publish FLAGS="--no-history --replace"；'
        "由 GitHub 发布的，在 Actions 里手动运行“发布”，勾选“换掉”和“不留历史”。不做这一步，以后的改动都上不了网站",
        "请托管网站（例如 GitHub 的客服）清掉缓存、合并请求里的旧提交；别人的复刻要请他们自己删",
        "再运行一次这个命令，看历史里还有没有；搜索引擎和别人存下的页面收不回来，可以请搜索引擎更新",
    )
    yield "  历史里的旧文字，谁克隆仓库都看得到。要去掉，请管仓库的人做："
    yield from (f"  {i}. {step}" for i, step in enumerate(steps, 1))
    yield "  编号本身不说明是谁；称呼去掉以后，编号可以留在历史里。"
