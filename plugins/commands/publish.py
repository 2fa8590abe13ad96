"""`kangle publish`: a signed release onto a branch, whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import click

from plugins.failure import OutputError, leave_on_failure
from plugins.git import hide_credentials
from plugins.incremental import open_workshop
from plugins.publish import PushResult, Target
from plugins.publish import publish as put

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*")


@click.command()
@click.option("--content", type=click.Path(path_type=Path), default=Path("content"), help="内容文件夹")
@click.option("--output", type=click.Path(path_type=Path), default=Path("output"), help="输出文件夹")
@click.option("--manifest", type=click.Path(path_type=Path), help="签了字的清单，默认是 kangle gates 写下的那份")
@click.option("--remote", default="origin", show_default=True, help="发布到哪个远程仓库：名字、地址或文件夹")
@click.option("--branch", default="gh-pages", show_default=True, help="发布到哪个分支")
@click.option("--cname", help="网站的域名；不写就保留分支上原有的，写空的就去掉")
@click.option("--no-history", is_flag=True, help="分支上只留这一次，以前发布过的文字不再留在分支里")
@click.option("--allow-shrink", is_flag=True, help="允许页面比分支上少两成以上")
@click.option("--replace", is_flag=True, help="不管分支上现在是什么、是不是更新，都换掉")
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
    dry_run: bool,
) -> None:
    """把检查通过的网站放到发布分支上：要么整个换上，要么一点不动。"""
    if cname and not _HOST.fullmatch(cname):
        raise click.BadParameter(f"{cname} 不像域名，例如 www.example.org", param_hint="--cname")
    target = Target(remote, branch, cname, not no_history, allow_shrink, replace, dry_run)
    with leave_on_failure({"PATH": str(content)}):
        workshop = open_workshop(output, content)
        file = manifest or workshop.release
        if not file.is_file():
            raise OutputError(f"{output}: 没有签了字的清单 → 先运行 kangle gates")
        outcome = put(file.read_bytes(), output, target, Path.cwd())
    click.echo(_tell_ending(outcome, f"{hide_credentials(remote)} 的 {branch} 分支"))


def _tell_ending(outcome: PushResult, where: str) -> str:
    counts = f"新增 {outcome.added} 个文件，改动 {outcome.changed} 个，去掉 {outcome.removed} 个"
    if outcome.ending == "older":
        return f"{where}上已经是更新的网站，这一次不用发布。"
    if outcome.ending == "unchanged":
        return f"{where}上已经是这个网站，没有变化。"
    if outcome.ending == "would":
        return f"试运行：会发布到 {where}，{counts}。远程仓库没有动。"
    return f"已发布到 {where}：{counts}（提交 {outcome.commit[:12]}）。"
