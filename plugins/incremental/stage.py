"""A fresh folder that becomes the site in one step; hides how two folders change places.

A stage lies beside the output, on the same file system, so that a rename moves it whole.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from plugins.site.failure import OutputError

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


def check_output(output: Path, content: Path) -> None:
    """Refuse an output folder that is or holds the content, the home folder or the root; raises OutputError."""
    real = output.resolve()
    kept = {"内容文件夹": content.resolve(), "个人主目录": Path.home().resolve(), "当前项目": Path.cwd().resolve()}
    for name, path in kept.items():
        if path == real or real in path.parents:
            raise OutputError(f"{output}: 输出文件夹不能是{name}，也不能包含它 → 换一个文件夹，例如 output")
    if content.resolve() in real.parents:
        raise OutputError(f"{output}: 输出文件夹不能放在内容文件夹里 → 换一个文件夹，例如 output")


def make_stage(output: Path) -> Path:
    """An empty folder beside `output`."""
    stage = output.resolve().parent / f".{output.name}.stage"
    if stage.exists():
        shutil.rmtree(stage)
    stage.mkdir(parents=True)
    return stage


def switch(stage: Path, output: Path) -> None:
    """Put the stage in the place of `output` in one step; the old site is removed afterwards."""
    target = output.resolve()
    if not target.exists():
        stage.rename(target)
        return
    if not _exchange(stage, target):
        aside = target.parent / f".{output.name}.old"
        if aside.exists():
            shutil.rmtree(aside)
        target.rename(aside)
        stage.rename(target)
        stage = aside
    shutil.rmtree(stage)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically (Linux renameat2); False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if done == 0:
        return True
    if ctypes.get_errno() in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
