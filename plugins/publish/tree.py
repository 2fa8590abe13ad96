"""The files of a built site; hides folders, links and odd names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from plugins.failure import OutputError
from plugins.files import walk
from plugins.publish.release import HOST_FILES, FileDigest, describe, is_safe


@dataclass(frozen=True)
class OutputTree:
    """A site's files in order; some may stand only in memory, so that a fault can be planted without touching one."""

    folder: Path
    files: tuple[str, ...]
    planted: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, file: str) -> bytes:
        known = self.planted.get(file)
        return (self.folder / file).read_bytes() if known is None else known

    def plant(self, files: Mapping[str, bytes]) -> OutputTree:
        """This tree with files that are not there, or not so."""
        return replace(self, files=tuple(sorted({*self.files, *files})), planted={**self.planted, **files})

    def only(self, files: Iterable[str]) -> OutputTree:
        return replace(self, files=tuple(sorted(files)))

    def pages(self) -> tuple[str, ...]:
        return tuple(file for file in self.files if file.endswith(".html"))


def open_tree(folder: Path) -> OutputTree:
    """The tree of a folder; raises OutputError for what no build makes."""
    if not folder.is_dir():
        raise OutputError(f"{folder}: 没有这个文件夹 → 先运行 make site")
    files = sorted(list_tree(folder))
    for file in files:
        path = folder / file
        if path.is_symlink() or not path.is_file():
            raise OutputError(f"{path}: 不是普通文件，不能发布 → 删掉 {folder}，重新生成")
        if not is_safe(file):
            raise OutputError(f"{path}: 这个名字不能发布 → 改内容里的文件名，重新生成")
    if not files:
        raise OutputError(f"{folder}: 里面什么也没有 → 先运行 make site")
    return OutputTree(folder, tuple(files))


def survey(tree: OutputTree) -> dict[str, FileDigest]:
    """What every file of a tree holds now."""
    return {file: describe(tree.read(file)) for file in tree.files}


def list_tree(folder: Path) -> Iterator[str]:
    """Every name below a folder but the folders', with / between its parts; what the host needs is passed over."""
    for path, entry in walk(folder):
        if not entry.is_dir(follow_symlinks=False) and path not in HOST_FILES:
            yield path
