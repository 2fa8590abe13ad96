"""No byte tells who somebody is without a consent; hides the many ways in which a file can spell a word."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from urllib.parse import quote, unquote

from plugins.model import Person, Purpose
from plugins.publish.second_look import look
from plugins.publish.subject import Finding, Subject
from plugins.publish.tree import OutputTree

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|em|i|ins|mark|rb|rp|rt|ruby|s|small|span|strong|sub|sup|time|u|wbr)\b[^<>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_FOLD = re.compile(r"\r?\n[ \t]")
_ZIPPED = (".docx", ".epub", ".ods", ".odt", ".pptx", ".xlsx", ".zip")


def examine(subject: Subject) -> Finding:
    """Every file, and its name, in every spelling we know."""
    faults: list[str] = []
    for file in subject.tree.files:
        shown = _shown(subject, _purposes(file))
        hidden = _hidden(subject, shown)
        try:
            data = subject.tree.read(file)
            found = look(file, data, subject.allowed)
            texts = {file, *_spellings(file, data)} if hidden else set()
        except (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
            faults.append(f"{file}: 读不懂，不知道里面有什么 → 换一个没有坏的文件")
            continue
        faults += [f"{file}: 有一处像是{what} → 从来源里删掉" for what in sorted(found)]
        for display, person in hidden.items():
            if any(display in text and display in _without(text, shown) for text in texts):
                faults.append(f"{file}: 出现了 people.yaml 里 {person} 的称呼，没有有效的同意书 → 改写那一处")
    return Finding(len(subject.tree.files), tuple(faults))


def plant(subject: Subject) -> Iterator[tuple[str, Subject]]:
    """Numbers and a name that belong to nobody, as plain words, escaped, folded, split by tags and packed away."""
    # In pieces: the repository's own files are looked through for such numbers.
    mobile, number = "138" + "0013" + "8000", "11010119" + "900307" + "7758"
    name = "种下的称呼"
    person = Person(path="", id="planted", display=name, roles=("岗位",), consents=(), term_from=None, term_until=None)
    sources = subject.site.sources
    site = replace(subject.site, sources=replace(sources, people=(*sources.people, person)))
    for file, data, mark in (
        ("planted.txt", mobile.encode(), "有一处"),
        ("planted.txt", number.encode(), "有一处"),
        ("planted.html", "".join(f"&#{ord(c)};" for c in mobile).encode(), "有一处"),
        ("planted.html", f"{mobile[:3]}<b>{mobile[3:]}</b>".encode(), "有一处"),
        ("planted.jpg", b"\xff\xd8\xff\xe1" + mobile.encode() + b"\xff", "有一处"),
        ("planted.txt.gz", gzip.compress(mobile.encode(), mtime=0), "有一处"),
        ("planted.html", name.encode(), "出现了"),
        ("planted.html", "".join(f"&#{ord(c)};" for c in name).encode(), "出现了"),
        ("planted.html", quote(name).encode(), "出现了"),
        ("planted.json", name.encode("unicode_escape"), "出现了"),
        ("planted.ics", f"{name[:2]}\r\n {name[2:]}".encode(), "出现了"),
        ("planted.csv", name.encode("utf-16"), "出现了"),
        (f"{name}.jpg", b"", "出现了"),
        ("planted.br", b"", "读不懂"),
    ):
        tree = OutputTree(subject.tree.folder, ()).plant({file: data})
        yield f"{file}: {mark}", replace(subject, site=site, tree=tree)


def _purposes(file: str) -> frozenset[Purpose]:
    """What a consent has to be for, that a name may stand in a file."""
    if file.startswith("data/"):
        return frozenset({"data"})
    return frozenset({"calendar"}) if file.endswith(".ics") else frozenset({"roster", "screen"})


def _shown(subject: Subject, purposes: frozenset[Purpose]) -> list[str]:
    """The forms of address that may be said, the longest first."""
    today, people = subject.site.today, subject.site.sources.people
    agreed = {p.display for p in people if any(c.purpose in purposes and today <= c.until for c in p.consents)}
    return sorted((display for display in agreed if display), key=lambda d: (-len(d), d))


def _hidden(subject: Subject, shown: list[str]) -> Mapping[str, str]:
    """The forms of address that nobody has agreed to, with the person's id."""
    people = subject.site.sources.people
    return {p.display: p.id for p in people if p.display and p.display not in (*shown, *p.roles)}


def _without(text: str, shown: list[str]) -> str:
    """A text without the names that may stand there: a hidden one can be a part of them."""
    for name in shown:
        text = text.replace(name, "\0")
    return text


def _spellings(file: str, data: bytes) -> set[str]:
    """What a file's bytes can be read as."""
    if file.endswith(".br"):
        # The standard library cannot unpack it, and what cannot be read cannot be vouched for.
        raise ValueError("brotli")
    if file.endswith(".gz"):
        return _spellings(file[:-3], gzip.decompress(data))
    if file.endswith(_ZIPPED):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {text for name in packed.namelist() for text in (name, *_spellings(name, packed.read(name)))}
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data.decode("utf-16" if wide else "utf-8", "ignore")
    texts = {text}
    if "&" in text:
        texts.add(unescape(text))
    if "%" in text:
        texts.add(unquote(text))
    if "\\u" in text:
        texts.add(_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text))
    if "\n " in text or "\n\t" in text:
        texts.add(_FOLD.sub("", text))
    if "<" in text:
        # A word may be split by tags that draw no line between its parts; by other tags it is not one word.
        texts.add(unescape(_TAG.sub("\n", _INLINE.sub("", text))))
    return texts
