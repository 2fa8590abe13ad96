"""Runs the command in forks of one process that has imported it, which saves each run the half second that takes.

A line of JSON in (`folder`, `arguments`, `environment`), a line out: the process and its exit status. What a run says
goes to the files `out` and `err` of the folder this was started in. Everything that fails in a run fails as in a process of its own:
the calls were wrapped (sitecustomize.py) before anything was imported.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import pelican.settings  # noqa: F401
import sitecustomize

import plugins.assets
import plugins.commands.build
import plugins.commands.rollback
import plugins.directory
import plugins.incremental
import plugins.pages  # noqa: F401
from plugins.commands import main
from plugins.incremental.render import Templates, make_environment
from tests.compiled import keep_compiled

PATIENCE = 120
THEME = Path(__file__).resolve().parents[3] / "theme"


def serve() -> None:
    """Fork for every line; end with the input."""
    keep_compiled()
    ready = make_environment(Templates(THEME))
    for name in ready.list_templates(extensions=["html"]):
        ready.get_template(name)  # of another theme only what differs is compiled in a fork
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            run(Path(order["folder"]), order["arguments"], order["environment"])
        _, status = os.waitpid(child, 0)
        sys.stdout.write(json.dumps([child, os.waitstatus_to_exitcode(status)]) + "\n")
        sys.stdout.flush()


def run(folder: Path, arguments: list[str], environment: Mapping[str, str]) -> NoReturn:
    """The life of one run."""
    code = 1
    try:
        os.setsid()
        os.environ.update(environment)
        for name, descriptor in (("out", 1), ("err", 2)):
            file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(file, descriptor)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(folder)
        signal.alarm(PATIENCE)
        sitecustomize.arm()
        sys.argv = ["kangle", *arguments]
        main(arguments, prog_name="kangle")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
