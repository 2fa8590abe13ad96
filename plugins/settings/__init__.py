"""What each setting of Pelican means here, and what a run reads by them."""

from plugins.settings.meaning import (
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
    "judge_settings",
    "markdown_of",
    "moment_of",
    "read_content",
    "templates_of",
]
