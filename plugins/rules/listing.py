"""Which files of a content folder may be read, and what becomes of the others; hides what disks and archives can hold."""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from plugins.files import walk
from plugins.media import ATTACHMENTS, CAPTIONS, FILMS, PICTURES
from plugins.model import KINDS
from plugins.private import find_private_name, mask, names_owner
from plugins.problems import Problem

_INSTEAD: Mapping[tuple[str, ...], str] = {
    (".heic", ".heif", ".tif", ".tiff", ".bmp", ".avif", ".raw", ".dng", ".psd"): "用看图程序打开，另存为 .jpg",
    (".ppt", ".pptx", ".wps", ".odt", ".pages", ".rtf", ".ofd"): "另存为 .pdf",
    (".xls", ".et", ".ods", ".csv", ".numbers", ".xlsm"): "另存为 .xlsx",
    (".doc", ".docm", ".dotx", ".dot"): "另存为 .docx",
    (".zip", ".rar", ".7z", ".tar", ".gz"): "解开，把里面的文件一个一个放进来",
    (".mov", ".avi", ".wmv", ".webm", ".mkv"): "另存为 .mp4（20 MB 以内）放进 files/，在 films/ 里写一页",
    (".mp3", ".m4a", ".wav"): "录音放到别的网站，在正文里写链接",
}
"""What becomes of a file that a browser does not show."""
MEDIA = PICTURES | ATTACHMENTS | FILMS | CAPTIONS | {".svg", ".txt"}
LEFTOVER = re.compile(r"^(\.|~\$)|(~|\.swp|\.bak|\.tmp)$|^(Thumbs\.db|desktop\.ini)$")
_NO_WINDOWS_NAME = re.compile(r'[<>:"|?*\\]')
"""https://learn.microsoft.com/windows/win32/fileio/naming-a-file; GitHub's artifacts refuse the same."""
_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9¹²³]", re.I)
_LONGEST_NAME = 240
"""Bytes; 255 is what disks take, and archives add an ending."""
_NOT_UTF_8 = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def is_media(path: str) -> bool:
    return path.partition("/")[0] in ("images", "files") and Path(path).suffix.lower() in MEDIA


def list_sources(content: Path, problems: list[Problem], below: str = "") -> Iterator[str]:
    """Every file of content, or of a folder of it, that may be read, as a path with / between its parts, sorted."""

    def tell(folder: str, error: OSError) -> None:
        message = f"读不了这个文件夹（{error.strerror}）"
        problems.append(Problem(folder or ".", 1, 1, "", "", message, "检查文件夹是否存在、能否打开"))

    seen: dict[str, str] = {}
    for path, entry in walk(content, lambda entry: _refuse(entry.name, entry) is None, tell, below):
        problems += _judge_name(entry.name, path, seen)
        if problem := _refuse(path, entry):
            problems.append(problem)
        elif entry.is_file():
            yield path


def _refuse(path: str, entry: os.DirEntry[str]) -> Problem | None:
    """Why a file or folder is not read; None where it may be."""
    if _UNPRINTABLE.search(entry.name):
        shown = _UNPRINTABLE.sub("?", path)
        what = "文件名不是 UTF-8 编码" if _NOT_UTF_8.search(entry.name) else "文件名里有不能显示的字符"
        return Problem(shown, 1, 1, "", "", what, "改文件名，用 UTF-8 文字")
    if private := find_private_name(entry.name):
        return Problem(mask(path), 1, 1, "", "文件名", *private)
    if LEFTOVER.search(entry.name):
        return Problem(path, 1, 1, "", "", "临时文件或隐藏文件，不会发布", "可以删掉", "warning")
    if entry.is_symlink():
        return Problem(path, 1, 1, "", "", "是符号链接，可能指向文件夹之外", "换成真实的文件")
    if not (entry.is_dir() or entry.is_file()):
        return Problem(path, 1, 1, "", "", "不是普通文件", "换成真实的文件")
    return None


