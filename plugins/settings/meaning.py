"""Every setting of Pelican and what it means here; hides which of them mean nothing, and says so when one is set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.failure import OutputError
from plugins.parallel import count_cores
from plugins.rules import Reading, read
from plugins.settings.templates import judge_shapes
from plugins.text import ExtensionError, read_setting

HONOURED = frozenset(
    {
        "BIND",
        "JINJA_FILTERS",
        "JINJA_GLOBALS",
        "JINJA_TESTS",
        "LOG_FILTER",
        "MARKDOWN",
        "OUTPUT_PATH",
        "PATH",
        "PELICAN_CLASS",
        "PLUGINS",
        "PLUGIN_PATHS",
        "PORT",
        "SITEURL",
        "THEME",
        "THEME_TEMPLATES_OVERRIDES",
    }
)
"""Settings that mean what Pelican's manual says."""

OWN = frozenset({"ALLOW_SHRINK", "AS_OF", "DEBUG", "FEED_DOMAIN", "PROGRESS", "SURVEY", "WORKERS"})
"""Settings of a run that its verb makes, or Pelican's command line, or Pelican itself of others."""


@dataclass(frozen=True, slots=True)
class Meaningless:
    """Settings that decide nothing here: why, what does instead, and whether the build goes on."""

    names: tuple[str, ...]
    why: str
    instead: str
    refused: bool = True


