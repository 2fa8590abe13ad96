"""A content folder as Sources with every problem: reading, references, rosters, consents, what may be public."""

from plugins.rules.due import Deadline, check_deadlines, list_deadlines, tell_when
from plugins.rules.early_links import check_early_links
from plugins.rules.external import Outward, find_external
from plugins.rules.links import find_dead_links
from plugins.rules.lost import find_lost
from plugins.rules.mentions import find_mentions
from plugins.rules.names import SPLIT, Choices, Row, UnclearNameError, gather_choices
from plugins.rules.reader import Library, Reading, read
from plugins.rules.site_url import check_discussion, check_site_url, is_example, is_unreachable
from plugins.rules.suggestions import nearest
from plugins.rules.traces import Trace, find_traces, spell_widely

__all__ = [
    "SPLIT",
    "Choices",
    "Deadline",
    "Library",
    "Outward",
    "Reading",
    "Row",
    "Trace",
    "UnclearNameError",
    "check_deadlines",
    "check_discussion",
    "check_early_links",
    "check_site_url",
    "find_dead_links",
    "find_external",
    "find_lost",
    "find_mentions",
    "find_traces",
    "gather_choices",
    "is_example",
    "is_unreachable",
    "list_deadlines",
    "nearest",
    "read",
    "spell_widely",
    "tell_when",
]
