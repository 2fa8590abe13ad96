"""`kangle publish`: a signed release onto a branch, whole or not at all."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from plugins.failure import OutputError, leave_on_failure
from plugins.git import hide_credentials
from plugins.incremental import open_workshop
from plugins.publish import PushResult, Target
from plugins.publish import publish as put

NOT_UP = 3
"""Exit status: nothing went wrong, and yet what was pushed is not on the site."""
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?=[0-9-]*[a-z])[a-z0-9-]+")


@click.command()
@click.option("--content", type=click.Path(path_type=Path), default=Path("content"), help="内容文件夹")
@click.option("--output", type=click.Path(path_type=Path), default=Path("output"), help="输出文件夹")
@click.option("--manifest", type=click.Path(path_type=Path), help="签了字的清单，默认是 kangle gates 写下的那份")
@click.option("--remote", default="origin", show_default=True, help="发布到哪个远程仓库：名字、地址或文件夹")
@click.option("--branch", default="gh-pages", show_default=True, help="发布到哪个分支")
@click.option("--cname", help="网站的域名；不写就保留分支上原有的，写空的就去掉")
@click.option("--no-history", is_flag=True, help="分支上只留这一次，以前发布过的文字不再留在分支里")
@click.option("--allow-shrink", is_flag=True, help="允许页面比分支上少两成以上")
@click.option("--replace", is_flag=True, help="不管分支上现在是什么、历史对不对得上，都换掉")
@click.option("--source-branch", metavar="分支", help="发布从这个分支做的网站，虽然它不是默认分支")
@click.option("--dry-run", is_flag=True, help="只说会怎样，不动远程仓库")
def publish(
    content: Path,
    output: Path,
    manifest: Path | None,
    remote: str,
    branch: str,
    cname: str | None,
    no_history: bool,
    allow_shrink: bool,
    replace: bool,
    source_branch: str | None,
    dry_run: bool,
) -> None:
    """把检查通过的网站放到发布分支上：要么整个换上，要么一点不动。退出状态 3：没有发布，现在的网站里没有这次的改动。"""
    if cname and not _HOST.fullmatch(cname):
        raise click.BadParameter(f"{cname} 不像域名，例如 www.example.org", param_hint="--cname")
    target = Target(remote, branch, cname, not no_history, allow_shrink, replace, source_branch, dry=dry_run)
    with leave_on_failure({"PATH": str(content)}):
        workshop = open_workshop(output, content)
        file = manifest or workshop.release
        if not file.is_file():
            raise OutputError(f"{output}: 没有签了字的清单 → 先运行 kangle gates")
        outcome = put(file.read_bytes(), output, target, Path.cwd())
    told = _tell_ending(outcome, f"{hide_credentials(remote)} 的 {branch} 分支")
    if outcome.ending in ("apart", "aside"):
        click.echo(told, err=True)
        sys.exit(NOT_UP)
    click.echo(told)


def _tell_ending(outcome: PushResult, where: str) -> str:
    counts = f"新增 {outcome.added} 个文件，改动 {outcome.changed} 个，去掉 {outcome.removed} 个"
    if outcome.ending == "aside":
        return f"{outcome.why}。"
    if outcome.ending == "apart":
        return f"没有发布到 {where}，这次的改动不在网站上：{outcome.why}。"
    if outcome.ending == "older":
        return f"{where}：{outcome.why}。网站不用再换。"
    if outcome.ending == "unchanged":
        return f"{where}上已经是这个网站，没有变化。{outcome.why}"
    if outcome.ending == "would":
        return f"试运行：会发布到 {where}，{counts}。{outcome.why}远程仓库没有动。"
    told = f"已发布到 {where}：{counts}（提交 {outcome.commit[:12]}）。{outcome.why}"
    return f"{told}\n{_FIRST}" if outcome.first else told


_FIRST = (
    "这是这个分支第一次发布。托管网站上的 Pages 要打开一次才看得到：GitHub 上是 Settings → Pages → Deploy from a branch，"
    "选这个分支和 / (root)。过几分钟用 kangle verify 网址 核对。"
)