MEANINGLESS = (
    Meaningless(
        ("ARTICLE_PATHS", "ARTICLE_EXCLUDES", "PAGE_PATHS", "PAGE_EXCLUDES"),
        "内容放在哪个文件夹是固定的",
        "放进 news/、activities/、policies/、guides/、pages/；不想发布的写 status: draft",
    ),
    Meaningless(
        ("STATIC_PATHS", "STATIC_EXCLUDES", "STATIC_EXCLUDE_SOURCES", "STATIC_URL", "STATIC_SAVE_AS"),
        "图片和附件只从固定的文件夹发布，网址和路径一样",
        "图片放进 content/images/，附件放进 content/files/",
    ),
    Meaningless(
        ("EXTRA_PATH_METADATA", "PATH_METADATA", "FILENAME_METADATA", "DEFAULT_METADATA", "USE_FOLDER_AS_CATEGORY"),
        "字段不从路径、文件名或设置里来，读的人才知道是谁写的",
        "写在每个文件自己的文件头里；网址里的 robots.txt 等由程序生成",
    ),
    Meaningless(
        (
            "ARTICLE_URL",
            "ARTICLE_SAVE_AS",
            "ARTICLE_LANG_URL",
            "ARTICLE_LANG_SAVE_AS",
            "ARTICLE_PERMALINK_STRUCTURE",
            "PAGE_URL",
            "PAGE_SAVE_AS",
            "PAGE_LANG_URL",
            "PAGE_LANG_SAVE_AS",
            "DRAFT_URL",
            "DRAFT_SAVE_AS",
            "DRAFT_LANG_URL",
            "DRAFT_LANG_SAVE_AS",
            "DRAFT_PAGE_URL",
            "DRAFT_PAGE_SAVE_AS",
            "DRAFT_PAGE_LANG_URL",
            "DRAFT_PAGE_LANG_SAVE_AS",
            "CATEGORY_URL",
            "CATEGORY_SAVE_AS",
            "TAG_URL",
            "TAG_SAVE_AS",
            "AUTHOR_URL",
            "AUTHOR_SAVE_AS",
            "YEAR_ARCHIVE_URL",
            "YEAR_ARCHIVE_SAVE_AS",
            "MONTH_ARCHIVE_URL",
            "MONTH_ARCHIVE_SAVE_AS",
            "DAY_ARCHIVE_URL",
            "DAY_ARCHIVE_SAVE_AS",
            "INDEX_SAVE_AS",
            "RELATIVE_URLS",
            "PAGINATION_PATTERNS",
            "SLUG_REGEX_SUBSTITUTIONS",
            "SLUGIFY_SOURCE",
            "SLUGIFY_USE_UNICODE",
            "SLUGIFY_PRESERVE_CASE",
        ),
        "网址的样子是固定的，检查、日历和旧链接都靠它",
        "网址由文件夹和文件名来；旧网址写在 aliases",
    ),
    Meaningless(
        ("DIRECT_TEMPLATES", "PAGINATED_TEMPLATES", "TEMPLATE_PAGES", "TEMPLATE_EXTENSIONS"),
        "有哪些页面由内容决定，模板只管样子",
        "新的页面写进 content/pages/；新的种类见 docs/architecture.md",
    ),
    Meaningless(
        (
            "FEED_ALL_ATOM",
            "CATEGORY_FEED_ATOM",
            "AUTHOR_FEED_ATOM",
            "AUTHOR_FEED_RSS",
            "TRANSLATION_FEED_ATOM",
            "FEED_ATOM",
            "FEED_RSS",
            "FEED_ALL_RSS",
            "CATEGORY_FEED_RSS",
            "TAG_FEED_ATOM",
            "TAG_FEED_RSS",
            "TRANSLATION_FEED_RSS",
            "FEED_MAX_ITEMS",
            "RSS_FEED_SUMMARY_ONLY",
            "FEED_APPEND_REF",
        ),
        "订阅地址是固定的：/feeds/all.atom 和每个栏目一个",
        "删掉这个设置；栏目写在 community.yaml",
    ),
    Meaningless(
        ("THEME_STATIC_DIR", "THEME_STATIC_PATHS", "CSS_FILE"),
        "主题的文件都在 static/ 里，合并以后放在 /theme/",
        "把样式放进 theme/static/css/",
    ),
    Meaningless(
        ("JINJA_ENVIRONMENT",),
        "模板一律转义，没有的名字就报错，这些不能关",
        "用 JINJA_FILTERS、JINJA_GLOBALS、JINJA_TESTS",
    ),
    Meaningless(
        ("READERS", "DOCUTILS_SETTINGS", "PYGMENTS_RST_OPTIONS", "FORMATTED_FIELDS", "INTRASITE_LINK_REGEX"),
        "内容只读 Markdown 和 YAML，站内链接写网址",
        "删掉这个设置，把内容写成 .md",
    ),
    Meaningless(
        ("TYPOGRIFY", "TYPOGRIFY_IGNORE_TAGS", "TYPOGRIFY_OMIT_FILTERS", "TYPOGRIFY_DASHES"),
        "正文怎样写就怎样显示",
        "删掉这个设置",
    ),
    Meaningless(
        ("OUTPUT_SOURCES", "OUTPUT_SOURCES_EXTENSION", "STATIC_CREATE_LINKS", "STATIC_CHECK_IF_MODIFIED"),
        "只发布生成的页面，不发布源文件，也不发布链接",
        "删掉这个设置",
    ),
    Meaningless(
        ("DELETE_OUTPUT_DIRECTORY", "OUTPUT_RETENTION"),
        "新网站整个换上，旧的留着可以换回；不用先删输出文件夹",
        "删掉这个设置，命令里不写 -d",
    ),
    Meaningless(("IGNORE_FILES",), "没有哪个内容文件会悄悄跳过", "不想发布的写 status: draft，或移出 content/"),
    Meaningless(("WITH_FUTURE_DATES",), "日期在将来的新闻到了那天才公开", "删掉这个设置，改新闻的 date"),
    Meaningless(("TIMEZONE",), "日期和时间都是北京时间", '写 TIMEZONE = "Asia/Shanghai"'),
    Meaningless(
        (
            "ARTICLE_ORDER_BY",
            "PAGE_ORDER_BY",
            "NEWEST_FIRST_ARCHIVES",
            "REVERSE_CATEGORY_ORDER",
            "DEFAULT_PAGINATION",
            "DEFAULT_ORPHANS",
            "DEFAULT_CATEGORY",
            "ARTICLE_TRANSLATION_ID",
            "PAGE_TRANSLATION_ID",
        ),
        "列表的顺序、分页、栏目由内容决定",
        "删掉这个设置",
    ),
    Meaningless(
        ("DISPLAY_PAGES_ON_MENU", "DISPLAY_CATEGORIES_ON_MENU", "SUMMARY_END_SUFFIX", "SUMMARY_MAX_LENGTH"),
        "菜单和摘要不从这里来",
        "摘要写在 summary；这一行可以删掉",
        refused=False,
    ),
    Meaningless(
        ("SITENAME", "SITESUBTITLE", "AUTHOR", "DEFAULT_LANG", "DEFAULT_DATE_FORMAT", "DATE_FORMATS", "LOCALE"),
        "名称、语言和日期的写法不从这里来",
        "名称写在 content/data/community.yaml；这一行可以删掉",
        refused=False,
    ),
    Meaningless(
        (
            "CACHE_CONTENT",
            "CONTENT_CACHING_LAYER",
            "CACHE_PATH",
            "GZIP_CACHE",
            "CHECK_MODIFIED_METHOD",
            "LOAD_CONTENT_CACHE",
        ),
        "读过什么由程序自己记着，只认内容，不认时间",
        "这一行可以删掉；要从头生成，删掉 .kangle 文件夹",
        refused=False,
    ),
    Meaningless(
        ("MENUITEMS", "LINKS", "SOCIAL", "GITHUB_URL", "DISQUS_SITENAME", "GOOGLE_ANALYTICS"),
        "这里的主题不用它",
        "这一行可以删掉",
        refused=False,
    ),
)
"""The rest: what is set to something else than Pelican's default or ours is refused, or at least told of."""

