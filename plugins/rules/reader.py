"""A content folder as Sources, with every problem of every file; hides which files hold what."""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from plugins.files import walk
from plugins.media import ATTACHMENTS, CAPTIONS, FILMS, PICTURES, Reel, Size
from plugins.model import (
    KINDS,
    RECKONED,
    Activity,
    Alert,
    AlertClosure,
    Author,
    Case,
    Community,
    Document,
    Entry,
    Location,
    Person,
    Reckoned,
    Record,
    Sources,
    WorkdayYear,
    model_of,
    reckon,
)
from plugins.private import find_private_name, mask, names_owner
from plugins.problems import Problem, thin_out
from plugins.rules.activities import check_activities
from plugins.rules.authors import check_authors
from plugins.rules.claims import check_claims
from plugins.rules.colours import check_colours
from plugins.rules.consents import check_consents
from plugins.rules.dated import check_dates
from plugins.rules.eligibility import check_eligibility
from plugins.rules.entries import Entered, enter, rows_of
from plugins.rules.exemptions import check_exemptions
from plugins.rules.figures import gather_figures
from plugins.rules.films import check_films
from plugins.rules.leave import check_openings
from plugins.rules.left_out import check_sections
from plugins.rules.mentions import check_unused
from plugins.rules.names import Choices, Row, find_nameless, gather_choices, is_chosen
from plugins.rules.notices import check_notices
from plugins.rules.numbers import EVERY_NUMBER, check_handed_out, check_numbers, find_unread, gather_numbers, is_unsure
from plugins.rules.references import check_references
from plugins.rules.rosters import check_rosters
from plugins.rules.sense import check_sense
from plugins.rules.written import Written
from plugins.text import Parsed, Sighting, Tree, parse_files, parse_source, read_bytes

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
COMMUNITY = Community.kind.source.pattern
_LEFTOVER = re.compile(r"^(\.|~\$)|(~|\.swp|\.bak|\.tmp)$|^(Thumbs\.db|desktop\.ini)$")
_NO_WINDOWS_NAME = re.compile(r'[<>:"|?*\\]')
"""https://learn.microsoft.com/windows/win32/fileio/naming-a-file; GitHub's artifacts refuse the same."""
_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9¹²³]", re.I)
_LONGEST_NAME = 240
"""Bytes; 255 is what disks take, and archives add an ending."""
_NOT_UTF_8 = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a content folder holds: its Sources unless an error stands in the way, and all its problems."""

    sources: Sources | None
    problems: tuple[Problem, ...]
    marks: Mapping[str, str] = field(default_factory=dict)
    """The digest of every file, by path."""
    gathered: Sources | None = field(default=None, repr=False)
    """Every entry without a fault of its own, though others may have one."""
    trees: Mapping[str, Tree] = field(default_factory=dict, repr=False)
    exempted: Mapping[str, tuple[Sighting, ...]] = field(default_factory=dict, repr=False)
    """What looks like one person's and may stand for a time, by path."""
    public: frozenset[str] = frozenset()
    """The seals of what stands in a field that is for it."""
    faulty: tuple[Row, ...] = field(default=(), repr=False)
    """The entries that have a fault of their own, as they were typed."""

    @property
    def people(self) -> tuple[Person, ...]:
        return self.gathered.people if self.gathered else ()

    def problems_on(self, day: date) -> tuple[Problem, ...]:
        """All problems, with what one day makes of dates, consents and absences: some have ended, some soon will."""
        exempted = check_exemptions(self.exempted, day)
        if self.gathered is None:
            return _ordered([*self.problems, *exempted])
        consents = check_consents(self.gathered.people, self.trees, day)
        openings = check_openings(self.gathered, self.trees, day)
        dates = check_dates(self.gathered, self.trees, day)
        unused = () if self.errors else check_unused(self.gathered)
        return _ordered([*self.problems, *exempted, *consents, *dates, *openings, *unused])

    def allowed(self) -> frozenset[str]:
        """The seals of all that may be public though it looks like one person's."""
        exempted = (sighting for sightings in self.exempted.values() for sighting in sightings)
        return self.public.union(*(sighting.seals for sighting in exempted))

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.level == "error")


