"""Pelican's settings. What the site says stands in content/data/community.yaml."""

import os

from plugins.site.clock import read_clock

AS_OF = read_clock(os.environ)
"""The build's one clock: SOURCE_DATE_EPOCH, else the wall clock, in Asia/Shanghai."""
KANGLE_OUTCOMES: list[object] = []

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
SITEURL = ""
"""Empty means community.yaml's url; publishconf.py may set another, also with a path below the host."""
SITENAME = "Kangle"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-cn"

PLUGINS = [
    "plugins.pages",
    "plugins.directory",
    "plugins.calendars",
    "plugins.hosting",
    "plugins.assets",
    "plugins.incremental",
]

# Pelican's own generators find nothing and write nothing: every page comes from our models.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = None
FEED_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
DELETE_OUTPUT_DIRECTORY = False
CACHE_CONTENT = False
