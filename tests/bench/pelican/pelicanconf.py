"""Plain Pelican with the pages that Kangle makes: Pelican's own generators, no plugin, a theme of the same kind.

Pelican knows neither neighbours nor related items, so filters of this file do both, in time linear in the stories:
what a Pelican user would write, and quicker than the loops over all articles that many themes have.
"""

from heapq import nsmallest

from markdown.extensions.toc import slugify_unicode

PATH = "content"
OUTPUT_PATH = "public"
THEME = "theme"
SITEURL = ""
SITENAME = "青溪社区"
SITE_ADDRESS = "https://qingxi.example.org"
FEED_DOMAIN = SITE_ADDRESS
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-cn"
DEFAULT_PAGINATION = False

ARTICLE_PATHS = ["news"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["theme", "images", "files"]
THEME_STATIC_PATHS: list[str] = []

ARTICLE_URL = "news/{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = "news/{date:%Y}/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
CATEGORY_URL = "columns/{slug}/"
CATEGORY_SAVE_AS = "columns/{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
AUTHOR_URL = "places/{slug}/"
AUTHOR_SAVE_AS = "places/{slug}/index.html"
YEAR_ARCHIVE_URL = "news/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "news/{date:%Y}/index.html"
DIRECT_TEMPLATES = ["index", "news", "tags", "authors", "404", "sitemap", "robots"]
NEWS_SAVE_AS = "news/index.html"
TAGS_SAVE_AS = "tags/index.html"
AUTHORS_SAVE_AS = "places/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
ROBOTS_SAVE_AS = "robots.txt"

FEED_ALL_ATOM = "feeds/all.atom"
CATEGORY_FEED_ATOM = "feeds/{slug}.atom"
FEED_MAX_ITEMS = 20
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.toc": {"slugify": slugify_unicode},
    },
    "output_format": "html5",
}

PER_KEY = 24
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_orders: dict[int, dict] = {}
_shared: dict[int, dict] = {}


def neighbours(article, articles):
    """The stories before and after one."""
    if id(articles) not in _orders:
        _orders[id(articles)] = {one.slug: i for i, one in enumerate(articles)}
    place = _orders[id(articles)][article.slug]
    return articles[place + 1 : place + 2], articles[max(place - 1, 0) : place]


def related(article, articles):
    """The four stories that share most tags and places, of the newest of each."""
    if id(articles) not in _shared:
        rows: dict[str, list[int]] = {}
        for i, one in enumerate(articles):
            for key in _keys(one):
                rows.setdefault(key, []).append(i)
        _shared[id(articles)] = {key: row[:PER_KEY] for key, row in rows.items()}
    counts: dict[int, int] = {}
    for key in _keys(article):
        for i in _shared[id(articles)][key]:
            counts[i] = counts.get(i, 0) + 1
    best = nsmallest(5, counts, key=lambda i: (-counts[i], i))
    return [articles[i] for i in best if articles[i] is not article][:4]


def _keys(article):
    return [str(term) for term in (*article.tags, *getattr(article, "authors", ()))]


JINJA_FILTERS = {
    "neighbours": neighbours,
    "related": related,
    "years": lambda articles: sorted({one.date.year for one in articles}, reverse=True),
    "day": lambda date: f"{date.year}年{date.month}月{date.day}日 {WEEKDAYS[date.weekday()]}",
    "short_day": lambda date: f"{date.month}月{date.day}日",
}
