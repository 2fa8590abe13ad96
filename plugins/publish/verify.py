"""Whether what is served is what was signed; hides networks, retries and packed answers.

Folders are compared name by name and byte by byte. A live site is asked for every file at the address a visitor uses,
a few at a time; what comes packed is asked for a second time unpacked.
"""

from __future__ import annotations

import gzip
import http.client
import json
import time
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from plugins.failure import OutputError, explain
from plugins.publish.release import NAME, FileDigest, Release, ReleaseError, describe, read_release
from plugins.publish.tree import list_tree
from plugins.site import in_ascii

AT_ONCE = 6
TRIES = 4
PAUSE = 0.2
"""Seconds before a second try; each further one waits twice as long."""
TIMEOUT = 30.0
HOST_RULES = ("_headers", "_redirects")
"""Some hosts read these and do not serve them; where both are not to be had, that is no fault."""
GRACE = timedelta(days=1)
"""The clock of publish.yml looks every hour by day, so a change of the night is on the site long before."""
LARGEST = 64 << 20
"""No file of a site is larger: a server that never ends is let go."""


@dataclass(frozen=True)
class ServedFile:
    """What a server said to one request."""

    status: int
    data: bytes
    encoding: str = ""
    location: str = ""
    broken: str = ""


def verify_folder(folder: Path, expected: Release | None = None) -> tuple[str, ...]:
    """Every way in which a folder is not the release its manifest tells of, in Chinese."""
    file = folder / NAME
    if not folder.is_dir():
        raise OutputError(f"{folder}: 没有这个文件夹 → 检查路径")
    names = {name for name in list_tree(folder) if name.partition("/")[0] != ".git"}
    try:
        release = _read_expected(
            file.read_bytes() if NAME in {entry.name for entry in folder.iterdir()} else None, expected
        )
        faults = [fault for name in names - release.files.keys() if (fault := _judge_extra(folder, name, release))]
        faults += [fault for name in release.files if (fault := _judge_file(folder, name, names, release.files[name]))]
    except ReleaseError as error:
        return (f"{NAME}: {error}",)
    return tuple(sorted(faults))


def find_overdue(url: str, now: datetime) -> str:
    """What to say of a live site that should long have been made anew: the clock that does it has stopped; else nothing."""
    answer = _ask(f"{in_ascii(url).rstrip('/')}/next-change.json", "identity")
    try:
        due = datetime.fromisoformat(json.loads(answer.data)["next_change"])
        late = now - due
    except (ValueError, KeyError, TypeError):
        return ""  # a file that is not as it was signed is told of already
    if late <= GRACE:
        return ""
    words = f"网站最迟应在 {due:%Y-%m-%d %H:%M} 更新，已经过了 {late.days} 天"
    return f"next-change.json: {words} → 定时任务可能停了：在 GitHub 的 Actions 里启用“发布”，或运行 make publish"


def verify_site(url: str, expected: Release | None = None) -> tuple[str, ...]:
    """Every way in which a live site is not the release its manifest tells of, in Chinese."""
    base = in_ascii(url).rstrip("/")
    answer = _ask(f"{base}/{NAME}", "gzip")
    try:
        if answer.location:
            raise OutputError(f"{base}: 这个地址转到了 {answer.location} → 用转到的地址再试")
        if answer.status == 0:
            raise OutputError(f"{base}: 连不上，{answer.broken} → 检查网址和网络")
        release = _read_expected(answer.data if answer.status == 200 and not answer.broken else None, expected)
    except ReleaseError as error:
        return (f"{NAME}: {error}",)
    files = sorted(release.files)
    moved = _read_moved(base, release)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(files, pool.map(lambda f: _judge_live(base, f, release.files[f], moved), files), strict=True))
    if all(found.get(file) == _gone(file) for file in HOST_RULES):
        found |= dict.fromkeys(HOST_RULES, "")
    return tuple(filter(None, found.values()))


def _read_moved(base: str, release: Release) -> dict[str, str]:
    """Which addresses are meant to lead elsewhere: those of the signed `_redirects`, where the host serves it."""
    wanted = release.files.get("_redirects")
    answer = _ask(f"{base}/_redirects", "gzip") if wanted else None
    if answer is None or describe(answer.data) != wanted:
        return {}
    rules = (line.split() for line in answer.data.decode().splitlines())
    return {old: new for old, new, _ in rules}


def _read_expected(data: bytes | None, expected: Release | None) -> Release:
    if data is None:
        raise ReleaseError("没有清单")
    release = read_release(data)
    if expected and release != expected:
        raise ReleaseError("不是指定的那一次发布")
    return release


