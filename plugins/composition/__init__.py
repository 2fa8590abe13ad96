"""What the site consists of, said once: every verb, Pelican's run, the gates and the tests are compositions of this."""

from plugins.composition.plan import ROOMS, all_files, all_pages, plan_site, promised_files
from plugins.composition.settings import (
    HONOURED,
    MEANINGLESS,
    OWN,
    judge_settings,
    markdown_of,
    moment_of,
    read_content,
    templates_of,
)

__all__ = [
    "HONOURED",
    "MEANINGLESS",
    "OWN",
    "ROOMS",
    "all_files",
    "all_pages",
    "judge_settings",
    "markdown_of",
    "moment_of",
    "plan_site",
    "promised_files",
    "read_content",
    "templates_of",
]
