"""Everything that stands in an office file, also where no reader looks: OOXML and OpenDocument; hides zip, XML and their traps.

Each part of the archive is read: bodies, headers, comments, what was struck out, hidden sheets, properties, links, pictures
and files within files. What cannot be read raises, so that nothing counts as looked at that was not.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from xml.parsers import expat

from plugins.media.pictures import DamagedError, kind_of, read_loose, read_picture

MOST_PARTS, MOST_BYTES, MOST_DEPTH = 3_000, 60_000_000, 2
"""Of an archive with all that is packed in it; a bomb is stopped at the first."""
_MOST_RATIO = 300
"""No sound part of a file shrinks to so little when packed, but for small ones."""


@dataclass(frozen=True, slots=True)
class Inside:
    """One part of a file: what a person calls it, its text, and what a picture or a property in it tells on somebody."""

    where: str
    text: str = ""
    hidden: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Whoever is said to have written it."""


class UnreadError(Exception):
    """Raised for what cannot be read; says what it is and what to do."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message, self.fix = message, fix


_RESAVE = "用 Word、Excel 或 WPS 打开，另存一份再放进来"
TAKE_OUT = "在文件里删掉它，或把它单独放进 files/"


def read_office(data: bytes, depth: int = 0) -> Iterator[Inside]:
    """Every part of a zip of office files, in the order of their names; raises UnreadError."""
    if depth > MOST_DEPTH:
        raise UnreadError("文件里套着文件，套得太深", TAKE_OUT)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = sorted(_unpack(archive))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise UnreadError("加了密码或已经损坏，看不到里面", f"去掉密码，{_RESAVE}") from error
    shared = next((_read_shared(part) for name, part in parts if name.endswith("sharedStrings.xml")), ())
    for name, part in parts:
        yield Inside("里面的文件名", name)
        yield from _read_part(name, part, shared, depth)


def _unpack(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_PARTS or total > MOST_BYTES or any(map(_is_bomb, entries)):
        raise UnreadError("展开以后太大", "拆成几个文件，图片缩小")
    for entry in entries:
        if entry.is_dir():
            continue
        with archive.open(entry) as packed:
            # What an entry says of its size is not believed.
            part = packed.read(entry.file_size + 1)
        if len(part) != entry.file_size:
            raise UnreadError("展开以后太大", "拆成几个文件，图片缩小")
        yield entry.filename, part


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > 1_000_000 and entry.file_size > _MOST_RATIO * max(1, entry.compress_size)


_PLACES = (
    (re.compile(r"comment|persons?/", re.I), "批注"),
    (re.compile(r"docProps|meta\.xml", re.I), "文件属性"),
    (re.compile(r"header|footer", re.I), "页眉页脚"),
    (re.compile(r"notes", re.I), "备注或脚注"),
    (re.compile(r"^xl/|workbook", re.I), "工作表"),
    (re.compile(r"slides?/", re.I), "幻灯片"),
    (re.compile(r"\.rels$", re.I), "链接"),
    (re.compile(r"media/|Pictures/|[Tt]humbnail", re.I), "里面的图片"),
    (re.compile(r"document\.xml|content\.xml", re.I), "正文"),
)


def name_part(name: str) -> str:
    """What an editor calls a part of an office file."""
    return next((said for pattern, said in _PLACES if pattern.search(name)), name)


_FONTS = (".odttf", ".ttf", ".fntdata", ".otf")


def _read_part(name: str, part: bytes, shared: tuple[str, ...], depth: int) -> Iterator[Inside]:
    where, low = name_part(name), name.lower()
    if not part or low.endswith(_FONTS):
        return
    if part.startswith(b"PK"):
        yield from read_office(part, depth + 1)
    elif kind_of(part):
        yield _read_picture(where, part)
    elif low.endswith((".xml", ".rels", ".vml", ".rdf")) or part.lstrip(b"\xef\xbb\xbf\r\n ")[:5] == b"<?xml":
        yield _read_xml(where, part, shared if "sheet" in low else ())
    elif low == "mimetype" or "printersettings" in low or low.endswith((".emf", ".wmf", ".txt", ".css")):
        yield Inside(where, read_loose(part))
    else:
        raise UnreadError(f"里面嵌着程序看不懂的东西（{name.rpartition('/')[2]}）", TAKE_OUT)


def _read_picture(where: str, part: bytes) -> Inside:
    try:
        picture = read_picture(part)
    except (DamagedError, KeyError) as error:
        raise UnreadError("里面有一张图片损坏，或是读不了的格式", "删掉那张图片，换成 .jpg 或 .png") from error
    return Inside(where, picture.said, tuple(sorted(picture.private)))


_RUNS = ("wordprocessingml", "drawingml", "spreadsheetml", "opendocument")
"""Name spaces in which an element within a paragraph parts nothing."""
_PARAGRAPHS = frozenset(
    {"p", "h", "row", "tr", "table", "table-row", "si", "comment", "sheet", "definedName", "author", "text-box"}
)
_CELLS = frozenset({"tc", "c", "table-cell", "covered-table-cell", "cell"})
_LINES = {"br": "\n", "cr": "\n", "line-break": "\n", "tab": " ", "s": " ", "noBreakHyphen": "-", "softHyphen": ""}
_STRUCK, _ADDED = frozenset({"del", "moveFrom"}), frozenset({"ins", "moveTo"})
_WRITERS = frozenset({"creator", "initial-creator", "lastModifiedBy", "manager", "Manager", "author"})
_TELLING = re.compile(r"[^\x00-\x7f]|[@＠]|[0-9](?:[\s-]?[0-9]){6}")
"""An attribute is looked at where it may hold a word or a number; most are measures and names of styles."""
_FLOAT = re.compile(r"-?[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,2}|[0-9]{6,}\.0+")
PARTED = "\n\n"


@dataclass(slots=True)
class _Walk:
    """Goes through one XML part; the words as they are now and as they were before what was changed."""

    shared: tuple[str, ...]
    now: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    struck: int = 0
    added: int = 0
    path: list[str] = field(default_factory=list)
    pointed: bool = False
    """Whether the cell's value is the number of a shared string."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        self.path.append(name)
        self.struck += name in _STRUCK
        self.added += name in _ADDED
        if name in _CELLS:
            self.put(" | ")
            self.pointed = attributes.get("t") == "s"
        elif name in _LINES:
            self.put(_LINES[name])
        elif name in _PARAGRAPHS or not any(known in space for known in _RUNS):
            self.put(PARTED)
        for key, value in attributes.items():
            if key.rpartition(" ")[2] in ("author", "displayName"):
                self.names.append(value)
            if _TELLING.search(value):
                self.asides.append(value)

    def end(self, _: str) -> None:
        name = self.path.pop()
        self.struck -= name in _STRUCK
        self.added -= name in _ADDED
        if name in _PARAGRAPHS:
            self.put(PARTED)

    def words(self, words: str) -> None:
        name = self.path[-1] if self.path else ""
        if name in _WRITERS:
            self.names.append(words)
        if name == "v" and self.pointed and words.isdigit() and int(words) < len(self.shared):
            words = self.shared[int(words)]
        elif name == "v" and _FLOAT.fullmatch(words):
            words = format(Decimal(words).normalize(), "f")
        self.put(words)

    def put(self, words: str) -> None:
        if not self.struck:
            self.now.append(words)
        if not self.added:
            self.before.append(words)


