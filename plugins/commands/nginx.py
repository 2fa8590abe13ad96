"""`kangle nginx`: the configuration of an nginx that serves the published site."""

from __future__ import annotations

from pathlib import Path

import click

from plugins.commands.build import load_settings
from plugins.commands.options import as_of_option
from plugins.failure import leave_on_failure
from plugins.hosting import write_nginx
from plugins.settings import read_content
from plugins.site import open_site


@click.command()
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option(
    "--settings", type=click.Path(path_type=Path, exists=True), default=Path("publishconf.py"), help="设置文件"
)
@click.option("--content", type=click.Path(path_type=Path), help="内容文件夹，默认是设置里的 content")
@click.option("--listen", default="80", show_default=True, help="端口，或地址和端口，例如 127.0.0.1:8080")
@as_of_option
def nginx(folder: Path, settings: Path, content: Path | None, listen: str, as_of: str | None) -> None:
    """写出 nginx 的设置：已发布的网站放在“文件夹”里，安全标头、缓存、旧地址都按这个网站来。"""
    if not folder.is_absolute() or any(char in str(folder) for char in '"\\$;{}\n'):
        raise click.BadParameter("要写完整的路径，里面不能有引号、分号、花括号", param_hint="文件夹")
    from pelican.settings import DEFAULT_CONFIG

    loaded = load_settings(settings, content, None, as_of)
    with leave_on_failure(loaded):
        site = open_site(read_content(loaded, DEFAULT_CONFIG), loaded["AS_OF"], loaded["SITEURL"])
    click.echo(write_nginx(site, folder, listen), nl=False)
