"""Whether whoever is named for a concern can be reached; hides where each kind of end has its number."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.model import Concern, Sources, Turn
from plugins.text import Loc


def find_dead_ends(sources: Sources) -> Iterator[tuple[str, Loc, str, str]]:
    """Every turn that ends where nobody can be called."""
    for concern in sources.of(Concern):
        for i, turn in enumerate(concern.turns):
            if turn.phone is None and (dead := _find_dead(turn, sources)):
                field, fix = dead
                yield concern.path, (*concern.at, "turns", i, field), "问到这里没有电话", fix


def _find_dead(turn: Turn, sources: Sources) -> tuple[str, str] | None:
    """The field that leads to nobody, and what to do; what another rule tells is not told here."""
    location = sources.location.get(turn.location or "")
    organization = sources.organization.get(turn.organization or "")
    if turn.each == "places" and not any(place.property_phone for place in sources.places):
        return "each", "在 places.yaml 里给小区写上 property_phone，或在这里写 phone"
    if turn.each == "grids" and not sources.grids:
        return "each", "网站没有网格，写 each: places，或在这里写 phone"
    if turn.each:
        return None
    if location and location.phones:
        return None
    if organization and organization.contact and organization.contact.phone:
        return None
    if location:
        return "location", f"在 locations.yaml 里给{location.name}写上电话，或在这里写 phone"
    if organization:
        return "organization", f"在 organizations.yaml 里给{organization.name}写上电话，或在这里写 phone"
    return None
