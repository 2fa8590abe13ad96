"""This room as Pelican knows it: it plans no page of its own."""

from __future__ import annotations

from plugins.site import Room

ROOM = Room("plugins.incremental")