class Library:
    """A content folder, read whole or file by file; hides which files hold what."""

    def __init__(
        self,
        content: Path,
        cache: Path | None = None,
        workers: int = 1,
        markdown: Mapping[str, Any] | None = None,
        pixels: bool = False,
    ) -> None:
        self._content, self._cache, self._workers = content, cache, workers
        self._markdown, self._pixels = markdown, pixels
        self._parsed: dict[str, Parsed] = {}
        self._entered: dict[str, Entered] = {}
        self._choices = Choices()
        self._media: list[str] = []
        self._marks: dict[str, str] = {}
        self._problems: list[Problem] = []

    def load(self) -> None:
        """Read every file; what the cache knows of a file with the same bytes is not parsed again."""
        self._problems = []
        paths = list(_list_sources(self._content, self._problems))
        models = {path: model for path in paths if (model := model_of(path))}
        self._media = [path for path in paths if path not in models and _is_media(path)]
        self._problems += [_unknown_file(path) for path in paths if path not in models and not _is_media(path)]
        self._marks, parsed = parse_files(
            self._content, [*models, *self._media], self._cache, self._workers, self._markdown, self._pixels
        )
        self._parsed = {one.path: one for one in parsed}
        self._entered = {}
        self._enter(self._parsed)

    def _enter(self, paths: Iterable[str]) -> None:
        """Make entries of what was parsed, and again of every file whose names may mean something else now."""
        fresh, before, typed = list(paths), self._choices, _gather_choices(self._parsed)
        # Cases first: what is reckoned of them may be named in any text.
        moved = typed != replace(before, figures={k: v for k, v in before.figures.items() if k not in RECKONED})
        self._choices = typed
        self._enter_all((path for path in (*fresh, *self._named(moved)) if model_of(path) is Case), typed)
        self._choices = replace(typed, figures={**typed.figures, **self._reckon()})
        rest = (*fresh, *self._named(self._choices != before))
        self._enter_all((path for path in rest if model_of(path) is not Case), self._choices)

    def _named(self, moved: bool) -> Iterator[str]:
        """The files in which a name stands where an id belongs, if what it means has moved."""
        return (path for path, one in self._entered.items() if one.named and moved)

    def _enter_all(self, paths: Iterable[str], choices: Choices) -> None:
        for path in dict.fromkeys(paths):
            self._entered[path] = enter(self._parsed[path], model_of(path), choices)

    def _reckon(self) -> dict[str, str]:
        """The figures of what residents raised, in words."""
        return {figure.id: figure.words for figure in self._reckoned()}

    def _reckoned(self) -> tuple[Reckoned, ...]:
        cases = (case for one in self._entered.values() if one.model is Case for case in one.entries)
        return reckon(cases)

    def refresh(self, paths: Iterable[str]) -> None:
        """Read some files again, and what a folder holds; one that is gone is forgotten."""
        fresh = []
        for path in self._files_of(paths):
            self._parsed.pop(path, None)
            self._entered.pop(path, None)
            self._marks.pop(path, None)
            file = self._content / path
            there = file.is_file() and not file.is_symlink()
            if _is_media(path):
                self._media = sorted({*self._media, path} if there else {*self._media} - {path})
            model = model_of(path)
            if there and (model or _is_media(path)):
                marks, (parsed,) = parse_files(self._content, [path], None, 1, self._markdown, self._pixels)
                self._marks |= marks
                self._parsed[path] = parsed
                fresh.append(path)
        self._enter(fresh)

    def _files_of(self, paths: Iterable[str]) -> Iterator[str]:
        """The files that are meant: of a folder that came, went or got another name, those that were and those that are there."""
        for path in sorted({*paths}):
            below = f"{path}/"
            yield path
            yield from [known for known in (*self._parsed, *self._media) if known.startswith(below)]
            if (self._content / path).is_dir() and not any(_LEFTOVER.search(part) for part in path.split("/")):
                yield from _list_sources(self._content, [], below)

    def replace(self, path: str, data: bytes) -> None:
        """Read one file as if it held these bytes; nothing is written."""
        self._marks.pop(path, None)
        self._parsed[path] = parse_source(data, path, self._markdown)
        self._enter([path])

    def stored(self, path: str) -> bytes:
        """The bytes of one file as it stands; none where it cannot be read."""
        return read_bytes(self._content / path, path)[0]

    def rows(self) -> tuple[Row, ...]:
        """Every entry as it was typed, in order of path and place."""
        return tuple(row for path in sorted(self._entered) for row in self._entered[path].rows)

    def sources(self, *, drafts: bool = False) -> Sources | None:
        """The sources as they stand, before the rules across them are checked; None where an entry has an error.

        With `drafts` documents that are not finished count as if they were, for whoever is writing them.
        """
        bad = any(p.level == "error" for e in self._entered.values() for p in e.problems)
        return None if bad else self._gather(drafts=drafts)

    def reading(self) -> Reading:
        """The sources and all problems, the rules across sources included."""
        problems = list(self._problems)
        entered = [self._entered[path] for path in sorted(self._entered)]
        for one in entered:
            problems += one.problems
        if COMMUNITY not in self._entered:
            fix = "新建 data/community.yaml，写上社区名称、电话和栏目"
            problems.append(Problem(COMMUNITY, 1, 1, "", "社区资料", "没有这个文件", fix))
        sources = self._gather()
        rows = tuple(row for one in entered for row in one.rows)
        unread = frozenset(one.model for one in entered if one.unread and one.model) | find_nameless(rows)
        trees = {one.tree.path: one.tree for one in entered if one.tree}
        written = Written(sources, rows, unread)
        problems += check_references(written, trees)
        problems += check_sections(written, trees)
        problems += check_activities(sources, trees)
        problems += check_sense(written, trees)
        problems += check_films(written, trees)
        if Author not in unread:
            problems += check_authors(sources, trees)
        problems += check_notices(written, trees)
        bodies = [d for d in (*sources.documents(), *sources.drafts) if isinstance(d, Document)]
        problems += check_numbers(rows, bodies, trees, unread=any(map(is_unsure, unread)))
        if not unread:
            problems += check_handed_out(
                rows, bodies, trees, (self._parsed[p] for p in self._media if p in self._parsed)
            )
        problems += check_eligibility(written, trees)
        problems += check_claims(
            written, trees, self._reckoned(), lambda path: self.stored(path).decode("utf-8", "replace")
        )
        problems += check_colours(sources.community, trees)
        rooms = written.ids(Location)
        problems += check_rosters(
            sources, trees, lambda room: rooms is None or (room in rooms and room not in sources.location)
        )
        usable = not any(p.level == "error" for p in problems)
        exempted = {path: tuple(one.exempted) for path, one in sorted(self._entered.items()) if one.exempted}
        public: frozenset[str] = frozenset().union(*(one.public for one in entered))
        read = sources if usable else None
        return Reading(read, _ordered(problems), self._marks, sources, trees, exempted, public, written.faulty)

    def _gather(self, *, drafts: bool = False) -> Sources:
        found: dict[type[Record], list[Any]] = {model: [] for model in KINDS}
        for path in sorted(self._entered):
            one = self._entered[path]
            if one.model:
                found[one.model] += one.entries
        community = next(iter(found[Community]), None)
        sizes = {path: one.size for path, one in sorted(self._entered.items()) if one.size}
        reels = {path: one.reel for path, one in sorted(self._entered.items()) if one.reel}
        return _gather(community or _stand_in(), found, self._media, sizes, reels, drafts)


