"""How a build that cannot go on says so; hides exceptions from whoever typed the command."""

from __future__ import annotations

import errno
import json
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from plugins.parallel import WorkerError
from plugins.problems import SourceError

CONTENT, BROKEN = 1, 2
"""Exit statuses: problems in the content; wrong usage or a broken installation."""
_REASONS = {
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EIO: "磁盘读写出错",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这里是一个文件夹",
    errno.ENOTDIR: "这里不是文件夹",
    errno.EMFILE: "打开的文件太多",
    errno.ENOMEM: "内存不够",
}


class OutputError(Exception):
    """The output is refused as it is or as it would become; the message is for the editor."""


@contextmanager
def leave_on_failure(settings: Mapping[str, Any]) -> Iterator[None]:
    """Turn what stops a build into lines on standard error and an exit status; never a traceback for bad input."""
    try:
        yield
    except Exception as error:
        told = tell(error, Path(settings["PATH"]).name)
        if told is None:
            raise
        status, lines = told
        sys.stderr.write("\n".join(lines) + "\n")
        raise SystemExit(status) from None


def tell(error: Exception, content: str) -> tuple[int, list[str]] | None:
    """The exit status and the lines for whoever typed the command; None for a fault of our own."""
    if isinstance(error, SourceError):
        count = sum(p.level == "error" for p in error.problems)
        lines = [f"{content}/{problem}" for problem in error.problems]
        return CONTENT, [*lines, f"有 {count} 处要改；网站没有更新，还是原来的样子。"]
    if isinstance(error, OutputError):
        return BROKEN, [str(error), "网站没有更新，还是原来的样子。"]
    if isinstance(error, WorkerError):
        return _unpack_failure(str(error))
    if isinstance(error, OSError) and error.errno:
        name = error.filename or "系统"
        return BROKEN, [f"{name}: 读写失败，{explain(error)} → 检查文件、磁盘空间和权限；网站没有更新"]
    if isinstance(error, sqlite3.Error):
        return BROKEN, [f".kangle: 缓存读写失败，{error} → 检查磁盘空间，或删掉 .kangle 文件夹；网站没有更新"]
    place = _template_place(error.__traceback__)
    if place:
        return BROKEN, [f"{place}: 模板出错，{error} → 修改模板；网站没有更新"]
    return None


def import_or_leave(name: str) -> ModuleType:
    """A module of the program; one that does not load is a broken installation, told in a line."""
    try:
        return import_module(name)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        sys.stderr.write(f"{name}: 程序没有装完整（{reason}） → 重新安装，或请维护程序的人看一看；网站没有更新\n")
        raise SystemExit(BROKEN) from None


def explain(error: OSError) -> str:
    """Why the system refused, in Chinese where it is a common reason."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def pack(error: Exception) -> bytes:
    """What a worker sends of its failure."""
    told = tell(error, "content") or (BROKEN, [f"程序出错：{type(error).__name__}: {error}；网站没有更新"])
    return json.dumps(told, ensure_ascii=False).encode()


def _unpack_failure(message: str) -> tuple[int, list[str]]:
    if not message:
        return BROKEN, ["一个工作进程意外停下了 → 检查内存是否够用，再试一次；网站没有更新"]
    try:
        status, lines = json.loads(message)
    except ValueError:
        return BROKEN, [f"程序出错：{message}；网站没有更新"]
    return int(status), list(lines)


def _template_place(trace: TracebackType | None) -> str | None:
    """The template and line an error comes from (Jinja maps its frames to template lines), if it does."""
    place = None
    while trace:
        # Jinja gives its frames the template's own file name and line numbers.
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".html"):
            place = f"{Path(name).parent.name}/{Path(name).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
