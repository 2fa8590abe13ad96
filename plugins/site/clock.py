"""The build's clock: the one place that asks what time it is; hides where the answer comes from."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime

from plugins.model import SHANGHAI, parse_moment


def read_clock(environ: Mapping[str, str], as_of: str | None = None) -> datetime:
    """The build's moment in Asia/Shanghai: `as_of`, else SOURCE_DATE_EPOCH (reproducible-builds.org), else the wall.

    Raises ValueError for an `as_of` or epoch that is no moment.
    """
    if as_of:
        return parse_moment(as_of)
    epoch = environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch) if epoch else int(time.time()), SHANGHAI)
