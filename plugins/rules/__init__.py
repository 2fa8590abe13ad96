"""A content folder as Sources with every problem: reading, references, rosters, consents, what may be public."""

from plugins.rules.external import Outward, find_external
from plugins.rules.links import find_dead_links
from plugins.rules.reader import TABLES, Library, Reading, read
from plugins.rules.references import NAMED, TERMS, Row, nearest
from plugins.rules.traces import Trace, find_traces

__all__ = [
    "NAMED",
    "TABLES",
    "TERMS",
    "Library",
    "Outward",
    "Reading",
    "Row",
    "Trace",
    "find_dead_links",
    "find_external",
    "find_traces",
    "nearest",
    "read",
]
