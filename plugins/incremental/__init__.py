"""Pelican's door to the writer: takes what the generators planned, and makes the site of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from plugins.incremental.write import Plan, write_site
from plugins.site.failure import leave_on_failure
from plugins.site.frame import make_frame
from plugins.site.progress import Progress
from plugins.site.site import open_site


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
