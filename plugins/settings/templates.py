"""What Pelican's settings say of templates; hides which of it cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.failure import OutputError
from plugins.incremental import Templates


def judge_shapes(settings: Mapping[str, Any]) -> Iterator[str]:
    """What is honoured must be something that can be."""
    for name in ("JINJA_FILTERS", "JINJA_TESTS", "JINJA_GLOBALS", "MARKDOWN"):
        yield from _judge_names(name, settings.get(name) or {})
    yield from _judge_folders(settings)


def _judge_names(setting: str, value: object) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"设置 {setting}: 应为字典，写的是 {type(value).__name__} → 写成 {{名字: …}}"
    elif setting in ("JINJA_FILTERS", "JINJA_TESTS"):
        wrong = sorted(str(key) for key, called in value.items() if not callable(called))
        yield from (f"设置 {setting}: {key} 不是函数 → 换成函数" for key in wrong)
    elif setting == "JINJA_GLOBALS":
        taken = sorted({"view", "site", "once"} & value.keys())
        yield from (f"设置 {setting}: {key} 是模板里已有的名字 → 换一个名字" for key in taken)


def _judge_folders(settings: Mapping[str, Any]) -> Iterator[str]:
    folders = settings.get("THEME_TEMPLATES_OVERRIDES") or ()
    if isinstance(folders, str) or not all(isinstance(folder, str | Path) for folder in folders):
        yield "设置 THEME_TEMPLATES_OVERRIDES: 应为文件夹的列表 → 写成 [“文件夹”]"
        return
    for folder in folders:
        if not Path(folder).is_dir():
            yield f"设置 THEME_TEMPLATES_OVERRIDES: 没有 {folder} 这个文件夹 → 改正路径，或删掉"


def templates_of(settings: Mapping[str, Any]) -> Templates:
    """Where the templates of a run stand and what they may call; raises OutputError where they cannot be used."""
    wrong = tuple(judge_shapes(settings))
    if wrong:
        raise OutputError("\n".join(wrong))
    return Templates(
        theme=Path(settings["THEME"]),
        overrides=tuple(Path(folder) for folder in settings.get("THEME_TEMPLATES_OVERRIDES") or ()),
        filters=settings.get("JINJA_FILTERS") or {},
        tests=settings.get("JINJA_TESTS") or {},
        globals=settings.get("JINJA_GLOBALS") or {},
    )
