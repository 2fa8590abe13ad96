"""What each setting of Pelican means here, and what a run reads by them."""

from typing import TYPE_CHECKING

from plugins.doors import fetch_from

if TYPE_CHECKING:
    from plugins.settings.meaning import (
        HONOURED,
        MEANINGLESS,
        OWN,
        judge_settings,
        markdown_of,
        moment_of,
        read_content,
    )
    from plugins.settings.templates import templates_of
else:
    __getattr__ = fetch_from(__name__)

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
