"""Where a link may lead, and what to type instead; hides how addresses are mistyped."""

from __future__ import annotations

import re

from plugins.text.dialled import explain_dialled

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
SCHEMES = {"http", "https", "mailto", "tel"}


def explain_target(target: str) -> tuple[str, str] | None:
    """Why nothing may link to an address as it is written, and the fix; None where it may."""
    scheme = _SCHEME.match(target)
    if re.match(r"[A-Za-z]:|file:", target):
        return "这是您电脑上的文件，别人打不开", "把文件放进 images/ 或 files/，写 /images/文件名 或 /files/文件名"
    if scheme and scheme.group()[:-1].lower() not in SCHEMES:
        return f"链接不能用 {scheme.group()[:20]} 开头", "用站内路径，或 https:// 网址"
    if target.startswith("//"):
        return "链接以 // 开头，去向不明", "补上 https:"
    if not scheme and not target.startswith(("/", "#")):
        return _explain_relative(target)
    if target.startswith("tel:"):
        return explain_dialled(target)
    return explain_address(target) if scheme else None


_TYPED_AS = (
    (re.compile(r"(?:https?|HTTPS?)(?:[：:]|(?=/))[/／]+(.+)"), "网址写错了", "https://{}"),
    (re.compile(r"(?<![\w.+-])[\w.+-]++@(?:[\w-]++\.)++[A-Za-z]{2,}"), "邮箱前面少了 mailto:", "mailto:{}"),
    (re.compile(r"\+?[\d０-９][\d０-９－ -]{1,14}[\d０-９]"), "电话前面少了 tel:", "tel:{}"),
    (
        re.compile(r"(?<![\w.-])(?:[\w-]++\.)++(?:cn|com|org|net|gov|edu|info|io|top|vip|cc|中国)(?:[/?#:].*)?"),
        "网址前面少了 https://",
        "https://{}",
    ),
)
"""What is no path of the site, by how it is typed."""


def _explain_relative(target: str) -> tuple[str, str]:
    if not target.strip():
        return "链接没有写去哪里", "在圆括号里写上网址或站内路径，例如 /guides/"
    if wide := re.fullmatch(r"(tel|mailto)：\s*(.+)", target):
        return f"冒号是全角的：“{target[:60]}”", f"写成 {wide[1]}:{wide[2][:80]}"
    for form, message, mend in _TYPED_AS:
        match = form.fullmatch(target)
        if match:
            words = match[1] if "http" in form.pattern else target
            return f"{message}：“{target[:60]}”", f"写成 {mend.format(words)[:80]}"
    path = re.sub(r"^(?:\.{0,2}/)+", "", target.replace("\\", "/").replace("／", "/"))
    path = re.sub(r"^content/|\.md(?=$|#)", "", path)
    if re.fullmatch(r"[^/]+\.(?:jpe?g|png|webp|gif|svg|docx?|xlsx?|pdf|txt)", path, re.I):
        path = ("images/" if re.search(r"(?:g|webp|gif)$", path, re.I) else "files/") + path
    path = path if re.search(r"[/#?]$|\.\w+$|#", path) else f"{path}/"
    return f"站内链接要写完整路径：“{target[:60]}”", f"以 / 开头，例如 /{path[:60] or 'guides/'}"


_TRAILING = re.compile(r"[。，、；：！？…“”‘’《》「」『』【】（.,;:!]{1,20}\Z")
_UNPAIRED = (("（", "）"), ("(", ")"))
_HOST = re.compile(r"https?://(?:[^/?#@]*@)?(\[[^\]/?#]*\]|[^/?#:]*)", re.I)
_OWN_HOSTS = re.compile(
    r"localhost|127\.[\d.]+|0\.0\.0\.0|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|\[::1\]",
    re.I,
)
"""What means another computer for everybody: the reader's own, or one in an office's network (RFC 1918)."""
_LOOKALIKE = re.compile(
    "[\u00c0-\u024f\u0250-\u02af\u0370-\u052f\u0531-\u058f\u13a0-\u13ff\u1e00-\u1fff\u2100-\u214f\uff01-\uff5e]"
)
"""Letters that look like those of an address and are not: Cyrillic, Greek, accented, full-width. Chinese names are real ones."""


def explain_address(target: str) -> tuple[str, str] | None:
    """Why an address with a scheme cannot be the one that was meant, and the fix; None where it may be."""
    slim = _TRAILING.sub("", target)
    for opens, closes in _UNPAIRED:
        if slim.endswith(closes) and slim.count(closes) > slim.count(opens):
            slim = slim[:-1]
    if slim != target:
        return f"网址末尾多了“{target[len(slim) :]}”：“{target[-60:]}”", f"删掉它，网址到 {slim[-60:]} 为止"
    host = _HOST.match(target)
    if host is None:
        return ("网址不完整：“" + target[:60] + "”", "写完整网址，以 https:// 开头") if _is_web(target) else None
    if re.match(r"https?:/*https?:|https?://\w+//", target, re.I):
        return f"网址写重了 https://：“{target[:60]}”", "只留一个 https://"
    if _OWN_HOSTS.fullmatch(host[1]):
        return f"“{host[1]}”是自己电脑或办公室里的地址，居民打不开", "写公开的网址"
    if host[1].startswith("["):
        return None
    odd = _LOOKALIKE.search(host[1])
    if odd:
        return f"网址“{host[1][:40]}”里的“{odd[0]}”不是英文字母，会去别的网站", "把网址重新输入一遍"
    if "." not in host[1].strip(".") or ".." in host[1] or host[1].startswith("."):
        return f"网址里的“{host[1][:40]}”不是完整的域名", "核对网址，例如 https://www.example.org"
    return None


def _is_web(target: str) -> bool:
    return target.lower().startswith(("http:", "https:"))
