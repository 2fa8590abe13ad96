"""What cannot be meant: typed in the right form, and still a slip; hides how each kind of slip is recognised.

Each rule is a generator that yields (path, place in the file, message, fix, level).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import chain, pairwise

from plugins.model import (
    WEEKDAYS,
    Activity,
    Change,
    Community,
    Document,
    Grid,
    Guide,
    Holiday,
    Pattern,
    Person,
    Record,
    Roster,
    Sources,
    WorkdayYear,
    dotted,
    field_keys,
    label_at,
)
from plugins.private import names_somebody
from plugins.problems import Level, Problem, tell_some
from plugins.rules.names import fold
from plugins.rules.written import Written
from plugins.text import Data, Loc, Tree

Slip = tuple[str, Loc, str, str, Level]
"""Path, place in the file's tree, message, fix, level."""

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
_LONGEST_HOLIDAY = 16
"""Days; the longest the State Council ever gave are nine."""
_ABSENCE = re.compile(
    r"请假|不来|来不了|没空|换人|换班|调班|代班|顶班|替班|对调|互换|对换|代一|代替|替一|顶一|来替|来代|多来|少来|补上|取消|停班|停一次|改到|改在"
)
"""What somebody writes beside a change who means it to happen by itself."""


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


def _find_impossible_holidays(written: Written) -> Iterator[Slip]:
    """Holidays lie in their year and do not overlap; a make-up workday is a weekend's, and no holiday."""
    days: dict[date, str] = {}
    for year in written.sources.workdays:
        for field, found in (("holidays", year.holidays), ("school", year.school)):
            yield from _find_odd_spans(year, field, found)
        for holiday in year.holidays:
            if holiday.from_ <= holiday.until and (holiday.until - holiday.from_).days < _LONGEST_HOLIDAY:
                span = range((holiday.until - holiday.from_).days + 1)
                days |= {holiday.from_ + timedelta(days=n): holiday.name for n in span}
    for year in written.sources.workdays:
        yield from _find_odd_workdays(year, days)
    yield from _find_overlapping_holidays(written.sources)


def _find_odd_spans(year: WorkdayYear, field: str, found: Iterable[Holiday]) -> Iterator[Slip]:
    for i, holiday in enumerate(found):
        at = (*year.at, field, i)
        if year.year not in (holiday.from_.year, holiday.until.year):
            message = f"{holiday.name}不在 {year.year} 年里：{holiday.from_} 至 {holiday.until}"
            yield year.path, (*at, "from"), message, "核对年份", "error"
        length = (holiday.until - holiday.from_).days + 1
        if field == "holidays" and length > _LONGEST_HOLIDAY:
            yield year.path, (*at, "until"), f"{holiday.name}放了 {length} 天", "核对起止日期", "error"


def _find_odd_workdays(year: WorkdayYear, holidays: Mapping[date, str]) -> Iterator[Slip]:
    for i, day in enumerate(year.workdays):
        at = (*year.at, "workdays", i)
        if day in holidays:
            message = f"{day} 在{holidays[day]}放假里，不会又放假又上班"
            yield year.path, at, message, "核对放假的起止日期和调休的日子", "error"
        elif day.weekday() < 5:
            message = f"{day} 是星期{'一二三四五'[day.weekday()]}，本来就上班"
            yield year.path, at, message, "调休上班是周六或周日，核对日期", "error"
        elif day.year != year.year and (day.year, day.month) != (year.year - 1, 12):
            yield year.path, at, f"{day} 不在 {year.year} 年里", "核对年份", "error"


def _find_overlapping_holidays(sources: Sources) -> Iterator[Slip]:
    for field in ("holidays", "school"):
        spans = [
            (h.from_, h.until, year.path, (*year.at, field, i), h.name)
            for year in sources.workdays
            for i, h in enumerate(getattr(year, field))
            if h.from_ <= h.until
        ]
        for early, late in pairwise(sorted(spans, key=lambda span: (span[0], span[1], span[2], str(span[3])))):
            if late[0] <= early[1]:
                message = f"{late[4]}和{early[4]}的日子重叠：{late[0]} 两边都有"
                yield late[2], (*late[3], "from"), message, "核对两个假期的起止日期，一天只写在一个里", "error"