def _walk(part: bytes, shared: tuple[str, ...] = ()) -> _Walk:
    walk = _Walk(shared)
    _parse(part, walk.start, walk.words, walk.end)
    return walk


def _parse(
    part: bytes,
    start: Callable[[str, dict[str, str]], None],
    words: Callable[[str], None],
    end: Callable[[str], None] = lambda _: None,
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, ArithmeticError) as error:
        raise UnreadError("里面有一部分损坏，读不了", _RESAVE) from error


def _refuse_doctype(*_: object) -> None:
    # Entities may unfold into gigabytes, and no office program writes any.
    raise UnreadError("里面有一部分损坏，读不了", _RESAVE)


def _read_xml(where: str, part: bytes, shared: tuple[str, ...]) -> Inside:
    walk = _walk(part, shared)
    now, before = "".join(walk.now), "".join(walk.before)
    said = [now, *([before] if before != now else []), *walk.asides]
    return Inside(where, PARTED.join(said), names=tuple(walk.names))


def _read_shared(part: bytes) -> tuple[str, ...]:
    """The strings that cells of a workbook point to, by number."""
    strings: list[list[str]] = []

    def start(tag: str, _: dict[str, str]) -> None:
        if tag.rpartition(" ")[2] == "si":
            strings.append([])

    def words(text: str) -> None:
        if strings:
            strings[-1].append(text)

    _parse(part, start, words)
    return tuple("".join(string) for string in strings)