def read(
    content: Path,
    cache: Path | None = None,
    workers: int = 1,
    markdown: Mapping[str, Any] | None = None,
    pixels: bool = False,
) -> Reading:
    """Read every source below `content`; all problems of one run, in order of file and line.

    `markdown` is Pelican's setting MARKDOWN, which says how bodies are read; with `pixels` pictures are read to their last one.
    """
    library = Library(content, cache, workers, markdown, pixels)
    library.load()
    return library.reading()


def _gather_choices(parsed: Mapping[str, Parsed]) -> Choices:
    """What the names in the sources mean; stories and activities are nobody's choice, and they are many."""
    found = {path: model for path in parsed if (model := model_of(path))}
    models = {path: model for path, model in found.items() if is_chosen(model) or model is Community}
    trees = {path: parsed[path].tree for path in models}
    lists = {path: tree is not None and isinstance(tree.data, list) for path, tree in trees.items()}
    unread = [model for path, model in models.items() if model.kind.source.holds == "list" and not lists[path]]
    rows = [row for path, model in models.items() for row in rows_of(parsed[path], model)]
    unread += find_nameless(rows)
    unsure = any(trees[path] is None or model in unread for path, model in models.items() if is_unsure(model))
    unnumbered = frozenset((EVERY_NUMBER,) if unsure else find_unread(rows))
    choices = gather_choices(rows, unread)
    return replace(choices, numbers=gather_numbers(rows), unread_numbers=unnumbered, figures=gather_figures(rows))


