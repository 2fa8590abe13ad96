"""Seeded Chinese stories for the benchmark, the same words for each generator."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

WORDS = ["社区", "居民", "老人", "孩子", "邻居", "志愿者", "窗口", "楼下", "花园", "活动室", "图书室", "广场", "玉兰路", "榕树", "早晨", "晚上", "周末", "节日", "电话", "网格员", "值班", "巡查", "垃圾", "消防", "电梯", "水箱", "报名", "登记", "材料", "复印件", "身份证", "办理", "帮忙", "一起", "打扫", "唱歌", "跳舞", "练太极", "下棋", "看书", "聊天", "讨论", "商量", "决定", "通知", "提醒", "感谢", "认真", "热闹", "安静", "干净", "方便", "及时"]  # fmt: skip
COLUMNS = {"updates": "动态", "notices": "公告", "role-models": "身边榜样", "diary": "社区日志"}
PLACES = {
    "qingqiao": "青桥花园",
    "zhule": "竹乐花园",
    "zuolin": "左邻右里",
    "hepan": "河畔家园",
    "cuizhu": "翠竹新苑",
    "risu": "日塑工业园",
}
TAGS = {
    "bus-pass": "免费乘车",
    "home-service": "上门服务",
    "lei-feng": "学雷锋",
    "neighbours": "邻里互助",
    "environment": "环境卫生",
    "fire-safety": "消防安全",
    "security": "治安",
    "culture": "文体活动",
    "volunteering": "志愿服务",
    "award": "评优",
    "grid": "网格",
    "infrastructure": "基础设施",
    "family-planning": "计生",
    "festival": "节日",
}
NEWEST = datetime(2026, 11, 22, 18, 0)


@dataclass(frozen=True, slots=True)
class Story:
    """One made-up story, free of any generator's syntax; column, places and tags are ids."""

    slug: str
    title: str
    summary: str
    date: datetime
    column: str
    places: tuple[str, ...]
    tags: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True)
class Plain:
    """A page that no story makes: a guide, a service, an office. Kangle makes it of data, the others of Markdown."""

    address: str
    title: str
    summary: str
    body: str


def make_stories(count: int, seed: int = 7) -> list[Story]:
    """`count` stories over ten years, newest first; the same for the same seed."""
    rng = random.Random(seed)
    step = timedelta(days=3650) / count
    return [_make_story(i, NEWEST - i * step, rng) for i in range(count)]


def _make_story(i: int, date: datetime, rng: random.Random) -> Story:
    title = f"{_phrase(rng, 4)}（{i}）"
    body = "\n\n".join(_parts(rng))
    return Story(
        slug=f"story-{i:05d}",
        title=title,
        summary=_sentence(rng),
        date=date.replace(second=0, microsecond=0),
        column=tuple(COLUMNS)[min(rng.randrange(6), 3)],
        places=tuple(sorted(rng.sample(tuple(PLACES), rng.randrange(3)))),
        tags=tuple(sorted(rng.sample(tuple(TAGS), 1 + rng.randrange(3)))),
        body=body,
    )


def _parts(rng: random.Random) -> list[str]:
    paragraphs = ["".join(_sentence(rng) for _ in range(rng.randint(3, 6))) for _ in range(rng.randint(3, 6))]
    heading = f"## {_phrase(rng, 3)}"
    points = "\n".join(f"- **{_phrase(rng, 1)}**：{_sentence(rng)}" for _ in range(rng.randint(3, 5)))
    link = f"具体怎么办，看[{_phrase(rng, 2)}](https://example.org/{rng.randrange(1000)})。"
    return [*paragraphs[:2], heading, *paragraphs[2:], points, link]


def _phrase(rng: random.Random, words: int) -> str:
    return "".join(rng.choice(WORDS) for _ in range(words))


def _sentence(rng: random.Random) -> str:
    return f"{_phrase(rng, rng.randint(4, 8))}，{_phrase(rng, rng.randint(3, 7))}。"


def write_kangle(stories: list[Story], content: Path) -> None:
    """As content/news/<year>/<slug>.md; the rest of the content folder is there already."""
    for story in stories:
        front = (
            f"---\ntitle: {story.title}\nsummary: {story.summary}\ndate: {story.date:%Y-%m-%d %H:%M}\n"
            f"column: {story.column}\nplaces: [{', '.join(story.places)}]\n"
            f"tags: [{', '.join(TAGS[tag] for tag in story.tags)}]\n---\n\n"
        )
        _write(content / story_path(story), front + story.body + "\n")


def write_hugo(stories: list[Story], plain: list[Plain], content: Path) -> None:
    """As content/news/<year>/<slug>.md with Hugo's front matter and taxonomies."""
    _write(content / "_index.md", _head("青溪社区"))
    _write(content / "news" / "_index.md", _head("新闻", "青溪社区的动态、公告、榜样和日志。"))
    for name, title, terms in (("columns", "栏目", COLUMNS), ("places", "小区", PLACES), ("tags", "标签", TAGS)):
        _write(content / name / "_index.md", _head(title, f"按{title}找内容。"))
        for term, word in terms.items():
            outputs = "outputs: [HTML, RSS]\n" if name == "columns" else ""
            _write(content / name / term / "_index.md", _head(word, f"和“{word}”有关的内容。", outputs))
    for year in {story.date.year for story in stories}:
        _write(content / "news" / str(year) / "_index.md", _head(f"{year}年", f"{year}年社区发生的事。"))
    for story in stories:
        more = (
            f"date: {story.date:%Y-%m-%dT%H:%M:00+08:00}\ncolumns: [{story.column}]\n"
            f"places: [{', '.join(story.places)}]\ntags: [{', '.join(story.tags)}]\n"
        )
        _write(content / story_path(story), _head(story.title, story.summary, more) + story.body + "\n")
    folders = {address.rpartition("/")[0] for address in (page.address for page in plain)}
    for page in plain:
        file = f"{page.address}/_index.md" if page.address in folders else f"{page.address}.md"
        _write(content / file, _head(page.title, page.summary) + page.body)


def _head(title: str, summary: str = "", more: str = "") -> str:
    return f'---\ntitle: "{title}"\ndescription: "{summary}"\n{more}---\n\n'


def write_pelican(stories: list[Story], plain: list[Plain], content: Path) -> None:
    """As content/news/<year>/<slug>.md and content/pages/…, with Pelican's own metadata; a place is an author."""
    for story in stories:
        authors = f"Authors: {'; '.join(PLACES[place] for place in story.places)}\n" if story.places else ""
        front = (
            f"Title: {story.title}\nSummary: {story.summary}\nDate: {story.date:%Y-%m-%d %H:%M}\n"
            f"Category: {COLUMNS[story.column]}\nTags: {', '.join(TAGS[tag] for tag in story.tags)}\n"
            f"{authors}Slug: {story.slug}\n\n"
        )
        _write(content / story_path(story), front + story.body + "\n")
    for page in plain:
        front = f"Title: {page.title}\nSummary: {page.summary}\nSlug: {page.address}\n\n"
        _write(content / "pages" / f"{page.address}.md", front + page.body)


def story_path(story: Story) -> str:
    """Where a story lies in the content folder of each generator."""
    return f"news/{story.date.year}/{story.slug}.md"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
