"""Pelican's settings. What the site says stands in content/data/community.yaml; docs/pelican.md tells of every setting."""

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
SITEURL = ""
"""Empty means community.yaml's url; publishconf.py may set another, also with a path below the host."""
SITENAME = "Kangle"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-cn"

PELICAN_CLASS = "plugins.Kangle"
PLUGINS = [
    "plugins.pages",
    "plugins.directory",
    "plugins.calendars",
    "plugins.hosting",
    "plugins.assets",
    "plugins.search",
    "plugins.incremental",
]

# Pelican warns of feeds without an address while these stand at its default; ours have one.
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