def _is_media(path: str) -> bool:
    return path.partition("/")[0] in ("images", "files") and Path(path).suffix.lower() in MEDIA


def _stand_in() -> Community:
    """An empty community, so that everything else is checked where community.yaml cannot be read."""
    lists: dict[str, Any] = dict.fromkeys(("columns", "categories", "audiences", "tags"), ())
    return Community.model_construct(path=COMMUNITY, at=(), **lists)


def _ordered(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(thin_out(sorted(set(problems)))))


def _list_sources(content: Path, problems: list[Problem], below: str = "") -> Iterator[str]:
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
    if _LEFTOVER.search(entry.name):
        return Problem(path, 1, 1, "", "", "临时文件或隐藏文件，不会发布", "可以删掉", "warning")
    if entry.is_symlink():
        return Problem(path, 1, 1, "", "", "是符号链接，可能指向文件夹之外", "换成真实的文件")
    if not (entry.is_dir() or entry.is_file()):
        return Problem(path, 1, 1, "", "", "不是普通文件", "换成真实的文件")
    return None


def _judge_name(name: str, path: str, seen: dict[str, str]) -> Iterator[Problem]:
    """Why a name cannot stand on every disk and in every archive; `seen` are the names met so far, as a blind disk has them."""
    twin = seen.setdefault(f"{path.rpartition('/')[0]}/{_blind(name)}", name)
    if _UNPRINTABLE.search(name) or _LEFTOVER.search(name):
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


def _unknown_file(path: str) -> Problem:
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


def _gather(
    community: Community,
    found: Mapping[type[Record], list[Any]],
    media: list[str],
    sizes: Mapping[str, Size],
    reels: Mapping[str, Reel],
    with_drafts: bool,
) -> Sources:
    public: dict[str, tuple[Any, ...]] = {}
    drafts: list[Entry] = []
    for model, read in found.items():
        entries = [] if model.kind.name in community.without else read
        finished = with_drafts and issubclass(model, Document)
        shown = [entry for entry in entries if finished or not entry.is_draft]
        public[model.kind.name] = tuple(sorted(shown, key=model.kind.order) if model.kind.order else shown)
        drafts += [entry for entry in entries if entry.is_draft and not finished]
    resting = _rest(public[Activity.kind.name], found[WorkdayYear])
    public[Activity.kind.name] = tuple(_stop(resting, found[Alert]))
    own = {f.name for f in fields(Sources)}
    known = {name: public.pop(name) for name in sorted(own & public.keys() - {Community.kind.name})}
    public.pop(Community.kind.name)
    return Sources(community, **known, more=public, drafts=tuple(drafts), files=tuple(media), sizes=sizes, reels=reels)


def _stop(activities: Iterable[Activity], alerts: Iterable[Alert]) -> Iterator[Activity]:
    """Activities that know which alert stops them, or closes the place they are at."""
    closures: dict[str, dict[AlertClosure, None]] = {}
    for alert in alerts:
        for id in alert.closes:
            closures.setdefault(id, {})[alert.closure] = None
    for activity in activities:
        stops = {**closures.get(activity.slug, {}), **closures.get(activity.location or "", {})}
        yield activity.model_copy(update={"stops": tuple(stops)}) if stops else activity


def _rest(activities: Iterable[Activity], years: Iterable[WorkdayYear]) -> Iterator[Activity]:
    """Activities that know the public holidays they rest on."""
    days = frozenset(day for year in years for holiday in year.holidays for day in holiday.days)
    for activity in activities:
        rests = activity.holidays == "off"
        yield activity.model_copy(update={"public_holidays": days}) if rests else activity
