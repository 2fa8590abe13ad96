"""Consents that show nothing, have ended or soon will; hides which of a person's several counts.

The day is an argument: a consent that is in force when it is written ends by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from plugins.model import Consent, Person, Purpose, dotted, label_at
from plugins.problems import Problem
from plugins.text import Loc, Tree

SOON = timedelta(days=30)
"""So long before its end a consent is worth asking for again."""
_SHOWN_ON: Mapping[Purpose, str] = {
    "roster": "值班表网页",
    "screen": "大厅屏幕",
    "calendar": "日历订阅",
    "data": "开放数据",
}
ConsentFlaw = tuple[Loc, str, str]


def check_consents(people: Iterable[Person], trees: Mapping[str, Tree], day: date) -> Iterator[Problem]:
    """A warning for each display or consent that shows nothing on `day`, or soon will not."""
    for person in people:
        for loc, message, fix in (*_find_useless(person), *_find_ending(person, day)):
            line, column = trees[person.path].place(person.at + loc)
            yield Problem(person.path, line, column, dotted(loc), label_at(Person, loc), message, fix, "warning")


def _find_useless(person: Person) -> Iterator[ConsentFlaw]:
    if person.display and not person.consents:
        fix = "请本人签了同意书再写进 consents；不打算显示就删掉这一行"
        yield ("display",), "写了称呼，但没有同意书，哪里都只显示岗位", fix
    if person.consents and not person.display:
        yield ("consents",), "有同意书，但没有写称呼，显示的还是岗位", "加上 display: 称呼，或删掉同意书"


def _find_ending(person: Person, day: date) -> Iterator[ConsentFlaw]:
    """Of several consents to the same use the one that lasts longest counts."""
    lasting: dict[tuple[str, Purpose], tuple[int, Consent]] = {}
    for i, consent in enumerate(person.consents):
        use = (consent.field, consent.purpose)
        if use not in lasting or lasting[use][1].until < consent.until:
            lasting[use] = (i, consent)
    for i, consent in lasting.values():
        where = _SHOWN_ON[consent.purpose]
        loc = ("consents", i, "until")
        if consent.until < day:
            fix = "请本人续签后改日期；不续签就删掉这份同意书"
            yield loc, f"显示在{where}的同意书 {consent.until} 已到期，那里现在只显示岗位", fix
        elif consent.until < day + SOON:
            fix = "要继续显示称呼，请本人续签后改日期；不续签不用改"
            yield loc, f"显示在{where}的同意书 {consent.until} 就要到期，之后那里只显示岗位", fix
