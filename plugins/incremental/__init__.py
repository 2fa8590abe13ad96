"""From a plan to a site that stands, or is looked at; and Pelican's door to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.doors import fetch_from

if TYPE_CHECKING:
    from plugins.incremental.manifest import load_manifest
    from plugins.incremental.origins import Origins
    from plugins.incremental.plan import Plan
    from plugins.incremental.preview import Preview, PreviewAnswer
    from plugins.incremental.render import Templates, read_texts
    from plugins.incremental.room import ROOM
    from plugins.incremental.stage import Workshop, hold_lock, open_workshop, prepare_stage, rollback
    from plugins.incremental.stream import digest_file
    from plugins.incremental.unchanged import BuildRecord, Inputs, look_at, recall, remember
    from plugins.incremental.write import Delivery, Guest, Outcome, write_site
else:
    __getattr__ = fetch_from(__name__)

__all__ = [
    "ROOM",
    "BuildRecord",
    "Delivery",
    "Guest",
    "Inputs",
    "Origins",
    "Outcome",
    "Plan",
    "Preview",
    "PreviewAnswer",
    "Templates",
    "Workshop",
    "digest_file",
    "hold_lock",
    "load_manifest",
    "look_at",
    "open_workshop",
    "prepare_stage",
    "read_texts",
    "recall",
    "register",
    "remember",
    "rollback",
    "write_site",
]


def register() -> None:
    """Join a Pelican run."""
    from pelican import signals

    from plugins.incremental.room import ROOM

    signals.initialized.connect(ROOM.join)
