"""`kangle alert`: a warning for the top of every page, written and ended in one line."""

from __future__ import annotations

import re
import sys
from datetime import datetime, timedelta
from pathlib import Path

import click

from plugins.commands.options import as_of_option, read_moment
from plugins.commands.writing import list_ids, load, quote, write_checked
from plugins.failure import leave_on_failure
from plugins.model import ALERT_LEVELS, SHANGHAI, Alert
from plugins.rules import Library

FILE = Alert.kind.source.pattern
_EMPTY = re.compile(r"^\[\s*\]\s*$", re.M)


@click.command()
@click.argument("words", required=False)
@click.option("--level", type=click.Choice(ALERT_LEVELS), default="一般", show_default=True, help="预警的颜色")
@click.option("--from", "since", metavar="时刻", help="从什么时候起，不写就是现在")
@click.option("--until", metavar="时刻", help="到什么时候止，例如 2026-11-30 08:00；不写就一直挂着，用 --end 结束")
@click.option("--do", "do", metavar="话", help="居民要做什么")
@click.option("--link", metavar="地址", help="详细情况在哪一页")
@click.option("--affects", metavar="哪里", help="小区、楼栋、网格，名字或编号，几个用顿号隔开；不写就是全社区")
@click.option("--closes", metavar="场所和活动", help="关哪些场所、停哪些活动，名字或编号，几个用顿号隔开")
@click.option("--sample", is_flag=True, help="演练，页面会注明")
@click.option("--end", is_flag=True, help="结束现在的通知")
@click.option("--content", type=click.Path(path_type=Path, exists=True), default=Path("content"), help="内容文件夹")
@as_of_option
def alert(
    words: str | None,
    level: str,
    since: str | None,
    until: str | None,
    do: str | None,
    link: str | None,
    affects: str | None,
    closes: str | None,
    sample: bool,
    end: bool,
    content: Path,
    as_of: str | None,
) -> None:
    """在每一页最上面写一条紧急通知 WORDS，例如 kangle alert 台风橙色预警，请留在室内 --level 橙 --until "2026-11-30 08:00"。"""
    if end == bool(words):
        raise click.UsageError("写上通知的话，或者用 --end 结束现在的通知 → 例如 kangle alert 青溪路停电抢修")
    now = read_moment(as_of)
    with leave_on_failure({"PATH": str(content)}):
        library, sources = load(content)
        if end:
            _end(library, content, now)
            return
        lines = [f"level: {level}", f"words: {quote(words or '')}", f"from: {since or _write(now)}"]
        lines += [f"until: {until}"] if until else []
        lines += [f"{key}: {quote(value)}" for key, value in (("do", do), ("link", link)) if value]
        for key, value in (("affects", affects), ("closes", closes)):
            lines += [f"{key}: [{', '.join(map(quote, list_ids(value, sources)))}]"] if value else []
        lines += ["sample: true"] if sample else []
        write_checked(
            library, content, FILE, _append(library.stored(FILE) if (content / FILE).exists() else b"", lines)
        )
    click.echo(f"已写进 {content / FILE}。运行 make publish 就上线。")


def _write(now: datetime) -> str:
    return f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _append(data: bytes, lines: list[str]) -> bytes:
    """The file with one item more; what stands in it, remarks too, is left as it is."""
    text = _EMPTY.sub("", data.decode("utf-8-sig")).rstrip("\n")
    item = "\n".join(f"{'- ' if i == 0 else '  '}{line}" for i, line in enumerate(lines))
    return f"{text}\n{item}\n".lstrip("\n").encode()


def _end(library: Library, content: Path, now: datetime) -> None:
    """Let every alert that holds end now."""
    reading = library.reading()
    alerts = reading.gathered.alerts if reading.gathered else ()
    going = [one for one in alerts if one.begins <= now and (one.ends is None or now < one.ends)]
    if not going:
        click.echo("现在没有紧急通知。")
        return
    lines = library.stored(FILE).decode("utf-8-sig").split("\n")
    tree = reading.trees[FILE]
    # From the last to the first, so that a new line moves no place that is still to be looked up.
    ends = {one.at: _write(max(now, one.begins + timedelta(minutes=1))) for one in going}
    for one in sorted(going, key=lambda found: found.at, reverse=True):
        field = "until" if one.until else "from"
        number, column = tree.place((*one.at, field))
        before = lines[number - 1][: column - 1]
        if "{" in before:
            click.echo(f"{content / FILE}:{number}: 写在一行的花括号里，改不了 → 把 until 改成 {_write(now)}", err=True)
            sys.exit(1)
        if one.until:
            lines[number - 1] = f"{before}{ends[one.at]}"
        else:
            indent = " " * (len(before) - len(before.lstrip(" -")))
            lines.insert(number, f"{indent}until: {ends[one.at]}")
    write_checked(library, content, FILE, "\n".join(lines).encode())
    click.echo(f"已结束：{'、'.join(one.words for one in going)}。运行 make publish 就上线。")
