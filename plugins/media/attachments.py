"""Whether a file is what its name says, and what of a person stands in it; hides how PDF, Word and Excel files begin.

A page that asks for a password, an empty file and a pointer of Git LFS are published like any other file, and nobody who
downloads one can open it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from plugins.media.office import Inside, UnreadError, read_office
from plugins.media.pdf import read_pdf
from plugins.media.pictures import DamagedError, kind_of, read_picture
from plugins.private import find_private, is_name
from plugins.problems import Problem

ATTACHMENTS = frozenset({".pdf", ".docx", ".xlsx"})
"""Published as they are."""
_POINTER = b"version https://git-lfs.github.com/spec/"
_PAGE = re.compile(
    rb"\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
_AGAIN = "重新下载或另存一份，打开看过再放进来"


def examine_attachment(data: bytes, path: str) -> list[Problem]:
    """What is wrong with an attachment's bytes, if anything."""
    suffix = f".{path.rpartition('.')[2].lower()}"
    found = find_impostor(data) or _judge_attachment(data, suffix)
    if found:
        return [Problem(path, 1, 1, "", "", *found)]
    try:
        insides = list(read_pdf(data) if suffix == ".pdf" else read_office(data))
    except UnreadError as error:
        return [Problem(path, 1, 1, "", "", error.message, error.fix)]
    return [Problem(path, 1, 1, "", where, message, fix) for where, message, fix in _find_inside(insides)]


def read_words(data: bytes) -> list[str] | None:
    """The texts of an office file, a PDF or a picture, from wherever in it; None for what cannot be read or is none of these."""
    try:
        if data.startswith(b"PK"):
            return [inside.text for inside in read_office(data)]
        if b"%PDF-" in data[:1024]:
            return [inside.text for inside in read_pdf(data)]
        return [read_picture(data).said] if kind_of(data) else None
    except (UnreadError, DamagedError):
        return None


_STRIP = "取出图片，运行 kangle strip，再插回去；或把图片缩小压缩后另存"
_PROPERTIES = "在 Word 或 WPS 里：文件 → 信息 → 检查文档 → 删除属性和个人信息，另存一份"


def _find_inside(insides: list[Inside]) -> Iterator[tuple[str, str, str]]:
    """Where, what and what to do, each once."""
    found: Counter[tuple[str, str, str]] = Counter()
    for inside in insides:
        found.update((inside.where, p.message, f"{p.fix}，另存一份再放进来") for p in find_private(inside.text))
        found.update((inside.where, f"图片里藏着{hidden}，放到网上谁都读得到", _STRIP) for hidden in inside.hidden)
        if any(map(is_name, inside.names)):
            found["文件属性", "像是写着作者的姓名", _PROPERTIES] = 1
    for (where, message, fix), often in found.items():
        yield where, f"{message}（{often} 处）" if often > 1 else message, fix


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