def _judge_extra(folder: Path, name: str, release: Release) -> str:
    """A packed copy belongs to its original as long as it says the same."""
    original = name.removesuffix(".gz")
    path = folder / name
    if original == name or original not in {*release.files, NAME} or path.is_symlink() or not path.is_file():
        return f"{name}: 清单里没有 → 多出来的文件"
    try:
        fresh = gzip.decompress(path.read_bytes()) == (folder / original).read_bytes()
    except (OSError, EOFError, zlib.error):
        fresh = False
    return "" if fresh else f"{name}: {_STALE}"


_STALE = "压缩的副本和原文件不一样，浏览器拿到的是旧内容 → 再运行一次 kangle pack"


def _judge_file(folder: Path, name: str, names: set[str], wanted: FileDigest) -> str:
    if name not in names:
        near = next((other for other in sorted(names) if other.lower() == name.lower()), "")
        return f"{name}: 大小写不对，现在是 {near}" if near else f"{name}: 没有这个文件"
    path = folder / name
    if path.is_symlink() or not path.is_file():
        return f"{name}: 不是普通文件"
    try:
        return _judge_bytes(name, path.read_bytes(), wanted)
    except OSError as error:
        return f"{name}: 读不了，{explain(error)}"


def _judge_bytes(name: str, data: bytes, wanted: FileDigest) -> str:
    if describe(data) == wanted:
        return ""
    if len(data) < wanted.size:
        return f"{name}: 内容不全，只有 {len(data)} 字节，应有 {wanted.size}"
    return f"{name}: 内容不对，{len(data)} 字节，应有 {wanted.size}"


def _judge_live(base: str, name: str, wanted: FileDigest, moved: Mapping[str, str]) -> str:
    """One file as a visitor gets it, packed if the server packs it, and unpacked; or where it has moved to."""
    address = f"{base}/{quote(name.removesuffix('index.html') if _is_index(name) else name)}"
    packed = _ask(address, "gzip")
    target = moved.get(urlsplit(address).path)
    if target and packed.status in (301, 308) and urljoin(address, packed.location) == urljoin(address, target):
        return ""
    fault = _judge_answer(name, packed, wanted)
    if not packed.encoding:
        return fault
    plain = _judge_answer(name, _ask(address, "identity"), wanted)
    return f"{name}: {_STALE}" if fault and not plain else fault or plain


def _is_index(name: str) -> bool:
    return name == "index.html" or name.endswith("/index.html")


def _gone(name: str) -> str:
    return f"{name}: 没有这个文件（404）"


def _judge_answer(name: str, answer: ServedFile, wanted: FileDigest) -> str:
    if answer.location:
        return f"{name}: 被转到 {answer.location}"
    if answer.status == 404:
        return _gone(name)
    if answer.broken:
        return f"{name}: {answer.broken}"
    if answer.status != 200:
        return f"{name}: 服务器答复 {answer.status}"
    return _judge_bytes(name, answer.data, wanted)


def _ask(address: str, encoding: str) -> ServedFile:
    """Ask until there is a final answer: a server that is busy or breaks off is asked again, a little later each time."""
    answer = ServedFile(0, b"", broken="没有答复")
    for attempt in range(TRIES):
        if attempt:
            time.sleep(PAUSE * 2 ** (attempt - 1))
        answer = _get(address, encoding)
        if not answer.broken and answer.status not in (429, 500, 502, 503, 504):
            break
    return answer


def _get(address: str, encoding: str) -> ServedFile:
    """One request that follows no redirect."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=TIMEOUT)
    headers = {"Accept-Encoding": encoding, "User-Agent": "kangle-verify", "Connection": "close"}
    try:
        connection.request("GET", parts.path or "/", headers=headers)
        response = connection.getresponse()
        location = (response.getheader("Location") or "") if 300 <= response.status < 400 else ""
        data = response.read(LARGEST + 1)
        if len(data) > LARGEST:
            return ServedFile(response.status, b"", broken="太大，没有读完")
        if response.length:  # read(amount) does not say that the server broke off
            return ServedFile(response.status, b"", broken=f"内容不全，只有 {len(data)} 字节")
        packed = (response.getheader("Content-Encoding") or "").strip().lower().replace("identity", "")
        return ServedFile(response.status, _unzip(data, packed), packed, location)
    except (OSError, http.client.HTTPException, ValueError, EOFError, zlib.error) as error:
        return ServedFile(0, b"", broken=f"取不到，{explain(error) if isinstance(error, OSError) else error}")
    finally:
        connection.close()


def _unzip(data: bytes, encoding: str) -> bytes:
    if not encoding:
        return data
    if encoding in ("gzip", "x-gzip"):
        return gzip.decompress(data)
    if encoding == "deflate":
        return zlib.decompress(data)
    raise ValueError(f"没有要求的压缩方式 {encoding}")
