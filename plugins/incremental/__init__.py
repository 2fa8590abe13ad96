"""Pelican's door to the writer: takes what the generators planned, and makes the site of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from plugins.failure import leave_on_failure
from plugins.incremental.manifest import load_manifest
from plugins.incremental.origins import Origins
from plugins.incremental.preview import Planned, Preview
from plugins.incremental.render import read_texts
from plugins.incremental.stage import Workshop, hold_lock, open_workshop, prepare_stage, rollback
from plugins.incremental.unchanged import Inputs, Record, look_at, recall, remember
from plugins.incremental.write import Plan, write_site
from plugins.progress import Progress
from plugins.site import make_frame, open_site

__all__ = [
    "Inputs",
    "Origins",
    "Planned",
    "Preview",
    "Record",
    "Workshop",
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
]


def register() -> None:
    """Join a Pelican run."""
    from pelican import signals

    signals.all_generators_finalized.connect(_write)


def _write(generators: list[Any]) -> None:
    """Write every planned page; Pelican's own generators have nothing to write."""
    context = generators[0].context
    settings = generators[0].settings
    with leave_on_failure(settings):
        site = open_site(context, settings)
        assets = context["kangle_assets"]
        plan = Plan(
            site=site,
            frame=make_frame(site, assets.css, assets.js, assets.app, assets.duty_css),
            pages=context["kangle_pages"],
            artifacts=(*context["kangle_artifacts"], *assets.files),
            content=Path(settings["PATH"]),
            theme=Path(settings["THEME"]),
            output=Path(settings["OUTPUT_PATH"]),
            allow_shrink=settings.get("ALLOW_SHRINK", False),
            workers=settings.get("WORKERS", 0),
            survey=settings.get("SURVEY"),
        )
        with settings.get("PROGRESS") or Progress(watched=False) as progress:
            outcome = write_site(plan, progress)
        settings["KANGLE_OUTCOMES"].append(outcome)
        if "PROGRESS" not in settings:
            sys.stdout.write(f"{outcome}。网站在 {plan.output}。\n")