OURS: Mapping[str, tuple[object, ...]] = {
    "ARTICLE_PATHS": ([],),
    "ARTICLE_EXCLUDES": (["pages"],),
    "PAGE_PATHS": ([],),
    "PAGE_EXCLUDES": ([""],),
    "STATIC_PATHS": ([],),
    "THEME_STATIC_PATHS": ([],),
    "DIRECT_TEMPLATES": ([],),
    "CSS_FILE": ("",),
    "TIMEZONE": ("Asia/Shanghai",),
    "DEFAULT_LANG": ("zh-cn", "zh", "zh-hans", "zh-hans-cn"),
    "SITENAME": ("Kangle",),
    "LOCALE": ([],),
}
"""Values beside Pelican's default that say what is the case anyway; the excludes are what Pelican makes of the paths."""


def judge_settings(settings: Mapping[str, Any], defaults: Mapping[str, Any], others: bool) -> tuple[str, ...]:
    """What is worth telling of the settings; raises OutputError with every one that cannot be as it is.

    `others`: whether plugins of other people are in, which have settings of their own.
    """
    refused = [*judge_shapes(settings)]
    told: list[str] = []
    known = HONOURED | OWN
    for group in MEANINGLESS:
        known |= set(group.names)
        for name in group.names:
            if _is_changed(name, settings, defaults):
                line = f"设置 {name}: {group.why} → {group.instead}"
                (refused if group.refused else told).append(line)
    told += [
        f"设置 {name}: 没有这个设置，什么都不会变 → 改正名字，或删掉"
        for name in sorted(settings.keys() - known)
        if name.isupper() and not others and not name.startswith("_")
    ]
    if refused:
        raise OutputError("\n".join(refused))
    return tuple(told)


def _is_changed(name: str, settings: Mapping[str, Any], defaults: Mapping[str, Any]) -> bool:
    value = settings.get(name)
    fits = (defaults.get(name), *OURS.get(name, ()))
    if name == "CACHE_PATH" or value is None:  # Pelican makes it absolute; None switches a thing off that is not there
        return False
    plain = list(value) if isinstance(value, tuple) else value
    return plain not in fits and value not in fits


def markdown_of(settings: Mapping[str, Any], defaults: Mapping[str, Any]) -> Mapping[str, Any]:
    """How bodies are read beyond our own dialect; Pelican's default asks for nothing. Raises OutputError."""
    value = settings.get("MARKDOWN") or {}
    if value == defaults.get("MARKDOWN"):
        return {}
    try:
        read_setting(value)
    except ExtensionError as error:
        raise OutputError(f"设置 MARKDOWN: {error} → {error.fix}") from None
    return dict(value)


def read_content(settings: Mapping[str, Any], defaults: Mapping[str, Any]) -> Reading:
    """Every source of a run, with what earlier runs of the same output knew."""
    output = Path(settings["OUTPUT_PATH"]).resolve()
    cache = output.parent / ".kangle" / output.name / "sources.db"
    workers = settings.get("WORKERS") or count_cores()
    return read(Path(settings["PATH"]), cache, workers, markdown_of(settings, defaults))


def moment_of(settings: Mapping[str, Any], read_clock: Callable[[str | None], datetime]) -> datetime:
    """The run's clock: AS_OF, as a moment or in words, else what the clock says; raises OutputError."""
    said = settings.get("AS_OF")
    if isinstance(said, datetime):
        return said
    try:
        return read_clock(said)
    except ValueError as error:
        raise OutputError(f"设置 AS_OF: {error} → 写成 2026-11-23 09:30") from None
