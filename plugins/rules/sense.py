"""What cannot be meant: typed in the right form, and still a slip; hides how each kind of slip is recognised.

Each rule is a generator that yields (path, place in the file, message, fix, level).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import datetime
from itertools import chain

from plugins.model import (
    Activity,
    Community,
    Document,
    Grid,
    Guide,
    Person,
    Record,
    Roster,
    dotted,
    field_keys,
    label_at,
)
from plugins.problems import Problem, tell_some
from plugins.rules.claims_in_books import find_false_claims
from plugins.rules.odd_shifts import find_odd_rosters
from plugins.rules.posts import find_names_for_posts, find_names_for_roles, find_reasons_of_health
from plugins.rules.twice_named import find_twice_named
from plugins.rules.workdays import find_impossible_holidays
from plugins.rules.written import Slip, Written
from plugins.text import Data, Loc, Tree

_OWN_RULE: Mapping[type[Record], frozenset[str]] = {
    Activity: frozenset({"except", "also"}),
    Community: frozenset({"without", "menu", "home"}),
    Grid: frozenset({"buildings"}),
    Roster: frozenset({"people", "add", "pattern", "shifts", "changes", "absences", "swaps"}),
}
"""Lists of which another rule says better what stands in them twice."""
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_YEAR_FOLDER = re.compile(r"(?:^|/)((?:19|20|21)\d\d)/[^/]+$")
_CONDITION = re.compile(r"才[用需]?[要带交]|有[才就再]带|可[带填交]可不|不用带|没有[的就]?(?:可以)?不[用带]|如有|若有")


def check_sense(written: Written, trees: Mapping[str, Tree]) -> Iterator[Problem]:
    """Every slip, with the line and label of its field."""
    models = {row.path: row.model for row in written.rows}

    def tell(slip: Slip) -> Problem:
        path, loc, message, fix, level = slip
        inside = loc[1:] if loc and isinstance(loc[0], int) else loc
        return Problem(
            path, *trees[path].place(loc), dotted(inside), label_at(models[path], inside), message, fix, level
        )

    for rule in RULES:
        slips = list(rule(written))
        # No error may be among the warnings that are counted and not listed.
        for level in ("error", "warning"):
            yield from tell_some((slip for slip in slips if slip[-1] == level), tell)


# Twice in a list


def _find_repeats(written: Written) -> Iterator[Slip]:
    """One value twice in a list, and one number twice in a list of phones."""
    for row in written.rows:
        known = field_keys(row.model)
        for key, value in row.data.items():
            if key in known and key != "aliases" and key not in _OWN_RULE.get(row.model, ()):
                for loc, word, first in _repeats_in(value, (*row.at, key)):
                    yield row.path, loc, f"“{word}”写了两次，第 {first + 1} 项已有", "删掉一个", "error"


def _repeats_in(value: Data, at: Loc) -> Iterator[tuple[Loc, str, int]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _repeats_in(inner, (*at, key))
    if not isinstance(value, list):
        return
    first: dict[Hashable, int] = {}
    for i, item in enumerate(value):
        yield from _repeats_in(item, (*at, i))
        mark = _mark_of(item)
        if mark is None:
            continue
        if mark in first:
            yield (*at, i), _called(item), first[mark]
        first.setdefault(mark, i)


def _mark_of(item: Data) -> Hashable:
    """What makes two items of a list the same; None for what another rule tells apart by its id."""
    if isinstance(item, str):
        day = _DAY.fullmatch(item.strip().removesuffix("日"))
        return tuple(map(int, day.groups())) if day else unicodedata.normalize("NFKC", item).strip() or None
    if not isinstance(item, dict) or "id" in item:
        return None
    number = item.get("number")
    if isinstance(number, str):
        return (
            re.sub(r"\D", "", number) if number[:1].isdigit() else number,
            str(item.get("extension", "")),
            str(item.get("type", "voice")),
        )
    return repr(sorted((key, repr(value)) for key, value in item.items()))


def _called(item: Data) -> str:
    """A few words of an item to know it by."""
    words = [item] if isinstance(item, str) else []
    if isinstance(item, dict):
        words = [value for value in item.values() if isinstance(value, str)]
    return (words[0] if words else "这一项")[:40]


# One name for two


def _find_twin_names(written: Written) -> Iterator[Slip]:
    """Two entries of a kind under one name cannot be told apart in a list; a text is told apart by its summary."""
    first: dict[tuple[type[Record], str], tuple[str, int]] = {}
    for row in sorted(written.rows, key=lambda r: (r.path, r.at)):
        kind = row.model.kind
        name = row.data.get(kind.title, "")
        if (
            kind.numbered
            or not kind.address
            or kind.source.holds == "document"
            or not isinstance(name, str)
            or not name.strip()
        ):
            continue
        key = (row.model, unicodedata.normalize("NFKC", name).strip())
        if key in first:
            path, ordinal = first[key]
            where = f"{path} 第 {ordinal} 项" if row.at else path
            message = f"和 {where}同名：“{name.strip()}”"
            fix = "把名字写得分得清，例如加上楼层、小区或用途"
            yield row.path, (*row.at, kind.title), message, fix, "warning"
        first.setdefault(key, (row.path, int(row.at[0]) + 1 if row.at else 1))


def _find_twin_people(written: Written) -> Iterator[Slip]:
    """Two people who are called the same in every way: a page can only number them."""
    first: dict[tuple[str | None, str], Person] = {}
    for person in written.sources.people:
        twin = first.setdefault((person.display, person.roles[0]), person)
        if twin is not person:
            message = f"和“{twin.id}”的称呼、岗位都一样，页面上分不清是谁"
            yield person.path, (*person.at, "roles", 0), message, "岗位写得不同，例如 3号岗义工", "warning"


# Holidays


# Rosters


# Policies


def _find_circles(written: Written) -> Iterator[Slip]:
    """No policy replaces itself, by one step or by many, nor one that is newer."""
    policies = written.sources.policy
    for policy in written.sources.policies:
        for i, slug in enumerate(policy.supersedes):
            other = policies.get(slug)
            at = ("supersedes", i)
            if other is None:
                continue
            if other is policy:
                yield policy.path, at, "写的是它自己，文件不会替代自己", "写被替代的那一份，或删掉", "error"
            elif _leads_to(slug, policy.slug, policies):
                message = f"《{other.title}》回过头来也替代它，绕成了一个圈"
                yield policy.path, at, message, "只留新的那一份里的 supersedes", "error"
            elif policy.date < other.date:
                message = f"《{other.title}》{other.date} 才发布，比这一份（{policy.date}）新"
                yield policy.path, at, message, "新文件替代旧文件，写在新的那一份里", "error"
            elif policy.effective < other.effective:
                message = f"《{other.title}》{other.effective} 才生效，比这一份（{policy.effective}）还晚"
                yield policy.path, at, message, "核对两个生效日期；替代的那一份后生效", "warning"


def _leads_to(start: str, goal: str, policies: Mapping[str, object]) -> bool:
    seen, waiting = set[str](), [start]
    while waiting:
        slug = waiting.pop()
        if slug == goal:
            return True
        if slug not in seen and slug in policies:
            seen.add(slug)
            waiting += getattr(policies[slug], "supersedes", ())
    return False


# Files


def _find_wrong_years(written: Written) -> Iterator[Slip]:
    """The folder of a year and the date in the file say the same year."""
    for entry in chain(written.sources.documents(), written.sources.drafts):
        folder = _YEAR_FOLDER.search(entry.path) if isinstance(entry, Document) and entry.kind.by_year else None
        field = entry.kind.address.partition("{")[2].partition(".year}")[0]
        if folder and (moment := getattr(entry, field, None)) and moment.year != int(folder[1]):
            message = f"文件在 {folder[1]} 文件夹里，写的是 {moment.year} 年"
            fix = f"日期没错，就把文件移到 {moment.year} 文件夹；错了，就改日期"
            yield entry.path, (*entry.at, field), message, fix, "warning"


def _find_updates_before(written: Written) -> Iterator[Slip]:
    """Nothing is updated before it is there."""
    for entry in chain(written.sources.documents(), written.sources.drafts):
        published = getattr(entry, "date", None)
        first = published.date() if isinstance(published, datetime) else published
        for i, update in enumerate(getattr(entry, "updates", ())):
            if first and update.date < first:
                at = (*entry.at, "updates", i, "date")
                yield entry.path, at, f"{update.date} 更新，早于发布日期 {first}", "核对两个日期", "error"


# Papers


def _find_hidden_conditions(written: Written) -> Iterator[Slip]:
    """A paper that not everybody needs says so in `when`: 带什么 shows no notes."""
    for guide in chain(written.sources.guides, (d for d in written.sources.drafts if isinstance(d, Guide))):
        for i, material in enumerate(guide.materials):
            if not material.when and (found := _CONDITION.search(material.note or "")):
                at = (*guide.at, "materials", i, "note")
                message = f"“{found.group()}”只写在说明里，“带什么”会让人人都带"
                yield guide.path, at, message, "把什么时候才要写进 when，例如 when: 家人代办时", "warning"


# What is nobody's business


# Words that a page says again, or not at all

_NUMBERED = re.compile(r"(?:\d{1,2}[.．、)）](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]|[一二三四五六七八九十]{1,3}、)\s*")
_PICTURE_FILE = re.compile(
    r"(?:IMG|DSC|DSCN|PXL|MVIMG|VID|P|Screenshot|微信图片|微信截图|QQ图片|QQ截图|屏幕截图|截屏|mmexport)[-_ ]*\d[\w .-]*"
    r"|.{0,80}\.(?:jpe?g|png|gif|webp|svg|heic|bmp)",
    re.I,
)
_SUM = re.compile(r"\d{1,6}(?:\.\d{1,2})?")


def _find_odd_words(written: Written) -> Iterator[Slip]:
    """Steps that are numbered twice, a file's name for what a picture shows, a sum without its unit."""
    for row in written.rows:
        for key in ("steps", "conditions"):
            listed = row.data.get(key)
            for i, item in enumerate(listed if isinstance(listed, list) else ()):
                number = _NUMBERED.match(item) if isinstance(item, str) else None
                if number:
                    fix = f"删掉“{number[0].strip()}”"
                    yield row.path, (*row.at, key, i), "页面会自己编号，这一项前面又写了号码", fix, "warning"
        alt = row.data.get("image_alt")
        if isinstance(alt, str) and _PICTURE_FILE.fullmatch(alt.strip()):
            fix = "写看得见的，例如 居民在广场上打太极拳"
            yield row.path, (*row.at, "image_alt"), "写的是文件名，看不见图的人听不懂", fix, "warning"
        for key, unit in (("fee", "元"), ("fees", "元"), ("time_limit", "个工作日")):
            said = row.data.get(key)
            if isinstance(said, str) and _SUM.fullmatch(said.strip()):
                nothing = "免费" if unit == "元" else "当场办结"
                meant = nothing if float(said) == 0 else f"{said.strip()}{unit}"
                yield row.path, (*row.at, key), "只有数字，没有单位", f"写成 {meant}", "warning"


RULES: tuple[Callable[[Written], Iterator[Slip]], ...] = (
    _find_repeats,
    find_twice_named,
    find_false_claims,
    _find_twin_names,
    _find_twin_people,
    find_impossible_holidays,
    find_odd_rosters,
    _find_circles,
    _find_wrong_years,
    _find_updates_before,
    _find_hidden_conditions,
    find_names_for_roles,
    find_names_for_posts,
    _find_odd_words,
    find_reasons_of_health,
)
