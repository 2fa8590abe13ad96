"""A content folder as Sources with every problem: reading, references, rosters, consents, what may be public."""

from plugins.rules.external import Outward, find_external
from plugins.rules.links import find_dead_links
from plugins.rules.names import NAMED, SPLIT, TERMS, Choices, Row, UnclearNameError, gather_choices, list_of, nearest
from plugins.rules.reader import TABLES, Library, Reading, read
from plugins.rules.site_url import check_site_url, is_example
from plugins.rules.traces import Trace, find_traces

__all__ = [
    "NAMED",
    "SPLIT",
    "TABLES",
    "TERMS",
    "Choices",
    "Library",
    "Outward",
    "Reading",
    "Row",
    "Trace",
    "UnclearNameError",
    "check_site_url",
    "find_dead_links",
    "find_external",
    "find_traces",
    "gather_choices",
    "is_example",
    "list_of",
    "nearest",
    "read",
]
