"""Sixty files and more that were made to hang a build: each by name, as what to do to a copy of the example site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Shape = Callable[[Path], None]
"""Lays one bomb into a content folder."""

HUGE = 1_990_000
"""Bytes: just below what a text may have."""


def repeat(words: str, size: int = HUGE) -> str:
    """As much of some words as fits."""
    return words * (size // len(words.encode()))


def count(most: int, line: Callable[[int], str]) -> str:
    return "".join(map(line, range(most)))


def into(path: str, old: str, new: str) -> Shape:
    """Words of a file of the example that become others, once."""

    def lay(content: Path) -> None:
        file = content / path
        text = file.read_text("utf-8")
        assert old in text, f"{old!r} is not in {path}"
        file.write_text(text.replace(old, new, 1), "utf-8")

    return lay


def onto(path: str, text: str) -> Shape:
    """More text at the end of a file, or a file that is new."""

    def lay(content: Path) -> None:
        file = content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text("utf-8") if file.exists() else ""
        file.write_text(before + text, "utf-8")

    return lay


def instead(path: str, text: str) -> Shape:
    def lay(content: Path) -> None:
        (content / path).write_text(text, "utf-8")

    return lay


def every(*shapes: Shape) -> Shape:
    def lay(content: Path) -> None:
        for shape in shapes:
            shape(content)

    return lay


ROSTER = "data/rosters/bomb.yaml"
_HEAD = "name: 值班\nsummary: 值班。\norganization: helpers\nlocation: library\nfrom: {}\nuntil: {}\n"
STORY = "news/2026/bomb.md"
_STORY = "---\ntitle: 新闻\nsummary: 新闻。\ndate: 2026-11-20\ncolumn: notices\n{}---\n\n{}\n"
_ACTIVITY = (
    "---\ntitle: 活动\nsummary: 活动。\ndate: 2026-01-01\nstarts: {} 09:00\nends: {} 10:00\n"
    "repeat: {}\nlocation: library\norganization: helpers\n{}---\n\n活动。\n"
)
_LIBRARY_HOURS = 'hours: Tu-Su 09:00-17:30; Jul-Aug Tu-Su 08:30-12:00; Fr[-1] 14:00-17:30 "只还不借"'


def roster(rest: str, since: str = "2026-11-01", until: str = "2027-10-31") -> Shape:
    return onto(ROSTER, _HEAD.format(since, until) + rest)


def story(front: str = "", body: str = "正文。") -> Shape:
    return onto(STORY, _STORY.format(front, body))


def hours(text: str) -> Shape:
    return into("data/locations.yaml", _LIBRARY_HOURS, f"hours: '{text}'")


def activities(most: int, since: str, rule: str, more: str = "") -> Shape:
    text = _ACTIVITY.format(since, since, rule, more)
    return every(*(onto(f"activities/2026/bomb-{i}.md", text) for i in range(most)))


def services(rows: str) -> Shape:
    return onto("data/services.yaml", rows)


def _service(i: int, more: str = "") -> str:
    return f"- {{id: s{i}, name: 服务{i}, category: employment, description: 服务。, locations: [library]{more}}}\n"


def _weekly(most: int, person: str = "helper-1") -> str:
    line = "- {{weekday: Mo, starts: 09:00, ends: 12:00, duty: 值班{}, people: [{}]}}\n"
    return "pattern:\n" + count(most, lambda i: line.format(i, person))


def _dated(most: int, person: str = "helper-1") -> str:
    line = "- {{starts: 2026-12-06 09:00, ends: 2026-12-06 11:00, duty: 值班{}, people: [{}]}}\n"
    return "shifts:\n" + count(most, lambda i: line.format(i, person))


PLAIN = activities(200, "2026-12-05", "FREQ=DAILY;COUNT=1")
"""As many pages as some bombs have, without a bomb: what they cost alone is no harm."""
SHAPES: dict[str, Shape] = {
    # Opening hours
    "hours of 100,000 rules": hours(";".join(["Mo 09:00-12:00"] * 100_000)),
    "hours of blanks and junk": hours(" " * 200_000 + "x"),
    "hours of digits": hours("9" * 200_000),
    "hours of commas": hours("Mo 09:00-12:00," * 60_000),
    "hours in Chinese": hours("周一至周五" * 60_000),
    "hours of dashes": hours("周一" + "至到" * 100_000),
    "hours with a comment without an end": hours('Mo-Fr 09:00-12:00 "' + "说" * 200_000),
    "hours in one field of 1.9 MB": hours("Mo-Fr 09:00-12:00 " + "a" * 1_900_000),
    "hours of 590 characters": hours("; ".join(f"{m} {d:02} 09:00-10:00" for m in ("Jan", "Mar") for d in range(1, 15))),
    # Rosters
    "5,000 shifts of one person at one time": roster(_dated(5_000)),
    "2,000 shifts of one person at one time": roster(_dated(2_000)),
    "300 patterns over 50 years": roster(_weekly(300), "2000-01-01", "2050-12-31"),
    "a roster from 1900 to 2199": roster(_weekly(1), "1900-01-01", "2199-12-31"),
    "500 patterns of one person": roster(_weekly(500)),
    "190 patterns of one person": roster(_weekly(190)),
    "5,000 people in one shift": roster(
        "shifts:\n- {starts: 2026-12-06 09:00, ends: 2026-12-06 11:00, people: [" + "helper-1," * 5_000 + "]}\n"
    ),
    "5,000 changes of one shift": roster(
        _weekly(1) + "changes:\n" + "- {date: 2026-12-07, starts: 09:00, add: [helper-2]}\n" * 5_000
    ),
    "2,000 changes of 2,000 days": roster(
        _weekly(1) + "changes:\n" + count(2_000, lambda i: f"- {{date: {2026 + i // 300}-12-07, starts: 09:00}}\n")
    ),
    "2,000 unknown people": roster(_weekly(1).replace("helper-1", ",".join(f"nobody-{i}" for i in range(2_000)))),
    "two rosters of one person": every(
        *(
            onto(f"data/rosters/bomb-{i}.yaml", _HEAD.format("2026-11-01", "2027-10-31") + _weekly(100))
            for i in range(2)
        )
    ),
    "500 absences of a year": roster(
        _weekly(180) + "absences:\n" + "- {person: helper-1, from: 2026-11-02, until: 2027-10-31}\n" * 500
    ),
    "500 swaps of one shift": roster(
        _weekly(180) + "swaps:\n" + "- {person: helper-1, date: 2026-12-07, with: helper-2}\n" * 500
    ),
    # Activities
    "200 daily activities since 1900": activities(200, "1900-01-01", "FREQ=DAILY"),
    "200 weekly activities since 1900": activities(200, "1900-01-01", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE"),
    "200 monthly activities since 1900": activities(200, "1900-01-31", "FREQ=MONTHLY"),
    "200 yearly activities since 1904": activities(200, "1904-02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    "200 activities of 9,999 times": activities(200, "1995-01-01", "FREQ=DAILY;COUNT=9999"),
    "200 activities of 999 times": activities(200, "2025-01-01", "FREQ=DAILY;COUNT=999"),
    "an activity on 10,000 more days": activities(
        1, "2026-01-01", "FREQ=WEEKLY", "also: [" + "2026-12-05 09:00, " * 10_000 + "]\n"
    ),
    "an activity without 10,000 days": activities(
        1, "2026-01-01", "FREQ=DAILY", "except: [" + "2026-12-05, " * 10_000 + "]\n"
    ),
    "an activity on a day that hardly comes": activities(1, "1900-01-01", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"),
    # YAML
    "2 MB of empty lists": instead("data/people.yaml", "[" + "[ ]," * 490_000 + "]"),
    "2 MB of short items": instead("data/people.yaml", repeat("- a\n")),
    "2 MB of keys": instead("data/people.yaml", count(180_000, lambda i: f"k{i}: v\n")),
    "2 MB of errors": instead("data/people.yaml", repeat("- {id: A}\n")),
    "30,000 errors": instead("data/people.yaml", "- {id: A}\n" * 30_000),
    "20,000 doubled ids": instead("data/people.yaml", "- {id: helper-1, roles: [岗]}\n" * 20_000),
    "20,000 people and one slip": every(
        instead("data/people.yaml", count(20_000, lambda i: f"- {{id: helper-{i}, roles: [岗]}}\n")),
        roster(_weekly(1, "helpers-1")),
    ),
    "20,000 people and many slips": every(
        instead("data/people.yaml", count(20_000, lambda i: f"- {{id: helper-{i}, roles: [岗]}}\n")),
        roster(_weekly(1, ",".join(f"helpar-x{i}" for i in range(400)))),
    ),
    "9,000 services of an unknown team": services(count(9_000, lambda i: _service(i, ", provider: nobody"))),
    "9,000 services of an unknown kind": services(count(9_000, lambda i: _service(i, ", colour: red"))),
    "5,000 levels": instead("data/people.yaml", "[" * 5_000 + "]" * 5_000),
    "2 MB of brackets that stay open": instead("data/people.yaml", repeat("[")),
    "a long value in one line": instead("data/people.yaml", "- {id: a, roles: [" + "岗" * 600_000 + "]}\n"),
    "a long value over many lines": instead("data/people.yaml", "- id: a\n  roles:\n    - 岗\n" + "      岗位\n" * 100_000),
    "a long key": instead("data/people.yaml", "- {" + "k" * 1_900_000 + ": a}\n"),
    "2 MB of comments": onto("data/people.yaml", repeat("# 说明\n")),
    "values cut by a mark": instead("data/people.yaml", "- {id: a}\n" + "- 甲 #1\n" * 60_000),
    "2 MB of anchors": instead("data/people.yaml", count(100_000, lambda i: f"- &a{i} x\n")),
    "2 MB of colons": instead("data/people.yaml", "a" + ":" * 1_900_000),
    "2 MB of quotes": instead("data/people.yaml", '"' * 1_900_000),
    "2 MB of full-width colons": instead("data/people.yaml", repeat("姓名：王\n")),
    "2 MB of tabs": instead("data/people.yaml", "- id: a\n" + "\t" * 1_900_000),
    "2 MB of backslashes": instead("data/people.yaml", '- id: "' + "\\\\" * 900_000 + '"\n'),
    # Front matter
    "front matter of 2 MB of keys": story(count(150_000, lambda i: f"k{i}: v\n")),
    "front matter of 5,000 keys": story(count(5_000, lambda i: f"k{i}: v\n")),
    "front matter without an end": onto(STORY, "---\n" + repeat("title: a\n")),
    "10,000 old addresses": story("aliases: [" + count(10_000, lambda i: f"/old-{i}/, ") + "]\n"),
    "450 old addresses": story("aliases: [" + count(450, lambda i: f"/old-{i}/, ") + "]\n"),
    "10,000 tags": story("tags: [" + "节日, " * 10_000 + "]\n"),
    "a title of 1 MB": into("news/2026/lantern.md", "title: ", "title: " + "题" * 300_000),
    # Bodies
    "a body of 2 MB of prose": story(body=repeat("今天的活动在广场举行，大家都来。\n\n")),
    "a body of one long line": story(body=repeat("今天的活动在广场举行，大家都来。")),
    "2 MB of headings": story(body=count(120_000, lambda i: f"## 标题{i}\n\n")),
    "2 MB of dead links": story(body=count(60_000, lambda i: f"[链接](/nowhere-{i}/)\n\n")),
    "2 MB of missing pictures": story(body=count(50_000, lambda i: f"![图](/images/none-{i}.jpg)\n\n")),
    "2 MB of rows": story(body="| a | b |\n|---|---|\n" + repeat("| 1 | 2 |\n", 1_900_000)),
    "2 MB of items": story(body=repeat("- 一项\n", 1_900_000)),
    "a list of 400 levels": story(body="".join("  " * i + "- a\n" for i in range(400))),
    "2 MB of footnotes": story(body=count(60_000, lambda i: f"a[^{i}]\n\n[^{i}]: b\n\n")),
    "2 MB of stars": story(body=repeat("*a **b ", 1_900_000)),
    # Characters
    "180,000 mobiles": onto("files/list.txt", repeat("13800138000\n")),
    "2 MB of parted digits": onto("files/list.txt", repeat("1 2-")),
    "2 MB of dates": onto("files/list.txt", repeat("2026-12-05 ")),
    "2 MB of beginnings of mobiles": onto("files/list.txt", repeat("138 ")),
    "2 MB of numerals": onto("files/list.txt", repeat("一、")),
    "2 MB of names": onto("files/list.txt", repeat("李明，男，患")),
    "2 MB of the ill": onto("files/list.txt", repeat("患王")),
    "2 MB of odd signs": onto("files/list.txt", repeat("1→2★")),
    "180,000 half exemptions": onto("files/list.txt", repeat("# 可以公开\n")),
    "60,000 exemptions without use": onto("data/people.yaml", repeat("# 可以公开：原因，到 2027-06-30\n")),
    "50,000 captions": onto("files/a.vtt", "WEBVTT\n\n" + "00:00:01.000 --> 00:00:02.000\n字\n\n" * 50_000),
    "180,000 unseen characters": onto("files/list.txt", "字\u200b" * 300_000),
    "180,000 damaged characters": onto("files/list.txt", "\ufffd\n" * 400_000),
    "180,000 radicals": onto("files/list.txt", "⺟⻅\n" * 200_000),
    "180,000 signs of Word": onto("files/list.txt", "\uf0b7\n" * 400_000),
    "180,000 marks of a merge": onto("files/list.txt", "<<<<<<< HEAD\n" * 140_000),
    # Drawings
    "a drawing of 100,000 parts": onto(
        "images/bomb.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + "<g/>" * 400_000 + "</svg>"
    ),
    "a drawing of 100,000 levels": onto(
        "images/bomb.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + "<g>" * 250_000 + "</g>" * 250_000 + "</svg>",
    ),
    "a drawing of scripts": onto(
        "images/bomb.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + "<script/>" * 180_000 + "</svg>",
    ),
    # Other lists
    "20,000 buildings": into(
        "data/places.yaml",
        "  buildings:\n",
        "  buildings:\n" + count(20_000, lambda i: f"    - {{id: c{i}, name: {i}栋}}\n"),
    ),
    "5,000 exceptions that overlap": into(
        "data/locations.yaml",
        "  exceptions:\n",
        "  exceptions:\n" + "    - {from: 2026-12-01, until: 2026-12-31, closed: true, note: 关}\n" * 5_000,
    ),
    "450 exceptions that overlap": into(
        "data/locations.yaml",
        "  exceptions:\n",
        "  exceptions:\n" + "    - {from: 2026-12-01, until: 2026-12-31, closed: true, note: 关}\n" * 450,
    ),
    "an exception of 300 years": into(
        "data/locations.yaml",
        "  exceptions:\n",
        '  exceptions:\n    - {from: 1900-01-01, until: 2199-12-31, hours: "09:00-10:00", note: 久}\n',
    ),
    "10,000 holidays": into(
        "data/workdays.yaml",
        "  holidays:\n",
        "  holidays:\n" + "    - {name: 节, from: 2026-10-01, until: 2026-10-07}\n" * 10_000,
    ),
    "a holiday of 300 years": into(
        "data/workdays.yaml", "  holidays:\n", "  holidays:\n    - {name: 节, from: 1900-01-01, until: 2199-12-31}\n"
    ),
    "10,000 years of workdays": onto("data/workdays.yaml", "- {year: 2027, notice: 通知}\n" * 10_000),
    "10,000 tags of the community": into(
        "data/community.yaml", "tags:\n", "tags:\n" + count(10_000, lambda i: f"  - {{id: t{i}, name: 标签{i}}}\n")
    ),
    "10,000 consents": into(
        "data/people.yaml",
        "  consents:\n",
        "  consents:\n" + "    - {field: display, purpose: roster, until: 2027-03-31, record: 示例}\n" * 10_000,
    ),
    "dead links amid 3,000 services": every(
        services(count(3_000, _service)), story(body=count(100, lambda i: f"[链接](/services/s{i}x/)\n\n"))
    ),
    "3,000 figures of one name": onto(
        "data/figures.yaml",
        count(
            3_000,
            lambda i: (
                f"- {{id: f{i}, name: 住户, unit: 户, definition: 户。, source: 社区, values: [{{period: 2026, value: {i}}}]}}\n"
            ),
        ),
    ),
    "a survey whose answers come to anything": onto(
        "data/surveys/bomb.yaml",
        "name: 问\ndescription: 问。\nmethod: 上门问\nfrom: 2026-10-01\nuntil: 2026-10-08\nn: 999999\nquestions:\n"
        "  - ask: 哪样？\n    many: true\n    finding: 八成的人说好。\n    answers:\n"
        + count(200, lambda i: f"      - {{answer: 第{i}样, count: {3_000 + 17 * i * i}}}\n"),
    ),
    "choices in 200,000 pieces": roster("pattern:\n- {weekday: " + "a-" * 200_000 + ", starts: 09:00, ends: 12:00}\n"),
    "3,000 files that are no source": every(*(onto(f"images/bomb-{i}.exe", "x") for i in range(3_000))),
}  # fmt: skip
