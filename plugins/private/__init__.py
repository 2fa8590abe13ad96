"""What belongs to one person and stands in no public file: numbers, plates, doors, births, illness; the one list of how they look."""

from plugins.private.exemptions import Exemption, find_exemptions, hide_exemptions, seal
from plugins.private.names import is_name, names_owner, names_somebody
from plugins.private.search import Private, find_private, find_private_name, hide_geometry, mask

__all__ = [
    "Exemption",
    "Private",
    "find_exemptions",
    "find_private",
    "find_private_name",
    "hide_exemptions",
    "hide_geometry",
    "is_name",
    "mask",
    "names_owner",
    "names_somebody",
    "seal",
]