def _judge_name(name: str, path: str, seen: dict[str, str]) -> Iterator[Problem]:
    """Why a name cannot stand on every disk and in every archive; `seen` are the names met so far, as a blind disk has them."""
    twin = seen.setdefault(f"{path.rpartition('/')[0]}/{_blind(name)}", name)
    if _UNPRINTABLE.search(name) or LEFTOVER.search(name):
        return
    place = (path, 1, 1, "", "文件名")
    stem = name.partition(".")[0].rstrip(" ")
    if bad := _NO_WINDOWS_NAME.search(name):
        yield Problem(*place, f"不能有 {bad[0]}，Windows 和 GitHub 存不下", "改文件名")
    if name != name.strip(" ."):
        yield Problem(*place, "开头或末尾不能是空格或点，Windows 存不下", "改文件名")
    if _DEVICES.fullmatch(stem):
        yield Problem(*place, f"“{stem}”是 Windows 留给设备的名字，存不下", "改文件名")
    if len(name.encode()) > _LONGEST_NAME:
        yield Problem(*place, f"太长，有的硬盘存不下，最多 {_LONGEST_NAME // 3} 个汉字", "缩短文件名")
    if names_owner(stem):
        yield Problem(*place, "像是一个人的姓名，网址里谁都看得到", "按内容改文件名，例如 art-class.jpg", "warning")
    if twin != name:
        message = f"和 {twin} 只差大小写或字的编码，Windows 和苹果电脑分不清两个"
        yield Problem(*place, message, "给其中一个换个名字")
    elif " " in name and Path(name).suffix.lower() in MEDIA:
        fix = f"改名为 {re.sub(' +', '-', name)}，图片和链接里也这样写"
        yield Problem(*place, "有空格，写进图片和链接会断开", fix, "warning")


def _blind(name: str) -> str:
    """A name as a disk sees it that knows no capitals: two of one kind overwrite each other there."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def explain_unknown(path: str) -> Problem:
    suffix = Path(path).suffix.lower()
    room = path.split("/")[0]
    if room in ("images", "files"):
        message = f"不能发布{f' {suffix} ' if suffix else '没有后缀的'}文件"
        fix = next((fix for kinds, fix in _INSTEAD.items() if suffix in kinds), "换成 " + "、".join(sorted(MEDIA)))
        return Problem(path, 1, 1, "", "", message, fix)
    folders = {model.kind.source.pattern.partition("/")[0]: model.kind.source for model in KINDS}
    if room in folders and (fix := _as_text(path, suffix, "md" if folders[room].holds == "document" else "yaml")):
        return Problem(path, 1, 1, "", "", f"这里不读 {suffix} 文件" if suffix else "文件名没有后缀", fix)
    close = next(iter(difflib.get_close_matches(room, sorted({*folders, "images", "files"}), n=1)), "")
    if close and close != room and "/" in path:
        return Problem(path, 1, 1, "", "", f"没有“{room}”这个文件夹", f"移到 {close}{path[len(room) :]}")
    outside = [model.kind.source.pattern for model in KINDS if not model.kind.source.pattern.startswith("data/")]
    known = "、".join([*outside, "data/*.yaml", "images/", "files/"])
    return Problem(path, 1, 1, "", "", "不认识这个文件", f"内容放在 {known}")


_PLAIN_TEXT = frozenset({"", ".md", ".markdown", ".mdown", ".mkd", ".txt", ".text", ".yml", ".yaml"})
_WRITTEN = frozenset(
    {".doc", ".docx", ".wps", ".pdf", ".rtf", ".odt", ".html", ".htm", ".mht", ".xls", ".xlsx", ".csv"}
)


def _as_text(path: str, suffix: str, ending: str) -> str:
    """What becomes of a file that stands where texts belong; nothing for what is none."""
    stem = path.rpartition("/")[2].partition(".")[0]
    if suffix in _PLAIN_TEXT and not path.endswith(f".{ending}"):
        return f"改名为 {stem}.{ending}"
    if suffix in _WRITTEN:
        return f"新建 {stem}.{ending}，把文字复制进去；要给人下载，就放进 files/"
    if suffix in PICTURES | {".svg"} or any(suffix in kinds for kinds in _INSTEAD):
        return "图片放进 images/，附件放进 files/"
    return ""