# Rosters


def _find_odd_rosters(written: Written) -> Iterator[Slip]:
    for roster in written.sources.rosters:
        yield from _find_long_shifts(roster, written.sources.community)
        yield from _find_idle_patterns(roster)
        for i, change in enumerate(roster.changes):
            for loc, message, fix, level in _judge_change(change):
                yield roster.path, ("changes", i, *loc), message, fix, level


def _find_long_shifts(roster: Roster, community: Community) -> Iterator[Slip]:
    """A shift longer than anybody may serve in a day was typed with a wrong end."""
    if community.levels.double == "off":
        return
    limit = timedelta(hours=community.day_hours)
    level: Level = "error" if community.levels.double == "error" else "warning"
    for i, pattern in enumerate(roster.pattern):
        lasts = _length_of(pattern)
        if lasts > limit:
            over = "次日" if pattern.ends < pattern.starts else ""
            span = f"{pattern.starts:%H:%M} 到{over} {pattern.ends:%H:%M}"
            yield roster.path, ("pattern", i, "ends"), *_tell_long(span, lasts, community.day_hours), level
    for i, shift in enumerate(roster.shifts):
        if shift.ends - shift.starts > limit:
            span = f"{shift.starts:%Y-%m-%d %H:%M} 到 {shift.ends:%Y-%m-%d %H:%M}"
            told = _tell_long(span, shift.ends - shift.starts, community.day_hours)
            yield roster.path, ("shifts", i, "ends"), *told, level


def _length_of(pattern: Pattern) -> timedelta:
    minutes = (pattern.ends.hour - pattern.starts.hour) * 60 + pattern.ends.minute - pattern.starts.minute
    return timedelta(minutes=minutes % (24 * 60))


def _tell_long(span: str, lasts: timedelta, limit: int) -> tuple[str, str]:
    hours = f"{lasts.total_seconds() / 3600:.2f}".rstrip("0").rstrip(".")
    fix = "核对开始和结束；真有这么长，就分成几班，或在 community.yaml 里改 day_hours"
    return f"{span}，一班 {hours} 小时，多于一天最多的 {limit} 小时", fix


def _find_idle_patterns(roster: Roster) -> Iterator[Slip]:
    """A weekly shift whose weekday does not come between the roster's dates, and a roster without any shift."""
    if not roster.pattern and not roster.shifts:
        fix = "每周固定的班写在 pattern，单独的班写在 shifts"
        yield roster.path, (), "这张值班表里一班也没有", fix, "warning"
    length = (roster.until - roster.from_).days + 1
    days = {(roster.from_.weekday() + n) % 7 for n in range(max(0, min(7, length)))}
    for i, pattern in enumerate(roster.pattern):
        weekday = WEEKDAYS.index(pattern.weekday)
        if days and weekday not in days:
            message = f"{roster.from_} 到 {roster.until} 里没有星期{'一二三四五六日'[weekday]}，这一班一次也没有"
            yield roster.path, ("pattern", i, "weekday"), message, "核对 from、until 和星期", "error"


def _judge_change(change: Change) -> Iterator[tuple[Loc, str, str, Level]]:
    """A change does one thing: it brings, takes away, or stops a shift."""
    for i, person in enumerate(change.remove):
        if person in change.remove[:i]:
            yield ("remove", i), f"“{person}”写了两次", "删掉一个", "error"
        elif person in change.add:
            message = f"“{person}”又加又减，等于没有变"
            yield ("remove", i), message, "从 add 或 remove 里删掉，换成要换的那一位", "error"
    if change.cancelled and change.add:
        fix = "真停班就删掉 add；有人来就删掉 cancelled"
        yield ("add",), "这一班停了，加的人不会显示", fix, "error"
    if change.cancelled and change.remove:
        yield ("remove",), "这一班停了，不用再减人", "删掉 remove，或删掉 cancelled", "error"
    if change.add or change.remove or change.cancelled:
        return
    if not change.note:
        fix = "加人写 add，减人写 remove，停班写 cancelled: true；没有变就删掉这一条"
        yield (), "这一条没有变动什么", fix, "error"
    elif _ABSENCE.search(change.note):
        fix = "减人写 remove，加人写 add，停班写 cancelled: true"
        yield ("note",), f"说明写了“{change.note[:40]}”，可是没有加人、减人，也没有停班", fix, "warning"


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

