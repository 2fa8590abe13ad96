"""The command line: one module per verb; imported when its verb is called, so that a check starts at once."""

from __future__ import annotations

from keyword import iskeyword

import click

from plugins.failure import import_or_leave

VERBS = (
    "alert",
    "build",
    "check",
    "diff",
    "discuss",
    "docs",
    "due",
    "export",
    "forget",
    "gates",
    "import",
    "links",
    "new",
    "nginx",
    "pack",
    "publish",
    "rollback",
    "serve",
    "strip",
    "verify",
)


class Verbs(click.Group):
    """The verbs of `kangle`, each in the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in VERBS:
            return None
        module = f"{name}_" if iskeyword(name) else name
        command: click.Command = getattr(import_or_leave(f"plugins.commands.{module}"), module)
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """社区网站：检查、生成、预览、发布。"""
