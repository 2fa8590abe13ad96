"""How a build that cannot go on says so; hides exceptions from whoever typed the command."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from plugins.source import SourceError

CONTENT, BROKEN = 1, 2
"""Exit statuses: problems in the content; wrong usage or a broken installation."""


class OutputError(Exception):
    """The output folder is one that must not be replaced; the message is for the editor."""


@contextmanager
def leave_on_failure(settings: Mapping[str, Any]) -> Iterator[None]:
    """Turn what stops a build into lines on standard error and an exit status; never a traceback."""
    try:
        yield
    except SourceError as error:
        count = sum(p.level == "error" for p in error.problems)
        lines = [f"{Path(settings['PATH']).name}/{problem}" for problem in error.problems]
        _leave(CONTENT, *lines, f"有 {count} 处要改；网站没有更新，还是原来的样子。")
    except OutputError as error:
        _leave(BROKEN, str(error))
    except OSError as error:
        name = error.filename or settings["OUTPUT_PATH"]
        _leave(BROKEN, f"{name}: 读写失败，{error.strerror} → 检查文件是否存在、磁盘空间和权限；网站没有更新")
    except Exception as error:
        place = _template_place(error.__traceback__)
        if place is None:
            raise
        _leave(BROKEN, f"{place}: 模板出错，{error} → 修改模板；网站没有更新")


def _leave(status: int, *lines: str) -> None:
    sys.stderr.write("\n".join(lines) + "\n")
    raise SystemExit(status)


def _template_place(trace: TracebackType | None) -> str | None:
    """The template and line an error comes from (Jinja maps its frames to template lines), if it does."""
    place = None
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".html"):
            place = f"{Path(name).parent.name}/{Path(name).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
