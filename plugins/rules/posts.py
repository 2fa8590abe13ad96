"""Names and reasons of health where a post or nothing belongs; hides in which fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.private import names_somebody
from plugins.problems import Level
from plugins.rules.names import fold
from plugins.rules.written import Slip, Written
from plugins.text import Data, Loc

_HEALTH = re.compile(
    r"病假|生病|住院|看病|养病|患病|得病|病了|发烧|发热|感冒|手术|化疗|放疗|透析|确诊|骨折|摔伤|怀孕|产检|产假|流产|复诊|体检|抑郁|中风|癌"
)
"""Why somebody does not come: nobody's business. What a station offers (疫苗, 义诊) is none of these words."""


def find_names_for_roles(written: Written) -> Iterator[Slip]:
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


_PARTS = re.compile(r"[（）()【】、，,／/；;：:\s]+")
"""What stands between a post and the name of who holds it."""
_POSTS = frozenset({"officer", "owner", "by", "author", "who", "role"})
"""The fields that tell a post, and what is shown of it to everybody."""


def find_names_for_posts(written: Written) -> Iterator[Slip]:
    """Whom to ask is told by the post: nobody has agreed to stand there by name, and the next one answers too."""
    for row in written.rows:
        for loc, key, words in _posts_in(dict(row.data), row.at):
            if any(map(names_somebody, _PARTS.split(words))):
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


def find_reasons_of_health(written: Written) -> Iterator[Slip]:
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
