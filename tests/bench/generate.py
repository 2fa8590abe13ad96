"""Seeded Chinese stories for the benchmark, the same words for each generator."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

WORDS = ["社区", "居民", "老人", "孩子", "邻居", "志愿者", "窗口", "楼下", "花园", "活动室", "图书室", "广场", "红棉路", "榕树", "早晨", "晚上", "周末", "节日", "电话", "网格员", "值班", "巡查", "垃圾", "消防", "电梯", "水箱", "报名", "登记", "材料", "复印件", "身份证", "办理", "帮忙", "一起", "打扫", "唱歌", "跳舞", "练太极", "下棋", "看书", "聊天", "讨论", "商量", "决定", "通知", "提醒", "感谢", "认真", "热闹", "安静", "干净", "方便", "及时"]  # fmt: skip
COLUMNS = ("updates", "notices", "role-models", "diary")
PLACES = ("kangqiao", "yile", "zuoting", "hexie", "dancui", "risu")
TAGS = (
    "免费乘车",
    "上门服务",
    "学雷锋",
    "邻里互助",
    "环境卫生",
    "消防安全",
    "治安",
    "文体活动",
    "志愿服务",
    "评优",
    "网格",
    "基础设施",
    "计生",
    "节日",
)
NEWEST = datetime(2026, 11, 22, 18, 0)


@dataclass(frozen=True, slots=True)
class Story:
    """One made-up story, free of any generator's syntax."""

    slug: str
    title: str
    summary: str
    date: datetime
    column: str
    places: tuple[str, ...]
    tags: tuple[str, ...]
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
        column=COLUMNS[min(rng.randrange(6), 3)],
        places=tuple(sorted(rng.sample(PLACES, rng.randrange(3)))),
        tags=tuple(sorted(rng.sample(TAGS, 1 + rng.randrange(3)))),
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
            f"column: {story.column}\nplaces: [{', '.join(story.places)}]\ntags: [{', '.join(story.tags)}]\n---\n\n"
        )
        _write(content / "news" / str(story.date.year) / f"{story.slug}.md", front + story.body + "\n")


def write_hugo(stories: list[Story], content: Path) -> None:
    """As content/news/<year>/<slug>.md with Hugo's front matter and taxonomies."""
    for story in stories:
        front = (
            f'---\ntitle: "{story.title}"\ndescription: "{story.summary}"\ndate: {story.date:%Y-%m-%dT%H:%M:00+08:00}\n'
            f"columns: [{story.column}]\nplaces: [{', '.join(story.places)}]\ntags: [{', '.join(story.tags)}]\n"
            "---\n\n"
        )
        year = content / "news" / str(story.date.year)
        _write(year / "_index.md", f"---\ntitle: {story.date.year}年\n---\n")
        _write(year / f"{story.slug}.md", front + story.body + "\n")


def write_pelican(stories: list[Story], content: Path) -> None:
    """As content/<slug>.md with Pelican's own metadata."""
    for story in stories:
        front = (
            f"Title: {story.title}\nSummary: {story.summary}\nDate: {story.date:%Y-%m-%d %H:%M}\n"
            f"Category: {story.column}\nTags: {', '.join(story.tags)}\nSlug: {story.slug}\n\n"
        )
        _write(content / f"{story.slug}.md", front + story.body + "\n")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
