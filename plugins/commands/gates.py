"""`kangle gates`: every gate over the built site, and the signed manifest of a release."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

import plugins
from plugins.commands.build import load_settings
from plugins.commands.check import inspect
from plugins.commands.options import as_of_option
from plugins.composition import all_pages, promised_files
from plugins.failure import BROKEN, CONTENT, OutputError, leave_on_failure
from plugins.files import replace_files
from plugins.incremental import (
    BuildRecord,
    Origins,
    Workshop,
    load_manifest,
    look_at,
    open_workshop,
    read_texts,
    recall,
)
from plugins.problems import SourceError
from plugins.publish import (
    PATIENCE,
    Release,
    Repository,
    Subject,
    Verdict,
    ask_gates,
    digest_files,
    open_tree,
    survey,
    write_release,
)
from plugins.settings import markdown_of, read_content, templates_of
from plugins.site import check_url, make_site


@click.command()
@click.option(
    "--settings", type=click.Path(path_type=Path, exists=True), default=Path("pelicanconf.py"), help="设置文件"
)
@click.option("--content", type=click.Path(path_type=Path), help="内容文件夹，默认是设置里的 content")
@click.option("--output", type=click.Path(path_type=Path), help="输出文件夹，默认是设置里的 output")
@click.option("--patience", type=click.FloatRange(1), default=PATIENCE, show_default=True, help="每道检查最多等几秒")
@as_of_option
def gates(settings: Path, content: Path | None, output: Path | None, patience: float, as_of: str | None) -> None:
    """发布前的检查：每一道都通过，才写下签了字的清单。用和生成时一样的 --settings、--content、--output。"""
    loaded = load_settings(settings, content, output, as_of)
    with leave_on_failure(loaded):
        workshop = open_workshop(Path(loaded["OUTPUT_PATH"]), Path(loaded["PATH"]))
        workshop.release.unlink(missing_ok=True)
        subject, record = _open(loaded, workshop)
        inputs = [Path(loaded["PATH"]), Path(loaded["THEME"]), Path(plugins.__path__[0]), settings]
        source = Repository(Path.cwd()).read_source(inputs, (subject.content / path for path in record.sources))
        verdicts = ask_gates(subject, patience)
        _tell_verdict(verdicts)
        files = survey(subject.tree)
        release = Release(
            source=source,
            url=subject.site.url,
            clock=record.since,
            tree=digest_files(files),
            files=files,
            gates=[v.signature for v in verdicts if v.signature],
        )
        replace_files({workshop.release: write_release(release)})
    click.echo(f"{len(verdicts)} 道检查都通过了，{len(files)} 个文件可以发布。清单在 {workshop.release}。")


def _open(settings: dict[str, Any], workshop: Workshop) -> tuple[Subject, BuildRecord]:
    """The site that stands in the output, and proof that these sources make it: the last build's record."""
    from pelican.settings import DEFAULT_CONFIG

    content = Path(settings["PATH"])
    inputs = look_at(content, templates_of(settings).folders(), settings, Path(plugins.__path__[0]))
    record = recall(workshop, inputs, settings["AS_OF"])
    if record is None:
        raise OutputError(f"{settings['OUTPUT_PATH']}: 不是现在的内容生成的网站，或者已经过时 → 先运行 make site")
    reading = read_content(settings, DEFAULT_CONFIG)
    if reading.sources is None:
        raise SourceError(reading.problems)
    since = datetime.fromisoformat(record.since)
    site = make_site(reading.sources, since, check_url(settings["SITEURL"]))
    texts = read_texts(Path(settings["THEME"]), Path(plugins.__path__[0]))
    subject = Subject(
        tree=open_tree(workshop.output),
        content=content,
        site=site,
        check=partial(inspect, now=since, markdown=markdown_of(settings, DEFAULT_CONFIG)),
        made=frozenset(load_manifest(workshop.manifest)),
        read=record.sources,
        promised=promised_files(site.sources),
        allowed=reading.allowed(),
        trace=Origins(site, tuple(all_pages(site)), content.name, texts).find,
    )
    return subject, record


def _tell_verdict(verdicts: tuple[Verdict, ...]) -> None:
    """One line a gate; leaves where one has not signed."""
    for verdict in verdicts:
        if verdict.signature:
            looked = f"看了 {verdict.signature.examined} 个，自检 {verdict.signature.planted} 处"
            click.echo(f"{verdict.gate:<8} 通过：{looked}")
        elif verdict.broken:
            click.echo(f"{verdict.gate:<8} 不算数：{verdict.broken} → 请维护程序的人看一看", err=True)
        else:
            click.echo(f"{verdict.gate:<8} 没有通过：{len(verdict.faults)} 处", err=True)
            click.echo("\n".join(verdict.faults), err=True)
    if all(verdict.signature for verdict in verdicts):
        return
    click.echo("没有签字，不能发布；网站还是原来的样子。", err=True)
    sys.exit(BROKEN if any(verdict.broken for verdict in verdicts) else CONTENT)
