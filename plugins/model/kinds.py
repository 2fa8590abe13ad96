"""Every kind of content, in one list; a room imports a kind's model from here."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.model.activities import Activity
from plugins.model.alerts import Alert
from plugins.model.authors import Author
from plugins.model.blanks import Blank, Letterbox
from plugins.model.books import Award, Ledger, Survey
from plugins.model.campaigns import Campaign
from plugins.model.cases import Case
from plugins.model.community import Community, Synonym, WorkdayYear
from plugins.model.concerns import Concern
from plugins.model.directory import Grid, Location, Organization, Place, Service
from plugins.model.documents import Guide, News, Policy, TextPage
from plugins.model.figures import Figure
from plugins.model.films import Film
from plugins.model.kind import Record
from plugins.model.meetings import Meeting
from plugins.model.notes import Note
from plugins.model.people import Person, Roster
from plugins.model.remarks import Remark

__all__ = [
    "KINDS",
    "MODELS",
    "Activity",
    "Alert",
    "Author",
    "Award",
    "Blank",
    "Campaign",
    "Case",
    "Community",
    "Concern",
    "Figure",
    "Film",
    "Grid",
    "Guide",
    "Ledger",
    "Letterbox",
    "Location",
    "Meeting",
    "News",
    "Note",
    "Organization",
    "Person",
    "Place",
    "Policy",
    "Remark",
    "Roster",
    "Service",
    "Survey",
    "Synonym",
    "TextPage",
    "WorkdayYear",
    "model_of",
]

KINDS: tuple[type[Record], ...] = (
    News,
    Activity,
    Policy,
    Guide,
    TextPage,
    Community,
    Place,
    Grid,
    Location,
    Service,
    Organization,
    Person,
    WorkdayYear,
    Synonym,
    Alert,
    Concern,
    Letterbox,
    Blank,
    Roster,
    Case,
    Figure,
    Meeting,
    Award,
    Ledger,
    Survey,
    Remark,
    Campaign,
    Film,
    Note,
    Author,
)
"""In the order of docs/data.md, of sheets and of lists over all kinds."""
MODELS: Mapping[str, type[Record]] = {model.kind.name: model for model in KINDS}


def model_of(path: str) -> type[Record] | None:
    """What the entries of a file below content/ are; None for a file that holds none."""
    return next((model for model in KINDS if model.kind.source.covers(path)), None)