_HEALTH = re.compile(
    r"病假|生病|住院|看病|养病|患病|得病|病了|发烧|发热|感冒|手术|化疗|放疗|透析|确诊|骨折|摔伤|怀孕|产检|产假|流产|复诊|体检|抑郁|中风|癌"
)
"""Why somebody does not come: nobody's business. What a station offers (疫苗, 义诊) is none of these words."""


def _find_names_for_roles(written: Written) -> Iterator[Slip]:
    """A role is shown without anybody's consent, so no name may stand there."""
    for person in written.sources.people:
        for i, role in enumerate(person.roles):
            if names_somebody(role) or (person.display and fold(person.display) == fold(role)):
                fix = "岗位写做什么的，例如 1号岗义工；称呼写进 display，本人签了同意书再写 consents"
                yield (
                    person.path,
                    (*person.at, "roles", i),
                    "像是一个人的姓名或称呼，岗位不用同意就会显示",
                    fix,
                    "error",
                )


_POSTS = frozenset({"officer", "owner", "by", "author", "who"})
"""The fields that tell a post, and what is shown of it to everybody."""


def _find_names_for_posts(written: Written) -> Iterator[Slip]:
    """Whom to ask is told by the post: nobody has agreed to stand there by name, and the next one answers too."""
    for row in written.rows:
        for loc, key, words in _posts_in(dict(row.data), row.at):
            if names_somebody(words):
                fix = "只写岗位或单位，例如 值班社工、民政窗口"
                level: Level = "warning" if key == "author" else "error"
                yield row.path, loc, "像是一个人的姓名或称呼，页面上谁都看得到", fix, level


def _posts_in(value: Data, at: Loc, key: str = "") -> Iterator[tuple[Loc, str, str]]:
    """Every post an entry names: its own, and the name of whom to turn to."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and (name in _POSTS or (key == "contact" and name == "name")):
                yield (*at, name), name, inner
            elif not isinstance(inner, str):
                yield from _posts_in(inner, (*at, name), name)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _posts_in(item, (*at, i), key)


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
        for key in ("fee", "fees"):
            said = row.data.get(key)
            if isinstance(said, str) and _SUM.fullmatch(said.strip()):
                meant = "免费" if float(said) == 0 else f"{said.strip()}元"
                yield row.path, (*row.at, key), "只有数字，没有单位", f"写成 {meant}", "warning"


def _find_reasons_of_health(written: Written) -> Iterator[Slip]:
    """The page of a roster shows what a change says."""
    for roster in written.sources.rosters:
        for i, change in enumerate(roster.changes):
            if (change.remove or change.add) and change.note and _HEALTH.search(change.note):
                at = ("changes", i, "note")
                yield (
                    roster.path,
                    at,
                    "说明里写了人的身体情况，值班表网页上谁都看得到",
                    "只写“有事”或“换班”，或者不写",
                    "error",
                )


RULES: tuple[Callable[[Written], Iterator[Slip]], ...] = (
    _find_repeats,
    _find_twin_names,
    _find_twin_people,
    _find_impossible_holidays,
    _find_odd_rosters,
    _find_circles,
    _find_wrong_years,
    _find_updates_before,
    _find_hidden_conditions,
    _find_names_for_roles,
    _find_names_for_posts,
    _find_odd_words,
    _find_reasons_of_health,
)
