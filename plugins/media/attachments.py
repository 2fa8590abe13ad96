"""Whether a file is what its name says; hides how PDF, Word and Excel files begin.

A page that asks for a password, an empty file and a pointer of Git LFS are published like any other file, and nobody who
downloads one can open it.
"""

from __future__ import annotations

import io
import re
import zipfile

from plugins.problems import Problem

ATTACHMENTS = frozenset({".pdf", ".doc", ".docx", ".xls", ".xlsx"})
"""Published as they are."""
_POINTER = b"version https://git-lfs.github.com/spec/"
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
_AGAIN = "重新下载或另存一份，打开看过再放进来"


def examine_attachment(data: bytes, path: str) -> list[Problem]:
    """What is wrong with an attachment's bytes, if anything."""
    suffix = f".{path.rpartition('.')[2].lower()}"
    found = find_impostor(data) or _judge_attachment(data, suffix)
    return [Problem(path, 1, 1, "", "", *found)] if found else []


def find_impostor(data: bytes) -> tuple[str, str] | None:
    """What stands in a file's place, whatever its name: nothing, a pointer, or a web page."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return "文件是空的", _AGAIN
    if data.startswith(_POINTER):
        return "里面只有 Git LFS 的指针，不是文件本身", "运行 git lfs pull 取回文件，或不用 LFS，直接提交它"
    if _PAGE.match(data[:4000]):
        return "里面是一个网页，多半是要登录或出错的页面", _AGAIN
    return None


def _judge_attachment(data: bytes, suffix: str) -> tuple[str, str] | None:
    kind = _kind_of(data)
    if suffix == ".doc" and kind == ".rtf":
        return None
    if kind == ".ole" and suffix in (".doc", ".xls"):
        return None
    if kind == ".ole":
        return f"名称是 {suffix}，内容却是加了密码的文件或旧格式", f"去掉密码，另存为 {suffix}"
    if kind == ".zip":
        return f"不是完整的 {suffix} 文件，打不开", _AGAIN
    if kind != suffix:
        return (
            (f"名称是 {suffix}，内容却是 {kind}", f"用软件打开，另存为 {suffix}，或把后缀改成 {kind}")
            if kind
            else (f"不是 {suffix} 文件，打不开", _AGAIN)
        )
    if suffix == ".pdf" and b"startxref" not in data[-4096:] and b"%%EOF" not in data[-4096:]:
        return "PDF 只有前面一段，没有下载完", _AGAIN
    return None


def _kind_of(data: bytes) -> str:
    """The ending that a file's bytes deserve; .ole is Word's and Excel's old format, .zip one that is damaged or another."""
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(_OLE):
        return ".ole"
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if not data.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return ".zip"
    return next((suffix for part, suffix in _PARTS.items() if any(n.startswith(part) for n in names)), ".zip")
